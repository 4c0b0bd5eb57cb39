"""Claims: an author's words about a value, held against that value."""

from dataclasses import replace

import invented
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.audit.consistency.claims import check_claims
from reportgen.errors import Fault, Place, Slug, Weight
from reportgen.evidence.disclosure import Published, PublishedIndicator
from reportgen.pages.narrative import Mention, MentionKind
from reportgen.vocabulary import Change, Marker

HERE = Place("data/2024-10/commentary/progress.md", line=3)
CHANGE = "percentage change"
RATE = invented.indicator(
    "rate", "4.8", "5.2", value_type="rate", polarity="low is good"
)
BETTER = invented.indicator("share", "47.0", "40.0", polarity="high is good")
PLAIN = invented.indicator("plain", "70.0", "29.0")
ABSENT = invented.indicator("absent", None)
EQUAL = invented.indicator("equal", "36.4", "36.4")
GREW = invented.indicator("grew", "22", "10.0", value_type=CHANGE)
SHRANK = invented.indicator("shrank", "-11.4", "-5.4", value_type=CHANGE)
COUNT = invented.indicator("count", "10987", value_type="count", decimals="0")
FELL = invented.indicator("fell", "4.8", change=Change.FELL, difference="-0.4")
ROSE = replace(
    invented.indicator("rose", "60", change=Change.ROSE), change_as_published=True
)
STILL = invented.indicator("still", "5", change=Change.NO_CHANGE, difference="0")
APART, NEAR = (35.0, 37.0), (31.0, 41.0)
GOOD, BAD, LOW, ALIKE, LEVEL = (
    invented.indicator(name, "36.0", "40.0", interval=limits, polarity=way)
    for name, way, limits in (
        ("good", "low is good", APART),
        ("bad", "high is good", APART),
        ("low", "no judgement", APART),
        ("alike", "high is good", NEAR),
        ("level", "no judgement", NEAR),
    )
)
UNSHOWN = invented.indicator("unshown", "5", change=Change.NOT_SHOWN)
ALL = invented.published(
    *(
        RATE,
        BETTER,
        PLAIN,
        ABSENT,
        EQUAL,
        GREW,
        SHRANK,
        COUNT,
        FELL,
        ROSE,
        STILL,
        UNSHOWN,
        *(GOOD, BAD, LOW, ALIKE, LEVEL),
    )
)

