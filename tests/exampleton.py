"""The fictional workspace that comes with reportgen, read once for all tests of it."""

from functools import cache
from pathlib import Path

import reportgen
from reportgen.composition import Composition, compose
from reportgen.errors import Collector
from reportgen.evidence.assembly import Assembly, assemble
from reportgen.vocabulary import Rendition

EXAMPLETON = Path(reportgen.__file__).parent / "exampleton"
DATA = EXAMPLETON / "data"
CYCLES = ("2025-05", "2025-10", "2026-05", "2026-10")
REPORTS = {"05": "outcomes", "10": "jcdu"}


@cache
def texts() -> dict[str, str]:
    """The text of every file of the workspace, by its path in it."""
    return {
        path.relative_to(EXAMPLETON).as_posix(): path.read_text("utf-8")
        for path in sorted(EXAMPLETON.rglob("*"))
        if path.is_file()
    }


@cache
def assembled() -> dict[str, Assembly]:
    """What each cycle's report is made from, by the cycle."""
    collector = Collector()
    made = assemble(DATA, list(CYCLES), collector)
    collector.settle()
    return {one.cycle.cycle: one for one in made}


@cache
def composed() -> tuple[Composition, ...]:
    """The reports of 2026: each for the public, then for partners."""
    return tuple(
        compose(assembled()[cycle], rendition)
        for cycle in CYCLES
        if cycle.startswith("2026")
        for rendition in Rendition
    )
