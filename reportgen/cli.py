"""The command line: one command for each act of a person; the one catcher of errors.

Product goes to standard output, progress and messages to standard error. Exit codes:
0 done, 1 faults found, 2 wrong usage, 3 the machine lacks something, 4 not allowed.
"""

import contextlib
import json
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, NoReturn

import click

from reportgen.errors import Fault, FaultsFound, ReportgenError, Weight, errors_among

if TYPE_CHECKING:
    from reportgen.pipeline import Progress, Verdict
    from reportgen.production import Made
    from reportgen.settings import Workspace
    from reportgen.standing import State

_STOPPED = {
    signal.SIGINT: 130,
    signal.SIGTERM: 143,
    signal.SIGHUP: 129,
}  # as shells report them
_STYLES = {Weight.ERROR: "red", Weight.CAUTION: "yellow", Weight.NOTE: "blue"}
_SHORT = 12  # hex digits of a digest that a person compares by eye


def _told(
    context: click.Context, _option: click.Parameter, folder: Path | None
) -> None:
    if folder is not None:
        context.obj = folder


_workspace = click.option(
    "--workspace",
    "-w",
    type=click.Path(path_type=Path, file_okay=False),
    callback=_told,
    expose_value=False,
    help="The folder with reportgen.toml; the present one where it is not given.",
)
_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_targets = click.argument("targets", metavar="CYCLE...", nargs=-1, required=True)


def _making(command: Callable[..., None]) -> Callable[..., None]:
    """What every command that makes PDFs can be told."""
    for option in (
        click.pass_obj,
        click.option("--quiet", is_flag=True, help="Print no progress."),
        _json,
        click.option(
            "--rendition",
            type=click.Choice(["public", "partners"]),
            help="Only this audience; both where it is not given.",
        ),
        _targets,
        _workspace,
    ):
        command = option(command)
    return command


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="reportgen", message="reportgen %(version)s")
@_workspace
@click.pass_context
def cli(context: click.Context) -> None:
    """Make a drugs partnership's reports from its data and words.

    CYCLE is a reporting occasion such as 2024-10, or one report of it such as
    2024-10/jcdu.
    """
    context.obj = context.obj or Path()


@cli.command()
@_targets
@_workspace
@_json
@click.option("--strict", is_flag=True, help="Exit with 1 on cautions too.")
@click.pass_obj
def check(
    workspace: Path, targets: Sequence[str], *, as_json: bool, strict: bool
) -> None:
    """List every fault of CYCLE with its place and cure; write nothing."""
    from reportgen import pipeline  # heavy, and `--help` does without

    verdicts = pipeline.check(_open(workspace), targets)
    faults = [fault for verdict in verdicts for fault in verdict.faults]
    if as_json:
        _print_json({"reports": [_verdict_json(verdict) for verdict in verdicts]})
    else:
        for verdict in verdicts:
            _print_verdict(verdict)
    cautions = any(fault.weight is Weight.CAUTION for fault in faults)
    sys.exit(1 if errors_among(faults) or (strict and cautions) else 0)


@cli.command()
@_making
def build(workspace: Path, **told: Any) -> None:
    """Make the watermarked draft PDF and data files of CYCLE."""
    _make(workspace, kind="draft", **told)


@cli.command()
@_making
def proof(workspace: Path, **told: Any) -> None:
    """Make the PDF of CYCLE that signatories read; list its cautions."""
    made = _make(workspace, kind="proof", **told)
    if not told["as_json"]:
        cautions = dict.fromkeys(fault for one in made for fault in one.cautions)
        for fault in cautions:
            _print_fault(fault, err=True)


@cli.command()
@_workspace
@_json
@click.pass_obj
def status(workspace: Path, *, as_json: bool) -> None:
    """Show all cycles: when they are due, and what is made of them."""
    from reportgen import pipeline

    states = pipeline.status(_open(workspace))
    if as_json:
        _print_json({"reports": [asdict(state) for state in states]})
    elif states:
        _print_states(states)
    else:
        click.echo("no cycle yet: data/ has no CYCLE/cycle.toml")


def _make(  # noqa: PLR0913 (the options of two commands)
    workspace: Path,
    *,
    targets: Sequence[str],
    rendition: str | None,
    kind: str,
    as_json: bool,
    quiet: bool,
) -> "list[Made]":
    from reportgen import pipeline
    from reportgen.vocabulary import Rendition

    chosen = [Rendition(rendition)] if rendition else list(Rendition)
    opened = _open(workspace)
    with _progress(quiet=quiet or as_json) as progress:
        made = pipeline.build(
            opened, targets, kind=kind, renditions=chosen, progress=progress
        )
    if as_json:
        _print_json({"made": [_made_json(one, opened) for one in made]})
    else:
        _print_made(made, opened, kind, targets)
    return made


