"""Words over time: two values, never a trend; what lacks; where the area stands."""

from dataclasses import astuple, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import over_time
from timed import (
    PANELS,
    PARTS,
    RESTRICTED,
    TREND,
    counted,
    grids,
    made,
    series,
    stacks,
    threes,
    trends,
    twelves,
    years,
)

from reportgen.evidence.disclosure import PublishedIndicator
from reportgen.pages.readings import Reading
from reportgen.vocabulary import Comparison

OURS = series(threes(2012, 5), "6.1", "6.4", "6.9", "5.2", "4.8", spread=0.3)
THEIRS = series(threes(2012, 5), "3.9", "4.1", "4.5", "5.0", "5.2")


def rate(
    *texts: str, polarity: str = "low is good", **more: object
) -> PublishedIndicator:
    """Deaths, by year from 2015/16."""
    held = series(years(2015, len(texts)), *texts)
    return over_time("deaths", held, value_type="rate", polarity=polarity, **more)


def trend(one: PublishedIndicator, **fields: Any) -> Reading:
    """Its words."""
    return made(TREND, one, **fields).reading


@pytest.mark.parametrize(
    ("texts", "headline"),
    [
        (["6.1", "5.0", "4.8"], "Deaths fell from 6.1 in 2015/16 to 4.8 in 2017/18"),
        (["4.8", "5.0"], "Deaths rose from 4.8 in 2015/16 to 5.0 in 2016/17"),
        (
            ["4.8", "9", "4.8"],
            "Deaths rose from 4.8 in 2015/16 to 9 in 2016/17, then fell to 4.8 in "
            "2017/18",
        ),
        (["5", "9", "8.9"], "Deaths rose from 5 in 2015/16 to 8.9 in 2017/18"),
        (
            ["0", "0 [low]"],
            "Deaths rose from 0 in 2015/16 to 0 in 2016/17, rounds to zero",
        ),
        (["4.84", "4.81"], "Deaths were 4.8 both in 2015/16 and in 2016/17"),
        (["4.8"], "Deaths: 4.8 in 2015/16"),
        (["4.8", "[c]"], "Deaths: 4.8 in 2015/16"),
        (["9", "4.8 [b]"], "Deaths: 4.8 in 2016/17, first of a new series"),
        (["9", "4 [b]", "5"], "Deaths rose from 4 in 2016/17 to 5 in 2017/18"),
        (["9", "4", "5 [u]"], "Deaths: 5 in 2017/18, unverified"),
        (["9 [u]", "4", "5"], "Deaths rose from 4 in 2016/17 to 5 in 2017/18"),
    ],
)
def test_the_headline_states_two_values(texts: list[str], headline: str) -> None:
    """And a turn; not across a break, and not from or to an unverified value."""
    assert trend(rate(*texts, comparable="no")).headline == headline


def test_no_span_stands_between_from_and_to() -> None:
    """Two "to" one after the other cannot be followed."""
    one = over_time("a", OURS, value_type="rate")

    assert trend(one).headline == (
        "Deaths were 6.1 for 2012 to 2014, rose to 6.9 for 2014 to 2016, then fell to "
        "4.8 for 2016 to 2018"
    )
    assert (
        "12 months to"
        in trend(over_time("a", series(twelves("Jul 2020", 2), *"56"))).headline
    )


@pytest.mark.parametrize(
    ("england", "polarity", "tail"),
    [
        ("5.2", "low is good", ", and are lower than in England"),
        ("5.0", "low is good", ", and are similar to England’s"),
        ("3.0", "no judgement", ", and are higher than in England"),
    ],
)
def test_the_headline_ends_with_the_comparison(
    england: str, polarity: str, tail: str
) -> None:
    """Which side, whether or not one side is good."""
    ours = series(years(2015, 2), "6.1", "4.8", spread=0.3)
    theirs = series(years(2015, 2), "3.9", england)
    one = over_time("a", ours, theirs, value_type="rate", polarity=polarity)
    singular = trend(one, topic="Need", plural=False).headline

    assert (
        trend(one).headline
        == f"Deaths fell from 6.1 in 2015/16 to 4.8 in 2016/17{tail}"
    )
    assert singular.endswith(tail.replace("are", "is"))


