"""The roll: everybody on the list as it was read, packed, and unfolded one by one.

What is shown, agreed to and sent comes from one reading of the file, whoever edits it
meanwhile; and ten thousand members take a megabyte.
"""

import hashlib
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from reportgen.desk.choosing import Recipient, recipients
from reportgen.evidence.members import each_member
from reportgen.lazy import Lazy

_BETWEEN, _LISTS = "\n", ";"  # neither can stand in a cell, or in the name of a list
_ACTIVE = "yes"


@dataclass(frozen=True)
class Roll:
    """Everybody on the list, active or not, in its order."""

    people: Sequence[Recipient] = field(repr=False)
    source: str = ""
    """SHA-256 of the file; empty where there is none, or it changed meanwhile."""


def read_roll(data: Path, known: Roll | None = None) -> Roll:
    """The roll of `data/members.csv`; nobody where there is no such file.

    Args:
        data: the folder.
        known: one that was read before; it is the answer where the file is the same.

    Raises:
        FaultsFound: with every fault of the file.
    """
    source = _digest(data)
    if known and known.source and known.source == source:
        return known
    people = packed(recipients(each_member(data)))
    return Roll(people, source if source == _digest(data) else "")


def packed(people: Iterable[Recipient]) -> Sequence[Recipient]:
    """People in little room."""
    cells, ends = bytearray(), array("I", [0])
    for one in people:
        cells += _folded(one)
        ends.append(len(cells))
    return Lazy(partial(_unfolded, cells, ends), range(len(ends) - 1))


def _folded(one: Recipient) -> bytes:
    active = _ACTIVE if one.is_active else ""
    lists = _LISTS.join(one.lists)
    told = (one.name, one.address, one.role, one.organisation, one.rendition)
    return _BETWEEN.join((*told, lists, active)).encode()


def _unfolded(cells: bytearray, ends: Sequence[int], number: int) -> Recipient:
    told = cells[ends[number] : ends[number + 1]].decode().split(_BETWEEN)
    name, address, role, organisation, rendition, lists, active = told
    return Recipient(
        name=name,
        address=address,
        role=role,
        organisation=organisation,
        rendition=rendition,
        lists=tuple(lists.split(_LISTS)) if lists else (),
        is_active=active == _ACTIVE,
    )


def _digest(data: Path) -> str:
    """Of the file as it is now."""
    try:
        with (data / "members.csv").open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:  # whoever reads it says why
        return ""
