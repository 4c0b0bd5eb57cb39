"""The printer: documents to PDFs, several at once, in `printing_process`."""

import os
import pickle
import queue
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import weakref
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

from reportgen.errors import LayoutFailed, ReportgenError
from reportgen.pages.fonts import Fonts
from reportgen.pages.printing_process import receive, send

if TYPE_CHECKING:
    from reportgen.pages.pdf import Attachment, Imprint

_PROCESS = Path(__file__).with_name("printing_process.py")
_MOST_LINES = 8  # documents at once, however many cores there are
_WORDS = 400  # characters of what a dying process said


class Printer:
    """One process with WeasyPrint, fonts and styles; starts at once, works later."""

    def __init__(self, fonts: Fonts, styles: Sequence[tuple[str, str]]) -> None:
        """Start, without waiting until it is ready.

        Args:
            fonts: from `fonts.lay_out`; its folder must outlive the printer.
            styles: file name and CSS of each sheet, in the order of the cascade.
        """
        folder = tempfile.mkdtemp(prefix=f"reportgen-printer-{os.getpid()}-")
        pairs = [socket.socketpair() for _ in range(lines())]
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 (lives as long as this)
        try:
            setup = pickle.dumps((fonts, list(styles)))
            environment = {**fonts.environment(), "TMPDIR": folder}
            environment["PYTHONPATH"] = _paths(environment.get("PYTHONPATH", ""))
            ends = [far for _, far in pairs]
            self.process = _started(environment, setup, ends, self._said)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        finally:
            for _, far in pairs:
                far.close()
        self._free: queue.LifoQueue[socket.socket] = queue.LifoQueue()
        for near, _ in pairs:
            self._free.put(near)
        self.broken = False
        """Whether the process is gone; another printer is needed."""
        nears = [near for near, _ in pairs]
        held: list[socket.socket | IO[bytes]] = [*nears, self._said]
        owner = os.getpid()
        self.close = weakref.finalize(self, _end, self.process, held, folder, owner)
        """Ends all; once is enough, and the end of this object or of Python does it."""

    def print(
        self,
        html: str,
        imprint: "Imprint",
        attachments: "Callable[[], Sequence[Attachment]]",
        source: str,
    ) -> bytes:
        """One document as the bytes of a PDF; may be called from several threads.

        Args:
            html: a whole page.
            imprint: the file's metadata.
            attachments: makes the files to embed; called while the page is laid out.
            source: what to call the page in faults.

        Raises:
            FaultsFound: the styles, the layout or the PDF has errors.
            LibraryMissing: Pango or one of its companions is not installed.
            LayoutFailed: the process died.
        """
        line = self._free.get()
        try:
            answer = self._asked(line, (html, imprint, source), attachments)
        finally:
            self._free.put(line)
        if isinstance(answer, str):
            raise LayoutFailed(_told(source, answer))
        if isinstance(answer, ReportgenError):
            raise answer
        assert isinstance(answer, bytes)  # noqa: S101 (that is all it sends)
        return answer

    def lives(self) -> bool:
        """Whether it can take another document."""
        return not self.broken and self.process.poll() is None

    def _asked(
        self,
        line: socket.socket,
        request: "tuple[str, Imprint, str]",
        attachments: "Callable[[], Sequence[Attachment]]",
    ) -> object:
        """The answer to a request: bytes, an error, or how the process ended."""
        embedded: list[Attachment] = []
        try:
            send(line, request)
            try:
                embedded += attachments()
            finally:  # whatever happened, the other end waits for them
                send(line, embedded)
                answer = receive(line)
        except (EOFError, OSError):
            self.broken = True
            return self._last_words()
        return answer

    def _last_words(self) -> str:
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(1)
        self._said.seek(0)
        words = self._said.read().decode(errors="replace").strip()[-_WORDS:]
        return words or "it ended without a word"


def _paths(before: str) -> str:
    """Where the process finds this very package first, and not another of its name."""
    return os.pathsep.join(filter(None, [str(_PROCESS.parents[2]), before]))


def lines() -> int:
    """How many documents are set at once: as many as this process has cores."""
    return min(len(os.sched_getaffinity(0)), _MOST_LINES)


def _started(
    environment: Mapping[str, str],
    setup: bytes,
    ends: Sequence[socket.socket],
    said: IO[bytes],
) -> subprocess.Popen[bytes]:
    numbers = [end.fileno() for end in ends]
    with tempfile.TemporaryFile() as file:  # a pipe would make us wait for its reader
        file.write(setup)
        file.seek(0)
        # -P: beside the program lie modules named like some of Python's own.
        return subprocess.Popen(  # noqa: S603 -- our own program
            [sys.executable, "-P", "-W", "ignore", _PROCESS, *map(str, numbers)],
            stdin=file,
            stdout=subprocess.DEVNULL,
            stderr=said,
            pass_fds=numbers,
            env=environment,
            start_new_session=True,
        )


def _told(source: str, words: str) -> str:
    return (
        f"the program that lays out pages died over {source}: {words}; see that memory "
        "is not short, then try again; if it dies again, look for what is unusual there"
    )


def _end(
    process: subprocess.Popen[bytes],
    held: Sequence[socket.socket | IO[bytes]],
    folder: str,
    owner: int,
) -> None:
    """Kill the process with all its forks, and leave none of its files."""
    if os.getpid() != owner:
        return  # a fork of whom it belongs to
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for each in held:
        each.close()
    shutil.rmtree(folder, ignore_errors=True)
