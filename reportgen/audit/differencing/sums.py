"""Which counts make up which, as far as a reader of a table can tell."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from reportgen.audit.differencing.sheets import COUNTED, Days, Key, Sheet
from reportgen.audit.differencing.statements import Form, Statement
from reportgen.evidence.measures import Measure
from reportgen.formats import listed

_TWO = 2  # ways of dividing a whole tell what it is, even where nobody holds it


@dataclass(frozen=True)
class Division:
    """A measure, and all those that it is divided into in one way."""

    whole: str
    parts: tuple[str, ...]


def divided(measures: Sequence[Measure]) -> tuple[Division, ...]:
    """All divisions of what has a count, in the order of the measures."""
    counted = {one.measure: one for one in measures if one.value_type in COUNTED}
    groups: dict[tuple[str, str], list[str]] = {}
    for one in measures:
        if one.part_of in counted:
            groups.setdefault((one.part_of, one.part_by), []).append(one.measure)
    return tuple(
        Division(whole, tuple(parts))
        for (whole, _), parts in groups.items()
        if all(part in counted for part in parts)
    )


def sums(
    sheet: Sheet, divisions: Sequence[Division], known: AbstractSet[Key]
) -> Iterator[Statement]:
    """What adds up in a table, where all parts of a whole have a count.

    Args:
        sheet: the table.
        divisions: what adds up.
        known: counts that somebody knows something of, though the table has no row.
    """
    held = {*sheet.numbers, *known}
    forms = {one: form(sheet, one) for one in divisions}
    for days in sorted({days for _, days in held}):
        whole = [
            one
            for one in divisions
            if forms[one] and all((part, days) in held for part in one.parts)
        ]
        for one in whole:
            ways = sum(other.whole == one.whole for other in whole)
            if (one.whole, days) in held or ways >= _TWO:
                yield _sum(sheet, one, days, forms[one] or Form.SUM)


def _sum(sheet: Sheet, one: Division, days: Days, form: Form) -> Statement:
    keys: list[Key] = [(name, days) for name in (one.whole, *one.parts)]
    rows = [sheet.numbers[key] for key in keys if key in sheet.numbers]
    verb = "make up" if form is Form.SUM else "are parts of"
    period = rows[0].period if rows else ""
    return Statement(
        form=form,
        counts=tuple(sheet.name(key) for key in keys),
        subject=period,
        text=f"{listed(one.parts)} {verb} {one.whole}",
        source=sheet.source,
    )


def form(sheet: Sheet, one: Division) -> Form | None:
    """What a reader takes a division for, by all periods in which it is printed whole.

    Parts that never make up their whole leave something out; parts that are more than
    their whole overlap, or were rounded by their source, and say nothing.
    """
    found = Form.SUM
    for measure, days in sheet.numbers:
        if measure != one.whole:
            continue
        rest = _rest(sheet, one, days)
        if rest is not None and rest < 0:
            return None
        found = Form.WITHIN if rest else found
    return found


def _rest(sheet: Sheet, one: Division, days: Days) -> int | None:
    """What the parts leave of the whole; None where one of them is not printed."""
    found = []
    for name in (one.whole, *one.parts):
        row = sheet.numbers.get((name, days))
        if row is None or row.base > 1 or row.printed_count is None:
            return None
        found.append(row.printed_count)
    return found[0] - sum(found[1:])
