"""Numbers that make a whole: the periods in which all parts may be shown.

A period in which one part is missing or withheld has no bar: a stack with a hole would
let the hidden part be worked out from the total.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from reportgen.evidence.disclosure import Published, PublishedValue
from reportgen.pages import slots
from reportgen.pages.courses import DOUBTS, Course, Gap, Moment
from reportgen.pages.lines import Line
from reportgen.periods import Period
from reportgen.vocabulary import Marker

_MOST = 12  # bars
_PASSED_ON = (*DOUBTS, Marker.REVISED)  # marks that a sum has from its parts
_REACH = 18  # steps from the first bar to the last; more would make them hairlines


@dataclass(frozen=True)
class Bar:
    """One period with all its parts."""

    parts: tuple[Moment, ...]
    """In the order of the figure's measures."""
    total: Moment
    """Their sum; in doubt where a part is."""

    @property
    def period(self) -> Period:
        """The one that all parts share."""
        return self.total.period


@dataclass(frozen=True)
class Hole:
    """A period that has no bar, and why."""

    period: Period
    lacking: tuple[tuple[str, Gap], ...]
    """Label of each part that is missing, and its gap."""

    @property
    def marker(self) -> Marker:
        """The gravest of the gaps: confidential before not available."""
        found = [gap.marker for _, gap in self.lacking]
        return min(found, key=list(Marker).index)


@dataclass(frozen=True)
class Whole:
    """The parts over time."""

    lines: tuple[Line, ...]
    """One for each part."""
    bars: tuple[Bar, ...]
    """Oldest first."""
    holes: tuple[Hole, ...]
    """Those since the first bar, oldest first; without a bar, all of them."""
    earlier: int
    """Complete periods before the first bar, which are not drawn."""
    published: PublishedValue | None
    """The total of the last bar's period as its source gives it, where one is held."""

    @property
    def totals(self) -> Course:
        """The totals over time."""
        return Course((tuple(bar.total for bar in self.bars),) if self.bars else ())

    @property
    def periods(self) -> tuple[Period, ...]:
        """Of bars and holes, oldest first."""
        bars = [bar.period for bar in self.bars]
        return tuple(sorted([*bars, *(hole.period for hole in self.holes)]))


def whole(lines: Sequence[Line], published: Published) -> Whole:
    """The bars of these parts.

    Args:
        lines: the parts, 2 to 4.
        published: what this audience may see of the total that they make.
    """
    totals = _totals(lines, published)
    found = list(_periods(lines, totals))
    bars = [one for one in found if isinstance(one, Bar)]
    length = bars[-1].period.months if bars else 0
    bars = [bar for bar in bars if bar.period.months == length]
    drawn = _latest(bars)
    since = drawn[0].period if drawn else None
    holes = tuple(
        one
        for one in found
        if isinstance(one, Hole)
        and (since is None or (since < one.period and one.period.months == length))
    )
    last = totals.get(drawn[-1].period.days) if drawn else None
    return Whole(tuple(lines), tuple(drawn), holes, len(bars) - len(drawn), last)


def _latest(bars: Sequence[Bar]) -> list[Bar]:
    """The latest twelve, as far back as the page has room."""
    latest = list(bars[-_MOST:])
    months = [_month(bar.period) for bar in latest]
    steps = [after - before for before, after in pairwise(months)]
    reach = min(steps, default=0) * _REACH
    return [bar for bar in latest if _month(bar.period) >= months[-1] - reach]


def _month(period: Period) -> int:
    return period.end.year * 12 + period.end.month


def _periods(
    lines: Sequence[Line], totals: dict[object, PublishedValue]
) -> Iterator[Bar | Hole]:
    """Each period that a part has a row for, as a bar or as a hole, oldest first."""
    moments = [{m.period.days: m for m in line.area.moments} for line in lines]
    gaps = [{gap.period.days: gap for gap in line.area.gaps} for line in lines]
    held = [m.period for line in lines for m in line.area.moments]
    held += [gap.period for line in lines for gap in line.area.gaps]
    by_days = {period.days: period for period in held}
    for days, period in sorted(by_days.items(), key=lambda item: item[1]):
        parts = [held.get(days) for held in moments]
        nothing = Gap(period, Marker.NOT_AVAILABLE, "")
        lacking = [
            (line.measure.label, held.get(days, nothing))
            for line, held, part in zip(lines, gaps, parts, strict=True)
            if part is None or part.value < 0
        ]
        total = totals.get(days)
        if total is not None and Marker.CONFIDENTIAL in total.markers:
            lacking.append(
                ("the total", Gap(period, Marker.CONFIDENTIAL, total.reason))
            )
        if lacking:
            yield Hole(period, tuple(lacking))
        else:
            yield _bar(period, [part for part in parts if part], lines[0])


def _bar(period: Period, parts: Sequence[Moment], line: Line) -> Bar:
    exact = sum((part.exact for part in parts), Decimal(0))
    marks = tuple(mark for mark in _PASSED_ON if any(mark in p.marks for p in parts))
    bare = slots.amount(exact, line.measure)
    total = Moment(
        period=period,
        value=float(exact),
        exact=exact,
        bare=bare,
        printed=" ".join([bare, *(mark.printed for mark in marks if mark in DOUBTS)]),
        limits=None,
        marks=marks,
        broken=any(part.broken for part in parts),
        unlike=False,
    )
    return Bar(tuple(parts), total)


def _totals(
    lines: Sequence[Line], published: Published
) -> dict[object, PublishedValue]:
    """The published total of each period, where these are all parts of one measure."""
    measures = [line.measure for line in lines]
    sides = {(measure.part_of, measure.part_by) for measure in measures}
    side = sides.pop()
    siblings = {
        one.measure.measure
        for one in published.values()
        if (one.measure.part_of, one.measure.part_by) == side
    }
    if sides or side[0] not in published:
        return {}
    if siblings - {measure.measure for measure in measures}:
        return {}
    one = published[side[0]]
    values = (*one.history, one.area)
    return {value.period.days: value for value in values if value.period is not None}