SILENT = [
    (RATE, "value", "4.8 deaths"),
    (RATE, "value", "about 5 deaths"),
    (RATE, "value", "4.8, down from 5.9 in 2021"),
    (RATE, "value", "since March 2022, 4.8"),
    (RATE, "england", "5.2 in England"),
    (RATE, "comparison", "lower than England"),
    (RATE, "comparison", "below the national rate"),
    (RATE, "comparison", "better than England"),
    (BETTER, "comparison", "better than the national average"),
    (BETTER, "comparison", "above England"),
    (EQUAL, "comparison", "in line with England"),
    (EQUAL, "comparison", "the same"),
    (GREW, "value", "22% increase"),
    (GREW, "value", "+22%"),
    (GREW, "value", "grew by 22 per cent"),
    (GREW, "value", "more than 20 to 25%, 22% in all"),
    (GREW, "england", "England 10.0%"),
    (GREW, "england", "Eng 10%"),
    (SHRANK, "value", "11.4% decrease"),
    (SHRANK, "value", "-11.4%"),
    (SHRANK, "value", "−11.4%"),
    (SHRANK, "value", "fell by 11%"),
    (SHRANK, "value", "a decline of 11-12%"),
    (SHRANK, "england", "Eng -5.4%"),
    (COUNT, "value", "10,987 people"),
    (COUNT, "value", "10987"),
    (FELL, "change", "a downward trend"),
    (FELL, "change", "fell by 0.4"),
    (FELL, "change", "a change of 0.4"),
    (ROSE, "change", "has risen"),
    (ROSE, "change", "rose by 7"),  # no earlier value is held to measure it by
    (STILL, "change", "stayed as it was"),
    (UNSHOWN, "change", "a downward trend"),
    (GOOD, "comparison", "better than England"),
    (GOOD, "comparison", "significantly lower than England"),
    (GOOD, "comparison", "below England"),
    (GOOD, "comparison", "significantly different from England"),
    (GOOD, "comparison", "no higher than England"),
    (BAD, "comparison", "worse than England"),
    (BAD, "comparison", "not better than England"),
    (LOW, "comparison", "lower than England"),
    (ALIKE, "comparison", "similar to England"),
    (ALIKE, "comparison", "about the same as England"),
    (ALIKE, "comparison", "not significantly lower than England"),
    (ALIKE, "comparison", "no significant difference from England"),
    (
        ALIKE,
        "comparison",
        "lower than England, but not significantly different, so similar",
    ),
    (LEVEL, "comparison", "statistically similar to England"),
    (RATE, "comparison", "not similar to England"),
    (EQUAL, "comparison", "equal to England"),
    (RATE, "period", "in 2019"),
    (RATE, "name", "999 deaths"),
]
TOLD = [
    (RATE, "value", "5.8 deaths", "the value is 4.8"),
    (RATE, "value", "4.7 deaths", "the value is 4.8"),
    (RATE, "england", "4.8 in England", "the value is 5.2"),
    (
        RATE,
        "comparison",
        "similar to the national rate",
        "4.8 against 5.2 in England is l",
    ),
    (RATE, "comparison", "worse than England", "is lower, not tested"),
    (RATE, "comparison", "exceeds England", "is lower, not tested"),
    (
        BETTER,
        "comparison",
        "worse than England",
        "47.0% against 40.0% in England is hig",
    ),
    (BETTER, "comparison", "fewer than in England", "is higher, not tested"),
    (PLAIN, "comparison", "lower than England", "is higher, not tested"),
    (EQUAL, "comparison", "higher than England", "is same, not tested"),
    (GOOD, "comparison", "worse than England", "36.0% against 40.0% in England is l"),
    (GOOD, "comparison", "similar to England", "in England is lower, tested"),
    (GOOD, "comparison", "not significantly different", "is lower, tested"),
    (GOOD, "comparison", "not lower than England", "is lower, tested"),
    (BAD, "comparison", "above England", "is lower, tested"),
    (LOW, "comparison", "in line with England", "is lower, tested"),
    (ALIKE, "comparison", "lower than England", "is similar, tested"),
    (ALIKE, "comparison", "worse than England", "is similar, tested"),
    (ALIKE, "comparison", "significantly different", "is similar, tested"),
    (ALIKE, "comparison", "not in line with England", "is similar, tested"),
    (RATE, "comparison", "not lower than England", "is lower, not tested"),
    (GREW, "value", "145.9%", "the value is +22%"),
    (GREW, "value", "22% decrease", "the value is +22%"),
    (GREW, "value", "a reduction", "the value is +22%"),
    (GREW, "value", "-22%", "the value is +22%"),
    (SHRANK, "value", "11.4% increase", "the value is −11.4%"),
    (SHRANK, "value", "11.4%", "the value is −11.4%"),
    (SHRANK, "england", "Eng 5.4%", "the value is −5.4%"),
    (COUNT, "value", "1,987 people", "the value is 10,987"),
    (FELL, "change", "an upward trend", "it fell"),
    (FELL, "change", "fell by 0.5", "it changed by 0.4"),
    (ROSE, "change", "a downward trend", "it rose, by the source's own direction"),
    (STILL, "change", "has increased", "it did not change"),
    (FELL, "change", "stayed as it was", "it fell"),
]


