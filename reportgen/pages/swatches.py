"""Labels of the last bar's parts: a square of its colour, name, value and share."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from reportgen import formats
from reportgen.pages.canvas import Canvas, Piece
from reportgen.pages.courses import Moment
from reportgen.pages.ends import End, placed
from reportgen.pages.lettering import LINE_HEIGHT, wrapped
from reportgen.pages.palette import DARK_GREY, INK, PARTS, WIDTH
from reportgen.pages.placing import Box
from reportgen.pages.scales import Plane
from reportgen.pages.wholes import Bar, Whole

_ALL = 100
_NAME = 128  # CSS px of a part's name; what is longer goes on in another line
_SQUARE, _BESIDE = 10, 16  # CSS px: a label's square, and from there to its text


def share(bar: Bar, part: Moment) -> str:
    """`31%`: a part of its bar's total, in words where rounding would hide it."""
    exact = part.exact / bar.total.exact * 100 if bar.total.exact else Decimal(0)
    shown = formats.rounded(exact, 0)
    if exact > 0 and shown == 0:
        return "under 1%"
    if exact < _ALL and shown == _ALL:
        return "over 99%"
    return f"{formats.number(shown)}%"


def room(whole: Whole) -> tuple[float, float]:
    """CSS px that the labels take right of the plot, and from top to bottom."""
    found = _ends(whole)
    across = max(one.breadth for one in found) + _BESIDE + 4
    return across, sum(one.height for one in found)


def labels(whole: Whole, plane: Plane) -> tuple[list[Piece], list[Piece]]:
    """The texts, each as near to its segment as can be, and their squares.

    Args:
        whole: has at least one bar.
        plane: where values stand.
    """
    bar, canvas = whole.bars[-1], plane.canvas
    edges = [0.0]
    for part in bar.parts:
        edges.append(edges[-1] + part.value)
    wanted = [plane.spot(0, (a + b) / 2)[1] for a, b in pairwise(edges)][::-1]
    ends = _ends(whole)
    if len(ends) > len(wanted):
        wanted = [wanted[0] - LINE_HEIGHT, *wanted]
    left = WIDTH - room(whole)[0] + _BESIDE
    texts, boxes = placed(ends, wanted, left, canvas)
    return texts, _squares(boxes[-len(bar.parts) :], canvas)


def _ends(whole: Whole) -> list[End]:
    """Of each part of the last bar, the uppermost first."""
    bar = whole.bars[-1]
    found = [
        End(
            tuple(wrapped(line.measure.label, _NAME, bold=True)),
            (f"{part.printed} ({share(bar, part)})",),
            INK,
        )
        for line, part in zip(whole.lines, bar.parts, strict=True)
    ]
    early = bar.period != whole.periods[-1]
    head = [End((str(bar.period),), (), DARK_GREY)] if early else []
    return [*head, *reversed(found)]


def _squares(boxes: Sequence[Box], canvas: Canvas) -> list[Piece]:
    """Before the first line of each label, from the top down."""
    found = []
    for box, colour in zip(boxes, reversed(PARTS[: len(boxes)]), strict=True):
        left, down = box.left - _BESIDE + 2, box.top + LINE_HEIGHT / 2
        upper, lower = (left, down - _SQUARE / 2), (left + _SQUARE, down + _SQUARE / 2)
        line = {"width": 0}
        found.append(
            canvas.shape(
                "rect", upper, lower, fillcolor=colour, line=line, name="swatch"
            )
        )
    return found
