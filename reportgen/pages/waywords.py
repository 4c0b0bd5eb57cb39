"""The way of a series in words: from first to last by its turns, or what is usual.

The same words serve headlines, sentences and text alternatives.
"""

from collections.abc import Sequence
from itertools import pairwise

from reportgen.pages import spoken
from reportgen.pages.courses import Course, Moment
from reportgen.pages.timewords import (
    alike,
    at,
    ends,
    enumerated,
    moved,
    qualified,
    value,
)
from reportgen.pages.turns import Way, mostly, outstanding, way
from reportgen.periods import Period, PeriodType

_NAMED = 4  # outstanding values that are told one by one
ROLLING = {PeriodType.ROLLING_MONTHS, PeriodType.ROLLING_YEARS}
"""Periods with a "to" of their own."""


def way_of(course: Course) -> Way | None:
    """The way of the values that the last one may be measured against.

    Of sound values; None where fewer than two may be told, or the last is unverified.
    """
    if ends(course) is None:
        return None
    return way([moment for moment in course.comparable if moment.sound])


def told(found: Way, be: str = "is") -> str:
    """`rose from 16 in April 2019 to 25 in April 2022, then fell to 13 in June 2026`.

    Periods with a "to" of their own never stand after "from": `was 6.1 for 2012 to
    2014 and fell to 4.8 for 2016 to 2018`.

    Args:
        found: the way.
        be: the verb of its subject now, `is` or `are`.
    """
    was = "were" if be == "are" else "was"
    points = found.points
    if len(points) == 2 and not moved(*points):  # noqa: PLR2004 (first and last)
        return f"{was} {_both(*points)}"
    first, verbs = points[0], [moved(*pair) for pair in pairwise(points)]
    if first.period.kind in ROLLING:
        legs = [
            f"{verb} to {_later(point)}"
            for verb, point in zip(verbs, points[1:], strict=True)
        ]
        return f"{was} {at(first)}{_then(legs)}"
    legs = [f"{verb} to {at(p)}" for verb, p in zip(verbs, points[1:], strict=True)]
    legs[0] = f"{verbs[0]} from {_open(at(first))} to {at(points[1])}"
    return _row(legs)


def brief(found: Way) -> str:
    """The same where the periods of first and last are known: `rose from 5 to 6`."""
    points = found.points
    if len(points) == 2 and not moved(*points):  # noqa: PLR2004 (first and last)
        how = "was {} throughout" if found.flat else "began and ended at {}"
        return how.format(value(points[0]))
    named = [_shortly(point) for point in points[1:-1]] + [qualified(points[-1])]
    verbs = [moved(*pair) for pair in pairwise(points)]
    legs = [f"{verb} to {name}" for verb, name in zip(verbs, named, strict=True)]
    legs[0] = f"{verbs[0]} from {_open(qualified(points[0]))} to {named[0]}"
    return _row(legs)


def _open(text: str) -> str:
    """With the comma that ends what qualifies a value."""
    return f"{text}," if ", " in text else text


def _shortly(point: Moment) -> str:
    """`44.6% in May 2021`: the length of a rolling period has been said."""
    one = point.period
    return qualified(point, f"{spoken.preposition(one)} {spoken.short(one)}")


def _both(first: Moment, last: Moment) -> str:
    """`4.8 both in 2015/16 and in 2017/18`."""
    if not alike(first, last) or first.marks != last.marks:
        return f"{at(first)}, and {at(last)}"
    periods = (first.period, last.period)
    one, other = (spoken.when(period) for period in periods)
    return f"{value(first)} both {one} and {other}"


def _later(point: Moment) -> str:
    """`44.6% by May 2021`: the length of the period has been said."""
    if point.period.kind is PeriodType.ROLLING_MONTHS:
        return qualified(point, f"by {spoken.short(point.period)}")
    return at(point)


def _then(legs: Sequence[str]) -> str:
    """After `was 5`: ` and rose to 6`, or `, rose to 6, then fell to 5`."""
    return f" and {legs[0]}" if len(legs) == 1 else f", {_row(legs)}"


def _row(legs: Sequence[str]) -> str:
    return ", then ".join([", ".join(legs[:-1]), legs[-1]] if legs[1:] else legs)


def stirred(found: Way) -> str:
    """`, with smaller turns between`, where there are more than are told."""
    return ", with smaller turns between" if found.winding else ""


def usual(moments: Sequence[Moment]) -> str:
    """`mostly 2.0 to 8.0`: of the sound values."""
    low, high = mostly([moment for moment in moments if moment.sound])
    if low.bare == high.bare:
        return f"mostly {value(low)}"
    return f"mostly {value(low)} to {value(high)}"


def peak(moments: Sequence[Moment]) -> str:
    """`with a peak of 38.4 in November 2024, unverified`; empty where none stands out.

    The highest of the values that stand out, else the lowest.
    """
    found = outstanding(moments)
    if not found:
        return ""
    high = max(found, key=lambda moment: moment.value)
    up = high.value > mostly([m for m in moments if m.sound])[1].value
    one = high if up else min(found, key=lambda moment: moment.value)
    return f"with a {'peak' if up else 'low'} of {at(one)}"


def standing_out(moments: Sequence[Moment]) -> str:
    """`17.3 in June 2023, 14.0 in ... stand out.`, or how many and the farthest."""
    found = outstanding(moments)
    if not found:
        return ""
    if len(found) <= _NAMED:
        verb = "stands" if len(found) == 1 else "stand"
        return f"Far from the rest {verb} {enumerated([at(one) for one in found])}."
    high = max(found, key=lambda moment: moment.value)
    low = min(found, key=lambda moment: moment.value)
    return (
        f"Far from the rest stand {len(found)} values, the highest {at(high)}, the "
        f"lowest {at(low)}."
    )


def covers(found: Way, periods: Sequence[Period]) -> bool:
    """Whether first and last value are those of the first and last period."""
    whole = (periods[0].days, periods[-1].days)
    return (found.first.period.days, found.last.period.days) == whole


def stretch(held: Sequence[Moment], *, small: bool = True) -> str:
    """What the values of one series did; their span has been told.

    Args:
        held: its values, at least one.
        small: whether smaller turns are mentioned.
    """
    if len(held) == 1:
        return f"one value, {qualified(held[0])}"
    sound = [moment for moment in held if moment.sound]
    found = way(sound) if len(sound) > 1 else None
    span = [held[0].period, held[-1].period]
    if found is None or found.jumpy or not covers(found, span):
        return unsteady(held).removeprefix("is ")
    return brief(found) + (stirred(found) if small else "")


def unsteady(held: Sequence[Moment]) -> str:
    """What is said where first and last value do not say it all."""
    last, sound = held[-1], [moment for moment in held if moment.sound]
    if len(sound) < 2:  # noqa: PLR2004 (no way has one end)
        return f"is {at(last)}"
    found = way(sound)
    tail = "" if last.sound else f"; the last value is {at(last)}"
    if not found.jumpy:
        return told(found) + stirred(found) + tail
    tail = tail or f"; the last value is {qualified(last)}"
    return f"is {usual(held)}{tail}"
