"""A finished page of HTML as passages: what is printed, where, and what it carries.

It reads what is handed to the layout, so nothing that is printed can be left out, the
words of a workspace's own templates included.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

_EMPTY = {"meta", "img", "br", "hr", "link", "wbr", "col"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_PRINTED = {*_HEADINGS, "p", "li", "td", "th", "caption"}
"""What holds text that is read by itself."""
_FURNITURE = ("data-short-title", "data-imprint")
"""Attributes of the body that stand on every page."""


@dataclass(frozen=True)
class Mark:
    """A piece of a passage whose element says where it comes from."""

    start: int
    end: int
    element: str
    """`data`, or `span` for a slot, a claim or a citation."""
    told: Mapping[str, str]
    """Its attributes."""

    def has(self, name: str) -> bool:
        """Whether it is of this class."""
        return name in self.told.get("class", "").split()


@dataclass(frozen=True)
class Passage:
    """A heading, a paragraph, a cell, a caption, or the alternative of a picture."""

    text: str
    """As printed, with single spaces."""
    kind: str
    """The element: `p`, `td`, `caption`, ...; `alt`, or `furniture` of every page."""
    classes: tuple[str, ...]
    """Of its element, and of those that it lies in, the innermost first."""
    section: str
    """Id of the heading that it stands under; empty before the first."""
    ids: tuple[str, ...]
    """Of what it lies in, the innermost first: `table-2-m20`, `table-2`."""
    row: str = ""
    """Of a cell: the words of its row's header."""
    column: str = ""
    """Of a cell: the words of its column's header."""
    marks: tuple[Mark, ...] = ()

    @property
    def anchor(self) -> str:
        """The nearest id, which leads to its page."""
        return (*self.ids, self.section, "")[0]

    def has(self, name: str) -> bool:
        """Whether it, or what it lies in, is of this class."""
        return name in self.classes


@dataclass
class _Open:
    """An element that is not closed yet."""

    tag: str
    told: dict[str, str]
    texts: list[str] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    start: int = 0


def passages(page: str) -> list[Passage]:
    """All passages of a page, in the order of reading.

    Args:
        page: HTML, well formed, as the templates make it.
    """
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return [one for one in reader.found if one.text]


class _Reader(HTMLParser):
    """Keeps what is open: the text of the innermost passage gathers in it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Passage] = []
        self.open: list[_Open] = []
        self.section = ""
        self.columns: list[str] = []
        self.row: list[int] = []
        """Places in `found` of the cells of the row that is open."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        holder = self._holder()
        start = len("".join(holder.texts)) if holder else 0
        one = _Open(tag, told, start=start)
        if tag not in _EMPTY:
            self.open.append(one)
        if tag in _HEADINGS:
            self.section = told.get("id", self.section)
        elif tag == "table":
            self.columns = []
        elif tag == "tr":
            self.row = []
        self._keep_attributes(one)

    def _keep_attributes(self, one: _Open) -> None:
        """What is printed or heard, but stands in no text."""
        for name in _FURNITURE if one.tag == "body" else ():
            self._keep(one, one.told.get(name, ""), "furniture")
        if one.told.get("alt"):
            self._keep(one, one.told["alt"], "alt")

    def handle_data(self, data: str) -> None:
        holder = self._holder() or (self.open[-1] if self.open else None)
        if holder:
            holder.texts.append(_spaced(data, "".join(holder.texts)))

    def handle_endtag(self, tag: str) -> None:
        if tag in _EMPTY or all(one.tag != tag for one in self.open):
            return
        one = self.open[-1]
        holder = self._holder()
        if holder and holder is not one and (tag == "data" or one.told.get("data-of")):
            end = len("".join(holder.texts))
            holder.marks.append(Mark(one.start, end, tag, one.told))
        if "".join(one.texts).strip():  # a template may print outside of paragraphs
            self._keep(one, "".join(one.texts), one.tag)
        if tag == "tr":
            self._name_row()
        while self.open.pop().tag != tag:
            pass

    def _holder(self) -> _Open | None:
        """The innermost open element whose text is read by itself."""
        held = (one for one in reversed(self.open) if one.tag in _PRINTED)
        return next(held, None)

    def _keep(self, one: _Open, text: str, kind: str) -> None:
        around = [one, *(each for each in reversed(self.open) if each is not one)]
        classes = [name for e in around for name in e.told.get("class", "").split()]
        cell = kind in {"td", "th"}
        head = cell and any(each.tag == "thead" for each in around)
        if head:
            self.columns.append(text.strip())
        elif cell:
            self.row.append(len(self.found))
        place = len(self.row) - 1
        named = cell and not head and place < len(self.columns)
        self.found.append(
            Passage(
                text=text.rstrip(),
                kind=kind,
                classes=tuple(classes),
                section=self.section,
                ids=tuple(e.told["id"] for e in around if e.told.get("id")),
                column=self.columns[place] if named else "",
                marks=tuple(one.marks),
            )
        )

    def _name_row(self) -> None:
        """Give the cells of a finished row the words of its header."""
        cells = [self.found[place] for place in self.row]
        names = [cell.text for cell in cells if cell.kind == "th"]
        for place in self.row:
            self.found[place] = replace(self.found[place], row=", ".join(names))


def _spaced(data: str, before: str) -> str:
    """With single spaces, none at the beginning of a passage."""
    text = " ".join(data.split())
    opens = data[:1].isspace() and before and not before.endswith(" ")
    closes = data[-1:].isspace() and text
    return f"{' ' if opens else ''}{text}{' ' if closes else ''}"
