"""Pages to PDFs in a process of its own, in which alone WeasyPrint runs for a build.

One process loads WeasyPrint, fonts and styles once; every document is then set in a
fork of it, which ends with its document. So several documents are set side by side,
memory does not grow with their number, a crash of the text layout takes one document
and not the caller, and each workspace has its own fonts: fontconfig reads its settings
once in the life of a process.

Run as `python -P printing_process.py DESCRIPTOR...`; stdin brings what `printing`
packs, and every descriptor is a socket on which documents are asked for one by one.
"""

import gc
import os
import pickle
import select
import signal
import socket
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from reportgen.errors import ReportgenError
    from reportgen.pages.pdf import Attachment, Imprint, Typesetter

_SIZE = 8  # bytes that say how long a frame is


def send(line: socket.socket, what: object) -> None:
    """One frame: its length, then the pickled object."""
    line.sendall(_framed(pickle.dumps(what)))


def _framed(data: bytes) -> bytes:
    return len(data).to_bytes(_SIZE, "big") + data


def receive(line: socket.socket) -> object:
    """The next frame's object.

    Raises:
        EOFError: the other end is gone.
    """
    length = int.from_bytes(_exactly(line, _SIZE), "big")
    return pickle.loads(_exactly(line, length))  # noqa: S301 (from our own process)


def _exactly(line: socket.socket, count: int) -> bytes:
    parts = bytearray()
    while len(parts) < count:
        part = line.recv(min(count - len(parts), 1 << 20))
        if not part:
            raise EOFError
        parts += part
    return bytes(parts)


def _serve(line: socket.socket, setter: "Typesetter | ReportgenError") -> None:
    """Set documents until the other end is gone.

    Each comes in two frames: the page, and what is embedded in it, which is made while
    the page is laid out.
    """
    with suppress(EOFError, OSError):
        while True:
            request = receive(line)
            child = _Child(request, setter)
            child.hand(receive(line))
            line.sendall(_framed(child.answer(line)))


class _Child:
    """A fork that sets one document."""

    def __init__(self, request: object, setter: "Typesetter | ReportgenError") -> None:
        theirs, self._to = os.pipe()
        self._from, back = os.pipe()
        self._pid = os.fork()
        if self._pid == 0:
            os.close(self._to)
            os.close(self._from)
            _set(request, theirs, back, setter)
        os.close(theirs)
        os.close(back)

    def hand(self, embedded: object) -> None:
        """Give it what is to be embedded; one that has died takes nothing."""
        with suppress(BrokenPipeError):
            _pour(self._to, pickle.dumps(embedded))
        os.close(self._to)

    def answer(self, line: socket.socket) -> bytes:
        """Its answer, or how it ended, pickled; it is killed if nobody waits."""
        parts, poll = [], select.poll()
        poll.register(self._from, select.POLLIN | select.POLLHUP)
        poll.register(line, select.POLLRDHUP)
        while True:
            if any(number != self._from for number, _ in poll.poll()):
                os.kill(self._pid, signal.SIGKILL)
            part = os.read(self._from, 1 << 20)
            if not part:
                break
            parts.append(part)
        os.close(self._from)
        _, status = os.waitpid(self._pid, 0)
        if status:
            return pickle.dumps(f"it ended with {_ending(status)}")
        return b"".join(parts)


def _pour(pipe: int, data: bytes) -> None:
    """All of it, into a pipe that takes a little at a time."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(pipe, rest) :]


def _ending(status: int) -> str:
    if os.WIFSIGNALED(status):
        return f"signal {signal.Signals(os.WTERMSIG(status)).name}"
    return f"status {os.waitstatus_to_exitcode(status)}"


def _set(
    request: object, theirs: int, back: int, setter: "Typesetter | ReportgenError"
) -> None:
    """Set one document, answer, and end this fork whatever happens."""
    status = 1
    try:
        _pour(back, pickle.dumps(_answer(request, theirs, setter)))
        status = 0
    finally:
        os._exit(status)


def _answer(
    request: object, theirs: int, setter: "Typesetter | ReportgenError"
) -> object:
    """The bytes of the PDF, or the error that forbids it, or what went wrong."""
    from reportgen.errors import ReportgenError

    html, imprint, source = cast("tuple[str, Imprint, str]", request)
    try:
        if isinstance(setter, ReportgenError):
            return setter
        return setter.pdf(html, imprint, _attachments(theirs), source)
    except ReportgenError as refusal:
        return refusal
    except Exception:  # whatever the layout may raise, with its lines
        return f"it failed:\n{traceback.format_exc()}"


def _attachments(theirs: int) -> "Iterator[Attachment]":
    """What is to be embedded; it may be made while the pages are laid out."""
    with os.fdopen(theirs, "rb") as pipe:
        yield from cast("list[Attachment]", pickle.load(pipe))  # noqa: S301 (our own)


def main() -> None:
    """Serve all lines, each in a fork, until their other ends are gone."""
    lines = [socket.socket(fileno=int(number)) for number in sys.argv[1:]]
    fonts, styles = pickle.load(sys.stdin.buffer)  # noqa: S301 (from our own process)
    from reportgen.errors import ReportgenError
    from reportgen.pages.pdf import Typesetter

    setter: Typesetter | ReportgenError
    try:
        setter = Typesetter(fonts, styles)
    except ReportgenError as refusal:
        setter = refusal
    # Collecting garbage costs a fifth of the time, and every fork ends soon.
    gc.collect()
    gc.freeze()
    gc.disable()
    for line in lines:
        if os.fork() == 0:
            _serve_alone(line, lines, setter)
    for line in lines:
        line.close()
    for _ in lines:
        os.wait()


def _serve_alone(
    line: socket.socket,
    lines: Sequence[socket.socket],
    setter: "Typesetter | ReportgenError",
) -> None:
    """Serve one line in this fork, without the ends of the others, then end it."""
    try:
        for other in lines:
            if other is not line:
                other.close()
        _serve(line, setter)
    finally:
        os._exit(0)


if __name__ == "__main__":
    main()
