"""Confidence intervals, held against values from elsewhere and their own rules.

The methods are published by the Office for Health Improvement and Disparities: "Public
health technical guidance", chapters Proportions and Rates (Fingertips), and "Technical
guide: confidence intervals" (2018); before it by the Association of Public Health
Observatories: "Technical Briefing 3" (2008).
"""

from decimal import Decimal
from math import isclose

import byhand
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from observed import observation

from reportgen.evidence.intervals import LEVEL, WIDE, Interval, poisson, rate, wilson
from reportgen.evidence.limits import interval, wide
from reportgen.vocabulary import Method, ValueType

LEVELS = {"0.95": LEVEL, "0.998": WIDE}

# Wilson's score interval: E. B. Wilson, JASA 22 (1927). Decimals of sixty digits, by
# `byhand`; 65 of 100 and 1045 of 5000 are what PHEindicatormethods tests itself with.
WILSON = [
    (0, 10, "0.95", "0", "0.277532799862889253"),
    (0, 10, "0.998", "0", "0.488478900453462294"),
    (1, 10, "0.95", "0.0178762130950729040", "0.404150026795238498"),
    (1, 10, "0.998", "0.00878911282454992976", "0.581994007538219905"),
    (15, 50, "0.95", "0.191035535008809464", "0.437503504644534028"),
    (15, 50, "0.998", "0.145780180639763800", "0.518364975777351418"),
    (65, 100, "0.95", "0.552544432968879603", "0.736357517569024692"),
    (65, 100, "0.998", "0.495494657407044734", "0.778354061408968574"),
    (1045, 5000, "0.95", "0.197955498800132965", "0.220491303731890282"),
    (1045, 5000, "0.998", "0.191793817990152600", "0.227315629025257956"),
    (263, 564, "0.95", "0.425507902207960617", "0.507572010486474812"),
    (263, 564, "0.998", "0.402499895307466477", "0.531246019152704604"),
    (50, 50, "0.95", "0.928652400866641270", "1"),
    (50, 50, "0.998", "0.839637108957211957", "1"),
    (3, 250000, "0.95", "0.00000408109111514446044", "0.0000352841392879858003"),
    (3, 250000, "0.998", "0.00000240844539727216306", "0.0000597873216642675245"),
]
# R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Statistics
# in Medicine 17 (1998), table I, method 3: as printed, to four places.
NEWCOMBE = [
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0000, 0.1611),
    (1, 29, 0.0061, 0.1718),
]
# Byar's approximation: N. E. Breslow and N. E. Day, "Statistical methods in cancer
# research II" (1987). By `byhand`; 10, 65 and 1045 as in PHEindicatormethods.
BYAR = [
    (10, "0.95", "4.78744991396756181", "18.3914586057564756"),
    (10, "0.998", "2.91631837469568512", "24.1937249278805394"),
    (11, "0.95", "5.48369019844997118", "19.6832371161463937"),
    (11, "0.998", "3.44837023840088042", "25.6465205165574344"),
    (65, "0.95", "50.1631877104594417", "82.8491385459398593"),
    (65, "0.998", "42.8802614714801970", "94.0002908443180001"),
    (100, "0.95", "81.3621054905278621", "121.627937579206483"),
    (100, "0.998", "71.9036918725983758", "134.943621762263175"),
    (1045, "0.95", "982.593201807332685", "1110.33121298564983"),
    (1045, "0.998", "947.940703561037478", "1148.80616098803273"),
    (21000, "0.95", "20716.9224641037120", "21285.9785942176560"),
    (21000, "0.998", "20555.0298208979459", "21451.6805015371438"),
]
# The exact limits: F. Garwood, "Fiducial limits for the Poisson distribution",
# Biometrika 28 (1936). By `byhand`, from sums of probabilities and not from chi-square.
EXACT = [
    (0, "0.95", "0", "3.68887945411393630"),
    (0, "0.998", "0", "6.90775527898213705"),
    (1, "0.95", "0.0253178079842898754", "5.57164339093889860"),
    (1, "0.998", "0.00100050033358353350", "9.23341347645158573"),
    (2, "0.95", "0.242209278543964903", "7.22468766772396082"),
    (2, "0.998", "0.0454020177694895568", "11.2288722424126626"),
    (3, "0.95", "0.618672122895601287", "8.76727306974232604"),
    (3, "0.998", "0.190533377568403191", "13.0622407791880707"),
    (4, "0.95", "1.08986537362632488", "10.2415886754036983"),
    (4, "0.998", "0.428552413628422972", "14.7941492225372094"),
    (5, "0.95", "1.62348639011842054", "11.6683320793226696"),
    (5, "0.998", "0.739371731917832517", "16.4547452036801066"),
    (6, "0.95", "2.20189425349085081", "13.0594740225186854"),
    (6, "0.998", "1.10710466025563935", "18.0616368401990699"),
    (7, "0.95", "2.81436305151986608", "14.4226753617023794"),
    (7, "0.998", "1.52033626039880908", "19.6261773953842380"),
    (8, "0.95", "3.45383217674850129", "15.7631892201933152"),
    (8, "0.998", "1.97081392174036578", "21.1561981658399830"),
    (9, "0.95", "4.11537309737833243", "17.0848034514191703"),
    (9, "0.998", "2.45242440436377493", "22.6573733090629307"),
]


