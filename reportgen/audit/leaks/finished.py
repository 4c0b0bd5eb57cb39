"""A finished file of any kind as passages."""

from collections.abc import Iterator

from reportgen.audit.leaks.passages import Passage, of_text


def passages(name: str, data: bytes) -> Iterator[Passage]:
    """All passages of a file, by the ending of its name; a PDF to its last object."""
    if name.lower().endswith(".pdf"):
        # Two libraries that nothing else needs: loaded when a PDF must be read.
        from reportgen.audit.leaks.pdfpassages import of_pdf

        yield from of_pdf(data, passages)
    else:
        yield from of_text(name, data)
