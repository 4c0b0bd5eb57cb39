"""What a figure that compares with England finds: its headline and its sentence.

Tested comparisons come first. Those that are not tested are never told without
saying so.
"""

from collections.abc import Mapping, Sequence

from reportgen.evidence.disclosure import Published
from reportgen.evidence.outline import FigureOutline
from reportgen.formats import count_word, listed, sentence_case
from reportgen.pages import slots
from reportgen.pages.charts import Chart
from reportgen.pages.phrases import (
    NAMED,
    beside,
    every,
    full,
    full_england,
    name,
    names,
    share,
    values,
)
from reportgen.pages.points import Point
from reportgen.vocabulary import Comparison, Direction

Groups = Mapping[Direction, Sequence[Point]]
NOT_TESTED = "not tested"


def compared(points: Sequence[Point]) -> list[Point]:
    """Those that the evidence compared with England."""
    return [p for p in points if p.indicator.direction is not None]


def tested(points: Sequence[Point]) -> list[Point]:
    """Those whose comparison reckons with chance."""
    return [p for p in compared(points) if p.indicator.comparison.is_tested]


def untested(points: Sequence[Point]) -> list[Point]:
    """Those whose comparison does not."""
    return [p for p in compared(points) if not p.indicator.comparison.is_tested]


def _groups(points: Sequence[Point]) -> Groups:
    """The points by the side of England on which they lie."""
    found: dict[Direction, list[Point]] = {}
    for point in points:
        if point.indicator.direction is not None:
            found.setdefault(point.indicator.direction, []).append(point)
    return found


# --- Each value beside England's -----------------------------------------------------


def against(
    chart: Chart, outline: FigureOutline, published: Published
) -> tuple[str, str]:
    """For which measures the value is higher, lower or similar; the widest gap."""
    points = chart.points
    if not compared(points):
        return f"{outline.topic} in {published.area}", values(points, published)
    verb = "are" if outline.plural else "is"
    total = len(points) + len(chart.absent)
    sure, unsure = _groups(tested(points)), _groups(untested(points))
    first = _for(sure or unsure, total, outline, published.benchmark)
    headline = f"{outline.topic} {verb} {first}"
    if not sure:
        headline += f" ({NOT_TESTED})"
    elif unsure:
        headline += f"; {NOT_TESTED}: {_for(unsure, total, outline, '')}"
    return headline, _joined(_widest(points, published), _judged(chart, published))


def _for(groups: Groups, total: int, outline: FigureOutline, benchmark: str) -> str:
    """`higher than in England for alcohol and lower for crack`; the most first."""
    ranked = sorted(groups.items(), key=lambda item: -len(item[1]))
    parts: list[str] = []
    for direction, points in ranked:
        opens = bool(benchmark) and not parts
        named = not opens or len(points) == 1
        than = _than(direction, benchmark if opens else "")
        parts.append(f"{than} for {share(points, total, outline, named=named)}")
    return listed(parts)


def _than(direction: Direction, benchmark: str) -> str:
    short = {Direction.SAME: "the same"}.get(direction, direction.value)
    if not benchmark:
        return short
    joined = {Direction.SAME: "the same as in", Direction.SIMILAR: "similar to"}
    return f"{joined.get(direction, f'{short} than in')} {benchmark}"


def _widest(points: Sequence[Point], published: Published) -> str:
    """Of the points that differ from England, the one that stands furthest from it."""
    held = compared(points)
    if len(held) == 1:
        return sentence_case(beside(held[0], published)) + "."
    apart = _apart(held)
    if not apart:
        return _none_apart(held, published.benchmark)
    widest = max(apart, key=lambda p: abs(p.value - (p.england or 0.0)))
    return f"The widest gap is for {beside(widest, published)}."


def _apart(points: Sequence[Point]) -> list[Point]:
    sides = {Direction.HIGHER, Direction.LOWER}
    return [p for p in points if p.indicator.direction in sides]


def _none_apart(points: Sequence[Point], benchmark: str) -> str:
    if tested(points):
        which = "its value" if len(points) == 1 else "every value"
        return (
            f"{benchmark}’s value lies within the 95% confidence interval of {which}."
        )
    return "No value differs from the one it is compared with."


def _judged(chart: Chart, published: Published) -> str:
    """`Better than in England: crack. Worse: alcohol.`; only what was tested."""
    said: list[str] = []
    for word in (Comparison.BETTER, Comparison.WORSE):
        held = [p for p in chart.points if p.indicator.comparison is word]
        if held:
            than = "" if said else f" than in {published.benchmark}"
            said.append(f"{sentence_case(word.value)}{than}: {_or_count(held)}.")
    return " ".join(said)


def _or_count(points: Sequence[Point]) -> str:
    return names(points) if len(points) <= NAMED else count_word(len(points))


# --- All values on one scale, where England is 100 -----------------------------------


def relative(
    chart: Chart, outline: FigureOutline, published: Published
) -> tuple[str, str]:
    """How many measures stand above England, how many below, and the furthest."""
    points, benchmark = chart.points, published.benchmark
    total = len(compared(points))
    if not total:
        headline = f"{outline.topic}: {published.area} beside {benchmark}, not compared"
        return headline, values(points, published)
    sure, unsure = _groups(tested(points)), _groups(untested(points))
    headline = f"{published.area} is {_on(sure or unsure, total, benchmark)}"
    if not sure:
        headline += f" ({NOT_TESTED})"
    elif unsure:
        headline += f"; {NOT_TESTED}: {_on(unsure, total, '')}"
    sentence = _joined(_furthest(points, benchmark), _judged(chart, published))
    return headline, sentence


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
            parts.append(f"{_than(direction, '')} on {count_word(count)}")
    return ", ".join(parts)


def _comparable(count: int, total: int) -> str:
    """`all three comparable measures`, `10 of 18 comparable measures`."""
    if total == 1:
        return "the one comparable measure"
    if count == total:
        return f"{every(total)} comparable measures"
    return f"{count_word(count)} of {count_word(total)} comparable measures"


def _furthest(points: Sequence[Point], benchmark: str) -> str:
    """The points furthest above and below England, where there are any."""
    groups = _groups(points)
    above, below = groups.get(Direction.HIGHER, ()), groups.get(Direction.LOWER, ())
    parts = []
    if above:
        top = max(above, key=lambda point: point.value)
        parts.append(f"Furthest above {benchmark}: {_pair(top)}.")
    if below:
        low = min(below, key=lambda point: point.value)
        whom = "" if above else f" {benchmark}"
        parts.append(f"Furthest below{whom}: {_pair(low)}.")
    return " ".join(parts) or _none_apart(compared(points), benchmark)


def _pair(point: Point) -> str:
    return f"{name(point)} ({full(point)} against {full_england(point)})"


def _joined(*sentences: str) -> str:
    return " ".join(text for text in sentences if text)
