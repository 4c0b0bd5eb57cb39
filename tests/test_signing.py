"""Decisions: from the file that was read to the ledger, and every file that is none."""

import json
import multiprocessing
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from shlex import quote

import pytest
from signed import (
    ADDRESS,
    BRIEF,
    CYCLE,
    DATA,
    MEMBERS,
    OWNER,
    PACK,
    POLICE,
    Office,
    lay_out,
)
from test_ledger import digest

import reportgen
from reportgen.desk import keeping, signing
from reportgen.errors import DecisionRefused, LedgerBroken, UsageError
from reportgen.registry.decisions.ledger import Act, line_of

pytestmark = pytest.mark.pages
COMMENTARY = "data/2025-01/commentary/about.md"


@pytest.fixture(scope="module")
def proofed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office with its proofs, made once."""
    return lay_out(tmp_path_factory.mktemp("office"))


@pytest.fixture
def office(proofed: Path, tmp_path: Path) -> Office:
    """A copy of it, to decide in."""
    shutil.copytree(proofed, tmp_path / "office")
    return Office(tmp_path / "office")


def refusal(office: Office, who: str = DATA, **more: object) -> str:
    """Why an approval is refused; a no leaves no trace on the disk."""
    with pytest.raises(DecisionRefused) as refused:
        office.sign(who, **more)
    assert not office.ledger.entries
    assert not office.record.exists()
    return str(refused.value)


# --- what is recorded --------------------------------------------------------------


def test_what_was_read_is_what_is_recorded(office: Office) -> None:
    """Seat, digests and words stand in the ledger."""
    at = datetime(2025, 1, 7, 12, tzinfo=UTC)
    asked = office.ask("priya sample", note=" Read it ")
    found = signing.sign(office.workspace, PACK, asked, at=at)
    (entry,) = office.ledger.entries

    assert found.is_new
    assert entry == found.entry
    assert (Act.APPROVE, PACK, DATA, "Priya Sample", "clerk", "Read it", at) == (
        entry.act,
        entry.report,
        entry.role,
        entry.name,
        entry.typed_by,
        entry.note,
        entry.at,
    )
    assert {
        "public": digest(office.proof().read_bytes()),
        "partners": digest(office.proof("partners").read_bytes()),
    } == entry.proofs


def test_a_copy_elsewhere_is_the_same_proof(office: Office, tmp_path: Path) -> None:
    """What counts is the bytes, and not where they lie or what they are called."""
    copy = tmp_path / "mail attachment (2).pdf"
    shutil.copyfile(office.proof(), copy)

    assert ["public"] == [*office.sign(DATA, proofs=[copy]).entry.proofs]


def test_what_was_decided_upon_is_kept(office: Office) -> None:
    """The proofs, what they were made from, and those bytes; no address, no font."""
    office.sign(DATA)
    for path in office.proofs:
        sha256 = digest(path.read_bytes())
        kept = (office.record / "proofs" / f"{sha256}.pdf").read_bytes()
        made = json.loads((office.record / "proofs" / f"{sha256}.json").read_text())

        assert path.read_bytes() == kept
        assert (PACK, path.parent.name) == (made["report"], made["rendition"])
        for name, was in {**made["inputs"], **made["look"]}.items():
            held = office.record / "inputs" / was
            if name.endswith("/") or name.startswith("fonts/") or not was:
                assert not (was and held.exists())
            else:
                assert was == digest(held.read_bytes()), name
    assert digest((office.folder / COMMENTARY).read_bytes()) in {
        path.name for path in (office.record / "inputs").iterdir()
    }
    for path in office.record.rglob("*"):
        assert path.is_dir() or ADDRESS.encode() not in path.read_bytes()


def test_members_are_not_kept_where_they_are_an_input(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Addresses stay out of the record, also where a proof depends on the list."""
    facts = keeping._made_of

    def with_members(*given: object) -> dict[str, object]:
        made = facts(*given)  # type: ignore[arg-type]
        inputs = dict(made["inputs"])
        data = (office.folder / "data/members.csv").read_bytes()
        return {**made, "inputs": {**inputs, "data/members.csv": digest(data)}}

    monkeypatch.setattr(keeping, "_made_of", with_members)
    office.sign(DATA)

    assert not (office.record / "inputs" / digest(MEMBERS.encode())).exists()


def test_the_same_proof_twice_is_kept_once(office: Office) -> None:
    """Another person's decision on the same bytes adds a line, and no file."""
    office.sign(DATA)
    before = sorted(path.name for path in office.record.rglob("*"))
    office.sign(POLICE)

    assert before == sorted(path.name for path in office.record.rglob("*"))
    assert 2 == office.ledger.lines


