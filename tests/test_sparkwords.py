"""What is heard of a sparkline: its course in time, and nothing that is not so."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import indicator, value

from reportgen.evidence.disclosure import (
    RESTRICTED_REASON,
    PublishedIndicator,
    PublishedValue,
)
from reportgen.pages.sparklines import sparkline
from reportgen.vocabulary import Marker

WHOLE = (date(1990, 1, 1), date(2030, 1, 1))
MARKS = {
    "b": Marker.BREAK,
    "c": Marker.CONFIDENTIAL,
    "low": Marker.LOW,
    "p": Marker.PROVISIONAL,
    "u": Marker.UNVERIFIED,
    "z": Marker.NOT_APPLICABLE,
}


def point(text: str, period: str, reason: str = RESTRICTED_REASON) -> PublishedValue:
    """`5`, `5 p`, `5 b u`; without a value `c`, `z`, or nothing."""
    number = re.match(r"-?\d+(\.\d+)?", text)
    marks = [MARKS[letter] for letter in re.findall("[a-z]+", text)]
    return value(number[0] if number else None, *marks, period=period, reason=reason)


def years(*values: str, last: int = 2023) -> PublishedIndicator:
    """A measure with a value for each calendar year up to the last."""
    first = last - len(values) + 1
    points = [point(text, str(first + n)) for n, text in enumerate(values)]
    return line(points)


def line(points: list[PublishedValue]) -> PublishedIndicator:
    """A measure with this history; its row is of the last period."""
    one = indicator("need", "1", history=points, value_type="rate", unit="Rate")
    return replace(one, area=points[-1])


def words(one: PublishedIndicator) -> str:
    """The alternative of its sparkline."""
    made = sparkline(one, WHOLE)

    assert made is not None
    return made.alternative


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ("1 2", "Two values, 2022 and 2023. Over the whole line it rose from 1 to 2."),
        (
            "3 1 4",
            "Three values, 2021 to 2023. Over the whole line it fell from 3 to 1 in "
            "2022, then rose to 4.",
        ),
        (
            "3.8 3 2.8 2.8 3 3.3",
            "Six values, 2018 to 2023. Over the whole line it fell from 3.8 to 2.8 in "
            "2020 and 2021, then rose to 3.3.",
        ),
        (
            "4 4 4",
            "Three values, 2021 to 2023. Over the whole line it was 4 throughout.",
        ),
        (
            "5 6 4 4 4",
            "Five values, 2019 to 2023. Over the whole line it rose from 5 to 6 in "
            "2020, then fell to 4, the same in each of the last three periods.",
        ),
        (
            "2 5 3 5",
            "Four values, 2020 to 2023. Over the whole line it rose from 2 to 5 in "
            "2021, fell to 3 in 2022, then rose to 5.",
        ),
        (
            "9 1 3 1 9",
            "Five values, 2019 to 2023. Over the whole line it fell from 9 to 1 in "
            "2020, rose to 3 in 2021, fell to 1 in 2022, then rose to 9.",
        ),
        (
            "9 1 2 1 9",
            "Five values, 2019 to 2023. Over the whole line it fell from 9 to 1 in "
            "2022, then rose to 9. The lowest, 1, came also in 2020.",
        ),
        (
            "1 9 1 9 1 9 1",
            "Seven values, 2017 to 2023. Over the whole line it rose from 1 to 9 in "
            "2020, fell to 1 in 2021, rose to 9 in 2022, then fell to 1. It also made "
            "further turns. The lowest, 1, came also in 2019, and the highest, 9, came "
            "also in 2018.",
        ),
    ],
)
def test_the_course_is_told_in_the_order_of_time(values: str, told: str) -> None:
    """First, turns and last; the lowest and the highest are always among them."""
    assert words(years(*values.split())) == told


def test_the_measure_is_not_named() -> None:
    """Its row of the table has done so."""
    assert "Need" not in words(years("1", "2"))


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ("3,9 u,4", "rose from 3 to 9, unverified, in 2022, then fell to 4."),
        ("3 p,9,4 p", "rose from 3, provisional, to 9 in 2022, then fell to 4, provis"),
        (
            "3 p,9 p,4 p",
            "All values are provisional. Over the whole line it rose from 3",
        ),
        (
            "0,2,0 low",
            "rose from exactly 0 to 2 in 2022, then fell to 0, rounds to zer",
        ),
        (
            "0 low,2,0 low",
            "rose from 0, rounds to zero, to 2 in 2022, then fell to 0, ",
        ),
        (
            "0,0 low,0",
            "exactly 0 to 0, rounds to zero, in 2022, then fell to exactly 0.",
        ),
        ("-2,-1,-3", "rose from minus 2 to minus 1 in 2022, then fell to minus 3."),
        ("4,4 u,4 p", "it was 4 throughout, last, provisional."),
    ],
)
def test_a_marker_is_told_with_its_value(values: str, told: str) -> None:
    """On turns and ends alike; once where all carry it; a true zero is told apart."""
    assert told in words(years(*values.split(",")))


@pytest.mark.parametrize(
    ("values", "told"),
    [
        (
            "51 53 55 48b",
            "Four values, 2020 to 2023. Old series, 2020 to 2022: rose from 51 to 55. "
            "New series, 2023: one value, 48. The series cannot be compared.",
        ),
        (
            "1 2 7b 5 6b 8",
            "Six values, 2018 to 2023. First series, 2018 and 2019: rose from 1 to 2. "
            "Second series, 2020 and 2021: fell from 7 to 5. Latest series, 2022 and "
            "2023: rose from 6 to 8. The series cannot be compared.",
        ),
        (
            "1 2b 3b 4b 5",
            "Five values, 2019 to 2023. These are four series that cannot be compared. "
            "Latest series, 2022 and 2023: rose from 4 to 5.",
        ),
        ("1b 2", "Two values, 2022 and 2023. Over the whole line it rose from 1 to 2."),
    ],
)
def test_across_a_break_nothing_is_ranked(values: str, told: str) -> None:
    """Each series is told for itself."""
    assert words(years(*values.split())) == told


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ("1,2,,4", "Over the whole line it rose from 1 to 4. No value: 2022."),
        ("1,2,c,4", "Over the values shown it rose from 1 to 4. Withheld: 2022."),
        ("1,c,,4", "Withheld: 2021. No value: 2022."),
        (
            "1,c,2,c,3",
            "Over the values shown it rose from 1 to 3. Withheld: 2020 and 2022.",
        ),
        ("5,1,5,1,c,5,1", "The lowest shown, 1, came also in 2018, and"),
        (
            ",,1,2",
            "Two values, 2022 and 2023. Over the whole line it rose from 1 to 2.",
        ),
        ("1,2,z", "The line ends with 2022, before this row's period. Not applica"),
        ("1,2,c", "The line ends with 2022, before this row's period. Withheld: 2023."),
        (
            "1,c,2,c,c",
            "The line ends with 2021, before this row's period, and what follows is "
            "withheld. Withheld: 2020.",
        ),
        (
            "1,,,,,,4",
            "No value: five periods, the first 2018, the last 2022.",
        ),
    ],
)
def test_what_is_missing_is_named(values: str, told: str) -> None:
    """Held back or not there; and that the line stops short of its row."""
    assert told in words(years(*values.split(",")))


def test_a_short_reason_for_withholding_is_told() -> None:
    """A count from one to four is lower than the lowest that is shown."""
    why = "Suppressed by the source: from one to four"
    points = [point("9", "2020"), point("c", "2021", why), point("5", "2022")]
    told = words(line(points))

    assert told.endswith("Withheld: 2021, suppressed by the source: from one to four.")
    points[1] = point("c", "2021")
    assert words(line(points)).endswith("Withheld: 2021.")


def test_rolling_periods_are_named_once() -> None:
    """Then the months are enough; years keep their names, without a "from"."""
    months = [
        point(text, f"12 months to {month} 24")
        for text, month in (("3", "Jan"), ("1", "Feb"), ("4", "Mar"))
    ]
    spans = [
        point(text, f"{last - 2} - {last}")
        for text, last in (("3", 2013), ("1", 2014), ("4", 2015))
    ]

    assert words(line(months)) == (
        "Three values, 12-month periods that end in January 2024 to March 2024. Over "
        "the whole line it fell from 3 to 1 in February 2024, then rose to 4."
    )
    assert words(line(spans)) == (
        "Three values, three-year periods, the first 2011 to 2013, the last 2013 to "
        "2015. Over the whole line it fell from 3 to 1, for 2012 to 2014, then rose "
        "to 4."
    )


def test_a_restless_line_is_told_by_its_middle_half() -> None:
    """Three of many turns do not say where the values mostly are."""
    restless = words(years(*(["4", "6"] * 11), "30", "5", "4"))

    assert (
        "At least half of its values lie from 4 to 6. The lowest, 4, came" in restless
    )
    assert "rose from 4 to 30 in 2021, then fell to 4." in restless
    assert "half" not in words(years(*map(str, range(1, 26))))


# --- Against the data ----------------------------------------------------------------

NUMBERS = st.integers(0, 12).map(str)
PLAIN = st.lists(NUMBERS, min_size=2, max_size=30)
MIXED = st.lists(
    st.one_of(NUMBERS, NUMBERS, NUMBERS, st.sampled_from(["", "c", "z", "7 u"])),
    min_size=2,
    max_size=30,
)


def held(one: PublishedIndicator) -> dict[str, Decimal]:
    """Its published values by their periods."""
    return {str(p.period): p.value for p in one.history if p.value is not None}


def course(told: str) -> list[tuple[str, Decimal, list[str]]]:
    """Each movement: its verb, where it ends, and the periods that are named."""
    (sentence,) = re.findall(r"\bit ((?:rose|fell) .*?)\.(?: |$)", told)
    parts = re.split(r", (?:then )?(?=rose|fell)", sentence)
    form = (
        r"(rose|fell)(?: from .*?)? to (\d+)(?:, unverified)?(?:,? in (.*)|, the .*)?"
    )
    found = [re.fullmatch(form, part) for part in parts]
    return [
        (one[1], Decimal(one[2]), re.findall(r"\d{4}", one[3] or ""))
        for one in found
        if one
    ]


@given(MIXED)
def test_what_is_named_is_what_was_published(values: list[str]) -> None:
    """First, last and turning values are those of their periods, in order of time."""
    one = years(*values)
    numbers = held(one)
    if len(numbers) < 2 or len(set(numbers.values())) == 1:
        return
    told = words(one)
    movements = course(told)
    first, *_, last = numbers.values()
    starts = [first, *(end for _, end, _ in movements)]

    assert re.search(rf"it (rose|fell) from {first}\b", told)
    assert movements[-1][1] == last
    for (verb, end, named), start in zip(movements, starts, strict=False):
        assert verb == ("rose" if end > start else "fell")
        assert all(numbers[period] == end for period in named)
    dated = [named[0] for _, _, named in movements if named]
    assert dated == sorted(dated)
    assert len(dated) >= len(movements) - 1


@given(PLAIN)
def test_the_lowest_and_the_highest_are_told(values: list[str]) -> None:
    """Each by its value; and each period in which it came, up to four more."""
    one = years(*values)
    numbers = held(one)
    told = words(one)
    low, high = min(numbers.values()), max(numbers.values())

    assert {low, high} <= {int(n) for n in re.findall(r"\b\d+\b", told)}
    for word, level in (("lowest", low), ("highest", high)):
        again = re.search(
            rf"the {word}, (\d+), came also in (.*?)[.a-z]* ?(?:and the|\.)", told, re.I
        )
        if again:
            assert int(again[1]) == level
            named = re.findall(r"\d{4}", again[2])
            assert {numbers[period] for period in named} == {level}


@given(MIXED)
def test_every_period_without_a_value_is_accounted_for(values: list[str]) -> None:
    """Named where they are few; said to be withheld only where they are."""
    one = years(*values)
    numbers = held(one)
    if len(numbers) < 2:
        return
    told = words(one)
    missing = [
        p for p in one.history if p.value is None and str(p.period) > min(numbers)
    ]
    withheld = [p for p in missing if Marker.CONFIDENTIAL in p.markers]
    after = [p for p in missing if str(p.period) > max(numbers)]

    assert ("ithheld" in told) == bool(withheld)
    assert ("values shown" in told) == (bool(withheld) and "whole line" not in told)
    assert ("The line ends" in told) == bool(after)
    if len(missing) <= 4 and "what follows" not in told:
        assert all(str(p.period) in told for p in missing)


@given(MIXED)
def test_no_letter_stands_for_a_word(values: list[str]) -> None:
    """No bracket, no sign, and no more words than a listener can bear."""
    one = years(*values)
    if len(held(one)) < 2:
        return
    told = words(one)

    assert not set(told) & set("[]()+−;")
    assert len(told.split()) <= 105
