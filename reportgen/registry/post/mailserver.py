"""A line to a mail server: connected, its certificate verified, logged in."""

import base64
import smtplib
import socket
import ssl
from dataclasses import dataclass, field
from pathlib import Path

from reportgen.errors import PostRefused, PostUnreachable, PostUntrusted

_LONGEST = 300  # characters of what a server says
_TEMPORARY = 4  # first digit of an answer
_GO_ON = 334
_LOGGED_IN = 235


class Secret:
    """A password or a token; nothing that prints it prints what it is."""

    def __init__(self, value: str) -> None:
        """Keep it; only the line to the server is given it."""
        self._value = value

    def __repr__(self) -> str:
        """No more than that there is one."""
        return "Secret(...)"

    def encoded(self, form: str = "{}") -> str:
        """It, within a form, in base64 as servers want it."""
        return base64.b64encode(form.format(self._value).encode()).decode()

    def hidden(self, text: str) -> str:
        """A text without it, should a server repeat what it was told."""
        for told in (self._value, self.encoded()):
            text = text.replace(told, "***") if told else text
        return text


@dataclass(frozen=True)
class MailServer:
    """Where the mail server is, and how one speaks with it."""

    host: str
    port: int
    security: str = "starttls"
    """`starttls`, `tls` or `none`."""
    login: str = "none"
    """`none`, `password` or `xoauth2`."""
    user: str = ""
    secret: Secret = field(default_factory=lambda: Secret(""))
    ca_file: Path | None = None
    """PEM of the authority that vouches for it; the system's where there is none."""
    hello: str = "localhost"
    """The name that we give ourselves: the sender's domain."""
    answer: float = 60.0
    """Seconds to wait for an answer."""
    last_answer: float = 600.0
    """Seconds to wait for the answer to a whole message (RFC 5321, 4.5.3.2.6)."""

    @property
    def is_verified(self) -> bool:
        """Whether every line to it has TLS with a verified certificate."""
        return self.security in {"starttls", "tls"}

    @property
    def named(self) -> str:
        """`mail.example.org:587`."""
        return f"{self.host}:{self.port}"

    def words(self, code: int, reply: bytes) -> str:
        """What the server said, as one short line without our secret."""
        text = " ".join(reply.decode("utf-8", "replace").split())
        printable = "".join(each for each in text if each.isprintable())
        return self.secret.hidden(f"{code} {printable}"[:_LONGEST])


def open_line(server: MailServer) -> smtplib.SMTP:
    """A line on which letters can be brought out at once.

    Raises:
        PostUnreachable: nobody answers there, or takes nobody for the moment.
        PostUntrusted: it has no TLS, or no certificate that can be verified.
        PostRefused: it refuses the login.
    """
    try:
        return _opened(server)
    except ssl.SSLCertVerificationError as bad:
        raise PostUntrusted(
            f"the certificate of {server.named} cannot be verified "
            f"({bad.verify_message}); correct host, or name the file of its authority "
            "in ca_file, under [post] in reportgen.toml"
        ) from None
    except (ssl.SSLEOFError, ssl.SSLZeroReturnError) as gone:
        raise _unreachable(server, str(gone.reason or "it left")) from None
    except ssl.SSLError as bad:
        raise PostUntrusted(
            f"{server.named} does not speak TLS as it should ({bad.reason}); use "
            'security = "starttls" on port 587 and security = "tls" on port 465'
        ) from None
    except smtplib.SMTPNotSupportedError:
        raise PostUntrusted(
            f"{server.named} offers no STARTTLS, so nothing is sent there; correct "
            'port and security, under [post] in reportgen.toml ("none" is for a relay)'
        ) from None
    except smtplib.SMTPResponseException as refusal:
        said = refusal.smtp_error
        reply = said.encode() if isinstance(said, str) else said
        raise _unreachable(server, server.words(refusal.smtp_code, reply)) from None
    except OSError as refusal:  # smtplib's own are such too
        told = refusal.strerror or str(refusal) or type(refusal).__name__
        raise _unreachable(server, told) from None


