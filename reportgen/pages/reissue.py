"""From two issues of a report to the figures that readers will not find as they were.

Readers may hold the issue before. What it printed is repeated only beside a number of
the same period: so nothing that is withheld now, or was taken back, is told again.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby

from reportgen.evidence.disclosure import Published, PublishedIndicator, PublishedValue
from reportgen.pages import slots
from reportgen.pages.revisions import Days, Move, Revision

_MOST_PERIODS = 3  # of one measure and place; more are told together


class Kind(StrEnum):
    """What became of a figure, in the order in which readers ask."""

    NEW = "New"
    REVISED = "Revised"
    LOST = "No value now"
    """The period, or a later one, has a marker where a number stood."""
    REMOVED = "Removed"
    """The measure, or the period, is no longer in the report."""


@dataclass(frozen=True)
class Issue:
    """One issue of a report, for one audience."""

    occasion: str
    """`May 2025`."""
    as_at: str
    """The cut-off, as a date in words."""
    published: Published
    shown: Collection[str]
    """Ids of the measures that it prints anything of."""
    titles: Mapping[str, str]
    """The headings that it must carry, by id, in their order."""
    texts: Mapping[str, str]
    """Its commentary, by id of the heading."""


@dataclass(frozen=True)
class Change:
    """One figure, or several periods of it, that readers will not find as it was."""

    kind: str
    """A word of `Kind`."""
    measure: str
    """Id."""
    name: str
    place: str
    """Name of the area."""
    period: str
    before: str
    """As the last issue printed it; what stands for it where it is not repeated."""
    after: str


@dataclass(frozen=True)
class Row:
    """A change with the measure and the values that its numbers stand for."""

    change: Change
    of: PublishedIndicator
    then: PublishedValue | None
    """The value whose number it repeats from the last issue; None where it does not."""
    now: PublishedValue | None
    """The value whose number it prints; None where it prints none."""


def rows(before: Issue, now: Issue, found: Sequence[Revision]) -> list[Row]:
    """The changes by kind, then in the order of measures."""
    told = [(kind, one) for one in found if (kind := _kind(one)) is not None]
    order = {name: n for n, name in enumerate({**now.published, **before.published})}

    def rank(each: tuple[Kind, Revision]) -> tuple[object, ...]:
        kind, one = each
        is_benchmark = one.of == now.published.benchmark
        return list(Kind).index(kind), order[one.measure], is_benchmark, _days(one)

    told.sort(key=rank)
    made = list[Row]()
    for (kind, measure, place), held in groupby(
        told, key=lambda each: (each[0], each[1].measure, each[1].of)
    ):
        ones = [one for _, one in held]
        published = before.published if kind is Kind.REMOVED else now.published
        named = place or published.area
        together = len(ones) > _MOST_PERIODS
        span = _span(ones) if together else ""
        for one in ones[-1:] if together else ones:
            made.append(_row(kind, one, published[measure], named, span))
    return made


def _days(one: Revision) -> Days:
    """Of the period of its value now, or of the one that is gone."""
    then, now = one.values
    value = now or then
    return value.period.days if value and value.period else (date.min, date.min)


def _kind(one: Revision) -> Kind | None:
    """What became of a figure; None where it is told in a sentence, or elsewhere."""
    had, has = one.has_numbers
    if not one.of:
        return Kind.NEW if one.move is Move.NEW else Kind.REMOVED
    if one.move is Move.REMOVED:
        return Kind.REMOVED
    if had and not has:
        return Kind.LOST
    if has and not had:
        return Kind.NEW
    differs = one.move is Move.REVISED and not _is_same(one)
    return Kind.REVISED if differs else None


def _span(ones: Sequence[Revision]) -> str:
    """`5 periods between 2019/20 and 2023/24`: several of one measure."""
    first, last = ones[0].period, ones[-1].period
    return f"{len(ones)} periods between {first} and {last}"


def _row(
    kind: Kind, one: Revision, of: PublishedIndicator, place: str, span: str
) -> Row:
    then, now = one.values
    before = _before(kind, one, of)
    after = slots.with_unit(now, of.measure) if now is not None else "–"
    if span:
        last = f" ({one.period})"
        before, after = (
            text + last if text != "–" else text for text in (before, after)
        )
    change = Change(
        kind=kind.value,
        measure=one.measure,
        name=one.name,
        place=place,
        period=span or _period(kind, one),
        before=before,
        after=after or "–",
    )
    _, has = one.has_numbers
    repeated = then if kind is Kind.REVISED else None
    return Row(change, of, repeated, now if has else None)


def _before(kind: Kind, one: Revision, of: PublishedIndicator) -> str:
    """What the last issue had: its number only where the same period has one now."""
    then, _ = one.values
    if then is None:
        return "–"
    if kind is Kind.REVISED or then.value is None:
        return slots.with_unit(then, of.measure) or "–"
    return "a value"


def _period(kind: Kind, one: Revision) -> str:
    """Of the value now; and of the one that is gone, where that is another."""
    then, now = one.values
    if kind is Kind.LOST and then and now and then.period != now.period:
        return f"{one.period} (then {then.period})"
    return one.period or "–"


def _is_same(one: Revision) -> bool:
    """Whether the number is printed as it was, or is none as before."""
    then, now = one.has_numbers
    if not then or not now:
        return then == now
    return _number(one.before) == _number(one.after)


def _number(printed: str) -> str:
    """What is printed of a value, without its markers."""
    return printed.partition(" [")[0]
