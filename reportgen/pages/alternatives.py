"""The text alternative of a figure: all that it shows, for whoever does not see it.

Level, England, direction, what was tested, limits of intervals, and every mark of
doubt as a word. With many rows, intervals are left out: the tables have them.
"""

from collections.abc import Sequence
from decimal import Decimal

from reportgen.evidence.disclosure import Published, PublishedValue
from reportgen.evidence.measures import Measure
from reportgen.evidence.outline import FigureKind, FigureOutline
from reportgen.formats import count_word, listed
from reportgen.pages import slots
from reportgen.pages.against import compared, tested, untested
from reportgen.pages.charts import Chart
from reportgen.pages.phrases import full_england, spelt
from reportgen.pages.points import BESIDE_ENGLAND, OF_CHANGE, Point
from reportgen.vocabulary import Direction, Marker

_MANY = 14  # rows; with more, each is told in fewer words


def alternative(chart: Chart, outline: FigureOutline, published: Published) -> str:
    """The text alternative: what kind of drawing, then every row from the top.

    Args:
        chart: with at least one point.
        outline: for what one row stands for.
        published: for the names of the places.
    """
    kind = "Bar chart" if chart.kind is FigureKind.AMOUNTS else "Dot plot"
    count = count_word(len(chart.points), outline.subject, outline.subjects)
    whose = f", {published.area} against {published.benchmark}" if _brief(chart) else ""
    order, scale = _order(chart.points), _scale(chart, published)
    opening = f"{kind} of {count}{whose}{order}{scale}."
    lines = [_line(point, chart, published) for point in chart.points]
    return " ".join([opening, f"{'; '.join(lines)}.", *_tests(chart)])


def _brief(chart: Chart) -> bool:
    """Whether there are too many rows to name both places in each."""
    return len(chart.points) > _MANY and chart.kind in BESIDE_ENGLAND


def _order(points: Sequence[Point]) -> str:
    """In which order the rows stand."""
    if len(points) == 1:
        return ""
    by = dict.fromkeys(p.indicator.measure.part_by for p in points if not p.total)
    if not points[0].total and not any(point.apart for point in points):
        return ", highest first"
    parts = f"its parts by {listed([kind for kind in by if kind] or ['part'])}"
    first = f"the total first, then {parts}" if points[0].total else parts
    each = " in each group" if len(by) > 1 else ""
    return f", {first}, highest first{each}"


def _scale(chart: Chart, published: Published) -> str:
    """What the scale begins with."""
    if chart.kind is FigureKind.RELATIVE_TO_ENGLAND:
        return f", on a scale where {published.benchmark} is 100"
    if chart.kind in OF_CHANGE:
        return ", on a scale where zero is no change"
    below = any(min(p.low, p.england or 0.0) < 0 for p in chart.points)
    return ", on both sides of zero" if below else ", on a scale from zero"


def _tests(chart: Chart) -> list[str]:
    """One sentence where it holds for all rows; else each row says it."""
    held = compared(chart.points) if chart.kind in BESIDE_ENGLAND else []
    if not held or (tested(held) and untested(held)):
        return []
    if untested(held):
        return [_none(len(held))]
    one, more = "The comparison is", "Both" if len(held) == 2 else "All"  # noqa: PLR2004 (both)
    whole = f"{more} comparisons are" if held[1:] else one
    return [f"{whole} tested at the 95% level."]


def _none(count: int) -> str:
    if count == 1:
        return "The comparison is not tested."
    return f"{'Neither' if count == 2 else 'No'} comparison is tested."  # noqa: PLR2004 (both)


def _line(point: Point, chart: Chart, published: Published) -> str:
    """One row: what is drawn of it, then what the drawing means."""
    if _brief(chart):
        return _short(point, chart)
    area = _area(point, chart)
    values = f"{published.area} {area}"
    if point.england_printed and chart.kind is not FigureKind.AMOUNTS:
        values += f", {published.benchmark} {_england(point, chart)}"
    if chart.kind is FigureKind.RELATIVE_TO_ENGLAND:
        return f"{point.label}: {point.printed} ({values}){_outcome(point, chart)}"
    return f"{point.label}: {values}{_outcome(point, chart)}"


