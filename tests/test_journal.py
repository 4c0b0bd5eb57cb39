"""The journal of deliveries: append-only, whole, and nobody else's meanwhile."""

import json
import os
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest
from lettered import DAY, kept, letter, message

from reportgen.errors import JournalBroken, OutputNotWritable, WorkspaceBusy
from reportgen.registry.post.journal import FILE, keeping, read_journal
from reportgen.registry.post.post import State, key_of, message_id

ANN = letter("ann@example.org")
# The whole machine: what may follow what.
MAY = {
    *((State.PLANNED, each) for each in (State.SENDING, State.REFUSED, State.DEFERRED)),
    *((State.SENDING, each) for each in (State.ACCEPTED, State.REFUSED)),
    *((State.SENDING, each) for each in (State.DEFERRED, State.UNKNOWN)),
    *((State.DEFERRED, each) for each in (State.SENDING, State.REFUSED)),
    (State.DEFERRED, State.DEFERRED),
    (State.REFUSED, State.PLANNED),
    (State.UNKNOWN, State.PLANNED),
}
WAYS = {
    State.PLANNED: (),
    State.SENDING: (State.SENDING,),
    State.ACCEPTED: (State.SENDING, State.ACCEPTED),
    State.REFUSED: (State.REFUSED,),
    State.DEFERRED: (State.DEFERRED,),
    State.UNKNOWN: (State.SENDING, State.UNKNOWN),
}


@pytest.mark.parametrize(("before", "after"), list(product(State, State)))
def test_only_what_may_follow_is_noted(
    tmp_path: Path, before: State, after: State
) -> None:
    """Of all pairs of states, exactly those of the machine; accepted is the end."""
    with kept(tmp_path, ANN) as journal:
        for step in WAYS[before]:
            journal.note(ANN.key, step)
        size = (tmp_path / FILE).stat().st_size
        if (before, after) in MAY:
            journal.note(ANN.key, after)
            assert after is journal.messages[ANN.key].state
        else:
            with pytest.raises(JournalBroken, match="cannot follow"):
                journal.note(ANN.key, after)
            assert before is journal.messages[ANN.key].state
            assert size == (tmp_path / FILE).stat().st_size


def test_what_is_read_is_what_was_noted(tmp_path: Path) -> None:
    """State, reply, time, attempts and Message-ID outlive the process."""
    with kept(tmp_path, ANN) as journal:
        journal.note(ANN.key, State.SENDING)
        journal.note(ANN.key, State.DEFERRED, "450 later")
        journal.note(ANN.key, State.SENDING)
        journal.note(ANN.key, State.ACCEPTED, "250 2.0.0 queued as 4fZ")
        held = dict(journal.messages)

    read = read_journal(tmp_path / FILE)
    assert held == read
    found = read[ANN.key]
    assert ("accepted", "250 2.0.0 queued as 4fZ", 2) == (
        found.state.value,
        found.reply,
        found.attempts,
    )
    assert (ANN.message_id, "smtp", "2026-11-22T09:30:00+00:00") == (
        found.message_id,
        found.way,
        found.at,
    )


def test_it_is_only_added_to(tmp_path: Path) -> None:
    """What stood there stands there still, byte for byte, after each step."""
    before = b""
    for state in (State.SENDING, State.UNKNOWN):
        with kept(tmp_path, ANN) as journal:
            if journal.messages[ANN.key].state is State.PLANNED:
                journal.note(ANN.key, state)
        after = (tmp_path / FILE).read_bytes()
        assert after.startswith(before)
        before = after


def test_a_run_that_died_while_sending_leaves_a_doubt(tmp_path: Path) -> None:
    """`sending` without an outcome is `unknown` once the journal is opened again."""
    with kept(tmp_path, ANN) as journal:
        journal.note(ANN.key, State.SENDING)
    with keeping(tmp_path / FILE, lambda: DAY) as journal:
        found = journal.messages[ANN.key]

    assert State.UNKNOWN is found.state
    assert "ended before" in found.reply


@pytest.mark.parametrize("cut", [1, 10, 40])
def test_half_a_line_is_closed_and_passed_over(tmp_path: Path, cut: int) -> None:
    """A machine that died in the middle of a line loses that line and no other."""
    path = tmp_path / FILE
    with kept(tmp_path, ANN) as journal:
        journal.note(ANN.key, State.DEFERRED, "450 later")
    path.write_bytes(path.read_bytes()[:-cut])

    assert State.PLANNED is read_journal(path)[ANN.key].state
    with keeping(path, lambda: DAY) as journal:
        journal.note(ANN.key, State.SENDING)
        journal.note(ANN.key, State.ACCEPTED, "250 OK")
    assert State.ACCEPTED is read_journal(path)[ANN.key].state


def test_an_outcome_that_was_cut_short_is_a_doubt(tmp_path: Path) -> None:
    """Where the answer did not reach the disk, nobody calls it unsent."""
    path = tmp_path / FILE
    with kept(tmp_path, ANN) as journal:
        journal.note(ANN.key, State.SENDING)
        journal.note(ANN.key, State.ACCEPTED)
    path.write_bytes(path.read_bytes()[:-5])
    with keeping(path, lambda: DAY) as journal:
        assert State.UNKNOWN is journal.messages[ANN.key].state


