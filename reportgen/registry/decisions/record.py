"""The record of one report: decisions, and what they were about; never changed.

    record/CYCLE/REPORT/signoff.jsonl   signoff.head     the ledger, and where it ends
                        proofs/  inputs/  evidence/      kept once, under their digests

Every step is safe against a power cut: what was told as recorded is on the disk, and a
decision that was cut off while it was written counts for nothing.
"""

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from reportgen.errors import (
    DecisionRefused,
    EnvironmentFault,
    LedgerBroken,
    RecordDamaged,
)
from reportgen.registry import staging, writing
from reportgen.registry.archive import digest
from reportgen.registry.decisions.entries import EntryFault, read_entry
from reportgen.registry.decisions.ledger import (
    LARGEST,
    Entry,
    Head,
    Ledger,
    head_faults,
    head_of,
    is_behind,
    line_of,
    read_head,
    read_ledger,
)

LEDGER = "signoff.jsonl"
HEAD = "signoff.head"
PATIENCE = 10.0
"""Seconds that a command waits for another that writes in the same record."""
_KEPT = ("proofs", "inputs", "evidence")
_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,120}")
_LARGEST_KEPT = 5 * LARGEST  # bytes; no proof has more
_LOOKS = 50  # at a ledger that others are writing to, until it stands still


