"""The line through five years, held against exact arithmetic by another route.

Expected numbers come from the normal equations in their plain form, (SΣxy − ΣxΣy) /
(SΣx² − (Σx)²) with weights in every sum, solved in fractions; numpy.polyfit with
cov="unscaled" gives the same. The plain form is the one that Fingertips' published
program uses; the code's own form is centred.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import permutations
from math import isclose
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.evidence.intervals import Interval, poisson, wilson
from reportgen.evidence.regression import POINTS, THRESHOLD, Line, fit, steady, variance

# Values, variances, then slope, its variance and chi-squared. The first are England's
# diabetes prevalence 2020 to 2024 (Fingertips indicator 241), with its 95% limits, as
# they stand in the tests of Fingertips' own program.
LINES = [
    (
        (7.0826, 7.1085, 7.2571, 7.4528, 7.6554),
        tuple(
            ((upper - lower) / 3.92) ** 2
            for lower, upper in (
                (7.0754, 7.0940),
                (7.1013, 7.1199),
                (7.2499, 7.2684),
                (7.4456, 7.4643),
                (7.6481, 7.6669),
            )
        ),
        (0.14879926342020122, 2.273202105499713e-06, 9740.102184854863),
    ),
    ((5, 5, 5, 5, 5), (1, 4, 1, 9, 1), (0.0, 0.11968348170128586, 0.0)),
    ((10, 11, 12, 13, 14), (1, 1, 1, 1, 1), (1.0, 0.1, 10.0)),
    (
        (46.7, 45.1, 47.2, 43.0, 42.4),
        (1.44, 0.81, 2.25, 0.64, 6.25),
        (-1.0967883875093494, 0.16445185863400277, 7.314874863485628),
    ),
]


@pytest.mark.parametrize(("values", "variances", "expected"), LINES)
def test_the_line_of_five_years(
    values: Sequence[float],
    variances: Sequence[float],
    expected: tuple[float, float, float],
) -> None:
    """Slope, its variance and chi-squared, to 1e-9."""
    line = fit(values, variances)
    found = (line.slope, line.variance, line.chi_squared)

    for ours, theirs in zip(found, expected, strict=True):
        assert isclose(ours, theirs, rel_tol=1e-9, abs_tol=1e-9)


# Counts and denominators from the tests of Fingertips' program (fingertips-open), with
# the direction that it says; slope and chi-squared from Wilson's limits in 60 digits.
SHARES = [
    (
        ((621, 3454), (599, 3195), (556, 3256), (535, 3227), (447, 3121)),
        (-0.9509701282134558, 21.653048752906333, "decreasing"),
    ),
    (
        ((5405, 18095), (5500, 18170), (5435, 18005), (5480, 17890), (5315, 17860)),
        (0.013752059533413092, 0.0162210478737884, "no change"),
    ),
    (
        (
            (22435, 65880),
            (22445, 67900),
            (21365, 68705),
            (20955, 69835),
            (19055, 70910),
        ),
        (-1.76109207734127, 1005.0029333672006, "decreasing"),
    ),
    (
        ((8116, 91530), (8145, 91773), (8222, 92088), (8506, 92238), (8728, 92665)),
        (0.1444332804718948, 23.1742623217336, "increasing"),
    ),
]


@pytest.mark.parametrize(("counted", "expected"), SHARES)
def test_the_line_of_five_shares(
    counted: Sequence[tuple[int, int]], expected: tuple[float, float, str]
) -> None:
    """From counts and denominators to slope, chi-squared and direction, to 1e-9."""
    pairs = [(Decimal(x), Decimal(n)) for x, n in counted]
    values = [float(x / n * 100) for x, n in pairs]
    variances = [variance(wilson(x, n).times(100)) for x, n in pairs]
    line = fit(values, variances)
    ways = {1: "increasing", -1: "decreasing"}
    significant = line.chi_squared > THRESHOLD and steady(values, variances)
    way = ways[line.sign] if significant else "no change"

    assert isclose(line.slope, expected[0], rel_tol=1e-9)
    assert isclose(line.chi_squared, expected[1], rel_tol=1e-9)
    assert way == expected[2]


def test_the_threshold_is_the_square_of_a_quantile() -> None:
    """Chi-squared with one degree of freedom at 99.8% is 3.0902 squared."""
    assert isclose(NormalDist().inv_cdf(0.999) ** 2, THRESHOLD, rel_tol=1e-12)


def test_none_and_all_weigh_little() -> None:
    """A count of none or of all has the variance of its limits, and not none at all."""
    none, all_of = wilson(Decimal(0), Decimal(20)), wilson(Decimal(20), Decimal(20))

    assert isclose(variance(none), variance(all_of), rel_tol=1e-12)
    assert variance(none) > 0.001
    assert variance(poisson(Decimal(0))) > 0.5
    assert variance(Interval(4.0, 7.92)) == pytest.approx(1.0, rel=1e-12)


@pytest.mark.parametrize(
    ("values", "holds"),
    [
        ((1, 2, 3, 4, 5), True),
        ((5, 4, 3, 2, 1), True),
        ((1, 1, 1, 1, 9), False),  # without the last year it is level
        ((9, 1, 2, 3, 4), False),  # without the first it turns
        ((3, 3, 3, 3, 3), False),
        ((1, 1, 1, 2, 9), True),
    ],
)
def test_a_direction_must_not_hang_on_one_year(
    values: Sequence[float], *, holds: bool
) -> None:
    """The slope keeps its sign whichever year is left out; a level line has none."""
    assert steady(values, [1.0] * POINTS) is holds


@pytest.mark.parametrize(
    ("values", "variances"),
    [
        ([1.0], [1.0]),
        ([], []),
        ([1.0, 2.0], [1.0]),
        ([1.0, 2.0, 3.0], [1.0, 0.0, 1.0]),
        ([1.0, 2.0, 3.0], [1.0, -1.0, 1.0]),
        ([1.0, 2.0], [float("inf"), 1.0]),
        ([1.0, 2.0], [float("nan"), 1.0]),
    ],
)
def test_what_makes_no_line_is_refused(
    values: list[float], variances: list[float]
) -> None:
    """Too few values, not a variance for each, and a variance that is none."""
    with pytest.raises(ValueError, match="variance"):
        fit(values, variances)


heights = st.integers(-10_000, 10_000)
spreads = st.integers(1, 400)
NONE = Fraction(0)
years = st.lists(st.tuples(heights, spreads), min_size=POINTS, max_size=POINTS)


def exact(points: Sequence[tuple[int, int]]) -> tuple[Fraction, Fraction]:
    """Slope and its variance by the plain normal equations, in fractions."""
    rows = [(Fraction(1, s), x, y) for x, (y, s) in enumerate(points, 1)]
    s = sum((w for w, _, _ in rows), NONE)
    sx = sum((w * x for w, x, _ in rows), NONE)
    sy = sum((w * y for w, _, y in rows), NONE)
    sxx = sum((w * x * x for w, x, _ in rows), NONE)
    sxy = sum((w * x * y for w, x, y in rows), NONE)
    whole = s * sxx - sx * sx
    return (s * sxy - sx * sy) / whole, s / whole


@given(years)
def test_any_five_years_agree_with_exact_arithmetic(
    points: list[tuple[int, int]],
) -> None:
    """Slope and variance, to 1e-9 of the values' own size."""
    line = fit([y for y, _ in points], [s for _, s in points])
    slope, of_slope = exact(points)

    assert isclose(line.slope, slope, rel_tol=1e-9, abs_tol=1e-8)
    assert isclose(line.variance, of_slope, rel_tol=1e-9)