@pytest.mark.parametrize(
    "line",
    [
        "rubbish",
        "[]",
        '{"at":"","state":"accepted","key":"other"}',
        '{"at":"","state":"lost","key":"KEY"}',
        '{"at":"","state":"accepted","key":"KEY"}',
    ],
)
def test_a_journal_that_was_spoiled_stops_everything(tmp_path: Path, line: str) -> None:
    """A line that does not read, or does not follow, is named; nothing is guessed."""
    path = tmp_path / FILE
    with kept(tmp_path, ANN):
        pass
    with path.open("a", encoding="utf-8") as file:
        file.write(line.replace("KEY", ANN.key) + "\n")

    with pytest.raises(JournalBroken, match="line 2 does not read"):
        read_journal(path)
    with pytest.raises(JournalBroken), keeping(path, lambda: DAY):
        pass


def test_a_journal_that_is_altered_while_it_is_in_use_is_told(tmp_path: Path) -> None:
    """Its words are read when they are asked for, and must be those that were there."""
    path = tmp_path / FILE
    with kept(tmp_path, ANN):
        pass
    found = read_journal(path)
    path.write_bytes(b"{}\n")

    assert State.PLANNED is found.standing(0).state
    with pytest.raises(JournalBroken, match="altered while it was in use"):
        found[ANN.key]


def test_words_are_those_of_the_last_line_of_each_kind(tmp_path: Path) -> None:
    """Planned again by another way: that way, the new state, the attempts so far."""
    with kept(tmp_path, ANN) as journal:
        journal.note(ANN.key, State.SENDING)
        journal.note(ANN.key, State.UNKNOWN, "no answer")
        before = journal.messages.as_they_stand()
        journal.plan([message(ANN, way="other")])
        found = journal.messages[ANN.key]

    assert ("other", State.PLANNED, "", 1) == (
        found.way,
        found.state,
        found.reply,
        found.attempts,
    )
    assert State.UNKNOWN is before[ANN.key].state
    assert "no answer" == before[ANN.key].reply


def test_no_second_process_opens_it(tmp_path: Path) -> None:
    """While one run delivers, another is told so, and may read."""
    code = (
        "import sys; from pathlib import Path; from datetime import datetime, UTC\n"
        "from reportgen.registry.post.journal import keeping\n"
        "with keeping(Path(sys.argv[1]), lambda: datetime.now(UTC)): print('opened')"
    )
    with kept(tmp_path, ANN):
        with pytest.raises(WorkspaceBusy, match="another run"):
            keeping(tmp_path / FILE, lambda: DAY).__enter__()
        done = subprocess.run(
            [sys.executable, "-c", code, tmp_path / FILE],
            capture_output=True,
            text=True,
            check=False,
        )
        assert [ANN.key] == [*read_journal(tmp_path / FILE)]

    assert 1 == done.returncode
    assert "WorkspaceBusy" in done.stderr


def test_whoever_writes_beside_it_is_noticed(tmp_path: Path) -> None:
    """Where locks do not reach, on a share, a second writer stops the first."""
    with kept(tmp_path, ANN) as journal:
        with (tmp_path / FILE).open("ab") as other:
            other.write(b"{}\n")
        with pytest.raises(JournalBroken, match="another program"):
            journal.note(ANN.key, State.SENDING)


def test_sending_is_on_the_disk_before_anybody_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`note` returns only after the disk has the line, with the outcome before it."""
    synced: list[bytes] = []
    real = os.fsync

    def fsync(descriptor: int) -> None:
        real(descriptor)
        synced.append((tmp_path / FILE).read_bytes())

    with kept(tmp_path, ANN) as journal:
        monkeypatch.setattr(os, "fsync", fsync)
        journal.note(ANN.key, State.SENDING)
        assert synced[-1].endswith(
            b'"state":"sending","key":"%s"}\n' % ANN.key.encode()
        )
        journal.note(ANN.key, State.ACCEPTED)
        assert b"accepted" not in synced[-1]
        journal.settle()
        assert b"accepted" in synced[-1]


def test_a_full_disk_stops_before_anything_is_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What could not be noted did not happen."""

    def full(_descriptor: int, _data: bytes) -> int:
        raise OSError(28, "No space left on device")

    with kept(tmp_path, ANN) as journal:
        with monkeypatch.context() as patch:
            patch.setattr(os, "write", full)
            with pytest.raises(OSError, match="No space"):
                journal.note(ANN.key, State.SENDING)
        assert State.PLANNED is journal.messages[ANN.key].state


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    """The message names the file and the cure."""
    with pytest.raises(OutputNotWritable, match=r"deliveries\.jsonl cannot be written"):
        keeping(tmp_path / "none" / FILE, lambda: DAY).__enter__()


def test_a_key_means_one_mailbox_one_edition_one_audience() -> None:
    """Another spelling of an address is no other; another edition or audience is."""
    one = key_of("d", "public", "Ann@Example.org")

    assert one == key_of("d", "public", "ann@example.ORG")
    others = [("e", "public"), ("d", "partners")]
    assert one not in [key_of(*other, "ann@example.org") for other in others]
    assert f"<{one[:40]}@example.org>" == message_id(one, "reports@example.org")


def test_lines_are_json_that_anybody_reads(tmp_path: Path) -> None:
    """Each line stands alone; the first says all about its message."""
    with kept(tmp_path, ANN) as journal:
        journal.note(ANN.key, State.REFUSED, "550 5.1.1 no such user")
    first, second = map(json.loads, (tmp_path / FILE).read_text("utf-8").splitlines())

    told = message(ANN)
    assert {"at", "state", "key", "address", "name", "rendition", "edition"} <= {*first}
    assert (told.address, told.digest, told.pdf) == (
        first["address"],
        first["digest"],
        first["pdf"],
    )
    assert {
        "at": "2026-11-22T09:30:00+00:00",
        "state": "refused",
        "key": ANN.key,
        "reply": "550 5.1.1 no such user",
    } == second
