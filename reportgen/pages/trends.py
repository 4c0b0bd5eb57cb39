"""One measure over time as a plotly figure: the area's line, its band, England's line.

The line joins values, no more; whether they show a trend is told in words below it.
"""

from dataclasses import dataclass

from reportgen.pages import remarks, strokes
from reportgen.pages.canvas import Canvas, Piece, axis, whole
from reportgen.pages.courses import Course, middle
from reportgen.pages.ends import BESIDE, End, end, placed
from reportgen.pages.lettering import LINE_HEIGHT, breadth
from reportgen.pages.lines import Line
from reportgen.pages.palette import DARK_GREY, GREY, INK, INK_BLUE
from reportgen.pages.placing import Box
from reportgen.pages.remarks import Remark
from reportgen.pages.scales import Plane, Scale, scale, time_ticks, told
from reportgen.pages.signs import in_doubt, signs
from reportgen.periods import Period
from reportgen.vocabulary import ValueType

_DOWN = 196  # CSS px: the plot's height, unless its labels need more
_AXIS = 12  # CSS px from the plot to the labels of periods, and below them
_LEFT = 8  # CSS px from the plot to the labels of values
_PERCENT = {ValueType.PERCENTAGE, ValueType.PERCENTAGE_CHANGE}


@dataclass(frozen=True)
class Trend:
    """The picture of one line before it is put together."""

    line: Line
    plane: Plane
    ends: tuple[End, ...]
    rows: tuple[tuple[Remark, ...], ...]
    """Remarks above the plot: breaks, then gaps."""


def trend(line: Line, area: str, benchmark: str) -> tuple[str, int]:
    """The plotly figure as JSON, and its height in CSS px.

    Args:
        line: has at least one value of the area.
        area: name of the area.
        benchmark: name of England.
    """
    made = _trend(line, area, benchmark)
    plane = made.plane
    data = [
        *_traces(line.england, "england", ours=False),
        *_traces(line.area, "area", ours=True),
    ]
    layout = {
        "xaxis": _across(made),
        "yaxis": _upwards(plane),
        "shapes": [*strokes.bands(line.area, plane), *_uprights(made)],
        "annotations": _texts(made),
    }
    return plane.canvas.sealed(data, layout), plane.canvas.height


def value_scale(line: Line) -> Scale:
    """The scale that holds the values of both places, and all intervals."""
    both = (line.area, line.england)
    values = [moment.value for course in both for moment in course.moments]
    values += strokes.limits(line.area)
    unit = "%" if line.measure.value_type in _PERCENT else ""
    return scale(values, line.measure.places, unit)


def periods_of(line: Line) -> list[Period]:
    """All periods of the picture, oldest first.

    Where England's are of another length, only those at the ends: all of them would
    crowd the axis.
    """
    ours = line.area.periods
    both = sorted([*ours, *(moment.period for moment in line.england.moments)])
    by_days = {
        period.days: period
        for period in both
        if period.months == ours[-1].months or period in {*ours, both[0], both[-1]}
    }
    return list(by_days.values())


def _trend(line: Line, area: str, benchmark: str) -> Trend:
    shown, periods = value_scale(line), periods_of(line)
    days = middle(periods[0]), middle(periods[-1])
    ends = _ends(line, (area, benchmark), days[1])
    rows = _rows(line, days, benchmark)
    room = max(one.breadth for one in ends) + BESIDE - 6
    alone = days[0] == days[1]  # it stands in the middle, with its label beside it
    top = remarks.room(len(rows))
    bottom = _AXIS + LINE_HEIGHT * max(len(told(period)) for period in periods)
    down = max(_DOWN, sum(one.height for one in ends))
    canvas = Canvas(
        height=whole(top + down + bottom),
        left=whole(max(_left(shown), max(map(breadth, told(periods[0]))) / 2)),
        right=_LEFT if alone else whole(room),
        top=top,
        bottom=bottom,
    )
    return Trend(line, Plane(canvas, *days, shown), ends, rows)


def _left(shown: Scale) -> float:
    """CSS px for the labels of values."""
    return max(map(breadth, shown.ticks.values())) + _LEFT


def _ends(line: Line, names: tuple[str, str], last: float) -> tuple[End, ...]:
    courses = zip((line.area, line.england), names, (INK_BLUE, DARK_GREY), strict=True)
    return tuple(
        end(name, course.moments[-1], colour, early=course.moments[-1].day < last)
        for course, name, colour in courses
        if course.moments
    )


def _rows(
    line: Line, days: tuple[float, float], benchmark: str
) -> tuple[tuple[Remark, ...], ...]:
    """Breaks, England's where it breaks alone; below them gaps, and room for doubts."""
    ours = remarks.breaks(line.area)
    broken = {remark.day for remark in ours}
    theirs = remarks.breaks(line.england, f"{benchmark}’s")
    breaks = (*ours, *(remark for remark in theirs if remark.day not in broken))
    gaps = tuple(remarks.gaps(line.area, days))
    rows = [breaks] if breaks else []
    return (*rows, gaps) if gaps or in_doubt(line.area) else tuple(rows)


def _traces(course: Course, name: str, *, ours: bool) -> list[Piece]:
    if not course.moments:
        return []
    return [
        strokes.path(course, name, ours=ours),
        strokes.dots(course, f"{name} dots", ours=ours),
    ]


def _uprights(made: Trend) -> list[Piece]:
    """A dashed line from the words to the axis, for each break of the area's."""
    canvas, plane = made.plane.canvas, made.plane
    bottom = canvas.height - canvas.bottom
    return [
        strokes.upright(canvas, plane.along(remark.day), LINE_HEIGHT + 2, bottom)
        for remark in remarks.breaks(made.line.area)
    ]


def _texts(made: Trend) -> list[Piece]:
    """Labels at the right, signs beside hollow dots, remarks above the plot."""
    texts, boxes = _labels(made)
    both = (made.line.area, made.line.england)
    beside, told_above = signs(both, made.plane, boxes)
    rows = [*made.rows[:-1], (*made.rows[-1], *told_above)] if made.rows else []
    above = [
        text
        for number, found in enumerate(rows)
        for text in remarks.row(
            found, (number + 0.5) * LINE_HEIGHT, made.plane.along, made.plane.canvas
        )
    ]
    return [*texts, *beside, *above]


def _labels(made: Trend) -> tuple[list[Piece], list[Box]]:
    """Beside the last mark of the line that ends later."""
    courses = (made.line.area, made.line.england)
    last = [course.moments[-1] for course in courses if course.moments]
    wanted = [made.plane.spot(moment.day, moment.value)[1] for moment in last]
    left = made.plane.along(max(moment.day for moment in last)) + BESIDE
    return placed(made.ends, wanted, left, made.plane.canvas)


def _across(made: Trend) -> Piece:
    """The axis of time: a mark at each period that is named."""
    plane = made.plane
    labels = time_ticks(periods_of(made.line), plane.along)
    look = {"ticks": "outside", "ticklen": 5, "tickcolor": GREY, "tickwidth": 1}
    return axis(plane.days, labels, **look)


def _upwards(plane: Plane) -> Piece:
    """The axis of values: light gridlines, and a dark line at zero."""
    return axis(
        plane.values,
        plane.scale.ticks,
        showgrid=True,
        zeroline=plane.scale.from_zero,
        zerolinecolor=INK,
        zerolinewidth=1,
        ticklabelstandoff=5,
    )
