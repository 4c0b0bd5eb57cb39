"""From points to the plotly figure.

One grammar for all kinds: measures down the side, ranked; values to the right; every
mark labelled directly, on its outer side, so that no label meets another.
"""

from collections.abc import Callable, Sequence
from textwrap import shorten, wrap
from typing import TYPE_CHECKING

from reportgen.evidence.disclosure import Published
from reportgen.evidence.outline import FigureKind
from reportgen.pages.points import Point
from reportgen.pages.ranges import LONGEST_NAME, WIDTH, axis_range, margins

if TYPE_CHECKING:
    import plotly.graph_objects as go

INK, INK_BLUE, GREY, GRID = "#0B1F33", "#12436D", "#7F8C99", "#D6D6D6"
DARK_GREY = "#5A6672"  # of text: the grey of England's mark is too light to read
FONT = "Source Sans Pro"
_SIZE = 13  # CSS px: 9.75 pt, the size of a table's text
_LONGEST_AREA = 36  # characters of an area that fit in a line of its own
_LINE, _LINE_ALONE = 24, 40  # characters of a name on one line
_LINES = 3  # of a name; what is longer ends in dots, and stands in the alternative
_LINE_HEIGHT = 17  # CSS px
_ROW, _LOW_ROW = 38, 25  # CSS px a measure takes, with few of them and with many
_FEW = 10


def height(points: Sequence[Point], kind: FigureKind) -> int:
    """CSS px: rows as high as the longest name, names of marks above, axis below."""
    row = _ROW if len(points) <= _FEW else _LOW_ROW
    lines = max((name.count("<br>") + 1 for name in _names(points, kind)), default=1)
    return max(1, len(points)) * max(row, lines * _LINE_HEIGHT + 4) + 58


def plot(kind: FigureKind, points: Sequence[Point], published: Published) -> str:
    """The plotly figure as JSON; its text is horizontal, its colours name the places.

    Args:
        kind: how it is drawn.
        points: at least one, from top to bottom.
        published: for the names of the places.
    """
    import plotly.graph_objects as go  # heavy, and `check` does without
    from afcharts import pio_template  # noqa: F401  # registers the theme

    figure = go.Figure(layout={"template": "afcharts"})
    _DRAWERS[kind](figure, points, published)
    _frame(figure, points, published, kind)
    return str(figure.to_json())


def _rows(points: Sequence[Point]) -> list[int]:
    return list(range(len(points)))


def _names(points: Sequence[Point], kind: FigureKind) -> list[str]:
    alone = kind is FigureKind.RELATIVE_TO_ENGLAND
    line = _LINE_ALONE if alone else _LINE
    return [
        "<br>".join(
            map(_plain, wrap(point.label, line, max_lines=_LINES, placeholder=" …"))
        )
        for point in points
    ]


def _plain(text: str) -> str:
    """Text that plotly prints as it is: it reads a few tags and entities."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _bars(figure: "go.Figure", points: Sequence[Point], _: Published) -> None:
    figure.add_bar(
        x=[point.value for point in points],
        y=_rows(points),
        orientation="h",
        width=0.56,
        marker={
            "color": ["#FFFFFF" if p.unverified else INK_BLUE for p in points],
            "line": {
                "color": INK_BLUE,
                "width": [2 if p.unverified else 0 for p in points],
            },
        },
        text=[point.printed for point in points],
        textposition="outside",
        textfont={"color": INK, "size": _SIZE},
        cliponaxis=False,
        name="values",
    )


def _dots(figure: "go.Figure", points: Sequence[Point], published: Published) -> None:
    """The area's dot and England's diamond on one line, each labelled outside."""
    for row, point in enumerate(points):
        if point.england is not None:
            figure.add_scatter(
                x=[point.england, point.value],
                y=[row, row],
                mode="lines",
                line={"color": GREY, "width": 1.5},
                name="span",
            )
    _marks(figure, points, "england")
    _marks(figure, points, "area")
    for row, point in enumerate(points):
        _label(figure, row, point)
    _whose(figure, points, published)


def _marks(figure: "go.Figure", points: Sequence[Point], whose: str) -> None:
    area = whose == "area"
    shown = [
        (row, point.value if area else point.england, point.unverified and area)
        for row, point in enumerate(points)
        if area or point.england is not None
    ]
    colour = INK_BLUE if area else GREY
    figure.add_scatter(
        x=[value for _, value, _ in shown],
        y=[row for row, _, _ in shown],
        mode="markers",
        marker={
            "symbol": "circle" if area else "diamond",
            "size": 12 if area else 11,
            "color": ["#FFFFFF" if hollow else colour for _, _, hollow in shown],
            "line": {"color": colour, "width": 2},
        },
        cliponaxis=False,
        name=whose,
    )


def _label(figure: "go.Figure", row: int, point: Point) -> None:
    """Numbers on the outer sides of the two marks."""
    area_right = point.england is None or point.value >= point.england
    _note(figure, point.value, row, point.printed, INK_BLUE, right=area_right)
    if point.england is not None:
        text = point.england_printed
        _note(figure, point.england, row, text, DARK_GREY, right=not area_right)


def _whose(figure: "go.Figure", points: Sequence[Point], published: Published) -> None:
    """Names above the first row's marks; a long name in a line of its own."""
    first = points[0]
    if len(published.area) > LONGEST_NAME:
        area = shorten(published.area, _LONGEST_AREA, placeholder=" …")
        text = f"{area}: dot"
        with_england = any(point.england is not None for point in points)
        more = f"; {published.benchmark}: diamond" if with_england else ""
        _line(figure, text + more)
        return
    right = first.england is None or first.value >= first.england
    _over(figure, first.value, published.area, INK_BLUE, right=right)
    if first.england is not None:
        _over(figure, first.england, published.benchmark, DARK_GREY, right=not right)


