"""Time spans as the field writes them: from "Sept 23" or "2021/22 Q4" to typed periods.

| style             | kind              | days                      |
|-------------------|-------------------|---------------------------|
| Oct 23, Sept 2023 | month             | that month                |
| 2022 Q1           | quarter           | January to March 2022     |
| 2021/22 Q4        | financial quarter | January to March 2022     |
| 2022/23           | financial year    | April 2022 to March 2023  |
| 2022              | calendar year     | that year                 |
| 2020 - 2022       | rolling years     | January 2020 to December 2022 |
| 12 months to Jun 24 | rolling months  | July 2023 to June 2024    |
"""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Self

from reportgen.formats import MONTH_NAMES, month_year

_ABBREVIATIONS = [name[:3] for name in MONTH_NAMES]  # English whatever the locale
_MONTHS = {name.lower(): number for number, name in enumerate(_ABBREVIATIONS, 1)}
_APRIL = 4  # the English financial year runs from 1 April to 31 March


class PeriodType(StrEnum):
    """The kinds of period; `measures.csv` names one in its column period_type."""

    MONTH = "month"
    QUARTER = "quarter"
    FINANCIAL_QUARTER = "financial quarter"
    FINANCIAL_YEAR = "financial year"
    CALENDAR_YEAR = "calendar year"
    ROLLING_YEARS = "rolling years"
    ROLLING_MONTHS = "rolling months"

    @property
    def plural(self) -> str:
        """As messages count them: months, rolling years."""
        return self.value if self.value.endswith("s") else f"{self.value}s"

    def alike(self, other: "PeriodType") -> bool:
        """The same kind, or both quarters: sources number them in two ways."""
        quarters = {PeriodType.QUARTER, PeriodType.FINANCIAL_QUARTER}
        return self is other or {self, other} == quarters


class PeriodError(ValueError):
    """Text that is no period; the message says why and how to write it."""


@dataclass(frozen=True)
class Period:
    """A span of whole months, ordered by its end, then by its start."""

    kind: PeriodType
    start: date
    """First day."""
    months: int
    """Length in months."""

    @cached_property
    def end(self) -> date:
        """Last day; asked for at every comparison, so reckoned once."""
        year, month = _shifted(self.start.year, self.start.month, self.months - 1)
        return date(year, month, monthrange(year, month)[1])

    @cached_property
    def days(self) -> tuple[date, date]:
        """First and last day: "2021/22 Q4" and "2022 Q1" have the same."""
        return self.start, self.end

    def __lt__(self, other: Self) -> bool:
        """The one that ends earlier, or ends together and starts earlier."""
        return self._rank < other._rank

    def __le__(self, other: Self) -> bool:
        """Not later than the other."""
        return self._rank <= other._rank

    @cached_property
    def _rank(self) -> tuple[date, date, str]:
        """The kind decides between "2021/22 Q4" and "2022 Q1", which are one span."""
        return self.end, self.start, self.kind.value

    def age(self, on: date) -> int:
        """Whole months from this period's last day to `on`; negative before it."""
        months = (on.year - self.end.year) * 12 + on.month - self.end.month
        return months - (on.day < min(self.end.day, _last_day(on)))

    @property
    def spoken(self) -> str:
        """As a sentence says it: months in full."""
        one = self.kind is PeriodType.MONTH
        return month_year(self.start) if one else str(self)

    @property
    def meaning(self) -> str:
        """What "How to read" says: `Financial year, April 2022 to March 2023`."""
        first, last = month_year(self.start), month_year(self.end)
        if self.months == 1:
            return f"The month of {first}"
        noun = {"rolling years": "Years", "rolling months": "Months"}.get(
            self.kind.value, self.kind.value.capitalize()
        )
        together = " taken together" if self.kind in _STEPS else ""
        return f"{noun}{together}, {first} to {last}"

    def preceding(self) -> "Period":
        """The period of the same kind that comes just before.

        Rolling spans step by a year or a month, so that one overlaps the next.
        """
        step = _STEPS.get(self.kind, self.months)
        year, month = _shifted(self.start.year, self.start.month, -step)
        return Period(self.kind, date(year, month, 1), self.months)

    def __str__(self) -> str:
        """The one way in which reportgen writes this period; `parse` reads it back."""
        return _WRITERS[self.kind](self)


def same_days(one: Period | None, other: Period | None) -> bool:
    """Whether two spans are one: "2021/22 Q4" and "2022 Q1" are; so are two missing."""
    return (one and one.days) == (other and other.days)


_STEPS = {PeriodType.ROLLING_YEARS: 12, PeriodType.ROLLING_MONTHS: 1}  # in months


@lru_cache(maxsize=4096)  # a store says each period once for every measure and area
def parse(text: str) -> Period:
    """The period that a text names.

    Raises:
        PeriodError: with the reason and the way to write it.
    """
    plain = " ".join(text.replace("–", "-").split())
    for pattern, build in _GRAMMAR:
        found = re.fullmatch(pattern, plain, re.IGNORECASE | re.ASCII)
        if found:
            return build(*found.groups())
    raise PeriodError(_refusal(plain))


def _refusal(plain: str) -> str:
    if re.fullmatch(r"\d{1,2}-[a-z]{3,4}", plain, re.IGNORECASE):
        return (
            f'"{plain}" looks like a month that a spreadsheet turned into a date; '
            'format the column as text and write it as "Oct 23"'
        )
    if not plain:
        return 'no period is given; write it as "2022/23", "2021/22 Q4" or "Oct 23"'
    return (
        f'"{plain}" is not a period; write it as "Oct 23", "2022 Q1", "2021/22 Q4", '
        '"2022/23", "2022", "2020 - 2022" or "12 months to Jun 24"'
    )


