"""The whole way on one page: assemble > compose > draw > typeset > archive."""

import atexit
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from reportgen.audit.claims import check_claims
from reportgen.audit.consistency import check_values
from reportgen.errors import Collector, Fault, UsageError, Weight
from reportgen.evidence.assembly import Assembly, assemble, targets_of
from reportgen.evidence.cycle import cycles_of, read_cycle
from reportgen.evidence.disclosure import Published, control
from reportgen.pages import figures, fonts
from reportgen.pages.dataset import published_csv
from reportgen.pages.document import Document, Material, compose, used_measures
from reportgen.pages.exporter import (
    CachedExporter,
    ChromeExporter,
    Exporter,
    surroundings,
)
from reportgen.pages.html import environment, render
from reportgen.pages.narrative import Mention, Narrative, narrate
from reportgen.pages.pdf import Attachment, Imprint, Typesetter
from reportgen.pages.styles import read_styles
from reportgen.release import archive
from reportgen.settings import Workspace
from reportgen.vocabulary import Rendition

Progress = Callable[[str, str, float], None]
"""Told the name of each step, what it is about, and the share of the work done."""
_DRAWERS = ("reportgen", "weasyprint", "pydyf", "jinja2", "plotly", "kaleido", "pandas")
_NOON = time(12, tzinfo=UTC)


@dataclass(frozen=True)
class Verdict:
    """What `check` found in one report, and how much it looked at."""

    report: str
    """`2024-10/jcdu`."""
    faults: tuple[Fault, ...]
    looked_at: Mapping[str, int]


@dataclass(frozen=True)
class Made:
    """One file set that `build` or `proof` wrote."""

    report: str
    rendition: Rendition
    paths: tuple[Path, ...]
    digest: str
    """SHA-256 of the PDF."""
    figures: int
    cautions: tuple[Fault, ...]


@dataclass(frozen=True)
class _Composition:
    """One report in one rendition, as far as it goes without drawing."""

    assembly: Assembly
    published: Published
    narratives: Mapping[str, Narrative]
    plans: tuple[figures.Plan, ...]

    @property
    def name(self) -> str:
        """`2024-10/jcdu, public`."""
        return f"{self.assembly.name}, {self.published.rendition}"

    @property
    def mentions(self) -> list[Mention]:
        return [m for one in self.narratives.values() for m in one.mentions]


def _silent(_step: str, _about: str, _share: float) -> None:
    """Progress that nobody watches."""


# --- check -------------------------------------------------------------------------


def check(
    workspace: Workspace, targets: Sequence[str], progress: Progress = _silent
) -> list[Verdict]:
    """Every fault of the reports named, without drawing or writing anything.

    Raises:
        FaultsFound: the inputs cannot be read as far as a composition.
        UsageError: a target names no report.
    """
    return [
        _verdict(_compositions(assembly, list(Rendition)))
        for assembly in _assemblies(workspace, targets, progress)
    ]


def _verdict(compositions: Sequence[_Composition]) -> Verdict:
    assembly = compositions[0].assembly
    texts = assembly.commentary.values()
    return Verdict(
        assembly.name,
        _faults(compositions),
        {
            "measures": len(assembly.indicators),
            "observations": assembly.observations,
            "headings": len(assembly.outline.heading),
            "lines of commentary": sum(one.text.count("\n") for one in texts),
            "slots, claims and citations": len(compositions[0].mentions),
            "figures": len(assembly.outline.figure),
            "tables": len(assembly.outline.table),
            "renditions": len(compositions),
        },
    )


def _faults(compositions: Sequence[_Composition]) -> tuple[Fault, ...]:
    """Those of every rendition, and what the audit finds in all the values."""
    found = [
        fault
        for composition in compositions
        for narrative in composition.narratives.values()
        for fault in narrative.faults
    ]
    widest = compositions[-1]  # partners: what the audit sees must not be withheld
    shown = used_measures(widest.assembly.outline, widest.published)
    found += check_claims(widest.mentions, widest.published)
    found += check_values(shown, widest.mentions)
    weights = list(Weight)
    return tuple(
        sorted(
            dict.fromkeys(found),
            key=lambda f: (weights.index(f.weight), f.place.file, f.place.line or f.place.row or 0),
        )
    )


# --- build and proof ---------------------------------------------------------------


