"""Where on the pages a number stands: piece, heading, and the words around it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportgen.audit.explain.paper import Paper
from reportgen.pages.figures import Figure
from reportgen.pages.pagination import Pagination
from reportgen.pages.passages import Passage
from reportgen.pages.tables import MeasureTable

_ROOM = 60  # characters on either side of what was asked for
_SENTENCE = re.compile(r"(?<=[.!?])\s")
_EVERYWHERE = ("head and foot", "title of the file")
_FIGURE = {
    "headline": "headline",
    "subtitle": "subtitle",
    "reading": "sentence",
    "note": "source",
}
_KINDS = {
    "furniture": "head and foot of every page",
    "title": "title of the file",
    "caption": "caption of a table",
    "p": "paragraph",
}
_PLACES = {
    "key-figures": "key figures",
    "says": "what this report says",
    "opening": "first page",
    "contents": "contents",
    "footnotes": "notes of the commentary",
}


@dataclass(frozen=True)
class Printing:
    """One place where something is printed."""

    heading: str
    """Title of the section; empty on the first page and in head and foot."""
    piece: str
    """`Table 2, row Deaths from drug use, column England`, `Figure 3, headline`."""
    words: str
    """The sentence or the cell, shortened."""
    anchor: str
    """Id on the page that leads there; empty on the first page."""
    told: bool = True
    """Whether the words stand on the page, and are not only heard."""
    begins: bool = False
    """Whether the id is that of a section, which may go on over pages."""
    page: int | None = None
    """Of the PDF that was built last, where it is current."""


def printing(paper: Paper, passage: Passage, start: int, end: int) -> Printing:
    """Where a piece of a passage is printed.

    Args:
        paper: the report that prints it.
        passage: what holds it.
        start: where the piece begins in the passage's text.
        end: where it ends.
    """
    titles = {section.id: section.title for section in paper.document.flat()}
    words = _shortened(passage.text, start, end)
    return Printing(
        heading=titles.get(passage.section, ""),
        piece=_piece(paper, passage),
        words=words,
        anchor=passage.anchor,
        told=passage.kind not in {"alt", "furniture", "title"},
        begins=not passage.ids,
    )


def _piece(paper: Paper, passage: Passage) -> str:
    held = paper.piece(passage)
    if isinstance(held, Figure):
        return f"Figure {held.number}, {_of_figure(passage)}"
    if isinstance(held, MeasureTable):
        return f"Table {held.number}, {_of_table(passage)}"
    if passage.has("commentary"):
        return f"commentary, {_counted(paper, passage)}"
    named = (told for name, told in _PLACES.items() if passage.has(name))
    cell = _cell(passage) if passage.kind in {"td", "th"} else ""
    return cell or next(named, _KINDS.get(passage.kind, "text"))


def _of_figure(passage: Passage) -> str:
    if passage.kind == "alt":
        return "text alternative"
    return next((_FIGURE[c] for c in passage.classes if c in _FIGURE), "text")


def _of_table(passage: Passage) -> str:
    if passage.kind == "alt":
        return "text alternative of a history line"
    return _cell(passage) if passage.kind in {"td", "th"} else passage.kind


def _cell(passage: Passage) -> str:
    row = f'row "{_shortened(passage.row, 0, 0)}"' if passage.row else "a table's head"
    return f"{row}, column {passage.column}" if passage.column else row


def _counted(paper: Paper, passage: Passage) -> str:
    """`paragraph 3`, among the paragraphs and items under the same heading."""
    alike = [
        each
        for each in paper.passages
        if each.section == passage.section and each.has("commentary")
    ]
    number = next(n for n, each in enumerate(alike, 1) if each is passage)
    return f"paragraph {number}"


def _shortened(text: str, start: int, end: int) -> str:
    """The sentence around a piece, no more than some words on either side."""
    breaks = [found.end() for found in _SENTENCE.finditer(text)]
    first = max((each for each in (0, *breaks) if each <= start), default=0)
    last = min(
        (each for each in (*breaks, len(text)) if each >= end), default=len(text)
    )
    left, right = max(first, start - _ROOM), min(last, end + _ROOM)
    opened = "… " if left > first else ""
    closed = " …" if right < last else ""
    return f"{opened}{text[left:right].strip()}{closed}"


def paged(found: Printing, pagination: Pagination) -> Printing:
    """With the page that it stands on, where that can be told."""
    if found.piece.startswith(_EVERYWHERE):
        return found
    core = found.words.strip(" …") if found.told and found.begins else ""
    return replace(found, page=pagination.page(found.anchor, core))


def in_order(found: Sequence[Printing]) -> tuple[Printing, ...]:
    """Each place once, in the order of reading."""
    return tuple(dict.fromkeys(found))
