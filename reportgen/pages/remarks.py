"""Remarks above the plot: where a value is missing, where the series breaks."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from reportgen.formats import count_word
from reportgen.pages.canvas import Canvas, Piece, plain
from reportgen.pages.courses import Course, Moment, middle
from reportgen.pages.lettering import LINE_HEIGHT, breadth
from reportgen.pages.palette import DARK_GREY, WIDTH
from reportgen.pages.placing import Note, gathered
from reportgen.vocabulary import Marker

BREAK = "break in series"
UNLIKE = "length of period changes"
ABSENT = {
    Marker.CONFIDENTIAL: "not shown [c]",
    Marker.NOT_AVAILABLE: "no value [x]",
    Marker.NOT_APPLICABLE: "not applicable [z]",
}
DOUBTED = {
    Marker.PROVISIONAL: "provisional [p]",
    Marker.ESTIMATED: "estimated [e]",
    Marker.UNVERIFIED: "unverified [u]",
}


@dataclass(frozen=True)
class Remark:
    """What is said of a place in time."""

    day: float
    says: str


def breaks(course: Course, whose: str = "") -> list[Remark]:
    """Where values stop being comparable, midway between two, and why.

    Args:
        course: the series.
        whose: what stands before the words, such as `England’s`.
    """
    return [
        Remark(
            (before.day + after.day) / 2,
            f"{whose} {BREAK if after.broken else UNLIKE}".strip(),
        )
        for before, after in pairwise(course.moments)
        if after.broken or after.unlike
    ]


def gaps(course: Course, days: tuple[float, float]) -> list[Remark]:
    """The periods without a value that lie in the picture, and why."""
    return [
        Remark(middle(gap.period), ABSENT[gap.marker])
        for gap in course.gaps
        if days[0] <= middle(gap.period) <= days[1]
    ]


def doubt(moment: Moment) -> str:
    """`provisional [p] and unverified [u]`."""
    return " and ".join(DOUBTED[mark] for mark in moment.doubts)


def words(note: Note) -> str:
    """What a remark says: each thing once, breaks counted."""
    parts = []
    for kind, count in Counter(note.kinds).items():
        several = kind == BREAK and count > 1
        parts.append(f"{count_word(count)} breaks in series" if several else kind)
    return ", ".join(parts)


def room(rows: int) -> float:
    """CSS px that rows of remarks take above the plot."""
    return rows * LINE_HEIGHT + 5 if rows else 10


def row(
    found: Sequence[Remark],
    down: float,
    along: Callable[[float], float],
    canvas: Canvas,
) -> list[Piece]:
    """The remarks as texts in one row; those that would meet are gathered.

    Args:
        found: what is said.
        down: CSS px from the top to the middle of the row.
        along: CSS px from the left to a day.
        canvas: the picture.
    """
    ordered = sorted(found, key=lambda remark: remark.day)
    notes = [Note(along(one.day), (one.says,)) for one in ordered]
    look = {"xanchor": "center", "color": DARK_GREY}
    return [
        canvas.text(plain(words(note)), (note.along, down), **look)
        for note in gathered(notes, lambda note: breadth(words(note)), WIDTH)
    ]
