"""The sentences of a commentary, and those that are too long.

The only door to sentencex, which knows that "e.g." and "St." end no sentence.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reportgen.errors import Fault, Place, Slug, caution
from reportgen.pages.paragraphs import Paragraph

LONGEST = 25
"""Words. "Check any sentences with more than 25 words to see if you can split them":
Government Digital Service, Content design: planning, writing and managing content."""
_MARKER = re.compile(r"\[[a-z]{1,3}\]")  # such as [p]
_QUOTED = 8  # words by which an author finds the sentence


@dataclass(frozen=True)
class Sentence:
    """One sentence as it is printed, or an item of a list that is none."""

    place: Place
    text: str

    @property
    def words(self) -> list[str]:
        """What stands between blanks and has a letter or a digit; no marker."""
        text = _MARKER.sub("", self.text)
        return [word for word in text.split() if any(map(str.isalnum, word))]

    @property
    def quoted(self) -> str:
        """Its first words, by which it is found."""
        words = self.text.split()
        more = " …" if len(words) > _QUOTED else ""
        return f'"{" ".join(words[:_QUOTED])}{more}"'


def sentences(paragraphs: Iterable[Paragraph], file: str) -> list[Sentence]:
    """The sentences of paragraphs and of items, in order.

    Args:
        paragraphs: of one file.
        file: its path for messages.
    """
    return [
        Sentence(Place(file, line=paragraph.line_at(start)), text.strip())
        for paragraph in paragraphs
        if paragraph.is_prose
        for start, text in _divided(paragraph.text)
        if any(map(str.isalnum, text))
    ]


def _divided(text: str) -> Iterator[tuple[int, str]]:
    """Each sentence with the offset at which it begins."""
    from sentencex import segment

    at = 0
    for sentence in segment("en", text):
        start = max(text.find(sentence, at), at)
        at = start + len(sentence)
        yield start + len(sentence) - len(sentence.lstrip()), sentence


def too_long(found: Sequence[Sentence]) -> list[Fault]:
    """A caution for each sentence of more than 25 words."""
    return [
        caution(
            Slug.LONG_SENTENCE,
            one.place,
            f"a sentence of {len(one.words)} words: {one.quoted}",
            f"divide it, or make a list of it: {LONGEST} words are enough for one",
        )
        for one in found
        if len(one.words) > LONGEST
    ]
