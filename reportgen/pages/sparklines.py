"""A series as a small line: gaps for missing periods, an end dot that is the value.

A break in the series interrupts the line too: what lies before it is another series.
All sparklines of one table share their time span; each has its own scale from its
lowest to its highest value, which "How to read" says.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from xml.sax.saxutils import quoteattr

from reportgen.evidence.disclosure import PublishedIndicator, PublishedValue
from reportgen.formats import count_word, listed
from reportgen.pages import slots
from reportgen.periods import Period
from reportgen.vocabulary import Marker

_WIDTH, _HEIGHT = 98.0, 26.0  # CSS px: 26 mm by 7 mm
_EDGE = 3.0  # CSS px kept free, so that the end dot is whole
_INK_BLUE = "#12436D"
_FEW = 2  # periods that are named; more are counted


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
    if days is None or not one.has_history:
        return None
    runs = _runs(one.history)
    values = [float(p.value) for run in runs for p in run if p.value is not None]
    low, high = min(values), max(values)

    def at(point: PublishedValue) -> _Place:
        assert point.period is not None and point.value is not None  # noqa: S101, PT018 (a run has both)
        along = (point.period.end - days[0]).days / ((days[1] - days[0]).days or 1)
        up = (float(point.value) - low) / (high - low) if high > low else 0.5
        return (
            _EDGE + along * (_WIDTH - 2 * _EDGE),
            _HEIGHT - _EDGE - up * (_HEIGHT - 2 * _EDGE),
        )

    dot = at(one.history[-1]) if one.history[-1].value is not None else None
    svg = _svg([[at(p) for p in run] for run in runs], dot)
    return Sparkline(svg, _words(one), len(values), whole=len(runs) == 1)


def _runs(history: Sequence[PublishedValue]) -> list[list[PublishedValue]]:
    """Stretches without a gap: a missing or withheld period, or a break, ends one."""
    runs: list[list[PublishedValue]] = [[]]
    for before, point in zip((None, *history), history, strict=False):
        broken = Marker.BREAK in point.markers
        if point.value is None or broken or (before and _skipped(before, point)):
            runs.append([])
        if point.value is not None:
            runs[-1].append(point)
    return [run for run in runs if run]


def _skipped(before: PublishedValue, after: PublishedValue) -> list[Period]:
    """The periods between two points that the source has no row for, oldest first."""
    found: list[Period] = []
    if before.period is None or after.period is None:
        return found
    period = after.period.preceding()
    while period.end > before.period.end:
        found.insert(0, period)
        period = period.preceding()
    return found


def _svg(runs: Sequence[Sequence[_Place]], dot: _Place | None) -> str:
    """A path of the runs, and a dot on the latest value where there is one.

    A lone point is a short dash.
    """
    path = " ".join(_path(run) for run in runs)
    box = quoteattr(f"0 0 {_WIDTH:g} {_HEIGHT:g}")
    circle = ""
    if dot:
        circle = f'<circle cx="{dot[0]:.2f}" cy="{dot[1]:.2f}" '
        circle += f'r="2.6" fill="{_INK_BLUE}"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH:g}" '
        f'height="{_HEIGHT:g}" viewBox={box}>'
        f'<path d="{path}" fill="none" stroke="{_INK_BLUE}" stroke-width="1.4" '
        f'stroke-linejoin="round" stroke-linecap="round"/>{circle}</svg>'
    )


def _path(run: Sequence[_Place]) -> str:
    points = [f"{x:.2f} {y:.2f}" for x, y in run]
    if len(points) == 1:
        x, y = run[0]
        return f"M{x - 2:.2f} {y:.2f} L{x + 2:.2f} {y:.2f}"
    return "M" + " L".join(points)


# --- The same in words ---------------------------------------------------------------


def _words(one: PublishedIndicator) -> str:
    """How many values, from first to last, the extremes, the gaps and the breaks."""
    held = [point for point in one.history if point.value is not None]
    told = [
        f"{one.measure.short_name}, {count_word(len(held), 'value')} from "
        f"{held[0].period} to {held[-1].period}: {_course(one, held)}",
        _extremes(one, held),
        _gaps(one.history),
        _breaks(held),
    ]
    return " ".join(f"{sentence}." for sentence in told if sentence)


def _course(one: PublishedIndicator, held: Sequence[PublishedValue]) -> str:
    """From first to last; across a break nobody can say whether it rose or fell."""
    first, last = held[0], held[-1]
    begin, end = (slots.with_unit(point, one.measure) for point in (first, last))
    if any(Marker.BREAK in point.markers for point in held[1:]):
        return f"first {begin}, last {end}"
    if len({point.value for point in held}) == 1:
        return f"{end} throughout"
    if first.value == last.value:
        return f"{end} first and last"
    rose = (last.value or 0) > (first.value or 0)
    return f"{'rose' if rose else 'fell'} from {begin} to {end}"


def _extremes(one: PublishedIndicator, held: Sequence[PublishedValue]) -> str:
    """Lowest and highest with their periods; of two values they are the ends."""
    values = [point.value for point in held if point.value is not None]
    low, high = min(values), max(values)
    if len(held) <= _FEW or low == high:
        return ""
    lowest, highest = ([p for p in held if p.value == end] for end in (low, high))
    return f"Lowest {_when(one, lowest)}, highest {_when(one, highest)}"


def _when(one: PublishedIndicator, points: Sequence[PublishedValue]) -> str:
    value = slots.bare(points[0], one.measure)
    return f"{value} in {_named([p.period for p in points if p.period])}"


def _named(found: Sequence[Period]) -> str:
    """`2021/22 and 2022/23`, `three periods`."""
    if len(found) <= _FEW:
        return listed([str(period) for period in found])
    return count_word(len(found), "period")


def _gaps(history: Sequence[PublishedValue]) -> str:
    """The periods without a value, from the first value on."""
    start = next(n for n, point in enumerate(history) if point.value is not None)
    missing: list[Period] = []
    for before, after in pairwise(history[start:]):
        missing += _skipped(before, after)
        if after.value is None and after.period is not None:
            missing.append(after.period)
    return f"No value for {_named(missing)}" if missing else ""


def _breaks(held: Sequence[PublishedValue]) -> str:
    found = [p.period for p in held[1:] if Marker.BREAK in p.markers and p.period]
    if not found:
        return ""
    noun = "Break" if len(found) == 1 else "Breaks"
    where = f"{noun} in the series at {_named(found)}"
    return f"{where}: values before and after are not comparable"
