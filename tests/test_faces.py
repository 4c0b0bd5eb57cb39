"""Page, PDF and downloads held against each other, to the last value and word."""

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
import tinyhtml5
from faces import (
    Faces,
    Key,
    Value,
    columns_of_page,
    columns_of_pdf,
    drawn_of_page,
    faces,
    figures_of_page,
    numbers_of_page,
    of_csv,
    of_json,
    of_spreadsheet,
    opening_of_page,
    squeezed,
)
from webs import WebEdition

from reportgen.audit.leaks.passages import Reach

pytestmark = [pytest.mark.pages, pytest.mark.xdist_group("web")]
PART = {"value": 0, "lower": 3, "upper": 4}
"""Where a number of the area stands among those of a row."""


TABLE = 'id="table-2"'


def disagreements(held: Faces) -> Iterator[str]:
    """Everything that one face says, and another does not."""
    table = of_csv(held.table)
    for name, other in (
        ("JSON", of_json(held.json)),
        ("spreadsheet", of_spreadsheet(held.spreadsheet)),
    ):
        wrong = [
            key for key in table.keys() | other if table.get(key) != other.get(key)
        ]
        yield from (f"{name} and CSV: {key}" for key in wrong)
    yield from _numbers(held, table)
    report = tinyhtml5.parse(held.pages["index.html"], namespace_html_elements=False)
    yield from _tables(report, held)
    yield from _figures(report, held)


def _numbers(held: Faces, table: dict[Key, Value]) -> Iterator[str]:
    """Each number of each page is the one of the table, as far as it is printed."""
    about = json.loads(held.json)
    for name, text in held.pages.items():
        page = tinyhtml5.parse(text, namespace_html_elements=False)
        for (measure, part, period), number in numbers_of_page(page):
            if part in PART:
                value = table[measure, about["area"], period][PART[part]]
            elif part == "england":
                value = table[measure, about["benchmark"], period][0]
            else:
                continue  # worked out from several
            if not _rounds(value, number):
                yield f"{name} and CSV: {measure}, {part}, {period}"
        for place in (about["area"], about["benchmark"]):
            wrong = _drawn(page, place, table)
            yield from (f"{name} and CSV: {one}" for one in wrong)


def _drawn(page: object, place: str, table: dict[Key, Value]) -> Iterator[str]:
    """Each value of the area or the benchmark that a figure's own table lists."""
    for measure, period, told in drawn_of_page(page, place):
        if not _rounds(table[measure, place, period][0], told):
            yield f"{measure}, {place}, {period}, in the table of a figure"


def _rounds(value: str, printed: str) -> bool:
    """Whether a value is printed so, half a unit of the last place either way.

    Commentary may tell a fall by its size, and leaves out the sign then.
    """
    if not value:
        return False
    half = Decimal("0.5").scaleb(-len(printed.partition(".")[2]))
    number, told = Decimal(value), Decimal(printed)
    return abs(number - told) <= half or (told > 0 and abs(number + told) <= half)


def _tables(report: object, held: Faces) -> Iterator[str]:
    """Each column of each table of measures, in both, says the same in its order."""
    printed = columns_of_pdf(held.pdf)
    seen = squeezed(_said(held, Reach.SEEN))
    for table, head, cells in columns_of_page(report):
        beside = printed.get((table, head), [])[: len(cells)]
        names = printed.get((table, "Measure"), [])[: len(cells)]
        if head == "Measure":
            same = len(names) == len(cells) and all(map(str.startswith, names, cells))
        elif head in {"Unit", "Source"} and beside != cells:
            # Where a table is narrow, the PDF prints both below a name, or once.
            same = all(cell in seen for cell in cells)
        else:
            same = beside == cells
        if not same:
            yield f"page and PDF: {table}, column {head}"


