"""The ledger of one report: from the bytes of `signoff.jsonl` to its decisions.

Each line carries the digest of the line before, so that whoever edits, removes, adds
or moves a line is found out. What a chain cannot show by itself, a missing end, shows
in `signoff.head` beside it.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from reportgen.errors import Fault, LedgerBroken, Place, Slug, error
from reportgen.registry.decisions.entries import (
    NOTHING_BEFORE,
    Act,
    Entry,
    EntryFault,
    Evidence,
    EvidenceKind,
    line_of,
    read_entry,
)

__all__ = [
    "CLOCKS_APART",
    "Act",
    "Entry",
    "Evidence",
    "EvidenceKind",
    "Head",
    "Ledger",
    "head_faults",
    "line_of",
    "read_head",
    "read_ledger",
]

CLOCKS_APART = timedelta(minutes=5)
"""How far the clocks of two machines may differ without anybody being blamed."""
LARGEST = 20_000_000  # bytes; twenty thousand decisions
_RESTORE = "nobody may edit this file; put it back from a copy of the record"


@dataclass(frozen=True)
class Ledger:
    """The decisions on one report, oldest first, whole and in their order."""

    entries: tuple[Entry, ...] = ()
    head: str = NOTHING_BEFORE
    """SHA-256 of the last line."""
    torn: bytes = b""
    """The end of a line that was cut off while it was written. Nobody was ever told
    that it stands, so it counts for nothing; the next decision puts it aside."""
    unended: bool = False
    """The last line is whole, but its newline was cut off."""

    @property
    def lines(self) -> int:
        """How many decisions."""
        return len(self.entries)

    @property
    def second_last(self) -> str:
        """SHA-256 of the line before the last, for a head that is one behind."""
        return self.entries[-1].before if self.entries else NOTHING_BEFORE


@dataclass(frozen=True)
class Head:
    """What `signoff.head` says: how many lines there are, and what the last one is."""

    lines: int
    digest: str

    def as_bytes(self) -> bytes:
        """The file's content."""
        told = {"head": self.digest, "lines": self.lines}
        return f"{json.dumps(told, sort_keys=True)}\n".encode()


@dataclass(frozen=True)
class _Line:
    """One line as it stands."""

    number: int
    digest: str
    entry: Entry | None
    complaints: tuple[str, ...]


def read_ledger(data: bytes, file: str) -> Ledger:
    """The decisions in a ledger, each held against the one before.

    Args:
        data: bytes of `signoff.jsonl`.
        file: what messages call it.

    Raises:
        LedgerBroken: with every line that was edited, removed, added or moved.
    """
    if len(data) > LARGEST:
        what = f"the ledger has {len(data):,} bytes, more than {LARGEST:,}"
        raise LedgerBroken([error(Slug.LEDGER_LINE, Place(file), what, _RESTORE)])
    *whole, last = data.split(b"\n")
    lines = [_line(number, line) for number, line in enumerate(whole, 1)]
    unended = False
    if last:
        tail = _line(len(lines) + 1, last)
        if tail.entry is not None:  # a line that reads was written whole
            lines.append(tail)
            unended = True
    faults = [*_damaged(lines, file), *_unchained(lines, file)]
    faults += [*_strangers(lines, file), *_backwards(lines, file)]
    if faults:
        raise LedgerBroken(sorted(faults, key=lambda fault: fault.place.line or 0))
    entries = tuple(line.entry for line in lines if line.entry is not None)
    head = lines[-1].digest if lines else NOTHING_BEFORE
    return Ledger(entries, head, b"" if unended else last, unended)


def _line(number: int, line: bytes) -> _Line:
    digest = hashlib.sha256(line).hexdigest()
    try:
        return _Line(number, digest, read_entry(line), ())
    except EntryFault as refusal:
        return _Line(number, digest, None, refusal.complaints)


def _damaged(lines: Sequence[_Line], file: str) -> Iterator[Fault]:
    for line in lines:
        if line.complaints:
            what = f"the line is no decision: {'; '.join(line.complaints)}"
            place = Place(file, line=line.number)
            yield error(Slug.LEDGER_LINE, place, what, _RESTORE)


def _unchained(lines: Sequence[_Line], file: str) -> Iterator[Fault]:
    """Lines that do not follow the line above."""
    known = {line.digest: line.number for line in reversed(lines)}
    known[NOTHING_BEFORE] = 0
    above = _Line(0, NOTHING_BEFORE, None, ())
    for line in lines:
        entry, number = line.entry, above.entry.number if above.entry else 0
        if entry is not None and entry.before != above.digest:
            blamed, what = _misfit(line, entry, above, known)
            yield error(Slug.LEDGER_ALTERED, Place(file, line=blamed), what, _RESTORE)
        elif entry and (above.entry or not above.number) and entry.number != number + 1:
            what = f"the line is numbered {entry.number}, not {number + 1}"
            place = Place(file, line=line.number)
            yield error(Slug.LEDGER_ALTERED, place, what, _RESTORE)
        above = line


