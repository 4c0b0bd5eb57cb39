"""The record of a sign-off as a page: who approved what, when, on which file."""

import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import boxes
import pytest
from commands import documented, run
from conftest import Scratch
from released import ACCEPTED, certify, release
from signatories import LEAD, NOW, OFFICER, copied, decided, laid_out

import reportgen
from reportgen import pipeline
from reportgen.cli import cli
from reportgen.desk import recording
from reportgen.desk.recording import RecordPage
from reportgen.errors import UsageError
from reportgen.pages import account as pages
from reportgen.pages.account import Account, Decided, Edition, Proof, Sitter
from reportgen.pages.html import environment
from reportgen.pages.pdf import verify
from reportgen.vocabulary import Rendition

pytestmark = pytest.mark.pages

LATER = NOW + timedelta(days=10)
REASON = "The sentence on waiting times contradicts Table 2."
MARGIN = 22 / 25.4 * 72 - 0.5  # points
CORRECTION = "A count of the first quarter was wrong."
CHANGE = "t1,E99000001,2022/23 Q1,12,", "t1,E99000001,2022/23 Q1,11,"


@pytest.fixture(scope="module")
def proved(tmp_path_factory: pytest.TempPathFactory) -> Scratch:
    """A workspace with proofs, an accepted caution and a certificate, made once."""
    scratch = laid_out(tmp_path_factory.mktemp("proved") / "testshire")
    scratch.write("data/2025-01/accepted.toml", ACCEPTED)
    certify(scratch)
    scratch.build("proof")
    return scratch


@pytest.fixture(scope="module")
def corrected(proved: Scratch, tmp_path_factory: pytest.TempPathFactory) -> Scratch:
    """Rejected, approved, released, changed, approved and released again; made once."""
    scratch = copied(proved, tmp_path_factory.mktemp("corrected"))
    decided(scratch, LEAD, note="Read with the police lead.")
    decided(scratch, OFFICER, "reject", hours=1, reason=REASON)
    decided(scratch, OFFICER, hours=2)
    release(scratch, at=NOW + timedelta(hours=3))
    scratch.change("data/observations.csv", *CHANGE)
    scratch.build("proof")
    decided(scratch, LEAD, hours=4)
    decided(scratch, OFFICER, hours=5)
    release(scratch, CORRECTION, at=NOW + timedelta(hours=6))
    return scratch


@pytest.fixture
def fresh(proved: Scratch, tmp_path: Path) -> Scratch:
    """A copy with proofs that nobody has seen."""
    return copied(proved, tmp_path)


def made(scratch: Scratch, now: datetime = LATER) -> RecordPage:
    """The record page."""
    (found,) = pipeline.record(scratch.workspace, [scratch.target], now)
    return found


def heard(page: RecordPage) -> str:
    """All that a screen reader says of the PDF."""
    return " ".join(boxes.heard(page.paths[0]).text.split())


# --- what it tells --------------------------------------------------------------------


def test_the_page_is_accessible_and_has_its_twin(fresh: Scratch) -> None:
    """PDF/A-3a and PDF/UA-1, with the same as JSON beside it, under speaking names."""
    page = made(fresh)
    pdf, twin = page.paths
    folder = fresh.folder / "out/2025-01/pack/record"

    assert [] == verify(pdf.read_bytes())
    assert folder / "testshire-pack-2025-01-record.pdf" == pdf
    assert folder / "testshire-pack-2025-01-record.json" == twin
    told = json.loads(twin.read_text("utf-8"))
    assert "2025-01/pack" == told["report"]
    assert [] == told["decisions"] == told["editions"]
    assert {"asked", "waiting"} == {
        state for one in told["quorum"] for state in one["states"].values()
    }


def test_nothing_signed_yet_is_told_as_that(fresh: Scratch) -> None:
    """Who has to approve, that nobody has, and what was not judged."""
    told = heard(made(fresh))

    for words in (
        "Nobody has approved the public and partners proofs.",
        "Nobody has decided anything yet.",
        "No edition has been released.",
        "Illustrative: a fictional partnership",
        OFFICER,
        "Waits for its turn",
    ):
        assert words in told


