"""The series of a measure as rows: every period that is held, with what marks it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from reportgen.evidence.disclosure import PublishedIndicator, PublishedValue
from reportgen.formats import number, sentence_case
from reportgen.pages import slots
from reportgen.pages.tables import Cell, cell
from reportgen.periods import same_days

NO_ROW = Cell("", "")
"""Nothing is held of this place and period."""


@dataclass(frozen=True)
class HistoryRow:
    """One period of a measure, as a page prints it."""

    period: str
    area: Cell
    limits: str
    """Of its 95% confidence interval: `44.1 to 49.9`, or nothing."""
    count: str
    denominator: str
    england: Cell
    notes: str
    """What its markers mean, and why there is no value."""
    latest: bool
    days: tuple[date, date]


@dataclass(frozen=True)
class History:
    """All periods of a measure, oldest first, and which columns they need."""

    rows: tuple[HistoryRow, ...]

    @property
    def has_limits(self) -> bool:
        """Whether any value has a confidence interval."""
        return any(row.limits for row in self.rows)

    @property
    def has_counts(self) -> bool:
        """Whether any value has a count beside it."""
        return any(row.count for row in self.rows)

    @property
    def has_denominators(self) -> bool:
        """Whether any count has a number that it is a share of."""
        return any(row.denominator for row in self.rows)

    @property
    def has_england(self) -> bool:
        """Whether anything is held of England."""
        return any(row.england != NO_ROW for row in self.rows)

    @property
    def has_notes(self) -> bool:
        """Whether any row needs a word more."""
        return any(row.notes for row in self.rows)


def history(one: PublishedIndicator) -> History:
    """The rows of a measure; a period of England alone has a row too."""
    ours = _by_days([*one.history, one.area])
    theirs = _by_days([*one.england_history, one.england])
    spans = sorted({*ours, *theirs}, key=lambda days: (days[1], days[0]))
    rows = [_row(one, ours.get(days), theirs.get(days)) for days in spans]
    return History(tuple(rows))


def _by_days(
    values: Sequence[PublishedValue],
) -> dict[tuple[date, date], PublishedValue]:
    return {value.period.days: value for value in values if value.period}


def _row(
    one: PublishedIndicator,
    area: PublishedValue | None,
    england: PublishedValue | None,
) -> HistoryRow:
    held = [value for value in (area, england) if value is not None]
    period = held[0].period
    assert period is not None  # noqa: S101 (rows are gathered by their days)
    return HistoryRow(
        period=str(period),
        area=cell(area, one) if area else NO_ROW,
        limits=slots.limits(area, one.measure) if area else "",
        count=_whole(area.count) if area else "",
        denominator=_whole(area.denominator) if area else "",
        england=cell(england, one) if england else NO_ROW,
        notes=_notes(area, england),
        latest=same_days(period, one.area.period),
        days=period.days,
    )


def _whole(count: Decimal | None) -> str:
    """A count as printed: with as many places as it was received with."""
    if count is None:
        return ""
    exponent = count.as_tuple().exponent
    return number(count, max(0, -exponent) if isinstance(exponent, int) else 0)


def _notes(area: PublishedValue | None, england: PublishedValue | None) -> str:
    """`Provisional: the source may still change it. England: estimated.`, say."""
    ours, theirs = _told(area), _told(england)
    if theirs and theirs != ours:
        ours.append(f"England: {'; '.join(theirs)}")
    return " ".join(f"{sentence_case(text).rstrip('.')}." for text in ours)


def _told(value: PublishedValue | None) -> list[str]:
    """The meanings of its markers; the reason says more than a marker in its place."""
    if value is None:
        return []
    marks = [
        mark.meaning
        for mark in value.markers
        if not (mark.stands_for_a_value and value.reason)
    ]
    return [value.reason, *marks] if value.reason else marks
