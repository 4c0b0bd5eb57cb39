"""E-mail addresses: what makes one, when two are one, and how they are shown.

Internationalised ones count: a domain in any script (IDNA 2008), and a mailbox in any
script, which asks for a mail server that knows SMTPUTF8.
"""

import re
import unicodedata
from functools import lru_cache

import idna

_LONGEST_LOCAL, _LONGEST_DOMAIN = 64, 253  # octets, as RFC 5321 limits them
_LONGEST = 320  # characters; nothing longer is looked at twice
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\-\u00a1-\U0010ffff]+"  # RFC 5322 and RFC 6531
_LOCAL = re.compile(rf"{_ATOM}(\.{_ATOM})*")
_CURE = "write it like name@example.org"
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e") | frozenset(
    "\u2066\u2067\u2068\u2069"
)


def unsafe(text: str) -> str:
    """The first character that may not stand in a header, as `U+000A`; or nothing.

    Line breaks would begin another header, and marks of direction show a name or an
    address as what it is not.
    """
    for each in text:
        if unicodedata.category(each) in {"Cc", "Cs", "Zl", "Zp"} or each in _BIDI:
            return f"U+{ord(each):04X}"
    return ""


def complaint(address: str) -> tuple[str, str] | None:
    """What is wrong with an address, and the cure; None where it is one."""
    if bad := unsafe(address):
        return f"it holds the character {bad}, which no address has", _CURE
    local, at, name = address.rpartition("@")
    if not at or len(address) > _LONGEST:
        return f'"{address[:40]}" is not an e-mail address', _CURE
    return _mailbox(local) or _domain(name)


def _mailbox(local: str) -> tuple[str, str] | None:
    if not _LOCAL.fullmatch(local) or _has_space(local):
        what = f'"{local[:40]}", before the @, is not the name of a mailbox'
        return what, "give it without spaces, commas, brackets or quotation marks"
    if len(local.encode()) > _LONGEST_LOCAL:
        return "what stands before the @ is longer than 64 bytes", "correct it"
    return None


def _domain(name: str) -> tuple[str, str] | None:
    try:
        domain_name(name)
    except ValueError as refusal:
        cure = "correct what stands behind the @"
        return f'"{name[:40]}" is not a domain ({refusal})', cure
    return None


def _has_space(text: str) -> bool:
    return any(each.isspace() or unicodedata.category(each) == "Cf" for each in text)


@lru_cache(maxsize=4096)
def domain_name(text: str) -> str:
    """A domain in its letters of the wire, small: `xn--exmple-cua.org`.

    Raises:
        ValueError: it is none, and why.
    """
    if not text.isascii() and len(text) > _LONGEST_DOMAIN:
        msg = "it is too long"
        raise ValueError(msg)
    try:
        found = idna.encode(text, uts46=True).decode().lower()
    except UnicodeError as refusal:
        raise ValueError(str(refusal)[:80]) from None
    labels = found.split(".")
    if len(labels) < 2 or not labels[-1] or labels[-1].isdigit():  # noqa: PLR2004 (a name and its top)
        msg = "it has no top domain such as .org"
        raise ValueError(msg)
    if len(found) > _LONGEST_DOMAIN:
        msg = "it is too long"
        raise ValueError(msg)
    return found


def domain(address: str) -> str:
    """The domain of an address, as `domain_name` writes it.

    Raises:
        ValueError: it is no address.
    """
    return domain_name(address.rpartition("@")[2])


def wire(address: str) -> str:
    """An address as mail servers are told it: its mailbox as written.

    Raises:
        ValueError: it is no address.
    """
    if found := complaint(address):
        raise ValueError(found[0])
    local = unicodedata.normalize("NFC", address.rpartition("@")[0])
    return f"{local}@{domain(address)}"


def needs_utf8(address: str) -> bool:
    """Whether only a server that knows SMTPUTF8 can take it."""
    return not address.rpartition("@")[0].isascii()


def key(address: str) -> str:
    """What two spellings of one address share: small letters, the domain encoded.

    A server may tell `Ann@` from `ann@`; none is known to, and a person who is listed
    in both ways would be mailed twice.

    Raises:
        ValueError: it is no address.
    """
    local, _, name = wire(address).rpartition("@")
    return f"{unicodedata.normalize('NFC', local.casefold())}@{name}"


def masked(address: str) -> str:
    """`p***@example.org`: enough to know one's own list by, on screen and in logs."""
    local, at, name = address.rpartition("@")
    return f"{local[:1]}***{at}{name}" if at else f"{address[:1]}***"
