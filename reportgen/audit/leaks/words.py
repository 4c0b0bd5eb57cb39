"""People's own words that tell an audience what it may not read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from reportgen.audit.consistency.claims import check_claims
from reportgen.audit.leaks.numerals import numerals
from reportgen.errors import Fault, Place, Slug, error
from reportgen.evidence.commentary import Commentary
from reportgen.evidence.disclosure import Published
from reportgen.pages.narrative import Mention
from reportgen.vocabulary import Rendition


def unrounded_claims(
    mentions: Sequence[Mention], published: Published
) -> Iterator[Fault]:
    """Claims that tell this audience more of a rounded count than it may read."""
    of_rounded = [
        mention
        for mention in mentions
        if any(published[measure].area.base > 1 for measure, _ in mention.targets)
    ]
    found = check_claims(of_rounded, published)
    for fault in (f for f in found if f.slug is Slug.CLAIM_CONTRADICTS_VALUE):
        what = f"{fault.what} in the {published.rendition} rendition, as it is rounded"
        cure = "write what is printed there, or leave the number to a slot"
        yield error(Slug.WITHHELD_VALUE, fault.place, what, cure)


def withheld_in_words(
    texts: Iterable[Commentary], secret: Mapping[str, str], rendition: Rendition
) -> Iterator[Fault]:
    """Numbers in the commentary that an audience may not read, whoever wrote them.

    Args:
        texts: the commentary.
        secret: what is withheld, as it could be written, each with its measure.
        rendition: the audience.
    """
    for text in texts if secret else ():
        for line, words in enumerate(text.text.split("\n"), 1):
            for found in (one for one in numerals(words) if one.alone):
                measure = next((secret[f] for f in found.forms if f in secret), "")
                if measure:
                    what = (
                        f"the {rendition} rendition may not show {found.forms[0]}, "
                        f"which is a withheld number of {measure}"
                    )
                    place = Place(text.file, line=line)
                    cure = "take it out, or write what this audience may read"
                    yield error(Slug.WITHHELD_VALUE, place, what, cure)
