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
    months,
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
        (["4.8", "9", "4.8"], "Deaths were 4.8 both in 2015/16 and in 2017/18"),
        (["4.84", "4.81"], "Deaths were 4.8 both in 2015/16 and in 2016/17"),
        (["4.8"], "Deaths: 4.8 in 2015/16"),
        (["4.8", "[c]"], "Deaths: 4.8 in 2015/16"),
        (["9", "4.8 [b]"], "Deaths: 4.8 in 2016/17, after a break in the series"),
        (["9", "4 [b]", "5"], "Deaths rose from 4 in 2016/17 to 5 in 2017/18"),
        (["9", "4", "5 [u]"], "Deaths: 5 [u] in 2017/18"),
        (["9 [u]", "4", "5"], "Deaths rose from 4 in 2016/17 to 5 in 2017/18"),
    ],
)
def test_the_headline_states_two_values(texts: list[str], headline: str) -> None:
    """Not across a break, and not from or to an unverified value."""
    assert trend(rate(*texts, comparable="no")).headline == headline


def test_spans_of_years_stand_in_brackets() -> None:
    """Two "to" one after the other cannot be read."""
    one = over_time("a", OURS, value_type="rate")
    headline = "Deaths fell from 6.1 (2012 to 2014) to 4.8 (2016 to 2018)"

    assert trend(one).headline == headline
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
        "Since 2017/18, the highest value is 7 (2018/19 and 2019/20), the lowest 4 "
        "(2020/21)."
    )
    assert alike.startswith("All values are the same.")


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

    assert "The series breaks before 2017/18, so values before and after are" in found
    assert "The value for 2016/17, a hollow dot, is unverified [u]." in found
    assert (
        "The values for 2018/19 and 2019/20, hollow dots, are provisional [p]." in found
    )


def test_many_breaks_are_counted() -> None:
    """Rather than named one by one."""
    found = trend(rate("5", *(f"{n} [b]" for n in range(5)))).sentence

    assert "The series breaks five times, last before 2020/21, so" in found


def test_the_subtitle_is_statistical() -> None:
    """Unit, places, span, intervals, and an axis that does not begin at zero."""
    one = over_time("a", OURS, THEIRS, value_type="rate")
    tight = over_time("a", series(years(2015, 2), "95.2 [p]", "96.1 [p]"))

    assert trend(one).subtitle == (
        "Deaths per 100,000 people, Testshire and England, 2012 to 2014 up to 2016 to "
        "2018, with 95% confidence intervals"
    )
    assert trend(tight).subtitle == (
        "Deaths per 100,000 people, Testshire, 2015/16 to 2016/17, provisional, axis "
        "does not start at zero"
    )


def test_the_alternative_tells_every_value_of_few() -> None:
    """With England's, with what lacks, and on which side the area lies."""
    ours = series(years(2015, 4), "6.1", "[c]", "4.0 [b]", "4.8 [p]", spread=0.3)
    theirs = series(years(2015, 5), "5.0", "5.0", "5.1", "5.2", "5.3")
    found = trend(over_time("a", ours, theirs, value_type="rate")).alternative

    assert found == (
        "Line chart of three values for Testshire, 2015/16 to 2018/19. Its value rose "
        "from 4.0 in 2017/18 to 4.8 in 2018/19. England, a dashed grey line, rose from "
        "5.0 in 2015/16 to 5.3 in 2019/20. Testshire is above England at first, below "
        "it from 2017/18 on. A band shows 95% confidence intervals; the last is 4.5 to "
        "5.1. 2015/16: 6.1, England 5.0; 2016/17: no value [c], England 5.0; 2017/18: "
        "4.0 [b] (break in series), England 5.1; 2018/19: 4.8 [p], England 5.2; "
        "2019/20: England 5.3."
    )


def test_the_alternative_tells_the_years_of_many() -> None:
    """First, last, highest, lowest, gaps and the last value of each year."""
    texts = [str(n) for n in range(1, 25)]
    texts[5] = "[x]"
    one = counted("a", series(months("Jan 2020", 24), *texts))
    found = trend(one).alternative

    assert found == (
        "Line chart of 23 values for Testshire, January 2020 to December 2021. Its "
        "value rose from 1 in January 2020 to 24 in December 2021; in the last step it "
        "rose from 23. The highest value is 24 (December 2021), the lowest 1 (January "
        "2020). No value is shown for June 2020 (not collected). The last value of "
        "each year: Dec 2020: 12; Dec 2021: 24."
    )


def test_financial_quarters_end_with_their_year() -> None:
    """The fourth is the last of its year."""
    quarters = [
        f"{y}/{y % 100 + 1} Q{q}" for y in range(2018, 2023) for q in range(1, 5)
    ]
    one = counted("a", series(quarters, *(str(n) for n in range(20))))

    assert "year: 2018/19 Q4: 3; 2019/20 Q4: 7;" in trend(one).alternative


