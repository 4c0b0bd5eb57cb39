"""Values and periods as they are heard: no bracket, no letter, no sign."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import measure, value

from reportgen.evidence.measures import Measure
from reportgen.pages import spoken
from reportgen.periods import Period, parse
from reportgen.vocabulary import Marker

PERCENT = measure("need")
CHANGE = measure("change", value_type="percentage change")
RATE = measure("rate", value_type="rate")
QUALIFIED = [mark for mark in Marker if not mark.stands_for_a_value]


def named(*names: str) -> list[Period]:
    """Periods by their names."""
    return [parse(name) for name in names]


def run(name: str, count: int) -> list[Period]:
    """Periods in a row, of which the last has this name."""
    found = named(name)
    while len(found) < count:
        found.insert(0, found[0].preceding())
    return found


@pytest.mark.parametrize(
    ("number", "of", "told"),
    [
        ("-2.7", PERCENT, "minus 2.7%"),
        ("-2.7", CHANGE, "minus 2.7%"),
        ("9", CHANGE, "plus 9%"),
        ("0", CHANGE, "0%"),
        ("4.8", RATE, "4.8"),
        ("1526", RATE, "1,526"),
    ],
)
def test_a_sign_is_a_word(number: str, of: Measure, told: str) -> None:
    """Many readers drop a minus sign."""
    assert spoken.value(value(number), of) == told


@pytest.mark.parametrize(
    ("number", "of", "told"),
    [
        ("-2.7", CHANGE, "down 2.7%"),
        ("9", CHANGE, "up 9%"),
        ("0", CHANGE, "no change"),
        ("-2.7", PERCENT, "minus 2.7%"),
        (None, CHANGE, "no value"),
    ],
)
def test_a_change_is_up_or_down(number: str | None, of: Measure, told: str) -> None:
    """Only of a measure that is a change."""
    assert spoken.movement(value(number), of) == told


@pytest.mark.parametrize(
    ("marks", "told"),
    [
        ([Marker.PROVISIONAL], "38.4, provisional"),
        ([Marker.UNVERIFIED], "38.4, unverified"),
        ([Marker.REVISED, Marker.ESTIMATED], "38.4, revised and estimated"),
        ([Marker.BREAK], "38.4, first of a new series"),
    ],
)
def test_a_marker_is_a_word(marks: list[Marker], told: str) -> None:
    """Letters in brackets are heard as letters."""
    assert spoken.value(value("38.4", *marks), RATE) == told
    assert spoken.value(value("38.4", *marks), RATE, known=marks) == "38.4"
    assert spoken.bare(value("38.4", *marks), RATE) == "38.4"


@given(st.decimals(-1000, 1000, places=1), st.sets(st.sampled_from(QUALIFIED)))
def test_nothing_is_heard_that_is_not_a_word(
    number: object, marks: set[Marker]
) -> None:
    """No bracket and no sign is left, and each marker is told."""
    told = spoken.value(value(str(number), *marks), CHANGE)

    assert not set(told) & set("[]()+-−")
    assert all(spoken.WORDS[mark] in told for mark in marks)


def test_a_value_that_rounds_to_zero_is_no_true_zero() -> None:
    """Both are printed alike."""
    assert spoken.value(value("0.0", Marker.LOW), RATE) == "0.0, rounds to zero"
    assert spoken.value(value("0.0"), RATE) == "0.0"


def test_only_what_is_held_back_is_withheld() -> None:
    """A value that nobody has is another thing."""
    told = [
        spoken.value(value(None, mark), RATE)
        for mark in Marker
        if mark.stands_for_a_value
    ]

    assert told == ["withheld", "no value", "not applicable"]


def test_limits_are_told_with_their_signs() -> None:
    """An interval may lie on both sides of zero."""
    held = value("1", interval=(-0.5, 2.5))

    assert spoken.interval(held, RATE) == "interval minus 0.5 to 2.5"
    assert spoken.interval(held, CHANGE) == "interval minus 0.5 to plus 2.5"
    assert spoken.interval(value("1"), RATE) == ""


@pytest.mark.parametrize(
    ("name", "told", "short", "when"),
    [
        ("Apr 19", "April 2019", "April 2019", "in April 2019"),
        ("2023 Q1", "2023 Q1", "2023 Q1", "in 2023 Q1"),
        ("2022/23", "2022/23", "2022/23", "in 2022/23"),
        ("2020 - 2022", "2020 to 2022", "2020 to 2022", "for 2020 to 2022"),
        (
            "12 months to Mar 19",
            "12 months to March 2019",
            "March 2019",
            "in the 12 months to March 2019",
        ),
    ],
)
def test_a_period_is_told_in_full(name: str, told: str, short: str, when: str) -> None:
    """Months have their whole names."""
    (one,) = named(name)

    assert (spoken.period(one), spoken.short(one), spoken.when(one)) == (
        told,
        short,
        when,
    )


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        ("2015/16", "2022/23", "2015/16 to 2022/23"),
        ("2015/16", "2015/16", "2015/16"),
        ("Apr 19", "Feb 25", "April 2019 to February 2025"),
        (
            "12 months to Mar 19",
            "12 months to Feb 25",
            "12-month periods that end in March 2019 to February 2025",
        ),
        (
            "2011 - 2013",
            "2021 - 2023",
            "three-year periods, the first 2011 to 2013, the last 2021 to 2023",
        ),
        ("2015/16", "2022 Q1", "April 2015 to March 2022"),
        ("2011 - 2013", "2012 - 2016", "January 2011 to December 2016"),
    ],
)
def test_a_span_is_told_with_one_to(first: str, last: str, told: str) -> None:
    """A listener cannot take "from 2011 to 2013 to 2021 to 2023" apart."""
    assert spoken.span(*named(first, last)) == told


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["2016/17"], "in 2016/17"),
        (["2016/17", "2018/19"], "in 2016/17 and 2018/19"),
        (["Apr 19", "May 20"], "in April 2019 and May 2020"),
        (["2011 - 2013", "2015 - 2017"], "for 2011 to 2013 and 2015 to 2017"),
        (
            ["12 months to Mar 19", "12 months to Jun 20"],
            "in the 12 months to March 2019 and to June 2020",
        ),
        (["2011", "2013", "2015", "2017"], "in 2011, 2013, 2015 and 2017"),
        (
            ["2011", "2013", "2015", "2017", "2019"],
            "in five periods, the first 2011, the last 2019",
        ),
    ],
)
def test_periods_are_named(names: list[str], told: str) -> None:
    """Up to four; of more, the first and the last."""
    assert spoken.within(named(*names)) == told


def test_the_last_ones_of_a_series_are_called_so() -> None:
    """That a value stands still is the news; before the end it is not."""
    held = run("2023/24", 8)

    assert spoken.within(held[-3:], held) == "in each of the last three periods"
    assert spoken.within(held[-5:], held) == "in each of the last five periods"
    assert spoken.periods(held[-2:], held) == "2022/23 and 2023/24"
    assert spoken.periods(held[2:5], held) == "2018/19, 2019/20 and 2020/21"
    assert spoken.periods([*held[-4:-2], held[-1]], held).startswith("2020/21")
    assert "each" not in spoken.periods(held, held)


def test_rolling_months_are_brief_where_their_length_is_known() -> None:
    """The span has said it once."""
    found = named("12 months to Mar 19", "12 months to Jun 20")

    assert spoken.within(found, brief=True) == "in March 2019 and June 2020"


@given(
    st.sampled_from(["2023/24", "Mar 24", "2023 Q4", "2021 - 2023", "2023"]),
    st.sets(st.integers(0, 11), min_size=1),
)
def test_first_and_last_are_always_told(name: str, places: set[int]) -> None:
    """However many periods there are, each is named or lies between two that are."""
    held = run(name, 12)
    found = [held[place] for place in sorted(places)]
    told = spoken.periods(found)

    assert all(spoken.period(one) in told for one in (found[0], found[-1]))
    assert len(found) > 4 or all(spoken.period(one) in told for one in found)
