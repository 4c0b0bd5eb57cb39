"""From one printed number to where it comes from, by the passage that it stands in."""

import re
from collections.abc import Callable, Iterator

from reportgen.audit.explain.bound import in_words, told
from reportgen.audit.explain.datings import awaited, periods, received
from reportgen.audit.explain.lineage import (
    Kind,
    Lineage,
    absent,
    defined,
    named,
    of_origin,
)
from reportgen.audit.explain.paper import Paper
from reportgen.audit.explain.texts import authored, wording, written_in
from reportgen.audit.explain.trends import trended
from reportgen.errors import Place
from reportgen.formats import long_date, sentence_case
from reportgen.pages.figures import Figure
from reportgen.pages.narrative import Mention, MentionKind
from reportgen.pages.numerals import Belonging, Numeral
from reportgen.pages.origins import Origin
from reportgen.pages.passages import Mark, Passage
from reportgen.pages.tables import MeasureTable

_FIXED = re.compile(r"(?:is (?=100\b)|(?=95% ))")
_LABEL = re.compile(r"(?:Figure|Table) \d+\.")
_TEMPLATES = {
    "opening": "opening.html",
    "contents": "contents.html",
    "legend": "blocks/how-to-read.html",
    "sources": "blocks/sources.html",
    "absence": "blocks/absence.html",
    "doubts": "blocks/doubts.html",
    "since-last-issue": "blocks/since-last-issue.html",
    "sign-off": "blocks/sign-off.html",
}

Way = Callable[[Paper, Passage, Numeral], Iterator[Lineage]]


def descent(paper: Paper, passage: Passage, numeral: Numeral) -> tuple[Lineage, ...]:
    """Where a number comes from; several lineages where nothing parts them.

    Args:
        paper: the report that prints it.
        passage: where it stands.
        numeral: one of the passage's.
    """
    for way in _WAYS:
        found = tuple(dict.fromkeys(way(paper, passage, numeral)))
        if found:
            return found
    return (_counted(paper, passage, numeral),)


def of_words(paper: Paper, passage: Passage, start: int, end: int) -> Lineage:
    """Where words without a number come from.

    Args:
        paper: the report that prints them.
        passage: where they stand.
        start: where they begin in the passage's text.
        end: where they end.
    """
    mention = _mention_at(paper, passage, start, end)
    if mention is not None:
        return in_words(paper, mention)
    own = paper.measure(passage)
    if own and passage.has("absent"):
        return absent(
            paper.published[own], paper.published, is_england=passage.has("england")
        )
    return wording(paper, passage, passage.text[start:end])


# --- Words of authors that are bound to something -------------------------------------


def _mention_at(paper: Paper, passage: Passage, start: int, end: int) -> Mention | None:
    """The slot, claim or citation that a piece of a passage is a part of."""
    around = (m for m in passage.marks if m.start < end and start < m.end)
    found = (paper.mentions.get(id(mark)) for mark in around)
    return next((mention for mention in found if mention is not None), None)


def _mentioned(paper: Paper, passage: Passage, numeral: Numeral) -> Iterator[Lineage]:
    """A slot, a claim or a citation of the commentary."""
    mention = _mention_at(paper, passage, numeral.start, numeral.end)
    if mention is not None:
        yield from told(paper, mention, numeral)


# --- Numbers that stand for values ----------------------------------------------------


def _mark(passage: Passage, numeral: Numeral) -> Mark | None:
    """The `data` element that a number stands in."""
    around = (
        mark
        for mark in passage.marks
        if mark.element == "data" and mark.start <= numeral.start < mark.end
    )
    return next(around, None)


def _carried(paper: Paper, passage: Passage, numeral: Numeral) -> Iterator[Lineage]:
    """What the page itself says that the number stands for."""
    mark = _mark(passage, numeral)
    if mark is None:
        return
    for origin in _origins(paper, passage, mark, numeral):
        yield of_origin(origin, paper.published, paper.owners)


