"""What a line over time shows, for whoever does not see it.

Its course by its turns, where it lies against England, then values: of few periods
every one, of many the last of some years. Why values are missing or in doubt stands
in the sentence below the figure, which is heard next.
"""

from collections.abc import Sequence
from dataclasses import replace

from reportgen.evidence.disclosure import Published
from reportgen.evidence.outline import FigureOutline
from reportgen.formats import count_word, listed, sentences
from reportgen.pages import englandwords, spoken, timewords, waywords
from reportgen.pages.courses import Course, Moment
from reportgen.pages.lines import Line
from reportgen.pages.trends import periods_of
from reportgen.pages.turns import Way, level
from reportgen.periods import Period, PeriodType, same_days

_EVERY_VALUE = 16  # periods that are told one by one
_YEARS = 5  # years that are told of more
_APRIL = 4  # the English financial year begins then
_SERIES = 4  # series of one line that are told one by one


def unseen(line: Line, outline: FigureOutline, published: Published) -> str:
    """What the drawing shows, for whoever does not see it.

    Args:
        line: has at least one value of the area.
        outline: for the topic and the unit.
        published: for the names of the places.
    """
    opening = _opening(line, outline, published)
    line = replace(line, area=timewords.plainer(line.area))
    area, names = published.area, (published.area, published.benchmark)
    periods = periods_of(line)
    few = len(periods) <= _EVERY_VALUE
    parts = [opening, *_course(line, area, told=few)]
    last = line.area.moments[-1].period
    if not same_days(last, periods[-1]):
        parts.append(f"{area}’s last value is for {spoken.period(last)}.")
    if line.england.moments and not few:
        parts.append(_england(line.england, published.benchmark, periods))
    parts += [englandwords.beside(line, *names), englandwords.band(line, names[1])]
    if few:
        return sentences(*parts, _every_value(line, names[1]))
    gaps = timewords.lacking(line.area.later_gaps)
    return sentences(*parts, gaps, _year_ends(line, names))


def _opening(line: Line, outline: FigureOutline, published: Published) -> str:
    """`Drugs seized, kilograms in the month, line chart, Testshire, 2019 to 2026.`."""
    unit = outline.unit.format(short_name=published.area, benchmark=published.benchmark)
    both = [published.area, published.benchmark]
    places = listed(both) if line.england.moments else published.area
    periods = periods_of(line)
    when = spoken.span(periods[0], periods[-1])
    marks = spoken.markers(timewords.shared(line.area))
    every = f" All values of {published.area} are {marks}." if marks else ""
    return f"{outline.topic}, {unit}, line chart, {places}, {when}.{every}"


# --- The course ----------------------------------------------------------------------


def _course(line: Line, area: str, *, told: bool) -> list[str]:
    """The way of each series that may not be joined to the next, then what it left out.

    Args:
        line: has at least one value of the area.
        area: its name.
        told: whether every value is told anyway.
    """
    course = line.area
    series = course.series
    if len(course.moments) == 1:
        return []  # the list of values says it
    found = waywords.way_of(course)
    rest = [] if told else _beyond(series[-1], found)
    if len(series) > _SERIES:
        return [timewords.broken(course), f"{_label(series, -1)}.", *rest]
    if len(series) > 1:
        return [*(f"{_label(series, n)}." for n in range(len(series))), *rest]
    if found and not found.jumpy:
        known = waywords.covers(found, periods_of(line))
        way_told = waywords.brief(found) if known else waywords.told(found)
        return [f"{area} {way_told}{waywords.stirred(found)}.", *rest]
    return [f"{area} {waywords.unsteady(series[0])}.", *rest]


def _label(series: Sequence[Sequence[Moment]], number: int) -> str:
    """`Old series, 2018 Q1 to 2023 Q1: rose from 36.7% to 42.9%`."""
    held = series[number]
    late = number in {-1, len(series) - 1}
    first, last = held[0].period, held[-1].period
    names = {2: ("Old", "New")}.get(len(series), (f"{number + 1}.", "Last"))
    if any(later[0].unlike and not later[0].broken for later in series[1:]):
        kind = f"Periods of {count_word(first.months, 'month')}"
    else:
        kind = f"{names[late]} series"
    when = f"since {spoken.period(first)}" if late else spoken.span(first, last)
    joint = " " if late else ", "
    return f"{kind}{joint}{when}: {waywords.stretch(held)}"


def _beyond(held: Sequence[Moment], found: Way | None) -> list[str]:
    """Values far from all others; else the highest and the lowest if not told yet."""
    if found and found.jumpy:
        return [waywords.standing_out(held)]
    points = found.points if found else held[-1:]
    said = []
    for name, choose in (("highest", max), ("lowest", min)):
        one = choose(held, key=level)
        if len(held) > 1 and not any(timewords.alike(one, p) for p in points):
            said.append(f"{name} {timewords.where(one, held, brief=True)}")
    return [f"{listed(said)}."] if said else []


def _england(england: Course, benchmark: str, periods: list[Period]) -> str:
    """`England fell from 47.4% to 46.5% in August 2022, then rose to 47.7%.`."""
    found = waywords.way_of(england)
    if found is None:
        return f"{benchmark} is {timewords.at(england.moments[-1])}."
    if found.jumpy:
        return f"{benchmark} is {waywords.usual(england.comparable)}."
    known = waywords.covers(found, periods)
    return f"{benchmark} {waywords.brief(found) if known else waywords.told(found)}."


# --- The values ----------------------------------------------------------------------


def _every_value(line: Line, benchmark: str) -> str:
    """Each period with its value, England's beside it, or why there is none."""
    ours = _values(line.area)
    theirs = {d: f"{benchmark} {text}" for d, text in _values(line.england).items()}
    rows = []
    for period in periods_of(line):
        both = [found[period.days] for found in (ours, theirs) if period.days in found]
        rows.append(f"{spoken.short(period)}: {', '.join(both)}.")
    return " ".join(rows)


def _values(course: Course) -> dict[object, str]:
    """What is told of each period, by its days."""
    found: dict[object, str] = {
        gap.period.days: spoken.WORDS[gap.marker] for gap in course.gaps
    }
    return found | {m.period.days: timewords.qualified(m) for m in course.moments}


def _year_ends(line: Line, names: tuple[str, str]) -> str:
    """The last value of each year, of no more than a few of them."""
    years = {_year(moment.period): moment for moment in line.area.moments}
    held = list(years.values())
    every = -(-len(held) // _YEARS)
    theirs = {m.period.days: timewords.value(m) for m in line.england.moments}
    rows = []
    for moment in held[::-1][::every][::-1]:
        beside = theirs.get(moment.period.days)
        england = f", {names[1]} {beside}" if beside else ""
        name, value = spoken.short(moment.period), timewords.qualified(moment)
        rows.append(f"{name}: {value}{england}.")
    which = "each year" if every == 1 else "some years"
    return f"Last values of {which}. {' '.join(rows)}"


def _year(period: Period) -> int:
    """The year that a period belongs to, financial where it counts so."""
    financial = period.kind is PeriodType.FINANCIAL_QUARTER
    return period.end.year - (financial and period.end.month < _APRIL)
