"""The words of small multiples: how many measures rose, how many fell, each in turn."""

from collections.abc import Sequence

from reportgen.evidence.disclosure import Published
from reportgen.evidence.outline import FigureOutline
from reportgen.formats import count_word, listed, sentence_case
from reportgen.pages import timewords
from reportgen.pages.grids import limits
from reportgen.pages.lines import Line
from reportgen.pages.phrases import every, inside
from reportgen.pages.readings import Reading
from reportgen.periods import Period

_FEW = 2  # names that stand in a headline; more are counted
_TOLD = 4  # panels whose courses stand in the sentence
_MANY = 6  # panels; of more, the alternative is shorter for each


def read_panels(
    lines: Sequence[Line], outline: FigureOutline, published: Published
) -> Reading:
    """The words of a grid of panels; a grid without a value says why.

    Args:
        lines: one for each panel.
        outline: for the topic, the unit and what a panel shows.
        published: for the names of the places.
    """
    held = [line for line in lines if line.area.moments]
    unit = outline.unit.format(short_name=published.area, benchmark=published.benchmark)
    if not held:
        none = f"{outline.topic}: no value to show"
        subtitle = f"{sentence_case(unit)}, {published.area}"
        return Reading(none, subtitle, _absent(lines), none)
    return Reading(
        headline=_headline(lines, outline),
        subtitle=_subtitle(held, unit, published),
        sentence=_sentence(lines, held, published),
        alternative=_alternative(lines, outline, published),
    )


def _headline(lines: Sequence[Line], outline: FigureOutline) -> str:
    """`People in treatment: three of five groups rose, one fell`."""
    groups = _movements(lines)
    if not groups:
        return f"{outline.topic}: the latest values"
    total = len(lines)
    ranked = sorted(groups.items(), key=lambda item: -len(item[1]))
    parts = [
        f"{_whose(found, total, outline, first=number == 0)} {verb}"
        for number, (verb, found) in enumerate(ranked)
    ]
    shared = _shared(lines)
    when = f", {timewords.span(*shared)}" if shared else ""
    return f"{outline.topic}{when}: {'; '.join(parts)}"


def _movements(lines: Sequence[Line]) -> dict[str, list[Line]]:
    """The lines that can be said to have moved, by how."""
    groups: dict[str, list[Line]] = {}
    for line in lines:
        pair = timewords.ends(line.area)
        if pair is not None:
            verb = timewords.moved(*pair) or "did not change"
            groups.setdefault(verb, []).append(line)
    return groups


def _whose(
    found: Sequence[Line], total: int, outline: FigureOutline, *, first: bool
) -> str:
    """`all five groups`, `three of five groups`, or the names of a few."""
    count = len(found)
    if count == total > 1:
        return f"{every(total)} {outline.subjects}"
    if count <= _FEW and (total <= _TOLD or not first):
        return listed([inside(line.measure.label) for line in found])
    of_all = f" of {count_word(total)} {outline.subjects}" if first else ""
    return f"{count_word(count)}{of_all}"


def _shared(lines: Sequence[Line]) -> tuple[Period, Period] | None:
    """The two periods that all movements are told of; None where they differ."""
    pairs = [pair for line in lines if (pair := timewords.ends(line.area))]
    found = {(first.period, last.period) for first, last in pairs}
    return found.pop() if len(found) == 1 else None


def _course(line: Line, shared: tuple[Period, Period] | None) -> str:
    """` rose from 47.0% to 52.0%`, `: 5.0% in 2021`: what stands after the name.

    With the periods where not all lines have the same.
    """
    pair, last = timewords.ends(line.area), line.area.moments[-1]
    if pair is None:
        return f": {timewords.at(last)}"
    verb = timewords.moved(*pair)
    if not verb:
        return f" did not change ({last.bare})"
    if (pair[0].period, pair[1].period) == shared:
        return f" {verb} from {pair[0].bare} to {pair[1].bare}"
    return f" {verb} from {timewords.at(pair[0])} to {timewords.at(pair[1])}"


