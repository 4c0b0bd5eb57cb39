"""What gives the pages their look, by name and digest: templates, styles, fonts."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from reportgen.pages.styles import read_styles
from reportgen.pages.web.assets import SHEET, sheet_of

_BESIDE = {"record.html"}  # no report is made of it, so it voids no approval
_LETTERS = "mail/"  # and so do letters


@dataclass(frozen=True)
class Look:
    """All that gives the pages their look, as it was when it was read."""

    sheets: tuple[tuple[str, str], ...]
    """File name and text of each style sheet, in the order of the cascade."""
    fonts: tuple[Path, ...]
    """The font files in use."""
    digests: Mapping[str, str]
    """SHA-256 of templates, styles and fonts, by name."""


def read_look(
    templates: Sequence[Path],
    styles: Sequence[Path],
    fonts: Sequence[Path],
    *,
    draft: bool,
) -> Look:
    """The look of the pages, as it is now.

    The sheets that are digested are those that are handed on. Templates and fonts are
    used later: one that changes in between no longer fits its digest, so that the next
    run makes the pages anew.

    Args:
        templates: folders of templates, the workspace's own first.
        styles: folders of style sheets, likewise.
        fonts: the font files in use.
        draft: whether the watermark belongs to it.

    Raises:
        FaultsFound: a style sheet is missing or does not read.
    """
    sheets = tuple(read_styles(styles, draft=draft))
    digests = {
        **{name: _digest(css.encode()) for name, css in sheets},
        SHEET: _digest(sheet_of(styles).encode()),
        **_of_templates(templates),
        **{f"fonts/{file.name}": _digest(file.read_bytes()) for file in fonts},
    }
    return Look(sheets, tuple(fonts), digests)


def _of_templates(shelves: Sequence[Path]) -> dict[str, str]:
    """The templates that are used: the first shelf that has one counts."""
    found: dict[str, str] = {}
    for shelf in reversed(shelves):
        for path in sorted(shelf.rglob("*")):  # a template may include any file
            inside = path.relative_to(shelf).as_posix()
            is_beside = path.name in _BESIDE or inside.startswith(_LETTERS)
            if path.is_file() and path.suffix != ".md" and not is_beside:
                name = f"templates/{inside}"
                found[name] = _digest(path.read_bytes())
    return found


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
