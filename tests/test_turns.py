"""The way of a series: its turns, what is usual, what stands out."""

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from timed import counted, series, years

from reportgen.pages.courses import Moment
from reportgen.pages.lines import line
from reportgen.pages.turns import mostly, outstanding, way

LEVELS = st.lists(st.integers(0, 99), min_size=2, max_size=30)


def moments(levels: Sequence[float]) -> tuple[Moment, ...]:
    """One for each year."""
    held = series(years(2000, len(levels)), *(str(one) for one in levels))
    return line(counted("a", held)).area.moments


def test_a_small_stir_is_no_turn() -> None:
    """Nor is one that lies near to the first or the last value."""
    assert [turn.value for turn in way(moments([0, 50, 45, 100, 20])).turns] == [100]
    assert way(moments([0, 50, 45, 100, 90])).turns == ()
    assert [turn.value for turn in way(moments([50, 10, 90])).turns] == [10]


@given(LEVELS)
def test_turns_are_clear_of_their_neighbours(levels: list[int]) -> None:
    """By a quarter of the range, up and down in turn, and never more than two."""
    found = way(moments(levels))
    told = [point.value for point in found.points]
    least = (max(levels) - min(levels)) / 4
    steps = [after - before for before, after in pairwise(told)]

    assert (told[0], told[-1]) == (levels[0], levels[-1])
    assert len(found.turns) <= 2
    if found.turns:
        assert all(abs(step) >= least for step in steps)
        assert all(one * other < 0 for one, other in pairwise(steps))


@given(LEVELS)
def test_most_values_are_usual(levels: list[int]) -> None:
    """Nine in ten at least, and no narrower span holds as many."""
    low, high = (moment.value for moment in mostly(moments(levels)))
    inside = [level for level in levels if low <= level <= high]
    ranked = sorted(levels)
    count = -(-9 * len(levels) // 10)
    widths = [ranked[n + count - 1] - ranked[n] for n in range(len(levels) - count + 1)]

    assert len(inside) >= count
    assert high - low == min(widths)


def test_a_series_that_goes_nowhere_is_jumpy() -> None:
    """If it is long, turns often, and ends near its beginning."""
    up_and_down = [5, 9, 2, 8, 3, 9, 4, 6]

    assert way(moments(up_and_down)).jumpy
    assert way(moments([*up_and_down, 99, *up_and_down])).jumpy
    assert not way(moments(up_and_down[:7])).jumpy
    assert not way(moments([1, 2, 3, 4, 5, 4, 3, 2, 1])).jumpy
    assert not way(moments([1, 4, 2, 5, 3, 6, 5, 8, 20])).jumpy


def test_values_far_from_the_rest_stand_out() -> None:
    """By one and a half times the distance between the quartiles."""
    found = outstanding(moments([5, 6, 7, 5, 6, 30, 6, 7, -20]))

    assert [moment.value for moment in found] == [30, -20]
