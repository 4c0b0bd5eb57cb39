"""Values and periods as they are heard: no bracket, no letter, no sign, no "Apr".

For text alternatives, which nobody sees. A comma parts a value from what qualifies it,
and no period with a "to" of its own ever stands between "from" and "to".
"""

from collections.abc import Collection, Sequence

from reportgen.evidence.disclosure import PublishedValue
from reportgen.evidence.measures import Measure
from reportgen.formats import MINUS, count_word, listed, month_year
from reportgen.pages import slots
from reportgen.periods import Period, PeriodType
from reportgen.vocabulary import Marker, ValueType

WORDS = {
    Marker.CONFIDENTIAL: "withheld",
    Marker.NOT_AVAILABLE: "no value",
    Marker.NOT_APPLICABLE: "not applicable",
    Marker.PROVISIONAL: "provisional",
    Marker.REVISED: "revised",
    Marker.ESTIMATED: "estimated",
    Marker.BREAK: "first of a new series",
    Marker.UNVERIFIED: "unverified",
    Marker.LOW: "rounds to zero",
}
"""What is said for each marker; only one that is withheld is "withheld"."""
_MOVING = ValueType.PERCENTAGE_CHANGE
_NAMED = 4  # periods that are named one by one; more by the first and the last
_LAST = 3  # periods from which on "each of the last three" is said


# --- Values --------------------------------------------------------------------------


def value(
    published: PublishedValue, measure: Measure, *, known: Collection[Marker] = ()
) -> str:
    """`minus 2.7%, provisional`, `0.0, rounds to zero`, `withheld`.

    Args:
        published: the value.
        measure: says how it is printed.
        known: markers that have been said already, and are left out.
    """
    if published.value is None:
        return markers(published.markers) or WORDS[Marker.NOT_AVAILABLE]
    said = markers([mark for mark in published.markers if mark not in known])
    return f"{bare(published, measure)}, {said}" if said else bare(published, measure)


def bare(published: PublishedValue, measure: Measure) -> str:
    """A value with its unit, without its markers: `minus 2.7%`, `plus 9%`, `4.8`."""
    if published.value is None:
        return value(published, measure)
    return aloud(slots.bare(published, measure))


def movement(published: PublishedValue, measure: Measure) -> str:
    """A value that is a change, as a movement: `up 9%`, `down 2.7%`, `no change`.

    Without its markers; a measure of another kind is told as `bare` tells it.
    """
    printed = slots.bare(published, measure)
    ways = {"+": "up", MINUS: "down"}
    if published.value is None or measure.value_type is not _MOVING:
        return bare(published, measure)
    if not published.value:
        return "no change"
    way = ways.get(printed[0])
    return f"{way} {printed[1:]}" if way else printed


def interval(published: PublishedValue, measure: Measure) -> str:
    """`interval 79.7 to 84.1`, or nothing; say once that they are of 95%."""
    limits = slots.limits(published, measure)
    return f"interval {aloud(limits)}" if limits else ""


def markers(found: Collection[Marker]) -> str:
    """`provisional and unverified`, in the order given; empty of none."""
    return listed([WORDS[mark] for mark in found])


def aloud(printed: str) -> str:
    """Any printed number with its sign as a word: `minus 2.7%`, `plus 9%`."""
    return printed.replace(MINUS, "minus ").replace("+", "plus ")


# --- Periods -------------------------------------------------------------------------


def period(one: Period) -> str:
    """`November 2024`, `2023/24`, `12 months to March 2019`: months in full."""
    if one.kind is PeriodType.ROLLING_MONTHS:
        return f"{one.months} months to {month_year(one.end)}"
    return one.spoken


def short(one: Period) -> str:
    """`March 2019` for `12 months to March 2019`, where a span has said the rest."""
    rolling = one.kind is PeriodType.ROLLING_MONTHS
    return month_year(one.end) if rolling else one.spoken


def when(one: Period) -> str:
    """`in 2022/23`, `in the 12 months to March 2019`, `for 2011 to 2013`."""
    if one.kind is PeriodType.ROLLING_MONTHS:
        return f"in the {period(one)}"
    return f"{preposition(one)} {period(one)}"


def preposition(one: Period) -> str:
    """`for` before a period with a "to" of its own, else `in`."""
    return "for" if one.kind is PeriodType.ROLLING_YEARS else "in"


def span(first: Period, last: Period) -> str:
    """From one period to another, as a noun; never put "from" before it.

    `2015/16 to 2022/23`; `12-month periods that end in March 2019 to February 2025`;
    `three-year periods, the first 2011 to 2013, the last 2021 to 2023`. Periods of
    different kinds or lengths are told by their first and last month.
    """
    if first == last:
        return period(first)
    if first.kind is not last.kind or first.months != last.months:
        return f"{month_year(first.start)} to {month_year(last.end)}"
    if first.kind is PeriodType.ROLLING_MONTHS:
        ends = f"{month_year(first.end)} to {month_year(last.end)}"
        return f"{first.months}-month periods that end in {ends}"
    if first.kind is PeriodType.ROLLING_YEARS:
        years = count_word(first.months // 12)
        return f"{years}-year periods, the first {first.spoken}, the last {last.spoken}"
    return f"{first.spoken} to {last.spoken}"


def periods(
    found: Sequence[Period], held: Sequence[Period] = (), *, brief: bool = False
) -> str:
    """Which periods, as a noun: up to four by name, more by the first and the last.

    `2016/17 and 2018/19`; `each of the last three periods` where they are the last
    ones of the series; `seven periods, the first 2015/16, the last 2022/23`. A length
    that all of them share is said once: `12 months to March 2019 and to June 2020`.

    Args:
        found: oldest first.
        held: all periods of the series, with and without a value, oldest first; none
            where it does not matter whether they are the last ones.
        brief: name rolling months by their last month, where their length is known.
    """
    if _LAST <= len(found) < len(held) and list(held[-len(found) :]) == list(found):
        return f"each of the last {count_word(len(found), 'period')}"
    names = [short(one) if brief else period(one) for one in found]
    if len(names) > _NAMED:
        count = count_word(len(names), "period")
        return f"{count}, the first {names[0]}, the last {names[-1]}"
    if not brief and len({(one.kind, one.months) for one in found}) == 1:
        names = [*names[:1], *(_again(one) for one in found[1:])]
    return listed(names)


def within(
    found: Sequence[Period], held: Sequence[Period] = (), *, brief: bool = False
) -> str:
    """`periods` with its preposition: `in 2016/17`, `in the 12 months to May 2019`.

    Args:
        found: oldest first, one at least.
        held: all periods of the series, as for `periods`.
        brief: as for `periods`.
    """
    named = periods(found, held, brief=brief)
    if named.startswith(f"{found[0].months} months"):
        return f"in the {named}"
    return f"{preposition(found[0]) if named[:1].isdigit() else 'in'} {named}"


def _again(one: Period) -> str:
    """A further period of a list: `to June 2020` of `12 months to June 2020`."""
    rolling = one.kind is PeriodType.ROLLING_MONTHS
    return f"to {short(one)}" if rolling else period(one)
