"""The numbers in a printed text, and how a page of HTML says what they stand for.

A number is told apart from the digits of a date, a period or a name. One that stands
for a value is a `data` element, which changes nothing of how the page looks.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from markupsafe import Markup, escape

from reportgen.formats import MINUS

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b"
)
_YEAR = r"\b(?:19|20)\d\d\b"
_WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine")


class Belonging(StrEnum):
    """What a number is a part of, as far as its own letters say it."""

    NUMBER = "number"
    """It stands for itself."""
    DATE = "date"
    PERIOD = "period"
    """A year, a financial year, a quarter, a month with its year, or several years."""
    SPAN = "span of time"
    """`12-month`, `95 days`."""
    NAME = "name"
    """`COVID-19`, `Q4`."""
    WORD = "word"
    """A number that is written as a word: `seven`."""


@dataclass(frozen=True)
class Numeral:
    """One number in a text."""

    text: str
    """As printed, with separators, without sign and unit: `1,816`, `4.8`, `seven`."""
    start: int
    """Where it begins in the text; its sign stands before."""
    whole: str
    """The date, period or name that it belongs to, else the number itself."""
    belonging: Belonging
    sign: str = ""
    """A plus or a minus before it, where one is printed."""

    @property
    def opens(self) -> int:
        """Where it begins with its sign."""
        return self.start - len(self.sign)

    @property
    def end(self) -> int:
        """Where it ends in the text."""
        return self.start + len(self.text)

    @property
    def digits(self) -> str:
        """Without separators; words as digits: `1816`, `4.8`, `7`."""
        return plain(self.text)


def plain(text: str) -> str:
    """A printed number as a program reads it, without its sign: `1816`, `4.8`."""
    if text.lower() in _WORDS:
        return str(_WORDS.index(text.lower()) + 2)
    return text.replace(",", "")


_WHOLES = (
    (
        Belonging.DATE,
        rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}(?:\s+{_YEAR})?"
        r"|\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b|\b\d{4}-\d\d-\d\d\b",
    ),
    (
        Belonging.PERIOD,
        rf"\b\d{{1,3}} months to {_MONTH}\.?\s+(?:\d\d\b|{_YEAR})"
        rf"|{_YEAR}(?:/(?:{_YEAR}|\d\d\b))?(?:\s?Q[1-4]\b)?"
        rf"(?:(?:\s?[-–]\s?|\sto\s)(?:{_YEAR}(?:/\d\d\b)?(?:\s?Q[1-4]\b)?"
        r"|\d\d\b(?![.,]\d|\s?%)))?"
        rf"|{_MONTH}\.?\s+(?:{_YEAR}|'?\d\d\b(?![.,]\d|\s?%))",
    ),
    (
        Belonging.SPAN,
        rf"\b(?:\d+|{'|'.join(_WORDS)})[- ](?:day|week|month|year|hour)s?\b",
    ),
    (
        Belonging.NAME,
        r"(?<![\d.,])\b[A-Za-z]{1,20}[-–]?\d{1,4}\b(?![.,]\d)|\b\d{1,4}[A-Za-z]{1,3}\b",
    ),
)
_PATTERN = re.compile(
    "|".join(f"(?P<{kind.name}>{pattern})" for kind, pattern in _WHOLES)
    + r"|(?P<NUMBER>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    + rf"|(?P<WORD>\b(?:{'|'.join(_WORDS)})\b)",
)
_PARTS = re.compile(rf"\d+|\b(?:{'|'.join(_WORDS)})\b")
_SIGNED = re.compile(rf"(?<![\w)])[-+{MINUS}]\Z")


def numerals(text: str) -> Iterator[Numeral]:
    """All numbers of a text, in order; a date or a period gives each of its own.

    Words from two to nine count as numbers. "One" and "no" do not: they are far more
    often no numbers at all.
    """
    for found in _PATTERN.finditer(text):
        belonging = Belonging[found.lastgroup or "NUMBER"]
        if belonging in {Belonging.NUMBER, Belonging.WORD}:
            signed = _SIGNED.search(text, 0, found.start())
            sign = signed[0] if signed else ""
            yield Numeral(found[0], found.start(), found[0], belonging, sign)
            continue
        for part in _PARTS.finditer(found[0]):
            start = found.start() + part.start()
            yield Numeral(part[0], start, found[0], belonging)


# --- On a page of HTML ----------------------------------------------------------------

Named = Sequence[tuple[str, str]]
"""What a number stands for, as names and texts: measure, part, period."""
_ELEMENT = re.compile(r"</?data\b[^>]*>")


def element(numeral: Numeral, named: Named) -> Markup:
    """`<data class="figure" value="4.8" data-measure="m20" …>4.8</data>`.

    Args:
        numeral: with its sign; its digits are the value that a program reads.
        named: an empty text is left out.
    """
    told = "".join(f' data-{name}="{escape(text)}"' for name, text in named if text)
    minus = "-" if numeral.sign in {"-", MINUS} else ""
    opened = f'<data class="figure" value="{minus}{numeral.digits}"{told}>'
    shown = escape(f"{numeral.sign}{numeral.text}")
    return Markup(f"{opened}{shown}</data>")  # noqa: S704 (all of it is escaped)


def carrying(text: str, named: Named) -> Markup:
    """A text as HTML in which each number that stands for itself says what it is."""
    made, done = Markup(), 0
    for numeral in numerals(text):
        if numeral.belonging is Belonging.NUMBER:
            made += escape(text[done : numeral.opens]) + element(numeral, named)
            done = numeral.end
    return made + escape(text[done:])


def without_elements(page: str) -> str:
    """A page for the layout, which would set the pieces of a line apart.

    Letters stand closer within a piece of text than across the end of an element.
    """
    return _ELEMENT.sub("", page)
