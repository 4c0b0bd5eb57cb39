"""A published total that its parts make up, so that each may be told as a share.

Nothing is ever worked out by subtraction: where one part is withheld or not drawn, or
the parts do not add up to the total as it is published, there is no total to tell.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportgen import formats
from reportgen.evidence.disclosure import (
    Published,
    PublishedIndicator,
)
from reportgen.pages import spoken
from reportgen.pages.points import Point
from reportgen.periods import same_days
from reportgen.vocabulary import Marker, ValueType

_SUMMED = {ValueType.COUNT, ValueType.VOLUME}
_ALL = Decimal(100)  # per cent


@dataclass(frozen=True)
class Total:
    """A total that is published, and is the sum of the parts that are drawn."""

    indicator: PublishedIndicator
    exact: Decimal
    """More than zero."""

    @property
    def spoken(self) -> str:
        """`1,816, provisional`."""
        return spoken.value(self.indicator.area, self.indicator.measure)

    def share(self, point: Point) -> str:
        """`38%`, of a part; 0% and 100% only where it is exactly that."""
        part = point.indicator.area.value or Decimal(0)
        return formats.percentage(part / self.exact * _ALL, 0)


def total(parts: Sequence[Point], published: Published) -> Total | None:
    """The total of these parts; None where it is not published as their sum.

    Args:
        parts: points of values as they are, not of changes.
        published: for the total, and for parts that are not drawn.
    """
    sides = {(p.indicator.measure.part_of, p.indicator.measure.part_by) for p in parts}
    if len(sides) != 1:
        return None
    of, by = sides.pop()
    drawn = {point.indicator.measure.measure for point in parts}
    if of not in published or drawn != _siblings(of, by, published):
        return None
    one, values = published[of], [point.indicator.area for point in parts]
    if not all(_sound(p, one) for p in (one, *(point.indicator for point in parts))):
        return None
    exact = sum((value.value or Decimal(0) for value in values), Decimal(0))
    return Total(one, exact) if exact == one.area.value and exact > 0 else None


def _siblings(of: str, by: str, published: Published) -> set[str]:
    """All parts of a measure by one thing, shown or not."""
    return {
        one.measure.measure
        for one in published.values()
        if (one.measure.part_of, one.measure.part_by) == (of, by)
    }


def _sound(one: PublishedIndicator, whole: PublishedIndicator) -> bool:
    """Whether it can be a part of the whole: a sound number of the same span."""
    held = one.area
    return (
        held.value is not None
        and held.value >= 0
        and one.measure.value_type in _SUMMED
        and Marker.UNVERIFIED not in held.markers
        and same_days(held.period, whole.area.period)
    )
