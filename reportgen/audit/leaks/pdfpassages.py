"""A PDF to its last object: what is seen, heard, attached, named, or merely kept."""

import io
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf
import pypdfium2

from reportgen.audit.leaks.passages import Passage, Reach, of_markup, text_of
from reportgen.audit.leaks.pdftree import Key, Marks, Tree
from reportgen.audit.leaks.pdfwords import Instructions, Written

_POINTS = re.compile(r"(?:^|\.)(?:ID|Headers|Names|Limits|Dest|D)$")
"""Keys of strings that name other objects, such as `1075-0-1`, and nothing else."""
Reader = Callable[[str, bytes], Iterator[Passage]]
"""Reads a file of any kind, by its name."""


def of_pdf(data: bytes, read: Reader) -> Iterator[Passage]:
    """All passages of a PDF; first those whose place a reader can find.

    Args:
        data: the file.
        read: reads its attachments, which may be of any kind.
    """
    yield from _seen(data)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        reading = _Reading(pdf)
        yield from reading.streams()
        yield from reading.heard()
        yield from _attached(pdf, read)
        yield from reading.kept()


def _seen(data: bytes) -> Iterator[Passage]:
    """The text of each page, put together from where its letters stand."""
    with pypdfium2.PdfDocument(data) as pdf:
        for number, page in enumerate(pdf, 1):
            for line in page.get_textpage().get_text_range().splitlines():
                yield Passage(f"page {number}", line, Reach.SEEN)


def _attached(pdf: pikepdf.Pdf, read: Reader) -> Iterator[Passage]:
    """Each attachment is a file of its own."""
    for name, file in pdf.attachments.items():
        for one in read(name, file.get_file().read_bytes()):
            where = f"attachment {name} {one.where}"
            yield Passage(where, one.text, one.reach, one.about)


@dataclass
class _Reading:
    """Reads one file once; what was told by a better name is not told again."""

    pdf: pikepdf.Pdf
    told: set[str] = field(default_factory=set)
    marks: Marks = field(default_factory=lambda: defaultdict(list))
    reader: Instructions = field(default_factory=Instructions)
    sheets: dict[Key, str] = field(default_factory=dict)
    """Where an object stands: `page 3`."""

    def streams(self) -> Iterator[Passage]:
        """What drawing instructions write, on pages and in what pages are made of."""
        for number, page in enumerate(self.pdf.pages, 1):
            where, key = f"page {number}", page.obj.objgen
            self.sheets[key] = where
            for note in page.obj.get("/Annots", ()):
                self.sheets.setdefault(note.objgen, f"annotation on {where}")
            for one in self._written(page, page.obj.get("/Resources"), where):
                self.marks[key, one.mark].append(one.text)
                yield _said(where, one)
        for each in self._undrawn():
            where = f"object {each.objgen[0]}"
            for one in self._written(each, each.get("/Resources"), where):
                yield _said(where, one)

    def _undrawn(self) -> Iterator[Any]:
        """Drawings that no page lays in: tiles, appearances, and what is left over."""
        for each in self.pdf.objects:
            drawn = not isinstance(each, pikepdf.Stream) or each.objgen in self.sheets
            if not drawn and _draws(each):
                yield each

    def _written(self, stream: Any, resources: Any, where: str) -> Iterator[Written]:
        """What a stream writes, and the drawings that are laid in there."""
        for one in self.reader.written(stream, resources):
            yield one
            held = one.drawing
            if isinstance(held, pikepdf.Stream) and held.objgen not in self.sheets:
                self.sheets[held.objgen] = where
                if _draws(held):
                    inner = self._written(held, held.get("/Resources"), where)
                    yield from (replace(each, mark=one.mark) for each in inner)

    def heard(self) -> Iterator[Passage]:
        """The cells of tables and the text alternatives, by the tag tree."""
        tree = Tree(self.marks, self.told)
        yield from tree.passages(self.pdf.Root.get("/StructTreeRoot"))

    def kept(self) -> Iterator[Passage]:
        """Every string, name and stream of every object."""
        for each in (self.pdf.trailer, *self.pdf.objects):
            where = self._named(each)
            leaves = list(_leaves(each))
            for path, held in leaves:
                if isinstance(held, pikepdf.String):
                    yield from self._string(held, where, path)
            names = [str(n) for _, n in leaves if isinstance(n, (str, pikepdf.Name))]
            yield Passage(where, " ".join(names), Reach.DATA)
            if isinstance(each, pikepdf.Stream):
                yield from _poured(each, where)

    def _string(self, held: Any, where: str, path: str) -> Iterator[Passage]:
        """What a string says, and what its bytes do where that is something else."""
        place = f"{where}{', key ' + path if path else ''}"
        reach = Reach.DATA if _POINTS.search(path) else Reach.WORDS
        for text in {str(held), text_of(bytes(held))} - self.told:
            yield Passage(place, text, reach)

    def _named(self, held: Any) -> str:
        """What to call an object: by its page, its part, else by its number."""
        key = held.objgen
        if key in self.sheets:
            return self.sheets[key]
        if key == self.pdf.docinfo.objgen:
            return "document information"
        return _part(held) or f"object {key[0]}"


def _part(held: Any) -> str:
    """The part of a file that an object belongs to, where it is one by itself."""
    if isinstance(held, pikepdf.Stream):
        return "XMP" if held.get("/Subtype") == "/XML" else ""
    if not isinstance(held, pikepdf.Dictionary):
        return ""
    if held.get("/Type") == "/StructElem":
        return "tag"
    return "bookmark" if "/Title" in held and "/Parent" in held else ""


def _said(where: str, one: Written) -> Passage:
    return Passage(where, one.text, Reach.SPOKEN if one.spoken else Reach.DRAWN)


def _draws(stream: Any) -> bool:
    """Whether a stream holds drawing instructions: a drawing, a tile, an appearance."""
    return stream.get("/Subtype") == "/Form" or "/PatternType" in stream


def _leaves(held: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Keys and values of one object with the keys above them; not of other objects."""
    if isinstance(held, pikepdf.Array):
        for value in held:
            if not getattr(value, "is_indirect", False):
                yield from _leaves(value, path)
    elif isinstance(held, (pikepdf.Dictionary, pikepdf.Stream)):
        for key, value in held.items():
            yield path, key
            if not getattr(value, "is_indirect", False):
                yield from _leaves(value, f"{path}.{key[1:]}".strip("."))
    else:
        yield path, held


def _poured(stream: Any, where: str) -> Iterator[Passage]:
    """The bytes of a stream, unpacked; those of a picture as they are kept."""
    try:
        data = stream.read_bytes()
    except pikepdf.PdfError:
        data = stream.read_raw_bytes()
    if stream.get("/Subtype") == "/XML":
        for one in of_markup(text_of(data)):
            yield Passage(where, one.text, one.reach)
    else:
        # Without zeros, so that UTF-16 reads as well, amid whatever else.
        yield Passage(where, data.replace(b"\0", b"").decode("latin-1"), Reach.DATA)
