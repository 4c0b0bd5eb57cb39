"""Southampton's and Exampleton's reports as `explain` is asked of them, read once."""

import csv
from functools import cache
from pathlib import Path

from conftest import ROOT
from exampleton import EXAMPLETON

from reportgen.audit.explain.paper import Paper
from reportgen.composition import compose
from reportgen.errors import Collector
from reportgen.evidence.assembly import assemble
from reportgen.settings import open_workspace
from reportgen.tracing import papers
from reportgen.vocabulary import Rendition

REPORTS = (
    *("2024-05/outcomes", "2024-10/jcdu", "2025-05/outcomes", "2025-10/jcdu"),
    *("2026-05/outcomes", "2026-10/jcdu"),
)


def folder(target: str) -> Path:
    """The workspace that a report is of."""
    return ROOT if target.startswith("2024") else EXAMPLETON


@cache
def paper(target: str, rendition: Rendition = Rendition.PUBLIC) -> Paper:
    """One report of one of the two workspaces."""
    workspace, collector = open_workspace(folder(target)), Collector()
    (assembly,) = assemble(workspace.data, [target], collector)
    collector.settle()
    (made,) = papers([compose(assembly, rendition)], workspace)
    return made


@cache
def rows(target: str) -> list[list[str]]:
    """`observations.csv` as a spreadsheet numbers it: row 1 is the header."""
    path = folder(target) / "data" / "observations.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return [[], *csv.reader(file)]


def cells(target: str, row: int) -> dict[str, str]:
    """One row of the store, by the names of its columns."""
    held = rows(target)
    return dict(zip(held[1], held[row], strict=True))
