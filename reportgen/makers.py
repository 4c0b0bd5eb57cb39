"""What a workspace's pages are made with besides its data: look, versions, program."""

import ctypes
import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from reportgen.errors import EnvironmentFault
from reportgen.evidence.inputs import digest
from reportgen.pages import fonts
from reportgen.pages.chrome import chrome_version, find_chrome
from reportgen.pages.look import Look, read_look
from reportgen.settings import Workspace

_LIBRARIES = ("weasyprint", "pydyf", "jinja2", "markdown-it-py", "nh3", "pandas")
_DRAWERS = ("plotly", "kaleido", "afcharts", "fonttools")
_WRITERS = ("gptables", "xlsxwriter")
# No wheel brings these: where each is, and what tells its version.
_SHARED = {
    "pango": ("libpango-1.0.so.0", "pango_version_string"),
    "harfbuzz": ("libharfbuzz.so.0", "hb_version_string"),
}

# What changes no byte of any page: commands, what people do with finished pages, and
# what is kept of them.
_IDLE = {"cli", "desk", "differences", "doctor", "registry", "welcome", "foundation.py"}


def look_of(workspace: Workspace, kind: str) -> Look:
    """The look of a workspace's pages as it is now.

    Args:
        workspace: whose templates, styles and fonts are used.
        kind: `draft`, with a watermark, or `proof`.

    Raises:
        FaultsFound: a style sheet does not read.
        FontMissing: a font file is not there.
    """
    return read_look(
        workspace.shelves("templates"),
        workspace.shelves("styles"),
        fonts.find(workspace.folder / "styles" / "fonts"),
        draft=kind == "draft",
    )


@cache
def makers() -> dict[str, str]:
    """Versions of all that draws, and the digest of this program; once in a process."""
    try:
        chrome = chrome_version(find_chrome())
    except EnvironmentFault:
        chrome = ""  # whoever needs to draw will say so
    return {
        "reportgen": version("reportgen"),
        "program": _program(),
        "chrome": chrome,
        **{name: version(name) for name in (*_LIBRARIES, *_DRAWERS, *_WRITERS)},
        **{name: _told_by(*shared) for name, shared in _SHARED.items()},
    }


def _told_by(library: str, function: str) -> str:
    """The version that a shared library tells; empty where it is not there."""
    try:
        tells = getattr(ctypes.CDLL(library), function)
    except (OSError, AttributeError):
        return ""  # whoever needs it will say so
    tells.restype = ctypes.c_char_p
    return bytes(tells()).decode()


def _program() -> str:
    """SHA-256 over the files of this package that make pages."""
    package, total = Path(__file__).parent, hashlib.sha256()
    for path in sorted((*package.rglob("*.py"), *package.rglob("*.js"))):
        name = path.relative_to(package).as_posix()
        if name.partition("/")[0] not in _IDLE:
            total.update(f"{name}\0{digest(path)}".encode())
    return total.hexdigest()
