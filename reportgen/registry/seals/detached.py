"""Detached signatures: ours over a manifest, and those that signatories bring (CMS)."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from reportgen.registry.seals.certificate import (
    Certificate,
    is_signed,
    read_certificate,
    refuse_outside,
    unfit,
)
from reportgen.registry.seals.identity import Identity

if TYPE_CHECKING:
    from asn1crypto import cms

_LARGEST = 200_000  # bytes; ours have about two thousand
_LAST_SHORT_YEAR = 2049  # X.509 and CMS write years with two digits until then
_DIGESTS = frozenset({"sha256", "sha384", "sha512"})


@dataclass(frozen=True)
class DetachedFound:
    """What a detached signature says, and what is wrong with it."""

    complaints: tuple[str, ...]
    """Plain sentences; none where the signature fits the bytes."""
    certificate: Certificate | None
    """Whose it is; None where that cannot be read. Trust is decided elsewhere."""
    signed_at: datetime | None
    """When, as the signatory's own clock said."""


@dataclass(frozen=True)
class _Parts:
    """All that a signature of ours is made from, but the signed bytes."""

    certificate: Certificate
    digest: bytes
    at: datetime
    is_rsa: bool
    signature: bytes


def sign_detached(data: bytes, identity: Identity, at: datetime) -> bytes:
    """A detached CMS signature (DER) over bytes.

    It holds one certificate, its digest, the time and the digest of the bytes; the
    same bytes, RSA identity and second give the same signature.

    Args:
        data: what is signed.
        identity: who signs.
        at: now, with its time zone; seconds count.

    Raises:
        CertificateFault: the certificate is not valid at that time.
    """
    refuse_outside(identity.certificate, at)
    digest = hashlib.sha256(data).digest()
    when = at.astimezone(UTC).replace(microsecond=0)
    parts = _Parts(identity.certificate, digest, when, identity.is_rsa, b"")
    signature = identity.sign(_attributes(parts).dump())
    return _packed(_Parts(identity.certificate, digest, when, parts.is_rsa, signature))


def examine_detached(data: bytes, signature: bytes) -> DetachedFound:
    """Whether a signature of `sign_detached` fits bytes, to the last bit of both.

    It never raises, whatever it is given.
    """
    try:
        parts = _parts(signature)
        complaints = tuple(_complaints(data, signature, parts))
    except Exception:  # hostile bytes can break a parser anywhere
        what = "this is no detached signature as reportgen makes them"
        return DetachedFound((what,), None, None)
    return DetachedFound(complaints, parts.certificate, parts.at)


def examine_foreign(data: bytes, signature: bytes) -> DetachedFound:
    """Whether a detached signature that another program made fits bytes.

    Other programs add certificates, attributes and timestamps, so what they add is not
    looked at; it counts that one signatory signed these bytes, with a safe digest and
    key, inside the certificate's time. DER or PEM. It never raises.
    """
    try:
        return _foreign(data, signature)
    except Exception:  # hostile bytes can break a parser anywhere
        return DetachedFound(("this is no detached signature (CMS)",), None, None)


def _complaints(data: bytes, signature: bytes, parts: _Parts) -> Iterator[str]:
    """What is wrong with a signature of ours."""
    if _packed(parts) != signature:
        yield "the signature was changed: it is not built as reportgen builds it"
        return
    if hashlib.sha256(data).digest() != parts.digest:
        yield "the bytes that were signed were changed"
    if not is_signed(parts.certificate, _attributes(parts).dump(), parts.signature):
        yield "the signature was not made with the key of the certificate in it"
    yield from unfit(parts.certificate, parts.at)


def _parts(signature: bytes) -> _Parts:
    """Take a signature of ours apart; anything may be raised where it is none."""
    signed = _signed_data(signature)
    (choice,), (signer,) = signed["certificates"], signed["signer_infos"]
    certificate = read_certificate(choice.chosen.dump())
    said = {each["type"].native: each["values"][0].native for each in _said(signer)}
    return _Parts(
        certificate,
        said["message_digest"],
        said["signing_time"],
        signer["signature_algorithm"]["algorithm"].native == "sha256_rsa",
        signer["signature"].native,
    )


