"""What authors wrote about a value, held against that value."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from reportgen.audit.consistency import trendclaims
from reportgen.audit.consistency.contradictions import contradiction
from reportgen.audit.consistency.magnitudes import magnitudes
from reportgen.audit.consistency.repetitions import check_repetitions
from reportgen.audit.consistency.senses import (
    NUMBER,
    agrees,
    any_agrees,
    denied_twice,
    numbers,
    plain,
    senses,
)
from reportgen.audit.consistency.units import PER, is_so, said
from reportgen.errors import Fault, Slug, caution
from reportgen.evidence.disclosure import Published, PublishedIndicator
from reportgen.pages.narrative import Mention, MentionKind
from reportgen.vocabulary import Change, Comparison, Polarity, ValueType

_ADD = "add the value that it is about, or bind it to one that is held"
_CURE = "correct the words or the value, or bind the words to the value they are about"
_NO_CHANGE = {Change.NO_EARLIER_VALUE, Change.NOT_APPLICABLE}
_POINTS = re.compile(r"\bpoints?\b", re.I)


def check_claims(mentions: Sequence[Mention], published: Published) -> list[Fault]:
    """Claims that contradict their value, deny twice, or disagree among themselves.

    Args:
        mentions: those of all commentary of a report.
        published: the values as the partners see them, so that every claim is checked.
    """
    claims = [m for m in mentions if m.kind is MentionKind.CLAIM]
    faults = [fault for claim in claims for fault in _faults(claim, published)]
    return faults + check_repetitions(mentions)


def _faults(claim: Mention, published: Published) -> Iterator[Fault]:
    yield from _double_negative(claim)
    for measure, attribute in claim.targets:
        one, benchmark = published[measure], published.benchmark
        named = (f"{measure}.{attribute}",)
        missing, cure = (
            trendclaims.unchecked(claim.words, one)
            if attribute == "trend"
            else _unchecked(claim.words, attribute, one, benchmark)
        )
        if missing:
            what = f'"{claim.words}" cannot be checked: {missing}'
            slug = Slug.CLAIM_NOT_CHECKED
            yield caution(slug, claim.place, what, cure, (), named)
        origin = one.england if attribute == "england" else one.area
        others = [origin.place] if origin.place else []
        held = (
            trendclaims.contradiction(claim.words, one)
            if attribute == "trend"
            else contradiction(claim.words, attribute, one, benchmark)
        )
        held = held or _misjudged(claim.words, attribute, one)
        if held:
            what = f'"{claim.words}" contradicts {named[0]}: {held}'
            slug = Slug.CLAIM_CONTRADICTS_VALUE
            yield caution(slug, claim.place, what, _CURE, others, named)
        yield from _wrong_unit(claim, attribute, one)


def _misjudged(words: str, attribute: str, one: PublishedIndicator) -> str:
    """What a value says instead of double, half, most or a record."""
    found = magnitudes(words, attribute, one)
    return next((each.told for each in found if each.holds is False), "")


def _double_negative(claim: Mention) -> list[Fault]:
    """A minus sign and a word for falling, or a denial of a denial."""
    cure = "say once what is so, without a second negation"
    about = tuple(".".join(target) for target in claim.targets)
    if any(number < 0 for number in numbers(claim.words)):
        if "down" not in senses(claim.words):
            return []
        what = f'"{claim.words}" says twice that it fell'
        cure = "keep the word or the minus sign, not both"
    elif denied_twice(claim.words):
        what = f'"{claim.words}" denies twice, so that readers must reckon'
    else:
        return []
    return [caution(Slug.DOUBLE_NEGATIVE, claim.place, what, cure, (), about)]


def _wrong_unit(claim: Mention, attribute: str, one: PublishedIndicator) -> list[Fault]:
    """A percentage told per 1,000, a rate in per cent, points in per cent."""
    kind, words = one.measure.value_type, claim.words
    value = {"value": one.area.value, "england": one.england.value}.get(attribute)
    if attribute == "change" and kind is ValueType.PERCENTAGE:
        if _POINTS.search(words) or not _in_percent(words, one.difference):
            return []
        what = f'"{words}" is meant in percentage points, and says per cent'
        cure = "write percentage points"
    elif unit := _unit(words, value, one):
        what = f'"{words}" says {unit}, and {one.measure.measure} is a {kind}'
        cure = "correct the unit in the words, or value_type in measures.csv"
    else:
        return []
    about = (f"{one.measure.measure}.{attribute}",)
    return [caution(Slug.UNIT_CONTRADICTS_TYPE, claim.place, what, cure, (), about)]


def _unit(words: str, value: Decimal | None, one: PublishedIndicator) -> str:
    """What the words call a value that is not so; other numbers may be percentages."""
    kind, unit = is_so(one.measure), said(words)
    if PER.search(words) and any_agrees(numbers(words), value or Decimal(0)):
        return "" if value is None or unit == kind else unit
    return (
        "a percentage" if kind != "a percentage" and _in_percent(words, value) else ""
    )


def _in_percent(words: str, size: Decimal | None) -> bool:
    """Whether this very number is said to be per cent."""
    found = re.findall(rf"({NUMBER})\s?(?:%|per\s?cent\b)", plain(words))
    return size is not None and any(
        agrees(abs(Decimal(number)), abs(size)) for number in found
    )


def _unchecked(
    words: str, attribute: str, one: PublishedIndicator, benchmark: str
) -> tuple[str, str]:
    """What is missing to check a claim, and its cure; unchecked is no pass."""
    sizes = magnitudes(words, attribute, one)
    if not numbers(words) and not senses(words) and not sizes:
        return (
            "it has no number, and no word that says higher, lower, rose or fell",
            _ADD,
        )
    if attribute == "comparison":
        return _unjudged(words, one)
    if attribute == "change" and one.change in _NO_CHANGE:
        return f"no earlier value of {one.measure.measure} is held", _ADD
    value = {"value": one.area, "england": one.england}.get(attribute)
    if value is not None and value.value is None and numbers(words):
        whose = benchmark if attribute == "england" else "the area"
        return f"no value of {one.measure.measure} is held for {whose}", _ADD
    unknown = next((each.told for each in sizes if each.holds is None), "")
    return unknown, _ADD


def _unjudged(words: str, one: PublishedIndicator) -> tuple[str, str]:
    """Why a comparison, a judgement or a significance cannot be held against ours.

    A judgement needs a polarity: "better" is no word for a measure of which nobody
    says which way is good. Significance needs a test.
    """
    name, found = one.measure.measure, senses(words)
    if one.comparison is Comparison.NOT_COMPARED:
        return f"{name} is not compared ({one.not_compared})", _ADD
    if found & {"better", "worse"} and one.measure.polarity is Polarity.NONE:
        cure = "say higher or lower, or give the measure a polarity in measures.csv"
        return f"nobody says which way is good for {name}", cure
    if "tested" in found and not one.comparison.is_tested:
        cure = (
            "say it without significance, or add a count and a denominator, or limits"
        )
        return f"the comparison of {name} was not tested", cure
    return "", ""
