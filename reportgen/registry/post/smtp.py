"""SMTP: letters to a mail server, over a line that is kept open.

A message counts for the server once it has read its last line, a lone full stop (RFC
5321, 4.1.1.4). So all of it is sent but that, the journal is told, and only then the
last line goes. What breaks before was certainly not sent; what breaks between it and
the answer is unknown, and nothing else is.
"""

import re
import smtplib
import ssl
from collections.abc import Callable
from types import TracebackType
from typing import Self

from reportgen import addresses
from reportgen.errors import PostRefused, PostUnreachable, PostUntrusted
from reportgen.registry.post.mailserver import MailServer, is_verified, open_line
from reportgen.registry.post.post import Letter, Outcome, State
from reportgen.registry.post.wire import chunks, stuffed, unasked

_CLOSING, _SEND_IT = 421, 354
_GOOD, _TEMPORARY, _PERMANENT = 2, 4, 5  # first digits of answers
_TOO_LARGE = re.compile(r"552|5\.3\.4|5\.2\.3")
# Said of the server and not of a mailbox; a grey list means the one recipient.
_BUSY = re.compile(
    r"\b4\.3\.\d|\brate\b|too (many|much|fast)|throttl|slow down|\bbusy\b|overload",
    re.IGNORECASE,
)
_OF_A_MAILBOX = re.compile(r"\b4\.2\.\d|gr[ae]y", re.IGNORECASE)


class _Left(Exception):
    """The server has gone, or is going, before the message was complete."""

    def __init__(self, why: str, *, is_general: bool) -> None:
        super().__init__(why)
        self.why, self.is_general = why, is_general


