"""Control charts, held against numbers by hand, and each rule on both of its sides."""

from collections.abc import Sequence
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import pairwise
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.evidence.spc import POINTS, Chart, Sign, Signal, chart, signal


def drawn(text: str) -> Chart:
    """The chart of values in a text."""
    return chart([Decimal(one) for one in text.split()])


# Mean, lower and upper limit. The first series is the example of NHSRplotthedots
# ("Deviations from Excel defaults"), whose text gives the mean, 1.94; limits by hand:
# 17 moving ranges with the sum 32. The second by hand: the sum is 162.6, and 11 ranges
# have the sum 17.4, so 13.55 ± 2.66 × 17.4 / 11. The third is level.
CHARTS = [
    (
        "1 2 1 2 10 1 2 1 2 1 2 1 2 1 2 1 2 1",
        (35 / 18, 35 / 18 - 2.66 * 32 / 17, 35 / 18 + 2.66 * 32 / 17),
    ),
    (
        "12.1 14.0 13.2 15.1 11.9 13.3 12.8 14.9 13.0 12.6 15.2 14.5",
        (13.55, 13.55 - 2.66 * 17.4 / 11, 13.55 + 2.66 * 17.4 / 11),
    ),
    (" ".join(["3.3"] * 12), (3.3, 3.3, 3.3)),
]


@pytest.mark.parametrize(("values", "expected"), CHARTS)
def test_the_limits_of_a_chart(
    values: str, expected: tuple[float, float, float]
) -> None:
    """The average, and 2.66 average moving ranges on either side, to 1e-9."""
    held = drawn(values)
    found = (held.mean, held.lower, held.upper)

    for ours, theirs in zip(found, expected, strict=True):
        assert isclose(ours, theirs, rel_tol=1e-9)


def test_a_chart_in_decimals_of_fifty_digits() -> None:
    """Thirty values of uneven digits, by sums in another number system, to 1e-9."""
    values = [Decimal(n * n % 37) / 7 + Decimal(n) / 10 for n in range(30)]
    with localcontext() as context:
        context.prec = 50
        mean = sum(values, Decimal(0)) / 30
        ranges = [abs(b - a) for a, b in pairwise(values)]
        reach = Decimal("2.66") * sum(ranges, Decimal(0)) / 29
    held = chart(values)

    assert isclose(held.upper, mean + reach, rel_tol=1e-9)
    assert isclose(held.lower, mean - reach, rel_tol=1e-9)


CALM = "5 7 4 6 5 6 4 7 5 6 4 6"  # no rule applies to any beginning of twelve or more


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (CALM, None),
        # Seven in a row that rise; and only six.
        (f"{CALM} 1 2 3 4 5 6 7", Signal(Sign.MOVING, True, 7)),
        (f"{CALM} 2 1 2 3 4 5 6", None),
        (f"{CALM} 9 8 7 6 5 4 3 2", Signal(Sign.MOVING, False, 8)),
        # A neighbour of the same size ends a run that rises.
        (f"{CALM} 2 3 4 5 5 6 7", None),
        # Seven on one side of the average; only six; and one that is the average.
        (f"{CALM} 3 4 3 4 3 4 3", Signal(Sign.ONE_SIDE, False, 7)),
        (f"{CALM} 8 7 8 7 8 7 8 7", Signal(Sign.ONE_SIDE, True, 8)),
        (f"{CALM} 4 7 8 7 8 7 8", None),
        ("1 9 1 9 1 9 5 6 6 6 5 6 6", None),
        # Beyond the upper limit and not; beyond the lower.
        (f"{CALM} 20", Signal(Sign.OUTSIDE, True, 1)),
        (f"{CALM} 9", None),
        (f"{CALM} -7", Signal(Sign.OUTSIDE, False, 1)),
        # Two of the latest three beyond two sigma on one side; one; one on each side;
        # and two that the latest is not among.
        (f"{CALM} 11 8 11", Signal(Sign.NEAR, True, 2)),
        (f"{CALM} 9 7 10", None),
        (f"{CALM} 0 6 11", None),
        (f"{CALM} 10 10 6", None),
        (f"{CALM} 5 1 1", Signal(Sign.NEAR, False, 2)),
        # What ended long ago is not today's.
        (f"40 {CALM} {CALM}", None),
        (f"1 2 3 4 5 6 7 {CALM}", None),
    ],
)
def test_each_rule_on_both_of_its_sides(values: str, expected: Signal | None) -> None:
    """A series that just shows a sign, and one that just does not."""
    assert signal(drawn(values)) == expected


def test_a_value_on_the_limit_is_within() -> None:
    """Outside is beyond the limit, exactly: chance may bring what is on it."""
    values = tuple(Fraction(n) for n in (1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1))
    mean, spread = Fraction(3, 2), Fraction(1)
    reach = Fraction(266, 100)
    on = Chart((*values, mean + reach), mean, spread)
    above = Chart((*values, mean + reach + Fraction(1, 10**12)), mean, spread)

    assert signal(on) is None
    assert signal(above) == Signal(Sign.OUTSIDE, True, 1)


def test_two_sigma_is_two_thirds_of_the_limit() -> None:
    """Beyond it, and not on it."""
    mean, spread, near = Fraction(0), Fraction(3), Fraction(532, 100)
    calm = (Fraction(1), Fraction(-1)) * 5
    on = Chart((*calm, near, near), mean, spread)
    above = Chart((*calm, *[near + Fraction(1, 10**12)] * 2), mean, spread)

    assert signal(on) is None
    assert signal(above) == Signal(Sign.NEAR, True, 2)


def test_what_rises_below_the_average_is_rising() -> None:
    """Two signs may differ; the one that moves is told, as it is true of the latest."""
    found = signal(drawn("50 50 50 50 50 50 50 50 1 2 3 4 5 6 7"))

    assert found == Signal(Sign.MOVING, True, 7)


@pytest.mark.parametrize("count", [0, 1, 11])
def test_too_few_values_make_no_chart(count: int) -> None:
    """Twelve are needed."""
    with pytest.raises(ValueError, match="a chart needs 12 values"):
        chart([Decimal(n) for n in range(count)])


series = st.lists(st.decimals(-1000, 1000, places=2), min_size=POINTS, max_size=40)


def moved(values: Sequence[Decimal], by: Decimal, plus: Decimal) -> Signal | None:
    """The signal of values in another unit."""
    return signal(chart([value * by + plus for value in values]))


@given(series)
def test_a_mirrored_series_has_the_mirrored_sign(values: list[Decimal]) -> None:
    """Upside down: the same rule and length, the other way."""
    found, turned = signal(chart(values)), moved(values, Decimal(-1), Decimal(0))

    assert (found is None) == (turned is None)
    if found and turned:
        assert turned == Signal(found.sign, not found.up, found.length)


@given(series, st.integers(1, 1000), st.integers(-50, 50))
def test_the_unit_does_not_matter(values: list[Decimal], by: int, plus: int) -> None:
    """Neither a factor above zero nor another zero changes a sign."""
    assert signal(chart(values)) == moved(values, Decimal(by), Decimal(plus))


@given(series)
def test_a_level_series_shows_nothing(values: list[Decimal]) -> None:
    """No rounding of floats makes an average that equal values are above."""
    assert signal(chart([values[0]] * len(values))) is None
