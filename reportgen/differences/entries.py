"""What changed in a TOML file: key by key."""

import json
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from reportgen.differences.difference import Difference, became, quoted, shortened
from reportgen.differences.wording import words_told
from reportgen.errors import Place

_LONG = 60  # characters of a text from which only its changed words are told
_NAMES = ("id", "code", "slug", "role", "name", "title")
"""Keys that tell the entries of a list apart; the first that is there is told."""


def in_entries(
    name: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[Difference]:
    """What changed in a TOML file, by dotted keys; entries of a list count from 1.

    Args:
        name: of the file.
        before: what it said, as tomllib reads it.
        after: what it says.
    """
    told = list(_tables(name, "", before, after))
    what = "comments or spaces changed, and no value"
    return told or [Difference(Place(name), what)]


def _tables(
    name: str, path: str, old: Mapping[str, Any], new: Mapping[str, Any]
) -> Iterator[Difference]:
    for key in dict.fromkeys((*old, *new)):
        dotted = f"{path}.{key}" if path else key
        if key not in new:
            yield _whole(name, dotted, "removed", old[key])
        elif key not in old:
            yield _whole(name, dotted, "added", new[key])
        else:
            yield from _values(name, dotted, old[key], new[key])


def _values(name: str, path: str, old: Any, new: Any) -> Iterator[Difference]:
    """What became of one value, however deep it goes."""
    if _packed(old) == _packed(new):
        return
    if isinstance(old, dict) and isinstance(new, dict):
        yield from _tables(name, path, old, new)
    elif isinstance(old, list) and isinstance(new, list):
        yield from _lists(name, path, old, new)
    else:
        yield Difference(Place(name, column=path), _changed(old, new))


def _lists(
    name: str, path: str, old: Sequence[Any], new: Sequence[Any]
) -> Iterator[Difference]:
    """Entries side by side: equals first, the rest by their place between them."""
    olds, news = list(map(_packed, old)), list(map(_packed, new))
    matcher = SequenceMatcher(None, olds, news, autojunk=False)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            continue
        both = min(end - start, new_end - new_start)
        for n in range(both):
            at = f"{path}.{new_start + n + 1}"
            yield from _values(name, at, old[start + n], new[new_start + n])
        for i in range(start + both, end):
            yield _whole(name, f"{path}.{i + 1}", "removed", old[i])
        for j in range(new_start + both, new_end):
            yield _whole(name, f"{path}.{j + 1}", "added", new[j])


def _whole(name: str, path: str, kind: str, value: Any) -> Difference:
    return Difference(Place(name, column=path), f"{_told(value)} {kind}", kind)


def _changed(old: Any, new: Any) -> str:
    texts = isinstance(old, str) and isinstance(new, str)
    if texts and old and new and max(len(old), len(new)) > _LONG:
        return words_told(old, new)
    if texts:
        return became(old, new)
    return f"{_told(old)} became {_told(new)}"


def _told(value: Any) -> str:
    """A value in few words."""
    if isinstance(value, dict):
        known = next((value[key] for key in _NAMES if value.get(key)), None)
        count = f"{len(value)} key{'' if len(value) == 1 else 's'}"
        return _told(known) if isinstance(known, str) else count
    if isinstance(value, list):
        return shortened(f"[{', '.join(map(_told, value))}]")
    if isinstance(value, bool):
        return str(value).lower()
    return quoted(value) if isinstance(value, str) else shortened(str(value))


def _packed(value: Any) -> str:
    """Equal where the values are, types too: 1, 1.0 and true are three."""
    return json.dumps(value, default=lambda one: [type(one).__name__, str(one)])
