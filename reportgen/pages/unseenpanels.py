"""What small multiples show, for whoever does not see them: panel after panel."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from reportgen.evidence.disclosure import Published
from reportgen.evidence.outline import FigureOutline
from reportgen.formats import count_word, sentence_case, sentences
from reportgen.pages import englandwords, spoken, timewords, waywords
from reportgen.pages.grids import limits
from reportgen.pages.lines import Line
from reportgen.periods import Period, same_days
from reportgen.vocabulary import Marker

_OLD_AND_NEW = 2  # series of one panel
_MANY = 6  # panels; of more, the alternative is shorter for each


def unseen_panels(
    lines: Sequence[Line], outline: FigureOutline, published: Published
) -> str:
    """One sentence for each panel; of very many, without old series and scales.

    Args:
        lines: one for each panel; at least one has a value.
        outline: for the topic and the unit.
        published: for the names of the places.
    """
    count = count_word(len(lines), "small line chart")
    unit = outline.unit.format(short_name=published.area, benchmark=published.benchmark)
    usual = _usual(lines)
    when = spoken.span(*(usual or span([one for one in lines if one.area.moments])))
    where = " where no other period is named" if len(set(pairs(lines))) > 1 else ""
    where = where if usual else ""
    short = len(lines) > _MANY
    opening = f"{outline.topic}, {unit}, {count}, {when}{where}."
    told = [_told(line, usual, published, short=short) for line in lines]
    return sentences(opening, *told)


def _told(
    line: Line,
    usual: tuple[Period, Period] | None,
    published: Published,
    *,
    short: bool,
) -> str:
    """One panel: its course, England beside it, its scale, and what it lacks."""
    moments, label = line.area.moments, line.measure.label
    if not moments:
        return f"{label}: {spoken.WORDS[_why(line)]}."
    plain = replace(line, area=timewords.plainer(line.area))
    marks = spoken.markers(timewords.shared(line.area))
    parts = [
        _way(plain, usual, short=short),
        f"all {marks}" if marks else "",
        _england(line, published.benchmark),
        "" if short else _scale(line),
    ]
    gaps = timewords.lacking(line.area.later_gaps)
    return sentences(", ".join(part for part in parts if part) + ".", gaps)


def _way(line: Line, usual: tuple[Period, Period] | None, *, short: bool) -> str:
    """Its name and course; an old series before the new one, of many the last."""
    label, series = line.measure.label, line.area.series
    if len(series) == 1:
        return f"{label}{course(line, usual)}"
    first = series[-1][0]
    what = "a new series starts" if first.broken else "periods are of another length"
    since = spoken.period(first.period)
    known = (first.period, usual[1]) if usual else None
    new = f"{what} in {since}, which{course(line, known)}".replace("which:", "with")
    if short or len(series) > _OLD_AND_NEW:
        return f"{label}: {new}"
    old = waywords.stretch(series[0], small=False)
    until = spoken.period(series[0][-1].period)
    return f"{label} until {until}: {old}. {sentence_case(new)}"


def _why(line: Line) -> Marker:
    """Withheld before not available."""
    gaps = [gap.marker for gap in line.area.gaps]
    return min(gaps, key=list(Marker).index, default=Marker.NOT_AVAILABLE)


def _england(line: Line, benchmark: str) -> str:
    """`below England throughout, which ends at 87.0%`."""
    if not line.england.moments:
        return ""
    last = line.england.moments[-1]
    same = same_days(last.period, line.area.moments[-1].period)
    where = englandwords.lately(line, benchmark)
    if not where:
        return f"{benchmark} {timewords.at(last)}"
    ends = timewords.qualified(last) if same else timewords.at(last)
    return f"{where}, {benchmark} ends at {ends}"


def _scale(line: Line) -> str:
    """`scale 16.0% to 25.8%`: lowest and highest value of either place."""
    ends = sorted(limits(line), key=lambda moment: moment.value)
    if len(ends) < 2:  # noqa: PLR2004 (lowest and highest)
        return ""
    return f"scale {timewords.value(ends[0])} to {timewords.value(ends[-1])}"


# --- What the sentence below the figure shares ---------------------------------------


def pairs(lines: Sequence[Line]) -> list[tuple[Period, Period]]:
    """The two periods that each movement is told of."""
    found = [pair for line in lines if (pair := timewords.ends(line.area))]
    return [(first.period, last.period) for first, last in found]


def _usual(lines: Sequence[Line]) -> tuple[Period, Period] | None:
    """The two periods that most movements are told of; None where no two agree."""
    found = Counter(pairs(lines)).most_common(1)
    agree = found and (found[0][1] > 1 or len(set(pairs(lines))) == 1)
    return found[0][0] if agree else None


def course(line: Line, usual: tuple[Period, Period] | None) -> str:
    """` rose from 47.0% to 52.0%`, `: 5.0% in 2021`: what stands after the name.

    With its periods where they are not the usual ones.
    """
    found, last = waywords.way_of(line.area), line.area.moments[-1]
    if found is None:
        return f": {timewords.at(last)}"
    if found.jumpy:
        return f": {waywords.usual(line.area.comparable)}"
    if (found.first.period, found.last.period) == usual:
        return f" {waywords.brief(found)}"
    return f" {waywords.told(found)}"


def span(held: Sequence[Line]) -> tuple[Period, Period]:
    """First and last period that is drawn, of both places."""
    periods = [period for line in held for period in line.area.periods]
    periods += [m.period for line in held for m in line.england.moments]
    return min(periods, key=lambda one: one.start), max(periods)
