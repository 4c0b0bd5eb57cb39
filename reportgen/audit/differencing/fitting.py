"""Which counts fit a percentage or a rate, and its confidence limits.

Percentages, rates and limits are worked out from unrounded counts and printed beside
rounded ones. Somebody who tries all counts and denominators that are printed alike
finds which of them give the printed value and limits, and so may we.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from reportgen.evidence.intervals import Interval, rate, wilson
from reportgen.evidence.measures import Measure
from reportgen.formats import rounded
from reportgen.vocabulary import ValueType

_PERCENT = Decimal(100)
_HALF = Decimal("0.55")  # what was rounded twice may lie a little farther off


@dataclass(frozen=True)
class Quotient:
    """A count over a denominator as it is printed, with all that is printed of both."""

    measure: Measure
    value: Decimal
    counts: range
    denominators: range
    limits: tuple[Decimal, Decimal] | None
    """As printed; None where they are not computed from the counts."""

    @property
    def per(self) -> Decimal | None:
        """Of how many it counts; None where nobody says."""
        is_share = self.measure.value_type is ValueType.PERCENTAGE
        return _PERCENT if is_share else self.measure.per


def coarser(one: Quotient, places: int) -> Quotient:
    """The same, printed with so many decimals."""
    limits = one.limits and (
        rounded(one.limits[0], places),
        rounded(one.limits[1], places),
    )
    return replace(one, value=rounded(one.value, places), limits=limits)


def fitting(one: Quotient) -> tuple[int, ...]:
    """The counts that fit, rising; all of them where it is not said of how many."""
    per = one.per
    if per is None:
        return tuple(one.counts)
    return tuple(sorted({count for count, _ in _pairs(one, Fraction(per))}))


def _pairs(one: Quotient, per: Fraction) -> Iterator[tuple[int, int]]:
    """Counts and denominators that give the value, and the limits."""
    low, high = (Fraction(end) / per for end in _ends(one))
    for below in one.denominators:
        first = max(ceil(low * below), one.counts.start)
        last = min(floor(high * below), one.counts.stop - 1)
        for count in range(first, last + 1):
            if below and _has_limits(one, count, below):
                yield count, below


def _ends(one: Quotient) -> tuple[Decimal, Decimal]:
    """Between which the value lies; what is not quite 0 or 100 is not printed so."""
    step = _step(one.value)
    low, high = one.value - step * _HALF, one.value + step * _HALF
    if one.measure.value_type is ValueType.PERCENTAGE:
        low = Decimal(0) if one.value <= step else low
        high = _PERCENT if one.value >= _PERCENT - step else high
    return low, high


def _step(value: Decimal) -> Decimal:
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(min(exponent, 0) if isinstance(exponent, int) else 0)


def _has_limits(one: Quotient, count: int, denominator: int) -> bool:
    """Whether count and denominator give the limits, as far as they are printed."""
    if one.limits is None:
        return True
    interval = _interval(one, Decimal(count), Decimal(denominator))
    if interval is None:
        return False
    return all(
        abs(Decimal(exact) - printed) <= _step(printed) / 2
        for exact, printed in zip(
            (interval.lower, interval.upper), one.limits, strict=True
        )
    )


def _interval(one: Quotient, count: Decimal, denominator: Decimal) -> Interval | None:
    if one.measure.value_type is ValueType.PERCENTAGE:
        is_share = count <= denominator
        return wilson(count, denominator).times(100) if is_share else None
    return rate(count, denominator, one.per or Decimal(1))
