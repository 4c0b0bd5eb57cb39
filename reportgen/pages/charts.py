"""From published values to drawings: the plotly figures, as data.

One grammar for all of them: measures down the side, ranked; values to the right;
every mark labelled directly, on its outer side, so that no label meets another.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from textwrap import wrap
from typing import TYPE_CHECKING

from reportgen import formats
from reportgen.evidence.disclosure import Published, PublishedIndicator
from reportgen.evidence.outline import FigureKind, FigureOutline
from reportgen.pages import slots
from reportgen.vocabulary import Marker

if TYPE_CHECKING:
    import plotly.graph_objects as go

INK, INK_BLUE, GREY, GRID = "#0B1F33", "#12436D", "#7F8C99", "#D6D6D6"
DARK_GREY = "#5A6672"  # of text: the grey of England's mark is too light to read
FONT = "Source Sans Pro"
WIDTH = 627  # CSS px: the 166 mm between the page's margins
_SIZE = 13  # CSS px: 9.75 pt, the size of a table's text
_LEFT = 178  # CSS px for the names, the same in every chart, so that plots align
_LONGEST_NAME = 16  # characters of an area that fit above a mark
_RIGHT = 96  # CSS px for labels that stand right of the last mark
_RIGHT_BARS = 60  # CSS px: a number stands there, and no name
_LEFT_ALONE = 246  # CSS px where measures stand alone, with their longer names
_LINE, _LINE_ALONE = 24, 40  # characters of a name on one line
_DIGIT = 7  # CSS px that a character of a label takes at most
_ROW, _LOW_ROW = 38, 25  # CSS px a measure takes, with few of them and with many
_FEW = 10


@dataclass(frozen=True)
class Point:
    """One row of a chart: a measure's value, England's, and how each is labelled."""

    label: str
    value: float
    printed: str
    england: float | None
    england_printed: str
    unverified: bool
    indicator: PublishedIndicator


@dataclass(frozen=True)
class Chart:
    """A drawing as data: the plotly figure and the points that it shows."""

    id: str
    kind: FigureKind
    points: tuple[Point, ...]
    """In the order drawn, from top to bottom."""
    absent: tuple[PublishedIndicator, ...]
    """Measures of the figure that have nothing to draw."""
    plot: str
    """The plotly figure as JSON; empty where there is no point."""
    height: int
    """In CSS px."""


def draw(outline: FigureOutline, published: Published) -> Chart:
    """The chart of one figure; ranked by the area's value, highest first."""
    chosen = _chosen(outline, published)
    points = [p for p in (_point(outline.kind, one) for one in chosen) if p]
    points.sort(key=lambda point: (-point.value, point.label))
    drawn = {point.indicator.measure.measure for point in points}
    absent = [one for one in chosen if one.measure.measure not in drawn]
    height = _height(len(points))
    plot = _plot(outline.kind, points, published, height) if points else ""
    return Chart(outline.id, outline.kind, tuple(points), tuple(absent), plot, height)


def _chosen(
    outline: FigureOutline, published: Published
) -> Sequence[PublishedIndicator]:
    if outline.measures:
        return [published[measure] for measure in outline.measures]
    numbered = [o for o in published.values() if o.measure.number is not None]
    return [one for one in numbered if not one.not_compared]


def _point(kind: FigureKind, one: PublishedIndicator) -> Point | None:
    if one.area.value is None:
        return None
    relative = kind is FigureKind.RELATIVE_TO_ENGLAND
    same_period = one.england.period == one.area.period
    england = one.england.value if same_period else None
    if relative and not england:
        return None
    value = one.area.value / england * 100 if relative and england else one.area.value
    compared = kind in {FigureKind.AGAINST_ENGLAND, FigureKind.CHANGES}
    return Point(
        label=one.measure.short_name if relative else one.measure.label,
        value=float(value),
        printed=_printed(one, value, relative=relative),
        england=float(england) if compared and england is not None else None,
        england_printed="" if england is None else slots.amount(england, one.measure),
        unverified=Marker.UNVERIFIED in one.area.markers,
        indicator=one,
    )


def _printed(one: PublishedIndicator, value: Decimal, *, relative: bool) -> str:
    if relative:
        return formats.number(value)
    mark = f" {Marker.UNVERIFIED.printed}"
    doubt = mark if Marker.UNVERIFIED in one.area.markers else ""
    return slots.amount(value, one.measure) + doubt


