"""Abbreviations that nobody explains."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportgen.errors import Fault, Place, Slug, caution
from reportgen.evidence.words import FILE, Words, is_abbreviation
from reportgen.pages.paragraphs import Paragraph

_TOKEN = re.compile(r"(?<![\w&])(?:[A-Z]{2,6}|[A-Z]{1,3}&[A-Z]{1,3})s?(?![\w&])")
"""A longer word in capitals is shouted, and one with digits is a code."""
_IS_NONE = re.compile(r"[IVX]+|ALL|AND|ANY|BUT|MUST|NO|NOT|ONLY|OR")
"""Roman numbers, and small words that are stressed."""
_BRACKETS = re.compile(r"\s?\(([^()]{2,200})\)")
_SHOUT = 3  # words; fewer may be abbreviations in a table
_NEAR = 250  # letters around an abbreviation in which its words must stand


@dataclass(frozen=True)
class _Use:
    """One abbreviation where it stands."""

    short: str
    place: Place
    is_explained: bool


def undefined(
    texts: Sequence[tuple[str, Sequence[Paragraph]]], words: Words
) -> list[Fault]:
    """A caution for each abbreviation that is not spelled out where it first stands.

    Args:
        texts: the file and the paragraphs of each commentary, in reading order.
        words: those that need no explanation.
    """
    uses: dict[str, list[_Use]] = {}
    for file, paragraphs in texts:
        for one in _uses(file, paragraphs):
            if one.short not in words:
                uses.setdefault(one.short, []).append(one)
    return [fault for found in uses.values() for fault in _judged(found)]


def _judged(uses: Sequence[_Use]) -> list[Fault]:
    first, *rest = uses
    if first.is_explained:
        return []
    later = next((one.place for one in rest if one.is_explained), None)
    state = f"is spelled out only in {later}" if later else "is not spelled out"
    cure = f"write it out where it first stands, or add it to {FILE}"
    others = dict.fromkeys(one.place for one in rest if one.place != first.place)
    what = f"{first.short} {state}"
    return [caution(Slug.UNDEFINED_ABBREVIATION, first.place, what, cure, others)]


def _uses(file: str, paragraphs: Sequence[Paragraph]) -> Iterator[_Use]:
    for paragraph in paragraphs:
        text = paragraph.own
        for found in () if _is_shouted(text) else _TOKEN.finditer(text):
            short = found[0].removesuffix("s")
            if is_abbreviation(short) and not _IS_NONE.fullmatch(short):
                place = Place(file, line=paragraph.line_at(found.start()))
                before = text[max(0, found.start() - _NEAR) : found.start()]
                after = text[found.end() : found.end() + _NEAR]
                yield _Use(short, place, _explains(short, before, after))


def _is_shouted(text: str) -> bool:
    """Whether a paragraph of several words is set in capitals as a whole."""
    return text == text.upper() and len(text.split()) >= _SHOUT


def _explains(short: str, before: str, after: str) -> bool:
    """Whether `Long Form (LF)` or `LF (Long Form)` stands here."""
    if before.endswith("(") and after.startswith(")"):
        words = before.removesuffix("(").split()
        most = min(len(short) + 5, 2 * len(short))
        return _stands_for(short, words[-most:])
    within = _BRACKETS.match(after)
    return within is not None and _stands_for(short, within[1].split())


def _stands_for(short: str, words: Sequence[str]) -> bool:
    """Whether the letters of an abbreviation stand in these words, in order.

    From the last letter to the first, which begins a word: Schwartz and Hearst, A
    simple algorithm for identifying abbreviation definitions in biomedical text,
    Pacific Symposium on Biocomputing 2003. So are the words that may belong to it: no
    more than twice its letters, and no more than five above them.
    """
    wanted = [letter.lower() for letter in short if letter.isalnum()]
    long = " ".join(words).lower()
    at = len(long)
    for number, letter in reversed(list(enumerate(wanted))):
        at = long.rfind(letter, 0, at)
        while number == 0 and at > 0 and long[at - 1].isalnum():
            at = long.rfind(letter, 0, at)
        if at < 0:
            return False
    return len(words) > 1
