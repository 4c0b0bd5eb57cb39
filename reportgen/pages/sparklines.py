"""A series as a small line: gaps for missing periods, an end dot that is the value.

All sparklines of one table share their time span; each has its own scale from its
lowest to its highest value, which "How to read" says.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import quoteattr

from reportgen.evidence.disclosure import PublishedIndicator, PublishedValue
from reportgen.pages import slots

_WIDTH, _HEIGHT = 98.0, 26.0  # CSS px: 26 mm by 7 mm
_EDGE = 3.0  # CSS px kept free, so that the end dot is whole
_INK_BLUE = "#12436D"


@dataclass(frozen=True)
class Sparkline:
    """A drawing 26 mm wide and 7 mm high, and what it says in words."""

    svg: str
    alternative: str


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
    if days is None or not one.has_history:
        return None
    runs = _runs(one.history)
    values = [float(p.value) for run in runs for p in run if p.value is not None]
    low, high = min(values), max(values)

    def at(point: PublishedValue) -> tuple[float, float]:
        assert point.period is not None and point.value is not None  # noqa: S101, PT018 (a run has both)
        along = (point.period.end - days[0]).days / ((days[1] - days[0]).days or 1)
        up = (float(point.value) - low) / (high - low) if high > low else 0.5
        return (
            _EDGE + along * (_WIDTH - 2 * _EDGE),
            _HEIGHT - _EDGE - up * (_HEIGHT - 2 * _EDGE),
        )

    return Sparkline(_svg([[at(p) for p in run] for run in runs]), _words(one))


def _runs(history: Sequence[PublishedValue]) -> list[list[PublishedValue]]:
    """Stretches without a gap: a missing or withheld period breaks the line."""
    runs: list[list[PublishedValue]] = [[]]
    before: PublishedValue | None = None
    for point in history:
        follows = (
            before is not None
            and before.period is not None
            and point.period is not None
            and point.period.preceding() == before.period
        )
        if point.value is None or not follows:
            runs.append([])
        if point.value is not None:
            runs[-1].append(point)
        before = point
    return [run for run in runs if run]


def _svg(runs: Sequence[Sequence[tuple[float, float]]]) -> str:
    """A path of the runs and a dot at the end; a lone point is a short dash."""
    path = " ".join(_path(run) for run in runs)
    x, y = runs[-1][-1]
    box = quoteattr(f"0 0 {_WIDTH:g} {_HEIGHT:g}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH:g}" '
        f'height="{_HEIGHT:g}" viewBox={box}>'
        f'<path d="{path}" fill="none" stroke="{_INK_BLUE}" stroke-width="1.4" '
        f'stroke-linejoin="round" stroke-linecap="round"/>'
        f'<circle cx="{x:.2f}" cy="{y:.2f}" r="2.6" fill="{_INK_BLUE}"/></svg>'
    )


def _path(run: Sequence[tuple[float, float]]) -> str:
    points = [f"{x:.2f} {y:.2f}" for x, y in run]
    if len(points) == 1:
        x, y = run[0]
        return f"M{x - 1:.2f} {y:.2f} L{x + 1:.2f} {y:.2f}"
    return "M" + " L".join(points)


def _words(one: PublishedIndicator) -> str:
    """From first to last, with the lowest and the highest on the way."""
    held = [point for point in one.history if point.value is not None]
    texts = {id(p): slots.with_unit(p, one.measure) for p in held}
    first, last = held[0], held[-1]
    low = min(held, key=lambda p: p.value or 0)
    high = max(held, key=lambda p: p.value or 0)
    return (
        f"{one.measure.short_name}, {len(held)} values: {texts[id(first)]} in "
        f"{first.period}, {texts[id(last)]} in {last.period}; lowest "
        f"{texts[id(low)]} in {low.period}, highest {texts[id(high)]} in {high.period}"
    )