def claim(
    words: str, *targets: tuple[PublishedIndicator, str], line: int = 3
) -> Mention:
    """A claim about attributes of indicators."""
    named = tuple((one.measure.measure, attribute) for one, attribute in targets)
    return Mention(MentionKind.CLAIM, named, words, "", replace(HERE, line=line))


def told(*mentions: Mention, published: Published = ALL) -> list[Fault]:
    """What the audit says."""
    return check_claims(mentions, published)


@pytest.mark.parametrize(
    ("one", "attribute", "words"), SILENT, ids=[case[2] for case in SILENT]
)
def test_words_that_agree_stay_silent(
    one: PublishedIndicator, attribute: str, words: str
) -> None:
    """A correct wording, and one that cannot be judged, is no fault."""
    assert [] == told(claim(words, (one, attribute)))


@pytest.mark.parametrize(
    ("one", "attribute", "words", "held"), TOLD, ids=[case[2] for case in TOLD]
)
def test_words_that_contradict_are_told(
    one: PublishedIndicator, attribute: str, words: str, held: str
) -> None:
    """A contradiction is a caution: the words, the value, its line and its row."""
    (fault,) = told(claim(words, (one, attribute)))
    name = f"{one.measure.measure}.{attribute}"

    assert (Slug.CLAIM_CONTRADICTS_VALUE, Weight.CAUTION) == (fault.slug, fault.weight)
    assert fault.what.startswith(f'"{words}" contradicts {name}: ')
    assert held in fault.what
    assert (HERE, (Place("data/observations.csv", row=2),)) == (
        fault.place,
        fault.others,
    )
    assert fault.cure.startswith("correct the words or the value")


@pytest.mark.parametrize(
    ("attribute", "words", "missing"),
    [
        ("value", "12%", "no value of absent is held for the area"),
        ("england", "12%", "no value of absent is held for England"),
        (
            "comparison",
            "higher than England",
            "absent is not compared (no local value)",
        ),
        ("change", "a downward trend", "no earlier value of absent is held"),
        ("value", "many deaths", "it has no number, and no word that says higher, "),
        ("comparison", "as measured", "it has no number, and no word that says "),
    ],
)
def test_a_claim_that_nobody_can_check_is_told(
    attribute: str, words: str, missing: str
) -> None:
    """Where nothing is held to check a claim by, silence would look like a pass."""
    (fault,) = told(claim(words, (ABSENT, attribute)))

    assert (Slug.CLAIM_NOT_CHECKED, Weight.CAUTION) == (fault.slug, fault.weight)
    assert fault.what.startswith(f'"{words}" cannot be checked: {missing}')


@pytest.mark.parametrize(
    ("one", "words", "missing", "cure"),
    [
        (
            PLAIN,
            "better than England",
            "nobody says which way is good for plain",
            "say",
        ),
        (LOW, "worse than England", "nobody says which way is good for low", "say"),
        (LOW, "lower, and so better", "nobody says which way is good for low", "say"),
        (
            RATE,
            "significantly lower",
            "the comparison of rate was not tested",
            "say it",
        ),
        (RATE, "statistically similar", "the comparison of rate was not t", "say it"),
        (RATE, "not significantly lower", "the comparison of rate was not", "say it"),
    ],
)
def test_a_judgement_needs_a_polarity_and_significance_a_test(
    one: PublishedIndicator, words: str, missing: str, cure: str
) -> None:
    """What nobody has said or tested can be neither right nor wrong."""
    (fault,) = told(claim(words, (one, "comparison")))

    assert (Slug.CLAIM_NOT_CHECKED, Weight.CAUTION) == (fault.slug, fault.weight)
    assert fault.what.startswith(f'"{words}" cannot be checked: {missing}')
    assert fault.cure.startswith(cure)


def test_a_tested_likeness_is_no_judgement() -> None:
    """What is similar is neither better nor worse, whoever might judge it."""
    faults = told(claim("better than England", (LEVEL, "comparison")))

    assert {Slug.CLAIM_NOT_CHECKED, Slug.CLAIM_CONTRADICTS_VALUE} == {
        fault.slug for fault in faults
    }


