"""How far axes reach and what is printed on them: values upwards, time to the right."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from reportgen import formats
from reportgen.pages.canvas import Canvas, Spot, stacked
from reportgen.pages.courses import middle
from reportgen.pages.lettering import breadth
from reportgen.pages.palette import WIDTH
from reportgen.periods import Period, PeriodType

_INTERVALS = 6  # between gridlines, at most
_TIGHT = 0.25  # of the highest value: a narrower band would be flat from zero


@dataclass(frozen=True)
class Scale:
    """From the lowest gridline to the highest."""

    ticks: Mapping[float, str]
    """Value and label of each gridline, from the lowest; two or more."""
    from_zero: bool

    @property
    def low(self) -> float:
        """The lowest gridline."""
        return min(self.ticks)

    @property
    def high(self) -> float:
        """The highest gridline."""
        return max(self.ticks)


def scale(values: Sequence[float], places: int, unit: str = "") -> Scale:
    """The scale that holds all values.

    It begins at zero, unless the values lie so close together, far from zero, that
    nothing could be seen.

    Args:
        values: at least one, with the limits of intervals.
        places: after the point of the values; gridlines lie no closer than that.
        unit: what stands after each label, such as `%`.
    """
    low, high = min(values), max(values)
    from_zero = not 0 < high - low < _TIGHT * max(abs(low), abs(high))
    if from_zero or low <= 0 <= high:
        low, high, from_zero = min(low, 0.0), max(high, 0.0), True
    apart = step((high - low or 1.0) / _INTERVALS, 10.0**-places)
    first, last = _ends(low, high, apart)
    decimals = max(0, -math.floor(math.log10(apart) + 1e-9))
    ticks = (round(number * apart, decimals) for number in range(first, last + 1))
    return Scale({tick: _label(tick, decimals) + unit for tick in ticks}, from_zero)


def _label(tick: float, decimals: int) -> str:
    return formats.number(Decimal(repr(tick)), decimals)


def _ends(low: float, high: float, step: float) -> tuple[int, int]:
    """The gridlines that hold both, as numbers of steps; never one alone."""
    first = math.floor(low / step + 1e-9)
    last = math.ceil(high / step - 1e-9)
    return first, max(last, first + 1)


def step(least: float, finest: float) -> float:
    """1, 2 or 5 times a power of ten, and not below either."""
    least = max(least, finest) * (1 - 1e-9)
    power = 10.0 ** math.floor(math.log10(least))
    return next(power * size for size in (1, 2, 5, 10) if power * size >= least)


@dataclass(frozen=True)
class Plane:
    """The plot of a chart over time: which days and values stand where."""

    canvas: Canvas
    first: float
    """Day of the first value."""
    last: float
    scale: Scale
    inset: float = 8
    """CSS px between the plot's edges and the first and last value."""
    spare: float = 2
    """CSS px above the highest gridline."""

    @property
    def days(self) -> tuple[float, float]:
        """The days at the plot's edges; one day alone stands in the middle."""
        if self.last <= self.first:
            return self.first - 1, self.last + 1
        edge = (self.last - self.first) * self.inset
        edge /= self.canvas.across - 2 * self.inset
        return self.first - edge, self.last + edge

    @property
    def values(self) -> tuple[float, float]:
        """The values at the plot's edges; plotly drops a gridline at the very edge."""
        spare = (self.scale.high - self.scale.low) * self.spare
        spare /= self.canvas.down - self.spare
        return self.scale.low, self.scale.high + spare

    def along(self, day: float) -> float:
        """CSS px from the left."""
        start, end = self.days
        share = (day - start) / (end - start)
        return self.canvas.left + share * self.canvas.across

    def spot(self, day: float, value: float) -> Spot:
        """CSS px from the left and from the top."""
        low, high = self.values
        share = (high - value) / (high - low)
        return self.along(day), self.canvas.top + share * self.canvas.down


_MOST = 7  # labels of periods
_APART = 12  # CSS px between them
_CLEAR = 0.6  # of the way from label to label: nearer to the first, one is left out
_EVERY = {1: (1, 2, 3, 6, 12, 24, 36, 60, 120), 3: (1, 2, 4, 8, 12, 20, 40, 80)}
_EVERY_YEAR = (1, 2, 3, 4, 5, 10, 20, 50, 100)


def told(period: Period) -> list[str]:
    """A period as an axis prints it, in one line or two."""
    if period.kind is PeriodType.ROLLING_MONTHS:
        span, _, end = str(period).partition(" to ")
        return [f"{span} to", end]
    return [str(period)]


def time_ticks(
    periods: Sequence[Period], along: Callable[[float], float], most: int = _MOST
) -> dict[float, str]:
    """The periods that are printed below the axis: the first, the last, some between.

    Args:
        periods: all that are shown, with and without a value, oldest first.
        along: CSS px from the left of the picture to a day.
        most: labels.
    """
    for every in (*_every(periods), len(periods)):
        chosen = _chosen(periods, every)
        if len(chosen) <= most and _fit(chosen, along):
            break
    else:
        chosen = list(periods[-1:])
    return {middle(one): stacked(told(one)) for one in chosen}


def _chosen(periods: Sequence[Period], every: int) -> list[Period]:
    """The first, and from the last back every so many that are well clear of it."""
    last = len(periods) - 1
    backwards = range(last, 0, -every)
    clear = [
        number for number in backwards if number > _CLEAR * every or number == last
    ]
    return [periods[number] for number in sorted({0, *clear})]


def _every(periods: Sequence[Period]) -> tuple[int, ...]:
    """How many periods to go from label to label: years keep to their month."""
    steps = {
        (other.end.year - one.end.year) * 12 + other.end.month - one.end.month
        for one, other in pairwise(periods)
    }
    return _EVERY.get(max(steps, default=12), _EVERY_YEAR)


def _fit(chosen: Sequence[Period], along: Callable[[float], float]) -> bool:
    """Whether the labels stay clear of each other and inside the picture."""
    halves = [max(map(breadth, told(one))) / 2 for one in chosen]
    centres = [along(middle(one)) for one in chosen]
    ends = list(zip(centres, halves, strict=True))
    apart = all(b - hb - a - ha >= _APART for (a, ha), (b, hb) in pairwise(ends))
    return apart and ends[0][0] >= ends[0][1] and sum(ends[-1]) <= WIDTH
