"""Letters, a clock and a journal for tests of the post."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from reportgen.registry.post import journal as journals
from reportgen.registry.post.delivery import Terms, Watch, deliver
from reportgen.registry.post.journal import Journal, Message
from reportgen.registry.post.mailserver import MailServer
from reportgen.registry.post.post import Letter, Post, key_of, message_id
from reportgen.registry.post.turns import Patience

DIGEST = "d" * 64
SENDER = "reports@example.org"
DAY = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def letter(
    address: str,
    body: bytes = b"The report.\r\n",
    *,
    rendition: str = "public",
    guarded: bool = False,
) -> Letter:
    """A letter about one edition."""
    key = key_of(DIGEST, rendition, address)
    name = message_id(key, SENDER)
    head = f"To: {address}\r\nMessage-ID: {name}\r\n\r\n".encode()
    return Letter(key, address, SENDER, name, lambda: head + body, guarded)


def letters(count: int) -> list[Letter]:
    """Letters to this many members."""
    return [letter(f"member{number:03}@example.org") for number in range(count)]


def message(of: Letter, way: str = "smtp") -> Message:
    """Its first line in the journal."""
    return Message(
        key=of.key,
        address=of.recipient,
        name="A member",
        role="Member",
        organisation="Fictional council",
        rendition="public",
        edition=1,
        digest=DIGEST,
        pdf="b" * 64,
        way=way,
        message_id=of.message_id,
    )


def server(port: int, **told: object) -> MailServer:
    """A server of the loopback without TLS, and with little patience."""
    given = {"security": "none", "hello": "example.org", "answer": 5.0, **told}
    return MailServer("127.0.0.1", port, last_answer=5.0, **given)  # type: ignore[arg-type]


@dataclass
class FakeClock:
    """Time that passes only while somebody sleeps."""

    at: float = 0.0
    slept: list[float] = field(default_factory=list)
    stop_after: Callable[[], bool] = lambda: False

    def now(self) -> float:
        """Seconds."""
        return self.at

    def sleep(self, seconds: float) -> None:
        """At once."""
        self.slept.append(seconds)
        self.at += seconds

    def is_stopped(self) -> bool:
        """As the test says."""
        return self.stop_after()


@contextmanager
def kept(folder: Path, *of: Letter) -> Iterator[Journal]:
    """A journal in which the letters are planned, where they were never before."""
    with journals.keeping(folder / journals.FILE, lambda: DAY) as journal:
        journal.plan(message(each) for each in of if each.key not in journal.messages)
        yield journal


def run(
    folder: Path,
    post: Post,
    *of: Letter,
    clock: FakeClock | None = None,
    patience: Patience | None = None,
    watch: Watch | None = None,
) -> list[str]:
    """Deliver; the states afterwards, in the order of the letters."""
    terms = Terms(clock or FakeClock(), patience or Patience(), watch or Watch())
    with kept(folder, *of) as journal:
        deliver(of, journal, post, terms)
    after = journals.read_journal(folder / journals.FILE)
    return [after[each.key].state.value for each in of]
