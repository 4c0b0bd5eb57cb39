"""Pages under strain: all stands in its place, whatever data and words are like."""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations, pairwise

import composed
import pytest
from boxes import Box, Element, Letter, Piece, Sheet
from printed import ALL, Report, blocks, reports

pytestmark = pytest.mark.pages

MM = 72 / 25.4
MARGINS = {"upright": (24, 22, 24), "lying": (21, 16, 15), "first": (0, 22, 20)}
"""Millimetres above, beside and below the text, as in page.css."""
EDGE = 4.5 * MM
"""White that a printer needs at the edge of a sheet."""
WHITE = 8.0
"""Points between the running header and the text."""
RAISED = 8.0
"""Points that the mark of a note may stand above its line; lines are further apart."""
HAIR = 0.8
"""Points by which ink may pass a line: the slant of a letter."""


def room(sheet: Sheet) -> Box:
    """The place of a page's text."""
    lying = "lying" if sheet.width > sheet.height else "upright"
    above, beside, below = MARGINS["first" if sheet.number == 1 else lying]
    return Box(
        beside * MM,
        above * MM,
        sheet.width - beside * MM,
        sheet.height - below * MM,
    )


@pytest.fixture(params=ALL)
def made(request: pytest.FixtureRequest) -> tuple[Report, ...]:
    """The finished reports of one workspace."""
    return reports(request.param)


def furniture(sheet: Sheet) -> tuple[list[Letter], list[Letter]]:
    """The letters of the running header and footer, without dots and drawings."""
    place = room(sheet)
    above = [one for one in sheet.furniture if one.base < place.top]
    below = [one for one in sheet.furniture if one.top > place.bottom]
    return above, below


def test_text_keeps_to_its_margins(made: tuple[Report, ...]) -> None:
    """All that is read stands between the margins of its page."""
    outside = [
        (report.name, sheet.number, letter.text)
        for report in made
        for sheet in report.sheets
        for letter in sheet.tree.letters
        if not within(letter, room(sheet))
    ]

    assert sum(len(s.tree.letters) for report in made for s in report.sheets) > 2000
    assert [] == outside


def within(one: Box, place: Box) -> bool:
    """Whether a letter keeps to a place."""
    return (
        one.left >= place.left - HAIR
        and one.right <= place.right + HAIR
        and one.top >= place.top - HAIR
        and one.bottom <= place.bottom + HAIR
    )


def test_no_ink_lies_on_other_ink(made: tuple[Report, ...]) -> None:
    """No letter meets a letter or a drawing, wherever on the page they stand."""
    found = [
        (report.name, sheet.number, *pair)
        for report in made
        for sheet in report.sheets
        for pair in meeting(sheet)
    ]

    assert [] == found


