"""The words of parts of a whole: the total, the largest part, every bar in turn."""

from reportgen.evidence.disclosure import Published
from reportgen.evidence.outline import FigureOutline
from reportgen.formats import count_word, listed, sentence_case
from reportgen.pages import slots, timewords
from reportgen.pages.phrases import inside
from reportgen.pages.readings import Reading
from reportgen.pages.remarks import ABSENT
from reportgen.pages.swatches import share
from reportgen.pages.wholes import Bar, Hole, Whole
from reportgen.periods import Period
from reportgen.vocabulary import Marker


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
    when = timewords.span(whole.periods[0], whole.periods[-1])
    return Reading(
        headline=_headline(whole, outline),
        subtitle=f"{subtitle}, {when}",
        sentence=_sentence(whole),
        alternative=_alternative(whole, outline),
    )


def _headline(whole: Whole, outline: FigureOutline) -> str:
    """`People in treatment: the total rose from 6 in 2022 to 9 in 2023; most ...`."""
    totals, last = whole.totals, whole.bars[-1]
    if timewords.ends(totals) is None:
        found = f"{timewords.at(last.total)} in all"
    else:
        found = f"the total {timewords.told(totals)}"
    return f"{outline.topic}: {found}{_largest(last, whole, outline)}"


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
    told = [_way(number, first, whole) for number in range(len(whole.lines))]
    return timewords.joined([f"{'; '.join(told)}.", _sum(whole), *_remarks(whole)])


def _way(number: int, first: Period, whole: Whole) -> str:
    """`Opiates fell from 844 to 805`, between the bars that the headline names."""
    name = whole.lines[number].measure.label
    bars = [bar for bar in whole.bars if not bar.period < first]
    before, after = bars[0].parts[number], bars[-1].parts[number]
    verb = timewords.moved(before, after)
    sound = before.sound and after.sound
    if len(bars) == 1:
        return f"{name}: {after.printed} ({share(bars[-1], after)})"
    if not sound:
        return f"{name}: {timewords.at(after)}"
    if not verb:
        return f"{name} did not change ({after.bare})"
    return f"{name} {verb} from {before.bare} to {after.bare}"


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
    """`Parts drawn as outlines are provisional [p] in 2022/23 and 2023/24.`."""
    found: dict[Marker, list[Period]] = {}
    for bar in whole.bars:
        for mark in bar.total.doubts:
            found.setdefault(mark, []).append(bar.period)
    parts = [
        f"{timewords.doubted([mark])} in {timewords.periods(held)}"
        for mark, held in found.items()
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


def _alternative(whole: Whole, outline: FigureOutline) -> str:
    """Every bar with its total and its parts."""
    names = listed([inside(line.measure.label) for line in whole.lines])
    count = count_word(len(whole.lines), outline.subject, outline.subjects)
    if len(whole.bars) == 1:
        kind = f"Bars of {count}, each on a grey track as long as the total"
    else:
        bars = count_word(len(whole.bars), "stacked bar")
        kind = f"{sentence_case(bars)} of {count}, from the bottom {names}"
    told = {bar.period: _bar(bar, whole) for bar in whole.bars}
    told |= {o.period: f"{o.period}: {ABSENT[o.marker]}" for o in whole.holes}
    return f"{kind}. {'; '.join(told[period] for period in whole.periods)}."


def _bar(bar: Bar, whole: Whole) -> str:
    """`2023/24: 805, 475 and 215, total 1,495`; names and shares in the last bar."""
    if bar is not whole.bars[-1]:
        parts = [part.printed for part in bar.parts]
        return f"{bar.period}: {listed(parts)}, total {bar.total.printed}"
    named = [
        f"{inside(line.measure.label)} {part.printed} ({share(bar, part)})"
        for line, part in zip(whole.lines, bar.parts, strict=True)
    ]
    return f"{bar.period}: {listed(named)}, total {bar.total.printed}"
