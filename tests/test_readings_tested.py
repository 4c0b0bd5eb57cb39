"""What figures say of comparisons that were tested, and of those that were not."""

import pytest
from invented import indicator
from worded import (
    AGAINST,
    HIGHER,
    LOWER,
    RELATIVE,
    SIMILAR,
    measured,
    pairs,
    reading,
)

from reportgen.vocabulary import Marker


@pytest.mark.parametrize(
    ("values", "headline"),
    [
        ([HIGHER], "Need is higher than in England for alcohol"),
        ([SIMILAR], "Need is similar to England for alcohol"),
        ([SIMILAR, SIMILAR], "Need is similar to England for both groups"),
        (
            [HIGHER, SIMILAR, LOWER],
            "Need is higher than in England for alcohol, similar for crack and lower "
            "for opiates",
        ),
        (
            [HIGHER, "5/4"],
            "Need is higher than in England for alcohol; not tested: higher for crack",
        ),
        (
            [SIMILAR, SIMILAR, "5/4", "3/3", "5/9"],
            "Need is similar to England for two of five groups; not tested: lower for "
            "cannabis, higher for opiates and the same for spice",
        ),
    ],
)
def test_what_was_tested_is_told_apart(values: list[str], headline: str) -> None:
    """Tested findings come first; the others never stand without saying so."""
    assert reading(AGAINST, *measured(*values)).headline == headline


@pytest.mark.parametrize(
    ("values", "headline"),
    [
        (
            [HIGHER, SIMILAR, LOWER],
            "higher than England on one of three comparable measures, lower on one, "
            "similar on one",
        ),
        ([SIMILAR, SIMILAR], "similar to England on both comparable measures"),
        (
            [HIGHER, SIMILAR, "5/4", "3/4", "4/4"],
            "higher than England on one of five comparable measures, similar on one; "
            "not tested: higher on one, lower on one, the same on one",
        ),
    ],
)
def test_the_overview_tells_apart_what_was_tested(
    values: list[str], headline: str
) -> None:
    """Similar is a finding of its own, and of tests only."""
    made = reading(RELATIVE, *measured(*values))

    assert made.headline == f"Testshire is {headline}"


def test_judged_comparisons_are_told_in_words() -> None:
    """Better and worse only where a test and a polarity say so."""
    good = measured(HIGHER, LOWER, SIMILAR, polarity="low is good")
    plain = measured(HIGHER, LOWER, SIMILAR)
    untested = measured("45/30", polarity="low is good")

    assert reading(AGAINST, *good).sentence == (
        "Of those that differ beyond chance, the widest gap is for alcohol: 45% in "
        "Testshire, 30% in England. Better than in England: crack. Worse: alcohol."
    )
    for made in (reading(AGAINST, *plain), reading(AGAINST, *untested)):
        words = f"{made.headline} {made.sentence} {made.alternative}"
        assert "etter" not in words
        assert "orse" not in words


def test_many_judged_comparisons_are_counted() -> None:
    """More than three names are a number."""
    held = measured(*[HIGHER] * 4, SIMILAR, polarity="high is good")

    assert "Better than in England: four." in reading(RELATIVE, *held).sentence


def test_values_that_are_all_similar_have_no_widest_gap() -> None:
    """A gap that chance explains is none."""
    for kind in (AGAINST, RELATIVE):
        assert reading(kind, *measured(SIMILAR, SIMILAR)).sentence == (
            "England’s value lies within the 95% confidence interval of every value."
        )


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (
            [HIGHER, "50 20-80/30", "9/1"],
            "One group differs beyond chance: alcohol (45% against 30%).",
        ),
        (
            [HIGHER, LOWER, "90 20-99/30"],
            "Of those that differ beyond chance, furthest above England: alcohol (45% "
            "against 30%). Furthest below: crack (45% against 60%).",
        ),
        (
            [HIGHER, LOWER],
            "Furthest above England: alcohol (45% against 30%). Furthest below: crack "
            "(45% against 60%).",
        ),
        (
            [SIMILAR, "9/1"],
            "England’s value lies within the 95% confidence interval of the one value "
            "that is tested.",
        ),
        (
            [SIMILAR, SIMILAR, "9/1"],
            "England’s value lies within the 95% confidence interval of every value "
            "that is tested.",
        ),
        (
            ["5/4", "4/4"],
            "Furthest above England: alcohol (5% against 4%).",
        ),
    ],
)
def test_the_furthest_differs_beyond_chance(values: list[str], sentence: str) -> None:
    """What chance explains is never called the furthest, where others were tested."""
    assert reading(RELATIVE, *measured(*values)).sentence == sentence


def test_the_widest_gap_is_beyond_chance() -> None:
    """A wider gap that chance explains is passed over."""
    one = reading(AGAINST, *measured(HIGHER, "90 20-99/30"))
    two = reading(AGAINST, *measured(HIGHER, "45 40-50/70", "90 20-99/30"))

    assert one.sentence == (
        "One group differs beyond chance, alcohol: 45% in Testshire, 30% in England."
    )
    assert two.sentence == (
        "Of those that differ beyond chance, the widest gap is for crack: 45% in "
        "Testshire, 70% in England."
    )


def test_an_overview_accounts_for_what_is_not_compared() -> None:
    """Rows beside those that are counted are counted too."""
    doubtful = indicator("opium", "7", "5", Marker.UNVERIFIED)
    made = reading(RELATIVE, *measured(HIGHER), doubtful)

    assert made.headline == (
        "Testshire is higher than England on the one comparable measure; one has no "
        "comparison"
    )
    assert "Not compared: Opium at 140, unverified." in made.alternative


def test_rows_for_which_there_is_no_room_are_told() -> None:
    """A headline never counts only what the page has room for."""
    ones = [indicator(f"g{n}", str(n), "1") for n in range(2, 32)]

    assert reading(RELATIVE, *ones).headline == (
        "Testshire is higher than England on 28 of 30 comparable measures (not "
        "tested); two are not drawn"
    )
    assert reading(AGAINST, *ones).headline == (
        "Need is higher than in England for 28 of 30 groups (not tested); two are not "
        "drawn"
    )


@pytest.mark.parametrize(
    ("values", "end"),
    [
        ([HIGHER, LOWER], "2023/24, with 95% confidence intervals"),
        (
            [HIGHER, "5/4", "3/4"],
            "95% confidence intervals, comparison not tested for crack and opiates",
        ),
        (
            [HIGHER, "5/4", "3/4", "6/4"],
            "with 95% confidence intervals, three of four comparisons not tested",
        ),
        (["45 40-50/"], "Testshire, 2023/24, with 95% confidence intervals"),
        (["45/", "40/"], "Testshire, 2023/24"),
        (["5/4", "3/4", "6/4"], "Testshire and England, 2023/24"),
    ],
)
def test_the_subtitle_says_what_is_not_tested(values: list[str], end: str) -> None:
    """Which, where some are; where nothing is, the headline says it already."""
    assert reading(AGAINST, *measured(*values)).subtitle.endswith(end)


def test_many_untested_rows_are_known_by_their_look() -> None:
    """More names than a sentence holds are told by what they lack."""
    three = reading(AGAINST, *measured(HIGHER, "5/4", "3/4", "6/4"))
    four = reading(AGAINST, *measured(HIGHER, "5/4", "3/4", "6/4", "7/4"))

    assert "Not tested: spice, crack and opiates." in three.sentence
    assert "The four rows without an interval are not tested." in four.sentence
    assert "ot tested" not in reading(AGAINST, *pairs("5/4", "4/4")).sentence
