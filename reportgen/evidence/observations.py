"""What was observed: an append-only store that answers "what did we know that day?".

A revision is a new row with a later received date, never an edit.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Annotated

from reportgen.errors import Fault, Place, Slug, error
from reportgen.evidence.measures import Measure, Measures
from reportgen.reading import (
    Count,
    Day,
    DayOrNone,
    Number,
    OrNone,
    Row,
    Span,
    Text,
    read_rows,
)
from reportgen.vocabulary import (
    STATUS_MARKERS,
    Absence,
    Change,
    Disclosure,
    Marker,
    PublishedComparison,
    Status,
    ValueType,
)

FILE = "data/observations.csv"
_WHOLE = 100  # per cent
_EVENTS = 10  # the fewest from which a rate is directly standardised
_STANDARDISED = ValueType.STANDARDISED_RATE
_ROUNDED = Decimal("2.5")  # people that a count rounded to five may be off by


class Observation(Row):
    """One value as received; its fields are the columns of `observations.csv`."""

    measure: Text
    area: Text
    """Code of the area."""
    period: Span
    """None only where no value was ever published."""
    value: Number
    """As printed by the source, with its decimals."""
    count: Count
    denominator: Count
    received: Day
    status: Status
    disclosure: Disclosure
    marker: Annotated[Marker | None, OrNone]
    reason: str
    """Why there is no value."""
    expected: str
    """When the source says that a value will come."""
    published_direction: Annotated[Change | None, OrNone]
    """Direction that the source prints, where no history is held."""
    published_comparison: Annotated[PublishedComparison | None, OrNone]
    """Comparison with England that the source prints."""
    source_ref: Text
    """The document that it was taken from."""
    lower: Number = None
    """Lower 95% confidence limit, where the source gives one."""
    upper: Number = None
    """Upper 95% confidence limit."""
    absence: Annotated[Absence | None, OrNone] = None
    """What kind of reason there is for no value."""
    expected_by: DayOrNone = None
    """The day by which a value is to come."""
    embargo: DayOrNone = None
    """From this day on everybody may see it; before, only the early-access list."""

    @property
    def markers(self) -> tuple[Marker, ...]:
        """What is printed in brackets beside the value, or instead of it."""
        of_status = STATUS_MARKERS.get(self.status)
        found = [mark for mark in (self.marker, of_status) if mark is not None]
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True)
class Observations:
    """All observations of a workspace."""

    rows: tuple[Observation, ...]
    """In the order of the file."""

    def as_at(self, cut_off: date) -> "Observations":
        """The last revision of each value that was received by the cut-off day.

        Ordered by measure, area and period; no period comes first.
        """
        # Plain Python: loading pandas alone takes longer than a store of any
        # partnership takes here.
        known = [row for row in self.rows if row.received <= cut_off]
        last = {_value(row): row for row in sorted(known, key=_received)}
        return Observations(tuple(sorted(last.values(), key=_order)))

    def opened(self, cut_off: date) -> "tuple[Observation, ...]":
        """Revisions, known at the cut-off, that let more people see their value.

        An earlier row was restricted, or under an embargo that had not ended when the
        revision came; the revision says neither. It may be meant, or forgotten.
        """
        known = {_value(row): row for row in self.as_at(cut_off).rows}
        found = {
            _value(row): known[_value(row)]
            for row in self.rows
            if row.received <= cut_off and _opens(row, known[_value(row)])
        }
        return tuple(found.values())

    def of(self, measure: str, area: str) -> "Sequence[Observation]":
        """The series of one measure in one area."""
        return self._series.get((measure, area), [])

    @cached_property
    def _series(self) -> dict[tuple[str, str], list[Observation]]:
        found: dict[tuple[str, str], list[Observation]] = {}
        for row in self.rows:
            found.setdefault((row.measure, row.area), []).append(row)
        return found


def _opens(earlier: Observation, revision: Observation) -> bool:
    """Whether a revision may be seen by more people than the row that it revises."""
    if revision.disclosure is Disclosure.RESTRICTED:
        return False
    restricted = earlier.disclosure is Disclosure.RESTRICTED
    held = earlier.embargo is not None and earlier.embargo > revision.received
    return restricted or (held and revision.embargo is None)


def _received(row: Observation) -> date:
    return row.received


def _value(row: Observation) -> tuple[object, ...]:
    """What a revision has in common with the row that it revises."""
    return row.measure, row.area, row.period and row.period.days


def _order(row: Observation) -> tuple[str, str, date, date]:
    first, last = row.period.days if row.period else (date.min, date.min)
    return row.measure, row.area, last, first


def read_observations(
    data: Path, measures: Measures, areas: Collection[str]
) -> Observations:
    """`data/observations.csv`, each row held against the measures and areas.

    Raises:
        FaultsFound: with every fault of every row.
    """

    def judge(rows: list[Observation]) -> list[Fault]:
        faults = [fault for row in rows for fault in _row_faults(row, measures, areas)]
        return faults + _twice(rows)

    rows = read_rows(data / "observations.csv", FILE, Observation, judge)
    return Observations(tuple(rows))


def _row_faults(
    row: Observation, measures: Measures, areas: Collection[str]
) -> list[Fault]:
    faults = _value_faults(row)
    if row.area not in areas:
        cure = f"the areas of this partnership are {' and '.join(sorted(areas))}"
        what = f'"{row.area}" is not an area of this partnership'
        faults.append(_at(row, "area", Slug.UNKNOWN_AREA, what, cure))
    measure = measures.get(row.measure)
    if measure is None:
        cure = "correct it, or define it in measures.csv first"
        what = f'"{row.measure}" is not a measure'
        return [_at(row, "measure", Slug.UNKNOWN_MEASURE, what, cure), *faults]
    return faults + _measure_faults(row, measure)


def _value_faults(row: Observation) -> list[Fault]:
    """A row has a value, or a marker and a reason that stand for it."""
    instead = row.marker is not None and row.marker.stands_for_a_value
    if row.value is None and not instead:
        cure = "give a value, or one of the markers c, x, z and a reason"
        return [_at(row, "value", Slug.VALUE_OR_MARKER, "it is empty", cure)]
    if row.value is not None and instead:
        what = f'"{row.marker}" stands for a missing value, but a value is given'
        cure = "remove one of the two"
        return [_at(row, "marker", Slug.VALUE_OR_MARKER, what, cure)]
    if row.value is not None and row.period is None:
        cure = 'write it as "2022/23", "2021/22 Q4" or "Oct 23"'
        what = "a value needs a period"
        return [_at(row, "period", Slug.UNKNOWN_PERIOD, what, cure)]
    if row.value is None and not row.reason:
        cure = "say in a few words why there is no value"
        return [_at(row, "reason", Slug.NO_VALUE_NO_REASON, "it is empty", cure)]
    return []


def _measure_faults(row: Observation, measure: Measure) -> list[Fault]:
    faults = _limit_faults(row)
    kind = measure.period_type
    if row.period and kind and not row.period.kind.alike(kind):
        what = (
            f"{row.period} is a {row.period.kind}, but {row.measure} has {kind.plural}"
        )
        cure = "correct the period, or period_type in measures.csv"
        faults.append(_at(row, "period", Slug.UNKNOWN_PERIOD, what, cure))
    if row.period and row.value is not None and row.period.end > row.received:
        what = f"{row.period} had not ended when it was received on {row.received}"
        cure = "correct the period or the date"
        faults.append(_at(row, "period", Slug.UNKNOWN_PERIOD, what, cure))
    is_share = measure.value_type is ValueType.PERCENTAGE
    if is_share and row.value is not None and not 0 <= row.value <= _WHOLE:
        what = f'"{row.value}" is no percentage of a whole'
        cure = "it lies between 0 and 100; else correct value_type in measures.csv"
        faults.append(_at(row, "value", Slug.OUT_OF_RANGE, what, cure))
    counts = {ValueType.COUNT, ValueType.VOLUME, ValueType.RATE, _STANDARDISED}
    if measure.value_type in counts and row.value is not None and row.value < 0:
        cure = "a count is 0 or more; correct it, or give a marker and a reason"
        what = f'"{row.value}" is below zero'
        faults.append(_at(row, "value", Slug.NEGATIVE_COUNT, what, cure))
    return [*faults, *_too_few(row, measure), *_count_faults(row, measure)]


def _too_few(row: Observation, measure: Measure) -> list[Fault]:
    """No rate is standardised from fewer than ten events: chance would make it.

    Office for Health Improvement and Disparities, "Technical guide: common public
    health statistics and their confidence intervals", and PHEindicatormethods.
    """
    standardised = measure.value_type is _STANDARDISED and row.value is not None
    if not standardised or row.count is None or row.count >= _EVENTS:
        return []
    what = f"{row.value} is standardised from {row.count} events, fewer than {_EVENTS}"
    cure = "leave the value empty, and give the marker x and this reason"
    return [_at(row, "value", Slug.OUT_OF_RANGE, what, cure)]


def _limit_faults(row: Observation) -> list[Fault]:
    """Confidence limits come in pairs, about their value; shares are of something."""
    faults = []
    if row.denominator == 0:
        what, cure = (
            '"0" leaves nothing to count among',
            "correct it, or leave it empty",
        )
        faults.append(_at(row, "denominator", Slug.OUT_OF_RANGE, what, cure))
    if (row.lower is None) != (row.upper is None):
        column = "lower" if row.lower is None else "upper"
        cure = "give both limits, or neither"
        faults.append(_at(row, column, Slug.OUT_OF_RANGE, "it is empty", cure))
    elif _outside(row):
        what = f"{row.value} is not between its limits {row.lower} and {row.upper}"
        cure = "look whether columns or rows are swapped"
        faults.append(_at(row, "lower", Slug.OUT_OF_RANGE, what, cure))
    return faults


def _count_faults(row: Observation, measure: Measure) -> list[Fault]:
    """A count is part of its denominator, and both make the value."""
    count, among, per = row.count, row.denominator, _per(measure)
    if count is None or among is None or per is None:
        return []
    if measure.value_type is ValueType.PERCENTAGE and count > among:
        what = f"the count {count} is above the denominator {among}"
        cure = "look whether the two are swapped"
        return [_at(row, "count", Slug.COUNT_ABOVE_DENOMINATOR, what, cure)]
    if row.value is None or not among:
        return []
    expected = count / among * per
    if abs(expected - row.value) <= _half(row.value) + _astray(among, expected, per):
        return []
    what = f"{row.value} is not {count} of {among}, which makes {expected:.2f}"
    cure = "correct the one that is wrong, or leave count and denominator empty"
    return [_at(row, "value", Slug.VALUE_UNLIKE_COUNT, what, cure)]


def _half(value: Decimal) -> Decimal:
    """Half of a value's last digit: how far rounding may have moved it."""
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0) / 2


