"""Who is to sign, and the room that the finished sign-off will take on its page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from reportgen.evidence.cycle import LONGEST_NAME, Signatory
from reportgen.pages.lettering import breadth

SMALLEST = 9.0
"""Points of the type for which there is room, however long a name is."""
HIGHEST = 640
"""Points that a page has for the box and the sentence above it."""
WHO, KNOWN = 265.0, 156.0
"""Points of the columns of the block: who approved; when, and how that is known."""

_LINE = 1.32 * SMALLEST  # points; the style sheet has as many em
_ROW = 0.95 * SMALLEST  # above and below what a row says
_FRAME = 24.0  # between what is said and the frame, above and below
_WIDE = WHO + KNOWN + 24
_RAGGED = 0.9  # of a line that is filled before a word goes to the next
_LONG = ("abcdefg opqrstu " * 8)[:LONGEST_NAME]  # a name that is not known yet
_KNOWN = f"Recorded by {_LONG[: LONGEST_NAME // 2]} from a reply that is kept"
_PAGE = 660.0  # points of a page below a heading
_ABOVE = 75.0  # of caption, heads of columns, and the sentence above the box
_AS_PUBLISHED = 35.0  # of the sign-off that the source prints
_PRINTED = 9.5, 12.0, 9.0  # type, line and padding of the table, in points
_HEAD_LINES = 3.3  # title in larger type, and the heads of the columns
_FOOT_LINES = 7.0  # digest, seal, a short correction, illustrative, distances


@dataclass(frozen=True)
class Signing:
    """A post whose holder is to sign."""

    role: str
    holder: str
    name: str
    """Empty where nobody is named."""
    parts: tuple[str, ...]
    """Titles of the parts that they answer for; none for the whole report."""


def signings(
    signatories: Sequence[Signatory], titles: Mapping[str, str]
) -> tuple[Signing, ...]:
    """Who is to sign, as a page prints it.

    Args:
        signatories: in the order of the cycle.
        titles: of the headings, by id.
    """
    return tuple(
        Signing(
            one.role,
            one.holder,
            one.name,
            tuple(titles.get(part, part) for part in one.parts),
        )
        for one in signatories
    )


def room(lines: Sequence[Signing], title: str) -> int:
    """Points that the box of the sign-off is high.

    It holds the finished block in type of nine points, with names as long as they may
    be where nobody is named yet. Where one page would not hold so many of these below
    the table, names of half that length are reckoned with; the block makes its type
    smaller before it overflows.

    Args:
        lines: who is to sign.
        title: of the report, with all that stands beside it.
    """
    high = _high(lines, title, LONGEST_NAME)
    lower = _high(lines, title, LONGEST_NAME // 2)
    if fits_one_page(lines, lower) and not fits_one_page(lines, high):
        return lower
    return min(HIGHEST, high)


def _high(lines: Sequence[Signing], title: str, letters: int) -> int:
    """Points, with names of so many letters where nobody is named yet."""
    rows = sum(_row(line, _LONG[:letters]) for line in lines)
    rest = (_HEAD_LINES + _lines(title, WHO + KNOWN) + _FOOT_LINES) * _LINE
    return ceil(_FRAME + rest + rows)


def fits_one_page(lines: Sequence[Signing], high: int) -> bool:
    """Whether one page holds heading, table and box, so that they are kept together.

    Args:
        lines: who is to sign, as the table prints them.
        high: points of the box, from `room`.
    """
    shown = [[one.role, one.holder, one.name, "; ".join(one.parts)] for one in lines]
    columns = [column for column in zip(*shown, strict=True) if any(column)]
    size, line, padding = _PRINTED
    wide = _RAGGED * (_WIDE / len(columns) - padding)
    rows = sum(
        padding + line * max(ceil(breadth(text, size=size) / wide) for text in row)
        for row in shown
    )
    return _ABOVE + _AS_PUBLISHED + rows + high <= _PAGE


def _row(line: Signing, unknown: str) -> float:
    """Points of one row.

    Args:
        line: who signs.
        unknown: stands for the name where there is none yet.
    """
    name = line.name or unknown
    who = sum(_lines(text, WHO) for text in (name, line.role, line.holder, *line.parts))
    known = 1 + _lines(_KNOWN, KNOWN)
    return max(who, known) * _LINE + _ROW


def _lines(text: str, wide: float) -> int:
    """Lines that a text takes at most, as lines end ragged."""
    return ceil(breadth(text, size=SMALLEST) / (_RAGGED * wide))