def _figures(report: object, held: Faces) -> Iterator[str]:
    """Each figure has the same words and the same text alternative in both."""
    seen = squeezed(_said(held, Reach.SEEN))
    spoken = {squeezed(one.text) for one in held.pdf if one.reach is Reach.SPOKEN}
    for number, (alternative, said) in enumerate(figures_of_page(report), 1):
        if alternative and alternative not in spoken:
            yield f"page and PDF: alternative of figure {number}"
        if not all(words in seen for words in said):
            yield f"page and PDF: words of figure {number}"
    yield from (
        f"page and PDF: words of the opening: {words}"
        for words in opening_of_page(report)
        if words not in seen
    )
    figures = {int(found) for found in re.findall(r"Figure(\d+)\.", seen)}
    if figures != set(range(1, len(list(figures_of_page(report))) + 1)):
        yield f"page and PDF: figures {sorted(figures)}"


def _said(held: Faces, reach: Reach) -> str:
    return " ".join(one.text for one in held.pdf if one.reach is reach)


def test_all_faces_say_the_same(editions: dict[str, WebEdition]) -> None:
    """Every value, cell, headline and text alternative, in four reports for both."""
    for edition in editions.values():
        held = faces(edition)

        assert [] == list(disagreements(held)), edition.name
        assert len(of_csv(held.table)) > 40
        assert len(columns_of_pdf(held.pdf)) > 10


@pytest.fixture(scope="module")
def whole(editions: dict[str, WebEdition]) -> Faces:
    """The faces of the real pack for everybody."""
    return faces(editions["2024-05/outcomes public"])


def _in_page(
    name: str, old: str, new: str, behind: str = ""
) -> Callable[[Faces], Faces]:
    def change(held: Faces) -> Faces:
        before, sign, text = held.pages[name].partition(behind or "<body>")
        assert old in text
        page = before + sign + text.replace(old, new, 1)
        return replace(held, pages={**held.pages, name: page})

    return change


def _in_pdf(reach: Reach, old: str, new: str) -> Callable[[Faces], Faces]:
    def change(held: Faces) -> Faces:
        place = next(
            n for n, p in enumerate(held.pdf) if p.reach is reach and old in p.text
        )
        one = held.pdf[place]
        other = replace(one, text=one.text.replace(old, new, 1))
        pdf: Sequence = [*held.pdf[:place], other, *held.pdf[place + 1 :]]  # type: ignore[type-arg]
        return replace(held, pdf=pdf)

    return change


def _in_table(held: Faces) -> Faces:
    return replace(held, table=held.table.replace(b",70.0,", b",71.0,"))


def _in_json(held: Faces) -> Faces:
    return replace(held, json=held.json.replace(b"70.0", b"71.0"))


def _in_sheet(held: Faces) -> Faces:
    """70 becomes 71 wherever a sheet has it."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(held.spreadsheet)) as packed,
        zipfile.ZipFile(made, "w") as anew,
    ):
        for name in packed.namelist():
            data = packed.read(name).replace(b"<v>70</v></c>", b"<v>71</v></c>")
            anew.writestr(name, data)
    return replace(held, spreadsheet=made.getvalue())


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_in_page("index.html", ">70.0</", ">71.0</", TABLE), "page and PDF: table 2"),
        (_in_page("index.html", "higher, not", "lower, not", TABLE), "page and PDF: t"),
        (_in_page("index.html", "86.0</", "87.0</", "key-figures"), "of the opening"),
        (_in_page("index.html", "<td>70.0%", "<td>71.0%"), "index.html and CSV: m15"),
        (_in_page("index.html", 'value="70.0"', 'value="70.1"'), "index.html and CSV"),
        (_in_page("measure-m15.html", 'value="70.0"', 'value="70.1"'), "measure-m15"),
        (_in_page("index.html", 'alt="', 'alt="One'), "alternative of figure 1"),
        (_in_page("index.html", "</figure>", "</figure><figure></figure>"), "figures"),
        (_in_pdf(Reach.CELL, "70.0", "71.0"), "page and PDF: table 2"),
        (_in_pdf(Reach.SEEN, "Figure 4.", "Figure 9."), "page and PDF: figures"),
        (_in_table, "spreadsheet and CSV"),
        (_in_json, "JSON and CSV"),
        (_in_sheet, "spreadsheet and CSV"),
    ],
)
def test_a_face_that_says_something_else_is_found(
    whole: Faces, change: Callable[[Faces], Faces], told: str
) -> None:
    """One changed value, word or figure in any face makes it differ from another."""
    found = list(disagreements(change(whole)))

    assert any(told in one for one in found), found
