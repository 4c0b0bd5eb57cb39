"""All that a reader of one rendition may know of counts.

What a page, a chart, a text alternative or a share of a whole says is worked out from
published values after the gate, and `published.csv`, which is embedded, prints them in
full. So they are all that has to be reckoned with, together with earlier editions and
what is declared to be public. Every public value counts, whichever report prints it.
A tested comparison or a trend says less of a count than any rounding, and is left out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from reportgen.audit.differencing.fitting import Quotient
from reportgen.audit.differencing.sheets import QUOTIENTS, Key, Number, Sheet, released
from reportgen.audit.differencing.statements import Form, Statement, fitted
from reportgen.audit.differencing.sums import divided, sums
from reportgen.evidence.declared import Declared
from reportgen.evidence.disclosure import Published
from reportgen.evidence.editions import Edition
from reportgen.evidence.measures import Measure
from reportgen.evidence.rules import Rule
from reportgen.vocabulary import ValueType

Knowledge = tuple[Statement, ...]


def gather(
    published: Published,
    now: Sheet,
    declared: Sequence[Declared] = (),
    editions: Sequence[Edition] = (),
) -> Knowledge:
    """What a reader knows who has this rendition and all that is public.

    Args:
        published: what passed the gate; nothing from before it is looked at.
        now: its table.
        declared: what others have published.
        editions: released to the public before.
    """
    measures = [one.measure for one in published.values()]
    divisions = divided(measures)
    known = {key for one in now.numbers.values() for key in keys_behind(one)}
    known |= {(row.measure, row.period.days) for row in declared if row.period}
    found = [*_said(now), *sums(now, divisions, known)]
    found += [_declared(row, now, published[row.measure].measure) for row in declared]
    for edition in editions:
        sheet = released(edition, now, published)
        found += [*_said(sheet), *sums(sheet, divisions, known)]
    return tuple(dict.fromkeys(found))


def keys_behind(one: Number) -> tuple[Key, ...]:
    """Of which counts a percentage change is made, now and then; else none."""
    measure = one.measure
    is_change = measure.value_type is ValueType.PERCENTAGE_CHANGE
    if not is_change or not measure.change_of or measure.baseline is None:
        return ()
    then = measure.baseline.days
    return ((measure.change_of, one.key[1]), (measure.change_of, then))


def _quotient(one: Number) -> Quotient | None:
    """A rounded count over its denominator; None where nothing is printed of both."""
    printed = one.printed_count
    is_quotient = one.measure.value_type in QUOTIENTS and one.base > 1
    if not is_quotient or None in {printed, one.value, one.denominator}:
        return None
    assert printed is not None  # noqa: S101 (see above)
    assert one.value is not None  # noqa: S101
    assert one.denominator is not None  # noqa: S101
    below = Rule(range(0), one.base).behind(int(one.denominator))
    return Quotient(one.measure, one.value, one.behind(printed), below, one.limits)


def _said(sheet: Sheet) -> Iterator[Statement]:
    """What each row of a table says of counts."""
    for one in sheet.numbers.values():
        yield from _counted(one, sheet)
        if one.value is not None and keys_behind(one):
            yield _change(one, sheet)


def _counted(one: Number, sheet: Sheet) -> Iterator[Statement]:
    printed, quotient = one.printed_count, _quotient(one)
    if printed is None:
        return
    name = sheet.name(one.key)
    yield Statement(
        form=Form.COUNT,
        counts=(name,),
        subject=one.subject,
        value=Decimal(printed),
        step=Decimal(one.base),
        source=sheet.source,
        place=one.place,
        hidden=one.hidden,
        rule=one.measure.disclosure_rule,
    )
    if quotient is not None:
        said = fitted(quotient, name, one.subject)
        yield replace(said, source=sheet.source, place=one.place)


def _change(one: Number, sheet: Sheet) -> Statement:
    _, then = keys_behind(one)
    return Statement(
        form=Form.CHANGE,
        counts=(sheet.name_behind(one), sheet.name(then)),
        subject=one.subject,
        value=one.value or Decimal(0),
        step=one.step,
        text=f"{one.measure.change_of}, {one.measure.baseline}",
        source=sheet.source,
        place=one.place,
        rule=one.measure.disclosure_rule,
    )


def _declared(row: Declared, now: Sheet, measure: Measure) -> Statement:
    """What others have published, of counts as they are known now."""
    assert row.period is not None  # noqa: S101 (its reader refuses what is missing)
    assert row.value is not None  # noqa: S101
    assert row.step is not None  # noqa: S101
    is_count = measure.value_type is ValueType.COUNT
    keys: list[Key] = [(row.measure, row.period.days)]
    if not is_count and measure.baseline:
        keys = [(measure.change_of, measure.baseline.days)]
        keys.insert(0, (measure.change_of, row.period.days))
    return Statement(
        form=Form.COUNT if is_count else Form.CHANGE,
        counts=tuple(now.name(key) for key in keys),
        subject=f"{row.measure}, {row.period}",
        value=row.value,
        step=max(row.step, Decimal(1)) if is_count else row.step,
        text=f"{measure.change_of}, {measure.baseline}",
        source=f"{row.place.file} row {row.place.row}",
        place=row.place,
    )
