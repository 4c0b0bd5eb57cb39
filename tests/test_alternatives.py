"""The text alternative of a figure: whoever does not see it misses nothing."""

from dataclasses import replace
from typing import Any

import pytest
from invented import indicator, value
from worded import (
    AGAINST,
    AMOUNTS,
    HIGHER,
    LOWER,
    RELATIVE,
    SIMILAR,
    measured,
    pairs,
    reading,
)

from reportgen.evidence.disclosure import PublishedIndicator
from reportgen.evidence.outline import FigureKind
from reportgen.vocabulary import Marker

OPENING = "Need, % of people, 2023/24. "


@pytest.mark.parametrize(
    ("kind", "alternative"),
    [
        (
            AGAINST,
            "Dot plot of two groups, Testshire and England, highest first, on a scale "
            "from zero. Neither comparison is tested. Crack: Testshire 9%, higher than "
            "England’s 4%. Alcohol: Testshire 5%, higher than England’s 4%.",
        ),
        (
            RELATIVE,
            "Dot plot of two groups, highest first in each group, where England is "
            "100. Neither comparison is tested. Higher: Crack at 225. Alcohol at 125.",
        ),
    ],
)
def test_the_alternative_names_every_value_drawn(
    kind: FigureKind, alternative: str
) -> None:
    """It opens with what the figure is of; then each row is a sentence."""
    made = reading(kind, *pairs("5/4", "9/4"))

    assert made.alternative == OPENING + alternative


def test_one_point_is_not_ranked() -> None:
    """One bar is no order."""
    assert reading(AMOUNTS, *pairs("5/")).alternative == (
        OPENING + "Bar chart of one group, Testshire, on a scale from zero. "
        "Alcohol: 5%."
    )


def mixed() -> list[PublishedIndicator]:
    """Worse, similar, untested, not compared, and one in doubt."""
    return [
        *measured(HIGHER, SIMILAR, polarity="low is good"),
        indicator("opiates", "47.0", "46.0"),
        indicator("spice", "12", None, Marker.UNVERIFIED),
        indicator("cannabis", "3.0", "2", Marker.PROVISIONAL),
    ]


def test_the_alternative_has_limits_tests_and_judgements() -> None:
    """The verdict stands right after the area's value, which it is about."""
    assert reading(AGAINST, *mixed()).alternative == (
        OPENING + "Dot plot of five groups, Testshire and England, highest first, on "
        "a scale from zero. Of five groups, two are tested, two are not tested and "
        "one is not compared. Intervals are 95% confidence intervals. "
        "Opiates: Testshire 47.0%, higher than England’s 46.0%, not tested. "
        "Alcohol: Testshire 45%, interval 40.0 to 50.0, higher, which is worse, than "
        "England’s 30%. "
        "Crack: Testshire 45%, interval 40.0 to 50.0, similar to England’s 48%. "
        "Spice: Testshire 12%, unverified, not compared. "
        "Cannabis: Testshire 3.0%, provisional, higher than England’s 2%, not tested."
    )


def test_an_overview_is_told_by_what_was_found() -> None:
    """A verdict is said once for all rows that share it; each row has its place."""
    low: dict[str, Any] = {"polarity": "low is good"}
    held = [
        indicator("need, all", "45", "60", interval=(40, 50), **low),
        *mixed(),
        indicator("mean", "4", "4"),
        indicator("offences", "9", "4", interval=(8, 10)),
    ]

    assert reading(RELATIVE, *held).alternative == (
        OPENING + "Dot plot of seven groups, highest first in each group, where "
        "England is 100. Better: Need, all, at 75. Worse: Alcohol at 150. Higher, not "
        "judged: Offences at 225. Similar: Crack at 94. Not tested: Cannabis at 150, "
        "provisional, higher. Opiates at 102, higher. Mean at 100, the same."
    )


def test_intervals_of_a_short_overview_are_on_its_scale() -> None:
    """They are told as they are drawn."""
    told = reading(RELATIVE, *measured(SIMILAR)).alternative

    assert told.endswith("Similar: Alcohol at 94, interval 83 to 104.")


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ([HIGHER], "The comparison is tested."),
        ([HIGHER, LOWER], "Both comparisons are tested."),
        ([HIGHER, LOWER, SIMILAR], "All three comparisons are tested."),
        (["5/4"], "The comparison is not tested."),
        (["5/4", "3/4"], "Neither comparison is tested."),
        (["5/4", "3/4", "4/4"], "No comparison is tested."),
        ([HIGHER, "5/4"], "Of two groups, one is tested and one is not tested."),
        ([HIGHER, "5/"], "Of two groups, one is tested and one is not compared."),
        (["5/4", "5/"], "Of two groups, one is not tested and one is not compared."),
    ],
)
def test_every_row_is_accounted_for(values: list[str], told: str) -> None:
    """What is said of all comparisons is never said of a row that has none."""
    assert f" {told} " in reading(AGAINST, *measured(*values)).alternative


