"""Where a printed number comes from: its kind, the rules applied, rows and places.

All of it is made of what passed the gate for one audience. Of a value that is withheld
nothing is known here, so nothing can be told of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from reportgen.errors import Place
from reportgen.evidence.disclosure import (
    Published,
    PublishedIndicator,
    PublishedValue,
)
from reportgen.evidence.measures import FILE as MEASURES
from reportgen.evidence.measures import Measure
from reportgen.pages import slots
from reportgen.pages.origins import Origin, Part
from reportgen.vocabulary import Marker, Method


class Kind(StrEnum):
    """The kinds of printed numbers, by what answers for them."""

    VALUE = "value"
    LIMIT = "confidence limit"
    CHANGE = "change"
    INDEX = "value where England is 100"
    TOTAL = "sum of parts"
    SHARE = "share of a total"
    TREND = "trend"
    CLAIM = "claim"
    """An author's number about a value, kept as written and checked."""
    QUOTED = "quoted number"
    """An author's number from elsewhere, with its origin."""
    PERIOD = "period"
    DATE = "date"
    COUNT = "count by the tool"
    NUMBERING = "numbering"
    WRITTEN = "words of the data"
    """Part of a name, a unit, a reason or a title that stands in a data file."""
    AUTHOR = "words of an author"
    """A date, a year, a name or an unbound number of the commentary."""
    OWN = "words of the tool"
    """Fixed words of the templates and of "How to read"."""
    FURNITURE = "head and foot of the page"


@dataclass(frozen=True)
class Held:
    """One row of the store, as far as this audience may see it."""

    place: str
    """Name of the area or of what it is compared with."""
    period: str
    value: str
    """As it was received, with its markers."""
    count: str
    denominator: str
    limits: str
    """Of its 95% confidence interval, as printed."""
    received: str
    """As 2024-05-31."""
    source_ref: str
    file: str
    row: int | None
    """As a spreadsheet numbers it: the header is row 1."""


@dataclass(frozen=True)
class Lineage:
    """Where one number comes from; numbers of one origin have equal lineages."""

    kind: Kind
    what: str
    """In one line, with the indicator where it is of one."""
    measure: str = ""
    source: str = ""
    """Who publishes the measure."""
    rules: tuple[str, ...] = ()
    """What was done to it, from the row to the page."""
    rows: tuple[Held, ...] = ()
    """The rows that it was made of; the one that it is comes first."""
    places: tuple[Place, ...] = ()
    """Where its words are written, where they are written and not made."""


Whose = Mapping[int, tuple[str, Measure]]
"""Place and measure of each published value, by its identity: it knows neither."""

_KINDS = {
    Part.VALUE: Kind.VALUE,
    Part.ENGLAND: Kind.VALUE,
    Part.LOWER: Kind.LIMIT,
    Part.UPPER: Kind.LIMIT,
    Part.CHANGE: Kind.CHANGE,
    Part.SINCE: Kind.CHANGE,
    Part.ENGLAND_SINCE: Kind.CHANGE,
    Part.INDEX: Kind.INDEX,
    Part.INDEX_LOWER: Kind.LIMIT,
    Part.INDEX_UPPER: Kind.LIMIT,
    Part.TOTAL: Kind.TOTAL,
    Part.SHARE: Kind.SHARE,
    Part.BEFORE: Kind.VALUE,
    Part.ENGLAND_BEFORE: Kind.VALUE,
}
_SAID = {
    Part.LOWER: "lower 95% confidence limit",
    Part.UPPER: "upper 95% confidence limit",
    Part.CHANGE: "change since the last period",
    Part.SINCE: "change since a baseline",
    Part.ENGLAND_SINCE: "change since a baseline",
    Part.INDEX: "value in per cent of England's",
    Part.INDEX_LOWER: "lower 95% confidence limit in per cent of England's value",
    Part.INDEX_UPPER: "upper 95% confidence limit in per cent of England's value",
    Part.TOTAL: "sum of the parts",
    Part.SHARE: "share of the sum of the parts",
    Part.BEFORE: "value in the last issue",
    Part.ENGLAND_BEFORE: "value in the last issue",
}
_WORKED = {
    Part.CHANGE: "the first row minus the second",
    Part.SINCE: "from the second row to the first: in per cent of the second, or in "
    "percentage points",
    Part.ENGLAND_SINCE: "from the second row to the first: in per cent of the second, "
    "or in percentage points",
    Part.INDEX: "the first row in per cent of the second",
    Part.INDEX_LOWER: "limit of the first row in per cent of the second row",
    Part.INDEX_UPPER: "limit of the first row in per cent of the second row",
    Part.TOTAL: "the sum of the rows",
    Part.SHARE: "the first row in per cent of the sum of the rows",
}


