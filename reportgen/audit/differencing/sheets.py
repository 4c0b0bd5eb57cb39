"""Published tables as a reader holds them: this rendition's, and those of editions.

A count is the same in two tables only where measure, place, period and the day of
receipt agree: a revised row is another count.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from reportgen.errors import Place
from reportgen.evidence.disclosure import Published, PublishedValue
from reportgen.evidence.editions import Edition, Released
from reportgen.evidence.measures import Measure
from reportgen.evidence.rules import Rule
from reportgen.formats import rounded
from reportgen.vocabulary import Method, ValueType

Days = tuple[date, date]
"""First and last day of a period."""
Key = tuple[str, Days]
"""Of which measure, and when."""
QUOTIENTS = {ValueType.PERCENTAGE, ValueType.RATE}
COUNTED = {ValueType.COUNT, ValueType.STANDARDISED_RATE, *QUOTIENTS}
"""What has a count behind it; a standardised rate is not worked out from it alone."""
_DIGITS = 6  # significant, of a confidence limit in `published.csv`


@dataclass(frozen=True)
class Number:
    """One row of a table."""

    measure: Measure
    key: Key
    period: str
    received: date | None
    value: Decimal | None
    count: Decimal | None
    denominator: Decimal | None
    limits: tuple[Decimal, Decimal] | None
    """As printed; None where they do not come from the count."""
    base: int
    place: Place | None

    @property
    def subject(self) -> str:
        """`tx_all, Jun 2024`."""
        return f"{self.measure.measure}, {self.period}"

    @property
    def printed_count(self) -> int | None:
        """The count as printed: of a count its value; None where none is."""
        is_count = self.measure.value_type is ValueType.COUNT
        held = self.value if is_count else self.count
        if self.measure.value_type not in COUNTED or held is None:
            return None
        return int(held) if held == held.to_integral_value() else None

    @property
    def hidden(self) -> range:
        """The counts that would not have been printed, if it is rounded."""
        return self.measure.rule.hidden if self.base > 1 else range(0)

    def behind(self, printed: int) -> range:
        """The counts that are printed as this one."""
        return Rule(self.hidden, self.base).behind(printed)

    @property
    def step(self) -> Decimal:
        """The unit that a percentage change is rounded to."""
        exponent = self.value.as_tuple().exponent if self.value is not None else 0
        own = Decimal(1).scaleb(min(exponent, 0) if isinstance(exponent, int) else 0)
        return max(own, Decimal(self.base)) if self.base > 1 else own


@dataclass(frozen=True)
class Sheet:
    """One table."""

    source: str
    """Empty for the rendition that is looked at; else the edition."""
    numbers: Mapping[Key, Number]
    before: "Sheet | None" = None
    """Of an edition: the present table, for rows that the edition does not have."""

    @cached_property
    def latest(self) -> date:
        """The last day on which anything of it was received."""
        days = (one.received for one in self.numbers.values() if one.received)
        return max(days, default=date.min)

    def name(self, key: Key) -> str:
        """The name of a count.

        A row that an edition does not have is the present one, if that was there then.
        """
        row = self.numbers.get(key)
        if row is None and self.before is not None:
            row = self.before.numbers.get(key)
            if row and row.received and row.received > self.latest:
                return f"{_name(key, None)}, as in {self.source}"
        return _name(key, row.received if row else None)

    def name_behind(self, change: Number) -> str:
        """The name of the count that a percentage change was made from."""
        key = (change.measure.change_of, change.key[1])
        if self.before is None or key in self.numbers or key in self.before.numbers:
            return self.name(key)
        # Nobody holds it, so a change that was revised may be that of another count.
        now = self.before.numbers.get(change.key)
        if now is not None and now.received == change.received:
            return self.name(key)
        return f"{_name(key, None)}, as in {self.source}"


def _name(key: Key, received: date | None) -> str:
    measure, (first, last) = key
    return f"{measure} {first} to {last}, received {received or 'never'}"


def present(published: Published) -> Sheet:
    """The table of this rendition: the area's values, latest and earlier."""
    return Sheet(
        "",
        {
            number.key: number
            for one in published.values()
            for value in (*one.history, one.area)
            for number in _of_value(one.measure, value)
        },
    )


def _of_value(measure: Measure, value: PublishedValue) -> Iterator[Number]:
    if value.period is None:
        return
    yield Number(
        measure=measure,
        key=(measure.measure, value.period.days),
        period=str(value.period),
        received=value.received,
        value=value.value,
        count=value.count,
        denominator=value.denominator,
        limits=_limits(value, measure),
        base=value.base,
        place=value.place,
    )


def _limits(value: PublishedValue, measure: Measure) -> tuple[Decimal, Decimal] | None:
    known = value.interval
    if known is None or known.method is Method.SOURCE:
        return None
    return _limit(known.lower, measure.places), _limit(known.upper, measure.places)


def _limit(exact: float, places: int) -> Decimal:
    """With as many digits as the page or the data file has, whichever has more."""
    exponent = Decimal(f"{exact:.{_DIGITS}g}").as_tuple().exponent
    held = -exponent if isinstance(exponent, int) else 0
    return rounded(Decimal(exact), max(held, places))


def released(edition: Edition, now: Sheet, published: Published) -> Sheet:
    """The table of an edition, as far as its measures are still defined."""
    return Sheet(
        edition.name,
        {
            (row.measure, row.days): _of_row(row, published[row.measure].measure)
            for row in edition.rows
            if row.place == published.area and row.measure in published
        },
        now,
    )


def _of_row(row: Released, measure: Measure) -> Number:
    return Number(
        measure=measure,
        key=(row.measure, row.days),
        period=row.period,
        received=row.received,
        value=row.value,
        count=row.count,
        denominator=row.denominator,
        limits=row.limits,
        base=row.base,
        place=None,
    )
