"""What words say: higher, rose, similar; what they deny; and the numbers in them."""

import re
from collections.abc import Iterable
from decimal import Decimal

from reportgen.vocabulary import Polarity

NUMBER = r"(?:(?<!\w)[-+])?\d+(?:\.\d+)?"  # no sign in "10-12%"
"""A number as `plain` leaves it."""
_WORDS = {
    "up": "increase|increased|increases|increasing|rise|rises|rose|risen|rising|grew|"
    "grow|grown|growth|growing|climbed|up|upward|upwards|more|doubled|trebled|tripled",
    "down": "decrease|decreased|decreases|decreasing|fall|falls|fell|fallen|falling|"
    "drop|drops|dropped|down|downward|downwards|reduction|reduced|decline|declined|"
    "declining|halved|shrank|fewer",
    "still": "stayed|stays|unchanged|stable|level|steady|flat",
    "higher": "higher|above|greater|exceeds",
    "lower": "lower|below|fewer|less",
    "similar": "similar|same|comparable|equal|line",
    "better": "better|best",
    "worse": "worse|worst",
    "different": "different|differs?|difference",
    "tested": "significant|significantly|significance|statistically",
}
_SENSES = {sense: re.compile(rf"\b(?:{w})\b", re.I) for sense, w in _WORDS.items()}
_STILL = re.compile(
    r"\b(?:no|without|not|never)\s+(?:(?:any|real|significant)\s+)?chang(?:e|ed)\b|"
    r"\b(?:did|has|have|does|do)(?:\s+not|n[’']t)\s+(?:changed?|move[sd]?)\b",
    re.I,
)
"""`no change`: said by denying, and no denial of anything else."""
_BOUND = re.compile(r"\b(?:no\s+)?(?:more|less|fewer)\s+than(?=\s+\d)", re.I)
"""`by more than 11%` says neither more nor less than before."""
_DENIED = re.compile(
    r"(?:\b(?:no|not|never|neither|nor|without|hardly)|\w+n[’']t)\s+"
    r"(?:(?:statistically|significantly|significant|any|much|yet|really|been)\s+)*"
    r"(in line|\w+)",
    re.I,
)
"""`not significantly higher`: the word after it is denied."""
_TWICE = re.compile(
    r"\b(?:no|not|never|neither|nor|hardly)\s+(?:(?:a|an|at all|significantly)\s+)?"
    r"(?:un(?:changed|common|usual|like|likely|important|affected|expected|related)|"
    r"in(?:significant|significantly|frequent|considerable)|without|dissimilar|"
    r"non-\w+)\b",
    re.I,
)
"""`not unchanged`: denied twice, so that the reader must reckon."""


def plain(words: str) -> str:
    """With a hyphen for a minus sign, and without commas in numbers."""
    return re.sub(r"(?<=\d),(?=\d)", "", words.replace("\u2212", "-"))


def numbers(words: str) -> list[Decimal]:
    """All numbers, with their signs."""
    return [Decimal(found) for found in re.findall(NUMBER, plain(words))]


def agrees(claimed: Decimal, value: Decimal) -> bool:
    """Whether the value rounds to the claimed number at the claimed precision."""
    exponent = claimed.as_tuple().exponent
    half = Decimal(5).scaleb((exponent if isinstance(exponent, int) else 0) - 1)
    return abs(claimed - value) <= half


def any_agrees(claimed: Iterable[Decimal], value: Decimal) -> bool:
    """Whether the value is one of these."""
    return any(agrees(one, value) for one in claimed)


def senses(words: str) -> set[str]:
    """What the words speak of, asserted or denied."""
    found = {sense for sense, pattern in _SENSES.items() if pattern.search(words)}
    return found | ({"still"} if _STILL.search(words) else set())


def stances(words: str) -> tuple[set[str], set[str]]:
    """The senses that words assert, and those that they deny."""
    still = {"still"} if _STILL.search(words) else set()
    rest = _BOUND.sub(" ", _STILL.sub(" ", words))
    denied = " ".join(_DENIED.findall(rest))
    return senses(_DENIED.sub(" ", rest)) | still, senses(denied)


def denied_twice(words: str) -> bool:
    """Whether a denial denies another."""
    return bool(_TWICE.search(words))


def compared(found: set[str], polarity: Polarity) -> set[str]:
    """Senses of comparison, with better and worse turned by the measure's polarity."""
    good, bad = ("lower", "higher") if polarity is Polarity.LOW else ("higher", "lower")
    unlike = {"higher", "lower"}
    meant = {"better": {good}, "worse": {bad}, "different": unlike}
    if polarity is Polarity.NONE:
        meant = dict.fromkeys(meant, unlike)
    turned = [meant[sense] for sense in meant if sense in found]
    return found.intersection(unlike | {"similar"}).union(*turned)
