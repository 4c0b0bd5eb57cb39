"""The words of small multiples: how many measures rose, how many fell, each in turn."""

from collections.abc import Sequence

from reportgen.evidence.disclosure import Published
from reportgen.evidence.outline import FigureOutline
from reportgen.formats import count_word, listed, sentence_case, sentences
from reportgen.pages import spoken, timewords, waywords
from reportgen.pages.lines import Line
from reportgen.pages.phrases import every, inside
from reportgen.pages.readings import Reading
from reportgen.pages.unseenpanels import course, pairs, span, unseen_panels

_FEW = 2  # names that stand in a headline; more are counted
_TOLD = 4  # panels whose courses stand in the sentence
_JUMPY, _STILL = "moved up and down", "ended as"


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
        alternative=unseen_panels(lines, outline, published),
    )


def _headline(lines: Sequence[Line], outline: FigureOutline) -> str:
    """`People in treatment: three of five groups rose, one fell`."""
    groups = _movements(lines)
    if not groups:
        return f"{outline.topic}: the latest values"
    total = len(lines)
    ranked = sorted(groups.items(), key=lambda item: -len(item[1]))
    parts = [
        f"{_whose(found, total, outline, first=number == 0)} {_verb(verb, found)}"
        for number, (verb, found) in enumerate(ranked)
    ]
    ends = pairs(lines)
    alike = len(set(ends)) == 1 and ends[0][0].kind not in waywords.ROLLING
    when = f", {spoken.span(*ends[0])}" if alike else ""
    return f"{outline.topic}{when}: {'; '.join(parts)}{_since(lines)}"


def _movements(lines: Sequence[Line]) -> dict[str, list[Line]]:
    """The lines that can be said to have moved, by how; jumpy ones went nowhere."""
    groups: dict[str, list[Line]] = {}
    for line in lines:
        found = waywords.way_of(line.area)
        if found is not None:
            verb = timewords.moved(found.first, found.last)
            verb = _JUMPY if found.jumpy else verb or _STILL
            groups.setdefault(verb, []).append(line)
    return groups


def _since(lines: Sequence[Line]) -> str:
    """`; continuity since a new series started in 2023 Q2`: not of the whole line."""
    parts = [
        f"{inside(line.measure.label)} since a new series started in "
        f"{spoken.period(line.area.comparable[0].period)}"
        for line in lines
        if timewords.ends(line.area) and line.area.comparable[0].broken
    ]
    return f" ({listed(parts)})" if 0 < len(parts) <= _FEW else ""


def _verb(verb: str, found: Sequence[Line]) -> str:
    """`rose`, `ended as they began`."""
    if verb != _STILL:
        return verb
    return f"{_STILL} {'they' if len(found) > 1 else 'it'} began"


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


def _subtitle(held: Sequence[Line], unit: str, published: Published) -> str:
    both = any(line.england.moments for line in held)
    places = f"{published.area} and {published.benchmark}" if both else published.area
    first, last = span(held)
    scale = "own scale in each panel, lowest to highest"
    when = spoken.span(first, last)
    return ", ".join([sentence_case(unit), places, when, scale])


def _sentence(lines: Sequence[Line], held: Sequence[Line], published: Published) -> str:
    """The courses of a few, the signs that are drawn, and what is not."""
    parts = []
    ends = set(pairs(lines))
    usual = ends.pop() if len(ends) == 1 else None  # the headline names it
    if len(held) <= _TOLD:
        parts = [f"{line.measure.label}{course(line, usual)}." for line in held]
    if any(line.england.moments for line in held):
        parts.append(f"Differences from {published.benchmark} are not tested here.")
    return sentences(*parts, *_signs(held), _absent(lines))


def _signs(held: Sequence[Line]) -> list[str]:
    """What gaps, dashed lines and hollow dots mean, where there are any."""
    gaps = any(line.area.later_gaps for line in held)
    breaks = any(m.broken or m.unlike for o in held for m in o.area.moments[1:])
    doubts = dict.fromkeys(
        mark for line in held for m in line.area.moments for mark in m.doubts
    )
    words = listed([spoken.WORDS[mark] for mark in doubts], "or")
    return [
        "A gap in a line is a period without a value." if gaps else "",
        "At an upright dashed line a new series starts." if breaks else "",
        f"Hollow dots are {words}." if doubts else "",
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