def test_a_decision_is_told_in_full(fresh: Scratch) -> None:
    """Name, role, post, time with zone, proofs by digest, note, and who typed it."""
    decided(fresh, LEAD, note="Read with the police lead.")
    page = made(fresh)
    told, (one,) = heard(page), page.account.decisions

    for words in (
        f"Approved by {LEAD}",
        "3 February 2025, 10:30 (UTC)",
        "Data Lead, Head of Insight, Testshire Council",
        "Read with the police lead.",
        "None: the word of whoever recorded it",
        "Sam Example",
        "Stands",
        "One of two has approved the public and partners proofs.",
        *(proof.groups for proof in one.proofs),
    ):
        assert words in told
    assert ["public", "partners"] == [proof.rendition for proof in one.proofs]
    assert {True} == {proof.kept for proof in one.proofs}


def test_what_voided_an_approval_is_told_by_place_alone(fresh: Scratch) -> None:
    """File, row and column stand in the page and in the JSON; no value does."""
    decided(fresh, LEAD)
    fresh.change("data/observations.csv", *CHANGE)
    page = made(fresh)
    (one,) = page.account.decisions
    told = page.paths[1].read_text("utf-8") + heard(page)

    place = "data/observations.csv row 2, column value: changed"
    assert (place,) == one.moved
    assert "void, for the report has moved on" == one.standing
    assert 2 == told.count(place)
    assert "became" not in told
    assert "Approved an earlier proof" in told


def test_the_acceptances_in_force_are_told_without_their_words(fresh: Scratch) -> None:
    """Who accepts what until when, and why; none that has ended."""
    (one,) = made(fresh).account.accepted

    assert ("unverified-value", "g_two", "Robin Example", "2025-03-31") == (
        *(one.kind, one.place, one.by, one.until),
    )
    assert "31 March 2025" == one.last
    assert () == made(fresh, datetime(2025, 4, 1, tzinfo=UTC)).account.accepted


def test_editions_are_told_with_seal_and_correction(corrected: Scratch) -> None:
    """Number, time, who released, certificate, manifest, and which one supersedes."""
    page = made(corrected)
    first, second = page.account.editions
    told = heard(page)

    assert (True, False) == (first.superseded, second.superseded)
    assert ("", CORRECTION) == (first.correction, second.correction)
    for words in (
        "Edition 1 superseded by edition 2",
        "Edition 2 was released on 3 February 2025, 16:30 (UTC).",
        "3 February 2025, 13:30 (UTC), by Sam Example",
        CORRECTION,
        REASON,
        second.fingerprint_groups,
        second.manifest_groups,
        "None: no authority was asked for the time",
        "nobody else vouches for this certificate",
    ):
        assert words in told
    assert [] == verify(page.paths[0].read_bytes())


def test_each_decision_says_what_became_of_it(corrected: Scratch) -> None:
    """Replaced, filed with an edition, or standing."""
    found = [(one.act, one.standing) for one in made(corrected).account.decisions]

    assert [
        ("approved", "replaced by decision 4, filed with edition 1"),
        ("rejected", "replaced by decision 3"),
        ("approved", "replaced by decision 5, filed with edition 1"),
        ("approved", "stands, filed with edition 2"),
        ("approved", "stands, filed with edition 2"),
    ] == found


def test_a_withdrawal_is_told_with_its_reason(fresh: Scratch) -> None:
    """And the approval that it takes back says so."""
    decided(fresh, LEAD)
    decided(fresh, LEAD, "withdraw", hours=1, reason="A source is in doubt.")
    approval, withdrawal = made(fresh).account.decisions

    assert "taken back by decision 2" == approval.standing
    assert ("withdrawn", "stands", "A source is in doubt.") == (
        *(withdrawal.act, withdrawal.standing, withdrawal.reason),
    )


def test_the_public_is_told_no_digest_of_what_it_may_not_see(
    corrected: Scratch,
) -> None:
    """Neither the partners' proofs nor the chain that names them, in page or JSON."""
    every = made(corrected)
    workspace, target = corrected.workspace, corrected.target
    (page,) = pipeline.record(workspace, [target], LATER, Rendition.PUBLIC)
    told = heard(page) + page.paths[1].read_text("utf-8")
    proofs = {
        (proof.rendition, proof.sha256)
        for one in every.account.decisions
        for proof in one.proofs
    }

    assert "testshire-pack-2025-01-record-public.pdf" == page.paths[0].name
    assert 4 == len(proofs)
    for rendition, sha256 in proofs:
        assert (rendition == "public") == (sha256[:12] in told)
        assert (rendition == "public") == (pages.groups(sha256) in told)
    assert every.account.head not in told
    assert pages.groups(every.account.head) not in told
    assert "For partners only" in heard(every)
    assert "For partners only" not in told
    assert [] == verify(page.paths[0].read_bytes())


