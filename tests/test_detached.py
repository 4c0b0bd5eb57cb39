"""Detached signatures: ours to the last bit, and those that signatories bring."""

import asyncio
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO
from pathlib import Path

import pytest
from asn1crypto import cms, x509
from certificates import NOW, YEAR, Issued, issued
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.sign.validation import async_validate_detached_cms
from pyhanko_certvalidator import ValidationContext

from reportgen.errors import CertificateFault
from reportgen.registry.seals.certificate import read_certificate
from reportgen.registry.seals.detached import (
    examine_detached,
    examine_foreign,
    sign_detached,
)
from reportgen.registry.seals.identity import Identity

DATA = b'{\n  "edition": 1\n}\n'


def signed(kind: str = "rsa2048", data: bytes = DATA) -> bytes:
    """The signature of a fictional council."""
    return sign_detached(data, issued(f"Council {kind}", kind=kind).identity, NOW)


# --- Ours --------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["rsa2048", "ec"])
def test_a_signature_fits_its_bytes(kind: str) -> None:
    """Whose it is and when it was made are told, and there is no complaint."""
    found = examine_detached(DATA, signed(kind))

    assert ((), NOW) == (found.complaints, found.signed_at)
    mine = issued(f"Council {kind}", kind=kind)
    assert read_certificate(mine.der) == found.certificate


