"""What each face of a report says, read from its files: page, PDF, CSV, JSON, sheet.

Nothing here knows how a face was made, so that one that says something else is found.
"""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from python_calamine import CalamineWorkbook
from webs import WebEdition, words

from reportgen.audit.leaks.passages import Passage, Reach
from reportgen.audit.leaks.pdfpassages import of_pdf

Key = tuple[str, str, str]
"""Measure, place, period."""
Value = tuple[str, ...]
"""Value, count, denominator and limits; empty where there is none."""
_NUMBERS = ("value", "count", "denominator", "lower", "upper")
_HEADS = ("Value", "Count", "Denominator", "Lower 95% limit", "Upper 95% limit")


@dataclass(frozen=True)
class Faces:
    """One report for one audience, as each of its files tells it."""

    pages: Mapping[str, str]
    """HTML by name."""
    table: bytes
    """`published.csv`."""
    json: bytes
    spreadsheet: bytes
    pdf: Sequence[Passage]
    """All that the PDF says, but for its attachments."""


def faces(edition: WebEdition) -> Faces:
    """Every face of an edition, read from its folder."""
    (data,) = edition.folder.glob("*-draft.json")
    pdf = of_pdf(edition.pdf.read_bytes(), lambda _name, _data: iter(()))
    return Faces(
        pages={path.name: path.read_text("utf-8") for path in edition.pages},
        table=(edition.folder / "published.csv").read_bytes(),
        json=data.read_bytes(),
        spreadsheet=edition.spreadsheet.read_bytes(),
        pdf=list(pdf),
    )


def squeezed(text: str) -> str:
    """A text without spaces and hyphens: lines break elsewhere in each face."""
    return re.sub(r"[\s\u00AD\uFFFE-]+", "", text)


# --- Data -----------------------------------------------------------------------------


def of_csv(data: bytes) -> dict[Key, Value]:
    """The numbers of `published.csv`."""
    rows = csv.DictReader(io.StringIO(data.decode()))
    return {
        (row["measure"], row["place"], row["period"]): tuple(
            _number(row[name]) for name in _NUMBERS
        )
        for row in rows
    }


def of_json(data: bytes) -> dict[Key, Value]:
    """The numbers of the JSON."""
    return {
        (measure["measure"], row["place"], row.get("period", "")): tuple(
            _number(row.get(name, "")) for name in _NUMBERS
        )
        for measure in json.loads(data)["measures"]
        for row in measure["series"]
    }


def of_spreadsheet(data: bytes) -> dict[Key, Value]:
    """The numbers of the sheet of all periods."""
    return {
        (str(row["Measure id"]), str(row["Place"]), _text(row["Period"])): tuple(
            _number(row[head]) for head in _HEADS
        )
        for row in sheet(data, "All periods")
    }


def sheet(data: bytes, name: str) -> list[dict[str, object]]:
    """The rows of one sheet of a spreadsheet, by their headings."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    lines = book.get_sheet_by_name(name).to_python()
    start = next(n for n, line in enumerate(lines) if line[0] == "Measure id")
    heads = [str(head) for head in lines[start]]
    return [dict(zip(heads, line, strict=True)) for line in lines[start + 1 :]]


def _text(held: object) -> str:
    return "" if held == "[z]" else str(held)


def _number(held: object) -> str:
    """A number in one form, whichever way a file writes it."""
    text = _text(held)
    return f"{Decimal(text).normalize():f}" if text else ""


# --- Words ----------------------------------------------------------------------------


def columns_of_page(page: Any) -> Iterator[tuple[str, str, list[str]]]:
    """Table, heading and cells of each column of the tables of measures."""
    for table in page.findall(".//table"):
        if "measures" in (table.get("class") or ""):
            heads = [squeezed(words(cell)) for cell in table.findall("./thead/tr/th")]
            rows = [list(row) for row in table.findall("./tbody/tr")]
            for hidden in table.iter("span"):
                # Heard only, where no heading of the page says it.
                hidden.text = "" if hidden.get("class") == "quiet" else hidden.text
            for number, head in enumerate(heads):
                cells = [squeezed(words(row[number])) for row in rows]
                yield (table.get("id") or "").replace("-", " "), head, cells


def columns_of_pdf(pdf: Sequence[Passage]) -> dict[tuple[str, str], list[str]]:
    """The same of all tables; below a table of measures others may follow."""
    found: dict[tuple[str, str], list[str]] = {}
    for one in pdf:
        if one.reach is Reach.CELL:
            key = one.where, squeezed(one.about[1])
            found.setdefault(key, []).append(squeezed(one.text))
    return found


def figures_of_page(page: Any) -> Iterator[tuple[str, list[str]]]:
    """The text alternative of each figure, and what is printed with it."""
    for figure in page.findall(".//figure"):
        drawn = figure.find(".//img")
        said = [
            squeezed(words(one))
            for one in figure.iter("p")
            if one.get("class") in {"headline", "subtitle", "reading"}
        ]
        yield "" if drawn is None else squeezed(drawn.get("alt")), said


def numbers_of_page(page: Any) -> Iterator[tuple[Key, str]]:
    """Measure, part and period of each number that names them, and the number."""
    for one in page.iter("data"):
        measure, part, period = (
            one.get(f"data-{name}") or "" for name in ("measure", "part", "period")
        )
        if measure and part and period:
            yield (measure, part, period), one.get("value")


def opening_of_page(page: Any) -> Iterator[str]:
    """Key figures and what the report says."""
    for one in page.findall(".//div[@class='opening']//p"):
        if one.get("class") != "occasion":
            yield squeezed(words(one))


def drawn_of_page(page: Any, place: str) -> Iterator[tuple[str, str, str]]:
    """Measure, period and number of a place, in each row of a figure's own table."""
    for table in page.findall(".//figure//table"):
        heads = table.findall("./thead/tr/th")
        columns = [n for n, head in enumerate(heads) if words(head) == place]
        for row in table.findall("./tbody/tr[@data-measure]"):
            for column in columns:
                found = re.match(r"[+−-]?[\d,.]*\d", words(row[column]))
                if found:
                    number = found[0].replace("−", "-").replace(",", "")
                    yield row.get("data-measure"), row.get("data-period"), number