def _astray(among: Decimal, expected: Decimal, per: Decimal) -> Decimal:
    """How far a value may be off by its counts: the NDTMS rounds both to five."""
    return (per + expected) * _ROUNDED / among


def _per(measure: Measure) -> Decimal | None:
    """Of how many a share or a rate counts; None for everything else."""
    if measure.value_type is ValueType.PERCENTAGE:
        return Decimal(_WHOLE)
    return measure.per if measure.value_type is ValueType.RATE else None


def _outside(row: Observation) -> bool:
    if row.lower is None or row.upper is None or row.value is None:
        return False
    return not row.lower <= row.value <= row.upper


def _twice(rows: list[Observation]) -> list[Fault]:
    first: dict[tuple[object, ...], Observation] = {}
    faults = []
    for row in rows:
        days = row.period.days if row.period else None
        key = (row.measure, row.area, days, row.received)
        earlier = first.setdefault(key, row)
        if earlier is not row:
            what = (
                f"{row.measure}, {row.area}, {row.period or 'no period'}, received "
                f"{row.received} stands already in row {earlier.place.row}"
            )
            cure = "remove one; a revision is a row with a later received date"
            faults.append(_at(row, "measure", Slug.DUPLICATE_ROW, what, cure))
    return faults


def _at(row: Observation, column: str, slug: Slug, what: str, cure: str) -> Fault:
    return error(slug, Place(FILE, row=row.place.row, column=column), what, cure)
