"""Several measures over time as a grid of small panels, each with its own scale.

A panel's scale runs from the lowest to the highest value that is drawn in it; both are
printed at its left, the last value at its right.
"""

from collections.abc import Sequence

from reportgen.pages import remarks, strokes
from reportgen.pages.canvas import Canvas, Piece, axis, plain, stacked
from reportgen.pages.courses import middle
from reportgen.pages.grids import EDGE, HEAD, KEY, SMALL, Grid, Panel, grid, time_labels
from reportgen.pages.lettering import LINE_HEIGHT, breadth, wrapped
from reportgen.pages.lines import Line
from reportgen.pages.palette import DARK_GREY, INK, INK_BLUE

_SAMPLE = 26  # CSS px of a line in the key


def panels(lines: Sequence[Line], area: str, benchmark: str) -> tuple[str, int]:
    """The plotly figure as JSON, and its height in CSS px.

    Args:
        lines: the measures; at least one has a value of the area.
        area: name of the area.
        benchmark: name of England.
    """
    both = any(one.area.moments and one.england.moments for one in lines)
    made = grid(lines, key=both)
    canvas = Canvas(made.height)
    drawn = [panel for panel in made.panels if panel.line.area.moments]
    names, samples = _key((area, benchmark), canvas) if both else ([], [])
    axes = [_axes(panel, made, canvas) for panel in drawn]
    texts = [text for panel in made.panels for text in _texts(panel, made, canvas)]
    shapes = [shape for panel in drawn for shape in _breaks(panel, made, canvas)]
    layout = {
        **{name: axis for pair in axes for name, axis in pair.items()},
        "annotations": [*names, *texts, *_times(made, canvas)],
        "shapes": [*samples, *shapes],
    }
    return canvas.sealed([t for p in drawn for t in _traces(p)], layout), made.height


def _traces(panel: Panel) -> list[Piece]:
    """England's line and the area's, with dots smaller than in a picture of one."""
    found = []
    for name, course in (("england", panel.line.england), ("area", panel.line.area)):
        if course.moments:
            ours = name == "area"
            found.append(strokes.path(course, name, ours=ours, axes=panel.axes))
            dots = strokes.dots(course, f"{name} dots", ours=ours, axes=panel.axes)
            dots["marker"]["size"] = [size - 1.5 for size in dots["marker"]["size"]]
            found.append(dots)
    return found


def _axes(panel: Panel, made: Grid, canvas: Canvas) -> dict[str, Piece]:
    """A pair without labels of its own, with gridlines at the lowest and highest."""
    across, down = canvas.domain(panel.upper, panel.lower)
    mute = {"showticklabels": False}
    levels = {moment.value: "" for moment in panel.limits}
    x, y = f"x{panel.axes}", f"y{panel.axes}"
    return {
        f"xaxis{panel.axes}": axis(made.days, {}, domain=across, anchor=y, **mute),
        f"yaxis{panel.axes}": axis(
            panel.reach, levels, domain=down, anchor=x, showgrid=True, **mute
        ),
    }


def _texts(panel: Panel, made: Grid, canvas: Canvas) -> list[Piece]:
    """Title and last value, lowest and highest; or why there is none."""
    down = panel.upper[1] - HEAD - LINE_HEIGHT
    spot = panel.left, down - len(panel.title) * LINE_HEIGHT / 2
    title = canvas.text(f"<b>{stacked(panel.title)}</b>", spot, color=INK)
    if not panel.line.area.moments:
        return [title, _why(panel, canvas)]
    spot = panel.left, down + LINE_HEIGHT / 2
    value = canvas.text(f"<b>{_last(panel, made)}</b>", spot, color=INK_BLUE)
    small = {"size": SMALL, "color": DARK_GREY, "xanchor": "right"}
    edge = panel.upper[0] - EDGE
    limits = [
        canvas.text(moment.bare, (edge, panel.level(moment.value)), **small)
        for moment in panel.limits
    ]
    return [title, value, *limits]


def _last(panel: Panel, made: Grid) -> str:
    """The last value; its period too where others go on."""
    last = panel.line.area.moments[-1]
    when = f" in {last.period}" if last.day < middle(made.last) else ""
    return plain(last.printed + when)


def _why(panel: Panel, canvas: Canvas) -> Piece:
    """Why there is no line, in its place."""
    reason = panel.line.indicator.area.reason or "none is held"
    lines = wrapped(f"No value: {reason}", panel.lower[0] - panel.left, 4)
    down = panel.upper[1] - HEAD - LINE_HEIGHT
    look = {"yanchor": "top", "color": DARK_GREY}
    return canvas.text(stacked(lines), (panel.left, down), **look)


def _breaks(panel: Panel, made: Grid, canvas: Canvas) -> list[Piece]:
    """A dashed line where the area's series breaks."""
    start, end = made.days
    (left, top), (right, bottom) = panel.upper, panel.lower
    return [
        strokes.upright(
            canvas,
            left + (remark.day - start) / (end - start) * (right - left),
            top,
            bottom,
        )
        for remark in remarks.breaks(panel.line.area)
    ]


def _times(made: Grid, canvas: Canvas) -> list[Piece]:
    """First and last period below the lowest line of each column."""
    found = []
    for panel in (one for one in made.panels if one.foot):
        left, right = panel.upper[0], panel.lower[0]
        labels = time_labels(made.first, made.last, right + EDGE - panel.left)
        alone = [((left + right) / 2, "center")]
        first = max(breadth(line, size=SMALL) for line in labels[0])
        # Below the first value, as far as the panel's edge lets it.
        start = (
            (panel.left, "left") if left - first / 2 < panel.left else (left, "center")
        )
        ends = [start, (right + EDGE, "right")] if len(labels) > 1 else alone
        for lines, (along, anchor) in zip(labels, ends, strict=True):
            look = {"xanchor": anchor, "yanchor": "top", "align": anchor}
            spot = along, panel.lower[1] + 4
            text = stacked(lines)
            found.append(canvas.text(text, spot, color=DARK_GREY, size=SMALL, **look))
    return found


def _key(names: tuple[str, str], canvas: Canvas) -> tuple[list[Piece], list[Piece]]:
    """Which line is whose, above the first row: names, and a piece of each line."""
    texts: list[Piece] = []
    samples: list[Piece] = []
    left, down = 0.0, KEY / 2 - 4
    for name, ours in zip(names, (True, False), strict=True):
        line = strokes.look(ours=ours)
        ends = (left, down), (left + _SAMPLE, down)
        samples.append(canvas.shape("line", *ends, line=line, name="key"))
        (words,) = wrapped(name, 300, 1, bold=True)
        spot = left + _SAMPLE + EDGE, down
        colour = INK_BLUE if ours else DARK_GREY
        texts.append(canvas.text(f"<b>{plain(words)}</b>", spot, color=colour))
        left = spot[0] + breadth(words, bold=True) + 2 * EDGE
    return texts, samples
