"""The trend of a measure: what a stated method says of its series, and why.

| periods                       | kinds of value     | method                      |
|-------------------------------|--------------------|-----------------------------|
| financial or calendar years   | percentages, rates | recent trend (`recent`)     |
| months, quarters              | all but changes    | control chart (`charted`)   |
| rolling months, rolling years | none               | none: they overlap          |

Where no method can be used, what is missing is said in words.
"""

from collections.abc import Sequence
from itertools import pairwise

from reportgen.evidence.charted import charted
from reportgen.evidence.finding import Finding, missing
from reportgen.evidence.measures import Measure
from reportgen.evidence.observations import Observation
from reportgen.evidence.recent import recent
from reportgen.formats import count_word
from reportgen.periods import Period, PeriodType
from reportgen.vocabulary import ValueType

_YEARS = {PeriodType.FINANCIAL_YEAR, PeriodType.CALENDAR_YEAR}
_NOUNS = {
    PeriodType.MONTH: "month",
    PeriodType.QUARTER: "quarter",
    PeriodType.FINANCIAL_QUARTER: "quarter",
}


def find(series: Sequence[Observation], measure: Measure) -> Finding:
    """The trend of one measure in one area.

    Args:
        series: the rows that have a period, oldest first, each period once.
        measure: what they are values of.

    Raises:
        ValueError: a row has no period, or comes before an earlier one.
    """
    periods = [row.period for row in series if row.period]
    ordered = all(a < b for a, b in pairwise(periods))
    if len(periods) < len(series) or not ordered:
        raise ValueError(f"the rows of {measure.measure} are not in order of time")
    if measure.value_type is ValueType.PERCENTAGE_CHANGE:
        return missing("each value is itself a change")
    if not periods:
        return missing("no value is held")
    latest = periods[-1]
    if latest.kind in _NOUNS:
        return charted(series, _NOUNS[latest.kind], measure)
    if latest.kind in _YEARS:
        return recent(series, latest, measure)
    return missing(f"{_length(latest)} periods overlap")


def _length(period: Period) -> str:
    """`12-month`, `three-year`."""
    if period.kind is PeriodType.ROLLING_YEARS:
        return f"{count_word(period.months // 12)}-year"
    return f"{period.months}-month"
