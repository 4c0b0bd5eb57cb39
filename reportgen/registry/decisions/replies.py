"""Evidence for a decision: a stored reply, or a signature of the signatory's own."""

import email
import html
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.header import decode_header, make_header
from email.message import Message
from email.policy import Compat32
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import PurePath

from reportgen.errors import DecisionRefused
from reportgen.registry.archive import digest
from reportgen.registry.decisions.ledger import Evidence, EvidenceKind
from reportgen.registry.seals.detached import DetachedFound, examine_foreign

LARGEST = 25_000_000
"""Bytes that a piece of evidence may have; mail servers take no more either."""
_SIGNATURES = (".p7s", ".p7m")
_DEEPEST = 20  # messages within messages
_MOST_PARTS = 500
_LONGEST = 100  # characters of a subject or a name that are kept
_READ = 1_000  # of them that are searched for addresses
_LONGEST_HEADER = 2_000  # characters; mail programs end a line at 998
_HEADERS = ("from:", "subject:", "date:", "content-")  # that are taken apart
# What mail programs put between digits: spaces, line ends, marks of quotation, signs
# that allow a line to break.
SOMEBODY_ELSE = "not the person who decided"
"""Said of a signature whose certificate names another person."""
UNKNOWN_SENDER = "is not known as the address of that post"
"""Said of a reply that came from elsewhere."""

_BETWEEN = re.compile(r"[\s>|\u200b\u00ad\ufeff\u2060\u200c\u200d]+")
_TAG = re.compile(r"<[^<>]*>")
_ADDRESS = re.compile(r"[^\s<>\"'(,;:]{1,1000}@[^\s<>\"'),;:]{1,1000}")


@dataclass(frozen=True)
class Author:
    """Whoever decides, as far as evidence can be held against it."""

    name: str = ""
    """The person."""
    addresses: Collection[str] = ()
    """Known as those of the post; they are compared, and never told."""


@dataclass(frozen=True)
class Weighed:
    """One piece of evidence that holds, and what it is about."""

    evidence: Evidence
    covers: frozenset[str]
    """The renditions whose proofs it names or signs."""
    data: bytes


def weigh(
    name: str, data: bytes, proofs: Mapping[str, bytes], author: Author
) -> Weighed:
    """Look at a piece of evidence: whether it is about these proofs.

    Args:
        name: of its file; its ending says what it is.
        data: its bytes.
        proofs: bytes of each proof that is decided upon, by rendition.
        author: who decides.

    Raises:
        DecisionRefused: it is about something else, or cannot be read; nothing of what
            it holds is told, and no address.
    """
    shown = PurePath(name).name
    ending = PurePath(name).suffix.lower()
    if len(data) > LARGEST:
        raise DecisionRefused(
            f"{shown} has {len(data) / 1e6:,.0f} MB, more than 25 MB; save the reply "
            "without its attachments"
        )
    if ending == ".eml":
        covers, says = _reply(shown, data, proofs, author)
        kind = EvidenceKind.REPLY
    elif ending in _SIGNATURES:
        covers, says = _signature(shown, data, proofs, author)
        kind = EvidenceKind.SIGNATURE
    else:
        raise DecisionRefused(
            f"{shown} is no evidence that reportgen reads; save the reply as .eml, or "
            "give a detached signature over the proof as .p7s"
        )
    sha256 = digest(data)
    evidence = Evidence(kind, sha256, f"{sha256}{ending}", says)
    return Weighed(evidence, covers, data)


# --- a reply -----------------------------------------------------------------------


@dataclass(frozen=True)
class _Reply:
    """What a stored message says."""

    sender: str
    """Its address, in small letters."""
    name: str
    """How the sender is called."""
    sent: datetime | None
    subject: str
    words: str
    """All its text, without spaces and in small letters."""


def _reply(
    shown: str, data: bytes, proofs: Mapping[str, bytes], author: Author
) -> tuple[frozenset[str], str]:
    """Which proofs a stored message names, and what it is."""
    try:
        reply = _read(data)
    except Exception:  # hostile bytes can break a parser anywhere
        raise DecisionRefused(
            f"{shown} is no message that can be read; save the reply again as .eml"
        ) from None
    if not reply.sender:
        raise DecisionRefused(
            f"{shown} has no sender, or several; save the whole reply as .eml, with "
            "its headers"
        )
    covers = frozenset(
        rendition for rendition, proof in proofs.items() if digest(proof) in reply.words
    )
    if not covers:
        raise DecisionRefused(
            f"{shown} does not name the digest of the proof, so it may be about "
            "another one; ask for a reply that has all 64 digits of it"
        )
    is_known = reply.sender in {each.casefold() for each in author.addresses}
    known = "is known as the address of that post" if is_known else UNKNOWN_SENDER
    when = f"{reply.sent:%Y-%m-%d %H:%M %z}" if reply.sent else "an unknown day"
    says = (
        f'reply of {when} from {reply.name or "an unnamed sender"}, "{reply.subject}", '
        f"naming the digest of the proof for {' and '.join(sorted(covers))}; its "
        f"sender {known}"
    )
    return covers, says


