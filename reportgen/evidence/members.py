"""Who gets the reports: from `data/members.csv` to members, and what is wrong there."""

import unicodedata
from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from reportgen import addresses
from reportgen.errors import Fault, Place, Slug, caution, error, note
from reportgen.numbering import Numbering
from reportgen.reading import Address, Line, Names, Row, each_row
from reportgen.vocabulary import Rendition

FILE = "data/members.csv"
COLUMNS = ("name", "email", "organisation", "role", "rendition", "active", "lists")
"""Of the file, as a new one has them; `lists` may be left out."""


class Member(Row):
    """One member of the partnership; its fields are the columns of `members.csv`."""

    name: Line
    """As it also stands in `early_access.csv`."""
    email: Address
    organisation: Line
    role: Line
    rendition: Rendition
    """Which audience they belong to."""
    active: Literal["yes", "no"]
    lists: Names = ()
    """Names of the lists that they are on, for sending to some only."""

    @property
    def is_active(self) -> bool:
        """Whether they are sent anything."""
        return self.active == "yes"

    @property
    def gets_partners(self) -> bool:
        """Whether they are sent what the public may not see."""
        return self.is_active and self.rendition.sees_restricted


@dataclass(frozen=True)
class Chair:
    """A line of a sign-off, as the list is asked who fills it."""

    role: str
    holder: str
    """Post and organisation: `Head of Insight, Exampleton Council`."""
    name: str = ""
    """Who fills the post; empty where nobody is named."""


def read_members(data: Path) -> tuple[Member, ...]:
    """`data/members.csv`; nobody where there is no such file.

    Raises:
        FaultsFound: with every fault of the file.
    """
    return tuple(each_member(data))


def each_member(data: Path) -> Iterator[Member]:
    """The same one after the other, none of them kept; they count with the last one.

    Raises:
        FaultsFound: after the last one, with every fault of the file.
    """
    path = data / "members.csv"
    if path.exists():
        yield from each_row(path, FILE, Member, _Once().look)


def judge(members: Sequence[Member]) -> list[Fault]:
    """Addresses that stand twice, however they are spelled."""
    once = _Once()
    return [fault for one in members for fault in once.look(one)]


class _Once:
    """Sees that no address comes twice; it remembers rows and no members."""

    def __init__(self) -> None:
        self._mailboxes, self._rows = Numbering(), array("I")

    def look(self, one: Member) -> list[Fault]:
        """What is wrong with the next member."""
        number = self._mailboxes.add(addresses.key(one.email))
        if number == len(self._rows):
            self._rows.append(one.place.row or 0)
            return []
        return [_twice(one, replace(one.place, row=self._rows[number]))]


def _at(one: Member, column: str) -> Place:
    return replace(one.place, column=column)


def _twice(one: Member, first: Place) -> Fault:
    what = f'"{addresses.masked(one.email)}" stands twice, and would be mailed twice'
    cure = "keep one row; small and capital letters make no other address"
    fault = error(Slug.DUPLICATE_ROW, _at(one, "email"), what, cure)
    return replace(fault, others=(first,))


# --- what a list has to hold before anything is sent -------------------------------


def examine(
    members: Sequence[Member],
    domains: Collection[str],
    chairs: Iterable[Chair] = (),
) -> list[Fault]:
    """What holds up a sending, or is worth knowing before one.

    Args:
        members: of a list that reads.
        domains: those that may receive the partners' rendition, as people write them.
        chairs: the lines of all sign-offs.
    """
    faults = [*_outside(members, domains), *_nobody(members)]
    return faults + [_unfilled(one) for one in chairs if not holders(one, members)]


def _outside(members: Iterable[Member], domains: Collection[str]) -> Iterator[Fault]:
    """Partners whose domain may not receive what only partners may see."""
    partners = [one for one in members if one.gets_partners]
    if partners and not domains:
        what = "no domain may receive the partners rendition, so nobody is sent it"
        cure = "name the domains of the partners under [post] in reportgen.toml"
        place = Place("reportgen.toml", column="post.partner_domains")
        yield caution(Slug.DOMAIN_NOT_ALLOWED, place, what, cure)
        return
    allowed = allowed_domains(domains)
    for one in partners:
        domain = addresses.domain(one.email)
        if domain not in allowed:
            what = f"{domain} is not among the domains of partners"
            cure = (
                'give the rendition "public", or add the domain to partner_domains '
                "under [post] in reportgen.toml"
            )
            yield error(Slug.DOMAIN_NOT_ALLOWED, _at(one, "email"), what, cure)


def allowed_domains(domains: Iterable[str]) -> frozenset[str]:
    """Domains as addresses are compared with them; what is none is left out."""
    found = set()
    for each in domains:
        try:
            found.add(addresses.domain_name(each))
        except ValueError:
            continue  # whoever reads the settings tells it
    return frozenset(found)


def _nobody(members: Sequence[Member]) -> Iterator[Fault]:
    for rendition in Rendition:
        if any(one.is_active and one.rendition is rendition for one in members):
            continue
        what = f"no active member gets the {rendition} rendition"
        cure = f'give one the rendition "{rendition}" and active "yes", or send none'
        yield caution(Slug.NOBODY_LEFT, Place(FILE, column="rendition"), what, cure)


def _unfilled(chair: Chair) -> Fault:
    what = f"no active member has the role {chair.role} ({chair.holder}), which signs"
    cure = "add the address that asks for the sign-off are to go to, or ask by hand"
    return note(Slug.ROLE_WITHOUT_ADDRESS, Place(FILE, column="role"), what, cure)


def holders(chair: Chair, members: Iterable[Member]) -> tuple[Member, ...]:
    """The active members who fill a line of the sign-off.

    Several may have its role; then those whose name, or post and organisation, are
    the line's, where there are any.
    """
    found = [
        one
        for one in members
        if one.is_active and _plain(one.role) == _plain(chair.role)
    ]
    named = {_plain(chair.holder), _plain(chair.name)} - {""}
    exact = [one for one in found if named & _called(one)]
    return tuple(exact or found)


def _called(one: Member) -> set[str]:
    return {_plain(one.name), _plain(f"{one.name}, {one.organisation}")}


def _plain(text: str) -> str:
    """Without what people write in different ways: case and spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
