"""What is said of mailings and receipts: tables for people, plain values for JSON."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from reportgen.addresses import masked
from reportgen.cli.voice import clean, counted, short
from reportgen.lazy import mapped
from reportgen.registry.post.receipts import without_addresses

if TYPE_CHECKING:
    from reportgen.desk.delivering import Sent
    from reportgen.desk.mailing import Changes, Line, Mailing
    from reportgen.registry.post.journal import Message
    from reportgen.registry.post.post import Letter, Outcome
    from reportgen.registry.post.receipts import Receipt

_MEGABYTE = 1_000_000  # bytes
_MINUTE = 60  # seconds
_WIDEST = 60  # characters of a cell


def shown(address: str, *, in_full: bool) -> str:
    """An address, masked unless it is asked for."""
    return address if in_full else without_addresses(address)


def size_words(size: int) -> str:
    """`840 KB`, `2.3 MB`."""
    is_large = size >= _MEGABYTE
    return f"{size / _MEGABYTE:.1f} MB" if is_large else f"{size / 1000:.0f} KB"


def numbers(mailings: "Sequence[Mailing]") -> str:
    """`12 letters: 8 public, 4 partners`: what a person agrees to."""
    from reportgen.desk.mailing import Fate

    kinds = Counter(
        line.recipient.rendition
        for one in mailings
        for line in one.with_fate(Fate.SEND)
    )
    told = ", ".join(f"{count} {kind}" for kind, count in kinds.items())
    return f"{counted(kinds.total(), 'letter')}: {told}" if told else "0 letters"


def outcome_words(letter: "Letter", outcome: "Outcome") -> str:
    """`a***@example.org deferred: 450 later`."""
    told = f"{masked(letter.recipient)} {outcome.state}"
    is_good = outcome.state == "accepted"
    return told if is_good else f"{told}: {without_addresses(outcome.reply)}"


def wait_words(seconds: float, left: int) -> str:
    """`12 letters wait, 30 s`."""
    span = f"{seconds:.0f} s" if seconds < _MINUTE else f"{seconds / _MINUTE:.0f} min"
    return f"{counted(left, 'letter')} to go, waiting {span}"


# --- tables ------------------------------------------------------------------------


def table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Columns, as wide as their widest cell.

    Args:
        heading: the first row.
        rows: gone through twice, for the widths and for the cells.
    """
    widths = [len(text) for text in heading]
    for row in rows:
        widths = [max(w, len(_cell(text))) for w, text in zip(widths, row, strict=True)]
    for row in chain([heading], rows):
        padded = (f"{_cell(t):<{width}}" for t, width in zip(row, widths, strict=True))
        yield "  ".join(padded).rstrip()


def _cell(text: str) -> str:
    cleaned = clean(text)
    return f"{cleaned[: _WIDEST - 1]}…" if len(cleaned) > _WIDEST else cleaned


def mailing_lines(one: "Mailing", *, in_full: bool) -> Iterator[str]:
    """Who gets what and why, what it weighs, and what is new since last time."""
    parcel = one.parcel
    told = f"{parcel.report}, edition {parcel.edition}, {short(parcel.digest)}"
    yield f"{told}: {numbers([one])}"
    for copy in parcel.copies.values():
        yield f"  {copy.rendition}: {copy.file}, {size_words(copy.size)}"
    if one.lines:
        heading = ("name", "address", "organisation", "rendition", "what", "why")
        rows = mapped(partial(_row, in_full=in_full), one.lines)
        yield ""
        yield from table(heading, rows)
    yield ""
    yield from _changes(one.changes, in_full=in_full)


def _row(line: "Line", *, in_full: bool) -> tuple[str, ...]:
    who = line.recipient
    address = shown(who.address, in_full=in_full)
    why = line.why if in_full else without_addresses(line.why)
    return who.name, address, who.organisation, who.rendition, line.fate.value, why


