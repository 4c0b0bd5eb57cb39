"""Key figures for the letters of an edition: from its public folder, and only there."""

import json
from collections.abc import Callable
from pathlib import Path

from reportgen.errors import Fault, FaultsFound, Place, Slug, error
from reportgen.evidence.cycle import read_cycle
from reportgen.evidence.measures import read_measures
from reportgen.pages.letterfigures import published_figures
from reportgen.pages.opening import KeyFigure
from reportgen.settings import Workspace
from reportgen.vocabulary import Rendition


def figures_of(workspace: Workspace) -> Callable[[Path], tuple[KeyFigure, ...]]:
    """What tells the key figures of an edition, given its public folder.

    Args:
        workspace: for which measures open a report, and how they are printed.
    """

    def figures(folder: Path) -> tuple[KeyFigure, ...]:
        """The key figures that its letters may tell.

        Raises:
            FaultsFound: the folder is not of a public edition, or does not read.
        """
        try:
            facts = json.loads((folder / "manifest.json").read_bytes())
            if facts["rendition"] != Rendition.PUBLIC.value:
                raise ValueError("it is not for the public")
            cycle, _, name = facts["report"].partition("/")
            data = (folder / "published.csv").read_bytes()
            reports = read_cycle(workspace.data, cycle).report
            (report,) = (each for each in reports if each.id == name)
            measures = read_measures(workspace.data)
            return published_figures(data, measures, report.key_figures)
        except (OSError, ValueError, LookupError, TypeError, ArithmeticError) as broken:
            raise FaultsFound([_unread(folder, broken)]) from None

    return figures


def _unread(folder: Path, broken: Exception) -> Fault:
    what = f"its key figures do not read ({type(broken).__name__}: {broken})"
    cure = "restore the edition from the copy of the record"
    return error(
        Slug.FILE_UNREADABLE, Place(f"{folder.name}/published.csv"), what, cure
    )
