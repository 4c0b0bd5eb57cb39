"""Words about values in time: when, from where to where, what is missing, what breaks.

They state values and never claim a trend: "rose from 4.0 in 2019 to 4.4 in 2023" says
no more than what the two values were. Nothing is told across a break in the series.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from reportgen.evidence.disclosure import PublishedIndicator
from reportgen.formats import count_word, listed, sentence_case
from reportgen.pages import spoken
from reportgen.pages.courses import Course, Gap, Moment
from reportgen.pages.phrases import inside
from reportgen.pages.turns import level
from reportgen.periods import Period, same_days
from reportgen.vocabulary import Marker

_LONGEST = 6  # periods that are named one by one
_NOT = "values before and after are not comparable"
_FEW = 3  # breaks that are told one by one


def value(moment: Moment) -> str:
    """`4.8`, `minus 2.7%`: without its marks."""
    return spoken.aloud(moment.bare)


def qualified(moment: Moment, named: str = "") -> str:
    """`4.8 in 2022/23, unverified`; a break is told elsewhere."""
    text = f"{value(moment)} {named}".rstrip()
    marks = [mark for mark in moment.marks if mark is not Marker.BREAK]
    return f"{text}, {spoken.markers(marks)}" if marks else text


def at(moment: Moment) -> str:
    """`4.8 in 2022/23`, `4.8 for 2020 to 2022`, `4.8 in 2022/23, unverified`."""
    return qualified(moment, spoken.when(moment.period))


def shared(course: Course) -> list[Marker]:
    """The marks that all of several values carry; they are said once for all.

    A value that is unverified says so each time.
    """
    moments = course.moments
    kinds = (Marker.PROVISIONAL, Marker.REVISED, Marker.ESTIMATED)
    every = [mark for mark in kinds if all(mark in m.marks for m in moments)]
    return every if len(moments) > 1 else []


def plainer(course: Course) -> Course:
    """Without the marks that all values carry."""
    said = shared(course)
    if not said:
        return course
    runs = tuple(tuple(_without(said, m) for m in run) for run in course.runs)
    return Course(runs, course.gaps)


def _without(said: Sequence[Marker], moment: Moment) -> Moment:
    kept = tuple(mark for mark in moment.marks if mark not in said)
    return replace(moment, marks=kept)


def alike(one: Moment, other: Moment) -> bool:
    """Whether both are printed alike; what rounds to zero is not zero."""
    return level(one) == level(other)


def moved(first: Moment, last: Moment) -> str:
    """`rose`, `fell`, or nothing where both are printed alike."""
    if alike(first, last):
        return ""
    return "rose" if level(last) > level(first) else "fell"


def ends(course: Course) -> tuple[Moment, Moment] | None:
    """The two values that a movement may be told from; None where there are not two.

    Not across a break in the series, not between periods of different length, and not
    where one of the two is unverified.
    """
    held = course.comparable
    sound = [moment for moment in held if moment.sound]
    if len(sound) < 2 or sound[-1] is not held[-1]:  # noqa: PLR2004 (from one to another)
        return None
    return sound[0], sound[-1]


# --- Gaps, breaks, doubts ------------------------------------------------------------


def periods(found: Sequence[Period]) -> str:
    """`2015/16, 2017/18 to 2019/20 and 2021/22`: neighbours in a row are joined."""
    if any(" to " in str(period) for period in found):
        return spoken.periods(found)
    rows: list[list[Period]] = []
    for period in found:
        if rows and same_days(period.preceding(), rows[-1][-1]):
            rows[-1].append(period)
        else:
            rows.append([period])
    names = [name for row in rows for name in _names(row)]
    return listed(names) if len(names) <= _LONGEST else spoken.periods(found)


def _names(row: Sequence[Period]) -> list[str]:
    """Two neighbours by name, more as a span."""
    if len(row) > 2:  # noqa: PLR2004 (two)
        return [spoken.span(row[0], row[-1])]
    return [spoken.period(period) for period in row]


def missing(gaps: Iterable[Gap]) -> str:
    """`No value is shown for 2016/17 (restricted) and 2018/19 (not collected).`."""
    reasons: dict[str, list[Period]] = {}
    for gap in gaps:
        reasons.setdefault(_reason(gap), []).append(gap.period)
    parts = [f"{periods(found)} ({reason})" for reason, found in reasons.items()]
    return f"No value is shown for {listed(parts)}." if parts else ""


def _reason(gap: Gap) -> str:
    return inside(gap.reason).rstrip(".") or "none is held"


def lacking(gaps: Iterable[Gap]) -> str:
    """`No value for 2020. Withheld for 2017 and 2021.`: reasons stand elsewhere."""
    kinds: dict[Marker, list[Period]] = {}
    for gap in gaps:
        kinds.setdefault(gap.marker, []).append(gap.period)
    return " ".join(
        f"{sentence_case(spoken.WORDS[mark])} for {periods(found)}."
        for mark, found in kinds.items()
    )


def broken(course: Course) -> str:
    """Where values stop being comparable with those before."""
    breaks = [spoken.period(m.period) for m in course.moments[1:] if m.broken]
    lengths = [m.period for m in course.moments[1:] if m.unlike and not m.broken]
    said = []
    if len(breaks) > _FEW:
        count = count_word(len(breaks))
        said.append(f"A new series starts {count} times, last in {breaks[-1]}")
    elif breaks:
        new = "A new series starts" if len(breaks) == 1 else "New series start"
        said.append(f"{new} in {listed(breaks)}")
    if lengths:
        since = listed([f"since {spoken.period(period)}" for period in lengths])
        said.append(f"Periods are of another length {since}")
    return " ".join(f"{one}, so {_NOT}." for one in said)


def doubtful(moments: Sequence[Moment]) -> str:
    """`The values for 2021/22 and 2022/23, hollow dots, are provisional.`."""
    said = []
    for marks, found in in_doubt(moments).items():
        what = spoken.markers(marks)
        if len(found) == 1:
            said.append(f"The value for {periods(found)}, a hollow dot, is {what}.")
        else:
            said.append(f"The values for {periods(found)}, hollow dots, are {what}.")
    return " ".join(said)


def in_doubt(moments: Sequence[Moment]) -> dict[tuple[Marker, ...], list[Period]]:
    """The periods whose values are in doubt, by why."""
    kinds: dict[tuple[Marker, ...], list[Period]] = {}
    for moment in moments:
        if moment.doubts:
            kinds.setdefault(moment.doubts, []).append(moment.period)
    return kinds


# --- Highest and lowest --------------------------------------------------------------


def extremes(moments: Sequence[Moment]) -> tuple[str, str]:
    """Highest and lowest value, each with its period or periods and its marks."""
    high = max(moments, key=level)
    low = min(moments, key=level)
    return where(high, moments), where(low, moments)


def where(one: Moment, moments: Sequence[Moment], *, brief: bool = False) -> str:
    """`13 in July 2026 and in August 2026, provisional`: all that are printed alike."""
    held = [moment.period for moment in moments]
    kinds: dict[tuple[Marker, ...], list[Moment]] = {}
    for moment in moments:
        if alike(one, moment):
            kinds.setdefault(moment.marks, []).append(moment)
    told = [
        qualified(found[0], spoken.within([m.period for m in found], held, brief=brief))
        for _, found in sorted(kinds.items(), key=lambda item: len(item[0]))
    ]
    name = f"{value(one)} "
    return enumerated([told[0], *(text.removeprefix(name) for text in told[1:])])


def enumerated(items: Sequence[str]) -> str:
    """`a, b and c`; a comma before the last where an item has one of its own."""
    if len(items) < 2 or not any("," in item for item in items):  # noqa: PLR2004 (one)
        return listed(items)
    return f"{', '.join(items[:-1])}, and {items[-1]}"


def absent(one: PublishedIndicator) -> str:
    """Why a measure has no value to show."""
    return inside(one.area.reason).rstrip(".") or "no value is held"
