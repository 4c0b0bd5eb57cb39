"""Names of files within an edition: relative, plain, alike on every system."""

import unicodedata
from collections.abc import Callable, Iterable

_LONGEST = 255  # bytes of one part of a name that file systems take
_DEEPEST = 12  # folders within each other
_REFUSED = frozenset('\\:*?"<>|')  # mean something to one system or another


def complaint(name: str) -> str:
    """Why a name may not stand in an edition; empty where it may."""
    return next((why for why, holds in _RULES if holds(name, name.split("/"))), "")


_RULES: tuple[tuple[str, Callable[[str, list[str]], bool]], ...] = (
    (
        "leads out of its folder, or is no plain path",
        lambda _, parts: any(part in {"", ".", ".."} for part in parts),
    ),
    (
        "has characters that a file name may not have",
        lambda name, _: not name.isprintable() or not _REFUSED.isdisjoint(name),
    ),
    (
        "is spelled in a way that some systems change (not NFC)",
        lambda name, _: unicodedata.normalize("NFC", name) != name,
    ),
    (
        "begins or ends with a space, or ends with a full stop",
        lambda _, parts: any(p != p.strip() or p.endswith(".") for p in parts),
    ),
    (
        "is too long",
        lambda _, parts: (
            len(parts) > _DEEPEST or any(len(p.encode()) > _LONGEST for p in parts)
        ),
    ),
)


def clashes(names: Iterable[str]) -> list[str]:
    """Names that some system takes for another one: by case, or a file as a folder."""
    seen: dict[str, str] = {}
    found = []
    files = set(names)
    for name in sorted(files):
        parts = name.split("/")
        for depth in range(1, len(parts) + 1):
            path = "/".join(parts[:depth])
            is_folder = depth < len(parts)
            if seen.setdefault(path.casefold(), path) != path or (
                is_folder and path in files
            ):
                found.append(name)
                break
    return found
