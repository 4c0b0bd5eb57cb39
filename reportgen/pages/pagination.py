"""On which page of a finished PDF something stands: the only door to pypdfium2.

The PDF names the places that have an id: headings, figures, tables and their rows.
What has none is looked for in the text of the pages from there on, which are read one
by one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportgen.pages.signature import NAME


@dataclass(frozen=True)
class Field:
    """Where the sign-off stands in a proof, and how large it is."""

    page: int
    """From 1."""
    size: tuple[float, float]
    """Width and height in points."""


def field(pdf: bytes) -> Field | None:
    """The signature field of a proof or an edition; None where it has none.

    Raises:
        ValueError: it is no PDF.
    """
    document = _opened(pdf)
    for number in range(len(document)):
        for name, size in _widgets(document[number]):
            if name == NAME:
                return Field(number + 1, size)
    return None


def pages(pdf: bytes) -> int:
    """How many pages a PDF has.

    Raises:
        ValueError: it is no PDF.
    """
    return len(_opened(pdf))


class Pagination:
    """The pages of one PDF, read as far as they are asked for."""

    def __init__(self, path: Path) -> None:
        """Open a PDF.

        Raises:
            OSError: it cannot be read.
            ValueError: it is no PDF.
        """
        self._pdf = _opened(path.read_bytes())
        self._named = _destinations(self._pdf)
        self._texts: dict[int, str] = {}

    def page(self, anchor: str, words: str = "") -> int | None:
        """The number of the page, from 1; None where it cannot be told.

        Args:
            anchor: an id, or nothing for the first page.
            words: what to look for from the anchor's page on, if that is where only
                a section begins; without them the anchor's own page is told.
        """
        first = self._named.get(anchor) if anchor else 0
        if first is None:
            return None
        wanted = "".join(words.split())
        for number in range(first, len(self._pdf)) if wanted else ():
            if wanted in self._text(number):
                return number + 1
        return None if wanted else first + 1

    def _text(self, number: int) -> str:
        """The letters of a page, without spaces and soft hyphens."""
        if number not in self._texts:
            page = self._pdf[number].get_textpage().get_text_bounded()
            self._texts[number] = "".join(page.replace("\xad", "").split())
        return self._texts[number]


def _opened(data: bytes) -> Any:
    """A PDF as pypdfium2 has it.

    Raises:
        ValueError: it is none.
    """
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as refusal:
        raise ValueError(str(refusal)) from None


def _widgets(page: Any) -> Iterator[tuple[str, tuple[float, float]]]:
    """The name and the size in points of each field of a page."""
    import ctypes

    from pypdfium2 import raw

    for number in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, number)
        if raw.FPDFAnnot_GetSubtype(annotation) == raw.FPDF_ANNOT_WIDGET:
            size = raw.FPDFAnnot_GetStringValue(annotation, b"T", None, 0)
            name = (ctypes.c_ushort * (size // 2))()
            raw.FPDFAnnot_GetStringValue(annotation, b"T", name, size)
            place = raw.FS_RECTF()
            raw.FPDFAnnot_GetRect(annotation, place)
            wide, high = place.right - place.left, place.top - place.bottom
            text = bytes(name).decode("utf-16-le").rstrip("\0")
            yield text, (round(wide, 3), round(high, 3))
        raw.FPDFPage_CloseAnnot(annotation)


def _destinations(pdf: Any) -> dict[str, int]:
    """The pages, from 0, of the ids that a PDF knows."""
    import ctypes

    from pypdfium2 import raw

    found = {}
    for number in range(raw.FPDF_CountNamedDests(pdf)):
        size = ctypes.c_long(0)
        raw.FPDF_GetNamedDest(pdf, number, None, size)
        name = ctypes.create_string_buffer(max(size.value, 0))
        place = raw.FPDF_GetNamedDest(pdf, number, name, size)
        text = name.raw.decode("utf-16-le").rstrip("\0")
        found[text] = raw.FPDFDest_GetDestPageIndex(pdf, place)
    return found
