"""Trends: which method answers for which series, its words, and what is missing."""

from collections.abc import Sequence
from decimal import Decimal

import invented
import pytest
from hypothesis import given
from hypothesis import strategies as st
from observed import observation

from reportgen.evidence.finding import Finding
from reportgen.evidence.observations import Observation
from reportgen.evidence.trend import find
from reportgen.periods import Period, parse
from reportgen.vocabulary import Marker, Polarity, Status, Trend, TrendMethod

ABSENT = {"marker": Marker.NOT_AVAILABLE, "reason": "a gap"}
OUT_OF = 2000


def back(latest: str, count: int) -> list[Period]:
    """So many periods up to the latest, oldest first."""
    periods = [parse(latest)]
    while len(periods) < count:
        periods.insert(0, periods[0].preceding())
    return periods


def rows(
    values: Sequence[str | None], latest: str, **given: object
) -> list[Observation]:
    """Values up to the latest period; None is a row that says why there is none."""
    return [
        observation(
            number,
            value,
            period=str(period),
            **(given if value is not None else {**given, **ABSENT}),
        )
        for number, (value, period) in enumerate(
            zip(values, back(latest, len(values)), strict=True), 2
        )
    ]


def shares(counts: Sequence[int], latest: str = "2022/23") -> list[Observation]:
    """Percentages with their counts, of two thousand people each year."""
    plain = rows([f"{count / OUT_OF:.1%}"[:-1] for count in counts], latest)
    of = Decimal(OUT_OF)
    return [
        row.model_copy(update={"count": Decimal(count), "denominator": of})
        for row, count in zip(plain, counts, strict=True)
    ]


def found(series: Sequence[Observation], **fields: object) -> Finding:
    """What is found of a percentage, unless the fields say otherwise."""
    return find(series, invented.measure("m1", **fields))


RISING = (400, 450, 500, 550, 600)
JUMPY = (400, 400, 400, 400, 600)
STEADY_NOT = "there is no steady rise or fall beyond what chance may explain"
FLAT = (400, 410, 395, 405, 400)
MONTHS = ("5 7 4 6 5 6 4 7 5 6 4 6 8 7 8 7 8 7 8").split()


# --- Words -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("polarity", "up", "down"),
    [
        (Polarity.HIGH, Trend.BETTER_UP, Trend.WORSE_DOWN),
        (Polarity.LOW, Trend.WORSE_UP, Trend.BETTER_DOWN),
        (Polarity.NONE, Trend.INCREASING, Trend.DECREASING),
    ],
)
def test_the_word_follows_the_polarity(
    polarity: Polarity, up: Trend, down: Trend
) -> None:
    """By either method: a direction, and a judgement where one way is good."""
    falling = [str(12 - int(value)) for value in MONTHS]
    chart = {"period_type": "month", "polarity": polarity}

    assert found(shares(RISING), polarity=polarity).trend is up
    assert found(shares(RISING[::-1]), polarity=polarity).trend is down
    assert found(rows(MONTHS, "Mar 24"), **chart).trend is up
    assert found(rows(falling, "Mar 24"), **chart).trend is down


def test_a_word_says_its_parts() -> None:
    """Direction, judgement and mark; only what a method answered is calculated."""
    told = {
        word: (word.direction, word.judgement, word.sign, word.is_calculated)
        for word in Trend
    }

    assert told == {
        Trend.BETTER_UP: ("increasing", "better", "▲", True),
        Trend.WORSE_UP: ("increasing", "worse", "▲", True),
        Trend.INCREASING: ("increasing", "", "▲", True),
        Trend.BETTER_DOWN: ("decreasing", "better", "▼", True),
        Trend.WORSE_DOWN: ("decreasing", "worse", "▼", True),
        Trend.DECREASING: ("decreasing", "", "▼", True),
        Trend.NO_CHANGE: ("", "", "◆", True),
        Trend.NOT_CALCULATED: ("", "", "", False),
        Trend.NOT_SHOWN: ("", "", "", False),
    }


