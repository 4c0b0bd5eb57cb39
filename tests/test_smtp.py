"""The way out through a mail server, against servers of every kind."""

import time
from pathlib import Path

import pytest
from lettered import SENDER, letter, server
from mailed import PASSWORD, TOKEN, USER, Office, Papers, Quirk, Talk, opened, papers

from reportgen.errors import PostRefused, PostUnreachable, PostUntrusted
from reportgen.registry.post.mailserver import MailServer, Secret, open_line
from reportgen.registry.post.post import Letter, Outcome
from reportgen.registry.post.smtp import SmtpPost
from reportgen.registry.post.wire import stuffed

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


@pytest.fixture(scope="module")
def proven(tmp_path_factory: pytest.TempPathFactory) -> Papers:
    """A certificate for the loopback, and its authority."""
    return papers(tmp_path_factory.mktemp("papers"), "127.0.0.1")


def secured(port: int, known: Papers, **told: object) -> MailServer:
    """The server with STARTTLS and a password."""
    given = {
        "security": "starttls",
        "login": "password",
        "user": USER,
        "secret": Secret(PASSWORD),
        "ca_file": known.authority,
        **told,
    }
    return server(port, **given)


def posted(where: MailServer, *of: Letter) -> list[Outcome]:
    """What becomes of letters on one line; each commit is counted as 1."""
    with SmtpPost(where) as post:
        return [post.post(each, lambda: None) for each in of]


def states(outcomes: list[Outcome]) -> list[str]:
    """In words."""
    return [outcome.state.value for outcome in outcomes]


# --- sound servers ---------------------------------------------------------------


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_it_goes_over_verified_tls_with_a_login(proven: Papers, security: str) -> None:
    """Both kinds of TLS, a password beyond ASCII, and one line for all letters."""
    office = Office()
    of = [letter(f"{name}@example.org", guarded=True) for name in ("ann", "bo", "cy")]
    with opened(office, proven, implicit=security == "tls") as port:
        found = posted(secured(port, proven, security=security), *of)

    assert ["accepted"] * 3 == states(found)
    assert [each.recipient for each in of] == office.recipients
    assert {SENDER} == {sender for sender, _, _ in office.taken}
    assert 1 == len(office.sessions)
    assert {True} == office.encrypted or security == "tls"


def test_it_logs_in_with_a_token(proven: Papers) -> None:
    """XOAUTH2 gives the token, and nothing else."""
    office = Office()
    with opened(office, proven) as port:
        where = secured(port, proven, login="xoauth2", secret=Secret(TOKEN))
        found = posted(where, letter("ann@example.org"))

    assert ["accepted"] == states(found)


@pytest.mark.parametrize(
    ("login", "secret"), [("password", "wrong-pässword"), ("xoauth2", "wrong-token")]
)
def test_a_refused_login_is_told_without_the_secret(
    proven: Papers, login: str, secret: str
) -> None:
    """Whoever logs in wrongly learns that, and no one learns with what."""
    with opened(Office(), proven) as port:
        where = secured(port, proven, login=login, secret=Secret(secret))
        with pytest.raises(PostRefused) as refused:
            open_line(where)

    assert "refuses the login of reports@example.org (535)" in str(refused.value)
    assert secret not in f"{refused.value!r} {where!r} {refused.value.__context__!r}"


def test_a_relay_without_a_login_does_too() -> None:
    """Without TLS and login, as inside a house."""
    office = Office()
    with opened(office) as port:
        found = posted(server(port), letter("ann@example.org"))

    assert ["accepted"] == states(found)
    assert {False} == office.encrypted


def test_the_bytes_arrive_as_they_were() -> None:
    """Lines that begin with full stops, and bare line ends, harm nothing."""
    body = b"..two\r\n.\r\n.one\r\nbare\nold\rend"
    office = Office()
    with opened(office) as port:
        posted(server(port), letter("ann@example.org", body))

    (_, _, content) = office.taken[0]
    assert content.endswith(b"\r\n\r\n..two\r\n.\r\n.one\r\nbare\r\nold\r\nend\r\n")


def test_no_line_of_a_message_can_end_it() -> None:
    """After stuffing no line is a lone full stop, whatever the line ends were."""
    for nasty in (b".\r\n", b"a\n.\nb", b"a\r.\rb", b"a\r\n.\r\nb", b"", b"a\n.\r\n"):
        assert b"." not in stuffed(nasty).split(b"\r\n")
        assert stuffed(nasty).endswith(b"\r\n")


def test_an_address_beyond_ascii_asks_for_smtputf8() -> None:
    """It goes where the server knows of it, and is refused where it does not."""
    office = Office()
    with opened(office, enable_SMTPUTF8=True) as port:
        found = posted(server(port), letter("zoë@exämple.org"))
    with opened(Office(), enable_SMTPUTF8=False) as port:
        refused = posted(server(port), letter("zoë@example.org"))

    assert ["accepted"] == states(found)
    assert ["zoë@xn--exmple-cua.org"] == office.recipients
    assert ["refused"] == states(refused)