# --- what was verified ----------------------------------------------------------------


def test_every_edition_is_verified(corrected: Scratch) -> None:
    """Chain, proofs and editions fit; trust is not judged without a fingerprint."""
    page = made(corrected)
    looks = {look.what: look.fine for look in page.account.looks}

    assert {
        "Chain of decisions": True,
        "Proofs decided upon": True,
        "Evidence": None,
        "Edition 1": True,
        "Trust in edition 1": None,
        "Edition 2": True,
        "Trust in edition 2": None,
    } == looks
    assert pages.groups(page.account.head) in heard(page)


def test_a_fingerprint_in_the_settings_is_trusted(
    corrected: Scratch, tmp_path: Path
) -> None:
    """And another one is not."""
    scratch = copied(corrected, tmp_path)
    settings = (scratch.folder / "reportgen.toml").read_text("utf-8")
    fingerprint = made(scratch).account.editions[0].fingerprint
    for trusted, expected in ((fingerprint, True), ("0" * 64, False)):
        scratch.write("reportgen.toml", f'{settings}trust = ["{trusted}"]\n')
        looks = {look.what: look.fine for look in made(scratch).account.looks}
        assert expected is looks["Trust in edition 1"]


def test_what_is_not_as_it_was_kept_is_told(corrected: Scratch, tmp_path: Path) -> None:
    """A proof and a file of an edition that were changed: by name, and exit code 1."""
    scratch = copied(corrected, tmp_path)
    record = scratch.workspace.record / scratch.target
    proof = next((record / "proofs").glob("*.pdf"))
    csv = record / "editions/1/public/published.csv"
    for file in (proof, csv):
        file.chmod(0o644)
        file.write_bytes(file.read_bytes() + b"x")
    done = run(scratch.folder, "record", scratch.target)

    assert 1 == done.returncode
    assert "Proofs decided upon: not as it was: the " in done.stderr
    assert "Edition 1: differs: public/published.csv" in done.stderr
    assert "Edition 2" not in done.stderr


def test_a_broken_chain_makes_no_page(fresh: Scratch) -> None:
    """Evidence is not made of a ledger that was edited."""
    decided(fresh, LEAD)
    ledger = fresh.workspace.record / fresh.target / "signoff.jsonl"
    ledger.write_bytes(ledger.read_bytes().replace(b"Ada", b"Ida"))

    with pytest.raises(reportgen.FaultsFound) as found:
        made(fresh)
    assert "signoff.jsonl" in str(found.value)
    assert not (fresh.folder / "out/2025-01/pack/record").exists()


def test_the_record_itself_is_only_read(corrected: Scratch) -> None:
    """Making the page changes no byte of it."""
    home = corrected.workspace.record
    before = {p: p.read_bytes() for p in home.rglob("*") if p.is_file()}
    made(corrected)

    assert before == {p: p.read_bytes() for p in home.rglob("*") if p.is_file()}


# --- words and bytes ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2024-11-07T14:03:59+00:00", "7 November 2024, 14:03 (UTC)"),
        ("2024-07-01T09:00:00+01:00", "1 July 2024, 09:00 (UTC+1)"),
        ("2024-07-01T09:00:00-03:30", "1 July 2024, 09:00 (UTC-3:30)"),
    ],
)
def test_a_moment_is_told_with_its_zone(at: str, said: str) -> None:
    """By the clock of whoever recorded it, and how far that is from UTC."""
    assert said == pages.moment(at)


def test_the_same_record_makes_the_same_page(corrected: Scratch) -> None:
    """Byte for byte, as at the same moment."""
    first = [path.read_bytes() for path in made(corrected).paths]

    assert first == [path.read_bytes() for path in made(corrected).paths]


def strained(account: Account) -> Account:
    """The same with long names, long reasons, many decisions and many editions."""
    long = "Joint Strategic Commissioning and Partnerships for Substance Use " * 2
    word = "Neighbourhoodstrengtheningandsafeguarding" * 3
    words = "The reason is long, and goes on for a while. " * 40
    decision = account.decisions[0]
    moved = tuple(f"data/observations.csv row {n}: changed" for n in range(12))
    decisions = tuple(
        replace(decision, number=n, role=long, name=word, reason=words, moved=moved)
        for n in range(1, 8)
    )
    seat = replace(account.quorum[0], role=long, holder=word, name=long, parts=(long,))
    edition = replace(account.editions[0], subject=long, correction=words)
    return replace(
        account,
        title=long,
        partnership=f"{long}{word}",
        quorum=(seat,) * 9,
        decisions=decisions,
        editions=(edition,) * 4,
    )