def test_turns_and_the_outlook_are_told(office: Office) -> None:
    """What is recorded comes back with where the report stands."""
    told = refusal(office, OWNER, name="Kim Caller")
    assert "not yet the turn of Senior Responsible Officer" in told
    office.sign(DATA)
    outlook = office.sign(POLICE).outlook

    assert outlook.sign_off is not None
    assert ["approved", "approved", "asked"] == [
        str(one.state) for one in outlook.sign_off.seats["public"]
    ]
    assert office.sign(OWNER, name="Kim Caller").is_new


def test_approving_twice_changes_nothing(office: Office) -> None:
    """The decision that stands comes back."""
    first = office.sign(DATA)
    again = office.sign(DATA)

    assert (True, False) == (first.is_new, again.is_new)
    assert first.entry == again.entry
    assert 1 == office.ledger.lines


def test_rejecting_and_withdrawing(office: Office) -> None:
    """Both stand in the ledger with their reason; what was kept stays."""
    office.sign(DATA)
    office.withdraw(DATA, reason="The table")
    office.reject(DATA, reason="The map")
    acts = [(entry.act, entry.reason) for entry in office.ledger.entries]

    assert [
        (Act.APPROVE, ""),
        (Act.WITHDRAW, "The table"),
        (Act.REJECT, "The map"),
    ] == acts
    assert 2 == len([*(office.record / "proofs").glob("*.pdf")])


def test_who_withdraws_names_no_file(office: Office) -> None:
    """All of their approvals go."""
    office.sign(DATA)
    with pytest.raises(UsageError, match="names no file"):
        office.withdraw(DATA, proofs=office.proofs)


def test_who_holds_a_nameless_post_is_asked(office: Office) -> None:
    """The record needs a person; where the cycle names one, no other is taken."""
    office.sign(DATA)
    office.sign(POLICE)
    with pytest.raises(UsageError, match="nobody is named as Senior Responsible"):
        office.sign(OWNER)
    with pytest.raises(UsageError, match="names Priya Sample as Data Lead"):
        office.sign(DATA, name="Kim Caller")

    assert "Kim Caller" == office.sign(OWNER, name=" Kim  Caller ").entry.name


def test_who_there_is_is_told(office: Office) -> None:
    """A name that fits nobody, a cycle with two reports, a report that is none."""
    with pytest.raises(UsageError, match=r"signs nothing here; who does: Data Lead"):
        office.sign("The Mayor")
    for target, told in (
        ("2025-01", f"2 reports, .*{PACK}, {BRIEF}"),
        ("2031-01", "there is no report 2031-01"),
    ):
        with pytest.raises(UsageError, match=told):
            signing.sign(office.workspace, target, office.ask(DATA))


def test_without_a_file_the_proofs_are_named(office: Office) -> None:
    """So that they can be copied into the command, from whatever folder."""
    with pytest.raises(UsageError) as refused:
        office.sign(DATA, proofs=())

    for path in office.proofs:
        assert quote(str(path)) in str(refused.value)


# --- files that are no current proof -----------------------------------------------


def test_a_proof_whose_inputs_have_moved_is_refused(office: Office) -> None:
    """The message says which input, and what to do."""
    path = office.folder / COMMENTARY
    path.write_text(path.read_text("utf-8") + "\nOne more sentence.\n", "utf-8")

    assert (
        "is the proof for public, but about.md has changed since it was made; make "
        f"it anew with reportgen proof {PACK} --workspace {office.folder}, and have "
        "that read"
    ) in refusal(office)


def test_several_moved_inputs_are_named(office: Office) -> None:
    """Three by name, the rest counted."""
    for path in (office.folder / "data").glob("*.*"):
        path.write_bytes(path.read_bytes() + b"\n")

    told = refusal(office)
    assert "have changed since" in told
    assert " and " in told


def test_a_draft_is_refused(office: Office) -> None:
    """Also a copy of one under another name, and another file called so."""
    (draft,) = (office.folder / "out" / PACK / "public").glob("*-draft.pdf")
    copy = office.folder / "copy.pdf"
    shutil.copyfile(draft, copy)
    for path in (draft, copy):
        assert "is a draft, and drafts are not signed" in refusal(office, proofs=[path])


def test_a_proof_of_another_report_is_refused(office: Office) -> None:
    """The message says of which, for whom."""
    other = office.proof("partners", BRIEF)

    assert f"is the proof of {BRIEF} for partners, and no proof of {PACK}" in refusal(
        office, proofs=[office.proof(), other]
    )


