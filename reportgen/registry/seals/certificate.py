"""A certificate's facts, from its bytes; whether to believe it is decided elsewhere."""

import unicodedata
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.errors import CertificateFault

if TYPE_CHECKING:
    from cryptography import x509

_LARGEST = 1_000_000  # bytes of a file that may be a certificate
_LONGEST = 200  # characters of a name that anybody is shown
_SMALLEST = 2048  # bits of an RSA key that counts as safe
_CURVES = ("secp256r1", "secp384r1", "secp521r1")


@dataclass(frozen=True)
class Certificate:
    """What a certificate says of itself."""

    subject: str
    """Whose it is, in one line that is safe to print."""
    issuer: str
    """Who vouches for it."""
    fingerprint: str
    """SHA-256 of its bytes (DER), as 64 hex digits in lower case."""
    not_before: datetime
    not_after: datetime
    self_signed: bool
    """Whether nobody else vouches for it."""
    der: bytes = field(default=b"", repr=False)
    """Its bytes; public."""

    @property
    def groups(self) -> str:
        """The fingerprint in groups of four, as people read it to each other."""
        digits = self.fingerprint
        return " ".join(digits[i : i + 4] for i in range(0, len(digits), 4))

    @property
    def pem(self) -> bytes:
        """The certificate as a text file; it holds nothing secret."""
        from cryptography.hazmat.primitives.serialization import Encoding

        return _loaded(self.der).public_bytes(Encoding.PEM)

    def as_json(self) -> dict[str, object]:
        """Plain values for a manifest: subject, fingerprint, last day, self-signed."""
        return {
            "subject": self.subject,
            "fingerprint": self.fingerprint,
            "not_after": self.not_after.isoformat(),
            "self_signed": self.self_signed,
        }


def read_certificate(data: bytes, name: str = "the file") -> Certificate:
    """The facts of a public certificate, from PEM or DER; `name` stands in messages.

    Raises:
        CertificateFault: it is none.
    """
    try:
        return facts(_loaded(data))
    except Exception:  # a hostile one can break the library anywhere
        raise CertificateFault(
            f"{name} holds no certificate in PEM or DER; put the public certificate "
            "there"
        ) from None


def open_certificate(path: Path) -> Certificate:
    """The facts of the public certificate in a file, PEM or DER.

    Raises:
        CertificateFault: it is not there, or none.
    """
    return read_certificate(read_file(path), str(path))


