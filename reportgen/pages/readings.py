"""What a figure says, in words: headline, reading and text alternative.

All three come from the values that are drawn, never from an author, so that a
drawing and its words cannot disagree.
"""

from dataclasses import dataclass

from reportgen.evidence.disclosure import Published
from reportgen.evidence.outline import FigureKind, FigureOutline
from reportgen.formats import count_word, listed, sentence_case, sentences
from reportgen.pages import topics
from reportgen.pages.alternatives import alternative
from reportgen.pages.charts import Chart
from reportgen.pages.headlines import WRITERS
from reportgen.pages.phrases import NAMED, every, inside, names
from reportgen.pages.points import BESIDE_ENGLAND, absent_because
from reportgen.pages.sides import NOT_TESTED, compared, tested, untested
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
        subtitle = _subtitle(chart, outline, published, none)
        return Reading(none, subtitle, _absent(chart, outline), none)
    headline, sentence = WRITERS[chart.kind](chart, outline, published)
    said = [sentence, _unsure(chart), _doubts(chart), _left_out(chart, outline)]
    said.append(_absent(chart, outline))
    return Reading(
        headline=headline,
        subtitle=_subtitle(chart, outline, published, headline),
        sentence=sentences(*said),
        alternative=alternative(chart, outline, published),
    )


def _subtitle(
    chart: Chart, outline: FigureOutline, published: Published, headline: str
) -> str:
    unit = sentence_case(topics.unit(outline, published))
    parts = [unit, _places(chart, published), topics.periods(chart, outline)]
    if all(Marker.PROVISIONAL in p.indicator.area.markers for p in chart.points):
        parts.append("provisional" if chart.points else "")
    if any(point.reach for point in chart.points):
        parts.append("with 95% confidence intervals")
    if f"({NOT_TESTED})" not in headline:  # else it is said already
        parts.append(_tests(chart))
    return ", ".join(part for part in parts if part)


def _places(chart: Chart, published: Published) -> str:
    """Whose values are drawn; an overview's unit says it already."""
    if chart.kind is FigureKind.RELATIVE_TO_ENGLAND:
        return ""
    if all(point.england is None for point in chart.points):
        return published.area
    return f"{published.area} and {published.benchmark}"


def _tests(chart: Chart) -> str:
    """What was not tested: all that is compared, or which of it."""
    if chart.kind is FigureKind.CHANGE_SINCE:
        return "not tested" if chart.points else ""
    held = compared(chart.points)
    missing = untested(held)
    if chart.kind is FigureKind.AMOUNTS or not missing:
        return ""
    if len(missing) == len(held):
        return "comparison not tested"
    if len(missing) < NAMED:
        return f"comparison not tested for {names(missing)}"
    return (
        f"{count_word(len(missing))} of {count_word(len(held))} comparisons not tested"
    )


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


def _unsure(chart: Chart) -> str:
    """Which comparisons are not tested, where too many for the subtitle are not."""
    missing = untested(chart.points)
    if chart.kind not in BESIDE_ENGLAND or not tested(chart.points):
        return ""
    if len(missing) < NAMED:
        return ""
    if len(missing) == NAMED:
        return f"Not tested: {names(missing)}."
    return f"The {count_word(len(missing))} rows without an interval are not tested."


def _absent(chart: Chart, outline: FigureOutline) -> str:
    """Which measures of the figure are not drawn, each with its reason."""
    if not chart.absent:
        return "" if chart.points else "There is no measure to show."
    reasons: dict[str, list[str]] = {}
    for one in chart.absent:
        reason = absent_because(outline, one)
        reasons.setdefault(reason, []).append(inside(one.measure.label))
    parts = [f"{listed(labels)} ({reason})" for reason, labels in reasons.items()]
    return f"Not shown: {'; '.join(parts)}."
