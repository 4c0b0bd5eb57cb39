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
import signal
import socket
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from reportgen.errors import ReportgenError
    from reportgen.pages.pdf import Attachment, Imprint, Typesetter

_SIZE = 8  # bytes that say how long a frame is


def send(line: socket.socket, what: object) -> None:
    """One frame: its length, then the pickled object."""
    data = pickle.dumps(what)
    line.sendall(len(data).to_bytes(_SIZE, "big") + data)


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
    """Set documents until the other end is gone, or until one of them crashes."""
    while True:
        try:
            request = receive(line)
        except (EOFError, OSError):
            return
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)
            _set(line, request, setter, writer)
        os.close(writer)
        with os.fdopen(reader, "rb") as pipe:
            answer = pipe.read()
        _, status = os.waitpid(child, 0)
        if status:
            send(line, f"it ended with {_ending(status)}")
            return
        line.sendall(len(answer).to_bytes(_SIZE, "big") + answer)


def _ending(status: int) -> str:
    if os.WIFSIGNALED(status):
        return f"signal {signal.Signals(os.WTERMSIG(status)).name}"
    return f"status {os.waitstatus_to_exitcode(status)}"


def _set(
    line: socket.socket,
    request: object,
    setter: "Typesetter | ReportgenError",
    writer: int,
) -> None:
    """Set one document, answer, and end this fork whatever happens."""
    status = 1
    try:
        answer = memoryview(pickle.dumps(_answer(line, request, setter)))
        while answer:
            answer = answer[os.write(writer, answer) :]
        status = 0
    finally:
        os._exit(status)


def _answer(
    line: socket.socket, request: object, setter: "Typesetter | ReportgenError"
) -> object:
    """The bytes of the PDF, or the error that forbids it."""
    from reportgen.errors import ReportgenError

    html, imprint, source = cast("tuple[str, Imprint, str]", request)
    attachments = _attachments(line)
    try:
        if isinstance(setter, ReportgenError):
            return setter
        return setter.pdf(html, imprint, attachments, source)
    except ReportgenError as refusal:
        return refusal
    finally:
        list(attachments)  # read them even where nobody asked, or the next reads them


def _attachments(line: socket.socket) -> "Iterator[Attachment]":
    """What is to be embedded; it may be made while the pages are laid out."""
    yield from cast("list[Attachment]", receive(line))


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
