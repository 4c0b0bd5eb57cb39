"""The release: everything missing is told as advice, or an edition stands."""

import json
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from conftest import TESTSHIRE, Scratch
from released import NOW, approve, certificate, certify, make_ready, release

from reportgen.desk import approvals
from reportgen.desk.releasing import Released
from reportgen.errors import NotAllowed, ReleaseRefused
from reportgen.pages.exporter import Drawing, FakeExporter
from reportgen.pages.frozen import laid_out
from reportgen.pages.pdf import verify as accessible
from reportgen.registry.archive import digest
from reportgen.registry.editions.verification import verify
from reportgen.registry.seals.identity import make_identity

pytestmark = pytest.mark.pages

CHANGE = "t1,E99000001,2022/23 Q1,12,", "t1,E99000001,2022/23 Q1,11,"
"""Another value in a row of the observations."""


@pytest.fixture(scope="module")
def made_ready(tmp_path_factory: pytest.TempPathFactory) -> Scratch:
    """Testshire with all that a release asks for, made once; tests change copies."""
    place = tmp_path_factory.mktemp("ready") / "testshire"
    shutil.copytree(TESTSHIRE, place)
    return make_ready(Scratch(place, "2025-01/pack"))


@pytest.fixture(scope="module")
def made_edition(
    made_ready: Scratch, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Scratch, Released]:
    """A released pack, made once; tests that change anything take `edition`."""
    scratch = copied(made_ready, tmp_path_factory.mktemp("edition"))
    (made,) = release(scratch)
    return scratch, made


def copied(scratch: Scratch, folder: Path) -> Scratch:
    """The workspace once more."""
    shutil.copytree(scratch.folder, folder / "testshire")
    return Scratch(folder / "testshire", scratch.target)


@pytest.fixture
def ready(made_ready: Scratch, tmp_path: Path) -> Scratch:
    """A copy that is ready."""
    return copied(made_ready, tmp_path)


def told(scratch: Scratch, **given: object) -> list[str]:
    """What is missing, each with its cure."""
    with pytest.raises(ReleaseRefused) as refused:
        release(scratch, **given)  # type: ignore[arg-type]
    (held,) = refused.value.missing.values()
    assert not (scratch.workspace.record / scratch.target / "editions" / "1").exists()
    return [f"{one.what} > {one.cure} {' '.join(one.details)}" for one in held]


# --- what is missing ------------------------------------------------------------------


def test_all_that_is_missing_is_told_at_once(testshire: Scratch) -> None:
    """Cautions, proofs, decisions and the certificate: one list, each with its act."""
    cautions, proofs, decision, seal = told(testshire)

    assert "the check finds one caution that nobody accepts" in cautions
    assert "data/2025-01/accepted.toml" in cautions
    assert "observations.csv row 47: g_two" in cautions
    assert "the proofs for public and partners: there is none" in proofs
    assert "reportgen proof 2025-01/pack" in proofs
    assert "Senior Responsible Officer (Director of Public Health" in decision
    assert "has not approved the public and partners proofs" in decision
    assert "no certificate is named" in seal


def test_the_command_that_is_missing_can_be_copied(ready: Scratch) -> None:
    """Once there are proofs, the advice is the command with both files."""
    for name in ("signoff.jsonl", "signoff.head"):
        (ready.workspace.record / ready.target / name).unlink()

    (decision,) = told(ready)

    assert "reportgen sign 2025-01/pack --as 'Senior Responsible Officer'" in decision
    for made in ready.build("proof"):
        path = next(path for path in made.paths if path.suffix == ".pdf")
        assert f"--proof {path.relative_to(ready.folder)}" in decision


def test_a_changed_value_is_told(ready: Scratch) -> None:
    """What moved after the approval voids it, and the row is named."""
    ready.change("data/observations.csv", *CHANGE)

    found = " ".join(told(ready))

    assert "older than observations.csv" in found
    assert "has not approved" in found


def test_made_up_values_of_a_real_place_are_refused(ready: Scratch) -> None:
    """Nobody can accept them, not even by name and with a reason."""
    row = "t1,E99000001,2022/23 Q1,12,,,2024-12-01,"
    ready.change("data/observations.csv", f"{row}final", f"{row}illustrative")
    ready.change("data/partnership.toml", "fictional = true", "fictional = false")
    ready.append(
        "data/2025-01/accepted.toml",
        '[[accepted]]\nslug = "illustrative-value"\nplace = "t1"\n'
        'words = "t1 shows one"\nby = "Robin Example"\nreason = "It will do."\n'
        "until = 2025-03-31\n",
    )
    ready.build("proof")
    approve(ready)

    (found,) = told(ready)

    assert "one measure of a real place shows illustrative values" in found
    assert "cannot be accepted" in found


