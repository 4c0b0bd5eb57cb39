"""The text alternative of a figure: all that it shows, for whoever does not see it.

It opens with what the figure is of, since whoever jumps from picture to picture hears
nothing else; then what was tested; then one sentence for each row. Few rows and many
are told in the same form; intervals only of few, since the tables have them.
"""

from reportgen.evidence.disclosure import Published
from reportgen.evidence.outline import FigureKind, FigureOutline
from reportgen.formats import count_word, listed, sentence_case
from reportgen.pages import rowwords, topics
from reportgen.pages.charts import Chart
from reportgen.pages.phrases import every
from reportgen.pages.points import BESIDE_ENGLAND, OF_CHANGE, Point
from reportgen.pages.rowwords import Telling, Totals
from reportgen.pages.sides import compared, tested, untested
from reportgen.pages.totals import total
from reportgen.pages.verdictwords import overview

_PAIR = 2  # of which one says "both" and "neither"


def alternative(chart: Chart, outline: FigureOutline, published: Published) -> str:
    """The text alternative: topic, kind of drawing, tests, then every row.

    Args:
        chart: with at least one point.
        outline: for the topic, the unit and what one row stands for.
        published: for the names of the places and for totals.
    """
    told, totals = rowwords.telling(chart, published), _totals(chart, published)
    parts = [outline.topic, topics.unit(outline, published)]
    parts.append(topics.periods(chart, outline))
    topic = ", ".join(part for part in parts if part)
    said = [
        f"{topic}.",
        _drawing(chart, outline, published),
        told.shared.said(published.area),
        _tests(chart, outline, told),
        _intervals(told),
        *_rows(chart, told, totals),
    ]
    return " ".join(filter(None, said))  # a row begins with a name as it is written


def _totals(chart: Chart, published: Published) -> Totals:
    """Of a bar chart, the total that each side's parts make up, by side."""
    if chart.kind is not FigureKind.AMOUNTS:
        return {}
    sides: dict[str, list[Point]] = {}
    for point in chart.points:
        if not point.total:
            sides.setdefault(rowwords.side(point), []).append(point)
    if len(sides) > 1 and not chart.points[0].total:
        return {}  # their rows would be heard as parts of one total
    return {by: total(parts, published) for by, parts in sides.items()}


def _rows(chart: Chart, told: Telling, totals: Totals) -> list[str]:
    if chart.kind is FigureKind.RELATIVE_TO_ENGLAND:
        return overview(chart.points, told)
    if chart.kind in OF_CHANGE:
        return rowwords.changes(chart.points, told)
    if chart.kind is FigureKind.AMOUNTS:
        return rowwords.amounts(chart.points, told, totals)
    return [rowwords.beside(point, told) for point in chart.points]


# --- The opening ---------------------------------------------------------------------


def _drawing(chart: Chart, outline: FigureOutline, published: Published) -> str:
    """`Dot plot of two groups, Testshire and England, highest first, ...`."""
    kind = "Bar chart" if chart.kind is FigureKind.AMOUNTS else "Dot plot"
    count = count_word(len(chart.points), outline.subject, outline.subjects)
    parts = [f"{kind} of {count}", _places(chart, published), _order(chart)]
    parts.append(_scale(chart, published))
    return f"{', '.join(part for part in parts if part)}."


def _places(chart: Chart, published: Published) -> str:
    """Whose values are drawn; an overview's unit says it already."""
    if chart.kind is FigureKind.RELATIVE_TO_ENGLAND:
        return ""
    alone = chart.kind is FigureKind.AMOUNTS
    beside = not alone and any(point.england_printed for point in chart.points)
    return listed([published.area, *([published.benchmark] if beside else [])])


def _order(chart: Chart) -> str:
    """In which order the rows are told."""
    points = chart.points
    if len(points) == 1:
        return ""
    if chart.kind is FigureKind.RELATIVE_TO_ENGLAND:
        return "highest first in each group" if compared(points) else "highest first"
    first = "largest" if chart.kind is FigureKind.AMOUNTS else "highest"
    if not points[0].total and not any(point.apart for point in points):
        return f"{first} first"
    groups = len({rowwords.side(point) for point in points if not point.total})
    parts = "the total, then its parts" if points[0].total else "parts of a total"
    return f"{parts}, {first} first{' in each group' if groups > 1 else ''}"


def _scale(chart: Chart, published: Published) -> str:
    """What the scale begins with."""
    if chart.kind is FigureKind.RELATIVE_TO_ENGLAND:
        return f"where {published.benchmark} is 100"
    if chart.kind in OF_CHANGE:
        return "on a scale where zero is no change"
    below = any(min(p.low, p.england or 0.0) < 0 for p in chart.points)
    return "on both sides of zero" if below else "on a scale from zero"


# --- What was tested -----------------------------------------------------------------


def _tests(chart: Chart, outline: FigureOutline, told: Telling) -> str:
    """How many comparisons are tested; every row is accounted for."""
    points = chart.points
    if chart.kind not in BESIDE_ENGLAND or not told.any_compared:
        return ""
    sure, unsure = len(tested(points)), len(untested(points))
    alone = len(points) - len(compared(points))
    if not alone and not told.mixed:
        return _alike(len(points), sure=bool(sure))
    if chart.kind is FigureKind.RELATIVE_TO_ENGLAND:
        return ""  # its groups say it
    counts = [(sure, "tested"), (unsure, "not tested"), (alone, "not compared")]
    parts = [
        f"{count_word(count)} {'is' if count == 1 else 'are'} {word}"
        for count, word in counts
        if count
    ]
    of = count_word(len(points), outline.subject, outline.subjects)
    return f"Of {of}, {listed(parts)}."


def _alike(count: int, *, sure: bool) -> str:
    """Where all are tested, or none."""
    if count == 1:
        return f"The comparison is {'' if sure else 'not '}tested."
    if sure:
        return f"{sentence_case(every(count))} comparisons are tested."
    return f"{'Neither' if count == _PAIR else 'No'} comparison is tested."


def _intervals(told: Telling) -> str:
    return "Intervals are 95% confidence intervals." if told.limits else ""
