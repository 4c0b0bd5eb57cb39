"""Indicators: the latest value, its change, and its comparison with England."""

from decimal import Decimal

import invented
import pytest
from hypothesis import given
from hypothesis import strategies as st
from observed import ENGLAND, HERE, observation

from reportgen.evidence.indicators import Indicator, indicate
from reportgen.evidence.observations import Observation, Observations
from reportgen.vocabulary import Change, Comparison, Marker, Status

NUMBERS = st.decimals(-1000, 1000, places=1)
ABSENT = {"marker": Marker.NOT_AVAILABLE, "reason": "a gap"}


def of(*rows: Observation, **fields: object) -> Indicator:
    """The indicator of one measure from rows in the order of their periods."""
    measure = invented.measure("m1", **fields)
    return indicate({"m1": measure}, Observations(rows), HERE, ENGLAND)[0]


@pytest.mark.parametrize(
    ("before", "now", "change", "difference"),
    [
        ("5.2", "4.8", Change.FELL, "-0.4"),
        ("4.8", "5.2", Change.ROSE, "0.4"),
        ("5", "5.0", Change.NO_CHANGE, "0.0"),
        ("-5.4", "-11.4", Change.FELL, "-6.0"),
    ],
)
def test_change_comes_from_values_held(
    before: str, now: str, change: Change, difference: str
) -> None:
    """The direction follows from the values, whatever direction is printed."""
    one = of(
        observation(2, before, period="2021/22"),
        observation(3, now, period="2022/23", published_direction=Change.NOT_SHOWN),
    )

    assert (change, Decimal(difference)) == (one.change, one.difference)
    assert not one.change_as_published


def test_a_change_has_no_change() -> None:
    """A value that is itself a change neither rose nor fell, whatever is printed."""
    rows = (
        observation(2, "16.2", period="2021/22"),
        observation(3, "19.8", period="2022/23", published_direction=Change.ROSE),
    )
    one = of(*rows, value_type="percentage change")

    assert (Change.NOT_APPLICABLE, None, False) == (
        one.change,
        one.difference,
        one.change_as_published,
    )


@pytest.mark.parametrize("direction", [Change.ROSE, Change.FELL, Change.NO_CHANGE])
def test_the_printed_direction_counts_where_no_history_is_held(
    direction: Change,
) -> None:
    """Without an earlier value the source's direction is taken, and marked so."""
    one = of(observation(2, published_direction=direction))

    assert (direction, None, True) == (
        one.change,
        one.difference,
        one.change_as_published,
    )


def test_without_any_history_there_is_no_change() -> None:
    """One value and no direction is no change, but no earlier value."""
    one = of(observation(2))

    assert (Change.NO_EARLIER_VALUE, False) == (one.change, one.change_as_published)


def test_a_gap_is_no_earlier_value() -> None:
    """The change reaches over a period without a value to the one before it."""
    one = of(
        observation(2, "3", period="2020/21"),
        observation(3, None, period="2021/22", **ABSENT),
        observation(4, "5", period="2022/23"),
    )

    assert Decimal(2) == one.difference
    assert 3 == len(one.series)


def test_a_missing_latest_value_has_no_direction() -> None:
    """Where the newest row has no value, an old direction is not repeated."""
    one = of(
        observation(2, "3", period="2021/22"),
        observation(3, None, published_direction=Change.ROSE, **ABSENT),
    )

    assert Change.NO_EARLIER_VALUE == one.change
    assert (Comparison.NOT_COMPARED, "no local value") == (
        one.comparison,
        one.not_compared,
    )


@pytest.mark.parametrize(
    ("ours", "theirs", "comparison"),
    [
        ("6.2", "5.7", Comparison.HIGHER_UNTESTED),
        ("4.8", "5.2", Comparison.LOWER_UNTESTED),
        ("36.40", "36.4", Comparison.SAME_UNTESTED),
        ("-11.4", "-5.4", Comparison.LOWER_UNTESTED),
        ("0", "-0.1", Comparison.HIGHER_UNTESTED),
    ],
)
def test_comparison_is_of_two_numbers(
    ours: str, theirs: str, comparison: Comparison
) -> None:
    """Higher, lower or the same, without a judgement and without a test."""
    one = of(observation(2, ours), observation(3, theirs, area=ENGLAND))

    assert (comparison, "") == (one.comparison, one.not_compared)


