"""Measured: a proof, a decision, a release, and a look at what was released."""

import os
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from bench.measure import Measured, measured

TARGET = "2026-05/outcomes"
SEATS = ("Data Lead", "Senior Responsible Owner")
"""Who signs the pack of the fictional workspace, in their turns."""
Command = list[str | Path]


def signing(reportgen: Path, place: Path, runs: int) -> Iterator[Measured]:
    """Each act of a sign-off on the fictional pack, in both renditions.

    Args:
        reportgen: the command.
        place: a folder for the workspace.
        runs: how often each act is done, each time from the same beginning.
    """
    folder = place / "signing"
    measured("init", [reportgen, "init", folder], 1)
    record = folder / "out" / "record"
    end: Command = [TARGET, "--quiet", "--workspace", folder]
    forget = partial(shutil.rmtree, folder / "out", ignore_errors=True)
    proof: Command = [reportgen, "proof", *end]
    yield measured(f"{TARGET}: proof, cold", proof, runs, forget)
    yield measured(f"{TARGET}: proof, unchanged", proof, runs)
    first, second = (_sign(reportgen, folder, seat, end) for seat in SEATS)
    yield measured(f"{TARGET}: sign", first, runs, partial(_remove, record))
    measured("the second one", second, 1)
    editions = record / TARGET / "editions"
    release: Command = [reportgen, "release", *end]
    yield measured(f"{TARGET}: release", release, runs, partial(_remove, editions))
    look: Command = [reportgen, "verify", editions / "1", "--workspace", folder]
    yield measured(f"{TARGET}: verify", look, runs)
    yield measured(f"{TARGET}: verify, rebuilt", [*look, "--rebuild"], runs)


def _sign(reportgen: Path, folder: Path, seat: str, end: Command) -> Command:
    """The command by which a seat approves both proofs."""
    command: Command = [reportgen, "sign", *end, "--as", seat]
    for proof in sorted((folder / "out" / TARGET).glob("*/*-proof.pdf")):
        command += ["--proof", proof]
    return command


def _remove(folder: Path) -> None:
    """Remove what is read-only too: each run begins as the one before."""
    for path, _, _ in os.walk(folder):
        Path(path).chmod(0o755)
    shutil.rmtree(folder, ignore_errors=True)
