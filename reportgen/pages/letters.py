"""What is written to people: subject, plain text and HTML, from `templates/mail/`.

Words only: who posts them, and to which addresses, is not known here. Figures in a
letter are public ones whoever reads it, because mail is forwarded.
"""

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from reportgen.errors import FaultsFound, Place, Slug, error
from reportgen.formats import listed, long_date
from reportgen.pages.document import Document
from reportgen.pages.html import Templates, written
from reportgen.pages.letterfigures import MOST
from reportgen.pages.opening import KeyFigure
from reportgen.vocabulary import Rendition

_KILO, _MEGA = 1_000, 1_000_000  # bytes
_GROUP, _IN_LINE = 4, 8  # hex digits, and groups that a mail program does not break


@dataclass(frozen=True)
class Letter:
    """What a message says."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Addressee:
    """Who reads a letter; the address stands on the envelope only."""

    name: str
    role: str
    organisation: str


@dataclass(frozen=True)
class Signed:
    """One line of the sign-off."""

    role: str
    name: str
    day: date

    @property
    def date(self) -> str:
        """`7 November 2024`."""
        return long_date(self.day)


@dataclass(frozen=True)
class Filed:
    """A file that a letter is about."""

    name: str
    bytes: int
    sha256: str
    """64 hex digits."""

    @property
    def size(self) -> str:
        """`840 KB`, `2.3 MB`."""
        if self.bytes < _MEGA:
            return f"{max(1, round(self.bytes / _KILO))} KB"
        return f"{self.bytes / _MEGA:.1f} MB"

    @property
    def digest(self) -> tuple[str, ...]:
        """The SHA-256 in groups of four, on two lines."""
        return grouped(self.sha256)


@dataclass(frozen=True)
class Delivery:
    """An edition that is sent to the members of one rendition."""

    partnership: str
    title: str
    occasion: str
    """`May 2024`."""
    edition: int
    rendition: Rendition
    signed: tuple[Signed, ...]
    figures: tuple[KeyFigure, ...]
    """From `public_figures`."""
    file: Filed
    """The sealed PDF."""
    attached: bool
    """Whether the PDF goes with the message; else the letter says how to get it."""
    contact: str
    web: str = ""
    """Address of the public edition; empty while there is none."""
    correction: str = ""
    """What was corrected; empty in the first edition."""
    corrects: int | None = None
    fictional: bool = False

    @property
    def for_partners(self) -> bool:
        """Whether the file holds what only partners may see."""
        return self.rendition.sees_restricted


@dataclass(frozen=True)
class Proof:
    """One proof that a signatory is asked to decide upon."""

    rendition: Rendition
    file: Filed

    @property
    def phrase(self) -> tuple[str, ...]:
        """What a reply quotes, in lines that no mail program breaks."""
        return (APPROVES, *self.file.digest)


APPROVES = "I approve SHA-256"
"""How a reply begins that is kept as evidence; the digest of the proof follows."""


@dataclass(frozen=True)
class Request:
    """What a signatory is asked for."""

    partnership: str
    title: str
    occasion: str
    role: str
    """In which they sign."""
    parts: tuple[str, ...]
    """Titles of what they answer for; the whole report where there is none."""
    proofs: tuple[Proof, ...]
    attached: bool
    contact: str
    due: date | None = None
    fictional: bool = False

    @property
    def due_words(self) -> str:
        """`31 October 2026`, or nothing."""
        return long_date(self.due) if self.due else ""

    @property
    def reply_address(self) -> str:
        """A `mailto:` address whose message is the approval, ready to be sent."""
        lines = ["", *(line for proof in self.proofs for line in (*proof.phrase, ""))]
        subject = quote(f"Approved: {self.title}, {self.occasion}")
        body = quote("\r\n".join(lines).strip() + "\r\n")
        return f"mailto:{quote(self.contact, safe='@')}?subject={subject}&body={body}"

    @property
    def parts_words(self) -> str:
        """`Police and Treatment`; empty where it is the whole report."""
        return listed(self.parts)


def grouped(sha256: str) -> tuple[str, ...]:
    """A digest as people compare it: groups of four digits, eight to a line."""
    groups = [sha256[at : at + _GROUP] for at in range(0, len(sha256), _GROUP)]
    starts = range(0, len(groups), _IN_LINE)
    return tuple(" ".join(groups[at : at + _IN_LINE]) for at in starts)


def public_figures(document: Document) -> tuple[KeyFigure, ...]:
    """The key figures of a letter: those of the first page that hold a value.

    Args:
        document: the public rendition, whichever rendition the letter goes with.

    Raises:
        ValueError: the document is not for the public.
    """
    if document.rendition.sees_restricted:
        msg = "a letter may name public figures only; hand over the public document"
        raise ValueError(msg)
    held = [one for one in document.key_figures if not one.value.startswith("[")]
    return tuple(held[:MOST])


def delivery_letter(delivery: Delivery, to: Addressee, templates: Templates) -> Letter:
    """What goes with an edition, or with its correction.

    Raises:
        FaultsFound: a template does not read, or gives no subject.
    """
    kind = "delivery" if delivery.corrects is None else "correction"
    return _letter(kind, {"delivery": delivery, "to": to}, templates)


def request_letter(request: Request, to: Addressee, templates: Templates) -> Letter:
    """What asks a signatory to decide.

    Raises:
        FaultsFound: a template does not read, or gives no subject.
    """
    return _letter("request", {"request": request, "to": to}, templates)


def _letter(kind: str, values: dict[str, object], templates: Templates) -> Letter:
    """The first line of the text is the subject."""
    name = f"mail/{kind}.txt"
    subject, _, text = written(name, templates, values).lstrip().partition("\n")
    if not subject.strip() or not text.strip():
        cure = "write the subject on the first line, and the text under it"
        what = "the letter has no subject or no text"
        place = Place(f"templates/{name}", line=1)
        raise FaultsFound([error(Slug.TEMPLATE_ERROR, place, what, cure)])
    html = written(f"mail/{kind}.html", templates, {**values, "subject": subject})
    plain = re.sub(r"\n{3,}", "\n\n", text).strip("\n")
    return Letter(" ".join(subject.split()), f"{plain}\n", html)