UNVERIFIED = {"status": Status.UNVERIFIED}
LOCAL = observation(2, "5")
NATIONAL = observation(3, "6", area=ENGLAND)


@pytest.mark.parametrize(
    ("rows", "comparable", "why"),
    [
        ([], "yes", "no local value"),
        ([NATIONAL], "yes", "no local value"),
        ([observation(2, None, **ABSENT), NATIONAL], "yes", "no local value"),
        ([LOCAL, NATIONAL], "no", "not comparable with England"),
        ([LOCAL], "yes", "no value for England"),
        (
            [LOCAL, observation(3, None, area=ENGLAND, **ABSENT)],
            "yes",
            "no value for England",
        ),
        (
            [LOCAL, observation(3, "6", area=ENGLAND, period="2021/22")],
            "yes",
            "England's latest is 2021/22",
        ),
        (
            [observation(2, "5", **UNVERIFIED), NATIONAL],
            "yes",
            "the value is unverified",
        ),
        (
            [LOCAL, observation(3, "6", area=ENGLAND, **UNVERIFIED)],
            "yes",
            "the value is unverified",
        ),
    ],
)
def test_what_is_not_compared_says_why(
    rows: list[Observation], comparable: str, why: str
) -> None:
    """Each reason for which two values are not compared is given in words."""
    one = of(*rows, comparable=comparable)

    assert (Comparison.NOT_COMPARED, why) == (one.comparison, one.not_compared)


def test_england_of_the_same_period_is_preferred() -> None:
    """England stands beside the area's period, though a newer value is held."""
    one = of(
        observation(2, "5", period="2021/22"),
        observation(3, "7", period="2021/22", area=ENGLAND),
        observation(4, "4", period="2022/23", area=ENGLAND),
    )

    assert one.england is not None
    found = (one.england.value, one.comparison)
    assert (Decimal(7), Comparison.LOWER_UNTESTED) == found


def test_a_quarter_numbered_otherwise_is_the_same_period() -> None:
    """2021/22 Q4 and 2022 Q1 are the same months, so they are compared."""
    one = of(
        observation(2, "5", period="2021/22 Q4"),
        observation(3, "7", period="2022 Q1", area=ENGLAND),
    )

    assert Comparison.LOWER_UNTESTED == one.comparison


def test_indicators_keep_the_order_of_the_measures() -> None:
    """One indicator for each measure, observed or not, in the order of the file."""
    measures = {name: invented.measure(name) for name in ("z", "a", "m1")}
    made = indicate(measures, Observations((LOCAL,)), HERE, ENGLAND)

    assert ["z", "a", "m1"] == [one.measure.measure for one in made]
    assert [None, None, LOCAL] == [one.latest for one in made]


@given(NUMBERS, NUMBERS)
def test_change_and_sign_agree(before: Decimal, now: Decimal) -> None:
    """Rose, fell and no change follow the sign of the exact difference."""
    one = of(
        observation(2, str(before), period="2021/22"),
        observation(3, str(now), period="2022/23"),
    )
    signs = {Change.ROSE: 1, Change.FELL: -1, Change.NO_CHANGE: 0}

    assert one.difference == now - before
    assert signs[one.change] == (now > before) - (now < before)


@given(NUMBERS, NUMBERS)
def test_comparison_turns_with_its_sides(ours: Decimal, theirs: Decimal) -> None:
    """Were the area England and England the area, higher would be lower."""
    mirror = {
        Comparison.HIGHER_UNTESTED: Comparison.LOWER_UNTESTED,
        Comparison.LOWER_UNTESTED: Comparison.HIGHER_UNTESTED,
        Comparison.SAME_UNTESTED: Comparison.SAME_UNTESTED,
    }
    there = of(observation(2, str(ours)), observation(3, str(theirs), area=ENGLAND))
    back = of(observation(2, str(theirs)), observation(3, str(ours), area=ENGLAND))

    assert mirror[there.comparison] == back.comparison
