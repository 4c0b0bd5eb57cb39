"""Workspaces with an edition and many members, to measure delivery with."""

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from bench.measure import Measured, measured
from bench.workspaces import EXAMPLETON, copied
from reportgen.pages.dataset import COLUMNS

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
    rows = [
        f"Member {number},member{number}@example.org,A council,Member,public,yes"
        for number in range(count)
    ]
    header = "name,email,organisation,role,rendition,active"
    members = "\n".join([header, *rows, ""])
    (folder / "data" / "members.csv").write_text(members, "utf-8")
    settings = (
        f'\n[post]\nway = "smtp"\nhost = "127.0.0.1"\nport = {port}\n'
        'security = "none"\nsender = "Reports <reports@example.org>"\n'
    )
    with (folder / "reportgen.toml").open("a", encoding="utf-8") as file:
        file.write(settings)
    _edition(folder / "out" / "record" / REPORT / "editions" / "1" / "public")
    return folder


def _edition(folder: Path) -> None:
    """A public half with a PDF of the usual size, which does not compress."""
    blocks = (hashlib.sha256(str(n).encode()).digest() for n in range(_PDF // 32))
    pdf = b"%PDF-1.7\n" + b"".join(blocks)
    folder.mkdir(parents=True)
    files = {"report.pdf": pdf, "published.csv": ",".join(COLUMNS).encode() + b"\n"}
    for name, data in files.items():
        (folder / name).write_bytes(data)
    facts = {
        "edition": 1,
        "report": REPORT,
        "rendition": "public",
        "released": "2026-05-31T10:00:00+00:00",
        "pdf": "report.pdf",
        "files": {
            name: {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
            for name, data in files.items()
        },
    }
    (folder / "manifest.json").write_text(json.dumps(facts), "utf-8")
