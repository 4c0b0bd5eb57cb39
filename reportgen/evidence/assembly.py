"""Everything that one report is made from, read once, with all faults together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reportgen.errors import (
    Collector,
    Fault,
    FaultsFound,
    Place,
    Slug,
    error,
    errors_among,
)
from reportgen.evidence.cycle import (
    Cycle,
    Partnership,
    Report,
    read_cycle,
    read_partnership,
)
from reportgen.evidence.indicators import Indicator, indicate
from reportgen.evidence.inputs import snapshot
from reportgen.evidence.measures import Measures, read_measures
from reportgen.evidence.observations import (
    FILE,
    Observation,
    Observations,
    read_observations,
)
from reportgen.evidence.outline import (
    Content,
    FigureKind,
    Heading,
    Outline,
    read_outline,
)
from reportgen.reading import read_rows, read_text
from reportgen.vocabulary import ValueType

_LONGEST_TEXT = 200_000  # characters: eighty pages under one heading
_KEY_FIGURES = 6  # two rows of three on the first page


@dataclass(frozen=True)
class Commentary:
    """The words under one heading."""

    file: str
    """Path for messages."""
    text: str


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

    @property
    def name(self) -> str:
        """`2024-10/jcdu`."""
        return f"{self.cycle.cycle}/{self.report.id}"


@dataclass(frozen=True)
class _Holdings:
    """What all reports of a workspace share."""

    partnership: Partnership
    measures: Measures
    observations: Observations


def assemble(
    data: Path, targets: Sequence[str], collector: Collector
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
    """
    before = snapshot(data)
    holdings = _holdings(data, collector)
    return [
        replace(one, inputs={name: before.get(name, "") for name in _inputs(one)})
        for target in targets
        for one in _of_cycle(data, target, holdings, collector)
    ]


def _of_cycle(
    data: Path, target: str, holdings: _Holdings | None, collector: Collector
) -> list[Assembly]:
    name, _, only = target.partition("/")
    cycle = collector.take(read_cycle, data, name)
    if not cycle:
        return []
    made = []
    for report in cycle.report:
        outline = collector.take(read_outline, data, report.outline)
        if outline and only in {"", report.id}:
            commentary = _commentary(data, cycle, outline, collector)
            if holdings:
                parts = (cycle, report, outline, commentary)
                made.append(_assembly(holdings, *parts, collector))
    collector.faults += _unplaced(data, cycle)
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


def _holdings(data: Path, collector: Collector) -> _Holdings | None:
    """Read what can be read; without the other two, observations only cell by cell."""
    partnership = collector.take(read_partnership, data)
    measures = collector.take(read_measures, data)
    if not partnership or not measures:
        collector.take(read_rows, data / "observations.csv", FILE, Observation)
        return None
    areas = {partnership.area.code, partnership.benchmark.code}
    observations = collector.take(read_observations, data, measures, areas)
    return _Holdings(partnership, measures, observations or Observations(()))


def _assembly(  # noqa: PLR0913, PLR0917 (it only puts together)
    holdings: _Holdings,
    cycle: Cycle,
    report: Report,
    outline: Outline,
    commentary: Mapping[str, Commentary],
    collector: Collector,
) -> Assembly:
    unknown = list(_unknown(cycle, report, outline, holdings.measures))
    collector.faults += unknown
    if unknown:  # figures cannot be planned, but the words are checked
        outline = outline.model_copy(update={"figure": (), "table": ()})
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
    )


def _inputs(one: Assembly) -> list[str]:
    """All that it depends on: a new file of words and a sibling's outline too."""
    names = [
        "data/partnership.toml",
        "data/measures.csv",
        "data/observations.csv",
        *(f"data/outlines/{each.outline}.toml" for each in one.cycle.report),
        f"data/{one.cycle.cycle}/cycle.toml",
        f"data/{one.cycle.cycle}/commentary/",
        *(
            f"data/{one.cycle.cycle}/commentary/{heading.id}.md"
            for heading in one.outline.heading
            if Content.COMMENTARY in heading.holds  # empty and missing ones too
        ),
    ]
    return sorted(set(names))


# --- What must stand under the headings --------------------------------------------


def _commentary(
    data: Path, cycle: Cycle, outline: Outline, collector: Collector
) -> dict[str, Commentary]:
    """The commentary of all headings; mandatory ones must be there and hold words."""
    folder = data / cycle.cycle / "commentary"
    found = {}
    for heading in outline.heading:
        if Content.COMMENTARY in heading.holds:
            file = f"data/{cycle.cycle}/commentary/{heading.id}.md"
            text = _words(folder / f"{heading.id}.md", file, heading, collector)
            if text:
                found[heading.id] = Commentary(file, text)
    return found


def _words(path: Path, file: str, heading: Heading, collector: Collector) -> str:
    try:
        text = read_text(path, file)
        if len(text) > _LONGEST_TEXT:
            what = f"the text has {len(text):,} characters, more than {_LONGEST_TEXT:,}"
            cure = "divide it among several headings"
            collector.faults.append(error(Slug.FILE_TOO_LARGE, Place(file), what, cure))
            return ""
        return text
    except FaultsFound as refusal:
        fault = refusal.faults[0]
        slugs = {
            Slug.FILE_MISSING: Slug.HEADING_MISSING,
            Slug.FILE_EMPTY: Slug.HEADING_EMPTY,
        }
        slug = slugs.get(fault.slug)
        if slug is None:
            collector.faults.append(fault)
        elif heading.mandatory:
            collector.faults.append(_mandatory(slug, file, heading))
        return ""


