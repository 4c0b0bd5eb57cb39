"""Percentage changes held against the counts that they were worked out from.

A change is (end - start) / start of the counts of another measure (`change_of`), from
the period `baseline` to its own. Both are judged as printed: the change may be off by
half of its last digit, and each count by 2.5 where both are multiples of five.
"""

from collections.abc import Sequence
from decimal import Decimal

from reportgen import periods
from reportgen.audit.consistency.scope import Check, Scope, doubt, same_days
from reportgen.audit.consistency.totals import half
from reportgen.errors import Fault, Slug
from reportgen.evidence.disclosure import PublishedIndicator, PublishedValue
from reportgen.pages import slots

_FIVE, _ROUNDED, _ALL = 5, Decimal("2.5"), Decimal(100)


def check_changes(scope: Scope) -> Check:
    """Every shown change whose counts are held."""
    faults: list[Fault] = []
    count = 0
    for one in scope.shown:
        other = scope.published.get(one.measure.change_of)
        ends = _ends(one, other) if other else ()
        if other and ends:
            count += 1
            faults += _unlike(one, other, ends)
    return Check({"changes and their counts": count}, tuple(faults))


def _ends(
    one: PublishedIndicator, other: PublishedIndicator
) -> Sequence[PublishedValue]:
    """The counts at the baseline and at the change's own period; both or none."""
    if one.area.value is None or one.measure.baseline is None:
        return ()
    held = [value for value in (*other.history, other.area) if value.value is not None]
    baseline = one.measure.baseline
    start = [value for value in held if periods.same_days(value.period, baseline)]
    end = [value for value in held if same_days(value, one.area)]
    return (start[-1], end[-1]) if start and end and start[-1].value else ()


def _unlike(
    one: PublishedIndicator, other: PublishedIndicator, ends: Sequence[PublishedValue]
) -> list[Fault]:
    start, end = (value.value or Decimal(0) for value in ends)
    claimed = one.area.value or Decimal(0)
    rounded = start % _FIVE == end % _FIVE == 0
    off = _ROUNDED if rounded else Decimal(0)
    low = (end - off) / (start + off) * _ALL - _ALL
    high = (end + off) / max(start - off, Decimal(1)) * _ALL - _ALL
    if low - half(claimed) <= claimed <= high + half(claimed):
        return []
    name, counted = one.measure.measure, other.measure.measure
    before, after = (slots.with_unit(value, other.measure) for value in ends)
    what = (
        f"{name} is {slots.with_unit(one.area, one.measure)}, but {counted} went from "
        f"{before} in {ends[0].period} to {after} in {ends[1].period}, which is "
        f"{(end - start) / start * _ALL:+.1f}%"
    )
    cure = "find out which of the three is wrong, and add a row with the right one"
    about = (f"{name}.value", f"{counted}.value")
    return doubt(Slug.VALUES_DISAGREE, one.area, (what, cure), about, ends)