def of_origin(origin: Origin, published: Published, owners: Whose) -> Lineage:
    """The lineage of a number that stands for a value."""
    rows = tuple(held(each, *owners[id(each)]) for each in origin.made_of)
    if not origin.measure:
        what = f"{_SAID[origin.part]}, {origin.period}"
        return Lineage(Kind.TOTAL, what, rules=(_WORKED[origin.part],), rows=rows)
    one = published[origin.measure]
    place = published.benchmark if origin.part.is_england else published.area
    said = _SAID.get(origin.part, "value")
    period = f", {origin.period}" if origin.period else ""
    return Lineage(
        kind=_KINDS[origin.part],
        what=f"{named(one.measure)}: {said}, {place}{period}",
        measure=origin.measure,
        source=one.measure.source,
        rules=rules(one, origin, published),
        rows=rows,
    )


def absent(
    one: PublishedIndicator, published: Published, *, is_england: bool
) -> Lineage:
    """Why a marker stands where a value would; the row, unless it is withheld.

    Args:
        one: the measure.
        published: names the places.
        is_england: in whose column it stands.
    """
    value, measure = one.england if is_england else one.area, one.measure
    place = published.benchmark if is_england else published.area
    reason = value.reason.rstrip(".")
    is_known = value.place is not None and not is_withheld(value)
    shown = (held(value, place, measure),) if is_known else ()
    return Lineage(
        kind=Kind.VALUE,
        what=f"{named(measure)}: no value, {place}" + (f": {reason}" if reason else ""),
        measure=measure.measure,
        source=measure.source,
        rules=tuple(mark.meaning for mark in value.markers),
        rows=shown,
    )


def is_withheld(value: PublishedValue) -> bool:
    """Whether there is a value that this audience may not see."""
    return Marker.CONFIDENTIAL in value.markers


def named(measure: Measure) -> str:
    """`Deaths from drug use (m20, measure 20)`."""
    number = f", measure {measure.numeral}" if measure.numeral else ""
    return f"{measure.short_name} ({measure.measure}{number})"


def defined(measure: Measure, column: str) -> Place:
    """The cell of `measures.csv` that a word of a definition stands in."""
    return Place(MEASURES, row=measure.place.row, column=column)


# --- The rules from row to page -------------------------------------------------------


def rules(
    one: PublishedIndicator, origin: Origin, published: Published
) -> tuple[str, ...]:
    """What was done on the way from the rows to the page, in that order."""
    value, measure = origin.made_of[0], one.measure
    told = [_WORKED.get(origin.part, ""), _interval(value, measure, origin.part)]
    told += [mark.meaning for mark in value.markers]
    if origin.part in {Part.VALUE, Part.CHANGE} and value is one.area:
        told += [_change(one), _comparison(one, published)]
    told.append(_shown(measure, published))
    told.append(_rounding(measure))
    return tuple(text for text in told if text)


def _shown(measure: Measure, published: Published) -> str:
    """The disclosure rule with what it does, and for whom the value is shown."""
    meaning = f" ({measure.rule.meaning})" if measure.rule.applies else ""
    audience = f"shown to the {published.rendition} audience"
    return f"disclosure rule: {measure.disclosure_rule}{meaning}; {audience}"


def _rounding(measure: Measure) -> str:
    places = measure.places
    digits = {0: "whole", 1: "with one decimal"}.get(places, f"with {places} decimals")
    return (
        f"printed {digits}, with no more decimals than received, halves away from zero"
    )


def _interval(value: PublishedValue, measure: Measure, part: Part) -> str:
    limits = slots.limits(value, measure)
    if not limits or value.interval is None or part.is_england:
        return ""
    method = value.interval.method
    if method is Method.SOURCE:
        return f"95% confidence interval {limits}, as the source gives it"
    of = f"{_plain(value.count)} of {_plain(value.denominator)}"
    return f"95% confidence interval {limits}, {method}, from {of}"


def _change(one: PublishedIndicator) -> str:
    said = "as the source published it" if one.change_as_published else "values held"
    if not one.change.is_known:
        return f"change since the last period: {one.change}"
    return f"change since the last period: {slots.change_phrase(one)} ({said})"


def _comparison(one: PublishedIndicator, published: Published) -> str:
    return f"comparison: {slots.comparison_phrase(one, published.benchmark)}"


# --- Rows -----------------------------------------------------------------------------


def held(value: PublishedValue, place: str, measure: Measure) -> Held:
    """A row of the store in the words of `published.csv`."""
    stands = value.place
    number = _plain(value.value)
    return Held(
        place=place,
        period=str(value.period or ""),
        value=" ".join(filter(None, [number, slots.markers(value)])),
        count=_plain(value.count),
        denominator=_plain(value.denominator),
        limits=slots.limits(value, measure),
        received=value.received.isoformat() if value.received else "",
        source_ref=value.source_ref,
        file=stands.file if stands else "",
        row=stands.row if stands else None,
    )


def whose(published: Published) -> Whose:
    """Of all values that passed the gate."""
    found: dict[int, tuple[str, Measure]] = {}
    for one in published.values():
        for value in (one.area, *one.history):
            found[id(value)] = published.area, one.measure
        for value in (one.england, *one.england_history):
            found[id(value)] = published.benchmark, one.measure
    return found


def _plain(number: object) -> str:
    return "" if number is None else f"{number:f}"
