"""The composed page of HTML, read back: what its PDF has to hold, in order."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from reportgen.pages.numerals import without_elements

_EMPTY = {"meta", "img", "br", "hr", "link"}
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = {*HEADINGS, "p", "li"}


@dataclass
class Node:
    """One element of the page."""

    tag: str
    classes: tuple[str, ...] = ()
    parts: "list[Node | str]" = field(default_factory=list)

    def all(self, *tags: str) -> "Iterator[Node]":
        """Every element of these tags under this one, in order."""
        for part in self.parts:
            if isinstance(part, Node):
                if part.tag in tags:
                    yield part
                yield from part.all(*tags)

    def has(self, name: str) -> bool:
        """Whether it is of this class."""
        return name in self.classes

    @property
    def text(self) -> str:
        """All its letters, without a space between them."""
        held = (part if isinstance(part, str) else part.text for part in self.parts)
        return "".join("".join(held).split())

    @property
    def own(self) -> str:
        """Its letters without those of the elements in it."""
        held = (part for part in self.parts if isinstance(part, str))
        return "".join("".join(held).split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Node("page")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, tuple((dict(attrs).get("class") or "").split()))
        self.open[-1].parts.append(node)
        if tag not in _EMPTY:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        while tag not in _EMPTY and self.open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.open[-1].parts.append(data)


def read(html: str) -> Node:
    """The body of a page, as it is handed to the layout."""
    reader = _Reader()
    reader.feed(without_elements(html))
    (body,) = reader.open[0].all("body")
    return body


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph, or the words of a list's item without what is in it."""

    tag: str
    text: str
    """Its letters, without spaces."""


def blocks(node: Node) -> Iterator[Block]:
    """All text outside tables and contents, in order."""
    own = []
    for part in node.parts:
        if isinstance(part, str):
            own.append(part)
        elif part.tag in {"ul", "ol", "p", "div", "section", *HEADINGS, "li"}:
            yield from _told(node, own)
            own = []
            if not part.has("contents"):
                yield from blocks(part)
        elif part.tag in {"figure", "figcaption"}:
            yield from blocks(part)
        elif part.tag != "table":
            own.append(part.text)
    yield from _told(node, own)


def _told(node: Node, own: list[str]) -> Iterator[Block]:
    text = "".join("".join(own).split())
    if text:
        yield Block(node.tag, text)


@dataclass(frozen=True)
class Table:
    """A table as it has to be printed."""

    caption: str
    """Its letters; empty where it has none."""
    head: str
    rows: tuple[Node, ...]


def tables(node: Node) -> list[Table]:
    """All tables, in order."""
    found = []
    for table in node.all("table"):
        captions = [caption.text for caption in table.all("caption")]
        (head,) = table.all("thead")
        body = [row for part in table.all("tbody") for row in part.all("tr")]
        found.append(Table("".join(captions), head.text, tuple(body)))
    return found


def entries(node: Node) -> list[str]:
    """The titles of the contents, in order, without spaces."""
    (contents,) = [one for one in node.all("section") if one.has("contents")]
    return [link.text for link in contents.all("a")]