def test_an_earlier_proof_is_told_with_its_day(office: Office) -> None:
    """Somebody reads on after a new proof was made."""
    early = office.folder / "early.pdf"
    shutil.copyfile(office.proof(), early)
    signing.sign(
        office.workspace,
        PACK,
        office.ask(DATA),
        at=datetime(2025, 3, 3, 12, tzinfo=UTC),
    )
    path = office.folder / COMMENTARY
    path.write_text(path.read_text("utf-8") + "\nOne more sentence.\n", "utf-8")
    office.prove()
    with pytest.raises(DecisionRefused) as refused:
        office.sign(POLICE, proofs=[early])

    assert "early.pdf is an earlier proof, of 3 March 2025 or before" in str(
        refused.value
    )
    assert "Data Lead approved it" in str(refused.value)
    # The new proof is asked of everybody, and what was decided before is void.
    assert office.sign(DATA).is_new


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda data: data + b"\n%note", "begins with the proof, but differs from it"),
        (lambda data: data[:-1], "is cut short (proof for public)"),
        (lambda data: data[: len(data) // 2], "is cut short"),
        (
            lambda data: data.replace(b"endobj", b"endob ", 1),
            "calls itself this report, but differs from the proof in its bytes",
        ),
        (
            lambda data: data.replace(b"2025-01, pack<", b"2024-01, pack<"),
            "2024-01/pack",
        ),
        (lambda _data: b"", "is no PDF"),
        (lambda _data: b"From: a@example.org\n\nYes", "is no PDF"),
        (lambda _data: b"%PDF-1.7\n", "is cut short"),
        (lambda _data: b"%PDF-1.4\nanother", "is no proof that reportgen knows"),
    ],
)
def test_an_altered_file_is_refused(
    office: Office, spoil: Callable[[bytes], bytes], told: str
) -> None:
    """Annotated, cut short, saved by another program, another file: each in words."""
    path = office.folder / "read.pdf"
    path.write_bytes(spoil(office.proof().read_bytes()))

    assert told in refusal(office, proofs=[path])


@pytest.mark.parametrize("step", range(7))
def test_no_byte_of_a_proof_can_be_changed(office: Office, step: int) -> None:
    """Wherever one bit differs, it is not what was proved."""
    data = office.proof().read_bytes()
    place = len(data) * step // 7
    path = office.folder / "read.pdf"
    path.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])

    refusal(office, proofs=[path])


def test_a_file_that_is_not_there_is_wrong_usage(office: Office) -> None:
    """So is a folder."""
    for path in (office.folder / "nothing.pdf", office.folder / "data"):
        with pytest.raises(UsageError, match=r"no (plain )?file"):
            office.sign(DATA, proofs=[path])


def test_a_damaged_proof_cannot_be_signed(office: Office) -> None:
    """The file that was made is the measure, and it is not what was made."""
    path = office.proof()
    path.write_bytes(path.read_bytes() + b"x")

    assert "differs from the proof in its bytes" in refusal(office, proofs=[path])


