"""Where every report of a workspace stands: what is made, and from what it moved on."""

from collections.abc import Mapping
from dataclasses import dataclass

from reportgen.errors import Collector
from reportgen.evidence.cycle import cycles_of, read_cycle
from reportgen.production import look
from reportgen.release import archive
from reportgen.settings import Workspace
from reportgen.vocabulary import Rendition

KINDS = ("draft", "proof")


@dataclass(frozen=True)
class Standing:
    """What became of one PDF."""

    state: str
    """`none`, `current`, `older` than an input, or `damaged`."""
    moved: tuple[str, ...] = ()
    """The inputs that are not what they were when it was made."""

    def __str__(self) -> str:
        """`older than police.md and 2 more`."""
        if not self.moved:
            return self.state
        first, *rest = (name.rpartition("/")[2] for name in self.moved)
        return f"older than {first}" + (f" and {len(rest)} more" if rest else "")


@dataclass(frozen=True)
class State:
    """Where one report stands."""

    report: str
    """`2024-10/jcdu`."""
    title: str
    due: str
    """As 2024-10-31."""
    standings: Mapping[str, Mapping[str, Standing]]
    """By rendition, then by kind: `draft` and `proof`."""


def states(workspace: Workspace) -> list[State]:
    """One state for each report, oldest cycle first; reads only.

    Raises:
        FaultsFound: a cycle's file, or a style sheet, does not read.
        FontMissing: a font file is not there.
    """
    collector, found = Collector(), []
    looks = {kind: look(workspace, kind) for kind in KINDS}
    for name in cycles_of(workspace.data):
        cycle = collector.take(read_cycle, workspace.data, name)
        for report in cycle.report if cycle else ():
            target, due = f"{name}/{report.id}", report.due.isoformat()
            standings = _standings(workspace, target, looks)
            found.append(State(target, report.title, due, standings))
    collector.settle()
    return found


def _standings(
    workspace: Workspace, target: str, looks: Mapping[str, Mapping[str, str]]
) -> dict[str, dict[str, Standing]]:
    inputs = archive.read_facts(workspace.out, target, archive.INPUTS)
    return {
        rendition.value: {
            kind: _standing(
                workspace,
                archive.read_facts(workspace.out, f"{target}/{rendition}").get(kind),
                inputs.get(f"{rendition} {kind}", {}),
                f"{target}/{rendition}",
                looks[kind],
            )
            for kind in KINDS
        }
        for rendition in Rendition
    }


def _standing(
    workspace: Workspace,
    made: Mapping[str, Mapping[str, str]] | None,
    inputs: Mapping[str, str],
    folder: str,
    look_now: Mapping[str, str],
) -> Standing:
    """Whether the PDF is there, whole, and made from the inputs as they are now."""
    pdfs = {n: d for n, d in (made or {}).get("files", {}).items() if ".pdf" in n}
    for name, wanted in pdfs.items():
        path = workspace.out / folder / name
        if not path.is_file():
            return Standing("none")
        if archive.digest(path.read_bytes()) != wanted:
            return Standing("damaged")
    if not made or not pdfs:
        return Standing("none")
    moved = [name for name, was in inputs.items() if _digest(workspace, name) != was]
    before = made.get("look", {})
    names = sorted({*before, *look_now})
    moved += [name for name in names if before.get(name) != look_now.get(name)]
    return Standing("older" if moved else "current", tuple(moved))


def _digest(workspace: Workspace, name: str) -> str:
    """SHA-256 of a file of the workspace; empty where it is gone."""
    path = workspace.folder / name
    return archive.digest(path.read_bytes()) if path.is_file() else ""
