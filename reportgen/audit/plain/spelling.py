"""Words that are not British English.

The only door to Hunspell. The dictionary is the one of LibreOffice for British
English, which Debian installs; nothing is fetched, and no personal list of the machine
is asked, so that everybody who has the same dictionary finds the same.
"""

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from reportgen.errors import DictionaryMissing, Fault, Place, Slug, caution
from reportgen.evidence.words import FILE, Words
from reportgen.pages.paragraphs import Paragraph

LANGUAGE = "en_GB"
_FOLDERS = ("/usr/share/hunspell", "/usr/share/myspell", "/Library/Spelling")
_WORD = re.compile(r"(?<![\w.@#])[^\W\d_]+(?:['’-][^\W\d_]+)*(?![\w@])")
_SHORTEST = 3  # letters; shorter ones are units, initials and "eg"
_LONGEST = 50  # letters; Hunspell takes no longer ones
_LATIN = 0x250  # code points below it; the dictionary knows no other script
_SUGGESTED = 10  # words of a report; each takes a sixth of a second
_NEAR = 3  # suggestions that are told
_ENDS = ".!?:…"
_BEFORE = 9  # letters before a word: blanks and quotation marks, then a sentence's end


@dataclass(frozen=True)
class Dictionary:
    """What counts as spelled in British English."""

    hunspell: Any
    """Brings no types of its own."""

    def knows(self, word: str) -> bool:
        """Whether the dictionary has a word, in its own case or in small letters."""
        return bool(self.hunspell.spell(word) or self.hunspell.spell(word.lower()))

    def near(self, word: str) -> list[str]:
        """Up to three words that may have been meant, the likeliest first."""
        return list(self.hunspell.suggest(word))[:_NEAR]


@cache
def british() -> Dictionary:
    """The dictionary of British English; loaded once, in about a tenth of a second.

    Raises:
        DictionaryMissing: it is in none of the usual folders, nor in one that the
            variable DICPATH names (which Hunspell itself reads too).
    """
    from hunspell import Hunspell

    own = os.environ.get("DICPATH", "").split(os.pathsep)
    for folder in filter(None, (*own, *_FOLDERS)):
        if all(Path(folder, f"{LANGUAGE}.{end}").is_file() for end in ("aff", "dic")):
            return Dictionary(Hunspell(LANGUAGE, hunspell_data_dir=folder))
    raise DictionaryMissing


def misspelled(
    texts: Sequence[tuple[str, Sequence[Paragraph]]], words: Words
) -> list[Fault]:
    """A caution for each word that the dictionary and the list do not have.

    A word with a capital within a sentence is taken for a name, which no dictionary
    can judge.

    Args:
        texts: the file and the paragraphs of each commentary, in reading order.
        words: those of the field.

    Raises:
        DictionaryMissing: there is no dictionary to ask.
    """
    dictionary = british()
    places: dict[str, list[Place]] = {}
    for file, paragraphs in texts:
        for paragraph in paragraphs:
            for start, word in _unknown(paragraph.own, dictionary, words):
                place = Place(file, line=paragraph.line_at(start))
                places.setdefault(word, []).append(place)
    return [
        _fault(word, found, dictionary if number < _SUGGESTED else None)
        for number, (word, found) in enumerate(places.items())
    ]


def _fault(word: str, places: Sequence[Place], dictionary: Dictionary | None) -> Fault:
    near = dictionary.near(word) if dictionary else []
    instead = " or ".join(f'"{one}"' for one in near)
    write = f"write {instead}" if near else "look it up"
    what = f'"{word}" is not in the dictionary of British English'
    cure = f"{write}, or add the word to {FILE}"
    first, *rest = dict.fromkeys(places)
    return caution(Slug.MISSPELLED, first, what, cure, rest)


def _unknown(
    text: str, dictionary: Dictionary, words: Words
) -> Iterator[tuple[int, str]]:
    """Each word that nobody knows, with its offset."""
    for found in _WORD.finditer(text):
        whole = found[0].replace("’", "'")
        before = text[max(0, found.start() - _BEFORE) : found.start()]
        if _is_name(whole, before) or _is_known(whole, dictionary, words):
            continue
        for part in whole.split("-"):
            if not _is_known(part, dictionary, words):
                yield found.start(), part


def _is_name(word: str, before: str) -> bool:
    """Whether a word is written like a name, an abbreviation or in another script."""
    if word[1:] != word[1:].lower() or max(map(ord, word)) >= _LATIN:
        return True
    last = before.rstrip(" \"'“”‘’([")[-1:]
    return word[0].isupper() and bool(last) and last not in _ENDS


def _is_known(word: str, dictionary: Dictionary, words: Words) -> bool:
    bare = word.removesuffix("'s").strip("'")
    fits = _SHORTEST <= len(bare) <= _LONGEST
    return not fits or bare in words or dictionary.knows(bare)
