"""Numbers that a rendition prints by right: a withheld one that is equal is no leak."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from reportgen.audit.leaks.numerals import canonical, numerals
from reportgen.evidence.disclosure import (
    Published,
    PublishedIndicator,
    PublishedValue,
)
from reportgen.evidence.measures import Measure
from reportgen.formats import rounded
from reportgen.pages import slots

_YEARS = range(1900, 2101)
_STANDARDS = ("ISO 14289", "IEC 61966")  # named in every PDF of ours


@dataclass(frozen=True)
class Printable:
    """What may be printed, as `canonical` writes it."""

    values: frozenset[str]
    """Published values of all measures, with counts, limits, names and units."""
    words: frozenset[str]
    """Values, years, and the numbers of all words that the pages are made from."""
    of: Mapping[str, frozenset[str]]
    """By measure: its values, their differences, its periods, names and lengths."""


def printable(
    published: Published, words: Iterable[str], before: Published | None = None
) -> Printable:
    """What a rendition may print.

    Args:
        published: what passed the gate.
        words: texts that the pages are made from besides: figures' readings,
            commentary, captions. Reasons, notes and references to sources are none of
            them: whoever wrote one may have written the number that is withheld.
        before: the issue before, for the same audience, where the pages tell of one.
    """
    earlier = _repeated(published, before) if before is not None else {}
    of = {
        name: frozenset(_of(one)) | earlier.get(name, frozenset())
        for name, one in published.items()
    }
    values = frozenset(
        form
        for one in published.values()
        for point in _points(one)
        for form in values_of(point, one.measure)
    ).union(*earlier.values())
    defined = {f for one in published.values() for f in _definition(one.measure)}
    said = {form for text in (*words, *_STANDARDS) for form in _in(text)}
    said |= {form for name in of for form in of[name]}
    years = {str(year) for year in _YEARS}
    return Printable(values | defined, frozenset(values | defined | said | years), of)


def _repeated(published: Published, before: Published) -> dict[str, frozenset[str]]:
    """Values of the issue before whose place and period still have a number."""
    return {
        name: frozenset(
            form
            for point in _still_told(one, before[name])
            for form in values_of(_alone(point), one.measure)
        )
        for name, one in published.items()
        if name in before
    }


def _still_told(
    now: PublishedIndicator, then: PublishedIndicator
) -> Iterator[PublishedValue]:
    sides = (
        ((*now.history, now.area), (*then.history, then.area)),
        ((*now.england_history, now.england), (*then.england_history, then.england)),
    )
    for ours, theirs in sides:
        told = {p.period.days for p in ours if p.period and p.value is not None}
        yield from (p for p in theirs if p.period and p.period.days in told)


def _alone(point: PublishedValue) -> PublishedValue:
    """The value without what it was worked out from, which is not repeated."""
    return replace(point, count=None, denominator=None, interval=None, wide=None)


def values_of(point: PublishedValue, measure: Measure) -> Iterator[str]:
    """The numbers of one published point, as received and as printed."""
    for number in (point.value, point.count, point.denominator):
        if number is not None:
            yield canonical(number)
            yield canonical(rounded(number, measure.places))
    if point.value is not None:
        yield from _in(slots.amount(point.value, measure))
    yield from _in(slots.limits(point, measure))
    for known in filter(None, (point.interval, point.wide)):
        for limit in (known.lower, known.upper):
            yield canonical(Decimal(f"{limit:.6g}"))


def _of(one: PublishedIndicator) -> Iterator[str]:
    points, measure = _points(one), one.measure
    for point in points:
        yield from values_of(point, measure)
        if point.period is not None:
            yield from _in(f"{point.period} {point.period.spoken}")
            yield str(point.period.months)
    for series in (one.history, one.england_history):
        held = [p.value for p in series if p.value is not None]
        yield from (str(len(series)), str(len(held)), str(len(series) - len(held)))
        for earlier in held[:-1]:
            yield canonical(rounded(held[-1] - earlier, measure.places))
    yield from _definition(measure)


def _points(one: PublishedIndicator) -> tuple[PublishedValue, ...]:
    return (one.area, one.england, *one.history, *one.england_history)


def _definition(measure: Measure) -> Iterator[str]:
    texts = (
        *(measure.name, measure.short_name, measure.label, measure.unit),
        *(measure.numeral, measure.source, measure.commitment),
        *(measure.commitment_label, measure.priority_area),
    )
    return (form for text in texts for form in _in(text))


def _in(text: str) -> Iterator[str]:
    return (form for found in numerals(text) for form in found.forms)
