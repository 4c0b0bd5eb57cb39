"""What a figure is of: its unit, its periods, what all of its values share.

The same for the subtitle, which is seen, and for the opening of the alternative.
"""

from dataclasses import dataclass

from reportgen.evidence.disclosure import Published
from reportgen.evidence.outline import FigureKind, FigureOutline
from reportgen.pages import spoken
from reportgen.pages.charts import Chart
from reportgen.vocabulary import STATUS_MARKERS, Marker

_STATUS = tuple(STATUS_MARKERS.values())


def unit(outline: FigureOutline, published: Published) -> str:
    """`offences per 1,000 people`, with the names of the places filled in."""
    return outline.unit.format(short_name=published.area, benchmark=published.benchmark)


def periods(chart: Chart, outline: FigureOutline) -> str:
    """One period, or that they differ; a change names its baseline too."""
    found = {point.indicator.area.period for point in chart.points} - {None}
    if not found:
        return ""
    each = "latest period of each measure"
    only = found.pop()
    last = spoken.period(only) if only and not found else each
    bases = {p.indicator.measure.baseline for p in chart.points}
    if chart.kind is not FigureKind.CHANGES:
        bases = {outline.baseline}
    (baseline,) = bases if len(bases) == 1 else [None]
    if baseline is None:
        return last
    first = spoken.period(baseline)
    if last == each or " to " in first + last:
        return f"{last} compared with {first}"
    return f"{first} to {last}"


@dataclass(frozen=True)
class Shared:
    """Marks of doubt that all values have, so that they are said once."""

    area: frozenset[Marker]
    """Of the area's values; empty of a single value."""
    england: frozenset[Marker]
    """The same ones, where England's values have them all too."""

    def said(self, area: str) -> str:
        """`All values are provisional.`; else that those of the area are."""
        marks = spoken.markers([mark for mark in _STATUS if mark in self.area])
        whose = "" if self.england == self.area else f" of {area}"
        return f"All values{whose} are {marks}." if marks else ""


def shared(chart: Chart) -> Shared:
    """The marks of doubt that all values of a chart have."""
    held = [frozenset(point.indicator.area.markers) for point in chart.points]
    ours = frozenset.intersection(*held) if len(held) > 1 else frozenset()
    ours &= frozenset(_STATUS)
    drawn = [p for p in chart.points if p.england_printed]
    if chart.kind is FigureKind.AMOUNTS:
        drawn = []
    also = all(ours <= set(point.indicator.england.markers) for point in drawn)
    return Shared(ours, ours if also else frozenset())
