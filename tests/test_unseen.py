"""What a line over time shows, told: its course, England, the band, its values."""

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import over_time
from timed import TREND, counted, made, months, series, threes, twelves, years

from reportgen.evidence.disclosure import PublishedIndicator


def told(one: PublishedIndicator) -> str:
    """Its alternative."""
    return made(TREND, one).reading.alternative


def test_every_value_of_few_is_told() -> None:
    """With England's, with what lacks; a new series is not joined to the old."""
    ours = series(years(2015, 4), "6.1", "[c]", "4.0 [b]", "4.8 [p]", spread=0.3)
    theirs = series(years(2015, 5), "5.0", "5.0", "5.1", "5.2", "5.3")

    assert told(over_time("a", ours, theirs, value_type="rate")) == (
        "Deaths, deaths per 100,000 people, line chart, Testshire and England, 2015/16 "
        "to 2019/20. Old series, 2015/16: one value, 6.1. New series since 2017/18: "
        "rose from 4.0 to 4.8, provisional. Testshire’s last value is for 2018/19. "
        "Testshire is above England in 2015/16 and below it since 2017/18. A band "
        "shows 95% intervals; the last is 4.5 to 5.1. England is below the band in "
        "2015/16 and above it since 2017/18. 2015/16: 6.1, England 5.0. 2016/17: "
        "withheld, England 5.0. 2017/18: 4.0, England 5.1. 2018/19: 4.8, provisional, "
        "England 5.2. 2019/20: England 5.3."
    )


def test_of_many_values_some_years_are_told() -> None:
    """After the course, with gaps and the highest where it is no turn."""
    texts = [str(n) for n in range(1, 25)]
    texts[5], texts[-1] = "[x]", "22"

    assert told(counted("a", series(months("Jan 2020", 24), *texts))) == (
        "Deaths, deaths per 100,000 people, line chart, Testshire, January 2020 to "
        "December 2021. Testshire rose from 1 to 22. Highest 23 in November 2021. No "
        "value for June 2020. Last values of each year. December 2020: 12. December "
        "2021: 22."
    )


def test_england_stands_beside_the_years() -> None:
    """In the years that both have."""
    ours = series(months("Jan 2020", 24), *(str(n) for n in range(24)))
    theirs = series(months("Jan 2020", 12), *(str(n) for n in range(20, 32)))
    found = told(over_time("a", ours, theirs))

    assert "December 2020: 11%, England 31%. December 2021: 23%." in found
    assert "England rose from 20% in January 2020 to 31% in December 2020." in found


def test_financial_quarters_end_with_their_year() -> None:
    """The fourth is the last of its year."""
    quarters = [
        f"{y}/{y % 100 + 1} Q{q}" for y in range(2018, 2023) for q in range(1, 5)
    ]
    one = counted("a", series(quarters, *(str(n) for n in range(20))))

    assert "each year. 2018/19 Q4: 3. 2019/20 Q4: 7." in told(one)


def test_a_length_of_period_is_said_once() -> None:
    """Then each is named by its last month."""
    values = [str(n) for n in (*range(20, 5, -1), *range(7, 22))]
    found = told(over_time("a", series(twelves("Mar 2019", 30), *values)))

    assert found.count("12") == 1
    assert "fell from 20% to 6% in May 2020, then rose to 21%." in found


def test_a_mark_that_all_carry_is_said_once() -> None:
    """But unverified is said each time."""
    every = series(years(2015, 3), "5 [p]", "6 [p]", "7 [p]")
    provisional = told(over_time("a", every))
    unverified = told(over_time("a", series(years(2015, 2), "5 [u]", "6 [u]")))

    assert "Testshire are provisional. Testshire rose from 5% to 7%." in provisional
    assert provisional.count("provisional") == 1
    assert unverified.count("unverified") == 3


JUMPY = "5 3 6 5 4 38 6 3 7 2 6 5".split()


def test_a_jumpy_series_has_no_way() -> None:
    """It has what is usual, and what stands out."""
    held = series(months("Jan 2020", 24), *JUMPY, *JUMPY[:5], "39 [u]", *JUMPY[6:])
    found = made(TREND, counted("a", held)).reading

    assert found.headline == (
        "Deaths: mostly 2 to 7 deaths per 100,000 people, with a peak of 39 in June "
        "2021, unverified"
    )
    assert (
        "Testshire is mostly 2 to 7; the last value is 5. Far from the rest stand 38 "
        "in June 2020, and 39 in June 2021, unverified." in found.alternative
    )
    usual = "Nine values in ten are 2 to 7; the first is 5 in January 2020"
    assert usual in found.sentence


