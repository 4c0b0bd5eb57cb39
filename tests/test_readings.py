"""The words of a figure: right for one and for many, and complete."""

from dataclasses import replace

import pytest
from invented import indicator, published, value
from worded import (
    AGAINST,
    AMOUNTS,
    CHANGES,
    RELATIVE,
    pairs,
    reading,
)

from reportgen.evidence.disclosure import Published, PublishedIndicator
from reportgen.evidence.outline import FigureKind, TableOutline
from reportgen.pages.tables import tabulate
from reportgen.vocabulary import Change, Comparison, Marker


@pytest.mark.parametrize(
    ("values", "headline"),
    [
        (["5/"], "Need in Testshire"),
        (["5/4"], "Need is higher than in England for alcohol"),
        (["5/4", "5/4"], "Need is higher than in England for both groups"),
        (["5/4", "5/4", "5/4"], "Need is higher than in England for all three groups"),
        (["3/4", "3/4", "3/4"], "Need is lower than in England for all three groups"),
        (["4/4", "4/4"], "Need is the same as in England for both groups"),
        (
            ["5/4", "3/4"],
            "Need is higher than in England for alcohol and lower for crack",
        ),
        (
            ["5/4", "3/4", "3/4", "4/4"],
            "Need is lower than in England for two of four groups, higher for alcohol "
            "and the same for spice",
        ),
        (
            ["5/4", "5/4", "5/"],
            "Need is higher than in England for two of three groups (not tested); one "
            "has no comparison",
        ),
        (
            ["5/4", "/4", "5/"],
            "Need is higher than in England for alcohol (not tested); two have no "
            "comparison",
        ),
        (["5/", "4/"], "Need in Testshire"),
    ],
)
def test_the_headline_is_the_finding(values: list[str], headline: str) -> None:
    """It counts what was compared, and says how many were not."""
    told = "not tested" in headline or headline == "Need in Testshire"
    untested = "" if told else " (not tested)"

    assert reading(AGAINST, *pairs(*values)).headline == headline + untested


def test_a_plural_topic_takes_a_plural_verb() -> None:
    """Offences are, need is."""
    made = reading(AGAINST, *pairs("5/4"), topic="Offences", plural=True)

    assert (
        made.headline == "Offences are higher than in England for alcohol (not tested)"
    )


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (["5/4"], "Alcohol: 5% in Testshire, 4% in England."),
        (
            ["5/4", "1/4"],
            "The widest gap is for crack: 1% in Testshire, 4% in England.",
        ),
        (["4/4", "5/5"], "No value differs from the one it is compared with."),
        (["5/", "4/"], "Alcohol: 5% in Testshire; crack: 4% in Testshire."),
        (
            ["5/4", "5/4", "/4"],
            "The widest gap is for alcohol: 5% in Testshire, 4% in England. "
            "Not shown: opiates (not yet known).",
        ),
    ],
)
def test_the_sentence_reads_the_drawing(values: list[str], sentence: str) -> None:
    """The widest gap is among what was compared; what is absent has its reason."""
    assert reading(AGAINST, *pairs(*values)).sentence == sentence


def test_many_values_without_a_comparison_are_summed_up() -> None:
    """Twenty values are a range in the sentence, and all of them in the alternative."""
    ones = [indicator(f"group {n}", str(n)) for n in range(1, 21)]
    made = reading(AGAINST, *ones)

    assert made.sentence == (
        "The 20 values range from group 20 (20%) down to group 1 (1%)."
    )
    assert made.alternative.count("%. ") == 19


@pytest.mark.parametrize(
    ("values", "headline", "sentence"),
    [
        (["5/4"], "higher than England on the one comparable measure", "above"),
        (["5/4", "6/4"], "higher than England on both comparable measures", "above"),
        (["1/4", "2/4"], "lower than England on both comparable measures", "below"),
        (
            ["5/4", "6/4", "4/4"],
            "higher than England on two of three comparable measures, the same on one",
            "above",
        ),
        (
            ["5/4", "3/4", "2/4", "4/4"],
            "higher than England on one of four comparable measures, lower on two, "
            "the same on one",
            "above",
        ),
        (["4/4"], "the same as England on the one comparable measure", "No value"),
    ],
)
def test_the_overview_counts_each_direction(
    values: list[str], headline: str, sentence: str
) -> None:
    """No direction is counted that no measure has."""
    made = reading(RELATIVE, *pairs(*values))

    assert made.headline == f"Testshire is {headline} (not tested)"
    assert sentence in made.sentence