class SmtpPost:
    """The way out through one mail server; the line opens when it is needed."""

    name = "smtp"

    def __init__(self, server: MailServer) -> None:
        """Nothing is said to the server yet."""
        self._server = server
        self._line: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        """The line is closed when the block ends."""
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _failure: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        """Say goodbye."""
        self.close()

    def open(self) -> smtplib.SMTP:
        """The line, opened where it is not; sends no letter.

        Raises:
            PostUnreachable, PostUntrusted, PostRefused: see `open_line`.
        """
        if self._line is None:
            self._line = open_line(self._server)
        return self._line

    def close(self) -> None:
        """End the line, politely where it still stands."""
        line, self._line = self._line, None
        if line is None:
            return
        try:
            line.quit()
        except OSError:
            line.close()

    def post(self, letter: Letter, commit: Callable[[], None]) -> Outcome:
        """Bring one letter out; a line that has died is opened again, once.

        Raises:
            PostUntrusted: the letter asks for verified TLS, and there is none.
            PostRefused: the server lets nobody send in the sender's name.
        """
        data = stuffed(letter.make())
        outcome = Outcome(State.DEFERRED, "")
        for _ in range(2 if self._line else 1):
            try:
                return self._posted(letter, data, commit)
            except PostUnreachable as away:
                outcome = Outcome(State.DEFERRED, _cause(away), is_general=True)
            except _Left as gone:
                outcome = Outcome(State.DEFERRED, gone.why, gone.is_general)
            except BaseException:
                self._drop()
                raise
            self._drop()
        return outcome

    def _drop(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None

    def _posted(
        self, letter: Letter, data: bytes, commit: Callable[[], None]
    ) -> Outcome:
        """The whole conversation about one letter.

        Raises:
            _Left: the server has gone before the message was complete.
        """
        line = self.open()
        if letter.is_guarded and not is_verified(line):
            raise PostUntrusted(
                "a partners' edition goes only over verified TLS; set security to "
                '"starttls" or "tls" under [post] in reportgen.toml'
            )
        if unfit := _unfit(line, letter, data):
            return Outcome(State.REFUSED, unfit)
        refusal = self._introduced(line, letter, len(data))
        return refusal or self._handed_over(line, data, commit)

    def _introduced(
        self, line: smtplib.SMTP, letter: Letter, size: int
    ) -> Outcome | None:
        """MAIL, RCPT and DATA; what the server has against it, or None.

        Raises:
            PostRefused: the sender is refused.
        """
        options = f" SIZE={size}" if line.has_extn("size") else ""
        line.command_encoding = "ascii"
        if addresses.needs_utf8(letter.recipient):
            options += " SMTPUTF8"
            line.command_encoding = "utf-8"
        sender = addresses.wire(letter.sender)
        code, said = self._asked(line, f"MAIL FROM:<{sender}>{options}")
        if code // 100 == _PERMANENT and not _TOO_LARGE.search(said):
            raise PostRefused(
                f"{self._server.named} does not send in the name of {sender} "
                f"({said}); correct sender, user or login under [post] in "
                "reportgen.toml"
            )
        if code // 100 != _GOOD:
            return self._refused(line, code, said, is_general=True)
        for step in (f"RCPT TO:<{addresses.wire(letter.recipient)}>", "DATA"):
            code, said = self._asked(line, step)
            if code != _SEND_IT if step == "DATA" else code // 100 != _GOOD:
                return self._refused(line, code, said)
        return None

    def _asked(self, line: smtplib.SMTP, command: str) -> tuple[int, str]:
        """The answer to a command.

        Raises:
            _Left: there is none, or it is a farewell.
        """
        try:
            code, reply = line.docmd(command)
        except OSError as gone:
            raise _Left(f"the server left ({gone})", is_general=True) from None
        said = self._server.words(code, reply)
        if code == _CLOSING or code < 200:  # noqa: PLR2004 (no answer that SMTP has)
            raise _Left(said, is_general=True)
        return code, said

    def _refused(
        self, line: smtplib.SMTP, code: int, said: str, *, is_general: bool = False
    ) -> Outcome:
        """What a refusal before the message means; the line is made ready again."""
        try:
            line.rset()
        except OSError:
            self._drop()
        return _judged(code, said, is_general=is_general)

    def _handed_over(
        self, line: smtplib.SMTP, data: bytes, commit: Callable[[], None]
    ) -> Outcome:
        """The message, the note that it is about to count, and its last line.

        Raises:
            _Left: the server has gone before it.
        """
        assert line.sock is not None  # noqa: S101 (a line that has answered)
        try:
            for chunk in chunks(data):
                line.sock.sendall(chunk)
        except OSError as gone:
            return self._early(unasked(line) or b"", str(gone))
        if (early := unasked(line)) is not None:
            return self._early(early, "it closed the line")
        commit()
        return self._ended(line)

    def _ended(self, line: smtplib.SMTP) -> Outcome:
        """The last line, with which the message counts, and its answer."""
        assert line.sock is not None  # noqa: S101 (nobody has closed it)
        gone: object = "it closed the line"
        # The journal took a moment; whoever has left by now was not told the end.
        is_there = unasked(line) is None
        try:
            line.sock.settimeout(self._server.last_answer)
            if is_there:
                line.sock.sendall(b".\r\n")
        except (ConnectionError, ssl.SSLEOFError, ssl.SSLZeroReturnError) as failure:
            is_there, gone = False, failure
        except OSError as failure:
            self._drop()
            return Outcome(State.UNKNOWN, f"no answer to the message ({failure})")
        if is_there:
            return self._answered(line)
        self._drop()
        return Outcome(State.DEFERRED, f"the server left before the end ({gone})")

    def _early(self, reply: bytes, why: str) -> Outcome:
        """What the server means that speaks, or leaves, in the middle of a message.

        Raises:
            _Left: it has gone without a word.
        """
        self._drop()
        found = re.match(rb"([45]\d\d)[ -]", reply)
        if not found:
            raise _Left(f"the server left during the message ({why})", is_general=False)
        code = int(found[1])
        return _judged(code, self._server.words(code, reply[4:]))

    def _answered(self, line: smtplib.SMTP) -> Outcome:
        """The answer to a whole message, without which nobody knows."""
        try:
            code, reply = line.getreply()
            if line.sock is not None:
                line.sock.settimeout(self._server.answer)
        except OSError as failure:
            self._drop()
            return Outcome(State.UNKNOWN, f"no answer to the message ({failure})")
        said = self._server.words(code, reply)
        if code == _CLOSING:
            self._drop()
        if code // 100 == _GOOD:
            return Outcome(State.ACCEPTED, said)
        if code // 100 in {_TEMPORARY, _PERMANENT}:
            return _judged(code, said)
        self._drop()
        return Outcome(State.UNKNOWN, f"an answer that says neither yes nor no: {said}")


def _judged(code: int, said: str, *, is_general: bool = False) -> Outcome:
    """What a refusal says: for good, or for the moment; of the letter, or of all."""
    if code // 100 == _PERMANENT:
        return Outcome(State.REFUSED, said)
    busy = bool(_BUSY.search(said)) and not _OF_A_MAILBOX.search(said)
    general = is_general or busy or code == _CLOSING
    return Outcome(State.DEFERRED, said, is_general=general)


def _unfit(line: smtplib.SMTP, letter: Letter, data: bytes) -> str:
    """Why this server could not take the letter at all; nothing where it could."""
    largest = line.esmtp_features.get("size", "")
    if largest.isdigit() and 0 < int(largest) < len(data):
        megabytes = f"{len(data) / 1e6:.1f} MB"
        return f"the message has {megabytes}, the server takes {int(largest) / 1e6:.1f}"
    if addresses.needs_utf8(letter.recipient) and not line.has_extn("smtputf8"):
        return "the server knows no addresses beyond ASCII (SMTPUTF8)"
    return ""


def _cause(refusal: PostUnreachable) -> str:
    """What is wrong, without the cure: it stands in the journal."""
    return str(refusal).partition("; ")[0]
