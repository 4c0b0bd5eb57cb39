"""Receipts: from the journal to who was sent what and when, and who holds what."""

import csv
import io
import re
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reportgen import addresses
from reportgen.lazy import Lazy
from reportgen.numbering import Numbering
from reportgen.registry.post.entries import Entries, Message
from reportgen.registry.post.post import State

COLUMNS = (
    *("report", "edition", "rendition", "name", "address", "organisation", "state"),
    *("at", "way", "attempts", "reply", "superseded", "test", "message_id"),
    *("edition_sha256", "pdf_sha256"),
)
"""Of the table as CSV, and keys as JSON."""

_ADDRESS = re.compile(r"[^\s<>\"',;:()\[\]]+@[\w.-]+\w")
_NONE = -1  # no message
_FORMULA = ("=", "+", "-", "@", "\t")  # what spreadsheets would calculate


@dataclass(frozen=True)
class Receipt:
    """What became of one message."""

    report: str
    message: Message
    is_superseded: bool
    """Whether its recipient has it or may have it, and no later edition."""

    def told(self, *, in_full: bool = False) -> dict[str, object]:
        """Plain values by column; addresses masked unless they are asked for."""
        one = self.message
        shown = one.address if in_full else addresses.masked(one.address)
        return {
            "report": self.report,
            "edition": one.edition,
            "rendition": one.rendition,
            "name": one.name,
            "address": shown,
            "organisation": one.organisation,
            "state": one.state.value,
            "at": one.at,
            "way": one.way,
            "attempts": one.attempts,
            "reply": one.reply if in_full else without_addresses(one.reply),
            "superseded": self.is_superseded,
            "test": one.is_test,
            "message_id": one.message_id,
            "edition_sha256": one.digest,
            "pdf_sha256": one.pdf,
        }


def without_addresses(text: str) -> str:
    """A text in which every address is masked."""
    return _ADDRESS.sub(lambda found: addresses.masked(found[0]), text)


def receipts(messages: Entries, report: str, newest: int) -> tuple[Receipt, ...]:
    """One receipt for each message: by edition, members before tests, by name.

    Args:
        messages: of one report's journal.
        report: `2024-10/jcdu`.
        newest: number of its newest edition.
    """
    stale = {each.key for each in holders(messages, newest).values()}
    ordered = sorted(
        messages.values(), key=lambda m: (m.edition, m.is_test, m.name, m.address)
    )
    return tuple(Receipt(report, each, each.key in stale) for each in ordered)


class Held(Mapping[str, Message]):
    """Messages by mailbox, the last one to each; read when they are asked for."""

    def __init__(self, messages: Entries | None = None) -> None:
        """Nobody has any yet."""
        self._messages = messages or Entries()
        self._numbering = Numbering()
        self._numbers = array("q")  # of the messages, by number of the mailbox

    def __len__(self) -> int:
        """How many have one."""
        return len(self._numbers) - self._numbers.count(_NONE)

    def __iter__(self) -> Iterator[str]:
        """The mailboxes."""
        known = (number for number in self._numbers if number != _NONE)
        return (addresses.key(self._messages.at(each).address) for each in known)

    def __getitem__(self, mailbox: str) -> Message:
        """The last message to a mailbox."""
        who = self._numbering.find(mailbox)
        if who is None or self._numbers[who] == _NONE:
            raise KeyError(mailbox)
        return self._messages.at(self._numbers[who])

    def __contains__(self, mailbox: object) -> bool:
        """Whether there is a message to a mailbox."""
        who = self._numbering.find(mailbox) if isinstance(mailbox, str) else None
        return who is not None and self._numbers[who] != _NONE

    def hold(self, number: int) -> None:
        """Hold a message, unless its recipient has one of a later edition."""
        who = self._numbering.add(addresses.key(self._messages.at(number).address))
        if who == len(self._numbers):
            self._numbers.append(number)
            return
        held = self._messages.standing(self._numbers[who])
        if held.edition <= self._messages.standing(number).edition:
            self._numbers[who] = number

    def drop(self, edition: int) -> None:
        """Forget messages of this edition and later ones."""
        for who, number in enumerate(self._numbers):
            if self._messages.standing(number).edition >= edition:
                self._numbers[who] = _NONE

    def others(self, mailboxes: Iterable[str]) -> Sequence[Message]:
        """The messages to nobody among some mailboxes."""
        left = self._numbers[:]
        for mailbox in mailboxes:
            if (who := self._numbering.find(mailbox)) is not None:
                left[who] = _NONE
        kept = array("q", (number for number in left if number != _NONE))
        return Lazy(self._messages.at, kept)


def holders(messages: Entries, newest: int) -> Held:
    """Who has or may have a superseded edition, and was not sent the newest.

    Args:
        messages: of one report's journal.
        newest: number of its newest edition.

    Returns:
        The last such message to each, by what makes an address one.
    """
    held = Held(messages)
    standings = enumerate(messages.standings())
    sent = array("q", (number for number, one in standings if one.may_be_held))
    if not any(messages.standing(number).edition < newest for number in sent):
        return held
    for number in sent:
        held.hold(number)
    held.drop(newest)
    return held


def last_recipients(messages: Entries, before: int | None = None) -> tuple[int, Held]:
    """The last edition that anybody was sent, and who, by mailbox.

    Args:
        messages: of one report's journal.
        before: the edition that does not count, nor do later ones.
    """
    counted = {
        one.edition
        for one in messages.standings()
        if one.may_be_held and (before is None or one.edition < before)
    }
    last, held = max(counted, default=0), Held(messages)
    for number, one in enumerate(messages.standings()):
        if one.may_be_held and one.edition == last:
            held.hold(number)
    return last, held


def counts(messages: Iterable[Message]) -> Mapping[str, int]:
    """How many messages to members stand in each state."""
    found = dict.fromkeys((state.value for state in State), 0)
    for each in messages:
        found[each.state.value] += not each.is_test
    return found


def as_csv(found: Sequence[Receipt], *, in_full: bool = False) -> str:
    """The receipts as CSV, which spreadsheets open without calculating anything."""
    file = io.StringIO()
    writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for each in found:
        told = each.told(in_full=in_full)
        writer.writerow({name: _inert(value) for name, value in told.items()})
    return file.getvalue()


def _inert(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    is_formula = isinstance(value, str) and value.startswith(_FORMULA)
    return f"'{value}" if is_formula else value
