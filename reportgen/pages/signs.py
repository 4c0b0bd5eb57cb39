"""Signs beside hollow dots: `[p]`, `[e]`, `[u]`, where nothing else stands."""

from collections.abc import Sequence

from reportgen.pages import strokes
from reportgen.pages.canvas import Piece, Spot, plain
from reportgen.pages.courses import Course, Moment
from reportgen.pages.lettering import breadth
from reportgen.pages.palette import INK_BLUE, WIDTH
from reportgen.pages.placing import Box, free
from reportgen.pages.remarks import Remark, doubt
from reportgen.pages.scales import Plane

_NEAR, _FAR = 15, 26  # CSS px from the middle of a dot to the middle of its sign
_HALF = 8  # CSS px: half the height of a sign


def signs(
    courses: Sequence[Course], plane: Plane, taken: Sequence[Box]
) -> tuple[list[Piece], list[Remark]]:
    """The signs of the first course; those without room are told above the plot.

    Of dots in a row that are in doubt for the same reason, one is signed. The last
    value's sign stands in its label.

    Args:
        courses: the area's, then all others whose lines must be kept clear.
        plane: where values stand.
        taken: labels that stand already.
    """
    canvas = plane.canvas
    room = Box(canvas.left, canvas.top, WIDTH, canvas.height - canvas.bottom)
    lines = [piece for course in courses for piece in strokes.segments(course, plane)]
    texts: list[Piece] = []
    above: list[Remark] = []
    boxes = list(taken)
    for group in in_doubt(courses[0]):
        sign = " ".join(mark.printed for mark in group[0].doubts)
        spots = [plane.spot(moment.day, moment.value) for moment in group]
        found = free(_beside(spots, breadth(sign)), room, boxes, lines)
        if found is None:
            day = sum(moment.day for moment in group) / len(group)
            above.append(Remark(day, doubt(group[0])))
            continue
        boxes.append(found)
        look = {"xanchor": "center", "color": INK_BLUE}
        texts.append(canvas.text(plain(sign), found.middle, **look))
    return texts, above


def in_doubt(course: Course) -> list[list[Moment]]:
    """Neighbours in doubt for the same reason, without those up to the last value."""
    groups: list[list[Moment]] = []
    before: tuple[object, ...] = ()
    for moment in course.moments:
        if moment.doubts and moment.doubts == before:
            groups[-1].append(moment)
        elif moment.doubts:
            groups.append([moment])
        before = moment.doubts
    last = course.moments[-1]
    return [group for group in groups if group[-1] is not last]


def _beside(spots: Sequence[Spot], wide: float) -> list[Box]:
    """Above or below each dot, those in the middle of the row first."""
    middle_first = sorted(range(len(spots)), key=lambda n: abs(2 * n - len(spots) + 1))
    return [
        Box(x - wide / 2, y + by - _HALF, x + wide / 2, y + by + _HALF)
        for x, y in (spots[number] for number in middle_first)
        for by in (-_NEAR, _NEAR, -_FAR, _FAR)
    ]
