"""Words of parts of a whole: the total's way, each part's, and bar after bar."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st
from timed import PARTS, counted, made, series, years


def test_parts_tell_total_and_largest() -> None:
    """The total's way, the largest part's share, and each part's way."""
    held = years(2015, 2)
    ones = [
        counted("opiates", series(held, "60", "50")),
        counted("alcohol", series(held, "40", "70")),
        counted("crack", series(held, "9", "9")),
    ]
    found = made(PARTS, *ones).reading

    assert found.headline == (
        "Deaths: the total rose from 109 in 2015/16 to 129 in 2016/17; the largest "
        "group is alcohol (54%)"
    )
    assert found.subtitle == "Deaths per 100,000 people, Testshire, 2015/16 to 2016/17"
    assert found.sentence == (
        "Opiates fell from 60 to 50. Alcohol rose from 40 to 70. Crack was 9 "
        "throughout."
    )
    assert found.alternative == (
        "Deaths, deaths per 100,000 people, Testshire, two stacked bars of three "
        "groups, 2015/16 to 2016/17. From the bottom: first opiates, second alcohol, "
        "third crack. 2015/16, total 109: first 60, second 40, third 9. 2016/17, "
        "total 129: opiates 50, or 39%. Alcohol 70, or 54%. Crack 9, or 7%."
    )


def test_parts_of_one_period() -> None:
    """In all, and the larger of two."""
    ones = [
        counted(n, series(years(2015, 1), v)) for n, v in (("a", "75"), ("b", "25 [u]"))
    ]
    found = made(PARTS, *ones).reading

    assert (
        found.headline
        == "Deaths: 100 in all in 2015/16, unverified; the larger group is a (75%)"
    )
    assert found.sentence == (
        "A: 75 (75%). B: 25 (25%), unverified. Parts drawn as outlines are unverified "
        "in 2015/16."
    )
    assert found.alternative.endswith(
        "bars of two groups beside their total, 2015/16. 2015/16, total 100, "
        "unverified: a 75, or 75%. B 25, or 25%, unverified."
    )


def test_marks_of_a_part_are_marks_of_its_total() -> None:
    """A sum is as provisional or revised as what it is made of."""
    ones = [
        counted("a", series(years(2015, 3), "5", "6 [r]", "7")),
        counted("b", series(years(2015, 3), "1", "2", "3 [p]")),
    ]
    told = made(PARTS, *ones).reading.alternative

    assert "2016/17: total 8, revised." in told
    assert (
        "2017/18, total 10, provisional: a 7, or 70%. B 3, or 30%, provisional." in told
    )


def test_totals_are_not_ranked_across_a_break() -> None:
    """Nor is a movement told; each new series is named."""
    ones = [
        counted("a", series(years(2015, 4), "5", "6", "2 [b]", "3")),
        counted("b", series(years(2015, 4), "1", "2", "3", "4")),
    ]
    found = made(PARTS, *ones).reading

    assert "lowest" not in found.alternative
    assert "2017/18: total 5, first of a new series." in found.alternative
    assert "the total rose from 5 in 2017/18 to 7 in 2018/19" in found.headline


COUNTS = st.lists(
    st.tuples(st.integers(1, 99), st.integers(1, 99)), min_size=1, max_size=9
)


@given(COUNTS)
def test_every_total_told_is_the_sum_of_its_parts(
    held: Sequence[tuple[int, int]],
) -> None:
    """First, lowest and last bar in full, of all others the total."""
    periods = years(2010, len(held))
    ones = [
        counted(n, series(periods, *(str(both[k]) for both in held)))
        for k, n in enumerate("ab")
    ]
    told = made(PARTS, *ones).reading.alternative
    sums = [sum(both) for both in held]

    for period, total in zip(periods, sums, strict=True):
        assert f"{period}, total {total}" in told or f"{period}: total {total}." in told
    if "the lowest: first" in told:
        place = sums.index(min(sums))
        assert (
            f"{periods[place]}, total {min(sums)}, the lowest: first {held[place][0]}, "
        )
    assert f": a {held[-1][0]}, or " in told
