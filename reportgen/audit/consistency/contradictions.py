"""What a value, a change or a comparison says instead of an author's words.

Of several numbers in one claim, one must be the value. A number beside a name must be
that place's ("4.8 against 5.2 in England"), and the first of "from 5.2 to 4.8" must be
an earlier value, where earlier values are held.
"""

import re
from collections.abc import Iterable
from decimal import Decimal

from reportgen.audit.consistency.senses import (
    NUMBER,
    agrees,
    any_agrees,
    compared,
    numbers,
    plain,
    senses,
    stances,
)
from reportgen.evidence.disclosure import PublishedIndicator, PublishedValue
from reportgen.pages import slots
from reportgen.vocabulary import Change, Direction, ValueType

_FROM_TO = re.compile(
    rf"\bfrom\s+({NUMBER})\s?(?:%|per\s?cent)?(?=[\s,;.]|$)(?:[^;\d]{{0,30}}?"
    rf"\bto\s+({NUMBER}))?"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_WHEN = re.compile(
    r"\b(?:since|until|before|after|in|from)\s+(?:[A-Z][a-z]+\s+)?(?:19|20)\d\d"
    r"(?:/\d\d)?\b(?!\s?%)"
)
"""`since March 2022`: a number that is no claim."""
_MOVING = re.compile(
    r"\b(?:up|down|ris\w+|rose|f[ae]ll\w*|increas\w+|decreas\w+|dropp?\w*|grew|"
    r"declin\w+)\s*$",
    re.I,
)
_VALUE = re.compile(rf"({NUMBER})(\s?%)?")
_SAYS = {Change.ROSE: "up", Change.FELL: "down", Change.NO_CHANGE: "still"}
_WAYS = {"up", "down", "still"}
_IS_SO = {
    Direction.HIGHER: "higher",
    Direction.LOWER: "lower",
    Direction.SIMILAR: "similar",
    Direction.SAME: "similar",
}


def contradiction(
    words: str, attribute: str, one: PublishedIndicator, benchmark: str
) -> str:
    """What the value says instead; empty where the words agree with it.

    Args:
        words: the author's.
        attribute: what of the measure they are bound to, one of `slots.CHECKED`.
        one: the measure as it is published.
        benchmark: the name of what it is compared with: England.
    """
    if attribute == "comparison":
        return _comparison(words, one, benchmark)
    if attribute == "change":
        return _change(words, one)
    if attribute not in slots.CHECKED:
        return ""
    value = one.england if attribute == "england" else one.area
    wrong = _number(words, value, one)
    if wrong or attribute == "england":
        return wrong
    return _beside(words, one, benchmark) or _earlier(words, one)


# --- Numbers -------------------------------------------------------------------------


def _number(words: str, held: PublishedValue, one: PublishedIndicator) -> str:
    claimed, value = numbers(_WHEN.sub(" ", plain(words))), held.value
    if value is None:
        return ""
    is_change = one.measure.value_type is ValueType.PERCENTAGE_CHANGE
    asserted, denied = stances(words) if is_change else (set(), set())
    wrong = _wrong_way(value, asserted, denied)
    if claimed:
        # One of them must agree: "since 2022, from 5.2 down to 4.8" has three.
        down = "down" in asserted and "up" not in asserted
        signed = [-size if down and size > 0 else size for size in claimed]
        wrong = wrong or not any_agrees(signed, value)
    return f"the value is {slots.with_unit(held, one.measure)}" if wrong else ""


def _wrong_way(value: Decimal, asserted: set[str], denied: set[str]) -> bool:
    """Whether a change is said to go where it does not go."""
    way = "up" if value > 0 else "down" if value < 0 else "still"
    meant = asserted & _WAYS
    zero = way == "still"  # "0% increase" and "no change" are both how people say it
    return (bool(meant) and way not in meant and not zero) or way in denied


def _beside(words: str, one: PublishedIndicator, benchmark: str) -> str:
    """England's number, where the words name England beside it."""
    name, england = re.escape(benchmark), one.england.value
    beside = (
        rf"(?<!\w)({NUMBER})(\s?%)?\s+(?:in|for|across)\s+{name}\b|"
        rf"\b{name}(?:[’']s)?(?:\s+(?:at|is|has|of|was|average|rate|value))*\s*[:(]?\s*"
        rf"({NUMBER})(\s?%)?"
    )
    if england is None:
        return ""
    for found in re.finditer(beside, plain(words)):
        text, percent = found[1] or found[3], found[2] or found[4]
        # "One of 10 in England" is no value, where England's has decimals.
        exact = "." in text or percent or not england % 1
        is_value = exact and not _YEAR.fullmatch(text)
        if is_value and not agrees(Decimal(text), england):
            return f"in {benchmark} it is {slots.with_unit(one.england, one.measure)}"
    return ""


def _earlier(words: str, one: PublishedIndicator) -> str:
    """The number that a value is said to come from, where earlier ones are held.

    `from 15 to 24` may be an age, so the words must move, or lead to the value.
    """
    held = [v.value for v in one.history[:-1] if v.value is not None]
    if one.area.value is not None and one.difference is not None:
        held.append(one.area.value - one.difference)
    text = plain(words)
    for found in _FROM_TO.finditer(text) if held else ():
        ours = one.area.value or Decimal(0)
        leads = found[2] is not None and agrees(Decimal(found[2]), ours)
        moves = _MOVING.search(text[: found.start()])
        if _YEAR.fullmatch(found[1]) or not (leads or moves):
            continue
        if not any(agrees(Decimal(found[1]), value) for value in held):
            return f"no earlier value is {found[1]}"
    return ""


# --- Changes -------------------------------------------------------------------------


def _change(words: str, one: PublishedIndicator) -> str:
    asserted, denied = stances(words)
    says = _SAYS.get(one.change, "")
    if not one.change.is_known:
        return ""
    meant = asserted & _WAYS
    if (meant and says not in meant) or says in denied:
        origin = ", by the source's own direction" if one.change_as_published else ""
        still = one.change is Change.NO_CHANGE
        became = "did not change" if still else one.change.value
        return f"it {became}{origin}"
    text = plain(words)
    sizes = [abs(size) for size in numbers(_WHEN.sub(" ", text))]
    if not sizes or one.difference is None:
        return ""
    if _FROM_TO.search(text):
        return _earlier(words, one)
    return "" if any_agrees(sizes, abs(one.difference)) else _far(words, sizes, one)


def _far(words: str, sizes: Iterable[Decimal], one: PublishedIndicator) -> str:
    """By how much it changed, unless the words tell that otherwise and rightly.

    In per cent of what it was, or "rose to 4.8": the value and not the step.
    """
    size = abs(one.difference or Decimal(0))
    was = (one.area.value or Decimal(0)) - (one.difference or Decimal(0))
    relative = "%" in words or "per cent" in words
    if relative and was and any_agrees(sizes, size / abs(was) * 100):
        return ""
    to = one.area.value is not None and any_agrees(sizes, one.area.value)
    return "" if to else f"it changed by {size:f}"


# --- Comparisons ---------------------------------------------------------------------


def _comparison(words: str, one: PublishedIndicator, benchmark: str) -> str:
    """What the comparison says instead.

    A tested difference that chance may explain is neither higher nor lower, however
    far apart the numbers are.
    """
    if one.direction is None:
        return ""
    is_so = _IS_SO[one.direction]
    said, unsaid = stances(words)
    polarity = one.measure.polarity
    asserted, denied = compared(said, polarity), compared(unsaid, polarity)
    if "tested" in senses(words) and not one.comparison.is_tested:
        asserted, denied = asserted - {"similar"}, set()  # nobody knows
    agreed = (not asserted or is_so in asserted) and is_so not in denied
    if agreed and _known_numbers(words, one):
        return ""
    area = slots.with_unit(one.area, one.measure)
    england = slots.with_unit(one.england, one.measure)
    found = one.comparison.value
    if one.comparison.is_tested:
        found = f"{one.direction.value}, tested"
    return f"{area} against {england} in {benchmark} is {found}"


def _known_numbers(words: str, one: PublishedIndicator) -> bool:
    """Whether each number in a comparison is one of the two, or what lies between."""
    ours, theirs = one.area.value, one.england.value
    if ours is None or theirs is None:
        return True
    known = [ours, theirs, abs(ours - theirs)]
    if theirs:
        known += [ours / theirs, abs(ours - theirs) / abs(theirs) * 100]
    # Whole numbers may count years or places: "lower for the last 3 years".
    claimed = [
        Decimal(number)
        for number, percent in _VALUE.findall(plain(words))
        if "." in number or percent
    ]
    return all(any(agrees(abs(size), abs(held)) for held in known) for size in claimed)
