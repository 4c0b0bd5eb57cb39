"""Where every report of a workspace stands: what is made, and from what it moved on."""

from collections.abc import Mapping
from dataclasses import dataclass

from reportgen.errors import Collector
from reportgen.evidence.cycle import cycles_of, read_cycle
from reportgen.release import archive
from reportgen.settings import Workspace
from reportgen.vocabulary import Rendition


@dataclass(frozen=True)
class State:
    """Where one report stands."""

    report: str
    """`2024-10/jcdu`."""
    title: str
    due: str
    """As 2024-10-31."""
    drafts: Mapping[str, str]
    """By rendition: `none`, `current`, or what moved since it was made."""
    proofs: Mapping[str, str]


def states(workspace: Workspace) -> list[State]:
    """One state for each report, oldest cycle first; reads only.

    Raises:
        FaultsFound: a cycle's file does not read.
    """
    collector, found = Collector(), []
    for name in cycles_of(workspace.data):
        cycle = collector.take(read_cycle, workspace.data, name)
        for report in cycle.report if cycle else ():
            target, due = f"{name}/{report.id}", report.due.isoformat()
            drafts = _standings(workspace, target, "draft")
            proofs = _standings(workspace, target, "proof")
            found.append(State(target, report.title, due, drafts, proofs))
    collector.settle()
    return found


def _standings(workspace: Workspace, target: str, kind: str) -> dict[str, str]:
    return {
        rendition.value: _standing(workspace, f"{target}/{rendition}", kind)
        for rendition in Rendition
    }


def _standing(workspace: Workspace, folder: str, kind: str) -> str:
    """Whether a PDF is there, whole, and made from the inputs as they are now."""
    part = archive.read_manifest(workspace.out, folder).get(kind)
    if not part:
        return "none"
    for name, wanted in part["files"].items():
        path = workspace.out / folder / name
        if not name.endswith(".pdf"):
            continue
        if not path.is_file():
            return "none"
        if archive.digest(path.read_bytes()) != wanted:
            return "not the file that was made"
    inputs = part["inputs"].items()
    moved = [name for name, was in inputs if _moved(workspace, name, was)]
    return f"older than {', '.join(moved)}" if moved else "current"


def _moved(workspace: Workspace, name: str, was: str) -> bool:
    """Whether a file of the workspace's data is gone, or is not what it was."""
    if not name.startswith("data/"):
        return False
    path = workspace.folder / name
    return not path.is_file() or archive.digest(path.read_bytes()) != was