def test_a_message_larger_than_the_server_takes_is_not_sent() -> None:
    """The server's own limit is asked before."""
    with opened(Office(), data_size_limit=1000) as port:
        found = posted(server(port), letter("ann@example.org", b"x" * 2000))

    assert ["refused"] == states(found)
    assert "the server takes 0.0" in found[0].reply


# --- whom nobody trusts ----------------------------------------------------------


def test_a_certificate_for_another_name_is_refused(tmp_path: Path) -> None:
    """Nothing is said to a server whose certificate names another."""
    other = papers(tmp_path, "mail.example.net")
    with (
        opened(Office(), other) as port,
        pytest.raises(PostUntrusted, match="mismatch"),
    ):
        open_line(secured(port, other))


def test_a_certificate_of_an_unknown_authority_is_refused(
    proven: Papers, tmp_path: Path
) -> None:
    """Only the authority that is named vouches."""
    other = papers(tmp_path, "127.0.0.1")
    with opened(Office(), other) as port, pytest.raises(PostUntrusted) as refused:
        open_line(secured(port, proven))

    assert "cannot be verified" in str(refused.value)
    assert "ca_file" in str(refused.value)


def test_a_certificate_that_has_expired_is_refused(tmp_path: Path) -> None:
    """Yesterday's certificate is none."""
    old = papers(tmp_path, "127.0.0.1", days=-1)
    with opened(Office(), old) as port, pytest.raises(PostUntrusted, match="expired"):
        open_line(secured(port, old))


def test_a_server_that_hides_starttls_gets_nothing(proven: Papers) -> None:
    """Where STARTTLS is asked for and not offered, no login is tried."""
    with opened(Office()) as port, pytest.raises(PostUntrusted, match="no STARTTLS"):
        open_line(secured(port, proven))


def test_tls_on_the_wrong_port_is_explained(proven: Papers) -> None:
    """Implicit TLS against a server that waits for STARTTLS names both ports."""
    with opened(Office()) as port, pytest.raises(PostUntrusted, match="587"):
        open_line(secured(port, proven, security="tls"))


def test_no_secret_is_said_on_an_open_line() -> None:
    """A login over a line without TLS is refused by us, before a word of it."""
    with opened(Office(), auth_require_tls=False) as port:
        where = server(port, login="password", user=USER, secret=Secret(PASSWORD))
        with pytest.raises(PostUntrusted, match="without TLS"):
            open_line(where)


def test_a_guarded_letter_stays_where_tls_is_missing() -> None:
    """The last wall: a partners' edition is not sent over an open line."""
    office, committed = Office(), list[str]()
    with opened(office) as port, SmtpPost(server(port)) as post:
        of = letter("ann@example.org", guarded=True)
        with pytest.raises(PostUntrusted, match="verified TLS"):
            post.post(of, lambda: committed.append(of.key))

    assert [] == committed
    assert [] == office.taken


def test_a_missing_file_of_the_authority_is_told(tmp_path: Path) -> None:
    """The message names it."""
    where = server(1, security="tls", ca_file=tmp_path / "none.pem")
    with pytest.raises(PostUntrusted, match=r"none\.pem"):
        open_line(where)


# --- servers that refuse ---------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "state", "general"),
    [
        ("550 5.1.1 no such user", "refused", False),
        ("450 4.2.1 try again", "deferred", False),
        ("452 4.2.2 mailbox full, over quota, too much", "deferred", False),
        ("451 4.7.1 Greylisted, too many at once", "deferred", False),
        ("451 4.3.2 Server busy", "deferred", True),
        ("450 4.7.1 Error: too much mail from you", "deferred", True),
    ],
)
@pytest.mark.parametrize("moment", ["answer", "verdict"])
def test_refusals_are_told_apart(
    said: str, state: str, general: bool, moment: str
) -> None:
    """For good or for now, of one mailbox or of the server; the next one goes."""
    office = Office()
    setattr(office, moment, lambda who, _n: said if "ann" in who else "250 OK")
    with opened(office) as port:
        first, second = posted(
            server(port), letter("ann@example.org"), letter("bo@example.org")
        )

    assert (state, said, general) == (first.state.value, first.reply, first.is_general)
    assert "accepted" == second.state.value
    assert ["bo@example.org"] == office.recipients


def _at(moment: str, answer: str | None) -> Quirk:
    """A server that answers so at a moment, or leaves."""

    def act(talk: Talk, now: str) -> bool | None:
        if now != moment:
            return None
        if answer is None:
            return False
        talk.say(answer)
        return True

    return Quirk(act)


def test_a_refused_sender_stops_all() -> None:
    """It concerns every letter, so no address is called refused for it."""
    with (
        _at("MAIL", "553 5.7.1 not yours").opened() as port,
        pytest.raises(PostRefused, match="in the name of reports"),
    ):
        posted(server(port), letter("ann@example.org"))


def test_a_server_that_is_full_defers_all() -> None:
    """A temporary refusal of the sender is one of the server."""
    with _at("MAIL", "452 4.3.1 no room").opened() as port:
        (found,) = posted(server(port), letter("ann@example.org"))

    assert ("deferred", True) == (found.state.value, found.is_general)


