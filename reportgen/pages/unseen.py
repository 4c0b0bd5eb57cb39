"""What a line over time shows, for whoever does not see it.

Of few periods every value is told, of many the last of each year, besides first, last,
highest and lowest.
"""

from reportgen.evidence.disclosure import Published
from reportgen.formats import count_word
from reportgen.pages import englandwords, timewords
from reportgen.pages.courses import Course, Moment
from reportgen.pages.lines import Line
from reportgen.pages.trends import periods_of
from reportgen.periods import Period, PeriodType

_EVERY_VALUE = 16  # periods that are told one by one
_YEARS = 10  # years that are told of more
_APRIL = 4  # the English financial year begins then


def unseen(line: Line, published: Published) -> str:
    """What the drawing shows, for whoever does not see it."""
    area, benchmark = line.area, published.benchmark
    moments = area.moments
    count = count_word(len(moments), "value")
    first, last = moments[0].period, moments[-1].period
    when = timewords.span(first, last)
    parts = [f"Line chart of {count} for {published.area}, {when}.", _course(area)]
    if line.england.moments:
        mark = "dashed grey line" if len(line.england.moments) > 1 else "grey diamond"
        parts.append(f"{benchmark}, a {mark}, {timewords.told(line.england)}.")
        parts.append(englandwords.beside(line, published.area, benchmark))
    between = englandwords.interval(moments[-1], line.measure)
    if between:
        parts.append(f"A band shows 95% confidence intervals; the last is {between}.")
    if len(periods_of(line)) > _EVERY_VALUE:
        parts += [extremes(area), *remarks(line), _year_ends(area)]
    else:
        parts.append(_every_value(line, benchmark))
    return timewords.joined(parts)


def _course(area: Course) -> str:
    """The whole way, then the last step."""
    if len(area.moments) == 1:
        return ""  # the list of values says it
    told = f"Its value {timewords.told(area)}"
    held = area.comparable
    if timewords.ends(area) is None or len(held) < 3:  # noqa: PLR2004 (both are one)
        return f"{told}."
    before, last = held[-2:]
    step = timewords.moved(before, last)
    if not step:
        return f"{told}; in the last step it did not change."
    return f"{told}; in the last step it {step} from {before.bare}."


def _every_value(line: Line, benchmark: str) -> str:
    """Each period with its value, England's beside it, or why there is none."""
    ours = _values(line.area)
    theirs = {d: f"{benchmark} {text}" for d, text in _values(line.england).items()}
    lines = []
    for period in periods_of(line):
        both = [found[period.days] for found in (ours, theirs) if period.days in found]
        lines.append(f"{period}: {', '.join(both)}")
    return f"{'; '.join(lines)}."


def _values(course: Course) -> dict[object, str]:
    """What is told of each period, by its days."""
    found: dict[object, str] = {
        gap.period.days: f"no value {gap.marker.printed}" for gap in course.gaps
    }
    for moment in course.moments:
        broken = " (break in series)" if moment.broken else ""
        found[moment.period.days] = f"{moment.printed}{broken}"
    return found


def _year_ends(area: Course) -> str:
    """The last value of each year, of no more than a few of them."""
    years: dict[int, Moment] = {}
    for moment in area.moments:
        years[_year(moment.period)] = moment
    held = list(years.values())
    every = -(-len(held) // _YEARS)
    chosen = held[::-1][::every][::-1]
    values = "; ".join(f"{moment.period}: {moment.printed}" for moment in chosen)
    which = "each year" if every == 1 else "some years"
    return f"The last value of {which}: {values}."


def _year(period: Period) -> int:
    """The year that a period belongs to, financial where it counts so."""
    financial = period.kind is PeriodType.FINANCIAL_QUARTER
    return period.end.year - (financial and period.end.month < _APRIL)


def remarks(line: Line) -> list[str]:
    """What is missing, where the series breaks, which values are in doubt."""
    area = line.area
    return [
        timewords.missing(area.later_gaps),
        timewords.broken(area),
        timewords.doubtful(area.moments),
    ]


def extremes(area: Course) -> str:
    """Highest and lowest of the values that may be compared."""
    held = area.comparable
    if len(held) < 3:  # noqa: PLR2004 (two stand in the headline)
        return ""
    if len({moment.bare for moment in held}) == 1:
        return "All values are the same."
    high, low = timewords.extremes(held)
    since = f"Since {held[0].period.spoken}, the" if held != area.moments else "The"
    return f"{since} highest value is {high}, the lowest {low}."
