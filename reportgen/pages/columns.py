"""Numbers in columns beside the plot, each under the name and the sign of its place.

Where marks lie on both sides of zero, a number beside its mark would lie on the line
of zero or on another mark.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.evidence.disclosure import Published
from reportgen.pages.canvas import Canvas, Piece, plain, stacked
from reportgen.pages.labels import ABOVE
from reportgen.pages.lettering import LINE_HEIGHT, breadth, wrapped
from reportgen.pages.marks import DOT, TALL
from reportgen.pages.palette import DARK_GREY, GREY, INK_BLUE, WIDTH
from reportgen.pages.points import Point
from reportgen.pages.rows import Rows

_NAME = 110  # CSS px of a place's name in one line
_GAP = 16  # CSS px from the plot to the first column, and between two
_HANG = 4  # CSS px from a number to the sign or the mark of doubt that follows it
_HALF = DOT / 2  # CSS px of the sign behind a name


@dataclass(frozen=True)
class Column:
    """The numbers of one place, ranged right, with room for what hangs behind."""

    name: tuple[str, ...]
    """In lines."""
    numbers: tuple[str, ...]
    """One for each row; empty where there is none."""
    doubts: tuple[str, ...]
    """What hangs behind the number of a row, such as `[u]`."""
    colour: str
    area: bool
    """Whether it is the area's; otherwise it is England's."""

    @property
    def breadth(self) -> float:
        """CSS px of the numbers and the name."""
        names = [breadth(line, bold=True) for line in self.name]
        return max([*names, *map(breadth, self.numbers)])

    @property
    def room(self) -> float:
        """CSS px with all that hangs behind, and the gap before."""
        hanging = max([2 * _HALF, *map(breadth, self.doubts)])
        return _GAP + self.breadth + _HANG + hanging


def columns(points: Sequence[Point], published: Published) -> tuple[Column, ...]:
    """The area's, and England's where it has a number."""
    doubts = tuple("[u]" if point.unverified else "" for point in points)
    numbers = tuple(
        point.printed.removesuffix(f" {doubt}") if doubt else point.printed
        for point, doubt in zip(points, doubts, strict=True)
    )
    area = Column(_head(published.area), numbers, doubts, INK_BLUE, area=True)
    if all(point.england is None for point in points):
        return (area,)
    theirs = tuple(p.england_printed if p.england is not None else "" for p in points)
    name = _head(published.benchmark)
    return area, Column(name, theirs, ("",) * len(points), DARK_GREY, area=False)


def _head(name: str) -> tuple[str, ...]:
    return tuple(wrapped(name, _NAME, bold=True))


def margin(held: Sequence[Column]) -> int:
    """CSS px that the columns take right of the plot."""
    return round(sum(column.room for column in held))


def drawn(
    held: Sequence[Column], rows: Rows, canvas: Canvas
) -> tuple[list[Piece], list[Piece]]:
    """The columns as texts, and the signs of the places as shapes."""
    texts: list[Piece] = []
    signs: list[Piece] = []
    right = float(WIDTH - canvas.right)
    for column in held:
        right += column.room
        hanging = right - (column.room - _GAP - column.breadth - _HANG)
        texts += _texts(column, rows, canvas, hanging)
        signs.append(_sign(column, canvas, hanging))
    return texts, signs


def _texts(column: Column, rows: Rows, canvas: Canvas, hanging: float) -> list[Piece]:
    """Name, numbers and marks of doubt; what hangs begins at `hanging`, in CSS px."""
    edge = hanging - _HANG
    down = canvas.top - ABOVE - (len(column.name) - 1) * LINE_HEIGHT / 2
    name = f"<b>{stacked(column.name)}</b>"
    ranged = {"xanchor": "right", "align": "right", "color": column.colour}
    found = [canvas.text(name, (edge, down), **ranged)]
    row = canvas.down / (rows.reach[0] - rows.reach[1])
    for place, number, doubt in zip(
        rows.places, column.numbers, column.doubts, strict=True
    ):
        down = canvas.top + (place + 0.5) * row
        if number:
            found.append(canvas.text(plain(number), (edge, down), **ranged))
        if doubt:
            text = canvas.text(doubt, (hanging - 1, down), color=column.colour)
            found.append(text)
    return found


def _sign(column: Column, canvas: Canvas, hanging: float) -> Piece:
    """The mark of the place, behind the last line of its name."""
    x, y = hanging + _HALF, canvas.top - ABOVE
    if column.area:
        ends = (x - _HALF, y - _HALF), (x + _HALF, y + _HALF)
        return canvas.shape("circle", *ends, fillcolor=INK_BLUE, line={"width": 0})
    tall, wide = TALL / 2, TALL / 4
    tips = [(x, y - tall), (x + wide, y), (x, y + tall), (x - wide, y)]
    path = " L".join(f"{a:.5f},{b:.5f}" for a, b in map(canvas.share, tips))
    place = {"type": "path", "xref": "paper", "yref": "paper", "path": f"M{path} Z"}
    return {**place, "fillcolor": GREY, "line": {"width": 0}}
