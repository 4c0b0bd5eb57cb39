"""A finished file of any kind as passages."""

from collections.abc import Iterator

from reportgen.audit.leaks.passages import Passage, of_text, text_of
from reportgen.audit.leaks.webpassages import (
    of_datafile,
    of_drawing,
    of_page,
    of_workbook,
)

_DRESS = {"css", "js", "woff"}
"""Endings of what pages are dressed in: it is the same whatever a report holds."""
_OF_TEXT = {"html": of_page, "svg": of_drawing, "json": of_datafile}


def passages(name: str, data: bytes) -> Iterator[Passage]:
    """All passages of a file, by the ending of its name; a PDF to its last object."""
    ending = name.rpartition(".")[2].lower()
    if ending == "pdf":
        # Two libraries that nothing else needs: loaded when a PDF must be read.
        from reportgen.audit.leaks.pdfpassages import of_pdf

        yield from of_pdf(data, passages)
    elif ending == "xlsx":
        yield from of_workbook(data)
    elif ending in _OF_TEXT:
        yield from _of_text(name, data, ending)
    elif ending not in _DRESS:
        yield from of_text(name, data)


def _of_text(name: str, data: bytes, ending: str) -> Iterator[Passage]:
    """By its ending; what does not read as that is read as any text."""
    try:
        yield from _OF_TEXT[ending](text_of(data))
    except (ValueError, RecursionError):
        yield from of_text(name, data)
