"""Pages under strain: what belongs together stays so, and no page is left bare."""

import re
from collections.abc import Iterator
from itertools import pairwise

import composed
import pytest
from boxes import Element, Sheet
from printed import ALL, Block, Report, reports
from test_layout import letters, room

pytestmark = pytest.mark.pages

HEADINGS = {"H1", "H2", "H3", "H4", "H5", "H6"}
LOW, HIGH = 115.0, 140.0
"""Points of a table that is not worth a page break, and of a row that may be alone."""


@pytest.fixture(params=ALL)
def made(request: pytest.FixtureRequest) -> tuple[Report, ...]:
    """The finished reports of one workspace."""
    return reports(request.param)


def places(sheet: Sheet) -> Iterator[tuple[str, float, float]]:
    """What stands on a page, from top to bottom: its kind, its top and its bottom."""
    found = [
        (each.kind, each.box.top, each.box.bottom)
        for each in sheet.tree.all("P", "LI", "TR", "Caption", "Figure", *HEADINGS)
        if each.box
    ]
    yield from sorted(found, key=lambda one: one[1])


def filled(sheet: Sheet) -> float:
    """The share of a page's height that is used."""
    place = room(sheet)
    lowest = max(bottom for _, _, bottom in places(sheet))
    return (lowest - place.top) / (place.bottom - place.top)


def test_no_page_is_left_bare(made: tuple[Report, ...]) -> None:
    """A page is a third full, unless its part ends or what follows needs a page."""
    for report in made:
        for sheet, after in pairwise(report.sheets):
            kind, _, _ = next(places(after))
            said = f"{report.name}, page {sheet.number}"
            assert kind == "H2" or filled(sheet) > 1 / 3 or needs_a_page(after), said


def needs_a_page(sheet: Sheet) -> bool:
    """Whether what begins a page is a figure that leaves no room for much else."""
    kind, top, _ = next(places(sheet))
    drawings = [one.drawing.bottom for one in sheet.tree.all("Figure") if one.drawing]
    place = room(sheet)
    return kind == "Caption" and drawings[0] - top > 0.6 * (place.bottom - place.top)


def test_no_page_holds_one_line(made: tuple[Report, ...]) -> None:
    """Even the last page of a part has more than a line."""
    for report in made:
        for sheet in report.sheets:
            lines = {round(letter.base) for letter in sheet.tree.letters}
            assert len(lines) > 1, f"{report.name}, page {sheet.number}"


def test_no_heading_ends_a_page(made: tuple[Report, ...]) -> None:
    """Below a heading, on its page, stands what it is the heading of."""
    for report in made:
        assert any(kind in HEADINGS for s in report.sheets for kind, *_ in places(s))
        for sheet in report.sheets[:-1]:
            *_, (kind, _, _) = places(sheet)
            assert kind not in {*HEADINGS, "Caption"}, f"{report.name}, {sheet.number}"


def test_a_caption_stands_above_rows(made: tuple[Report, ...]) -> None:
    """A table begins with its caption, its header and a row on one page."""
    for report in made:
        for table in report.tables:
            rows = [len(list(part.all("TR"))) for part in table.all("THead", "TBody")]
            assert [1, True] == [rows[0], rows[1] > 0], f"{report.name}, {table.page}"


SIGN_OFF = re.compile(r"\ASign-offonpage\d+\|")
"""What the first page of a proof says; the layout knows the page, the HTML does not."""


def test_no_line_of_a_paragraph_stands_alone(made: tuple[Report, ...]) -> None:
    """A paragraph that goes on overleaf has two lines or more on either page."""
    for report in made:
        for wanted, parts in fragments(report):
            if len(parts) > 1:
                lines = [part.lines for part in parts]
                assert min(lines) > 1, f"{report.name}, {parts[0].page}: {wanted[:60]}"


def fragments(report: Report) -> Iterator[tuple[str, list[Block]]]:
    """Each paragraph of the composed page, with the parts that it is printed in."""
    waiting = list(report.blocks)
    for block in composed.blocks(report.html):
        parts = [waiting.pop(0)]
        while len("".join(part.text for part in parts)) < len(block.text):
            parts.append(waiting.pop(0))
        printed = "".join(part.text for part in parts)
        assert block.text == SIGN_OFF.sub("Sign-off|", printed)
        yield block.text, parts


def test_small_tables_stay_whole(made: tuple[Report, ...]) -> None:
    """A table of a few low rows stands on one page."""
    for report in made:
        for _, parts in divided(report):
            heights = [part.box.bottom - part.box.top for part in parts if part.box]
            if sum(heights) < LOW:
                assert len(parts) == 1, f"{report.name}, page {parts[0].page}"


def test_no_row_stands_alone(made: tuple[Report, ...]) -> None:
    """A part of a divided table has two rows or more, unless one of them is high."""
    for report in made:
        for _, parts in divided(report):
            rows = [
                [row for body in part.all("TBody") for row in body.all("TR")]
                for part in parts
            ]
            boxes = [row.box for part in rows for row in part if row.box]
            high = any(box.bottom - box.top > HIGH for box in boxes)
            alone = len(parts) > 1 and min(map(len, rows)) == 1
            assert high or not alone, f"{report.name}, page {parts[0].page}"


def divided(report: Report) -> Iterator[tuple[composed.Table, list[Element]]]:
    """Each table, with the parts that it is printed in."""
    waiting = list(report.tables)
    for table in composed.tables(report.html):
        parts, rows = [], 0
        while rows < len(table.rows):
            parts.append(waiting.pop(0))
            rows += sum(len(list(body.all("TR"))) for body in parts[-1].all("TBody"))
        yield table, parts


def test_figures_stay_whole(made: tuple[Report, ...]) -> None:
    """Headline, drawing, sentence and source of a figure stand on one page."""
    for report in made:
        wanted = [one.text for one in report.html.all("figure")]
        found = [
            letters_of(each)
            for sheet in report.sheets
            for each in sheet.tree.all("Div")
            if any(child.kind == "Caption" for child in each.children)
        ]
        assert wanted == found


def letters_of(element: Element) -> str:
    """The letters of an element without those in its drawing."""
    return "".join(letters(part) for part in element.all("P"))