def test_a_secret_that_a_server_repeats_is_hidden() -> None:
    """Whatever it says, our secret is not in it."""
    where = server(1, secret=Secret("s3cret"))
    for told in ("550 s3cret no", f"550 {Secret('s3cret').encoded()} no"):
        assert "550 *** no" == where.words(550, told[4:].encode())


# --- servers that leave ----------------------------------------------------------


@pytest.mark.parametrize("moment", ["MAIL", "RCPT", "DATA", "body"])
def test_a_line_that_breaks_before_the_end_has_sent_nothing(moment: str) -> None:
    """Before the last line nothing counts, so it is deferred and never unknown."""
    quirk, committed = _at(moment, None), list[int]()
    body = b"line\r\n" * 400_000  # more than any buffer between us
    with quirk.opened() as port, SmtpPost(server(port)) as post:
        found = post.post(letter("ann@example.org", body), lambda: committed.append(1))

    assert "deferred" == found.state.value
    assert [] == committed
    assert [] == quirk.taken


def test_a_message_cut_short_goes_again_on_another_line() -> None:
    """A server that leaves at its first line is noticed before the last one."""

    def act(talk: Talk, now: str) -> bool | None:
        return False if (now, talk.number) == ("body", 1) else None

    quirk, committed = Quirk(act), list[int]()
    with quirk.opened() as port, SmtpPost(server(port)) as post:
        line = post.open()
        real = line.sock
        assert real is not None
        sendall = real.sendall

        class Slow:
            """Lets the server be heard before we go on."""

            def __getattr__(self, name: str) -> object:
                return getattr(real, name)

            def sendall(self, data: bytes) -> None:
                sendall(data)
                time.sleep(0.05)

        line.sock = Slow()  # type: ignore[assignment]
        found = post.post(letter("ann@example.org"), lambda: committed.append(1))
        real.close()

    assert "accepted" == found.state.value
    assert [1] == committed
    assert (2, ["ann@example.org"]) == (quirk.connections, quirk.taken)


@pytest.mark.parametrize("moment", ["dot", "taken"])
def test_a_line_that_breaks_after_the_end_leaves_a_doubt(moment: str) -> None:
    """Whether the server took it cannot be known, whichever it was."""
    quirk, committed = _at(moment, None), list[int]()
    with quirk.opened() as port, SmtpPost(server(port)) as post:
        found = post.post(letter("ann@example.org"), lambda: committed.append(1))

    assert "unknown" == found.state.value
    assert [1] == committed


def test_an_answer_that_never_comes_leaves_a_doubt() -> None:
    """A server that falls silent after the end is waited for, and then doubted."""

    def act(_talk: Talk, now: str) -> None:
        if now == "taken":
            time.sleep(1.0)

    where = MailServer("127.0.0.1", 0, "none", answer=5.0, last_answer=0.2)
    with Quirk(act).opened() as port:
        where = MailServer("127.0.0.1", port, "none", answer=5.0, last_answer=0.2)
        (found,) = posted(where, letter("ann@example.org"))

    assert "unknown" == found.state.value


def test_a_slow_server_is_waited_for() -> None:
    """Slowness within reason changes nothing."""

    def act(_talk: Talk, _now: str) -> None:
        time.sleep(0.1)

    quirk = Quirk(act)
    with quirk.opened() as port:
        found = posted(
            server(port), letter("ann@example.org"), letter("bo@example.org")
        )

    assert ["accepted", "accepted"] == states(found)
    assert ["ann@example.org", "bo@example.org"] == quirk.taken


def test_a_line_that_died_between_letters_is_opened_again() -> None:
    """A server that was started anew, or counts letters per line, costs nothing."""

    def act(talk: Talk, now: str) -> bool | None:
        if now == "taken":
            talk.say("250 taken")
            return False
        return None

    quirk = Quirk(act)
    with quirk.opened() as port:
        of = [letter(f"{name}@example.org") for name in ("ann", "bo", "cy")]
        found = posted(server(port), *of)

    assert ["accepted"] * 3 == states(found)
    assert 3 == quirk.connections


def test_a_farewell_between_letters_is_no_refusal() -> None:
    """421 on a used line means another line."""

    def act(talk: Talk, now: str) -> bool | None:
        if now == "MAIL" and talk.number == 1 and talk.recipient:
            talk.say("421 4.7.0 enough on this line")
            return False
        return None

    quirk = Quirk(act)
    with quirk.opened() as port:
        found = posted(
            server(port), letter("ann@example.org"), letter("bo@example.org")
        )

    assert ["accepted", "accepted"] == states(found)


def test_a_server_that_is_away_defers_all() -> None:
    """Nobody there: that is of the server, and the letter has not gone."""
    with Quirk().opened() as port:
        pass
    (found,) = posted(server(port), letter("ann@example.org"))

    assert ("deferred", True) == (found.state.value, found.is_general)
    with pytest.raises(PostUnreachable, match="cannot be reached"):
        open_line(server(port))
