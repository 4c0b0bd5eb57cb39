"""From what is asked for to compositions, and what the checks make of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING

from reportgen.acceptances import Acceptances, read_acceptances
from reportgen.errors import Collector, Fault, Slug, UsageError, errors_among, in_order
from reportgen.evidence.cycle import cycles_of, targets_of
from reportgen.evidence.words import Words
from reportgen.settings import Workspace
from reportgen.settlement import Accepted, settle
from reportgen.vocabulary import Rendition

if TYPE_CHECKING:
    from reportgen.composition import Composition

Progress = Callable[[str, str, float], None]
"""Told the name of each step, what it is about, and the share of the work done."""


def silent(_step: str, _about: str, _share: float) -> None:
    """Progress that nobody watches."""


Wanted = tuple[str, Rendition]
"""A report and an audience: `2024-10/jcdu`, public."""


@dataclass(frozen=True)
class Verdict:
    """What `check` found in one report, and how much it looked at."""

    report: str
    """`2024-10/jcdu`."""
    faults: tuple[Fault, ...]
    """Worst first; without the cautions that somebody accepts."""
    looked_at: Mapping[str, int]
    accepted: tuple[Accepted, ...] = ()


def asked_for(
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


def reports_named(workspace: Workspace, targets: Sequence[str]) -> list[str]:
    """The reports that the targets name, once each.

    Raises:
        FaultsFound: a cycle that is named does not read.
        UsageError: a target names no report.
    """
    collector = Collector()
    asked = asked_for(workspace, targets, [Rendition.PUBLIC], collector)
    collector.settle()
    return [name for name, _ in asked]


def compositions_of(
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
    from reportgen.composition import compositions
    from reportgen.evidence.assembly import assemble

    renditions: dict[str, list[Rendition]] = {}
    for name, rendition in wanted:
        renditions.setdefault(name, []).append(rendition)
    names = targets if collector.faults else list(renditions)
    found = [
        compositions(one, renditions.get(one.name, ()))
        for one in assemble(workspace.data, names, collector, workspace.record)
    ]
    if errors_among(collector.faults):
        settle_words(collector, [each for report in found for each in report])
    return found


def settle_words(collector: Collector, compositions: "Sequence[Composition]") -> None:
    """Add the faults of the words.

    Raises:
        FaultsFound: at least one error.
    """
    for composition in compositions:
        collector.faults += composition.faults
    collector.faults = list(in_order(collector.faults))
    collector.settle()


def verdict_of(
    compositions: "Sequence[Composition]", words: Words | None = None
) -> Verdict:
    """Faults of one report in all its renditions, and what was looked at.

    Args:
        compositions: of one report.
        words: those of the field, where plain words are asked for.
    """
    from reportgen.findings import faults_of, looked_at, plainness_of

    seen, faults = looked_at(compositions), faults_of(compositions)
    if words is not None:
        plainness = plainness_of(compositions, words)
        seen |= {"sentences": plainness.sentences, "words": plainness.words}
        faults = in_order([*faults, *plainness.faults])
    return Verdict(compositions[0].assembly.name, faults, seen)


def settled(
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
    cycle, _, report = verdict.report.partition("/")
    found = settle(verdict.faults, accepted[cycle], on, report, unasked)
    faults = in_order(found.outstanding)
    return replace(verdict, faults=faults, accepted=found.accepted)


def accepted_in(
    workspace: Workspace, asked: Sequence[Wanted], collector: Collector
) -> dict[str, Acceptances]:
    """What is accepted in each cycle that is asked for."""
    cycles = dict.fromkeys(name.partition("/")[0] for name, _ in asked)
    read = {
        cycle: collector.take(read_acceptances, workspace.data, cycle)
        for cycle in cycles
    }
    return {cycle: held for cycle, held in read.items() if held is not None}


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
