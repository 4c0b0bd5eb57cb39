"""How far an axis of values reaches, and where its gridlines stand."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from reportgen import formats
from reportgen.evidence.outline import FigureKind
from reportgen.pages.labels import Label
from reportgen.pages.lettering import breadth
from reportgen.pages.points import ENGLAND, OF_CHANGE, Point
from reportgen.pages.scales import step

_TENTH = 10.0  # of England's 100: a narrower axis would make much of little
_EDGE = 0.04  # of the range, beyond the outermost mark
_FROM_NAMES = 12  # CSS px, at least, from a number to the names on its left
_TICKS = 6  # gridlines, at most
_APART = 8  # CSS px between the labels of two gridlines


@dataclass(frozen=True)
class Reach:
    """From the axis's lower end to its upper, and the room that it has for them."""

    low: float
    high: float
    plot: float
    """CSS px between the two."""

    def px(self, value: float) -> float:
        """CSS px from the lower end."""
        return (value - self.low) / (self.high - self.low) * self.plot

    def settled(self, label: Label) -> Label:
        """The label where this axis leaves it room."""
        return label.settled(self.px(label.value) - self.px(0.0))


def reach(
    points: Sequence[Point],
    labels: Sequence[Label],
    kind: FigureKind,
    room: tuple[float, float],
) -> Reach:
    """From zero, or from England's 100; further than the outermost mark and label.

    Args:
        points: at least one.
        labels: beside the marks.
        kind: how the figure is drawn.
        room: CSS px of the plot, and of the margin on its right.
    """
    plot, margin = room
    found = Reach(*_of_marks(points, kind), plot)
    for _ in range(4):  # room on one side takes from the other, less each time
        for label in labels:
            found = _widened(found, found.settled(label), margin)
    return found


def _of_marks(points: Sequence[Point], kind: FigureKind) -> tuple[float, float]:
    start = [0.0]
    if kind is FigureKind.RELATIVE_TO_ENGLAND:
        start = [ENGLAND - _TENTH, ENGLAND + _TENTH]
    values = start + [end for p in points for end in (p.value, p.low, p.high)]
    values += [p.england for p in points if p.england is not None]
    low, high = min(values), max(values)
    high = high if high > low else low + 1
    edge = (high - low) * _EDGE
    if kind is FigureKind.AMOUNTS:
        return low, high + (edge / 2 if high > 0 else 0)
    # A mark on zero would else touch the name beside it.
    at_edge = kind in OF_CHANGE or min(values[len(start) :]) < low + edge / 2
    return (low - edge if at_edge else low), high + edge


def _widened(within: Reach, label: Label, margin: float) -> Reach:
    """The range in which a label ends within the picture, and right of the names.

    A label on the right may use the margin; one on the left ends in the plot.
    """
    low, high, plot = within.low, within.high, within.plot
    taken = label.gap + label.breadth
    if label.right:
        share = (plot + margin - 2 - taken) / plot
        return Reach(low, max(high, low + (label.value - low) / share), plot)
    share = (taken + _FROM_NAMES) / plot
    return Reach(min(low, (label.value - share * high) / (1 - share)), high, plot)


def gridlines(
    points: Sequence[Point], kind: FigureKind, within: Reach
) -> dict[float, str]:
    """Values and labels of the gridlines: round numbers, none where nothing can lie.

    Args:
        points: at least one; without one below zero, no gridline is below zero.
        kind: how the figure is drawn.
        within: the axis.
    """
    below = any(min(p.low, p.england or 0.0) < 0 for p in points)
    low = within.low if below else max(0.0, within.low)
    if not any(p.low or p.high or p.england for p in points):
        return {0.0: "0"}
    unit = "%" if kind is FigureKind.CHANGES else ""
    if kind is FigureKind.CHANGE_SINCE and not _in_points(points):
        unit = "%"
    finest = 10.0 ** -max(p.indicator.measure.places for p in points)
    found: dict[float, str] = {}
    for most in range(_TICKS, 0, -1):
        apart = step((within.high - low) / most, finest)
        signed = kind in OF_CHANGE
        found = _labelled(low, within.high, apart, unit, signed=signed)
        if _fit(found, within):
            break
    return found


def _in_points(points: Sequence[Point]) -> bool:
    return any(p.movement is not None and p.movement.in_points for p in points)


def _labelled(
    low: float, high: float, apart: float, unit: str, *, signed: bool
) -> dict[float, str]:
    places = max(0, -math.floor(math.log10(apart) + 1e-9))
    first, last = math.ceil(low / apart - 1e-9), math.floor(high / apart + 1e-9)
    found = {}
    for number in range(first, last + 1):
        value = Decimal(repr(round(number * apart, places)))
        write = formats.signed if signed else formats.number
        found[float(value)] = write(value, places) + unit if number else "0"
    return found


def _fit(ticks: dict[float, str], within: Reach) -> bool:
    """Whether the labels stay clear of each other."""
    ends = [(within.px(value), breadth(text) / 2) for value, text in ticks.items()]
    return all(b - hb - a - ha >= _APART for (a, ha), (b, hb) in pairwise(ends))
