"""The command that follows a printed number home: explain."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.cli import options
from reportgen.cli.completion import cycles, measures
from reportgen.cli.voice import clean, counted, say, say_json
from reportgen.formats import MINUS

if TYPE_CHECKING:
    from reportgen.tracing import Explanation, Held, Printing, Trace

_PLACES = (
    6  # printed places, or rows, of one origin that people are shown; JSON has all
)
_LABEL = 9  # columns of what stands before each line


class _Explain(click.Command):
    """Takes `-11.4` for a number, and not for options."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The arguments, with the true minus sign of the pages."""
        number = re.compile(r"-(?=[\d.])[\d.,]+%?")
        told = [MINUS + a[1:] if number.fullmatch(a) else a for a in args]
        return super().parse_args(ctx, told)


_WHAT = (
    "WHAT is a number as it is printed (47.0), a figure or a table (Figure 3), a "
    "measure (m20, measure 20 or its short name), or words of the report."
)


@click.command(cls=_Explain, epilog=_WHAT)
@click.argument("target", metavar="CYCLE", shell_complete=cycles)
@click.argument(
    "asked", metavar="WHAT", nargs=-1, required=True, shell_complete=measures
)
@options.workspace
@options.as_json
@options.quiet
@click.option(
    "--rendition",
    type=click.Choice(["public", "partners"]),
    default="public",
    help="Whose report is asked; public where it is not given.",
)
@click.pass_obj
def explain(  # noqa: PLR0913 (the options of a command)
    workspace: Path,
    target: str,
    asked: Sequence[str],
    *,
    as_json: bool,
    quiet: bool,
    rendition: str,
) -> int:
    """Follow WHAT a report of CYCLE prints home to its row, file and source."""
    opened = options.opened(workspace)
    from reportgen import pipeline  # heavy, and `--help` does without
    from reportgen.vocabulary import Rendition

    found = pipeline.explain(opened, target, " ".join(asked), Rendition(rendition))
    if as_json:
        say_json({"reports": [_as_json(each) for each in found]})
    for each in () if as_json else found:
        say("\n".join(_told(each)))
    unpaged = any(each.traces and not each.paged for each in found)
    if unpaged and not quiet and not as_json:
        say(f"to see page numbers: reportgen build {clean(target)}", err=True)
    return 0 if any(each.traces for each in found) else 1


def _as_json(found: "Explanation") -> dict[str, object]:
    traces = []
    for each in found.traces:
        lineage = asdict(each.lineage)
        printed = [_place_as_json(place) for place in each.printed]
        traces.append({**lineage, "printed": printed})
    return {**asdict(found), "traces": traces}


def _place_as_json(place: "Printing") -> dict[str, object]:
    names = ("heading", "piece", "words", "page")
    return {name: getattr(place, name) for name in names}


# --- the words ------------------------------------------------------------------------


def _told(found: "Explanation") -> Iterator[str]:
    """One report's answer, in lines."""
    name = f'{found.report}, {found.rendition}: "{clean(found.asked)}"'
    if not found.traces:
        near = f"; near it: {', '.join(map(clean, found.near))}" if found.near else ""
        yield f"{name} is not printed{near}"
        return
    places = sum(len(each.printed) for each in found.traces)
    origins = counted(len(found.traces), "origin")
    yield f"{name}: {counted(places, 'place')}, {origins}"
    for number, each in enumerate(found.traces, 1):
        yield ""
        yield f"{number}. {clean(each.lineage.what)}"
        yield from _of_trace(each)


def _of_trace(each: "Trace") -> Iterator[str]:
    lineage = each.lineage
    written = [str(place) for place in lineage.places]
    parts = (
        ("kind", [lineage.kind.value]),
        ("printed", _shown([_printed(place) for place in each.printed], "place")),
        ("written", _shown(written, "place")),
        ("row", _shown([_row(row) for row in lineage.rows], "row")),
        ("source", [lineage.source] if lineage.source else []),
        ("rules", list(lineage.rules)),
    )
    for label, lines in parts:
        for number, line in enumerate(lines):
            yield f"   {label if number == 0 else '':<{_LABEL}}{clean(line)}"


def _shown(lines: Sequence[str], noun: str) -> list[str]:
    """The first ones, and how many more there are."""
    more = len(lines) - _PLACES
    if more <= 1:
        return list(lines)
    return [*lines[:_PLACES], f"and {counted(more, f'more {noun}')}; --json has all"]


def _printed(place: "Printing") -> str:
    """`page 5, Summary, Table 2, row "Crack": 47.0`."""
    page = f"page {place.page}" if place.page else ""
    where = ", ".join(filter(None, [page, place.heading, place.piece]))
    return f"{where}: {place.words}"


def _row(row: "Held") -> str:
    """`data/observations.csv row 31: Southampton, 2020/21, 47.0; received ...`."""
    of = f"{row.count} of {row.denominator}" if row.denominator else row.count
    value = f"{row.value} ({of})" if of else row.value
    what = ", ".join(filter(None, [row.place, row.period, value]))
    home = f"{row.file} row {row.row}: {what}" if row.row else what
    parts = [home, f"received {row.received}" if row.received else "", row.source_ref]
    return "; ".join(filter(None, parts))