def _read(data: bytes) -> _Reply:
    """A message taken apart; anything may be raised where it is none."""
    message = email.message_from_bytes(data, policy=_Wary())
    lines = [str(line) for line in message.get_all("From", [])]
    named = getaddresses(lines) if len(lines) == 1 else []
    senders = [sender for sender in named if "@" in sender[1]]
    name, address = senders[0] if len(senders) == 1 else ("", "")
    subject = _header(message, "Subject")
    texts = [subject, *_texts(message)]
    return _Reply(
        sender=address.casefold(),
        name=_plain(_decoded(name)),
        sent=_sent(message),
        subject=_plain(subject),
        words=_BETWEEN.sub("", "\n".join(texts)).lower(),
    )


class _Wary(Compat32):
    """Reads no header whose taking apart would last for ever."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """Name and value of a header, of the message or of a part."""
        is_read = sourcelines[0].lower().startswith(_HEADERS)
        if is_read and sum(map(len, sourcelines)) > _LONGEST_HEADER:
            raise ValueError("no mail program writes such a header")
        return super().header_source_parse(sourcelines)


def _header(message: Message, name: str) -> str:
    return _decoded(str(message.get(name, "")))


def _decoded(raw: str) -> str:
    """A header's words; an address in them would be none, so it is read before."""
    try:
        return str(make_header(decode_header(raw)))
    except (ValueError, LookupError):
        return raw


def _sent(message: Message) -> datetime | None:
    try:
        return parsedate_to_datetime(_header(message, "Date"))
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _texts(message: Message) -> Iterator[str]:
    """The text of every part, without tags; also of messages within."""
    waiting, seen = [(message, 0)], 0
    while waiting:
        part, depth = waiting.pop()
        seen += 1
        if seen > _MOST_PARTS or depth > _DEEPEST:
            raise ValueError("no mail program makes such a message")
        if part.is_multipart():
            within = part.get_payload()
            waiting += [(each, depth + 1) for each in within]  # type: ignore[misc]
        elif part.get_content_maintype() == "text":
            text = _text(part)
            is_html = part.get_content_subtype() == "html"
            yield html.unescape(_TAG.sub("", text)) if is_html else text


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    try:
        return data.decode(part.get_content_charset() or "utf-8", "replace")
    except (LookupError, ValueError):
        return data.decode("latin-1")


def _plain(text: str) -> str:
    """A stranger's words as they may be kept and printed: short, and no address."""
    line = " ".join(_ADDRESS.sub("(an address)", text[:_READ]).split())
    kept = "".join(sign if sign.isprintable() else "?" for sign in line)
    return kept if len(kept) <= _LONGEST else f"{kept[: _LONGEST - 1]}…"


# --- a signature -------------------------------------------------------------------


def _signature(
    shown: str, data: bytes, proofs: Mapping[str, bytes], author: Author
) -> tuple[frozenset[str], str]:
    """Which proof a detached signature is over, and whose it is."""
    found = {name: examine_foreign(proof, data) for name, proof in proofs.items()}
    covers = frozenset(name for name, one in found.items() if not one.complaints)
    if not covers:
        raise DecisionRefused(
            f"{shown} is no signature over the proof that was read "
            f"({_complaint(found)}); sign the bytes of that file, detached, with a "
            "certificate that is valid"
        )
    return covers, _says(next(found[name] for name in sorted(covers)), covers, author)


def _complaint(found: Mapping[str, DetachedFound]) -> str:
    """The complaint of the one that comes nearest."""
    return min((one.complaints for one in found.values()), key=len)[0]


def _says(one: DetachedFound, covers: frozenset[str], author: Author) -> str:
    certificate = one.certificate
    assert certificate is not None  # noqa: S101 (else there were complaints)
    when = f" on {one.signed_at:%Y-%m-%d %H:%M %z}" if one.signed_at else ""
    same = author.name and author.name.casefold() in certificate.subject.casefold()
    who = "the person who decided" if same else SOMEBODY_ELSE
    by = "itself" if certificate.self_signed else _plain(certificate.issuer)
    return (
        f"signature over the proof for {' and '.join(sorted(covers))}{when}, by a "
        f"certificate that names {_plain(certificate.subject)}, {who}, and "
        f"is issued by {by}; its fingerprint is {certificate.fingerprint}"
    )
