"""Formats: numbers, dates and lists as words."""

import time
import zoneinfo
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen import formats
from reportgen.errors import EnvironmentFault

VALUES = st.decimals(-(10**12), 10**12, allow_nan=False, places=6)
PLACES = st.integers(0, 5)
EAST = timezone(timedelta(hours=13))


def read_back(text: str) -> Decimal:
    """The number that a reader takes from the page."""
    plain = text.replace(formats.MINUS, "-").replace(",", "").removesuffix("%")
    return Decimal(plain)


@pytest.mark.parametrize(
    ("value", "decimals", "printed"),
    [
        ("0.5", 0, "1"),
        ("1.5", 0, "2"),
        ("2.5", 0, "3"),
        ("-2.5", 0, "−3"),
        ("-0.5", 0, "−1"),
        ("-0.4", 0, "0"),
        ("-0.04", 1, "0.0"),
        ("0.05", 1, "0.1"),
        ("0.25", 1, "0.3"),
        ("-0.25", 1, "−0.3"),
        ("2.675", 2, "2.68"),
        ("1234567.5", 0, "1,234,568"),
        ("-11.4", 1, "−11.4"),
        ("10987.0", 0, "10,987"),
        ("999.95", 1, "1,000.0"),
    ],
)
def test_numbers_round_half_away_from_zero(
    value: str, decimals: int, printed: str
) -> None:
    """An exact half goes away from zero, a minus is true, a zero has no sign."""
    assert printed == formats.number(Decimal(value), decimals)


@pytest.mark.parametrize(
    ("value", "decimals", "printed"),
    [
        ("0", 1, "0.0%"),
        ("0.01", 1, "0.1%"),
        ("0.04", 0, "1%"),
        ("99.96", 1, "99.9%"),
        ("99.6", 0, "99%"),
        ("100", 1, "100.0%"),
        ("100.04", 1, "100.0%"),
        ("-0.01", 1, "0.0%"),
        ("47", 1, "47.0%"),
        ("145.9", 1, "145.9%"),
    ],
)
def test_a_percentage_is_honest_about_nothing_and_all(
    value: str, decimals: int, printed: str
) -> None:
    """Between 0 and 100, neither is printed unless it truly is."""
    assert printed == formats.percentage(Decimal(value), decimals)


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ("5", "+5.0"),
        ("-11.4", "−11.4"),
        ("0", "0.0"),
        ("0.04", "0.0"),
        ("-0.04", "0.0"),
    ],
)
def test_a_change_carries_its_sign(value: str, printed: str) -> None:
    """A rise has a plus, a fall a true minus, and what rounds to zero no sign."""
    assert printed == formats.signed(Decimal(value))


@pytest.mark.parametrize(
    ("count", "given", "printed"),
    [
        (0, ("measure",), "no measures"),
        (1, ("measure",), "one measure"),
        (9, ("measure",), "nine measures"),
        (10, ("measure",), "10 measures"),
        (1234, ("measure",), "1,234 measures"),
        (1, ("entry", "entries"), "one entry"),
        (2, ("entry", "entries"), "two entries"),
        (3, (), "three"),
    ],
)
def test_small_counts_are_words(
    count: int, given: tuple[str, ...], printed: str
) -> None:
    """Counts up to nine are words, and only one is singular."""
    assert printed == formats.count_word(count, *given)


@pytest.mark.parametrize(
    ("items", "printed"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_lists_read_as_a_sentence(items: list[str], printed: str) -> None:
    """Commas between items, a word before the last."""
    assert printed == formats.listed(items)
    assert printed.replace(" and ", " or ") == formats.listed(items, "or")


def test_dates_are_english() -> None:
    """Dates are written in English, without leading zeros."""
    assert "7 November 2024" == formats.long_date(date(2024, 11, 7))
    assert "May 2024" == formats.month_year(date(2024, 5, 31))


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Lima", "UTC"])
@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2025, 1, 29, 23, 59, tzinfo=UTC), date(2025, 1, 29)),
        (datetime(2025, 6, 29, 23, 0, tzinfo=UTC), date(2025, 6, 30)),
        (datetime(2025, 1, 30, 9, tzinfo=EAST), date(2025, 1, 29)),
        (datetime(1, 1, 1, tzinfo=EAST), date(1, 1, 1)),
    ],
)
def test_a_day_is_that_of_england(
    monkeypatch: pytest.MonkeyPatch, zone: str, moment: datetime, day: date
) -> None:
    """Wherever the machine stands, and whatever the moment is written in."""
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        assert day == formats.london_day(moment)
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_machine_without_time_zones_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is guessed: the day of an embargo would be."""

    def lost(name: str) -> None:
        raise zoneinfo.ZoneInfoNotFoundError(name)

    monkeypatch.setattr(formats, "ZoneInfo", lost)

    with pytest.raises(EnvironmentFault, match="install the Python package tzdata"):
        formats.london_day(datetime(2025, 1, 29, tzinfo=UTC))


def test_sentence_case_touches_only_the_first_letter() -> None:
    """What follows the first letter stays as it is."""
    assert ["NDTMS data", "", "Ein"] == [
        formats.sentence_case(text) for text in ("NDTMS data", "", "ein")
    ]


@given(VALUES, PLACES)
def test_rounding_errs_by_half_a_unit_at_most(value: Decimal, places: int) -> None:
    """What is printed lies within half a unit of the value, and a half goes out."""
    shown = read_back(formats.number(value, places))
    half = Decimal(5).scaleb(-places - 1)

    assert abs(shown - value) <= half
    if abs(shown - value) == half:
        assert abs(shown) > abs(value)


@given(VALUES, PLACES)
def test_no_zero_is_negative(value: Decimal, places: int) -> None:
    """A minus stands only before a number below zero, and no hyphen ever."""
    for text in (formats.number(value, places), formats.signed(value, places)):
        assert "-" not in text
        assert text.startswith(formats.MINUS) == (read_back(text) < 0)


@given(st.decimals(0, 100, allow_nan=False, places=4), PLACES)
def test_percentages_say_nothing_or_all_only_when_true(
    value: Decimal, places: int
) -> None:
    """0% and 100% are printed if and only if the value is 0 or 100."""
    shown = read_back(formats.percentage(value, places))

    if value in {0, 100}:
        assert value == shown
    elif shown in {0, 100}:
        pytest.fail(f"{value} is printed as {shown}")


@given(VALUES, VALUES, PLACES)
def test_printing_keeps_the_order(one: Decimal, other: Decimal, places: int) -> None:
    """Of two values, the smaller never prints as the greater."""
    low, high = sorted((one, other))

    for write in (formats.number, formats.percentage, formats.signed):
        assert read_back(write(low, places)) <= read_back(write(high, places))
