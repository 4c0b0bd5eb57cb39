"""Where labels stand: none on another, none on a line, none outside."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from reportgen.pages.canvas import Spot

Segment = tuple[Spot, Spot]
"""A piece of a line, from one spot to another."""


@dataclass(frozen=True)
class Box:
    """The place that a text takes, in CSS px from the left and from the top."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> Spot:
        """CSS px from the left and from the top."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def meets(self, other: "Box") -> bool:
        """Whether the two share a place."""
        across = min(self.right, other.right) > max(self.left, other.left)
        return across and min(self.bottom, other.bottom) > max(self.top, other.top)

    def within(self, other: "Box") -> bool:
        """Whether all of it lies inside the other."""
        across = other.left <= self.left and self.right <= other.right
        return across and other.top <= self.top and self.bottom <= other.bottom

    def crossed(self, segment: Segment) -> bool:
        """Whether a piece of a line runs through it: Liang and Barsky's clipping."""
        (x0, y0), (x1, y1) = segment
        start, end = 0.0, 1.0
        for change, room in (
            (x0 - x1, x0 - self.left),
            (x1 - x0, self.right - x0),
            (y0 - y1, y0 - self.top),
            (y1 - y0, self.bottom - y0),
        ):
            if change == 0 and room < 0:
                return False
            if change < 0:
                start = max(start, room / change)
            if change > 0:
                end = min(end, room / change)
        return start <= end


def free(
    candidates: Iterable[Box], room: Box, taken: Sequence[Box], lines: Sequence[Segment]
) -> Box | None:
    """The first place inside the room that meets no text and no line."""
    for box in candidates:
        blocked = any(map(box.meets, taken)) or any(map(box.crossed, lines))
        if box.within(room) and not blocked:
            return box
    return None


def apart(
    blocks: Sequence[tuple[float, float]], start: float, end: float
) -> list[float]:
    """Middles of blocks in a column, as near as can be to where they want to stand.

    Blocks that would meet are pushed apart as one group, whose middle stays at the
    mean of what its members want.

    Args:
        blocks: the middle that each wants and its height, in the order of the column.
        start: upper end of the column.
        end: lower end; where the blocks do not fit, they begin at the upper end.

    Returns:
        The middle of each block, in the same order.
    """
    groups: list[list[tuple[float, float]]] = []
    for block in blocks:
        groups.append([block])
        while len(groups) > 1 and _upper(groups[-1], start, end) < sum(
            (_upper(groups[-2], start, end), _height(groups[-2]))
        ):
            last = groups.pop()
            groups[-1] += last
    middles = []
    for group in groups:
        upper = _upper(group, start, end)
        for _, height in group:
            middles.append(upper + height / 2)
            upper += height
    return middles


def _height(group: Sequence[tuple[float, float]]) -> float:
    return sum(height for _, height in group)


def _upper(group: Sequence[tuple[float, float]], start: float, end: float) -> float:
    """Where a group begins: each member as near as its neighbours let it."""
    wanted, before = [], 0.0
    for middle, height in group:
        wanted.append(middle - height / 2 - before)
        before += height
    upper = sum(wanted) / len(wanted)
    return max(start, min(upper, end - before))


@dataclass(frozen=True)
class Note:
    """A remark above the plot, over the place in time that it is about."""

    along: float
    """CSS px from the left."""
    kinds: tuple[str, ...]
    """What it says, once for each place."""


Broad = Callable[[Note], float]
"""How wide a note is in CSS px."""


def gathered(notes: Sequence[Note], broad: Broad, end: float) -> list[Note]:
    """Notes in one row: those that would meet become one over their middle.

    Args:
        notes: from left to right.
        broad: how wide a note would be.
        end: the row runs from 0 to here.
    """
    groups: list[Note] = []
    for note in notes:
        groups.append(_pulled(note, broad, end))
        while len(groups) > 1 and _meet(groups[-2], groups[-1], broad):
            last, first = groups.pop(), groups.pop()
            groups.append(_pulled(_joined(first, last), broad, end))
    return groups


def _meet(one: Note, other: Note, broad: Broad) -> bool:
    gap = 12  # CSS px
    return other.along - one.along < (broad(one) + broad(other)) / 2 + gap


def _joined(one: Note, other: Note) -> Note:
    """Both in one, over the middle of all places."""
    kinds = one.kinds + other.kinds
    total = one.along * len(one.kinds) + other.along * len(other.kinds)
    return Note(total / len(kinds), kinds)


def _pulled(note: Note, broad: Broad, end: float) -> Note:
    """Inside the row."""
    half = broad(note) / 2
    return Note(max(half, min(note.along, end - half)), note.kinds)
