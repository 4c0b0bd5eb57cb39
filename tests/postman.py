"""Deliver letters in a process of its own, which may be killed at any moment.

Run as `python postman.py FOLDER PORT COUNT [again]`; `again` plans doubts anew.
"""

import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from lettered import letters, message, server

from reportgen.registry.post.delivery import Terms, deliver
from reportgen.registry.post.journal import FILE, keeping
from reportgen.registry.post.post import State
from reportgen.registry.post.smtp import SmtpPost


class _Clock:
    """Time as it is."""

    def now(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        time.sleep(min(seconds, 0.01))

    def is_stopped(self) -> bool:
        return False


def main(folder: Path, port: int, count: int, *, again: bool) -> None:
    """One run: plan what is new, send what is left."""
    of = letters(count)
    with (
        keeping(folder / FILE, lambda: datetime.now(UTC)) as journal,
        SmtpPost(server(port)) as post,
    ):
        known = journal.messages
        journal.plan(
            message(one)
            for one in of
            if one.key not in known or (again and known[one.key].state is State.UNKNOWN)
        )
        print("begun", flush=True)  # noqa: T201 (its parent waits for it)
        deliver(of, journal, post, Terms(_Clock()))


if __name__ == "__main__":
    place, at, number, *more = sys.argv[1:]
    main(Path(place), int(at), int(number), again=bool(more))
