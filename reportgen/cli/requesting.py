"""The command that asks for a sign-off: request."""

import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.cli import options
from reportgen.cli.completion import cycles
from reportgen.cli.progress import progress
from reportgen.cli.voice import clean, counted, say, say_json, short
from reportgen.errors import UsageError

if TYPE_CHECKING:
    from reportgen.desk.requesting import Asked
    from reportgen.desk.requests import Line, Requests
    from reportgen.settings import Workspace

_LEFT, _NO_SERVER = 1, 3  # exit codes


@click.command()
@click.argument("target", metavar="CYCLE", shell_complete=cycles)
@options.workspace
@options.as_json
@options.quiet
@click.option(
    "--send", is_flag=True, help="Send; else it only shows, and writes files."
)
@click.option("--yes", is_flag=True, help="Do not ask before sending.")
@click.option("--again", is_flag=True, help="Ask again whom a request has reached.")
@click.pass_obj
def request(  # noqa: PLR0913 (its options)
    workspace: Path,
    target: str,
    *,
    as_json: bool,
    quiet: bool,
    send: bool,
    yes: bool,
    again: bool,
) -> int:
    """Show who is to sign the proofs of CYCLE and write the letters; --send asks."""
    opened = options.opened(workspace)
    from reportgen.desk import requesting

    if send and not yes and (as_json or not sys.stdin.isatty()):
        raise UsageError(
            "nobody can be asked here whether to send; look at what it would send "
            "first, then add --yes"
        )
    occasion = datetime.now().astimezone().isoformat() if again else ""
    planned = requesting.plan(opened, target, again=occasion)
    if not as_json:
        for one in planned:
            say("\n".join(_lines(one)))
    if not send or opened.settings.post.way == "outbox":
        return _write(opened, planned, send=send, voice=(as_json, quiet))
    return _send(opened, planned, yes=yes, voice=(as_json, quiet))


def _write(
    workspace: "Workspace",
    planned: "Sequence[Requests]",
    *,
    send: bool,
    voice: tuple[bool, bool],
) -> int:
    """Write the letters as files, and say that nothing was sent."""
    from reportgen.desk import requesting

    as_json, quiet = voice
    files = [path for one in planned for path in requesting.write(workspace, one)]
    if as_json:
        told = [_request_json(one) for one in planned]
        letters = [workspace.named(path) for path in files]
        say_json({"requests": told, "letters": letters, "sent": False})
    for folder in dict.fromkeys(path.parent for path in files) if not as_json else ():
        count = sum(path.parent == folder for path in files)
        say(f"{counted(count, 'letter')} written to {workspace.named(folder)}")
    if send:
        cure = 'set way = "smtp" under [post] in reportgen.toml'
        say(f"nothing was sent, because the way out is the outbox; {cure}", err=True)
        return _LEFT
    if not (as_json or quiet):
        say("nothing was sent; to send it, add --send", err=True)
    return 0


def _send(
    workspace: "Workspace",
    planned: "Sequence[Requests]",
    *,
    yes: bool,
    voice: tuple[bool, bool],
) -> int:
    """Reach the server, ask the person, send, and say what became of it."""
    from reportgen.cli.stopping import stoppable
    from reportgen.desk import requesting, ways
    from reportgen.desk.mailing import Fate
    from reportgen.registry.post.delivery import Terms

    as_json, quiet = voice
    post = ways.way_of(workspace)
    assert post is not None  # noqa: S101 (the outbox was dealt with)
    count = sum(len(one.with_fate(Fate.SEND)) for one in planned)
    asked: list[Asked] = []
    with post, stoppable() as clock, progress(quiet=quiet or as_json):
        if count:
            post.open()
        if count and not yes and not click.confirm(f"Send {count}?", err=True):
            say("nothing was sent", err=True)
            return _LEFT
        terms = Terms(clock, ways.patience_of(workspace))
        for one in planned:
            if not clock.is_stopped():
                asked.append(requesting.send(workspace, one, post, terms))
    if as_json:
        told = [_request_json(one.requests, one) for one in asked]
        say_json({"requests": told, "letters": [], "sent": True})
    else:
        _say_sent(asked)
    if any(one.ended.gave_up for one in asked):
        return _NO_SERVER
    return clock.code or int(not all(_is_done(one) for one in asked))


def _is_done(one: "Asked") -> bool:
    """Whether everybody whose turn it is was asked."""
    from reportgen.desk.mailing import Fate

    lines = one.requests.lines
    fine = all(line.fate in {Fate.SEND, Fate.SENT} for line in lines)
    return fine and all(each.state == "accepted" for each in one.messages)


# --- what is said ------------------------------------------------------------------


def _lines(one: "Requests") -> Iterator[str]:
    yield one.report
    for proof in one.proofs:
        yield f"  proof     {proof.path.name}  sha256 {short(proof.sha256)}"
    for line in one.lines:
        yield clean(f"  {line.fate:<9} {_about(line)}")
    if not one.lines:
        yield "  nobody is to sign now"


def _about(line: "Line") -> str:
    """Who, where, about which proofs, and why."""
    from reportgen.addresses import masked

    who = f"{line.turn.role} ({line.turn.name or line.turn.holder})"
    where = f", {masked(line.member.email)}" if line.member else ""
    proofs = " and ".join(one.rendition for one in line.proofs)
    about = f": {proofs}" if proofs else ""
    return f"{who}{where}{about}{'; ' + line.why if line.why else ''}"


def _say_sent(asked: "Sequence[Asked]") -> None:
    from reportgen.addresses import masked

    for one in asked:
        for each in one.messages:
            told = f": {each.reply}" if each.reply else ""
            say(clean(f"{each.state:<9} {masked(each.address)}{told}"))
        if one.ended.gave_up:
            say(clean(one.ended.gave_up), err=True)


def _request_json(one: "Requests", asked: "Asked | None" = None) -> dict[str, object]:
    states = {each.key: each for each in asked.messages} if asked else {}
    return {
        "report": one.report,
        "proofs": [
            {"rendition": each.rendition, "file": each.path.name, "sha256": each.sha256}
            for each in one.proofs
        ],
        "lines": [
            {
                **_line_json(line),
                "state": states[line.key].state.value if line.key in states else "",
            }
            for line in one.lines
        ],
    }


def _line_json(line: "Line") -> dict[str, object]:
    from reportgen.addresses import masked

    return {
        "role": line.turn.role,
        "holder": line.turn.holder,
        "name": line.turn.name,
        "email": masked(line.member.email) if line.member else "",
        "proofs": [one.rendition for one in line.proofs],
        "fate": line.fate.value,
        "why": line.why,
    }
