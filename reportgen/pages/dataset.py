"""The published values as a table: what the pages print, and where it came from."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from reportgen.evidence.disclosure import PublishedIndicator, PublishedValue
from reportgen.pages import slots
from reportgen.periods import same_days
from reportgen.vocabulary import Comparison

COLUMNS = (
    "measure", "number", "priority_area", "commitment", "name", "unit", "polarity",
    "place", "period", "period_start", "period_end", "latest", "value", "count",
    "denominator", "rounded_to", "lower", "upper", "limits_from", "lower_99_8",
    "upper_99_8", "markers", "reason", "absence", "expected_by", "change",
    "change_from", "comparison", "direction", "tested", "not_compared", "trend",
    "trend_method", "trend_why", "source", "received", "source_ref", "file", "row",
)  # fmt: skip
"""Of `published.csv`; `file` and `row` lead from a figure to the store."""
_DIGITS = 6  # significant, of a limit: more than any page prints, the same everywhere


def published_csv(
    indicators: Sequence[PublishedIndicator], area: str, benchmark: str
) -> bytes:
    """`published.csv` in UTF-8: one row for each measure, place and period.

    Args:
        indicators: those that the report shows, in its order.
        area: name of the partnership's area.
        benchmark: name of what it is compared with.
    """
    import pandas as pd

    found = [row for one in indicators for row in rows(one, area, benchmark)]
    frame = pd.DataFrame(found, columns=list(COLUMNS))
    return frame.to_csv(index=False, lineterminator="\n").encode()


def rows(
    one: PublishedIndicator, area: str, benchmark: str
) -> Iterator[dict[str, object]]:
    """The rows of one measure, by column: its latest of both, then what came before.

    Args:
        one: the measure.
        area: name of the partnership's area.
        benchmark: name of what it is compared with.
    """
    yield {**_facts(one, one.area, area), "latest": "yes", **_findings(one)}
    yield {**_facts(one, one.england, benchmark), "latest": "yes"}
    earlier = [(point, area) for point in _earlier(one.history, one.area)]
    beside = _earlier(one.england_history, one.england)
    earlier += [(point, benchmark) for point in beside]
    # The area stands before the benchmark of the same period, as sorting keeps order.
    for point, place in sorted(earlier, key=lambda pair: _rank(pair[0])):
        yield _facts(one, point, place)


def _earlier(
    history: Sequence[PublishedValue], latest: PublishedValue
) -> Iterator[PublishedValue]:
    return (p for p in history if not same_days(p.period, latest.period))


def _rank(value: PublishedValue) -> tuple[date, date]:
    """By end, then by start; a series has no point without a period."""
    first, last = value.period.days if value.period else (date.min, date.min)
    return last, first


def _findings(one: PublishedIndicator) -> dict[str, object]:
    """What was computed: the latest value's change and comparison, and the trend."""
    held = "the source" if one.change_as_published else "values held"
    compared = one.comparison is not Comparison.NOT_COMPARED
    tested = "yes" if one.comparison.is_tested else "no"
    return {
        "change": one.change.value,
        "change_from": held if one.change.is_known else "",
        "comparison": one.comparison.value,
        "direction": one.direction.value if one.direction else "",
        "tested": tested if compared else "",
        "not_compared": one.not_compared,
        "trend": one.trend.word.value,
        "trend_method": one.trend.method.value if one.trend.method else "",
        "trend_why": one.trend.why,
    }


def _facts(
    one: PublishedIndicator, value: PublishedValue, place: str
) -> dict[str, object]:
    measure, period, held = one.measure, value.period, value.place
    return {
        **dict.fromkeys(COLUMNS, ""),
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
        "latest": "no",
        "value": _plain(value.value),
        "count": _plain(value.count),
        "denominator": _plain(value.denominator),
        "rounded_to": value.base if value.base > 1 else "",
        **_limits(value),
        "markers": slots.markers(value),
        "reason": value.reason,
        "absence": value.absence or "",
        "expected_by": value.expected_by.isoformat() if value.expected_by else "",
        "source": measure.source,
        "received": value.received.isoformat() if value.received else "",
        "source_ref": value.source_ref,
        "file": held.file if held else "",
        "row": held.row if held else "",
    }


def _plain(number: Decimal | None) -> str:
    """As it was received, without an exponent."""
    return "" if number is None else f"{number:f}"


def _limits(value: PublishedValue) -> dict[str, object]:
    """Confidence limits: at 95%, with where they come from, and at 99.8%."""
    found: dict[str, object] = {}
    for limits, ending in ((value.interval, ""), (value.wide, "_99_8")):
        if limits is not None:
            found[f"lower{ending}"] = _six(limits.lower)
            found[f"upper{ending}"] = _six(limits.upper)
    if value.interval is not None:
        found["limits_from"] = value.interval.method.value
    return found


def _six(limit: float) -> str:
    """A limit, rounded so that every machine writes the same."""
    return _plain(Decimal(f"{limit:.{_DIGITS}g}"))
