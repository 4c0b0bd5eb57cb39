"""The words and methods of trends that a report prints, and what the others lack."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reportgen.evidence.disclosure import PublishedIndicator
from reportgen.formats import sentence_case
from reportgen.pages.backmatter import names_together
from reportgen.pages.tables import MeasureTable
from reportgen.vocabulary import Trend, TrendMethod


@dataclass(frozen=True)
class Lack:
    """Why some trends cannot be calculated."""

    why: str
    """What is missing, as a sentence without its stop."""
    measures: str
    """Numbers and names of those that lack it."""


@dataclass(frozen=True)
class TrendKey:
    """What "How to read" says of trends; empty where the report prints none."""

    words: tuple[Trend, ...] = ()
    methods: tuple[TrendMethod, ...] = ()
    missing: tuple[Lack, ...] = ()
    """Of the measures whose history is drawn."""


def trend_key(
    used: Sequence[PublishedIndicator],
    tables: Sequence[MeasureTable],
    told: Iterable[PublishedIndicator] = (),
) -> TrendKey:
    """The trends that stand in tables, and those that figures and slots tell.

    Args:
        used: the measures that the report shows.
        tables: its tables, which print trends where there are histories.
        told: measures whose trend is told outside tables.
    """
    beside = [
        row
        for table in tables
        if table.shows_trend
        for row in table.rows
        if row.sparkline
    ]
    drawn = {row.id for table in tables for row in table.rows if row.sparkline}
    trends = [*(row.trend for row in beside), *(one.trend for one in told)]
    words = {trend.word for trend in trends}
    methods = {trend.method for trend in trends}
    return TrendKey(
        words=tuple(word for word in Trend if word in words),
        methods=tuple(method for method in TrendMethod if method in methods),
        missing=_missing([one for one in used if one.measure.measure in drawn]),
    )


def _missing(drawn: Sequence[PublishedIndicator]) -> tuple[Lack, ...]:
    """In the order of the measures; those that lack the same stand together."""
    lacking: dict[str, list[str]] = {}
    for one in drawn:
        if one.trend.word is Trend.NOT_CALCULATED and one.trend.why:
            name = f"{one.measure.numeral} {one.measure.short_name}".strip()
            lacking.setdefault(one.trend.why, []).append(name)
    return tuple(
        Lack(sentence_case(why), names_together(names))
        for why, names in lacking.items()
    )
