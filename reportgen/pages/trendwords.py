"""The words of a trend: what one measure did over time, and where it stands."""

from reportgen.evidence.disclosure import Published
from reportgen.evidence.outline import FigureOutline
from reportgen.formats import sentence_case
from reportgen.pages import englandwords, timewords
from reportgen.pages.lines import Line
from reportgen.pages.readings import Reading
from reportgen.pages.trends import periods_of, value_scale
from reportgen.pages.unseen import extremes, remarks, unseen
from reportgen.vocabulary import Marker


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
    return Reading(
        headline=_headline(line, outline, published.benchmark),
        subtitle=_subtitle(line, unit, published),
        sentence=_sentence(line, published),
        alternative=unseen(line, published),
    )


def _headline(line: Line, outline: FigureOutline, benchmark: str) -> str:
    """`Deaths fell from 6.1 in 2012 to 4.8 in 2022, and are lower than in England`."""
    topic, last = outline.topic, line.area.moments[-1]
    be, was = ("are", "were") if outline.plural else ("is", "was")
    pair = timewords.ends(line.area)
    stands = englandwords.stands(line, benchmark)
    if pair is None:
        after = ", after a break in the series" if last.broken else ""
        tail = f", {stands}" if stands else ""
        return f"{topic}: {timewords.at(last)}{after}{tail}"
    tail = f", and {be} {stands}" if stands else ""
    verb = timewords.moved(*pair)
    if verb:
        return (
            f"{topic} {verb} from {timewords.at(pair[0])} to {timewords.at(last)}{tail}"
        )
    first = pair[0].period.spoken
    same = f"{topic} {was} {last.bare} both in {first} and in {last.period.spoken}"
    return same + tail


def _subtitle(line: Line, unit: str, published: Published) -> str:
    places = published.area
    if line.england.moments:
        places += f" and {published.benchmark}"
    moments, periods = line.area.moments, periods_of(line)
    parts = [sentence_case(unit), places, timewords.span(periods[0], periods[-1])]
    if all(Marker.PROVISIONAL in moment.doubts for moment in moments):
        parts.append("provisional")
    if any(moment.limits for moment in moments):
        parts.append("with 95% confidence intervals")
    if not value_scale(line).from_zero:
        parts.append("axis does not start at zero")
    return ", ".join(parts)


def _sentence(line: Line, published: Published) -> str:
    """What the headline has no room for."""
    england = line.england
    parts = [extremes(line.area)]
    if england.moments:
        parts.append(f"{published.benchmark}’s value {timewords.told(england)}.")
    parts += [englandwords.compared(line, published.benchmark), *remarks(line)]
    return timewords.joined(parts)
