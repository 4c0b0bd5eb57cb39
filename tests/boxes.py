"""A finished PDF read back: its tag tree, with the place of every letter and drawing.

Places are in points from the top left of the sheet. A letter's box is that of its ink.
"""

import ctypes
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pypdfium2
from pypdfium2 import raw

_FURNITURE = -1  # the mark of what stands outside the tag tree
_BROKEN_HYPHEN = "\x02"  # how the library tells a hyphen at the end of a line


@dataclass(frozen=True)
class Box:
    """A rectangle on a sheet."""

    left: float
    top: float
    right: float
    bottom: float


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box that holds all of these; there is at least one."""
    held = list(boxes)
    return Box(
        min(box.left for box in held),
        min(box.top for box in held),
        max(box.right for box in held),
        max(box.bottom for box in held),
    )


@dataclass(frozen=True)
class Letter(Box):
    """One letter that has ink, or a space."""

    text: str
    base: float
    """Where its line stands, from the top of the sheet."""


Piece = tuple[Letter, ...]
"""What was written in one go: letters of one line."""


@dataclass(frozen=True)
class Element:
    """One element of the tag tree, as far as it stands on one page."""

    kind: str
    """Its tag: `P`, `TR`, `H2`, ..."""
    page: int
    """From 1."""
    parts: "tuple[Element | Piece, ...]"
    """In reading order."""
    drawing: Box | None = None
    """Where its drawing stands; what is written in a drawing has no letters here."""

    @property
    def children(self) -> "tuple[Element, ...]":
        """The elements under it, in reading order."""
        return tuple(part for part in self.parts if isinstance(part, Element))

    def all(self, *kinds: str) -> "Iterator[Element]":
        """Every element of these kinds under this one, in reading order."""
        for child in self.children:
            if child.kind in kinds:
                yield child
            yield from child.all(*kinds)

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """All that was written of it and of everything under it, in reading order."""
        return tuple(
            piece
            for part in self.parts
            for piece in (part.pieces if isinstance(part, Element) else [part])
        )

    @cached_property
    def text(self) -> str:
        """Its words, with a space wherever a line or a piece ends."""
        parts = ("".join(one.text for one in piece) for piece in self.pieces)
        return " ".join(" ".join(parts).split())

    @cached_property
    def letters(self) -> Piece:
        """All that has ink, without spaces."""
        return _inked(one for piece in self.pieces for one in piece)

    @cached_property
    def box(self) -> Box | None:
        """The place of its letters and drawings; None where it has neither."""
        drawings = [each.drawing for each in self.all("Figure") if each.drawing]
        held = [*self.letters, *drawings, *([self.drawing] if self.drawing else [])]
        return around(held) if held else None


def _inked(letters: Iterable[Letter]) -> Piece:
    return tuple(letter for letter in letters if not letter.text.isspace())


@dataclass(frozen=True)
class Sheet:
    """One page."""

    number: int
    """From 1."""
    width: float
    height: float
    tree: Element
    """All that is read of it; its kind is `Page`."""
    furniture: Piece
    """What is not read: running header and footer, leaders, words in drawings."""


def sheets(path: Path) -> tuple[Sheet, ...]:
    """All pages of a PDF."""
    with pypdfium2.PdfDocument(path) as pdf:
        return tuple(_sheet(page, number) for number, page in enumerate(pdf, 1))


def heard(path: Path) -> Element:
    """A whole PDF as a screen reader hears it, page after page."""
    return Element("PDF", 0, tuple(sheet.tree for sheet in sheets(path)))


def _sheet(page: Any, number: int) -> Sheet:
    width, height = page.get_size()
    reader = _Reader(number, height, _written(page, height))
    root = raw.FPDF_StructTree_GetForPage(page)
    count = raw.FPDF_StructTree_CountChildren(root)
    tops = [raw.FPDF_StructTree_GetChildAtIndex(root, at) for at in range(count)]
    tree = Element("Page", number, tuple(reader.element(top) for top in tops if top))
    raw.FPDF_StructTree_Close(root)
    furniture = _inked(reader.written.get(_FURNITURE, ()))
    return Sheet(number, width, height, tree, furniture)


def _written(page: Any, height: float) -> Mapping[int, Piece]:
    """What was written under each mark of a page."""
    found: dict[int, list[Letter]] = defaultdict(list)
    text = page.get_textpage()
    for at in range(text.count_chars()):
        if raw.FPDFText_IsGenerated(text, at) != 1:
            part = raw.FPDFText_GetTextObject(text, at)
            mark = raw.FPDFPageObj_GetMarkedContentID(part)
            found[mark].append(_letter(text, at, height))
    return {mark: tuple(letters) for mark, letters in found.items()}


def _letter(text: Any, at: int, height: float) -> Letter:
    left, right, bottom, top, along, base = (ctypes.c_double() for _ in range(6))
    raw.FPDFText_GetCharBox(text, at, left, right, bottom, top)
    raw.FPDFText_GetCharOrigin(text, at, along, base)
    found = chr(raw.FPDFText_GetUnicode(text, at))
    return Letter(
        left.value,
        height - top.value,
        right.value,
        height - bottom.value,
        "-" if found == _BROKEN_HYPHEN else found,
        height - base.value,
    )


@dataclass(frozen=True)
class _Reader:
    """Makes the elements of one page."""

    page: int
    height: float
    written: Mapping[int, Piece]

    def element(self, node: Any) -> Element:
        """A node of the library's tree, with all under it that this page has."""
        kind = _kind(node)
        if kind == "Figure":
            return Element(kind, self.page, (), self._drawing(node))
        parts: list[Element | Piece] = []
        for at in range(raw.FPDF_StructElement_CountChildren(node)):
            child = raw.FPDF_StructElement_GetChildAtIndex(node, at)
            mark = raw.FPDF_StructElement_GetChildMarkedContentID(node, at)
            if child:
                parts.append(self.element(child))
            elif mark != _FURNITURE and mark in self.written:
                parts.append(self.written[mark])
        return Element(kind, self.page, tuple(parts))

    def _drawing(self, node: Any) -> Box:
        """The place of a drawing, as the file tells it."""
        attributes = raw.FPDF_StructElement_GetAttributeAtIndex(node, 0)
        sides = raw.FPDF_StructElement_Attr_GetValue(attributes, b"BBox")
        found = []
        for at in range(4):
            side = raw.FPDF_StructElement_Attr_GetChildAtIndex(sides, at)
            value = ctypes.c_float()
            assert raw.FPDF_StructElement_Attr_GetNumberValue(side, value)
            found.append(value.value)
        left, bottom, right, top = found
        return Box(left, self.height - top, right, self.height - bottom)


def _kind(node: Any) -> str:
    size = raw.FPDF_StructElement_GetType(node, None, 0)
    held = ctypes.create_string_buffer(size)
    raw.FPDF_StructElement_GetType(node, held, size)
    return held.raw.decode("utf-16-le").rstrip("\0")
