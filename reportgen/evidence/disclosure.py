"""The gate: from indicators to what one audience may see. Nothing else is printed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from reportgen.errors import Place
from reportgen.evidence.absence import expected_by
from reportgen.evidence.early_access import STRICT, Embargo
from reportgen.evidence.finding import Finding
from reportgen.evidence.indicators import Indicator, change_of, untested
from reportgen.evidence.intervals import Interval
from reportgen.evidence.measures import Measure
from reportgen.evidence.observations import Observation
from reportgen.evidence.rounding import NO_NUMBERS, numbers, printed_value
from reportgen.evidence.rules import NO_RULE, Rule
from reportgen.evidence.trend import find
from reportgen.evidence.withholding import RowId, row_id, rule_for, withhold
from reportgen.formats import long_date
from reportgen.periods import Period
from reportgen.vocabulary import (
    Absence,
    Change,
    Comparison,
    Direction,
    Marker,
    PublishedComparison,
    Rendition,
    Trend,
    TrendMethod,
    Withheld,
)

RESTRICTED_REASON = "restricted: shown to partners only"
SUPPRESSED_REASON = "suppressed, so that nobody can be recognised"
"""Of small counts and of those that would give one away, so that none is told apart."""
_NO_ROW = "no observation is held"


@dataclass(frozen=True)
class PublishedValue:
    """One value that may be printed, or the markers that stand for it."""

    period: Period | None
    value: Decimal | None
    """None where a marker stands for it."""
    count: Decimal | None
    denominator: Decimal | None
    markers: tuple[Marker, ...]
    reason: str
    """Why there is no value; empty where there is one."""
    expected: str
    """When the source says that a value will come; empty where it does not."""
    received: date | None
    source_ref: str
    place: Place | None
    """The row of the store, for tracing the figure home."""
    interval: Interval | None = None
    """95% confidence limits, in the unit of the value; None where none are known."""
    wide: Interval | None = None
    """99.8% confidence limits; None too where the source or a rule sets the others."""
    base: int = 1
    """Counts (and the value of a measure that counts) are printed to its multiples."""
    withheld: Withheld | None = None
    """Why a value that is held is not printed: then value, count, denominator and
    interval are None, `[c]` stands, and `reason` says it in the readers' words."""
    absence: Absence | None = None
    """What kind of reason there is for no value; None where it is withheld."""
    expected_by: date | None = None
    """The day by which a missing value is to come; None where nobody knows."""


@dataclass(frozen=True)
class PublishedTrend:
    """The trend of a measure as one audience may see it."""

    word: Trend = Trend.NOT_CALCULATED
    method: TrendMethod | None = None
    """None where it is not calculated, or not shown."""
    why: str = ""
    """What makes the word true, or what is missing."""
    since: Period | None = None
    """The first period that the method used."""


NO_TREND = PublishedTrend()


@dataclass(frozen=True)
class PublishedIndicator:
    """The state of one measure as one audience may see it."""

    measure: Measure
    area: PublishedValue
    england: PublishedValue
    history: tuple[PublishedValue, ...]
    """The area's series, oldest first; withheld points have no value."""
    change: Change
    difference: Decimal | None
    change_as_published: bool
    comparison: Comparison
    not_compared: str
    comparison_as_published: PublishedComparison | None
    england_history: tuple[PublishedValue, ...] = ()
    """England's series, oldest first."""
    trend: PublishedTrend = NO_TREND
    """Not shown where anything that it depends on is withheld."""

    @property
    def direction(self) -> Direction | None:
        """On which side of England the value lies; None where it is not compared."""
        return self.comparison.direction(self.measure.polarity)

    @property
    def has_history(self) -> bool:
        """Whether two values or more are held."""
        return sum(point.value is not None for point in self.history) > 1


@dataclass(frozen=True)
class Published(Mapping[str, PublishedIndicator]):
    """All indicators that passed the gate for one rendition, by measure id."""

    rendition: Rendition
    area: str
    """Name of the partnership's area."""
    benchmark: str
    """Name of what it is compared with: England."""
    indicators: Mapping[str, PublishedIndicator]

    def __getitem__(self, measure: str) -> PublishedIndicator:
        """The indicator of a measure."""
        return self.indicators[measure]

    def __iter__(self) -> Iterator[str]:
        """Ids in the order of `measures.csv`."""
        return iter(self.indicators)

    def __len__(self) -> int:
        """How many measures there are."""
        return len(self.indicators)


def control(
    indicators: Sequence[Indicator],
    rendition: Rendition,
    *,
    area: str,
    benchmark: str,
    embargo: Embargo = STRICT,
) -> Published:
    """What the audience of a rendition may see.

    A withheld value leaves as `[c]` with its reason; whatever was computed from it
    (change, difference, comparison) leaves as "not shown" or "not compared". For
    everybody but partners, the counts of the partnership's own area leave rounded by
    their measure's rule; England's are printed as they were published.

    Args:
        indicators: of all measures: what else must be withheld depends on all tables.
        rendition: the audience.
        area: name of the partnership's area.
        benchmark: name of England.
        embargo: which values may be seen before their day; without it, none.
    """
    gate = _Gate(rendition, withhold(indicators, rendition, embargo))
    shown = {one.measure.measure: _shown(one, gate) for one in indicators}
    return Published(rendition, area, benchmark, shown)


@dataclass(frozen=True)
class _Gate:
    """What one audience may not see."""

    rendition: Rendition
    withheld: Mapping[RowId, Withheld]

    def why(self, *rows: Observation | None) -> Withheld | None:
        """Why the first withheld one of some rows is withheld; None where none is."""
        found = (self.withheld.get(row_id(row)) for row in rows if row is not None)
        return next(filter(None, found), None)


