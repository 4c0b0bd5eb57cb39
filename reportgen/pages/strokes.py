"""The marks of a line over time: the line itself, its dots, its band, its breaks."""

from collections.abc import Sequence
from itertools import groupby, pairwise

from reportgen.pages.canvas import Canvas, Piece
from reportgen.pages.courses import Course, Moment
from reportgen.pages.palette import DARK_GREY, GREY, INK_BLUE
from reportgen.pages.placing import Segment
from reportgen.pages.scales import Plane

BAND = "#DCE4EC"  # ink blue at 15% on white; solid, and light grey in grey print
_HALF = 4.0  # CSS px: half the width of a lone value's band
_WIDE, _THIN = 2.5, 1.75  # CSS px of the area's line, and of England's


def path(course: Course, name: str, *, ours: bool, axes: str = "") -> Piece:
    """The line, broken between its runs: `area` in ink blue, `england` thin in grey.

    Args:
        course: what is drawn.
        name: of the trace.
        ours: whether it is the area's.
        axes: the number of the panel's axes; empty where there is only one.
    """
    xs: list[float | None] = []
    ys: list[float | None] = []
    for run in course.runs:
        between = [None] if xs else []
        xs += [*between, *(moment.day for moment in run)]
        ys += [*between, *(moment.value for moment in run)]
    line = look(ours=ours)
    return {**_trace(xs, ys, name, axes), "mode": "lines", "line": line}


def look(*, ours: bool) -> Piece:
    """Colour, width and dashes: told apart without colour too."""
    if ours:
        return {"color": INK_BLUE, "width": _WIDE}
    return {"color": GREY, "width": _THIN, "dash": "5px,2.5px"}


def dots(course: Course, name: str, *, ours: bool, axes: str = "") -> Piece:
    """The dots: values alone, values in doubt, which are hollow, and the last one."""
    moments = course.moments
    lone = {run[0].day for run in course.runs if len(run) == 1}
    shown = [m for m in moments if m.doubts or m.day in lone or m is moments[-1]]
    colour = INK_BLUE if ours else GREY
    full, small = (9, 7) if ours else (8, 6)
    marker = {
        "symbol": "circle" if ours else "diamond",
        "size": [full if m is moments[-1] else small for m in shown],
        "color": ["#FFFFFF" if m.doubts else colour for m in shown],
        "line": {"color": colour, "width": 2 if ours else 1.5},
        "opacity": 1,
    }
    xs, ys = [m.day for m in shown], [m.value for m in shown]
    return {**_trace(xs, ys, name, axes), "mode": "markers", "marker": marker}


def _trace(
    xs: Sequence[float | None], ys: Sequence[float | None], name: str, axes: str
) -> Piece:
    return {
        "type": "scatter",
        "x": list(xs),
        "y": list(ys),
        "name": name,
        "xaxis": f"x{axes}",
        "yaxis": f"y{axes}",
        "connectgaps": False,
        "cliponaxis": False,
    }


def bands(course: Course, plane: Plane) -> list[Piece]:
    """The intervals of each run as one light area; a lone one as a narrow bar."""
    start, end = plane.days
    half = _HALF * (end - start) / plane.canvas.across
    found = []
    for run in course.runs:
        for known, part in groupby(run, key=lambda moment: moment.limits is not None):
            if known:
                found.append(_band(list(part), half))
    return found


def _band(run: Sequence[Moment], half: float) -> Piece:
    held = [(m.day, m.limits) for m in run if m.limits is not None]
    if len(held) == 1:
        ((day, alone),) = held
        held = [(day - half, alone), (day + half, alone)]
    upper = [(day, high) for day, (_, high) in held]
    lower = [(day, low) for day, (low, _) in reversed(held)]
    drawn = " L".join(f"{day:.2f},{value:.10g}" for day, value in [*upper, *lower])
    return {
        "type": "path",
        "path": f"M{drawn} Z",
        "fillcolor": BAND,
        "line": {"width": 0},
        "layer": "below",
        "name": "band",
    }


def limits(course: Course) -> list[float]:
    """The ends of all intervals."""
    return [value for m in course.moments for value in m.limits or ()]


def upright(canvas: Canvas, along: float, top: float, bottom: float) -> Piece:
    """The dashed line that stands where a series breaks."""
    line = {"color": DARK_GREY, "width": 1, "dash": "3px,3px"}
    first, last = (along, top), (along, bottom)
    return canvas.shape("line", first, last, line=line, layer="below", name="break")


def segments(course: Course, plane: Plane) -> list[Segment]:
    """The line as pieces between two spots, for labels to keep clear of."""
    return [
        (plane.spot(one.day, one.value), plane.spot(other.day, other.value))
        for run in course.runs
        for one, other in pairwise(run)
    ]
