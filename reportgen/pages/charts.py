"""From published values to drawings: the plotly figures, as data.

One grammar for all of them: measures down the side, ranked; values to the right;
every mark labelled directly, on its outer side, so that no label meets another.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from textwrap import shorten, wrap
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
_LONGEST_AREA = 36  # characters of an area that fit in a line of its own
_RIGHT = 96  # CSS px for labels that stand right of the last mark
_RIGHT_BARS = 60  # CSS px: a number stands there, and no name
_LEFT_ALONE = 246  # CSS px where measures stand alone, with their longer names
_LINE, _LINE_ALONE = 24, 40  # characters of a name on one line
_LINES = 3  # of a name; what is longer ends in dots, and stands in the alternative
_LINE_HEIGHT = 17  # CSS px
_DIGIT = 7  # CSS px that a character of a label takes at most
_LETTER = 8  # CSS px that a character of a place's name takes, in bold
_BESIDE, _ABOVE = 11, 4  # CSS px from a mark to its number, and to a name above it
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
    height = _height(points, outline.kind)
    plot = _plot(outline.kind, points, published) if points else ""
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


def _height(points: Sequence[Point], kind: FigureKind) -> int:
    """Rows as high as the longest name; names of the marks above, the axis below."""
    row = _ROW if len(points) <= _FEW else _LOW_ROW
    lines = max((name.count("<br>") + 1 for name in _names(points, kind)), default=1)
    return max(1, len(points)) * max(row, lines * _LINE_HEIGHT + 4) + 58


def _plot(kind: FigureKind, points: Sequence[Point], published: Published) -> str:
    """The figure as JSON; its text is horizontal, its only colours name the places."""
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
    if len(published.area) > _LONGEST_NAME:
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
    low, high = _range(points, published, kind)
    left, right = _margins(kind)
    figure.update_layout(
        width=WIDTH,
        height=_height(points, kind),
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


def _margins(kind: FigureKind) -> tuple[int, int]:
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


def _range(
    points: Sequence[Point], published: Published, kind: FigureKind
) -> tuple[float, float]:
    """From zero, or from England's 100; further than the outermost mark and label."""
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
    left, right = _margins(kind)
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
    if named and len(published.area) <= _LONGEST_NAME:
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
