"""Time for a long run, and how a person ends it: after the letter in hand."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

_STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_STANDARD_ERROR = 2
_BY_SIGNAL = 128  # added to a signal's number, as shells report it


class StoppableClock:
    """The time of this machine, until somebody presses Ctrl+C."""

    def __init__(self) -> None:
        """Nobody has."""
        self._stop = threading.Event()
        self.code = 0
        """Exit code of the signal that stopped it."""

    def now(self) -> float:
        """Seconds, which no change of the wall clock moves."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait so long, or until somebody stops it."""
        self._stop.wait(seconds)

    def is_stopped(self) -> bool:
        """Whether somebody has."""
        return self._stop.is_set()

    def stop(self, number: int, _frame: FrameType | None) -> None:
        """A first signal lets the letter in hand be finished; a second one does not."""
        if self.is_stopped():
            raise SystemExit(_BY_SIGNAL + number)
        self.code = _BY_SIGNAL + number
        self._stop.set()
        # Printing may be the very thing that was interrupted, and cannot be entered
        # twice; this can.
        with suppress(OSError):
            os.write(_STANDARD_ERROR, b"stopping after the letter in hand\n")


@contextmanager
def stoppable() -> Iterator[StoppableClock]:
    """Signals stop the clock, and what they did before they do again afterwards."""
    clock = StoppableClock()
    before = {number: signal.signal(number, clock.stop) for number in _STOPS}
    try:
        yield clock
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
