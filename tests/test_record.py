"""The record: added to by one at a time, never changed, and safe at every step."""

import errno
import fcntl
import multiprocessing
import os
import resource
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from powercut import cut, steps_of
from test_ledger import FIRST, chain, digest

from reportgen.errors import (
    DecisionRefused,
    EnvironmentFault,
    LedgerBroken,
    OutputNotWritable,
    RecordDamaged,
    ReportgenError,
    WorkspaceBusy,
)
from reportgen.registry.decisions import record
from reportgen.registry.decisions.ledger import Entry, head_of, line_of, read_ledger
from reportgen.registry.decisions.record import HEAD, LEDGER, holding, kept, read_record

PROOF = b"%PDF-1.7 " + b"p" * 5_000


def add(folder: Path, note: str = "") -> Entry:
    """One more decision, as the next command would record it."""
    with holding(folder) as book:
        ledger = book.ledger()
        entry = replace(FIRST, number=ledger.lines + 1, before=ledger.head, note=note)
        book.append(entry)
    return entry


def with_lines(folder: Path, count: int) -> Path:
    """A record with so many decisions."""
    for number in range(count):
        add(folder, f"No. {number}")
    return folder


def left_over(folder: Path) -> list[str]:
    """Unfinished files."""
    return [path.name for path in folder.rglob(".making-*")]


# --- what is kept ------------------------------------------------------------------


def test_bytes_are_kept_once(tmp_path: Path) -> None:
    """The same bytes again are no fault, and change nothing."""
    with holding(tmp_path / "r") as book:
        path = book.keep("proofs", f"{digest(PROOF)}.pdf", PROOF)
        written = path.stat()
        again = book.keep("proofs", f"{digest(PROOF)}.pdf", PROOF)

    assert (path, PROOF) == (again, path.read_bytes())
    assert (written.st_ino, written.st_mtime_ns) == (
        path.stat().st_ino,
        path.stat().st_mtime_ns,
    )
    assert 0o444 == path.stat().st_mode & 0o777
    assert [] == left_over(tmp_path)


@pytest.mark.parametrize("there", [b"other", b"", None])
def test_other_bytes_under_a_name_are_refused(
    tmp_path: Path, there: bytes | None
) -> None:
    """Damage, or a link to elsewhere, is told and left as it is."""
    name = f"{digest(PROOF)}.pdf"
    folder = tmp_path / "r" / "proofs"
    folder.mkdir(parents=True)
    if there is None:
        (folder / name).symlink_to(tmp_path / "nowhere")
    else:
        (folder / name).write_bytes(there)
    with holding(tmp_path / "r") as book, pytest.raises(RecordDamaged, match=name):
        book.keep("proofs", name, PROOF)

    assert there is None or there == (folder / name).read_bytes()
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize(
    ("folder", "name"),
    [("editions", "a"), ("proofs", "../a"), ("..", "a"), ("proofs", ""), ("", "a")],
)
def test_nothing_is_kept_elsewhere(tmp_path: Path, folder: str, name: str) -> None:
    """Whatever a name was made of, it stays in its three folders."""
    with holding(tmp_path / "r") as book, pytest.raises(ValueError, match="no place"):
        book.keep(folder, name, PROOF)


def test_what_is_kept_is_read_only_as_it_was(tmp_path: Path) -> None:
    """Bytes that are not those of the digest are no answer."""
    with holding(tmp_path / "r") as book:
        path = book.keep("proofs", f"{digest(PROOF)}.pdf", PROOF)

    assert PROOF == kept(tmp_path / "r", f"proofs/{path.name}", digest(PROOF))
    assert None is kept(tmp_path / "r", "proofs/x.pdf", digest(PROOF))
    path.chmod(0o644)
    path.write_bytes(PROOF[:-1])
    with pytest.raises(RecordDamaged, match="not what was kept"):
        kept(tmp_path / "r", f"proofs/{path.name}", digest(PROOF))


# --- the ledger --------------------------------------------------------------------


def test_decisions_are_added_in_a_chain(tmp_path: Path) -> None:
    """File and head are what anybody can compute from the lines."""
    entries = tuple(add(tmp_path / "r", str(number)) for number in range(4))
    data = (tmp_path / "r" / LEDGER).read_bytes()

    assert b"".join(line_of(entry) + b"\n" for entry in entries) == data
    assert entries == read_record(tmp_path / "r").entries
    assert (
        head_of(read_ledger(data, LEDGER)).as_bytes()
        == (tmp_path / "r" / HEAD).read_bytes()
    )


def test_nothing_decided_is_an_empty_ledger(tmp_path: Path) -> None:
    """Where there is no record yet, nothing is made by looking."""
    assert 0 == read_record(tmp_path / "r").lines
    assert [] == list(tmp_path.iterdir())


