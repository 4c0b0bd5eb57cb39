"""What authors wrote about a value, held against that value."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from reportgen.audit import trendclaims
from reportgen.errors import Fault, Slug, caution
from reportgen.evidence.disclosure import Published, PublishedIndicator, PublishedValue
from reportgen.pages import slots
from reportgen.pages.narrative import Mention, MentionKind
from reportgen.vocabulary import Change, Comparison, Direction, Polarity, ValueType

_NUMBER = re.compile(r"(?:(?<!\w)[-+])?\d+(?:\.\d+)?")  # no sign in "10-12%"
_WORDS = {
    "up": "increase|increased|increases|rise|rises|rose|risen|grew|grown|growth|up|"
    "upward|more",
    "down": "decrease|decreased|decreases|fall|falls|fell|fallen|drop|drops|dropped|"
    "down|downward|reduction|reduced|decline|declined",
    "still": "stayed|unchanged|stable|level|no change",
    "higher": "higher|above|greater|exceeds",
    "lower": "lower|below|fewer|less",
    "similar": "similar|same|comparable|equal|line",
    "better": "better|best",
    "worse": "worse|worst",
    "different": "different|differs?|difference",
    "tested": "significant|significantly|significance|statistically",
}
_SENSES = {sense: re.compile(rf"\b(?:{w})\b", re.I) for sense, w in _WORDS.items()}
_DENIED = re.compile(
    r"\b(?:no|not|never|neither)\s+"
    r"(?:(?:statistically|significantly|significant|any|much)\s+)*(in line|\w+)",
    re.I,
)
"""`not significantly higher`: the word after it is denied."""
_ADD = "add the value that it is about, or bind it to one that is held"
_CURE = "correct the words or the value, or bind the words to the value they are about"
_NO_CHANGE = {Change.NO_EARLIER_VALUE, Change.NOT_APPLICABLE}


def check_claims(mentions: Sequence[Mention], published: Published) -> list[Fault]:
    """Claims that contradict their value, negate twice, or disagree among themselves.

    Args:
        mentions: those of all commentary of a report.
        published: the values as the partners see them, so that every claim is checked.
    """
    claims = [m for m in mentions if m.kind is MentionKind.CLAIM]
    faults = [fault for claim in claims for fault in _faults(claim, published)]
    return faults + _disagreements(claims)


def _faults(claim: Mention, published: Published) -> list[Fault]:
    faults = _double_negative(claim)
    for measure, attribute in claim.targets:
        one = published[measure]
        missing, cure = (
            trendclaims.unchecked(claim.words, one)
            if attribute == "trend"
            else _unchecked(claim.words, attribute, one, published.benchmark)
        )
        if missing:
            what = f'"{claim.words}" cannot be checked: {missing}'
            slug = Slug.CLAIM_NOT_CHECKED
            faults.append(caution(slug, claim.place, what, cure))
        held = _contradiction(claim.words, attribute, one, published.benchmark)
        if held:
            what = f'"{claim.words}" contradicts {measure}.{attribute}: {held}'
            origin = one.england if attribute == "england" else one.area
            others = [origin.place] if origin.place else []
            slug = Slug.CLAIM_CONTRADICTS_VALUE
            faults.append(caution(slug, claim.place, what, _CURE, others))
    return faults


def _senses(words: str) -> set[str]:
    return {sense for sense, pattern in _SENSES.items() if pattern.search(words)}


def _numbers(words: str) -> list[Decimal]:
    plain = words.replace("\u2212", "-").replace(",", "")
    return [Decimal(found) for found in _NUMBER.findall(plain)]


def _double_negative(claim: Mention) -> list[Fault]:
    """A minus sign and a word for falling: the reader must guess the direction."""
    negative = any(number < 0 for number in _numbers(claim.words))
    if not negative or "down" not in _senses(claim.words):
        return []
    what = f'"{claim.words}" says twice that it fell'
    cure = "keep the word or the minus sign, not both"
    return [caution(Slug.DOUBLE_NEGATIVE, claim.place, what, cure)]


def _unchecked(
    words: str, attribute: str, one: PublishedIndicator, benchmark: str
) -> tuple[str, str]:
    """What is missing to check a claim, and its cure; unchecked is no pass."""
    if not _numbers(words) and not _senses(words):
        return (
            "it has no number, and no word that says higher, lower, rose or fell",
            _ADD,
        )
    if attribute == "comparison":
        return _unjudged(words, one)
    if attribute == "change" and one.change in _NO_CHANGE:
        return f"no earlier value of {one.measure.measure} is held", _ADD
    value = {"value": one.area, "england": one.england}.get(attribute)
    if value is not None and value.value is None and _numbers(words):
        whose = benchmark if attribute == "england" else "the area"
        return f"no value of {one.measure.measure} is held for {whose}", _ADD
    return "", ""


def _unjudged(words: str, one: PublishedIndicator) -> tuple[str, str]:
    """Why a comparison, a judgement or a significance cannot be held against ours.

    A judgement needs a polarity: "better" is no word for a measure of which nobody
    says which way is good. Significance needs a test.
    """
    name, senses = one.measure.measure, _senses(words)
    if one.comparison is Comparison.NOT_COMPARED:
        return f"{name} is not compared ({one.not_compared})", _ADD
    if senses & {"better", "worse"} and one.measure.polarity is Polarity.NONE:
        cure = "say higher or lower, or give the measure a polarity in measures.csv"
        return f"nobody says which way is good for {name}", cure
    if "tested" in senses and not one.comparison.is_tested:
        cure = (
            "say it without significance, or add a count and a denominator, or limits"
        )
        return f"the comparison of {name} was not tested", cure
    return "", ""


def _contradiction(
    words: str, attribute: str, one: PublishedIndicator, benchmark: str
) -> str:
    """What the value says instead; empty where the words agree with it."""
    if attribute == "comparison":
        return _against_comparison(words, one, benchmark)
    if attribute == "change":
        return _against_change(words, one)
    if attribute == "trend":
        return trendclaims.contradiction(words, one)
    if attribute in {"value", "england"}:
        value = one.area if attribute == "value" else one.england
        return _against_number(words, value, one)
    return ""


def _against_number(words: str, held: PublishedValue, one: PublishedIndicator) -> str:
    numbers = _numbers(words)
    printed = slots.with_unit(held, one.measure)
    if held.value is None:
        return ""
    is_change = one.measure.value_type is ValueType.PERCENTAGE_CHANGE
    senses = _senses(words) if is_change else set()
    wrong_way = ("up" in senses and held.value < 0) or (
        "down" in senses and held.value > 0
    )
    if numbers:
        # One of them must agree: "since 2022, from 5.2 down to 4.8" has three.
        sign = -1 if "down" in senses else 1
        claimed = [sign * size if size > 0 else size for size in numbers]
        agrees = any(_agrees(one_claimed, held.value) for one_claimed in claimed)
        wrong_way = wrong_way or not agrees
    return f"the value is {printed}" if wrong_way else ""


def _agrees(claimed: Decimal, value: Decimal) -> bool:
    """Whether the value rounds to the claimed number at the claimed precision."""
    exponent = claimed.as_tuple().exponent
    half = Decimal(5).scaleb((exponent if isinstance(exponent, int) else 0) - 1)
    return abs(claimed - value) <= half


_SAYS = {Change.ROSE: "up", Change.FELL: "down", Change.NO_CHANGE: "still"}


def _against_change(words: str, one: PublishedIndicator) -> str:
    senses = _senses(words)
    says = _SAYS.get(one.change, "")
    if not one.change.is_known:
        return ""
    if senses & {"up", "down", "still"} and says not in senses:
        origin = ", by the source's own direction" if one.change_as_published else ""
        still = one.change is Change.NO_CHANGE
        became = "did not change" if still else one.change.value
        return f"it {became}{origin}"
    sizes = _numbers(words)
    if sizes and one.difference is not None:
        size = abs(one.difference)
        agrees = any(_agrees(abs(claimed), size) for claimed in sizes)
        return "" if agrees else f"it changed by {size:f}"
    return ""


_IS_SO = {
    Direction.HIGHER: "higher",
    Direction.LOWER: "lower",
    Direction.SIMILAR: "similar",
    Direction.SAME: "similar",
}


def _against_comparison(words: str, one: PublishedIndicator, benchmark: str) -> str:
    """What the comparison says instead.

    A tested difference that chance may explain is neither higher nor lower, however
    far apart the numbers are.
    """
    if one.direction is None:
        return ""
    is_so = _IS_SO[one.direction]
    asserted, denied = _stances(words, one.measure.polarity)
    if "tested" in _senses(words) and not one.comparison.is_tested:
        asserted, denied = asserted - {"similar"}, set()  # nobody knows
    if (not asserted or is_so in asserted) and is_so not in denied:
        return ""
    area = slots.with_unit(one.area, one.measure)
    england = slots.with_unit(one.england, one.measure)
    found = one.comparison.value
    if one.comparison.is_tested:
        found = f"{one.direction.value}, tested"
    return f"{area} against {england} in {benchmark} is {found}"


def _stances(words: str, polarity: Polarity) -> tuple[set[str], set[str]]:
    """What words assert and what they deny, of higher, lower and similar."""
    denied = " ".join(_DENIED.findall(words))
    asserted = _DENIED.sub(" ", words)
    return _judged(asserted, polarity), _judged(denied, polarity)


def _judged(words: str, polarity: Polarity) -> set[str]:
    """Senses of comparison, with better and worse turned by the measure's polarity."""
    senses = _senses(words)
    good, bad = ("lower", "higher") if polarity is Polarity.LOW else ("higher", "lower")
    unlike = {"higher", "lower"}
    meant = {"better": {good}, "worse": {bad}, "different": unlike}
    if polarity is Polarity.NONE:
        meant = dict.fromkeys(meant, unlike)
    found = [meant[sense] for sense in meant if sense in senses]
    return senses.intersection(unlike | {"similar"}).union(*found)


def _disagreements(claims: Iterable[Mention]) -> list[Fault]:
    """The same value stated twice with different numbers."""
    first: dict[tuple[str, str], tuple[set[Decimal], Mention]] = {}
    faults = []
    for claim in claims:
        numbers = _numbers(claim.words)
        for target in claim.targets if numbers else ():
            sizes = {abs(number) for number in numbers}
            before, earlier = first.setdefault(target, (sizes, claim))
            pairs = [(one, other) for one in before for other in sizes]
            if not any(_agrees(a, b) or _agrees(b, a) for a, b in pairs):
                named = ".".join(target)
                what = f'{named} is "{claim.words}" here, and "{earlier.words}" before'
                cure = "find out which is true and correct the other"
                slug, others = Slug.CLAIMS_DISAGREE, [earlier.place]
                faults.append(caution(slug, claim.place, what, cure, others))
    return faults
