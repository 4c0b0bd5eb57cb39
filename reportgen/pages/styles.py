"""The style sheets of a workspace, each with its drawings put in."""

import re
from collections.abc import Sequence
from pathlib import Path

from reportgen.errors import Fault, FaultsFound, Place, Slug, error
from reportgen.pages.inlay import address
from reportgen.reading import read_text

SHEETS = ("page", "type", "opening", "tables", "figures", "pieces", "sign-off")
"""In the order of the cascade."""
DRAFT = "draft"
"""Comes last, and only on drafts."""
OWN = "own"
"""An optional sheet of the workspace, after ours."""


def read_styles(
    shelves: Sequence[Path], *, draft: bool, more: Sequence[str] = ()
) -> list[tuple[str, str]]:
    """Name and text of each sheet; a workspace's own replaces ours file by file.

    Args:
        shelves: folders of style sheets, the workspace's own first.
        draft: whether the watermark belongs to them.
        more: sheets that only one kind of page has, read after ours.

    Raises:
        FaultsFound: a sheet, or a drawing that it names, is missing.
    """
    faults, sheets = [], []
    for name in [*SHEETS, *more, OWN, *([DRAFT] if draft else [])]:
        path = _found(shelves, f"{name}.css")
        if path is None and name != OWN:
            place = Place(f"styles/{name}.css")
            cure = "restore it, or remove the folder styles to use those of reportgen"
            what = "the style sheet is missing"
            faults.append(error(Slug.FILE_MISSING, place, what, cure))
        elif path is not None:
            try:
                css = read_text(path, f"styles/{name}.css")
                sheets.append((f"styles/{name}.css", _inlined(css, path.parent)))
                faults += _undrawn(css, path)
            except FaultsFound as found:
                faults += found.faults
    if faults:
        raise FaultsFound(faults)
    return sheets


def _found(shelves: Sequence[Path], name: str) -> Path | None:
    return next((s / name for s in shelves if (s / name).is_file()), None)


_DRAWING = re.compile(r'url\("([\w-]+\.svg)"\)')


def _undrawn(css: str, path: Path) -> list[Fault]:
    """Drawings that a sheet names and that do not lie beside it."""
    named = dict.fromkeys(_DRAWING.findall(css))
    what, cure = "the drawing is missing", f"put it beside {path.name}"
    return [
        error(Slug.FILE_MISSING, Place(f"styles/{name}"), what, cure)
        for name in named
        if not (path.parent / name).is_file()
    ]


def _inlined(css: str, folder: Path) -> str:
    """The sheet with each `url("name.svg")` beside it as a `data:` address.

    The renderer opens no file; what it may draw is handed to it.
    """

    def put(found: re.Match[str]) -> str:
        drawing = folder / found[1]
        is_there = drawing.is_file()
        svg = read_text(drawing, f"styles/{found[1]}") if is_there else ""
        return f'url("{address(svg)}")'

    return _DRAWING.sub(put, css)
