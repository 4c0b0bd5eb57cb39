"""How a table may break: told from its words, and kept to by the layout."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import composed
import pytest
import specimen
from boxes import Element, heard
from conftest import ROOT
from prose import sentence, table

from reportgen.pages import fonts, markdown, pdf
from reportgen.pages.extents import Extent, extent, extent_of, lines, outgrows
from reportgen.pages.styles import read_styles


@dataclass(frozen=True)
class Row:
    """A thing with two texts."""

    name: str
    source: str = ""


def test_the_longest_cell_counts() -> None:
    """A row is as high as its highest cell; texts below one another add up."""
    short, long = "a" * 20, "a" * 200

    assert lines([([short], 50), ([long], 50)]) == lines([([long], 50)])
    assert lines([([short], 50)]) < lines([([long], 50)]) < lines([([long], 20)])
    assert lines([([short, long], 50)]) == lines([([long, short], 50)])
    assert lines([([short, long], 50)]) > lines([([long], 50)])


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([], Extent.UNBROKEN),
        ([1, 2, 1], Extent.UNBROKEN),
        ([2] * 8, Extent.TIED),
        ([1, 1, 20], Extent.TALL),
        ([1, 1, 20, 60], Extent.ENDLESS),
    ],
)
def test_only_what_is_surely_low_is_tied(rows: list[int], found: Extent) -> None:
    """The higher the table or one of its rows, the less holds it together."""
    assert found == extent(rows)


def test_a_page_that_lies_holds_less() -> None:
    """What is whole on an upright page is not always whole on a landscape one."""
    rows = [2] * 9

    assert extent(rows, whole=True) is Extent.UNBROKEN
    assert extent(rows, whole=True, lying=True) is Extent.TIED
    assert extent([14], lying=True) is Extent.TALL
    assert extent([14]) is not Extent.TALL


def test_things_are_measured_by_their_texts() -> None:
    """A filter for templates: names of attributes, and the widths of their columns."""
    rows = [Row("a" * 100, "b" * 100)] * 3

    assert extent_of(rows, {"name": 100, "source": 100}) is Extent.UNBROKEN
    assert extent_of(rows, {"name source": 40}) is Extent.TIED
    assert extent_of(rows, {"name": 5}) is Extent.TALL
    assert extent_of(rows, {"name": 3}) is Extent.ENDLESS


def test_a_figure_outgrows_its_page_by_its_words() -> None:
    """A high drawing stands below its heading, until its words are too many."""
    few, many = ["a" * 60] * 4, ["a" * 400] * 4

    assert not outgrows(600, few)
    assert outgrows(600, many)
    assert not outgrows(200, many)


@pytest.mark.pages
@pytest.mark.parametrize("words", [30, 120, 400, 1600])
def test_no_table_loses_its_header(words: int, tmp_path: Path) -> None:
    """However long its cells are, each page has the header, and no letter is lost."""
    cells = [sentence(words if at in {2, 3, 5} else 3, at) for at in range(7)]
    text = "| Of what | Who |\n|---|---|\n" + "".join(f"| {c} | me |\n" for c in cells)
    html = _page(markdown.html(f"{sentence(60)}.\n\n{text}", "a", 2))
    (wanted,) = composed.tables(composed.read(html))
    found = list(_printed(html, tmp_path).all("Table"))
    bodies = [body for table in found for body in table.all("TBody")]

    assert len(found) > 1 or words < 400
    assert len(found) == len(bodies)
    assert {"Ofwhat,Who"} == {_head(table) for table in found}
    assert Counter("".join(row.text for row in wanted.rows)) == Counter(
        letter.text for body in bodies for letter in body.letters
    )


@pytest.mark.pages
def test_small_tables_stay_whole_wherever_a_page_ends(tmp_path: Path) -> None:
    """A table of four low rows is printed in one part, behind text of any length."""
    text = [f"{sentence(2 + 9 * (at % 7))}.\n\n{table(4, at, 3)}" for at in range(40)]
    html = _page(markdown.html("\n\n".join(text), "a", 2))
    found = list(_printed(html, tmp_path).all("Table"))

    assert len({part.page for part in found}) > 5
    assert [4] * 40 == [len(list(part.all("TR"))) - 1 for part in found]


def _page(commentary: str) -> str:
    """A whole page round a piece of commentary."""
    return specimen.page(
        '<h1>Pages</h1><section class="part"><h2>Text</h2>'
        f'<div class="commentary">{commentary}</div></section>'
    )


def _printed(html: str, folder: Path) -> Element:
    """The page in our styles, read back."""
    styles = read_styles([ROOT / "styles"], draft=False)
    typesetter = pdf.Typesetter(fonts.install(folder), styles)
    path = folder / "table.pdf"
    path.write_bytes(typesetter.pdf(html, specimen.IMPRINT))
    return heard(path)


def _head(table: Element) -> str:
    cells = [cell for head in table.all("THead") for cell in head.all("TH")]
    return ",".join("".join(one.text for one in cell.letters) for cell in cells)