def test_the_overview_names_the_furthest_on_both_sides() -> None:
    """One pair of values on each side of England."""
    made = reading(RELATIVE, *pairs("8/4", "5/4", "3/4", "1/4"))

    assert made.sentence == (
        "Furthest above England: alcohol (8% against 4%). "
        "Furthest below: spice (1% against 4%)."
    )


@pytest.mark.parametrize(
    ("values", "headline", "sentence"),
    [
        (["5/"], "Need: alcohol, 5%", "Alcohol: 5% in Testshire."),
        (
            ["5/", "9/"],
            "Need: the larger group is crack, with 9%",
            "The larger group is crack (9%); the smaller is alcohol (5%).",
        ),
        (
            ["5/", "9/", "7/"],
            "Need: the largest group is crack, with 9%",
            "The largest group is crack (9%), followed by opiates (7%); "
            "the smallest is alcohol (5%).",
        ),
        (
            ["5/", "5/"],
            "Need: both groups have the same value, 5%",
            "Both groups have the same value.",
        ),
        (
            ["9/", "9/", "5/"],
            "Need: the largest groups are alcohol and crack, each with 9%",
            "The largest groups are alcohol and crack, each with 9%; "
            "the smallest is opiates (5%).",
        ),
        (
            ["9/", "5/", "5/"],
            "Need: the largest group is alcohol, with 9%",
            "The largest group is alcohol (9%), followed by crack (5%); "
            "the smallest value is 5%.",
        ),
    ],
)
def test_amounts_are_ranked(values: list[str], headline: str, sentence: str) -> None:
    """Of two one is the larger, and of equals none."""
    made = reading(AMOUNTS, *pairs(*values))

    assert (made.headline, made.sentence) == (headline, sentence)


def test_what_is_not_shown_may_be_larger() -> None:
    """A superlative among those shown says so where one is absent or withheld."""
    made = reading(AMOUNTS, *pairs("5/", "9/", "/"))

    assert made.headline == "Need: the larger group shown is crack, with 9%"
    same = reading(AMOUNTS, *pairs("5/", "5/", "/")).headline
    assert same == "Need: both groups shown have the same value, 5%"


def growth(*values: str) -> list[PublishedIndicator]:
    """Percentage changes since March 2023; a question mark for a doubtful one."""
    names = ("all", "women", "men", "young people")
    return [
        indicator(
            name,
            text.strip("?"),
            "-1",
            *([Marker.UNVERIFIED] if "?" in text else []),
            value_type="percentage change",
            baseline="Mar 23",
            period="Jun 24",
        )
        for name, text in zip(names, values, strict=False)
    ]


@pytest.mark.parametrize(
    ("values", "headline"),
    [
        (["6"], "Need rose by 6% since March 2023, against a fall of 1% in England"),
        (["-6"], "Need fell by 6% since March 2023, against 1% in England"),
        (
            ["0"],
            "Need did not change since March 2023, against a fall of 1% in England",
        ),
        (
            ["6?"],
            "Need rose by 6% (unverified) since March 2023, against a fall of 1% in "
            "England",
        ),
    ],
)
def test_the_total_opens_a_figure_of_changes(values: list[str], headline: str) -> None:
    """The verb says the direction; England's sign stays where it differs."""
    assert reading(CHANGES, *growth(*values)).headline == headline


