"""The key figures of the first page."""

from dataclasses import dataclass

from reportgen.evidence.disclosure import PublishedIndicator
from reportgen.formats import sentence_case
from reportgen.pages import slots
from reportgen.vocabulary import Change, Comparison


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
        unit=_unit(one),
        context=_context(one, area, benchmark),
        period=str(one.area.period or ""),
        measure=one.measure.measure,
    )


_MOVED = {
    Change.ROSE: "rose",
    Change.FELL: "fell",
    Change.NO_CHANGE: "did not change",
}


def _unit(one: PublishedIndicator) -> str:
    """With what a change is measured from: a number alone looks like a level."""
    unit, baseline = one.measure.unit, one.measure.baseline
    return f"{unit} since {baseline.spoken}" if baseline else unit


def _context(one: PublishedIndicator, area: str, benchmark: str) -> str:
    """Sentences that say who is higher, and whose value moved."""
    marks = one.area.markers if one.area.value is not None else ()
    parts = [sentence_case(mark.meaning.partition(":")[0]) for mark in marks]
    if one.area.value is None:
        parts.append(sentence_case(one.area.reason))
    if one.comparison is not Comparison.NOT_COMPARED:
        parts.append(_beside(one, benchmark))
    if one.change in _MOVED:
        parts.append(f"{area}’s value {_MOVED[one.change]} since the last period")
    return ". ".join(parts) + "." if parts else ""


def _beside(one: PublishedIndicator, benchmark: str) -> str:
    """`Higher than England (4.0%), which is better`, `Lower than …, not tested`."""
    stands = slots.than(one.direction, benchmark) if one.direction else ""
    england = slots.bare(one.england, one.measure)
    caveat = "" if one.comparison.is_tested else ", not tested"
    if one.comparison.is_judged:
        caveat = f", which is {one.comparison.value}"
    return f"{sentence_case(stands)} ({england}){caveat}"
