"""What a figure says, in words: headline, reading and text alternative.

All three come from the values that are drawn, never from an author, so that a
drawing and its words cannot disagree.
"""

from dataclasses import dataclass

from reportgen.evidence.disclosure import Published, PublishedIndicator
from reportgen.evidence.outline import FigureKind, FigureOutline
from reportgen.formats import count_word, listed, sentence_case
from reportgen.pages.charts import Chart
from reportgen.pages.headlines import WRITERS, every, full, full_england, inside
from reportgen.pages.points import Point
from reportgen.vocabulary import Marker


@dataclass(frozen=True)
class Reading:
    """The words of one figure."""

    headline: str
    """The finding, as a title."""
    subtitle: str
    """Statistical: area, period, unit, whether tested."""
    sentence: str
    """Reads the drawing aloud."""
    alternative: str
    """What the drawing shows, for whoever does not see it: every value."""


def read(chart: Chart, outline: FigureOutline, published: Published) -> Reading:
    """The words of a figure; a figure without a point says so."""
    if not chart.points:
        none = f"{outline.topic}: no value to show"
        return Reading(none, _subtitle(chart, outline, published), _absent(chart), none)
    headline, sentence = WRITERS[chart.kind](chart, outline, published)
    said = [sentence, _doubts(chart), _left_out(chart, outline), _absent(chart)]
    return Reading(
        headline=headline,
        subtitle=_subtitle(chart, outline, published),
        sentence=" ".join(text for text in said if text),
        alternative=_alternative(chart, outline, published),
    )


def _subtitle(chart: Chart, outline: FigureOutline, published: Published) -> str:
    unit = outline.unit.format(short_name=published.area, benchmark=published.benchmark)
    both = f"{published.area} and {published.benchmark}"
    places = {FigureKind.AMOUNTS: published.area, FigureKind.RELATIVE_TO_ENGLAND: ""}
    parts = [sentence_case(unit), places.get(chart.kind, both), _periods(chart)]
    if all(Marker.PROVISIONAL in p.indicator.area.markers for p in chart.points):
        parts.append("provisional" if chart.points else "")
    if chart.kind is not FigureKind.AMOUNTS:
        parts.append("comparison not tested")
    return ", ".join(part for part in parts if part)


def _periods(chart: Chart) -> str:
    """One period, or that they differ; a change names its baseline too."""
    found = dict.fromkeys(str(p.indicator.area.period) for p in chart.points)
    bases = {
        p.indicator.measure.baseline.spoken
        for p in chart.points
        if p.indicator.measure.baseline
    }
    if len(found) != 1:
        return "latest period of each measure" if found else ""
    last = chart.points[0].indicator.area.period
    spoken = last.spoken if last else ""
    if chart.kind is FigureKind.CHANGES and len(bases) == 1:
        return f"{bases.pop()} to {spoken}"
    return spoken


def _doubts(chart: Chart) -> str:
    """`Six of nine values, the hollow dots marked [u], are unverified`."""
    count, total = sum(point.unverified for point in chart.points), len(chart.points)
    if not count:
        return ""
    mark = "bar" if chart.kind is FigureKind.AMOUNTS else "dot"
    if total == 1:
        return f"The value, a hollow {mark} marked [u], is unverified."
    marks, verb = (f"{mark}s", "are") if count > 1 else (mark, "is")
    part = f"{count_word(count)} of {count_word(total)}"
    share = sentence_case(every(total) if count == total else part)
    return f"{share} values, the hollow {marks} marked [u], {verb} unverified."


def _left_out(chart: Chart, outline: FigureOutline) -> str:
    """That more is held than is drawn."""
    if not chart.left_out:
        return ""
    relative = chart.kind is FigureKind.RELATIVE_TO_ENGLAND
    which = "nearer to England" if relative else "smaller"
    count = count_word(chart.left_out, outline.subject, outline.subjects)
    verb = "is" if chart.left_out == 1 else "are"
    return f"{sentence_case(count)} {which} {verb} not drawn; the tables have them."


def _absent(chart: Chart) -> str:
    """Which measures of the figure are not drawn, each with its reason."""
    if not chart.absent:
        return "" if chart.points else "There is no measure to show."
    reasons: dict[str, list[str]] = {}
    for one in chart.absent:
        reasons.setdefault(_why(one), []).append(inside(one.measure.label))
    parts = [f"{listed(names)} ({reason})" for reason, names in reasons.items()]
    return f"Not shown: {'; '.join(parts)}."


def _why(one: PublishedIndicator) -> str:
    return one.area.reason or one.not_compared or "no value"


def _alternative(chart: Chart, outline: FigureOutline, published: Published) -> str:
    kind = "Bar chart" if chart.kind is FigureKind.AMOUNTS else "Dot plot"
    count = count_word(len(chart.points), outline.subject, outline.subjects)
    scale = ""
    if chart.kind is FigureKind.RELATIVE_TO_ENGLAND:
        scale = f" on a scale where {published.benchmark} is 100"
    ranked = ", highest first" if len(chart.points) > 1 else ""
    opening = f"{kind} of {count}{scale}{ranked}."
    lines = [_line(point, chart.kind, published) for point in chart.points]
    return f"{opening} {'; '.join(lines)}."


def _line(point: Point, kind: FigureKind, published: Published) -> str:
    """What is drawn of one point, then what it was computed from."""
    values = f"{published.area} {full(point)}"
    if point.england_printed:
        values += f", {published.benchmark} {full_england(point)}"
    if kind is FigureKind.RELATIVE_TO_ENGLAND:
        return f"{point.label}: {point.printed} ({values})"
    return f"{point.label}: {values}"