def _short(point: Point, chart: Chart) -> str:
    """`Alcohol: 241 (70.0% against 29.0%), not tested`."""
    of = point.indicator.measure
    values = slots.bare(point.indicator.area, of)
    if point.england_printed:
        values += f" against {full_england(point)}"
    if chart.kind is FigureKind.RELATIVE_TO_ENGLAND:
        values = f"{point.printed.partition(' ')[0]} ({values})"
    said = [*_doubts(point.indicator.area, chart)]
    if point.indicator.direction is Direction.SIMILAR:
        said.append("similar")
    said += _untested(point, chart)
    return ", ".join([f"{point.label}: {values}", *said])


def _area(point: Point, chart: Chart) -> str:
    """The area's value, the limits of its interval, its marks of doubt."""
    one = point.indicator
    said = _doubts(one.area, chart)
    if point.movement:
        size = spelt(point.printed)
        return ", ".join([f"{size} ({_from_to(point, chart)})", *said])
    value = slots.bare(one.area, one.measure)
    if point.reach:
        value += f" (95% confidence interval {_limits(one.area, one.measure)})"
    return ", ".join([value, *said])


def _england(point: Point, chart: Chart) -> str:
    said = [] if point.england_movement else _doubts(point.indicator.england, chart)
    return ", ".join([full_england(point), *said])


def _from_to(point: Point, chart: Chart) -> str:
    """`from 335 to 475`; with its end where the measures end at different times."""
    moved, of = point.movement, point.indicator.measure
    if moved is None:
        return ""
    start, end = slots.bare(moved.start, of), slots.bare(moved.end, of)
    ends = {p.indicator.area.period for p in chart.points}
    when = f" in {moved.end.period}" if len(ends) > 1 else ""
    return f"from {start} to {end}{when}"


def _limits(value: PublishedValue, measure: Measure) -> str:
    """`44.1% to 49.9%`, with the places of the measure."""
    if value.interval is None:
        return ""
    ends = (value.interval.lower, value.interval.upper)
    sign = "%" if slots.bare(value, measure).endswith("%") else ""
    lower, upper = (slots.amount(_decimal(end), measure) + sign for end in ends)
    return f"{lower} to {upper}"


def _decimal(limit: float) -> Decimal:
    """With more places than any measure is printed with."""
    return Decimal(f"{limit:.9f}")


def _doubts(value: PublishedValue, chart: Chart) -> list[str]:
    """What qualifies a value, in words; what holds of all stands in the subtitle."""
    every = all(Marker.PROVISIONAL in p.indicator.area.markers for p in chart.points)
    return [word for word in _words(value) if not (every and word == "provisional")]


def _words(value: PublishedValue) -> list[str]:
    """`provisional`, `unverified`, `break in series`."""
    return [
        mark.meaning.partition(":")[0].partition(" since")[0] for mark in value.markers
    ]


def _outcome(point: Point, chart: Chart) -> str:
    """`, higher, which is worse`, `, lower, not tested`, or why there is none."""
    one = point.indicator
    if chart.kind not in BESIDE_ENGLAND or not compared(chart.points):
        return ""
    if one.direction is None:
        doubt = " (unverified)" if point.unverified else f" ({one.not_compared})"
        return ", not compared" + ("" if point.unverified else doubt)
    said = [one.direction.value, *_untested(point, chart)]
    if one.direction is Direction.SAME:
        said[0] = "the same"
    if one.comparison.is_judged:
        said.append(f"which is {one.comparison.value}")
    return ", " + ", ".join(said)


def _untested(point: Point, chart: Chart) -> list[str]:
    """That a comparison is not tested, where others are."""
    mixed = tested(chart.points) and untested(chart.points)
    return ["not tested"] if mixed and untested([point]) else []
