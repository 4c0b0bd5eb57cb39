"""When a missing value is to be expected."""

from calendar import monthrange
from datetime import date

from reportgen.evidence.measures import Measure
from reportgen.evidence.observations import Observation
from reportgen.vocabulary import Absence

_BY_CALENDAR = {Absence.NOT_DUE, Absence.LATE}
"""Kinds whose date follows from when the source publishes."""


def expected_by(row: Observation, measure: Measure) -> date | None:
    """The day by which the value of a row is to come; None where nobody knows.

    The row's own `expected_by`. Else, for a value that is not due yet or late, the end
    of the month that lies the measure's `update_lag` after the end of the row's period:
    a quarter to March with a lag of 6 is expected by the end of September. For other
    kinds of absence the source's calendar says nothing, so only people can know.
    """
    if row.value is not None:
        return None
    if row.expected_by is not None:
        return row.expected_by
    lag = measure.update_lag
    if row.absence not in _BY_CALENDAR or row.period is None or lag is None:
        return None
    end = row.period.end
    years, month = divmod(end.month - 1 + int(lag), 12)
    year = end.year + years
    return date(year, month + 1, monthrange(year, month + 1)[1])
