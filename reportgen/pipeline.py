"""The whole way on one page: evidence > figures > pdf > archive.

Calls only: what each step does stands in the modules it calls.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from reportgen import production
from reportgen.composition import Composition, compose, faults_of, in_order
from reportgen.errors import Collector, Fault, UsageError, errors_among
from reportgen.evidence.assembly import assemble, targets_of
from reportgen.evidence.cycle import cycles_of
from reportgen.pages.exporter import Exporter
from reportgen.production import Made, Printed
from reportgen.release import archive
from reportgen.settings import Workspace
from reportgen.standing import State, states
from reportgen.vocabulary import Rendition

Progress = Callable[[str, str, float], None]
"""Told the name of each step, what it is about, and the share of the work done."""


@dataclass(frozen=True)
class Verdict:
    """What `check` found in one report, and how much it looked at."""

    report: str
    """`2024-10/jcdu`."""
    faults: tuple[Fault, ...]
    """Worst first."""
    looked_at: Mapping[str, int]


def _silent(_step: str, _about: str, _share: float) -> None:
    """Progress that nobody watches."""


def check(workspace: Workspace, targets: Sequence[str]) -> list[Verdict]:
    """Every fault of the reports named, without drawing or writing anything.

    Raises:
        FaultsFound: the inputs cannot be read as far as a composition.
        UsageError: a target names no report.
    """
    found = _compositions(workspace, targets, tuple(Rendition), _silent)
    return [_verdict(compositions) for compositions in found]


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
        targets: `2024-10` or `2024-10/jcdu`; all of them share one Chrome.
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
        found = _compositions(workspace, targets, renditions, progress)
        compositions = [each for report in found for each in report]
        _settle(Collector(), compositions)
        run = production.press(workspace, kind)
        count = sum(len(composition.plans) for composition in compositions)
        progress("figures", str(count), 0.1)
        drawer = exporter or production.chrome(run, shelf)
        drawn = production.draw(compositions, drawer)
        printed: list[Printed] = []
        for composition, drawings in zip(compositions, drawn, strict=True):
            share = 0.3 + 0.68 * len(printed) / len(compositions)
            progress("pdf", composition.name, share)
            printed.append(production.typeset(composition, drawings, run))
        progress("archive", f"{len(printed)} PDFs", 0.98)
        return [production.file(one, run, shelf) for one in printed]


def status(workspace: Workspace) -> list[State]:
    """Where every report of the workspace stands; reads, and writes nothing.

    Raises:
        FaultsFound: a cycle's file does not read.
    """
    return states(workspace)


def _compositions(
    workspace: Workspace,
    targets: Sequence[str],
    renditions: Sequence[Rendition],
    progress: Progress,
) -> list[list[Composition]]:
    """For each report its renditions; faults of numbers and words are told together.

    Raises:
        FaultsFound: a file of numbers or a setting holds errors; with those of the
            commentary, as far as they can be told.
    """
    collector, found = Collector(), {}
    for target in targets:
        names = collector.take(targets_of, workspace.data, target)
        if names == []:
            raise UsageError(_no_such(workspace, target))
        progress("evidence", target, 0.0)
    for one in assemble(workspace.data, targets, collector):
        found[one.name] = [compose(one, rendition) for rendition in renditions]
    if errors_among(collector.faults):
        _settle(collector, [each for report in found.values() for each in report])
    return list(found.values())


def _settle(collector: Collector, compositions: Sequence[Composition]) -> None:
    """Add the faults of the words.

    Raises:
        FaultsFound: at least one error.
    """
    for composition in compositions:
        collector.faults += composition.faults
    collector.faults = list(in_order(collector.faults))
    collector.settle()


def _no_such(workspace: Workspace, target: str) -> str:
    known = [
        name
        for cycle in cycles_of(workspace.data)
        for name in targets_of(workspace.data, cycle)
    ]
    if not known:
        return f"there is no {target}: data/ has no CYCLE/cycle.toml yet"
    return f"there is no report {target}; there are {', '.join(known)}"


def _verdict(compositions: Sequence[Composition]) -> Verdict:
    """Faults of one report in all its renditions, and what was looked at."""
    assembly = compositions[0].assembly
    texts = assembly.commentary.values()
    looked_at = {
        "measures": len(assembly.indicators),
        "observations": assembly.observations,
        "headings": len(assembly.outline.heading),
        "lines of commentary": sum(one.text.count("\n") for one in texts),
        "slots, claims and citations": len(compositions[0].mentions),
        "figures": len(assembly.outline.figure),
        "tables": len(assembly.outline.table),
        "renditions": len(compositions),
    }
    return Verdict(assembly.name, faults_of(compositions), looked_at)
