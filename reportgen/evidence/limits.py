"""The confidence intervals of a value that was observed, in the value's unit."""

from reportgen.evidence.intervals import LEVEL, WIDE, Interval, rate, wilson
from reportgen.evidence.measures import Measure
from reportgen.evidence.observations import Observation
from reportgen.vocabulary import ValueType

_PERCENT = 100


def interval(row: Observation, measure: Measure) -> Interval | None:
    """The 95% confidence interval of a value, in its unit; None where none is known.

    The source's own limits come first: only the source knows how a rate was
    standardised.
    """
    if row.value is None:
        return None
    if row.lower is not None and row.upper is not None:
        return Interval(float(row.lower), float(row.upper))
    return _computed(row, measure, LEVEL)


def wide(row: Observation, measure: Measure) -> Interval | None:
    """The 99.8% confidence interval of a value, in its unit; None where none is known.

    None too where the source gives limits: those are its 95% ones, and ours would not
    belong to them.
    """
    given = row.lower is not None and row.upper is not None
    return None if row.value is None or given else _computed(row, measure, WIDE)


def _computed(row: Observation, measure: Measure, level: float) -> Interval | None:
    count, among = row.count, row.denominator
    if count is None or not among:
        return None
    if measure.value_type is ValueType.PERCENTAGE:
        return wilson(count, among, level).times(_PERCENT)
    if measure.value_type is ValueType.RATE and measure.per is not None:
        return rate(count, among, measure.per, level)
    return None
