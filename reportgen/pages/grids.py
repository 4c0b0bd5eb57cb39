"""Small panels in a grid: where each stands, and the time that all share."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reportgen.formats import month_year
from reportgen.pages.canvas import Spot, whole
from reportgen.pages.courses import Moment, middle
from reportgen.pages.lettering import LINE_HEIGHT, breadth, wrapped
from reportgen.pages.lines import Line
from reportgen.pages.palette import WIDTH
from reportgen.pages.scales import told
from reportgen.periods import Period

SMALL = 12
"""CSS px: 9 pt, the smallest type of the pages."""
EDGE = 7
"""CSS px between a panel's plot and its numbers."""
KEY = 24
"""CSS px for the line that says which line is whose."""
HEAD = 9
"""CSS px between a panel's title and its plot."""
_COLUMNS = {2: 2, 4: 2}  # by the number of panels; otherwise three
_GUTTER = 24  # CSS px between columns, and between rows
_DOWN = {1: 68, 2: 68, 3: 60, 4: 52}  # CSS px: height of a plot, by rows of panels
_FOOT = 8  # CSS px between the lowest plots and the periods below them
_SPARE = 3  # CSS px between a plot's edge and the lowest and highest value
_TITLE = {1: 3, 2: 3, 3: 3, 4: 2}  # lines, by rows of panels


@dataclass(frozen=True)
class Panel:
    """One measure and where its plot stands, in CSS px."""

    line: Line
    number: int
    """From 1; the first panel stands at the upper left."""
    title: tuple[str, ...]
    left: float
    """Where its title and its numbers begin."""
    upper: Spot
    """The upper left corner of its plot."""
    lower: Spot
    """The lower right corner."""
    foot: bool
    """Whether periods stand below it: the last of its column that has a line."""

    @property
    def axes(self) -> str:
        """What plotly calls its axes: nothing, then 2, 3 and so on."""
        return "" if self.number == 1 else str(self.number)

    @property
    def limits(self) -> tuple[Moment, ...]:
        """The highest and the lowest value drawn; one where all are alike."""
        return limits(self.line)

    @property
    def reach(self) -> tuple[float, float]:
        """The values at the edges of its plot."""
        values = [moment.value for moment in self.limits]
        low, high = min(values), max(values)
        if low == high:
            return low - 1, high + 1
        spare = (high - low) * _SPARE / (self.lower[1] - self.upper[1] - 2 * _SPARE)
        return low - spare, high + spare

    def level(self, value: float) -> float:
        """CSS px from the top to a value."""
        low, high = self.reach
        share = (high - value) / (high - low)
        return self.upper[1] + share * (self.lower[1] - self.upper[1])


@dataclass(frozen=True)
class Grid:
    """All panels, and the time that they share."""

    panels: tuple[Panel, ...]
    first: Period
    """The earliest that is shown."""
    last: Period
    height: int

    @property
    def days(self) -> tuple[float, float]:
        """Their middles; one alone stands in the middle of its panel."""
        first, last = middle(self.first), middle(self.last)
        return (first, last) if first < last else (first - 1, last + 1)


def grid(lines: Sequence[Line], *, key: bool) -> Grid:
    """The panels of these measures, in their order, row by row.

    Args:
        lines: at least one has a value of the area.
        key: whether the first row leaves room for the key above it.
    """
    columns = _COLUMNS.get(len(lines), 3)
    broad = (WIDTH - _GUTTER * (columns - 1)) / columns
    first, last = _span(lines)
    foot = max(map(len, time_labels(first, last, broad))) * LINE_HEIGHT + _FOOT
    panels: list[Panel] = []
    top = float(KEY if key else 0)
    for start in range(0, len(lines), columns):
        row = _row(lines, start, top, broad)
        panels += row
        top = row[0].lower[1] + (foot if any(one.foot for one in row) else 0) + _GUTTER
    return Grid(tuple(panels), first, last, whole(top - _GUTTER))


def _row(lines: Sequence[Line], start: int, top: float, broad: float) -> list[Panel]:
    """The panels of one row, whose plots begin at one height."""
    columns = _COLUMNS.get(len(lines), 3)
    rows = -(-len(lines) // columns)
    row = lines[start : start + columns]
    names = [wrapped(o.measure.label, broad, _TITLE[rows], bold=True) for o in row]
    down = top + (max(map(len, names)) + 1) * LINE_HEIGHT + HEAD
    before = max(breadth(m.bare, size=SMALL) for o in lines for m in limits(o)) + EDGE
    panels = []
    for column, (line, name) in enumerate(zip(row, names, strict=True)):
        number, left = start + column, column * (broad + _GUTTER)
        below = any(one.area.moments for one in lines[number + columns :: columns])
        foot = bool(line.area.moments) and not below
        upper = left + before, down
        lower = left + broad - EDGE, down + _DOWN[rows]
        panels.append(Panel(line, number + 1, tuple(name), left, upper, lower, foot))
    return panels


def time_labels(first: Period, last: Period, room: float) -> tuple[list[str], ...]:
    """First and last period in lines, side by side below a panel so wide in CSS px."""
    names = ([str(first)], [str(last)])
    if first.kind is not last.kind:  # where they stand is what two measures share
        days = (date.fromordinal(int(middle(one))) for one in (first, last))
        start, end = ([month_year(day)] for day in days)
        names = (start, end)
    elif any(breadth(name, size=SMALL) > room / 2 - EDGE for (name,) in names):
        names = (told(first), told(last))
    return names[1:] if first == last else names


def limits(line: Line) -> tuple[Moment, ...]:
    """The highest and the lowest value of both places; one where all are alike."""
    both = line.area.moments + line.england.moments
    if not line.area.moments:
        return ()
    high = max(both, key=lambda moment: moment.value)
    low = min(both, key=lambda moment: moment.value)
    return (high, low) if high.value > low.value else (high,)


def _span(lines: Sequence[Line]) -> tuple[Period, Period]:
    """From the first value of the area to the last period of either place."""
    held = [one for one in lines if one.area.moments]
    periods = [period for one in held for period in one.area.periods]
    periods += [moment.period for one in held for moment in one.england.moments]
    return min(periods, key=middle), max(periods, key=middle)
