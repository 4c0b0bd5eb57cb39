"""What a report was made from, as digests: equal inputs make equal bytes."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

_WRITTEN = {".csv", ".toml", ".md"}


class Reader(Protocol):
    """Makes the digest of a file, as `digest` does."""

    def __call__(self, path: Path, /, *, listing: bool = False) -> str:
        """SHA-256 of a file, or of the names in a folder; empty where it is gone."""
        ...


def digest(path: Path, /, *, listing: bool = False) -> str:
    """SHA-256 of a file, or of the names in a folder; empty where it is gone."""
    if listing:
        held = sorted(each.name for each in path.glob("*.md"))
        return hashlib.sha256(json.dumps(held).encode()).hexdigest()
    try:
        is_file = path.is_file()  # a pipe would be read for ever
        return hashlib.sha256(path.read_bytes()).hexdigest() if is_file else ""
    except OSError:
        return ""


def digests(
    folder: Path, names: Iterable[str], read: Reader = digest
) -> dict[str, str]:
    """SHA-256 of inputs, by name.

    Args:
        folder: the workspace.
        names: paths in it; `data/x/` stands for which Markdown files lie in x.
        read: makes the digest of each.
    """
    return {name: read(folder / name, listing=name.endswith("/")) for name in names}


def snapshot(data: Path) -> dict[str, str]:
    """SHA-256 of everything that people wrote, by name, before any of it is read.

    A file that is saved while it is read then counts as changed.
    """
    files = (path for path in data.rglob("*") if path.suffix in _WRITTEN)
    names = [path.relative_to(data.parent).as_posix() for path in files]
    folders = (path for path in data.glob("*/commentary") if path.is_dir())
    names += [f"{path.relative_to(data.parent).as_posix()}/" for path in folders]
    return digests(data.parent, names)
