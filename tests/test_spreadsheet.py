"""The spreadsheet against the Analysis Function's checklist, point by point.

"Making spreadsheets accessible: checklist of the basics"; what needs a person, such as
a check of the spelling, is not here.
"""

import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from python_calamine import CalamineWorkbook
from webs import WebEdition

from reportgen.pages.web.tagging import tagged

pytestmark = [pytest.mark.pages, pytest.mark.xdist_group("web")]
Parts = Mapping[str, Element]
_SPACE = re.compile(r"{[^}]*}")


@pytest.fixture(scope="module")
def books(editions: dict[str, WebEdition]) -> dict[str, Parts]:
    """The parts of each spreadsheet, by their names in the file."""
    return {name: _parts(one.spreadsheet) for name, one in editions.items()}


def _parts(path: Path) -> Parts:
    """Each part as elements without namespaces."""
    with zipfile.ZipFile(path) as packed:
        found = {n: ElementTree.fromstring(packed.read(n)) for n in packed.namelist()}
    for part in found.values():
        for one in part.iter():
            one.tag = _SPACE.sub("", one.tag)
            one.attrib = {_SPACE.sub("", k): v for k, v in one.attrib.items()}
    return found


def _sheets(book: Parts) -> dict[str, Element]:
    """The sheets by their numbers, as the file has them."""
    return {n: p for n, p in book.items() if n.startswith("xl/worksheets/sheet")}


def _formats(book: Parts) -> list[Element]:
    return book["xl/styles.xml"].findall("./cellXfs/xf")


def test_the_spreadsheet_is_accessible(editions: dict[str, WebEdition]) -> None:
    """What a program can check of the government's list for spreadsheets."""
    for edition in editions.values():
        book = CalamineWorkbook.from_path(edition.spreadsheet)
        with zipfile.ZipFile(edition.spreadsheet) as packed:
            sheets = {
                n: packed.read(n).decode()
                for n in packed.namelist()
                if n.startswith("xl/worksheets/sheet")
            }
            tables = [n for n in packed.namelist() if n.startswith("xl/tables/")]
            about = packed.read("docProps/core.xml").decode()

        assert ["Cover", "Contents", "Notes"] == book.sheet_names[:3]
        assert not any("<mergeCell" in text for text in sheets.values())
        assert (
            len(tables) == len(book.sheet_names) - 1
        )  # one a sheet, none on the cover
        assert "<dc:title>" in about
        for name in book.sheet_names[2:]:
            lines = book.get_sheet_by_name(name).to_python()
            assert lines[0][0], name  # column A begins with a title
            start = next(n for n, line in enumerate(lines) if all(line))
            assert all(cell != "" for line in lines[start:] for cell in line), name
            heads = lines[start]
            assert len(set(heads)) == len(heads)


def test_each_table_is_marked_named_and_alone(books: dict[str, Parts]) -> None:
    """One table a sheet with one head, no filter, from column A to the last row."""
    for book in books.values():
        tables = [p for n, p in book.items() if n.startswith("xl/tables/")]
        names = [table.get("displayName") or "" for table in tables]
        sheets = list(_sheets(book).values())[1:]

        assert len(names) == len(set(names)) == len(sheets)
        assert all(re.fullmatch("[a-z]+(_[a-z]+)*", name) for name in names)
        for table, sheet in zip(tables, sheets, strict=True):
            reach = table.get("ref") or ""
            dimension = sheet.find("dimension")
            assert dimension is not None
            assert table.get("headerRowCount", "1") == "1"
            assert table.find("autoFilter") is None
            assert reach.startswith("A3:")
            assert (
                reach.partition(":")[2]
                == (dimension.get("ref") or "").rpartition(":")[2]
            )


def _last(dimension: Element) -> str:
    return (dimension.get("ref") or "").rpartition(":")[2]


def test_nothing_is_hidden_frozen_or_laid_over(books: dict[str, Parts]) -> None:
    """No hidden sheet, row or column; no pane, picture, fill, macro or formula."""
    for book in books.values():
        assert not [n for n in book if re.search("drawing|media|vba|comment|chart", n)]
        assert not [s for s in book["xl/workbook.xml"].iter("sheet") if s.get("state")]
        fills = book["xl/styles.xml"].findall("./fills/fill/patternFill")
        assert {"none", "gray125"} == {one.get("patternType") for one in fills}
        assert {"0"} == {one.get("fillId") for one in _formats(book)}
        for sheet in _sheets(book).values():
            seen = {one.tag for one in sheet.iter()}
            assert not seen & {"pane", "f", "headerFooter", "conditionalFormatting"}
            assert not [one for one in sheet.iter() if one.get("hidden")]


