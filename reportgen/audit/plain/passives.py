"""Heaps of passives: texts in which hardly anybody does anything."""

import re
from collections.abc import Sequence

from reportgen.audit.plain.sentences import Sentence
from reportgen.errors import Fault, Place, Slug, caution

_IRREGULAR = (
    "beaten|become|begun|bent|bet|bidden|bitten|blown|born|borne|bought|bound|bred|"
    "broken|brought|built|burnt|cast|caught|chosen|clung|cost|cut|dealt|done|drawn|"
    "driven|dug|eaten|fallen|fed|felt|flung|forbidden|foreseen|forgiven|forgotten|"
    "fought|found|frozen|given|gone|ground|grown|heard|held|hidden|hit|hung|hurt|"
    "kept|known|laid|learnt|led|left|lent|let|lit|lost|made|meant|met|misled|"
    "mistaken|overcome|overseen|overtaken|paid|proven|put|read|rebuilt|redone|"
    "retold|rewritten|ridden|risen|run|rung|said|sawn|seen|sent|set|sewn|shaken|"
    "shed|shorn|shot|shown|shut|slain|slid|sold|sought|sown|spelt|spent|spilt|split|"
    "spoilt|spoken|spread|spun|stolen|stood|strewn|struck|strung|stuck|stung|sung|"
    "sunk|swept|swollen|sworn|swung|taken|taught|thought|thrown|told|torn|trodden|"
    "understood|undertaken|undone|upheld|upset|withdrawn|withheld|won|worn|wound|"
    "woven|written|wrung"
)
_NOT_DONE = (
    "advanced|aged|concerned|detailed|experienced|hundred|indeed|interested|married|"
    "need|pleased|qualified|red|related|tired|united|unemployed"
)
"""They end like a participle and say what something is like, not what is done to it."""
_PASSIVE = re.compile(
    r"\b(?:am|is|are|was|were|be|been|being|isn't|aren't|wasn't|weren't)\s+"
    r"(?:(?:not|never|also|only|still|now|then|often|always|already|just|all|both|each"
    r"|being|been|\w{1,20}ly)\s+){0,3}"
    rf"(?!(?:{_NOT_DONE})\b)(?:\w{{1,30}}ed|{_IRREGULAR})\b",
    re.IGNORECASE,
)
_LEAST = 4  # passive sentences; fewer are no heap
_SHARE = 0.5
"""Of all sentences: our own measure, and a mild one. Guides to plain English want far
fewer; but who counted, and who was counted, is often beside the point of a figure."""


def is_passive(text: str) -> bool:
    """Whether a sentence says what is done, in the form that need not say by whom.

    A form of "be" and a participle, as in the package passive-voice of write-good;
    here adverbs may stand between the two. Not every such pair is a passive, so one
    alone is never told.
    """
    return _PASSIVE.search(text.replace("’", "'")) is not None


def heaps(found: Sequence[Sentence]) -> list[Fault]:
    """One caution where at least four, and more than half, are passive.

    Args:
        found: the sentences of one file.
    """
    passive = [one for one in found if is_passive(one.text)]
    if len(passive) < _LEAST or len(passive) <= _SHARE * len(found):
        return []
    first, *rest = passive
    what = (
        f"{len(passive)} of {len(found)} sentences are passive; the first is "
        f"{first.quoted}"
    )
    cure = "say who does it: the police counted, we will ask"
    others = dict.fromkeys(Place(one.place.file, line=one.place.line) for one in rest)
    return [caution(Slug.MANY_PASSIVES, first.place, what, cure, others)]
