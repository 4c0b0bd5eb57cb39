"""The style sheets of a workspace, each with its drawings put in."""

import re
from collections.abc import Sequence
from pathlib import Path

from reportgen.errors import Fault, FaultsFound, Place, Slug, error
from reportgen.pages.figures import address

SHEETS = ("page", "type", "opening", "tables", "figures", "pieces")
"""In the order of the cascade."""
DRAFT = "draft"
"""Comes last, and only on drafts."""
OWN = "own"
"""An optional sheet of the workspace, after ours."""


def read_styles(shelves: Sequence[Path], *, draft: bool) -> list[tuple[str, str]]:
    """Name and text of each sheet; a workspace's own replaces ours file by file.

    Raises:
        FaultsFound: a sheet, or a drawing that it names, is missing.
    """
    faults, sheets = [], []
    for name in [*SHEETS, OWN, *([DRAFT] if draft else [])]:
        path = _found(shelves, f"{name}.css")
        if path is None and name != OWN:
            place = Place(f"styles/{name}.css")
            cure = "restore it, or remove the folder styles to use those of reportgen"
            what = "the style sheet is missing"
            faults.append(error(Slug.FILE_MISSING, place, what, cure))
        elif path is not None:
            faults += _undrawn(path)
            sheets.append((f"styles/{name}.css", _inlined(path)))
    if faults:
        raise FaultsFound(faults)
    return sheets


def _found(shelves: Sequence[Path], name: str) -> Path | None:
    return next((s / name for s in shelves if (s / name).is_file()), None)


_DRAWING = re.compile(r'url\("([\w-]+\.svg)"\)')


def _undrawn(path: Path) -> list[Fault]:
    """Drawings that a sheet names and that do not lie beside it."""
    named = dict.fromkeys(_DRAWING.findall(path.read_text("utf-8")))
    what, cure = "the drawing is missing", f"put it beside {path.name}"
    return [
        error(Slug.FILE_MISSING, Place(f"styles/{name}"), what, cure)
        for name in named
        if not (path.parent / name).is_file()
    ]


def _inlined(path: Path) -> str:
    """The sheet with each `url("name.svg")` beside it as a `data:` address.

    The renderer opens no file; what it may draw is handed to it.
    """

    def put(found: re.Match[str]) -> str:
        drawing = path.parent / found[1]
        svg = drawing.read_text("utf-8") if drawing.is_file() else ""
        return f'url("{address(svg)}")'

    return _DRAWING.sub(put, path.read_text("utf-8"))
