"""The definitions: from `data/measures.csv` to measures."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

from reportgen.errors import Fault, FaultsFound, Place, Slug, error
from reportgen.evidence.rules import Rule, parse
from reportgen.periods import PeriodType
from reportgen.reading import Count, Number, OrNone, Row, Span, Text, read_rows
from reportgen.vocabulary import Comparable, Polarity, ValueType

FILE = "data/measures.csv"
_SAFE = 2  # whole counts: of fewer, none is secret
_MOST_PLACES = 6  # after the point
_ENOUGH = 5  # counts that stay possible hide each other, unless a measure says more


class Measure(Row):
    """One definition; its fields are the columns of `measures.csv`."""

    measure: Text
    """Id in data and commentary: `m20`, `tx_opiates`."""
    number: Count
    """Number on the scorecard; None for measures that are not on it."""
    priority_area: Text
    commitment: Text
    commitment_label: Text
    """The commitment in a few words, for a narrow column."""
    name: Text
    """As the source prints it."""
    short_name: Text
    """What it is called where it stands alone: `Unmet need, alcohol`."""
    label: Text
    """What it is called among its siblings in a figure: `Alcohol`."""
    unit: Text
    """As the source prints it."""
    source: Text
    value_type: ValueType
    decimals: Number
    """Places after the point when printed."""
    polarity: Polarity
    period_type: Annotated[PeriodType | None, OrNone]
    """None where the source gives no period yet."""
    comparable: Comparable
    disclosure_rule: Text
    owner: Text
    """Role that is asked when a value is missing."""
    update_every: Count
    """Months between two values."""
    update_lag: Count
    """Months from a period's end until its value is published."""
    baseline: Span
    """For a change: the period that it is measured from."""
    part_of: str
    """The measure whose total this one is a part of."""
    part_by: str
    """How the parts divide their total: `sex`, `substance`."""
    notes: str
    per: Count = None
    """For a rate: of how many it counts the events, such as 1000 or 100000."""
    change_of: str = ""
    """For a percentage change: the measure whose counts it compares."""
    least_counts: Count = None
    """How many whole counts must stay possible for a reader, where one is withheld."""

    @property
    def numeral(self) -> str:
        """Its number on the scorecard as printed; empty where it has none."""
        return "" if self.number is None else f"{self.number:f}"

    @cached_property
    def rule(self) -> Rule:
        """What becomes of its counts before they are printed for everybody."""
        return parse(self.disclosure_rule)

    @property
    def least(self) -> int:
        """How many whole counts must stay possible where one is withheld.

        As `least_counts` says; else as many as its rule suppresses, and at most five.
        """
        if self.least_counts is not None:
            return int(self.least_counts)
        return min(len(self.rule.hidden) or _ENOUGH, _ENOUGH)

    @property
    def places(self) -> int:
        """Places after the point as a whole number."""
        return int(self.decimals if self.decimals is not None else Decimal(0))


Measures = Mapping[str, Measure]
"""All measures by id, in the order of the file."""


def read_measures(data: Path) -> Measures:
    """`data/measures.csv`.

    Raises:
        FaultsFound: with every fault of the file.
    """
    rows = read_rows(data / "measures.csv", FILE, Measure, _row_faults)
    measures = {row.measure: row for row in rows}
    faults = [fault for row in rows for fault in _named_in_vain(row, measures)]
    if faults:
        raise FaultsFound(faults)
    return MappingProxyType(measures)


def _row_faults(rows: list[Measure]) -> list[Fault]:
    return [
        *_twice(rows),
        *_numbers_twice(rows),
        *(f for row in rows for f in (*_no_places(row), *_no_rule(row), *_few(row))),
    ]


def _no_places(row: Measure) -> list[Fault]:
    if row.decimals is None or row.decimals in range(_MOST_PLACES + 1):
        return []
    place = Place(FILE, row=row.place.row, column="decimals")
    what = f'"{row.decimals}" is not a number of places after the point'
    cure = f"write a whole number from 0 to {_MOST_PLACES}"
    return [error(Slug.WRONG_TYPE, place, what, cure)]


def _no_rule(row: Measure) -> list[Fault]:
    try:
        parse(row.disclosure_rule)
    except ValueError as refusal:
        place = Place(FILE, row=row.place.row, column="disclosure_rule")
        what = f'"{row.disclosure_rule}" is not a disclosure rule'
        return [error(Slug.NOT_A_CHOICE, place, what, str(refusal))]
    return []


def _few(row: Measure) -> list[Fault]:
    """Where one count alone stays possible, it is known."""
    if row.least_counts is None or row.least_counts >= _SAFE:
        return []
    place = Place(FILE, row=row.place.row, column="least_counts")
    what = f'"{row.least_counts}" would let a withheld count be known'
    return [error(Slug.OUT_OF_RANGE, place, what, f"write {_SAFE} or more")]


def _twice(rows: list[Measure]) -> list[Fault]:
    first: dict[str, Measure] = {}
    faults = []
    for row in rows:
        earlier = first.setdefault(row.measure, row)
        if earlier is not row:
            place = Place(FILE, row=row.place.row, column="measure")
            what = f'"{row.measure}" stands already in row {earlier.place.row}'
            faults.append(error(Slug.DUPLICATE_ROW, place, what, "keep one of them"))
    return faults


def _numbers_twice(rows: list[Measure]) -> list[Fault]:
    """A number on the scorecard is whole, and belongs to one measure."""
    first: dict[Decimal, Measure] = {}
    faults = []
    for row in rows:
        if row.number is None:
            continue
        place = Place(FILE, row=row.place.row, column="number")
        if row.number != row.number.to_integral_value():
            what, cure = f'"{row.number}" is not whole', "number measures 1, 2, 3"
            faults.append(error(Slug.NOT_A_NUMBER, place, what, cure))
        earlier = first.setdefault(row.number, row)
        if earlier is not row:
            what = f"{row.number} is the number of {earlier.measure} already"
            cure = "give each measure its own number"
            faults.append(error(Slug.DUPLICATE_ROW, place, what, cure))
    return faults


def _named_in_vain(row: Measure, measures: Measures) -> list[Fault]:
    cures = {
        "part_of": "name the measure that this one is a part of, or leave it empty",
        "change_of": "name the measure that it is a change of, or leave it empty",
    }
    faults = []
    for column, cure in cures.items():
        other = getattr(row, column)
        if other and other not in measures:
            place = Place(FILE, row=row.place.row, column=column)
            what = f'"{other}" is not a measure'
            faults.append(error(Slug.UNKNOWN_MEASURE, place, what, cure))
    return faults
