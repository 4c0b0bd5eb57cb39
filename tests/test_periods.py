"""Periods: every style of the field, its days, its order, and the way back."""

import locale
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.periods import Period, PeriodError, PeriodType, parse

STYLES = [
    ("Oct 23", PeriodType.MONTH, date(2023, 10, 1), date(2023, 10, 31)),
    ("Sept 23", PeriodType.MONTH, date(2023, 9, 1), date(2023, 9, 30)),
    ("september 2023", PeriodType.MONTH, date(2023, 9, 1), date(2023, 9, 30)),
    ("Oct-23", PeriodType.MONTH, date(2023, 10, 1), date(2023, 10, 31)),
    ("2024-02", PeriodType.MONTH, date(2024, 2, 1), date(2024, 2, 29)),
    ("Feb. 23", PeriodType.MONTH, date(2023, 2, 1), date(2023, 2, 28)),
    ("2022/23", PeriodType.FINANCIAL_YEAR, date(2022, 4, 1), date(2023, 3, 31)),
    ("2022/2023", PeriodType.FINANCIAL_YEAR, date(2022, 4, 1), date(2023, 3, 31)),
    ("1999/00", PeriodType.FINANCIAL_YEAR, date(1999, 4, 1), date(2000, 3, 31)),
    ("2020 - 2022", PeriodType.ROLLING_YEARS, date(2020, 1, 1), date(2022, 12, 31)),
    ("2020 – 22", PeriodType.ROLLING_YEARS, date(2020, 1, 1), date(2022, 12, 31)),
    ("2020 to 2022", PeriodType.ROLLING_YEARS, date(2020, 1, 1), date(2022, 12, 31)),
    (
        "2021/22 Q4",
        PeriodType.FINANCIAL_QUARTER,
        date(2022, 1, 1),
        date(2022, 3, 31),
    ),
    (
        "2023/24 Q3",
        PeriodType.FINANCIAL_QUARTER,
        date(2023, 10, 1),
        date(2023, 12, 31),
    ),
    (
        "2023/24  q2",
        PeriodType.FINANCIAL_QUARTER,
        date(2023, 7, 1),
        date(2023, 9, 30),
    ),
    ("2022 Q1", PeriodType.QUARTER, date(2022, 1, 1), date(2022, 3, 31)),
    ("2022", PeriodType.CALENDAR_YEAR, date(2022, 1, 1), date(2022, 12, 31)),
    (
        "12 months to Jun 24",
        PeriodType.ROLLING_MONTHS,
        date(2023, 7, 1),
        date(2024, 6, 30),
    ),
]
REFUSED = [
    ("23-Oct", "a spreadsheet turned into a date; format the column as text"),
    ("01-Sept", "a spreadsheet turned into a date"),
    ("No Value", '"No Value" is not a period; write it as "Oct 23"'),
    ("", 'no period is given; write it as "2022/23"'),
    (" \t", "no period is given"),
    ("2022/24", 'does not join two years in a row; a financial year is written as "20'),
    ("2022/2123", "does not join two years in a row"),
    ("2022/24 Q1", "does not join two years in a row"),
    ("2022-2020", 'ends before it has begun; write the earlier year first, as in "202'),
    ("2022 - 2022", "ends before it has begun"),
    ("2022 Q5", "is not a period"),
    ("2022/23 Q0", "is not a period"),
    ("31/05/2024", "is not a period"),
    ("2023-13", "ends before it has begun"),
    ("0000", "0000 is not a year of our calendar; write four digits"),
    ("0 months to Jun 24", '"0 months" is not a span between 1 and 120 months; write'),
    ("121 months to Jun 24", "is not a span between 1 and 120 months"),
    ("ſep 23", "is not a period"),
    ("Oct ٢٣", "is not a period"),
    ("Oct 23 ' OR 1", "is not a period"),
]


@st.composite
def periods_of(draw: st.DrawFn) -> Period:
    """A period of any kind, as its text is read."""
    kind = draw(st.sampled_from(PeriodType))
    year = draw(st.integers(1200, 9000))
    if kind is PeriodType.ROLLING_YEARS:
        return parse(f"{year} - {year + draw(st.integers(1, 50))}")
    if kind is PeriodType.ROLLING_MONTHS:
        months, number = draw(st.integers(1, 120)), draw(st.integers(1, 12))
        end = parse(f"{year}-{number:02}")
        return parse(f"{months} months to {end}")
    quarter = draw(st.integers(1, 4))
    following = f"{(year + 1) % 100:02}"
    texts = {
        PeriodType.MONTH: f"{year}-{draw(st.integers(1, 12)):02}",
        PeriodType.QUARTER: f"{year} Q{quarter}",
        PeriodType.FINANCIAL_QUARTER: f"{year}/{following} Q{quarter}",
        PeriodType.FINANCIAL_YEAR: f"{year}/{following}",
        PeriodType.CALENDAR_YEAR: str(year),
    }
    return parse(texts[kind])


@pytest.mark.parametrize(("text", "kind", "first", "last"), STYLES)
def test_every_style_has_its_days(
    text: str, kind: PeriodType, first: date, last: date
) -> None:
    """A style of the field becomes a kind with a first and a last day."""
    period = parse(text)

    assert (kind, first, last) == (period.kind, period.start, period.end)


