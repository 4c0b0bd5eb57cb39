"""What a journal says of its messages: where each stands, and all of it when asked.

Of a message only places in the file are held, so that a long journal needs little
memory; its words are read again whenever somebody asks for them. That is possible
because the file is only ever added to.
"""

import json
import os
from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, BinaryIO
from weakref import finalize

from reportgen.errors import JournalBroken
from reportgen.numbering import Numbering
from reportgen.registry.post.post import State
from reportgen.registry.post.standings import (
    HELD,
    LEFT,
    SIZE,
    Standing,
    packed,
    unpacked,
)

MENDED = "mended"
"""The act that follows a line which a dying run left unfinished."""
_UNFINISHED = f'{{"act":"{MENDED}"'.encode()  # says so of the line before
_LINE = 1024  # bytes; few are longer


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
        return self.state in LEFT

    @property
    def may_be_held(self) -> bool:
        """Whether its recipient has it, or may have it."""
        return self.state in HELD


TOLD = tuple(
    sorted(
        {field.name for field in fields(Message)} - {"state", "at", "reply", "attempts"}
    )
)
"""What the first line about a message tells of it."""


class Entries(Mapping[str, Message]):
    """Every message of a journal by its key, in the order of their first lines."""

    def __init__(self, file: "OpenFile | None" = None) -> None:
        """None are known yet."""
        self._file = file
        self._numbers = Numbering()
        self._rows = bytearray()

    def __len__(self) -> int:
        """How many there are."""
        return len(self._rows) // SIZE

    def __iter__(self) -> Iterator[str]:
        """Their keys."""
        return (str(self._line(one.first)["key"]) for one in self.standings())

    def __getitem__(self, key: str) -> Message:
        """A message with all its words, as it stands."""
        number = self._number(key)
        if number is None:
            raise KeyError(key)
        return self.at(number)

    def __contains__(self, key: object) -> bool:
        """Whether there is such a message."""
        return isinstance(key, str) and self._number(key) is not None

    def at(self, number: int) -> Message:
        """The message of a number, from 0.

        Raises:
            JournalBroken: the file is not any more what was read.
        """
        try:
            return self._message(self.standing(number))
        except (ValueError, LookupError, TypeError):
            raise JournalBroken(
                f"{self._file} was altered while it was in use; restore it from its "
                "last copy"
            ) from None

    def _message(self, one: Standing) -> Message:
        first, last, way = map(self._line, (one.first, one.last, one.way))
        told = {name: first[name] for name in TOLD}
        return Message(
            **{**told, "way": way["way"]},
            state=one.state,
            at=last["at"],
            reply=last.get("reply", ""),
            attempts=one.attempts,
        )

    def standing(self, number: int) -> Standing:
        """Where the message of a number stands."""
        return unpacked(self._rows, number)

    def standings(self) -> Iterator[Standing]:
        """Where each stands, in their order."""
        return (self.standing(number) for number in range(len(self)))

    def look(self, key: str) -> Standing | None:
        """Where a message stands; None where there is none of that key."""
        number = self._number(key)
        return None if number is None else self.standing(number)

    def as_they_stand(self) -> "Entries":
        """The same, which stays so whatever is learned here afterwards."""
        kept = copy(self)
        kept._rows = self._rows[:]  # numbers that are added later count for nothing
        return kept

    # --- what lines say ------------------------------------------------------------

    def judged(self, said: Mapping[str, Any], at: int) -> Standing:
        """Where a line that begins at this byte leaves its message.

        Raises:
            ValueError, LookupError, TypeError: it does not say, or does not follow.
        """
        state, known = State(said["state"]), self.look(said["key"])
        if known is None:
            if state is not State.PLANNED:
                raise LookupError("it was never planned")
            _ = [said[name] for name in (*TOLD, "at")]  # whether all of it is there
            edition, is_test = int(said["edition"]), bool(said["is_test"])
            return Standing(at, at, at, 0, edition, state, is_test)
        _ = said["at"]
        return known.moved(state, at, names_way="way" in said)

    def learn(self, key: str, one: Standing) -> None:
        """Know where a message stands from now on.

        Raises:
            ValueError: a number is too large for any journal.
        """
        row, number = packed(one), self._numbers.add(key)
        self._rows[number * SIZE : (number + 1) * SIZE] = row

    def _number(self, key: str) -> int | None:
        number = self._numbers.find(key)
        return number if number is not None and number < len(self) else None

    def _line(self, at: int) -> dict[str, Any]:
        """The line that begins at a byte of the file."""
        assert self._file is not None  # noqa: S101 (something was read there)
        said: dict[str, Any] = json.loads(self._file.line(at))
        return said


class OpenFile:
    """A file that stays open for reading as long as somebody may ask for its lines."""

    def __init__(self, path: Path) -> None:
        """Open it.

        Raises:
            OSError: it is not there, or cannot be read.
        """
        self._path = path
        self._descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        finalize(self, os.close, self._descriptor)

    def __str__(self) -> str:
        """Its path."""
        return str(self._path)

    def opened(self) -> BinaryIO:
        """All of it, from its beginning."""
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        return open(self._descriptor, "rb", closefd=False)

    def line(self, at: int) -> bytes:
        """The line that begins at a byte, without its end."""
        found = b""
        while b"\n" not in found:
            more = os.pread(self._descriptor, _LINE, at + len(found))
            if not more:
                break
            found += more
        return found.partition(b"\n")[0]


def read_journal(path: Path) -> Entries:
    """Every message of a journal, as it stands; none without a journal.

    Raises:
        JournalBroken: a line does not read, or does not follow.
    """
    try:
        file = OpenFile(path)
        with file.opened() as lines:
            return _told(file, lines, path)
    except FileNotFoundError:
        return Entries()
    except OSError as refusal:
        what = f"{path} cannot be read ({refusal.strerror})"
        raise JournalBroken(f"{what}; give yourself the right to read it") from None


def _told(file: OpenFile, lines: BinaryIO, path: Path) -> Entries:
    entries, at, number = Entries(file), 0, 1
    line = lines.readline()
    while line.endswith(b"\n"):  # a line counts once it has its end
        after = lines.readline()
        try:
            _take(entries, line, after if after.endswith(b"\n") else b"", at)
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            raise JournalBroken(
                f"{path} line {number} does not read, so that nobody knows who was "
                "sent what; restore the file from its last copy"
            ) from None
        at, number, line = at + len(line), number + 1, after
    return entries


def _take(entries: Entries, line: bytes, after: bytes, at: int) -> None:
    """Learn what a line says.

    Raises:
        ValueError, LookupError, TypeError: it does not read, or does not follow.
    """
    if after.startswith(_UNFINISHED):
        return  # this line was never finished
    said = json.loads(line)
    if said.get("act") != MENDED:
        entries.learn(said["key"], entries.judged(said, at))
