"""The published values as a spreadsheet that everybody can read: the door to gptables.

A cover, contents, notes, then one table a sheet from its first column on: no merged
cell, no empty one, no colour that means anything. Equal values make equal bytes.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from reportgen.evidence.disclosure import Published, PublishedIndicator
from reportgen.pages.dataset import rows
from reportgen.pages.document import Document
from reportgen.pages.web.status import Status
from reportgen.pages.web.tagging import tagged
from reportgen.vocabulary import Marker

HEADINGS = {
    "sign": "Sign",
    "meaning": "Meaning",
    "measure": "Measure id",
    "number": "Number",
    "name": "Measure",
    "unit": "Unit",
    "place": "Place",
    "period": "Period",
    "value": "Value",
    "markers": "Markers",
    "count": "Count",
    "denominator": "Denominator",
    "lower": "Lower 95% limit",
    "upper": "Upper 95% limit",
    "change": "Change",
    "comparison": "Comparison",
    "trend": "Trend",
    "reason": "Reason for no value",
    "received": "Received",
    "priority_area": "Priority",
    "commitment": "Commitment",
    "polarity": "Which way is good",
    "source": "Source",
}
"""Of the columns, by their names in `published.csv`."""
NUMBERS = ("value", "count", "denominator", "lower", "upper")
"""Columns that hold numbers."""
NOTHING = "[z]"
"""Stands where a column does not apply to a row: no cell is empty."""
_MEASURES = ("measure", "number", "name", "unit", "polarity", "priority_area", "source")
_LATEST = (
    *("measure", "number", "name", "place", "period", "value", "unit", "markers"),
    *("lower", "upper", "change", "comparison", "trend", "reason"),
)
_SERIES = (
    *("measure", "name", "place", "period", "value", "unit", "markers", "count"),
    *("denominator", "lower", "upper", "reason", "received"),
)
_WIDEST = 56  # letters of a column
_NARROWEST = 10
_LANGUAGE = "en-GB"
_CREATED = datetime(2000, 1, 1, tzinfo=UTC)  # a fixed day, or bytes would change


@dataclass(frozen=True)
class _Sheet:
    """One table."""

    label: str
    name: str
    title: str
    about: str
    columns: tuple[str, ...]
    rows: tuple[Mapping[str, object], ...]


def published_xlsx(
    document: Document,
    published: Published,
    used: Sequence[PublishedIndicator],
    status: Status,
) -> bytes:
    """The spreadsheet of one report.

    Args:
        document: names the report and its partnership.
        published: names the places.
        used: the measures that the report shows.
        status: what the values may be taken for.
    """
    from gptables.core.wrappers import GPWorkbook

    places = published.area, published.benchmark
    found = [row for one in used for row in rows(one, *places)]
    sheets = [_notes(), *(one for one in _sheets(document, found) if one.rows)]
    file = io.BytesIO()
    book = GPWorkbook(file, options={"in_memory": True})
    _write(book, _cover(document, status), sheets)
    _finish(book, document, sheets)
    book.close()
    return tagged(file.getvalue(), _LANGUAGE)


def _write(book: Any, cover: Mapping[str, Any], sheets: Sequence[_Sheet]) -> None:
    """Cover, contents, then each sheet.

    Sheet by sheet, as the one call that does all of it warns where a sign is explained
    and not numbered.
    """
    import gptables

    tables = {sheet.label: _table(sheet) for sheet in sheets}
    page = book.add_worksheet("Cover", gridlines="hide_all")
    page.write_cover(gptables.Cover(**cover))
    about = "This sheet holds one table: the sheets of this file, with links to them."
    contents = book.make_table_of_contents(tables, instructions=about)
    for label, table in {"Contents": contents, **tables}.items():
        sheet = book.add_worksheet(label, gridlines="hide_all")
        sheet.write_gptable(table, label == "Contents", [])


# --- What stands on the sheets --------------------------------------------------------


def _sheets(document: Document, found: Sequence[dict[str, object]]) -> Iterator[_Sheet]:
    title = f"{document.title}, {document.occasion}"
    latest = tuple(row for row in found if row["latest"] == "yes")
    first = {row["measure"]: row for row in reversed(found)}
    yield _Sheet(
        "Latest values",
        "latest_values",
        f"Latest values: {title}",
        "The latest value of each measure in each place, with change, comparison and "
        "trend where they are known.",
        _LATEST,
        latest,
    )
    yield _Sheet(
        "All periods",
        "all_periods",
        f"All periods held: {title}",
        "Every value of each measure in each place: the latest first, then what came "
        "before it, oldest first.",
        _SERIES,
        tuple(found),
    )
    yield _Sheet(
        "Measures",
        "measures",
        f"Measures: {title}",
        "What each measure is, in which unit, and who publishes it.",
        _MEASURES,
        tuple(reversed(first.values())),
    )


def _cover(document: Document, status: Status) -> dict[str, Any]:
    partnership = document.partnership
    about = [
        "Each sheet has one table, which begins in column A.",
        f"A sign in square brackets stands for a value or marks it; {NOTHING} says "
        "that a column does not apply. The sheet Notes explains each.",
        "Values are as they were received; confidence limits have six figures.",
    ]
    return {
        "title": f"{document.title}, {document.occasion}: data",
        "intro": [partnership.name, status.name, *status.parts, *_audience(status)],
        "about": about,
        "contact": [f"{partnership.name}, {partnership.contact}"],
        "width": 90,
    }


def _audience(status: Status) -> list[str]:
    return ["For partners only: not for publication"] if status.restricted else []


def _notes() -> _Sheet:
    """What each sign means; one that a table does not use is explained all the same."""
    told = tuple({"sign": mark.printed, "meaning": mark.meaning} for mark in Marker)
    about = "What the signs in the other tables mean."
    return _Sheet("Notes", "notes", "Notes", about, ("sign", "meaning"), told)


def _table(sheet: _Sheet) -> Any:
    import gptables
    import pandas as pd

    held = [[_cell(row[name], name) for name in sheet.columns] for row in sheet.rows]
    frame = pd.DataFrame(held, columns=[HEADINGS[name] for name in sheet.columns])
    return gptables.GPTable(
        table=frame.astype(object),
        table_name=sheet.name,
        title=sheet.title,
        instructions=f"This sheet holds one table. {sheet.about}",
        index_columns={},
    )


def _cell(held: object, column: str) -> object:
    """A number as a number, a text as it is; what does not apply says so."""
    text = str(held)
    if not text:
        return NOTHING
    return float(Decimal(text)) if column in NUMBERS else text


# --- How it is written ----------------------------------------------------------------


def _finish(book: Any, document: Document, sheets: Sequence[_Sheet]) -> None:
    """Properties and widths: what gptables leaves to us."""
    book.set_properties(
        {
            "title": f"{document.title}, {document.occasion}: data",
            "author": document.partnership.name,
            "company": document.partnership.name,
            "subject": f"{document.cycle}/{document.report}, {document.rendition}",
            "created": _CREATED.replace(tzinfo=None),
        }
    )
    for sheet in sheets:
        page = book.get_worksheet_by_name(sheet.label)
        for place, column in enumerate(sheet.columns):
            page.set_column(place, place, _width(sheet, column))


def _width(sheet: _Sheet, column: str) -> int:
    longest = max(len(str(row[column])) for row in sheet.rows)
    return max(_NARROWEST, min(_WIDEST, max(longest, len(HEADINGS[column])) + 2))