def _origins(
    paper: Paper, passage: Passage, mark: Mark, numeral: Numeral
) -> Iterator[Origin]:
    measures = mark.told.get("data-measure", "").split() or [""]
    parts = mark.told.get("data-part", "").split()
    period = mark.told.get("data-period", "")
    for origin in _around(paper, passage, measures):
        of_it = origin.measure in measures and origin.part.value in parts
        alike = of_it and origin.digits == numeral.digits
        if alike and period in {"", str(origin.period)}:
            yield origin


def _around(paper: Paper, passage: Passage, measures: list[str]) -> list[Origin]:
    """What may stand here: the latest of a measure; of a figure or a line, all."""
    held = paper.document.origins
    piece = paper.piece(passage)
    if isinstance(piece, Figure):
        return list(held[f"figure {piece.id}"])
    for name in passage.ids:
        if name.startswith("change-"):
            return list(held[f"change {name.split('-')[1]}"])
    if passage.has("key-figures") or passage.has("measures"):
        return [each for one in measures for each in held.get(one, ())]
    return list(held["all"])


def _heard(paper: Paper, passage: Passage, numeral: Numeral) -> Iterator[Lineage]:
    """A text alternative, which can carry nothing: by the words around the number."""
    if passage.kind != "alt":
        return
    own, piece = paper.measure(passage), paper.piece(passage)
    name = f"figure {piece.id}" if isinstance(piece, Figure) else f"series {own}"
    yield from _by_words(paper, passage, numeral, paper.document.origins.get(name, ()))


def _by_words(
    paper: Paper, passage: Passage, numeral: Numeral, origins: "tuple[Origin, ...]"
) -> Iterator[Lineage]:
    for each in paper.attributed(passage, origins):
        if each.numeral.start == numeral.start:
            for origin in each.origins:
                yield of_origin(origin, paper.published, paper.owners)


def _doubted(paper: Paper, passage: Passage, numeral: Numeral) -> Iterator[Lineage]:
    """In what the checks found: an author's words, a value, or a number of theirs."""
    if not passage.has("doubts"):
        return
    for narrative in paper.narratives.values():
        for mention in narrative.mentions:
            start = passage.text.find(f'"{mention.words}"') + 1
            if start and start <= numeral.start < start + len(mention.words):
                yield from told(paper, mention, numeral)
                return
    if numeral.belonging in {Belonging.NUMBER, Belonging.WORD}:
        values = list(_by_words(paper, passage, numeral, paper.latest))
        found = values or list(written_in(paper, passage, numeral))
        said = "worked out by the checks from the values that they name"
        yield from found or [Lineage(Kind.OWN, said)]


def _quoted(paper: Paper, passage: Passage, numeral: Numeral) -> Iterator[Lineage]:
    """In the list of numbers that the text quotes: the words and their origin."""
    if not passage.has("sources") or passage.has("origins"):
        return
    for narrative in paper.narratives.values():
        for mention in narrative.mentions:
            if mention.kind is MentionKind.CITATION:
                printed = {mention.words, sentence_case(mention.origin)}
                if passage.text in printed and passage.row in {"", mention.words}:
                    yield from told(paper, mention, numeral)


def _exemplified(paper: Paper, passage: Passage, numeral: Numeral) -> Iterator[Lineage]:
    """The value with its interval that "How to read" shows: the first of the tables."""
    if not passage.has("legend") or passage.kind != "th":
        return
    tables = [t for t in paper.pieces.values() if isinstance(t, MeasureTable)]
    rows = [row for table in tables for row in table.rows if row.value.limits]
    if rows and passage.text == f"{rows[0].value.number} ({rows[0].value.limits})":
        origins = paper.document.origins[rows[0].id]
        yield from _by_words(paper, passage, numeral, origins)


# --- Words of data files, periods and days --------------------------------------------


def _by_number(paper: Paper, passage: Passage, numeral: Numeral) -> Iterator[Lineage]:
    """A measure's number on the scorecard, in a column or a list of numbers."""
    listed = passage.has("origins") and passage.column == "Measures"
    noted = passage.has("notes") and passage.kind == "th"
    if not (passage.has("no") or listed or noted):
        return
    for one in paper.published.values():
        if one.measure.numeral == numeral.digits:
            what = f"number on the scorecard of {named(one.measure)}"
            places = (defined(one.measure, "number"),)
            yield Lineage(Kind.WRITTEN, what, one.measure.measure, places=places)


