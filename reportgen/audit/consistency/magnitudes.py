"""Words for how much: double, half, a third, most, the highest on record.

| words              | hold where                                                   |
|--------------------|--------------------------------------------------------------|
| doubled, twice     | the ratio is 2, within a tenth; "more than": 2 or above       |
| halved, half       | the ratio is a half, likewise; of a percentage, 50            |
| most, a majority   | a percentage is above 50                                      |
| record, highest on record | no earlier value that may be compared is higher       |

A ratio is that of the value to the one before, to England's (in a claim about the
comparison), or what a percentage change makes of the baseline. "Within a tenth" is our
own reading of how people round: 1.8 to 2.2 is "double".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportgen.evidence.disclosure import PublishedIndicator
from reportgen.pages import slots
from reportgen.pages.courses import Moment, course
from reportgen.vocabulary import ValueType

_MORE = r"(?P<more>more\s+than|over|at\s+least|above)\s+"
_LESS = r"(?P<less>less\s+than|under|nearly|almost|just\s+under|close\s+to)\s+"
_OF = r"(?=\s+(?:of\s+)?(?:as|what|that|the\s+(?!year|time)|its)\b)"
_HALF_OF = r"(?<!first\s)(?<!second\s)(?:a\s+|one\s+)?half\b"
_MULTIPLES = {
    rf"doubl(?:ed|es|ing)\b|double{_OF}|twice{_OF}|two-?fold": Decimal(2),
    r"trebl(?:ed|es|ing)\b|tripl(?:ed|es|ing)\b|three-?fold": Decimal(3),
    rf"halv(?:ed|es|ing)\b|by\s+half\b|{_HALF_OF}{_OF}": Decimal("0.5"),
}
_SHARES = {
    rf"{_HALF_OF}(?!\s+of\s+the\s+(?:year|time))": Decimal(50),
    r"two[\s-]thirds": Decimal(200) / 3,
    r"(?:a|one)\s+third\b": Decimal(100) / 3,
    r"three[\s-]quarters": Decimal(75),
    r"(?:a|one)\s+quarter\b": Decimal(25),
    r"(?:a|one)\s+fifth\b": Decimal(20),
    r"(?:a|one)\s+tenth\b": Decimal(10),
}
_TENTH = Decimal("0.1")
_HALF = Decimal(50)
_MOST = re.compile(
    r"\bmost\b(?!\s+(?:recent|recently|likely|of\s+all|common|of\s+the\s+(?:year|time)))"
    r"(?<!at\smost)|"
    r"\b(?:the|a)\s+majority\b",
    re.I,
)
_RECORD = re.compile(
    r"\brecord\s+(?P<record>high|low)|"
    r"\b(?P<end>highest|lowest)\b(?=.{0,40}?\b(?:ever|on\s+record|so\s+far|to\s+date|"
    r"since|yet|we\s+hold|in\s+(?:the|our)\s+series|in\s+\w+\s+years)\b)"
    r"(?:.{0,40}?\bsince\s+(?:\w+\s+)?(?P<since>(?:19|20)\d\d))?",
    re.I,
)


@dataclass(frozen=True)
class Magnitude:
    """What words say of how much, and whether it is so."""

    holds: bool | None
    """None where nothing is held to tell it by."""
    told: str
    """What the value says instead, or what is missing."""


def magnitudes(
    words: str, attribute: str, one: PublishedIndicator
) -> Sequence[Magnitude]:
    """All that words say of how much of a value, a change or a comparison."""
    found = [_record(words, one)] if attribute in {"value", "change"} else []
    ratio, what = _ratio(attribute, one)
    is_share = one.measure.value_type is ValueType.PERCENTAGE
    if attribute in {"value", "england"} and is_share:
        held = one.england.value if attribute == "england" else one.area.value
        found += [
            _share(words, pattern, size, held) for pattern, size in _SHARES.items()
        ]
        found.append(_most(words, held))
    elif attribute != "england":
        found += [
            _multiple(words, (pattern, size), ratio, what)
            for pattern, size in _MULTIPLES.items()
        ]
    return [each for each in found if each is not None]


def _ratio(attribute: str, one: PublishedIndicator) -> tuple[Decimal | None, str]:
    """How many times the value before, the baseline's or England's the value is."""
    value, missing = one.area.value, "no earlier value is held"
    if attribute == "comparison":
        england = one.england.value
        known = value is not None and england
        return (value / england if known else None), "no value for England is held"  # type: ignore[operator] # both are known
    if one.measure.value_type is ValueType.PERCENTAGE_CHANGE and value is not None:
        return 1 + value / 100, missing
    if value is None or one.difference is None or value == one.difference:
        return None, missing
    return value / (value - one.difference), missing


def _multiple(
    words: str, meant: tuple[str, Decimal], ratio: Decimal | None, missing: str
) -> Magnitude | None:
    pattern, size = meant
    found = _found(words, pattern)
    if found is None:
        return None
    if ratio is None:
        return Magnitude(None, missing)
    return Magnitude(_near(found, ratio, size), f"it is {ratio:.2f} times as much")


def _share(
    words: str, pattern: str, size: Decimal, held: Decimal | None
) -> Magnitude | None:
    found = _found(words, pattern)
    if found is None or held is None:
        return None
    return Magnitude(_near(found, held, size), f"the value is {held:f}%")


def _most(words: str, held: Decimal | None) -> Magnitude | None:
    if held is None or not _MOST.search(words):
        return None
    return Magnitude(held > _HALF, f"the value is {held:f}%")


def _found(words: str, pattern: str) -> re.Match[str] | None:
    return re.search(rf"(?:{_MORE}|{_LESS})?\b(?:{pattern})", words, re.I)


def _near(found: re.Match[str], held: Decimal, size: Decimal) -> bool:
    if found["more"]:
        return held >= size
    if found["less"]:
        return size * (1 - 2 * _TENTH) <= held <= size
    return abs(held - size) <= size * _TENTH


def _record(words: str, one: PublishedIndicator) -> Magnitude | None:
    found = _RECORD.search(words)
    if found is None:
        return None
    held = course(one.history, one.measure).comparable
    since = int(found["since"] or 0)
    earlier = [m for m in held[:-1] if m.sound and m.period.end.year > since]
    if not earlier or one.area.value is None:
        return Magnitude(None, "no earlier value is held")
    high = (found["record"] or found["end"]).lower() in {"high", "highest"}
    end = _end(earlier, high=high)
    ours = one.area.value
    holds = ours >= end.exact if high else ours <= end.exact
    way = "higher" if high else "lower"
    printed = slots.bare(one.area, one.measure)
    return Magnitude(holds, f"{end.bare} in {end.period} is {way} than {printed}")


def _end(moments: Sequence[Moment], *, high: bool) -> Moment:
    ranked = sorted(moments, key=lambda moment: moment.exact)
    return ranked[-1] if high else ranked[0]
