"""The whole way on one page: evidence > figures > pdf > archive.

Calls only: what each step does stands in the modules it calls. Those that are heavy to
load are loaded where a step needs them, after the processes that draw were started.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from reportgen import standing
from reportgen.errors import Collector, Fault, UsageError, errors_among
from reportgen.evidence.cycle import cycles_of, targets_of
from reportgen.release import archive
from reportgen.settings import Workspace
from reportgen.standing import Made, State
from reportgen.vocabulary import Rendition

if TYPE_CHECKING:
    from reportgen.composition import Composition
    from reportgen.pages.exporter import Exporter
    from reportgen.press import Press

Wanted = tuple[str, Rendition]
"""A report and an audience: `2024-10/jcdu`, public."""
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
    collector = Collector()
    asked = _asked(workspace, targets, tuple(Rendition), collector)
    found = _compositions(workspace, targets, asked, collector)
    return [_verdict(compositions) for compositions in found]


def build(  # noqa: PLR0913 (each is a choice of the person who builds)
    workspace: Workspace,
    targets: Sequence[str],
    *,
    kind: str = "draft",
    renditions: Sequence[Rendition] = tuple(Rendition),
    exporter: "Exporter | None" = None,
    anew: bool = False,
    progress: Progress = _silent,
) -> list[Made]:
    """Make the PDFs and data files of the reports named.

    Args:
        workspace: where they are read and written.
        targets: `2024-10` or `2024-10/jcdu`; all of them share one Chrome.
        kind: `draft` with a watermark, or `proof` without.
        renditions: audiences to make them for.
        exporter: draws the charts; Chrome where none is given.
        anew: make those too whose inputs, look and makers have not changed.
        progress: told of each step.

    Raises:
        FaultsFound: at least one error; nothing is written.
        UsageError: a target names no report.
        EnvironmentFault: the machine lacks something.
        WorkspaceBusy: another command is writing here.
    """
    with archive.writing(workspace.out) as shelf, ExitStack() as stack:
        collector = Collector()
        progress("evidence", " ".join(targets), 0.0)
        asked = _asked(workspace, targets, renditions, collector)
        survey = collector.take(standing.survey, workspace, asked, kind)
        made = dict(survey.unchanged) if survey and not anew else {}
        wanted = [each for each in asked if each not in made]
        if wanted or collector.faults:
            from reportgen import press

            run = None
            if survey is not None:  # else its faults are told with all others
                draws = exporter is None and survey.redraws
                opening = press.opened(workspace, kind, survey.look, draws=draws)
                run = stack.enter_context(opening)
            found = _compositions(workspace, targets, wanted, collector)
            fresh = _make(found, run, shelf, exporter, progress)
            made |= dict(zip(wanted, fresh, strict=True))
        return [made[each] for each in asked]


def status(workspace: Workspace, keeper: Collector | None = None) -> list[State]:
    """Where every report of the workspace stands; reads, and writes nothing.

    Args:
        workspace: whose reports.
        keeper: keeps the faults of cycles that do not read, and the others are told.

    Raises:
        FaultsFound: a cycle's file does not read, and there is no keeper.
    """
    return standing.states(workspace, keeper)


def _make(
    found: "Sequence[Sequence[Composition]]",
    run: "Press | None",
    shelf: archive.Archive,
    exporter: "Exporter | None",
    progress: Progress,
) -> list[Made]:
    """Draw, lay out and file the compositions."""
    from reportgen import production

    compositions = [each for report in found for each in report]
    _settle(Collector(), compositions)
    assert run is not None  # noqa: S101 (its faults would have been settled)
    count = sum(len(composition.plans) for composition in compositions)
    progress("figures", str(count), 0.1)
    drawer = exporter or production.chrome(run, shelf)
    drawn = production.draw(compositions, drawer)
    printed: list[production.Printed] = []
    progress("pdf", f"{len(compositions)} PDFs", 0.3)
    typeset = production.typeset(compositions, drawn, run)
    for one in production.searched(typeset, run, shelf):
        printed.append(one)
        share = 0.3 + 0.68 * len(printed) / len(compositions)
        progress("pdf", one.composition.name, share)
    progress("archive", f"{len(printed)} PDFs", 0.98)
    return [production.file(one, run, shelf) for one in printed]


def _asked(
    workspace: Workspace,
    targets: Sequence[str],
    renditions: Sequence[Rendition],
    collector: Collector,
) -> list[Wanted]:
    """Each report that the targets name, for each audience, once.

    Raises:
        UsageError: a target names no report.
    """
    found: dict[Wanted, None] = {}
    for target in targets:
        names = collector.take(targets_of, workspace.data, target)
        if names == []:
            raise UsageError(_no_such(workspace, target))
        found |= {(n, rendition): None for n in names or () for rendition in renditions}
    return list(found)


def _compositions(
    workspace: Workspace,
    targets: Sequence[str],
    wanted: Sequence[Wanted],
    collector: Collector,
) -> "list[list[Composition]]":
    """For each report its renditions; faults of numbers and words are told together.

    Raises:
        FaultsFound: a file of numbers or a setting holds errors; with those of the
            commentary, as far as they can be told.
    """
    from reportgen.composition import compose
    from reportgen.evidence.assembly import assemble

    renditions: dict[str, list[Rendition]] = {}
    for name, rendition in wanted:
        renditions.setdefault(name, []).append(rendition)
    names = targets if collector.faults else list(renditions)
    record = workspace.out / "record"
    found = [
        [compose(one, rendition) for rendition in renditions.get(one.name, ())]
        for one in assemble(workspace.data, names, collector, record)
    ]
    if errors_among(collector.faults):
        _settle(collector, [each for report in found for each in report])
    return found


def _settle(collector: Collector, compositions: "Sequence[Composition]") -> None:
    """Add the faults of the words.

    Raises:
        FaultsFound: at least one error.
    """
    from reportgen.composition import in_order

    for composition in compositions:
        collector.faults += composition.faults
    collector.faults = list(in_order(collector.faults))
    collector.settle()


def _no_such(workspace: Workspace, target: str) -> str:
    known = [
        name
        for cycle in cycles_of(workspace.data)
        for name in Collector().take(targets_of, workspace.data, cycle) or [cycle]
    ]
    if not known:
        return f"there is no {target}: data/ has no CYCLE/cycle.toml yet"
    cycles = [name.partition("/")[0] for name in known]
    near = get_close_matches(target, [*cycles, *known], n=1, cutoff=0.5)
    meant = f" (did you mean {near[0]}?)" if near else ""
    return f"there is no report {target}{meant}; there are {', '.join(known)}"


def _verdict(compositions: "Sequence[Composition]") -> Verdict:
    """Faults of one report in all its renditions, and what was looked at."""
    from reportgen.composition import faults_of, looked_at

    name = compositions[0].assembly.name
    return Verdict(name, faults_of(compositions), looked_at(compositions))
