"""What a figure finds: its headline and the sentence that reads it aloud.

Each kind of figure has a writer; all of them are told only what is drawn.
"""

from collections.abc import Callable, Sequence

from reportgen.evidence.disclosure import Published
from reportgen.evidence.outline import FigureKind, FigureOutline
from reportgen.formats import listed, sentence_case
from reportgen.pages.against import against
from reportgen.pages.charts import Chart
from reportgen.pages.overviews import relative
from reportgen.pages.phrases import NAMED, every, full, name, named, names, values
from reportgen.pages.points import Point
from reportgen.pages.since import changes, since

Writer = Callable[[Chart, FigureOutline, Published], tuple[str, str]]


def _amounts(
    chart: Chart, outline: FigureOutline, published: Published
) -> tuple[str, str]:
    """Which is the largest and which the smallest; the total of all, where held."""
    whole = [point for point in chart.points if point.total]
    parts = [point for point in chart.points if not point.total]
    kinds = dict.fromkeys(point.indicator.measure.part_by for point in parts)
    if whole and len(kinds) > 1:
        headline = f"{outline.topic}: {full(whole[0])} in all"
        told = [_by(kind, parts, chart, outline) for kind in kinds]
        return headline, " ".join(told)
    if not parts:
        return f"{outline.topic}: {full(whole[0])} in all", ""
    finding, sentence = _ranking(parts, chart, outline, published)
    in_all = f"{full(whole[0])} in all; " if whole else ""
    return f"{outline.topic}: {in_all}{finding}", sentence


def _shown(chart: Chart) -> str:
    """What a superlative adds where not all measures are drawn."""
    return " shown" if chart.absent or chart.left_out else ""


def _by(kind: str, parts: Sequence[Point], chart: Chart, outline: FigureOutline) -> str:
    """`By sex, the largest group is men (1,044)`, as a sentence."""
    held = [point for point in parts if point.indicator.measure.part_by == kind]
    most = "larger" if len(held) == 2 else "largest"  # noqa: PLR2004 (of two)
    who = f"{outline.subject}{_shown(chart)}"
    return f"By {kind}, the {most} {who} is {named(held[0])}."


def _ranking(
    points: Sequence[Point],
    chart: Chart,
    outline: FigureOutline,
    published: Published,
) -> tuple[str, str]:
    """Which is the largest and which the smallest; none where all are alike."""
    top, bottom, shown = points[0], points[-1], _shown(chart)
    if len(points) == 1:
        return f"{name(top)}, {full(top)}", values(points, published)
    if top.value == bottom.value:
        alike = f"{every(len(points))} {outline.subjects}{shown} have the same value"
        return f"{alike}, {full(top)}", sentence_case(alike) + "."
    two = len(points) == 2  # noqa: PLR2004 (of two, one is the larger)
    largest, smallest = ("larger", "smaller") if two else ("largest", "smallest")
    last = f"the {smallest} is {named(bottom)}"
    if sum(p.value == bottom.value for p in points) > 1:
        last = f"the {smallest} value is {full(bottom)}"
    leaders = [p for p in points if p.value == top.value]
    if len(leaders) > 1:
        who = f"the {largest} {outline.subjects}{shown} are {names(leaders)}"
        most = f"{who}, each with {full(top)}"
        return most, f"{sentence_case(most)}; {last}."
    who = f"the {largest} {outline.subject}{shown} is"
    said = f"{sentence_case(who)} {named(top)}{_followed(points)}; {last}."
    return f"{who} {name(top)}, with {full(top)}", said


def _followed(points: Sequence[Point]) -> str:
    """`, followed by b (475) and c (215)`; the last one is told apart."""
    middle = [named(point) for point in points[1:-1]][:NAMED]
    return f", followed by {listed(middle)}" if middle else ""


WRITERS: dict[FigureKind, Writer] = {
    FigureKind.AGAINST_ENGLAND: against,
    FigureKind.RELATIVE_TO_ENGLAND: relative,
    FigureKind.AMOUNTS: _amounts,
    FigureKind.CHANGES: changes,
    FigureKind.CHANGE_SINCE: since,
}
