"""What an overview finds, where all values stand on one scale and England is 100."""

from collections.abc import Sequence

from reportgen.evidence.disclosure import Published
from reportgen.evidence.outline import FigureOutline
from reportgen.formats import count_word, sentences
from reportgen.pages import slots
from reportgen.pages.charts import Chart
from reportgen.pages.phrases import every, full, full_england, name, values
from reportgen.pages.points import Point
from reportgen.pages.sides import (
    Groups,
    by_side,
    compared,
    differing,
    headline,
    judged,
    none_apart,
    stands,
)
from reportgen.vocabulary import Direction


def relative(
    chart: Chart, outline: FigureOutline, published: Published
) -> tuple[str, str]:
    """How many measures stand above England, how many below, and the furthest."""
    points, benchmark = chart.points, published.benchmark
    held = compared(points)
    total = len(held) + chart.left_out
    if not held:
        alone = f"{outline.topic}: {published.area} beside {benchmark}, not compared"
        return alone, values(points, published)

    def told(groups: Groups, benchmark: str) -> str:
        return _on(groups, total, benchmark)

    found = headline(f"{published.area} is", told, chart, benchmark)
    return found, sentences(
        _furthest(points, outline, benchmark), judged(chart, published)
    )


_ORDER = (Direction.HIGHER, Direction.LOWER, Direction.SIMILAR, Direction.SAME)


def _on(groups: Groups, total: int, benchmark: str) -> str:
    """`higher than England on two of three comparable measures, lower on one`."""
    parts: list[str] = []
    for direction in _ORDER:
        count = len(groups.get(direction, ()))
        if count and benchmark and not parts:
            than = slots.than(direction, benchmark)
            parts.append(f"{than} on {_comparable(count, total)}")
        elif count:
            parts.append(f"{stands(direction, '')} on {count_word(count)}")
    return ", ".join(parts)


def _comparable(count: int, total: int) -> str:
    """`all three comparable measures`, `10 of 18 comparable measures`."""
    if total == 1:
        return "the one comparable measure"
    if count == total:
        return f"{every(total)} comparable measures"
    return f"{count_word(count)} of {count_word(total)} comparable measures"


def _furthest(points: Sequence[Point], outline: FigureOutline, benchmark: str) -> str:
    """The points furthest above and below England, where there are any."""
    apart, of_those = differing(compared(points))
    if not apart:
        return none_apart(points, benchmark)
    if of_those and len(apart) == 1:
        return f"One {outline.subject} differs beyond chance: {_pair(apart[0])}."
    groups = by_side(apart)
    above, below = groups.get(Direction.HIGHER, ()), groups.get(Direction.LOWER, ())
    parts = []
    if above:
        top = max(above, key=lambda point: point.value)
        parts.append(f"furthest above {benchmark}: {_pair(top)}.")
    if below:
        low = min(below, key=lambda point: point.value)
        whom = "" if above else f" {benchmark}"
        parts.append(f"furthest below{whom}: {_pair(low)}.")
    parts[0] = of_those + parts[0]
    return sentences(*parts)


def _pair(point: Point) -> str:
    return f"{name(point)} ({full(point)} against {full_england(point)})"
