"""What one audience may not read: numbers that the gate did not pass."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportgen.audit.leaks.numerals import canonical, size
from reportgen.errors import Place
from reportgen.evidence.disclosure import (
    Published,
    PublishedIndicator,
    PublishedValue,
)
from reportgen.evidence.indicators import Indicator
from reportgen.evidence.intervals import Interval
from reportgen.evidence.limits import interval, wide
from reportgen.evidence.measures import Measure
from reportgen.evidence.observations import Observation
from reportgen.formats import rounded
from reportgen.vocabulary import ValueType

DISTINCTIVE = 6
"""Digits from which on a number stands nowhere by chance."""
_FIGURES = 6  # significant figures that published.csv gives a limit


@dataclass(frozen=True)
class Secret:
    """One number that is held and may not be printed for this audience."""

    measure: Measure
    where: str
    """The name of its place: of the area, or of the benchmark."""
    period: str
    column: str
    """What it is: a column of published.csv, such as `value`, or `difference`."""
    latest: bool
    """Whether tables would print it."""
    row: Place | None
    """Of observations.csv."""
    forms: frozenset[str]
    """Every way in which it would be printed, as `canonical` writes it."""

    @property
    def is_percent(self) -> bool:
        """Whether it would be printed with a per cent sign."""
        of_value = self.column not in {"count", "denominator"}
        moving = {ValueType.PERCENTAGE, ValueType.PERCENTAGE_CHANGE}
        return of_value and self.measure.value_type in moving

    @property
    def about(self) -> str:
        """What to call it without telling it."""
        held = f"{self.measure.measure} ({self.measure.short_name})"
        when = f", {self.period}" if self.period else ""
        return f"the withheld {self.column} of {held}, {self.where}{when}"


def secrets(indicators: Sequence[Indicator], published: Published) -> list[Secret]:
    """All numbers of the evidence that did not pass the gate, each with its forms.

    Values, counts, denominators, limits and differences, of every period, of area and
    benchmark: whatever a row holds that its published point does not. So the unrounded
    count behind a rounded one is among them.
    """
    return [
        secret
        for one in indicators
        if one.measure.measure in published
        for secret in _of(one, published[one.measure.measure], published)
    ]


def _of(
    one: Indicator, shown: PublishedIndicator, published: Published
) -> Iterator[Secret]:
    sides = (
        (published.area, one.latest, one.series, shown.area, shown.history),
        (
            *(published.benchmark, one.england, one.england_series),
            *(shown.england, shown.england_history),
        ),
    )
    for where, latest, series, point, history in sides:
        rows = _pairs(latest, series, point, history)
        for row, passed in rows.values():
            yield from _hidden(one.measure, where, row, passed, latest=row is latest)
    now, moved = one.latest, one.difference
    if now is not None and moved is not None and moved != shown.difference:
        forms, period = _forms(moved, one.measure), str(now.period or "")
        what = (one.measure, published.area, period, "difference")
        yield Secret(*what, latest=True, row=now.place, forms=forms)


Pairs = Mapping[int, tuple[Observation, PublishedValue | None]]


def _pairs(
    latest: Observation | None,
    series: Sequence[Observation],
    point: PublishedValue,
    history: Sequence[PublishedValue],
) -> Pairs:
    """Each row with the point that the gate made of it, by row of the store."""
    points = {passed.place: passed for passed in (*history, point)}
    rows = [*series, *([latest] if latest else [])]
    return {id(row): (row, points.get(row.place)) for row in rows}


def _hidden(
    measure: Measure,
    where: str,
    row: Observation,
    passed: PublishedValue | None,
    *,
    latest: bool,
) -> Iterator[Secret]:
    limits = interval(row, measure), wide(row, measure)
    if passed is not None and _passed_whole(row, limits, passed):
        return
    held, seen = _held(row, limits), _seen(passed)
    # What passes as it is has no form that is hidden.
    kept = {name: number for name, number in held.items() if seen.get(name) != number}
    for column, number in kept.items():
        forms = _forms(number, measure) - _forms_of(seen.get(column), measure)
        if forms:
            period = str(row.period or "")
            yield Secret(measure, where, period, column, latest, row.place, forms)


_Both = tuple[Interval | None, Interval | None]
"""The 95% and the 99.8% limits of a value, in its unit."""


def _passed_whole(row: Observation, limits: _Both, passed: PublishedValue) -> bool:
    """Whether all numbers of a row passed as they are, as most do."""
    held = row.value, row.count, row.denominator, *limits
    seen = passed.value, passed.count, passed.denominator, passed.interval, passed.wide
    return held == seen


def _held(row: Observation, limits: _Both) -> dict[str, Decimal]:
    """All numbers of a row, with the limits that can be computed from it."""
    found = {
        "value": row.value,
        "count": row.count,
        "denominator": row.denominator,
        **_limits(limits[0]),
        **_limits(limits[1], "_99_8"),
    }
    return {name: number for name, number in found.items() if number is not None}


def _seen(passed: PublishedValue | None) -> dict[str, Decimal | None]:
    if passed is None:
        return {}
    return {
        "value": passed.value,
        "count": passed.count,
        "denominator": passed.denominator,
        **_limits(passed.interval),
        **_limits(passed.wide, "_99_8"),
    }


def _limits(known: Interval | None, ending: str = "") -> dict[str, Decimal]:
    """Both limits as published.csv writes them, by its columns."""
    if known is None:
        return {}
    ends = {"lower": known.lower, "upper": known.upper}
    return {
        f"{name}{ending}": Decimal(f"{limit:.{_FIGURES}g}")
        for name, limit in ends.items()
    }


def _forms(number: Decimal, measure: Measure) -> frozenset[str]:
    """As it was received, and with the measure's decimals."""
    found = {canonical(number), canonical(rounded(number, measure.places))}
    whole = canonical(Decimal(int(number)))
    if size(whole) >= DISTINCTIVE:
        found.add(whole)
    return frozenset(found)


def _forms_of(number: Decimal | None, measure: Measure) -> frozenset[str]:
    return frozenset() if number is None else _forms(number, measure)
