"""Where every report of a workspace stands: what is made, and from what it moved on.

Equal origins make equal bytes. So a PDF whose inputs, look and makers are what they
were, and which is itself what it was, need not be made again.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from reportgen.errors import Collector, EnvironmentFault, Fault, FaultsFound
from reportgen.evidence.cycle import cycles_of, read_cycle
from reportgen.evidence.inputs import digest, digests
from reportgen.pages.chrome import chrome_version, find_chrome
from reportgen.press import look_of
from reportgen.release import archive
from reportgen.settings import Workspace
from reportgen.vocabulary import Rendition

KINDS = ("draft", "proof")

_LIBRARIES = ("weasyprint", "pydyf", "jinja2", "markdown-it-py", "nh3", "pandas")
_DRAWERS = ("plotly", "kaleido", "afcharts")

_IDLE = {"cli", "doctor", "welcome", "foundation.py"}  # change no byte of any page


@dataclass(frozen=True)
class Made:
    """The files that stand for one report and audience."""

    report: str
    """`2024-10/jcdu`."""
    rendition: Rendition
    paths: tuple[Path, ...]
    digest: str
    """SHA-256 of the PDF."""
    figures: int
    cautions: tuple[Fault, ...]
    unchanged: bool = False
    """Nothing was made: what was there is what would be made."""


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
        first, *rest = (name.rstrip("/").rpartition("/")[2] for name in self.moved)
        return f"older than {first}" + (f" and {len(rest)} more" if rest else "")

    @property
    def redraws(self) -> bool:
        """Whether what moved may have changed a chart: words and pages do not."""
        pages = ("templates/", "styles/")
        return self.state not in {"current", "older"} or any(
            "/commentary/" not in name and not name.startswith(pages)
            for name in self.moved
        )


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
    cut_off: str = ""
    """As 2024-10-31: what was received after this day is not in the report."""


def states(workspace: Workspace, keeper: Collector | None = None) -> list[State]:
    """One state for each report, oldest cycle first; reads only.

    Args:
        workspace: whose reports.
        keeper: keeps the faults of cycles that do not read, and the others are told;
            without one, such a fault is raised.

    Raises:
        FaultsFound: a cycle's file, or a style sheet, does not read.
        FontMissing: a font file is not there.
    """
    collector, found = keeper or Collector(), []
    around = {kind: surroundings(workspace, kind) for kind in KINDS}
    for name in cycles_of(workspace.data):
        cycle = collector.take(read_cycle, workspace.data, name)
        for report in cycle.report if cycle else ():
            target, due = f"{name}/{report.id}", report.due.isoformat()
            standings = {
                rendition.value: {
                    kind: standing(workspace, target, rendition, kind, around[kind])
                    for kind in KINDS
                }
                for rendition in Rendition
            }
            cut_off = cycle.cut_off.isoformat() if cycle else ""
            found.append(State(target, report.title, due, standings, cut_off))
    if keeper is None:
        collector.settle()
    return found


def standing(
    workspace: Workspace,
    target: str,
    rendition: Rendition,
    kind: str,
    around: Mapping[str, str],
) -> Standing:
    """Whether a PDF is there, whole, and made from what is there now.

    Args:
        workspace: where it is made.
        target: its report, such as `2024-10/jcdu`.
        rendition: its audience.
        kind: `draft` or `proof`.
        around: from `surroundings`.
    """
    folder = workspace.out / target / rendition
    public = archive.read_facts(workspace.out, f"{target}/{rendition}").get(kind)
    files = _table(_part(public, "files"))
    pdfs = [name for name in files if name.endswith(".pdf")]
    if len(pdfs) != 1 or not (folder / pdfs[0]).is_file():
        return Standing("none")
    private = archive.read_facts(workspace.out, target, archive.INPUTS)
    made = private.get(f"{rendition} {kind}")
    # What stands elsewhere as another report, or for another audience, is not this one.
    if (
        digest(folder / pdfs[0]) != files[pdfs[0]]
        or _part(made, "pdf") != files[pdfs[0]]
    ):
        return Standing("damaged")
    inputs = _table(_part(made, "inputs"))
    was = {
        **{name: wanted for name, wanted in files.items() if name not in pdfs},
        **inputs,
        **_table(_part(public, "look")),
        **_table(_part(public, "drawn_by")),
    }
    beside = {name: digest(folder / name) for name in files if name not in pdfs}
    now = {**beside, **digests(workspace.folder, inputs), **around}
    names = sorted({*was, *now}, key=_told_first)
    moved = [name for name in names if was.get(name) != now.get(name)]
    return Standing("older" if moved else "current", tuple(moved))


def surroundings(workspace: Workspace, kind: str) -> dict[str, str]:
    """All that a workspace's pages are made from besides the data, by name.

    Raises:
        FaultsFound: a style sheet does not read.
        FontMissing: a font file is not there.
    """
    return {**look_of(workspace, kind), **makers()}


@cache
def makers() -> dict[str, str]:
    """Versions of all that draws, and the digest of this program; once in a process."""
    try:
        chrome = chrome_version(find_chrome())
    except EnvironmentFault:
        chrome = ""  # whoever needs to draw will say so
    return {
        "reportgen": version("reportgen"),
        "program": _program(),
        "chrome": chrome,
        **{name: version(name) for name in (*_LIBRARIES, *_DRAWERS)},
    }


def _program() -> str:
    """SHA-256 over the files of this package that make pages."""
    package, total = Path(__file__).parent, hashlib.sha256()
    for path in sorted((*package.rglob("*.py"), *package.rglob("*.js"))):
        name = path.relative_to(package).as_posix()
        if name.partition("/")[0] not in _IDLE:
            total.update(f"{name}\0{digest(path)}".encode())
    return total.hexdigest()


def _part(facts: object, name: str) -> Any:
    """A part of facts that anybody may have changed."""
    return facts.get(name) if isinstance(facts, dict) else None


def _table(facts: object) -> dict[str, str]:
    """Names and digests, and nothing else."""
    if not isinstance(facts, dict):
        return {}
    return {n: d for n, d in facts.items() if isinstance(n, str) and isinstance(d, str)}


def _told_first(name: str) -> tuple[bool, bool, str]:
    """Sorts the data before the look, and the look before programs."""
    return not name.startswith("data/"), "/" not in name, name


def unchanged(
    workspace: Workspace, asked: Sequence[tuple[str, Rendition]], kind: str
) -> dict[tuple[str, Rendition], Made]:
    """Those PDFs that would be made again byte for byte, as they stand."""
    try:
        around = surroundings(workspace, kind)
    except (FaultsFound, EnvironmentFault):
        return {}  # whoever makes the rest will say so
    current = [
        (target, rendition)
        for target, rendition in asked
        if standing(workspace, target, rendition, kind, around).state == "current"
    ]
    found = {each: _kept(workspace, *each, kind) for each in current}
    return {each: made for each, made in found.items() if made is not None}


def likely_to_draw(
    workspace: Workspace, wanted: Sequence[tuple[str, Rendition]]
) -> bool:
    """Whether charts are likely to be drawn, so that Chrome had better start now.

    A draft and a proof have the same charts, so either may have left them.
    """
    try:
        around = {kind: surroundings(workspace, kind) for kind in KINDS}
    except (FaultsFound, EnvironmentFault):
        return False
    return any(
        all(
            standing(workspace, target, rendition, kind, around[kind]).redraws
            for kind in KINDS
        )
        for target, rendition in wanted
    )


def _kept(
    workspace: Workspace, target: str, rendition: Rendition, kind: str
) -> Made | None:
    """What stands for a current PDF; None where its facts do not read."""
    folder = workspace.out / target / rendition
    public = archive.read_facts(workspace.out, f"{target}/{rendition}").get(kind)
    private = archive.read_facts(workspace.out, target, archive.INPUTS)
    part = private.get(f"{rendition} {kind}")
    files = _table(_part(public, "files"))
    digests = [digest for name, digest in files.items() if name.endswith(".pdf")]
    try:
        cautions = tuple(Fault.from_json(each) for each in _part(part, "cautions"))
        figures = int(_part(part, "figures"))
        names = sorted(files, key=lambda name: not name.endswith(".pdf"))
        paths = tuple(folder / name for name in (*names, archive.MANIFEST))
        return Made(
            target, rendition, paths, digests[0], figures, cautions, unchanged=True
        )
    except (TypeError, ValueError, KeyError, AttributeError, IndexError):
        return None  # anybody may have changed these files
