"""The revision that a seal adds: where the proof ends, and what of it is changed."""

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

from reportgen.registry.seals.fields import form_element, signature_fields

if TYPE_CHECKING:
    from pyhanko.pdf_utils.reader import PdfFileReader

_TAIL = 64  # bytes in which a file says where its table stands, and ends
# What a seal may change, and nothing else: by the object's part, the keys.
_MAY_CHANGE = {
    "catalog": {"/Perms", "/Extensions", "/AcroForm"},
    "form": {"/SigFlags"},
    "field": {"/V", "/AP", "/TU"},
    "element": {"/Alt"},
}


def proof_end(reader: "PdfFileReader") -> int:
    """How many bytes stand before the last revision of a PDF that has one before it."""
    last = reader.total_revisions - 1
    places = [reader.xrefs.get_xref_container_info(last).start_location]
    for reference in reader.xrefs.explicit_refs_in_revision(last):
        place = reader.xrefs.get_historical_ref(reference, last)
        if isinstance(place, int):
            places.append(place)
    return min(places)


def is_whole(proof: bytes, reader: "PdfFileReader") -> bool:
    """Whether bytes end as the file did to which the last revision was added."""
    tail = proof[-_TAIL:].replace(b"\r\n", b"\n")
    place = reader.xrefs.get_startxref_for_revision(reader.total_revisions - 2)
    return tail.endswith(b"startxref\n%d\n%%%%EOF\n" % place)


def changes(proof: "PdfFileReader", sealed: "PdfFileReader") -> Iterator[str]:
    """What the seal's revision changed that a seal leaves alone, in plain words.

    Args:
        proof: the bytes before the revision, read by themselves.
        sealed: all bytes.
    """
    names = {_number(part): name for name, part in _parts(sealed).items()}
    last = sealed.total_revisions - 1
    for reference in sorted(sealed.xrefs.explicit_refs_in_revision(last), key=_number):
        before = _before(proof, *_number(reference))
        if before is None:
            continue  # something new changes nothing
        name = names.get(_number(reference))
        if name is None or _differ(before, sealed.get_object(reference), name):
            yield (
                "the seal's revision changed more of the proof than the field for the "
                f"sign-off (object {reference.idnum})"
            )
    if sealed.xrefs.refs_freed_in_revision(last):
        yield "the seal's revision removed something from the proof"
    for key in ("/Root", "/Info"):
        if _trailer(proof, key) != _trailer(sealed, key):
            yield f"the seal's revision has another {key[1:]} than the proof"


def _parts(sealed: "PdfFileReader") -> dict[str, Any]:
    """The objects that a seal may change, by the names of `_MAY_CHANGE`."""
    ((_, _, field),) = signature_fields(sealed)
    return {
        "catalog": sealed.root,
        "form": sealed.root["/AcroForm"],
        "field": field,
        "element": form_element(sealed, field),
    }


def _number(part: Any) -> tuple[int, int]:
    """Number and generation of a reference, or of the object that holds a part."""
    reference = getattr(part, "container_ref", None) or part
    return reference.idnum, reference.generation


def _before(proof: "PdfFileReader", number: int, generation: int) -> Any:
    """What an object was in the proof; None where there was none."""
    from pyhanko.pdf_utils.generic import Reference

    reference = Reference(number, generation, proof)
    known = proof.xrefs.get_historical_ref(reference, proof.total_revisions - 1)
    return None if known is None else proof.get_object(reference)


def _differ(before: Any, after: Any, name: str) -> bool:
    """Whether more differs between two dictionaries than a seal may change."""
    keys = (before.keys() | after.keys()) - _MAY_CHANGE[name]
    return any(_written(before, key) != _written(after, key) for key in keys)


def _trailer(reader: "PdfFileReader", key: str) -> bytes:
    return _written(reader.trailer.flatten(), key)


def _written(holder: Any, key: str) -> bytes:
    """The value of a key as a PDF writes it; nothing where it is not there."""
    if key not in holder:
        return b""
    stream = BytesIO()
    holder.raw_get(key).write_to_stream(stream)
    return stream.getvalue()
