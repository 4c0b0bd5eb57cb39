"""What a reader asks of a report, and the answer: every place, and where it comes from.

| asked for              | answered with                                          |
|------------------------|--------------------------------------------------------|
| `47.0`, `+22%`, `1,816` | every number that is printed so                       |
| `Figure 3`, `Table 2`  | every number of it                                     |
| `m20`, `measure 20`, its short name | every number of the measure, and what it is |
| any other words        | the sentences that hold them, and their numbers        |
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches

from reportgen.audit.explain.descent import descent, of_words
from reportgen.audit.explain.lineage import Kind, Lineage
from reportgen.audit.explain.paper import Paper
from reportgen.audit.explain.printings import Printing, in_order, paged, printing
from reportgen.evidence.measures import Measure
from reportgen.formats import MINUS
from reportgen.pages.numerals import Belonging, Numeral, numerals, plain
from reportgen.pages.pagination import Pagination
from reportgen.pages.passages import Passage

_PIECE = re.compile(r"(fig(?:ure)?|table)\.?\s*(\d+)\.?", re.IGNORECASE)
_MEASURE = re.compile(r"(?:measure|indicator|no\.?|number)\s+(\d+)", re.IGNORECASE)
_NUMBER = re.compile(rf"([-+{MINUS}]?)((?:\d[\d,]*)?\.?\d+)\s*%?")
_PAGE = re.compile(r"page\s+\d+(?:\s+of\s+\d+)?", re.IGNORECASE)
_SPELT = Belonging.WORD
_NEAR = 3  # numbers or names that are told where nothing was found


@dataclass(frozen=True)
class Trace:
    """One origin, and all places where it is printed."""

    lineage: Lineage
    printed: tuple[Printing, ...]
    """In the order of reading; empty of a measure that the report prints nothing of."""


@dataclass(frozen=True)
class Explanation:
    """What one report answers to one question."""

    report: str
    """`2024-10/jcdu`."""
    rendition: str
    asked: str
    sought: str
    """What it was taken for: a number, a figure, a table, a measure, words, a page."""
    traces: tuple[Trace, ...]
    """Best first; empty where nothing was found."""
    near: tuple[str, ...]
    """What is printed and may have been meant, where nothing was found."""
    paged: bool = False
    """Whether a current PDF told the pages."""


def paginated(found: Explanation, pagination: Pagination) -> Explanation:
    """The same answer, with the pages of a finished PDF."""
    traces = tuple(
        replace(each, printed=tuple(paged(one, pagination) for one in each.printed))
        for each in found.traces
    )
    return replace(found, traces=traces, paged=True)


@dataclass(frozen=True)
class Hit:
    """A place that the question is about; without a number where only words are."""

    passage: Passage
    start: int
    end: int
    numeral: Numeral | None
    exact: bool = True
    """Whether it is printed just as it was asked for."""


_COUNTED = "page numbers are counted by the layout, and stand in the PDF only"
_PAGES = Trace(Lineage(Kind.FURNITURE, _COUNTED), ())


def explain(paper: Paper, asked: str) -> Explanation:
    """The answer of one report.

    Args:
        paper: the report.
        asked: not empty.
    """
    wanted = " ".join(asked.split())
    sought, hits, about = _sought(paper, wanted)
    traces = (_PAGES,) if sought == "page" else _traces(paper, hits, about)
    near = () if traces else tuple(_near(paper, wanted))
    name, rendition = paper.assembly.name, paper.published.rendition.value
    return Explanation(name, rendition, asked, sought, traces, near)


def _sought(paper: Paper, wanted: str) -> tuple[str, list[Hit], Measure | None]:
    """What was asked for, the places that it is about, and the measure, if one."""
    piece = _PIECE.fullmatch(wanted)
    if piece:
        kind = "table" if piece[1].lower() == "table" else "figure"
        return kind, list(_of_piece(paper, f"{kind}-{piece[2]}")), None
    measure = _measure(paper, wanted)
    if measure is not None:
        return "measure", list(_of_measure(paper, measure.measure)), measure
    number = _NUMBER.fullmatch(wanted)
    if number:
        return "number", list(_of_number(paper, number[1], plain(number[2]))), None
    if _PAGE.fullmatch(wanted):
        return "page", [], None
    return "words", list(_of_words(paper, wanted)), None


# --- Where it is printed --------------------------------------------------------------


def _hit(passage: Passage, numeral: Numeral, *, exact: bool = True) -> Hit:
    return Hit(passage, numeral.start, numeral.end, numeral, exact)


def _of_number(paper: Paper, sign: str, digits: str) -> Iterator[Hit]:
    """Numbers with these digits; only where there are none, those of equal value.

    So `47` finds 47.0, and `4` is not lost among 4.0.
    """
    numbers = [each for each in paper.numbers if each[1].belonging is not _SPELT]
    alike = [(p, n) for p, n in numbers if n.digits == digits]
    value = _value(digits)
    equal = (
        (p, n)
        for p, n in numbers
        if n.belonging is Belonging.NUMBER and _value(n.digits) == value
    )
    for passage, numeral in alike or equal:
        exact = not sign or _sign(numeral.sign) == _sign(sign)
        yield _hit(passage, numeral, exact=exact)


def _value(digits: str) -> Decimal | None:
    try:
        return Decimal(digits)
    except InvalidOperation:
        return None


def _sign(sign: str) -> str:
    return sign.replace(MINUS, "-")


def _of_piece(paper: Paper, name: str) -> Iterator[Hit]:
    """The numbers of a figure or of a table, without those of its number."""
    for passage, numeral in paper.numbers:
        if name in passage.ids:
            yield _hit(passage, numeral)


def _measure(paper: Paper, wanted: str) -> Measure | None:
    """The measure of an id, a number on the scorecard or a name."""
    numbered = _MEASURE.fullmatch(wanted)
    small = wanted.casefold()
    for one in paper.published.values():
        measure = one.measure
        names = (measure.measure, measure.short_name, measure.name)
        if numbered and measure.numeral == numbered[1]:
            return measure
        if small in {name.casefold() for name in names}:
            return measure
    return None


def _of_measure(paper: Paper, measure: str) -> Iterator[Hit]:
    """The numbers that come from a measure, and the cells that have none."""
    for passage in paper.passages:
        if passage.has("absent") and paper.measure(passage) == measure:
            yield Hit(passage, 0, len(passage.text), None)
    for passage, numeral in paper.numbers:
        lineages = descent(paper, passage, numeral)
        values = numeral.belonging is Belonging.NUMBER
        if values and any(each.measure == measure for each in lineages):
            yield _hit(passage, numeral)


def _of_words(paper: Paper, wanted: str) -> Iterator[Hit]:
    """The numbers in the words, else the words as such."""
    pattern = re.compile(rf"(?<!\w){re.escape(wanted)}(?!\w)", re.IGNORECASE)
    for passage in paper.passages:
        for found in pattern.finditer(passage.text):
            start, end = found.span()
            held = [n for n in numerals(passage.text) if start <= n.start < end]
            yield from (_hit(passage, numeral) for numeral in held)
            if not held:
                yield Hit(passage, start, end, None)


# --- Grouped by where it comes from ---------------------------------------------------

_FIRST = {kind: number for number, kind in enumerate(Kind)}


def _traces(
    paper: Paper, hits: Sequence[Hit], about: Measure | None
) -> tuple[Trace, ...]:
    """Places of one origin together; those printed as asked for first, then by kind."""
    found: dict[Lineage, list[Printing]] = {}
    exact: set[Lineage] = set()
    for hit in hits:
        place = printing(paper, hit.passage, hit.start, hit.end)
        for lineage in _lineages(paper, hit):
            if about is None or lineage.measure == about.measure:
                found.setdefault(lineage, []).append(place)
                exact |= {lineage} if hit.exact else set()
    traces = [Trace(lineage, in_order(places)) for lineage, places in found.items()]
    traces.sort(key=lambda each: _rank(each.lineage, exact))
    return tuple(traces)


def _rank(lineage: Lineage, exact: set[Lineage]) -> tuple[bool, int]:
    return lineage not in exact, _FIRST[lineage.kind]


def _lineages(paper: Paper, hit: Hit) -> tuple[Lineage, ...]:
    if hit.numeral is not None:
        return descent(paper, hit.passage, hit.numeral)
    return (of_words(paper, hit.passage, hit.start, hit.end),)


# --- Where nothing was found ----------------------------------------------------------


def _near(paper: Paper, wanted: str) -> Iterator[str]:
    """Numbers next to the one asked for, else names like it; all of them printed."""
    number = _NUMBER.fullmatch(wanted)
    value = _value(plain(number[2])) if number else None
    if value is None:
        yield from _alike(paper, wanted)
        return
    held: Mapping[str, Decimal | None] = {
        numeral.text: _value(numeral.digits)
        for _, numeral in paper.numbers
        if numeral.belonging is Belonging.NUMBER
    }
    ranked = sorted(
        (abs(known - value), text) for text, known in held.items() if known is not None
    )
    yield from (text for _, text in ranked[:_NEAR])


def _alike(paper: Paper, wanted: str) -> list[str]:
    names: dict[str, str] = {}
    for one in paper.used:
        for name in (one.measure.measure, one.measure.short_name):
            names[name.casefold()] = name
    for piece in paper.pieces:
        names[piece.replace("-", " ")] = piece.replace("-", " ").capitalize()
    close = get_close_matches(wanted.casefold(), names, n=_NEAR, cutoff=0.5)
    return [names[each] for each in close]
