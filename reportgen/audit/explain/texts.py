"""Printed words that stand in a file: an author's, or those of a table of data."""

from collections.abc import Iterator
from dataclasses import replace

from reportgen.audit.explain.lineage import Kind, Lineage
from reportgen.audit.explain.paper import Paper
from reportgen.audit.explain.written import Written
from reportgen.errors import Place
from reportgen.pages.numerals import Belonging, Numeral
from reportgen.pages.passages import Passage

_MOST = 12  # places that are told of one text
_NEAR = 40  # letters: how far a whole may begin before a number that belongs to it


def written_in(paper: Paper, passage: Passage, numeral: Numeral) -> Iterator[Lineage]:
    """The longest text of a data file that the number stands in."""
    if passage.has("commentary"):
        return
    text, own = passage.text.casefold(), paper.measure(passage)
    start = text.find(numeral.whole.casefold(), max(0, numeral.start - _NEAR))
    longest: dict[str, list[Lineage]] = {}
    for each in paper.written:
        wanted = each.text.casefold()
        may = _may_stand(each, own, passage) and numeral.text in each.text
        if may and _covers(text, wanted, numeral, start):
            places = (each.place,)
            made = Lineage(Kind.WRITTEN, each.what, each.measure, places=places)
            longest.setdefault(wanted, []).append(made)
    if longest:
        yield _together(longest[max(longest, key=len)])


def _may_stand(each: Written, own: str, passage: Passage) -> bool:
    """Whether a text may be printed there: its measure's own row, the first page."""
    known = not own or not each.measure or each.measure == own
    return known and (not each.opening or _opens(passage))


def _together(found: list[Lineage]) -> Lineage:
    """One lineage of a text that stands in several places, such as a common unit."""
    first, more = found[0], len(found) - 1
    places = tuple(place for each in found for place in each.places)
    if not more:
        return first
    what = f"{first.what}, and of {more} more"
    return replace(first, what=what, measure="", places=places[:_MOST])


def _opens(passage: Passage) -> bool:
    kinds = {"furniture", "title"}
    return passage.kind in kinds or passage.has("opening")


def _covers(text: str, wanted: str, numeral: Numeral, whole: int) -> bool:
    """Whether the text stands in the passage around the whole that the number is of."""
    first = min(numeral.start, whole if whole >= 0 else numeral.start)
    last = max(numeral.end, first + len(numeral.whole))
    place = text.find(wanted)
    while place >= 0:
        if place <= first and last <= place + len(wanted):
            return True
        place = text.find(wanted, place + 1)
    return False


def authored(paper: Paper, passage: Passage, numeral: Numeral) -> Iterator[Lineage]:
    """A date, a year, a name or an unbound number in the words of an author."""
    if not passage.has("commentary"):
        return
    source = paper.assembly.commentary.get(passage.section)
    if source is None:
        return
    kinds = {
        Belonging.NUMBER: "an author's number that is bound to no value",
        Belonging.WORD: "an author's number that is written as a word",
    }
    what = kinds.get(numeral.belonging, f"an author's {numeral.belonging}")
    line = _line(source.text, passage.text, numeral)
    place = Place(source.file, line=line)
    yield Lineage(Kind.AUTHOR, f"{what}: {numeral.whole}", places=(place,))


def _line(text: str, passage: str, numeral: Numeral) -> int | None:
    """The line of a file that has the most of the words around a number."""
    near = passage[max(0, numeral.start - 30) : numeral.end + 30].split()
    lines = enumerate(text.split("\n"), 1)
    found = [
        (sum(word in line for word in near), -number, number)
        for number, line in lines
        if numeral.text in line
    ]
    return max(found)[2] if found else None


def wording(paper: Paper, passage: Passage, words: str) -> Lineage:
    """An author's words, a text of a data file, or words of the tool."""
    source = paper.assembly.commentary.get(passage.section)
    if passage.has("commentary") and source:
        lines = source.text.casefold().split("\n")
        first = words.casefold()
        line = next((n for n, text in enumerate(lines, 1) if first in text), None)
        place = Place(source.file, line=line)
        return Lineage(Kind.AUTHOR, "words of the commentary", places=(place,))
    small = words.casefold()
    found = [each for each in paper.written if small in each.text.casefold()]
    if found:
        lineages = [Lineage(Kind.WRITTEN, e.what, places=(e.place,)) for e in found]
        return _together(lineages)
    return Lineage(Kind.OWN, "words of the tool, made from the values or fixed")
