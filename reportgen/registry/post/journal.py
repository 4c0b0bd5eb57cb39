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
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from reportgen.errors import JournalBroken, OutputNotWritable, WorkspaceBusy
from reportgen.registry.post.post import State

FILE = "deliveries.jsonl"
_MENDED = "mended"  # follows a line that a dying run left unfinished
_BARE = (",", ":")
_DIED = "the run ended before the server's answer was noted"
# What may follow what. An accepted message can never be sent again.
_FOLLOWS: Mapping[State, frozenset[State]] = {
    State.PLANNED: frozenset({State.SENDING, State.REFUSED, State.DEFERRED}),
    State.SENDING: frozenset(
        {State.ACCEPTED, State.REFUSED, State.DEFERRED, State.UNKNOWN}
    ),
    State.ACCEPTED: frozenset(),
    State.REFUSED: frozenset({State.PLANNED}),
    State.DEFERRED: frozenset({State.SENDING, State.REFUSED, State.DEFERRED}),
    State.UNKNOWN: frozenset({State.PLANNED}),
}

Now = Callable[[], datetime]
"""The time of day, with its offset."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message, and where it stands."""

    key: str
    address: str
    """As the list had it when the message was planned."""
    name: str
    role: str
    organisation: str
    rendition: str
    edition: int
    digest: str
    """SHA-256 of the edition's manifest."""
    pdf: str
    """SHA-256 of the PDF that it carries."""
    way: str
    message_id: str
    is_test: bool = False
    """Sent to try the way, not to a member."""
    state: State = State.PLANNED
    at: str = ""
    """When it came to stand so: ISO time with offset."""
    reply: str = ""
    """What the server said last."""
    attempts: int = 0
    """How often its last line was sent."""

    @property
    def is_left(self) -> bool:
        """Whether it waits to be sent."""
        return self.state in {State.PLANNED, State.DEFERRED}

    @property
    def may_be_held(self) -> bool:
        """Whether its recipient has it, or may have it."""
        return self.state in {State.ACCEPTED, State.UNKNOWN, State.SENDING}


_TOLD = {field.name for field in fields(Message)} - {"state", "at", "reply", "attempts"}


def read_journal(path: Path) -> dict[str, Message]:
    """Every message of a journal by its key, as it stands; none without a journal.

    Raises:
        JournalBroken: a line does not read, or does not follow.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return {}
    except OSError as refusal:
        what = f"{path} cannot be read ({refusal.strerror})"
        raise JournalBroken(f"{what}; give yourself the right to read it") from None
    return _told(data, path)


def _told(data: bytes, path: Path) -> dict[str, Message]:
    messages: dict[str, Message] = {}
    *lines, _unfinished = data.split(b"\n")  # a line counts once it has its end
    for number, line in enumerate(lines, 1):
        try:
            _take(messages, line, lines[number] if number < len(lines) else b"")
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            raise JournalBroken(
                f"{path} line {number} does not read, so that nobody knows who was "
                "sent what; restore the file from its last copy"
            ) from None
    return messages


def _take(messages: dict[str, Message], line: bytes, after: bytes) -> None:
    """Add what a line says.

    Raises:
        ValueError, KeyError, TypeError: it does not read, or does not follow.
    """
    if after.startswith(b'{"act":"mended"'):
        return  # this line was never finished
    said = json.loads(line)
    if said.get("act") == _MENDED:
        return
    state = State(said["state"])
    if state is State.PLANNED and said["key"] not in messages:
        message = Message(**{name: said[name] for name in _TOLD}, at=said["at"])
        messages[message.key] = message
    else:
        messages[said["key"]] = _moved(messages[said["key"]], state, said)


def _moved(message: Message, state: State, said: Mapping[str, Any]) -> Message:
    """The message in its next state.

    Raises:
        ValueError: that state cannot follow.
    """
    if state not in _FOLLOWS[message.state]:
        raise ValueError(f"{state} cannot follow {message.state}")
    return replace(
        message,
        state=state,
        at=said["at"],
        reply=said.get("reply", ""),
        way=said.get("way", message.way),
        attempts=message.attempts + (state is State.SENDING),
    )


class Journal:
    """The journal while this process alone adds to it."""

    def __init__(self, path: Path, descriptor: int, now: Now) -> None:
        """Read what stands there; `keeping` makes one."""
        self._path, self._descriptor, self._now = path, descriptor, now
        self._size = os.fstat(descriptor).st_size
        self._is_settled = True
        self.messages = read_journal(path)

    def plan(self, messages: Iterable[Message]) -> None:
        """Note what is to be sent, all at once and before any of it is.

        A message that is known already is planned again: in doubt or refused, somebody
        has said that it shall be; waiting, it stays as it is.
        """
        lines: list[dict[str, Any]] = []
        for message in messages:
            known = self.messages.get(message.key)
            if known is None:
                told = asdict(message)
                lines.append({name: told[name] for name in sorted(_TOLD)})
            elif not known.is_left:
                lines.append({"key": message.key, "way": message.way})
        self._add({"state": State.PLANNED.value, **line} for line in lines)
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
        self._add([{"state": state.value, "key": key, **said}])
        if state is State.SENDING:
            self.settle()

    def settle(self) -> None:
        """Bring what was written to the disk."""
        if not self._is_settled:
            os.fsync(self._descriptor)
            self._is_settled = True

    def mend(self) -> None:
        """Close what a run that died has left: half a line, a message in the middle."""
        data = self._path.read_bytes()
        if data and not data.endswith(b"\n"):
            at = self._at()
            self._write(f'\n{{"act":"{_MENDED}","at":"{at}"}}\n'.encode())
        for message in list(self.messages.values()):
            if message.state is State.SENDING:
                self.note(message.key, State.UNKNOWN, _DIED)
        self.settle()

    def _add(self, lines: Iterable[Mapping[str, Any]]) -> None:
        """Write lines, and know what they say once they are written."""
        at, told = self._at(), [*lines]
        keys = {line["key"] for line in told}
        moved = {key: self.messages[key] for key in keys if key in self.messages}
        packed: list[bytes] = []
        for line in told:
            text = json.dumps({"at": at, **line}, ensure_ascii=False, separators=_BARE)
            packed.append(text.encode() + b"\n")
            try:
                _take(moved, packed[-1], b"")
            except ValueError as refusal:
                raise JournalBroken(f"{self._path}: {refusal}; report this") from None
        self._write(b"".join(packed))
        self.messages.update(moved)

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
