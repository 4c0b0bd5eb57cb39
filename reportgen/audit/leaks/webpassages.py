"""A page for browsers, and what it offers to take away, as passages.

What is written is read as in any page; a cell of a table is also told apart, with whose
value it would be, so that small numbers are sought where they would stand:

| in a page                                        | about                        |
|--------------------------------------------------|------------------------------|
| cell under a heading with `data-place`, in a row | measure, place and period of |
| or table with `data-measure`                     | the row                      |
| any other cell of a row with a heading           | the row's words, the column  |
| `alt` and `aria-label` in a figure               | the figure                   |
"""

import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from io import BytesIO

from reportgen.audit.leaks.passages import (
    NUMBERS,
    Passage,
    Reach,
    of_markup,
    of_value,
    text_of,
)
from reportgen.pages.web.spreadsheet import HEADINGS

_FONT = re.compile(r'url\("data:font/[^"]*"\)')
_ONE_NUMBER = re.compile(r">([\d,]+(?:\.\d+)?)<")
"""All that an element says; `2,265` is then one number, and not the row's No. 2."""
_FIGURE = re.compile(r"figure-(\d+)")
_DIGIT = re.compile(r"\d")


def of_page(text: str) -> Iterator[Passage]:
    """All passages of an HTML page: as it is written, then cell by cell."""
    plain = _ONE_NUMBER.sub(lambda found: found[0].replace(",", ""), text)
    yield from of_markup(plain)
    reader = _Reader()
    reader.feed(plain)
    reader.close()
    yield from reader.found


def of_drawing(text: str) -> Iterator[Passage]:
    """All passages of an SVG; the letters of its typeface tell nothing."""
    yield from of_markup(_FONT.sub("", text))


# --- Cells of a page ------------------------------------------------------------------


@dataclass
class _Table:
    """A table that is being read."""

    measure: str
    places: list[str] = field(default_factory=list)
    """Of each column: whose values it holds, where it says so."""
    heads: list[str] = field(default_factory=list)


@dataclass
class _Row:
    measure: str
    period: str
    cells: list[list[str]] = field(default_factory=list)
    """The pieces of text of each cell."""
    name: str = ""
    """The words of its heading."""


class _Reader(HTMLParser):
    """Gathers cells and what figures say aloud."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Passage] = []
        self._table: _Table | None = None
        self._row: _Row | None = None
        self._cell = ""
        self._in_head = False
        self._figure = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Tables, rows and cells begin; figures say something."""
        given = {name: value or "" for name, value in attrs}
        if tag == "table":
            self._table = _Table(given.get("data-measure", ""))
        elif tag == "thead":
            self._in_head = True
        elif tag == "tr" and self._table:
            measure = given.get("data-measure", self._table.measure)
            self._row = _Row(measure, given.get("data-period", ""))
        elif tag in {"td", "th"} and self._row is not None and self._table:
            self._cell = tag
            self._row.cells.append([])
            if self._in_head:
                self._table.places.append(given.get("data-place", ""))
        elif tag == "figure":
            named = _FIGURE.fullmatch(given.get("id", ""))
            self._figure = named[1] if named else ""
        self._aloud(given)

    def handle_endtag(self, tag: str) -> None:
        """A row that ends is told."""
        if tag == "tr" and self._row is not None and self._table:
            self._told(self._row, self._table)
            self._row = None
        elif tag in {"td", "th"} and self._row is not None:
            if tag == "th" and not self._in_head:
                self._row.name = "".join(self._row.cells[-1])
            self._cell = ""
        elif tag in {"thead", "table", "figure"}:
            self._in_head = False
            self._table = None if tag == "table" else self._table
            self._figure = "" if tag == "figure" else self._figure

    def handle_data(self, data: str) -> None:
        """The words of a cell."""
        if self._cell and self._row is not None:
            self._row.cells[-1].append(data)

    def _aloud(self, given: Mapping[str, str]) -> None:
        about = ("Figure", self._figure) if self._figure else ()
        if self._row is not None and self._row.name:
            about = ("row", " ".join(self._row.name.split()))
        for name in ("alt", "aria-label"):
            if about and given.get(name):
                place = f"line {self.getpos()[0]}"
                self.found.append(Passage(place, given[name], Reach.SPOKEN, about))

    def _told(self, row: _Row, table: _Table) -> None:
        texts = [" ".join("".join(cell).split()) for cell in row.cells]
        if self._in_head:
            table.heads = texts
            return
        name = " ".join(row.name.split())
        for text, head, place in zip(texts, table.heads, table.places, strict=False):
            if not _DIGIT.search(text) or text == name:
                continue
            where = f"line {self.getpos()[0]}, column {head}"
            if row.measure and place:
                about = (row.measure, place, row.period or name)
                self.found.append(Passage(where, text, Reach.FIELD, about))
            elif name:
                self.found.append(Passage(where, text, Reach.CELL, (name, head)))


