"""The command that makes the readable evidence of a sign-off: record."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.cli import options
from reportgen.cli.progress import progress
from reportgen.cli.voice import clean, counted, say, say_json, short

if TYPE_CHECKING:
    from reportgen.desk.recording import RecordPage
    from reportgen.settings import Workspace


@click.command()
@options.targets
@options.workspace
@click.option(
    "--rendition",
    type=click.Choice(["public", "partners"]),
    default="partners",
    help="Who may have it: the public is told no digest of the partners' proof.",
)
@options.as_json
@options.quiet
@click.pass_obj
def record(
    workspace: Path,
    targets: Sequence[str],
    *,
    rendition: str,
    as_json: bool,
    quiet: bool,
) -> int:
    """Make a PDF that says who approved what of CYCLE, when, on which file.

    It is evidence to hand over, with the same as JSON beside it: no value of the report
    stands in it.
    """
    opened = options.opened(workspace)
    from reportgen import pipeline  # heavy, and `--help` does without
    from reportgen.vocabulary import Rendition

    now, chosen = datetime.now().astimezone(), Rendition(rendition)
    with progress(quiet=quiet or as_json) as told:
        told("record", " ".join(targets), 0.0)
        made = pipeline.record(opened, targets, now, chosen)
    if as_json:
        say_json({"records": [_json(one, opened) for one in made]})
        return _code(made)
    for one in made:
        say(_line(one, opened))
        for look in one.account.looks:
            if look.fine is False:
                say(clean(f"  {look.what}: {look.seen}"), err=True)
    return _code(made)


def _code(made: "Sequence[RecordPage]") -> int:
    """1 where the record is not as it was kept; the page says so too."""
    return int(any(look.fine is False for one in made for look in one.account.looks))


def _line(one: "RecordPage", workspace: "Workspace") -> str:
    """The PDF, its digest, and how much it tells."""
    told = [
        counted(len(one.account.decisions), "decision"),
        counted(len(one.account.editions), "edition"),
    ]
    name = workspace.named(one.paths[0])
    return f"{name}  sha256 {short(one.digest)}  {', '.join(told)}"


def _json(one: "RecordPage", workspace: "Workspace") -> dict[str, object]:
    from reportgen.desk.recording import as_json

    files = [workspace.named(path) for path in one.paths]
    return {"files": files, "sha256": one.digest, **as_json(one.account)}
