"""The text alternative of a figure: whoever does not see it misses nothing."""

from dataclasses import replace

import pytest
from invented import indicator, value
from worded import (
    AGAINST,
    AMOUNTS,
    HIGHER,
    RELATIVE,
    SIMILAR,
    measured,
    pairs,
    reading,
)

from reportgen.evidence.outline import FigureKind
from reportgen.vocabulary import Marker


@pytest.mark.parametrize(
    ("kind", "alternative"),
    [
        (
            AGAINST,
            "Dot plot of two groups, highest first, on a scale from zero. Crack: "
            "Testshire 9%, England 4%, higher; Alcohol: Testshire 5%, England 4%, "
            "higher. Neither comparison is tested.",
        ),
        (
            RELATIVE,
            "Dot plot of two groups, highest first, on a scale where England is 100. "
            "Crack: 225 (Testshire 9%, England 4%), higher; "
            "Alcohol: 125 (Testshire 5%, England 4%), higher. "
            "Neither comparison is tested.",
        ),
    ],
)
def test_the_alternative_names_every_value_drawn(
    kind: FigureKind, alternative: str
) -> None:
    """Whoever does not see the drawing has all that it shows, in its order."""
    assert reading(kind, *pairs("5/4", "9/4")).alternative == alternative


def test_one_point_is_not_ranked() -> None:
    """One bar is no order."""
    assert reading(AMOUNTS, *pairs("5/")).alternative == (
        "Bar chart of one group, on a scale from zero. Alcohol: Testshire 5%."
    )


def test_the_alternative_has_limits_tests_and_judgements() -> None:
    """Each row says what its whisker, its place and its doubt say."""
    held = [
        *measured(HIGHER, SIMILAR, polarity="low is good"),
        indicator("opiates", "47.0", "46.0"),
        indicator("spice", "12", None, Marker.UNVERIFIED),
        indicator("cannabis", "3.0", "2", Marker.PROVISIONAL),
    ]

    assert reading(AGAINST, *held).alternative == (
        "Dot plot of five groups, highest first, on a scale from zero. "
        "Opiates: Testshire 47.0%, England 46.0%, higher, not tested; "
        "Alcohol: Testshire 45% (95% confidence interval 40.0% to 50.0%), England 30%, "
        "higher, which is worse; "
        "Crack: Testshire 45% (95% confidence interval 40.0% to 50.0%), England 48%, "
        "similar; "
        "Spice: Testshire 12%, unverified, not compared; "
        "Cannabis: Testshire 3.0%, provisional, England 2%, higher, not tested."
    )


def test_the_alternative_says_why_a_row_is_not_compared() -> None:
    """Where others are compared, silence would be read as no difference."""
    alternative = reading(AGAINST, *pairs("5/4", "3/")).alternative

    assert "Crack: Testshire 3%, not compared (no value for England)" in alternative
    assert "not compared" not in reading(AGAINST, *pairs("5/", "3/")).alternative


@pytest.mark.parametrize("kind", [AGAINST, RELATIVE])
def test_a_long_alternative_drops_intervals_and_no_value(kind: FigureKind) -> None:
    """With more than 14 rows every value is told, and what was similar or untested."""
    ones = [
        indicator(f"group {n}", str(n), "9", interval=(n - 1, n + 1) if n % 2 else None)
        for n in range(1, 29)
    ]
    made = reading(kind, *ones)

    assert len(made.alternative.split()) < 250
    assert "confidence" not in made.alternative
    assert all(f"{n}% against 9%" in made.alternative for n in range(1, 29))
    assert made.alternative.count("not tested") == 14
    assert made.alternative.count("similar") == 1
    assert "Testshire against England" in made.alternative


def test_what_all_share_is_said_once() -> None:
    """That every value is provisional stands in the subtitle, not in each row."""
    ones = [indicator(n, "5", "4", Marker.PROVISIONAL) for n in ("a", "b")]
    made = reading(AGAINST, *ones)

    assert "provisional" in made.subtitle
    assert "provisional" not in made.alternative


def test_englands_doubts_are_told() -> None:
    """A mark of doubt on England's value is a word too."""
    (one,) = pairs("5/4")
    doubtful = replace(one, england=value("4", Marker.ESTIMATED))

    assert "England 4%, estimated, higher" in reading(AGAINST, doubtful).alternative


def test_bars_say_nothing_of_england() -> None:
    """What is not drawn is not told as drawn."""
    assert "England" not in reading(AMOUNTS, *pairs("5/4", "3/4")).alternative


def test_a_very_long_name_is_cut_in_a_sentence() -> None:
    """The alternative has it whole."""
    long = "people of one sort and people of another sort " * 9
    made = reading(AGAINST, indicator("a", "5", "4", label=long.strip()))

    assert "…" in made.headline
    assert long.strip() in made.alternative
