"""What a report was made from, as digests: equal inputs make equal bytes."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path


def digests(folder: Path, names: Iterable[str]) -> dict[str, str]:
    """SHA-256 of inputs, by name.

    Args:
        folder: the workspace.
        names: paths in it; `data/x/` stands for which Markdown files lie in x.
    """
    return {name: digest(folder / name, listing=name.endswith("/")) for name in names}


def digest(path: Path, *, listing: bool = False) -> str:
    """SHA-256 of a file, or of the names in a folder; empty where it is gone."""
    if listing:
        held = sorted(each.name for each in path.glob("*.md"))
        return hashlib.sha256(json.dumps(held).encode()).hexdigest()
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
