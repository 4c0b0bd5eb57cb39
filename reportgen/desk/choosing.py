"""Choosing: recipients, and which of them somebody wants to send to."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from reportgen import addresses
from reportgen.errors import UsageError
from reportgen.evidence.members import Member


@dataclass(frozen=True)
class Choice:
    """Whom somebody wants to send to."""

    only: tuple[str, ...] = ()
    """Names, addresses, organisations or roles; all where none is given."""
    excepted: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    correction: bool = False
    """Exactly those who hold a superseded edition."""
    resume: bool = False
    """Only what an earlier run has left, sent or not."""
    retry_unknown: bool = False
    retry_refused: bool = False
    test_to: str = ""
    """One letter of each rendition goes there, and none to a member."""
    occasion: str = ""
    """Tells one trial from the next: the time at which it was asked for."""


@dataclass(frozen=True)
class Recipient:
    """One person, as letters and lists need them."""

    name: str
    address: str
    role: str
    organisation: str
    rendition: str
    lists: tuple[str, ...] = ()
    is_active: bool = True

    @property
    def mailbox(self) -> str:
        """What makes the address one, however it is written."""
        return addresses.key(self.address)


def recipients(members: Iterable[Member]) -> Iterator[Recipient]:
    """Members as recipients, one after the other."""
    for one in members:
        yield Recipient(
            name=one.name,
            address=one.email,
            role=one.role,
            organisation=one.organisation,
            rendition=one.rendition.value,
            lists=one.lists,
            is_active=one.is_active,
        )


def unchosen(one: Recipient, choice: Choice) -> str:
    """Why somebody is not among those named; empty where they are.

    Who is not active any more is asked for by a correction alone.
    """
    if not one.is_active and not choice.correction:
        return "not active"
    if choice.only and not _is_named(one, choice.only):
        return "not among --only"
    if _is_named(one, choice.excepted):
        return "among --except"
    if choice.lists and not {*choice.lists} & {*one.lists}:
        return f"not on {', '.join(choice.lists)}"
    return ""


def see_known(on_list: Sequence[Recipient], choice: Choice) -> None:
    """Names that fit nobody are mistakes, and would send to too many or too few.

    Raises:
        UsageError: at least one does.
    """
    lost = [
        name
        for name in (*choice.only, *choice.excepted)
        if not any(_is_named(one, (name,)) for one in on_list)
    ]
    lists = {name for one in on_list for name in one.lists}
    if lost:
        raise UsageError(
            f"nobody on the list is called {', '.join(lost)}; give a name, an address, "
            "an organisation or a role as data/members.csv has it"
        )
    if unknown := [name for name in choice.lists if name not in lists]:
        there = f"there are {', '.join(sorted(lists))}" if lists else "there is none"
        raise UsageError(
            f"no member is on the list {', '.join(unknown)}; {there}, in the column "
            "lists of data/members.csv"
        )


def _is_named(one: Recipient, names: Collection[str]) -> bool:
    called = {
        each.casefold() for each in (one.name, one.organisation, one.role, one.address)
    }
    return any(name.casefold() in called for name in names)
