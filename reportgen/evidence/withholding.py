"""Which values an audience may not see, and why; numbers themselves stay untouched.

| withheld as | from the public                | from partners                  |
|-------------|--------------------------------|--------------------------------|
| restricted  | rows that say so               | never                          |
| embargoed   | before their day               | the same, unless all of them   |
|             |                                | have early access              |
| suppressed  | counts that a rule hides, and  | what would give an embargoed   |
|             | what would give any count away | count away                     |

A measure's rule is applied to the partnership's own area. England's values are what
others have published, under rules of their own.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from reportgen.evidence.divisions import (
    CellId,
    Division,
    addend,
    count_of,
    divisions,
)
from reportgen.evidence.early_access import Embargo
from reportgen.evidence.indicators import Indicator
from reportgen.evidence.measures import Measure
from reportgen.evidence.observations import Observation
from reportgen.evidence.rules import NO_RULE, Rule
from reportgen.evidence.suppression import Cell, further
from reportgen.vocabulary import Disclosure, Rendition, ValueType, Withheld

RowId = tuple[str, str, tuple[date, date] | None]
"""Measure, area and days of a row."""


def row_id(row: Observation) -> RowId:
    """What tells a row among those that are known in a cycle."""
    return row.measure, row.area, row.period.days if row.period else None


def rule_for(measure: Measure, rendition: Rendition) -> Rule:
    """The rule that an audience's values go by: partners see all, unrounded."""
    return NO_RULE if rendition.sees_restricted else measure.rule


def withhold(
    indicators: Sequence[Indicator], rendition: Rendition, embargo: Embargo
) -> Mapping[RowId, Withheld]:
    """All rows that an audience may not see, each with its reason.

    Args:
        indicators: of all measures, as the tables of counts are made from them.
        rendition: the audience.
        embargo: what may be seen before its day.
    """
    found = {
        row_id(row): why
        for one in indicators
        for row, own in _rows(one)
        if (why := _why(row, one.measure, rendition, embargo, own=own))
    }
    return found | dict.fromkeys(_further(indicators, rendition, found), _SUPPRESSED)


_SUPPRESSED = Withheld.SUPPRESSED


def _rows(one: Indicator) -> Iterator[tuple[Observation, bool]]:
    """The rows of an indicator, and whether each is of the partnership's own area."""
    yield from ((row, True) for row in (*one.series, one.latest) if row is not None)
    theirs = (*one.england_series, one.england)
    yield from ((row, False) for row in theirs if row is not None)


def _why(
    row: Observation,
    measure: Measure,
    rendition: Rendition,
    embargo: Embargo,
    *,
    own: bool,
) -> Withheld | None:
    if row.disclosure is Disclosure.RESTRICTED and not rendition.sees_restricted:
        return Withheld.RESTRICTED
    if embargo.holds(row, rendition):
        return Withheld.EMBARGOED
    hides = own and _hides(rule_for(measure, rendition), row, measure)
    return _SUPPRESSED if hides else None


def _hides(rule: Rule, row: Observation, measure: Measure) -> bool:
    """Whether a rule suppresses a row; where its count is not held, nobody can tell.

    A share or a rate leads back to its count, so without one it is not shown.
    """
    count = count_of(row, measure)
    if count is not None:
        return rule.hides(count)
    quotient = measure.value_type in {ValueType.PERCENTAGE, ValueType.RATE}
    return quotient and bool(rule.hidden) and row.value is not None


def _further(
    indicators: Sequence[Indicator],
    rendition: Rendition,
    found: Mapping[RowId, Withheld],
) -> list[RowId]:
    """Rows that are withheld so that no other can be worked out from their table."""
    rows = {
        (row.measure, row.period.days): (row, one.measure)
        for one in indicators
        for row in one.series
        if row.period is not None
    }
    concerned = {days for _, _, days in found}
    by_days: dict[object, list[Division]] = {}
    for division in divisions(indicators) if found else ():
        by_days.setdefault(division.whole[1], []).append(division)
    chosen: list[CellId] = []
    for days, sums in by_days.items():
        if days in concerned:  # what adds up does so within one period
            names = dict.fromkeys(name for one in sums for name in one.cells)
            held = {name: rows[name] for name in names if name in rows}
            cells = {n: _cell(*each, rendition, found) for n, each in held.items()}
            chosen += further({n: c for n, c in cells.items() if c}, sums)
    return [row_id(rows[name][0]) for name in chosen]


def _cell(
    row: Observation,
    measure: Measure,
    rendition: Rendition,
    found: Mapping[RowId, Withheld],
) -> Cell | None:
    count = addend(row, measure)
    if count is None:
        return None
    is_volume = measure.value_type is ValueType.VOLUME
    rule = NO_RULE if is_volume else rule_for(measure, rendition)
    return Cell(count, rule, row_id(row) in found, measure.least)
