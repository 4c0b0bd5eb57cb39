"""Everything that one report is made from, read once, with all faults together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from reportgen.errors import (
    Collector,
    Fault,
    Place,
    Slug,
    error,
    errors_among,
)
from reportgen.evidence.carried import path_of
from reportgen.evidence.commentary import Commentary, read_commentary, unplaced
from reportgen.evidence.cycle import (
    Cycle,
    Partnership,
    Report,
    read_cycle,
    read_partnership,
)
from reportgen.evidence.declared import FILE as DECLARED_FILE
from reportgen.evidence.declared import Declared, read_declared
from reportgen.evidence.early_access import FILE as ACCESS_FILE
from reportgen.evidence.early_access import (
    STRICT,
    Access,
    Embargo,
    embargo,
    read_early_access,
)
from reportgen.evidence.indicators import Indicator, indicate
from reportgen.evidence.inputs import snapshot
from reportgen.evidence.measures import Measures, read_measures
from reportgen.evidence.members import FILE as MEMBERS_FILE
from reportgen.evidence.members import Member, read_members
from reportgen.evidence.observations import (
    FILE,
    Observation,
    Observations,
    read_observations,
)
from reportgen.evidence.outline import (
    Content,
    Outline,
    read_outline,
)
from reportgen.evidence.predecessor import Predecessor, read_predecessor
from reportgen.evidence.references import in_vain
from reportgen.reading import read_rows
from reportgen.vocabulary import Rendition


@dataclass(frozen=True)
class Holdings:
    """What all reports of a workspace share."""

    partnership: Partnership
    measures: Measures
    observations: Observations
    members: tuple[Member, ...]
    """Read only where a value is under embargo."""
    early_access: tuple[Access, ...]
    declared: tuple[Declared, ...]


@dataclass(frozen=True)
class Assembly:
    """What one report is made from, before the disclosure gate."""

    partnership: Partnership
    cycle: Cycle
    report: Report
    outline: Outline
    indicators: tuple[Indicator, ...]
    commentary: Mapping[str, Commentary]
    """By id of the heading."""
    observations: int
    """How many were known at the cut-off."""
    inputs: Mapping[str, str]
    """SHA-256 of all that it depends on, by path in the workspace."""
    embargo: Embargo = STRICT
    """Which values may be seen before their day, and by whom."""
    declared: tuple[Declared, ...] = ()
    """What others have published, as somebody declares."""
    opened: tuple[Observation, ...] = ()
    """Revisions that let more people see their value than the rows before."""
    record: Path | None = None
    """Where earlier editions lie; they are read where a count is withheld."""
    follows: Predecessor | None = None
    """The issue before, where its cycle names one."""
    holdings: Holdings | None = field(default=None, repr=False)
    """What the issue before is worked out from too."""

    @cached_property
    def before(self) -> "Assembly | None":
        """The issue before, with what was known at its own cut-off.

        None too where no heading asks for what changed since.
        """
        one = self.follows
        asks = any(Content.SINCE_LAST_ISSUE in h.holds for h in self.outline.heading)
        if one is None or self.holdings is None or not asks:
            return None
        outline = one.without_unknown(self.holdings.measures)
        parts = (one.cycle, one.report, outline, one.commentary)
        made = _assembly(self.holdings, *parts)
        # What was still under embargo when either was due, the later may not repeat.
        due = min(one.report.due, self.report.due)
        held = embargo(self.holdings.early_access, self.holdings.members, due)
        return replace(made, embargo=held)

    @property
    def ruled(self) -> int:
        """How many values of the area a disclosure rule looks at."""
        return sum(len(o.series) for o in self.indicators if o.measure.rule.applies)

    @property
    def embargoed(self) -> int:
        """How many values are under embargo on the day that it is published."""
        rows = {
            id(row): row
            for one in self.indicators
            for row in (*one.series, *one.england_series, one.latest, one.england)
            if row is not None
        }
        return sum(self.embargo.holds(row, Rendition.PUBLIC) for row in rows.values())

    @property
    def name(self) -> str:
        """`2024-10/jcdu`."""
        return f"{self.cycle.cycle}/{self.report.id}"


def assemble(
    data: Path,
    targets: Sequence[str],
    collector: Collector,
    record: Path | None = None,
) -> list[Assembly]:
    """The assemblies of cycles, or of single reports; what they share is read once.

    Where a file does not read, its faults are kept and the rest is read on, so that
    the words are checked too while the numbers still hold errors: without
    observations, an assembly has indicators without values.

    Args:
        data: the workspace's folder `data`.
        targets: `2024-10` for all reports of a cycle, `2024-10/jcdu` for one.
        collector: keeps every fault of every file that is read; whoever uses the
            assemblies settles it first.
        record: where earlier editions lie.
    """
    before = snapshot(data)
    holdings = _holdings(data, collector)

    def inputs(one: Assembly) -> dict[str, str]:
        return {name: before.get(name, "") for name in _inputs(one)}

    return [
        replace(one, inputs=inputs(one), record=record)
        for target in targets
        for one in _of_cycle(data, target, holdings, collector)
    ]


def _of_cycle(
    data: Path, target: str, holdings: Holdings | None, collector: Collector
) -> list[Assembly]:
    name, _, only = target.partition("/")
    cycle = collector.take(read_cycle, data, name)
    if not cycle:
        return []
    made = []
    for report in cycle.report:
        outline = collector.take(read_outline, data, report.outline)
        if outline and only in {"", report.id}:
            commentary = read_commentary(data, cycle, outline, collector)
            follows = read_predecessor(data, cycle, report, collector)
            if holdings:
                unknown = list(in_vain(cycle, report, outline, holdings.measures))
                collector.faults += unknown
                if unknown:  # figures cannot be planned, but the words are checked
                    outline = outline.model_copy(update={"figure": (), "table": ()})
                one = _assembly(holdings, cycle, report, outline, commentary)
                made.append(replace(one, follows=follows, holdings=holdings))
    collector.faults += unplaced(data, cycle)
    if not errors_among(collector.faults):
        collector.faults += [f for one in made[:1] for f in _nothing_known(one)]
    return made


def _nothing_known(one: Assembly) -> list[Fault]:
    """A cut-off before all data would make a whole report of nothing."""
    if one.observations:
        return []
    place = Place(f"data/{one.cycle.cycle}/cycle.toml", column="cut_off")
    what = f"no observation was received by {one.cycle.cut_off}"
    cure = "correct the day, or the column received in observations.csv"
    return [error(Slug.NOTHING_KNOWN, place, what, cure)]


def _holdings(data: Path, collector: Collector) -> Holdings | None:
    """Read what can be read; without the other two, observations only cell by cell."""
    partnership = collector.take(read_partnership, data)
    measures = collector.take(read_measures, data)
    if not partnership or not measures:
        collector.take(read_rows, data / "observations.csv", FILE, Observation)
        return None
    areas = {partnership.area.code, partnership.benchmark.code}
    observations = collector.take(read_observations, data, measures, areas)
    known = observations or Observations(())
    early = collector.take(read_early_access, data, measures) or ()
    embargoed = any(row.embargo for row in known.rows)
    members = (collector.take(read_members, data) if embargoed else None) or ()
    code = partnership.area.code
    declared = collector.take(read_declared, data, measures, code) or ()
    return Holdings(partnership, measures, known, members, early, declared)


def _assembly(
    holdings: Holdings,
    cycle: Cycle,
    report: Report,
    outline: Outline,
    commentary: Mapping[str, Commentary],
) -> Assembly:
    known = holdings.observations.as_at(cycle.cut_off)
    partnership = holdings.partnership
    area, benchmark = partnership.area.code, partnership.benchmark.code
    return Assembly(
        partnership=partnership,
        cycle=cycle,
        report=report,
        outline=outline,
        indicators=indicate(holdings.measures, known, area, benchmark),
        commentary=commentary,
        observations=len(known.rows),
        inputs={},
        embargo=embargo(holdings.early_access, holdings.members, report.due),
        declared=holdings.declared,
        opened=holdings.observations.opened(cycle.cut_off),
    )


def _inputs(one: Assembly) -> list[str]:
    """All that it depends on: a new file of words and a sibling's outline too."""
    names = [
        "data/partnership.toml",
        "data/measures.csv",
        "data/observations.csv",
        DECLARED_FILE,  # one that is not there yet too
        *(f"data/outlines/{each.outline}.toml" for each in one.cycle.report),
        f"data/{one.cycle.cycle}/cycle.toml",
        f"data/{one.cycle.cycle}/commentary/",
        path_of(one.cycle.cycle),
        *(
            f"data/{one.cycle.cycle}/commentary/{heading.id}.md"
            for heading in one.outline.heading
            if Content.COMMENTARY in heading.holds  # empty and missing ones too
        ),
        *(_before(one.follows) if one.follows else ()),
        *([ACCESS_FILE, MEMBERS_FILE] if one.embargoed or _held_back(one) else []),
    ]
    return sorted(set(names))


def _before(one: Predecessor) -> Iterator[str]:
    """What of an earlier issue the later one tells of."""
    cycle = one.cycle.cycle
    yield f"data/{cycle}/cycle.toml"
    yield f"data/outlines/{one.report.outline}.toml"
    yield f"data/{cycle}/commentary/"
    for heading in one.outline.heading:
        if Content.COMMENTARY in heading.holds:
            yield f"data/{cycle}/commentary/{heading.id}.md"


def _held_back(one: Assembly) -> bool:
    """Whether the issue before had a value under embargo, which some could see."""
    if one.follows is None or one.holdings is None:
        return False
    due, cut_off = one.follows.report.due, one.follows.cycle.cut_off
    return any(
        row.embargo > due and row.received <= cut_off
        for row in one.holdings.observations.rows
        if row.embargo
    )
