"""What is printed of a row's numbers: counts rounded, and what comes from them.

Percentages, rates and intervals come from counts as they were received; where the
measure has a rule, they leave with the measure's places and no digit more, because
further digits would tell the count. (NHS England, "Hospital Episode Statistics
analysis guide": rates are made from unrounded counts.)
"""

from dataclasses import dataclass, replace
from decimal import Decimal

from reportgen.evidence.intervals import Interval
from reportgen.evidence.limits import interval, wide
from reportgen.evidence.measures import Measure
from reportgen.evidence.observations import Observation
from reportgen.evidence.rules import Rule
from reportgen.formats import rounded, share
from reportgen.vocabulary import ValueType


@dataclass(frozen=True)
class Numbers:
    """All that a page, its data file and its charts may say of a row in numbers."""

    value: Decimal | None
    count: Decimal | None
    denominator: Decimal | None
    interval: Interval | None
    wide: Interval | None = None
    """Not under a rule: nothing but the data file has it, and each further number that
    comes from a count narrows it."""


NO_NUMBERS = Numbers(None, None, None, None)


def numbers(row: Observation, measure: Measure, rule: Rule) -> Numbers:
    """The numbers of a row as they are printed under a rule."""
    limits = interval(row, measure)
    if not rule.applies:
        held = wide(row, measure)
        return Numbers(row.value, row.count, row.denominator, limits, held)
    return Numbers(
        value=printed_value(row, measure, rule),
        count=_multiple(row.count, rule),
        denominator=_multiple(row.denominator, rule),
        interval=limits and _coarse(limits, measure.places),
    )


def printed_value(row: Observation, measure: Measure, rule: Rule) -> Decimal | None:
    """The value of a row as it is printed under a rule; None where none is held."""
    if row.value is None or not rule.applies:
        return row.value
    is_change = measure.value_type is ValueType.PERCENTAGE_CHANGE
    if measure.value_type is ValueType.COUNT or (is_change and rule.base > 1):
        return rule.round(row.value)
    written = row.value.as_tuple().exponent
    held = -written if isinstance(written, int) else 0
    places = min(measure.places, max(held, 0))  # no digit is printed that none wrote
    is_share = measure.value_type is ValueType.PERCENTAGE
    return share(row.value, places) if is_share else rounded(row.value, places)


def _multiple(count: Decimal | None, rule: Rule) -> Decimal | None:
    return None if count is None else rule.round(count)


def _coarse(limits: Interval, places: int) -> Interval:
    lower, upper = (
        float(rounded(Decimal(each), places)) for each in (limits.lower, limits.upper)
    )
    return replace(limits, lower=lower, upper=upper)
