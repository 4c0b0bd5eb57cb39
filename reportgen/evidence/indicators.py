"""From observations to indicators: latest value, change, comparison and trend."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportgen.evidence.finding import Finding
from reportgen.evidence.intervals import Interval
from reportgen.evidence.limits import interval
from reportgen.evidence.measures import Measure, Measures
from reportgen.evidence.observations import Observation, Observations
from reportgen.evidence.trend import find
from reportgen.periods import same_days
from reportgen.vocabulary import (
    Change,
    Comparable,
    Comparison,
    Direction,
    Marker,
    Status,
    ValueType,
    tested,
)


@dataclass(frozen=True)
class Indicator:
    """The state of one measure in one cycle, before the disclosure gate."""

    measure: Measure
    latest: Observation | None
    """The area's newest row; it may say why there is no value. None: no row at all."""
    england: Observation | None
    """England's row for the same period, else its newest."""
    series: tuple[Observation, ...]
    """All rows of the area that have a period, oldest first."""
    england_series: tuple[Observation, ...]
    """All rows of England that have a period, oldest first."""
    change: Change
    difference: Decimal | None
    """Latest minus previous value, in the measure's unit; None where not held."""
    change_as_published: bool
    """The direction is the source's: no earlier value is held."""
    comparison: Comparison
    not_compared: str
    """Why there is no comparison; empty where there is one."""
    trend: Finding
    """What a stated method says of the whole series, or what it lacks."""


def indicate(
    measures: Measures, observations: Observations, area: str, benchmark: str
) -> tuple[Indicator, ...]:
    """One indicator for each measure, in the order of `measures.csv`.

    Args:
        measures: the definitions.
        observations: what was known at the cut-off (`Observations.as_at`).
        area: code of the partnership's area.
        benchmark: code of England.
    """
    return tuple(
        _indicator(
            measure,
            observations.of(measure.measure, area),
            observations.of(measure.measure, benchmark),
        )
        for measure in measures.values()
    )


def _indicator(
    measure: Measure, area: Sequence[Observation], benchmark: Sequence[Observation]
) -> Indicator:
    latest = area[-1] if area else None
    series = tuple(row for row in area if row.period is not None)
    england = _beside(latest, benchmark)
    change, difference, as_published = _change(latest, _previous(series, latest))
    if measure.value_type is ValueType.PERCENTAGE_CHANGE:
        change, difference, as_published = Change.NOT_APPLICABLE, None, False
    comparison, why = _compare(measure, latest, england)
    held = tuple(row for row in benchmark if row.period is not None)
    return Indicator(
        measure=measure,
        latest=latest,
        england=england,
        series=series,
        england_series=held,
        change=change,
        difference=difference,
        change_as_published=as_published,
        comparison=comparison,
        not_compared=why,
        trend=find(series, measure),
    )


def _previous(
    series: Sequence[Observation], latest: Observation | None
) -> Observation | None:
    """The newest earlier value that the latest may be measured against.

    Not across a break in the series, not between spans of different length, and not
    where one of the two is unverified.
    """
    earlier = [r for r in series if r is not latest and r.value is not None]
    if latest is None or not earlier:
        return None
    found = earlier[-1]
    after = series[series.index(found) + 1 :]
    broken = any(Marker.BREAK in row.markers for row in (*after, latest))
    doubtful = Status.UNVERIFIED in {latest.status, found.status}
    alike = (
        latest.period is not None
        and found.period is not None
        and latest.period.months == found.period.months
    )
    return found if alike and not broken and not doubtful else None


def _beside(
    latest: Observation | None, benchmark: Sequence[Observation]
) -> Observation | None:
    """England in the area's period; else its newest row, which is then not compared."""
    for row in reversed(benchmark):
        if latest and same_days(row.period, latest.period):
            return row
    return benchmark[-1] if benchmark else None


def _change(
    latest: Observation | None, previous: Observation | None
) -> tuple[Change, Decimal | None, bool]:
    """Change since the last period; the source's direction where no history is held."""
    if latest is None or latest.value is None:
        return Change.NO_EARLIER_VALUE, None, False
    if previous is None or previous.value is None:
        published = latest.published_direction
        return published or Change.NO_EARLIER_VALUE, None, published is not None
    difference = latest.value - previous.value
    return change_of(difference), difference, False


def change_of(difference: Decimal) -> Change:
    """What became of a value, from how much it changed."""
    if difference == 0:
        return Change.NO_CHANGE
    return Change.ROSE if difference > 0 else Change.FELL


def _compare(  # noqa: PLR0911 (one return for each reason)
    measure: Measure, latest: Observation | None, england: Observation | None
) -> tuple[Comparison, str]:
    """The comparison with England, and why there is none.

    Tested where the area's value has an interval: England's value inside it is
    similar. Else the two numbers are compared as printed, which tests nothing.
    """
    if latest is None or latest.value is None:
        return Comparison.NOT_COMPARED, "no local value"
    if measure.comparable is Comparable.NO:
        return Comparison.NOT_COMPARED, "not comparable with England"
    if england is None or england.value is None:
        return Comparison.NOT_COMPARED, "no value for England"
    if not same_days(england.period, latest.period):
        return Comparison.NOT_COMPARED, f"England's latest is {england.period}"
    if Status.UNVERIFIED in {latest.status, england.status}:
        return Comparison.NOT_COMPARED, "the value is unverified"
    limits = interval(latest, measure)
    if limits is not None:
        return _tested(limits, float(england.value), measure), ""
    return untested(latest.value, england.value), ""


def untested(value: Decimal, england: Decimal) -> Comparison:
    """The comparison of two values as they are printed, which tests nothing."""
    if value == england:
        return Comparison.SAME_UNTESTED
    higher = value > england
    return Comparison.HIGHER_UNTESTED if higher else Comparison.LOWER_UNTESTED


def _tested(limits: Interval, england: float, measure: Measure) -> Comparison:
    if limits.has(england):
        return Comparison.SIMILAR
    direction = Direction.HIGHER if limits.lower > england else Direction.LOWER
    return tested(direction, measure.polarity)
