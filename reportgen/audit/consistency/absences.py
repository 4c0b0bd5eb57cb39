"""Values that are missing: each has a kind of reason, an owner, and a day."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from reportgen.errors import Fault, Place, Slug, caution, note
from reportgen.evidence.disclosure import PublishedIndicator
from reportgen.formats import count_word, listed, long_date
from reportgen.vocabulary import Absence

_STORE = "data/observations.csv"
_MEASURES = "data/measures.csv"


def check_absences(
    shown: Sequence[PublishedIndicator], roles: Collection[str], cut_off: date
) -> list[Fault]:
    """What is not known of latest values that are missing, and what is overdue.

    Args:
        shown: the measures that the report shows, as the partners see them.
        roles: those of `partnership.toml`.
        cut_off: a value that was expected before this day is overdue.
    """
    missing = [o for o in shown if o.area.value is None and o.area.withheld is None]
    return [
        *_untyped(missing),
        *_unowned(missing, roles),
        *_overdue(missing, cut_off),
        *_undated(missing),
    ]


def _untyped(missing: Sequence[PublishedIndicator]) -> Iterator[Fault]:
    """All of them at once: they are written in one go."""
    found = [one for one in missing if one.area.absence is None]
    if found:
        first, *others = [_row(one, "absence") for one in found]
        have = "has" if len(found) == 1 else "have"
        what = f"{_named(found)} {have} no value, and no kind of reason"
        cure = f"write one of: {', '.join(Absence)}"
        yield caution(Slug.ABSENCE_UNTYPED, first, what, cure, others)


def _unowned(
    missing: Sequence[PublishedIndicator], roles: Collection[str]
) -> Iterator[Fault]:
    for one in missing:
        if one.measure.owner not in roles:
            place = Place(_MEASURES, row=one.measure.place.row, column="owner")
            what = (
                f'"{one.measure.owner}", who is asked for {one.measure.measure}, is no '
                "role of this partnership"
            )
            cure = f"the roles of partnership.toml are {listed(list(roles))}"
            yield caution(Slug.OWNER_UNKNOWN, place, what, cure)


def _overdue(missing: Sequence[PublishedIndicator], cut_off: date) -> Iterator[Fault]:
    for one in missing:
        due = one.area.expected_by
        if due is not None and due < cut_off:
            late = count_word((cut_off - due).days, "day")
            what = (
                f"{_named([one])} was expected by {long_date(due)}, {late} before the "
                "cut-off, and has not come"
            )
            cure = (
                f"ask the {one.measure.owner}, then add the value as a new row, or a "
                "row with a later expected_by"
            )
            place = _row(one, "expected_by")
            yield caution(Slug.OVERDUE_VALUE, place, what, cure)


def _undated(missing: Sequence[PublishedIndicator]) -> Iterator[Fault]:
    """Values that will come some day, with those who can be asked when."""
    found = [
        one
        for one in missing
        if one.area.absence and one.area.absence.will_come
        if one.area.expected_by is None
    ]
    if found:
        owners = dict.fromkeys(one.measure.owner for one in found)
        asked = [
            f"the {owner} ({_ids([o for o in found if o.measure.owner == owner])})"
            for owner in owners
        ]
        what = f"nobody knows when a value of {_ids(found)} will come"
        cure = f"ask {listed(asked)}, and write the day into expected_by"
        yield note(Slug.NO_DATE_KNOWN, _row(found[0], "expected_by"), what, cure)


def _row(one: PublishedIndicator, column: str) -> Place:
    """The row that has no value; the store where there is not even a row."""
    held = one.area.place
    return Place(_STORE, row=held.row if held else None, column=column)


def _named(ones: Sequence[PublishedIndicator]) -> str:
    return listed([f"{o.measure.measure} ({o.measure.short_name})" for o in ones])


def _ids(ones: Sequence[PublishedIndicator]) -> str:
    return listed([one.measure.measure for one in ones])
