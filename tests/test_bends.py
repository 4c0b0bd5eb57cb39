"""Where a line bends: few places, the lowest and the highest among them."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.pages.bends import MOST, bends

LEVELS = st.lists(st.decimals(0, 20, places=0), min_size=1, max_size=40)


def places(*levels: float) -> list[int]:
    """Where a line of these values bends."""
    return bends([Decimal(str(level)) for level in levels])


@pytest.mark.parametrize(
    ("levels", "found"),
    [
        ((1,), []),
        ((1, 2, 3, 4), []),
        ((4, 4, 4), []),
        ((1, 5, 2), [1]),
        ((5, 1, 4), [1]),
        ((1, 5, 5, 5, 2), [1]),
        ((1, 3, 2.5, 5), []),
        ((1, 3, 2, 5), [1, 2]),
        ((3, 3.4, 0), [1]),
        ((0, 10, 8), [1]),
        ((36.7, 40.3, 34, 40, 35, 41.1, 35.8, 42.9), [2, 5, 6]),
    ],
)
def test_a_line_bends_where_it_moves_by_a_quarter(
    levels: tuple[float, ...], found: list[int]
) -> None:
    """What is less is struck out, but never the lowest or the highest value."""
    assert places(*levels) == found


@given(LEVELS)
def test_the_course_holds_the_lowest_and_the_highest(levels: list[Decimal]) -> None:
    """First, bends and last tell the whole range of a line, in three bends at most."""
    found = bends(levels)
    course = [levels[place] for place in (0, *found, len(levels) - 1)]

    assert {min(levels), max(levels)} <= set(course)
    assert len(found) <= MOST
    assert found == sorted(set(found) - {0, len(levels) - 1})


@given(LEVELS)
def test_a_course_goes_up_and_down_in_turn(levels: list[Decimal]) -> None:
    """No movement of it is none, and no two that follow have the same direction."""
    found = bends(levels)
    course = [levels[place] for place in (0, *found, len(levels) - 1)]
    steps = [after - before for before, after in pairwise(course)]

    assert not found or all(steps)
    assert all(step * other < 0 for step, other in pairwise(steps))


@given(LEVELS)
def test_what_is_left_out_is_small(levels: list[Decimal]) -> None:
    """Without a limit to their number, no bend is missed that is a quarter deep."""
    found = [0, *bends(levels, None), len(levels) - 1]
    quarter = (max(levels) - min(levels)) / 4
    for begin, end in pairwise(found):
        rising = levels[end] > levels[begin]
        sign = 1 if rising else -1
        way = [level * sign for level in levels[begin : end + 1]]
        peaks = [max(way[: n + 1]) for n in range(len(way))]
        back = max(peak - level for peak, level in zip(peaks, way, strict=True))

        assert back < quarter or back == 0