# --- Years -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counts", "trend", "why"),
    [
        (RISING, Trend.INCREASING, "it rose by more than chance is likely to explain"),
        (
            RISING[::-1],
            Trend.DECREASING,
            "it fell by more than chance is likely to explain",
        ),
        (
            FLAT,
            Trend.NO_CHANGE,
            STEADY_NOT,
        ),
        (JUMPY, Trend.NO_CHANGE, "the direction hangs on a single year"),
        (
            (0, 0, 1, 0, 0),
            Trend.NO_CHANGE,
            STEADY_NOT,
        ),
        (
            (OUT_OF,) * 5,
            Trend.NO_CHANGE,
            STEADY_NOT,
        ),
    ],
)
def test_five_years_of_a_percentage(
    counts: Sequence[int], trend: Trend, why: str
) -> None:
    """Increasing, decreasing or no significant change, each with its reason."""
    one = found(shares(counts))

    assert (one.trend, one.method) == (trend, TrendMethod.RECENT)
    assert one.why == f"over the five years 2018/19 to 2022/23 {why}"
    assert str(one.since) == "2018/19"
    assert len(one.rows) == 5


def test_only_the_five_latest_years_count() -> None:
    """What came before, a break among it, changes nothing."""
    before = rows(["99", "1"], "2017/18", marker=Marker.BREAK)
    first, *rest = shares(RISING)
    new = first.model_copy(update={"marker": Marker.BREAK})

    assert found([*before, first, *rest]) == found([first, *rest])
    assert found([*before, new, *rest]).trend is Trend.INCREASING


def test_a_rate_is_tested_as_a_percentage_is() -> None:
    """By its own limits: those of the source come first, and suffice."""
    rate = {"value_type": "rate", "per": "1000"}
    limits = [
        row.model_copy(update={"lower": row.value - 2, "upper": row.value + 2})
        for row in rows(["10", "14", "18", "22", "26"], "2022")
        if row.value is not None
    ]
    yearly = {"period_type": "calendar year"}

    assert found(shares(RISING), **rate).trend is Trend.INCREASING
    for kind in ("rate", "standardised rate"):
        assert found(limits, value_type=kind, **yearly).trend is Trend.INCREASING


def test_rounded_values_are_not_what_is_tested() -> None:
    """Counts that rise under values that are printed alike are a trend."""
    counts = (100_000, 101_000, 102_000, 103_000, 104_000)
    plain = rows(["10.0"] * 5, "2022/23")
    fine = [
        row.model_copy(
            update={"count": Decimal(count), "denominator": Decimal(1_000_000)}
        )
        for row, count in zip(plain, counts, strict=True)
    ]

    assert found(fine).trend is Trend.INCREASING


def without(
    series: list[Observation], *places: int, **given: object
) -> list[Observation]:
    """The series with something else in these places."""
    return [
        row.model_copy(update=given) if place in places else row
        for place, row in enumerate(series)
    ]


YEARS = shares(RISING)
NONE = {"value": None, "marker": Marker.NOT_AVAILABLE, "reason": "a gap"}
UNCOUNTED = {"count": None, "denominator": None}


