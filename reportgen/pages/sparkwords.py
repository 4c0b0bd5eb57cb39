"""What a sparkline shows, for whoever hears it: its whole course in the order of time.

First and last value, at most three turns between them (the rule stands in `bends`),
and the lowest and the highest where they are none of these. A line that breaks is told
as two series, because nobody can compare across the break. The measure is not named:
its row of the table has it.
"""

from collections.abc import Sequence
from itertools import pairwise

from reportgen.evidence.disclosure import RESTRICTED_REASON, PublishedIndicator
from reportgen.formats import count_word, sentences
from reportgen.pages import spoken
from reportgen.pages.courses import Course, Gap
from reportgen.pages.series import Series, series, shared
from reportgen.periods import Period
from reportgen.vocabulary import Marker

_LONG = 50  # characters of a reason that is still told
_NAMES = {
    2: ("old series", "new series"),
    3: ("first series", "second series", "latest series"),
}


def words(one: PublishedIndicator, line: Course) -> str:
    """The alternative of a sparkline.

    Args:
        one: the measure and its history.
        line: the same history as runs and gaps, with two values at least.
    """
    parts, marked = series(one, line), spoken.markers(shared(one, line))
    count = count_word(len(line.moments), "value")
    told = [
        f"{count}, {_reach([moment.period for moment in line.moments])}",
        f"all values are {marked}" if marked else "",
        *(_alone(parts[0]) if len(parts) == 1 else _broken(parts)),
        *_gaps(one, line),
    ]
    return sentences(*(f"{sentence}." for sentence in told if sentence))


def _reach(periods: Sequence[Period]) -> str:
    two = len(periods) == 2  # noqa: PLR2004 (both are named)
    return spoken.periods(periods) if two else spoken.span(periods[0], periods[-1])


# --- One series ----------------------------------------------------------------------


def _alone(only: Series) -> list[str]:
    """The sentences of a line without a break."""
    over = "the values shown" if only.withheld else "the whole line"
    return [f"over {over} it {_course(only)}", _mostly(only), _again(only)]


def _course(one: Series) -> str:
    """`fell from 3.8 to 2.8 in 2017/18, then rose to 3.3`."""
    if len(set(one.levels)) == 1:
        last = one.values[-1]
        doubt = last.says.removeprefix(last.bare)
        return f"was {last.bare} throughout{doubt and f', last{doubt}'}"
    *steps, end = [_step(one, *places) for places in pairwise(one.course)]
    told = f"{', '.join(steps)}, then {end}" if steps else end
    return told + _standing(one)


def _step(one: Series, before: int, after: int) -> str:
    """`rose from 2.8 to 3.3 in 2017/18`; the last period is known from the span."""
    start, end = one.values[before], one.values[after]
    verb = "rose" if end.level > start.level else "fell"
    since = f" from {_closed(start.says)}" if before == 0 else ""
    last = after == len(one.values) - 1
    when = "" if last else _when(one.alike(after), one, end.says)
    return f"{verb}{since} to {end.says}{when}"


def _closed(says: str) -> str:
    """A value before more words: `3.8`, `3.8, provisional,`."""
    return f"{says}," if ", " in says else says


def _when(found: Sequence[Period], one: Series, says: str) -> str:
    """` in 2017/18`, after a comma where the value ends in words."""
    apart = ", " in says or spoken.preposition(found[0]) == "for"
    return (
        f"{',' if apart else ''} {spoken.within(found, one.periods, brief=one.regular)}"
    )


def _standing(one: Series) -> str:
    """`, the same in each of the last three periods`, where the end is level."""
    found = one.alike(len(one.values) - 1)
    named = spoken.periods(found, one.periods)
    return f", the same in {named}" if named.startswith("each") else ""


def _again(one: Series) -> str:
    """`the lowest, 14, came also in May 2022`, where no bend of the course is."""
    told = {period for place in one.course for period in one.alike(place)}
    low, high = min(one.levels), max(one.levels)
    said = []
    for word, level in (("lowest", low), ("highest", high)):
        alike = [value for value in one.values if value.level == level]
        found = [value.period for value in alike if value.period not in told]
        if found and low < high:
            shown = f"{word}{' shown' if one.withheld else ''}, {alike[0].bare},"
            said.append(f"the {shown} came also{_when(found, one, '')}")
    return ", and ".join(said)


def _mostly(one: Series) -> str:
    """What the course leaves out of a restless line, or of one with rare peaks."""
    turns = "it also made further turns" if one.restless else ""
    if one.half is None:
        return turns
    low, high = one.half
    lie = f"lie from {_closed(low.bare)} to {high.bare}"
    if low.level == high.level:
        lie = f"are {low.bare}"
    half = f"at least half of its values {lie}"
    return f"{turns}, and {half}" if turns else half


# --- Breaks --------------------------------------------------------------------------


def _broken(parts: Sequence[Series]) -> list[str]:
    """Each series for itself; of very many only the latest."""
    names = _NAMES.get(len(parts), ("latest series",))
    told = zip(names, parts[-len(names) :], strict=True)
    sentences = [sentence for name, each in told for sentence in _part(name, each)]
    count = count_word(len(parts), "series", "series")
    if len(parts) in _NAMES:
        return [*sentences, "the series cannot be compared"]
    return [f"these are {count} that cannot be compared", *sentences]


def _part(name: str, one: Series) -> list[str]:
    """`new series, 2024/25: one value, 48.5%`."""
    reach = _reach([value.period for value in one.values])
    only = len(one.values) == 1
    told = f"one value, {one.values[0].says}" if only else _course(one)
    return [f"{name}, {reach}: {told}", _again(one)]


# --- Gaps ----------------------------------------------------------------------------


def _gaps(one: PublishedIndicator, line: Course) -> list[str]:
    """Where the line stops short of its row, and the periods without a value."""
    last = line.moments[-1].period
    after = [gap for gap in line.later_gaps if last < gap.period]
    late = one.area.period is not None and last < one.area.period
    if not after and not late:
        return _without(line.later_gaps)
    row = ", before this row's period" if late else ""
    ends = f"the line ends with {spoken.period(last)}{row}"
    if len(after) > 1 and {gap.marker for gap in after} == {Marker.CONFIDENTIAL}:
        inner = [gap for gap in line.later_gaps if gap.period < last]
        return [f"{ends}, and what follows is withheld{_why(after)}", *_without(inner)]
    return [ends, *_without(line.later_gaps)]


def _without(gaps: Sequence[Gap]) -> list[str]:
    """`withheld: 2017 and 2020`, `no value: 2018/19`."""
    kinds: dict[Marker, list[Gap]] = {}
    for gap in gaps:
        kinds.setdefault(gap.marker, []).append(gap)
    named = {kind: [gap.period for gap in found] for kind, found in kinds.items()}
    return [
        f"{spoken.WORDS[kind]}: {spoken.periods(named[kind])}{_why(found)}"
        for kind, found in kinds.items()
    ]


def _why(gaps: Sequence[Gap]) -> str:
    """`, suppressed by the source`, where all share a short reason."""
    reasons = {gap.reason for gap in gaps}
    reason = reasons.pop() if len(reasons) == 1 else ""
    told = gaps[0].marker is Marker.CONFIDENTIAL and len(reason) <= _LONG
    if not reason or reason == RESTRICTED_REASON or not told:
        return ""
    return f", {reason[:1].lower()}{reason[1:].rstrip('.')}"
