"""A series as runs of values, with every gap and every break between them.

A value stands at the middle of its period, so that spans of different length and
missing periods are true to scale.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from reportgen.evidence.disclosure import PublishedValue
from reportgen.evidence.measures import Measure
from reportgen.pages import slots
from reportgen.periods import Period
from reportgen.vocabulary import Marker

DOUBTS = (Marker.PROVISIONAL, Marker.ESTIMATED, Marker.UNVERIFIED)
"""What makes a value's mark hollow."""


@dataclass(frozen=True)
class Moment:
    """One value at its time."""

    period: Period
    value: float
    exact: Decimal
    """The value as it is held; sums are made of these."""
    bare: str
    """With its unit, without markers."""
    printed: str
    """With its unit and markers."""
    limits: tuple[float, float] | None
    """Of its 95% interval, lower and upper; None where none is known."""
    marks: tuple[Marker, ...]
    """What qualifies it."""
    broken: bool
    """Whether the series breaks just before it."""
    unlike: bool
    """Whether its period is longer or shorter than the one before."""

    @property
    def day(self) -> float:
        """Where it stands in time."""
        return middle(self.period)

    @property
    def doubts(self) -> tuple[Marker, ...]:
        """Those of its marks that make it hollow."""
        return tuple(mark for mark in DOUBTS if mark in self.marks)

    @property
    def sound(self) -> bool:
        """Whether a movement may be read from it."""
        return Marker.UNVERIFIED not in self.marks


@dataclass(frozen=True)
class Gap:
    """One period without a value, and why."""

    period: Period
    marker: Marker
    reason: str


@dataclass(frozen=True)
class Course:
    """What is held of one place."""

    runs: tuple[tuple[Moment, ...], ...] = ()
    """Stretches without a gap or a break, oldest first; none is empty."""
    gaps: tuple[Gap, ...] = ()
    """Oldest first."""

    @cached_property
    def moments(self) -> tuple[Moment, ...]:
        """All values, oldest first."""
        return tuple(moment for run in self.runs for moment in run)

    @cached_property
    def series(self) -> tuple[tuple[Moment, ...], ...]:
        """The stretches within which values may be compared, oldest first.

        A break, and another length of periods, begin a new one.
        """
        found: list[list[Moment]] = []
        for moment in self.moments:
            if not found or moment.broken or moment.unlike:
                found.append([])
            found[-1].append(moment)
        return tuple(map(tuple, found))

    @property
    def comparable(self) -> tuple[Moment, ...]:
        """The values that the last one may be measured against, and the last one."""
        return self.series[-1] if self.runs else ()

    @property
    def later_gaps(self) -> tuple[Gap, ...]:
        """The gaps after the first value; nothing is drawn before it."""
        if not self.runs:
            return ()
        first = self.runs[0][0].period
        return tuple(gap for gap in self.gaps if first < gap.period)

    @property
    def periods(self) -> tuple[Period, ...]:
        """All periods from the first value on, with and without one."""
        held = [moment.period for moment in self.moments]
        return tuple(sorted([*held, *(gap.period for gap in self.later_gaps)]))


def middle(period: Period) -> float:
    """The middle of a period as days since the calendar began."""
    return (period.start.toordinal() + period.end.toordinal() + 1) / 2


def course(values: Sequence[PublishedValue], measure: Measure) -> Course:
    """The runs of a series, and its gaps.

    Args:
        values: in any order; those without a period are left out.
        measure: says how they are printed.
    """
    rows = _rows(values)
    steps = _steps([period for period, _ in rows])
    runs: list[list[Moment]] = [[]]
    gaps: list[Gap] = []
    before: Period | None = None
    broken = False
    for period, row in rows:
        missing = _missing(before, period, steps)
        unlike = before is not None and before.months != period.months
        broken = broken or Marker.BREAK in row.markers
        if missing or unlike or broken or row.value is None:
            runs.append([])
        gaps += missing
        if row.value is None:
            gaps.append(_gap(row, period))
        else:
            runs[-1].append(_moment(row, period, measure, (broken, unlike)))
            broken = False
        before = period
    return Course(tuple(tuple(run) for run in runs if run), tuple(gaps))


def _rows(values: Sequence[PublishedValue]) -> list[tuple[Period, PublishedValue]]:
    """The values that have a period, oldest first; one for each span of days."""
    by_days = {v.period.days: (v.period, v) for v in values if v.period is not None}
    return sorted(by_days.values(), key=lambda row: row[0])


def _moment(
    row: PublishedValue, period: Period, measure: Measure, joint: tuple[bool, bool]
) -> Moment:
    broken, unlike = joint
    held, between = row.value or Decimal(0), row.interval
    return Moment(
        period=period,
        value=float(held),
        exact=held,
        bare=slots.bare(row, measure),
        printed=slots.with_unit(row, measure),
        limits=None if between is None else (between.lower, between.upper),
        marks=row.markers,
        broken=broken,
        unlike=unlike,
    )


def _gap(row: PublishedValue, period: Period) -> Gap:
    instead = [mark for mark in row.markers if mark.stands_for_a_value]
    return Gap(period, (*instead, Marker.NOT_AVAILABLE)[0], row.reason)


def _steps(periods: Sequence[Period]) -> dict[int, int]:
    """Months from one period to the next where none is missing, by their length.

    The shortest distance that the series itself has: a survey of every second year
    has no gap in the years between.
    """
    steps: dict[int, int] = {}
    for one, other in pairwise(periods):
        if one.months == other.months:
            distance = _months(one, other)
            steps[one.months] = min(distance, steps.get(one.months, distance))
    return steps


def _months(one: Period, other: Period) -> int:
    """From the end of one period to the end of the other."""
    years = other.end.year - one.end.year
    return years * 12 + other.end.month - one.end.month


def _missing(before: Period | None, period: Period, steps: dict[int, int]) -> list[Gap]:
    """The periods between two rows for which there is no row."""
    step = steps.get(period.months)
    if before is None or before.months != period.months or not step:
        return []
    if _months(before, period) == step:  # nearly always, and then none lies between
        return []
    found = [p for p in _back(period, before) if _months(p, period) % step == 0]
    return [Gap(p, Marker.NOT_AVAILABLE, "") for p in reversed(found)]


def _back(period: Period, until: Period) -> Iterator[Period]:
    """The periods before one, the latest first, down to another, without it."""
    earlier = period.preceding()
    while earlier.end > until.end:
        yield earlier
        earlier = earlier.preceding()