def test_long_names_and_many_lines_are_held(corrected: Scratch, tmp_path: Path) -> None:
    """Nothing is cut, and nothing stands in the margin."""
    account = strained(made(corrected).account)
    workspace = corrected.workspace
    templates = environment(workspace.shelves("templates"))
    with recording._opened(workspace) as run_:
        pdf = recording._printed(account, templates, run_)
    path = tmp_path / "strained.pdf"
    path.write_bytes(pdf)

    assert [] == verify(pdf)
    told = " ".join(boxes.heard(path).text.split())
    assert 7 + 4 == told.count("The reason is long, and goes on for a while. " * 39)
    assert 7 == told.count("data/observations.csv row 11: changed")
    for sheet in boxes.sheets(path):
        assert sheet.tree.box is not None
        assert sheet.tree.box.right <= sheet.width - MARGIN


# --- the command and the API ----------------------------------------------------------


def test_the_command_names_what_it_made(fresh: Scratch) -> None:
    """A line for people, a document for programs, and silence on the other stream."""
    decided(fresh, LEAD)
    done = run(fresh.folder, "record", fresh.target)
    quiet = run(fresh.folder, "record", fresh.target, "--quiet")
    told = json.loads(run(fresh.folder, "record", "2025-01", "--json").stdout)

    assert 0 == done.returncode
    line = done.stdout.strip()
    assert line.startswith("out/2025-01/pack/record/testshire-pack-2025-01-record.pdf")
    assert line.endswith("1 decision, 0 editions")
    assert ("", 1) == (quiet.stderr, len(quiet.stdout.splitlines()))
    (one,) = told["records"]
    assert one["files"][0] == line.split()[0]
    assert "record" in cli.commands


def keys(value: object, name: str) -> set[str]:
    """The dotted keys of a JSON document, renditions left out."""
    if isinstance(value, list):
        return set().union(*(keys(each, f"{name}[]") for each in value))
    if not isinstance(value, dict) or name.endswith(".states"):
        return set()
    found = set()
    for key, held in value.items():
        found |= {f"{name}.{key}"} | keys(held, f"{name}.{key}")
    return found


def test_every_key_of_the_json_is_documented(corrected: Scratch) -> None:
    """README promises each key of a record with decisions and editions."""
    page = made(corrected)
    told = [{"files": [], "sha256": "", **json.loads(page.paths[1].read_text("utf-8"))}]

    assert set() == keys(told, "records") - documented("record")


def test_the_same_from_python(fresh: Scratch) -> None:
    """`reportgen.record` makes the page; a report that is none is a wrong use."""
    (page,) = reportgen.record("2025-01", workspace=fresh.folder)

    assert "2025-01/pack" == page.account.report
    assert page.paths[0].is_file()
    with pytest.raises(UsageError):
        reportgen.record("2031-01", workspace=fresh.folder)


def test_words_of_the_nouns() -> None:
    """Digests in groups of four; what differs by audience is told apart."""
    zone = timezone(timedelta(hours=1))
    at = datetime(2026, 5, 20, 10, tzinfo=zone).isoformat()
    one = Sitter("R", "H", "", 1, (), {"public": "approved", "partners": "void"})
    edition = Edition(
        *(1, at, "", "", False, "S", "ab" * 32, True, at, at, "cd" * 32, ()),
    )

    assert "public: approved; partners: approved an earlier proof" == one.told
    assert "abab abab" == Proof("public", "abababab").groups
    assert "20 May 2026, 10:00 (UTC+1)" == edition.stamped
    assert "20 May 2026" == edition.expires
    assert "approved by R" == _decision(name="").title


def _decision(name: str) -> Decided:
    at = "2026-05-20T10:00:00+01:00"
    given = (1, "approved", "R", "H", name, at, (), (), (), "Sam", "", "", "stands")
    return Decided(*given)


def test_a_released_page_outlives_the_proofs(
    corrected: Scratch, tmp_path: Path
) -> None:
    """What lies under `out/` may go: the page tells what the record holds."""
    scratch = copied(corrected, tmp_path)
    for rendition in ("public", "partners"):
        shutil.rmtree(scratch.folder / f"out/2025-01/pack/{rendition}")
    account = made(scratch).account

    assert account.proofs == tuple(
        replace(proof, kept=None) for proof in account.editions[-1].proofs
    )
    assert "stands, filed with edition 2" == account.decisions[-1].standing