# --- What is taken away ---------------------------------------------------------------


def of_datafile(text: str) -> Iterator[Passage]:
    """All passages of a JSON file of published values; of any other as it is."""
    held = json.loads(text)
    measures = held.get("measures") if isinstance(held, dict) else None
    if not isinstance(measures, list):
        yield from of_value(held, "")
        return
    yield from of_value({k: v for k, v in held.items() if k != "measures"}, "")
    for number, measure in enumerate(measures, 1):
        rest = {key: value for key, value in measure.items() if key != "series"}
        yield from of_value(rest, f"measures {number}")
        for row in measure.get("series", ()):
            facts = {key: str(value) for key, value in row.items()}
            about = (str(measure.get("measure", "")), *_where(facts))
            yield from _of_facts(facts, f"measures {number}, series", about)


def _where(facts: Mapping[str, str]) -> tuple[str, str]:
    return facts.get("place", ""), facts.get("period", "")


def _of_facts(
    facts: Mapping[str, str], place: str, about: tuple[str, ...]
) -> Iterator[Passage]:
    """The fields of one row by their columns; `row` counts the rows of the store."""
    for column, text in facts.items():
        if column != "row" and _DIGIT.search(text):
            reach = Reach.FIELD if column in NUMBERS else Reach.WORDS
            yield Passage(f"{place}, column {column}", unescape(text), reach, about)


_COLUMNS = {heading: column for column, heading in HEADINGS.items()}
_SHARED = re.compile(r"<si>(.*?)</si>", re.DOTALL)
_SHEET_ROW = re.compile(r"<row\b[^>]*>(.*?)</row>", re.DOTALL)
_SHEET_CELL = re.compile(r'<c r="([A-Z]+)\d+"([^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)
_HELD = re.compile(r"<(?:v|t)[^>]*>(.*?)</(?:v|t)>", re.DOTALL)


def of_workbook(data: bytes) -> Iterator[Passage]:
    """All passages of a spreadsheet: tables row by row, all else as it is written."""
    with zipfile.ZipFile(BytesIO(data)) as packed:
        parts = {name: text_of(packed.read(name)) for name in packed.namelist()}
    shared = [_words(one) for one in _SHARED.findall(parts.get(_STRINGS, ""))]
    for name, text in parts.items():
        if name.startswith("xl/worksheets/sheet"):
            yield from _of_sheet(name.rpartition("/")[2], text, shared)
        elif name != _STRINGS and not name.startswith(_MADE):
            yield from of_markup(text, f"{name} ")


_STRINGS = "xl/sharedStrings.xml"
_MADE = ("xl/styles.xml", "xl/theme/", "[Content", "_rels/", "xl/_rels/")
"""Looks and links that the library writes: the same in every file."""


def _of_sheet(name: str, text: str, shared: list[str]) -> Iterator[Passage]:
    columns: dict[str, str] = {}
    for number, row in enumerate(_SHEET_ROW.findall(text), 1):
        cells = {place: _cell(a, held, shared) for place, a, held in _cells(row)}
        known = {place: _COLUMNS[t] for place, t in cells.items() if t in _COLUMNS}
        if not columns and len(known) > 1:
            columns = known
            continue
        facts = {columns.get(place, place): cell for place, cell in cells.items()}
        about = (facts.get("measure", ""), *_where(facts))
        yield from _of_facts(facts, f"{name} row {number}", about)


def _cells(row: str) -> Iterator[tuple[str, str, str]]:
    for found in _SHEET_CELL.finditer(row):
        yield found[1], found[2], found[3] or ""


def _cell(attributes: str, held: str, shared: list[str]) -> str:
    found = _words(held)
    if 't="s"' in attributes and found.isdigit() and int(found) < len(shared):
        return shared[int(found)]
    return found


def _words(held: str) -> str:
    return unescape("".join(_HELD.findall(held)))
