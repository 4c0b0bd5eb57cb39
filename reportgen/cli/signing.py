"""The commands that record decisions: sign, reject, withdraw."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reportgen.cli import options, signoffs
from reportgen.cli.completion import cycles, known_seats, signatories
from reportgen.cli.voice import clean, say, say_json, short
from reportgen.formats import listed

if TYPE_CHECKING:
    from reportgen.desk.signing import Recorded, Request
    from reportgen.standing import State


def _told(context: click.Context, option: click.Parameter, who: str | None) -> str:
    """Who decides; who names nobody is told who there is."""
    if who or context.resilient_parsing:
        return who or ""
    known = ", ".join(known_seats(context))
    message = f"Say who decides; for this report there are {known}." if known else None
    raise click.MissingParameter(message, context, option, param_hint="'--as'")


_target = click.argument("target", metavar="CYCLE", shell_complete=cycles)
_who = click.option(
    "--as",
    "who",
    metavar="NAME",
    callback=_told,
    shell_complete=signatories,
    help="Who decides: a name, a post or a role of the report's signatories.",
)
_name = click.option(
    "--name",
    metavar="PERSON",
    default="",
    help="Who fills the post now, where cycle.toml names nobody.",
)
_proof = click.option(
    "--proof",
    "proofs",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path),
    help="The PDF that was read; give it once for each rendition.",
)
_evidence = click.option(
    "--evidence",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A stored reply (.eml) with the proof's digest, or a signature (.p7s).",
)
_reason = click.option(
    "--reason", metavar="TEXT", required=True, help="Why; it is kept and shown."
)


def _deciding(*own: Callable[..., Any]) -> Callable[..., Any]:
    """What each of these commands can be told, with its own options."""

    def told(command: Callable[..., None]) -> Callable[..., None]:
        shared = (options.recorded_by, options.workspace, options.as_json)
        wanted: tuple[Callable[..., Any], ...] = (_target, _who, *own, *shared)
        for option in (click.pass_obj, options.quiet, *reversed(wanted)):
            command = option(command)
        return command

    return told


@click.command()
@_deciding(
    _proof,
    _evidence,
    _name,
    click.option("--note", metavar="TEXT", default="", help="Words to be kept."),
)
def sign(workspace: Path, **told: Any) -> None:
    """Record that somebody approves the proof of CYCLE that they have read.

    The file that was read is what is approved: give it with --proof. Its bytes must be
    those of the current proof. Without --evidence the record says who typed it.
    """
    _decide("sign", workspace, told)


@click.command()
@_deciding(_proof, _evidence, _name, _reason)
def reject(workspace: Path, **told: Any) -> None:
    """Record that somebody rejects the proof of CYCLE that they have read, and why.

    Those of later turns then wait until a new proof is approved.
    """
    _decide("reject", workspace, told)


@click.command()
@_deciding(_reason)
def withdraw(workspace: Path, **told: Any) -> None:
    """Record that somebody takes their approval of CYCLE back, and why.

    It stays in the record that they had approved. They may approve again.
    """
    _decide("withdraw", workspace, told)


def _decide(act: str, workspace: Path, told: dict[str, Any]) -> None:
    opened = options.opened(workspace)
    from reportgen.desk import signing

    as_json, quiet = told.pop("as_json"), told.pop("quiet")
    target, typed_by = told.pop("target"), told.pop("recorded_by")
    request: Request = signing.Request(typed_by=typed_by, **told)
    recorded: Recorded = getattr(signing, act)(opened, target, request)
    if as_json:
        say_json(_json(recorded))
        return
    for line in _lines(recorded):
        say(clean(line))
    if not quiet:
        for line in signoffs.lines(recorded.outlook):
            say(clean(line))
        say("")
        say(_next(recorded.outlook))


def _lines(recorded: "Recorded") -> list[str]:
    """What was recorded, on which bytes, on what evidence, by whom."""
    entry = recorded.entry
    who = entry.name or entry.holder
    what = f"{who}, {entry.role}, has {entry.act.past}"
    if not recorded.is_new:
        what = f"nothing changed: {who}, {entry.role}, has already {entry.act.past}"
    kinds = [
        f"{rendition} (sha256 {short(digest)})"
        for rendition, digest in sorted(entry.proofs.items(), reverse=True)
    ]
    about = "the approval of the proof" if entry.act == "withdraw" else "the proof"
    day = signoffs.day(entry.at.isoformat())
    return [
        f"{entry.report}: {what} {about} for {listed(kinds)}",
        *(f"  {one.says}" for one in entry.evidence),
        f"  decision {entry.number}, recorded by {entry.typed_by}, {day}",
    ]


def _next(outlook: "State") -> str:
    act, why = signoffs.next_act(outlook)
    if not act:
        return "next: nothing"
    return f"next: {act} {why}" if act == "sign" else f"next: {act}{why and f', {why}'}"


def _json(recorded: "Recorded") -> dict[str, object]:
    act, why = signoffs.next_act(recorded.outlook)
    return {
        "report": recorded.entry.report,
        "recorded": recorded.is_new,
        "decision": recorded.entry.as_json(),
        "sign_off": signoffs.as_json(recorded.outlook),
        "next": {"act": act, "why": why},
    }
