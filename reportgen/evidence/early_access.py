"""Embargoes: who may see a measure's values before their day.

The list follows the Code of Practice for Statistics: pre-release access is for those
named, with a reason, and for nobody else.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from reportgen.errors import Fault, Place, Slug, error
from reportgen.evidence.measures import Measures
from reportgen.evidence.members import Member
from reportgen.evidence.observations import Observation
from reportgen.reading import Day, Row, Text, read_rows
from reportgen.vocabulary import Rendition

FILE = "data/early_access.csv"


class Access(Row):
    """One name on one measure's list; its fields are the columns of the file."""

    measure: Text
    name: Text
    """As in `members.csv`."""
    role: Text
    organisation: Text
    since: Day
    """From this day on they may see the measure's values before their embargo ends."""
    reason: Text


@dataclass(frozen=True)
class Embargo:
    """What decides whether a value may be seen before its day."""

    day: date
    """On which the report is published."""
    readers: frozenset[str] = frozenset()
    """Who is sent the partners' rendition: names, each with its organisation."""
    lists: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Names on the list of each measure, on that day."""

    def missing(self, measure: str) -> tuple[str, ...]:
        """The readers who are not on a measure's list, by name."""
        return tuple(sorted(self.readers - self.lists.get(measure, frozenset())))

    def holds(self, row: Observation, rendition: Rendition) -> bool:
        """Whether a row is withheld from an audience.

        One file goes to all partners, so they see it only where all are on the list.
        Where nobody is known to be sent it, nobody is cleared either.
        """
        if row.embargo is None or row.embargo <= self.day:
            return False
        cleared = self.readers and not self.missing(row.measure)
        return not (rendition.sees_restricted and cleared)


STRICT = Embargo(date.min)
"""Where no day is known, every embargo holds for everybody."""


def read_early_access(data: Path, measures: Measures) -> tuple[Access, ...]:
    """`data/early_access.csv`; nobody where there is no such file.

    Raises:
        FaultsFound: with every fault of the file.
    """

    def judge(rows: list[Access]) -> list[Fault]:
        return [_unknown(row) for row in rows if row.measure not in measures]

    path = data / "early_access.csv"
    return tuple(read_rows(path, FILE, Access, judge)) if path.exists() else ()


def _unknown(row: Access) -> Fault:
    place = Place(FILE, row=row.place.row, column="measure")
    cure = "correct it, or define it in measures.csv first"
    return error(Slug.UNKNOWN_MEASURE, place, f'"{row.measure}" is not a measure', cure)


def _who(one: Access | Member) -> str:
    """Names are titles, and many organisations have somebody of the same title."""
    return f"{one.name} ({one.organisation})"


def embargo(access: Iterable[Access], members: Sequence[Member], day: date) -> Embargo:
    """The embargo of a report that is published on a day."""
    lists: dict[str, set[str]] = {}
    for one in access:
        if one.since <= day:
            lists.setdefault(one.measure, set()).add(_who(one))
    readers = frozenset(_who(member) for member in members if member.gets_partners)
    return Embargo(day, readers, {m: frozenset(names) for m, names in lists.items()})
