"""The typeface: from static font files to the one fontconfig that all drawers share."""

import hashlib
import os
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from importlib.util import find_spec
from pathlib import Path

from reportgen.errors import FontMissing

FAMILY = "Source Sans Pro"
"""The family name that styles and charts ask for."""
FACES = ("Regular", "It", "Semibold", "Bold")
"""The four faces of the pages: weight 400, 400 italic, 600 and 700."""

_PACKAGE = "font_source_sans_pro"
_FILE = "FONTCONFIG_FILE"
_ROOT = "FONTCONFIG_SYSROOT"  # would lead to other files
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}\.ttf")

# Without hinting a letter is as wide in Chrome, which measures in whole pixels
# otherwise, as it is in Pango.
_CONFIGURATION = """\
<?xml version="1.0"?>
<fontconfig>
  <dir>{files}</dir>
  <cachedir>{cache}</cachedir>
  <match target="font">
    <edit name="hinting" mode="assign"><bool>false</bool></edit>
  </match>
</fontconfig>
"""


@dataclass(frozen=True)
class Fonts:
    """The font files of a run, and the fontconfig that knows these and no others."""

    files: tuple[Path, ...]
    """Static TrueType files, in order of their names."""
    configuration: Path
    """The `fonts.conf` that `FONTCONFIG_FILE` names."""

    def environment(self) -> dict[str, str]:
        """This process's environment, with which a drawer finds these fonts alone."""
        rest = {name: value for name, value in os.environ.items() if name != _ROOT}
        return {**rest, _FILE: str(self.configuration)}


def digest(files: Sequence[Path]) -> str:
    """SHA-256 over the names and the bytes of font files, as 64 hex digits."""
    total = hashlib.sha256()
    for file in files:
        total.update(file.name.encode() + b"\0")
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def find(own: Path | None = None) -> tuple[Path, ...]:
    """The files to use: those in `own` if it holds any, else the packaged typeface.

    Args:
        own: The workspace's folder `styles/fonts`; it may be missing or empty.

    Raises:
        FontMissing: The package, or one of its four files, is not installed.
    """
    if own is not None and (mine := sorted(own.glob("*.ttf"))):
        for file in mine:
            _sound(file)
        return tuple(mine)
    folder = _package_folder()
    files = [folder / f"SourceSansPro-{face}.ttf" for face in FACES]
    missing = [file.name for file in files if not file.is_file()]
    if missing:
        raise FontMissing(_cure(f"{', '.join(missing)} is not in {_PACKAGE}"))
    return tuple(sorted(files))


def _sound(file: Path) -> None:
    """Refuse a file that is no font: Pango would end the whole process on it."""
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with TTFont(file) as font:
            font.getBestCmap()
    except (TTLibError, OSError, KeyError, AttributeError) as problem:
        msg = (
            f"styles/fonts/{file.name} is not a font ({problem}); replace or remove it"
        )
        raise FontMissing(msg) from problem


def install(folder: Path, own: Path | None = None) -> Fonts:
    """Make `folder` the only place where this process and its children find fonts.

    The files are copied, so that what a later run changes cannot reach this one.
    Call it before the first text is measured: fontconfig reads its settings once for
    each drawer.

    Args:
        folder: A temporary folder, which must outlive the drawing.
        own: The workspace's folder `styles/fonts`; it may be missing or empty.

    Raises:
        FontMissing: A font file is not there.
    """
    installed = lay_out(folder, find(own))
    os.environ.pop(_ROOT, None)
    os.environ[_FILE] = str(installed.configuration)
    return installed


def lay_out(folder: Path, chosen: Sequence[Path]) -> Fonts:
    """Copy font files under `folder`, with the configuration that knows only them.

    Args:
        folder: A temporary folder, which must outlive the drawing.
        chosen: From `find`.
    """
    folder = folder.resolve()
    files, cache = folder / "ttf", folder / "cache"
    for each in (files, cache):
        each.mkdir(parents=True, exist_ok=True)
    for old in set(files.iterdir()) - {files / file.name for file in chosen}:
        old.unlink()
    for file in chosen:
        shutil.copyfile(file, files / file.name)
    configuration = folder / "fonts.conf"
    text = _CONFIGURATION.format(files=escape(str(files)), cache=escape(str(cache)))
    configuration.write_text(text, encoding="utf-8")
    return Fonts(tuple(files / file.name for file in chosen), configuration)


def unpack(folder: Path, files: Mapping[str, bytes]) -> Fonts:
    """Lay out font files that were handed over as bytes, as `lay_out` does files.

    Args:
        folder: A temporary folder, which must outlive the drawing.
        files: Bytes by file name, of whatever origin.

    Raises:
        FontMissing: One of them is not called or not made like a font, or none is.
    """
    handed = folder / "handed"
    handed.mkdir(parents=True, exist_ok=True)
    chosen = []
    for name, data in sorted(files.items()):
        if not _NAME.fullmatch(name):
            raise FontMissing(f"{name!r} is no name of a font file; restore the fonts")
        chosen.append(handed / name)
        chosen[-1].write_bytes(data)
        _sound(chosen[-1])
    if not chosen:
        raise FontMissing("no font was handed over; restore the fonts of the edition")
    return lay_out(folder, chosen)


def _package_folder() -> Path:
    spec = find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise FontMissing(_cure(f"the package {_PACKAGE} is not installed"))
    return Path(spec.submodule_search_locations[0]) / "files"


def _cure(what: str) -> str:
    return (
        f"{what}, and the pages are set in {FAMILY}; install the Python package "
        "font-source-sans-pro, or put static .ttf files into styles/fonts/"
    )
