"""Parts of a whole as a plotly figure: stacked bars, one for each period."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from reportgen.pages import remarks, strokes, swatches
from reportgen.pages.canvas import Canvas, Piece, axis, plain
from reportgen.pages.canvas import whole as rounded
from reportgen.pages.courses import Moment, middle
from reportgen.pages.lettering import LINE_HEIGHT, SIZE, breadth
from reportgen.pages.palette import INK, PARTS, WIDTH
from reportgen.pages.remarks import Remark
from reportgen.pages.scales import Plane, scale, time_ticks, told
from reportgen.pages.wholes import Bar, Whole

_DOWN = 210  # CSS px: the plot's height, unless its labels need more
_AXIS = 14  # CSS px from the plot to the labels of periods
_LEFT = 8  # CSS px from the plot to the labels of values
_ABOVE = 20  # CSS px above the highest gridline, for a total
_BAR = 0.68  # of the way from bar to bar


@dataclass(frozen=True)
class Stack:
    """The picture before it is put together."""

    whole: Whole
    plane: Plane
    broad: float
    """Of a bar, in days."""
    remarks: tuple[Remark, ...]


def stack(whole: Whole) -> tuple[str, int]:
    """The plotly figure as JSON, and its height in CSS px.

    Args:
        whole: has at least two bars.
    """
    made = _stack(whole)
    plane, canvas = made.plane, made.plane.canvas
    texts, squares = swatches.labels(whole, plane)
    labels = time_ticks(whole.periods, plane.along, most=12)
    row = remarks.row(made.remarks, LINE_HEIGHT / 2, plane.along, canvas)
    layout = {
        "barmode": "stack",
        "xaxis": axis(plane.days, labels, ticklabelstandoff=4),
        "yaxis": _upwards(plane),
        "shapes": [*squares, *_uprights(made)],
        "annotations": [*texts, *_totals(made), *row],
    }
    return canvas.sealed(_traces(made), layout), canvas.height


def _stack(whole: Whole) -> Stack:
    highest = max(bar.total.value for bar in whole.bars)
    measure = whole.lines[0].measure
    shown = scale([0.0, highest], measure.places)
    periods = whole.periods
    first, last = middle(periods[0]), middle(periods[-1])
    step = min(middle(b) - middle(a) for a, b in pairwise(periods))
    said = tuple(_remarks(whole))
    right, needed = swatches.room(whole)
    top = remarks.room(len(said[:1]))
    bottom = _AXIS + LINE_HEIGHT * max(len(told(period)) for period in periods)
    down = max(_DOWN, needed)
    left = max(map(breadth, shown.ticks.values())) + _LEFT
    # Half a step stands free on either side of the bars; a long total needs more.
    half = (WIDTH - left - right) * step / (last - first + step) / 2
    over = breadth(whole.bars[-1].total.printed, bold=True) / 2 + 6 - half
    canvas = Canvas(
        height=rounded(top + down + bottom),
        left=rounded(left),
        right=rounded(right + max(0, over)),
        top=top,
        bottom=bottom,
    )
    inset = canvas.across * step / (last - first + step) / 2
    plane = Plane(canvas, first, last, shown, inset, _ABOVE)
    return Stack(whole, plane, step * _BAR, said)


def _traces(made: Stack) -> list[Piece]:
    """One for each part, the first at the bottom; hollow where a value is in doubt."""
    bars = made.whole.bars
    return [
        {
            "type": "bar",
            "name": line.measure.measure,
            "x": [middle(bar.period) for bar in bars],
            "y": [bar.parts[number].value for bar in bars],
            "width": made.broad,
            "marker": filled([bar.parts[number] for bar in bars], colour),
        }
        for number, (line, colour) in enumerate(
            zip(made.whole.lines, PARTS, strict=False)
        )
    ]


def filled(parts: Sequence[Moment], colour: str) -> Piece:
    """Segments with white gaps between; outlines alone where a value is in doubt."""
    return {
        "color": ["#FFFFFF" if part.doubts else colour for part in parts],
        "line": {
            "color": [colour if part.doubts else "#FFFFFF" for part in parts],
            "width": 2,
        },
    }


def _totals(made: Stack) -> list[Piece]:
    """The totals above the bars: all of them, or those that say most."""
    plane = made.plane
    return [
        plane.canvas.text(
            f"<b>{plain(bar.total.printed)}</b>",
            plane.spot(middle(bar.period), _above(bar, made)),
            xanchor="center",
            yanchor="bottom",
            color=INK,
            bgcolor="white",  # so that no gridline strikes a number through
            borderpad=0,
        )
        for bar in _told(made)
    ]


def _above(bar: Bar, made: Stack) -> float:
    """Where a total stands: above its bar, and above those that it is as wide as."""
    plane = made.plane
    half = breadth(bar.total.printed, bold=True) / 2
    half += made.broad / 2 * (plane.along(1) - plane.along(0))
    at = plane.along(middle(bar.period))
    below = [
        other.total.value
        for other in made.whole.bars
        if abs(plane.along(middle(other.period)) - at) < half
    ]
    return max(below)


def _told(made: Stack) -> list[Bar]:
    """Last, first, highest and lowest come first, then all others that have room."""
    bars = made.whole.bars
    ranked = sorted(bars, key=lambda bar: bar.total.exact)
    kept: list[Bar] = []
    best = [bars[-1], bars[0], ranked[-1], ranked[0]]
    everyone = all(_clear(a, b, made.plane) for a, b in pairwise(bars))
    for bar in bars if everyone else best:
        if all(bar is not other and _clear(bar, other, made.plane) for other in kept):
            kept.append(bar)
    return kept


def _clear(one: Bar, other: Bar, plane: Plane) -> bool:
    """Whether the totals of two bars stand clear of each other."""
    apart = abs(plane.along(middle(one.period)) - plane.along(middle(other.period)))
    widths = [breadth(bar.total.printed, size=SIZE, bold=True) for bar in (one, other)]
    return apart >= sum(widths) / 2 + 4


def _remarks(whole: Whole) -> list[Remark]:
    holes = [
        Remark(middle(hole.period), remarks.ABSENT[hole.marker]) for hole in whole.holes
    ]
    return [*holes, *(Remark(day, remarks.BREAK) for day in breaks(whole))]


def breaks(whole: Whole) -> list[float]:
    """The days between two bars that are not comparable."""
    return [
        (middle(before.period) + middle(after.period)) / 2
        for before, after in pairwise(whole.bars)
        if after.total.broken
    ]


def _uprights(made: Stack) -> list[Piece]:
    canvas = made.plane.canvas
    bottom = canvas.height - canvas.bottom
    return [
        strokes.upright(canvas, made.plane.along(day), LINE_HEIGHT + 2, bottom)
        for day in breaks(made.whole)
    ]


def _upwards(plane: Plane) -> Piece:
    """The axis of values, from zero."""
    zero = {"zeroline": True, "zerolinecolor": INK, "zerolinewidth": 1}
    zero["zerolinelayer"] = "above traces"  # the bars' white outlines would cut it
    more = {"showgrid": True, "ticklabelstandoff": 5}
    return axis(plane.values, plane.scale.ticks, **zero, **more)
