"""The words of a trend: what one measure did over time, and where it stands."""

from dataclasses import replace

from reportgen.evidence.disclosure import Published, PublishedTrend
from reportgen.evidence.outline import FigureOutline
from reportgen.formats import sentence_case, sentences
from reportgen.pages import englandwords, spoken, timewords, waywords
from reportgen.pages.courses import Course
from reportgen.pages.lines import Line
from reportgen.pages.readings import Reading
from reportgen.pages.trends import periods_of, value_scale
from reportgen.pages.unseen import unseen
from reportgen.vocabulary import Trend


def read_trend(line: Line, outline: FigureOutline, published: Published) -> Reading:
    """The words of one line; a line without a value says why.

    Args:
        line: what is drawn.
        outline: for the topic and the unit.
        published: for the names of the places.
    """
    unit = outline.unit.format(short_name=published.area, benchmark=published.benchmark)
    if not line.area.moments:
        why = timewords.absent(line.indicator)
        none = f"{outline.topic}: no value to show"
        subtitle = f"{sentence_case(unit)}, {published.area}"
        return Reading(none, subtitle, f"There is no value to show ({why}).", none)
    plain = replace(line, area=timewords.plainer(line.area))
    return Reading(
        headline=_headline(plain, outline, published),
        subtitle=_subtitle(line, unit, published),
        sentence=_sentence(plain, timewords.doubtful(line.area.moments), published),
        alternative=unseen(line, outline, published),
    )


def _headline(line: Line, outline: FigureOutline, published: Published) -> str:
    """`Deaths fell from 6.1 in 2012 to 4.8 in 2022, and are lower than in England`.

    Of a jumpy series what is usual, for its first and last value say nothing.
    """
    topic, last = outline.topic, line.area.moments[-1]
    be = "are" if outline.plural else "is"
    stands = englandwords.stands(line, published.benchmark)
    found = waywords.way_of(line.area)
    if found is None:
        after = ", first of a new series" if last.broken else ""
        parts = [f"{topic}: {timewords.at(last)}{after}", stands]
    elif found.jumpy:
        held = line.area.comparable
        usual = f"{topic}: {waywords.usual(held)}{_unit(outline, published)}"
        now = f"the latest is {stands}" if stands else ""
        parts = [usual, waywords.peak(held), now]
    else:
        tail = f"and {be} {stands}" if stands else ""
        parts = [f"{topic} {waywords.told(found, be)}", tail]
    return ", ".join(part for part in parts if part)


def _unit(outline: FigureOutline, published: Published) -> str:
    """` kilograms in the month`; nothing where values have their unit with them."""
    unit = outline.unit.format(short_name=published.area, benchmark=published.benchmark)
    return "" if unit.startswith("%") else f" {unit.partition(', ')[0]}"


def _subtitle(line: Line, unit: str, published: Published) -> str:
    places = published.area
    if line.england.moments:
        places += f" and {published.benchmark}"
    moments, periods = line.area.moments, periods_of(line)
    parts = [sentence_case(unit), places, spoken.span(periods[0], periods[-1])]
    parts += filter(None, [spoken.markers(timewords.shared(line.area))])
    if any(moment.limits for moment in moments):
        parts.append("with 95% confidence intervals")
    if not value_scale(line).from_zero:
        parts.append("axis does not start at zero")
    return ", ".join(parts)


def _sentence(line: Line, doubtful: str, published: Published) -> str:
    """What the headline has no room for; `doubtful` says which dots are hollow."""
    england, area = line.england, line.area
    parts = [_extremes(area)]
    if england.moments:
        found = waywords.way_of(england)
        last = timewords.at(england.moments[-1])
        told = waywords.told(found) if found else f"is {last}"
        parts.append(f"{published.benchmark}’s value {told}.")
    return sentences(
        *parts,
        _over_time(line.indicator.trend),
        englandwords.compared(line, published.benchmark),
        timewords.missing(area.later_gaps),
        timewords.broken(area),
        doubtful,
    )


def _over_time(trend: PublishedTrend) -> str:
    """What a stated method says of the whole series, and why; empty where none does."""
    if not trend.word.is_calculated or trend.since is None:
        return ""
    if trend.word is Trend.NO_CHANGE:
        return f"Since {spoken.period(trend.since)} there is no significant change."
    return f"The values are {trend.word}: {trend.why}."


def _extremes(area: Course) -> str:
    """Highest and lowest of the values that may be compared, and what is usual."""
    held = area.comparable
    if len(held) < 3:  # noqa: PLR2004 (two stand in the headline)
        return ""
    if all(timewords.alike(held[0], moment) for moment in held):
        return "All values are the same."
    high, low = timewords.extremes(held)
    first = spoken.period(held[0].period)
    since = f"Since {first}, the" if held != area.moments else "The"
    told = f"{since} highest value is {high}, the lowest {low}."
    found = waywords.way_of(area)
    if found is None or not found.jumpy:
        return told
    span = waywords.usual(held).removeprefix("mostly ")
    first, last = timewords.at(found.first), timewords.at(found.last)
    usual = f"Nine values in ten are {span}; the first is {first}, the last {last}."
    return f"{told} {usual}"
