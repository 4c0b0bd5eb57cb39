"""A PDF as a screen reader hears it: the words of each element of its tag tree."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pdfplumber


@dataclass(frozen=True)
class Element:
    """One element of the tag tree on one page."""

    kind: str
    """Its tag: `P`, `TR`, `H2`, ..."""
    text: str
    """Its own words and those of everything under it, in reading order."""
    children: tuple["Element", ...]
    page: int
    """From 1."""

    def all(self, *kinds: str) -> Iterator["Element"]:
        """Every element of these kinds under this one, in reading order."""
        for child in self.children:
            if child.kind in kinds:
                yield child
            yield from child.all(*kinds)


def heard(path: Path) -> Element:
    """The whole file as one element, page after page."""
    pages = []
    with pdfplumber.open(path) as pdf:
        for number, page in enumerate(pdf.pages, 1):
            words = _words(page)
            for tree in page.structure_tree:
                pages.append(_element(tree, words, number))
    text = " ".join(page.text for page in pages)
    return Element("PDF", text, tuple(pages), 0)


def _words(page: Any) -> dict[int, str]:
    """The text of each marked piece of a page."""
    pieces: dict[int, str] = defaultdict(str)
    for char in page.chars:
        if char.get("mcid") is not None:
            pieces[char["mcid"]] += char["text"]
    return pieces


def _element(tree: dict[str, Any], words: dict[int, str], page: int) -> Element:
    own = " ".join(words[mark] for mark in tree.get("mcids", []))
    children = tuple(_element(each, words, page) for each in tree.get("children", []))
    parts = [own, *(child.text for child in children)]
    return Element(tree["type"], " ".join(" ".join(parts).split()), children, page)


def table_rows(path: Path) -> list[list[str]]:
    """The cells of every row of every table, in reading order."""
    return [
        [cell.text for cell in row.all("TH", "TD")] for row in heard(path).all("TR")
    ]
