"""A series as a small line: gaps for missing periods, an end dot that is the value.

A break in the series interrupts the line too: what lies before it is another series.
So does a period that is longer or shorter than the one before.
All sparklines of one table share their time span; each has its own scale from its
lowest to its highest value, which "How to read" says.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from reportgen.evidence.disclosure import PublishedIndicator
from reportgen.pages.courses import Moment, course
from reportgen.pages.sparkwords import words

_WIDTH, _HEIGHT = 98.0, 26.0  # CSS px: 26 mm by 7 mm
_EDGE = 3.0  # CSS px kept free, so that the end dot is whole
_INK_BLUE = "#12436D"


@dataclass(frozen=True)
class Sparkline:
    """A drawing 26 mm wide and 7 mm high, and what it says in words."""

    svg: str
    alternative: str
    values: int
    """How many it joins."""
    whole: bool
    """Whether the line has neither a gap nor a break."""


_Place = tuple[float, float]
Days = tuple[date, date]
"""First and last day that the sparklines of one table span."""


def span(indicators: Iterable[PublishedIndicator]) -> Days | None:
    """The time that the series of a table cover together; None without history."""
    days = [
        point.period.end
        for one in indicators
        if one.has_history
        for point in one.history
        if point.period is not None
    ]
    return (min(days), max(days)) if days else None


def sparkline(one: PublishedIndicator, days: Days | None) -> Sparkline | None:
    """The sparkline of one measure; None where fewer than two values are held."""
    line = course(one.history, one.measure)
    values = [moment.value for moment in line.moments]
    if days is None or len(values) < 2:  # noqa: PLR2004 (a line joins two)
        return None
    low, high = min(values), max(values)

    def at(moment: Moment) -> _Place:
        along = (moment.period.end - days[0]).days / ((days[1] - days[0]).days or 1)
        up = (moment.value - low) / (high - low) if high > low else 0.5
        return (
            _EDGE + along * (_WIDTH - 2 * _EDGE),
            _HEIGHT - _EDGE - up * (_HEIGHT - 2 * _EDGE),
        )

    last = line.moments[-1]
    dot = at(last) if last.period == line.periods[-1] else None
    svg = _svg([[at(moment) for moment in run] for run in line.runs], dot)
    return Sparkline(svg, words(one, line), len(values), whole=len(line.runs) == 1)


def _svg(runs: Sequence[Sequence[_Place]], dot: _Place | None) -> str:
    """A path of the runs, and a dot on the latest value where there is one.

    A lone point is a short dash.
    """
    path = " ".join(_path(run) for run in runs)
    circle = ""
    if dot:
        circle = f'<circle cx="{dot[0]:.2f}" cy="{dot[1]:.2f}" '
        circle += f'r="2.6" fill="{_INK_BLUE}"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH:g}" '
        f'height="{_HEIGHT:g}" viewBox="0 0 {_WIDTH:g} {_HEIGHT:g}">'
        f'<path d="{path}" fill="none" stroke="{_INK_BLUE}" stroke-width="1.4" '
        f'stroke-linejoin="round" stroke-linecap="round"/>{circle}</svg>'
    )


def _path(run: Sequence[_Place]) -> str:
    points = [f"{x:.2f} {y:.2f}" for x, y in run]
    if len(points) == 1:
        x, y = run[0]
        return f"M{x - 2:.2f} {y:.2f} L{x + 2:.2f} {y:.2f}"
    return "M" + " L".join(points)
