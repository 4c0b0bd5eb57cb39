"""Certificates of people and authorities that do not exist, made once per run."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from reportgen.registry.seals.identity import Identity, read_identity

NOW = datetime(2026, 6, 15, 9, 30, 12, tzinfo=UTC)
"""When things are sealed in tests."""
YEAR = timedelta(days=365)

_USAGES = (
    *("digital_signature", "content_commitment", "key_encipherment"),
    *("data_encipherment", "key_agreement", "key_cert_sign", "crl_sign"),
    *("encipher_only", "decipher_only"),
)


@dataclass(frozen=True)
class Issued:
    """A certificate with its key."""

    certificate: x509.Certificate
    key: Any

    @property
    def der(self) -> bytes:
        """The certificate's bytes."""
        return self.certificate.public_bytes(Encoding.DER)

    @property
    def key_der(self) -> bytes:
        """The key's bytes, open."""
        return bytes(
            self.key.private_bytes(
                Encoding.DER, PrivateFormat.PKCS8, encryption_algorithm=NoEncryption()
            )
        )

    def p12(
        self, passphrase: bytes | None = None, chain: Sequence["Issued"] = ()
    ) -> bytes:
        """Both as a PKCS#12 file."""
        lock = BestAvailableEncryption(passphrase) if passphrase else NoEncryption()
        others = [each.certificate for each in chain]
        return pkcs12.serialize_key_and_certificates(
            b"test", self.key, self.certificate, others, lock
        )

    @property
    def identity(self) -> Identity:
        """Both, ready to sign."""
        return read_identity(self.p12(), None, "test.p12")


@cache
def key(kind: str, _label: str) -> Any:
    """A key; another label gives another key."""
    if kind == "ec":
        return ec.generate_private_key(ec.SECP256R1())
    if kind == "ed25519":
        return ed25519.Ed25519PrivateKey.generate()
    return rsa.generate_private_key(65537, int(kind.removeprefix("rsa")))


def issued(  # noqa: PLR0917 (a certificate has as many sides)
    name: str = "Exampleton Council Seal",
    kind: str = "rsa2048",
    label: str = "",
    issuer: Issued | None = None,
    begins: datetime = NOW - YEAR,
    ends: datetime = NOW + YEAR,
    usages: tuple[str, ...] | None = ("digital_signature", "content_commitment"),
    *,
    stamps: bool = False,
) -> Issued:
    """A certificate of one's own, or of an issuer; the same for the same arguments.

    Args:
        name: common name.
        kind: `rsa2048`, `ec`, `ed25519`.
        label: another label, another key.
        issuer: who vouches; nobody else where it is None.
        begins: first moment.
        ends: last moment.
        usages: what the key is for; None leaves it unsaid.
        stamps: whether it is a timestamp authority's.
    """
    more = (issuer, begins, ends, usages, stamps)
    return _issued(name, key(kind, label or name), *more)


@cache
def _issued(  # noqa: PLR0917
    name: str,
    mine: Any,
    issuer: Issued | None,
    begins: datetime,
    ends: datetime,
    usages: tuple[str, ...] | None,
    stamps: bool,
) -> Issued:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    public = mine.public_key()
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(
            x509.SubjectKeyIdentifier.from_public_key(public), critical=False
        )
    )
    if usages is not None:
        said = {usage: usage in usages for usage in _USAGES}
        builder = builder.add_extension(x509.KeyUsage(**said), critical=True)
    if stamps:
        only = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(only, critical=True)
    signs = issuer.key if issuer else mine
    digest = None if isinstance(signs, ed25519.Ed25519PrivateKey) else hashes.SHA256()
    return Issued(builder.sign(signs, digest), mine)


def authority() -> Issued:
    """A timestamp authority, vouched for by a root of its own."""
    root = issued("Test Root", usages=("key_cert_sign",))
    return issued("Test Timestamps", issuer=root, stamps=True)
