"""The list of members held against a spreadsheet: who is new, changed or gone.

Nobody is taken off the list: who is gone is set inactive.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reportgen import addresses
from reportgen.errors import (
    Collector,
    Fault,
    FaultsFound,
    Place,
    Slug,
    error,
)
from reportgen.evidence.cycle import cycles_of, read_cycle
from reportgen.evidence.enrolment import Enrolled, Enrolment, called
from reportgen.evidence.members import (
    COLUMNS,
    Chair,
    Member,
    examine,
    judge,
    read_members,
)
from reportgen.reading import one_row

_NEW = {"rendition": "public", "active": "yes"}  # the least that anybody may be sent
_UNKNOWN = "not active, and not in the list"
_ASLEEP = 'inactive in the list, and stays so; write "yes" under active to change it'


@dataclass(frozen=True)
class Changed:
    """A member of whom the spreadsheet says something else."""

    was: Member
    now: Member

    @property
    def columns(self) -> tuple[tuple[str, str, str], ...]:
        """Each column that differs: its name, before, after; addresses masked."""
        before, after = cells_of(self.was), cells_of(self.now)
        return tuple(
            (column, _shown(column, before[column]), _shown(column, after[column]))
            for column in COLUMNS
            if before[column] != after[column]
        )


@dataclass(frozen=True)
class Changes:
    """What an import would do to the list."""

    added: tuple[Member, ...]
    changed: tuple[Changed, ...]
    gone: tuple[Member, ...]
    """Active members whom the spreadsheet does not name; they are set inactive."""
    moved: tuple[tuple[Member, Member], ...]
    """Who is gone and who is added, of one name and organisation: perhaps one."""
    unchanged: int
    left_out: tuple[tuple[Place, str], ...]
    """Rows of the spreadsheet that are not taken, each with its reason."""
    members: tuple[Member, ...]
    """The list as it would be."""

    @property
    def is_nothing(self) -> bool:
        """Whether the list is what it would become."""
        return not (self.added or self.changed or self.gone)


def compare(
    members: Sequence[Member], enrolment: Enrolment, *, partial: bool = False
) -> Changes:
    """What a spreadsheet changes; an empty cell changes nothing.

    Args:
        members: the list as it is.
        enrolment: from `read_enrolment`.
        partial: the spreadsheet names some only, so nobody is gone.

    Raises:
        FaultsFound: every row that cannot be taken.
    """
    known = {addresses.key(one.email): one for one in members}
    taken, left_out = _taken(enrolment, known)
    met = {addresses.key(one.email): one for one in taken}
    for key in met.keys() & known.keys():
        if cells_of(met[key]) == cells_of(known[key]):
            met[key] = known[key]
    gone = () if partial else tuple(
        one for key, one in known.items() if one.is_active and key not in met
    )  # fmt: skip
    off = {one.email: one.model_copy(update={"active": "no"}) for one in gone}
    kept = [met.get(key, off.get(one.email, one)) for key, one in known.items()]
    added = tuple(one for key, one in met.items() if key not in known)
    pairs = [(known[key], met[key]) for key in known if key in met]
    changed = tuple(Changed(was, now) for was, now in pairs if was is not now)
    return Changes(
        added=added,
        changed=changed,
        gone=gone,
        moved=_moved(gone, added),
        unchanged=len(known) - len(changed) - len(gone),
        left_out=(*enrolment.left_out, *left_out),
        members=(*kept, *added),
    )


def _taken(
    enrolment: Enrolment, known: Mapping[str, Member]
) -> tuple[list[Member], list[tuple[Place, str]]]:
    """The rows as members, and those that change nobody, each with its reason.

    Raises:
        FaultsFound: every row that cannot be taken.
    """
    taken: list[Member] = []
    left_out: list[tuple[Place, str]] = []
    faults: list[Fault] = []
    for row in enrolment.rows:
        was = _known(row, known)
        why, is_nobody = _idle(row, was)
        left_out += [(row.place, why)] if why else []
        if is_nobody:
            continue
        made = one_row(row.place, _merged(row, was), Member)
        faults += made if isinstance(made, list) else []
        taken += [] if isinstance(made, list) else [made]
    faults += judge(taken)
    if faults:
        raise FaultsFound(_told(enrolment, faults))
    return taken, left_out


def _idle(row: Enrolled, was: Member | None) -> tuple[str, bool]:
    """Why a row brings nobody in, or leaves them inactive; and whether it is nobody."""
    active = row.cells.get("active")
    if was is None:
        return (_UNKNOWN, True) if active == "no" else ("", False)
    return ("" if was.is_active or active else _ASLEEP), False


def _told(enrolment: Enrolment, faults: Sequence[Fault]) -> list[Fault]:
    """In the order of the rows; a column that is not there is told once."""
    lacking = Counter(
        fault.place.column or ""
        for fault in faults
        if fault.place.column not in enrolment.headings
    )
    rows = [fault for fault in faults if fault.place.column in enrolment.headings]
    rows.sort(key=lambda fault: fault.place.row or 0)
    missing = [_lacking(enrolment, *each) for each in lacking.items()]
    return [*missing, *called(enrolment, rows)]


def _known(row: Enrolled, known: Mapping[str, Member]) -> Member | None:
    email = row.cells.get("email", "")
    if addresses.complaint(email):
        return None
    return known.get(addresses.key(email))


def _merged(row: Enrolled, was: Member | None) -> dict[str, str]:
    """What the row says over what the list says.

    Who is inactive may have asked to be, and stays so unless the row says otherwise.
    An address that is only spelled otherwise is the same.
    """
    if was is None:
        return {**_NEW, **row.cells}
    return {**cells_of(was), **row.cells, "email": was.email}


def _lacking(enrolment: Enrolment, column: str, count: int) -> Fault:
    place = replace(enrolment.header, column=column)
    rows = "a new member needs" if count == 1 else f"{count} new members need"
    what = f"the column is missing, and {rows} it"
    cure = f'add a column with the heading "{column}"'
    return error(Slug.MISSING_COLUMN, place, what, cure)


def _moved(
    gone: Sequence[Member], added: Sequence[Member]
) -> tuple[tuple[Member, Member], ...]:
    new = {(one.name.casefold(), one.organisation.casefold()): one for one in added}
    pairs = [
        (one, new.get((one.name.casefold(), one.organisation.casefold())))
        for one in gone
    ]
    return tuple((one, other) for one, other in pairs if other is not None)


def cells_of(member: Member) -> dict[str, str]:
    """A member as a row of `members.csv`, by column."""
    cells = {column: str(getattr(member, column)) for column in COLUMNS[:-1]}
    return {**cells, "lists": "; ".join(member.lists)}


def _shown(column: str, text: str) -> str:
    return addresses.masked(text) if column == "email" else text


# --- the check ---------------------------------------------------------------------


@dataclass(frozen=True)
class Examined:
    """What is wrong with the list, and how much was looked at."""

    faults: tuple[Fault, ...]
    looked_at: Mapping[str, int]


def examined(data: Path, domains: Sequence[str]) -> Examined:
    """The list against the domains that may see all, and the sign-offs of all cycles.

    Args:
        data: the folder.
        domains: that may receive the partners' rendition.

    Raises:
        FaultsFound: a file does not read; with every fault of the list.
    """
    collector = Collector()
    members = collector.take(read_members, data) or ()
    read = [collector.take(read_cycle, data, name) for name in cycles_of(data)]
    collector.settle()
    chairs = dict.fromkeys(
        Chair(line.role, line.holder, line.name)
        for cycle in read
        if cycle
        for report in cycle.report
        for line in report.sign_off
    )
    faults = examine(members, domains, chairs)
    partners = sum(one.gets_partners for one in members)
    active = sum(one.is_active for one in members)
    looked = {
        "members": len(members),
        "active": active,
        "partners": partners,
        "sign-off lines": len(chairs),
    }
    return Examined(tuple(faults), looked)