def test_a_decision_that_does_not_follow_is_not_added(tmp_path: Path) -> None:
    """Who reads the ledger outside the lock cannot write by what was read."""
    with_lines(tmp_path, 2)
    with holding(tmp_path) as book, pytest.raises(ValueError, match="not follow"):
        book.append(replace(FIRST, number=2))

    assert 2 == read_record(tmp_path).lines


def test_a_decision_that_could_not_be_read_again_is_not_added(tmp_path: Path) -> None:
    """A line that is too long would break the ledger."""
    with_lines(tmp_path, 2)
    with holding(tmp_path) as book:
        ledger = book.ledger()
        entry = replace(
            FIRST, number=3, before=ledger.head, evidence=FIRST.evidence * 1_000
        )
        with pytest.raises(DecisionRefused, match="fewer pieces of evidence"):
            book.append(entry)

    assert ledger == read_record(tmp_path)


def spoil(path: Path, change: Callable[[bytes], bytes]) -> None:
    """Somebody edits a file."""
    path.write_bytes(change(path.read_bytes()))


@pytest.mark.parametrize(
    ("file", "change"),
    [
        (LEDGER, lambda data: data.replace(b"No. 1", b"No. 7")),
        (LEDGER, lambda data: b"".join(data.splitlines(keepends=True)[:-1])),
        (LEDGER, lambda data: data + data.splitlines(keepends=True)[-1]),
        (LEDGER, lambda _data: b""),
        (LEDGER, lambda data: data[:-20]),
        (HEAD, lambda _data: b""),
        (HEAD, lambda data: data.replace(b"3", b"4")),
    ],
)
def test_nothing_is_added_to_a_spoiled_ledger(
    tmp_path: Path, file: str, change: Callable[[bytes], bytes]
) -> None:
    """Who tampers with ledger or head stops everything; nothing is healed over."""
    with_lines(tmp_path, 3)
    spoil(tmp_path / file, change)
    before = {path: path.read_bytes() for path in tmp_path.glob("signoff.*")}
    with pytest.raises(LedgerBroken):
        add(tmp_path)

    assert before == {path: path.read_bytes() for path in tmp_path.glob("signoff.*")}


def test_a_removed_ledger_or_head_is_told(tmp_path: Path) -> None:
    """A file that is gone is no new beginning."""
    for file in (LEDGER, HEAD):
        folder = with_lines(tmp_path / file, 2)
        (folder / file).unlink()
        with pytest.raises(LedgerBroken):
            read_record(folder)


def test_a_cut_line_is_put_aside_by_the_next_decision(tmp_path: Path) -> None:
    """It was never told as recorded; a copy stays beside."""
    with_lines(tmp_path, 2)
    half = line_of(chain(3)[2])[:100]
    spoil(tmp_path / LEDGER, lambda data: data + half)

    assert (2, half) == (read_record(tmp_path).lines, read_record(tmp_path).torn)
    add(tmp_path)
    assert (3, b"") == (read_record(tmp_path).lines, read_record(tmp_path).torn)
    assert [half] == [path.read_bytes() for path in tmp_path.glob("signoff.torn-*")]


def test_a_line_without_its_newline_is_kept(tmp_path: Path) -> None:
    """The next decision stands on a line of its own."""
    with_lines(tmp_path, 3)
    head = (tmp_path / HEAD).read_bytes()
    add(tmp_path)
    (tmp_path / HEAD).write_bytes(head)
    spoil(tmp_path / LEDGER, lambda data: data[:-1])

    assert 4 == read_record(tmp_path).lines
    add(tmp_path)
    assert 5 == len((tmp_path / LEDGER).read_bytes().splitlines())


@pytest.mark.parametrize("name", [LEDGER, HEAD])
def test_a_pipe_in_place_of_a_file_is_refused(tmp_path: Path, name: str) -> None:
    """Nobody waits for ever on a file that never ends."""
    os.mkfifo(tmp_path / name)
    with pytest.raises(ReportgenError, match="no plain file"):
        read_record(tmp_path)


def test_a_link_in_place_of_the_ledger_is_not_written_through(tmp_path: Path) -> None:
    """The record never writes elsewhere."""
    (tmp_path / "r").mkdir()
    (tmp_path / "elsewhere").write_bytes(b"")
    (tmp_path / "r" / LEDGER).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutputNotWritable):
        add(tmp_path / "r")

    assert b"" == (tmp_path / "elsewhere").read_bytes()


# --- one at a time -----------------------------------------------------------------