def _misfit(
    line: _Line, entry: Entry, above: _Line, known: Mapping[str, int]
) -> tuple[int, str]:
    """Which line to blame for one that does not follow the line above, and why."""
    here, follows = line.number, known.get(entry.before)
    if known[line.digest] < here:
        return here, f"the line is line {known[line.digest]} once more"
    if follows is not None:
        return _displaced(here, follows)
    number = above.entry.number if above.entry else above.number
    if entry.number > number + 1:
        first, last = number + 1, entry.number - 1
        gone = f"decision {first}" if first == last else f"decisions {first} to {last}"
        return here, f"{gone} stood before this line: a line was removed"
    if entry.number == number + 1 and above.number:
        return above.number, f"the line was edited after line {here} was written"
    return here, "the line does not follow the one above: it was put in or edited"


def _displaced(here: int, follows: int) -> tuple[int, str]:
    """A line that was written after one that is there, but not directly above."""
    if follows > here:
        return here, f"the line was moved: it was written after line {follows}"
    first, last = follows + 1, here - 1
    between = f"line {first}" if first == last else f"lines {first} to {last}"
    after = f"follows line {follows}" if follows else "was the first"
    return first, f"{between} was put in or moved: line {here} {after}"


def _strangers(lines: Sequence[_Line], file: str) -> Iterator[Fault]:
    """Lines about another report than the first."""
    entries = [(line.number, line.entry) for line in lines if line.entry is not None]
    for number, entry in entries:
        first = entries[0][1].report
        if entry.report != first:
            what = f"the line is about {entry.report}, and the first about {first}"
            place = Place(file, line=number)
            yield error(Slug.LEDGER_ALTERED, place, what, _RESTORE)


def _backwards(lines: Sequence[_Line], file: str) -> Iterator[Fault]:
    """Lines that are older than one above, by more than clocks differ."""
    latest: Entry | None = None
    for line in lines:
        entry = line.entry
        if entry is None:
            continue
        if latest is not None and entry.at < latest.at - CLOCKS_APART:
            told = [at.isoformat(timespec="seconds") for at in (entry.at, latest.at)]
            what = f"the line is of {told[0]}, and one above it of {told[1]}"
            cure = "find out which clock was wrong, or who changed the line"
            place = Place(file, line=line.number)
            yield error(Slug.LEDGER_TIMES, place, what, cure)
        if latest is None or entry.at > latest.at:
            latest = entry


# --- the end, which a chain cannot show --------------------------------------------


def head_of(ledger: Ledger) -> Head:
    """What `signoff.head` has to say of a ledger."""
    return Head(ledger.lines, ledger.head)


def read_head(data: bytes, file: str) -> Head:
    """The content of `signoff.head`.

    Raises:
        LedgerBroken: it is no count with a digest.
    """
    try:
        told = json.loads(data[:1000])
        head = Head(told["lines"], told["head"])
        if type(head.lines) is int and head.as_bytes() == data:
            return head
    except (ValueError, TypeError, LookupError, RecursionError):
        pass
    what = "the file is no count of lines with the digest of the last"
    raise LedgerBroken([error(Slug.LEDGER_CUT, Place(file), what, _RESTORE)])


def head_faults(ledger: Ledger, head: Head | None, file: str) -> list[Fault]:
    """Where the end of a ledger is not the one that was noted beside it.

    A head that is one line behind is none: a crash between the two leaves it so, and
    the next decision writes it anew.

    Args:
        ledger: which reads.
        head: what `signoff.head` says; None where there is no such file.
        file: what messages call the ledger.
    """
    noted = head or Head(0, NOTHING_BEFORE)
    if noted == head_of(ledger) or is_behind(ledger, noted):
        return []
    place = Place(file, line=max(ledger.lines, 1))
    if head is None:
        what = f"the ledger has {ledger.lines} lines, and no signoff.head beside it"
    elif head.lines > ledger.lines:
        what = f"the ledger ends here, and signoff.head says that it has {head.lines}"
        what += " lines: the end was removed"
    elif head.lines < ledger.lines:
        what = f"signoff.head knows {head.lines} lines: who added the others wrote"
        what += " past reportgen"
    else:
        what = "the last line is another than signoff.head says: it was edited"
    return [error(Slug.LEDGER_CUT, place, what, _RESTORE)]


def is_behind(ledger: Ledger, head: Head) -> bool:
    """Whether a crash came after the last line and before its head."""
    before = Head(ledger.lines - 1, ledger.second_last)
    return bool(ledger.entries) and head == before
