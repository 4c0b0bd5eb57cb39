"""What a figure that sets each value beside England's finds."""

from collections.abc import Sequence

from reportgen.evidence.disclosure import Published
from reportgen.evidence.outline import FigureOutline
from reportgen.formats import listed, sentence_case, sentences
from reportgen.pages.charts import Chart
from reportgen.pages.phrases import beside, share, values
from reportgen.pages.points import Point
from reportgen.pages.sides import (
    Groups,
    compared,
    differing,
    headline,
    judged,
    none_apart,
    stands,
)


def against(
    chart: Chart, outline: FigureOutline, published: Published
) -> tuple[str, str]:
    """For which measures the value is higher, lower or similar; the widest gap."""
    points = chart.points
    if not compared(points):
        return f"{outline.topic} in {published.area}", values(points, published)
    verb = "are" if outline.plural else "is"
    total = len(points) + len(chart.absent) + chart.left_out

    def told(groups: Groups, benchmark: str) -> str:
        return _for(groups, total, outline, benchmark)

    opening = f"{outline.topic} {verb}"
    found = headline(opening, told, chart, published.benchmark)
    widest = _widest(points, outline, published)
    return found, sentences(widest, judged(chart, published))


def _for(groups: Groups, total: int, outline: FigureOutline, benchmark: str) -> str:
    """`higher than in England for alcohol and lower for crack`; the most first."""
    ranked = sorted(groups.items(), key=lambda item: -len(item[1]))
    parts: list[str] = []
    for direction, points in ranked:
        opens = bool(benchmark) and not parts
        named = not opens or len(points) == 1
        than = stands(direction, benchmark if opens else "")
        parts.append(f"{than} for {share(points, total, outline, named=named)}")
    return listed(parts)


def _widest(
    points: Sequence[Point], outline: FigureOutline, published: Published
) -> str:
    """Of the points that differ from England, the one that stands furthest from it."""
    held = compared(points)
    if len(held) == 1:
        return sentence_case(beside(held[0], published)) + "."
    apart, of_those = differing(held)
    if not apart:
        return none_apart(points, published.benchmark)
    widest = max(apart, key=lambda p: abs(p.value - (p.england or 0.0)))
    if of_those and len(apart) == 1:
        return (
            f"One {outline.subject} differs beyond chance, {beside(widest, published)}."
        )
    return sentence_case(
        f"{of_those}the widest gap is for {beside(widest, published)}."
    )