@pytest.mark.parametrize(
    ("series", "fields", "why"),
    [
        ([], {}, "no value is held"),
        (YEARS[2:], {}, "3 of 5 yearly values are held"),
        (YEARS[4:], {}, "1 of 5 yearly values are held"),
        ([*YEARS[:2], *YEARS[3:]], {}, "no value is held for 2020/21"),
        (without(YEARS, 2, **NONE), {}, "no value is held for 2020/21"),
        (without(YEARS, 4, **NONE), {}, "no value is held for 2022/23"),
        (without(YEARS, 1, 3, **NONE), {}, "no value is held for 2019/20 and 2021/22"),
        (
            without(YEARS, 3, marker=Marker.BREAK),
            {},
            "the series breaks in 2021/22",
        ),
        (
            without(YEARS, 1, status=Status.UNVERIFIED),
            {},
            "the value for 2019/20 is unverified",
        ),
        (
            without(YEARS, 3, **UNCOUNTED),
            {},
            "no count and denominator is held for 2021/22",
        ),
        (
            without(YEARS, *range(5), **UNCOUNTED),
            {},
            "no counts and denominators are held",
        ),
        (
            without(YEARS, 0, lower=Decimal(20), upper=Decimal(20)),
            {},
            "the limits of a value leave no room for chance",
        ),
        (
            YEARS,
            {"value_type": "standardised rate"},
            "no limits of the source are held",
        ),
        (
            without(YEARS, 0, 1, 2, lower=Decimal(9), upper=Decimal(40)),
            {"value_type": "standardised rate"},
            "no limits are held for 2021/22 and 2022/23",
        ),
        (YEARS, {"value_type": "count"}, "yearly counts are not tested"),
        (YEARS, {"value_type": "volume"}, "yearly volumes are not tested"),
        (YEARS, {"value_type": "mean"}, "yearly means are not tested"),
        (YEARS, {"value_type": "rate"}, "no counts and denominators are held"),
        (
            YEARS,
            {"value_type": "percentage change"},
            "each value is itself a change",
        ),
        (
            rows(["1"] * 20, "12 months to Jun 24"),
            {"period_type": "rolling months"},
            "12-month periods overlap",
        ),
        (
            rows(["1"] * 20, "2020 - 2022"),
            {"period_type": "rolling years"},
            "three-year periods overlap",
        ),
        (
            rows(["1"] * 11, "Mar 24"),
            {"period_type": "month"},
            "11 of 12 months in a row are held",
        ),
        (
            rows(["1"], "2024 Q1"),
            {"period_type": "quarter"},
            "1 of 12 quarters in a row is held",
        ),
        (
            rows([*["1"] * 20, None, *["1"] * 9], "2023/24 Q4"),
            {"period_type": "financial quarter"},
            "9 of 12 quarters in a row are held (2021/22 Q3 has no value)",
        ),
        (
            [*rows(["1"] * 20, "2021 Q2"), *rows(["1"] * 9, "2023 Q4")],
            {"period_type": "quarter"},
            "9 of 12 quarters in a row are held (2021 Q3 has no value)",
        ),
        (
            without(rows(["1"] * 20, "Mar 24"), 9, status=Status.UNVERIFIED),
            {"period_type": "month"},
            "10 of 12 months in a row are held (May 2023 is unverified)",
        ),
        (
            without(rows(["1"] * 20, "Mar 24"), 9, marker=Marker.BREAK),
            {"period_type": "month"},
            "11 of 12 months in a row are held since the break in May 2023",
        ),
        (
            rows([*["1"] * 20, None], "Mar 24"),
            {"period_type": "month"},
            "no value is held for March 2024",
        ),
        (
            without(rows(["1"] * 20, "Mar 24"), 19, status=Status.UNVERIFIED),
            {"period_type": "month"},
            "the value for March 2024 is unverified",
        ),
    ],
)
def test_what_is_missing_is_said(
    series: list[Observation], fields: dict[str, object], why: str
) -> None:
    """Where no method can be used, the words say what it would need."""
    one = found(series, **fields)

    assert (one.trend, one.method, one.since) == (Trend.NOT_CALCULATED, None, None)
    assert one.why == why


# --- Months and quarters -----------------------------------------------------------

MONTHLY = {"period_type": "month", "value_type": "count", "decimals": "0"}
CALM = MONTHS[:12]


@pytest.mark.parametrize(
    ("more", "why"),
    [
        (
            ["8", "7"] * 4,
            "the latest 8 months are all above the average of 6.3 (20 months since "
            "August 2022)",
        ),
        (
            [*"9876543"],
            "the latest 7 months fall one after the other (19 months since "
            "September 2022)",
        ),
        (
            ["20"],
            "the latest month is above the upper limit of 14 (13 months since March "
            "2023)",
        ),
        (
            ["5", "1", "1"],
            "two of the latest three months are far below the average of 4.8 "
            "(15 months since January 2023)",
        ),
        (
            ["5"],
            "chance may explain what the latest months do (13 months since March 2023)",
        ),
    ],
)
def test_the_reason_makes_the_word_true(more: list[str], why: str) -> None:
    """A plain sentence with the number that the latest months are measured by."""
    one = found(rows([*CALM, *more], "Mar 24"), **MONTHLY)

    assert (one.method, one.why) == (TrendMethod.CHART, why)
    assert one.trend is not Trend.NOT_CALCULATED