def agrees(found: Interval, lower: str | Decimal, upper: str | Decimal) -> bool:
    """Whether both limits are the wanted ones, to nine digits."""
    low = isclose(float(lower), found.lower, rel_tol=1e-9, abs_tol=1e-15)
    return low and isclose(float(upper), found.upper, rel_tol=1e-9)


@pytest.mark.parametrize(("x", "n", "level", "lower", "upper"), WILSON)
def test_wilson(x: int, n: int, level: str, lower: str, upper: str) -> None:
    """A proportion's limits are those worked out by hand, to 1e-9."""
    assert agrees(wilson(Decimal(x), Decimal(n), LEVELS[level]), lower, upper)


@pytest.mark.parametrize(("x", "n", "lower", "upper"), NEWCOMBE)
def test_wilson_as_published(x: int, n: int, lower: float, upper: float) -> None:
    """A proportion's limits are those of Newcombe's table, as far as it prints them."""
    found = wilson(Decimal(x), Decimal(n))

    assert (lower, upper) == (round(found.lower, 4), round(found.upper, 4))


@pytest.mark.parametrize(("x", "level", "lower", "upper"), EXACT)
def test_small_counts_are_exact(x: int, level: str, lower: str, upper: str) -> None:
    """Below ten events the limits are the exact Poisson ones, to 1e-9."""
    found = poisson(Decimal(x), LEVELS[level])

    assert agrees(found, lower, upper)
    assert found.method is Method.POISSON


@pytest.mark.parametrize(("x", "level", "lower", "upper"), EXACT)
def test_small_counts_as_scipy_has_them(
    x: int, level: str, lower: str, upper: str
) -> None:
    """The same from chi-square quantiles, in the form that the guidance prints."""
    from scipy.stats import chi2

    tail = (1 - LEVELS[level]) / 2
    low, high = (
        0.0 if x == 0 else chi2.ppf(tail, 2 * x) / 2,
        chi2.ppf(1 - tail, 2 * x + 2) / 2,
    )

    assert agrees(Interval(low, high), lower, upper)


@pytest.mark.parametrize(("x", "level", "lower", "upper"), BYAR)
def test_byar(x: int, level: str, lower: str, upper: str) -> None:
    """From ten events on the limits are Byar's, to 1e-9."""
    found = poisson(Decimal(x), LEVELS[level])

    assert agrees(found, lower, upper)
    assert found.method is Method.BYAR


@pytest.mark.parametrize("x", [10, 11, 15, 25, 40, 80, 150])
@pytest.mark.parametrize(("level", "within"), [("0.95", 0.002), ("0.998", 0.015)])
def test_byar_is_as_good_as_published(x: int, level: str, within: float) -> None:
    """Within 0.2% of the exact limits at 95%, as the technical guide says.

    And within 1.5% at 99.8%, which is how far it is off for ten events.
    """
    found = poisson(Decimal(x), LEVELS[level])
    lower, upper = (float(limit) for limit in byhand.exact(x, level))

    assert isclose(lower, found.lower, rel_tol=within)
    assert isclose(upper, found.upper, rel_tol=within)


@pytest.mark.parametrize("level", LEVELS)
def test_a_rate_is_its_count_per_so_many(level: str) -> None:
    """39 events among 260,000 people, per 100,000: each limit of the count over 2.6."""
    found = rate(Decimal(39), Decimal(260_000), Decimal(100_000), LEVELS[level])
    lower, upper = byhand.byar(39, level)

    assert agrees(found, lower / Decimal("2.6"), upper / Decimal("2.6"))


some_counts = st.integers(0, 2_000)
levels = st.sampled_from(sorted(LEVELS))


@given(some_counts, some_counts, levels)
def test_any_proportion_by_hand(x: int, rest: int, level: str) -> None:
    """Whatever the numbers, a proportion's limits are those worked out by hand."""
    assume(x + rest > 0)
    found = wilson(Decimal(x), Decimal(x + rest), LEVELS[level])

    assert agrees(found, *byhand.wilson(x, x + rest, level))


