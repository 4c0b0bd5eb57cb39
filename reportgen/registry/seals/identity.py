"""The identity that seals: from the organisation's PKCS#12 file, or a new one."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.errors import CertificateFault
from reportgen.registry.seals.certificate import (
    Certificate,
    facts,
    printable,
    read_file,
    weakness,
)

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.serialization import (
        KeySerializationEncryption,
    )
    from cryptography.hazmat.primitives.serialization.pkcs12 import (
        PKCS12KeyAndCertificates,
    )

PASSPHRASE = "REPORTGEN_PASSPHRASE"  # noqa: S105 (a name, and no secret)
"""The variable of the environment with the passphrase of the certificate."""
YEARS = 3
"""How long a certificate of `make_identity` is valid."""

_SELF_SIGNED = ", self-signed by reportgen"
_NAME = 64  # bytes of UTF-8 that every reader of certificates takes as a name
_BITS = 3072  # of the RSA keys that are made here
_ROUNDS = 100_000  # hashes that a guess at the passphrase costs


@dataclass(frozen=True)
class Identity:
    """A certificate together with its key, which nothing but `sign` reaches."""

    certificate: Certificate
    is_rsa: bool
    """RSA (PKCS#1 v1.5) or ECDSA, both over SHA-256."""
    sign: Callable[[bytes], bytes] = field(repr=False)
    """From bytes to their signature."""
    chain: tuple[bytes, ...] = field(default=(), repr=False)
    """Certificates (DER) of those who vouch for it, as the file brought them."""


def passphrase() -> bytes | None:
    """What the environment says opens the certificate; None where it says nothing."""
    said = os.environ.get(PASSPHRASE)
    return said.encode(errors="surrogateescape") if said else None


def open_identity(path: Path, passphrase: bytes | None) -> Identity:
    """The identity in a PKCS#12 file; one that is not locked opens with any passphrase.

    Raises:
        CertificateFault: the file is not there, does not open with the passphrase,
            has no key, or holds a certificate that may not sign.
    """
    return read_identity(read_file(path), passphrase, str(path))


def read_identity(data: bytes, passphrase: bytes | None, name: str) -> Identity:
    """The identity in the bytes of a PKCS#12 file; `name` stands in messages.

    Raises:
        CertificateFault: as `open_identity`.
    """
    found = _unlocked(data, passphrase, name)
    if found.key is None or found.cert is None:
        raise CertificateFault(
            f"{name} does not hold a certificate together with its private key; export "
            "the certificate again with its private key"
        )
    certificate = facts(found.cert.certificate)
    if why := weakness(certificate):
        raise CertificateFault(
            f"the certificate in {name} {why}; get one for signing documents, with an "
            f"RSA key of {_BITS} bits"
        )
    is_rsa, sign = _signing(found.key)
    chain = (facts(each.certificate).der for each in found.additional_certs)
    return Identity(certificate, is_rsa, sign, tuple(sorted(chain)))


def is_locked(data: bytes) -> bool:
    """Whether a PKCS#12 file opens only with a passphrase; what is none is locked."""
    return _opened(data, None) is None


def make_identity(name: str, at: datetime, passphrase: bytes | None) -> bytes:
    """A new self-signed certificate with its key, as the bytes of a PKCS#12 file.

    It is valid from the beginning of the day, for three years. Its subject says for
    whom it is, and that reportgen signed it: nobody else vouches for it.

    Args:
        name: the organisation's; a certificate has room for 64 bytes of it.
        at: now, with its time zone.
        passphrase: locks the file; None or empty leaves it open.
    """
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.serialization import pkcs12

    key = rsa.generate_private_key(public_exponent=65537, key_size=_BITS)
    made = _self_signed(printable(name) or "an unnamed workspace", at, key)
    return pkcs12.serialize_key_and_certificates(
        b"reportgen", key, made, None, _lock(passphrase)
    )


def _unlocked(
    data: bytes, passphrase: bytes | None, name: str
) -> "PKCS12KeyAndCertificates":
    """What a PKCS#12 file holds.

    Raises:
        CertificateFault: it does not open.
    """
    found = _opened(data, passphrase) if passphrase else None
    found = found or _opened(data, None)
    if found is not None:
        return found
    if not _looks_right(data):
        raise CertificateFault(
            f"{name} is no PKCS#12 file (.p12 or .pfx); export the organisation's "
            "certificate with its private key in that form"
        )
    if not passphrase:
        raise CertificateFault(
            f"{name} opens only with a passphrase; give it in the environment variable "
            f"{PASSPHRASE}"
        )
    raise CertificateFault(
        f"{name} does not open with the passphrase in {PASSPHRASE}; correct the "
        "passphrase, or export the file again with AES where it is very old"
    )


def _opened(data: bytes, passphrase: bytes | None) -> "PKCS12KeyAndCertificates | None":
    """What the file holds; None where it does not open."""
    from cryptography.hazmat.primitives.serialization import pkcs12

    # No passphrase and an empty one are two things in this format.
    for each in (passphrase,) if passphrase else (None, b""):
        try:
            return pkcs12.load_pkcs12(data, each)
        except Exception:  # noqa: S112 (whatever breaks, it does not open)
            continue
    return None


def _looks_right(data: bytes) -> bool:
    """Whether it is built like a PKCS#12 file, whatever locks it."""
    from asn1crypto import pkcs12

    try:
        return bool(pkcs12.Pfx.load(data, strict=True)["version"].native == "v3")
    except Exception:  # hostile bytes can break a parser anywhere
        return False


def _signing(key: object) -> tuple[bool, Callable[[bytes], bytes]]:
    """Whether the key is RSA, and what signs with it; `weakness` refused all others."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

    if isinstance(key, rsa.RSAPrivateKey):
        return True, lambda data: key.sign(data, padding.PKCS1v15(), hashes.SHA256())
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return False, lambda data: key.sign(data, ec.ECDSA(hashes.SHA256()))
    raise CertificateFault("this kind of key cannot sign a PDF; get one with RSA")


def _self_signed(
    name: str, at: datetime, key: "rsa.RSAPrivateKey"
) -> "x509.Certificate":
    """A certificate for signing documents, and for nothing else."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes

    begins = at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    subject = _subject(name)
    public = key.public_key()
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=365 * YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(), critical=True)
        .add_extension(
            x509.SubjectKeyIdentifier.from_public_key(public), critical=False
        )
        .sign(key, hashes.SHA256())
    )


def _subject(name: str) -> "x509.Name":
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    short = f"{_fitting(name, _NAME - len(_SELF_SIGNED))}{_SELF_SIGNED}"
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, short),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, _fitting(name, _NAME)),
        ]
    )


def _fitting(name: str, room: int) -> str:
    """The name, cut short where it has more bytes than there is room for."""
    whole = name.encode()
    if len(whole) <= room:
        return name
    return whole[: room - len("…".encode())].decode(errors="ignore").rstrip() + "…"


def _usage() -> "x509.KeyUsage":
    from cryptography import x509

    never = (
        *("key_encipherment", "data_encipherment", "key_agreement"),
        *("key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
    )
    allowed = {"digital_signature": True, "content_commitment": True}
    return x509.KeyUsage(**allowed, **dict.fromkeys(never, False))


def _lock(passphrase: bytes | None) -> "KeySerializationEncryption":
    """AES-256 under many rounds of SHA-256, or none."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.serialization import (
        NoEncryption,
        PrivateFormat,
        pkcs12,
    )

    if not passphrase:
        return NoEncryption()
    return (
        PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(_ROUNDS)
        .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
        .hmac_hash(hashes.SHA256())
        .build(passphrase)
    )
