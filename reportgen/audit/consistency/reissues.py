"""Whether the last issue, worked out anew, is what was released.

A report tells what the last issue printed. Rows that were known then must still stand,
and measures be defined as they were, or it would tell what nobody has read.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Protocol

from reportgen.errors import Fault, FaultsFound, Place, Slug, caution
from reportgen.evidence.assembly import Assembly
from reportgen.evidence.disclosure import Published, PublishedIndicator, PublishedValue
from reportgen.evidence.editions import Edition, Released, newest_edition
from reportgen.formats import count_word
from reportgen.pages import slots
from reportgen.vocabulary import Rendition


class Seen(Protocol):
    """An issue as one audience may see it."""

    @property
    def published(self) -> Published:
        """What passed the gate."""
        ...


def check_last_issue(
    assembly: Assembly, rendition: Rendition, before: Callable[[], Seen | None]
) -> list[Fault]:
    """A caution for each measure of which the last issue printed something else.

    Args:
        assembly: of the later issue.
        rendition: whose.
        before: works the last issue out anew for them; asked only where an edition of
            it was released. None where nobody is told what changed.
    """
    one = assembly.follows
    if one is None or assembly.holdings is None:
        return []
    faults = list(_gone(one.unknown(assembly.holdings.measures), one.place))
    if assembly.record is None:
        return faults
    try:
        edition = newest_edition(assembly.record, one.name, rendition)
    except FaultsFound as refusal:
        return [*faults, *refusal.faults]
    seen = before() if edition else None
    if seen and edition:
        faults += _differing(seen.published, edition, one.place)
    return faults


def _gone(unknown: Sequence[Fault], place: Place) -> Iterator[Fault]:
    """What the last issue names that is not there: its figures would be told as new."""
    if unknown:
        more = len(unknown) - 1
        others = f" (and {count_word(more, 'other')})" if more else ""
        first = unknown[0]
        what = f"the last issue does not fit any more: {first.place}: {first.what}"
        cure = "put back in measures.csv what it names, or accept that it is gone"
        yield caution(Slug.LAST_ISSUE_DIFFERS, place, what + others, cure)


def _differing(before: Published, edition: Edition, place: Place) -> list[Fault]:
    by_measure: dict[str, list[Released]] = {}
    for row in edition.rows:
        by_measure.setdefault(row.measure, []).append(row)
    return [
        fault
        for measure, rows in by_measure.items()
        for fault in _of(measure, rows, before, edition, place)
    ]


def _of(
    measure: str,
    rows: Sequence[Released],
    before: Published,
    edition: Edition,
    place: Place,
) -> Iterator[Fault]:
    one = before.get(measure)
    if one is None:
        what = f"{edition.name} printed {measure}, which measures.csv does not name"
        cure = "put its row back, so that the report can say that it was removed"
        yield caution(Slug.LAST_ISSUE_DIFFERS, place, what, cure, (), (measure,))
        return
    told = [*_others(one, rows, before), *_later(one, rows, before)]
    if told:
        others = f" (and {count_word(len(told) - 1, 'other value')})"
        what = f"{edition.name} printed {told[0]}{others if told[1:] else ''}"
        cure = (
            "put back the rows that were known then, and the definition of the "
            "measure; what was received later is a new row"
        )
        yield caution(Slug.LAST_ISSUE_DIFFERS, place, what, cure, (), (measure,))


def _others(
    one: PublishedIndicator, rows: Sequence[Released], before: Published
) -> Iterator[str]:
    """Places and periods of which the edition printed another number, or none."""
    held, name = _held(one, before), one.measure.measure
    for row in rows:
        was, now = _amount(row, one), _printed(one, held, row)
        if was != now:
            told = f"{name}, {row.place}, {row.period}, {_said(was)}"
            yield f"{told}; worked out anew it is {now or 'without a number'}"


def _later(
    one: PublishedIndicator, rows: Sequence[Released], before: Published
) -> Iterator[str]:
    """A number of a period after the last that the edition had."""
    for (place, days), value in _held(one, before).items():
        ends = [row.days[1] for row in rows if row.place == place]
        if ends and value.value is not None and days[1] > max(ends):
            now = slots.amount(value.value, one.measure)
            told = f"{one.measure.measure}, {place}, {value.period}, {_said('')}"
            yield f"{told}; worked out anew it is {now}"


def _said(number: str) -> str:
    return f"as {number}" if number else "without a number"


_Key = tuple[str, tuple[date, date]]
"""Name of the area, and the days of a period."""


def _held(one: PublishedIndicator, before: Published) -> Mapping[_Key, PublishedValue]:
    """The values of a measure by place and days; the latest is the last of them."""
    sides = (
        (before.area, (*one.history, one.area)),
        (before.benchmark, (*one.england_history, one.england)),
    )
    return {
        (place, value.period.days): value
        for place, values in sides
        for value in values
        if value.period is not None
    }


def _printed(
    one: PublishedIndicator, held: Mapping[_Key, PublishedValue], row: Released
) -> str:
    """The number of the same place and period; empty where there is none."""
    found = held.get((row.place, row.days))
    if found is None or found.value is None:
        return ""
    return slots.amount(found.value, one.measure)


def _amount(row: Released, one: PublishedIndicator) -> str:
    """The number of the edition, with no more decimals than it was given with."""
    return slots.amount(row.value, one.measure) if row.value is not None else ""