def meeting(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Letters that share a place with another letter, or with a drawing."""
    above, below = furniture(sheet)
    letters = [*sheet.tree.letters, *above, *below]
    squares: dict[tuple[int, int], list[Letter]] = defaultdict(list)
    for letter in letters:
        for square in _squares(letter):
            squares[square].append(letter)
    for held in squares.values():
        pairs = combinations(held, 2)
        yield from ((one.text, other.text) for one, other in pairs if _meet(one, other))
    drawings = [one.drawing for one in sheet.tree.all("Figure") if one.drawing]
    for one in letters:
        if any(_meet(one, drawing) for drawing in drawings):
            yield one.text, "a drawing"


def _squares(one: Box, side: int = 24) -> Iterator[tuple[int, int]]:
    for across in range(int(one.left // side), int(one.right // side) + 1):
        for down in range(int(one.top // side), int(one.bottom // side) + 1):
            yield across, down


def _meet(one: Box, other: Box) -> bool:
    if (one.left, one.right, one.top) == (other.left, other.right, other.top):
        return False  # two letters in one sign, such as ff
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    return across > HAIR and down > HAIR


def test_columns_keep_their_words(made: tuple[Report, ...]) -> None:
    """Between any two columns of a table there is a gap, from its head to its foot."""
    for report in made:
        for table in report.tables:
            head, *rows = [list(row.children) for row in table.all("TR")]
            rows = [row for row in rows if len(row) == len(head)]  # no cell is empty
            for left, right in pairwise(zip(head, *rows, strict=True)):
                ends = [cell.box.right for cell in left if cell.box]
                starts = [cell.box.left for cell in right if cell.box]
                gap = min(starts) - max(ends)
                assert gap > 3, f"{report.name}, page {table.page}: {table.text[:90]}"


def test_nothing_is_lost(made: tuple[Report, ...]) -> None:
    """Every letter of the composed page is printed once, in its order."""
    for report in made:
        wanted = "".join(block.text for block in composed.blocks(report.html))
        printed = "".join(block.text for block in report.blocks)
        # The style sheet adds the page, which only the layout knows.
        printed = re.sub(r"Sign-offonpage\d+", "Sign-off", printed, count=1)

        assert len(wanted) > 500
        assert wanted == printed


def test_no_row_is_lost_or_cut(made: tuple[Report, ...]) -> None:
    """Every row of every table is printed once and whole, below its table's header."""
    for report in made:
        waiting = list(report.tables)
        for table in composed.tables(report.html):
            rows: list[str] = []
            while len(rows) < len(table.rows):
                part = waiting.pop(0)
                (head,), (body,) = part.all("THead"), part.all("TBody")
                assert table.head == letters(head)
                assert (table.caption if not rows else "") == caption(part)
                rows += [letters(row) for row in body.all("TR")]
            assert [row.text for row in table.rows] == rows
        assert waiting == []


def test_no_number_is_broken(made: tuple[Report, ...]) -> None:
    """A number stands on one line, in a table and on the first page."""
    for report in made:
        looked_at = 0
        for cell, printed in numbers(report):
            at = "".join(one.text for one in printed).index(cell)
            lines = {round(one.base) for one in printed[at : at + len(cell)]}
            assert len(lines) == 1, f"{report.name}: {cell}"
            looked_at += 1
        assert looked_at > 2


def numbers(report: Report) -> Iterator[tuple[str, Piece]]:
    """Each number in the tables of measures and on the first page, as it is printed."""
    wanted = [row for table in composed.tables(report.html) for row in table.rows]
    printed = [
        row
        for table in report.tables
        for body in table.all("TBody")
        for row in body.all("TR")
    ]
    for row, drawn in zip(wanted, printed, strict=True):
        cells, boxes = list(row.all("td", "th")), drawn.children
        if len(cells) == len(boxes):  # no cell is empty
            for cell, box in zip(cells, boxes, strict=True):
                if cell.has("number") and not cell.has("absent") and cell.own:
                    yield cell.own, box.letters
    for big in report.html.all("p"):
        if big.has("big"):
            (found,) = [b for b in report.blocks if b.text == big.text][:1]
            yield big.own, found.letters


def test_contents_lead_to_their_pages(made: tuple[Report, ...]) -> None:
    """The number beside each entry is that of its page; all end at one edge."""
    for report in made:
        pages = targets(report)
        found = [
            b for s in report.contents for b in blocks(s.tree) if b.kind == "LBody"
        ]
        wanted = composed.entries(report.html)
        edges = {round(entry.letters[-1].right, 1) for entry in found}

        assert len(wanted) > 5
        assert max(edges) - min(edges) < HAIR
        assert room(report.contents[0]).right - max(edges) < HAIR
        for title, entry in zip(wanted, found, strict=True):
            assert entry.text.startswith(title)
            assert int(entry.text.removeprefix(title)) in pages[title]


def targets(report: Report) -> dict[str, list[int]]:
    """The pages of all headings and captions, by their letters."""
    found: dict[str, list[int]] = {}
    for block in report.blocks:
        found.setdefault(block.text, []).append(block.page)
    for table in report.tables:
        found.setdefault(caption(table), []).append(table.page)
    return found


def test_header_and_footer_keep_their_place(made: tuple[Report, ...]) -> None:
    """One line above, two below at most; white between them, the text and the edge."""
    for report in made:
        for sheet in report.sheets:
            place, (above, below) = room(sheet), furniture(sheet)
            said = f"{report.name}, page {sheet.number}"
            heads, feet = ({round(one.base) for one in part} for part in (above, below))
            assert len(heads) == (0 if sheet.number == 1 else 1), said
            assert len(feet) in {1, 2}, said
            assert all(one.bottom < place.top - WHITE for one in above), said
            for letter in [*above, *below]:
                assert letter.top > EDGE, said
                assert letter.bottom < sheet.height - EDGE, said
                assert letter.left > place.left - HAIR, said
                assert letter.right < place.right + HAIR, said


def test_no_line_begins_with_the_mark_of_a_note(made: tuple[Report, ...]) -> None:
    """The mark of a note stands on the line of the word that it belongs to."""
    for report in made:
        for block in report.blocks:
            marks = [n for n, one in enumerate(block.letters[:-1]) if one.text == "["]
            for at in marks:
                before, mark, number = (block.letters[at + n] for n in (-1, 0, 1))
                falls = at == 0 or mark.base - before.base > RAISED
                assert not (falls and number.text.isdigit()), block.text


def letters(element: Element) -> str:
    """The letters of an element, without spaces."""
    return "".join(one.text for one in element.letters)


def caption(table: Element) -> str:
    """The letters of a table's caption; empty where it has none here."""
    return "".join(map(letters, table.all("Caption")))
