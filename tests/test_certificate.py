"""Certificates and the identities that sign with them."""

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from certificates import NOW, issued
from cryptography import x509
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    pkcs12,
)
from cryptography.x509.oid import NameOID

from reportgen.errors import CertificateFault
from reportgen.registry.seals.certificate import (
    open_certificate,
    read_certificate,
    refuse_outside,
    unfit,
    weakness,
)
from reportgen.registry.seals.identity import (
    Identity,
    is_locked,
    make_identity,
    open_identity,
    passphrase,
    read_identity,
)

SECRET = "a secret — ü".encode()


def refused(data: bytes, said: bytes | None = None) -> str:
    """Why a PKCS#12 file is refused."""
    with pytest.raises(CertificateFault) as caught:
        read_identity(data, said, "seal.p12")
    assert 3 == caught.value.exit_code
    return str(caught.value)


# --- What a certificate says -------------------------------------------------------


def test_a_certificate_tells_its_facts() -> None:
    """Subject, issuer, days and fingerprint come from its bytes, in DER and PEM."""
    root = issued("Test Root", usages=("key_cert_sign",))
    mine = issued("Exampleton Council", label="facts", issuer=root)
    found = read_certificate(mine.der)

    assert ("Exampleton Council", "Test Root") == (found.subject, found.issuer)
    assert not found.self_signed
    assert mine.certificate.not_valid_after_utc == found.not_after
    assert found == read_certificate(found.pem)
    assert found.fingerprint == found.groups.replace(" ", "")
    assert {4} == {len(group) for group in found.groups.split(" ")}


def test_openssl_reads_the_same_fingerprint(tmp_path: Path) -> None:
    """Whoever compares fingerprints may use another program."""
    found = read_certificate(issued().der)
    (tmp_path / "mine.pem").write_bytes(found.pem)
    command = ["openssl", "x509", "-noout", "-fingerprint", "-sha256", "-in"]
    done = subprocess.run(
        [*command, tmp_path / "mine.pem"], capture_output=True, text=True, check=True
    )

    assert found.fingerprint == done.stdout.partition("=")[2].strip().lower().replace(
        ":", ""
    )


def test_a_borrowed_name_makes_nobody_self_signed() -> None:
    """The signature decides, not the names."""
    root = issued("Same Name", label="root", usages=("key_cert_sign",))
    borrowed = issued("Same Name", label="other", issuer=root)

    assert read_certificate(root.der).self_signed
    assert not read_certificate(borrowed.der).self_signed


def test_the_same_name_with_another_key_is_another_certificate() -> None:
    """Only the fingerprint tells them apart."""
    one, other = (
        read_certificate(issued("Exampleton Council", label=each).der)
        for each in ("one", "other")
    )

    assert one.subject == other.subject
    assert one.fingerprint != other.fingerprint


def test_a_name_is_safe_to_print() -> None:
    """Signs that hide, turn or rule a terminal are replaced, and length has an end."""
    found = read_certificate(issued("A\u202eB\x1b[31m\nC").der)
    long = read_certificate(issued("n" * 64).der)

    assert "A\N{REPLACEMENT CHARACTER}B\N{REPLACEMENT CHARACTER}[31m" in found.subject
    assert found.subject.isprintable()
    assert "n" * 64 == long.subject


@pytest.mark.parametrize(
    "data",
    [b"", b"-----BEGIN CERTIFICATE-----", b"\x30\x82\xff\xff", b"text", bytes(2000)],
)
def test_what_is_no_certificate_is_told(data: bytes, tmp_path: Path) -> None:
    """A plain message, whatever the bytes are."""
    (tmp_path / "mine.pem").write_bytes(data)

    with pytest.raises(CertificateFault, match=r"mine\.pem holds no certificate"):
        open_certificate(tmp_path / "mine.pem")


def test_days_are_kept_to_the_second() -> None:
    """Before the first moment and after the last, nobody signs."""
    mine = read_certificate(issued().der)
    second = timedelta(seconds=1)

    refuse_outside(mine, mine.not_before)
    refuse_outside(mine, mine.not_after)
    with pytest.raises(CertificateFault, match="expired on 2027-06-15; get a new one"):
        refuse_outside(mine, mine.not_after + second)
    with pytest.raises(CertificateFault, match="is not valid before 2025-06-15; wait"):
        refuse_outside(mine, mine.not_before - second)
    assert [] == list(unfit(mine, mine.not_after))
    assert 1 == len(list(unfit(mine, mine.not_after + second)))


