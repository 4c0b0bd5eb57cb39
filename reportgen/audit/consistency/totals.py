"""Totals held against their parts, and shares against the whole that they divide.

| of                    | with its parts                                            |
|-----------------------|-----------------------------------------------------------|
| a percentage change   | lies between the lowest and the highest of them           |
| a mean                | lies between them too                                     |
| a percentage, a rate  | is not below the lowest, nor above the highest and the sum |
| a count, a volume     | is their sum                                              |
| shares of a count     | sum to 100                                                |

The change of a whole is the mean of its parts' changes, weighted by their size at the
baseline, and a mean lies between what it is the mean of. Percentages and rates may be
of one denominator (then they add up) or of one each (then they are averaged), so both
are allowed. Numbers are judged as they are printed: each may be off by half of its last
digit, and by 2.5 where all of them are multiples of five, as the NDTMS rounds, or the
measure's own rule rounds it so. The area's numbers are judged, and England's.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportgen.audit.consistency.scope import (
    SIDES,
    Check,
    Scope,
    doubt,
    same_days,
    series,
    sides,
)
from reportgen.errors import Fault, Slug
from reportgen.evidence.disclosure import PublishedIndicator, PublishedValue
from reportgen.pages import slots
from reportgen.vocabulary import ValueType

Group = tuple[PublishedIndicator, str, Sequence[PublishedIndicator]]
"""A whole, what divides it, and all its parts."""

_BETWEEN = {ValueType.PERCENTAGE_CHANGE, ValueType.MEAN}
_EITHER = {ValueType.PERCENTAGE, ValueType.RATE}
_SUMMED = {ValueType.COUNT, ValueType.VOLUME}
_HUNDRED = Decimal(100)
_FIVE, _ROUNDED, _BY_RULE = 5, Decimal("2.5"), "round to 5"
_CURE = "one of these numbers is wrong; ask the source"


def check_totals(scope: Scope) -> Check:
    """Every whole that is shown, with every division of it.

    Judged only where every part has a value of the same time: a missing one may
    settle it.
    """
    groups = list(_groups(scope))
    faults = [fault for group in groups for fault in _judged(group)]
    return Check({"totals": len(groups)}, tuple(faults))


def _groups(scope: Scope) -> Iterator[Group]:
    by_id = {one.measure.measure: one for one in scope.shown}
    found: dict[tuple[str, str], list[PublishedIndicator]] = {}
    for one in scope.published.values():
        if one.measure.part_of in by_id:
            key = (one.measure.part_of, one.measure.part_by)
            found.setdefault(key, []).append(one)
    for (whole, by), parts in found.items():
        if len(parts) > 1:  # one part is no division
            yield by_id[whole], by, parts


def _judged(group: Group) -> list[Fault]:
    whole, _, parts = group
    kinds = {part.measure.value_type for part in parts}
    if kinds == {ValueType.PERCENTAGE} and whole.measure.value_type in _SUMMED:
        return _shares(group)
    if kinds != {whole.measure.value_type}:
        return []
    return [fault for side in SIDES for fault in _first_outside(group, side)]


def _first_outside(group: Group, side: str) -> list[Fault]:
    """The latest time at which a total is not what its parts make."""
    whole, _, parts = group
    slack = _Slack(whole, parts)
    for total, held in _moments(whole, parts, side):
        low, high = _limits(whole.measure.value_type, held)
        off = slack.of([total, *held])
        if total.value is not None and not low - off <= total.value <= high + off:
            return _outside(group, side, [total, *held])
    return []


def _moments(
    whole: PublishedIndicator, parts: Sequence[PublishedIndicator], side: str
) -> Iterator[tuple[PublishedValue, Sequence[PublishedValue]]]:
    """The total and its parts at each time that all of them have, latest first."""
    for total in dict.fromkeys(series(whole, side)):
        held = [_at(total, part, side) for part in parts]
        found = [value for value in held if value is not None]
        if total.value is not None and len(found) == len(parts):
            yield total, found


def _at(
    total: PublishedValue, part: PublishedIndicator, side: str
) -> PublishedValue | None:
    same = [value for value in series(part, side) if same_days(value, total)]
    return next((value for value in same if value.value is not None), None)


def _limits(
    kind: ValueType, parts: Sequence[PublishedValue]
) -> tuple[Decimal, Decimal]:
    """Between which numbers the total lies."""
    values = [part.value for part in parts if part.value is not None]
    together = sum(values, Decimal(0))
    if kind in _SUMMED:
        return together, together
    highest = max(values)
    return min(values), max(highest, together) if kind in _EITHER else highest


@dataclass(frozen=True)
class _Slack:
    """How far rounding may part a total and its parts."""

    whole: PublishedIndicator
    parts: Sequence[PublishedIndicator]

    def of(self, values: Sequence[PublishedValue]) -> Decimal:
        """Of the total and its parts, in this order."""
        numbers = [value.value or Decimal(0) for value in values]
        halves = [half(number) for number in numbers]
        if self.whole.measure.value_type not in _SUMMED:
            return halves[0] + max(halves[1:])
        fives = all(number % _FIVE == 0 for number in numbers)
        measures = [one.measure for one in (self.whole, *self.parts)]
        rounded = [fives or _BY_RULE in one.disclosure_rule for one in measures]
        printed = any(number % 1 for number in numbers)  # whole people are whole
        return sum(
            (
                _ROUNDED if five else own if printed else Decimal(0)
                for five, own in zip(rounded, halves, strict=True)
            ),
            Decimal(0),
        )


def half(number: Decimal) -> Decimal:
    """Half of the last digit of a number as it is written: 0.05 of 4.8."""
    exponent = number.as_tuple().exponent
    return Decimal(5).scaleb((exponent if isinstance(exponent, int) else 0) - 1)


def _outside(group: Group, side: str, values: Sequence[PublishedValue]) -> list[Fault]:
    whole, by, parts = group
    total, *held = values
    summed = whole.measure.value_type in _SUMMED
    told = " and ".join(
        slots.with_unit(value, part.measure)
        for part, value in zip(parts, held, strict=True)
    )
    name = (
        whole.measure.measure if side == "value" else f"{whole.measure.measure}.{side}"
    )
    when = "" if total is dict(sides(whole))[side] else f" in {total.period}"
    why = "is not the sum of" if summed else "cannot lie outside"
    is_so = f"{name} is {slots.with_unit(total, whole.measure)}{when}"
    what = f"{is_so}, which {why} its parts by {by}: {told}"
    about = tuple(f"{one.measure.measure}.{side}" for one in (whole, *parts))
    slug = Slug.TOTAL_OUTSIDE_PARTS
    return doubt(slug, total, (what, _CURE), about, held)


def _shares(group: Group) -> list[Fault]:
    """Percentages of one whole, which together are all of it."""
    whole, by, parts = group
    held = [part.area for part in parts]
    alike = all(same_days(one, held[0]) for one in held)
    numbers = [value.value for value in held if value.value is not None]
    together = sum(numbers, Decimal(0))
    slack = sum((half(number) for number in numbers), Decimal(0))
    if not alike or len(numbers) < len(held) or abs(together - _HUNDRED) <= slack:
        return []
    told = " and ".join(slots.with_unit(one.area, one.measure) for one in parts)
    name = whole.measure.measure
    what = f"the shares of {name} by {by} make {together}% and not 100%: {told}"
    about = tuple(f"{part.measure.measure}.value" for part in parts)
    slug = Slug.PARTS_NOT_A_HUNDRED
    return doubt(slug, held[0], (what, _CURE), about, held)