def test_a_value_under_embargo_waits_for_its_day(ready: Scratch) -> None:
    """Before its day nothing leaves, though the report may show it when it is due."""
    text = (ready.folder / "data/observations.csv").read_text("utf-8")
    assert "embargo" not in text.splitlines()[0]
    head, *rows = text.splitlines()
    rows[0] += ",2025-01-30"
    whole = [f"{head},embargo", rows[0], *(f"{row}," for row in rows[1:])]
    ready.write("data/observations.csv", "\n".join(whole) + "\n")
    ready.build("proof")
    early = datetime(2025, 1, 29, tzinfo=UTC)
    (ready.folder / "certificate.p12").write_bytes(certificate("Early", 30))

    (found,) = told(ready, at=early)

    assert "values of t1 are under embargo until 30 January 2025" in found
    assert release(ready)[0].is_new


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"no certificate", "certificate.p12"),
        (certificate("Old", 365 * 4), "expired on"),
        (certificate("Young", -9), "not valid before"),
    ],
    ids=["none", "old", "young"],
)
def test_a_certificate_that_may_not_seal_is_told(
    ready: Scratch, data: bytes, words: str
) -> None:
    """The cure stands with everything else that is missing."""
    (ready.folder / "certificate.p12").write_bytes(data)

    (found,) = told(ready)

    assert words in found


