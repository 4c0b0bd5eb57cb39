"""The rows of a figure as sentences, one for each, from the top of the drawing.

What was found stands right after the area's value, which it is about: whoever listens
must never take "England 2.8, higher" to mean that England is higher.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reportgen.evidence.disclosure import Published, PublishedValue
from reportgen.pages import slots, spoken
from reportgen.pages.charts import Chart
from reportgen.pages.phrases import change, change_england, way
from reportgen.pages.points import Point
from reportgen.pages.sides import compared, tested, untested
from reportgen.pages.topics import Shared, shared
from reportgen.pages.totals import Total
from reportgen.vocabulary import Marker

Totals = Mapping[str, Total | None]
"""By what parts are parts by; None where their total cannot be told."""
_FEW = 6  # rows whose intervals are told; of more, the tables have them


@dataclass(frozen=True)
class Telling:
    """What holds for all rows, so that no row repeats it."""

    area: str
    benchmark: str
    shared: Shared
    """Marks of doubt that the opening has said."""
    limits: bool
    """Whether rows tell their intervals."""
    any_compared: bool
    mixed: bool
    """Whether some comparisons are tested and others are not."""
    ends_differ: bool
    """Whether changes end at different times."""


def telling(chart: Chart, published: Published) -> Telling:
    """What holds for the rows of a chart."""
    points = chart.points
    return Telling(
        area=published.area,
        benchmark=published.benchmark,
        shared=shared(chart),
        limits=len(points) <= _FEW and any(point.reach for point in points),
        any_compared=bool(compared(points)),
        mixed=bool(tested(points) and untested(points)),
        ends_differ=len({point.indicator.area.period for point in points}) > 1,
    )


# --- A level beside England's --------------------------------------------------------


def beside(point: Point, told: Telling) -> str:
    """`Crack: Testshire 9%, higher, which is worse, than England’s 4%.`."""
    one = point.indicator
    parts = [
        f"{told.area} {spoken.value(one.area, one.measure, known=told.shared.area)}"
    ]
    if told.limits and one.area.interval:
        parts.append(spoken.interval(one.area, one.measure))
    parts.append(_stands(point, told))
    if told.mixed and untested([point]):
        parts.append("not tested")
    return f"{point.label}: {', '.join(part for part in parts if part)}."


def _stands(point: Point, told: Telling) -> str:
    """How the area's value stands to England's; why it is not compared."""
    one = point.indicator
    theirs = _england(point, told)
    if one.direction is None:
        return _not_compared(point, told)
    whose = f"{told.benchmark}’s {theirs}" if theirs else told.benchmark
    if one.comparison.is_judged:
        return f"{one.direction}, which is {one.comparison}, than {whose}"
    return slots.than(one.direction, whose)


def _england(point: Point, told: Telling) -> str:
    if not point.england_printed:
        return ""
    one = point.indicator
    return spoken.value(one.england, one.measure, known=told.shared.england)


def _not_compared(point: Point, told: Telling) -> str:
    """Said where others are compared: silence would be heard as no difference."""
    theirs = _england(point, told)
    if not told.any_compared:
        return f"{told.benchmark} {theirs}" if theirs else ""
    whom = f" with {told.benchmark}’s {theirs}" if theirs else ""
    why = "" if point.unverified else f": {point.indicator.not_compared}"
    return f"not compared{whom}{why}"


# --- Amounts and changes -------------------------------------------------------------


def amounts(points: Sequence[Point], told: Telling, held: Totals) -> list[str]:
    """Each amount, with its share where all parts of a published total are drawn."""
    rows = [_amount(point, held.get(side(point)), told) for point in points]
    known = [one for one in held.values() if one]
    first = next((n for n, point in enumerate(points) if held.get(side(point))), None)
    if first is not None:
        rows[first] = f"{rows[first].removesuffix('.')} of the total."
    in_all = [f"Total: {known[0].spoken}."] if known and not points[0].total else []
    return in_all + _announced(points, rows)


def _amount(point: Point, of: Total | None, told: Telling) -> str:
    one = point.indicator
    text = spoken.value(one.area, one.measure, known=told.shared.area)
    share = f", {of.share(point)}" if of else ""
    return f"{point.label}: {text}{share}."


def changes(points: Sequence[Point], told: Telling) -> list[str]:
    """Each change, as a movement up or down, with England's."""
    return _announced(points, [_change(point, told) for point in points])


def _change(point: Point, told: Telling) -> str:
    """`Opiates: down 2%, from 709 to 697, England down 3%.`."""
    one = point.indicator
    parts = [way(change(point), point.value), _from_to(point, told)]
    parts.append(marks(one.area, told.shared.area))
    if point.england is not None:
        parts.append(f"{told.benchmark} {way(change_england(point), point.england)}")
        if not point.england_movement:
            parts.append(marks(one.england, told.shared.england))
    return f"{point.label}: {', '.join(part for part in parts if part)}."


def marks(held: PublishedValue, known: frozenset[Marker]) -> str:
    """What qualifies a value, but for what has been said already."""
    return spoken.markers([mark for mark in held.markers if mark not in known])


def _from_to(point: Point, told: Telling) -> str:
    """`from 335 to 475`; with its end where the measures end at different times."""
    moved, of = point.movement, point.indicator.measure
    if moved is None:
        return ""
    between = f"from {spoken.bare(moved.start, of)} to {spoken.bare(moved.end, of)}"
    if told.ends_differ and moved.end.period:
        return f"{between} {spoken.when(moved.end.period)}"
    return between


def side(point: Point) -> str:
    """What a part is a part by; a total is of no side."""
    return "" if point.total else point.indicator.measure.part_by


def _announced(points: Sequence[Point], rows: Sequence[str]) -> list[str]:
    """The rows, and before the first of each group what its parts are parts by."""
    said, last = [], ""
    grouped = points[0].total or any(point.apart for point in points)
    for point, row in zip(points, rows, strict=True):
        by = side(point)
        said.append(f"By {by}: {row}" if grouped and by and by != last else row)
        last = by
    return said