def _hold(
    folder: Path, seconds: float, held: "multiprocessing.synchronize.Event"
) -> None:
    with holding(folder):
        held.set()
        time.sleep(seconds)


@contextmanager
def somebody_else(folder: Path, seconds: float) -> Iterator[None]:
    """Another process holds the record for so long."""
    fork = multiprocessing.get_context("fork")
    held = fork.Event()
    other = fork.Process(target=_hold, args=(folder, seconds, held))
    other.start()
    assert held.wait(20)
    try:
        yield
    finally:
        other.terminate()
        other.join()


def test_a_command_waits_for_another(tmp_path: Path) -> None:
    """Two people who decide at once both succeed."""
    with somebody_else(tmp_path, 0.4):
        add(tmp_path)

    assert 1 == read_record(tmp_path).lines


def test_patience_ends(tmp_path: Path) -> None:
    """Who waits in vain is told so, and nothing was written."""
    with (
        somebody_else(tmp_path, 60),
        pytest.raises(WorkspaceBusy, match="another command has been writing"),
        holding(tmp_path, patience=0.1),
    ):
        pass


def test_a_disk_without_locks_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where two commands could write at once, none writes; the cure is told."""

    def unknown(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", unknown)
    with pytest.raises(EnvironmentFault, match=r"archive in reportgen\.toml"):
        add(tmp_path)

    assert 0 == read_record(tmp_path).lines


def _add_many(folder: Path, who: str, rounds: int) -> None:
    for number in range(rounds):
        add(folder, f"{who} {number}")


def test_many_at_once_lose_nothing(tmp_path: Path) -> None:
    """Four processes add twenty decisions each while a fifth reads: one whole chain."""
    fork = multiprocessing.get_context("fork")
    people = [
        fork.Process(target=_add_many, args=(tmp_path, who, 20)) for who in "abcd"
    ]
    for person in people:
        person.start()
    while any(person.is_alive() for person in people):
        read_record(tmp_path)  # never half a line, never a head that does not fit
    for person in people:
        person.join()

    notes = [entry.note for entry in read_record(tmp_path).entries]
    assert sorted(f"{who} {number}" for who in "abcd" for number in range(20)) == (
        sorted(notes)
    )
    for who in "abcd":
        theirs = [note for note in notes if note.startswith(who)]
        assert [f"{who} {number}" for number in range(20)] == theirs


def test_who_reads_while_others_decide_sees_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Head and ledger are of one moment, though two were added in between."""
    with_lines(tmp_path, 1)
    read, waiting = record._read, [True]

    def slowly(path: Path, file: str) -> bytes | None:
        found = read(path, file)
        if path.name == HEAD and waiting and waiting.pop():
            with_lines(tmp_path, 2)
        return found

    monkeypatch.setattr(record, "_read", slowly)

    assert 3 == read_record(tmp_path).lines


# --- the power is cut --------------------------------------------------------------


def first(folder: Path) -> None:
    """Nothing is there yet: a proof and an input are kept, and a decision recorded."""
    with holding(folder / "2026-10" / "jcdu") as book:
        book.keep("proofs", f"{digest(PROOF)}.pdf", PROOF)
        book.keep("inputs", digest(b"measure,value\n"), b"measure,value\n")
        book.append(FIRST)


def later(folder: Path) -> None:
    """Decisions are there already."""
    add(folder / "2026-10" / "jcdu", "the new one")


def healing(folder: Path) -> None:
    """A cut line is there, and a head that is behind."""
    add(folder / "2026-10" / "jcdu", "the new one")


def prepared(folder: Path, work: Callable[[Path], None]) -> Path:
    """The record before the work."""
    record = folder / "2026-10" / "jcdu"
    folder.mkdir()
    if work is not first:
        with_lines(record, 2)
    if work is healing:
        head = (record / HEAD).read_bytes()
        add(record)
        (record / HEAD).write_bytes(head)
        spoil(record / LEDGER, lambda data: data + line_of(FIRST)[:50])
    return folder


@pytest.mark.parametrize("forgets", [False, True], ids=["killed", "power cut"])
@pytest.mark.parametrize("work", [first, later, healing])
def test_a_cut_at_any_step_leaves_all_or_nothing(
    tmp_path: Path, work: Callable[[Path], None], *, forgets: bool
) -> None:
    """Whichever step it dies at: the ledger reads, and the next decision is recorded.

    What was told as recorded is there; what was not is there entirely or not at all.
    """
    origin = prepared(tmp_path / "origin", work)
    trial = tmp_path / "trial"
    shutil.copytree(origin, trial)
    steps = steps_of(lambda: work(trial))
    outcomes = set()
    for step in range(steps + 1):
        shutil.rmtree(trial)
        shutil.copytree(origin, trial)
        before = read_record(trial / "2026-10" / "jcdu")
        was_told = cut(lambda: work(trial), step, forgets=forgets)
        after = read_record(trial / "2026-10" / "jcdu")

        assert before.entries == after.entries[: before.lines]
        assert after.lines - before.lines in ({1} if was_told else {0, 1})
        _whole(trial)
        work_again = add(trial / "2026-10" / "jcdu", "afterwards")
        assert (*after.entries, work_again) == read_record(
            trial / "2026-10" / "jcdu"
        ).entries
        assert [] == left_over(trial)
        outcomes.add((was_told, after.lines - before.lines))

    assert steps > 10
    assert {(False, 0), (False, 1), (True, 1)} == outcomes


