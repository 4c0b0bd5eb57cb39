"""Labels beside marks: what they say, where they begin, on which side they stand.

Numbers stand on the outer sides of a row's two marks, so that no label meets another,
and beyond the ends of an interval. Names stand above the first row's marks.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportgen.evidence.disclosure import Published
from reportgen.evidence.outline import FigureKind
from reportgen.pages.canvas import Piece, plain
from reportgen.pages.lettering import SIZE, breadth
from reportgen.pages.palette import DARK_GREY, INK, INK_BLUE
from reportgen.pages.points import ENGLAND, Point
from reportgen.pages.rows import Rows

ABOVE = 9
"""CSS px from the rows to the middle of the names above them."""
OVER_ROWS = {"y": 1, "yref": "paper", "yanchor": "middle", "yshift": ABOVE}
"""Where plotly puts them."""
_BESIDE, _BEYOND = 10, 7  # CSS px to a number from the middle of a mark, from a whisker
_LONGEST_NAME = 16  # characters of a place's name that fit above a mark
_OVER = 3  # CSS px to a name from the middle of the mark that it stands above
_BAR = 3  # CSS px from the end of a bar to its number
_CLEAR = 6  # CSS px from zero to a number that would else stand on its line
_TOUCH = 2  # CSS px from zero at which a number still stands on its line


@dataclass(frozen=True)
class Label:
    """A text that stands beside a mark."""

    text: str
    value: float
    """Where on the axis it begins."""
    gap: float
    """CSS px from there to the text."""
    right: bool
    row: float
    colour: str
    above: bool = False
    """Whether it is a name, in bold above the row."""
    clear: bool = False
    """Whether it keeps clear of the line of zero."""

    @property
    def breadth(self) -> float:
        """CSS px that it takes at most."""
        return breadth(self.text, bold=self.above)

    def settled(self, px: float) -> "Label":
        """The label; beyond the line of zero where that would run through it.

        Args:
            px: from zero to where the label begins; negative on the left of zero.
        """
        way = 1 if self.right else -1
        ends = [px + way * self.gap, px + way * (self.gap + self.breadth)]
        if not self.clear or min(ends) > _TOUCH or max(ends) < -_TOUCH:
            return self
        return replace(self, value=0.0, gap=_CLEAR)

    def piece(self) -> Piece:
        """As plotly draws it."""
        way = 1 if self.right else -1
        name = {"text": f"<b>{plain(self.text)}</b>", **OVER_ROWS}
        number = {"text": self.text, "bgcolor": "white", "borderpad": 1, "y": self.row}
        return {
            "x": self.value,
            # No line strikes a number through, and the pad is a part of the gap.
            **(name if self.above else number),
            "xshift": way * (self.gap - (0 if self.above else 1)),
            "xanchor": "left" if self.right else "right",
            "showarrow": False,
            "font": {"color": self.colour, "size": SIZE},
        }


def labels(
    points: Sequence[Point], rows: Rows, published: Published, kind: FigureKind
) -> list[Label]:
    """All texts beside marks.

    Args:
        points: at least one, from top to bottom.
        rows: where they stand.
        published: for the names of the places.
        kind: one whose labels stand beside its marks.
    """
    if kind is FigureKind.AMOUNTS:
        return [
            Label(p.printed, p.value, _BAR, p.value >= 0, row, INK)
            for p, row in zip(points, rows.places, strict=True)
        ]
    relative = kind is FigureKind.RELATIVE_TO_ENGLAND
    found = [
        replace(label, clear=not relative)
        for point, row in zip(points, rows.places, strict=True)
        for label in _of_row(point, row, ENGLAND if relative else point.england)
    ]
    if not relative and above(points, published):
        found += _names(points[0], published)
    return found


def above(points: Sequence[Point], published: Published) -> bool:
    """Whether the places' names find room above the first row's marks."""
    theirs = any(point.england is not None for point in points)
    told = points[0].england is not None or not theirs
    return told and len(published.area) <= _LONGEST_NAME


def _of_row(point: Point, row: float, other: float | None) -> list[Label]:
    """The area's number, and England's on the other side of the row's marks."""
    right = other is None or point.value >= other
    area = Label(point.printed, point.value, _BESIDE, right, row, INK_BLUE)
    if point.england is None:
        return [_beyond(area, point)]
    text = point.england_printed
    england = Label(text, point.england, _BESIDE, not right, row, DARK_GREY)
    return [_beyond(area, point), _beyond(england, point)]


def _beyond(label: Label, point: Point) -> Label:
    """Beyond the whisker, where that reaches further than the mark."""
    end = point.high if label.right else point.low
    further = end > label.value if label.right else end < label.value
    return replace(label, value=end, gap=_BEYOND) if further else label


def _names(first: Point, published: Published) -> list[Label]:
    """Each on the outer side of its mark."""
    right = first.england is None or first.value >= first.england
    held = [(published.area, first.value, right, INK_BLUE)]
    if first.england is not None:
        held.append((published.benchmark, first.england, not right, DARK_GREY))
    return [
        Label(name, value, _OVER, side, 0, colour, above=True)
        for name, value, side, colour in held
    ]