def build(  # noqa: PLR0913 (each is a choice of the person who builds)
    workspace: Workspace,
    targets: Sequence[str],
    *,
    kind: str = "draft",
    renditions: Sequence[Rendition] = tuple(Rendition),
    exporter: Exporter | None = None,
    progress: Progress = _silent,
) -> list[Made]:
    """Make the PDFs and data files of the reports named.

    Args:
        workspace: where they are read and written.
        targets: `2024-10` or `2024-10/jcdu`; several share one Chrome.
        kind: `draft` with a watermark, or `proof` without.
        renditions: audiences to make them for.
        exporter: draws the charts; Chrome where none is given.
        progress: told of each step.

    Raises:
        FaultsFound: at least one error; nothing is written.
        UsageError: a target names no report.
        EnvironmentFault: the machine lacks something.
        WorkspaceBusy: another command is writing here.
    """
    with archive.writing(workspace.out) as shelf:
        compositions = _sound(workspace, targets, renditions, progress)
        sheets = read_styles(workspace.shelves("styles"), draft=kind == "draft")
        installed = _fonts(workspace.folder / "styles" / "fonts")
        typesetter = Typesetter(installed, sheets)
        drawn = _draw(compositions, exporter, shelf, installed, progress)
        made = []
        for composition, drawings in zip(compositions, drawn, strict=True):
            share = 0.3 + 0.68 * len(made) / len(compositions)
            progress("pdf", composition.name, share)
            made.append(_typeset(composition, drawings, typesetter, workspace, kind))
        progress("archive", f"{len(made)} PDFs", 0.98)
        return [_file(one, shelf, sheets, installed, workspace) for one in made]


def _sound(
    workspace: Workspace,
    targets: Sequence[str],
    renditions: Sequence[Rendition],
    progress: Progress,
) -> list[_Composition]:
    """Compositions without an error, checked in every rendition that is to be made."""
    collector, sound = Collector(), []
    for assembly in _assemblies(workspace, targets, progress):
        compositions = _compositions(assembly, renditions)
        collector.faults += [
            fault
            for composition in compositions
            for narrative in composition.narratives.values()
            for fault in narrative.faults
        ]
        sound += compositions
    collector.settle()
    return sound


def _draw(
    compositions: Sequence[_Composition],
    exporter: Exporter | None,
    shelf: archive.Archive,
    installed: fonts.Fonts,
    progress: Progress,
) -> list[Mapping[str, figures.Figure]]:
    """All figures of the run in one call, so that one Chrome serves them all."""
    plans = [plan for composition in compositions for plan in composition.plans]
    chrome = exporter or CachedExporter(
        ChromeExporter(installed.configuration),
        shelf.drawings(),
        surroundings("reportgen", installed.files),
    )
    progress("figures", f"{len(plans)} figures", 0.1)
    drawn = iter(figures.export(plans, chrome))
    return [
        {plan.id: next(drawn) for plan in composition.plans}
        for composition in compositions
    ]


@dataclass(frozen=True)
class _Typeset:
    """A finished PDF that is not yet filed."""

    composition: _Composition
    kind: str
    files: Mapping[str, bytes]
    figures: int
    """How many the document holds."""


def _typeset(  # noqa: PLR0913 (the parts of a page)
    composition: _Composition,
    drawings: Mapping[str, figures.Figure],
    typesetter: Typesetter,
    workspace: Workspace,
    kind: str,
) -> _Typeset:
    assembly = composition.assembly
    document = compose(_material(composition, drawings), draft=kind == "draft")
    templates = environment(workspace.shelves("templates"))
    data = _data(composition)
    pdf = typesetter.pdf(
        render(document, templates),
        _imprint(document, assembly),
        [Attachment("published.csv", "The published values", "text/csv", data)],
        source=f"the page of {assembly.name}",
    )
    name = f"{_file_stem(composition)}-{kind}.pdf"
    return _Typeset(
        composition, kind, {name: pdf, "published.csv": data}, len(drawings)
    )


def _data(composition: _Composition) -> bytes:
    published = composition.published
    shown = used_measures(composition.assembly.outline, published)
    return published_csv(shown, published.area, published.benchmark)


def _material(
    composition: _Composition, drawings: Mapping[str, figures.Figure]
) -> Material:
    assembly = composition.assembly
    return Material(
        assembly.partnership,
        assembly.cycle,
        assembly.report,
        assembly.outline,
        composition.published,
        composition.narratives,
        drawings,
    )


def _file_stem(composition: _Composition) -> str:
    """`southampton-jcdu-2024-10-public`."""
    assembly = composition.assembly
    report, cycle = assembly.report.id, assembly.cycle.cycle
    rendition = composition.published.rendition
    return f"{assembly.partnership.slug}-{report}-{cycle}-{rendition}"


def _imprint(document: Document, assembly: Assembly) -> Imprint:
    partnership = assembly.partnership
    return Imprint(
        title=f"{document.title}, {document.occasion}, {partnership.short_name}",
        author=partnership.name,
        subject=f"{assembly.outline.title}, {document.cycle}, {document.rendition}",
        keywords=("drugs partnership", document.cycle, document.report),
        created=datetime.combine(assembly.cycle.cut_off, _NOON),
    )


def _file(
    one: _Typeset,
    shelf: archive.Archive,
    sheets: Iterable[tuple[str, str]],
    installed: fonts.Fonts,
    workspace: Workspace,
) -> Made:
    """The files of one rendition and their manifest, written together."""
    composition = one.composition
    assembly, published = composition.assembly, composition.published
    folder = f"{assembly.name}/{published.rendition}"
    inputs = {
        **assembly.inputs,
        **{name: archive.digest(css.encode()) for name, css in sheets},
        **_template_digests(workspace),
        "fonts": installed.digest(),
    }
    drawn_by = {name: version(name) for name in _DRAWERS}
    before = archive.read_manifest(shelf.out, folder)
    facts = archive.manifest(before, one.kind, inputs, drawn_by, one.files)
    paths = shelf.file(folder, {**one.files, archive.MANIFEST: facts})
    pdf = next(data for name, data in one.files.items() if name.endswith(".pdf"))
    cautions = [f for f in _faults([composition]) if f.weight is Weight.CAUTION]
    return Made(
        assembly.name,
        published.rendition,
        tuple(paths),
        archive.digest(pdf),
        one.figures,
        tuple(cautions),
    )