def test_without_its_total_the_headline_names_what_it_tells() -> None:
    """Where the first measure has no value, the next one is named."""
    ones = [indicator("all", None), *growth("6", "3")[1:]]

    assert reading(CHANGES, *ones).headline.startswith("Need, women, rose by 3%")


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (["6"], ""),
        (["6", "3"], "Women rose by 3%."),
        (
            ["6", "3", "-2"],
            "Of the two other groups, one rose (women, by 3%) and one fell (men, by "
            "2%).",
        ),
        (
            ["6", "3", "4", "0"],
            "Of the three other groups, two rose (most of all men, by 4%) and one "
            "did not change.",
        ),
        (
            ["6", "3", "4", "9?"],
            "Both other groups whose values are not in doubt rose (most of all men, "
            "by 4%). One of four values, the hollow dot marked [u], is unverified.",
        ),
        (["6?"], "The value, a hollow dot marked [u], is unverified."),
        (
            ["6?", "9?"],
            "Both values, the hollow dots marked [u], are unverified.",
        ),
    ],
)
def test_doubtful_values_are_told_but_not_ranked(
    values: list[str], sentence: str
) -> None:
    """A rise in doubt is never the largest; how many are in doubt is said."""
    assert reading(CHANGES, *growth(*values)).sentence == sentence


def test_doubtful_amounts_are_bars() -> None:
    """What is hollow in a bar chart is a bar."""
    made = reading(AMOUNTS, indicator("need", "5", None, Marker.UNVERIFIED))

    assert "a hollow bar marked [u]" in made.sentence


@pytest.mark.parametrize("kind", [AGAINST, AMOUNTS, CHANGES, RELATIVE])
def test_a_figure_without_a_value_says_why(kind: FigureKind) -> None:
    """No point, no finding: the reasons stand instead."""
    hidden = value(None, Marker.CONFIDENTIAL, reason="restricted")
    one = indicator("crack", None)
    made = reading(kind, indicator("need", None), replace(one, area=hidden))

    assert made.headline == "Need: no value to show" == made.alternative
    assert made.sentence == "Not shown: need (not yet known); crack (restricted)."


def test_a_figure_without_a_measure_says_so() -> None:
    """An overview of nothing has a sentence too."""
    assert reading(RELATIVE).sentence == "There is no measure to show."


@pytest.mark.parametrize(
    ("kind", "subtitle"),
    [
        (AGAINST, "% of people, Testshire and England, 2023/24"),
        (AMOUNTS, "% of people, Testshire, 2023/24"),
        (RELATIVE, "% of people, 2023/24"),
    ],
)
def test_the_subtitle_is_statistical(kind: FigureKind, subtitle: str) -> None:
    """Unit, places, period, and whether the comparison was tested."""
    assert reading(kind, *pairs("5/4", "6/4")).subtitle == subtitle


def test_the_subtitle_tells_of_several_periods_and_of_a_baseline() -> None:
    """Where periods differ it says so; a change runs from its baseline."""
    mixed = reading(AMOUNTS, *pairs("5/"), indicator("men", "6", period="2022/23"))
    since = reading(CHANGES, *growth("6"))

    assert "latest period of each measure" in mixed.subtitle
    assert "March 2023 to June 2024" in since.subtitle


def test_abbreviations_keep_their_capitals() -> None:
    """A label inside a sentence is small, unless it is an abbreviation."""
    made = reading(AGAINST, indicator("a", "5", "4", label="DRR engaged"))

    assert made.headline.startswith("Need is higher than in England for DRR engaged")


@pytest.mark.parametrize(
    "values", [["5/4", "3/4", "4/4"], ["5/4"], ["5/4", "5/4", "5/"], ["1/2", "3/4"]]
)
def test_headline_and_table_agree(values: list[str]) -> None:
    """What the drawing's words call higher the table calls higher too."""
    held: Published = published(*pairs(*values))
    table = tabulate(
        TableOutline(id="t", caption="Need", measures=tuple(held)), 1, held
    )
    drawn = reading(RELATIVE, *held.values()).headline
    words = {Comparison.HIGHER_UNTESTED: "higher", Comparison.LOWER_UNTESTED: "lower"}
    words[Comparison.SAME_UNTESTED] = "the same"

    assert {w for w in words.values() if w in drawn} == {
        words[row.comparison]
        for row in table.rows
        if row.comparison is not Comparison.NOT_COMPARED
    }
    assert all(row.change is Change.NO_EARLIER_VALUE for row in table.rows)
