"""Months or quarters on a control chart: the latest values in a row, and their sign.

The chart and its rules stand in `spc`. It is of values in a row: they begin after the
last break, and after the last period that has no value or an unverified one, and twelve
of them are needed.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from reportgen.evidence import spc
from reportgen.evidence.finding import Finding, missing, named
from reportgen.evidence.measures import Measure
from reportgen.evidence.observations import Observation
from reportgen.evidence.spc import Sign, Signal
from reportgen.formats import count_word, number, rounded
from reportgen.vocabulary import (
    Marker,
    Status,
    Trend,
    TrendMethod,
    ValueType,
    trending,
)

_FINEST = 9  # places; no value is read that is finer


def charted(series: Sequence[Observation], noun: str, measure: Measure) -> Finding:
    """The trend of the latest values in a row.

    Args:
        series: rows that have a period, oldest first; at least one.
        noun: what a period is called, `month` or `quarter`.
        measure: what they are values of.
    """
    last = series[-1:]
    if last[0].value is None:
        return missing(f"no value is held for {named(last)}", last)
    if last[0].status is Status.UNVERIFIED:
        return missing(f"the value for {named(last)} is unverified", last)
    start = len(series) - 1
    while start and not _parted(series[start - 1], series[start]):
        start -= 1
    rows, looked = series[start:], series[start:]
    if start and _tells(series[start - 1], rows[0]):
        looked = series[start - 1 :]
    if len(rows) >= spc.POINTS:
        return _judged(rows, looked, noun, measure)
    held = f"{len(rows)} of {spc.POINTS} {noun}s in a row"
    why = _parted(series[start - 1] if start else None, rows[0])
    return missing(f"{held} {'is' if len(rows) == 1 else 'are'} held{why}", looked)


# --- The values in a row -------------------------------------------------------------


def _parted(before: Observation | None, first: Observation) -> str:
    """Why values in a row begin here; empty where the row before belongs to them."""
    if Marker.BREAK in first.markers:
        return f" since the break in {named([first])}"
    if before is None:
        return ""
    if not _adjacent(before, first) or before.value is None:
        wanted = [first.period.preceding()] if first.period else []
        return f" ({named(wanted)} has no value)"
    unsure = before.status is Status.UNVERIFIED
    return f" ({named([before])} is unverified)" if unsure else ""


def _tells(before: Observation, first: Observation) -> bool:
    """Whether it is this row that ended the run, and no break and no gap."""
    return Marker.BREAK not in first.markers and _adjacent(before, first)


def _adjacent(before: Observation, first: Observation) -> bool:
    """Whether one is for the period just before the other's, and as long."""
    if before.period is None or first.period is None:
        return False
    return before.period.days == first.period.preceding().days


# --- What they say -------------------------------------------------------------------


def _judged(
    rows: Sequence[Observation],
    looked: Sequence[Observation],
    noun: str,
    measure: Measure,
) -> Finding:
    chart = spc.chart([row.value for row in rows if row.value is not None])
    signal, method, since = spc.signal(chart), TrendMethod.CHART, rows[0].period
    span = f"({len(rows)} {noun}s since {named(rows[:1])})"
    if signal is None:
        why = f"chance may explain what the latest {noun}s do {span}"
        return Finding(Trend.NO_CHANGE, method, why, since, tuple(looked))
    found = trending(up=signal.up, polarity=measure.polarity)
    why = f"{_told(signal, chart, noun, measure)} {span}"
    return Finding(found, method, why, since, tuple(looked))


def _told(signal: Signal, chart: spc.Chart, noun: str, measure: Measure) -> str:
    """The sign in plain words, with the number that it is measured by."""
    side, limit = ("above", "upper") if signal.up else ("below", "lower")
    count, average = signal.length, f"the average{_of(chart.mean, chart, measure)}"
    if signal.sign is Sign.MOVING:
        way = "rise" if signal.up else "fall"
        return f"the latest {count} {noun}s {way} one after the other"
    if signal.sign is Sign.ONE_SIDE:
        return f"the latest {count} {noun}s are all {side} {average}"
    if signal.sign is Sign.OUTSIDE:
        edge = _of(chart.upper if signal.up else chart.lower, chart, measure)
        return f"the latest {noun} is {side} the {limit} limit{edge}"
    return f"{count_word(count)} of the latest three {noun}s are far {side} {average}"


def _of(exact: Fraction, chart: spc.Chart, measure: Measure) -> str:
    """` of 34.2%`, with the places of the measure; more where a value would equal it.

    "All above the average of 34" must not be said of values of 34.
    """
    value = Decimal(exact.numerator) / Decimal(exact.denominator)
    places = measure.places
    while places < _FINEST and Fraction(rounded(value, places)) in chart.values:
        places += 1
    sign = "%" if measure.value_type is ValueType.PERCENTAGE else ""
    return f" of {number(value, places)}{sign}"
