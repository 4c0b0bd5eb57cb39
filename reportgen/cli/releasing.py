"""The command that files an edition: release."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.cli import options
from reportgen.cli.progress import progress
from reportgen.cli.voice import clean, say, say_json
from reportgen.errors import ReleaseRefused

if TYPE_CHECKING:
    from reportgen.desk.releasing import Released
    from reportgen.settings import Workspace


@click.command()
@options.targets
@options.workspace
@options.recorded_by
@click.option(
    "--correction",
    metavar="NOTE",
    default="",
    help="What this edition corrects; needed where an earlier one stands.",
)
@options.as_json
@options.quiet
@click.pass_obj
def release(  # noqa: PLR0913 (its options)
    workspace: Path,
    targets: Sequence[str],
    *,
    recorded_by: str,
    correction: str,
    as_json: bool,
    quiet: bool,
) -> int:
    """Seal and archive what was approved in CYCLE, or say all that is missing.

    The passphrase of the certificate is read from REPORTGEN_PASSPHRASE.
    """
    opened = options.opened(workspace)
    from reportgen import pipeline  # heavy, and `--help` does without
    from reportgen.desk.releasing import Act

    act = Act(recorded_by, datetime.now().astimezone(), correction)
    try:
        with progress(quiet=quiet or as_json) as told:
            released = pipeline.release(opened, targets, act, progress=told)
    except ReleaseRefused as refused:
        _refuse(refused, as_json=as_json)
        return refused.exit_code
    if as_json:
        say_json({"released": [_json(one, opened) for one in released]})
    else:
        for one in released:
            _say(one, opened)
    return 0


def _refuse(refused: ReleaseRefused, *, as_json: bool) -> None:
    """All that is missing, as advice."""
    if as_json:
        missing = {
            report: [one.as_json() for one in held]
            for report, held in refused.missing.items()
        }
        code = refused.exit_code
        what = "something is missing before the release"
        told = {"error": "ReleaseRefused", "message": what, "exit_code": code}
        say_json({**told, "faults": [], "missing": missing})
        return
    for report, held in refused.missing.items():
        say(f"{report} is not released. {_count(len(held))}:", err=True)
        for number, one in enumerate(held, 1):
            say(clean(f"{number}. {one.what}"), err=True)
            for detail in one.details:
                say(clean(f"     {detail}"), err=True)
            say(clean(f"   > {one.cure}"), err=True)


def _count(count: int) -> str:
    """`One thing is missing`, `5 things are missing`."""
    return "One thing is missing" if count == 1 else f"{count} things are missing"


def _say(one: "Released", workspace: "Workspace") -> None:
    verb = "released" if one.is_new else "already released"
    say(f"{one.report}: {verb}, edition {one.edition}")
    for path in one.pdfs:
        say(f"  {workspace.named(path)}")
    command = workspace.command("verify", workspace.typed(one.folder))
    say(clean(f"  to look at it: {command}"))


def _json(one: "Released", workspace: "Workspace") -> dict[str, object]:
    return {
        "report": one.report,
        "edition": one.edition,
        "folder": workspace.named(one.folder),
        "pdfs": [workspace.named(path) for path in one.pdfs],
        "new": one.is_new,
    }
