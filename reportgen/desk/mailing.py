"""A mailing: who gets which edition and why, who does not and why; nothing is sent.

A pure function of the list of members, one edition, the journal and what was asked.
"""

from array import array
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial

from reportgen import addresses
from reportgen.desk.choosing import Choice, Recipient, see_known, unchosen
from reportgen.desk.roll import Roll
from reportgen.errors import UsageError
from reportgen.evidence.members import allowed_domains
from reportgen.lazy import Lazy
from reportgen.registry.post.entries import Entries, Message
from reportgen.registry.post.parcel import Parcel
from reportgen.registry.post.post import State, key_of
from reportgen.registry.post.receipts import Held, holders
from reportgen.vocabulary import Rendition


class Fate(StrEnum):
    """What is to become of one person's message."""

    SEND = "send"
    SENT = "sent"
    """They have it; it never goes again."""
    DOUBT = "unknown"
    """They may have it; it goes again only where that is asked for."""
    REFUSED = "refused"
    """Their server would not take it; the same holds."""
    HELD = "held back"
    """They may not have it, or not in this way."""
    NOT_CHOSEN = "not chosen"
    """Not active, or not among those that were named."""


@dataclass(frozen=True)
class Line:
    """One person, what becomes of their message, and why."""

    recipient: Recipient
    key: str
    fate: Fate
    why: str
    corrects: int | None = None
    """The superseded edition that they hold."""
    is_test: bool = False


@dataclass(frozen=True)
class Changes:
    """How the list differs from the last one that was sent to."""

    since: str = ""
    """What was sent then; empty where nothing ever was."""
    added: tuple[str, ...] = ()
    """Addresses."""
    gone: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    """Who gets another rendition than then."""


@dataclass(frozen=True)
class Mailing:
    """Who gets one edition."""

    parcel: Parcel
    roll: Roll
    """The list that it is made from."""
    lines: Sequence[Line] = field(repr=False)
    """They may be made when they are asked for, each time anew and the same."""
    changes: Changes
    fates: bytes = field(repr=False)
    """Of the lines, each by its place in `Fate`."""

    def with_fate(self, fate: Fate) -> Sequence[Line]:
        """Those of whom it will be so."""
        wanted = _FATES.index(fate)
        numbers = (n for n, each in enumerate(self.fates) if each == wanted)
        return Lazy(self.lines.__getitem__, array("I", numbers))


_FATES = tuple(Fate)


def _mailing(
    parcel: Parcel, roll: Roll, lines: Sequence[Line], changes: Changes
) -> Mailing:
    fates = bytes(_FATES.index(line.fate) for line in lines)
    return Mailing(parcel, roll, lines, changes, fates)


@dataclass(frozen=True)
class History:
    """What was sent before."""

    messages: Entries
    """Of this report's journal, as they stand: nothing is learned here any more."""
    since: str = ""
    """The last sending that the list is compared with; empty where there was none."""
    last: Held = field(default_factory=Held)
    """Who was sent that one, by mailbox."""


@dataclass(frozen=True)
class Rules:
    """What may go where."""

    domains: Collection[str] = ()
    """Those that may receive the partners' edition, as the settings name them."""
    is_verified: bool = True
    """Whether the way out has TLS that is verified, or sends nothing."""


def mailing(
    roll: Roll,
    parcel: Parcel,
    history: History,
    choice: Choice,
    rules: Rules,
) -> Mailing:
    """Who gets an edition.

    Args:
        roll: everybody on the list, active or not.
        parcel: the edition.
        history: what was sent before.
        choice: whom somebody wants to send to.
        rules: what may go where.

    Raises:
        UsageError: a name, an address or a list fits nobody.
    """
    on_list = roll.people
    see_known(on_list, choice)
    if choice.test_to:
        trials = tuple(_trials(parcel, choice, rules))
        return _mailing(parcel, roll, trials, Changes())
    held = holders(history.messages, parcel.edition)
    asked = _asked(on_list, held, choice)
    allowed = allowed_domains(rules.domains)
    look = _Look(
        parcel, history.messages, held, choice, replace(rules, domains=allowed)
    )
    lines = Lazy(partial(_line, look, asked), range(len(asked)))
    return _mailing(parcel, roll, lines, _changes(on_list, history))


@dataclass(frozen=True)
class _Look:
    """What the fate of each person is made from."""

    parcel: Parcel
    messages: Entries
    held: Held
    choice: Choice
    rules: Rules
    """With domains as addresses are compared with them."""


