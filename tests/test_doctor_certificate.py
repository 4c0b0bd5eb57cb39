"""What the doctor says of the certificate that seals."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from certificates import Issued, issued
from conftest import Scratch

from reportgen.doctor import certificate
from reportgen.doctor.findings import Health
from reportgen.registry.seals.certificate import read_certificate


@pytest.fixture
def sealing(testshire: Scratch, monkeypatch: pytest.MonkeyPatch) -> Scratch:
    """A workspace that names a certificate which is not there yet."""
    monkeypatch.delenv("REPORTGEN_PASSPHRASE", raising=False)
    testshire.append("reportgen.toml", 'certificate = "keys/seal.p12"\n')
    (testshire.folder / "keys").mkdir()
    return testshire


def put(scratch: Scratch, mine: Issued, said: bytes | None, mode: int = 0o600) -> None:
    """Put a certificate with its key where the settings name it."""
    path = scratch.folder / "keys" / "seal.p12"
    path.write_bytes(mine.p12(said))
    path.chmod(mode)


def told(scratch: Scratch) -> dict[str, Health]:
    """What the doctor says of the certificate, with its health."""
    return {str(one): one.health for one in certificate.look(scratch.folder)}


def lasting(days: float, begins: float = -400) -> Issued:
    """A certificate of an authority, with that many days left."""
    root = issued("Test Root", usages=("key_cert_sign",))
    today = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    ends, starts = today + timedelta(days=days), today + timedelta(days=begins)
    return issued("Example Council", issuer=root, ends=ends, begins=starts)


def test_a_good_certificate_needs_nothing(
    sealing: Scratch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is named with its fingerprint in groups, and its last day."""
    monkeypatch.setenv("REPORTGEN_PASSPHRASE", "typed")
    mine = lasting(400)
    put(sealing, mine, b"typed")
    first, second = told(sealing)
    digits = hashlib.sha256(mine.der).hexdigest()

    assert {Health.FINE} == set(told(sealing).values())
    assert first.startswith("Example Council, valid until 20")
    assert digits == second.partition(": ")[2].replace(" ", "")


@pytest.mark.parametrize(
    ("days", "begins", "what"),
    [
        (59.9, -400, "the certificate expires in 59 days; get a new one"),
        (0.2, -400, "the certificate expires in 0 days; get a new one"),
        (-2, -400, "the certificate expired on"),
        (400, 2, "the certificate is not valid before"),
    ],
)
def test_the_days_of_a_certificate_are_told_in_time(
    sealing: Scratch, days: float, begins: float, what: str
) -> None:
    """From 60 days before its end, and whenever it is not valid, it is a caution."""
    put(sealing, lasting(days, begins), None)
    found = told(sealing)

    assert [Health.CAUTION] == [found[one] for one in found if one.startswith(what)]


def test_sixty_days_are_enough(sealing: Scratch) -> None:
    """Nobody is told earlier."""
    put(sealing, lasting(62), None)

    assert "expires in" not in " ".join(told(sealing))


def test_a_certificate_of_ones_own_is_a_caution(sealing: Scratch) -> None:
    """Self-signed, open to whoever copies it, and readable by others."""
    put(sealing, issued(), None, 0o644)
    found = " ".join(text for text, health in told(sealing).items() if health != "fine")

    assert "is self-signed: nobody else vouches for it; give readers" in found
    assert "seal.p12 opens without a passphrase: whoever copies it can seal;" in found
    assert "others on this computer may read or change seal.p12; take their" in found
    assert "chmod 600 seal.p12" in found


def test_a_locked_certificate_is_told_from_its_public_part(sealing: Scratch) -> None:
    """Without the passphrase only what lies beside it can be told; else it is said."""
    mine = lasting(30)
    put(sealing, mine, b"typed")
    blind = told(sealing)
    pem = read_certificate(mine.der).pem
    (sealing.folder / "keys" / "certificate.pem").write_bytes(pem)
    seen = told(sealing)

    (locked, unknown) = blind
    assert "give it in the environment variable REPORTGEN_PASSPHRASE" in locked
    assert "were not evaluated; put the public certificate beside it" in unknown
    assert {locked} == set(blind) & set(seen)
    assert "the certificate expires in" in " ".join(seen)


def test_a_public_part_of_another_certificate_is_told(sealing: Scratch) -> None:
    """Whoever compares fingerprints must not be led astray."""
    put(sealing, lasting(400), None)
    other = read_certificate(issued("Another").der).pem
    (sealing.folder / "keys" / "certificate.pem").write_bytes(other)

    assert "is the certificate of something else; put the public" in " ".join(
        told(sealing)
    )


def test_a_certificate_that_does_not_open_stops_no_build(sealing: Scratch) -> None:
    """Missing, no PKCS#12, or none named: each is a caution with its cure."""
    path = sealing.folder / "keys" / "seal.p12"
    found = [next(iter(told(sealing)))]
    path.write_bytes(b"text")
    found.append(next(iter(told(sealing))))
    found_all = list(certificate.look(sealing.folder))
    sealing.write("reportgen.toml", "format = 1\n")
    found += told(sealing)

    assert "there is no certificate at" in found[0]
    assert "seal.p12 is no PKCS#12 file" in found[1]
    assert "no certificate is named, so nothing can be released; name" in found[2]
    assert {0} == {one.exit_code for one in found_all}
    assert [] == list(certificate.look(sealing.folder / "data"))