@pytest.mark.parametrize(
    "words", ["-11.4% decrease", "−11.4% reduction", "fell by −11.4%", "down -11.4%"]
)
def test_a_double_negative_is_told(words: str) -> None:
    """A minus and a word for falling leave the direction to the reader."""
    (fault,) = told(claim(words, (SHRANK, "value")))

    assert (Slug.DOUBLE_NEGATIVE, Weight.CAUTION) == (fault.slug, fault.weight)
    assert f'"{words}" says twice that it fell' == fault.what
    assert "keep the word or the minus sign, not both" == fault.cure


@pytest.mark.parametrize(
    "words",
    ["11.4% decrease", "-11.4%", "a fall of 11-12%", "COVID-19: a drop of 11.4"],
)
def test_one_negative_is_enough(words: str) -> None:
    """A hyphen between two numbers or in a name is no minus."""
    assert Slug.DOUBLE_NEGATIVE not in {
        fault.slug for fault in told(claim(words, (SHRANK, "value")))
    }


def test_one_claim_on_several_measures() -> None:
    """Each measure that the words do not hold for is told by itself."""
    faults = told(
        claim("lower than England", (RATE, "comparison"), (PLAIN, "comparison"))
    )

    assert ["plain.comparison"] == [fault.what.split()[4][:-1] for fault in faults]


def test_claims_that_disagree_name_both_lines() -> None:
    """The same value with two numbers is told where the second stands."""
    faults = told(
        claim("22% increase", (GREW, "value")),
        claim("up 22%", (GREW, "value"), line=5),
        claim("145.9%", (GREW, "value"), line=9),
    )
    (fault,) = [one for one in faults if one.slug is Slug.CLAIMS_DISAGREE]

    assert 'grew.value is "145.9%" here, and "22% increase" before' == fault.what
    assert (9, (HERE,)) == (fault.place.line, fault.others)
    assert "find out which is true" in fault.cure


def test_the_same_number_twice_does_not_disagree() -> None:
    """Sign, wording and a year beside the number make no difference."""
    assert [] == told(
        claim("11.4% decrease", (SHRANK, "value")),
        claim("-11.4%", (SHRANK, "value")),
        claim("since 2022, down by 11.4%", (SHRANK, "value")),
    )


def test_slots_and_citations_are_not_judged() -> None:
    """Our own words and cited ones contradict nothing."""
    slot = replace(claim("99", (RATE, "value")), kind=MentionKind.SLOT)
    cited = replace(claim("-9% decrease"), kind=MentionKind.CITATION)

    assert [] == told(slot, cited)


def test_an_unverified_value_is_held_against_all_the_same() -> None:
    """What is in doubt is what the report prints, so words must agree with it."""
    doubtful = invented.indicator(
        "grew", "9", None, Marker.UNVERIFIED, value_type=CHANGE
    )
    published = invented.published(doubtful)
    (fault,) = told(claim("145.9%", (doubtful, "value")), published=published)

    assert "the value is +9% [u]" in fault.what


@given(st.decimals(-999, 999, places=1), st.integers(0, 1))
def test_a_value_never_contradicts_its_own_number(value: object, places: int) -> None:
    """Whatever the value is, printing it rounded to any place is no contradiction."""
    one = invented.indicator("any", str(value), value_type="rate")
    words = f"{value:.{places}f}"

    assert [] == told(claim(words, (one, "value")), published=invented.published(one))


@given(st.text(max_size=40), st.sampled_from(["value", "change", "comparison"]))
def test_any_words_are_judged_or_passed_over(words: str, attribute: str) -> None:
    """No words break the audit."""
    faults = [f for one in ALL.values() for f in told(claim(words, (one, attribute)))]

    assert all(fault.weight is Weight.CAUTION for fault in faults)
