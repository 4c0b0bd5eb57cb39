"""From two issues of a report to what is new in it, revised and removed: its figures.

Both have passed the gate for one audience, so that what is told is what its readers can
see by laying the two side by side.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from reportgen.evidence.disclosure import (
    Published,
    PublishedIndicator,
    PublishedValue,
)
from reportgen.pages import slots

Days = tuple[date, date]
"""First and last day of a period."""


class Move(StrEnum):
    """What became of a figure, in the order in which readers ask."""

    NEW = "new"
    """The measure, or a value of an earlier period, was not in the report before."""
    REVISED = "revised"
    """The value of a period is another than the one that was printed."""
    REMOVED = "removed"
    """The measure, or the value of a period, is no longer in the report."""
    NEWER = "newer"
    """The latest value is of a later period."""


@dataclass(frozen=True)
class Revision:
    """One figure that is not what it was."""

    move: Move
    measure: str
    """Id."""
    name: str
    """As readers know it."""
    of: str
    """Name of the area; empty where the whole measure is meant."""
    period: str
    """Of the value now, or of the one that is gone."""
    before: str
    """As it was printed, with its unit and markers; empty where it was not."""
    after: str
    """As it is printed now; empty where it is not."""
    values: tuple[PublishedValue | None, PublishedValue | None]
    """The value then and the value now; for a whole measure its latest one."""

    @property
    def has_numbers(self) -> tuple[bool, bool]:
        """Whether there was a number, and whether there is one."""
        then, now = (each is not None and _says(each) for each in self.values)
        return then, now

    def __str__(self) -> str:
        """`m5 (…), Exampleton, 2024/25: 57.1% became 58.3%`."""
        where = ", ".join(filter(None, (self.of, self.period)))
        told = f"{self.measure} ({self.name})" + (f", {where}" if where else "")
        if self.before and self.after:
            return f"{told}: {self.before} became {self.after}"
        return f"{told}: {self.after or self.before}" if where else told


def revisions(
    before: Published,
    after: Published,
    shown: tuple[Collection[str], Collection[str]],
) -> tuple[Revision, ...]:
    """What changed from one issue to the next: by kind, then in the order of measures.

    Args:
        before: what the earlier issue could print.
        after: what the later one can, for the same audience.
        shown: ids of the measures that each of the two shows anything of.
    """
    then, now = shown
    found = [
        *(
            _whole(Move.NEW, after[name])
            for name in after
            if name in set(now) - {*then}
        ),
        *(
            _whole(Move.REMOVED, before[name])
            for name in before
            if name in set(then) - {*now}
        ),
    ]
    for name in after:
        if name in then and name in now:
            found += _of(before[name], after[name], after)
    order = list(Move)
    return tuple(sorted(found, key=lambda one: order.index(one.move)))


def _whole(move: Move, one: PublishedIndicator) -> Revision:
    """A measure that came or went."""
    is_new = move is Move.NEW
    printed = _printed(one.area, one)
    return Revision(
        move=move,
        measure=one.measure.measure,
        name=one.measure.short_name,
        of="",
        period=str(one.area.period or ""),
        before="" if is_new else printed,
        after=printed if is_new else "",
        values=(None, one.area) if is_new else (one.area, None),
    )


def _of(
    before: PublishedIndicator, after: PublishedIndicator, names: Published
) -> Iterator[Revision]:
    """The values of one measure that both issues show."""
    sides = (
        (names.area, before.area, before.history, after.area, after.history),
        (
            names.benchmark,
            before.england,
            before.england_history,
            after.england,
            after.england_history,
        ),
    )
    for of, old, old_history, new, new_history in sides:
        was, now = _by_days(old_history, old), _by_days(new_history, new)
        for move, then, later in _moves(was, now, old, new):
            value = later or then
            yield Revision(
                move=move,
                measure=after.measure.measure,
                name=after.measure.short_name,
                of=of,
                period=str(value.period or "") if value else "",
                before=_told(then, before, later),
                after=_told(later, after, None),
                values=(then, later),
            )


Moved = tuple[Move, PublishedValue | None, PublishedValue | None]


def _moves(
    was: dict[Days, PublishedValue],
    now: dict[Days, PublishedValue],
    old: PublishedValue,
    new: PublishedValue,
) -> Iterator[Moved]:
    """What became of each period's value, and of the latest one."""
    last = old.period.days if old.period else None
    for days, value in now.items():
        if days in was and _differ(was[days], value):
            yield Move.REVISED, was[days], value
        elif days not in was and value is not new and _is_earlier(value, last):
            yield Move.NEW, None, value
    gone = (value for days, value in was.items() if days not in now)
    yield from ((Move.REMOVED, value, None) for value in gone if _says(value))
    yield from _latest(old, new)


def _is_earlier(value: PublishedValue, last: Days | None) -> bool:
    """Whether it is a number of a period that the issue before could have had."""
    days = value.period.days if value.period else None
    return _says(value) and days is not None and (last is None or days[1] < last[1])


def _latest(old: PublishedValue, new: PublishedValue) -> Iterator[Moved]:
    """The latest value moved on; or one of the two, of no period, says another why."""
    if old.period and new.period:
        if old.period.days[::-1] < new.period.days[::-1]:  # by their last days
            yield Move.NEWER, old, new
    elif _differ(old, new):
        yield Move.REVISED, old, new


def _by_days(
    history: tuple[PublishedValue, ...], latest: PublishedValue
) -> dict[Days, PublishedValue]:
    """The values by their days; the latest is the last of them."""
    values = [*history, latest]
    return {value.period.days: value for value in values if value.period}


def _differ(one: PublishedValue, other: PublishedValue) -> bool:
    """Whether a reader would see another number, or another sign."""
    return (one.value, one.markers) != (other.value, other.markers)


def _says(value: PublishedValue) -> bool:
    return value.value is not None


def _printed(value: PublishedValue, one: PublishedIndicator) -> str:
    """A value as the report prints it, or what stands for it."""
    return slots.with_unit(value, one.measure) or value.reason


def _told(
    value: PublishedValue | None,
    one: PublishedIndicator,
    beside: PublishedValue | None,
) -> str:
    """A value, with its period where that is not the one of the value beside it."""
    if value is None:
        return ""
    printed = _printed(value, one)
    other = beside is not None and beside.period and value.period
    if other and beside and beside.period != value.period:
        return f"{printed} ({value.period})"
    return printed
