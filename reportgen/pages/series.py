"""A line as series whose values may be compared, each value as it is heard."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from reportgen.evidence.disclosure import PublishedIndicator, PublishedValue
from reportgen.evidence.measures import Measure
from reportgen.formats import MINUS
from reportgen.pages import slots, spoken
from reportgen.pages.bends import bends
from reportgen.pages.courses import Course
from reportgen.periods import Period
from reportgen.vocabulary import STATUS_MARKERS, Marker

_QUALIFIED = frozenset(Marker) - {Marker.LOW}  # said of a value, not part of it
_LONG = 20  # values
_PEAKED = 8  # a middle half below one part in so many of the range: peaks are rare


@dataclass(frozen=True)
class Told:
    """One value of a line as it is told."""

    period: Period
    level: Decimal
    """As printed; one that rounds to zero stands just above a true zero."""
    bare: str
    """With its unit, and whether it only rounds to zero."""
    says: str
    """With its unit and its markers as words."""


@dataclass(frozen=True)
class Series:
    """The values of a line that may be compared with each other, oldest first."""

    values: tuple[Told, ...]
    withheld: bool
    """Whether any period of the line is."""
    periods: tuple[Period, ...]
    """Of the line, with and without a value."""

    @cached_property
    def levels(self) -> list[Decimal]:
        """Of its values."""
        return [value.level for value in self.values]

    @cached_property
    def course(self) -> list[int]:
        """The places that tell its course: first, up to three bends, last."""
        return [0, *bends(self.levels), len(self.values) - 1]

    @property
    def restless(self) -> bool:
        """Whether it bends more often than its course tells."""
        return len(bends(self.levels, None)) > len(self.course) - 2

    @property
    def half(self) -> tuple[Told, Told] | None:
        """The values within which at least half of a long series lies.

        These are its quartiles. None of fewer than 20 values, and of a calm series:
        one that is not restless, and whose middle half spans an eighth of it or more.
        """
        ranked = sorted(self.values, key=lambda value: value.level)
        low, high = ranked[len(ranked) // 4], ranked[-1 - len(ranked) // 4]
        span = ranked[-1].level - ranked[0].level
        peaked = (high.level - low.level) * _PEAKED < span
        return (
            (low, high) if len(ranked) >= _LONG and (self.restless or peaked) else None
        )

    @property
    def regular(self) -> bool:
        """Whether all periods of the line are of one kind and length."""
        return len({(period.kind, period.months) for period in self.periods}) == 1

    def alike(self, place: int) -> list[Period]:
        """The periods around a place whose values are told alike, without another."""
        says = [value.says for value in self.values]
        first = last = place
        while first > 0 and says[first - 1] == says[place]:
            first -= 1
        while last < len(says) - 1 and says[last + 1] == says[place]:
            last += 1
        return [value.period for value in self.values[first : last + 1]]


def series(one: PublishedIndicator, line: Course) -> tuple[Series, ...]:
    """The series of a line: a break, and another length of periods, begin a new one.

    Args:
        one: the measure and its history.
        line: the same history as runs and gaps, with one value at least.
    """
    rows = _rows(one, line)
    known = (Marker.BREAK, *shared(one, line))  # a break is told by the series
    exact = any(Marker.LOW in row.markers for row in rows)
    hidden = any(gap.marker is Marker.CONFIDENTIAL for gap in line.later_gaps)
    told = iter([_told(row, one.measure, known, exact=exact) for row in rows])
    parts = [tuple(next(told) for _ in part) for part in line.series]
    return tuple(Series(part, hidden, line.periods) for part in parts)


def shared(one: PublishedIndicator, line: Course) -> tuple[Marker, ...]:
    """What all values of a line are, such as provisional."""
    rows = _rows(one, line)
    return tuple(
        mark
        for mark in STATUS_MARKERS.values()
        if all(mark in row.markers for row in rows)
    )


def _rows(one: PublishedIndicator, line: Course) -> list[PublishedValue]:
    """The values of a line as they were published."""
    days = {row.period.days: row for row in one.history if row.period}
    return [days[moment.period.days] for moment in line.moments]


def _told(
    row: PublishedValue, measure: Measure, known: Sequence[Marker], *, exact: bool
) -> Told:
    """The value in words; a true zero is told from one that only rounds to it."""
    assert row.period is not None  # noqa: S101 (a line has no value without one)
    zero = exact and not row.value and Marker.LOW not in row.markers
    exactly = "exactly " if zero else ""
    bare = spoken.value(row, measure, known=_QUALIFIED)
    says = spoken.value(row, measure, known=known)
    return Told(row.period, _level(row, measure), exactly + bare, exactly + says)


def _level(row: PublishedValue, measure: Measure) -> Decimal:
    """The number that is printed, so that what is told alike is equal."""
    printed = slots.amount(row.value or Decimal(0), measure)
    number = Decimal(printed.replace(",", "").replace(MINUS, "-"))
    if number or Marker.LOW not in row.markers:
        return number
    return Decimal("0.25").scaleb(-measure.places)
