"""Frozen values as JSON and back, by what their classes say of their fields.

Nothing is named that would be looked up: what is read is of the class that its place
asks for, or it is refused. Values that stand in many places are written once.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from reportgen.reading import Entry

Choose = Callable[[Mapping[str, Any]], Any]
"""From the other fields of a value to the kind of one that its class leaves open."""

_BARE = {str, bool, int, float}  # as JSON has them
_NUMBER = re.compile(r"-?[0-9]{1,60}(\.[0-9]{1,60})?(E[+-]?[0-9]{1,3})?")


class Unreadable(ValueError):
    """What was read is not of the kind that its place asks for."""


class Notation:
    """How values of some kinds are written."""

    def __init__(
        self, shared: Sequence[type], chosen: Mapping[tuple[type, str], Choose]
    ) -> None:
        """Begin without values.

        Args:
            shared: kinds that are written once each, and elsewhere by their number;
                one may hold those that stand before it.
            chosen: by class and field, where the class itself says `object`.
        """
        self._chosen = dict(chosen)
        self._pools: dict[type, list[Any]] = {kind: [] for kind in shared}
        self._known: dict[type, dict[str, int]] = {kind: {} for kind in shared}

    # --- writing -------------------------------------------------------------------

    def write(self, value: Any, kind: Any) -> Any:
        """A value in the terms of JSON.

        Raises:
            TypeError: it is not of its kind, or of a kind that cannot be written.
        """
        if kind in self._pools:
            return self._number(value, kind)
        if members := _members(kind):
            return None if value is None else self.write(value, members)
        if is_record(kind):
            return self._record(value, kind)
        return self._plain(value, kind)

    def pools(self) -> list[list[Any]]:
        """What is shared by the values written so far, in the order of the kinds."""
        return list(self._pools.values())

    def _number(self, value: Any, kind: type) -> int:
        told = self._record(value, kind)
        known = self._known[kind]
        number = known.setdefault(json.dumps(told, sort_keys=True), len(known))
        if number == len(self._pools[kind]):
            self._pools[kind].append(told)
        return number

    def _record(self, value: Any, kind: Any) -> dict[str, Any]:
        found: Any = type(value)
        if found is not kind:
            raise TypeError(f"{found.__name__} stands where a {kind.__name__} belongs")
        held = {name: getattr(value, name) for name in _hints(kind)}
        return {
            name: self.write(part, self._kind(kind, name, held))
            for name, part in held.items()
        }

    def _plain(self, value: Any, kind: Any) -> Any:
        origin, inner = get_origin(kind), get_args(kind)
        if origin is tuple:
            kinds = _each(inner, len(value))
            return [self.write(v, k) for v, k in zip(value, kinds, strict=True)]
        if origin is not None and issubclass(origin, Mapping):
            return {key: self.write(value[key], inner[1]) for key in sorted(value)}
        return _told(value, kind)

    # --- reading -------------------------------------------------------------------

    def share(self, pools: Any) -> None:
        """Take what the values to be read share.

        Raises:
            Unreadable: it is not what `pools` gave.
        """
        if not isinstance(pools, list) or len(pools) != len(self._pools):
            raise Unreadable("what is shared is missing")
        for kind, told in zip(self._pools, pools, strict=True):
            self._pools[kind] = [self._remade(one, kind) for one in _list(told)]

    def read(self, told: Any, kind: Any) -> Any:
        """The value that was written.

        Raises:
            Unreadable: it is not of its kind.
        """
        if kind in self._pools:
            return self._shared(told, kind)
        if members := _members(kind):
            return None if told is None else self.read(told, members)
        if is_record(kind):
            return self._remade(told, kind)
        return self._read_plain(told, kind)

    def _shared(self, told: Any, kind: type) -> Any:
        pool = self._pools[kind]
        if type(told) is not int or not 0 <= told < len(pool):
            raise Unreadable(f"{kind.__name__} number {told!r:.40} is not there")
        return pool[told]

    def _remade(self, told: Any, kind: type) -> Any:
        names = set(_hints(kind))
        if not isinstance(told, dict) or set(told) != names:
            raise Unreadable(f"{kind.__name__} has other fields: {told!r:.80}")
        held: dict[str, Any] = {}
        for name in sorted(names, key=lambda name: (kind, name) in self._chosen):
            held[name] = self.read(told[name], self._kind(kind, name, held))
        try:
            return kind(**held)
        except (TypeError, ValueError) as refusal:
            raise Unreadable(f"{kind.__name__}: {refusal!s:.200}") from None

    def _read_plain(self, told: Any, kind: Any) -> Any:
        origin, inner = get_origin(kind), get_args(kind)
        if origin is tuple:
            kinds = _each(inner, len(_list(told)))
            return tuple(self.read(v, k) for v, k in zip(told, kinds, strict=True))
        if origin is not None and issubclass(origin, Mapping):
            if not isinstance(told, dict):
                raise Unreadable(f"no table: {told!r:.80}")
            return {key: self.read(part, inner[1]) for key, part in told.items()}
        if kind in _BARE:
            if type(told) is not kind:
                raise Unreadable(f"no {kind.__name__}: {told!r:.80}")
            return told
        return _from_text(told, kind)

    def _kind(self, kind: type, name: str, held: Mapping[str, Any]) -> Any:
        """The kind of a field: what its class says, or what the other fields choose."""
        choose = self._chosen.get((kind, name))
        return choose(held) if choose else _hints(kind)[name]


def _told(value: Any, kind: Any) -> Any:
    """A single value in the terms of JSON.

    Raises:
        TypeError: it is not of its kind, or of a kind that cannot be written.
    """
    if not isinstance(value, kind):
        raise TypeError(f"{value!r:.40} stands where a {kind.__name__} belongs")
    if kind in _BARE:
        return kind(value)  # a word of a vocabulary is a text where one belongs
    if kind in {date, datetime}:
        return value.isoformat()
    if issubclass(kind, Enum):
        return value.value
    if kind is Decimal:
        return str(value)
    raise TypeError(f"there is no way to write a {kind.__name__}")


def _from_text(told: Any, kind: Any) -> Any:
    """What is written as a text: a choice, a day, a number of so many digits."""
    if not isinstance(told, str) or (kind is Decimal and not _NUMBER.fullmatch(told)):
        raise Unreadable(f"no {kind.__name__}: {told!r:.80}")
    try:
        return kind.fromisoformat(told) if issubclass(kind, date) else kind(told)
    except ValueError:
        raise Unreadable(f"no {kind.__name__}: {told!r:.80}") from None


def _list(told: Any) -> list[Any]:
    if not isinstance(told, list):
        raise Unreadable(f"no list: {told!r:.80}")
    return told


def _each(inner: tuple[Any, ...], count: int) -> tuple[Any, ...]:
    """The kind of each member of a tuple."""
    if inner[1:] == (...,):
        return (inner[0],) * count
    if len(inner) != count:
        raise Unreadable(f"{count} stand where {len(inner)} belong")
    return inner


def _members(kind: Any) -> Any:
    """What may stand where nothing may stand too; None for any other kind."""
    if get_origin(kind) not in {Union, UnionType}:
        return None
    rest = [each for each in get_args(kind) if each is not NoneType]
    return rest[0] if len(rest) == 1 else None


def is_record(kind: Any) -> bool:
    """Whether a kind has fields: a dataclass, or an entry of a file."""
    return isinstance(kind, type) and (is_dataclass(kind) or issubclass(kind, Entry))


@cache
def _hints(kind: Any) -> dict[str, Any]:
    """The kinds of the fields of a class, by name."""
    said = get_type_hints(kind)
    if issubclass(kind, Entry):
        return {name: said[name] for name in kind.model_fields}
    return {field.name: said[field.name] for field in fields(kind) if field.init}
