"""The journal of deliveries: what became of each message, one line for each step.

`deliveries.jsonl` is only ever added to. The line `sending` is on the disk before the
server is told that a message is complete, so that a run that dies leaves either nothing
sent, or a message that is known to be in doubt. A line about a message names its key;
the first one, `planned`, says all about it.
"""

import fcntl
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from reportgen.errors import JournalBroken, OutputNotWritable, WorkspaceBusy
from reportgen.registry.post.entries import (
    MENDED,
    TOLD,
    Entries,
    Message,
    read_journal,
)
from reportgen.registry.post.post import State

__all__ = ["FILE", "Entries", "Journal", "Message", "Now", "keeping", "read_journal"]

FILE = "deliveries.jsonl"
_BARE = (",", ":")
_DIED = "the run ended before the server's answer was noted"

Now = Callable[[], datetime]
"""The time of day, with its offset."""


class Journal:
    """The journal while this process alone adds to it."""

    def __init__(self, path: Path, descriptor: int, now: Now) -> None:
        """Read what stands there; `keeping` makes one."""
        self._path, self._descriptor, self._now = path, descriptor, now
        self._size = os.fstat(descriptor).st_size
        self._is_settled = True
        self.messages: Entries = read_journal(path)

    def plan(self, messages: Iterable[Message]) -> None:
        """Note what is to be sent, before any of it is.

        A message that is known already is planned again: in doubt or refused, somebody
        has said that it shall be; waiting, it stays as it is.
        """
        planned = {"at": self._at(), "state": State.PLANNED.value}
        for message in messages:
            known = self.messages.look(message.key)
            if known is None:
                told = {name: getattr(message, name) for name in TOLD}
                self._add({**planned, **told})
            elif not known.is_left:
                self._add({**planned, "key": message.key, "way": message.way})
        self.settle()

    def note(self, key: str, state: State, reply: str = "") -> None:
        """Note one step of a message.

        `sending` is on the disk when this returns. An outcome is written and outlives
        this process; the disk has it with the next `sending`, or once it is settled.
        Should the machine die in between, the message is in doubt and nothing else.

        Raises:
            JournalBroken: that step cannot follow, or somebody else has written.
        """
        said = {"reply": reply} if reply else {}
        self._add({"at": self._at(), "state": state.value, "key": key, **said})
        if state is State.SENDING:
            self.settle()

    def settle(self) -> None:
        """Bring what was written to the disk."""
        if not self._is_settled:
            os.fsync(self._descriptor)
            self._is_settled = True

    def mend(self) -> None:
        """Close what a run that died has left: half a line, a message in the middle."""
        if self._size and os.pread(self._descriptor, 1, self._size - 1) != b"\n":
            at = self._at()
            self._write(f'\n{{"act":"{MENDED}","at":"{at}"}}\n'.encode())
        for number, one in enumerate(self.messages.standings()):
            if one.state is State.SENDING:
                self.note(self.messages.at(number).key, State.UNKNOWN, _DIED)
        self.settle()

    def _add(self, line: Mapping[str, Any]) -> None:
        """Write a line, and know what it says once it is written."""
        text = json.dumps(line, ensure_ascii=False, separators=_BARE)
        try:
            standing = self.messages.judged(line, self._size)
        except (ValueError, LookupError) as refusal:
            raise JournalBroken(f"{self._path}: {refusal}; report this") from None
        self._write(text.encode() + b"\n")
        self.messages.learn(line["key"], standing)

    def _write(self, data: bytes) -> None:
        """Add bytes.

        Raises:
            JournalBroken: the file is not as this process left it.
            OSError: the disk is full, or gone.
        """
        if os.fstat(self._descriptor).st_size != self._size:
            raise JournalBroken(
                f"another program has written in {self._path} during this run; see "
                "that nobody else delivers, then resume"
            )
        self._is_settled = False
        while data:
            written = os.write(self._descriptor, data)
            self._size += written
            data = data[written:]

    def _at(self) -> str:
        return self._now().isoformat(timespec="seconds")


@contextmanager
def keeping(path: Path, now: Now) -> Iterator[Journal]:
    """The journal in a folder that is there, held against every other process.

    Raises:
        WorkspaceBusy: another run is delivering.
        JournalBroken: it does not read.
        OutputNotWritable: it cannot be written.
    """
    is_new = not path.exists()
    try:
        flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC
        descriptor = os.open(path, flags, 0o660)
    except OSError as refusal:
        what = f"{path} cannot be written ({refusal.strerror})"
        raise OutputNotWritable(
            f"{what}; give yourself the right to write there"
        ) from None
    try:
        _hold(path, descriptor)
        if is_new:
            _remember(path.parent)
        journal = Journal(path, descriptor, now)
        journal.mend()
        yield journal
        journal.settle()
    finally:
        os.close(descriptor)


def _hold(path: Path, descriptor: int) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise WorkspaceBusy(
            f"another run is delivering this report ({path} is held); wait until it "
            "has ended, then try again"
        ) from None
    except OSError as refusal:
        raise OutputNotWritable(
            f"{path} cannot be held against a second run ({refusal.strerror}); keep "
            "the record on a disk that knows locks"
        ) from None


def _remember(folder: Path) -> None:
    """See that the name of a new file outlives a machine that dies."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