def test_the_average_has_the_units_of_the_measure() -> None:
    """A percentage says so, with the places of the measure."""
    percent = {"period_type": "quarter", "decimals": "1"}
    one = found(rows([*CALM, *"87878787"], "2024 Q1"), **percent)

    assert "the latest 8 quarters are all above the average of 6.3% (" in one.why


def test_a_chart_begins_after_a_break() -> None:
    """Values before it are another series: they move neither average nor limits."""
    old = rows(["90", "95"] * 10, "Mar 23", marker=Marker.BREAK)
    first, *rest = rows([*CALM, "5"], "Apr 24")
    new = first.model_copy(update={"marker": Marker.BREAK})
    one = found([*old, new, *rest], **MONTHLY)

    assert one.trend is Trend.NO_CHANGE
    assert str(one.since) == "Apr 2023"
    assert one.rows == (new, *rest)


def test_what_ended_a_run_is_kept_with_the_answer() -> None:
    """Whoever may not see that row may not learn from the run that it ended."""
    series = rows(["5", None, *CALM, "20"], "Mar 24")
    gap, doubt = (
        found(series, **MONTHLY),
        series[1].model_copy(
            update={"value": Decimal(7), "marker": None, "status": Status.UNVERIFIED}
        ),
    )
    unsure = found([series[0], doubt, *series[2:]], **MONTHLY)
    absent = found([series[0], *series[2:]], **MONTHLY)

    assert gap.rows == tuple(series[1:])
    assert unsure.rows == (doubt, *series[2:])
    assert absent.rows == tuple(series[2:])
    assert gap.why == unsure.why == absent.why


def test_quarters_of_both_names_make_one_series() -> None:
    """2022 Q1 and 2021/22 Q4 are the same months."""
    series = rows([*CALM, "5"], "2024 Q1")
    series += rows(["6"], "2024/25 Q1")
    one = found(series, **{**MONTHLY, "period_type": "quarter"})

    assert one.why.endswith("(14 quarters since 2021 Q1)")


# --- Rules of all ------------------------------------------------------------------


def test_rows_out_of_order_are_refused() -> None:
    """A trend has a direction in time; so has its series."""
    for wrong in (YEARS[::-1], [YEARS[1], YEARS[0], *YEARS[2:]], [*YEARS, YEARS[4]]):
        with pytest.raises(ValueError, match="not in order of time"):
            found(wrong)
    with pytest.raises(ValueError, match="not in order of time"):
        found([observation(2, None, period=None, **ABSENT), *YEARS])


parts = st.lists(st.integers(0, OUT_OF), min_size=5, max_size=5)
TURNED = {
    Trend.INCREASING: Trend.DECREASING,
    Trend.DECREASING: Trend.INCREASING,
    Trend.NO_CHANGE: Trend.NO_CHANGE,
}


@given(parts)
def test_what_is_left_over_has_the_mirrored_trend(counts: list[int]) -> None:
    """If more people are counted, fewer are not; Wilson's limits are as wide."""
    rest = [OUT_OF - count for count in counts]

    assert found(shares(rest)).trend is TURNED[found(shares(counts)).trend]


@given(parts)
def test_a_series_read_backwards_has_the_mirrored_trend(counts: list[int]) -> None:
    """What rose from the first year to the last fell the other way."""
    assert found(shares(counts[::-1])).trend is TURNED[found(shares(counts)).trend]


@given(st.lists(st.integers(-99, 99), min_size=12, max_size=24))
def test_negated_months_have_the_mirrored_trend(values: list[int]) -> None:
    """A chart upside down: the other word, the same method."""
    kind = {"period_type": "month", "value_type": "mean"}
    plain = found(rows([str(v) for v in values], "Mar 24"), **kind)
    turned = found(rows([str(-v) for v in values], "Mar 24"), **kind)

    assert turned.trend is TURNED[plain.trend]


@given(st.lists(st.integers(0, 999), min_size=12, max_size=24), st.integers(1, 50))
def test_the_unit_of_months_does_not_matter(values: list[int], by: int) -> None:
    """Kilograms or grams: the same word."""
    kind = {"period_type": "month", "value_type": "volume"}
    plain = found(rows([str(v) for v in values], "Mar 24"), **kind)
    scaled = found(rows([str(v * by) for v in values], "Mar 24"), **kind)

    assert scaled.trend is plain.trend
