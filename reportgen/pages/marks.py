"""The marks of a chart with one row for each measure, as plotly's traces.

What lies behind comes first: lines, England's diamonds, whiskers, the area's dots.
"""

from collections.abc import Iterable, Sequence

from reportgen.evidence.outline import FigureKind
from reportgen.pages.canvas import Piece
from reportgen.pages.palette import GREY, INK_BLUE
from reportgen.pages.points import ENGLAND, Point
from reportgen.pages.rows import Rows

DOT, TALL = 12, 19.6
"""CSS px of the area's dot across, and of England's diamond from tip to tip."""
_SMALL = 9  # CSS px of the dot where intervals are drawn, which it would else hide
_TALLER = 1.4  # how much taller than its size plotly draws such a diamond
_BAR = 0.56  # of a row
_THIN = 1.5  # CSS px of a line between marks, and of a whisker
_CAP = 4  # CSS px: half the height of a whisker's end
_WHITE = "#FFFFFF"


def marks(points: Sequence[Point], rows: Rows, kind: FigureKind) -> list[Piece]:
    """All marks of a figure.

    A line leads to each dot from what its value is measured against: from England, or
    from no change. Where there is an interval, a whisker stands instead.

    Args:
        points: from top to bottom.
        rows: where they stand.
        kind: how the figure is drawn.
    """
    if kind is FigureKind.AMOUNTS:
        return [_bars(points, rows)]
    held = list(zip(points, rows.places, strict=True))
    if kind is FigureKind.AGAINST_ENGLAND:
        starts, colour = [p.england for p in points], GREY
    else:
        relative = kind is FigureKind.RELATIVE_TO_ENGLAND
        starts, colour = [ENGLAND if relative else 0.0] * len(points), INK_BLUE
    spans = [
        (start, p.value, row)
        for (p, row), start in zip(held, starts, strict=True)
        if start is not None and p.reach is None
    ]
    theirs = [(p.england, row) for p, row in held if p.england is not None]
    reaches = [(p.value, *p.reach, row) for p, row in held if p.reach is not None]
    if reaches and kind is FigureKind.RELATIVE_TO_ENGLAND:
        spans = []  # beside whiskers they would look like intervals of one side
    return [
        *([_line(rows)] if kind is FigureKind.RELATIVE_TO_ENGLAND else []),
        *([_lines(spans, colour)] if spans else []),
        *([_diamonds(theirs)] if theirs else []),
        *([_whiskers(reaches)] if reaches else []),
        _dots(points, rows),
    ]


def _bars(points: Sequence[Point], rows: Rows) -> Piece:
    """A bar for each value, from zero; hollow where it is in doubt."""
    edge = [2 if p.unverified else 0 for p in points]
    return {
        "type": "bar",
        "x": [point.value for point in points],
        "y": list(rows.places),
        "orientation": "h",
        "width": _BAR,
        "marker": {
            "color": _fill(points),
            "line": {"color": INK_BLUE, "width": edge},
        },
        "cliponaxis": False,
        "name": "values",
    }


def _fill(points: Sequence[Point]) -> list[str]:
    return [_WHITE if point.unverified else INK_BLUE for point in points]


def _dots(points: Sequence[Point], rows: Rows) -> Piece:
    """The area's dots, hollow where the value is in doubt."""
    marker = {
        "symbol": "circle",
        "size": _SMALL if any(point.reach for point in points) else DOT,
        "color": _fill(points),
        "line": {"color": INK_BLUE, "width": 2},
    }
    placed = _placed([(p.value, r) for p, r in zip(points, rows.places, strict=True)])
    return {**placed, "mode": "markers", "marker": marker, "name": "area"}


def _diamonds(values: Sequence[tuple[float, float]]) -> Piece:
    """England's diamonds, taller than the area's dot: seen even behind it."""
    marker = {
        "symbol": "diamond-tall",
        "size": TALL / _TALLER,
        "color": GREY,
        "line": {"color": GREY, "width": 1},
    }
    return {**_placed(values), "mode": "markers", "marker": marker, "name": "england"}


def _whiskers(reaches: Sequence[tuple[float, float, float, float]]) -> Piece:
    """The area's intervals: thin lines with an upright at each end.

    Args:
        reaches: value, lower and upper limit, row.
    """
    error = {
        "type": "data",
        "symmetric": False,
        "array": [upper - value for value, _, upper, _ in reaches],
        "arrayminus": [value - lower for value, lower, _, _ in reaches],
        "color": INK_BLUE,
        "thickness": _THIN,
        "width": _CAP,
    }
    placed = _placed([(value, row) for value, _, _, row in reaches])
    return {**placed, "mode": "none", "error_x": error, "name": "interval"}


def _line(rows: Rows) -> Piece:
    """England's line in an overview, over the gridline that it stands on."""
    placed = _placed([(ENGLAND, end) for end in rows.reach])
    line = {"color": GREY, "width": 2}
    return {**placed, "mode": "lines", "line": line, "name": "benchmark"}


def _lines(spans: Iterable[tuple[float, float, float]], colour: str) -> Piece:
    """From one value to another in each row; all of them as one trace with gaps."""
    spots: list[tuple[float | None, float | None]] = []
    for start, end, row in spans:
        spots += [(start, row), (end, row), (None, None)]
    line = {"color": colour, "width": _THIN}
    return {**_placed(spots), "mode": "lines", "line": line, "name": "span"}


def _placed(spots: Sequence[tuple[float | None, float | None]]) -> Piece:
    return {
        "type": "scatter",
        "x": [x for x, _ in spots],
        "y": [y for _, y in spots],
        "cliponaxis": False,
    }
