"""Periods and days that are printed, and the rows that they are of."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice

from reportgen.audit.explain.lineage import (
    Held,
    Kind,
    Lineage,
    defined,
    held,
    is_withheld,
    named,
)
from reportgen.audit.explain.paper import Paper
from reportgen.errors import Place
from reportgen.evidence.disclosure import PublishedIndicator, PublishedValue
from reportgen.formats import long_date
from reportgen.pages.numerals import Numeral
from reportgen.periods import Period, PeriodError, parse, same_days
from reportgen.vocabulary import Withheld

_MOST = 12  # rows or places that are told of one period


def received(
    paper: Paper, scope: Sequence[PublishedIndicator], numeral: Numeral
) -> Iterator[Lineage]:
    """The rows that were received on a printed day; a withheld one is not told."""
    values = [
        value
        for one in scope
        for value in (one.area, one.england)
        if value.received and long_date(value.received) == numeral.whole
    ]
    shown = [value for value in values if not is_withheld(value)]
    if values:
        what = f"the day on which rows were received: {numeral.whole}"
        rows = tuple(held(value, *paper.owners[id(value)]) for value in shown)
        yield Lineage(Kind.DATE, what, rows=rows)


def awaited(scope: Sequence[PublishedIndicator], numeral: Numeral) -> Iterator[Lineage]:
    """The day by which a value is to come, or from which on everybody may see it."""
    for one in scope:
        value, day = one.area, numeral.whole
        if value.expected_by and long_date(value.expected_by) == day:
            what = f"the day by which a value of {named(one.measure)} is to come: {day}"
            places = (value.place,) if value.place else ()
            yield Lineage(Kind.DATE, what, one.measure.measure, places=places)
        elif value.withheld is Withheld.EMBARGOED and value.reason.endswith(day):
            what = f"the day on which the embargo on {named(one.measure)} ends: {day}"
            yield Lineage(Kind.DATE, what, one.measure.measure)


def periods(
    paper: Paper,
    scope: Sequence[PublishedIndicator],
    numeral: Numeral,
    places: tuple[Place, ...] = (),
) -> Iterator[Lineage]:
    """The period of rows; without one, the end of a span that is drawn or told."""
    wanted = _parsed(numeral)
    of_baseline = _baselines(paper, scope, wanted)
    rows = tuple(islice(_rows(paper, scope, wanted), _MOST))
    if rows:
        what = f"the period that rows are about: {numeral.whole}"
        yield Lineage(Kind.PERIOD, what, rows=rows, places=places)
    elif of_baseline:
        what = f"the baseline of changes: {numeral.whole}"
        yield Lineage(Kind.PERIOD, what, places=of_baseline)
    else:
        what = f"{numeral.whole}: a span of the periods that rows are about"
        yield Lineage(Kind.PERIOD, what, places=places)


def _rows(
    paper: Paper, scope: Sequence[PublishedIndicator], wanted: Period | None
) -> Iterator[Held]:
    """The rows of one span of days, but for those that are withheld."""
    for value in (value for one in scope for value in _each_once(one)):
        if _alike(value.period, wanted) and not is_withheld(value):
            yield held(value, *paper.owners[id(value)])


def _alike(one: Period | None, other: Period | None) -> bool:
    """Whether both are the same days, however they are written."""
    return one is not None and same_days(one, other)


def _baselines(
    paper: Paper, scope: Sequence[PublishedIndicator], wanted: Period | None
) -> tuple[Place, ...]:
    """The measures whose changes are measured from a period."""
    found = [
        defined(one.measure, "baseline")
        for one in scope
        if _alike(one.measure.baseline, wanted)
    ]
    return tuple(found[:_MOST])


def _each_once(one: PublishedIndicator) -> list[PublishedValue]:
    """The values of a measure, the latest first, each period once for each place."""
    ours = [each for each in one.history if each.period != one.area.period]
    theirs = [e for e in one.england_history if e.period != one.england.period]
    return [one.area, one.england, *ours, *theirs]


def _parsed(numeral: Numeral) -> Period | None:
    """The period that a number belongs to; of two that a span joins, its own."""
    halves = [half for half in numeral.whole.split(" to ") if numeral.text in half]
    for text in (numeral.whole, *halves):
        with suppress(PeriodError):
            return parse(text)
    return None
