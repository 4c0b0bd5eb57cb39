"""The tag tree of a PDF: the cells of its tables, and what is said of its figures."""

import re
from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass
from typing import Any

import pikepdf

from reportgen.audit.leaks.passages import Passage, Reach

Key = tuple[int, int]
"""Number and generation of an object."""
Marks = MutableMapping[tuple[Key, int], list[str]]
"""What is written under each mark of each page."""
_SAID = ("/Alt", "/ActualText", "/E")
_CAPTION = re.compile(r"(Figure|Table) (\d+)\.")
_DEEP = 100  # levels of a tag tree; ours has a dozen


@dataclass
class Tree:
    """Goes through the tag tree in the order of reading."""

    marks: Marks
    told: set[str]
    """Alternatives that were told: the caller need not tell them again."""
    caption: tuple[str, str] = ("", "")
    """The last one that was read: `Figure`, `3`."""
    heads: tuple[str, ...] = ()
    """The columns of the table that is being read."""
    row: str = ""
    """The words of the row that is being read."""

    def passages(
        self, node: Any, page: Any = None, depth: int = 0
    ) -> Iterator[Passage]:
        """What an element says, and all under it; nothing of what is none."""
        if not isinstance(node, pikepdf.Dictionary) or depth > _DEEP:
            return
        page, kind = node.get("/Pg", page), _kind(node)
        yield from (self._alternative(str(node[key])) for key in _SAID if key in node)
        if kind == "/TR":
            yield from self._cells(node, page)
        elif kind in {"/P", "/Caption"} or kind.startswith("/H"):
            found = _CAPTION.match(self._text(node, page).strip())
            self.caption = (found[1], found[2]) if found else self.caption
        for kid in _kids(node):
            yield from self.passages(kid, page, depth + 1)
        if kind in {"/TR", "/Table"}:
            self.row = ""
            self.heads = () if kind == "/Table" else self.heads

    def _alternative(self, text: str) -> Passage:
        self.told.add(text)
        kind, number = self.caption
        if self.row:
            where = f"text alternative in table {number}".strip()
            return Passage(where, text, Reach.SPOKEN, ("row", self.row))
        where = f"text alternative of {kind.lower()} {number}" if kind else "tag"
        return Passage(where, text, Reach.SPOKEN, (kind, number))

    def _cells(self, row: Any, page: Any) -> Iterator[Passage]:
        """The cells of a row under the heads of their columns."""
        cells = [each for each in _kids(row) if _kind(each) in {"/TH", "/TD"}]
        texts = [self._text(each, page).strip() for each in cells]
        if not self.heads or all(_kind(each) == "/TH" for each in cells):
            self.heads = tuple(texts)
            return
        names = [t for t, c in zip(texts, cells, strict=True) if _kind(c) == "/TH"]
        self.row = " ".join(names) or " "
        where = f"table {self.caption[1]}" if self.caption[0] == "Table" else "a table"
        for head, text in zip(self.heads, texts, strict=False):
            yield Passage(where, text, Reach.CELL, (self.row, head))

    def _text(self, node: Any, page: Any) -> str:
        """All that was written under the marks of an element, in order."""
        if isinstance(node, int):
            key = page.objgen if page is not None else (0, 0)
            return " ".join(self.marks.get((key, node), ()))
        if not isinstance(node, pikepdf.Dictionary):
            return ""
        page = node.get("/Pg", page)
        if "/MCID" in node:
            return self._text(int(node["/MCID"]), page)
        return " ".join(self._text(kid, page) for kid in _kids(node))


def _kids(node: Any) -> list[Any]:
    held = node.get("/K")
    if held is None:
        return []
    return list(held) if isinstance(held, pikepdf.Array) else [held]


def _kind(node: Any) -> str:
    return str(node.get("/S", "")) if isinstance(node, pikepdf.Dictionary) else ""
