"""The words of parts of a whole: the total, the largest part, every bar in turn."""

from collections.abc import Sequence

from reportgen.evidence.disclosure import Published
from reportgen.evidence.outline import FigureOutline
from reportgen.formats import count_word, listed, sentence_case, sentences
from reportgen.pages import slots, spoken, timewords, waywords
from reportgen.pages.phrases import inside
from reportgen.pages.readings import Reading
from reportgen.pages.swatches import share
from reportgen.pages.turns import way
from reportgen.pages.wholes import Bar, Hole, Whole
from reportgen.periods import Period
from reportgen.vocabulary import Marker

_TWO = 2  # bars: both are told in full
_ORDINALS = ("first", "second", "third", "fourth")


def read_parts(whole: Whole, outline: FigureOutline, published: Published) -> Reading:
    """The words of parts; without a period that has all of them, why there is none.

    Args:
        whole: what is drawn.
        outline: for the topic, the unit and what a part is.
        published: for the name of the area.
    """
    unit = outline.unit.format(short_name=published.area, benchmark=published.benchmark)
    subtitle = f"{sentence_case(unit)}, {published.area}"
    if not whole.bars:
        none = f"{outline.topic}: no value to show"
        why = _holes(whole) or "No period has a value of every part."
        return Reading(none, subtitle, why, none)
    when = spoken.span(whole.periods[0], whole.periods[-1])
    return Reading(
        headline=_headline(whole, outline),
        subtitle=f"{subtitle}, {when}",
        sentence=_sentence(whole),
        alternative=_alternative(whole, outline, f"{unit}, {published.area}", when),
    )


def _headline(whole: Whole, outline: FigureOutline) -> str:
    """`People in treatment: the total rose from 6 in 2022 to 9 in 2023; the ...`."""
    found, last = waywords.way_of(whole.totals), whole.bars[-1]
    if found is None:
        when = spoken.when(last.period)
        total = timewords.qualified(last.total, f"in all {when}")
    elif found.jumpy:
        total = f"the total is {waywords.usual(whole.totals.comparable)}"
    else:
        total = f"the total {waywords.told(found)}"
    return f"{outline.topic}: {total}{_largest(last, whole, outline)}"


def _largest(bar: Bar, whole: Whole, outline: FigureOutline) -> str:
    """`; the largest group is opiates (39%)`; nothing where several are."""
    most = max(bar.parts, key=lambda part: part.exact)
    leaders = [n for n, part in enumerate(bar.parts) if part.exact == most.exact]
    if len(leaders) > 1:
        return ""
    name = inside(whole.lines[leaders[0]].measure.label)
    which = "larger" if len(bar.parts) == 2 else "largest"  # noqa: PLR2004 (of two)
    return f"; the {which} {outline.subject} is {name} ({share(bar, most)})"


def _sentence(whole: Whole) -> str:
    """Each part's way, then what is missing, what breaks, what is in doubt."""
    first = whole.totals.comparable[0].period
    told = [f"{_way(number, first, whole)}." for number in range(len(whole.lines))]
    return sentences(*told, _sum(whole), *_remarks(whole))


def _way(number: int, first: Period, whole: Whole) -> str:
    """`Opiates fell from 844 to 805`, between the bars that the headline names."""
    name = whole.lines[number].measure.label
    bars = [bar for bar in whole.bars if not bar.period < first]
    parts = [bar.parts[number] for bar in bars]
    if len(bars) == 1:
        value, size = timewords.value(parts[-1]), share(bars[-1], parts[-1])
        marks = timewords.qualified(parts[-1]).removeprefix(value)
        return f"{name}: {value} ({size}){marks}"
    if not (parts[0].sound and parts[-1].sound):
        return f"{name}: {timewords.at(parts[-1])}"
    found = way([part for part in parts if part.sound])
    return f"{name} {waywords.brief(found)}"


def _sum(whole: Whole) -> str:
    """That parts do not make the published total, where they do not."""
    held, last = whole.published, whole.bars[-1].total
    if held is None or held.value is None or held.value == last.exact:
        return ""
    printed = slots.bare(held, whole.lines[0].measure)
    when = last.period.spoken
    return (
        f"The parts add up to {last.bare} for {when}; the published total is {printed}."
    )


def _remarks(whole: Whole) -> list[str]:
    return [
        _holes(whole),
        _earlier(whole),
        timewords.broken(whole.totals),
        _doubts(whole),
    ]


