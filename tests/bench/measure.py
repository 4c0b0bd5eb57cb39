"""One measurement: whole runs of a program, their median, their peak of memory."""

import os
import statistics
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_EVERY = 0.03  # seconds between two looks at the memory


@dataclass(frozen=True)
class Measured:
    """What some runs of one case took."""

    case: str
    seconds: tuple[float, ...]
    """Wall time of each run."""
    megabytes: float
    """Most memory that the program and all that it started held together; the highest
    of the runs. Shared pages are counted once (PSS)."""

    @property
    def median(self) -> float:
        """Seconds."""
        return statistics.median(self.seconds)


def measured(
    case: str,
    command: Sequence[str | Path],
    runs: int,
    before: Callable[[], object] = lambda: None,
) -> Measured:
    """Run a program some times.

    Args:
        case: what it stands for.
        command: the program with its arguments.
        runs: how often.
        before: brings about the same beginning for each run; not timed.

    Raises:
        RuntimeError: a run failed: its time would be that of a failure.
    """
    seconds, megabytes = [], 0.0
    for _ in range(runs):
        before()
        took, peak = _run(command)
        seconds.append(took)
        megabytes = max(megabytes, peak)
    return Measured(case, tuple(seconds), megabytes)


def _run(command: Sequence[str | Path]) -> tuple[float, float]:
    start = time.perf_counter()
    with subprocess.Popen(
        [*map(str, command)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        watch = _Watch(process.pid)
        watch.start()
        _, said = process.communicate()
        took = time.perf_counter() - start
        watch.stop()
    if process.returncode:
        msg = f"{command} failed: {said.decode(errors='replace')[-2000:]}"
        raise RuntimeError(msg)
    return took, watch.peak / 1000


class _Watch(threading.Thread):
    """Looks at the memory of a process and its descendants until it is stopped."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid, self._done = pid, threading.Event()
        self.peak = 0.0
        """Kilobytes."""

    def run(self) -> None:
        while not self._done.wait(_EVERY):
            family = [self._pid, *_descendants(self._pid)]
            self.peak = max(self.peak, sum(map(_memory, family)))

    def stop(self) -> None:
        self._done.set()
        self.join()


def _descendants(pid: int) -> list[int]:
    parents: dict[int, list[int]] = {}
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            with suppress(OSError, ValueError):
                stat = Path(entry.path, "stat").read_text("utf-8", errors="replace")
                parent = int(stat.rpartition(")")[2].split()[1])
                parents.setdefault(parent, []).append(int(entry.name))
    found, waiting = [], [pid]
    while waiting:
        children = parents.get(waiting.pop(), [])
        found += children
        waiting += children
    return found


def _memory(pid: int) -> int:
    """Proportional set size in kilobytes; 0 where the process has ended."""
    with suppress(OSError, ValueError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text("utf-8").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0
