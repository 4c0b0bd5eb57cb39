"""Words about values in time: when, from where to where, what is missing, what breaks.

They state values and never claim a trend: "rose from 4.0 in 2019 to 4.4 in 2023" says
no more than what the two values were.
"""

from collections.abc import Iterable, Sequence

from reportgen.evidence.disclosure import PublishedIndicator
from reportgen.formats import count_word, listed, month_year, sentence_case
from reportgen.pages.courses import Course, Gap, Moment
from reportgen.pages.phrases import inside
from reportgen.pages.remarks import DOUBTED
from reportgen.periods import Period
from reportgen.vocabulary import Marker

_LONGEST = 6  # periods that are named one by one
_NOT = "values before and after are not comparable"
_FEW = 3  # breaks that are told one by one


def at(moment: Moment) -> str:
    """`4.8 in 2022/23`, `4.8 (2020 to 2022)`, `4.8 [u] in 2022/23`."""
    doubt = "" if moment.sound else f" {Marker.UNVERIFIED.printed}"
    return f"{moment.bare}{doubt} {when(moment.period)}"


def when(period: Period) -> str:
    """`in 2022/23`; in brackets where the period has a "to" of its own."""
    spoken = period.spoken
    return f"({spoken})" if " to " in spoken else f"in {spoken}"


def span(first: Period, last: Period) -> str:
    """`2015/16 to 2022/23`, `2012 to 2014 up to 2020 to 2022`; else by months."""
    if first == last:
        return first.spoken
    if first.kind is not last.kind:
        return f"{month_year(first.start)} to {month_year(last.end)}"
    joint = "up to" if " to " in first.spoken + last.spoken else "to"
    return f"{first.spoken} {joint} {last.spoken}"


def moved(first: Moment, last: Moment) -> str:
    """`rose`, `fell`, or nothing where both are printed alike."""
    if first.bare == last.bare:
        return ""
    return "rose" if last.value > first.value else "fell"


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


def told(course: Course) -> str:
    """`rose from 3.9 in 2012 to 5.2 in 2022`, `is 4.8 in 2022`; empty of nothing."""
    if not course.moments:
        return ""
    last, pair = course.moments[-1], ends(course)
    if pair is None:
        return f"is {at(last)}"
    verb = moved(*pair)
    if not verb:
        first = pair[0].period.spoken
        return f"is {last.bare} both in {first} and in {last.period.spoken}"
    return f"{verb} from {at(pair[0])} to {at(last)}"


def periods(found: Sequence[Period]) -> str:
    """`2015/16, 2017/18 to 2019/20 and 2021/22`: neighbours in a row are joined."""
    rows: list[list[Period]] = []
    for period in found:
        if rows and period.preceding().days == rows[-1][-1].days:
            rows[-1].append(period)
        else:
            rows.append([period])
    names = [
        part
        for row in rows
        for part in (
            [span(row[0], row[-1])]
            if len(row) > 2  # noqa: PLR2004 (two are named)
            else [period.spoken for period in row]
        )
    ]
    if len(names) > _LONGEST:
        return f"{len(found)} periods from {found[0].spoken} on"
    return listed(names)


def missing(gaps: Iterable[Gap]) -> str:
    """`No value is shown for 2016/17 (restricted) and 2018/19 (not collected).`."""
    reasons: dict[str, list[Period]] = {}
    for gap in gaps:
        reasons.setdefault(_reason(gap), []).append(gap.period)
    parts = [f"{periods(found)} ({reason})" for reason, found in reasons.items()]
    return f"No value is shown for {listed(parts)}." if parts else ""


def _reason(gap: Gap) -> str:
    return inside(gap.reason).rstrip(".") or "none is held"


def broken(course: Course) -> str:
    """Where values stop being comparable with those before."""
    breaks = [m.period.spoken for m in course.moments[1:] if m.broken]
    lengths = [m.period.spoken for m in course.moments[1:] if m.unlike and not m.broken]
    said = []
    if breaks:
        before = listed([f"before {name}" for name in breaks])
        if len(breaks) > _FEW:
            before = f"{count_word(len(breaks))} times, last before {breaks[-1]}"
        said.append(f"The series breaks {before}, so {_NOT}.")
    if lengths:
        change = listed([f"from {name} on" for name in lengths])
        said.append(f"Periods are of another length {change}, so {_NOT}.")
    return " ".join(said)


def doubtful(moments: Sequence[Moment]) -> str:
    """`The values for 2021/22 and 2022/23, hollow dots, are provisional [p].`."""
    said = []
    for marks, found in in_doubt(moments).items():
        what = doubted(marks)
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


def doubted(marks: Iterable[Marker], last: str = "and") -> str:
    """`provisional [p] and unverified [u]`."""
    return listed([DOUBTED[mark] for mark in marks], last)


def extremes(moments: Sequence[Moment]) -> tuple[str, str]:
    """Highest and lowest value, each with its period or periods."""
    high = max(moments, key=lambda moment: moment.value)
    low = min(moments, key=lambda moment: moment.value)
    return _each(high, moments), _each(low, moments)


def _each(one: Moment, moments: Sequence[Moment]) -> str:
    alike = [moment.period for moment in moments if moment.bare == one.bare]
    if len(alike) > 2:  # noqa: PLR2004 (two are named)
        return f"{one.bare} (in {count_word(len(alike))} periods)"
    return f"{one.bare} ({listed([period.spoken for period in alike])})"


def absent(one: PublishedIndicator) -> str:
    """Why a measure has no value to show."""
    return inside(one.area.reason).rstrip(".") or "no value is held"


def joined(parts: Iterable[str]) -> str:
    """Sentences one after another, without those that say nothing."""
    return " ".join(sentence_case(part) for part in parts if part)