def _open(folder: Path) -> "Workspace":
    from reportgen.settings import open_workspace

    return open_workspace(folder)


# --- what people read --------------------------------------------------------------


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, indent=2, ensure_ascii=False, default=str))


def _print_fault(fault: Fault, *, err: bool = False) -> None:
    weight, _, rest = str(fault).partition(": ")
    click.echo(f"{click.style(weight, fg=_STYLES[fault.weight])}: {rest}", err=err)


def _print_verdict(verdict: "Verdict") -> None:
    for fault in verdict.faults:
        _print_fault(fault)
    looked = ", ".join(f"{what} {count}" for what, count in verdict.looked_at.items())
    counts = [
        _counted(sum(fault.weight is weight for fault in verdict.faults), weight)
        for weight in Weight
    ]
    click.echo(f"{verdict.report}: {', '.join(counts)}; looked at {looked}")


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _verdict_json(verdict: "Verdict") -> dict[str, object]:
    return {
        "report": verdict.report,
        "faults": [fault.as_json() for fault in verdict.faults],
        "looked_at": dict(verdict.looked_at),
    }


def _print_made(
    made: "Sequence[Made]", workspace: "Workspace", kind: str, targets: Sequence[str]
) -> None:
    for one in made:
        path = workspace.named(_pdf(one))
        click.echo(f"{path}  sha256 {one.digest[:_SHORT]}  {one.figures} figures")
    cautions = {fault for one in made for fault in one.cautions}
    if cautions and kind == "draft":
        names = " ".join(targets)
        told = _counted(len(cautions), "caution")
        click.echo(f"{told}; to see them: reportgen check {names}", err=True)


def _pdf(one: "Made") -> Path:
    return next(path for path in one.paths if path.suffix == ".pdf")


def _made_json(one: "Made", workspace: "Workspace") -> dict[str, object]:
    return {
        "report": one.report,
        "rendition": one.rendition.value,
        "files": [workspace.named(path) for path in one.paths],
        "sha256": one.digest,
        "figures": one.figures,
        "cautions": [fault.as_json() for fault in one.cautions],
    }


def _print_states(states: "Sequence[State]") -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, show_edge=False)
    for heading in ("report", "due", "rendition", "draft", "proof"):
        table.add_column(heading, overflow="fold")
    for state in states:
        for number, (rendition, made) in enumerate(state.standings.items()):
            first = (state.report, state.due) if number == 0 else ("", "")
            table.add_row(*first, rendition, str(made["draft"]), str(made["proof"]))
    width = max(100, Console().width)  # names of files are not cut for a narrow window
    Console(highlight=False, width=width).print(table)


@contextlib.contextmanager
def _progress(*, quiet: bool) -> "Iterator[Progress]":
    """A bar on a terminal, plain lines elsewhere, nothing when quiet."""
    if quiet:
        yield lambda _step, _about, _share: None
    elif sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn

        columns = (BarColumn(), TextColumn("{task.description}"))
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("", total=1.0)
            yield lambda step, about, share: bar.update(
                task, completed=share, description=f"{step}: {about}"
            )
    else:
        yield lambda step, about, _share: click.echo(f"{step}: {about}", err=True)


# --- the one catcher ---------------------------------------------------------------


def _stop(number: int, _frame: FrameType | None) -> NoReturn:
    """Unwind, so that every temporary file is removed and Chrome is ended."""
    raise SystemExit(_STOPPED[signal.Signals(number)])


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    for number in _STOPPED:
        signal.signal(number, _stop)
    try:
        code = cli.main(given, prog_name="reportgen", standalone_mode=False)
    except (ReportgenError, click.ClickException) as refusal:
        code = _refused(refusal, as_json="--json" in given)
    except SystemExit as leaving:
        if leaving.code in _STOPPED.values():
            click.echo("stopped; every file that was written is whole", err=True)
        raise
    sys.exit(code)


def _refused(refusal: ReportgenError | click.ClickException, *, as_json: bool) -> int:
    """Say why, and give the exit code."""
    if isinstance(refusal, click.ClickException):
        refusal.show()
        return 2
    if isinstance(refusal, FaultsFound):
        _tell_faults(refusal, as_json=as_json)
    else:
        _tell(refusal, as_json=as_json)
    return refusal.exit_code


def _tell_faults(found: FaultsFound, *, as_json: bool) -> None:
    if as_json:
        _print_json({"faults": [fault.as_json() for fault in found.faults]})
        return
    for fault in found.faults:
        _print_fault(fault, err=True)
    count = len(errors_among(found.faults))
    click.echo(f"{_counted(count, 'error')} found", err=True)


def _tell(refusal: ReportgenError, *, as_json: bool) -> None:
    told: dict[str, Any] = {"error": type(refusal).__name__, "message": str(refusal)}
    if as_json:
        _print_json(told)
    else:
        click.echo(f"{click.style('error', fg='red')}: {refusal}", err=True)