def _template_digests(workspace: Workspace) -> dict[str, str]:
    """Of the templates that are used: the workspace's own hide those of reportgen."""
    found: dict[str, str] = {}
    for shelf in reversed(workspace.shelves("templates")):
        for path in sorted(shelf.rglob("*.html")):
            name = f"templates/{path.relative_to(shelf).as_posix()}"
            found[name] = archive.digest(path.read_bytes())
    return found


@cache
def _fonts(own: Path) -> fonts.Fonts:
    """Installed once in a process: fontconfig reads its settings only once."""
    folder = Path(tempfile.mkdtemp(prefix="reportgen-fonts-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return fonts.install(folder, own)


# --- what both share ---------------------------------------------------------------


def _assemblies(
    workspace: Workspace, targets: Sequence[str], progress: Progress
) -> Iterator[Assembly]:
    collector, found = Collector(), []
    for target in targets:
        names = collector.take(targets_of, workspace.data, target)
        if names == []:
            raise UsageError(_no_such(workspace, target))
        progress("evidence", target, 0.0)
        found += collector.take(assemble, workspace.data, target) or []
    collector.settle()
    yield from found


def _no_such(workspace: Workspace, target: str) -> str:
    known = [
        name
        for cycle in cycles_of(workspace.data)
        for name in targets_of(workspace.data, cycle)
    ]
    if not known:
        return f"there is no {target}: data/ has no CYCLE/cycle.toml yet"
    return f"there is no report {target}; there are {', '.join(known)}"


def _compositions(
    assembly: Assembly, renditions: Iterable[Rendition]
) -> list[_Composition]:
    return [_compose(assembly, rendition) for rendition in renditions]


def _compose(assembly: Assembly, rendition: Rendition) -> _Composition:
    published = control(
        assembly.indicators,
        rendition,
        area=assembly.partnership.area.name,
        benchmark=assembly.partnership.benchmark.name,
    )
    levels = {heading.id: heading.level for heading in assembly.outline.heading}
    narratives = {
        heading: narrate(text.text, text.file, published, levels[heading] + 1)
        for heading, text in assembly.commentary.items()
    }
    plans = figures.plan(_in_reading_order(assembly), published)
    named = [replace(p, chart=replace(p.chart, id=f"{assembly.name}/{p.id}")) for p in plans]
    return _Composition(assembly, published, narratives, tuple(named))


def _in_reading_order(assembly: Assembly) -> list[Any]:
    """Figures in the order in which the headings hold them."""
    by_id = {f"figure {figure.id}": figure for figure in assembly.outline.figure}
    return [
        by_id[held]
        for heading in assembly.outline.heading
        for held in heading.holds
        if held in by_id
    ]


# --- status ------------------------------------------------------------------------


@dataclass(frozen=True)
class State:
    """Where one report stands."""

    report: str
    title: str
    due: str
    drafts: Mapping[str, str]
    """For each rendition: `none`, `current`, or what moved since."""
    proofs: Mapping[str, str]


def status(workspace: Workspace) -> list[State]:
    """Where every report of the workspace stands; reads, and writes nothing.

    Raises:
        FaultsFound: a cycle's file does not read.
    """
    collector, states = Collector(), []
    for name in cycles_of(workspace.data):
        cycle = collector.take(read_cycle, workspace.data, name)
        for report in cycle.report if cycle else ():
            target = f"{name}/{report.id}"
            states.append(
                State(
                    target,
                    report.title,
                    report.due.isoformat(),
                    {r.value: _standing(workspace, target, r, "draft") for r in Rendition},
                    {r.value: _standing(workspace, target, r, "proof") for r in Rendition},
                )
            )
    collector.settle()
    return states


def _standing(
    workspace: Workspace, target: str, rendition: Rendition, kind: str
) -> str:
    """Whether a file is there, whole, and made from the inputs as they are now."""
    folder = f"{target}/{rendition}"
    part = archive.read_manifest(workspace.out, folder).get(kind)
    if not part:
        return "none"
    for name, wanted in part["files"].items():
        path = workspace.out / folder / name
        if name.endswith(".pdf") and not path.is_file():
            return "none"
        if name.endswith(".pdf") and archive.digest(path.read_bytes()) != wanted:
            return f"{name} is not the file that was made"
    moved = [name for name, was in part["inputs"].items() if _moved(workspace, name, was)]
    return f"older than {', '.join(moved)}" if moved else "current"


def _moved(workspace: Workspace, name: str, was: str) -> bool:
    path = workspace.folder / name
    if not name.startswith("data/"):
        return False
    return not path.is_file() or archive.digest(path.read_bytes()) != was
