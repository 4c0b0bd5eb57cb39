"""Drawings made into figures: numbered, captioned, still, with a text alternative."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.evidence.disclosure import Published, PublishedIndicator
from reportgen.evidence.outline import FigureKind, FigureOutline
from reportgen.formats import listed, long_date
from reportgen.pages.charts import WIDTH, Chart, draw
from reportgen.pages.exporter import Drawing, Exporter
from reportgen.pages.inlay import address
from reportgen.pages.overtime import TIME_KINDS, over_time
from reportgen.pages.readings import Reading, read


@dataclass(frozen=True)
class Figure:
    """One figure of a document."""

    id: str
    number: int
    kind: FigureKind
    reading: Reading
    image: str
    """The drawing as a `data:` address; empty where there was nothing to draw."""
    width: int
    """In CSS px."""
    height: int
    source: str
    """Who published the values, and when they were received."""


@dataclass(frozen=True)
class Plan:
    """A figure before it is drawn: its words are known, its picture is not."""

    id: str
    number: int
    reading: Reading
    chart: Chart
    source: str


def plan(number: int, outline: FigureOutline, published: Published) -> Plan:
    """Chart and words of one figure.

    Args:
        number: what it is called by in its report.
        outline: what it is to show.
        published: what this audience may see.
    """
    chart, reading, drawn = _planned(outline, published)
    return Plan(outline.id, number, reading, chart, _source(drawn))


def _planned(
    outline: FigureOutline, published: Published
) -> tuple[Chart, Reading, Sequence[PublishedIndicator]]:
    """One chart, its words, and the measures that it draws."""
    if outline.kind in TIME_KINDS:
        made = over_time(outline, published)
        return made.chart, made.reading, made.drawn
    chart = draw(outline, published)
    reading = read(chart, outline, published)
    return chart, reading, [point.indicator for point in chart.points]


def export(plans: Sequence[Plan], exporter: Exporter) -> tuple[Figure, ...]:
    """The figures, all drawn in one call."""
    drawings = [
        Drawing(plan.id, plan.chart.plot, WIDTH, plan.chart.height)
        for plan in plans
        if plan.chart.plot
    ]
    images = iter(exporter.export(drawings) if drawings else [])
    return tuple(
        _figure(plan, next(images) if plan.chart.plot else "") for plan in plans
    )


def _figure(plan: Plan, svg: str) -> Figure:
    image = address(svg) if svg else ""
    height = plan.chart.height
    kind, words = plan.chart.kind, plan.reading
    return Figure(plan.id, plan.number, kind, words, image, WIDTH, height, plan.source)


def _source(indicators: Sequence[PublishedIndicator]) -> str:
    if not indicators:
        return ""
    names = dict.fromkeys(one.measure.source for one in indicators)
    days = sorted({o.area.received for o in indicators if o.area.received})
    received = f"; received {listed([long_date(day) for day in days])}" if days else ""
    return f"Source: {listed(list(names))}{received}"
