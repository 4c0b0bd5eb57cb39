"""What PDF/A asks of a file's bytes: metadata, attachments, ends of streams."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pydyf

# PDF/A allows a foreign property in the metadata, here the claim to be PDF/UA, only
# if its schema is described beside it; both must stand in the first rdf:RDF.
_CLAIM = b"""\
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" \
xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="" pdfuaid:part="1" />\
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" \
xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" \
xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" rdf:about="">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property>\
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""


def claimed(rdf: bytes) -> bytes:
    """Metadata as XML with the claim to be PDF/UA-1 inside the same `rdf:RDF`."""
    end = b"</rdf:RDF>"
    return rdf.removesuffix(end) + _CLAIM + end


def finish(pdf: Any, media_types: Mapping[str, str]) -> None:
    """Mend metadata and attachments of a `pydyf.PDF` before it is written.

    Args:
        pdf: Changed in place.
        media_types: Name of each attached file to its type, as in `text/csv`.
    """
    metadata = _object(pdf, pdf.catalog["Metadata"])
    metadata.compress = False  # so that tools without a PDF reader find it
    if media_types:
        pdf.catalog["AF"][:] = dict.fromkeys(pdf.catalog["AF"])  # each comes twice
    for each in pdf.objects:
        if isinstance(each, dict) and each.get("Type") == "/Filespec":
            # WeasyPrint asks the machine's own list of file types.
            media_type = media_types[each["UF"].string].replace("/", "#2f")
            _object(pdf, each["EF"]["F"]).extra["Subtype"] = f"/{media_type}"


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


@contextmanager
def unambiguous_streams() -> Iterator[None]:
    """Let no stream that is written meanwhile end in an ambiguous way.

    Data that happens to end in a carriage return, followed by the line feed that
    closes every stream, reads as if both closed it: then the data is a byte shorter
    than it says, and PDF/A forbids that. One stream in 256 does so. A whole line end
    (CR LF) after such data cannot be mistaken.
    """
    plain = pydyf.Stream.data
    end = b"\nendstream"

    def data(self: Any) -> bytes:
        written: bytes = plain.fget(self)
        if written.endswith(b"\r" + end):
            return written.removesuffix(end) + b"\r" + end
        return written

    pydyf.Stream.data = property(data)
    try:
        yield
    finally:
        pydyf.Stream.data = plain
