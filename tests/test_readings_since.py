"""What figures say of changes since a baseline, and of totals and their parts."""

import pytest
from invented import indicator, over_time, value
from worded import (
    AMOUNTS,
    CHANGES,
    SINCE,
    reading,
)

from reportgen.evidence.disclosure import PublishedIndicator
from reportgen.evidence.outline import FigureKind
from reportgen.pages.readings import Reading
from reportgen.vocabulary import Marker


def course(name: str, *ends: str, **fields: object) -> PublishedIndicator:
    """`335 475` from 2019/20 to 2022/23, here and then in England; a count."""
    held = [
        [value(number, period=when) for number, when in zip(pair, YEARS, strict=True)]
        for text in ends
        for pair in [text.split()]
    ]
    return over_time(name, *held, **{"value_type": "count", "decimals": "0", **fields})


WHEN = "12 months to Jun 24"
YEARS = ("2019/20", "2022/23")
UP, DOWN, STILL = "100 142", "200 150", "7 7"


def since(*ones: PublishedIndicator, **fields: object) -> Reading:
    """The words of their changes since 2019/20."""
    return reading(SINCE, *ones, baseline="2019/20", **fields)


@pytest.mark.parametrize(
    ("courses", "headline"),
    [
        ([UP], "Need rose by 42% since 2019/20"),
        ([DOWN], "Need fell by 25% since 2019/20"),
        ([STILL], "Need did not change since 2019/20"),
        (
            [UP, DOWN],
            "Since 2019/20, need rose for alcohol (by 42%) and fell for crack (by 25%)",
        ),
        (
            [UP, "100 110"],
            "Since 2019/20, need rose for both groups, more for alcohol (by 42%)",
        ),
        (
            [DOWN, "100 90", "100 80"],
            "Since 2019/20, need fell for all three groups, most of all for alcohol "
            "(by 25%)",
        ),
        (
            [UP, "100 110", DOWN, STILL],
            "Since 2019/20, need rose for two of four groups, more for alcohol (by "
            "42%); fell for opiates (by 25%); did not change for spice",
        ),
        ([STILL, STILL], "Since 2019/20, need did not change for both groups"),
        ([UP, UP], "Since 2019/20, need rose for both groups, by 42% each"),
        (
            [UP, "0 10"],
            "Since 2019/20, need rose for alcohol (by 42%); not known for crack",
        ),
    ],
)
def test_changes_since_a_baseline_are_counted(
    courses: list[str], headline: str
) -> None:
    """Rises and falls, and the largest of each; never good or bad."""
    names = ("alcohol", "crack", "opiates", "spice")
    ones = [course(n, c) for n, c in zip(names, courses, strict=False)]
    made = since(*ones)

    assert made.headline == headline
    words = f"{made.headline} {made.subtitle} {made.sentence} {made.alternative}"
    assert not {"better", "worse", "good", "bad"} & set(words.split())


def test_one_change_is_told_with_its_two_values() -> None:
    """A change alone does not tell the level."""
    made = since(course("alcohol", UP, "50 60"))

    assert made.headline == "Need rose by 42% since 2019/20, against 20% in England"
    assert made.subtitle == (
        "% of people, Testshire and England, 2019/20 to 2022/23, not tested"
    )
    assert made.sentence == "The value was 100 in 2019/20 and 142 in 2022/23."
    assert made.alternative == (
        "Need, % of people, 2019/20 to 2022/23. "
        "Dot plot of one group, Testshire and England, on a scale where zero is no "
        "change. Alcohol: up 42%, from 100 to 142, England up 20%."
    )


def test_few_changes_are_all_told_and_of_many_the_largest() -> None:
    """With England's, where it has one."""
    few = since(course("alcohol", UP, "50 60"), course("crack", DOWN))
    many = since(
        *[course(f"g{n}", f"100 {101 + n}") for n in range(4)], course("h", DOWN)
    )

    assert few.sentence == (
        "Alcohol: up 42% in Testshire, up 20% in England; crack: down 25% in Testshire."
    )
    assert many.sentence == (
        "The largest rise is for g3: up 4% in Testshire. "
        "The only fall is for h: down 25% in Testshire."
    )


def test_percentages_change_by_points() -> None:
    """In full in the words, and singular for one."""
    share = {"value_type": "percentage", "decimals": "1"}
    made = since(course("alcohol", "47.0 43.6", "40 41", **share))

    assert made.headline == (
        "Need fell by 3.4 percentage points since 2019/20, against a rise of 1 "
        "percentage point in England"
    )
    assert "from 47.0% to 43.6%" in made.alternative


