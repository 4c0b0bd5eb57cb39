"""The published values as a table: what the pages print, and where it came from."""

from collections.abc import Iterator, Sequence

from reportgen.evidence.disclosure import PublishedIndicator, PublishedValue
from reportgen.pages import slots
from reportgen.vocabulary import Change

COLUMNS = (
    "measure", "number", "priority_area", "commitment", "name", "unit", "polarity",
    "place", "period", "period_start", "period_end", "value", "markers", "reason",
    "change", "change_from", "comparison", "not_compared", "source", "received",
    "source_ref", "file", "row",
)  # fmt: skip
"""Of `published.csv`; `file` and `row` lead from a figure to the store."""


def published_csv(
    indicators: Sequence[PublishedIndicator], area: str, benchmark: str
) -> bytes:
    """`published.csv` in UTF-8: one row for each measure and place.

    Args:
        indicators: those that the report shows, in its order.
        area: name of the partnership's area.
        benchmark: name of what it is compared with.
    """
    import pandas as pd

    rows = [row for one in indicators for row in _rows(one, area, benchmark)]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.to_csv(index=False, lineterminator="\n").encode()


def _rows(
    one: PublishedIndicator, area: str, benchmark: str
) -> Iterator[dict[str, object]]:
    """The area with its change and comparison, then the benchmark."""
    held = "the source" if one.change_as_published else "values held"
    nothing = one.change in {Change.NO_EARLIER_VALUE, Change.NOT_SHOWN}
    yield {
        **_facts(one, one.area, area),
        "change": one.change.value,
        "change_from": "" if nothing else held,
        "comparison": one.comparison.value,
        "not_compared": one.not_compared,
    }
    yield _facts(one, one.england, benchmark)


def _facts(
    one: PublishedIndicator, value: PublishedValue, place: str
) -> dict[str, object]:
    measure, period, held = one.measure, value.period, value.place
    return {
        "measure": measure.measure,
        "number": measure.numeral,
        "priority_area": measure.priority_area,
        "commitment": measure.commitment,
        "name": measure.name,
        "unit": measure.unit,
        "polarity": measure.polarity.value,
        "place": place,
        "period": str(period or ""),
        "period_start": period.start.isoformat() if period else "",
        "period_end": period.end.isoformat() if period else "",
        "value": "" if value.value is None else f"{value.value:f}",
        "markers": slots.markers(value),
        "reason": value.reason,
        "change": "",
        "change_from": "",
        "comparison": "",
        "not_compared": "",
        "source": measure.source,
        "received": value.received.isoformat() if value.received else "",
        "source_ref": value.source_ref,
        "file": held.file if held else "",
        "row": held.row if held else "",
    }