def _whole(folder: Path) -> None:
    """Whatever is kept has the digest that it is named after."""
    for name in ("proofs", "inputs"):
        for path in (folder / "2026-10" / "jcdu" / name).glob("[0-9a-f]*"):
            assert path.name.split(".")[0] == digest(path.read_bytes())


# --- the disk refuses --------------------------------------------------------------


def in_a_child(work: Callable[[], object]) -> str:
    """Do something in a process of its own; what it said."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            work()
            os.write(writing, b"done")
        except ReportgenError as refusal:
            os.write(writing, f"{type(refusal).__name__}: {refusal}".encode())
        except BaseException as failure:
            os.write(writing, f"unexpected {failure!r}".encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        said = told.read().decode()
    os.waitpid(child, 0)
    return said


def state(folder: Path) -> dict[str, bytes]:
    """All files but the lock."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != ".lock"
    }


def test_a_full_disk_leaves_the_ledger_as_it_was(tmp_path: Path) -> None:
    """Half a line does not fit: it is taken back, and the message says what to do."""
    with_lines(tmp_path, 3)
    before = state(tmp_path)
    limit = (tmp_path / LEDGER).stat().st_size + 100

    def full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        add(tmp_path)

    assert in_a_child(full).startswith("OutputNotWritable: ")
    assert before == state(tmp_path)
    add(tmp_path)
    assert 4 == read_record(tmp_path).lines


def test_a_full_disk_keeps_no_half_proof(tmp_path: Path) -> None:
    """What does not fit is not there at all."""

    def full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, 1_000))
        with holding(tmp_path) as book:
            book.keep("proofs", f"{digest(PROOF)}.pdf", PROOF)

    assert "free the disk" in in_a_child(full)
    assert {} == state(tmp_path)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small disk")
def test_a_disk_that_fills_up_takes_no_decision_away(tmp_path: Path) -> None:
    """On a disk of 64 kB decisions are added until none fits; all told are there."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("this machine lets nobody mount a disk")
    try:
        told, refusal = 0, ""
        while not refusal and told < 200:
            try:
                add(place, "x" * 500)
                told += 1
            except OutputNotWritable as full:
                refusal = str(full)
        assert "free the disk" in refusal
        assert told > 5
        assert told == read_record(place).lines
        assert [] == left_over(place)
    finally:
        subprocess.run(["umount", str(place)], check=True)


def test_a_read_only_record_says_so() -> None:
    """It can be read, and nothing can be decided."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        with_lines(folder / "r", 1)
        before = state(folder)
        for path in (folder / "r", folder / "r" / ".lock", folder / "r" / LEDGER):
            path.chmod(path.stat().st_mode & ~0o222)

        def decide() -> None:
            if not os.geteuid():
                os.seteuid(65534)
            assert 1 == read_record(folder / "r").lines
            add(folder / "r")

        said = in_a_child(decide)
        (folder / "r").chmod(0o755)

        assert said.startswith("OutputNotWritable: ")
        assert "the right to write" in said
        assert before == state(folder)


def test_what_a_killed_command_left_is_swept(tmp_path: Path) -> None:
    """Unfinished files go; nothing else is ever removed."""
    with_lines(tmp_path, 1)
    (tmp_path / "proofs").mkdir()
    (tmp_path / "proofs" / ".making-1-x").write_bytes(b"half")
    (tmp_path / "proofs" / "note").write_bytes(b"somebody's")
    add(tmp_path)

    assert [] == left_over(tmp_path)
    assert b"somebody's" == (tmp_path / "proofs" / "note").read_bytes()


def test_the_time_of_a_decision_is_kept_to_the_second(tmp_path: Path) -> None:
    """What is read back is what was decided."""
    at = datetime(2026, 10, 20, 12, 30, 59, tzinfo=UTC)
    with holding(tmp_path) as book:
        book.append(replace(FIRST, at=at))

    assert at == read_record(tmp_path).entries[0].at
