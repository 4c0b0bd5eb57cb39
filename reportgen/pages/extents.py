"""How high a table or a figure may grow, told from its words before it is laid out.

The layout ties rows together, or keeps a piece whole, without asking whether a page can
hold that; where none can, a header or a heading is left behind. So only what is surely
low is tied.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from math import ceil

_LETTERS = 0.55  # of 9.5 pt that a millimetre holds at least, as lines end ragged
_UPRIGHT, _LYING = 58, 41  # lines of 12 pt on a page
_SMALL = 0.25  # of a page: moved overleaf, it leaves no gap worth speaking of
_WHOLE = 0.6  # of a page: moved overleaf, it leaves no page bare
_TALL = 0.3  # of a page: two such rows, a header and a caption fit
_ENDLESS = 0.7  # of a page: one such row, a header and a caption fit


class Extent(StrEnum):
    """How a table may break; its value is a class of the style sheets."""

    UNBROKEN = "unbroken"
    """It stands on one page."""
    TIED = "tied"
    """Between rows; the first two stay together, and the last two."""
    TALL = "tall"
    """Between any two rows."""
    ENDLESS = "endless"
    """Between any two rows, and in a row that no page can hold."""


def extent(rows: Iterable[int], *, whole: bool = False, lying: bool = False) -> Extent:
    """How a table with rows of so many lines may break.

    Args:
        rows: lines that each row takes at most.
        whole: whether more than a small table is kept on one page, if one can hold it.
        lying: whether it stands on landscape pages.
    """
    page = _LYING if lying else _UPRIGHT
    held = list(rows)
    highest = max(held, default=0)
    if highest > _ENDLESS * page:
        return Extent.ENDLESS
    if highest > _TALL * page:
        return Extent.TALL
    padded = sum(held) + len(held)
    most = (_WHOLE if whole else _SMALL) * page
    return Extent.UNBROKEN if padded <= most else Extent.TIED


def lines(cells: Iterable[tuple[Sequence[str], float]]) -> int:
    """Lines that a row takes at most.

    Args:
        cells: of each cell the texts that stand below one another, and the width of
            its column in millimetres.
    """
    return max(
        sum(ceil(len(text) / (_LETTERS * room)) for text in texts)
        for texts, room in cells
    )


def extent_of(
    rows: Iterable[object],
    rooms: Mapping[str, float],
    *,
    whole: bool = False,
    lying: bool = False,
) -> Extent:
    """How a table of these things may break: a filter for templates.

    Args:
        rows: things with attributes that are texts.
        rooms: name of an attribute, or several with spaces between where they stand
            below one another in one cell; and millimetres of the column.
        whole: as in `extent`.
        lying: as in `extent`.
    """
    columns = [(names.split(), room) for names, room in rooms.items()]

    def high(row: object) -> int:
        cells = [
            ([getattr(row, name) for name in names], room) for names, room in columns
        ]
        return lines(cells)

    return extent(map(high, rows), whole=whole, lying=lying)


_SHEET = 620.0  # points of an upright page below two headings
_HIGHEST = 519.0  # points that the style sheets give a drawing: 183 mm
_MARGINS = 50.0  # points between the parts of a figure, and below it
_STYLES = ((16.5, 70), (13.0, 95), (15.0, 75), (13.0, 95))
"""Points of a line and letters that it holds: headline, subtitle, sentence, source."""


def outgrows(height: float, words: Sequence[str]) -> bool:
    """Whether a page may not hold a figure below its heading.

    Args:
        height: of the drawing, in CSS px.
        words: headline, subtitle, sentence and source.
    """
    drawn = min(0.75 * height, _HIGHEST)
    told = sum(
        line * ceil(len(text) / letters)
        for text, (line, letters) in zip(words, _STYLES, strict=True)
    )
    return drawn + told + _MARGINS > _SHEET
