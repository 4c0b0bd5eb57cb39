"""Figures whose axis is time: charts and words, made from the same lines."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reportgen.evidence.disclosure import Published, PublishedIndicator
from reportgen.evidence.outline import FigureKind, FigureOutline
from reportgen.pages.charts import Chart
from reportgen.pages.lines import Line, lines
from reportgen.pages.panels import panels
from reportgen.pages.panelwords import read_panels
from reportgen.pages.partwords import read_parts
from reportgen.pages.readings import Reading
from reportgen.pages.stacks import stack
from reportgen.pages.tracks import tracks
from reportgen.pages.trends import trend
from reportgen.pages.trendwords import read_trend
from reportgen.pages.wholes import whole


@dataclass(frozen=True)
class OverTime:
    """A chart with its words, and the measures that it draws."""

    chart: Chart
    reading: Reading
    drawn: tuple[PublishedIndicator, ...]


_Drawn = tuple[str, int]
"""The plotly figure as JSON, and its height in CSS px."""
_NOTHING: _Drawn = ("", 0)


def over_time(outline: FigureOutline, published: Published) -> OverTime:
    """One figure of `TIME_KINDS`.

    Args:
        outline: names at least one measure.
        published: what this audience may see.
    """
    held = lines(outline.measures, published)
    (plot, height), reading = _MAKERS[outline.kind](held, outline, published)
    with_value = tuple(one.indicator for one in held if one.area.moments and plot)
    absent = tuple(one.indicator for one in held if one.indicator not in with_value)
    chart = Chart(outline.id, outline.kind, plot, height, absent=absent)
    return OverTime(chart, reading, with_value)


def _trend(
    held: Sequence[Line], outline: FigureOutline, published: Published
) -> tuple[_Drawn, Reading]:
    (line,) = held
    names = published.area, published.benchmark
    drawn = trend(line, *names) if line.area.moments else _NOTHING
    return drawn, read_trend(line, outline, published)


def _panels(
    held: Sequence[Line], outline: FigureOutline, published: Published
) -> tuple[_Drawn, Reading]:
    names = published.area, published.benchmark
    some = any(line.area.moments for line in held)
    drawn = panels(held, *names) if some else _NOTHING
    return drawn, read_panels(held, outline, published)


def _parts(
    held: Sequence[Line], outline: FigureOutline, published: Published
) -> tuple[_Drawn, Reading]:
    parts = whole(held, published)
    drawn = _NOTHING
    if parts.bars:
        drawn = stack(parts) if len(parts.bars) > 1 else tracks(parts)
    return drawn, read_parts(parts, outline, published)


_MAKERS: dict[
    FigureKind,
    Callable[[Sequence[Line], FigureOutline, Published], tuple[_Drawn, Reading]],
] = {
    FigureKind.TREND: _trend,
    FigureKind.SMALL_MULTIPLES: _panels,
    FigureKind.PARTS: _parts,
}
TIME_KINDS = frozenset(_MAKERS)
"""The kinds of figure whose axis is time, or that show parts over time."""