def test_the_time_is_one_moment_wherever_it_is_told() -> None:
    """Summer time and microseconds make no difference."""
    mine = issued("Council rsa2048").identity
    summer = NOW.astimezone(timezone(timedelta(hours=1))) + timedelta(microseconds=7)

    assert signed() == sign_detached(DATA, mine, summer)
    late = issued("Late", begins=NOW, ends=NOW + 40 * YEAR).identity
    far = datetime(2051, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert far == examine_detached(DATA, sign_detached(DATA, late, far)).signed_at


def test_it_holds_what_it_should_and_nothing_more() -> None:
    """One certificate, four signed attributes, no unsigned one, no list, no content."""
    held = cms.ContentInfo.load(signed(), strict=True)["content"]
    (signer,) = held["signer_infos"]

    assert 1 == len(held["certificates"])
    assert [
        "content_type",
        "message_digest",
        "signing_certificate_v2",
        "signing_time",
    ] == sorted(each["type"].native for each in signer["signed_attrs"])
    assert not signer["unsigned_attrs"]
    assert not held["crls"]
    assert held["encap_content_info"]["content"].native is None


@pytest.mark.parametrize("kind", ["rsa2048", "ec"])
def test_every_flipped_bit_of_the_signature_is_noticed(kind: str) -> None:
    """No byte of it can be changed, neither by its lowest bit nor by its highest."""
    good = signed(kind)
    unnoticed = [
        (place, bit)
        for place in range(len(good))
        for bit in (1, 128)
        if not examine_detached(DATA, flipped(good, place, bit)).complaints
    ]

    assert len(good) > 600
    assert [] == unnoticed


def test_every_flipped_bit_of_the_bytes_is_noticed() -> None:
    """What was signed cannot be changed either, nor cut, nor added to."""
    good = signed()
    wrong = [flipped(DATA, place, 1 << bit) for place in range(19) for bit in range(8)]

    for data in (*wrong, DATA[:-1], DATA + b"\0", b"\n" + DATA, b""):
        found = examine_detached(data, good)
        assert ("the bytes that were signed were changed",) == found.complaints


def flipped(data: bytes, place: int, bits: int) -> bytes:
    """The same bytes, with some bits of one turned round."""
    return data[:place] + bytes([data[place] ^ bits]) + data[place + 1 :]


@settings(max_examples=30)
@given(st.binary(max_size=300), st.integers(0, 1000), st.integers(0, 1000))
def test_hostile_bytes_are_a_complaint(noise: bytes, begin: int, end: int) -> None:
    """Whatever is handed over, there is an answer and never an exception."""
    good = signed()
    for data in (noise, good[:begin], good[begin:], good[:begin] + noise + good[end:]):
        assert (data == good) == (examine_detached(DATA, data).complaints == ())
        assert data == good or examine_foreign(DATA, data).complaints is not None


def test_what_is_nested_without_end_is_a_complaint() -> None:
    """Depth and size have an end."""
    deep = b"\x30\x80" * 50_000
    large = b"\x30\x84\x7f\xff\xff\xff" + bytes(300_000)

    for data in (deep, large, b"\xa0\x80" * 90_000):
        assert ("this is no detached signature as reportgen makes them",) == (
            examine_detached(DATA, data).complaints
        )
        assert examine_foreign(DATA, data).complaints


def test_another_key_under_the_same_name_is_told_apart() -> None:
    """The facts are those of the certificate that signed; names prove nothing."""
    mine, other = (issued("Council", label=each).identity for each in ("a", "b"))
    found = examine_detached(DATA, sign_detached(DATA, other, NOW))

    assert found.certificate is not None
    assert mine.certificate.subject == found.certificate.subject
    assert mine.certificate.fingerprint != found.certificate.fingerprint


def test_a_certificate_put_in_the_place_of_another_is_noticed() -> None:
    """Same name, same issuer, same key even: the signature names one certificate."""
    one = issued("Council", label="same")
    other = issued("Council", label="same", ends=NOW + 2 * YEAR)
    swapped = cms.ContentInfo.load(sign_detached(DATA, one.identity, NOW))
    held = x509.Certificate.load(other.der)
    swapped["content"]["certificates"] = [cms.CertificateChoices({"certificate": held})]

    found = examine_detached(DATA, swapped.dump(force=True))
    assert ("the signature was changed: it is not built as reportgen builds it",) == (
        found.complaints
    )


def test_a_key_that_is_not_its_certificates_is_noticed() -> None:
    """Who only has the public certificate cannot sign in its name."""
    mine, other = issued("Mine").identity, issued("Other").identity
    forged = sign_detached(DATA, replace(other, certificate=mine.certificate), NOW)

    assert ("the signature was not made with the key of the certificate in it",) == (
        examine_detached(DATA, forged).complaints
    )


@pytest.mark.parametrize("days", [-366, 366])
def test_nobody_signs_with_a_certificate_that_is_not_valid(days: int) -> None:
    """Too early and too late are refused."""
    with pytest.raises(CertificateFault):
        sign_detached(DATA, issued().identity, NOW + timedelta(days=days))


def test_a_signature_from_outside_the_certificates_time_is_told() -> None:
    """Whoever signs by a wrong clock is noticed; later expiry does no harm."""
    old = issued("Council", label="same", ends=NOW - timedelta(days=1))
    mine = issued("Council", label="same")
    forged = sign_detached(DATA, _claiming(old, mine), NOW)

    (told,) = examine_detached(DATA, forged).complaints
    assert told.startswith(
        "the certificate was not valid when it signed, on 2026-06-15"
    )


def _claiming(old: Issued, mine: Issued) -> Identity:
    """An identity that passes an expired certificate off as a valid one."""
    facts = read_certificate(old.der)
    lying = replace(facts, not_after=mine.certificate.not_valid_after_utc)
    return replace(mine.identity, certificate=lying)


# --- Other programs ----------------------------------------------------------------


def test_openssl_and_pyhanko_agree(tmp_path: Path) -> None:
    """Two programs that are not ours verify what we sign."""
    mine = issued("Council rsa2048")
    (tmp_path / "m.p7s").write_bytes(signed())
    (tmp_path / "m.json").write_bytes(DATA)
    (tmp_path / "c.pem").write_bytes(read_certificate(mine.der).pem)
    command = "openssl cms -verify -binary -inform DER -in m.p7s -content m.json"
    more = ["-CAfile", "c.pem", "-purpose", "any", "-attime", str(int(NOW.timestamp()))]
    done = subprocess.run(
        [*command.split(), *more], cwd=tmp_path, capture_output=True, check=False
    )
    trusted = ValidationContext(
        trust_roots=[x509.Certificate.load(mine.der)], moment=NOW
    )
    held = cms.ContentInfo.load(signed())["content"]
    status = asyncio.run(
        async_validate_detached_cms(BytesIO(DATA), held, trusted, None)
    )

    assert (0, DATA) == (done.returncode, done.stdout)
    assert status.bottom_line


@pytest.mark.parametrize(
    "options",
    [
        "cms -sign -outform DER",
        "cms -sign -outform PEM -md sha512 -keyid",
        "cms -sign -outform DER -keyopt rsa_padding_mode:pss",
        "smime -sign -outform DER -noattr",
        "smime -sign -outform PEM -md sha384",
    ],
)
def test_a_signatorys_own_signature_is_read(tmp_path: Path, options: str) -> None:
    """DER and PEM, other digests and paddings: it counts that they signed the bytes."""
    mine = issued("Ada Example")
    (tmp_path / "c.pem").write_bytes(read_certificate(mine.der).pem)
    (tmp_path / "k.der").write_bytes(mine.key_der)
    (tmp_path / "m").write_bytes(DATA)
    files = "-binary -in m -signer c.pem -inkey k.der -keyform DER -out s"
    subprocess.run(
        ["openssl", *options.split()[:2], *files.split(), *options.split()[2:]],
        cwd=tmp_path,
        check=True,
    )
    theirs = (tmp_path / "s").read_bytes()

    found = examine_foreign(DATA, theirs)
    assert ("Ada Example", ()) == (
        found.certificate and found.certificate.subject,
        tuple(each for each in found.complaints if "was not valid" not in each),
    )
    assert examine_foreign(DATA + b" ", theirs).complaints
    assert examine_detached(DATA, theirs).complaints


def test_a_weak_digest_is_told(tmp_path: Path) -> None:
    """SHA-1 proves nothing any more."""
    mine = issued("Ada Example")
    (tmp_path / "c.pem").write_bytes(read_certificate(mine.der).pem)
    (tmp_path / "k.der").write_bytes(mine.key_der)
    (tmp_path / "m").write_bytes(DATA)
    command = "openssl cms -sign -outform DER -md sha1 -binary -in m -signer c.pem"
    more = "-inkey k.der -keyform DER -out s"
    subprocess.run([*command.split(), *more.split()], cwd=tmp_path, check=True)

    found = examine_foreign(DATA, (tmp_path / "s").read_bytes())
    assert ("the digest sha1 is no longer safe",) == found.complaints


def test_our_own_signature_is_read_as_a_signatorys_too() -> None:
    """The lenient reader takes what the strict one takes."""
    assert () == examine_foreign(DATA, signed()).complaints
    assert () == examine_foreign(DATA, signed("ec")).complaints
