"""From published values to drawings as data: the chart of each figure."""

from dataclasses import dataclass

from reportgen.evidence.disclosure import Published, PublishedIndicator
from reportgen.evidence.outline import FigureKind, FigureOutline
from reportgen.pages import plots
from reportgen.pages.palette import WIDTH
from reportgen.pages.points import Point
from reportgen.pages.rankings import shown

__all__ = ["WIDTH", "Chart", "draw"]


@dataclass(frozen=True)
class Chart:
    """A drawing as data: the plotly figure, and the points that it shows."""

    id: str
    kind: FigureKind
    plot: str
    """The plotly figure as JSON; empty where there is nothing to draw."""
    height: int
    """In CSS px."""
    points: tuple[Point, ...] = ()
    """In the order drawn, from top to bottom; none where the axis is time."""
    left_out: int = 0
    """Points for which the page has no room."""
    absent: tuple[PublishedIndicator, ...] = ()
    """Measures of the figure that have nothing to draw."""


def draw(outline: FigureOutline, published: Published) -> Chart:
    """The chart of one figure that has one row for each measure."""
    found = shown(outline, published)
    plot, height = "", 0
    if found.points:
        plot, height = plots.plot(outline.kind, found.points, published)
    return Chart(
        id=outline.id,
        kind=outline.kind,
        points=found.points,
        left_out=found.left_out,
        absent=found.absent,
        plot=plot,
        height=height,
    )