def _doubts(whole: Whole) -> str:
    """`Parts drawn as outlines are provisional in 2022/23 and 2023/24.`."""
    found: dict[Marker, list[Period]] = {}
    for bar in whole.bars:
        for mark in bar.total.doubts:
            found.setdefault(mark, []).append(bar.period)
    parts = [
        f"{spoken.WORDS[mark]} {spoken.within(held)}" for mark, held in found.items()
    ]
    return f"Parts drawn as outlines are {listed(parts)}." if parts else ""


def _holes(whole: Whole) -> str:
    """The periods without a bar: a bar without one part would give it away."""
    reasons: dict[str, list[Period]] = {}
    for hole in whole.holes:
        reasons.setdefault(_lacking(hole), []).append(hole.period)
    parts = []
    for why, found in reasons.items():
        verb = "lacks" if len(found) == 1 else "lack"
        parts.append(f"{timewords.periods(found)}, which {verb} {why}")
    return f"No bar is drawn for {'; '.join(parts)}." if parts else ""


def _lacking(hole: Hole) -> str:
    """`crack (restricted) and others (not known)`."""
    reasons: dict[str, list[str]] = {}
    for label, gap in hole.lacking:
        why = inside(gap.reason).rstrip(".") or "no value is held"
        reasons.setdefault(why, []).append(inside(label))
    return listed([f"{listed(names)} ({why})" for why, names in reasons.items()])


def _earlier(whole: Whole) -> str:
    if not whole.earlier:
        return ""
    verb = "is" if whole.earlier == 1 else "are"
    return f"{count_word(whole.earlier, 'earlier period')} {verb} not drawn."


# --- The text alternative ------------------------------------------------------------


def _alternative(
    whole: Whole, outline: FigureOutline, unit_and_place: str, when: str
) -> str:
    """First bar, lowest total and last bar in full; of all others the total."""
    count = count_word(len(whole.lines), outline.subject, outline.subjects)
    names = [inside(line.measure.label) for line in whole.lines]
    topic = f"{outline.topic}, {unit_and_place}"
    if len(whole.bars) == 1:
        opening = f"{topic}, bars of {count} beside their total, {when}."
    else:
        bars = count_word(len(whole.bars), "stacked bar")
        ordered = _numbered(names)
        opening = f"{topic}, {bars} of {count}, {when}. From the bottom: {ordered}."
    told = {bar.period: _bar(bar, whole) for bar in whole.bars}
    told |= {
        hole.period: f"{spoken.short(hole.period)}: {spoken.WORDS[hole.marker]}."
        for hole in whole.holes
    }
    return sentences(opening, *(told[period] for period in whole.periods))


def _numbered(texts: Sequence[str]) -> str:
    """`first opiates, second alcohol only`: a name may have an "and" of its own."""
    return ", ".join(
        f"{number} {text}" for number, text in zip(_ORDINALS, texts, strict=False)
    )


def _bar(bar: Bar, whole: Whole) -> str:
    """`2013/14, total 1,526: first 780, second 423.`; in the last bar with names."""
    name = spoken.short(bar.period)
    total = f"total {timewords.qualified(bar.total)}"
    later = bar is not whole.bars[0] and bar.total.broken
    new = f", {spoken.WORDS[Marker.BREAK]}" if later else ""
    if bar is whole.bars[-1]:
        return f"{name}, {total}{new}: {_named(bar, whole)}"
    lowest = _lowest(whole)
    if bar is not whole.bars[0] and bar is not lowest:
        return f"{name}: {total}{new}."
    which = f"{new}, the lowest" if bar is lowest else new
    parts = _numbered([timewords.qualified(part) for part in bar.parts])
    return f"{name}, {total}{which}: {parts}."


def _lowest(whole: Whole) -> Bar | None:
    """The bar with the lowest total of many; none where not all may be compared."""
    alike = len({bar.total.bare for bar in whole.bars}) == 1
    if alike or len(whole.bars) <= _TWO or len(whole.totals.series) > 1:
        return None
    return min(whole.bars, key=lambda bar: bar.total.exact)


def _named(bar: Bar, whole: Whole) -> str:
    """`opiates 697, or 38%. Alcohol only 588, or 32%.`."""
    rows = []
    for line, part in zip(whole.lines, bar.parts, strict=True):
        name = inside(line.measure.label)
        value = timewords.value(part)
        marks = timewords.qualified(part).removeprefix(value)
        rows.append(f"{name} {value}, or {share(bar, part)}{marks}.")
    return " ".join([rows[0], *map(sentence_case, rows[1:])])
