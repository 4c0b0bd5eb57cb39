"""Stationery: what all letters of an edition share, and from it one after another.

A letter's bytes are made when it is its turn and not kept, so that a thousand take no
more memory than one.
"""

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.utils import parseaddr
from functools import partial
from pathlib import Path

from reportgen.desk.mailing import Line
from reportgen.errors import Fault, FaultsFound, Place, Slug, error
from reportgen.evidence.cycle import read_cycle, read_partnership
from reportgen.formats import london_day
from reportgen.pages.html import Templates, environment
from reportgen.pages.letters import Addressee, Delivery, Filed, Signed, delivery_letter
from reportgen.pages.opening import KeyFigure
from reportgen.registry.post.messages import (
    Enclosure,
    Letterhead,
    Party,
    Postmark,
    write_letter,
)
from reportgen.registry.post.parcel import Copy, Parcel
from reportgen.registry.post.post import Letter, message_id
from reportgen.settings import Workspace
from reportgen.vocabulary import Rendition

_MEGABYTE = 1_000_000  # bytes

Figures = Callable[[Path], tuple[KeyFigure, ...]]
"""From the public folder of an edition to the key figures that its letters may tell."""


@dataclass(frozen=True)
class Stationery:
    """What all letters of an edition share."""

    templates: Templates
    head: Letterhead
    deliveries: Mapping[str, Delivery]
    """By rendition."""
    attachments: Mapping[str, "Attachment"]
    """By rendition; none where the PDF is too large to be attached."""
    now: Callable[[], datetime]


@dataclass(frozen=True)
class Attachment:
    """A file that goes with many letters: encoded once, and put into each.

    A letter is written with a short stand-in for it. Encoding it anew for each would
    take most of the time that a thousand letters need.
    """

    enclosure: Enclosure
    """The stand-in: the file's name, and its digest for its content."""
    encoded: bytes = field(repr=False)
    """The file in base64, in lines that end with CR LF."""

    def put_into(self, message: bytes) -> bytes:
        """The message with the file in the place of its stand-in."""
        before, line, after = message.partition(_lines(self.enclosure.data))
        assert line  # noqa: S101 (it was written with the stand-in)
        return b"".join((before, self.encoded, after))


def attachment(name: str, data: bytes) -> Attachment:
    """A file that goes with many letters."""
    stand_in = Enclosure(name, hashlib.sha256(data).digest())
    return Attachment(stand_in, _lines(data))


def _lines(data: bytes) -> bytes:
    """Base64 as it stands in a message (RFC 2045, 6.8)."""
    return base64.encodebytes(data).replace(b"\n", b"\r\n")


def sender_of(workspace: Workspace) -> Party:
    """Who the letters are from; `post.sender`, or the contact where none is named.

    Raises:
        FaultsFound: it names no address.
    """
    told = workspace.settings.post.sender
    partnership = read_partnership(workspace.data)
    name, address = parseaddr(told) if told else (partnership.name, partnership.contact)
    if "@" not in address:
        place = Place("reportgen.toml", column="post.sender")
        what, cure = f'"{told}" names no address', "write it like Name <a@example.org>"
        raise FaultsFound([error(Slug.WRONG_TYPE, place, what, cure)])
    return Party(name or partnership.name, address)


def stationery(
    workspace: Workspace,
    parcel: Parcel,
    now: Callable[[], datetime],
    figures: Figures = lambda _folder: (),
) -> Stationery:
    """What the letters of an edition share; the PDFs are read and held against it.

    Raises:
        FaultsFound: a file or a setting does not read.
        NotDeliverable: a PDF is not what was released.
    """
    partnership = read_partnership(workspace.data)
    contact = Party(partnership.name, partnership.contact)
    found = {each.rendition: _delivery(workspace, parcel, each) for each in _of(parcel)}
    public = parcel.copies.get(Rendition.PUBLIC.value)
    told = figures(public.folder) if public else ()
    return Stationery(
        templates=environment(workspace.shelves("templates")),
        head=Letterhead(sender_of(workspace), contact),
        deliveries={name: replace(one, figures=told) for name, one in found.items()},
        attachments={
            each.rendition: attachment(each.file, each.read())
            for each in _of(parcel)
            if found[each.rendition].attached
        },
        now=now,
    )


def _of(parcel: Parcel) -> tuple[Copy, ...]:
    return tuple(parcel.copies.values())


def _delivery(workspace: Workspace, parcel: Parcel, copy: Copy) -> Delivery:
    """What a letter says of one rendition, but for the key figures."""
    partnership = read_partnership(workspace.data)
    cycle, _, name = parcel.report.partition("/")
    (report,) = (r for r in read_cycle(workspace.data, cycle).report if r.id == name)
    post = workspace.settings.post
    return Delivery(
        partnership=partnership.name,
        title=partnership.filled(report.title),
        occasion=report.occasion,
        edition=parcel.edition,
        rendition=Rendition(copy.rendition),
        signed=_signed(copy),
        figures=(),
        file=Filed(copy.file, copy.size, copy.sha256),
        attached=copy.size <= post.largest_megabytes * _MEGABYTE,
        contact=partnership.contact,
        web=post.web_address,
        correction=parcel.correction,
        corrects=parcel.corrects,
        fictional=partnership.fictional,
    )


def _signed(copy: Copy) -> tuple[Signed, ...]:
    """Who approved this rendition, from the edition's own `sign-off.json`."""
    try:
        told = json.loads((copy.folder / "sign-off.json").read_bytes())
        return tuple(
            Signed(
                role=str(each["role"]),
                name=str(each["name"] or each["holder"]),
                day=london_day(datetime.fromisoformat(each["approved"])),
            )
            for each in told["approvals"]
            if each["rendition"] == copy.rendition
        )
    except FileNotFoundError:
        return ()
    except (ValueError, LookupError, TypeError) as broken:
        place = Place(f"{copy.folder.name}/sign-off.json")
        raise FaultsFound([_unread(place, broken)]) from None


def _unread(place: Place, broken: Exception) -> Fault:
    what = f"the approvals of the edition do not read ({type(broken).__name__})"
    return error(Slug.FILE_UNREADABLE, place, what, "restore the record from its copy")


def letter_of(line: Line, paper: Stationery, known_id: str = "") -> Letter:
    """One person's letter; its bytes are made when it is posted.

    Args:
        line: whose it is.
        paper: what all of them share.
        known_id: the Message-ID that the journal has for it.
    """
    sender = paper.head.sender.address
    name = known_id or message_id(line.key, sender)
    return Letter(
        key=line.key,
        recipient=line.recipient.address,
        sender=sender,
        message_id=name,
        make=partial(_written, line, paper, name),
        is_guarded=Rendition(line.recipient.rendition).sees_restricted,
    )


def _written(line: Line, paper: Stationery, name: str) -> bytes:
    to = line.recipient
    told = paper.deliveries[to.rendition]
    if line.corrects is None:  # they never had what was corrected
        told = replace(told, corrects=None)
    else:
        told = replace(told, corrects=line.corrects)
    reader = Addressee(to.name, to.role, to.organisation)
    words = delivery_letter(told, reader, paper.templates)
    if line.is_test:
        words = replace(words, subject=f"Test: {words.subject}")
    enclosed = paper.attachments.get(to.rendition)
    message = write_letter(
        words,
        Party(to.name, to.address),
        paper.head,
        Postmark(paper.now(), name),
        (enclosed.enclosure,) if enclosed else (),
    )
    return enclosed.put_into(message) if enclosed else message
