"""The doctor's look at the way out for letters."""

from pathlib import Path

import pytest
from mailed import PASSWORD, Office, opened, papers
from partnered import Partners

from reportgen.desk.ways import PASSWORD as VARIABLE
from reportgen.doctor.mail import post

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


@pytest.fixture
def partners(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Partners:
    """A workspace that can deliver, with the password in the environment."""
    monkeypatch.setenv(VARIABLE, PASSWORD)
    return Partners(tmp_path / "work").lay()


def healths(folder: Path) -> list[str]:
    """Each finding's health."""
    return [each.health.value for each in post(folder)]


def test_the_outbox_needs_nothing(partners: Partners) -> None:
    """Letters as files are fine, and no server is asked."""
    assert ["fine"] == healths(partners.folder)


def test_a_sound_server_is_fine_and_is_sent_nothing(
    partners: Partners, tmp_path: Path
) -> None:
    """It answers, is verified, lets us in; no letter goes."""
    office, proven = Office(), papers(tmp_path, "127.0.0.1")
    with opened(office, proven) as port:
        partners.to(port, proven)
        found = list(post(partners.folder))

    assert ["fine", "fine"] == [each.health.value for each in found]
    assert "certificate is verified" in found[0].what
    assert [] == office.taken
    assert {} == office.named


def test_without_the_password_the_rest_is_looked_at(
    partners: Partners, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A missing secret is a caution: another person may have it."""
    proven = papers(tmp_path, "127.0.0.1")
    monkeypatch.delenv(VARIABLE)
    with opened(Office(), proven) as port:
        partners.to(port, proven)
        found = list(post(partners.folder))

    assert ["caution", "fine"] == [each.health.value for each in found]
    assert VARIABLE in found[0].what


def test_a_wrong_certificate_or_password_is_an_error(
    partners: Partners, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With its cure, and without the password."""
    proven, other = papers(tmp_path, "127.0.0.1"), tmp_path / "other"
    other.mkdir()
    with opened(Office(), proven) as port:
        partners.to(port, papers(other, "127.0.0.1"))
        untrusted = list(post(partners.folder))
        partners.to(port, proven)
        monkeypatch.setenv(VARIABLE, "another-pässword")
        refused = list(post(partners.folder))

    assert ["error"] == [each.health.value for each in untrusted]
    assert "ca_file" in untrusted[0].cure
    assert ["error"] == [each.health.value for each in refused]
    assert "another-pässword" not in f"{refused}"


def test_settings_that_do_not_fit_are_errors_of_the_file(partners: Partners) -> None:
    """Each with its key."""
    partners.set(way="smtp")

    assert ["error", "error"] == healths(partners.folder)
