"""What authors wrote about a trend, held against the trend that was calculated."""

import re

from reportgen.evidence.disclosure import PublishedIndicator
from reportgen.vocabulary import Polarity, Trend

_WORDS = {
    "up": r"increas\w*|ris(?:e|es|en|ing)|rose|gr[eo]w|grow(?:n|s|ing|th)|upwards?|up",
    "down": r"decreas\w*|fall(?:s|en|ing)?|fell|drop(?:s|ped|ping)?|declin\w*|"
    r"reduc\w*|downwards?|down",
    "still": r"stable|steady|flat|level|unchanged|stayed|same",
    "better": r"better|improv\w*",
    "worse": r"worse\w*|deteriorat\w*",
}
_SENSES = {sense: re.compile(rf"\b(?:{w})\b", re.I) for sense, w in _WORDS.items()}
_SIGNIFICANT = re.compile(r"\b(?:significan\w*|statistical\w*)\b", re.I)
_STILL = re.compile(
    r"\b(?:no|not|without|never)\s+(?:an?\s+|any\s+|been\s+)?"
    r"(?:(?:statistical(?:ly)?|significant(?:ly)?|clear|real)\s+)*"
    r"(?:chang\w+|trends?|differen\w+)",
    re.I,
)
"""`no significant change`, `not changed`, `no trend`."""
_DENIED = re.compile(
    r"\b(?:no longer|no|not|never|neither|nor)\s+"
    r"(?:(?:statistical(?:ly)?|significant(?:ly)?|an?|any|been|clearly)\s+)*(\w+)",
    re.I,
)
"""`not significantly rising`: the word after it is denied."""
_ADD = "add what is missing, or take the claim about a trend out"
_NO_POLARITY = (
    "say increasing or decreasing, or give the measure a polarity in measures.csv"
)


def unchecked(words: str, one: PublishedIndicator) -> tuple[str, str]:
    """What is missing to check words about a trend, and its cure; empty: nothing.

    A trend that was not calculated bears no word, least of all "significant"; and one
    that nobody judges neither "better" nor "worse".
    """
    name = one.measure.measure
    if not one.trend.word.is_calculated:
        return f"the trend of {name} {_none(one)} ({one.trend.why})", _ADD
    said, denied = _said(words)
    if not said | denied and not _SIGNIFICANT.search(words):
        return "it has no word that says rising, falling or stable", _ADD
    judged = {"better", "worse"} & (said | denied)
    if judged and one.measure.polarity is Polarity.NONE:
        return f"nobody says which way is good for {name}", _NO_POLARITY
    return "", ""


def _none(one: PublishedIndicator) -> str:
    hidden = one.trend.word is Trend.NOT_SHOWN
    return "is not shown" if hidden else "cannot be calculated"


def contradiction(words: str, one: PublishedIndicator) -> str:
    """What the trend is instead; empty where the words agree with it."""
    trend = one.trend.word
    if not trend.is_calculated:
        return ""
    said, denied = _said(words)
    true = _true(trend)
    claims_one = bool(_SIGNIFICANT.search(words)) and not said and not denied
    wrong = bool(said - true) or bool(denied & true)
    wrong = wrong or (claims_one and trend is Trend.NO_CHANGE)
    return f"the trend is {trend.value}: {one.trend.why}" if wrong else ""


def _true(trend: Trend) -> set[str]:
    """The senses that hold of a trend."""
    if trend is Trend.NO_CHANGE:
        return {"still"}
    way = "up" if trend.direction == "increasing" else "down"
    return {way, trend.judgement} if trend.judgement else {way}


def _said(words: str) -> tuple[set[str], set[str]]:
    """The senses that words assert, and those that they deny."""
    rest = _STILL.sub(" ", words)
    denied = " ".join(_DENIED.findall(rest))
    asserted = _senses(_DENIED.sub(" ", rest))
    if rest != words:
        asserted.add("still")
    return asserted, _senses(denied)


def _senses(words: str) -> set[str]:
    return {sense for sense, pattern in _SENSES.items() if pattern.search(words)}
