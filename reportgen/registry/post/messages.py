"""One message for one person: from words and files to the bytes that are posted.

The same words, day and Message-ID make the same bytes. No address stands in a message
but the sender's, the contact's and the one it goes to.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.message import EmailMessage, MIMEPart
from email.policy import SMTP
from email.utils import format_datetime
from typing import Protocol
from urllib.parse import quote

from reportgen import addresses
from reportgen.errors import FaultsFound, Place, Slug, error

_LONGEST_QUOTED = 64  # characters, so that a line of a header stays under 78


class Words(Protocol):
    """What a message says."""

    @property
    def subject(self) -> str:
        """One line."""

    @property
    def text(self) -> str:
        """As plain text; comes first."""

    @property
    def html(self) -> str:
        """The same as a page that fetches nothing."""


@dataclass(frozen=True)
class Party:
    """A person, a post or an office, and where they are written to."""

    name: str
    address: str


@dataclass(frozen=True)
class Letterhead:
    """Who writes, and who is answered."""

    sender: Party
    contact: Party
    """Whom a reply goes to, and who takes people off the list."""


@dataclass(frozen=True)
class Postmark:
    """What makes one message different from all others of the same words."""

    at: datetime
    """With its offset; told to the second."""
    message_id: str
    """`<…@example.org>`, from the journal."""


@dataclass(frozen=True)
class Enclosure:
    """A file that goes with a message."""

    name: str
    data: bytes
    kind: str = "application/pdf"
    """Its media type."""


def write_letter(
    words: Words,
    to: Party,
    head: Letterhead,
    postmark: Postmark,
    enclosures: Sequence[Enclosure] = (),
) -> bytes:
    """The message as it is posted, in lines that end with CR LF.

    It is ASCII throughout, unless the mailbox it goes to is not
    (`addresses.needs_utf8`): such a one is written in UTF-8 for a server that knows
    SMTPUTF8.

    Args:
        words: subject, text and HTML.
        to: the only one it goes to.
        head: who writes, and who is answered.
        postmark: when, and under which Message-ID.
        enclosures: the files that go with it, in their order.

    Raises:
        FaultsFound: a name, an address or the subject would break a header.
    """
    _refuse(words, to, head, postmark, enclosures)
    message = EmailMessage(policy=SMTP)
    message.set_content(_lines(words.text), cte="quoted-printable")
    message.add_alternative(_lines(words.html), subtype="html", cte="quoted-printable")
    for each in enclosures:
        main, _, sub = each.kind.partition("/")
        message.add_attachment(
            each.data, maintype=main, subtype=sub, filename=each.name
        )
    _bound(message, postmark.message_id)
    headers = _headers(words, to, head, postmark)
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return lines.encode() + message.as_bytes()


def _headers(
    words: Words, to: Party, head: Letterhead, postmark: Postmark
) -> dict[str, str]:
    """Folded and encoded here, in the order in which people look for them.

    `EmailMessage` would take the quotation marks off a name that is folded, and what
    stands behind a comma in it would become another recipient (Python 3.11).
    """
    contact = quote(addresses.wire(head.contact.address), safe="@")
    return {
        "From": _mailbox(head.sender),
        "To": _mailbox(to),
        "Reply-To": _mailbox(head.contact),
        "Subject": _folded(words.subject),
        "Date": format_datetime(postmark.at.replace(microsecond=0)),
        "Message-ID": postmark.message_id,
        # A program that answers by itself is not to answer this (RFC 3834).
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": f"<mailto:{contact}?subject=unsubscribe>",
    }


def _mailbox(party: Party) -> str:
    """`"Name" <address>`; the name is quoted where it is short, and else encoded."""
    quoted = party.name.replace("\\", "\\\\").replace('"', '\\"')
    is_quoted = _short(party.name) and len(quoted) <= _LONGEST_QUOTED
    name = f'"{quoted}"' if is_quoted else _encoded(party.name)
    address = f"<{addresses.wire(party.address)}>"
    is_short = "\n" not in name and len(name) + len(address) <= _LONGEST_QUOTED
    return f"{name} {address}" if is_short else f"{name}\r\n {address}"


def _short(text: str) -> bool:
    """Whether a text can stand as it is: on one line, of ASCII, and not decoded."""
    return text.isascii() and len(text) <= _LONGEST_QUOTED and "=?" not in text


def _folded(text: str) -> str:
    """A text of plain words as it is, folded between them; any other is encoded."""
    words = text.split(" ")
    if not all(_short(word) and word for word in words):
        return _encoded(text)
    lines = [words[0]]
    for word in words[1:]:
        if len(lines[-1]) + len(word) < _LONGEST_QUOTED:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return "\r\n ".join(lines)


def _encoded(text: str) -> str:
    """A text in encoded words (RFC 2047), folded."""
    return Header(text, "utf-8", maxlinelen=_LONGEST_QUOTED).encode(linesep="\r\n")


def _lines(text: str) -> str:
    """One line break at the end, whatever the template left there."""
    return text.strip("\n") + "\n"


def _bound(message: EmailMessage, seed: str) -> None:
    """Boundaries that are not drawn by lot: equal messages have equal bytes."""
    parts: list[MIMEPart] = [part for part in message.walk() if part.is_multipart()]
    for number, part in enumerate(parts, 1):
        mark = hashlib.sha256(f"{seed} {number}".encode()).hexdigest()[:32]
        # "=_" stands in no quoted-printable or base64 line (RFC 2045, 6.7).
        part.set_boundary(f"=_{mark}")


def _refuse(
    words: Words,
    to: Party,
    head: Letterhead,
    postmark: Postmark,
    enclosures: Sequence[Enclosure],
) -> None:
    """Refuse what would end a header and begin another.

    Raises:
        FaultsFound: with everything that would.
    """
    told = {
        "Subject": words.subject,
        "To": to.name,
        "From": head.sender.name,
        "Reply-To": head.contact.name,
        "Message-ID": postmark.message_id,
        **{f"file name {n}": each.name for n, each in enumerate(enclosures, 1)},
    }
    place = f"the message to {addresses.masked(to.address)}"
    faults = [
        error(
            Slug.UNSAFE_TEXT,
            Place(place, column=header),
            f"it holds the character {bad}, which may not stand in a header",
            "write it on one line, without control characters",
        )
        for header, text in told.items()
        if (bad := addresses.unsafe(text))
    ]
    for party in (to, head.sender, head.contact):
        if found := addresses.complaint(party.address):
            faults.append(error(Slug.NOT_AN_ADDRESS, Place(place), *found))
        elif party is not to and addresses.needs_utf8(party.address):
            what = "the mailbox of a sender or contact is not ASCII"
            cure = "give one that is; not every mail server could answer it"
            faults.append(error(Slug.NOT_AN_ADDRESS, Place(place), what, cure))
    if faults:
        raise FaultsFound(faults)
