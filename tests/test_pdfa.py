"""What PDF/A asks of bytes."""

import pydyf
import pytest

from reportgen.pages import pdfa


@pytest.mark.parametrize(
    ("data", "end"),
    [
        (b"a\r", b"a\r\r\nendstream"),
        (b"a\n", b"a\n\nendstream"),
        (b"a", b"a\nendstream"),
    ],
)
def test_streams_end_without_doubt(data: bytes, end: bytes) -> None:
    """Data that ends in a carriage return does not seem a byte too short."""
    stream = pydyf.Stream([data])
    with pdfa.unambiguous_streams():
        written = stream.data

    assert written.endswith(b"stream\n" + end)
    assert b"/Length %d" % len(data) in written
    assert stream.data.endswith(data + b"\nendstream")


def test_the_claim_stands_in_the_same_description() -> None:
    """Validators read the first rdf:RDF only."""
    told = pdfa.claimed(b"<rdf:RDF><a /></rdf:RDF>")

    assert told.startswith(b"<rdf:RDF><a />")
    assert told.endswith(b"</rdf:Description></rdf:RDF>")