def _subtitle(held: Sequence[Line], unit: str, published: Published) -> str:
    both = any(line.england.moments for line in held)
    places = f"{published.area} and {published.benchmark}" if both else published.area
    first, last = span(held)
    scale = "own scale in each panel, lowest to highest"
    when = timewords.span(first, last)
    return ", ".join([sentence_case(unit), places, when, scale])


def span(held: Sequence[Line]) -> tuple[Period, Period]:
    """First and last period that is drawn, of both places."""
    periods = [period for line in held for period in line.area.periods]
    periods += [m.period for line in held for m in line.england.moments]
    return min(periods, key=lambda one: one.start), max(periods)


def _sentence(lines: Sequence[Line], held: Sequence[Line], published: Published) -> str:
    """The courses of a few, the signs that are drawn, and what is not."""
    parts = []
    shared = _shared(lines)
    if len(held) <= _TOLD:
        parts = [f"{line.measure.label}{_course(line, shared)}." for line in held]
    if any(line.england.moments for line in held):
        parts.append(f"Differences from {published.benchmark} are not tested here.")
    return timewords.joined([*parts, *_signs(held), _absent(lines)])


def _signs(held: Sequence[Line]) -> list[str]:
    """What gaps, dashed lines and hollow dots mean, where there are any."""
    gaps = any(line.area.later_gaps for line in held)
    breaks = any(m.broken or m.unlike for o in held for m in o.area.moments[1:])
    doubts = dict.fromkeys(
        mark for line in held for m in line.area.moments for mark in m.doubts
    )
    return [
        "A gap in a line is a period without a value." if gaps else "",
        "An upright dashed line is a break in a series." if breaks else "",
        f"Hollow dots are {timewords.doubted(doubts, 'or')}." if doubts else "",
    ]


def _absent(lines: Sequence[Line]) -> str:
    """Panels without a line, each with its reason."""
    reasons: dict[str, list[str]] = {}
    for line in lines:
        if not line.area.moments:
            why = timewords.absent(line.indicator)
            reasons.setdefault(why, []).append(inside(line.measure.label))
    parts = [f"{listed(names)} ({why})" for why, names in reasons.items()]
    return f"No value is shown for {listed(parts)}." if parts else ""


def _alternative(
    lines: Sequence[Line], outline: FigureOutline, published: Published
) -> str:
    count = count_word(len(lines), outline.subject, outline.subjects)
    when = timewords.span(*span([line for line in lines if line.area.moments]))
    shared = _shared(lines)
    short = len(lines) > _MANY
    told = [
        line.measure.label + _told(line, shared, published, short=short)
        for line in lines
    ]
    opening = f"{sentence_case(count)} as small line charts, each with its own scale"
    return f"{opening}, {when}. {'; '.join(told)}."


def _told(
    line: Line,
    shared: tuple[Period, Period] | None,
    published: Published,
    *,
    short: bool,
) -> str:
    """One panel: its course, lowest and highest, England's last value, what lacks."""
    moments = line.area.moments
    if not moments:
        return ": no value"
    parts = [_course(line, shared)]
    if not short and len(moments) > 2 and len(limits(line)) > 1:  # noqa: PLR2004 (first and last are told)
        high, low = timewords.extremes(moments)
        parts.append(f"highest {high}, lowest {low}")
    if line.england.moments:
        parts.append(f"{published.benchmark} {timewords.at(line.england.moments[-1])}")
    return ", ".join([*parts, *_lacking(line)])


def _lacking(line: Line) -> list[str]:
    """Gaps, breaks and doubts, each with its periods."""
    gaps = [gap.period for gap in line.area.later_gaps]
    breaks = [m.period for m in line.area.moments[1:] if m.broken or m.unlike]
    doubts = timewords.in_doubt(line.area.moments)
    return [
        *([f"no value for {timewords.periods(gaps)}"] if gaps else []),
        *([f"break before {timewords.periods(breaks)}"] if breaks else []),
        *(
            f"{timewords.doubted(marks)} {timewords.periods(found)}"
            for marks, found in doubts.items()
        ),
    ]
