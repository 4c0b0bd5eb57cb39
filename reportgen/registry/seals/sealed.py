"""What a sealed PDF says of itself, and whether its seal holds; nobody is asked."""

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from io import BytesIO

from reportgen.registry.seals import revision
from reportgen.registry.seals.certificate import Certificate, read_certificate, unfit
from reportgen.registry.seals.coverage import CHECKS, STAMPED, OpenSeal
from reportgen.registry.seals.detached import signatory
from reportgen.registry.seals.fields import quiet, signature_fields
from reportgen.registry.seals.skeleton import is_sound
from reportgen.registry.seals.timestamp import Bad, Timestamp, read_timestamp

_LARGEST = 20_000_000  # bytes; a report of fifty pages has half a million
_TAIL = 1_024  # bytes in which a PDF may say that it ends
_RANGE = re.compile(rb"/ByteRange\s*\[\s*0\s+\d{1,12}\s+(\d{1,12})\s+(\d{1,12})\s*\]")
_APART = timedelta(days=1)  # between the sealer's clock and the authority's


@dataclass(frozen=True)
class SealFound:
    """What a seal says, and what is wrong with it."""

    complaints: tuple[str, ...]
    """Plain sentences; none where the file is as it was sealed."""
    certificate: Certificate | None = None
    """Whose it is; None where that cannot be read. Trust is decided elsewhere."""
    signed_at: datetime | None = None
    """When, as the sealer's own clock said."""
    timestamped_at: datetime | None = None
    """When, as an authority said; None without one that holds."""
    authority: Certificate | None = None
    """The authority's certificate. Trust is decided elsewhere."""
    proof_bytes: int = 0
    """How many bytes of the file are the proof."""
    proof_sha256: str = ""
    """Their SHA-256: what the signatories approved."""
    words: str = ""
    """What a screen reader says of the seal."""
    is_sealed: bool = True
    """False where nobody ever signed, as in a draft or a proof."""


def examine_seal(pdf: bytes) -> SealFound:
    """Whether a PDF is as `seal` made it, to the last byte.

    It reaches no network, and never raises, whatever it is given.
    """
    if len(pdf) > _LARGEST:
        return SealFound(("the file is far too large for a report",))
    if not pdf.startswith(b"%PDF-"):
        return SealFound(("this is no PDF file",))
    quiet()
    try:
        return _examined(pdf)
    except Exception:  # hostile bytes can break a parser anywhere
        cut = b"%%EOF" not in pdf[-_TAIL:]
        why = (
            "it is cut short" if cut else "its structure is not as reportgen writes it"
        )
        return SealFound((f"the file cannot be read as a sealed PDF: {why}",))


def _examined(pdf: bytes) -> SealFound:
    """What the seal says; anything may be raised where there is none."""
    stated = _stated_end(pdf)
    if stated > len(pdf):
        missing = _bytes_told(stated - len(pdf), "is", "are")
        return SealFound((f"the file is cut short: {missing} missing",))
    added = len(pdf) - stated if stated else 0
    found = _within(pdf[: len(pdf) - added])
    if not added:
        return found
    what = f"{_bytes_told(added)} added after the seal"
    return replace(found, complaints=(what, *found.complaints))


def _bytes_told(count: int, one: str = "was", more: str = "were") -> str:
    """`1 byte was`, `3 bytes were`."""
    return f"1 byte {one}" if count == 1 else f"{count} bytes {more}"


def _stated_end(pdf: bytes) -> int:
    """Where the last signature says that the file ends; 0 where there is none."""
    place = pdf.rfind(b"/ByteRange")
    stated = _RANGE.match(pdf, place) if place >= 0 else None
    return int(stated[1]) + int(stated[2]) if stated else 0


def _within(pdf: bytes) -> SealFound:
    """What the seal of a file says to whose end its signature claims to reach."""
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import EmbeddedPdfSignature

    if not is_sound(pdf):
        raise ValueError("tables")
    reader = PdfFileReader(BytesIO(pdf))
    fields = signature_fields(reader)
    filled = [(name, field) for name, value, field in fields if value is not None]
    if len(filled) != 1 or len(fields) != 1:
        why = _not_one(len(filled), len(fields))
        return SealFound((why,), is_sealed=bool(filled))
    ((name, field),) = filled
    try:
        signature = EmbeddedPdfSignature(reader, field, name)
        held = signatory(signature.signed_data, signature.signer_info)
        certificate = read_certificate(held.dump())
    except Exception:  # hostile bytes can break a parser anywhere
        return SealFound(("the signature is damaged: it cannot be read",))
    return _told(OpenSeal(pdf, reader, name, field, signature, certificate))


def _not_one(filled: int, fields: int) -> str:
    if filled:
        return f"the file has {fields} signature fields, and a sealed one has just one"
    if fields:
        return "there is no seal: the field for the sign-off is empty, as in a proof"
    return "there is no seal: the file has no signature"


def _told(seal: OpenSeal) -> SealFound:
    """All that the seal says, with what is wrong."""
    complaints = [what for check in CHECKS for what in check(seal)]
    timestamp, bad = _timestamp(seal)
    at = _signed_at(seal)
    complaints += [*bad, *unfit(seal.certificate, timestamp.at if timestamp else at)]
    if timestamp and at and abs(timestamp.at - at) > _APART:
        complaints.append(
            f"the seal says that it was set on {at:%Y-%m-%d}, and its timestamp says "
            f"{timestamp.at:%Y-%m-%d}"
        )
    end = revision.proof_end(seal.reader) if seal.reader.total_revisions > 1 else 0
    return SealFound(
        tuple(complaints),
        seal.certificate,
        at,
        timestamp.at if timestamp else None,
        timestamp.certificate if timestamp else None,
        end,
        hashlib.sha256(seal.pdf[:end]).hexdigest() if end else "",
        str(seal.field.get("/TU", "")),
    )


def _signed_at(seal: OpenSeal) -> datetime | None:
    at = seal.signature.self_reported_timestamp
    return at.astimezone(UTC) if at else None


def _timestamp(seal: OpenSeal) -> tuple[Timestamp | None, tuple[str, ...]]:
    """The timestamp of the signature, or what is wrong with it."""
    signer = seal.signature.signer_info
    tokens = [
        value
        for each in signer["unsigned_attrs"] or ()
        if each["type"].native == STAMPED
        for value in each["values"]
    ]
    if not tokens:
        return None, ()
    try:
        (token,) = tokens
        stamped = signer["signature"].native
        found = read_timestamp(
            token["content"], lambda kind: hashlib.new(kind, stamped).digest()
        )
        return found, ()
    except Bad as bad:
        why = str(bad)
    except Exception:  # hostile bytes can break a parser anywhere
        why = "it cannot be read"
    return None, (f"the timestamp of the seal does not hold: {why}",)