@given(years)
def test_a_mirrored_series_has_the_mirrored_slope(
    points: list[tuple[int, int]],
) -> None:
    """Upside down or back to front: the other sign, the same chi-squared."""
    values, variances = [float(y) for y, _ in points], [float(s) for _, s in points]
    line = fit(values, variances)
    for turned in (
        fit([-y for y in values], variances),
        fit(values[::-1], variances[::-1]),
    ):
        assert isclose(turned.slope, -line.slope, rel_tol=1e-9, abs_tol=1e-8)
        assert isclose(turned.variance, line.variance, rel_tol=1e-9)


@given(years, st.sampled_from([0.001, 0.5, 3.0, 1000.0]))
def test_the_unit_does_not_matter(points: list[tuple[int, int]], by: float) -> None:
    """Per thousand or per cent: the slope in that unit, the same chi-squared."""
    values, variances = [float(y) for y, _ in points], [float(s) for _, s in points]
    line = fit(values, variances)
    scaled = fit([y * by for y in values], [s * by * by for s in variances])

    assert isclose(scaled.slope, line.slope * by, rel_tol=1e-9, abs_tol=1e-8 * by)
    assert isclose(scaled.chi_squared, line.chi_squared, rel_tol=1e-6, abs_tol=1e-9)


def test_the_order_of_years_matters() -> None:
    """Of all orders of five rising values only the rising one has the whole slope."""
    slopes = [fit(one, [1.0] * 5).slope for one in permutations((1, 2, 3, 4, 5))]

    assert max(slopes) == pytest.approx(1.0)
    assert sum(slope > 0.95 for slope in slopes) == 1


def test_a_line_knows_its_sign() -> None:
    """Upwards, downwards, level; what only floats make of a level line is level too."""
    signs = [Line(slope, 1).sign for slope in (2.0, -2.0, 0.0, 1e-16, -1e-16)]

    assert signs == [1, -1, 0, 0, 0]
    assert not steady((117, 0, 0, 117, 500), [0.7, 0.3, 0.3, 0.7, 1.1])
