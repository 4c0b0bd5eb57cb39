"""What a seal must cover, forbid and leave alone, check by check."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from reportgen.errors import ReportgenError
from reportgen.registry.seals import revision
from reportgen.registry.seals.certificate import Certificate, printable
from reportgen.registry.seals.detached import signatory
from reportgen.registry.seals.fields import NAME, form_element

if TYPE_CHECKING:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import EmbeddedPdfSignature

STAMPED = "signature_time_stamp_token"
"""The one thing beside a signature that it does not vouch for: its timestamp."""

_DIGESTS = frozenset({"sha256", "sha384", "sha512"})
_PROFILE = "/ETSI.CAdES.detached"


@dataclass(frozen=True)
class OpenSeal:
    """A file with one signature, opened and not yet believed."""

    pdf: bytes
    reader: "PdfFileReader"
    name: str
    field: Any
    signature: "EmbeddedPdfSignature"
    certificate: Certificate


def _names(seal: OpenSeal) -> Iterator[str]:
    """The field, and what kind of signature it holds."""
    if seal.name != NAME:
        yield f"the seal stands in a field named {printable(seal.name)!r}, not {NAME!r}"
    if seal.signature.sig_object.get("/SubFilter") != _PROFILE:
        yield "the seal is not a signature as PAdES describes it"
    level = seal.signature.docmdp_level
    if level is None or level.name != "NO_CHANGES":
        yield "the seal does not forbid later changes"


def _bytes(seal: OpenSeal) -> Iterator[str]:
    """The bytes that the signature covers, and those in which it stands itself."""
    first, begin, end, rest = map(int, seal.signature.byte_range)
    if first != 0 or not 0 < begin < end or end + rest != len(seal.pdf):
        yield "the seal does not cover the whole file"
        return
    held = seal.signature.pkcs7_content
    if seal.pdf[begin:end] != b"<%s>" % held.hex().upper().encode():
        yield "the seal leaves out more of the file than its own bytes"


def _digest(seal: OpenSeal) -> Iterator[str]:
    """Whether the signature is one over these bytes."""
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity

    kind = seal.signature.md_algorithm
    if kind not in _DIGESTS:
        yield f"the seal uses the digest {kind}, which is no longer safe"
        return
    digest = seal.signature.compute_digest()
    signed, signer = seal.signature.signed_data, seal.signature.signer_info
    try:
        intact, valid = validate_sig_integrity(
            signer, signatory(signed, signer), "data", digest
        )
    except Exception:  # what it finds in hostile bytes is one verdict here
        intact, valid = True, False
    if not intact:
        yield "the bytes that the seal covers were changed"
    if not valid:
        yield "the signature was changed, or another certificate put in its place"


def _additions(seal: OpenSeal) -> Iterator[str]:
    """What can be put beside a signature without breaking it."""
    signed, signer = seal.signature.signed_data, seal.signature.signer_info
    kinds = {each["type"].native for each in signer["unsigned_attrs"] or ()}
    if kinds - {STAMPED} or signed["crls"]:
        yield "the signature carries additions that nobody signed"
    whole, held = _rebuilt(seal), seal.signature.pkcs7_content
    if not held.startswith(whole):
        yield "what stands around the signature was changed"
    elif any(held[len(whole) :]):
        yield "something is hidden in the unused room after the signature"


def _rebuilt(seal: OpenSeal) -> bytes:
    """What stands around a signature, made anew from what the signature vouches for."""
    from asn1crypto import cms, x509

    signed, signer = seal.signature.signed_data, seal.signature.signer_info
    held = x509.Certificate.load(seal.certificate.der)
    serial = {"issuer": held.issuer, "serial_number": held.serial_number}
    kept = ("digest_algorithm", "signature_algorithm", "signature", "signed_attrs")
    optional = ("unsigned_attrs",) if signer["unsigned_attrs"] else ()
    parts = {key: signer[key].copy() for key in (*kept, *optional)}
    sid = cms.SignerIdentifier({"issuer_and_serial_number": serial})
    around = {
        "version": "v1",
        "digest_algorithms": [signer["digest_algorithm"].copy()],
        "encap_content_info": {"content_type": "data"},
        "certificates": signed["certificates"].copy(),
        "signer_infos": [cms.SignerInfo({"version": "v1", "sid": sid, **parts})],
    }
    content = {"content_type": "signed_data", "content": cms.SignedData(around)}
    return bytes(cms.ContentInfo(content).dump())


def _history(seal: OpenSeal) -> Iterator[str]:
    """The proof before the seal, and that the seal left it alone."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    if (count := seal.reader.total_revisions) != 2:  # noqa: PLR2004 (proof and seal)
        yield (
            f"the file was written in {count} steps; a sealed one has two: the proof "
            "and the seal"
        )
        return
    proof = seal.pdf[: revision.proof_end(seal.reader)]
    if not revision.is_whole(proof, seal.reader):
        yield "what stands before the seal does not end as a proof does"
        return
    yield from revision.changes(PdfFileReader(BytesIO(proof)), seal.reader)


def _words(seal: OpenSeal) -> Iterator[str]:
    """What a screen reader hears."""
    words = str(seal.field.get("/TU", ""))
    if not words.strip():
        yield "the field of the seal has no words for those who do not see it"
    try:
        heard = str(form_element(seal.reader, seal.field).get("/Alt", ""))
    except ReportgenError:
        heard = ""
    if heard != words or not heard.strip():
        yield "the tags do not say the same of the seal as its field"


CHECKS: tuple[Callable[[OpenSeal], Iterator[str]], ...] = (
    *(_names, _bytes, _digest, _additions, _history, _words),
)
"""Each tells what is wrong in plain words, or nothing; hostile bytes may raise."""