def _shifted(year: int, month: int, by: int) -> tuple[int, int]:
    """Year and month that lie `by` months after the given ones."""
    count = year * 12 + month - 1 + by
    return count // 12, count % 12 + 1


def _last_day(day: date) -> int:
    return monthrange(day.year, day.month)[1]


def _year(digits: str) -> int:
    """Two digits are of this century: the drug strategy's data begin after 2000."""
    return int(digits) + (2000 if len(digits) <= 2 else 0)  # noqa: PLR2004 (digits)


def _begin(kind: PeriodType, year: int, month: int, months: int) -> Period:
    if not 1 <= year <= 9998:  # noqa: PLR2004 (what a date can hold, and a year more)
        raise PeriodError(
            f"{year:04} is not a year of our calendar; write four digits, like 2022"
        )
    return Period(kind, date(year, month, 1), months)


def _month(name: str, year: str) -> Period:
    return _begin(PeriodType.MONTH, _year(year), _MONTHS[name[:3].lower()], 1)


def _iso_month(year: str, month: str) -> Period:
    return _begin(PeriodType.MONTH, int(year), int(month), 1)


def _quarter(year: str, quarter: str) -> Period:
    return _begin(PeriodType.QUARTER, _year(year), int(quarter) * 3 - 2, 3)


def _financial_start(first: str, second: str) -> int:
    start = _year(first)
    if int(second) not in {start + 1, (start + 1) % 100}:
        raise PeriodError(
            f'"{first}/{second}" does not join two years in a row; a financial year '
            f'is written as "{start}/{(start + 1) % 100:02}", a longer span as '
            '"2020 - 2022"'
        )
    return start


def _financial_year(first: str, second: str) -> Period:
    year = _financial_start(first, second)
    return _begin(PeriodType.FINANCIAL_YEAR, year, _APRIL, 12)


def _financial_quarter(first: str, second: str, quarter: str) -> Period:
    start = _financial_start(first, second)
    year, month = _shifted(start, _APRIL, int(quarter) * 3 - 3)
    return _begin(PeriodType.FINANCIAL_QUARTER, year, month, 3)


def _calendar_year(year: str) -> Period:
    return _begin(PeriodType.CALENDAR_YEAR, int(year), 1, 12)


def _rolling_years(first: str, last: str) -> Period:
    start = int(first)
    end = int(last) if len(last) == len(first) else start // 100 * 100 + int(last)
    if end <= start:
        raise PeriodError(
            f'"{first} - {last}" ends before it has begun; write the earlier year '
            'first, as in "2020 - 2022"'
        )
    return _begin(PeriodType.ROLLING_YEARS, start, 1, (end - start + 1) * 12)


def _rolling_months(count: str, name: str, year: str) -> Period:
    months = int(count)
    if not 1 <= months <= 120:  # noqa: PLR2004 (ten years; more is a slip of the pen)
        raise PeriodError(
            f'"{count} months" is not a span between 1 and 120 months; write it as '
            '"12 months to Jun 24"'
        )
    end = _month(name, year)
    start = _shifted(end.start.year, end.start.month, 1 - months)
    return _begin(PeriodType.ROLLING_MONTHS, *start, months)


_NAME = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_SHORT_OR_LONG = r"(\d{4}|\d{2})"
_GRAMMAR: tuple[tuple[str, Callable[..., Period]], ...] = (
    (rf"{_NAME}[ -]{_SHORT_OR_LONG}", _month),
    (r"(\d{4})-(0[1-9]|1[0-2])", _iso_month),
    (r"(\d{4}) ?q([1-4])", _quarter),
    (rf"(\d{{4}})/{_SHORT_OR_LONG} ?q([1-4])", _financial_quarter),
    (rf"(\d{{4}})/{_SHORT_OR_LONG}", _financial_year),
    (r"(\d{4})", _calendar_year),
    (rf"(\d{{4}}) ?(?:-|to) ?{_SHORT_OR_LONG}", _rolling_years),
    (rf"(\d{{1,3}}) months? to {_NAME} {_SHORT_OR_LONG}", _rolling_months),
)


def _write_month(period: Period) -> str:
    return f"{_ABBREVIATIONS[period.end.month - 1]} {period.end.year:04}"


def _write_financial_year(period: Period) -> str:
    return f"{period.start.year:04}/{period.end.year % 100:02}"


def _write_financial_quarter(period: Period) -> str:
    number = (period.start.month - _APRIL) % 12 // 3 + 1
    start = period.start.year - (period.start.month < _APRIL)
    return f"{start:04}/{(start + 1) % 100:02} Q{number}"


_WRITERS: dict[PeriodType, Callable[[Period], str]] = {
    PeriodType.MONTH: _write_month,
    PeriodType.QUARTER: lambda p: f"{p.start.year:04} Q{p.end.month // 3}",
    PeriodType.FINANCIAL_QUARTER: _write_financial_quarter,
    PeriodType.FINANCIAL_YEAR: _write_financial_year,
    PeriodType.CALENDAR_YEAR: lambda p: f"{p.start.year:04}",
    PeriodType.ROLLING_YEARS: lambda p: f"{p.start.year:04} to {p.end.year:04}",
    PeriodType.ROLLING_MONTHS: lambda p: f"{p.months} months to {_write_month(p)}",
}
