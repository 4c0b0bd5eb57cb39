"""Which number of a sentence stands for which value: from words back to origins.

The words of figures are made by many writers. What they print of values comes from the
figure's origins and from nowhere else, so a number is one of these; where several are
printed alike, the names, places and periods around it decide. What cannot be told apart
is told together. A number that is none of them was counted by the tool.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from markupsafe import Markup, escape

from reportgen.pages import spoken
from reportgen.pages.numerals import Belonging, Numeral, element, numerals
from reportgen.pages.origins import Origin, Part
from reportgen.periods import Period

_NUMBER = r"(?:minus |plus |−|\+)?[\d.,]*\d%?"
_INTERVAL = re.compile(
    rf"(?:interval(?: of)? |the (?:last|only one) is |\()({_NUMBER}) to ({_NUMBER})"
)
_COUNTED = re.compile(
    r" (?:of|measures?|values?|comparisons?|comparable|rows?|periods?|times|stacked"
    r"|other|small|higher|lower|similar|better|worse|rose|fell|did)\b"
    r"|% (?:confidence )?intervals?\b"
)
"""What follows a number of the tool's own: `10 of 18 comparable`, `95% intervals`."""
_LISTED = re.compile(
    r"(?:(?:\A|\. )Of|\b(?:plot|charts?|bars) of|\bwhere \S{1,40} is) \Z"
)
"""What comes before one: `Bar chart of 12 groups`, `where England is 100`."""
_MOVED = re.compile(r"\b(?:up|down|by|rise of|fall of|against|than) \Z")
_SCALE = re.compile(rf"\bscale (?:{_NUMBER} to )?\Z")
_NAMES_PERIOD = re.compile(r"%?,?(?: both| came also)? (?:in|for|by) (?:the )?")
_GOES_ON = re.compile(r"[\d/–-]| to (?:19|20)\d\d\b(?![.,]\d|%)| Q\d")
_SENTENCE = re.compile(r"[.;:!?] ")


@dataclass(frozen=True)
class Attribution:
    """A number of a text, and what it may stand for."""

    numeral: Numeral
    origins: tuple[Origin, ...]
    """None: it is no value. Several: they are printed alike, and nothing parts them."""


@dataclass(frozen=True)
class _Around:
    """What stands around a number."""

    numeral: Numeral
    before: str
    after: str
    limit: Part | None
    """Whether it is the lower or the upper end of an interval."""
    benchmark: bool | None
    """Whether England is spoken of; None where either may be."""


def attribute(
    text: str, origins: Sequence[Origin], places: tuple[str, str]
) -> list[Attribution]:
    """Each number of a text that stands for itself, with what it may stand for.

    Args:
        text: as it is printed.
        origins: what may be printed there.
        places: the names of the area and of what it is compared with.
    """
    by_digits: dict[str, list[Origin]] = {}
    for origin in origins:
        by_digits.setdefault(origin.digits, []).append(origin)
    limits = _limits(text)
    found = []
    for numeral in numerals(text):
        if numeral.belonging is Belonging.NUMBER:
            around = _around(text, numeral, limits.get(numeral.end), places)
            held = by_digits.get(numeral.digits, [])
            found.append(Attribution(numeral, _best(around, held)))
    return found


def marked(text: str, origins: Sequence[Origin], places: tuple[str, str]) -> Markup:
    """The text as HTML; each number that stands for a value is a `data` element."""
    made, done = Markup(), 0
    for each in attribute(text, origins, places):
        numeral = each.numeral
        if each.origins:
            made += escape(text[done : numeral.opens]) + _element(each)
            done = numeral.end
    return made + escape(text[done:])


def _element(each: Attribution) -> Markup:
    """With measure, part and period, as far as what it may stand for agrees."""
    shared = [
        {origin.measure for origin in each.origins},
        {origin.part.value for origin in each.origins},
        {str(origin.period or "") for origin in each.origins},
    ]
    names = ("measure", "part", "period")
    named = [
        (name, " ".join(sorted(found)) if name != "period" or len(found) == 1 else "")
        for name, found in zip(names, shared, strict=True)
    ]
    return element(each.numeral, named)


# --- What stands around a number ------------------------------------------------------


def _limits(text: str) -> dict[int, Part]:
    """The ends of intervals, by where their digits end."""
    found: dict[int, Part] = {}
    for each in _INTERVAL.finditer(text):
        for part, number in ((Part.LOWER, 1), (Part.UPPER, 2)):
            found[each.start(number) + len(each[number].rstrip("%"))] = part
    return found