def test_a_true_zero_is_not_what_rounds_to_zero() -> None:
    """They are never told as one."""
    found = told(over_time("a", series(threes(2012, 3), "0", "1", "0 [low]")))
    way = "rose from 0% to 1% for 2013 to 2015, then fell to 0%, rounds to zero."

    assert way in found


# --- Held against the values ---------------------------------------------------------


@pytest.mark.parametrize(
    ("ours", "where"),
    [
        ("666", "above England throughout"),
        ("444", "below England throughout"),
        ("555", "level with England throughout"),
        ("644", "above England in 2015/16 and below it since 2016/17"),
        ("6644", "above England until 2016/17 and below it since 2017/18"),
        ("656", "above England throughout, level with it in 2016/17"),
        (
            "46464",
            "below England in 2015/16, above it in 2016/17, below it in 2017/18, above "
            "it in 2018/19 and below it in 2019/20",
        ),
        ("464646", "sometimes above, sometimes below England, above it in 2020/21"),
    ],
)
def test_where_the_area_lies_is_told(ours: str, where: str) -> None:
    """Until when and since when; of many crossings since when."""
    count = len(ours)
    theirs = series(years(2015, count), *("5" * count))
    one = over_time("a", series(years(2015, count), *ours), theirs)

    assert f"Testshire is {where}." in told(one)


SIDES = st.lists(st.sampled_from("345678"), min_size=2, max_size=12)
_STATE = re.compile(
    r"(above|below|inside) (?:it|England|the band) "
    r"(throughout|until|since|in) ?(\d{4}/\d\d)?"
)


def _states(text: str, count: int) -> list[str]:
    """The side in each year, as a sentence tells it; empty where it does not."""
    periods, at = years(2015, count), 0
    found = [""] * count
    for side, how, name in _STATE.findall(text):
        first = at if how in {"until", "throughout"} else periods.index(name)
        last = count - 1 if how in {"since", "throughout"} else periods.index(name)
        found[first : last + 1] = [side] * (last - first + 1)
        at = last + 1
    return found


@given(SIDES)
def test_sides_of_england_are_as_the_values_have_them(texts: Sequence[str]) -> None:
    """And so is where England lies against the band."""
    count = len(texts)
    ours = series(years(2015, count), *texts, spread=1.0)
    found = told(over_time("a", ours, series(years(2015, count), *("5" * count))))
    (band,) = re.findall(r"England is ([^.]*the band[^.]*)\.", found)
    (beside,) = re.findall(r"Testshire is ([^.]*England[^.]*)\.", found)
    against = [
        "inside" if text in "456" else "above" if text == "3" else "below"
        for text in texts
    ]

    if "sometimes" not in band:
        assert _states(band, count) == against
    for side, text in zip(
        _states(beside.split(", level")[0], count), texts, strict=True
    ):
        assert not side or text == "5" or side == ("below" if text < "5" else "above")


VALUES = st.lists(st.integers(10, 39), min_size=2, max_size=14)


@given(VALUES, st.sampled_from(["u", "p", "r"]))
def test_every_value_named_is_the_published_one(held: list[int], mark: str) -> None:
    """With its period and its mark, in headline, sentence and alternative."""
    periods = years(2015, len(held))
    texts = [f"{v} [{mark}]" if n % 3 == 1 else f"{v}" for n, v in enumerate(held)]
    words = made(TREND, counted("a", series(periods, *texts))).reading
    values = dict(zip(periods, held, strict=True))

    for text in (words.headline, words.sentence, words.alternative):
        for value, period in re.findall(r"(\d+) in (\d{4}/\d\d)", text):
            assert values[period] == int(value)
    word = {"u": "unverified", "p": "provisional", "r": "revised"}[mark]
    for number, (period, value) in enumerate(values.items()):
        row = f"{value}, {word}." if number % 3 == 1 else f"{value}."
        assert f" {period}: {row}" in words.alternative


@given(VALUES, VALUES)
def test_nothing_is_told_across_a_break(old: list[int], new: list[int]) -> None:
    """No sentence holds values of both series."""
    first, *later = [str(value + 60) for value in new]
    texts = [*map(str, old), f"{first} [b]", *later]
    one = counted("a", series(months("Jan 2015", len(texts)), *texts))
    words = made(TREND, one).reading

    for text in (words.headline, words.sentence, words.alternative):
        for sentence in text.split(". "):
            plain = re.sub(r"100,000|[A-Z]\w+ 20\d\d", "", sentence)
            values = [int(each) for each in re.findall(r"\b\d\d\b", plain)]
            assert len({value > 60 for value in values}) < 2, sentence
