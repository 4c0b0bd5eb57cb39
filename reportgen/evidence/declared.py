"""What else anybody may know: counts that others have published, as somebody declares.

A restricted count can be worked out from what a report prints together with what stands
elsewhere. Only people know what stands elsewhere, so they say it here.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from reportgen.errors import Fault, Place, Slug, error
from reportgen.evidence.measures import Measure, Measures
from reportgen.evidence.possible import LARGEST
from reportgen.periods import Period, same_days
from reportgen.reading import Number, Row, Span, Text, read_rows
from reportgen.vocabulary import ValueType

FILE = "data/public_knowledge.csv"
_KINDS = {ValueType.COUNT, ValueType.PERCENTAGE_CHANGE}
_EXACT = "exact"


class Declared(Row):
    """One value; its fields are the columns of `public_knowledge.csv`."""

    measure: Text
    area: Text
    """Code of the partnership's area."""
    period: Span
    value: Number
    """As it is published elsewhere, with its decimals."""
    precision: Text
    """`exact`, or `nearest 5`, `nearest 10`, ..."""
    source: Text
    """Where anybody may read it."""
    notes: str

    @property
    def step(self) -> Decimal | None:
        """The unit that it was rounded to, such as 1, 5 or 0.1; None if unreadable."""
        found = re.fullmatch(r"nearest ([1-9]\d{0,5})", self.precision.lower())
        if found:
            return Decimal(found[1])
        if self.precision.lower() != _EXACT or self.value is None:
            return None
        exponent = self.value.as_tuple().exponent
        return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)


def read_declared(data: Path, measures: Measures, area: str) -> tuple[Declared, ...]:
    """`data/public_knowledge.csv`, each row held against the measures.

    Args:
        data: the workspace's folder `data`; the file need not be there.
        measures: the definitions.
        area: code of the partnership's area, which alone is of use.

    Raises:
        FaultsFound: with every fault of every row.
    """
    path = data / "public_knowledge.csv"
    if not path.exists():
        return ()

    def judge(rows: list[Declared]) -> list[Fault]:
        found = [fault for row in rows for fault in _faults(row, measures, area)]
        return found + _twice(rows)

    return tuple(read_rows(path, FILE, Declared, judge))


def _faults(row: Declared, measures: Measures, area: str) -> Iterator[Fault]:
    if row.area != area:
        what = f'"{row.area}" is not the area of this partnership'
        yield _at(row, "area", Slug.UNKNOWN_AREA, what, f"write {area}")
    if row.period is None:
        what, cure = "a value needs a period", 'write it as "2022/23" or "Mar 22"'
        yield _at(row, "period", Slug.UNKNOWN_PERIOD, what, cure)
    if row.value is None:
        cure = "write what anybody may know, or remove the row"
        yield _at(row, "value", Slug.NOT_A_NUMBER, "it is empty", cure)
    elif row.step is None:
        what = f'"{row.precision}" is no precision'
        yield _at(
            row, "precision", Slug.NOT_A_CHOICE, what, 'write "exact", "nearest 5"'
        )
    measure = measures.get(row.measure)
    if measure is None:
        what, cure = f'"{row.measure}" is not a measure', "define it in measures.csv"
        yield _at(row, "measure", Slug.UNKNOWN_MEASURE, what, cure)
    else:
        changes = [one for one in measures.values() if one.change_of == row.measure]
        baselines = [one.baseline for one in changes if one.baseline]
        yield from _measure_faults(row, measure, baselines)


def _measure_faults(
    row: Declared, measure: Measure, baselines: Sequence[Period]
) -> Iterator[Fault]:
    if measure.value_type not in _KINDS:
        what = f"{row.measure} is a {measure.value_type}, which says nothing of a count"
        cure = "declare counts and percentage changes; remove the row"
        yield _at(row, "measure", Slug.WRONG_TYPE, what, cure)
    kind = measure.period_type
    is_baseline = any(same_days(row.period, one) for one in baselines)
    if row.period and kind and not is_baseline and not row.period.kind.alike(kind):
        what = (
            f"{row.period} is a {row.period.kind}, but {row.measure} has {kind.plural}"
        )
        cure = "correct the period, or period_type in measures.csv"
        yield _at(row, "period", Slug.UNKNOWN_PERIOD, what, cure)
    if row.value is None or row.step is None:
        return
    is_count = measure.value_type is ValueType.COUNT
    if abs(row.value) > LARGEST:
        what = f'"{row.value}" is more than anything that is counted'
        yield _at(row, "value", Slug.OUT_OF_RANGE, what, "look for a slip of the pen")
    elif is_count and row.value < 0:
        what, cure = f'"{row.value}" is below zero', "a count is 0 or more"
        yield _at(row, "value", Slug.NEGATIVE_COUNT, what, cure)
    elif row.value % (max(row.step, Decimal(1)) if is_count else row.step):
        what = f'"{row.value}" is not {"whole" if row.step <= 1 else row.precision}'
        cure = "correct the value, or its precision"
        yield _at(row, "value", Slug.NOT_A_NUMBER, what, cure)


def _twice(rows: list[Declared]) -> list[Fault]:
    """Two sources may say the same; one source says it once."""
    first: dict[tuple[object, ...], Declared] = {}
    faults = []
    for row in rows:
        key = (row.measure, row.area, row.period and row.period.days, row.source)
        earlier = first.setdefault(key, row)
        if earlier is not row:
            what = f"the same source says it already in row {earlier.place.row}"
            faults.append(_at(row, "measure", Slug.DUPLICATE_ROW, what, "keep one"))
    return faults


def _at(row: Declared, column: str, slug: Slug, what: str, cure: str) -> Fault:
    return error(slug, Place(FILE, row=row.place.row, column=column), what, cure)
