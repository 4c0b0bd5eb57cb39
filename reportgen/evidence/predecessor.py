"""The issue of a report that came before it: what `follows` of `cycle.toml` names."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from reportgen.errors import Collector, Fault, Place, Slug, error
from reportgen.evidence.commentary import Commentary, read_commentary
from reportgen.evidence.cycle import Cycle, Report, cycles_of, read_cycle
from reportgen.evidence.measures import Measures
from reportgen.evidence.outline import Outline, read_outline
from reportgen.evidence.references import in_vain
from reportgen.formats import listed


@dataclass(frozen=True)
class Predecessor:
    """An earlier issue, as far as it is read and not worked out."""

    cycle: Cycle
    report: Report
    outline: Outline
    commentary: Mapping[str, Commentary]
    """By id of the heading."""
    place: Place
    """Where the later issue names it."""

    @property
    def name(self) -> str:
        """`2024-10/jcdu`."""
        return f"{self.cycle.cycle}/{self.report.id}"

    def unknown(self, measures: Measures) -> list[Fault]:
        """What it names of measures that are not there any more."""
        return list(in_vain(self.cycle, self.report, self.outline, measures))

    def without_unknown(self, measures: Measures) -> Outline:
        """Its outline, with those of its measures that there are still."""
        tables = [
            table.model_copy(
                update={"measures": tuple(m for m in table.measures if m in measures)}
            )
            for table in self.outline.table
        ]
        kept = [one for one in tables if one.measures or one.priority_area]
        return self.outline.model_copy(update={"table": tuple(kept)})


def read_predecessor(
    data: Path, cycle: Cycle, report: Report, collector: Collector
) -> Predecessor | None:
    """The issue that a report follows; None where it names none, or a wrong one.

    Args:
        data: the workspace's folder `data`.
        cycle: of the report.
        report: the later issue.
        collector: keeps the faults of the name, and of earlier files that do not read.
    """
    if not report.follows:
        return None
    number = cycle.report.index(report) + 1
    place = Place(f"data/{cycle.cycle}/cycle.toml", column=f"report.{number}.follows")
    known = [name for name in cycles_of(data) if name != cycle.cycle]
    if report.follows not in known:
        what = f'there is no other cycle "{report.follows}"'
        cure = f"choose among {listed(known)}" if known else "remove it"
        collector.faults.append(error(Slug.NOT_A_CHOICE, place, what, cure))
        return None
    earlier = collector.take(read_cycle, data, report.follows)
    wrong = _wrong(earlier, cycle, report) if earlier else None
    if wrong:
        what, cure = wrong
        collector.faults.append(error(Slug.NOT_A_CHOICE, place, what, cure))
    if earlier is None or wrong:
        return None
    return _read(data, earlier, (report, place), collector)


def _wrong(earlier: Cycle, cycle: Cycle, report: Report) -> tuple[str, str] | None:
    """What is wrong with a cycle that owed no such report or knew as much; the cure."""
    if report.id not in {one.id for one in earlier.report}:
        what = f'the cycle {earlier.cycle} has no report "{report.id}"'
        return what, "name the cycle of the issue before, or remove it"
    if earlier.cut_off >= cycle.cut_off:
        days = f"its cut-off is on {earlier.cut_off}, and this one's on {cycle.cut_off}"
        what = f"the cycle {earlier.cycle} is no earlier issue: {days}"
        return what, "name a cycle with an earlier cut-off, or remove it"
    return None


def _read(
    data: Path, earlier: Cycle, named: tuple[Report, Place], collector: Collector
) -> Predecessor | None:
    """What the issue was made from; None where its outline does not read.

    Args:
        data: as in `read_predecessor`.
        earlier: its cycle.
        named: the report that follows it, and where that says so.
        collector: as in `read_predecessor`.
    """
    report, place = named
    issue = next(one for one in earlier.report if one.id == report.id)
    outline = collector.take(read_outline, data, issue.outline)
    if outline is None:
        return None
    commentary = read_commentary(data, earlier, outline, collector)
    return Predecessor(earlier, issue, outline, commentary, place)
