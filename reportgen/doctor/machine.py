"""What the machine must have: Python, libraries, a typeface, Chrome, Pango, room."""

import json
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata, requires, version
from pathlib import Path

from reportgen.doctor.findings import Finding, caution, fine, lacking, told
from reportgen.errors import EnvironmentFault, FontMissing

_SECONDS = 40.0  # for a chart that takes about two
_LITTLE = 500_000_000  # bytes; two reports, their fonts and a Chrome take a fifth
_GIGABYTE = 1_000_000_000
_REQUIREMENT = re.compile(r"([\w.-]+)(?:>=([\d.]+))?")
_AGAIN = "install reportgen again, as its README says"
_LINE = {
    "data": [{"type": "scatter", "mode": "lines", "x": [0, 1], "y": [0, 1]}],
    "layout": {"title": {"text": "reportgen"}},
}


def python(_folder: Path) -> Iterator[Finding]:
    """Python and reportgen, and how Python was started."""
    here = ".".join(map(str, sys.version_info[:3]))
    try:
        least = (metadata("reportgen")["Requires-Python"] or "").removeprefix(">=")
        ours = version("reportgen")
    except PackageNotFoundError:
        yield caution(f"Python {here}, and reportgen is not installed", _AGAIN)
        return
    if _numbers(here) < _numbers(least):
        yield lacking(f"Python {here} is too old", f"install Python {least} or newer")
    else:
        yield fine(f"reportgen {ours}, Python {here} ({least} or newer is needed)")
    if sys.flags.optimize:
        what = "Python runs with -O, which changes the bytes of a PDF"
        yield lacking(what, "unset PYTHONOPTIMIZE")


def libraries(_folder: Path) -> Iterator[Finding]:
    """Every library that reportgen says it needs, at the version that it needs."""
    try:
        needed = [one for one in requires("reportgen") or () if "extra ==" not in one]
    except PackageNotFoundError:
        return  # the finding before says so
    faults = [finding for one in needed if (finding := _library(one))]
    yield from faults
    if not faults:
        yield fine(f"all {len(needed)} libraries are there, and new enough")


def _library(requirement: str) -> Finding | None:
    """What is wrong with one library; None where nothing is."""
    found = _REQUIREMENT.match(requirement)
    name, least = (found[1], found[2] or "") if found else (requirement, "")
    try:
        here = version(name)
    except PackageNotFoundError:
        return lacking(f"the library {name} is not installed", _AGAIN)
    if _numbers(here) < _numbers(least):
        return lacking(f"{name} {here} is older than {least}", _AGAIN)
    return None


def _numbers(text: str) -> list[int]:
    """`70.0rc1` as 70 and 0; zeros at the end do not count."""
    parts = [re.match(r"\d+", part) for part in text.split(".")]
    numbers = [int(part[0]) if part else 0 for part in parts]
    while numbers and not numbers[-1]:
        numbers.pop()
    return numbers


def typeface(folder: Path) -> Iterator[Finding]:
    """The font files; a workspace's own are opened."""
    from reportgen.pages import fonts

    own = folder / "styles" / "fonts"
    try:
        files = fonts.find(own)
    except FontMissing as missing:
        yield told(missing)
        return
    if files[0].parent == own:
        names = ", ".join(file.name for file in files)
        some = f"{len(files)} sound file{'' if len(files) == 1 else 's'}"
        yield fine(f"the workspace's own typeface, {some}: {names}")
    else:
        yield fine(f"{fonts.FAMILY}, {len(files)} files")


def chrome(folder: Path) -> Iterator[Finding]:
    """Chrome: found, says its version, and draws one chart in bounded time."""
    from reportgen.pages.chrome import chrome_version, find_chrome

    try:
        path = find_chrome()
        yield fine(f"{path}, {chrome_version(path)}")
        _draw(folder / "styles" / "fonts")
    except EnvironmentFault as failure:
        yield told(failure)
        return
    yield fine("it draws a chart")


def _draw(own: Path) -> None:
    """Draw one line, with the fonts of the pages where they are there."""
    from reportgen.pages import fonts
    from reportgen.pages.exporter import ChromeExporter, Drawing

    with tempfile.TemporaryDirectory(prefix="reportgen-doctor-") as folder:
        try:
            laid = fonts.lay_out(Path(folder), fonts.find(own))
            configuration: Path | None = laid.configuration
        except FontMissing:
            configuration = None
        exporter = ChromeExporter(configuration, deadline=_SECONDS)
        exporter.export([Drawing("the test chart", json.dumps(_LINE), 200, 100)])


def pango(_folder: Path) -> Iterator[Finding]:
    """The libraries of the system that lay out text."""
    from reportgen.pages.pdf import companions

    try:
        number, cuts = companions()
    except EnvironmentFault as missing:
        yield told(missing)
        return
    yield fine(f"Pango {number} and its companions")
    if not cuts:
        what = "HarfBuzz cannot cut fonts down, so the bytes of a PDF differ from those"
        cure = "install the Debian package libharfbuzz-subset0"
        yield caution(f"{what} of other machines", cure)


def room(folder: Path) -> Iterator[Finding]:
    """Where a build writes: out/ of a workspace, and the temporary folder."""
    if (folder / "reportgen.toml").is_file():
        out = folder / "out"
        yield _room("out/", out if out.exists() else folder)
    try:
        yield _room("the temporary folder", Path(tempfile.gettempdir()))
    except FileNotFoundError:
        what = "no temporary folder can be written"
        yield lacking(what, "free the disk, or name another folder in TMPDIR")


def _room(name: str, folder: Path) -> Finding:
    """Whether a file can be written there, and how much more."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"room")
            file.flush()
        free = shutil.disk_usage(folder).free
    except OSError as refusal:
        what = f"{name} cannot be written: {folder} ({refusal.strerror})"
        return lacking(what, "free the disk, or give yourself the right to write there")
    told_free = f"{name} can be written, {free / _GIGABYTE:.1f} GB are free"
    if free < _LITTLE:
        return caution(told_free, "make room before the next build")
    return fine(told_free)


def language(_folder: Path) -> Iterator[Finding]:
    """Locale and time zone, which many suspect."""
    names = [os.environ.get(name, "") for name in ("LC_ALL", "LANG", "LANGUAGE")]
    locale = next((name for name in names if name), "not set")
    what = f"locale {locale}, time zone {time.tzname[0]}"
    yield fine(f"{what}: neither changes anything in a report")
