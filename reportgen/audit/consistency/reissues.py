"""Whether the last issue, worked out anew, is what was released.

A report tells what the last issue printed. Rows that were known then must still stand,
and measures be defined as they were, or it would tell what nobody has read.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Protocol

from reportgen.errors import Fault, FaultsFound, Place, Slug, caution
from reportgen.evidence.assembly import Assembly
from reportgen.evidence.disclosure import Published, PublishedIndicator, PublishedValue
from reportgen.evidence.editions import Edition, Released, newest_edition
from reportgen.formats import count_word
from reportgen.pages import slots


class Seen(Protocol):
    """An issue as one audience may see it."""

    @property
    def published(self) -> Published:
        """What passed the gate."""
        ...


def check_last_issue(
    assembly: Assembly, before: Callable[[], Seen | None]
) -> list[Fault]:
    """A caution for each measure of which the last issue printed another number.

    Args:
        assembly: of the later issue.
        before: works the last issue out anew, for the public; asked only where an
            edition of it was released.
    """
    one = assembly.follows
    if one is None or assembly.record is None:
        return []
    try:
        edition = newest_edition(assembly.record, one.name)
    except FaultsFound as refusal:
        return list(refusal.faults)
    seen = before() if edition else None
    return _differing(seen.published, edition, one.place) if seen and edition else []


def _differing(before: Published, edition: Edition, place: Place) -> list[Fault]:
    by_measure: dict[str, list[Released]] = {}
    for row in edition.rows:
        if row.value is not None:
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
    held = _held(one, before)
    others = [row for row in rows if _printed(one, held, row) != _amount(row, one)]
    if not others:
        return
    first, more = others[0], len(others) - 1
    told = f"{measure}, {first.place}, {first.period}, as {_amount(first, one)}"
    now = _printed(one, held, first) or "without a number"
    others_told = f" (and {count_word(more, 'other value')})" if more else ""
    what = f"{edition.name} printed {told}; worked out anew it is {now}{others_told}"
    cure = (
        "put back the rows that were known then, and the definition of the measure; "
        "what was received later is a new row"
    )
    yield caution(Slug.LAST_ISSUE_DIFFERS, place, what, cure, (), (measure,))


_Key = tuple[str, object]
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