@pytest.mark.parametrize(
    ("ours", "told"),
    [
        ("666", "Testshire is above England throughout."),
        ("444", "Testshire is below England throughout."),
        ("555", "Testshire is level with England throughout."),
        ("644", "Testshire is above England at first, below it from 2016/17 on."),
        (
            "646",
            "Of three periods, Testshire is above England in two and below it in one; "
            "at the end it is above England.",
        ),
    ],
)
def test_where_the_area_lies_is_told(ours: str, told: str) -> None:
    """All the time, since when, or how often."""
    held = series(years(2015, 3), *ours), series(years(2015, 3), *"555")

    assert told in trend(over_time("a", *held)).alternative


def test_small_multiples_count_movements() -> None:
    """Names of few, numbers of many; each measure's course in the sentence."""
    up = over_time("alcohol", series(years(2015, 2), "5", "6"))
    down = over_time("crack", series(years(2015, 2), "6", "5"))
    still = over_time("spice", series(years(2015, 2), "6", "6"))
    found = made(PANELS, up, down, still).reading

    assert found.headline == (
        "Deaths, 2015/16 to 2016/17: alcohol rose; crack fell; spice did not change"
    )
    assert found.sentence == (
        "Alcohol rose from 5% to 6%. Crack fell from 6% to 5%. Spice did not change "
        "(6%)."
    )
    assert found.subtitle == (
        "Deaths per 100,000 people, Testshire, 2015/16 to 2016/17, own scale in each "
        "panel, lowest to highest"
    )


def test_all_alike_are_counted() -> None:
    """Both, or all five."""
    ones = [over_time(n, series(years(2015, 2), "5", "6")) for n in "abcde"]

    assert made(PANELS, *ones[:2]).reading.headline.endswith(": both groups rose")
    assert made(PANELS, *ones).reading.headline.endswith(": all five groups rose")


def test_small_multiples_explain_their_signs() -> None:
    """Gaps, breaks, hollow dots and empty panels, where there are any."""
    ones = [
        over_time(
            "a", series(years(2015, 3), "5", "[x]", "6"), series(years(2015, 1), "4")
        ),
        over_time("b", series(years(2015, 3), "5 [u]", "6 [b]", "7")),
        over_time("c", series(years(2015, 1), "[c]")),
    ]
    found = made(PANELS, *ones).reading.sentence

    assert found.endswith(
        "Differences from England are not tested here. A gap in a line is a period "
        "without a value. An upright dashed line is a break in a series. Hollow dots "
        f"are unverified [u]. No value is shown for c ({RESTRICTED})."
    )


def test_the_alternative_goes_through_the_panels() -> None:
    """Each with its course, lowest, highest, England's last value, what lacks."""
    one = over_time(
        "alcohol",
        series(years(2015, 4), "5", "9", "[x]", "6 [p]"),
        series(years(2015, 4), *"1234"),
    )
    other = over_time("crack", series(years(2015, 1), "[c]"))

    assert made(PANELS, one, other).reading.alternative == (
        "Two groups as small line charts, each with its own scale, 2015/16 to 2018/19. "
        "Alcohol rose from 5% to 6%, highest 9% (2016/17), lowest 5% (2015/16), "
        "England 4% in 2018/19, no value for 2017/18, provisional [p] 2018/19; Crack: "
        "no value."
    )


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
        "Opiates fell from 60 to 50; Alcohol rose from 40 to 70; Crack did not change "
        "(9)."
    )
    assert found.alternative == (
        "Two stacked bars of three groups, from the bottom opiates, alcohol and crack. "
        "2015/16: 60, 40 and 9, total 109; 2016/17: opiates 50 (39%), alcohol 70 (54%) "
        "and crack 9 (7%), total 129."
    )


def test_parts_of_one_period() -> None:
    """In all, and the larger of two."""
    ones = [
        counted(n, series(years(2015, 1), v)) for n, v in (("a", "75"), ("b", "25 [u]"))
    ]
    found = made(PARTS, *ones).reading

    assert (
        found.headline
        == "Deaths: 100 [u] in 2015/16 in all; the larger group is a (75%)"
    )
    assert found.sentence == (
        "A: 75 (75%); B: 25 [u] (25%). Parts drawn as outlines are unverified [u] in "
        "2015/16."
    )
    assert found.alternative.startswith("Bars of two groups, each on a grey track")


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
    assert len(words.alternative.split()) <= 250
    assert len(words.sentence.split()) <= 130
    for text in astuple(words):
        assert "  " not in text
        assert "None" not in text
        assert ".." not in text
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
