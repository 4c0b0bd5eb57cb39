"""What all pages of a web edition share: style sheet, script and typeface."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reportgen.errors import FaultsFound, Place, Slug, error
from reportgen.pages.web import addresses
from reportgen.pages.web.typeface import Cache, Face, faces
from reportgen.reading import read_text

SHEET = f"styles/{addresses.SHEET}"
SCRIPT = f"templates/web/{addresses.SCRIPT}"
_WEIGHTS = {400, 600}
"""Of the pages; drawings are set in bold too."""


@dataclass(frozen=True)
class Assets:
    """Files beside the pages, and the faces that drawings carry inside."""

    files: dict[str, bytes]
    """By name."""
    faces: tuple[Face, ...]


def read_assets(
    templates: Sequence[Path],
    styles: Sequence[Path],
    fonts: Sequence[Path],
    cache: Cache,
) -> Assets:
    """What the pages of a workspace are dressed in.

    Args:
        templates: folders of templates, the workspace's own first; one has the script.
        styles: folders of style sheets, likewise.
        fonts: the font files in use.
        cache: keeps fonts that were cut in an earlier run.

    Raises:
        FaultsFound: the style sheet or the script is missing or does not read.
    """
    held = faces(fonts, cache)
    worn = [face for face in held if face.weight in _WEIGHTS and not face.italic]
    sheet = "\n".join([*(face.rule for face in worn), sheet_of(styles)])
    script = _read(templates, f"web/{addresses.SCRIPT}", SCRIPT)
    files = {
        addresses.SHEET: sheet.encode(),
        addresses.SCRIPT: script.encode(),
        **{face.name: face.data for face in worn},
    }
    return Assets(files, held)


def sheet_of(styles: Sequence[Path]) -> str:
    """The style sheet of the pages; a workspace's own replaces ours.

    Raises:
        FaultsFound: it is missing or does not read.
    """
    return _read(styles, addresses.SHEET, SHEET)


def _read(shelves: Sequence[Path], name: str, shown: str) -> str:
    for shelf in shelves:
        if (shelf / name).is_file():
            return read_text(shelf / name, shown)
    cure = f"restore it, or remove the folder {shown.partition('/')[0]} to use ours"
    raise FaultsFound([error(Slug.FILE_MISSING, Place(shown), "it is missing", cure)])
