"""Commentary held against the rules of plain English: optional, and never an error."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reportgen.audit.plain.abbreviations import undefined
from reportgen.audit.plain.passives import heaps
from reportgen.audit.plain.sentences import Sentence, sentences, too_long
from reportgen.audit.plain.spelling import misspelled
from reportgen.errors import Fault
from reportgen.evidence.words import Words
from reportgen.pages.paragraphs import Paragraph


@dataclass(frozen=True)
class Plainness:
    """What was found, and how much was looked at."""

    faults: tuple[Fault, ...]
    sentences: int
    words: int


def check_plain(texts: Mapping[str, Sequence[Paragraph]], words: Words) -> Plainness:
    """Long sentences, heaps of passives, unexplained abbreviations, and spelling.

    Args:
        texts: the paragraphs of each commentary by its file, in reading order.
        words: those that need no explanation.

    Raises:
        DictionaryMissing: there is no dictionary to spell by.
    """
    found: list[Fault] = []
    counted: list[Sentence] = []
    for file, paragraphs in texts.items():
        held = sentences(paragraphs, file)
        found += [*too_long(held), *heaps(held)]
        counted += held
    ordered = list(texts.items())
    found += [*undefined(ordered, words), *misspelled(ordered, words)]
    total = sum(len(one.text.split()) for held in texts.values() for one in held)
    return Plainness(tuple(found), len(counted), total)