def _shown(one: Indicator, gate: _Gate) -> PublishedIndicator:
    rule = rule_for(one.measure, gate.rendition)
    change, difference, as_published = _change(one, gate, rule)
    hidden = gate.why(one.latest, one.england)
    published = one.latest.published_comparison if one.latest else None
    return PublishedIndicator(
        measure=one.measure,
        area=_value(one.latest, one.measure, gate, rule),
        england=_value(one.england, one.measure, gate, NO_RULE),
        history=tuple(_value(row, one.measure, gate, rule) for row in one.series),
        england_history=tuple(
            _value(row, one.measure, gate, NO_RULE) for row in one.england_series
        ),
        change=change,
        difference=difference,
        change_as_published=as_published,
        comparison=Comparison.NOT_COMPARED if hidden else _comparison(one, rule),
        not_compared=_NOT_COMPARED[hidden] if hidden else one.not_compared,
        comparison_as_published=None if hidden else published,
        trend=_trend(one, gate, rule),
    )


def _trend(one: Indicator, gate: _Gate, rule: Rule) -> PublishedTrend:
    """The trend, unless it or that there is none tells of a row that is withheld."""
    rows = one.trend.rows if one.series else (one.latest,)
    hidden = gate.why(*rows)
    if hidden:
        return PublishedTrend(Trend.NOT_SHOWN, None, _NOT_COMPARED[hidden])
    found = _of_printed(one.trend, one.measure, rule)
    return PublishedTrend(found.trend, found.method, found.why, found.since)


def _of_printed(found: Finding, measure: Measure, rule: Rule) -> Finding:
    """The trend of the values as they are printed under a rule.

    That unrounded counts rise one after the other tells them apart where they are
    printed alike, and their average adds a number that nobody rounded.
    """
    if not rule.applies or not found.trend.is_calculated:
        return found
    values = [printed_value(row, measure, rule) for row in found.rows]
    pairs = zip(found.rows, values, strict=True)
    return find([row.model_copy(update={"value": v}) for row, v in pairs], measure)


_NOT_COMPARED = {
    Withheld.RESTRICTED: "restricted",
    Withheld.SUPPRESSED: "suppressed",
    Withheld.EMBARGOED: "under embargo",
}


def _change(
    one: Indicator, gate: _Gate, rule: Rule
) -> tuple[Change, Decimal | None, bool]:
    """Change and difference of what is printed, and whether they are the source's."""
    before = [r for r in one.series if r is not one.latest and r.value is not None]
    previous = before[-1] if before else None
    # Hidden before any other rule: that no change can be computed says something too.
    if gate.why(one.latest, previous):
        return Change.NOT_SHOWN, None, False
    if one.difference is None or one.latest is None or previous is None:
        return one.change, one.difference, one.change_as_published
    now = printed_value(one.latest, one.measure, rule)
    then = printed_value(previous, one.measure, rule)
    if now is None or then is None or not rule.applies:
        return one.change, one.difference, one.change_as_published
    return change_of(now - then), now - then, False


def _comparison(one: Indicator, rule: Rule) -> Comparison:
    """As it was tested; where nothing was, of the values as they are printed."""
    latest, england = one.latest, one.england
    plain = one.comparison is Comparison.NOT_COMPARED or one.comparison.is_tested
    if plain or latest is None or england is None or not rule.applies:
        return one.comparison
    printed = printed_value(latest, one.measure, rule)
    if printed is None or england.value is None:
        return one.comparison
    return untested(printed, england.value)


def _value(
    row: Observation | None, measure: Measure, gate: _Gate, rule: Rule
) -> PublishedValue:
    """The only place that copies a number through the gate."""
    withheld = gate.why(row)
    absent = row is None or row.value is None
    told = NO_NUMBERS if row is None or withheld else numbers(row, measure, rule)
    return PublishedValue(
        period=None if row is None else row.period,
        value=told.value,
        count=told.count,
        denominator=told.denominator,
        markers=_markers(row, rule, withheld=withheld),
        reason=_reason(row, withheld) if withheld or absent else "",
        expected="" if row is None or withheld else row.expected,
        received=None if row is None else row.received,
        source_ref="" if row is None or withheld else row.source_ref,
        place=None if row is None else row.place,
        interval=told.interval,
        wide=told.wide,
        base=1 if told == NO_NUMBERS else rule.base,
        withheld=withheld,
        absence=None if row is None or withheld else row.absence,
        expected_by=None if row is None or withheld else expected_by(row, measure),
    )


def _markers(
    row: Observation | None, rule: Rule, *, withheld: Withheld | None
) -> tuple[Marker, ...]:
    if row is None:
        return (Marker.NOT_AVAILABLE,)
    if withheld:  # that a series breaks here is no secret, and nobody may join it
        broken = Marker.BREAK in row.markers
        return (Marker.CONFIDENTIAL, *([Marker.BREAK] if broken else []))
    # A rounded zero may be one or two: a mark that says so would say too much.
    silent = {Marker.LOW} if rule.base > 1 else set()
    return tuple(mark for mark in row.markers if mark not in silent)


def _reason(row: Observation | None, withheld: Withheld | None) -> str:
    if row is None:
        return _NO_ROW
    if withheld is Withheld.EMBARGOED and row.embargo:
        return f"under embargo until {long_date(row.embargo)}"
    return _REASONS[withheld] if withheld else row.reason


_REASONS = {
    Withheld.RESTRICTED: RESTRICTED_REASON,
    Withheld.SUPPRESSED: SUPPRESSED_REASON,
}
