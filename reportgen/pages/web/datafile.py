"""The published values as JSON, with all that describes them."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from reportgen.evidence.disclosure import Published, PublishedIndicator
from reportgen.evidence.outline import Content
from reportgen.pages.dataset import COLUMNS, rows
from reportgen.pages.document import Document
from reportgen.pages.lastissue import LastIssue
from reportgen.pages.web.status import Status
from reportgen.vocabulary import Marker

FORMAT = 1
OF_MEASURE = (
    *("measure", "number", "priority_area", "commitment", "name", "unit", "polarity"),
    "source",
)
"""Columns of `published.csv` that are the same in all rows of a measure."""
OF_LATEST = (
    *("change", "change_from", "comparison", "direction", "tested", "not_compared"),
    *("trend", "trend_method", "trend_why"),
)
"""Columns that stand in the latest row of the area only."""


def published_json(
    document: Document,
    published: Published,
    used: Sequence[PublishedIndicator],
    status: Status,
) -> bytes:
    """The data file, UTF-8: what it is, what its signs mean, and a series a measure.

    Args:
        document: names the report and its partnership.
        published: names the places.
        used: the measures that the report shows.
        status: what the values may be taken for.
    """
    places = published.area, published.benchmark
    told = {
        "format": FORMAT,
        **_about(document, published, status),
        "markers": {mark.printed: mark.meaning for mark in Marker},
        "measures": [_measure(one, *places) for one in used],
        **_since(document),
    }
    return f"{json.dumps(told, indent=1, ensure_ascii=False)}\n".encode()


def _about(document: Document, published: Published, status: Status) -> dict[str, Any]:
    return {
        "title": document.title,
        "occasion": document.occasion,
        "partnership": document.partnership.name,
        "fictional": document.partnership.fictional,
        "report": f"{document.cycle}/{document.report}",
        "rendition": document.rendition.value,
        "status": status.name,
        "as_at": document.as_at,
        "area": published.area,
        "benchmark": published.benchmark,
        "contact": document.partnership.contact,
        "language": "en-GB",
    }


def _since(document: Document) -> dict[str, Any]:
    """What changed since the last issue, in the words of the page."""
    for last in document.blocks(Content.SINCE_LAST_ISSUE):
        if isinstance(last, LastIssue):
            return {"since_last_issue": asdict(last)}
    return {}


def _measure(one: PublishedIndicator, area: str, benchmark: str) -> dict[str, Any]:
    found = list(rows(one, area, benchmark))
    apart = {*OF_MEASURE, *OF_LATEST}
    series = [
        {name: row[name] for name in COLUMNS if name not in apart and row[name] != ""}
        for row in found
    ]
    return {
        **{name: found[0][name] for name in OF_MEASURE},
        "latest": {n: found[0][n] for n in OF_LATEST if found[0][n] != ""},
        "series": series,
    }