def read_file(path: Path) -> bytes:
    """The bytes of a file that may hold a certificate.

    Raises:
        CertificateFault: it is not there, cannot be read, or is far too large.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except FileNotFoundError:
        raise CertificateFault(
            f"there is no certificate at {path}; put the organisation's file there, or "
            "name another as certificate in reportgen.toml"
        ) from None
    except (OSError, ValueError) as refusal:
        why = getattr(refusal, "strerror", None) or "its name is impossible"
        raise CertificateFault(
            f"the certificate {path} cannot be read ({why}); give yourself the right "
            "to read it, or name another as certificate in reportgen.toml"
        ) from None
    if len(data) > _LARGEST:
        raise CertificateFault(
            f"{path} is far too large for a certificate; name the organisation's own "
            "as certificate in reportgen.toml"
        )
    return data


def refuse_outside(certificate: Certificate, at: datetime) -> None:
    """Refuse to sign with a certificate before it is valid, or after.

    Raises:
        CertificateFault: it is not valid at that time.
    """
    name = f"the certificate of {certificate.subject}"
    if at < certificate.not_before:
        raise CertificateFault(
            f"{name} is not valid before {certificate.not_before:%Y-%m-%d}; wait until "
            "then, set this computer's clock right, or name one that is valid already"
        )
    if at > certificate.not_after:
        raise CertificateFault(
            f"{name} expired on {certificate.not_after:%Y-%m-%d}; get a new one, and "
            "name its file as certificate in reportgen.toml"
        )


def unfit(certificate: Certificate, at: datetime | None) -> Iterator[str]:
    """What is wrong with a certificate that signed, in plain words.

    Args:
        certificate: the signatory's.
        at: when it signed; None where nobody says so.
    """
    if why := weakness(certificate):
        yield f"the certificate {why}"
    begins, ends = certificate.not_before, certificate.not_after
    if at is not None and not begins <= at <= ends:
        yield (
            f"the certificate was not valid when it signed, on {at:%Y-%m-%d}: it is "
            f"from {begins:%Y-%m-%d} to {ends:%Y-%m-%d}"
        )


def is_signed(certificate: Certificate, data: bytes, signature: bytes) -> bool:
    """Whether a signature (SHA-256; PKCS#1 v1.5 or ECDSA) is that of a certificate."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

    public = _loaded(certificate.der).public_key()
    try:
        if isinstance(public, rsa.RSAPublicKey):
            public.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
        elif isinstance(public, ec.EllipticCurvePublicKey):
            public.verify(signature, data, ec.ECDSA(hashes.SHA256()))
        else:
            return False
    except InvalidSignature:
        return False
    return True


def weakness(certificate: Certificate) -> str:
    """Why nobody should sign with a certificate, or nothing.

    Returns:
        The end of a sentence: "has an RSA key of 1024 bits, which is no longer safe".
    """
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

    held = _loaded(certificate.der)
    public = held.public_key()
    if isinstance(public, rsa.RSAPublicKey):
        if public.key_size < _SMALLEST:
            return f"has an RSA key of {public.key_size} bits, which is no longer safe"
    elif not (
        isinstance(public, ec.EllipticCurvePublicKey) and public.curve.name in _CURVES
    ):
        return "has a kind of key that programs for PDF files do not know"
    return _forbidden(held)


def _forbidden(held: "x509.Certificate") -> str:
    """What its key usage says against signing; one without key usage allows all."""
    from cryptography import x509

    try:
        usage = held.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return ""
    if usage.digital_signature or usage.content_commitment:
        return ""
    return "is not made for signing: its key usage forbids digital signatures"


def _loaded(data: bytes) -> "x509.Certificate":
    from cryptography import x509

    with warnings.catch_warnings():  # of what is odd in a certificate, not in a program
        warnings.simplefilter("ignore")
        if data.lstrip().startswith(b"-----"):
            return x509.load_pem_x509_certificate(data)
        return x509.load_der_x509_certificate(data)


def facts(held: "x509.Certificate") -> Certificate:
    """What a loaded certificate says of itself."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.serialization import Encoding

    return Certificate(
        subject=_told(held.subject),
        issuer=_told(held.issuer),
        fingerprint=held.fingerprint(hashes.SHA256()).hex(),
        not_before=held.not_valid_before_utc,
        not_after=held.not_valid_after_utc,
        self_signed=_is_self_signed(held),
        der=held.public_bytes(Encoding.DER),
    )


def _is_self_signed(held: "x509.Certificate") -> bool:
    """A name can be borrowed; so the signature counts."""
    if held.subject != held.issuer:
        return False
    try:
        held.verify_directly_issued_by(held)
    except Exception:  # another's signature, or one that nobody can check
        return False
    return True


def _told(name: "x509.Name") -> str:
    """A name as people say it: the common name, then the organisation."""
    from cryptography.x509.oid import NameOID

    said: list[str] = []
    for kind in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        for each in name.get_attributes_for_oid(kind):
            text = printable(str(each.value))
            if text and not any(text in one for one in said):
                said.append(text)
    told = ", ".join(said) or printable(name.rfc4514_string()) or "nobody named"
    return told if len(told) <= _LONGEST else f"{told[: _LONGEST - 1]}…"


def printable(text: str) -> str:
    """One line without signs that hide, turn or rule a terminal."""
    kept = (
        "\N{REPLACEMENT CHARACTER}" if unicodedata.category(each)[0] == "C" else each
        for each in text
    )
    return " ".join("".join(kept).split())
