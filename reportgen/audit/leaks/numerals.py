"""Numbers as they stand in any text: 123456, 123,456, 123 456 are the same one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_BETWEEN = ",'\u2019\u00a0\u2007\u2008\u2009\u200a\u202f"
"""What parts thousands: comma, apostrophes, and spaces that hold together."""


def _number(between: str) -> re.Pattern[str]:
    grouped = rf"\d{{1,3}}(?:[{between}]\d{{3}})+(?!\d)"
    return re.compile(rf"(?<!\d)(?<!\d\.)(?P<whole>{grouped}|\d+)(?:\.(?P<part>\d+))?")


_TIGHT, _LOOSE = _number(_BETWEEN), _number(f"{_BETWEEN} ")
_PARTED = re.compile(f"[{_BETWEEN} ]")
_LONG = re.compile(r"(?<!\d)(?<!\d\.)(?P<whole>\d{6,})(?:\.(?P<part>\d+))?")
_DIGEST = 32
_FINGERPRINT = re.compile(rf"\b(?=\w*[a-f])[0-9a-f]{{{_DIGEST},}}\b")
"""A digest: it holds any six digits sooner or later, and tells nothing."""


@dataclass(frozen=True)
class Numeral:
    """A number that stands in a text."""

    forms: tuple[str, ...]
    """What it may mean, each as `canonical` writes it: spaces may part two numbers."""
    alone: bool
    """Whether no letter touches it: `150`, but not `E150` or `Q4`."""
    percent: bool
    """Whether a per cent sign follows."""


@lru_cache(1 << 16)  # files say most things again and again
def numerals(text: str, *, spaces: bool = True) -> tuple[Numeral, ...]:
    """All numbers of a text, in order, without signs; digests are passed over.

    Args:
        text: any.
        spaces: whether `12 345` may be one number.
    """
    plain = text if text.isascii() else text.translate(_UNSEEN)
    if len(plain) >= _DIGEST:
        plain = _FINGERPRINT.sub(" ", plain)
    pattern = _LOOSE if spaces else _TIGHT
    return tuple(_numeral(found, plain) for found in pattern.finditer(plain))


def _numeral(found: re.Match[str], text: str) -> Numeral:
    after = text[found.end() : found.end() + 1]
    touching = text[max(0, found.start() - 1) : found.start()] + after
    groups = _PARTED.split(found["whole"])
    forms = tuple(_forms(groups, found["part"] or ""))
    return Numeral(forms, not any(map(str.isalnum, touching)), after == "%")


def long_numerals(text: str) -> Iterator[Numeral]:
    """Numbers of six digits or more before the point, unparted: for plain data.

    In data such as drawing instructions, all others are coordinates.
    """
    for found in _LONG.finditer(text):
        yield Numeral(
            tuple(_forms([found["whole"]], found["part"] or "")), False, False
        )


def _forms(groups: list[str], part: str) -> Iterator[str]:
    """Of `1 234 567`: 1234567, 1234, 1, 234567, 234 and 567; the row may be No. 1."""
    if len(groups) == 1:
        yield _plain(groups[0], part)
        if part:
            yield _plain(groups[0], "")
        return
    for start in range(len(groups)):
        for end in range(len(groups), start, -1):
            fraction = part if end == len(groups) else ""
            yield _plain("".join(groups[start:end]), fraction)
            if fraction:
                yield _plain("".join(groups[start:end]), "")


def canonical(number: Decimal) -> str:
    """`1234.5`: no sign, no groups, no exponent, no zeros at the end of a fraction."""
    whole, _, part = f"{abs(number):f}".partition(".")
    return _plain(whole, part)


def _plain(whole: str, part: str) -> str:
    # Digits of any script count: int() reads them all.
    digits = whole if whole.isascii() else "".join(str(int(one)) for one in whole)
    fraction = part.rstrip("0")
    return f"{digits}.{fraction}" if fraction else digits


def size(form: str) -> int:
    """How many digits a form has."""
    return len(form.replace(".", ""))
