"""Dispatching: an edition delivered in one call, for whoever uses no command line."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from reportgen.desk import delivering, ways
from reportgen.desk.choosing import Choice
from reportgen.desk.delivering import Seams, Sent
from reportgen.desk.mailing import Mailing
from reportgen.errors import UsageError
from reportgen.registry.post.delivery import Terms
from reportgen.settings import Workspace


@dataclass(frozen=True)
class Delivered:
    """What became of one report's newest edition."""

    mailing: Mailing
    """Who gets it and why, and who does not."""
    files: Sequence[Path] = field(default=(), repr=False)
    """The letters, where nothing was to be sent."""
    sent: Sent | None = None
    """What was sent and what is left; None where nothing was to be sent."""


class Steadily:
    """The time of this machine, which nobody stops."""

    def now(self) -> float:
        """Seconds, which no change of the wall clock moves."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait so long."""
        time.sleep(seconds)

    def is_stopped(self) -> bool:
        """Never: whoever interrupts it leaves a journal that knows how far it came."""
        return False


def dispatch(
    workspace: Workspace,
    target: str,
    choice: Choice,
    *,
    send: bool = False,
    seams: Seams | None = None,
) -> list[Delivered]:
    """Write the letters of the reports named, or send them.

    Args:
        workspace: whose editions, list and settings.
        target: `2024-10` or `2024-10/jcdu`.
        choice: whom they are for.
        send: send them; else they are only written as files.
        seams: what comes from elsewhere.

    Raises:
        UsageError: the target names no report, a name fits nobody, or the settings name
            no way to send.
        NotAllowed: there is no whole edition, or another run is delivering.
        FaultsFound: list or settings do not read.
        EnvironmentFault: no letter can go this way, or be written.
    """
    post = ways.way_of(workspace) if send else None
    if send and post is None:
        cure = 'set way = "smtp" under [post] in reportgen.toml'
        raise UsageError(
            f"nothing can be sent, because the way out is the outbox; {cure}"
        )
    planned = delivering.plan(workspace, target, choice, seams)
    if post is None:
        return [
            Delivered(one, delivering.write(workspace, one, seams)) for one in planned
        ]
    terms = Terms(Steadily(), ways.patience_of(workspace))
    with post:
        return [
            Delivered(
                one,
                sent=delivering.send(workspace, one, choice, post, terms, seams),
            )
            for one in planned
        ]