def _line(figure: "go.Figure", text: str) -> None:
    figure.add_annotation(
        x=0,
        xref="paper",
        xanchor="left",
        y=0,
        yshift=21,
        text=f"<b>{_plain(text)}</b>",
        showarrow=False,
        font={"color": DARK_GREY, "size": _SIZE},
    )


def _note(  # noqa: PLR0913 (a label is all of these)
    figure: "go.Figure", x: float, row: int, text: str, colour: str, *, right: bool
) -> None:
    figure.add_annotation(
        x=x,
        y=row,
        text=text,
        xanchor="left" if right else "right",
        xshift=9 if right else -9,
        showarrow=False,
        bgcolor="white",  # so that no line strikes a number through
        borderpad=1,
        font={"color": colour, "size": _SIZE},
    )


def _over(
    figure: "go.Figure", x: float, text: str, colour: str, *, right: bool
) -> None:
    figure.add_annotation(
        x=x,
        y=0,
        yshift=21,
        text=f"<b>{_plain(text)}</b>",
        xanchor="left" if right else "right",
        xshift=3 if right else -3,
        showarrow=False,
        font={"color": colour, "size": _SIZE},
    )


def _relative(
    figure: "go.Figure", points: Sequence[Point], published: Published
) -> None:
    """Each measure's distance from England, which is one line at 100."""
    for row, point in enumerate(points):
        figure.add_scatter(
            x=[100, point.value],
            y=[row, row],
            mode="lines",
            line={"color": INK_BLUE, "width": 1.5},
            name="span",
        )
    _marks(figure, points, "area")
    for row, point in enumerate(points):
        right = point.value >= 100  # noqa: PLR2004 (England)
        _note(figure, point.value, row, point.printed, INK_BLUE, right=right)
    figure.add_vline(x=100, line={"color": GREY, "width": 2}, layer="below")
    _over_line(figure, f"{published.benchmark} = 100")


def _over_line(figure: "go.Figure", text: str) -> None:
    figure.add_annotation(
        x=100,
        y=-0.5,
        yanchor="bottom",
        text=f"<b>{_plain(text)}</b>",
        showarrow=False,
        font={"color": DARK_GREY, "size": _SIZE},
    )


_DRAWERS: dict[
    FigureKind, Callable[["go.Figure", Sequence[Point], Published], None]
] = {
    FigureKind.AMOUNTS: _bars,
    FigureKind.AGAINST_ENGLAND: _dots,
    FigureKind.CHANGES: _dots,
    FigureKind.RELATIVE_TO_ENGLAND: _relative,
}


def _frame(
    figure: "go.Figure", points: Sequence[Point], published: Published, kind: FigureKind
) -> None:
    """The same margins, gridlines and type for every chart."""
    low, high = axis_range(points, published, kind)
    left, right = margins(kind)
    figure.update_layout(
        width=WIDTH,
        height=height(points, kind),
        margin={"l": left, "r": right, "t": 24, "b": 30, "pad": 6},
        paper_bgcolor="rgba(0,0,0,0)",  # a draft's watermark shows through
        plot_bgcolor="rgba(0,0,0,0)",
        showlegend=False,
        hovermode=False,
        font={"family": FONT, "size": _SIZE, "color": INK},
        bargap=0.3,
    )
    _across(figure, (low, high), kind)
    _down(figure, points, kind)


def _across(figure: "go.Figure", reach: tuple[float, float], kind: FigureKind) -> None:
    """The axis of values: light gridlines, and a dark line at zero."""
    figure.update_xaxes(
        range=list(reach),
        showgrid=True,
        gridcolor=GRID,
        zeroline=kind is not FigureKind.RELATIVE_TO_ENGLAND,
        zerolinecolor=INK,
        zerolinewidth=1,
        showline=False,
        ticks="",
        nticks=7,
        tickangle=0,  # no text is turned
        automargin=False,
        tickfont={"size": _SIZE, "color": DARK_GREY},
        separatethousands=True,
    )


def _down(figure: "go.Figure", points: Sequence[Point], kind: FigureKind) -> None:
    """The axis of names: the first point stands on top."""
    figure.update_yaxes(
        range=[len(points) - 0.5, -0.5],
        tickmode="array",
        tickvals=_rows(points),
        ticktext=_names(points, kind),
        showgrid=False,
        zeroline=False,
        showline=False,
        ticks="",
        automargin=False,
        tickfont={"size": _SIZE, "color": INK},
    )