def test_what_has_no_change_says_why() -> None:
    """Each absent measure has its reason."""
    made = since(
        course("alcohol", UP),
        course("crack", "0 5"),
        over_time("spice", [value("7", period="2022/23")], value_type="count"),
        over_time(
            "opiates",
            [value("4", period="2019/20"), value("9", Marker.BREAK, period="2022/23")],
            value_type="count",
        ),
    )

    assert made.sentence.endswith(
        "Not shown: crack (the value for 2019/20 is zero); spice (no value for 2019/20 "
        "is held); opiates (break in series between 2019/20 and 2022/23)."
    )


def parts(kind: FigureKind, *courses: tuple[str, str, str], **more: object) -> Reading:
    """A total and its parts, each with its course and what it is a part by."""
    whole, *rest = courses
    ones = [course(whole[0], whole[1])]
    ones += [course(n, c, part_of=whole[0], part_by=by) for n, c, by in rest]
    return reading(kind, *ones, **more)


def test_a_total_opens_the_words_of_its_parts() -> None:
    """The headline is the total's; the sentence is about its parts."""
    made = parts(
        SINCE,
        ("all", UP, ""),
        ("men", UP, "sex"),
        ("women", DOWN, "sex"),
        baseline="2019/20",
    )

    assert made.headline == "Need rose by 42% since 2019/20"
    assert made.sentence == (
        "The value was 100 in 2019/20 and 142 in 2022/23. "
        "Of the two other groups, one rose (men, by 42%) and one fell (women, by "
        "25%)."
    )
    assert made.alternative == (
        "Need, % of people, 2019/20 to 2022/23. Dot plot of three groups, Testshire, "
        "the total, then its parts, highest first, on a scale where zero is no change. "
        "All: up 42%, from 100 to 142. By sex: Men: up 42%, from 100 to 142. "
        "Women: down 25%, from 200 to 150."
    )


@pytest.mark.parametrize(
    ("rest", "headline", "sentence"),
    [
        (
            [("men", UP, "sex"), ("women", DOWN, "sex")],
            "Need: 142 in all; the larger group is women, with 150",
            "The larger group is women (150); the smaller is men (142).",
        ),
        (
            [("men", UP, "sex"), ("women", DOWN, "sex"), ("crack", STILL, "drug")],
            "Need: 142 in all",
            "By sex, the larger group is women (150). "
            "By drug, the largest group is crack (7).",
        ),
    ],
)
def test_a_total_is_no_amount_among_its_parts(
    rest: list[tuple[str, str, str]], headline: str, sentence: str
) -> None:
    """It is told as the total, and never as the largest."""
    made = parts(AMOUNTS, ("all", UP, ""), *rest)

    assert (made.headline, made.sentence) == (headline, sentence)


def test_changes_are_told_as_movements() -> None:
    """Up, down or no change: a minus sign is not heard."""
    held = [course("a", "100 142", "50 40"), course("b", "7 7"), course("c", "200 150")]
    held.append(course("d", "100000 100001"))

    assert since(*held).alternative == (
        "Need, % of people, 2019/20 to 2022/23. Dot plot of four groups, Testshire and "
        "England, highest first, on a scale where zero is no change. "
        "A: up 42%, from 100 to 142, England down 20%. "
        "D: up less than 0.1%, from 100,000 to 100,001. "
        "B: no change, from 7 to 7. C: down 25%, from 200 to 150."
    )


def test_a_period_with_a_to_of_its_own_stands_after_no_from() -> None:
    """`2019/20 to 12 months to Jun 24` cannot be followed by ear."""
    ones = [
        indicator(
            "a", "5", value_type="percentage change", baseline="2019/20", period=WHEN
        )
    ]
    made = reading(CHANGES, *ones)

    assert made.subtitle == (
        "% of people, Testshire, 12 months to June 2024 compared with 2019/20"
    )
    long = over_time(
        "a",
        [value("4", period="12 months to Mar 19"), value("6", period=WHEN)],
        value_type="count",
    )
    made = reading(SINCE, long, baseline="12 months to Mar 19")
    assert made.headline == "Need rose by 50% since the 12 months to March 2019"
    assert made.sentence == (
        "The value was 4 in the 12 months to March 2019 and 6 in the 12 months to "
        "June 2024."
    )


def test_groups_of_parts_are_announced() -> None:
    """Each is heard before its first row, and shares only where they make the whole."""
    made = parts(
        AMOUNTS,
        ("all", "9 200", ""),
        ("men", "1 150", "sex"),
        ("women", "1 50", "sex"),
        ("crack", "1 7", "drug"),
    )

    assert made.alternative.endswith(
        "the total, then its parts, largest first in each group, on a scale from zero. "
        "All: 200. By sex: Men: 150, 75% of the total. Women: 50, 25%. "
        "By drug: Crack: 7."
    )
