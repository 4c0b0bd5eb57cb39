"""Finished reports of all kinds of workspaces, beside what they were laid out from."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import composed
import pytest
import strains
from boxes import Element, Letter, Piece, Sheet, sheets
from conftest import ROOT, Scratch
from exampleton import EXAMPLETON

from reportgen import pipeline, production
from reportgen.pages import html
from reportgen.pages.document import Document
from reportgen.pages.exporter import FakeExporter
from reportgen.vocabulary import Rendition

_PUBLIC, _PARTNERS = (Rendition.PUBLIC,), (Rendition.PARTNERS,)
STRAINED = {
    "names": (*_PUBLIC, *_PARTNERS),
    "few": (*_PUBLIC, *_PARTNERS),
    "wide": _PARTNERS,
    "many": _PARTNERS,
    "wordy": _PUBLIC,
}
"""Testshire with something in excess, from `strains.py`, and for whom it is built."""
DRAWN = "2026-05/outcomes"
"""Exampleton's largest, with all kinds of figures, drawn by Chrome."""
PLAIN = {
    "2024-05/outcomes": _PUBLIC,
    "2024-10/jcdu": _PARTNERS,
    "2025-05/outcomes": _PUBLIC,
    DRAWN: _PARTNERS,
    "2026-10/jcdu": _PARTNERS,
}
"""What the workspaces that people have make: Southampton's and Exampleton's reports."""
RENDITIONS = {**STRAINED, **PLAIN}

ALL = [
    pytest.param(
        name,
        marks=[
            pytest.mark.xdist_group(name),
            *([pytest.mark.browser] if name == DRAWN else []),
        ],
    )
    for name in RENDITIONS
]


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph or the words of an item, as far as it stands on a page."""

    kind: str
    page: int
    letters: tuple[Letter, ...]

    @property
    def text(self) -> str:
        """Its letters, without spaces."""
        return "".join(letter.text for letter in self.letters)

    @property
    def lines(self) -> int:
        """How many lines of text it takes; a raised mark makes none."""
        bases = sorted({letter.base for letter in self.letters})
        return 1 + sum(below - base > 8 for base, below in pairwise(bases))


@dataclass(frozen=True)
class Report:
    """One finished PDF, and the page of HTML that it was laid out from."""

    name: str
    html: composed.Node
    sheets: tuple[Sheet, ...]

    @cached_property
    def contents(self) -> tuple[Sheet, ...]:
        """The pages of the contents: up to that where the first part begins."""
        heads = [
            (sheet.number, first.text)
            for sheet in self.sheets
            for first in [next(blocks(sheet.tree), None)]
            if first and first.kind == "H2"
        ]
        start, end = next(
            (page, after)
            for (page, title), (after, _) in pairwise(heads)
            if title == "Contents"
        )
        return tuple(sheet for sheet in self.sheets if start <= sheet.number < end)

    @cached_property
    def blocks(self) -> list[Block]:
        """Headings, paragraphs and items in reading order, without the contents."""
        shown = [sheet for sheet in self.sheets if sheet not in self.contents]
        return [block for sheet in shown for block in blocks(sheet.tree)]

    @cached_property
    def tables(self) -> list[Element]:
        """Its tables; one that goes on stands here once a page."""
        return [table for sheet in self.sheets for table in sheet.tree.all("Table")]


def blocks(element: Element) -> Iterator[Block]:
    """All text outside tables and drawings, in order."""
    own: list[Piece] = []
    for part in element.parts:
        if not isinstance(part, Element):
            own.append(part)
        elif part.kind == "Lbl":
            continue
        elif part.kind in {"Span", "Link", "NonStruct"} and not _holds_blocks(part):
            own += part.pieces
        else:
            yield from _told(element, own)
            own = []
            if part.kind not in {"Table", "Figure"}:
                yield from blocks(part)
    yield from _told(element, own)


def _holds_blocks(element: Element) -> bool:
    return any(True for _ in element.all("P", "L", "Table", "Figure"))


def _told(element: Element, pieces: list[Piece]) -> Iterator[Block]:
    letters = (one for piece in pieces for one in piece)
    inked = tuple(one for one in letters if not one.text.isspace())
    if inked:
        yield Block(element.kind, element.page, inked)


@cache
def reports(name: str) -> tuple[Report, ...]:
    """The reports of one workspace, for every audience that it is built for.

    Args:
        name: of a strain, or of a report of Southampton or Exampleton.
    """
    pages: list[str] = []

    def render(document: Document, templates: html.Templates) -> str:
        pages.append(html.render(document, templates))
        return pages[-1]

    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(production, "render", render)
        pdfs = _built(name, Path(folder) / "workspace")
        return tuple(
            Report(f"{name}, {pdf.parent.name}", composed.read(page), sheets(pdf))
            for page, pdf in zip(pages, pdfs, strict=True)
        )


def _built(name: str, folder: Path) -> list[Path]:
    """The PDFs of one workspace."""
    if name in STRAINED:
        scratch = strains.testshire(folder)
        getattr(strains, name)(scratch)
    else:
        source = ROOT if name.startswith("2024") else EXAMPLETON
        shutil.copytree(source / "data", folder / "data")
        shutil.copyfile(source / "reportgen.toml", folder / "reportgen.toml")
        scratch = Scratch(folder, name)
    made = pipeline.build(
        scratch.workspace,
        [scratch.target],
        kind="proof",
        renditions=RENDITIONS[name],
        exporter=None if name == DRAWN else FakeExporter(),
    )
    return [path for one in made for path in one.paths if path.suffix == ".pdf"]
