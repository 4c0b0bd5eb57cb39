"""Whose turn it is: letters in their order, retries, pauses, and a steady pace.

A letter that is put off waits, and the others go on. Where the server takes none for
the moment, all wait. It knows no clock: it is told the time.
"""

import heapq
from array import array
from collections.abc import Iterable
from dataclasses import dataclass

from reportgen.registry.post.post import Outcome, State

PAUSES = (5.0, 30.0, 120.0, 300.0, 600.0)
"""Seconds before each further attempt; the last one goes on."""
_HOPELESS = 10  # so many refused at first, and none taken: a setting is wrong
_MINUTE = 60.0  # seconds


@dataclass(frozen=True)
class Patience:
    """How long to try, and how fast."""

    attempts: int = 6
    """Of one letter; also of the server, where it takes nothing."""
    per_minute: int = 0
    """Most letters in a minute; 0 for no limit."""
    pauses: tuple[float, ...] = PAUSES
    """Seconds before the second attempt, the third ..."""

    def pause(self, failures: int) -> float:
        """Seconds to wait after so many failures, from 1."""
        return self.pauses[min(failures, len(self.pauses)) - 1]


class Turns:
    """The letters of one run that are still to go, by number."""

    def __init__(self, numbers: Iterable[int], patience: Patience) -> None:
        """All are due at once, in their order."""
        self._fresh = array("I", numbers)
        self._taken = 0  # of the fresh ones
        self._later: list[tuple[float, int]] = []  # when it is due, and which
        self._failures: dict[int, int] = {}
        self._patience = patience
        self._not_before = 0.0  # for all of them
        self._closed = self._refused = 0  # one after the other
        self._any_taken = False
        self._last = ""

    def __len__(self) -> int:
        """How many are still to go."""
        return self._fresh_ones + len(self._later)

    @property
    def _fresh_ones(self) -> int:
        return len(self._fresh) - self._taken

    @property
    def gave_up(self) -> str:
        """Why no further letter is tried in this run; empty while there is hope."""
        if self._closed >= self._patience.attempts:
            told = f"the mail server took nothing in {self._closed} attempts"
            return f"{told}; it said last: {self._last}"
        if self._refused >= _HOPELESS and not self._any_taken:
            told = f"the mail server refused the first {self._refused} letters"
            return f"{told}; it said last: {self._last}"
        return ""

    def wait(self, now: float) -> float:
        """Seconds until the next letter may go; 0 where one may go now."""
        due = 0.0 if self._fresh_ones else self._later[0][0]
        return max(0.0, self._not_before - now, due - now)

    def take(self, now: float) -> int:
        """The next letter: one that waited and is due, else the next fresh one."""
        if self._patience.per_minute:
            self._not_before = now + _MINUTE / self._patience.per_minute
        if self._later and (self._later[0][0] <= now or not self._fresh_ones):
            return heapq.heappop(self._later)[1]
        self._taken += 1
        return self._fresh[self._taken - 1]

    def judge(self, number: int, outcome: Outcome, now: float) -> None:
        """Put a letter back that is to be tried again; learn from the outcome."""
        self._last = outcome.reply
        if outcome.is_general:
            # To the end: should it be this letter after all, the others have gone.
            self._closed += 1
            self._not_before = max(
                self._not_before, now + self._patience.pause(self._closed)
            )
            self._fresh.append(number)
            return
        self._closed = 0
        is_refused = outcome.state is State.REFUSED
        self._refused = self._refused + 1 if is_refused else 0
        self._any_taken |= outcome.state is State.ACCEPTED
        if outcome.state is State.DEFERRED:
            self._put_off(number, now)

    def _put_off(self, number: int, now: float) -> None:
        failures = self._failures.get(number, 0) + 1
        self._failures[number] = failures
        if failures < self._patience.attempts:
            due = now + self._patience.pause(failures)
            heapq.heappush(self._later, (due, number))
