"""Workspaces with an edition and many members, to measure delivery with."""

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from crowded import edition, enlist

from bench.measure import Measured, measured
from bench.workspaces import EXAMPLETON, copied

HERE = Path(__file__).parent
REPORT = "2026-05/outcomes"
_PDF = 300_000  # bytes; what a pack of twenty pages weighs


def letters(place: Path, counts: list[int], runs: int) -> Iterator[Measured]:
    """An edition to so many members, by a server of this machine."""
    with _office() as port:
        for count in counts:
            folder = _partnership(place / f"letters-{count}", count, port)
            journal = folder / "out" / "record" / REPORT / "deliveries.jsonl"
            forget = partial(journal.unlink, missing_ok=True)
            command: list[str | Path] = [
                sys.executable,
                HERE / "ours.py",
                "letters",
                folder,
            ]
            yield measured(f"{count} letters of 300 kB, sent", command, runs, forget)
            shutil.rmtree(folder)


@contextmanager
def _office() -> Iterator[int]:
    """The server, in a process of its own."""
    process = subprocess.Popen(
        [sys.executable, HERE / "office.py"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with process:
        assert process.stdout is not None
        yield int(process.stdout.readline())
        process.communicate()


def _partnership(folder: Path, count: int, port: int) -> Path:
    """Exampleton with this many members and an edition."""
    copied(EXAMPLETON, folder)
    enlist(folder, range(count))
    settings = (
        f'\n[post]\nway = "smtp"\nhost = "127.0.0.1"\nport = {port}\n'
        'security = "none"\nsender = "Reports <reports@example.org>"\n'
    )
    with (folder / "reportgen.toml").open("a", encoding="utf-8") as file:
        file.write(settings)
    edition(folder, REPORT, _pdf())
    return folder


def _pdf() -> bytes:
    """Of the usual size, and nothing that could be compressed."""
    blocks = (hashlib.sha256(str(n).encode()).digest() for n in range(_PDF // 32))
    return b"%PDF-1.7\n" + b"".join(blocks)