def _line(look: _Look, asked: Sequence[Recipient], number: int) -> Line:
    """One person's line."""
    one, choice = asked[number], look.choice
    key = key_of(look.parcel.digest, one.rendition, one.address)
    known = look.messages.get(key)
    stale = look.held.get(one.mailbox)
    fate, why = (
        _left_out(one, known, choice, stale)
        or _held_back(one, look.parcel, look.rules)
        or _by_journal(one, known, choice, stale)
    )
    return Line(one, key, fate, why, stale.edition if stale else None)


def _trials(parcel: Parcel, choice: Choice, rules: Rules) -> Iterator[Line]:
    """One letter of each rendition, to whoever wants to see them."""
    if found := addresses.complaint(choice.test_to):
        raise UsageError("; ".join(found))
    compared = replace(rules, domains=allowed_domains(rules.domains))
    for rendition in parcel.copies:
        one = Recipient(
            name="Test",
            address=choice.test_to,
            role="recipient of a test",
            organisation="no member",
            rendition=rendition,
        )
        seed = f"{parcel.digest} test {choice.occasion}"
        fate, why = _held_back(one, parcel, compared) or (Fate.SEND, "a test")
        yield Line(one, key_of(seed, rendition, one.address), fate, why, is_test=True)


def _asked(
    on_list: Sequence[Recipient], held: Held, choice: Choice
) -> Sequence[Recipient]:
    """The list, and for a correction whoever holds an edition and has left it.

    Who is not on the list any more is told of the correction with the public edition:
    what partners see is for those who are partners now.
    """
    if not choice.correction:
        return on_list
    left = held.others(one.mailbox for one in on_list)

    def asked(number: int) -> Recipient:
        if number >= len(on_list):
            return _former(left[number - len(on_list)])
        one = on_list[number]
        return one if one.is_active else replace(one, rendition=Rendition.PUBLIC.value)

    return Lazy(asked, range(len(on_list) + len(left)))


def _former(message: Message) -> Recipient:
    """Somebody who is not on the list any more, as they were."""
    return Recipient(
        name=message.name,
        address=message.address,
        role=message.role,
        organisation=message.organisation,
        rendition=Rendition.PUBLIC.value,
    )


def _left_out(
    one: Recipient, known: Message | None, choice: Choice, stale: Message | None
) -> tuple[Fate, str] | None:
    """Why somebody is not among those asked for; None where they are."""
    why = unchosen(one, choice)
    if choice.correction and stale is None:
        why = "holds no superseded edition"
    elif choice.resume and (known is None or known.state is State.ACCEPTED):
        why = why or "left by no earlier run"
    return (Fate.NOT_CHOSEN, why) if why else None


def _held_back(one: Recipient, parcel: Parcel, rules: Rules) -> tuple[Fate, str] | None:
    """Why somebody may not have their edition in this way; None where they may."""
    if one.rendition not in parcel.copies:
        told = f"edition {parcel.edition} has no {one.rendition} rendition"
        return Fate.HELD, told
    if not Rendition(one.rendition).sees_restricted:
        return None
    if addresses.domain(one.address) not in rules.domains:
        domain = addresses.domain(one.address)
        return Fate.HELD, f"{domain} is not among partner_domains"
    if not rules.is_verified:
        return Fate.HELD, "a partners edition goes only over verified TLS"
    return None


def _by_journal(
    one: Recipient, known: Message | None, choice: Choice, stale: Message | None
) -> tuple[Fate, str]:
    """What the journal says of their message."""
    if known is None:
        told = f"on the list for the {one.rendition} rendition"
        told = f"holds edition {stale.edition}, superseded" if stale else told
        return Fate.SEND, told
    if known.is_left:
        return Fate.SEND, f"left by an earlier run ({known.state})"
    if known.state is State.ACCEPTED:
        return Fate.SENT, f"accepted {known.at}"
    is_refused = known.state is State.REFUSED
    if choice.retry_refused if is_refused else choice.retry_unknown:
        return Fate.SEND, f"{known.state} {known.at}, and asked for again"
    said = f": {known.reply}" if known.reply else ""
    word = "refused" if is_refused else "unknown"
    why = f"{word} {known.at}{said}; --retry-{word} sends it again"
    return (Fate.REFUSED if is_refused else Fate.DOUBT), why


def _changes(on_list: Sequence[Recipient], history: History) -> Changes:
    """The list held against whom was sent to last."""
    last = history.last
    if not last:
        return Changes()
    added, moved = [], []
    for one in on_list:
        if one.is_active:
            before = last.get(one.mailbox)
            added += [] if before else [one.address]
            moved += [one.address] * bool(before and before.rendition != one.rendition)
    now = (one.mailbox for one in on_list if one.is_active)
    gone = tuple(each.address for each in last.others(now))
    return Changes(history.since, tuple(added), gone, tuple(moved))