def test_a_comparison_of_another_period_is_not_told() -> None:
    """Where the latest value is withheld, the one drawn last was not compared."""
    ours = series(years(2015, 3), "6.1", "4.8", "[c]")
    words = trend(over_time("a", ours, series(years(2015, 3), *"555")))

    assert words.headline == "Deaths fell from 6.1% in 2015/16 to 4.8% in 2016/17"
    assert "ompar" not in words.sentence


@pytest.mark.parametrize(
    ("england", "told"),
    [
        ("5.2", "is better (lower) than England’s (tested)"),
        ("4.2", "is worse (higher) than England’s (tested)"),
        ("5.0", "is similar to England’s (tested)"),
    ],
)
def test_the_sentence_says_how_it_was_tested(england: str, told: str) -> None:
    """With the interval that the test is made of."""
    ours = series(years(2015, 1), "4.8", spread=0.3)
    theirs = series(years(2015, 1), england)
    one = over_time("a", ours, theirs, value_type="rate", polarity="low is good")
    what = f"The latest value, with a 95% confidence interval of 4.5 to 5.1, {told}."

    assert what in trend(one).sentence


@pytest.mark.parametrize(
    ("one", "told"),
    [
        (
            over_time("a", series(years(2015, 1), "5"), series(years(2015, 1), "6")),
            "The comparison with England is not tested.",
        ),
        (
            over_time("a", series(years(2015, 1), "5")),
            "Not compared with England: no value for England.",
        ),
        (
            counted("a", series(years(2015, 1), "5")),
            "The values are not comparable with England’s.",
        ),
    ],
)
def test_what_is_not_tested_is_told(one: PublishedIndicator, told: str) -> None:
    """Or why there is no comparison."""
    assert told in trend(one).sentence


def test_highest_and_lowest_have_their_periods() -> None:
    """Of the values that may be compared; two alike are both named."""
    found = trend(rate("9", "1", "5 [b]", "7", "7", "4", comparable="no")).sentence
    alike = trend(rate("5", "5", "5", comparable="no")).sentence

    assert found.startswith(
        "Since 2017/18, the highest value is 7 in 2018/19 and 2019/20, the lowest 4 in "
        "2020/21."
    )
    assert alike.startswith("All values are the same.")


def test_an_extreme_keeps_its_mark() -> None:
    """What is in doubt is not told as if it were not."""
    found = trend(rate("5", "9 [u]", "3", "3 [p]", "4", comparable="no")).sentence

    assert found.startswith(
        "The highest value is 9 in 2016/17, unverified, the lowest 3 in 2017/18, and "
        "in 2018/19, provisional."
    )


def test_gaps_are_told_with_their_reasons() -> None:
    """Neighbours in a row are told together; nothing is said of before."""
    found = trend(rate("[c]", "5", "[c]", "[x]", "[x]", "[x]", "6")).sentence

    assert (
        f"No value is shown for 2017/18 ({RESTRICTED}) and 2018/19 to 2020/21 " in found
    )
    assert "(not collected)" in found
    assert "2015/16" not in found


def test_breaks_and_doubts_are_told() -> None:
    """Each with its periods."""
    found = trend(rate("5", "6 [u]", "7 [b]", "7 [p]", "8 [p]")).sentence

    assert "A new series starts in 2017/18, so values before and after are not" in found
    assert "The value for 2016/17, a hollow dot, is unverified." in found
    assert "The values for 2018/19 and 2019/20, hollow dots, are provisional." in found


def test_many_breaks_are_counted() -> None:
    """Rather than named one by one."""
    found = trend(rate("5", *(f"{n} [b]" for n in range(5)))).sentence

    assert "A new series starts five times, last in 2020/21, so" in found


