"""Receipts: from the journal to who was sent what and when, and who holds what."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reportgen import addresses
from reportgen.registry.post.journal import Message
from reportgen.registry.post.post import State

COLUMNS = (
    *("report", "edition", "rendition", "name", "address", "organisation", "state"),
    *("at", "way", "attempts", "reply", "superseded", "test", "message_id"),
    *("edition_sha256", "pdf_sha256"),
)
"""Of the table as CSV, and keys as JSON."""

_ADDRESS = re.compile(r"[^\s<>\"',;:()\[\]]+@[\w.-]+\w")
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


def receipts(
    messages: Iterable[Message], report: str, newest: int
) -> tuple[Receipt, ...]:
    """One receipt for each message: by edition, members before tests, by name.

    Args:
        messages: of one report's journal.
        report: `2024-10/jcdu`.
        newest: number of its newest edition.
    """
    known = tuple(messages)
    stale = {each.key for each in holders(known, newest).values()}
    ordered = sorted(known, key=lambda m: (m.edition, m.is_test, m.name, m.address))
    return tuple(Receipt(report, each, each.key in stale) for each in ordered)


def holders(messages: Iterable[Message], newest: int) -> dict[str, Message]:
    """Who has or may have a superseded edition, and was not sent the newest.

    Args:
        messages: of one report's journal.
        newest: number of its newest edition.

    Returns:
        The last such message to each, by what makes an address one.
    """
    held: dict[str, Message] = {}
    for each in sorted(messages, key=lambda message: message.edition):
        if each.may_be_held and not each.is_test:
            held[addresses.key(each.address)] = each
    return {who: each for who, each in held.items() if each.edition < newest}


def last_recipients(
    messages: Iterable[Message], before: int | None = None
) -> tuple[int, dict[str, Message]]:
    """The last edition that anybody was sent, and who, by mailbox.

    Args:
        messages: of one report's journal.
        before: the edition that does not count, nor do later ones.
    """
    sent = [
        each
        for each in messages
        if each.may_be_held
        and not each.is_test
        and (before is None or each.edition < before)
    ]
    last = max((each.edition for each in sent), default=0)
    return last, {addresses.key(m.address): m for m in sent if m.edition == last}


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
