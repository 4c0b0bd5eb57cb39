"""Standings: where each message of a journal stands, in few bytes, and what may follow.

All of a message stands in the journal's file; of it only places are held.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass, replace

from reportgen.registry.post.post import State

# What may follow what. An accepted message can never be sent again.
_FOLLOWS: Mapping[State, frozenset[State]] = {
    State.PLANNED: frozenset({State.SENDING, State.REFUSED, State.DEFERRED}),
    State.SENDING: frozenset(
        {State.ACCEPTED, State.REFUSED, State.DEFERRED, State.UNKNOWN}
    ),
    State.ACCEPTED: frozenset(),
    State.REFUSED: frozenset({State.PLANNED}),
    State.DEFERRED: frozenset({State.SENDING, State.REFUSED, State.DEFERRED}),
    State.UNKNOWN: frozenset({State.PLANNED}),
}
_STATES = tuple(State)
LEFT = frozenset({State.PLANNED, State.DEFERRED})
"""Of a message that waits to be sent."""
HELD = frozenset({State.ACCEPTED, State.UNKNOWN, State.SENDING})
"""Of a message that its recipient has, or may have."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one message stands, without its words."""

    first: int
    """Where its first line begins, in bytes."""
    last: int
    """Where its last line begins."""
    way: int
    """Where the line begins that named its way out last."""
    attempts: int
    edition: int
    state: State
    is_test: bool

    @property
    def is_left(self) -> bool:
        """Whether it waits to be sent."""
        return self.state in LEFT

    @property
    def may_be_held(self) -> bool:
        """Whether a member has it, or may have it."""
        return self.state in HELD and not self.is_test

    def moved(self, state: State, at: int, *, names_way: bool) -> "Standing":
        """Where it stands after a line that begins at this byte.

        Raises:
            ValueError: that state cannot follow.
        """
        if state not in _FOLLOWS[self.state]:
            raise ValueError(f"{state} cannot follow {self.state}")
        attempts = self.attempts + (state is State.SENDING)
        way = at if names_way else self.way
        return replace(self, state=state, last=at, way=way, attempts=attempts)


_ROW = struct.Struct("<QQQIIB?")
SIZE = _ROW.size
"""Bytes of a packed standing."""


def packed(one: Standing) -> bytes:
    """A standing in as few bytes as it needs.

    Raises:
        ValueError: a number is too large for any journal.
    """
    state = _STATES.index(one.state)
    places = (one.first, one.last, one.way)
    try:
        return _ROW.pack(*places, one.attempts, one.edition, state, one.is_test)
    except struct.error as refusal:
        raise ValueError(str(refusal)) from None


def unpacked(rows: bytearray, number: int) -> Standing:
    """The standing of a number, from 0, out of many that are packed."""
    row = _ROW.unpack_from(rows, number * SIZE)
    first, last, way, attempts, edition, state, is_test = row
    return Standing(first, last, way, attempts, edition, _STATES[state], is_test)
