"""The whole way on one page: evidence > figures > pdf > archive.

Calls only: what each step does stands in the modules it calls. Those that are heavy to
load are loaded where a step needs them, after the processes that draw were started.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date, datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING

from reportgen import standing
from reportgen.acceptances import Acceptances, read_acceptances
from reportgen.errors import (
    PLAIN_WORDS,
    Collector,
    Fault,
    Slug,
    UsageError,
    errors_among,
)
from reportgen.evidence.cycle import cycles_of, targets_of
from reportgen.evidence.words import Words, read_words
from reportgen.release import archive
from reportgen.settings import Workspace
from reportgen.settlement import Accepted, settle
from reportgen.standing import Made, State
from reportgen.vocabulary import Rendition

if TYPE_CHECKING:
    from reportgen.composition import Composition
    from reportgen.pages.exporter import Exporter
    from reportgen.press import Press
    from reportgen.tracing import Explanation

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
    """Worst first; without the cautions that somebody accepts."""
    looked_at: Mapping[str, int]
    accepted: tuple[Accepted, ...] = ()


def _silent(_step: str, _about: str, _share: float) -> None:
    """Progress that nobody watches."""


def check(
    workspace: Workspace,
    targets: Sequence[str],
    *,
    plain: bool | None = None,
    on: date | None = None,
) -> list[Verdict]:
    """Every fault of the reports named, without drawing or writing anything.

    Args:
        workspace: where they are read.
        targets: `2024-10` or `2024-10/jcdu`.
        plain: look for what would be plainer too; None for what the settings say.
        on: the day by which acceptances have ended or not; today where none is given.

    Raises:
        DictionaryMissing: plain words are asked for, and there is no dictionary.
        FaultsFound: the inputs cannot be read as far as a composition.
        UsageError: a target names no report.
    """
    collector = Collector()
    is_plain = workspace.settings.plain_words if plain is None else plain
    words = collector.take(read_words, workspace.data) if is_plain else None
    asked = _asked(workspace, targets, tuple(Rendition), collector)
    accepted = _accepted(workspace, asked, collector)
    found = _compositions(workspace, targets, asked, collector)
    today = on or datetime.now().astimezone().date()
    verdicts = [_verdict(compositions, words) for compositions in found]
    unasked = frozenset[Slug]() if is_plain else PLAIN_WORDS
    return [_settled(verdict, accepted, today, unasked) for verdict in verdicts]


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
        _accepted(workspace, asked, collector)  # or its faults came after the PDFs
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
            _list(workspace, shelf)
        return [made[each] for each in asked]


def _list(workspace: Workspace, shelf: archive.Archive) -> None:
    """Tell anew what stands of every report."""
    from reportgen.catalogue import file_listing

    file_listing(workspace, shelf)


def status(workspace: Workspace, keeper: Collector | None = None) -> list[State]:
    """Where every report of the workspace stands; reads, and writes nothing.

    Args:
        workspace: whose reports.
        keeper: keeps the faults of cycles that do not read, and the others are told.

    Raises:
        FaultsFound: a cycle's file does not read, and there is no keeper.
    """
    return standing.states(workspace, keeper)


def explain(
    workspace: Workspace,
    target: str,
    asked: str,
    rendition: Rendition = Rendition.PUBLIC,
) -> "list[Explanation]":
    """Where a number, a figure, a measure or words come from; one for each report.

    Nothing is drawn, laid out or written. Pages are told where a PDF is current.

    Args:
        workspace: where the reports are read.
        target: `2024-10` or `2024-10/jcdu`.
        asked: such as `47.0`, `Figure 3`, `m20`, or words as they are printed.
        rendition: whose report is asked; what it withholds is not known here.

    Raises:
        FaultsFound: the report cannot be composed.
        UsageError: the target names no report, or nothing is asked.
    """
    from reportgen import tracing

    collector = Collector()
    wanted = _asked(workspace, [target], [rendition], collector)
    found = _compositions(workspace, [target], wanted, collector)
    compositions = [each for report in found for each in report]
    _settle(collector, compositions)
    return tracing.explain(compositions, workspace, asked)


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
    typeset = production.typeset(compositions, drawn, run, shelf)
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
    found = [
        [compose(one, rendition) for rendition in renditions.get(one.name, ())]
        for one in assemble(workspace.data, names, collector, workspace.record)
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


def _verdict(
    compositions: "Sequence[Composition]", words: Words | None = None
) -> Verdict:
    """Faults of one report in all its renditions, and what was looked at.

    Args:
        compositions: of one report.
        words: those of the field, where plain words are asked for.
    """
    from reportgen.composition import (
        faults_of,
        in_order,
        looked_at,
        plainness_of,
    )

    seen, faults = looked_at(compositions), faults_of(compositions)
    if words is not None:
        plainness = plainness_of(compositions, words)
        seen |= {"sentences": plainness.sentences, "words": plainness.words}
        faults = in_order([*faults, *plainness.faults])
    return Verdict(compositions[0].assembly.name, faults, seen)


def _accepted(
    workspace: Workspace, asked: Sequence[Wanted], collector: Collector
) -> dict[str, Acceptances]:
    """What is accepted in each cycle that is asked for."""
    cycles = dict.fromkeys(name.partition("/")[0] for name, _ in asked)
    read = {
        cycle: collector.take(read_acceptances, workspace.data, cycle)
        for cycle in cycles
    }
    return {cycle: held for cycle, held in read.items() if held is not None}


def _settled(
    verdict: Verdict,
    accepted: Mapping[str, Acceptances],
    on: date,
    unasked: frozenset[Slug],
) -> Verdict:
    """The verdict without what somebody accepts, which is told apart.

    Args:
        verdict: of one report.
        accepted: by cycle.
        on: an acceptance holds up to its last day.
        unasked: kinds that nobody looked for, so that no acceptance of one is idle.
    """
    from reportgen.composition import in_order

    cycle, _, report = verdict.report.partition("/")
    found = settle(verdict.faults, accepted[cycle], on, report, unasked)
    faults = in_order(found.outstanding)
    return replace(verdict, faults=faults, accepted=found.accepted)


def unsettled(
    workspace: Workspace, made: Sequence[Made], on: date | None = None
) -> list[Fault]:
    """The cautions of what was made, each once, without those that somebody accepts.

    Args:
        workspace: where it was made.
        made: from `build`.
        on: the day by which acceptances have ended or not; today where none is given.

    Raises:
        FaultsFound: a file of acceptances has changed since, and does not read.
    """
    today = on or datetime.now().astimezone().date()
    left: list[Fault] = []
    for one in made:
        cycle, _, report = one.report.partition("/")
        accepted = read_acceptances(workspace.data, cycle)
        found = settle(one.cautions, accepted, today, report)
        # One audience sees less than all, so what fits nothing here may fit there.
        left += found.outstanding[: len(one.cautions) - len(found.accepted)]
    return list(dict.fromkeys(left))
