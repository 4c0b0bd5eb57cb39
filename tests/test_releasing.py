"""The release: everything missing is told as advice, or an edition stands."""

import json
import shlex
import shutil
import subprocess
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from conftest import TESTSHIRE, Scratch
from released import NOW, approve, certificate, certify, make_ready, release

from reportgen import pipeline
from reportgen.cli import catcher
from reportgen.desk import approvals
from reportgen.desk.releasing import Act, Released
from reportgen.errors import FaultsFound, NotAllowed, ReleaseRefused, UsageError
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


def undecided(scratch: Scratch) -> None:
    """Take every decision out of the record."""
    for name in ("signoff.jsonl", "signoff.head"):
        (scratch.workspace.record / scratch.target / name).unlink()


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
    undecided(ready)

    (decision,) = told(ready)

    assert "reportgen sign 2025-01/pack --as 'Senior Responsible Officer'" in decision
    for made in ready.build("proof"):
        path = next(path for path in made.paths if path.suffix == ".pdf")
        assert f"--proof {path}" in decision
    assert f"--workspace {ready.folder}" in decision


def test_advice_in_the_folder_itself_is_short(
    ready: Scratch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody is told a folder who is in it."""
    undecided(ready)
    monkeypatch.chdir(ready.folder)

    (decision,) = told(ready)

    assert "--proof out/2025-01/pack/public/" in decision
    assert "--workspace" not in decision


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


@pytest.mark.parametrize(
    "early",
    [
        datetime(2025, 1, 29, tzinfo=UTC),
        datetime(2025, 1, 30, 9, tzinfo=timezone(timedelta(hours=13))),
    ],
    ids=["England", "Auckland"],
)
def test_a_value_under_embargo_waits_for_its_day(
    ready: Scratch, early: datetime
) -> None:
    """Before its day in England nothing leaves, though the report may show it."""
    text = (ready.folder / "data/observations.csv").read_text("utf-8")
    assert "embargo" not in text.splitlines()[0]
    head, *rows = text.splitlines()
    rows[0] += ",2025-01-30"
    whole = [f"{head},embargo", rows[0], *(f"{row}," for row in rows[1:])]
    ready.write("data/observations.csv", "\n".join(whole) + "\n")
    ready.build("proof")
    undecided(ready)
    approve(ready, early)
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


# --- what a hostile review found ------------------------------------------------------


def test_a_damaged_edition_is_not_called_released(
    edition: tuple[Scratch, Released],
) -> None:
    """A release that stands is looked at before it is said to stand."""
    scratch, made = edition
    path = made.folder / "public" / "published.csv"
    path.chmod(0o644)
    path.write_bytes(path.read_bytes() + b"\n")

    with pytest.raises(NotAllowed, match=r"not as it was released.*published\.csv"):
        release(scratch)


def test_an_edition_without_its_private_half_is_told(
    edition: tuple[Scratch, Released],
) -> None:
    """What cannot be rebuilt is missed at once."""
    scratch, made = edition
    shutil.rmtree(made.folder / "private")

    (look,) = approvals.outlooks(scratch.workspace)

    assert look.sign_off is not None
    (fault,) = look.sign_off.faults
    assert "that of its private half is not" in fault.what


def test_a_correction_tells_nothing_restricted(
    edition: tuple[Scratch, Released],
) -> None:
    """A withheld number in the note is found before anything is filed."""
    scratch, made = edition
    scratch.change("data/observations.csv", *CHANGE)
    scratch.build("proof")
    approve(scratch, NOW + timedelta(days=1))
    note = "The restricted value was 987654, and not 987653."

    with pytest.raises(FaultsFound, match="value-leaked"):
        release(scratch, note, at=NOW + timedelta(days=1))

    assert not (made.folder.parent / "2").exists()


@pytest.mark.parametrize("zone", ["GMT0BST", "XXX-20"])
def test_a_time_zone_without_a_name_stops_nothing(
    ready: Scratch, monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    """Zones as POSIX writes them are all right."""
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        (made,) = release(ready)
    finally:
        monkeypatch.undo()
        time.tzset()

    assert made.is_new


@pytest.mark.parametrize("place", [".", "data", "out", "out/2026-05", "templates/x"])
def test_the_record_lies_where_nothing_else_does(
    testshire: Scratch, place: str
) -> None:
    """A record among data or drafts would be read, or removed, with them."""
    testshire.append("reportgen.toml", f'\narchive = "{place}"\n')

    with pytest.raises(FaultsFound, match="with another use"):
        _ = testshire.workspace


class Undrawn(FakeExporter):
    """Nothing may be drawn."""

    def export(self, drawings: Sequence[Drawing]) -> list[str]:
        """Fail the test."""
        raise AssertionError(f"{len(drawings)} were drawn before the refusal")


def test_a_first_edition_corrects_nothing(ready: Scratch) -> None:
    """It is said before anything is laid out."""
    (found,) = told(ready, correction="A value was wrong.", exporter=Undrawn())

    assert found.startswith("there is no edition yet that could be corrected > leave")


def test_a_clock_before_the_last_decision_is_told(ready: Scratch) -> None:
    """With the rest that is missing, and its cure; what clocks differ is allowed."""
    behind = NOW - timedelta(minutes=6)

    (found,) = told(ready, at=behind, exporter=Undrawn())

    assert found.startswith("the clock of this machine says 2025-02-03 10:24 +0000")
    assert "the last decision is of 2025-02-03 10:30 +0000 > set the clock" in found


@pytest.mark.parametrize(
    "words", ["x" * 401, "a\x1b[2Jb", "caf\udce9", "a\x00b", "a\nb"]
)
def test_a_correction_that_cannot_be_printed_is_wrong_usage(
    ready: Scratch, words: str
) -> None:
    """Told in words, before anything is drawn."""
    with pytest.raises(UsageError, match="the correction h"):
        release(ready, words, exporter=Undrawn())


@pytest.mark.parametrize("by", ["x" * 121, "a\x1b[2Jb", "caf\udce9", " "])
def test_who_releases_has_a_name_that_can_be_printed(ready: Scratch, by: str) -> None:
    """It stands in the manifest."""
    act = Act(by, NOW)
    with pytest.raises(UsageError, match=r"name of who recorded it h|nobody is said"):
        pipeline.release(ready.workspace, [ready.target], act, exporter=Undrawn())


def test_the_seal_is_of_the_day_in_england(ready: Scratch) -> None:
    """A machine abroad prints no other day, of the seal or of an approval."""
    abroad = timezone(timedelta(hours=13))
    undecided(ready)
    approve(ready, NOW.astimezone(abroad))

    (made,) = release(ready, at=NOW.replace(hour=12).astimezone(abroad))

    pages = [path.read_text("utf-8") for path in made.folder.glob("public/web/*.html")]
    assert any("3 February 2025" in page for page in pages)
    assert not any("4 February 2025" in page for page in pages)


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Lima"])
def test_acceptances_end_with_the_day_in_england(
    ready: Scratch, monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    """They hold until midnight in London, wherever the machine stands."""

    class Clock(datetime):
        """A clock that stands still."""

        moment = datetime(2025, 3, 31, 22, 59, tzinfo=UTC)

        @classmethod
        def now(cls, _zone: object = None) -> datetime:  # type: ignore[override]
            return cls.moment.astimezone()

    monkeypatch.setattr(pipeline, "datetime", Clock)
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        before = ready.told()
        Clock.moment += timedelta(minutes=1)  # 1 April, as clocks are put forward
        after = ready.told()
    finally:
        monkeypatch.undo()
        time.tzset()

    assert not any("unverified" in each for each in before)
    assert any("unverified" in each for each in after)


def test_the_way_to_look_at_an_edition_can_be_typed(
    edition: tuple[Scratch, Released],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Also where the folder has a space, and is not the present one."""
    scratch, made = edition
    spaced = scratch.folder.with_name("out of town")
    scratch.folder.rename(spaced)
    with pytest.raises(SystemExit):
        catcher.main(["-w", str(spaced), "release", scratch.target])
    line = capsys.readouterr().out.splitlines()[-1]
    program, *words = shlex.split(line.partition(": ")[2])
    monkeypatch.chdir("/")

    with pytest.raises(SystemExit) as left:
        catcher.main(words)

    assert "reportgen" == program
    assert NotAllowed.exit_code == left.value.code  # found; whom to trust is not told
    path = spaced / made.folder.relative_to(scratch.folder)
    assert str(path) in capsys.readouterr().out