def test_the_alternative_says_why_a_row_is_not_compared() -> None:
    """Where others are compared, silence would be heard as no difference."""
    alternative = reading(AGAINST, *pairs("5/4", "3/")).alternative

    assert "Crack: Testshire 3%, not compared: no value for England." in alternative
    assert "not compared" not in reading(AGAINST, *pairs("5/", "3/")).alternative


def test_englands_value_beside_one_in_doubt_is_told() -> None:
    """Both are drawn, though nothing is said of how they compare."""
    doubtful = indicator("spice", "12", "9", Marker.UNVERIFIED)
    made = reading(AGAINST, doubtful, *pairs("5/4")).alternative

    assert "Testshire 12%, unverified, not compared with England’s 9%." in made
    alone = reading(AGAINST, doubtful).alternative
    assert alone.endswith("Spice: Testshire 12%, unverified, England 9%.")


@pytest.mark.parametrize("kind", [AGAINST, RELATIVE])
@pytest.mark.parametrize("count", [6, 7, 14, 28])
def test_many_rows_are_told_like_few(kind: FigureKind, count: int) -> None:
    """Only intervals are dropped; no value and no verdict is."""
    ones = [
        indicator(f"group {n}", str(n), "9", interval=(n - 1, n + 1) if n % 2 else None)
        for n in range(1, count + 1)
    ]
    told = reading(kind, *ones).alternative

    assert ("interval" in told) == (count <= 6)
    assert len(told.split()) < 40 + 12 * count
    assert told.count("Group ") == count
    if kind is AGAINST:
        assert told.count("England’s 9%") == count
        assert told.count("not tested.") == count // 2 + 1  # and in the opening
    else:
        assert told.count(" at ") == count


def test_what_all_share_is_said_once() -> None:
    """That every value is provisional stands in the opening, not in each row."""
    ones = [indicator(n, "5", "4", Marker.PROVISIONAL) for n in ("a", "b")]
    also = [replace(o, england=value("4", Marker.PROVISIONAL)) for o in ones]
    firm, both = reading(AGAINST, *ones), reading(AGAINST, *also)

    assert "provisional" in both.subtitle
    assert "All values of Testshire are provisional." in firm.alternative
    assert "All values are provisional." in both.alternative
    assert both.alternative.count("provisional") == 1
    assert "England’s 4%." in firm.alternative


def test_what_only_some_of_england_share_is_told_in_their_rows() -> None:
    """Else a doubt about England's value would be lost."""
    one, other = (indicator(n, "5", "4", Marker.PROVISIONAL) for n in ("a", "b"))
    doubted = replace(one, england=value("4", Marker.PROVISIONAL))

    made = reading(AGAINST, doubted, other).alternative
    assert made.count("England’s 4%, provisional") == 1


def test_englands_doubts_are_told() -> None:
    """A mark of doubt on England's value is a word too."""
    (one,) = pairs("5/4")
    doubtful = replace(one, england=value("4", Marker.ESTIMATED))

    made = reading(AGAINST, doubtful).alternative
    assert "Testshire 5%, higher than England’s 4%, estimated." in made


@pytest.mark.parametrize("kind", [AGAINST, RELATIVE, AMOUNTS])
def test_no_letter_and_no_sign_is_heard(kind: FigureKind) -> None:
    """Brackets and minus signs are words: many readers drop them."""
    marks = (Marker.PROVISIONAL, Marker.BREAK, Marker.LOW, Marker.REVISED)
    ones = [indicator(mark.name, "5", "4", mark) for mark in marks]
    below = indicator("below", "-5", "-4")
    told = reading(kind, *ones, *([] if kind is RELATIVE else [below])).alternative

    assert not set("[]()−+;") & set(told)
    assert kind is RELATIVE or "minus 5%" in told


def test_bars_say_nothing_of_england() -> None:
    """What is not drawn is not told as drawn."""
    assert "England" not in reading(AMOUNTS, *pairs("5/4", "3/4")).alternative


def test_a_very_long_name_is_cut_in_a_sentence() -> None:
    """The alternative has it whole."""
    long = "people of one sort and people of another sort " * 9
    made = reading(AGAINST, indicator("a", "5", "4", label=long.strip()))

    assert "…" in made.headline
    assert long.strip() in made.alternative