@dataclass(frozen=True)
class Record:
    """The record of one report, while this process alone adds to it."""

    folder: Path
    """`record/CYCLE/REPORT`."""
    shown: str
    """What messages call the folder."""

    def ledger(self) -> Ledger:
        """The decisions so far.

        Raises:
            LedgerBroken: they are not as reportgen wrote them.
        """
        return read_record(self.folder, self.shown)

    def keep(self, folder: str, name: str, data: bytes) -> Path:
        """Keep bytes for good; the same bytes again change nothing.

        Args:
            folder: `proofs`, `inputs` or `evidence`.
            name: begins with the digest of what it is about.
            data: the bytes.

        Raises:
            RecordDamaged: other bytes are kept under this name.
            OutputNotWritable: the record cannot be written; nothing is left behind.
        """
        if folder not in _KEPT or not _NAME.fullmatch(name):
            raise ValueError(f"{folder}/{name} is no place of the record")
        place = self.folder / folder
        path = place / name
        if not _is_kept(path, data, f"{self.shown}/{folder}/{name}"):
            with staging.telling(place):
                writing.make_folder(place)
                writing.put(path, data, 0o444)
                staging.force(place)
        return path

    def append(self, entry: Entry) -> Ledger:
        """Add a decision: entirely, or not at all.

        Raises:
            DecisionRefused: it is too long to be read again.
            LedgerBroken: the decisions so far are not as reportgen wrote them.
            OutputNotWritable: the record cannot be written; the decision is not there.
        """
        before = self.ledger()
        if (entry.before, entry.number) != (before.head, before.lines + 1):
            raise ValueError("the decision does not follow the last one")
        line = _readable(entry)
        with staging.telling(self.folder):
            self._heal(before)
            after = Head(entry.number, digest(line))
            beside = writing.stage(self.folder / HEAD, after.as_bytes(), 0o644)
            try:
                lead = b"\n" if before.unended else b""
                writing.append(self.folder / LEDGER, lead + line + b"\n")
                # The decision stands from here on. A head that stays behind is healed
                # by the next one, so nobody is told that this one failed.
                with suppress(OSError):
                    os.replace(beside, self.folder / HEAD)  # noqa: PTH105 (as in staging)
                    staging.force(self.folder)
            finally:
                with suppress(OSError):
                    beside.unlink(missing_ok=True)
        return self.ledger()

    def _heal(self, ledger: Ledger) -> None:
        """Put aside what a power cut left of a line, and bring the head up to date.

        Such a line was never told as recorded. A copy stays beside, for whoever asks.
        """
        path = self.folder / LEDGER
        if ledger.torn:
            copy = self.folder / f"signoff.torn-{digest(ledger.torn)[:12]}"
            if not copy.exists():
                writing.put(copy, ledger.torn, 0o444)
                staging.force(self.folder)
            handle = os.open(path, os.O_WRONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
            try:
                os.ftruncate(handle, os.fstat(handle).st_size - len(ledger.torn))
                os.fsync(handle)
            finally:
                os.close(handle)
        head = _head(self.folder, self.shown) or head_of(Ledger())
        if is_behind(ledger, head):
            writing.put(self.folder / HEAD, head_of(ledger).as_bytes(), 0o644)
            staging.force(self.folder)


@contextmanager
def holding(
    folder: Path, shown: str = "", patience: float = PATIENCE
) -> Iterator[Record]:
    """The record of one report, held against every other process until the block ends.

    Args:
        folder: `record/CYCLE/REPORT`; it is made where it is not there.
        shown: what messages call it.
        patience: seconds to wait for another process.

    Raises:
        WorkspaceBusy: another process holds it for longer.
        OutputNotWritable: it cannot be made or written.
        EnvironmentFault: the disk that it is on cannot hold a folder for one process.
    """
    told = shown or folder.as_posix()
    with staging.telling(folder):
        writing.make_folder(folder)
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        lock = os.open(folder / ".lock", flags, 0o666)
    try:
        writing.wait_for(lock, told, patience)
        for each in ("", *_KEPT):
            staging.sweep(folder / each)
        yield Record(folder, told)
    finally:
        os.close(lock)


def read_record(folder: Path, shown: str = "") -> Ledger:
    """The decisions in a record, which others may be adding to; writes nothing.

    Args:
        folder: `record/CYCLE/REPORT`; nothing is decided where it is not there.
        shown: what messages call it.

    Raises:
        LedgerBroken: they are not as reportgen wrote them.
        EnvironmentFault: a file cannot be read.
    """
    told = shown or folder.as_posix()
    for _ in range(_LOOKS):
        head = _head(folder, told)
        data = _read(folder / LEDGER, f"{told}/{LEDGER}") or b""
        if _head(folder, told) == head:  # else somebody decided in between
            break
    file = f"{told}/{LEDGER}"
    ledger = read_ledger(data, file)
    if faults := head_faults(ledger, head, file):
        raise LedgerBroken(faults)
    return ledger


def kept(folder: Path, name: str, sha256: str) -> bytes | None:
    """What is kept under a name, when its digest is known; None where it is not there.

    Args:
        folder: `record/CYCLE/REPORT`.
        name: `proofs/DIGEST.pdf`.
        sha256: what it must have.

    Raises:
        RecordDamaged: the bytes are others.
    """
    data = _read(folder / name, name)
    if data is not None and digest(data) != sha256:
        raise RecordDamaged(_damaged(f"{folder.as_posix()}/{name}"))
    return data


def _readable(entry: Entry) -> bytes:
    """The line of a decision, which whoever reads the ledger can read.

    Raises:
        DecisionRefused: it cannot be; it would break the ledger.
    """
    line = line_of(entry)
    try:
        read_entry(line)
    except EntryFault as refusal:
        raise DecisionRefused(
            f"the decision cannot be kept: {refusal}; give fewer pieces of evidence, "
            "or fewer words"
        ) from None
    return line


def _head(folder: Path, shown: str) -> Head | None:
    file = f"{shown}/{HEAD}"
    data = _read(folder / HEAD, file)
    return None if data is None else read_head(data, file)


def _read(path: Path, file: str) -> bytes | None:
    """The bytes of a file; None where there is none."""
    try:
        if not path.is_file():
            if path.exists():
                raise OSError(errno.EINVAL, "it is no plain file")
            return None
        with path.open("rb") as opened:
            return opened.read(_LARGEST_KEPT)
    except FileNotFoundError:
        return None
    except OSError as refusal:
        raise EnvironmentFault(
            f"{file} cannot be read ({refusal.strerror}); give yourself the right to "
            "read it, or connect the disk that it is on"
        ) from None


def _is_kept(path: Path, data: bytes, file: str) -> bool:
    """Whether these bytes are kept already.

    Raises:
        RecordDamaged: others are.
    """
    held = _read(path, file)
    if held is None and path.is_symlink():
        raise RecordDamaged(_damaged(file))
    if held not in {None, data}:
        raise RecordDamaged(_damaged(file))
    return held is not None


def _damaged(file: str) -> str:
    return f"{file} is not what was kept there; put it back from a copy of the record"
