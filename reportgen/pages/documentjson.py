"""A document as JSON and back: every word, value and drawing, and nothing to run."""

import json
from collections.abc import Mapping
from typing import Any

from reportgen.errors import FaultsFound, Place, Slug, error
from reportgen.evidence.cycle import Role
from reportgen.evidence.disclosure import PublishedValue
from reportgen.pages import backmatter
from reportgen.pages.document import Block, Document, SignOff
from reportgen.pages.figures import Figure
from reportgen.pages.key import Key
from reportgen.pages.lastissue import LastIssue
from reportgen.pages.notation import Notation, Unreadable
from reportgen.pages.origins import Origin
from reportgen.pages.tables import MeasureTable
from reportgen.periods import Period

FORMAT = 1
"""The format that this version writes, and the only one that it reads."""

_HELD: Mapping[str, Any] = {
    "commentary": str,
    "figure": Figure,
    "table": MeasureTable,
    "roles": tuple[Role, ...],
    "absence": tuple[backmatter.Absence, ...],
    "doubts": tuple[backmatter.Doubt, ...],
    "since-last-issue": LastIssue,
    "how-to-read": tuple[Key, tuple[backmatter.Note, ...]],
    "sources": tuple[
        bool, tuple[backmatter.SourceLine, ...], tuple[backmatter.Quotation, ...]
    ],
    "sign-off": SignOff,
}
"""What the blocks of a document hold, by their kinds; there are no others."""
_SHARED = (Period, PublishedValue, Origin)
_LARGEST = (
    20_000_000  # bytes; a report of a hundred measures with history has 3 million
)


def frozen(value: object, kind: type = Document) -> bytes:
    """A document as JSON in UTF-8; equal ones give equal bytes.

    Args:
        value: a document.
        kind: its class; another noun whose fields say what they hold does as well.
    """
    notation = _notation()
    told = notation.write(value, kind)
    facts = {"format": FORMAT, "shared": notation.pools(), "holds": told}
    text = json.dumps(
        facts, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False
    )
    return f"{text}\n".encode()


def thawed(data: bytes, kind: type = Document, name: str = "document.json") -> Any:
    """What `frozen` wrote, of whatever origin the bytes are.

    Args:
        data: bytes of JSON.
        kind: what it must be.
        name: what to call the file in faults.

    Raises:
        FaultsFound: it is too large, no JSON, of another format, or of another kind.
    """
    try:
        told = _table(data)
        notation = _notation()
        notation.share(told.get("shared"))
        return notation.read(told.get("holds"), kind)
    except (Unreadable, RecursionError) as refusal:
        raise not_ours(name, str(refusal)) from None


def not_ours(name: str, what: str) -> FaultsFound:
    """The error that says that a file of an edition is not what was written."""
    what = f"the file does not read as part of an edition: {what}"
    cure = "restore it from the archive, or use the version of reportgen that wrote it"
    return FaultsFound([error(Slug.FILE_UNREADABLE, Place(name), what, cure)])


def _table(data: bytes) -> dict[str, Any]:
    if len(data) > _LARGEST:
        raise Unreadable(f"it has {len(data):,} bytes")
    try:
        told = json.loads(data, parse_constant=_no_number)
    except ValueError as refusal:
        raise Unreadable(f"it is no JSON ({refusal!s:.200})") from None
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise Unreadable(f"it is not of format {FORMAT}")
    return told


def _no_number(name: str) -> None:
    """Refuse NaN and what is infinite, which are no JSON.

    Raises:
        ValueError: always.
    """
    raise ValueError(f"{name} is no number")


def _notation() -> Notation:
    return Notation(_SHARED, {(Block, "holds"): _held})


def _held(block: Mapping[str, Any]) -> Any:
    """What a block holds, by its kind.

    Raises:
        Unreadable: there is no such kind.
    """
    if block["kind"] not in _HELD:
        raise Unreadable(f"no block is of the kind {block['kind']!r:.40}")
    return _HELD[block["kind"]]
