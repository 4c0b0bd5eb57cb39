"""The commands that come before any report: init and doctor."""

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.cli import completion, options
from reportgen.cli.progress import progress
from reportgen.cli.voice import clean, counted, say, say_json
from reportgen.errors import UsageError

if TYPE_CHECKING:
    from reportgen.doctor.findings import Finding
    from reportgen.foundation import Laid

_COLOURS = {"fine": "green", "caution": "yellow", "error": "red"}


@click.command()
@click.argument(
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path),
    shell_complete=completion.folders,
)
@options.as_json
@options.quiet
@click.option("--templates", is_flag=True, help="Copy templates and styles too.")
def init(folder: Path, *, as_json: bool, quiet: bool, templates: bool) -> None:
    """Lay out a new workspace in DIR, with a fictional partnership that builds."""
    from reportgen.foundation import lay_out

    laid = lay_out(folder, templates=templates)
    acts = _next(folder, laid)
    if as_json:
        files = list(laid.files)
        say_json({"workspace": str(laid.folder), "files": files, "next": acts})
        return
    where = clean(str(laid.folder))
    say(f"{where}: laid out, {counted(len(laid.files), 'file')}")
    if not quiet:
        say("next:")
        for act in acts:
            say(f"  {act}")


def _next(folder: Path, laid: "Laid") -> list[str]:
    """What to type now: go there, and build what the newest year owes."""
    # The present folder was replaced, and `cd -x` would not be taken as a name.
    in_full = folder == Path() or str(folder).startswith("-")
    place = laid.folder if in_full else folder
    newest = [name for name in laid.cycles if name[:4] == laid.cycles[-1][:4]]
    build = " ".join(["reportgen", "build", *newest])
    return [f"cd {shlex.quote(str(place))}", build]


@click.command()
@options.workspace
@options.as_json
@options.quiet
@click.pass_obj
def doctor(workspace: Path, *, as_json: bool, quiet: bool) -> int:
    """Say whether this machine and workspace have what a build needs; cure nothing."""
    from reportgen.doctor.examination import examine, exit_code

    if not workspace.is_dir():
        raise UsageError(f"there is no folder {workspace}; name one that is there")
    found: list[tuple[str, Finding]] = []
    with progress(quiet=quiet or as_json) as told:
        for group, findings in examine(workspace, told):
            found += [(group, finding) for finding in findings]
    findings = [finding for _, finding in found]
    code = exit_code(findings)
    if as_json:
        told_all = [_finding_json(group, one) for group, one in found]
        say_json({"findings": told_all, "exit_code": code})
    else:
        _say_findings(found, quiet=quiet)
    return code


def _finding_json(group: str, finding: "Finding") -> dict[str, str]:
    return {
        "group": group,
        "health": finding.health.value,
        "what": finding.what,
        "cure": finding.cure,
    }


def _say_findings(found: "Sequence[tuple[str, Finding]]", *, quiet: bool) -> None:
    """Each group with its findings; when quiet, only those that ask for an act."""
    group = ""
    for heading, finding in found:
        if quiet and finding.health == "fine":
            continue
        if heading != group:
            group = heading
            say(heading)
        word = click.style(finding.health.value, fg=_COLOURS[finding.health.value])
        say(f"  {word}: {clean(str(finding))}")
    counts = [
        counted(sum(one.health == health for _, one in found), health)
        for health in ("error", "caution")
    ]
    say(", ".join(counts))