def test_the_subtitle_is_statistical() -> None:
    """Unit, places, span, intervals, and an axis that does not begin at zero."""
    one = over_time("a", OURS, THEIRS, value_type="rate")
    tight = over_time("a", series(years(2015, 2), "95.2 [p]", "96.1 [p]"))

    assert trend(one).subtitle == (
        "Deaths per 100,000 people, Testshire and England, three-year periods, the "
        "first 2012 to 2014, the last 2016 to 2018, with 95% confidence intervals"
    )
    assert trend(tight).subtitle == (
        "Deaths per 100,000 people, Testshire, 2015/16 to 2016/17, provisional, axis "
        "does not start at zero"
    )


@pytest.mark.parametrize(("low", "floats"), [("76", True), ("75", False)])
def test_the_subtitle_agrees_with_the_axis(low: str, floats: bool) -> None:
    """An axis may float where the spread is under a quarter of the highest value."""
    words = trend(over_time("a", series(years(2015, 2), low, "100")))

    assert ("axis does not start at zero" in words.subtitle) is floats


def test_nothing_to_show_is_told() -> None:
    """In every kind, with the reason."""
    empty = counted("a", series(years(2015, 1), "[c]"))
    for kind, ones in (
        (TREND, [empty]),
        (PANELS, [empty, empty]),
        (PARTS, [empty, empty]),
    ):
        found = made(kind, *ones).reading

        assert found.headline == "Deaths: no value to show"
        assert RESTRICTED in found.sentence


def _all() -> list[tuple[str, Reading]]:
    """The words of every figure of the gallery."""
    found = [
        (n, made(TREND, one, area=area).reading) for n, (area, one) in trends().items()
    ]
    found += [(name, made(PANELS, *ones).reading) for name, ones in grids().items()]
    return found + [
        (name, made(PARTS, *ones).reading) for name, ones in stacks().items()
    ]


@pytest.mark.parametrize(("name", "words"), _all(), ids=[name for name, _ in _all()])
def test_words_are_sentences_of_bearable_length(name: str, words: Reading) -> None:
    """Nothing doubled, nothing empty, and an alternative that can be listened to."""
    assert all(astuple(words)), name
    assert len(words.alternative.split()) <= 280
    assert len(words.sentence.split()) <= 130
    for text in astuple(words):
        assert "  " not in text
        assert "None" not in text
        assert ".." not in text
        assert not set("[]+−") & set(text)
    assert words.sentence.endswith(".")
    assert not words.headline.endswith(".")


SECRET = st.lists(st.booleans(), min_size=5, max_size=5)
VALUES = ("6173.1", "7219.2", "8353.3", "9467.4", "5471.5")


@given(SECRET, st.booleans())
def test_withheld_values_never_appear(hidden: list[bool], many: bool) -> None:
    """Neither in the drawing nor in the words of a line or of a panel."""
    texts = ["[c]" if h else v for h, v in zip(hidden, VALUES, strict=True)]
    held = series(years(2015, 5), *texts, spread=11)
    one = over_time("a", held, series(years(2015, 5), *"12345"), value_type="rate")
    other = over_time("b", series(years(2015, 1), "5"))
    found = made(PANELS, one, other) if many else made(TREND, one)
    told = found.chart.plot + " ".join(astuple(found.reading)).replace(",", "")

    for text, secret in zip(VALUES, hidden, strict=True):
        shown = text in told
        assert not (secret and shown)
        around = (str(float(text) + 11), str(float(text) - 11))
        assert not (secret and any(limit in told for limit in around))


def test_an_untested_comparison_is_never_said_to_be_tested() -> None:
    """The words follow the evidence, not the picture."""
    one = over_time("a", OURS, THEIRS, value_type="rate")
    untested = replace(one, comparison=Comparison.LOWER_UNTESTED)

    assert "(tested)" in trend(one).sentence
    assert "(tested)" not in trend(untested).sentence
    assert "not tested" in trend(untested).sentence
