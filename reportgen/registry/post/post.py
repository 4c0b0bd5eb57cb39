"""The post: one letter out, by whatever way, and what became of it."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from reportgen import addresses


class State(StrEnum):
    """Where one message stands, from the list to the server's answer."""

    PLANNED = "planned"
    """It is to be sent; nothing has left."""
    SENDING = "sending"
    """It is with the server but for the last line, which is being sent."""
    ACCEPTED = "accepted"
    """The server has taken it over."""
    REFUSED = "refused"
    """The server will not take it, now or later."""
    DEFERRED = "deferred"
    """The server did not take it for the moment."""
    UNKNOWN = "unknown"
    """The last line was sent and no answer was heard."""


@dataclass(frozen=True)
class Letter:
    """One message to one recipient, made only when it is its turn."""

    key: str
    """Tells it from all others; one edition to one address has one key."""
    recipient: str
    sender: str
    """Address that the server is told; the one that readers see stands in the bytes."""
    message_id: str
    """`<...@...>`."""
    make: Callable[[], bytes] = field(repr=False)
    """Its bytes, with lines that end in CR LF."""
    is_guarded: bool = False
    """Whether it may go only over a line whose TLS is verified."""


@dataclass(frozen=True)
class Outcome:
    """What the server said to one letter."""

    state: State
    """Accepted, refused, deferred or unknown."""
    reply: str
    """The server's words with its code, or ours where it said nothing; no secret."""
    is_general: bool = False
    """Whether it says nothing about this letter, but of the server as it is now."""


class Post(Protocol):
    """A way out."""

    name: str
    """As `way` in the settings names it."""

    def post(self, letter: Letter, commit: Callable[[], None]) -> Outcome:
        """Bring one letter out.

        Args:
            letter: it is made here.
            commit: called once, right before what cannot be taken back. Where it was
                not called, nothing has left. What it raises stops the letter.

        Raises:
            EnvironmentFault: no letter can go this way as things are.
            NotAllowed: this letter may not go this way.
        """
        ...


def key_of(edition: str, rendition: str, address: str) -> str:
    """The key of a message: 64 hex digits, the same in every run.

    Args:
        edition: SHA-256 of the edition's manifest.
        rendition: `public` or `partners`.
        address: its writing does not matter, its mailbox does.
    """
    parts = (edition, rendition, addresses.key(address))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def message_id(key: str, sender: str) -> str:
    """The Message-ID of a key, at the sender's domain."""
    return f"<{key[:40]}@{addresses.domain(sender)}>"