# --- Opening a PKCS#12 file --------------------------------------------------------


@pytest.mark.parametrize("kind", ["rsa2048", "ec"])
@pytest.mark.parametrize("said", [None, SECRET])
def test_a_file_opens_with_its_passphrase(kind: str, said: bytes | None) -> None:
    """RSA and EC keys, locked or not, sign what their certificate vouches for."""
    mine = issued(f"Council {kind}", kind=kind)
    found = read_identity(mine.p12(said), said, "seal.p12")

    assert read_certificate(mine.der) == found.certificate
    assert (kind != "ec") == found.is_rsa
    assert is_locked(mine.p12(said)) == (said is not None)


def test_a_chain_comes_along() -> None:
    """Certificates of those who vouch are kept, and do not count as one's own."""
    root = issued("Test Root", usages=("key_cert_sign",))
    mine = issued("Chained", issuer=root)
    found = read_identity(mine.p12(SECRET, [root]), SECRET, "seal.p12")

    assert ("Chained", (root.der,)) == (found.certificate.subject, found.chain)


def test_a_file_without_a_passphrase_opens_with_any() -> None:
    """A passphrase that is set for another file does no harm."""
    assert read_identity(issued().p12(), b"whatever", "seal.p12")


def test_a_wrong_passphrase_and_none_are_two_faults() -> None:
    """Each has its cure, and no message repeats what was typed."""
    locked = issued().p12(SECRET)
    wrong, none = refused(locked, b"wr0ng-guess"), refused(locked)

    assert "does not open with the passphrase in REPORTGEN_PASSPHRASE; correct" in wrong
    assert "opens only with a passphrase; give it in" in none
    assert none == refused(locked, b"")
    assert "wr0ng" not in wrong


def test_an_empty_passphrase_is_none() -> None:
    """Some programs lock with nothing, others do not lock: both open."""
    empty = pkcs12.serialize_key_and_certificates(
        b"x", issued().key, issued().certificate, None, BestAvailableEncryption(b" ")
    )

    assert "opens only with a passphrase" in refused(empty)
    assert read_identity(empty, b" ", "seal.p12")


def test_a_file_of_openssl_opens(tmp_path: Path) -> None:
    """What other programs export is read, with a passphrase, an empty one, or none."""
    mine = issued()
    (tmp_path / "c.pem").write_bytes(read_certificate(mine.der).pem)
    (tmp_path / "k.der").write_bytes(mine.key_der)
    convert = ["openssl", "pkey", "-inform", "DER", "-in", "k.der", "-out", "k.pem"]
    subprocess.run(convert, cwd=tmp_path, check=True)
    export = ["openssl", "pkcs12", "-export", "-in", "c.pem", "-inkey", "k.pem"]
    for number, said in enumerate(("typed", "")):
        out = ["-out", f"{number}.p12", "-passout", f"pass:{said}"]
        subprocess.run([*export, *out], cwd=tmp_path, check=True)
        found = open_identity(tmp_path / f"{number}.p12", said.encode())
        assert read_certificate(mine.der) == found.certificate


def test_what_lacks_a_key_is_told() -> None:
    """A file with certificates only cannot seal."""
    lock = BestAvailableEncryption(SECRET)
    bare = pkcs12.serialize_key_and_certificates(
        b"x", None, issued().certificate, None, lock
    )

    assert "its private key; export the certificate again" in refused(bare, SECRET)


def test_what_is_no_pkcs12_is_told() -> None:
    """Text, a bare certificate and a cut file get one message with the cure."""
    for data in (b"", b"text", issued().der, issued().p12()[:-40]):
        assert "seal.p12 is no PKCS#12 file (.p12 or .pfx)" in refused(data)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """Missing, a folder, an impossible name and far too large: each says its cure."""
    (tmp_path / "large.p12").write_bytes(bytes(1_000_001))
    for name, told in (
        ("no.p12", "there is no certificate at"),
        (".", "cannot be read (Is a directory)"),
        ("a\0b", "cannot be read (its name is impossible)"),
        ("large.p12", "is far too large for a certificate"),
    ):
        with pytest.raises(CertificateFault, match=r"reportgen\.toml") as caught:
            open_identity(tmp_path / name, None)
        assert told in str(caught.value)