def _signed_data(signature: bytes) -> "cms.SignedData":
    # tsp teaches cms the name of one attribute, and cms keeps what it knew first.
    from asn1crypto import (
        cms,
        tsp,  # noqa: F401
    )

    if len(signature) > _LARGEST:
        raise ValueError("too large")
    found = cms.ContentInfo.load(signature, strict=True)
    if found["content_type"].native != "signed_data":
        raise ValueError("another kind of content")
    return found["content"]


def _said(signer: "cms.SignerInfo") -> "cms.CMSAttributes":
    """The signed attributes; none where only the bare bytes were signed."""
    return signer["signed_attrs"] or ()


def _attributes(parts: _Parts) -> "cms.CMSAttributes":
    """What is signed besides the bytes: their digest, the time, the certificate."""
    from asn1crypto import cms, tsp

    late = parts.at.year > _LAST_SHORT_YEAR
    time = cms.Time({"generalized_time" if late else "utc_time": parts.at})
    mine = {"cert_hash": bytes.fromhex(parts.certificate.fingerprint)}
    certificate = tsp.SigningCertificateV2({"certs": [tsp.ESSCertIDv2(mine)]})
    values = {
        "content_type": "data",
        "message_digest": parts.digest,
        "signing_time": time,
        "signing_certificate_v2": certificate,
    }
    return cms.CMSAttributes(
        [cms.CMSAttribute({"type": k, "values": [v]}) for k, v in values.items()]
    )


def _packed(parts: _Parts) -> bytes:
    """The one way in which these parts make a signature."""
    from asn1crypto import algos, cms, core, x509

    held = x509.Certificate.load(parts.certificate.der)
    digest = algos.DigestAlgorithm({"algorithm": "sha256", "parameters": core.Null()})
    kind: dict[str, object] = {"algorithm": "sha256_ecdsa"}
    if parts.is_rsa:
        kind = {"algorithm": "sha256_rsa", "parameters": core.Null()}
    serial = {"issuer": held.issuer, "serial_number": held.serial_number}
    signer = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier({"issuer_and_serial_number": serial}),
            "digest_algorithm": digest,
            "signed_attrs": _attributes(parts),
            "signature_algorithm": algos.SignedDigestAlgorithm(kind),
            "signature": parts.signature,
        }
    )
    signed = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [digest],
            "encap_content_info": {"content_type": "data"},
            "certificates": [cms.CertificateChoices({"certificate": held})],
            "signer_infos": [signer],
        }
    )
    packed = cms.ContentInfo({"content_type": "signed_data", "content": signed})
    return bytes(packed.dump())


def _foreign(data: bytes, signature: bytes) -> DetachedFound:
    """Examine a signature that another program made; anything may be raised."""
    from asn1crypto import pem
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity

    if pem.detect(signature[:_LARGEST]):
        signature = pem.unarmor(signature[: _LARGEST * 2])[2]
    signed = _signed_data(signature)
    (signer,) = signed["signer_infos"]
    held = signatory(signed, signer)
    certificate = read_certificate(held.dump())
    said = {each["type"].native: each["values"][0].native for each in _said(signer)}
    at = said.get("signing_time")
    kind = signer["digest_algorithm"]["algorithm"].native
    if kind not in _DIGESTS:
        what = f"the digest {kind} is no longer safe"
        return DetachedFound((what,), certificate, at)
    digest = hashlib.new(kind, data).digest()
    intact, valid = validate_sig_integrity(signer, held, "data", digest)
    complaints = [] if intact else ["the bytes that were signed are not these"]
    if intact and not valid:
        complaints.append("the signature was not made with the key of its certificate")
    complaints += unfit(certificate, at)
    return DetachedFound(tuple(complaints), certificate, at)


def signatory(signed: "cms.SignedData", signer: "cms.SignerInfo") -> "cms.Certificate":
    """The certificate that the signatory names, among all that came along.

    Raises:
        ValueError: it did not come along; other exceptions where hostile bytes are it.
    """
    sid = signer["sid"].chosen
    for choice in signed["certificates"]:
        held = choice.chosen
        if signer["sid"].name == "subject_key_identifier":
            if held.key_identifier == sid.native:
                return held
        elif (held.issuer, held.serial_number) == (
            sid["issuer"],
            sid["serial_number"].native,
        ):
            return held
    raise ValueError("its certificate did not come along")
