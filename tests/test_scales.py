"""Axes: how far they reach, where they begin, what is printed on them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from timed import months, threes, twelves, years

from reportgen.pages.canvas import Canvas
from reportgen.pages.courses import middle
from reportgen.pages.lettering import breadth
from reportgen.pages.palette import WIDTH
from reportgen.pages.scales import Plane, scale, time_ticks
from reportgen.periods import Period, parse

numbers = st.integers(-(10**12), 10**12).map(lambda thousandths: thousandths / 1000)


@given(st.lists(numbers, min_size=1, max_size=9), st.integers(0, 3))
def test_a_scale_holds_its_values(values: list[float], places: int) -> None:
    """From two to nine gridlines, evenly apart, with labels of their own."""
    found = scale(values, places)
    steps = [b - a for a, b in pairwise(found.ticks)]
    hair = (found.high - found.low) * 1e-8

    assert found.low - hair <= min(values)
    assert max(values) <= found.high + hair
    assert 2 <= len(found.ticks) <= 9
    assert steps == pytest.approx([steps[0]] * len(steps))
    assert len(set(found.ticks.values())) == len(found.ticks)


@given(st.lists(numbers, min_size=1, max_size=9))
def test_a_scale_begins_at_zero_unless_it_says_so(values: list[float]) -> None:
    """Only a band of values narrower than a quarter of the highest may float."""
    found = scale(values, 1)
    farthest = max(map(abs, values))

    assert found.from_zero == (0.0 in found.ticks)
    if not found.from_zero:
        assert max(values) - min(values) < 0.25 * farthest


def test_the_quarter_decides_whether_a_scale_floats() -> None:
    """Just below it does, at it it does not."""
    assert not scale([76.0, 100.0], 1).from_zero
    assert scale([75.0, 100.0], 1).from_zero


@pytest.mark.parametrize(
    ("values", "places", "labels"),
    [
        ([6.1, 4.5], 1, "0 2 4 6 8"),
        ([95.2, 97.3], 1, "95.0 95.5 96.0 96.5 97.0 97.5"),
        ([0.0], 0, "0 1"),
        ([30.0], 1, "0 5 10 15 20 25 30"),
        ([-11.4, 8.0], 1, "−15 −10 −5 0 5 10"),
        ([1000000, 12], 0, "0 200,000 400,000 600,000 800,000 1,000,000"),
        ([0.003, 0.001], 3, "0.000 0.001 0.002 0.003"),
        ([1.0, 2.0], 0, "0 1 2"),
        ([-5.0, -4.9], 1, "−5.0 −4.9"),
    ],
)
def test_gridlines_are_round(values: list[float], places: int, labels: str) -> None:
    """One, two or five times a power of ten, and no finer than the values."""
    assert list(scale(values, places).ticks.values()) == labels.split()


def test_a_scale_of_percentages_says_so() -> None:
    """The sign stands at every gridline."""
    assert list(scale([98.0], 1, "%").ticks.values())[-1] == "100%"


def plane(periods: list[Period], left: float = 60) -> Plane:
    """Where these periods stand in a picture of the pages' width."""
    canvas = Canvas(260, left, 110, 10, 30)
    return Plane(canvas, middle(periods[0]), middle(periods[-1]), scale([8.0], 0))


spans = st.one_of(
    st.builds(years, st.integers(1990, 2020), st.integers(1, 30)),
    st.builds(threes, st.integers(1990, 2020), st.integers(1, 30)),
    st.builds(months, st.just("Jul 2001"), st.integers(1, 250)),
    st.builds(twelves, st.just("Jul 2001"), st.integers(1, 100)),
)


@given(spans)
def test_named_periods_are_clear_of_each_other(names: list[str]) -> None:
    """At most seven, first and last among them, none on another, none outside."""
    periods = [parse(name) for name in names]
    found = plane(periods)
    ticks = time_ticks(periods, found.along)
    ends = [
        (found.along(day), max(map(breadth, text.split("<br>"))) / 2)
        for day, text in ticks.items()
    ]

    assert 1 <= len(ticks) <= 7
    assert next(iter(ticks)) == middle(periods[0])
    assert list(ticks)[-1] == middle(periods[-1])
    assert all(a + ha < b - hb for (a, ha), (b, hb) in pairwise(ends))
    assert all(half <= at <= WIDTH - half for at, half in ends)


def test_months_keep_to_their_month() -> None:
    """Sixty of them are named by their Junes."""
    periods = [parse(name) for name in months("Jul 2019", 60)]
    ticks = time_ticks(periods, plane(periods).along)

    assert list(ticks.values()) == [
        "Jul 2019",
        *(f"Jun {year}" for year in range(2020, 2025)),
    ]


def test_a_plane_knows_where_things_stand() -> None:
    """First and last a little inside the plot, the highest gridline just below it."""
    periods = [parse(name) for name in years(2015, 9)]
    found = plane(periods)
    canvas = found.canvas
    x0, bottom = found.spot(found.first, 0)
    x1, top = found.spot(found.last, 8)

    assert (x0, x1) == pytest.approx((68, WIDTH - 118))
    assert (bottom, top) == pytest.approx((canvas.height - 30, 12))


def test_one_day_stands_in_the_middle() -> None:
    """With as much room on either side."""
    found = plane([parse("2022/23")])

    assert found.along(found.first) == pytest.approx(60 + found.canvas.across / 2)
