"""The commands that bring an edition to the members: deliver and receipts."""

import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reportgen.cli import options
from reportgen.cli.completion import cycles
from reportgen.cli.progress import progress
from reportgen.cli.voice import clean, counted, say, say_json, say_lines
from reportgen.errors import ReportgenError, UsageError

if TYPE_CHECKING:
    from reportgen.cli.stopping import StoppableClock
    from reportgen.desk.choosing import Choice
    from reportgen.desk.delivering import Sent
    from reportgen.desk.mailing import Mailing
    from reportgen.registry.post.delivery import Watch
    from reportgen.registry.post.smtp import SmtpPost
    from reportgen.settings import Workspace

_LEFT, _NO_SERVER = 1, 3  # exit codes

target = click.argument("target", metavar="CYCLE", shell_complete=cycles)
addresses = click.option(
    "--addresses", "in_full", is_flag=True, help="Show addresses in full."
)


def _choosing(command: Callable[..., int]) -> Callable[..., int]:
    """What `deliver` can be told of whom it is for."""
    flags = {
        "--retry-refused": "Send again what was refused for good.",
        "--retry-unknown": "Send again what may have arrived.",
        "--resume": "Only what an earlier run has left.",
        "--correction": "Exactly to those who hold a superseded edition.",
    }
    for name, words in flags.items():
        command = click.option(name, is_flag=True, help=words)(command)
    whom = "name, address, organisation or role"
    many = {
        "--list": ("lists", "NAME", "Only members who are on this list."),
        "--except": ("excepted", "WHO", f"Not to this {whom}."),
        "--only": ("only", "WHO", f"Only to this {whom}."),
    }
    for name, (key, meta, words) in many.items():
        option = click.option(name, key, multiple=True, metavar=meta, help=words)
        command = option(command)
    words = "One letter of each rendition goes there, and none to a member."
    return click.option("--test-to", metavar="ADDRESS", default="", help=words)(command)


@click.command()
@target
@options.workspace
@options.as_json
@options.quiet
@click.option(
    "--send", is_flag=True, help="Send; else it only shows, and writes files."
)
@click.option("--yes", is_flag=True, help="Do not ask before sending.")
@_choosing
@addresses
@click.pass_obj
def deliver(  # noqa: PLR0913 (its options)
    workspace: Path,
    /,
    target: str,
    *,
    as_json: bool,
    quiet: bool,
    send: bool,
    yes: bool,
    in_full: bool,
    **told: Any,
) -> int:
    """Show who gets the edition of CYCLE and write the letters; --send sends them."""
    opened = options.opened(workspace)
    from reportgen.desk import delivering, ways
    from reportgen.desk.choosing import Choice

    _can_ask(is_needed=send and not yes, as_json=as_json)
    choice = Choice(occasion=datetime.now().astimezone().isoformat(), **told)
    planned = delivering.plan(opened, target, choice)
    post = ways.way_of(opened) if send else None
    if not as_json:
        _show(planned, in_full=in_full)
    if post is None:
        files = _write(opened, planned, quiet=quiet or as_json)
        return _told_written(
            planned, files, send=send, as_json=as_json, in_full=in_full
        )
    with post:
        if not _is_agreed(planned, post, yes=yes):
            say("nothing was sent", err=True)
            return _LEFT
        sent, clock = _send(opened, planned, choice, post, quiet=quiet or as_json)
    return _told_sent(sent, clock, as_json=as_json, in_full=in_full)


def _can_ask(*, is_needed: bool, as_json: bool) -> None:
    """See that somebody can be asked, before anything is done.

    Raises:
        UsageError: nobody can.
    """
    if is_needed and (as_json or not sys.stdin.isatty()):
        raise UsageError(
            "nobody can be asked here whether to send; look at what it would send "
            "first, then add --yes"
        )


def _show(planned: "Sequence[Mailing]", *, in_full: bool) -> None:
    from reportgen.cli.deliverywords import mailing_lines

    for one in planned:
        say_lines(mailing_lines(one, in_full=in_full))


def _write(
    workspace: "Workspace", planned: "Sequence[Mailing]", *, quiet: bool
) -> "list[Sequence[Path]]":
    """The letters of each mailing, as files."""
    from reportgen.desk import delivering

    files: list[Sequence[Path]] = []
    with progress(quiet=quiet) as told:
        for number, one in enumerate(planned):
            told("letters", one.parcel.report, number / len(planned))
            files.append(delivering.write(workspace, one))
    return files


