"""Numbers that authors bound to a value or to a source: slots, claims and citations."""

from collections.abc import Iterator
from dataclasses import replace

from reportgen.audit.consistency.claims import check_claims
from reportgen.audit.explain.datings import periods
from reportgen.audit.explain.lineage import (
    Kind,
    Lineage,
    defined,
    held,
    named,
    of_origin,
)
from reportgen.audit.explain.paper import Paper
from reportgen.pages.narrative import Mention, MentionKind
from reportgen.pages.numerals import Numeral


def told(paper: Paper, mention: Mention, numeral: Numeral) -> Iterator[Lineage]:
    """Where a number comes from that a slot, a claim or a citation prints."""
    if mention.kind is MentionKind.CITATION:
        what = f"quoted by the author: {mention.origin}"
        yield Lineage(Kind.QUOTED, what, places=(mention.place,))
    elif mention.kind is MentionKind.CLAIM:
        yield claim(paper, mention)
    else:
        yield from _slot(paper, mention, numeral)


def _slot(paper: Paper, mention: Mention, numeral: Numeral) -> Iterator[Lineage]:
    ((measure, part),) = mention.targets
    one = paper.published[measure]
    origins = paper.document.origins[measure]
    parts = {"comparison": {"value", "england"}}.get(part, {part})
    for origin in origins:
        if origin.part.value in parts and origin.digits == numeral.digits:
            lineage = of_origin(origin, paper.published, paper.owners)
            yield replace(lineage, places=(mention.place,))
    if part == "period":
        yield from periods(paper, [one], numeral, (mention.place,))
    if part == "name":
        what = f"short name of {named(one.measure)}"
        places = (defined(one.measure, "short_name"), mention.place)
        yield Lineage(Kind.WRITTEN, what, measure, places=places)


def claim(paper: Paper, mention: Mention) -> Lineage:
    """A claim with the rows that it is about, and what the check says of it."""
    about, rows = [], []
    for measure, part in mention.targets:
        one = paper.published[measure]
        about.append(f"the {part} of {named(one.measure)}")
        held_values = [one.england] if part == "england" else [one.area]
        if part == "comparison":
            held_values.append(one.england)
        rows += [held(each, *paper.owners[id(each)]) for each in held_values]
    faults = check_claims([mention], paper.published)
    said = tuple(fault.what for fault in faults) or (
        "the check has nothing against it",
    )
    return Lineage(
        kind=Kind.CLAIM,
        what=f'an author\'s claim, "{mention.words}", about {" and ".join(about)}',
        measure=mention.targets[0][0],
        source=paper.published[mention.targets[0][0]].measure.source,
        rules=said,
        rows=tuple(rows),
        places=(mention.place,),
    )


def in_words(paper: Paper, mention: Mention) -> Lineage:
    """A slot, a claim or a citation that prints no number."""
    if mention.kind is MentionKind.CLAIM:
        return claim(paper, mention)
    if mention.kind is MentionKind.CITATION:
        what = f"quoted by the author: {mention.origin}"
        return Lineage(Kind.QUOTED, what, places=(mention.place,))
    ((measure, part),) = mention.targets
    one = paper.published[measure]
    rows = tuple(
        held(value, *paper.owners[id(value)])
        for value in (one.area, *([one.england] if part == "comparison" else []))
    )
    what = f"{named(one.measure)}: its {part} in words"
    source, places = one.measure.source, (mention.place,)
    return Lineage(Kind.VALUE, what, measure, source, rows=rows, places=places)