def _around(
    text: str, numeral: Numeral, limit: Part | None, places: tuple[str, str]
) -> _Around:
    before, after = text[: numeral.start], text[numeral.end :]
    return _Around(numeral, before, after, limit, _of_england(before, after, places))


def _of_england(before: str, after: str, places: tuple[str, str]) -> bool | None:
    """Whose number it is: of whom it says `in England` next, else whom it named last.

    A sentence that has named nobody speaks of the area.
    """
    area, benchmark = map(re.escape, places)
    told = re.match(
        rf"%?(?: percentage points?| points?)? in ({area}|{benchmark})\b", after
    )
    if told:
        return told[1] == places[1]
    if _SCALE.search(before):
        return None
    if before.endswith(" against "):
        return True
    clause = before[_last_end(_SENTENCE, before) :]
    return clause.rfind(places[1]) > clause.rfind(places[0])


def _last_end(pattern: re.Pattern[str], text: str) -> int:
    ends = [found.end() for found in pattern.finditer(text)]
    return ends[-1] if ends else 0


# --- Which origin fits best -----------------------------------------------------------


def _best(around: _Around, held: Sequence[Origin]) -> tuple[Origin, ...]:
    """The origins that fit best; none where the number is the tool's own."""
    if _COUNTED.match(around.after) or _LISTED.search(around.before):
        return ()
    fitting = [origin for origin in held if _may_be(origin, around)]
    ranks = [(_rank(origin, around), origin) for origin in fitting]
    most = max((rank for rank, _ in ranks), default=None)
    found = [origin for rank, origin in ranks if rank == most]
    return tuple(_earliest_or_latest(found, around))


def _may_be(origin: Origin, around: _Around) -> bool:
    """Whether unit and place in the sentence allow it."""
    if around.after.startswith("%") and not origin.percent:
        return False
    if around.limit is None:
        at = around.before.endswith(" at ")
        return not origin.part.is_limit and (origin.part is not Part.INDEX or at)
    return not origin.part.is_limit or origin.part.value.endswith(around.limit.value)


Rank = tuple[int, int, int, int, int]


def _rank(origin: Origin, around: _Around) -> Rank:
    """The better it fits, the higher: part, place, name and its length, period."""
    place = around.benchmark is None or origin.part.is_england is around.benchmark
    end, length = _named(origin, around.before)
    return _part(origin, around), int(place), end, length, _period(origin, around)


def _part(origin: Origin, around: _Around) -> int:
    """Limits where an interval is told, movements where something moved."""
    if around.limit is not None:
        return 2 if origin.part.is_limit else 0
    if origin.part.is_movement:
        return 2 if _MOVED.search(around.before) else 0
    if origin.part in {Part.SHARE, Part.INDEX, Part.TOTAL}:
        return 0 if _MOVED.search(around.before) else 2
    return 1


def _named(origin: Origin, before: str) -> tuple[int, int]:
    """Where its measure was named last, and by how long a name; -1 where it was not."""
    small = before.lower()
    found = [(-1, 0)]
    for name in origin.names:
        place = small.rfind(name)
        if place >= 0:
            found.append((place + len(name), len(name)))
    return max(found)


def _period(origin: Origin, around: _Around) -> int:
    """2 where its own period is named, 0 where another is, 1 where none is."""
    if origin.period is None:
        return 1
    forms = _forms(origin.period)
    row = around.before[around.before.rfind(". ") + 1 :].lstrip()
    if any(row.startswith((f"{form}: ", f"{form}, total")) for form in forms):
        return 2
    named = _NAMES_PERIOD.match(around.after)
    rest = around.after[named.end() :] if named else ""
    for form in forms:
        if rest.startswith(form) and not _GOES_ON.match(rest, len(form)):
            return 2
    return 0 if named and rest[:1].isdigit() else 1


@cache
def _forms(period: Period) -> tuple[str, ...]:
    """A period in all ways in which a sentence writes it, the longest first."""
    found = {str(period), period.spoken, spoken.period(period), spoken.short(period)}
    return tuple(sorted(found, key=len, reverse=True))


def _earliest_or_latest(found: Sequence[Origin], around: _Around) -> Iterator[Origin]:
    """Of one series the end that the sentence speaks of, where no period is named.

    `from 3.8` is its first value; any other number without a period its last.
    """
    groups: dict[tuple[str, Part], list[Origin]] = {}
    for origin in found:
        groups.setdefault((origin.measure, origin.part), []).append(origin)
    choose = min if around.before.endswith("from ") else max
    for alike in groups.values():
        yield choose(alike, key=_ends)


def _ends(origin: Origin) -> tuple[date, date]:
    period = origin.period
    return (period.end, period.start) if period else (date.min, date.min)
