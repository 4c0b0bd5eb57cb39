"""Labels at the right end of lines: whose it is, and its last value."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.pages.canvas import Canvas, Piece, plain
from reportgen.pages.courses import Moment
from reportgen.pages.lettering import LINE_HEIGHT, breadth, wrapped
from reportgen.pages.placing import Box, apart

_WIDEST = 138  # CSS px of a name; what is longer goes on in another line
_BETWEEN = 4  # CSS px between two labels
BESIDE = 11
"""CSS px from the middle of the last mark to its label."""


@dataclass(frozen=True)
class End:
    """A name in bold and what stands below it."""

    name: tuple[str, ...]
    """In lines."""
    below: tuple[str, ...]
    colour: str

    @property
    def height(self) -> float:
        """In CSS px, with the room between two labels."""
        return (len(self.name) + len(self.below)) * LINE_HEIGHT + _BETWEEN

    @property
    def breadth(self) -> float:
        """In CSS px."""
        names = [breadth(line, bold=True) for line in self.name]
        return max([*names, *map(breadth, self.below)])

    @property
    def words(self) -> str:
        """As plotly prints it."""
        names = [f"<b>{plain(line)}</b>" for line in self.name]
        return "<br>".join([*names, *map(plain, self.below)])


def end(name: str, moment: Moment, colour: str, *, early: bool) -> End:
    """The label of a line.

    Args:
        name: whose line it is.
        moment: its last value.
        colour: of the text.
        early: whether the line ends before the picture does; then its period is told.
    """
    when = [f"({moment.period})"] if early else []
    below = [part for text in (moment.printed, *when) for part in wrapped(text, 150)]
    return End(tuple(wrapped(name, _WIDEST, bold=True)), tuple(below), colour)


def placed(
    ends: Sequence[End], wanted: Sequence[float], left: float, canvas: Canvas
) -> tuple[list[Piece], list[Box]]:
    """The labels as texts, pushed apart where they would meet, and where they stand.

    Args:
        ends: the labels.
        wanted: CSS px from the top to the last mark of each.
        left: CSS px from the left, where all of them begin.
        canvas: the picture.
    """
    column = sorted(zip(wanted, ends, strict=True), key=lambda pair: pair[0])
    blocks = [(down, one.height) for down, one in column]
    middles = apart(blocks, canvas.top - 4, canvas.height - canvas.bottom + 4)
    texts, boxes = [], []
    for (_, one), down in zip(column, middles, strict=True):
        texts.append(canvas.text(one.words, (left, down), color=one.colour))
        half = (one.height - _BETWEEN) / 2
        boxes.append(Box(left, down - half, left + one.breadth, down + half))
    return texts, boxes
