"""Mail servers on the loopback: a real one with TLS and login, and one that misbehaves.

`Office` is aiosmtpd. `Quirk` follows a script line by line, for what no sound server
does: it leaves in the middle, answers late, or says what it should not.
"""

import contextlib
import datetime
import ipaddress
import logging
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "reports@example.org", "correct-hörse-battery"
TOKEN = "ya29.fictional-token"  # noqa: S105 (nobody's)
# What the server logs is its own affair.
logging.getLogger("mail.log").setLevel(logging.CRITICAL)


@dataclass(frozen=True)
class Papers:
    """What a server shows, and the authority that vouches for it."""

    authority: Path
    chain: Path

    def context(self) -> ssl.SSLContext:
        """For the server's side."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.chain)
        return context


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def papers(folder: Path, *names: str, days: int = 30) -> Papers:
    """An authority of our own, and a certificate of it for some names."""
    now = datetime.datetime.now(datetime.UTC)
    ours, theirs = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))

    def begun(subject: str, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(_name(subject))
            .issuer_name(_name("Fictional authority"))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=60))
            .not_valid_after(now + datetime.timedelta(days=days))
        )

    is_authority = x509.BasicConstraints(ca=True, path_length=None)
    root = begun("Fictional authority", ours).add_extension(is_authority, critical=True)
    told: list[x509.GeneralName] = [
        x509.IPAddress(ipaddress.ip_address(name))
        if name[0].isdigit()
        else x509.DNSName(name)
        for name in names
    ]
    leaf = begun(names[0], theirs).add_extension(
        x509.SubjectAlternativeName(told), critical=False
    )
    pem = serialization.Encoding.PEM
    authority, chain = folder / "authority.pem", folder / "server.pem"
    authority.write_bytes(root.sign(ours, hashes.SHA256()).public_bytes(pem))
    private = theirs.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    signed = leaf.sign(ours, hashes.SHA256()).public_bytes(pem)
    chain.write_bytes(private + signed)
    return Papers(authority, chain)


@dataclass
class Office:
    """A sound mail server; it keeps what it takes, and can be told to refuse."""

    taken: list[tuple[str, list[str], bytes]] = field(default_factory=list)
    """Sender, recipients, bytes."""
    sessions: set[tuple[Any, ...]] = field(default_factory=set)
    """The lines on which something was taken, by their peers."""
    encrypted: set[bool] = field(default_factory=set)
    answer: Callable[[str, int], str] = lambda _address, _number: "250 OK"
    """Given a recipient and how often it was named: what is said to RCPT."""
    verdict: Callable[[str, int], str] = lambda _address, _number: "250 taken"
    """The same for a whole message; a message is kept where this begins with 2."""
    named: dict[str, int] = field(default_factory=dict)
    finished: dict[str, int] = field(default_factory=dict)

    @property
    def recipients(self) -> list[str]:
        """Who got something, once for each message."""
        return [each for _, recipients, _ in self.taken for each in recipients]

    async def handle_RCPT(  # noqa: N802 (aiosmtpd's name)
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _o: Any,
    ) -> str:
        """Count, and say what `answer` does."""
        self.named[address] = self.named.get(address, 0) + 1
        said = self.answer(address, self.named[address])
        if said.startswith("2"):
            envelope.rcpt_tos.append(address)
        return said

    async def handle_DATA(  # noqa: N802 (aiosmtpd's name)
        self, _server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Keep what `verdict` takes."""
        (address,) = envelope.rcpt_tos
        self.finished[address] = self.finished.get(address, 0) + 1
        said = self.verdict(address, self.finished[address])
        if said.startswith("2"):
            content = envelope.content
            assert isinstance(content, bytes)
            self.taken.append((str(envelope.mail_from), [address], content))
            assert session.peer is not None
            self.sessions.add(tuple(session.peer))
            self.encrypted.add(session.ssl is not None)
        return said


def _let_in(
    _server: SMTP, _session: Session, _envelope: Envelope, mechanism: str, given: Any
) -> AuthResult:
    """The one user with the password, or with the token."""
    known = (USER.encode(), PASSWORD.encode())
    if isinstance(given, LoginPassword):
        fits = (given.login, given.password) == known
    else:
        fits = given == f"user={USER}\x01auth=Bearer {TOKEN}\x01\x01".encode()
    return AuthResult(success=fits, handled=False)