@given(st.integers(10, 10_000_000), levels)
def test_any_count_by_hand(x: int, level: str) -> None:
    """Whatever the count, its limits are those worked out by hand."""
    assert agrees(poisson(Decimal(x), LEVELS[level]), *byhand.byar(x, level))


counts = st.integers(0, 100_000).map(Decimal)


@given(counts, counts, st.sampled_from([0.8, LEVEL, WIDE]))
def test_a_proportion_lies_within_its_limits(
    x: Decimal, rest: Decimal, level: float
) -> None:
    """Limits are shares, hold the proportion, and mirror those of its complement."""
    n = x + rest
    assume(n > 0)
    found, other = wilson(x, n, level), wilson(rest, n, level)

    assert 0 <= found.lower <= float(x / n) + 1e-12
    assert float(x / n) - 1e-12 <= found.upper <= 1
    assert isclose(found.lower, 1 - other.upper, abs_tol=1e-9)


@given(counts, counts, st.sampled_from([LEVEL, WIDE]))
def test_a_proportions_limits_grow_with_its_count(
    x: Decimal, rest: Decimal, level: float
) -> None:
    """One more of as many raises both limits."""
    n = x + rest + 1
    found, next_one = wilson(x, n, level), wilson(x + 1, n, level)

    assert found.lower < next_one.lower
    assert found.upper < next_one.upper


@given(counts, counts)
def test_a_higher_level_is_wider(x: Decimal, rest: Decimal) -> None:
    """What holds at 99.8% lies further out than what holds at 95%, on both sides."""
    assume(x + rest > 0)
    near, far = wilson(x, x + rest), wilson(x, x + rest, WIDE)

    assert far.lower < near.lower or x == 0
    assert near.upper < far.upper or rest == 0


@given(counts)
def test_a_count_lies_within_its_limits(x: Decimal) -> None:
    """Limits hold the count, grow with it, and widen with the level."""
    found, next_one, wider = poisson(x), poisson(x + 1), poisson(x, WIDE)

    assert 0 <= found.lower <= float(x) <= found.upper
    assert found.lower < next_one.lower
    assert found.upper < next_one.upper
    assert wider.lower < found.lower or x == 0
    assert found.upper < wider.upper


def test_the_seam_between_the_methods_is_smooth() -> None:
    """From nine events, exact, to ten, Byar's, both limits rise at both levels."""
    for level in (LEVEL, WIDE):
        nine, ten = poisson(Decimal(9), level), poisson(Decimal(10), level)

        assert (Method.POISSON, Method.BYAR) == (nine.method, ten.method)
        assert nine.lower < ten.lower
        assert nine.upper < ten.upper


@pytest.mark.parametrize(("x", "n"), [(-1, 5), (6, 5), (0, 0), (1, -1), (0, -5)])
@pytest.mark.parametrize("level", LEVELS.values())
def test_what_is_no_proportion_is_refused(x: int, n: int, level: float) -> None:
    """Fewer than none, more than all, and nothing to count among."""
    with pytest.raises(ValueError, match="no proportion"):
        wilson(Decimal(x), Decimal(n), level)


@pytest.mark.parametrize("level", LEVELS.values())
def test_what_is_no_rate_is_refused(level: float) -> None:
    """Fewer than no events, and a rate among nobody or fewer."""
    with pytest.raises(ValueError, match="no count"):
        poisson(Decimal(-1), level)
    with pytest.raises(ValueError, match="no count"):
        rate(Decimal(-1), Decimal(5), Decimal(1000), level)
    with pytest.raises(ValueError, match="among 0"):
        rate(Decimal(1), Decimal(0), Decimal(1000), level)
    with pytest.raises(ValueError, match="among -3"):
        rate(Decimal(1), Decimal(-3), Decimal(1000), level)


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
    assert wide(row, measure("m1")) is None


def widely(value_type: ValueType, per: str = "") -> Interval | None:
    """The 99.8% interval of 50 of 200 in a measure of this type."""
    from invented import measure

    row = observation(2, "25.0", count=Decimal(50), denominator=Decimal(200))
    return wide(row, measure("m1", value_type=value_type.value, per=per))


def test_the_wide_limits_stand_beside() -> None:
    """At 99.8%, in the unit of the value, and only where both can be computed."""
    percent = widely(ValueType.PERCENTAGE)
    per_thousand = widely(ValueType.RATE, per="1000")
    of_all, of_events = byhand.wilson(50, 200, "0.998"), byhand.byar(50, "0.998")

    assert percent is not None
    assert agrees(percent, of_all[0] * 100, of_all[1] * 100)
    assert per_thousand is not None
    assert agrees(per_thousand, of_events[0] * 5, of_events[1] * 5)
    assert widely(ValueType.RATE) is None
    assert widely(ValueType.COUNT) is None
