"""JSON that a stranger may have written, read with suspicion: bounded, exact, once."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NoReturn, TypeVar

_Kind = TypeVar("_Kind")
_HEX = frozenset("0123456789abcdef")
_DIGITS = 64  # hex digits of a SHA-256
_LARGEST = 2**53  # no number here is larger, and every reader of JSON holds it exactly
_WORDS = {str: "text", int: "a whole number", bool: "true or false", list: "a list"}


class NotAsAgreed(ValueError):
    """The bytes are not what they ought to be; the message says how, after a name."""


def parsed(data: bytes, largest: int) -> object:
    """What JSON says: no key twice, no number that is none, no nesting without end.

    Args:
        data: the bytes.
        largest: how many of them are read at most.

    Raises:
        NotAsAgreed: it is too large, or not such JSON.
    """
    if len(data) > largest:
        raise NotAsAgreed(f"has more than {largest:,} bytes")
    try:
        text = data.decode("utf-8")
        found: object = json.loads(
            text, object_pairs_hook=_once, parse_constant=_no_number
        )
    except NotAsAgreed:
        raise
    except (ValueError, RecursionError):
        raise NotAsAgreed("is not JSON that can be read") from None
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotAsAgreed("names a key twice")
    return found


def _no_number(_word: str) -> NoReturn:
    raise NotAsAgreed("holds a number that is none")


class Facts:
    """A table of JSON, asked for one key after the other.

    Every question raises NotAsAgreed where the answer is not of the kind asked for.
    """

    def __init__(self, found: object, name: str = "") -> None:
        """The table `found`, which stands under `name`."""
        if not isinstance(found, dict):
            raise NotAsAgreed(f"has no table {name}" if name else "is no table")
        self._found: dict[str, Any] = found
        self._name = name

    def has(self, key: str) -> bool:
        """Whether the key is there and is not null."""
        return self._found.get(key) is not None

    def _take(self, key: str, kind: type[_Kind]) -> _Kind:
        value = self._found.get(key)
        if type(value) is not kind:
            raise self._lacks(key, _WORDS[kind])
        return value

    def _lacks(self, key: str, what: str) -> NotAsAgreed:
        name = f"{self._name}.{key}" if self._name else key
        return NotAsAgreed(f"has no {name} that is {what}")

    def text(self, key: str) -> str:
        """Words."""
        return self._take(key, str)

    def truth(self, key: str) -> bool:
        """True or false."""
        return self._take(key, bool)

    def count(self, key: str, least: int = 0) -> int:
        """A whole number, not below the least."""
        value = self._take(key, int)
        if not least <= value < _LARGEST:
            raise self._lacks(key, f"a whole number from {least}")
        return value

    def digest(self, key: str) -> str:
        """A SHA-256: 64 hex digits in lower case."""
        value = self._take(key, str)
        if len(value) != _DIGITS or not _HEX.issuperset(value):
            raise self._lacks(key, f"{_DIGITS} hex digits")
        return value

    def time(self, key: str) -> str:
        """An ISO date and time with its zone."""
        value = self._take(key, str)
        try:
            has_zone = datetime.fromisoformat(value).tzinfo is not None
        except ValueError:
            has_zone = False
        if not has_zone:
            raise self._lacks(key, "a time with its zone")
        return value

    def table(self, key: str) -> "Facts":
        """A table within."""
        name = f"{self._name}.{key}" if self._name else key
        return Facts(self._found.get(key), name)

    def tables(self, key: str) -> "list[Facts]":
        """A list of tables within."""
        return [Facts(each, key) for each in self._take(key, list)]

    def __iter__(self) -> Iterator[str]:
        """The keys, in their order."""
        yield from self._found