class _Server(SMTP):
    """aiosmtpd with XOAUTH2."""

    async def auth_XOAUTH2(self, _: SMTP, args: list[str]) -> AuthResult:  # noqa: N802
        """The token, or a challenge that says why not, which awaits an empty line."""
        import base64

        given = base64.b64decode(args[1])
        assert self.session is not None
        assert self.envelope is not None
        result = _let_in(self, self.session, self.envelope, "XOAUTH2", given)
        if not result.success:
            await self.push("334 eyJzdGF0dXMiOiI0MDAifQ==")
            assert b"" == (await self._reader.readline()).strip()
        return result


@contextlib.contextmanager
def opened(
    office: Office,
    papers: Papers | None = None,
    *,
    implicit: bool = False,
    port: int = 0,
    **told: Any,
) -> Iterator[int]:
    """The office at a port of the loopback, until the block ends."""
    context = papers.context() if papers else None
    secured: dict[str, Any] = {}
    if papers:  # aiosmtpd does not know that a whole line is under TLS
        secured = {"authenticator": _let_in, "auth_require_tls": not implicit}

    class Place(Controller):
        def factory(self) -> SMTP:
            inner = None if implicit else context
            required = papers is not None and not implicit
            return _Server(
                self.handler,
                hostname="mail.example.org",
                tls_context=inner,
                require_starttls=required,
                auth_required=required,
                **secured,
                **told,
            )

    outer = context if implicit else None
    place = Place(office, hostname="127.0.0.1", port=port or _free(), ssl_context=outer)
    place.start()
    try:
        yield int(place.port)
    finally:
        place.stop()


def _free() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


# --- one that follows a script -----------------------------------------------------


@dataclass
class Talk:
    """One conversation of a server that misbehaves."""

    line: socket.socket
    number: int
    """From 1: which connection this is."""
    recipient: str = ""

    def say(self, text: str) -> None:
        """One line."""
        self.line.sendall(text.encode() + b"\r\n")


Act = Callable[[Talk, str], bool | None]
"""Told a moment (`connect`, `MAIL`, `RCPT`, `DATA`, `body`, `dot`, `taken`): False to
leave at once, True where it has answered itself, None to do as others do."""


@dataclass
class Quirk:
    """A server that asks `act` at each moment what to do."""

    act: Act = lambda _talk, _moment: None
    taken: list[str] = field(default_factory=list)
    """Recipients of whole messages, in their order."""
    bodies: list[bytes] = field(default_factory=list)
    connections: int = 0

    @contextlib.contextmanager
    def opened(self) -> Iterator[int]:
        """At a port of the loopback, until the block ends."""
        listener = socket.create_server(("127.0.0.1", 0))
        thread = threading.Thread(target=self._serve, args=(listener,), daemon=True)
        thread.start()
        try:
            yield int(listener.getsockname()[1])
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join(10)
            listener.close()

    def _serve(self, listener: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                line, _ = listener.accept()
                self.connections += 1
                with line, contextlib.suppress(OSError):
                    self._talk(Talk(line, self.connections))

    def _talk(self, talk: Talk) -> None:
        if self.act(talk, "connect") is False:
            return
        talk.say("220 mail.example.org")
        with talk.line.makefile("rb") as heard:
            for command in heard:
                verb = command[:4].decode().upper().strip()
                if verb == "RCPT":
                    talk.recipient = (
                        command.decode().partition("<")[2].partition(">")[0]
                    )
                if verb == "QUIT":
                    talk.say("221 bye")
                    return
                did = self.act(talk, verb)
                if did is False:
                    return
                if did is None and not self._answer(talk, verb, heard):
                    return

    def _answer(self, talk: Talk, verb: str, heard: Any) -> bool:
        """As any server would; whether it stays."""
        if verb != "DATA":
            talk.say("250 OK")
            return True
        talk.say("354 go on")
        body = b""
        for text in heard:
            if text == b".\r\n":
                break
            body += text
            if self.act(talk, "body") is False:
                return False
        else:
            return False
        if self.act(talk, "dot") is False:
            return False
        self.taken.append(talk.recipient)
        self.bodies.append(body)
        did = self.act(talk, "taken")
        if did is None:
            talk.say("250 taken")
        return did is not False
