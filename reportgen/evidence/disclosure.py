"""The gate: from indicators to what one audience may see. Nothing else is printed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from reportgen.errors import Place
from reportgen.evidence.indicators import Indicator, interval
from reportgen.evidence.intervals import Interval
from reportgen.evidence.measures import Measure
from reportgen.evidence.observations import Observation
from reportgen.periods import Period
from reportgen.vocabulary import (
    Change,
    Comparison,
    Direction,
    Disclosure,
    Marker,
    PublishedComparison,
    Rendition,
)

RESTRICTED_REASON = "restricted: shown to partners only"
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
) -> Published:
    """What the audience of a rendition may see.

    A restricted value leaves as `[c]`; whatever was computed from it (change,
    difference, comparison) leaves as "not shown" or "not compared".
    """
    shown = {one.measure.measure: _shown(one, rendition) for one in indicators}
    return Published(rendition, area, benchmark, shown)


def _shown(one: Indicator, rendition: Rendition) -> PublishedIndicator:
    area, england = _withheld(one.latest, rendition), _withheld(one.england, rendition)
    # Hidden before any other rule: that no change can be computed says something too.
    before = [r for r in one.series if r is not one.latest and r.value is not None]
    change_hidden = area or _withheld(before[-1] if before else None, rendition)
    comparison_hidden = area or england
    return PublishedIndicator(
        measure=one.measure,
        area=_value(one.latest, one.measure, withheld=area),
        england=_value(one.england, one.measure, withheld=england),
        history=_series(one.series, one.measure, rendition),
        england_history=_series(one.england_series, one.measure, rendition),
        change=Change.NOT_SHOWN if change_hidden else one.change,
        difference=None if change_hidden else one.difference,
        change_as_published=one.change_as_published and not change_hidden,
        comparison=Comparison.NOT_COMPARED if comparison_hidden else one.comparison,
        not_compared="restricted" if comparison_hidden else one.not_compared,
        comparison_as_published=(
            None
            if comparison_hidden or one.latest is None
            else one.latest.published_comparison
        ),
    )


def _series(
    rows: Sequence[Observation], measure: Measure, rendition: Rendition
) -> tuple[PublishedValue, ...]:
    return tuple(
        _value(row, measure, withheld=_withheld(row, rendition)) for row in rows
    )


def _withheld(row: Observation | None, rendition: Rendition) -> bool:
    restricted = row is not None and row.disclosure is Disclosure.RESTRICTED
    return restricted and not rendition.sees_restricted


def _value(
    row: Observation | None, measure: Measure, *, withheld: bool
) -> PublishedValue:
    """The only place that copies a number through the gate."""
    absent = row is None or row.value is None
    return PublishedValue(
        period=None if row is None else row.period,
        value=None if row is None or withheld else row.value,
        count=None if row is None or withheld else row.count,
        denominator=None if row is None or withheld else row.denominator,
        markers=_markers(row, withheld=withheld),
        reason=_reason(row, withheld=withheld) if withheld or absent else "",
        expected="" if row is None or withheld else row.expected,
        received=None if row is None else row.received,
        source_ref="" if row is None or withheld else row.source_ref,
        place=None if row is None else row.place,
        interval=None if row is None or withheld else interval(row, measure),
    )


def _markers(row: Observation | None, *, withheld: bool) -> tuple[Marker, ...]:
    if row is None:
        return (Marker.NOT_AVAILABLE,)
    if withheld:  # that a series breaks here is no secret, and nobody may join it
        broken = Marker.BREAK in row.markers
        return (Marker.CONFIDENTIAL, *([Marker.BREAK] if broken else []))
    return row.markers


def _reason(row: Observation | None, *, withheld: bool) -> str:
    if withheld:
        return RESTRICTED_REASON
    return _NO_ROW if row is None else row.reason
