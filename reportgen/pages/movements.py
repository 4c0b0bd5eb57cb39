"""How far a measure has moved since a baseline, from published values alone.

| of                           | moved by                                  |
|------------------------------|-------------------------------------------|
| a count, volume, rate, mean  | (end − start) / start, in per cent         |
| a percentage                 | end − start, in percentage points         |

Nothing is worked out across a break in the series, from or to a value that is
withheld or in doubt, or between periods of different length.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportgen import formats
from reportgen.evidence.disclosure import PublishedIndicator, PublishedValue
from reportgen.evidence.measures import Measure
from reportgen.periods import Period, same_days
from reportgen.vocabulary import Comparable, Marker, ValueType

_WHOLE = 100


@dataclass(frozen=True)
class Movement:
    """From one published value to a later one."""

    start: PublishedValue
    end: PublishedValue
    size: Decimal
    """In per cent of the start, or in percentage points; falls are negative."""
    in_points: bool
    """Whether the size is in percentage points."""

    @property
    def printed(self) -> str:
        """`+12%`, `−3.4 points`; what only rounds to zero keeps its sign."""
        places = _places(self.size, in_points=self.in_points)
        text = formats.signed(self.size, places)
        if self.size and not formats.rounded(self.size, places):
            text = f"{'+' if self.size > 0 else formats.MINUS}{text}"
        if not self.in_points:
            return f"{text}%"
        return f"{text} {'point' if text[1:] == '1' else 'points'}"


def of_area(one: PublishedIndicator, baseline: Period) -> Movement | str:
    """The area's movement from a baseline to its latest value; or why there is none."""
    return _movement(one.area, one.history, one.measure, baseline)


def of_england(one: PublishedIndicator, baseline: Period) -> Movement | None:
    """England's movement between the same periods, where the two may be compared."""
    if one.measure.comparable is not Comparable.YES or one.area.period is None:
        return None
    held = (*one.england_history, one.england)
    end = _at(held, one.area.period)
    found = _movement(end, held, one.measure, baseline) if end else ""
    return found if isinstance(found, Movement) else None


def _places(size: Decimal, *, in_points: bool) -> int:
    """Digits after the point: one of points, where given; of less than one per cent."""
    if not in_points:
        return 1 if 0 < abs(size) < 1 else 0
    exponent = size.as_tuple().exponent
    return min(1, max(0, -exponent)) if isinstance(exponent, int) else 0


def _at(values: Sequence[PublishedValue], period: Period) -> PublishedValue | None:
    """The value for a span of days; the last one given, where there are several."""
    same = [value for value in values if same_days(value.period, period)]
    return same[-1] if same else None


def _movement(
    end: PublishedValue,
    history: Sequence[PublishedValue],
    measure: Measure,
    baseline: Period,
) -> Movement | str:
    start = _at(history, baseline)
    why = _missing(start, end, baseline) or _unlike(end, history, baseline)
    if why or start is None or start.value is None or end.value is None:
        return why
    for value in (start, end):
        if Marker.UNVERIFIED in value.markers:
            return f"the value for {value.period} is unverified"
    if measure.value_type is ValueType.PERCENTAGE:
        return Movement(start, end, end.value - start.value, in_points=True)
    if start.value <= 0:
        return f"the value for {baseline} is {'below zero' if start.value else 'zero'}"
    size = (end.value - start.value) / start.value * _WHOLE
    return Movement(start, end, size, in_points=False)


def _missing(
    start: PublishedValue | None, end: PublishedValue, baseline: Period
) -> str:
    """Which of the two values is not there, and why."""
    if end.value is None:
        return end.reason or "no value"
    if start is None:
        return f"no value for {baseline} is held"
    if start.value is None:
        return f"for {baseline}, {start.reason or 'no value'}"
    return ""


def _unlike(
    end: PublishedValue, history: Sequence[PublishedValue], baseline: Period
) -> str:
    """Why the two periods cannot be set beside each other."""
    period = end.period
    if period is None or period.end <= baseline.end:
        return f"no value after {baseline} is held"
    if period.months != baseline.months:
        return f"{baseline} and {period} differ in length"
    between = [v for v in (*history, end) if v.period and v.period.end > baseline.end]
    if any(
        Marker.BREAK in v.markers for v in between if v.period and v.period <= period
    ):
        return f"break in series between {baseline} and {period}"
    return ""