def _dated(paper: Paper, passage: Passage, numeral: Numeral) -> Iterator[Lineage]:
    """A period or a received date of the rows that a passage may speak of."""
    if passage.has("commentary"):
        return
    scope = paper.scope(passage)
    if numeral.belonging is Belonging.DATE:
        yield from received(paper, scope, numeral)
        yield from awaited(scope, numeral)
    if numeral.belonging in {Belonging.PERIOD, Belonging.SPAN}:
        yield from periods(paper, scope, numeral)


def _preceded(paper: Paper, passage: Passage, numeral: Numeral) -> Iterator[Lineage]:
    """When the issue before was published, and up to which day it knew its data."""
    before = paper.assembly.follows
    if before is None or passage.kind != "p" or not passage.has("since-last-issue"):
        return
    number = before.cycle.report.index(before.report) + 1
    said = {
        f"report.{number}.occasion": before.report.occasion,
        "cut_off": long_date(before.cycle.cut_off),
    }
    for column, text in said.items():
        start = passage.text.find(text)
        if start <= numeral.start < start + len(text):
            place = Place(f"data/{before.cycle.cycle}/cycle.toml", column=column)
            yield Lineage(Kind.WRITTEN, f"{column} of the last issue", places=(place,))


# --- What is left ---------------------------------------------------------------------


def _numbered(_paper: Paper, passage: Passage, numeral: Numeral) -> Iterator[Lineage]:
    """`Figure 3.`, `Table 2.` and `[1]`: in the order of reading."""
    label = _LABEL.match(passage.text)
    around = passage.text[numeral.start - 1 : numeral.end + 1]
    if passage.has("commentary") and around == f"[{numeral.text}]":
        yield Lineage(Kind.NUMBERING, "number of a note of the commentary")
    if label and numeral.start < label.end():
        what = f"number of {label[0].rstrip('.').lower()}, in the order of the outline"
        yield Lineage(Kind.NUMBERING, what)


def _fixed(paper: Paper, passage: Passage, numeral: Numeral) -> Iterator[Lineage]:
    """Words of the templates, and of the tool's sentences, that no data change."""
    name = next((_TEMPLATES[c] for c in passage.classes if c in _TEMPLATES), "")
    if passage.kind == "furniture":
        yield Lineage(Kind.FURNITURE, "short title and imprint of the report")
    elif _FIXED.search(passage.text, max(0, numeral.start - 3), numeral.end + 2):
        yield Lineage(Kind.OWN, "the level of all intervals, or what England is set to")
    elif name == "blocks/how-to-read.html":
        place = Place(f"templates/{name}")
        yield Lineage(Kind.OWN, "an explanation of how to read", places=(place,))


def _counted(paper: Paper, passage: Passage, numeral: Numeral) -> Lineage:
    """A number of the tool's own: how many measures, values or findings there are.

    What is no whole number was never counted, and is not said to be.
    """
    scope = [one.measure.measure for one in paper.scope(passage)]
    among = f" among {', '.join(scope)}" if paper.piece(passage) else ""
    percent = passage.text[numeral.end : numeral.end + 1] == "%"
    if percent or "." in numeral.text or passage.has("number"):
        return Lineage(Kind.OWN, f"{UNKNOWN}{among}", paper.measure(passage))
    return Lineage(Kind.COUNT, f"counted by the tool{among}", paper.measure(passage))


UNKNOWN = "made by the tool; which values it is made of cannot be told"
"""What is said where a number leads nowhere, as of a template that a workspace owns."""
_WAYS: tuple[Way, ...] = (
    _mentioned,
    _carried,
    trended,
    _numbered,
    _by_number,
    _heard,
    _doubted,
    _quoted,
    _exemplified,
    _preceded,
    written_in,
    _dated,
    authored,
    _fixed,
)
"""In this order: first what the page says itself, last what is left to be said."""
