"""Measured: the web pages of a report beside its PDF, from the same composition."""

import sys
from collections.abc import Iterator
from pathlib import Path

from bench import workspaces
from bench.measure import Measured, measured

TARGETS = ("2026-05/outcomes", "2026-10/jcdu")
KINDS = {
    "composed only": (),
    "web pages and downloads": ("web",),
    "PDF": ("pdf",),
    "web pages and PDF, in turn": ("web", "pdf"),
}
"""What is made of a composition; take the first from the others for what each adds."""


def webpages(reportgen: Path, place: Path, runs: int) -> Iterator[Measured]:
    """Both renditions of both fictional reports; everything was drawn before.

    A build makes the pages while the PDF is laid out in another process, so it is
    shorter than one after the other. Nothing is filed, and nothing is searched.

    Args:
        reportgen: the command.
        place: a folder for the workspace.
        runs: how often each is made.
    """
    folder = workspaces.copied(workspaces.EXAMPLETON, place / "webpages")
    child = Path(__file__).with_name("ours.py")
    measured("draw", [reportgen, "build", *TARGETS, "--workspace", folder], 1)
    for target in TARGETS:
        for case, wanted in KINDS.items():
            ours: list[str | Path] = [sys.executable, child, "faces", folder, target]
            name = f"{target}, both renditions: {case}"
            yield measured(name, [*ours, *wanted], runs)