def _unreachable(server: MailServer, why: str) -> PostUnreachable:
    return PostUnreachable(
        f"the mail server {server.named} cannot be reached ({why}); check host and "
        "port under [post] in reportgen.toml, and the connection"
    )


def _opened(server: MailServer) -> smtplib.SMTP:
    where, hello, patience = server.host, server.hello, server.answer
    context = _context(server)
    line: smtplib.SMTP
    if server.security == "tls":
        line = smtplib.SMTP_SSL(
            where, server.port, hello, timeout=patience, context=context
        )
    else:
        line = smtplib.SMTP(where, server.port, hello, timeout=patience)
    try:
        assert line.sock is not None  # noqa: S101 (it has just connected)
        # The last line of a message is short, and must not wait for more to come.
        line.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if server.security == "starttls":
            line.starttls(context=context)
        line.ehlo_or_helo_if_needed()
        if server.login != "none":
            _log_in(line, server)
    except BaseException:
        line.close()
        raise
    return line


def _context(server: MailServer) -> ssl.SSLContext:
    """Certificates are verified, and the name in them.

    Raises:
        PostUntrusted: the file of the authority does not read.
    """
    try:
        context = ssl.create_default_context(cafile=server.ca_file)
    except OSError as refusal:
        why = refusal.strerror or "it is no PEM file"
        raise PostUntrusted(
            f"ca_file {server.ca_file} cannot be read ({why}); name the PEM file of "
            "the authority that vouches for the mail server"
        ) from None
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


# --- the login; smtplib's own takes no password beyond ASCII -------------------------


def _log_in(line: smtplib.SMTP, server: MailServer) -> None:
    """Log in; of the server's answer only the code is told, for it may repeat more.

    Raises:
        PostUnreachable: it lets nobody in for the moment.
        PostRefused: it does not let us in.
        PostUntrusted: the line is open to others, so nothing secret is said.
    """
    if not is_verified(line):
        raise PostUntrusted(
            f"nobody logs in at {server.named} over a line without TLS; set security "
            'to "starttls" or "tls" under [post] in reportgen.toml'
        )
    offered = line.esmtp_features.get("auth", "").upper().split()
    code = _credentials(line, server, offered)
    if code // 100 == _TEMPORARY:
        raise _unreachable(server, f"it lets nobody log in for the moment, {code}")
    if code != _LOGGED_IN:
        raise PostRefused(
            f"{server.named} refuses the login of {server.user} ({code}); check login "
            "and user under [post] in reportgen.toml, and the secret in the environment"
        )


def _credentials(line: smtplib.SMTP, server: MailServer, offered: list[str]) -> int:
    """Say who we are in a way that the server knows; its last code."""
    secret, user = server.secret, server.user
    if server.login == "xoauth2" and "XOAUTH2" in offered:
        told = secret.encoded(f"user={user}\x01auth=Bearer {{}}\x01\x01")
        code = line.docmd("AUTH", f"XOAUTH2 {told}")[0]
        # Where the token is refused, the server waits for an empty line to say so.
        return line.docmd("")[0] if code == _GO_ON else code
    if server.login == "password" and "PLAIN" in offered:
        told = secret.encoded(f"\0{user}\0{{}}")
        return line.docmd("AUTH", f"PLAIN {told}")[0]
    if server.login == "password" and "LOGIN" in offered:
        steps = ("AUTH LOGIN", Secret(user).encoded(), secret.encoded())
        for step in steps:
            code = line.docmd(step)[0]
            if code != _GO_ON:
                return code
        return code
    names = ", ".join(offered) or "none at all"
    raise PostRefused(
        f"{server.named} does not offer the login {server.login} (it offers {names}); "
        "correct login under [post] in reportgen.toml"
    )


def is_verified(line: smtplib.SMTP) -> bool:
    """Whether this line has TLS, and a certificate that was verified with its name."""
    context = getattr(line.sock, "context", None)
    return (
        isinstance(context, ssl.SSLContext)
        and context.verify_mode is ssl.CERT_REQUIRED
        and context.check_hostname
    )