def _changes(changes: "Changes", *, in_full: bool) -> Iterator[str]:
    if not changes.since:
        yield "nothing was sent of this report before"
        return
    told = {"new": changes.added, "gone": changes.gone, "other": changes.moved}
    if not any(told.values()):
        yield f"the list is that of {changes.since}"
    words = {"other": "now another rendition"}
    for kind, found in told.items():
        if found:
            names = ", ".join(shown(each, in_full=in_full) for each in found)
            yield f"{words.get(kind, kind)} since {changes.since}: {clean(names)}"


def sent_lines(sent: "Sequence[Sent]", *, in_full: bool) -> Iterator[str]:
    """What became of each report's letters, and each that was not accepted."""
    for one in sent:
        states = Counter(message.state.value for message in one.messages)
        told = ", ".join(f"{count} {state}" for state, count in states.items())
        yield f"{one.mailing.parcel.report}: {told or 'nothing to send'}"
        if set(states) - {"accepted"}:
            rows = mapped(partial(_left, in_full=in_full), one.left)
            yield from table(("name", "address", "state", "answer"), rows)
        if one.ended.gave_up:
            yield without_addresses(one.ended.gave_up)


def _left(message: "Message", *, in_full: bool) -> tuple[str, str, str, str]:
    reply = message.reply if in_full else without_addresses(message.reply)
    address = shown(message.address, in_full=in_full)
    return message.name, address, message.state.value, reply


def receipt_lines(
    report: str, found: "Sequence[Receipt]", *, in_full: bool
) -> Iterator[str]:
    """Who was sent which edition when; who holds a superseded one."""
    if not found:
        yield f"{report}: nothing was sent"
        return
    states = Counter(each.message.state.value for each in found)
    told = ", ".join(f"{count} {state}" for state, count in states.items())
    yield f"{report}: {told}"
    rows = mapped(partial(_receipt, in_full=in_full), found)
    heading = ("edition", "rendition", "name", "address", "state", "when", "answer")
    yield from table(heading, rows)
    stale = sum(each.is_superseded for each in found)
    if stale:
        verb = "holds" if stale == 1 else "hold"
        people = "1 person" if stale == 1 else f"{stale} people"
        cure = f"reportgen deliver {report} --correction"
        yield f"{people} {verb} a superseded edition: {cure}"


def _receipt(one: "Receipt", *, in_full: bool) -> tuple[str, ...]:
    told = one.told(in_full=in_full)
    edition = f"{told['edition']}{' (superseded)' if told['superseded'] else ''}"
    state = f"{told['state']}{' (test)' if told['test'] else ''}"
    keys = ("rendition", "name", "address")
    named = tuple(str(told[key]) for key in keys)
    return edition, *named, state, str(told["at"]), str(told["reply"])


# --- plain values ------------------------------------------------------------------


def mailing_json(one: "Mailing", *, in_full: bool) -> dict[str, object]:
    """A mailing by the keys that README promises; its lines are made as they go."""
    parcel, changes = one.parcel, one.changes
    told = {"added": changes.added, "gone": changes.gone, "moved": changes.moved}
    return {
        "report": parcel.report,
        "edition": parcel.edition,
        "sha256": parcel.digest,
        "files": {
            copy.rendition: {
                "name": copy.file,
                "bytes": copy.size,
                "sha256": copy.sha256,
            }
            for copy in parcel.copies.values()
        },
        "lines": (_line_json(line, in_full=in_full) for line in one.lines),
        "since": changes.since,
        "changes": {
            key: [shown(each, in_full=in_full) for each in found]
            for key, found in told.items()
        },
    }


def _line_json(line: "Line", *, in_full: bool) -> dict[str, object]:
    name, address, organisation, rendition, fate, why = _row(line, in_full=in_full)
    return {
        "name": name,
        "address": address,
        "organisation": organisation,
        "rendition": rendition,
        "what": fate,
        "why": why,
    }


def sent_json(one: "Sent", *, in_full: bool) -> dict[str, object]:
    """What a run has left of a mailing, by the same keys and its outcomes."""
    keys = ("name", "address", "state", "reply")
    return {
        **mailing_json(one.mailing, in_full=in_full),
        "outcomes": (
            dict(zip(keys, _left(each, in_full=in_full), strict=True))
            for each in one.messages
        ),
        "gave_up": without_addresses(one.ended.gave_up),
    }