def _told_written(
    planned: "Sequence[Mailing]",
    files: Sequence[Sequence[Path]],
    *,
    send: bool,
    as_json: bool,
    in_full: bool,
) -> int:
    """Say what was written, and that nothing was sent."""
    from reportgen.cli.deliverywords import mailing_json

    if as_json:
        mailings = [mailing_json(one, in_full=in_full) for one in planned]
        letters = chain.from_iterable(files)
        say_json({"deliveries": mailings, "letters": letters, "sent": False})
    elif count := sum(map(len, files)):
        folder = next(each[0].parent for each in files if each)
        say(f"{counted(count, 'letter')} written to {clean(str(folder))}")
    if not send:
        say("nothing was sent; to send it, add --send", err=True)
        return 0
    cure = 'set way = "smtp" under [post] in reportgen.toml'
    say(f"nothing was sent, because the way out is the outbox; {cure}", err=True)
    return _LEFT


def _is_agreed(planned: "Sequence[Mailing]", post: "SmtpPost", *, yes: bool) -> bool:
    """Whether the letters may go: the server is reached first, then a person asked."""
    from reportgen.cli.deliverywords import numbers
    from reportgen.desk.mailing import Fate

    if not any(one.with_fate(Fate.SEND) for one in planned):
        return True
    post.open()
    return yes or click.confirm(f"Send {numbers(planned)}?", err=True)


def _send(
    workspace: "Workspace",
    planned: "Sequence[Mailing]",
    choice: "Choice",
    post: "SmtpPost",
    *,
    quiet: bool,
) -> "tuple[list[Sent], StoppableClock]":
    """Send each mailing; who stops it, stops it after the letter in hand."""
    from reportgen.cli.stopping import stoppable
    from reportgen.desk import delivering, ways
    from reportgen.registry.post.delivery import Terms

    sent: list[Sent] = []
    with stoppable() as clock, progress(quiet=quiet) as told:
        terms = Terms(clock, ways.patience_of(workspace), _watch(planned, told))
        try:
            for one in planned:
                if not clock.is_stopped():
                    sent.append(delivering.send(workspace, one, choice, post, terms))
        except ReportgenError:
            names = " and ".join(one.parcel.report for one in planned)
            say(f"what went before this: reportgen receipts {names}", err=True)
            raise
    return sent, clock


def _watch(
    planned: "Sequence[Mailing]", told: Callable[[str, str, float], None]
) -> "Watch":
    """Progress, without a full address."""
    from reportgen.cli.deliverywords import outcome_words, wait_words
    from reportgen.desk.mailing import Fate
    from reportgen.registry.post.delivery import Watch

    total = sum(len(one.with_fate(Fate.SEND)) for one in planned) or 1

    def share(left: int) -> float:
        return max(0.0, 1 - left / total)

    return Watch(
        told=lambda letter, outcome, left: told(
            "post", outcome_words(letter, outcome), share(left)
        ),
        waits=lambda seconds, left: told(
            "post", wait_words(seconds, left), share(left)
        ),
    )


def _told_sent(
    sent: "Sequence[Sent]", clock: "StoppableClock", *, as_json: bool, in_full: bool
) -> int:
    """Say what became of the letters; the exit code says whether any is left."""
    from reportgen.cli.deliverywords import sent_json, sent_lines
    from reportgen.desk.mailing import Fate

    if as_json:
        told = [sent_json(one, in_full=in_full) for one in sent]
        say_json({"deliveries": told, "letters": [], "sent": True})
    else:
        say_lines(sent_lines(sent, in_full=in_full))
    if clock.code:
        say("stopped; --resume sends what is left", err=True)
        return clock.code
    if any(one.ended.gave_up for one in sent):
        return _NO_SERVER
    open_fates = (Fate.HELD, Fate.DOUBT, Fate.REFUSED)
    is_any_left = any(
        one.left or any(map(one.mailing.with_fate, open_fates)) for one in sent
    )
    return _LEFT if is_any_left else 0


@click.command()
@target
@options.workspace
@options.as_json
@options.quiet
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
@addresses
@click.pass_obj
def receipts(  # noqa: PLR0913 (its options)
    workspace: Path,
    target: str,
    *,
    as_json: bool,
    quiet: bool,
    as_csv: bool,
    in_full: bool,
) -> None:
    """Show who was sent which edition of CYCLE, when, and who holds an old one."""
    opened = options.opened(workspace)
    from reportgen.cli.deliverywords import receipt_lines
    from reportgen.desk import delivering
    from reportgen.registry.post import receipts as released

    if as_json and as_csv:
        raise UsageError("JSON and CSV are two things; choose --json or --csv")
    found = delivering.receipts_of(opened, target)
    every = [each for _, of in found for each in of]
    if as_json:
        say_json({"receipts": [each.told(in_full=in_full) for each in every]})
    elif as_csv:
        say(released.as_csv(every, in_full=in_full).rstrip("\n"))
    else:
        for report, of in found if not quiet or every else ():
            say_lines(receipt_lines(report, of, in_full=in_full))
