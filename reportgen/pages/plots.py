"""From points to the plotly figure.

One grammar for all kinds: measures down the side, ranked; values to the right; every
mark labelled directly, or in a column beside the plot.
"""

from collections.abc import Sequence
from textwrap import shorten

from reportgen.evidence.disclosure import Published
from reportgen.evidence.outline import FigureKind
from reportgen.pages import columns
from reportgen.pages.canvas import Canvas, Piece, axis, plain
from reportgen.pages.columns import Column
from reportgen.pages.labels import OVER_ROWS, above, labels
from reportgen.pages.lettering import LINE_HEIGHT, SIZE
from reportgen.pages.marks import marks
from reportgen.pages.palette import DARK_GREY, GRID, INK, WIDTH
from reportgen.pages.points import ENGLAND, OF_CHANGE, Point
from reportgen.pages.ranges import Reach, gridlines, reach
from reportgen.pages.rows import BOTTOM, TOP, Rows, rows

_RIGHT = 96  # CSS px for labels that stand right of the last mark
_RIGHT_BARS = 60  # CSS px: a number stands there, and no name
_LONGEST_AREA = 36  # characters of an area that fit in a line of its own


def plot(
    kind: FigureKind, points: Sequence[Point], published: Published
) -> tuple[str, int]:
    """The plotly figure as JSON, and its height in CSS px.

    Its text is horizontal; its colours and shapes name the places.

    Args:
        kind: how it is drawn; one of `POINT_KINDS`.
        points: at least one, from top to bottom.
        published: for the names of the places.
    """
    held = columns.columns(points, published) if kind in OF_CHANGE else ()
    grid = rows(points, kind)
    canvas = _canvas(grid, held, kind)
    beside = [] if held else labels(points, grid, published, kind)
    within = reach(points, beside, kind, (canvas.across, canvas.right))
    texts, signs = columns.drawn(held, grid, canvas)
    texts += [within.settled(label).piece() for label in beside]
    texts += _above(points, published, kind)
    shapes = [*signs, *_hairlines(grid, canvas)]
    across, down = _across(points, kind, within), _down(grid)
    layout = {"xaxis": across, "yaxis": down, "annotations": texts, "shapes": shapes}
    return canvas.sealed(marks(points, grid, kind), layout), canvas.height


def _canvas(grid: Rows, held: Sequence[Column], kind: FigureKind) -> Canvas:
    right = _RIGHT_BARS if kind is FigureKind.AMOUNTS else _RIGHT
    lines = max((len(column.name) for column in held), default=1)
    top = TOP + (lines - 1) * LINE_HEIGHT
    return Canvas(
        height=grid.height + top + BOTTOM,
        left=grid.left,
        right=columns.margin(held) if held else right,
        top=top,
        bottom=BOTTOM,
    )


def _above(
    points: Sequence[Point], published: Published, kind: FigureKind
) -> list[Piece]:
    """What stands above the first row, where names do not stand above its marks."""
    if kind is FigureKind.RELATIVE_TO_ENGLAND:
        text = f"{published.benchmark} = 100"
        return [_head(text, {"x": ENGLAND})]
    if kind is not FigureKind.AGAINST_ENGLAND or above(points, published):
        return []
    text = f"{shorten(published.area, _LONGEST_AREA, placeholder=' …')}: dot"
    if any(point.england is not None for point in points):
        text += f"; {published.benchmark}: diamond"
    return [_head(text, {"x": 0, "xref": "paper", "xanchor": "left"})]


def _head(text: str, at: Piece) -> Piece:
    words = {"text": f"<b>{plain(text)}</b>", "showarrow": False}
    return {**words, "font": {"color": DARK_GREY, "size": SIZE}, **OVER_ROWS, **at}


def _hairlines(grid: Rows, canvas: Canvas) -> list[Piece]:
    """Between a total and its parts, from the names to the picture's end."""
    row = canvas.down / (grid.reach[0] - grid.reach[1])
    found = []
    for place in grid.between:
        down = canvas.top + (place + 0.5) * row
        line = {"color": GRID, "width": 1}
        found.append(canvas.shape("line", (0, down), (WIDTH, down), line=line))
    return found


def _across(points: Sequence[Point], kind: FigureKind, within: Reach) -> Piece:
    """The axis of values: light gridlines, and a dark line at zero."""
    return axis(
        (within.low, within.high),
        gridlines(points, kind, within),
        showgrid=True,
        zeroline=kind is not FigureKind.RELATIVE_TO_ENGLAND,
        zerolinecolor=INK,
        zerolinewidth=1,
    )


def _down(grid: Rows) -> Piece:
    """The axis of names: the first point stands on top."""
    names = dict(zip(grid.places, grid.names, strict=True))
    return axis(
        grid.reach, names, tickfont={"size": SIZE, "color": INK}, ticklabelstandoff=6
    )