def _mandatory(slug: Slug, file: str, heading: Heading) -> Fault:
    state = "has no commentary" if slug is Slug.HEADING_MISSING else "is empty"
    what = f'the mandatory heading "{heading.title}" {state}'
    return error(slug, Place(file), what, f"write its text in {file}")


def _unplaced(data: Path, cycle: Cycle) -> list[Fault]:
    """Commentary that no heading of the cycle's outlines would print is lost words."""
    wanted: set[str] = set()
    for report in cycle.report:
        try:
            outline = read_outline(data, report.outline)
        except FaultsFound:
            return []  # told where the outline itself is read
        wanted |= {h.id for h in outline.heading if Content.COMMENTARY in h.holds}
    folder = data / cycle.cycle / "commentary"
    cure = f"name it after one of {', '.join(sorted(wanted))}, or remove it"
    return [
        error(
            Slug.COMMENTARY_UNPLACED,
            Place(f"data/{cycle.cycle}/commentary/{path.name}"),
            "no heading of the outline prints this file",
            cure,
        )
        for path in sorted(folder.glob("*.md"))
        if path.stem not in wanted
    ]


def _unknown(
    cycle: Cycle, report: Report, outline: Outline, measures: Measures
) -> Iterator[Fault]:
    """What the outline or the cycle names in vain, or does not name."""
    yield from _report_faults(cycle, report, outline)
    file = f"data/outlines/{report.outline}.toml"
    own = _key(cycle, report, "key_figures")
    places = [(own, measure) for measure in report.key_figures]
    named = [(f"figure.{n}", one.measures) for n, one in enumerate(outline.figure, 1)]
    named += [(f"table.{n}", one.measures) for n, one in enumerate(outline.table, 1)]
    for key, ids in named:
        places += [(Place(file, column=f"{key}.measures"), each) for each in ids]
    for place, measure in places:
        if measure not in measures:
            cure = "correct it, or define it in measures.csv first"
            what = f'"{measure}" is not a measure'
            yield error(Slug.UNKNOWN_MEASURE, place, what, cure)
    yield from _mixed(outline, file, measures)
    yield from _uncounted(outline, file, measures)
    areas = dict.fromkeys(measure.priority_area for measure in measures.values())
    for number, table in enumerate(outline.table, 1):
        if table.priority_area and table.priority_area not in areas:
            place = Place(file, column=f"table.{number}.priority_area")
            cure = f"the priority areas of measures.csv are: {'; '.join(areas)}"
            what = f'no measure has the priority area "{table.priority_area}"'
            yield error(Slug.NOT_A_CHOICE, place, what, cure)


def _mixed(outline: Outline, file: str, measures: Measures) -> Iterator[Fault]:
    """Changes since a baseline that do not fit on one axis, or have no sense."""
    for number, figure in enumerate(outline.figure, 1):
        if figure.kind is not FigureKind.CHANGE_SINCE:
            continue
        place = Place(file, column=f"figure.{number}.measures")
        held = [measures[each] for each in figure.measures if each in measures]
        for one in held:
            if one.value_type is ValueType.PERCENTAGE_CHANGE:
                what = f'"{one.measure}" is a percentage change already'
                cure = f'show it in a figure of the kind "{FigureKind.CHANGES}"'
                yield error(Slug.WRONG_TYPE, place, what, cure)
        if len({one.value_type is ValueType.PERCENTAGE for one in held}) > 1:
            what = "percentages change by points, and the other measures by per cent"
            cure = "make two figures: one of percentages, one of all else"
            yield error(Slug.WRONG_TYPE, place, what, cure)


def _uncounted(outline: Outline, file: str, measures: Measures) -> Iterator[Fault]:
    """Parts of a whole that do not add up to one: they must be counts or volumes."""
    for number, figure in enumerate(outline.figure, 1):
        if figure.kind is not FigureKind.PARTS:
            continue
        place = Place(file, column=f"figure.{number}.measures")
        held = [measures[each] for each in figure.measures if each in measures]
        for one in held:
            if one.value_type not in {ValueType.COUNT, ValueType.VOLUME}:
                what = f'"{one.measure}" is a {one.value_type}: it does not add up'
                cure = "name counts or volumes"
                yield error(Slug.WRONG_TYPE, place, what, cure)
        if len({one.value_type for one in held}) > 1:
            what = "counts and volumes do not make one whole"
            yield error(Slug.WRONG_TYPE, place, what, "make two figures")


def _key(cycle: Cycle, report: Report, name: str) -> Place:
    """Where a key of one report stands."""
    number = cycle.report.index(report) + 1
    return Place(f"data/{cycle.cycle}/cycle.toml", column=f"report.{number}.{name}")


def _report_faults(cycle: Cycle, report: Report, outline: Outline) -> Iterator[Fault]:
    """Key figures that fit the first page, and somebody to sign."""
    if not 1 <= len(report.key_figures) <= _KEY_FIGURES:
        what = f"{len(report.key_figures)} key figures are named"
        cure = f"the first page has room for 1 to {_KEY_FIGURES}"
        place = _key(cycle, report, "key_figures")
        yield error(Slug.WRONG_TYPE, place, what, cure)
    holds = {held for heading in outline.heading for held in heading.holds}
    if Content.SIGN_OFF in holds and not report.sign_off:
        place = _key(cycle, report, "sign_off")
        what = "nobody is named to sign, but a heading holds the sign-off"
        yield error(Slug.MISSING_KEY, place, what, "name at least one role")
