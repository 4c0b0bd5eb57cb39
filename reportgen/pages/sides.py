"""On which side of England points lie, how surely, and which of them differ.

Tested comparisons come first. Those that are not tested are never told without
saying so.
"""

from collections.abc import Callable, Mapping, Sequence

from reportgen.evidence.disclosure import Published
from reportgen.formats import count_word, sentence_case
from reportgen.pages.charts import Chart
from reportgen.pages.phrases import NAMED, names, rest
from reportgen.pages.points import Point
from reportgen.vocabulary import Comparison, Direction

Groups = Mapping[Direction, Sequence[Point]]
NOT_TESTED = "not tested"
BEYOND = "of those that differ beyond chance, "


def compared(points: Sequence[Point]) -> list[Point]:
    """Those that the evidence compared with England."""
    return [p for p in points if p.indicator.direction is not None]


def tested(points: Sequence[Point]) -> list[Point]:
    """Those whose comparison reckons with chance."""
    return [p for p in compared(points) if p.indicator.comparison.is_tested]


def untested(points: Sequence[Point]) -> list[Point]:
    """Those whose comparison does not."""
    return [p for p in compared(points) if not p.indicator.comparison.is_tested]


def by_side(points: Sequence[Point]) -> Groups:
    """The points by the side of England on which they lie."""
    found: dict[Direction, list[Point]] = {}
    for point in points:
        if point.indicator.direction is not None:
            found.setdefault(point.indicator.direction, []).append(point)
    return found


def differing(held: Sequence[Point]) -> tuple[list[Point], str]:
    """The points that differ from England, and how they are told from all others.

    Where some are tested, only a difference beyond chance counts: the widest of all
    may be one that chance explains.
    """
    sure = tested(held)
    found = _apart(sure or held)
    return found, BEYOND if sure and len(found) < len(held) else ""


def _apart(points: Sequence[Point]) -> list[Point]:
    sides = {Direction.HIGHER, Direction.LOWER}
    return [p for p in points if p.indicator.direction in sides]


def none_apart(points: Sequence[Point], benchmark: str) -> str:
    """What is said where no compared value differs from England's."""
    count = len(tested(points))
    if not count:
        return "No value differs from the one it is compared with."
    which = "every value" if count == len(points) else "every value that is tested"
    if count == 1:
        which = "its value" if len(points) == 1 else "the one value that is tested"
    return f"{benchmark}’s value lies within the 95% confidence interval of {which}."


def stands(direction: Direction, benchmark: str) -> str:
    """`higher than in England`; `higher`, where England has been named."""
    short = {Direction.SAME: "the same"}.get(direction, direction.value)
    if not benchmark:
        return short
    joined = {Direction.SAME: "the same as in", Direction.SIMILAR: "similar to"}
    return f"{joined.get(direction, f'{short} than in')} {benchmark}"


def judged(chart: Chart, published: Published) -> str:
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


def headline(
    opening: str, told: Callable[[Groups, str], str], chart: Chart, benchmark: str
) -> str:
    """`Need is higher than in England for alcohol; not tested: higher for crack`.

    Args:
        opening: what the comparisons are told of: `Need is`.
        told: words for groups of points; without a benchmark where it is named before.
        chart: with one compared point or more.
        benchmark: what is compared with.
    """
    sure, unsure = by_side(tested(chart.points)), by_side(untested(chart.points))
    said = f"{opening} {told(sure or unsure, benchmark)}"
    if not sure:
        said += f" ({NOT_TESTED})"
    elif unsure:
        said += f"; {NOT_TESTED}: {told(unsure, '')}"
    return said + _unaccounted(chart)


def _unaccounted(chart: Chart) -> str:
    """`; one has no comparison`: what a headline of comparisons leaves out."""
    shown = (*(point.indicator for point in chart.points), *chart.absent)
    alone = sum(one.direction is None for one in shown)
    left = rest(chart.left_out, "is not drawn", "are not drawn")
    return rest(alone, "has no comparison", "have no comparison") + left
