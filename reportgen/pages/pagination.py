"""On which page of a finished PDF something stands: the only door to pypdfium2.

The PDF names the places that have an id: headings, figures, tables and their rows.
What has none is looked for in the text of the pages from there on, which are read one
by one.
"""

from pathlib import Path
from typing import Any


class Pagination:
    """The pages of one PDF, read as far as they are asked for."""

    def __init__(self, path: Path) -> None:
        """Open a PDF.

        Raises:
            OSError: it cannot be read.
            ValueError: it is no PDF.
        """
        import pypdfium2

        try:
            self._pdf = pypdfium2.PdfDocument(path.read_bytes())
        except pypdfium2.PdfiumError as refusal:
            raise ValueError(str(refusal)) from None
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
