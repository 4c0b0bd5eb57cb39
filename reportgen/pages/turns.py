"""The way of a series: where it turns, whether it is too jumpy to have a way at all.

Everything is worked out from values that may be compared; a small stir is no turn.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from statistics import median, quantiles

from reportgen.formats import MINUS
from reportgen.pages.bends import LEAST, bends
from reportgen.pages.courses import Moment
from reportgen.vocabulary import Marker

_TOLD = 2  # turns that are told; a listener keeps no more
_ENOUGH = 8  # values that a series needs before it can be called jumpy
_USUAL = 2  # usual steps: a series that gets no further than these went nowhere
_MOSTLY = 0.9  # of the values
_FENCE = 1.5  # of the distance between the quartiles: Tukey 1977
_ABOVE = Decimal("1e-9")  # what rounds to zero is not zero


@dataclass(frozen=True)
class Way:
    """From the first value to the last, by the turns between."""

    first: Moment
    turns: tuple[Moment, ...]
    """At most two, oldest first: the bends of the line, but for those that lie less
    than a quarter of its range from its first or last value."""
    last: Moment
    flat: bool
    """Whether all values are printed alike."""
    winding: bool
    """Whether there are more turns than these."""
    jumpy: bool
    """Whether first and last say nothing: there are at least eight values and, without
    those that stand out, two turns, and the last is no further from the first than two
    usual steps from one period to the next, the usual one being the median."""

    @property
    def points(self) -> tuple[Moment, ...]:
        """First, turns and last."""
        return (self.first, *self.turns, self.last)


def way(moments: Sequence[Moment]) -> Way:
    """The way of values that may be compared.

    Args:
        moments: at least one, oldest first, without a break between them.
    """
    levels = [level(moment) for moment in moments]
    every = len(_turns(levels, None))
    return Way(
        first=moments[0],
        turns=tuple(moments[place] for place in _turns(levels, _TOLD)),
        last=moments[-1],
        flat=len(set(levels)) == 1,
        winding=every > _TOLD,
        jumpy=_jumpy(moments),
    )


def _turns(levels: Sequence[Decimal], most: int | None) -> list[int]:
    """The bends that are clear of both ends; a rise that slips a little is a rise."""
    found = bends(levels, most)
    least = (max(levels) - min(levels)) * LEAST
    while found and abs(levels[found[0]] - levels[0]) < least:
        found.pop(0)
    while found and abs(levels[found[-1]] - levels[-1]) < least:
        found.pop()
    return found


def level(moment: Moment) -> Decimal:
    """A value as it is printed: what is printed alike did not move."""
    digits = "".join(sign for sign in moment.bare if sign.isdigit() or sign == ".")
    printed = Decimal(digits) * (-1 if MINUS in moment.bare else 1)
    return printed + _ABOVE if Marker.LOW in moment.marks else printed


def _jumpy(moments: Sequence[Moment]) -> bool:
    """Turns are counted without the values that stand out: they hide all others."""
    if len(moments) < _ENOUGH:
        return False
    apart = {moment.period for moment in outstanding(moments)}
    calm = [level(moment) for moment in moments if moment.period not in apart]
    if len(_turns(calm, None)) < _TOLD:
        return False
    levels = [level(moment) for moment in moments]
    steps = [abs(after - before) for before, after in pairwise(levels)]
    return abs(levels[-1] - levels[0]) <= _USUAL * median(steps)


def mostly(moments: Sequence[Moment]) -> tuple[Moment, Moment]:
    """The ends of the narrowest span that holds nine values in ten.

    Of spans that are equally narrow, the highest.
    """
    ranked = sorted(moments, key=lambda moment: moment.value)
    count = -int(-len(ranked) * _MOSTLY // 1)
    spans = [
        (ranked[start], ranked[start + count - 1])
        for start in range(len(ranked) - count + 1)
    ]
    return min(reversed(spans), key=lambda span: round(_width(span), 9))


def _width(span: tuple[Moment, Moment]) -> float:
    return span[1].value - span[0].value


def outstanding(moments: Sequence[Moment]) -> list[Moment]:
    """The values that lie far from all others, oldest first.

    More than one and a half times the distance between the quartiles beyond them
    (Tukey, Exploratory Data Analysis, 1977). The quartiles are of the sound values.

    Args:
        moments: two or more of them sound, oldest first.
    """
    sound = [moment.value for moment in moments if moment.sound]
    lower, _, upper = quantiles(sound, n=4, method="inclusive")
    beyond = _FENCE * (upper - lower)
    low, high = lower - beyond, upper + beyond
    return [moment for moment in moments if not low <= moment.value <= high]
