"""Chrome: found, started in a process of its own, asked once, and ended for certain.

The process (`chrome_process`) leads a process group that Chrome belongs to, and it
keeps every temporary file in one folder, so that a kill and a removal end all.
"""

import contextlib
import functools
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import weakref
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from reportgen.errors import ChromeFailed, ChromeMissing, FontMissing

_PROCESS = Path(__file__).with_name("chrome_process.py")

_NAMES = (
    "chromium",
    "chromium-headless-shell",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
)

_SECONDS_FOR_VERSION = 10


class TryFailed(ChromeFailed):
    """One try failed in a way that another try may cure."""


def find_chrome() -> str:
    """The Chrome to draw with: what BROWSER_PATH names, else the first on PATH.

    Raises:
        ChromeMissing: BROWSER_PATH names no program, or it is unset and PATH has none.
    """
    told = os.environ.get("BROWSER_PATH")
    for name in [told] if told else _NAMES:
        if found := shutil.which(name):
            return found
    raise ChromeMissing


@functools.cache
def chrome_version(chrome: str) -> str:
    """What a Chrome says of its version; it is asked once in the life of a process.

    Raises:
        ChromeFailed: it does not say.
    """
    process = subprocess.Popen(  # noqa: S603 -- the program that will draw, anyway
        [chrome, "--version"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        said, _ = process.communicate(timeout=_SECONDS_FOR_VERSION)
    except subprocess.TimeoutExpired:
        said = b""
    finally:
        _kill(process)
    if process.returncode or not said.strip():
        msg = f"{chrome} --version says nothing; name another Chrome in BROWSER_PATH"
        raise ChromeFailed(msg)
    return said.decode(errors="replace").strip()


class Run:
    """One process with one Chrome, which starts at once, for one question."""

    def __init__(self, fontconfig: Path | None) -> None:
        """Start, without waiting until Chrome is ready.

        Args:
            fontconfig: a fonts.conf; None for the fonts of the machine.

        Raises:
            ChromeMissing: there is none.
            FontMissing: the fonts.conf is not there.
        """
        chrome = find_chrome()
        folder = tempfile.mkdtemp(prefix="reportgen-chrome-")
        try:
            # -P: beside the program lie modules named like some of Python's own.
            self._process = subprocess.Popen(  # noqa: S603 -- our own program
                [sys.executable, "-P", "-W", "ignore", _PROCESS, chrome, folder],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=_environment(folder, fontconfig),
                start_new_session=True,
            )
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        self.stop = weakref.finalize(self, _clear, self._process, folder)
        """Ends all; once is enough, and the end of this object or of Python does it."""

    def ask(
        self, jobs: Sequence[Mapping[str, Any]], seconds: float
    ) -> list[dict[str, Any]]:
        """The answers to the jobs, as `exporter.js` describes both; then all ends.

        Raises:
            TryFailed: Chrome died, or the answer is none or came too late.
        """
        try:
            out, err = self._process.communicate(json.dumps(jobs).encode(), seconds)
            if self._process.returncode:
                raise TryFailed(_reason(self._process.returncode, err))
            answers: list[dict[str, Any]] = json.loads(out)
        except subprocess.TimeoutExpired:
            msg = f"it gave no answer within {seconds:.0f} s"
            raise TryFailed(msg) from None
        except json.JSONDecodeError as error:
            msg = f"its answer is not JSON ({error})"
            raise TryFailed(msg) from error
        finally:
            self.stop()
        return answers


def _environment(folder: str, fontconfig: Path | None) -> dict[str, str]:
    """Ours, with what could make a chart differ from machine to machine set."""
    ours = {"TMPDIR": folder, "TZ": "UTC", "LC_ALL": "C.UTF-8"}
    if fontconfig is not None:
        if not fontconfig.is_file():
            msg = f"the font configuration {fontconfig} for Chrome is not there"
            raise FontMissing(msg)
        ours["FONTCONFIG_FILE"] = str(fontconfig.resolve())
    rest = dict(os.environ)
    rest.pop("FONTCONFIG_SYSROOT", None)  # would lead to other fonts
    return {**rest, **ours}


def _reason(status: int, stderr: bytes) -> str:
    """What a failed process said, without the chatter of a healthy Chrome."""
    chatter = ("[", " ", "wrapper CLI", "Traceback")
    lines = stderr.decode(errors="replace").splitlines()
    words = [line for line in lines if line and not line.startswith(chatter)]
    return "; ".join(words[-3:]) or f"it ended with status {status} and no word"


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a process that leads a group, with the whole group, and reap it."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    with contextlib.suppress(OSError), process:
        pass  # closes the pipes and waits
    # Where we are process 1, as in a container, the orphans of the group are ours.
    with contextlib.suppress(ChildProcessError):
        for _ in range(100):
            if os.waitpid(-process.pid, os.WNOHANG) == (0, 0):
                time.sleep(0.01)


def _clear(process: subprocess.Popen[bytes], folder: str) -> None:
    _kill(process)
    for _ in range(100):  # a process being killed may still write for a moment
        shutil.rmtree(folder, ignore_errors=True)
        if not Path(folder).exists():
            return
        time.sleep(0.05)
