"""One line of the ledger: what one person decided, in bytes that can be had again."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NoReturn

from reportgen.vocabulary import Rendition

NOTHING_BEFORE = "0" * 64
"""What the first line has in place of the digest of the line before it."""
LONGEST_LINE = 100_000  # bytes; a decision takes about one thousand
_DIGEST = re.compile(r"[0-9a-f]{64}")
_REPORT = re.compile(r"[^/\s]+/[^/\s]+")
_FILE = re.compile(r"[0-9a-f]{64}\.(eml|p7s|p7m)")


class Act(StrEnum):
    """What a decision does."""

    APPROVE = "approve"
    REJECT = "reject"
    WITHDRAW = "withdraw"
    """Takes an approval back."""

    @property
    def past(self) -> str:
        """`approved`."""
        return {"approve": "approved", "reject": "rejected"}.get(self, "withdrawn")


class EvidenceKind(StrEnum):
    """On what a decision was recorded, besides the word of whoever typed it."""

    REPLY = "reply"
    """A stored message (`.eml`) that names the proof's digest."""
    SIGNATURE = "signature"
    """A detached signature by the signatory's own certificate."""


@dataclass(frozen=True)
class Evidence:
    """One file that backs a decision."""

    kind: EvidenceKind
    sha256: str
    file: str
    """Its name under `evidence/`."""
    says: str
    """What it is, in words: sender, date and subject, or whose certificate signed."""

    def as_json(self) -> dict[str, str]:
        """Plain values, as the ledger keeps them."""
        return {
            "kind": str(self.kind),
            "sha256": self.sha256,
            "file": self.file,
            "says": self.says,
        }


@dataclass(frozen=True)
class Entry:
    """One decision of one seat on one or more proofs."""

    number: int
    """From 1."""
    at: datetime
    """When it was recorded: aware, whole seconds."""
    act: Act
    report: str
    """`2024-10/jcdu`."""
    role: str
    holder: str
    """The post."""
    name: str
    """Who held the post then; empty where nobody said."""
    proofs: Mapping[str, str]
    """SHA-256 of each proof that it covers, by rendition."""
    parts: tuple[str, ...]
    """Ids of the headings that the seat answers for; none means the whole report."""
    note: str
    reason: str
    """Why it was rejected or withdrawn."""
    typed_by: str
    evidence: tuple[Evidence, ...]
    before: str
    """SHA-256 of the line before."""

    def as_json(self) -> dict[str, object]:
        """Plain values, as the ledger keeps them."""
        return {
            **{name: getattr(self, name) for name in _TEXTS},
            "number": self.number,
            "at": self.at.isoformat(timespec="seconds"),
            "act": str(self.act),
            "proofs": dict(self.proofs),
            "parts": list(self.parts),
            "evidence": [one.as_json() for one in self.evidence],
            "before": self.before,
        }


_TEXTS = ("report", "role", "holder", "name", "note", "reason", "typed_by")


class EntryFault(ValueError):
    """A line that is no decision; `complaints` says all that is wrong with it."""

    def __init__(self, *complaints: str) -> None:
        """At least one complaint."""
        self.complaints = complaints
        super().__init__("; ".join(complaints))


def line_of(entry: Entry) -> bytes:
    """The one way in which an entry is written, without its newline."""
    text = json.dumps(
        entry.as_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return text.encode()


def read_entry(line: bytes) -> Entry:
    """A line without its newline as the decision that it is.

    Raises:
        EntryFault: it is none, or is not written as `line_of` writes.
    """
    values = _object(line)
    complaints: list[str] = []
    made: dict[str, Any] = {}
    for name, read in _READERS.items():
        try:
            made[name] = read(values.pop(name)) if name in values else _missing()
        except ValueError as refusal:
            complaints.append(f"{name} {refusal}")
    complaints += [f"{name[:40]} is no key of a decision" for name in values]
    if not complaints:
        complaints = _contradictions(made)
    if complaints:
        raise EntryFault(*complaints)
    entry = Entry(**made)
    if line_of(entry) != line:
        raise EntryFault("it is not written as reportgen writes it")
    return entry


def _object(line: bytes) -> dict[str, Any]:
    """The JSON object of a line; each key once."""
    if len(line) > LONGEST_LINE:
        raise EntryFault(f"it has {len(line):,} bytes, more than {LONGEST_LINE:,}")
    try:
        found = json.loads(line.decode(), object_pairs_hook=_each_once)
    except EntryFault:
        raise
    except (ValueError, RecursionError):
        raise EntryFault("it is not JSON") from None
    if not isinstance(found, dict):
        raise EntryFault("it is no JSON object")
    return found


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise EntryFault(f"{twice[:40]} stands in it twice")
    return found


def _contradictions(made: Mapping[str, Any]) -> list[str]:
    """What an act needs and does not have."""
    act, found = made["act"], []
    if act is not Act.APPROVE and not made["reason"]:
        found.append(f"{act} has no reason")
    needed = ("role", "holder", "typed_by")
    found += [f"{name} is empty" for name in needed if not made[name]]
    return found


# --- each value by itself ----------------------------------------------------------


def _missing() -> NoReturn:
    raise ValueError("is missing")


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("is no text")
    return value


def _whole(value: object) -> int:
    if type(value) is not int or value < 1:
        raise ValueError("is no whole number from 1")
    return value


def _digest(value: object) -> str:
    if not isinstance(value, str) or not _DIGEST.fullmatch(value):
        raise ValueError("is no SHA-256 digest (64 small hexadecimal digits)")
    return value


def _instant(value: object) -> datetime:
    try:
        found = datetime.fromisoformat(_text(value))
    except ValueError:
        raise ValueError("is no time") from None
    if found.tzinfo is None:
        raise ValueError("has no time zone")
    return found


def _act(value: object) -> Act:
    if _text(value) not in set(Act):
        raise ValueError(f"is none of {', '.join(Act)}")
    return Act(_text(value))


def _report(value: object) -> str:
    if not _REPORT.fullmatch(_text(value)):
        raise ValueError("is no report such as 2024-10/jcdu")
    return _text(value)


def _proofs(value: object) -> dict[str, str]:
    if not isinstance(value, dict) or not value:
        raise ValueError("names no proof")
    unknown = [name for name in value if name not in set(Rendition)]
    if unknown:
        raise ValueError(f"names no rendition: {unknown[0][:40]}")
    return {name: _digest(digest) for name, digest in value.items()}


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError("is no list")
    return value


def _parts(value: object) -> tuple[str, ...]:
    return tuple(_text(part) for part in _list(value))


def _evidence(value: object) -> tuple[Evidence, ...]:
    return tuple(_one_evidence(each) for each in _list(value))


def _one_evidence(value: object) -> Evidence:
    if not isinstance(value, dict) or set(value) != {"kind", "sha256", "file", "says"}:
        raise ValueError("is not made of kind, sha256, file and says")
    if _text(value["kind"]) not in set(EvidenceKind):
        raise ValueError(f"has a kind that is none of {', '.join(EvidenceKind)}")
    file, digest = _text(value["file"]), _digest(value["sha256"])
    if not _FILE.fullmatch(file) or not file.startswith(digest):
        raise ValueError("has a file that is not named after its digest")
    return Evidence(EvidenceKind(value["kind"]), digest, file, _text(value["says"]))


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "number": _whole,
    "at": _instant,
    "act": _act,
    "proofs": _proofs,
    "parts": _parts,
    "evidence": _evidence,
    "before": _digest,
    **dict.fromkeys(_TEXTS, _text),
    "report": _report,
}
