"""The words of the field: terms and abbreviations that need no explanation here."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from reportgen.errors import Fault, Place, Slug, error
from reportgen.evidence.cycle import Partnership
from reportgen.reading import Row, Text, read_rows

FILE = "data/words.csv"
_CAPITALS = 2  # of an abbreviation


class Term(Row):
    """One row of `words.csv`."""

    word: Text
    """A term, a name, or an abbreviation; it may have several words."""
    meaning: str
    """What an abbreviation stands for, or what the term is; may be empty for a term."""


@dataclass(frozen=True)
class Words:
    """What readers of this workspace know, or can look up in its list."""

    parts: frozenset[str]
    """The single words of all terms, as they are written."""

    def __contains__(self, word: str) -> bool:
        """Whether a word stands in the list, itself or as a plural in s.

        A term in small letters may stand with a capital; a name keeps its own.
        """
        forms = {word, word.removesuffix("s")}
        return bool(self.parts & (forms | {form.lower() for form in forms}))


def is_abbreviation(word: str) -> bool:
    """Whether a word is made of capitals, such as NDTMS, A&E or DHRs."""
    bare = word.removesuffix("s")
    capitals = sum(letter.isupper() for letter in bare)
    return capitals >= _CAPITALS and not any(letter.islower() for letter in bare)


def read_words(data: Path) -> Words:
    """The words of `words.csv`; none where there is no such file.

    Raises:
        FaultsFound: the file does not read, or an abbreviation has no meaning.
    """
    path = data / "words.csv"
    rows = read_rows(path, FILE, Term, _judged) if path.is_file() else []
    return words_from(row.word for row in rows)


def words_from(terms: Iterable[str]) -> Words:
    """Words that are known, by the terms that hold them."""
    return Words(frozenset(part for term in terms for part in _parts(term)))


def _parts(term: str) -> list[str]:
    return [term, *re.findall(r"[^\W_]+(?:[&'’][^\W_]+)*", term)]


def names_of(partnership: Partnership) -> list[str]:
    """What a partnership calls itself, its places and its members."""
    roles = [(one.holder, one.organisation, one.role) for one in partnership.role]
    own = (partnership.name, partnership.short_name, partnership.abbreviation)
    places = (partnership.area.name, partnership.benchmark.name)
    return [*own, *places, *(name for role in roles for name in role)]


def _judged(rows: Sequence[Term]) -> list[Fault]:
    """Abbreviations without a meaning, and words that stand twice."""
    faults, first = [], dict[str, int]()
    for row in rows:
        before = first.setdefault(row.word, row.place.row or 0)
        if before != row.place.row:
            what, cure = f'"{row.word}" stands in row {before} too', "keep one of them"
            faults.append(error(Slug.DUPLICATE_ROW, row.place, what, cure))
        if is_abbreviation(row.word) and not row.meaning:
            place = Place(FILE, row=row.place.row, column="meaning")
            what = f'"{row.word}" is an abbreviation without a meaning'
            faults.append(error(Slug.MISSING_KEY, place, what, "write what it means"))
    return faults
