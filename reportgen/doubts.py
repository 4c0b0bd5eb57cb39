"""The audit's findings in readers' words: names for ids, headings for files."""

import re
from collections.abc import Iterable, Iterator

from reportgen.errors import Fault, Slug
from reportgen.evidence.assembly import Assembly
from reportgen.evidence.disclosure import Published
from reportgen.formats import sentence_case
from reportgen.pages.backmatter import Doubt

_TOLD_TO_READERS = {
    Slug.CLAIM_CONTRADICTS_VALUE,
    Slug.CLAIMS_DISAGREE,
    Slug.CLAIM_NOT_CHECKED,
    Slug.DOUBLE_NEGATIVE,
    Slug.TOTAL_OUTSIDE_PARTS,
    Slug.PARTS_NOT_A_HUNDRED,
    Slug.VALUES_DISAGREE,
    Slug.PUBLISHED_COMPARISON_DIFFERS,
    Slug.WORDS_CONTRADICT_SLOT,
    Slug.UNIT_CONTRADICTS_TYPE,
    Slug.FAR_FROM_SIBLINGS,
    Slug.FAR_FROM_HISTORY,
}
"""What a reader must know: that a number or its meaning may be wrong.

The rest is said by [u], by the period beside the value, by a note of the measure, or
only the author can mend it.
"""


def doubts(
    faults: Iterable[Fault], assembly: Assembly, published: Published
) -> Iterator[Doubt]:
    """Those of the audit's findings that a reader must know.

    Args:
        faults: in the order in which they are told.
        assembly: for the titles of headings.
        published: for the names of measures.
    """
    titles = {h.id: h.title for h in assembly.outline.heading}
    sections = {one.file: titles[name] for name, one in assembly.commentary.items()}
    for fault in faults:
        if fault.slug in _TOLD_TO_READERS:
            what = _named_for_readers(fault.what, published)
            title = sections.get(fault.place.file, "the data")
            yield Doubt(sentence_case(what), assembly.partnership.filled(title))


def _named_for_readers(text: str, published: Published) -> str:
    def name(found: re.Match[str]) -> str:
        one = published.get(found[1])
        if one is None:
            return found[0]
        part = "" if found[2] in {None, "value"} else f" ({found[2]})"
        return f"{one.measure.short_name}{part}"

    return re.sub(r"\b([a-z]\w*)(?:\.(\w+))?", name, text)