def test_titles_are_headings_in_the_first_cell(books: dict[str, Parts]) -> None:
    """A1 of each sheet has a title in the style of a heading; no two are the same."""
    for name, book in books.items():
        styles = book["xl/styles.xml"]
        held = list(styles.iter("cellStyle"))
        levels = {one.get("xfId"): one.get("builtinId") for one in held}
        named = {one.get("name"): one.get("builtinId") for one in held}
        shown = [text.text for text in book["xl/sharedStrings.xml"].iter("t")]
        titles = []
        for sheet in _sheets(book).values():
            cell = sheet.find("./sheetData/row/c")
            assert cell is not None
            assert "A1" == cell.get("r")
            style = _formats(book)[int(cell.get("s") or 0)].get("xfId")
            assert "16" == levels[style], name
            titles.append(shown[int(cell.findtext("v") or 0)])

        assert {"Normal": "0", "Heading 1": "16", "Heading 2": "17"} == named
        assert len(titles) == len(set(titles))


def test_words_wrap_and_are_large_enough(books: dict[str, Parts]) -> None:
    """Cells of tables wrap; letters are of one plain face and 12 points or more."""
    for book in books.values():
        fonts = book["xl/styles.xml"].findall("./fonts/font")
        for number, sheet in enumerate(_sheets(book).values()):
            rows = sheet.findall("./sheetData/row")
            cells = [cell for row in rows for cell in row]
            used = {int(cell.get("s") or 0) for cell in cells}
            faces = [fonts[int(_formats(book)[one].get("fontId") or 0)] for one in used]
            below = {int(c.get("s") or 0) for row in rows[2:] for c in row}
            wraps = [_formats(book)[one].find("alignment") for one in below]

            assert all(float(_told(face, "sz")) >= 12 for face in faces)
            assert {"Arial"} == {_told(face, "name") for face in faces}
            assert all(w is not None and w.get("wrapText") for w in wraps), number
            assert not [face for face in faces if face.find("i") is not None]


def _told(font: Element, name: str) -> str:
    found = font.find(name)
    return "" if found is None else found.get("val") or ""


def test_rows_follow_one_another(books: dict[str, Parts]) -> None:
    """No row is empty or missing, and nothing stands below a table."""
    for book in books.values():
        for sheet in _sheets(book).values():
            rows = [int(row.get("r") or 0) for row in sheet.iter("row")]
            assert rows == list(range(1, len(rows) + 1))
            assert all(row.find("c") is not None for row in sheet.iter("row"))


def test_the_file_says_what_it_is(books: dict[str, Parts]) -> None:
    """Title, author and language are told; it opens at the first cell of the cover."""
    for book in books.values():
        about = {one.tag: one.text for one in book["docProps/core.xml"]}
        first, *others = _sheets(book).values()

        assert about["title"]
        assert about["creator"]
        assert "en-GB" == about["language"]
        assert book["xl/workbook.xml"].find(".//workbookView[@activeTab]") is None
        assert first.find(".//sheetView[@tabSelected='1']") is not None
        assert not [s for s in others if s.find(".//sheetView[@tabSelected='1']")]
        assert not [s for s in (first, *others) if s.find(".//selection") is not None]


def test_links_lead_to_sheets_that_are_there(books: dict[str, Parts]) -> None:
    """Each link of the contents names a sheet and its first cell; none leads out."""
    for book in books.values():
        names = [s.get("name") for s in book["xl/workbook.xml"].iter("sheet")]
        links = [one for p in _sheets(book).values() for one in p.iter("hyperlink")]
        targets = [(one.get("location") or "").partition("!") for one in links]
        mails = [
            one.get("Target") or ""
            for n, p in book.items()
            if n.startswith("xl/worksheets/_rels/")
            for one in p
            if one.get("TargetMode") == "External"
        ]

        inner = [(sheet.strip("'"), cell) for sheet, sign, cell in targets if sign]
        assert [(name, "A1") for name in names[2:]] == inner
        assert all(one.startswith("mailto:") for one in mails)


def test_what_has_no_headings_is_left_alone(tmp_path: Path) -> None:
    """A file in other letters keeps its styles; its language is told all the same."""
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("xl/styles.xml", "<fonts><font><b/></font></fonts>")
        packed.writestr("docProps/core.xml", "<cp:coreProperties></cp:coreProperties>")
    path.write_bytes(tagged(path.read_bytes(), "cy"))
    with zipfile.ZipFile(path) as packed:
        assert b"<fonts><font><b/></font></fonts>" == packed.read("xl/styles.xml")
        assert b"<dc:language>cy</dc:language>" in packed.read("docProps/core.xml")
