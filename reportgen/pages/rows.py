"""The rows of a chart: where each stands, what it is called, how high all are."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.evidence.outline import FigureKind
from reportgen.pages.canvas import stacked
from reportgen.pages.lettering import LINE_HEIGHT, wrapped
from reportgen.pages.points import Point

TOP, BOTTOM = 24, 30
"""CSS px above the rows, for the names of the marks, and below, for the axis."""
_LEFT = 178  # CSS px for the names, the same in every chart, so that plots align
_LEFT_ALONE = 246  # CSS px where measures stand alone, with their longer names
_PAD = 10  # CSS px from a name to the plot, and from the picture's edge
_LINES = 3  # of a name; what is longer ends in dots, and stands in the alternative
_ROW, _LOW_ROW = 31, 25  # CSS px a measure takes, with few of them and with many
_FEW, _MANY = 10, 18  # from more rows on they stand closer; from still more, wider
_LAST = 4  # CSS px below the last row
_GAP = 0.4  # of a row, above a group of its own
_SHEET = 750  # CSS px that a page has for a drawing, with the figure's words


@dataclass(frozen=True)
class Rows:
    """The rows of a chart, from top to bottom."""

    names: tuple[str, ...]
    """As plotly breaks them into lines."""
    places: tuple[float, ...]
    """Middles, in rows from that of the first."""
    height: int
    """CSS px of all rows together."""
    left: int
    """CSS px for the names."""

    @property
    def reach(self) -> tuple[float, float]:
        """The axis of names, from its lower end to its upper."""
        return self.places[-1] + 0.5, -0.5

    @property
    def between(self) -> list[float]:
        """Where a hairline parts two groups."""
        steps = zip(self.places, self.places[1:], strict=False)
        return [(a + b) / 2 for a, b in steps if b - a > 1 + _GAP / 2]


def rows(points: Sequence[Point], kind: FigureKind) -> Rows:
    """The rows of these points: as high as the longest name needs.

    Args:
        points: at least one, from top to bottom.
        kind: how the figure is drawn.
    """
    alone = kind is FigureKind.RELATIVE_TO_ENGLAND or len(points) > _MANY
    left = _LEFT_ALONE if alone else _LEFT
    places = _places(points)
    row = _ROW if len(points) <= _FEW else _LOW_ROW
    for most in range(_LINES, 0, -1):
        names = [wrapped(point.label, left - _PAD, most) for point in points]
        lines = max(map(len, names))
        each = max(row, lines * LINE_HEIGHT + _LAST)
        height = round((places[-1] + 1) * each) + _LAST
        if height <= _SHEET:
            break
    return Rows(tuple(map(stacked, names)), places, height, left)


def _places(points: Sequence[Point]) -> tuple[float, ...]:
    places, place = [], -1.0
    for point in points:
        place += 1 + (_GAP if point.apart else 0)
        places.append(place)
    return tuple(places)
