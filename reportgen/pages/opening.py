"""The key figures of the first page."""

from dataclasses import dataclass

from reportgen.evidence.disclosure import PublishedIndicator
from reportgen.evidence.measures import Measure
from reportgen.formats import sentence_case
from reportgen.pages import slots
from reportgen.vocabulary import Change, Comparison, Direction, Marker


@dataclass(frozen=True)
class KeyFigure:
    """A number that opens the report."""

    value: str
    markers: str
    name: str
    unit: str
    context: str
    """England's value and the change, in words."""
    period: str
    measure: str = ""
    """Id, for tracing the number home."""


def key_figure(one: PublishedIndicator, area: str, benchmark: str) -> KeyFigure:
    """The key figure of one measure."""
    markers = slots.markers(one.area) if one.area.value is not None else ""
    return KeyFigure(
        value=slots.bare(one.area, one.measure),
        markers=markers,
        name=one.measure.short_name,
        unit=unit_words(one.measure),
        context=_context(one, area, benchmark),
        period=str(one.area.period or ""),
        measure=one.measure.measure,
    )


_MOVED = {
    Change.ROSE: "rose",
    Change.FELL: "fell",
    Change.NO_CHANGE: "did not change",
}


def unit_words(measure: Measure) -> str:
    """With what a change is measured from: a number alone looks like a level."""
    baseline = measure.baseline
    return f"{measure.unit} since {baseline.spoken}" if baseline else measure.unit


@dataclass(frozen=True)
class Beside:
    """What stands beside the value of a key figure."""

    markers: tuple[Marker, ...]
    reason: str
    """Why there is no value; empty where there is one."""
    comparison: Comparison
    direction: Direction | None
    benchmark: str
    """England's value, as it is printed."""
    change: Change


def _context(one: PublishedIndicator, area: str, benchmark: str) -> str:
    held = one.area.value is not None
    beside = Beside(
        markers=one.area.markers if held else (),
        reason="" if held else one.area.reason,
        comparison=one.comparison,
        direction=one.direction,
        benchmark=slots.bare(one.england, one.measure),
        change=one.change,
    )
    return context_words(beside, area, benchmark)


def context_words(beside: Beside, area: str, benchmark: str) -> str:
    """Sentences that say who is higher, and whose value moved."""
    parts = [sentence_case(m.meaning.partition(":")[0]) for m in beside.markers]
    if beside.reason:
        parts.append(sentence_case(beside.reason))
    if beside.comparison is not Comparison.NOT_COMPARED:
        parts.append(_beside(beside, benchmark))
    if beside.change in _MOVED:
        parts.append(f"{area}’s value {_MOVED[beside.change]} since the last period")
    return ". ".join(parts) + "." if parts else ""


def _beside(one: Beside, benchmark: str) -> str:
    """`Higher than England (4.0%), which is better`, `Lower than …, not tested`."""
    stands = slots.than(one.direction, benchmark) if one.direction else ""
    caveat = "" if one.comparison.is_tested else ", not tested"
    if one.comparison.is_judged:
        caveat = f", which is {one.comparison.value}"
    return f"{sentence_case(stands)} ({one.benchmark}){caveat}"