@pytest.mark.parametrize(
    ("kind", "usage", "told"),
    [
        ("rsa1024", "digital_signature", "has an RSA key of 1024 bits"),
        ("ed25519", "digital_signature", "programs for PDF files do not know"),
        ("rsa2048", "key_encipherment", "forbids digital signatures"),
    ],
)
def test_a_certificate_that_may_not_sign_is_refused(
    kind: str, usage: str, told: str
) -> None:
    """Weak keys, unknown keys and other uses are told with the cure."""
    mine = issued(f"{kind} {usage}", kind=kind, usages=(usage,))
    message = refused(mine.p12())

    assert told in message
    assert "; get one for signing documents, with an RSA key of 3072 bits" in message
    assert weakness(read_certificate(mine.der))


@pytest.mark.parametrize(
    "usages", [None, ("digital_signature",), ("content_commitment",)]
)
def test_a_certificate_that_may_sign_is_taken(usages: tuple[str, ...] | None) -> None:
    """Either use of a signature will do, and so does one that names no use."""
    mine = issued(f"May {usages}", usages=usages)

    assert read_identity(mine.p12(), None, "seal.p12")


# --- A new one ---------------------------------------------------------------------


def fresh(name: str, said: bytes | None = None) -> Identity:
    """A new identity, opened."""
    return read_identity(make_identity(name, NOW, said), said, "new.p12")


def test_a_new_certificate_says_what_it_is() -> None:
    """Its subject names who made it and for whom; it is valid for three years."""
    found = fresh("Exampleton Drugs Partnership").certificate
    held = x509.load_der_x509_certificate(found.der)

    assert "Exampleton Drugs Partnership, self-signed by reportgen" == found.subject
    assert found.self_signed
    assert datetime(2026, 6, 15, tzinfo=UTC) == found.not_before
    assert timedelta(days=3 * 365) == found.not_after - found.not_before
    assert "" == weakness(found)
    usage = held.extensions.get_extension_for_class(x509.KeyUsage).value
    assert (True, True, False) == (
        usage.digital_signature,
        usage.content_commitment,
        usage.key_cert_sign,
    )


@pytest.mark.parametrize("name", ["ß" * 200, "N" * 65, "x", "", "\x00\n", "名" * 40])
def test_any_name_makes_a_certificate(name: str) -> None:
    """One that is too long is cut, and one that is empty is told."""
    held = x509.load_der_x509_certificate(fresh(name).certificate.der)
    values = [attribute.value for attribute in held.subject]

    assert {True} == {0 < len(str(value).encode()) <= 64 for value in values}
    (common,) = held.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    assert str(common.value).endswith(", self-signed by reportgen")


def test_a_new_one_is_locked_with_its_passphrase() -> None:
    """Without one it is open; two are never the same."""
    locked, free = make_identity("A", NOW, SECRET), make_identity("A", NOW, None)

    assert (True, False) == (is_locked(locked), is_locked(free))
    assert fresh("A").certificate.fingerprint != fresh("A").certificate.fingerprint


# --- Secrets -----------------------------------------------------------------------


def test_no_secret_is_ever_printed() -> None:
    """Neither the passphrase nor the key stands in what an identity says of itself."""
    mine = issued()
    found = read_identity(mine.p12(SECRET), SECRET, "seal.p12")
    number = mine.key.private_numbers().d
    said = f"{found!r} {found} {vars(found)}"

    assert "secret" not in said
    assert str(number) not in said
    assert mine.key_der.hex() not in said
    assert "PRIVATE" not in said


def test_the_passphrase_comes_from_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An empty one counts as none."""
    found = []
    for said in ("typed ü", ""):
        monkeypatch.setenv("REPORTGEN_PASSPHRASE", said)
        found.append(passphrase())
    monkeypatch.delenv("REPORTGEN_PASSPHRASE")

    assert ["typed ü".encode(), None, None] == [*found, passphrase()]
