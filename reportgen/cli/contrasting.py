"""The command that lays two issues side by side: diff."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.cli import completion, options
from reportgen.cli.voice import clean, counted, say, say_json

if TYPE_CHECKING:
    from reportgen.desk.contrasting import Contrast
    from reportgen.pages.revisions import Revision


@click.command()
@click.argument("before", metavar="CYCLE", shell_complete=completion.cycles)
@click.argument("after", metavar="CYCLE", shell_complete=completion.cycles)
@click.option(
    "--rendition",
    type=click.Choice(["public", "partners"]),
    default="public",
    show_default=True,
    help="Whose report is looked at.",
)
@options.workspace
@options.as_json
@options.quiet
@click.pass_obj
def diff(  # noqa: PLR0913 (its options)
    workspace: Path,
    before: str,
    after: str,
    *,
    rendition: str,
    as_json: bool,
    quiet: bool,
) -> None:
    """Say what changed from one CYCLE to a later one: figures first, then words."""
    opened = options.opened(workspace)
    from reportgen import pipeline  # heavy, and `--help` does without
    from reportgen.vocabulary import Rendition

    found = pipeline.diff(opened, before, after, Rendition(rendition))
    if as_json:
        say_json({"contrasts": [_json(one) for one in found]})
        return
    for one in found:
        _say(one, quiet=quiet)


def _say(one: "Contrast", *, quiet: bool) -> None:
    from reportgen.desk.contrasting import by_move

    if not quiet:
        measures = counted(one.looked_at, "measure")
        say(f"{one.before} > {one.after}, {one.rendition}; looked at {measures}")
    for move, held in by_move(one.figures).items():
        _lines(f"figures {move}", [str(each) for each in held])
    _lines("headings, figures and tables", list(one.headings))
    _lines("words", [str(each) for each in one.words])
    _lines("the report", [str(each) for each in one.facts])
    if not (one.figures or one.headings or one.words or one.facts):
        say("nothing changed")


def _lines(title: str, lines: list[str]) -> None:
    if lines:
        say(f"{title} ({len(lines)})")
        for line in lines:
            say(clean(f"  {line}"))


def _json(one: "Contrast") -> dict[str, object]:
    return {
        "before": one.before,
        "after": one.after,
        "rendition": one.rendition.value,
        "looked_at": one.looked_at,
        "figures": [_figure(each) for each in one.figures],
        "headings": list(one.headings),
        "words": [each.as_json() for each in one.words],
        "facts": [each.as_json() for each in one.facts],
    }


def _figure(one: "Revision") -> dict[str, str]:
    return {
        "move": one.move.value,
        "measure": one.measure,
        "name": one.name,
        "of": one.of,
        "period": one.period,
        "before": one.before,
        "after": one.after,
    }