def _height(count: int) -> int:
    row = _ROW if count <= _FEW else _LOW_ROW
    return max(1, count) * row + 58  # above: names of the marks; below: the axis


def _plot(
    kind: FigureKind, points: Sequence[Point], published: Published, height: int
) -> str:
    """The figure as JSON; its text is horizontal, its only colours name the places."""
    import plotly.graph_objects as go  # heavy, and `check` does without
    from afcharts import pio_template  # noqa: F401  # registers the theme

    figure = go.Figure(layout={"template": "afcharts"})
    _DRAWERS[kind](figure, points, published)
    _frame(figure, points, height, kind)
    return str(figure.to_json())


def _rows(points: Sequence[Point]) -> list[int]:
    return list(range(len(points)))


def _names(points: Sequence[Point], kind: FigureKind) -> list[str]:
    alone = kind is FigureKind.RELATIVE_TO_ENGLAND
    line = _LINE_ALONE if alone else _LINE
    return ["<br>".join(wrap(point.label, line)) for point in points]


def _bars(figure: "go.Figure", points: Sequence[Point], _: Published) -> None:
    figure.add_bar(
        x=[point.value for point in points],
        y=_rows(points),
        orientation="h",
        width=0.56,
        marker={"color": INK_BLUE},
        text=[f"{point.printed}" for point in points],
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
    if len(published.area) > _LONGEST_NAME:
        text = f"{published.area}: dot"
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
        text=f"<b>{text}</b>",
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
        text=f"<b>{text}</b>",
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
        text=f"<b>{text}</b>",
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
    figure: "go.Figure", points: Sequence[Point], height: int, kind: FigureKind
) -> None:
    """The same margins, gridlines and type for every chart."""
    low, high = _range(points, kind)
    right = _RIGHT if kind is not FigureKind.AMOUNTS else _RIGHT_BARS
    left = _LEFT_ALONE if kind is FigureKind.RELATIVE_TO_ENGLAND else _LEFT
    figure.update_layout(
        width=WIDTH,
        height=height,
        margin={"l": left, "r": right, "t": 24, "b": 30, "pad": 6},
        paper_bgcolor="rgba(0,0,0,0)",  # a draft's watermark shows through
        plot_bgcolor="rgba(0,0,0,0)",
        showlegend=False,
        hovermode=False,
        font={"family": FONT, "size": _SIZE, "color": INK},
        bargap=0.3,
    )
    figure.update_xaxes(
        range=[low, high],
        showgrid=True,
        gridcolor=GRID,
        zeroline=low < 0,
        zerolinecolor=INK,
        zerolinewidth=1,
        showline=False,
        ticks="",
        nticks=7,
        automargin=False,
        tickfont={"size": _SIZE, "color": DARK_GREY},
        separatethousands=True,
    )
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


def _range(points: Sequence[Point], kind: FigureKind) -> tuple[float, float]:
    """From zero, or from England's 100; further than the outermost mark."""
    start = 100.0 if kind is FigureKind.RELATIVE_TO_ENGLAND else 0.0
    values = [start, *(p.value for p in points)]
    values += [p.england for p in points if p.england is not None]
    low, high = min(values), max(values)
    if kind is FigureKind.AMOUNTS:
        return low, high * 1.02 or 1.0
    room = (high - low or 1.0) * 0.04
    high += room
    plot = WIDTH - _LEFT - _RIGHT  # CSS px
    for point in points:
        left = _left_label(point, kind)
        if left:  # room for the label between the mark and the edge of the plot
            value, text = left
            share = (len(text) * _DIGIT + 14) / plot
            low = min(low, (value - share * high) / (1 - share))
    return low, high


def _left_label(point: Point, kind: FigureKind) -> tuple[float, str] | None:
    """Mark and text of whichever label stands on the left; None where none does."""
    if kind is FigureKind.RELATIVE_TO_ENGLAND:
        below = point.value < 100  # noqa: PLR2004 (England)
        return (point.value, point.printed) if below else None
    if point.england is None:
        return None
    if point.value < point.england:
        return point.value, point.printed
    return point.england, point.england_printed
