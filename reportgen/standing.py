"""Where every report of a workspace stands: what is made, and from what it moved on.

Equal origins make equal bytes. So a PDF whose inputs, look and makers are what they
were, and which is itself what it was, need not be made again.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from reportgen.errors import Collector, Fault
from reportgen.evidence.cycle import cycles_of, read_cycle
from reportgen.evidence.inputs import Reader, digest, digests
from reportgen.makers import look_of, makers
from reportgen.pages.look import Look
from reportgen.registry import archive
from reportgen.settings import Workspace
from reportgen.vocabulary import Rendition

KINDS = ("draft", "proof")


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
    searched: str = ""
    """How much was sought of what its audience may not read, or "not evaluated"."""
    unchanged: bool = False
    """Nothing was made: what was there is what would be made."""


@dataclass(frozen=True)
class Standing:
    """What became of one PDF."""

    state: str
    """`none`, `current`, `older` than an input, or `damaged`."""
    moved: tuple[str, ...] = ()
    """The inputs that are not what they were when it was made."""
    sha256: str = ""
    """Of the PDF, where it is there and whole."""

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


@dataclass(frozen=True)
class Survey:
    """What a build finds when it begins."""

    look: Look
    """Of the pages to be made."""
    unchanged: Mapping[tuple[str, Rendition], Made]
    """What would be made again byte for byte, as it stands."""
    redraws: bool
    """Whether charts of the others are likely to be drawn, not only words changed."""


@dataclass(frozen=True)
class _Facts:
    """What was noted of one PDF when it was made; anybody may have changed it since."""

    folder: Path
    """Of the PDF and of what lies beside it."""
    public: object
    """Its part of `manifest.json`."""
    private: object
    """Its part of `inputs.json`."""

    @property
    def files(self) -> dict[str, str]:
        """SHA-256 of what was made, by name; the PDF first."""
        files = _table(self.public, "files")
        names = sorted(files, key=lambda name: not name.endswith(".pdf"))
        return {name: files[name] for name in names}

    @property
    def inputs(self) -> dict[str, str]:
        """SHA-256 of what people wrote, by name."""
        return _table(self.private, "inputs")

    @property
    def makers(self) -> dict[str, str]:
        """Look and versions, by name."""
        return {**_table(self.public, "look"), **_table(self.public, "drawn_by")}


@dataclass(frozen=True)
class _Present:
    """What is there now, against which the facts are held."""

    workspace: Workspace
    around: Mapping[str, str]
    """All that pages are made from besides the data: SHA-256 or version, by name."""
    read: Reader
    """Digests; each file is read once."""


def states(
    workspace: Workspace,
    keeper: Collector | None = None,
    only: Collection[str] | None = None,
) -> list[State]:
    """One state for each report, oldest cycle first; reads only.

    Args:
        workspace: whose reports.
        keeper: keeps the faults of cycles that do not read, and the others are told;
            without one, such a fault is raised.
        only: the reports that are asked for; all where it is not given.

    Raises:
        FaultsFound: a cycle's file, or a style sheet, does not read.
        FontMissing: a font file is not there.
    """
    collector, found, read = keeper or Collector(), [], cache(digest)
    around = {kind: _around(look_of(workspace, kind)) for kind in KINDS}
    present = {kind: _Present(workspace, around[kind], read) for kind in KINDS}
    for name in cycles_of(workspace.data):
        cycle = collector.take(read_cycle, workspace.data, name)
        for report in cycle.report if cycle else ():
            target, due = f"{name}/{report.id}", report.due.isoformat()
            if only is not None and target not in only:
                continue
            standings = {
                rendition.value: _standings((target, rendition), present)
                for rendition in Rendition
            }
            cut_off = cycle.cut_off.isoformat() if cycle else ""
            found.append(State(target, report.title, due, standings, cut_off))
    if keeper is None:
        collector.settle()
    return found


def _standings(
    wanted: tuple[str, Rendition], present: Mapping[str, _Present]
) -> dict[str, Standing]:
    """By kind, what became of the PDFs of one report for one audience."""
    return {
        kind: _standing(_facts(now.workspace, wanted, kind), now)
        for kind, now in present.items()
    }


def survey(
    workspace: Workspace, asked: Sequence[tuple[str, Rendition]], kind: str
) -> Survey:
    """What stands of the PDFs asked for, and what is needed to make the others.

    Args:
        workspace: where they are made.
        asked: reports, such as `2024-10/jcdu`, each with an audience.
        kind: `draft` or `proof`: what is to be made.

    Raises:
        FaultsFound: a style sheet does not read.
        FontMissing: a font file is not there.
    """
    look = look_of(workspace, kind)
    now = _Present(workspace, _around(look), cache(digest))
    unchanged, redraws = {}, False
    for each in asked:
        facts = {one: _facts(workspace, each, one) for one in KINDS}
        is_current = _standing(facts[kind], now).state == "current"
        made = _kept(each, facts[kind]) if is_current else None
        if made is not None:
            unchanged[each] = made
        # A draft and a proof have the same charts, so either may have left them. They
        # differ by a style sheet, which redraws nothing: one look does for both.
        elif not redraws:
            redraws = all(_standing(facts[one], now).redraws for one in KINDS)
    return Survey(look, unchanged, redraws)


def _around(look: Look) -> dict[str, str]:
    return {**look.digests, **makers()}


def _facts(workspace: Workspace, wanted: tuple[str, Rendition], kind: str) -> _Facts:
    target, rendition = wanted
    public = archive.read_facts(workspace.out, f"{target}/{rendition}")
    private = archive.read_facts(workspace.out, target, archive.INPUTS)
    folder = workspace.out / target / rendition
    return _Facts(folder, public.get(kind), private.get(f"{rendition} {kind}"))


def _standing(facts: _Facts, now: _Present) -> Standing:
    """Whether a PDF is there, whole, and made from what is there now."""
    pdf, *beside = facts.files or [""]
    others = any(name.endswith(".pdf") for name in beside)
    if others or not pdf.endswith(".pdf") or not (facts.folder / pdf).is_file():
        return Standing("none")
    made = facts.files[pdf]
    # What stands elsewhere as another report, or for another audience, is not this one.
    if now.read(facts.folder / pdf) != made or _part(facts.private, "pdf") != made:
        return Standing("damaged")
    moved = sorted(_moved(facts, now), key=_told_first)
    return Standing("older" if moved else "current", tuple(moved), made)


def _moved(facts: _Facts, now: _Present) -> set[str]:
    """What is not what it was, of all that a PDF was made from and that lies beside."""
    pdf, *beside = facts.files
    was = {**facts.files, **facts.inputs, **facts.makers}
    found = {
        pdf: facts.files[pdf],
        **digests(facts.folder, beside, now.read),
        **digests(now.workspace.folder, facts.inputs, now.read),
        **now.around,
    }
    return {name for name in {*was, *found} if was.get(name) != found.get(name)}


def _kept(wanted: tuple[str, Rendition], facts: _Facts) -> Made | None:
    """What stands for a current PDF; None where its facts do not read."""
    names = (*facts.files, archive.MANIFEST)
    try:
        return Made(
            *wanted,
            paths=tuple(facts.folder / name for name in names),
            digest=facts.files[names[0]],
            figures=int(_part(facts.private, "figures")),
            cautions=tuple(map(Fault.from_json, _part(facts.private, "cautions"))),
            searched=str(_part(facts.private, "searched") or ""),
            unchanged=True,
        )
    except (TypeError, ValueError, KeyError, AttributeError):
        return None  # anybody may have changed these files


def _part(facts: object, name: str) -> Any:
    """A part of facts that anybody may have changed."""
    return facts.get(name) if isinstance(facts, dict) else None


def _table(facts: object, name: str) -> dict[str, str]:
    """Names and digests of a part of facts, and nothing else."""
    part = _part(facts, name)
    if not isinstance(part, dict):
        return {}
    return {n: d for n, d in part.items() if isinstance(n, str) and isinstance(d, str)}


def _told_first(name: str) -> tuple[bool, bool, str]:
    """Sorts the data before the look, and the look before programs."""
    return not name.startswith("data/"), "/" not in name, name
