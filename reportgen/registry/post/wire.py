"""The wire: a message as it goes over a line, and what the other end says meanwhile."""

import re
import smtplib
import ssl
from collections.abc import Iterator

_CHUNK = 1 << 16  # bytes at a time, so that a slow line is not a dead one


def unasked(line: smtplib.SMTP) -> bytes | None:
    """What the server has said unasked: nothing (None), words, or farewell (empty)."""
    sock = line.sock
    if sock is None:
        return b""
    patience = sock.gettimeout()
    try:
        sock.settimeout(0.0)
        return sock.recv(4096)
    except (BlockingIOError, ssl.SSLWantReadError):
        return None
    except OSError:
        return b""
    finally:
        sock.settimeout(patience)


def chunks(data: bytes) -> Iterator[memoryview]:
    """The bytes, part by part."""
    view = memoryview(data)
    return (view[at : at + _CHUNK] for at in range(0, len(view), _CHUNK))


def stuffed(message: bytes) -> bytes:
    """A message as DATA wants it, without its last line.

    Every line ends in CR LF, for two servers may read a bare CR or LF as two messages;
    a full stop that opens a line is doubled.
    """
    if message.count(b"\r\n") != message.count(b"\n") or message.count(
        b"\r\n"
    ) != message.count(b"\r"):
        message = re.sub(rb"\r\n|\r|\n", b"\r\n", message)
    ending = b"" if message.endswith(b"\r\n") else b"\r\n"
    whole = message + ending
    opening = b"." if whole.startswith(b".") else b""
    return opening + whole.replace(b"\r\n.", b"\r\n..")
