"""Where every report of a workspace stands: what is made, and from what it moved on."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

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
    found: dict[str, dict[str, Standing]] = {}
    for rendition in Rendition:
        folder = f"{target}/{rendition}"
        facts = archive.read_facts(workspace.out, folder)
        found[rendition.value] = {}
        for kind in KINDS:
            part = facts.get(kind)
            made = part if isinstance(part, dict) else {}
            was = {
                **_table(inputs.get(f"{rendition} {kind}")),
                **_table(made.get("look")),
            }
            now = {**{name: _digest(workspace, name) for name in was}, **looks[kind]}
            files = _table(made.get("files"))
            standing = _standing(workspace.out / folder, files, was, now)
            found[rendition.value][kind] = standing
    return found


def _standing(
    folder: Path,
    files: Mapping[str, str],
    was: Mapping[str, str],
    now: Mapping[str, str],
) -> Standing:
    """Whether the PDF is there, whole, and made from what is there now."""
    pdfs = {name: digest for name, digest in files.items() if name.endswith(".pdf")}
    for name, wanted in pdfs.items():
        if not (folder / name).is_file():
            return Standing("none")
        if archive.digest((folder / name).read_bytes()) != wanted:
            return Standing("damaged")
    if not pdfs:
        return Standing("none")
    moved = [n for n in sorted({*was, *now}) if was.get(n) != now.get(n)]
    return Standing("older" if moved else "current", tuple(moved))


def _table(facts: object) -> dict[str, str]:
    """Names and digests of a file that anybody may have changed."""
    if not isinstance(facts, dict):
        return {}
    return {n: d for n, d in facts.items() if isinstance(n, str) and isinstance(d, str)}


def _digest(workspace: Workspace, name: str) -> str:
    """SHA-256 of a file of the workspace; empty where it is gone."""
    path = workspace.folder / name
    return archive.digest(path.read_bytes()) if path.is_file() else ""
