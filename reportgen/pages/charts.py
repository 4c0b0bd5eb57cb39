"""From published values to drawings as data: the chart of each figure."""

from collections.abc import Callable
from dataclasses import dataclass

from reportgen.evidence.disclosure import Published, PublishedIndicator
from reportgen.evidence.outline import FigureKind, FigureOutline
from reportgen.pages import plots
from reportgen.pages.points import Point, chosen, point
from reportgen.pages.ranges import WIDTH

__all__ = ["WIDTH", "Chart", "draw"]


@dataclass(frozen=True)
class Chart:
    """A drawing as data: the plotly figure and the points that it shows."""

    id: str
    kind: FigureKind
    points: tuple[Point, ...]
    """In the order drawn, from top to bottom."""
    left_out: int
    """Points for which the page has no room."""
    absent: tuple[PublishedIndicator, ...]
    """Measures of the figure that have nothing to draw."""
    plot: str
    """The plotly figure as JSON; empty where there is no point."""
    height: int
    """In CSS px."""


_MOST = 28  # points that fit on a page with the figure's words


def draw(outline: FigureOutline, published: Published) -> Chart:
    """The chart of one figure; ranked by the area's value, highest first.

    Of more points than a page holds, those are drawn that lie furthest from England
    in an overview, and the largest in every other figure.
    """
    held = chosen(outline, published)
    found = [p for p in (point(outline.kind, one) for one in held) if p]
    points = sorted(found, key=_weight(outline.kind))[:_MOST]
    points.sort(key=lambda one: (-one.value, one.label))
    with_value = {each.indicator.measure.measure for each in found}
    return Chart(
        id=outline.id,
        kind=outline.kind,
        points=tuple(points),
        left_out=len(found) - len(points),
        absent=tuple(one for one in held if one.measure.measure not in with_value),
        plot=plots.plot(outline.kind, points, published) if points else "",
        height=plots.height(points, outline.kind),
    )


def _weight(kind: FigureKind) -> Callable[[Point], float]:
    """Sorts first what must not be left out."""
    if kind is FigureKind.RELATIVE_TO_ENGLAND:
        return lambda one: -abs(one.value - 100)
    return lambda one: -abs(one.value)
