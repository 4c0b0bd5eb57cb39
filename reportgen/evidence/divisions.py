"""Which counts make up which: the tables that measures belong to, period by period."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from reportgen.evidence.indicators import Indicator
from reportgen.evidence.measures import Measure
from reportgen.evidence.observations import Observation
from reportgen.formats import rounded
from reportgen.vocabulary import ValueType

Days = tuple[date, date]
"""First and last day of a period: sources number quarters in two ways."""
CellId = tuple[str, Days]
"""Of which measure, and when."""

_FINE = 1000  # a volume adds up in thousandths of its unit
_COUNTED = {ValueType.PERCENTAGE, ValueType.RATE}


@dataclass(frozen=True)
class Division:
    """A whole and the parts that it is divided into, in one period."""

    whole: CellId
    parts: tuple[CellId, ...]
    exact: bool
    """Whether the parts make up the whole; if not, they are no more than it."""

    @property
    def cells(self) -> tuple[CellId, ...]:
        """Parts and whole."""
        return (*self.parts, self.whole)


def count_of(row: Observation, measure: Measure) -> Decimal | None:
    """The count that a disclosure rule looks at; None where none is held.

    A count is its own value; a percentage or a rate has it in `count`.
    """
    return row.value if measure.value_type is ValueType.COUNT else row.count


def addend(row: Observation, measure: Measure) -> int | None:
    """The whole number that adds up with others; None where none is held.

    A count, the count behind a percentage or a rate, or a volume in thousandths.
    """
    if measure.value_type is ValueType.VOLUME:
        return None if row.value is None else int(rounded(row.value * _FINE, 0))
    is_counted = measure.value_type in {ValueType.COUNT, *_COUNTED}
    count = count_of(row, measure) if is_counted else None
    whole = count is not None and count == count.to_integral_value()
    return int(count) if count is not None and whole else None


def divisions(indicators: Sequence[Indicator]) -> tuple[Division, ...]:
    """All divisions of the area's counts, in the order of measures and periods.

    Parts and whole are told by `part_of`; a whole may be divided in several ways
    (`part_by`), and a part again. Parts that are more than their whole overlap, or
    were rounded by their source, and make no division; nor do parts of a whole that is
    not held, unless two ways of dividing it come to the same sum.
    """
    held = {one.measure.measure: _by_days(one) for one in indicators}
    groups = defaultdict[str, defaultdict[str, list[str]]](lambda: defaultdict(list))
    for one in indicators:
        if one.measure.part_of in held:
            ways = groups[one.measure.part_of]
            ways[one.measure.part_by].append(one.measure.measure)
    return tuple(
        division
        for whole, ways in groups.items()
        for days in _periods(held, [whole, *(m for way in ways.values() for m in way)])
        for division in _of_period(whole, list(ways.values()), days, held)
    )


_Held = Mapping[str, Mapping[Days, int | None]]
"""What adds up, by measure and period; None for a row without a number."""


def _by_days(one: Indicator) -> dict[Days, int | None]:
    return {
        row.period.days: addend(row, one.measure)
        for row in one.series
        if row.period is not None
    }


def _periods(held: _Held, measures: Sequence[str]) -> list[Days]:
    return sorted({days for measure in measures for days in held[measure]})


def _of_period(
    whole: str, ways: Sequence[Sequence[str]], days: Days, held: _Held
) -> Iterator[Division]:
    """The divisions of one whole in one period."""
    rows = [{m: held[m][days] for m in way if days in held[m]} for way in ways]
    total = held[whole].get(days)
    if total is None:  # two ways of dividing it may say what it is
        sums = {sum(filter(None, way.values())) for way in rows if way}
        if len(sums) > 1 or sum(map(bool, rows)) < 2:  # noqa: PLR2004 (two ways)
            return
        total = sums.pop()
    for way in rows:
        parts = [(measure, days) for measure, part in way.items() if part is not None]
        rest = total - sum(filter(None, way.values()))
        if parts and rest >= 0:
            exact = rest == 0 and len(parts) == len(way)
            yield Division((whole, days), tuple(parts), exact)