@pytest.mark.parametrize(("text", "words"), REFUSED)
def test_what_is_no_period_is_refused_with_words(text: str, words: str) -> None:
    """A refusal says what is wrong and, after a semicolon, how to write it."""
    with pytest.raises(PeriodError) as refusal:
        parse(text)

    told = str(refusal.value)
    assert words in told
    assert told.rpartition("; ")[2].startswith(("write", "format", "a financial year"))


def test_a_foreign_locale_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Months are English whatever the machine speaks."""
    monkeypatch.setattr(locale, "nl_langinfo", lambda _item: "Oktober")
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")

    assert "Oct 2023" == str(parse("Oct 23"))
    assert "October 2023" == parse("Oct 23").spoken
    with pytest.raises(PeriodError, match="is not a period"):
        parse("Okt 23")


def test_the_order_is_by_end_then_by_start() -> None:
    """Of two that end together, the longer one comes first."""
    texts = ["Mar 23", "2022/23", "2023 Q1", "Jan 23", "2020 - 2022", "2022", "Apr 23"]
    ordered = ["2020 to 2022", "2022", "Jan 2023", "2022/23", "2023 Q1", "Mar 2023"]

    assert [*ordered, "Apr 2023"] == [str(p) for p in sorted(map(parse, texts))]


@pytest.mark.parametrize(
    ("text", "on", "age"),
    [
        ("Oct 23", date(2023, 10, 31), 0),
        ("Oct 23", date(2023, 11, 29), 0),
        ("Oct 23", date(2023, 11, 30), 1),  # November has no 31st
        ("Oct 23", date(2024, 5, 31), 7),
        ("Oct 23", date(2023, 9, 30), -1),
        ("2022/23", date(2024, 5, 31), 14),
        ("2020/21", date(2024, 5, 31), 38),
        ("2020 - 2022", date(2024, 5, 31), 17),
        ("2020 - 2022", date(2024, 5, 30), 16),
        ("Feb 23", date(2023, 3, 28), 1),
        ("Feb 23", date(2023, 3, 27), 0),
    ],
)
def test_age_counts_whole_months(text: str, on: date, age: int) -> None:
    """Age is counted in whole months from the last day of the period."""
    assert age == parse(text).age(on)


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("Jan 24", "Dec 2023"),
        ("2024 Q1", "2023 Q4"),
        ("2023/24 Q1", "2022/23 Q4"),
        ("2000/01", "1999/00"),
        ("2024", "2023"),
        ("2020 - 2022", "2019 to 2021"),
        ("12 months to Jan 24", "12 months to Dec 2023"),
    ],
)
def test_the_preceding_period_is_of_the_same_kind(text: str, before: str) -> None:
    """The period before is of the same kind; rolling spans step by one."""
    assert before == str(parse(text).preceding())


def test_two_ways_to_number_a_quarter_are_one_span() -> None:
    """Both quarter styles have the same days and are alike; a month is not."""
    financial, calendar = parse("2021/22 Q4"), parse("2022 Q1")

    assert financial.days == calendar.days
    assert financial.kind.alike(calendar.kind)
    assert not financial.kind.alike(PeriodType.MONTH)


def test_meaning_says_the_span_in_words() -> None:
    """What "How to read" prints names the first and the last month."""
    told = [parse(text).meaning for text in ("Oct 23", "2022/23", "2020 - 2022")]

    assert [
        "The month of October 2023",
        "Financial year, April 2022 to March 2023",
        "Years taken together, January 2020 to December 2022",
    ] == told


@given(periods_of())
def test_writing_and_reading_is_the_same_period(period: Period) -> None:
    """`parse` reads back what `str` writes, for every kind."""
    assert period == parse(str(period))


@given(periods_of(), periods_of())
def test_order_is_total(one: Period, other: Period) -> None:
    """Exactly one of before, same and after holds, and it is that of the days."""
    before, after = one < other, other < one

    assert 1 == [before, after, one == other].count(True)
    assert (one <= other) == (before or one == other)
    if (one.end, one.start) != (other.end, other.start):
        assert before == ((one.end, one.start) < (other.end, other.start))


@given(periods_of())
def test_the_preceding_period_ends_the_day_before(period: Period) -> None:
    """No gap and no overlap between a period and its preceding one, unless rolling."""
    before = period.preceding()

    assert (period.kind, period.months) == (before.kind, before.months)
    assert before < period
    if period.kind not in {PeriodType.ROLLING_YEARS, PeriodType.ROLLING_MONTHS}:
        assert period.start - timedelta(days=1) == before.end


@given(periods_of(), st.dates(), st.dates())
def test_age_never_falls_as_days_pass(period: Period, day: date, other: date) -> None:
    """A period is no younger on a later day, and 0 on its last."""
    earlier, later = sorted((day, other))

    assert period.age(earlier) <= period.age(later)
    assert 0 == period.age(period.end)
    assert period.age(period.start) <= 0


@given(st.text(max_size=30))
def test_any_text_is_a_period_or_refused(text: str) -> None:
    """No text breaks the reader in another way than by its own refusal."""
    try:
        told = str(parse(text))
    except PeriodError as refusal:
        told = str(refusal)

    assert "; " in told or parse(told) == parse(text)


def test_a_period_that_is_named_again_is_not_read_again() -> None:
    """A store names each period many times."""
    assert parse("12 months to Jun 24") is parse("12 months to Jun 24")
