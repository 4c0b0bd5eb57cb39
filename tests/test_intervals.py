"""Confidence intervals, held against values from elsewhere and their own rules."""

from decimal import Decimal
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st
from observed import observation

from reportgen.evidence.indicators import interval
from reportgen.evidence.intervals import Interval, poisson, rate, wilson
from reportgen.vocabulary import ValueType

# scipy.stats.binomtest(x, n).proportion_ci(level, "wilson"), an independent
# implementation of the same formula.
WILSON = [
    (0, 10, 0.95, 0.0, 0.27753279986288926),
    (1, 10, 0.95, 0.017876213095072896, 0.4041500267952385),
    (15, 50, 0.95, 0.1910355350088095, 0.4375035046445341),
    (263, 564, 0.998, 0.4024998953074665, 0.5312460191527046),
    (50, 50, 0.95, 0.9286524008666412, 1.0),
]
# scipy.stats.chi2.ppf, the exact interval in its usual form.
EXACT = [
    (0, 0.95, 0.0, 3.6888794541139354),
    (1, 0.95, 0.025317807984289897, 5.571643390938898),
    (9, 0.95, 4.115373097378334, 17.084803451419166),
    (4, 0.998, 0.42855241362842295, 14.79414922253721),
]


@pytest.mark.parametrize(("x", "n", "level", "lower", "upper"), WILSON)
def test_wilson(x: int, n: int, level: float, lower: float, upper: float) -> None:
    """A proportion's limits are those of another library, to 1e-9."""
    found = wilson(Decimal(x), Decimal(n), level)

    assert isclose(lower, found.lower, rel_tol=1e-9, abs_tol=1e-12)
    assert isclose(upper, found.upper, rel_tol=1e-9, abs_tol=1e-12)


@pytest.mark.parametrize(("x", "level", "lower", "upper"), EXACT)
def test_small_counts_are_exact(
    x: int, level: float, lower: float, upper: float
) -> None:
    """Below ten events the limits are the exact Poisson ones, to 1e-9."""
    found = poisson(Decimal(x), level)

    assert isclose(lower, found.lower, rel_tol=1e-9, abs_tol=1e-12)
    assert isclose(upper, found.upper, rel_tol=1e-9)


def test_byar_by_hand() -> None:
    """100 events: Byar's limits in decimal arithmetic of thirty digits, to 1e-9."""
    found = poisson(Decimal(100))

    assert isclose(81.3621054905278621447, found.lower, rel_tol=1e-9)
    assert isclose(121.627937579206482532, found.upper, rel_tol=1e-9)


counts = st.integers(0, 100_000).map(Decimal)


@given(counts, counts, st.sampled_from([0.8, 0.95, 0.998]))
def test_a_proportion_lies_within_its_limits(
    x: Decimal, rest: Decimal, level: float
) -> None:
    """Limits are shares, hold the proportion, and mirror those of its complement."""
    n = x + rest
    if n == 0:
        return
    found, other = wilson(x, n, level), wilson(rest, n, level)

    assert 0 <= found.lower <= float(x / n) + 1e-12
    assert float(x / n) - 1e-12 <= found.upper <= 1
    assert isclose(found.lower, 1 - other.upper, abs_tol=1e-9)


@given(counts)
def test_a_count_lies_within_its_limits(x: Decimal) -> None:
    """Limits hold the count, grow with it, and widen with the level."""
    found, next_one, wider = poisson(x), poisson(x + 1), poisson(x, 0.998)

    assert 0 <= found.lower <= float(x) <= found.upper
    assert wider.lower <= found.lower
    assert found.upper <= wider.upper
    assert found.upper < next_one.upper


@pytest.mark.parametrize(("x", "n"), [(-1, 5), (6, 5), (0, 0), (1, -1)])
def test_what_is_no_proportion_is_refused(x: int, n: int) -> None:
    """Fewer than none, more than all, and nothing to count among."""
    with pytest.raises(ValueError, match="no proportion"):
        wilson(Decimal(x), Decimal(n))


def test_what_is_no_rate_is_refused() -> None:
    """Fewer than no events, and a rate among nobody."""
    with pytest.raises(ValueError, match="no count"):
        poisson(Decimal(-1))
    with pytest.raises(ValueError, match="among 0"):
        rate(Decimal(1), Decimal(0), Decimal(1000))


def measured(value_type: ValueType, per: str = "") -> Interval | None:
    """The interval of 50 of 200 in a measure of this type."""
    from invented import measure

    row = observation(2, "25.0", count=Decimal(50), denominator=Decimal(200))
    return interval(row, measure("m1", value_type=value_type.value, per=per))


def test_limits_come_in_the_unit_of_the_value() -> None:
    """Percentages in per cent, rates per so many; a count has no interval."""
    percent = measured(ValueType.PERCENTAGE)
    per_thousand = measured(ValueType.RATE, per="1000")

    assert percent is not None
    assert percent.has(25)
    assert per_thousand is not None
    assert per_thousand.has(250)
    assert measured(ValueType.RATE) is None
    assert measured(ValueType.COUNT) is None


def test_the_sources_limits_come_first() -> None:
    """Only the source knows how a rate was standardised."""
    from invented import measure

    given_limits = {"lower": Decimal(20), "upper": Decimal(31)}
    row = observation(
        2, "25", count=Decimal(50), denominator=Decimal(200), **given_limits
    )

    assert interval(row, measure("m1")) == Interval(20, 31)