def test_an_input_that_changes_meanwhile_is_noticed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look at the proof and the keeping of its inputs."""
    seats = signing.seats_of

    def slowly(*given: object) -> object:
        path = office.folder / COMMENTARY
        path.write_text(path.read_text("utf-8") + "\nMore.\n", "utf-8")
        return seats(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(signing, "seats_of", slowly)
    with pytest.raises(DecisionRefused, match="was changed while this was recorded"):
        office.sign(DATA)

    assert 0 == office.ledger.lines


# --- evidence ----------------------------------------------------------------------


def test_a_reply_backs_a_decision(office: Office) -> None:
    """It is kept under its digest, and described without its address."""
    reply = office.reply(*office.proofs)
    (evidence,) = office.sign(DATA, evidence=[reply]).entry.evidence

    assert "its sender is known as the address of that post" in evidence.says
    assert (
        reply.read_bytes() == (office.record / "evidence" / evidence.file).read_bytes()
    )
    assert ADDRESS not in (office.record / "signoff.jsonl").read_text()


@pytest.mark.parametrize("sender", ["other@example.org", "old@example.org"])
def test_an_unknown_sender_is_told(office: Office, sender: str) -> None:
    """So is one who is no longer active; the decision is recorded all the same."""
    reply = office.reply(*office.proofs, sender=sender)
    (evidence,) = office.sign(DATA, evidence=[reply]).entry.evidence

    assert "is not known as the address of that post" in evidence.says


def test_evidence_has_to_be_about_every_proof(office: Office) -> None:
    """A reply that names one of two digests backs one of them."""
    reply = office.reply(office.proof())

    assert "the evidence says nothing of the proof for partners" in refusal(
        office, evidence=[reply]
    )
    assert office.sign(DATA, proofs=[office.proof()], evidence=[reply]).is_new


def test_evidence_about_something_else_is_refused(office: Office) -> None:
    """Nothing is recorded."""
    reply = office.reply(office.proof(report=BRIEF))

    assert "does not name the digest of the proof" in refusal(office, evidence=[reply])


def test_evidence_that_comes_later_is_added(office: Office) -> None:
    """What was only typed before is backed by a second line."""
    office.sign(DATA)
    reply = office.reply(*office.proofs)

    assert [True, False] == [
        office.sign(DATA, evidence=[reply]).is_new,
        office.sign(DATA, evidence=[reply]).is_new,
    ]
    assert 2 == office.ledger.lines


# --- the record --------------------------------------------------------------------


def test_nothing_is_decided_over_a_broken_ledger(office: Office) -> None:
    """Who edits a line stops the next decision."""
    office.sign(DATA)
    path = office.record / "signoff.jsonl"
    path.write_text(path.read_text().replace("clerk", "boss"), "utf-8")
    with pytest.raises(LedgerBroken, match="the last line is another than"):
        office.sign(POLICE)


def test_the_record_goes_where_the_settings_say(office: Office) -> None:
    """On the organisation's own store, and not under out/."""
    office.change("reportgen.toml", "format = 1", 'format = 1\narchive = "../store"')
    office.sign(DATA)

    assert (office.folder.parent / "store" / PACK / "signoff.jsonl").is_file()
    assert not office.record.exists()


def test_another_turn_leaves_the_proof_as_it_is(office: Office) -> None:
    """The quorum is an input: its proof is made anew, and equal bytes stay approved."""
    office.sign(DATA)
    text = (office.folder / CYCLE).read_text("utf-8")
    (office.folder / CYCLE).write_text(text.replace("turn = 2", "turn = 3"), "utf-8")
    with pytest.raises(DecisionRefused, match=r"cycle.toml has changed since"):
        office.sign(POLICE)
    office.prove()

    assert not office.sign(DATA).is_new
    assert office.sign(POLICE).is_new


# --- two at once -------------------------------------------------------------------

ROUNDS = 8


def _many(office: Office, who: str) -> None:
    for number in range(ROUNDS):
        office.sign(who, note=f"{who} {number}")
        office.withdraw(who, reason=f"{who} {number}")


def test_two_people_at_once_are_both_recorded(office: Office) -> None:
    """Two processes decide at the same time, many times: each once, one whole chain."""
    fork = multiprocessing.get_context("fork")
    people = [fork.Process(target=_many, args=(office, who)) for who in (DATA, POLICE)]
    for person in people:
        person.start()
    for person in people:
        person.join()

    assert [0, 0] == [person.exitcode for person in people]
    entries = office.ledger.entries
    assert 4 * ROUNDS == len(entries)
    assert all(digest(line_of(a)) == b.before for a, b in pairwise(entries))
    for who in (DATA, POLICE):
        theirs = [e for e in entries if e.role == who]
        told = [f"{who} {number}" for number in range(ROUNDS)]
        assert told == [e.note for e in theirs if e.act is Act.APPROVE]
        assert told == [e.reason for e in theirs if e.act is Act.WITHDRAW]


def _once(office: Office, who: str) -> None:
    office.sign(who)


def test_the_same_decision_by_two_processes_is_recorded_once(office: Office) -> None:
    """The second finds it there."""
    fork = multiprocessing.get_context("fork")
    people = [fork.Process(target=_once, args=(office, DATA)) for _ in range(3)]
    for person in people:
        person.start()
    for person in people:
        person.join()

    assert [0, 0, 0] == [person.exitcode for person in people]
    assert 1 == office.ledger.lines


# --- from Python -------------------------------------------------------------------


def test_decisions_work_from_python(office: Office) -> None:
    """The public functions take names, files and a folder."""
    done = reportgen.sign(
        PACK, workspace=office.folder, who=DATA, proofs=office.proofs, recorded_by="me"
    )
    back = reportgen.withdraw(PACK, workspace=office.folder, who=DATA, reason="Oh")
    no = reportgen.reject(
        PACK, workspace=office.folder, who=DATA, proofs=office.proofs, reason="No"
    )

    assert ["approve", "withdraw", "reject"] == [
        str(one.entry.act) for one in (done, back, no)
    ]
    assert "me" == done.entry.typed_by
    assert back.entry.typed_by
