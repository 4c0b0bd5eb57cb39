"""The press of a run: fonts, styles, printer and Chrome, started early."""

import atexit
import os
import shutil
import sys
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from reportgen.errors import EnvironmentFault, OutputNotWritable
from reportgen.pages import fonts
from reportgen.pages.exporter import ChromeExporter
from reportgen.pages.look import Look
from reportgen.pages.printing import Printer
from reportgen.settings import Workspace

_FOLDER = "reportgen-fonts-"
_MOST_PRINTERS = 2  # kept for the next run of this process: its own look, and another


@dataclass(frozen=True)
class Press:
    """What all documents of a run share."""

    workspace: Workspace
    kind: str
    """`draft`, with a watermark, or `proof`."""
    fonts: fonts.Fonts
    look: Look
    """Of the pages; taken before it is used."""
    printer: Printer
    chrome: ChromeExporter


@contextmanager
def opened(
    workspace: Workspace, kind: str, look: Look, *, draws: bool
) -> Iterator[Press]:
    """The press for one run; its processes start while data are being read.

    Args:
        workspace: whose templates are used.
        kind: `draft` or `proof`.
        look: its styles and fonts are used.
        draws: whether charts are likely to be drawn; if not, Chrome waits until it is
            asked for.

    Raises:
        EnvironmentFault: Chrome is missing, or Python runs with -O.
    """
    if sys.flags.optimize:
        msg = "Python runs with -O, which changes the bytes; unset PYTHONOPTIMIZE"
        raise EnvironmentFault(msg)
    installed = _installed(look.fonts)
    chrome = ChromeExporter(installed.configuration)
    try:
        if draws:
            chrome.start()
        printer = _printers.get(installed, look.sheets)
        yield Press(
            workspace=workspace,
            kind=kind,
            fonts=installed,
            look=look,
            printer=printer,
            chrome=chrome,
        )
    finally:
        chrome.close()


# --- What is kept from run to run of one process -------------------------------------

_lock = threading.Lock()
_laid_out: dict[str, fonts.Fonts] = {}


def _installed(chosen: Sequence[Path]) -> fonts.Fonts:
    """The fonts, copied once in a process: a copy cannot change under a printer."""
    digest = fonts.digest(chosen)
    with _lock:
        if digest not in _laid_out:
            _sweep(Path(tempfile.gettempdir()))
            _laid_out[digest] = _copied(chosen)
        return _laid_out[digest]


def _copied(chosen: Sequence[Path]) -> fonts.Fonts:
    try:
        folder = Path(tempfile.mkdtemp(prefix=f"{_FOLDER}{os.getpid()}-"))
        atexit.register(_removed, folder, os.getpid())
        return fonts.lay_out(folder, chosen)
    except OSError as refusal:
        msg = f"no temporary folder can be written ({refusal.strerror}); free the disk"
        raise OutputNotWritable(msg) from None


def _removed(folder: Path, owner: int) -> None:
    """Remove the fonts, unless this is a fork of whom they belong to."""
    if os.getpid() == owner:
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(temporary: Path) -> None:
    """Remove what runs left that were killed before they could."""
    for folder in temporary.glob("reportgen-*-*"):
        number = folder.name.split("-")[2]
        if number.isdigit() and not Path(f"/proc/{number}").exists():
            shutil.rmtree(folder, ignore_errors=True)


class _Printers:
    """Printers by fonts and styles; the one that was used longest ago goes first.

    A printer that is dropped while another thread uses it ends with that use.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[object, Printer] = OrderedDict()

    def get(
        self, laid_out: fonts.Fonts, sheets: tuple[tuple[str, str], ...]
    ) -> Printer:
        key = (laid_out, sheets)
        with self._lock:
            printer = self._kept.pop(key, None)
            if printer is None or not printer.lives():
                printer = Printer(laid_out, sheets)
            self._kept[key] = printer
            while len(self._kept) > _MOST_PRINTERS:
                self._kept.popitem(last=False)
        return printer


_printers = _Printers()