def test_a_wrong_passphrase_is_told_without_it(
    ready: Scratch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was tried is in no message."""
    locked = make_identity("Locked", NOW - timedelta(days=1), b"the right one")
    (ready.folder / "certificate.p12").write_bytes(locked)
    monkeypatch.setenv("REPORTGEN_PASSPHRASE", "a wrong guess")

    (found,) = told(ready)

    assert "passphrase" in found
    assert "wrong guess" not in found
    monkeypatch.setenv("REPORTGEN_PASSPHRASE", "the right one")
    assert release(ready)[0].is_new


class Careless(FakeExporter):
    """Draws otherwise than when the proof was made."""

    def export(self, drawings: "list[Drawing]") -> list[str]:  # type: ignore[override]
        """The same pictures, each with one more line."""
        line = '<path d="M0 0L9 9" stroke="#000000"/></svg>'
        return [svg.replace("</svg>", line) for svg in super().export(drawings)]


def test_a_proof_that_does_not_rebuild_is_refused(ready: Scratch) -> None:
    """What was approved must come out of this machine once more, byte for byte."""
    (found,) = told(ready, exporter=Careless())

    assert "laid out again, the proof for public and partners is another" in found


# --- what stands --------------------------------------------------------------------


@pytest.fixture
def edition(
    made_edition: tuple[Scratch, Released], tmp_path: Path
) -> tuple[Scratch, Released]:
    """A copy of a released pack."""
    before, made = made_edition
    scratch = copied(before, tmp_path)
    folder = scratch.folder / made.folder.relative_to(before.folder)
    return scratch, replace(made, folder=folder)


def test_an_edition_begins_with_what_was_approved(
    edition: tuple[Scratch, Released],
) -> None:
    """Each sealed PDF starts with the bytes whose digest the ledger has."""
    scratch, made = edition
    ledger = scratch.workspace.record / scratch.target / "signoff.jsonl"
    (approved,) = [json.loads(line) for line in ledger.read_text().splitlines()]
    proofs = {one.rendition: one for one in scratch.build("proof")}

    for rendition, path in zip(proofs, made.pdfs, strict=True):
        proof = next(p for p in proofs[rendition].paths if p.suffix == ".pdf")
        data = proof.read_bytes()
        assert path.read_bytes().startswith(data)
        assert approved["proofs"][rendition] == digest(data)


def test_an_edition_is_accessible_and_signed_as_a_whole(
    edition: tuple[Scratch, Released],
) -> None:
    """Another program calls the signature valid and complete; both standards hold."""
    for path in edition[1].pdfs:
        said = subprocess.run(
            ["pdfsig", "-nocert", path], capture_output=True, text=True, check=True
        ).stdout

        assert [] == accessible(path.read_bytes())
        assert "Signature is Valid" in said
        assert "Total document signed" in said


def test_an_edition_verifies_and_is_laid_out_again(
    edition: tuple[Scratch, Released],
) -> None:
    """Its material makes the proof once more, out of the public half alone."""
    public = edition[1].folder / "public"
    fingerprint = json.loads((public / "manifest.json").read_bytes())["certificate"]
    files = {
        path.relative_to(public / "material").as_posix(): path.read_bytes()
        for path in (public / "material").rglob("*")
        if path.is_file()
    }

    found = verify(edition[1].folder, {fingerprint["fingerprint"]})
    again = laid_out(files)

    assert (True, True, ()) == (found.intact, found.trusted, found.findings)
    assert edition[1].pdfs[0].read_bytes().startswith(again)


def test_nothing_restricted_is_public(edition: tuple[Scratch, Released]) -> None:
    """No bytes and no digest of a private file are in the public half."""
    folder = edition[1].folder
    public = [p.read_bytes() for p in (folder / "public").rglob("*") if p.is_file()]
    held = {p: p.read_bytes() for p in (folder / "private").rglob("*") if p.is_file()}
    only = {p: data for p, data in held.items() if data not in public}
    observations = folder / "private/inputs/data/observations.csv"

    assert observations in only
    for path, data in only.items():
        sha256 = digest(data).encode()
        assert [] == [p for p in public if sha256 in p], path
    assert [] == [p for p in held if p.name == "members.csv"]


def test_an_edition_cannot_be_written_to(edition: tuple[Scratch, Released]) -> None:
    """Every file and folder is read-only."""
    paths = [edition[1].folder, *edition[1].folder.rglob("*")]

    assert len(paths) > 40
    assert [] == [path for path in paths if path.lstat().st_mode & 0o222]


def test_released_again_changes_nothing(edition: tuple[Scratch, Released]) -> None:
    """A second release says that it stands already."""
    scratch, made = edition

    (again,) = release(scratch)

    assert (made.edition, made.folder, False) == (
        again.edition,
        again.folder,
        again.is_new,
    )


def test_a_correction_is_the_next_edition(edition: tuple[Scratch, Released]) -> None:
    """It needs a change, a note and new approvals; the first one stays as it was."""
    scratch, first = edition
    before = {p: p.read_bytes() for p in first.folder.rglob("*") if p.is_file()}
    with pytest.raises(NotAllowed, match="nothing to correct yet"):
        release(scratch, "A value was wrong.")
    scratch.change("data/observations.csv", *CHANGE)
    scratch.build("proof")
    approve(scratch, NOW + timedelta(days=1))
    later = NOW + timedelta(days=1)
    with pytest.raises(ReleaseRefused, match="--correction"):
        release(scratch, at=later)

    (second,) = release(scratch, "A value was wrong.", at=later)

    assert (2, True) == (second.edition, second.is_new)
    assert before == {p: p.read_bytes() for p in before}
    manifest = json.loads((second.folder / "public/manifest.json").read_bytes())
    assert (1, "A value was wrong.") == (manifest["corrects"], manifest["correction"])
    beside = (first.folder.parent / "1.superseded.txt").read_text("utf-8")
    assert "A value was wrong." in beside
    assert verify(second.folder, ()).intact


def test_an_input_changed_after_the_release_touches_nothing(
    edition: tuple[Scratch, Released],
) -> None:
    """An edition stands on its own; a later row of the data makes it no less true."""
    scratch, made = edition
    scratch.change("data/observations.csv", *CHANGE)

    assert verify(made.folder, ()).intact
    (look,) = approvals.outlooks(scratch.workspace)
    assert look.sign_off is not None
    assert look.sign_off.edition is not None
    assert look.sign_off.edition.number == 1


def test_a_decision_meanwhile_stops_the_release(
    ready: Scratch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever withdraws while pages are laid out is heard."""
    from reportgen.desk import sealing

    plain = sealing.printed

    def slow(*given: object, **named: object) -> object:
        made = plain(*given, **named)  # type: ignore[arg-type]
        path = ready.workspace.record / ready.target / "signoff.jsonl"
        head = path.with_name("signoff.head")
        path.write_bytes(b"")
        head.unlink()
        return made

    monkeypatch.setattr(sealing, "printed", slow)

    with pytest.raises(NotAllowed, match="decided upon 2025-01/pack meanwhile"):
        release(ready)


def test_acceptances_end_with_their_day(ready: Scratch) -> None:
    """A caution whose acceptance is over holds up the release again."""
    late = datetime.combine(date(2025, 4, 1), NOW.timetz())

    found = " ".join(told(ready, at=late))

    assert "caution that nobody accepts" in found


def test_certify_adds_one_key(testshire: Scratch) -> None:
    """The workspaces of these tests name their certificate as people do."""
    certify(testshire)

    assert testshire.workspace.settings.certificate == "certificate.p12"
    assert Path(testshire.folder / "certificate.p12").is_file()
