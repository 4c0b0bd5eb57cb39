"""How far an axis reaches, so that every label beside a mark stays in the picture."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.evidence.disclosure import Published
from reportgen.evidence.outline import FigureKind
from reportgen.pages.points import Point

WIDTH = 627  # CSS px: the 166 mm between the page's margins
_LEFT = 178  # CSS px for the names, the same in every chart, so that plots align
LONGEST_NAME = 16  # characters of an area that fit above a mark
_RIGHT = 96  # CSS px for labels that stand right of the last mark
_RIGHT_BARS = 60  # CSS px: a number stands there, and no name
_LEFT_ALONE = 246  # CSS px where measures stand alone, with their longer names
_BESIDE, _ABOVE = 17, 4  # CSS px from a mark to its number, and to a name above it
_DIGIT = 7  # CSS px that a character of a label takes at most
_LETTER = 8  # CSS px that a character of a place's name takes, in bold


def margins(kind: FigureKind) -> tuple[int, int]:
    """CSS px for names on the left and for labels on the right."""
    left = _LEFT_ALONE if kind is FigureKind.RELATIVE_TO_ENGLAND else _LEFT
    return left, _RIGHT_BARS if kind is FigureKind.AMOUNTS else _RIGHT


@dataclass(frozen=True)
class _Label:
    """A text that stands beside a mark."""

    value: float
    """Where the mark stands."""
    room: int
    """CSS px from the mark to the text's end."""
    right: bool


def axis_range(
    points: Sequence[Point], published: Published, kind: FigureKind
) -> tuple[float, float]:
    """From zero, or from England's 100; further than the outermost mark and label.

    Args:
        points: at least one.
        published: for the names of the places.
        kind: how the figure is drawn.

    Returns:
        Lowest and highest value of the axis.
    """
    start = 100.0 if kind is FigureKind.RELATIVE_TO_ENGLAND else 0.0
    values = [start, *(p.value for p in points)]
    values += [p.england for p in points if p.england is not None]
    low, high = min(values), max(values)
    if kind is FigureKind.RELATIVE_TO_ENGLAND:
        high = max(high, low + 1)  # a hundredth of England, or the axis has no labels
    if kind is FigureKind.AMOUNTS:
        high = high * 1.02 or (0.0 if low else 1.0)
    else:
        high += (high - low or 1.0) * 0.04
    labels = _labels(points, published, kind)
    for _ in range(4):  # room on one side takes from the other, less each time
        low, high = _widened(low, high, labels, kind)
    return low, high


def _widened(
    low: float, high: float, labels: Sequence[_Label], kind: FigureKind
) -> tuple[float, float]:
    """The range in which every label ends within the picture, and right of the names.

    A label on the right may use the margin; one on the left ends in the plot.
    """
    left, right = margins(kind)
    plot = WIDTH - left - right  # CSS px
    for label in labels:
        if label.right:
            share = (plot + right - 2 - label.room) / plot
            high = max(high, low + (label.value - low) / share)
        else:
            share = label.room / plot
            low = min(low, (label.value - share * high) / (1 - share))
    return low, high


def _labels(
    points: Sequence[Point], published: Published, kind: FigureKind
) -> list[_Label]:
    """All texts beside marks, with the names above the first row's."""
    labels = [label for point in points for label in _labels_of(point, kind)]
    first = points[0]
    named = kind in {FigureKind.AGAINST_ENGLAND, FigureKind.CHANGES}
    if named and len(published.area) <= LONGEST_NAME:
        right = first.england is None or first.value >= first.england
        room = len(published.area) * _LETTER + _ABOVE
        labels.append(_Label(first.value, room, right))
        if first.england is not None:
            room = len(published.benchmark) * _LETTER + _ABOVE
            labels.append(_Label(first.england, room, not right))
    return labels


def _labels_of(point: Point, kind: FigureKind) -> list[_Label]:
    """The numbers of one row: of the area, and on the other side of England."""
    other = 100.0 if kind is FigureKind.RELATIVE_TO_ENGLAND else point.england
    if kind is FigureKind.AMOUNTS:
        other = 0.0
    right = other is None or point.value >= other
    labels = [_Label(point.value, len(point.printed) * _DIGIT + _BESIDE, right)]
    if point.england is not None:
        room = len(point.england_printed) * _DIGIT + _BESIDE
        labels.append(_Label(point.england, room, not right))
    return labels
