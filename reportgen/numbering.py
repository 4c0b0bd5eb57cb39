"""Numbers for keys: from texts to 0, 1, 2 in the order in which they came.

A dictionary takes about 200 bytes for a key of 64 letters and its number; this takes
about 30, which counts where a list has ten thousand members. A key is held as 128 bits
of its digest: that two of a million were taken for one has odds of one in 10^26.
"""

import hashlib
from array import array

_BYTES = 16  # of a digest
_LEAST = 8  # places of the table at first


class Numbering:
    """The number of each key; what is added stays."""

    def __init__(self) -> None:
        """No key has one yet."""
        self._digests = bytearray()
        self._table = array("I", bytes(4 * _LEAST))  # a number and 1, or 0

    def __len__(self) -> int:
        """How many keys there are."""
        return len(self._digests) // _BYTES

    def __contains__(self, key: str) -> bool:
        """Whether a key has a number."""
        return self.find(key) is not None

    def find(self, key: str) -> int | None:
        """The number of a key; None where it has none."""
        number = self._table[self._place(_digest(key))]
        return number - 1 if number else None

    def add(self, key: str) -> int:
        """The number of a key; the next one where it has none yet."""
        digest = _digest(key)
        place = self._place(digest)
        if number := self._table[place]:
            return number - 1
        self._digests += digest
        self._table[place] = len(self)
        if 3 * len(self) > 2 * len(self._table):
            self._grow()
        return len(self) - 1

    def _place(self, digest: bytes) -> int:
        """Where the number of a digest stands in the table, or is to stand."""
        last = len(self._table) - 1
        place = int.from_bytes(digest[:8]) & last
        while number := self._table[place]:
            at = (number - 1) * _BYTES
            if self._digests[at : at + _BYTES] == digest:
                break
            place = (place + 1) & last
        return place

    def _grow(self) -> None:
        """Twice the table, so that a search stays short."""
        self._table = array("I", bytes(8 * len(self._table)))
        for at in range(0, len(self._digests), _BYTES):
            place = self._place(bytes(self._digests[at : at + _BYTES]))
            self._table[place] = at // _BYTES + 1


def _digest(key: str) -> bytes:
    return hashlib.blake2b(key.encode(), digest_size=_BYTES).digest()
