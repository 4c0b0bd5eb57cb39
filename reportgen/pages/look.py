"""What gives the pages their look, by name and digest: templates, styles, fonts."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from reportgen.pages.styles import read_styles


def look(
    templates: Sequence[Path],
    styles: Sequence[Path],
    fonts: Sequence[Path],
    *,
    draft: bool,
) -> dict[str, str]:
    """SHA-256 of all that gives the pages their look, as it is now.

    Args:
        templates: folders of templates, the workspace's own first.
        styles: folders of style sheets, likewise.
        fonts: the font files in use.
        draft: whether the watermark belongs to it.

    Raises:
        FaultsFound: a style sheet is missing or does not read.
    """
    sheets = read_styles(styles, draft=draft)
    return {
        **{name: _digest(css.encode()) for name, css in sheets},
        **_of_templates(templates),
        **{f"fonts/{file.name}": _digest(file.read_bytes()) for file in fonts},
    }


def _of_templates(shelves: Sequence[Path]) -> dict[str, str]:
    """The templates that are used: the first shelf that has one counts."""
    found: dict[str, str] = {}
    for shelf in reversed(shelves):
        for path in sorted(shelf.rglob("*")):  # a template may include any file
            if path.is_file() and path.suffix != ".md":
                name = f"templates/{path.relative_to(shelf).as_posix()}"
                found[name] = _digest(path.read_bytes())
    return found


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
