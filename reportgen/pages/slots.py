"""What a slot in commentary prints: `{{ m20.value }}` as words of ours."""

from collections.abc import Callable
from decimal import Decimal

from reportgen import formats
from reportgen.evidence.disclosure import (
    Published,
    PublishedIndicator,
    PublishedValue,
)
from reportgen.evidence.measures import Measure
from reportgen.vocabulary import Change, Direction, Marker, Trend, ValueType

_PERCENT = {ValueType.PERCENTAGE, ValueType.PERCENTAGE_CHANGE}


def amount(value: Decimal, measure: Measure) -> str:
    """A value with its decimals, no more than it was given with; no unit.

    A value received as 22 is not printed as 22.0: that would claim a precision
    nobody stated.
    """
    exponent = value.as_tuple().exponent
    given = -exponent if isinstance(exponent, int) else 0
    places = max(0, min(measure.places, given))
    if measure.value_type is ValueType.PERCENTAGE:
        return formats.percentage(value, places).removesuffix("%")
    if measure.value_type is ValueType.PERCENTAGE_CHANGE:
        return formats.signed(value, places)
    return formats.number(value, places)


def markers(published: PublishedValue) -> str:
    """`[p] [u]`, or nothing."""
    return " ".join(mark.printed for mark in published.markers)


def bare(published: PublishedValue, measure: Measure) -> str:
    """A value with its unit but without markers: `47.0%`; `[x]` where there is none."""
    if published.value is None:
        return markers(published)
    return in_figures(published.value, measure)


def in_figures(value: Decimal, measure: Measure) -> str:
    """A value with its unit: `47.0%`, `4.8`."""
    sign = "%" if measure.value_type in _PERCENT else ""
    return f"{amount(value, measure)}{sign}"


def with_unit(published: PublishedValue, measure: Measure) -> str:
    """A value as a sentence prints it: `47.0%`, `4.8`, `+9% [p] [u]`, `[x]`."""
    text = bare(published, measure)
    return text if published.value is None else f"{text} {markers(published)}".strip()


def limits(published: PublishedValue, measure: Measure) -> str:
    """Its 95% confidence limits as a table prints them: `44.1 to 49.9`, or nothing."""
    known = published.interval
    if known is None:
        return ""
    # With more places than any measure has, and without what floats add.
    ends = (Decimal(f"{limit:.9f}") for limit in (known.lower, known.upper))
    return " to ".join(amount(end, measure) for end in ends)


def change_phrase(one: PublishedIndicator) -> str:
    """`a fall of 11.4`, `a rise`, `no change`: sign and word come from the value."""
    nouns = {Change.ROSE: "a rise", Change.FELL: "a fall"}
    noun = nouns.get(one.change)
    if noun is None:
        return one.change.value
    if one.difference is None:
        return noun
    size = formats.number(abs(one.difference), one.measure.places)
    if one.difference and not formats.rounded(one.difference, one.measure.places):
        size = f"less than {Decimal(1).scaleb(-one.measure.places):f}"
    percent = one.measure.value_type in _PERCENT
    return f"{noun} of {size}{' percentage points' if percent else ''}"


def comparison_phrase(one: PublishedIndicator, benchmark: str) -> str:
    """`better than England (lower, tested)`, `lower than England, not tested`.

    Where there is no comparison it says why.
    """
    if one.direction is None:
        return f"not compared with {benchmark} ({one.not_compared})"
    if one.comparison.is_judged:
        judged = one.comparison.value
        return f"{judged} than {benchmark} ({one.direction.value}, tested)"
    stands = than(one.direction, benchmark)
    if one.comparison.is_tested:
        # "Similar" is said of nothing else: untested values that agree are the same.
        of_test = "" if one.direction is Direction.SIMILAR else " (tested)"
        return f"{stands}{of_test}"
    return f"{stands}, not tested"


def trend_phrase(one: PublishedIndicator) -> str:
    """`increasing and getting better`; where there is no trend, why in brackets."""
    word, why = one.trend.word, one.trend.why
    return word.value if word.is_calculated or not why else f"{word.value} ({why})"


def than(direction: Direction, benchmark: str) -> str:
    """`higher than England`, `similar to England`, `the same as England`."""
    joined = {Direction.SIMILAR: "similar to", Direction.SAME: "the same as"}
    return f"{joined.get(direction, f'{direction.value} than')} {benchmark}"


_SLOTS: dict[str, Callable[[PublishedIndicator, str], str]] = {
    "value": lambda one, _: with_unit(one.area, one.measure),
    "england": lambda one, _: with_unit(one.england, one.measure),
    "change": lambda one, _: change_phrase(one),
    "comparison": comparison_phrase,
    "trend": lambda one, _: trend_phrase(one),
    "period": lambda one, _: str(one.area.period or Marker.NOT_AVAILABLE.printed),
    "name": lambda one, _: one.measure.short_name,
}
ATTRIBUTES = tuple(_SLOTS)
"""What may stand after the dot."""
CHECKED = ("value", "england", "change", "comparison", "trend")
"""What a claim may be about: what the audit can hold it against."""
_OPEN = {"name", "period"}  # facts of the definition, which no audience is denied


def withheld(published: Published, measure: str, attribute: str) -> bool:
    """Whether this rendition may not show what the slot or claim is about."""
    if attribute in _OPEN:
        return False
    one = published[measure]
    hidden = Marker.CONFIDENTIAL
    if attribute == "england":
        return hidden in one.england.markers
    of_both = attribute == "comparison" and hidden in one.england.markers
    if attribute == "trend":  # it may be of definitions alone, or of earlier values
        return one.trend.word is Trend.NOT_SHOWN
    of_change = attribute == "change" and one.change is Change.NOT_SHOWN
    return of_both or of_change or hidden in one.area.markers


def printed(published: Published, measure: str, attribute: str) -> str:
    """The words of a slot."""
    return _SLOTS[attribute](published[measure], published.benchmark)
