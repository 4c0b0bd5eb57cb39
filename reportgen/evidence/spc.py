"""Statistical process control: whether the latest months or quarters stand out.

An XmR chart (individual values and moving ranges) as the NHS programme "Making Data
Count" uses it: the average of all values, and limits 2.66 average moving ranges on
either side of it. No value is left out of the average or the ranges, as in the
programme's own spreadsheets (the R package NHSRplotthedots leaves outliers out of the
ranges unless told otherwise). Read with "Making Data Count: strengthening your
decisions", NHS England, and D. J. Wheeler, "Understanding Variation" (1993).

Values are computed exactly, as fractions: a value that is the average is not above it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from itertools import pairwise, takewhile

POINTS = 12
"""Values in a row that a chart needs."""
RUN = 7
"""Values in a row that make a run."""
_LIMIT = Fraction(266, 100)  # average moving ranges: three sigma, 3 / 1.128
_NEAR = _LIMIT * 2 / 3  # two sigma


@dataclass(frozen=True)
class Chart:
    """An XmR chart."""

    values: tuple[Fraction, ...]
    """Oldest first, one period apart."""
    mean: Fraction
    spread: Fraction
    """The mean moving range: of the distances between neighbours."""

    @property
    def upper(self) -> Fraction:
        """The upper limit: what chance is hardly ever above."""
        return self.mean + _LIMIT * self.spread

    @property
    def lower(self) -> Fraction:
        """The lower limit, which may lie below zero."""
        return self.mean - _LIMIT * self.spread


class Sign(Enum):
    """What the latest values do that chance hardly explains, the clearest first."""

    MOVING = "each of seven or more is above, or below, the one before"
    ONE_SIDE = "seven or more are on one side of the average"
    OUTSIDE = "the latest is outside the limits"
    NEAR = "two of three are beyond two sigma on one side, the latest among them"


@dataclass(frozen=True)
class Signal:
    """A sign, on which side, and how many of the latest values show it."""

    sign: Sign
    up: bool
    """Upwards: above the average, or rising."""
    length: int


def chart(values: Sequence[Decimal]) -> Chart:
    """The chart of values one period apart, oldest first.

    Raises:
        ValueError: fewer than twelve values.
    """
    if len(values) < POINTS:
        raise ValueError(f"a chart needs {POINTS} values, not {len(values)}")
    exact = tuple(Fraction(value) for value in values)
    ranges = [abs(later - earlier) for earlier, later in pairwise(exact)]
    mean, spread = sum(exact, Fraction(0)) / len(exact), sum(ranges, Fraction(0))
    return Chart(exact, mean, spread / len(ranges))


def signal(held: Chart) -> Signal | None:
    """What the latest values show; None where chance explains them.

    Only signs that the latest value takes part in: one that has ended is not today's. A
    run that rises below the average is rising, so what moves is asked first; the other
    signs can never point in two directions.
    """
    for look in (_moving, _one_side, _outside, _near):
        found = look(held)
        if found:
            return found
    return None


def _moving(held: Chart) -> Signal | None:
    steps = [later - earlier for earlier, later in pairwise(held.values)][::-1]
    length = 1 + _alike(steps)
    return Signal(Sign.MOVING, steps[0] > 0, length) if length >= RUN else None


def _outside(held: Chart) -> Signal | None:
    latest = held.values[-1]
    if held.lower <= latest <= held.upper:
        return None
    return Signal(Sign.OUTSIDE, latest > held.upper, 1)


def _one_side(held: Chart) -> Signal | None:
    apart = [value - held.mean for value in held.values][::-1]
    length = _alike(apart)
    return Signal(Sign.ONE_SIDE, apart[0] > 0, length) if length >= RUN else None


def _near(held: Chart) -> Signal | None:
    apart, edge = [value - held.mean for value in held.values], _NEAR * held.spread
    sides: dict[bool, Callable[[Fraction], bool]] = {
        True: lambda one: one > edge,
        False: lambda one: one < -edge,
    }
    for up, beyond in sides.items():
        count = sum(beyond(one) for one in apart[-3:])
        if beyond(apart[-1]) and count > 1:
            return Signal(Sign.NEAR, up, count)
    return None


def _alike(newest_first: Sequence[Fraction]) -> int:
    """How many from the newest on have one sign; a zero has none."""
    first = newest_first[0]
    return len(list(takewhile(lambda one: one * first > 0, newest_first)))
