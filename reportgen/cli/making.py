"""The commands that look at reports and make them: check, build, proof."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reportgen.cli import options
from reportgen.cli.progress import progress
from reportgen.cli.voice import clean, counted, say, say_fault, say_json, short
from reportgen.errors import Weight, errors_among

if TYPE_CHECKING:
    from reportgen.checking import Verdict
    from reportgen.errors import Fault
    from reportgen.settings import Workspace
    from reportgen.standing import Made


def _making(command: Callable[..., None]) -> Callable[..., None]:
    """What every command that makes PDFs can be told."""
    for option in (
        click.pass_obj,
        options.quiet,
        options.as_json,
        click.option("--anew", is_flag=True, help="Make again what has not changed."),
        click.option(
            "--rendition",
            type=click.Choice(["public", "partners"]),
            help="Only this audience; both where it is not given.",
        ),
        options.targets,
        options.workspace,
    ):
        command = option(command)
    return command


@click.command()
@options.targets
@options.workspace
@options.as_json
@options.quiet
@click.option("--strict", is_flag=True, help="Exit with 1 on cautions too.")
@click.option(
    "--plain/--no-plain",
    default=None,
    help="Look for what would be plainer, or do not; else as reportgen.toml says.",
)
@click.pass_obj
def check(  # noqa: PLR0913 (its options)
    workspace: Path,
    targets: Sequence[str],
    *,
    as_json: bool,
    quiet: bool,
    strict: bool,
    plain: bool | None,
) -> int:
    """List every fault of CYCLE with its place and cure; write nothing."""
    opened = options.opened(workspace)
    from reportgen import pipeline  # heavy, and `--help` does without

    with progress(quiet=quiet or as_json) as told:
        told("evidence", " ".join(targets), 0.0)
        verdicts = pipeline.check(opened, targets, plain=plain)
    faults = [fault for verdict in verdicts for fault in verdict.faults]
    if as_json:
        say_json({"reports": [_verdict_json(verdict) for verdict in verdicts]})
    else:
        for verdict in verdicts:
            _say_verdict(verdict)
    cautions = any(fault.weight is Weight.CAUTION for fault in faults)
    return 1 if errors_among(faults) or (strict and cautions) else 0


@click.command()
@_making
def build(workspace: Path, **told: Any) -> None:
    """Make the watermarked draft PDF and data files of CYCLE."""
    _make(workspace, kind="draft", **told)


@click.command()
@_making
def proof(workspace: Path, **told: Any) -> None:
    """Make the PDF of CYCLE that signatories read; list its cautions."""
    made = _make(workspace, kind="proof", **told)
    if not told["as_json"]:
        for fault in _unsettled(options.opened(workspace), made):
            say_fault(fault, err=True)


def _make(  # noqa: PLR0913 (the options of two commands)
    workspace: Path,
    *,
    targets: Sequence[str],
    rendition: str | None,
    kind: str,
    anew: bool,
    as_json: bool,
    quiet: bool,
) -> "list[Made]":
    opened = options.opened(workspace)
    from reportgen import pipeline
    from reportgen.vocabulary import Rendition

    chosen = [Rendition(rendition)] if rendition else list(Rendition)
    with progress(quiet=quiet or as_json) as told:
        made = pipeline.build(
            opened, targets, kind=kind, renditions=chosen, anew=anew, progress=told
        )
    if as_json:
        say_json({"made": [_made_json(one, opened) for one in made]})
        return made
    for one in made:
        say(_line(one, opened))
    if kind == "draft" and not quiet:
        _hint(_unsettled(opened, made), targets)
    return made


# --- what is said of them ----------------------------------------------------------


def _say_verdict(verdict: "Verdict") -> None:
    for fault in verdict.faults:
        say_fault(fault)
    for one in verdict.accepted:
        say(clean(str(one)))
    looked = ", ".join(_looked_at(*each) for each in verdict.looked_at.items())
    counts = [
        counted(sum(fault.weight is weight for fault in verdict.faults), weight)
        for weight in Weight
    ]
    accepted = f", {len(verdict.accepted)} accepted" if verdict.accepted else ""
    say(f"{verdict.report}: {', '.join(counts)}{accepted}; looked at {looked}")


def _looked_at(what: str, count: int) -> str:
    """`tables 3`, `tables 0 (not evaluated)`: nothing looked at is no pass."""
    return f"{what} {count}" if count else f"{what} 0 (not evaluated)"


def _verdict_json(verdict: "Verdict") -> dict[str, object]:
    return {
        "report": verdict.report,
        "faults": [fault.as_json() for fault in verdict.faults],
        "accepted": [one.as_json() for one in verdict.accepted],
        "looked_at": dict(verdict.looked_at),
    }


def _line(one: "Made", workspace: "Workspace") -> str:
    """The PDF, its digest, and whether it had to be made."""
    path = next(path for path in one.paths if path.suffix == ".pdf")
    figures = counted(one.figures, "figure")
    unchanged = "  unchanged" if one.unchanged else ""
    return f"{workspace.named(path)}  sha256 {short(one.digest)}  {figures}{unchanged}"


def _made_json(one: "Made", workspace: "Workspace") -> dict[str, object]:
    return {
        "report": one.report,
        "rendition": one.rendition.value,
        "files": [workspace.named(path) for path in one.paths],
        "sha256": one.digest,
        "figures": one.figures,
        "unchanged": one.unchanged,
        "leaks": one.searched,
        "cautions": [fault.as_json() for fault in one.cautions],
    }


def _unsettled(workspace: "Workspace", made: "Sequence[Made]") -> "list[Fault]":
    """The cautions that nobody accepts, today."""
    from reportgen import pipeline

    return pipeline.unsettled(workspace, made)


def _hint(cautions: "Sequence[Fault]", targets: Sequence[str]) -> None:
    if cautions:
        told = counted(len(cautions), "caution")
        say(f"{told}; to see them: reportgen check {' '.join(targets)}", err=True)
