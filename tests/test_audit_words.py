"""Words held against values: sizes, records, units, denials, slots, placeholders."""

from typing import Any

import invented
import pytest
from scoped import scope, slugs, written

from reportgen.audit.consistency.claims import check_claims
from reportgen.audit.consistency.placeholders import check_placeholders
from reportgen.audit.consistency.scope import Headed
from reportgen.audit.consistency.units import check_counts, check_units
from reportgen.audit.consistency.wording import check_wording
from reportgen.errors import Fault, Place
from reportgen.evidence.disclosure import PublishedIndicator
from reportgen.evidence.outline import FigureKind
from reportgen.pages.narrative import Mention, MentionKind
from reportgen.vocabulary import Change

LINE = Place("data/2025-01/commentary/about.md", line=1)
HISTORY = [
    invented.value(number, period=period)
    for number, period in (
        *(("5.9", "2019/20"), ("6.4", "2020/21"), ("5.5", "2021/22")),
        *(("5.2", "2022/23"), ("4.8", "2023/24")),
    )
]
MOVED: dict[str, Any] = {"change": Change.FELL, "difference": "-0.4"}
RATE = invented.over_time(
    "rate", HISTORY, HISTORY[:0], value_type="rate", polarity="low is good", **MOVED
)
SHARE = invented.indicator(
    "share", "50.4", "40.0", change=Change.ROSE, difference="2.0"
)
GREW = invented.indicator("grew", "104", "-3.0", value_type="percentage change")
TWICE = invented.indicator(
    "twice", "62", value_type="count", change=Change.ROSE, difference="30"
)
BESIDE = invented.indicator("beside", "4.8", "5.2", value_type="rate")
HALF = invented.indicator("half", "2.5", "5.2", value_type="rate")
STILL = invented.indicator("still", "5", change=Change.NO_CHANGE, difference="0")
ALL = invented.published(RATE, SHARE, GREW, TWICE, BESIDE, HALF, STILL)


def told(words: str, one: PublishedIndicator, attribute: str) -> list[Fault]:
    """What the audit says of one claim."""
    target = ((one.measure.measure, attribute),)
    claim = Mention(MentionKind.CLAIM, target, words, "", LINE)
    return check_claims([claim], ALL)


@pytest.mark.parametrize(
    ("words", "one", "attribute"),
    [
        ("more than doubled", GREW, "value"),
        ("nearly doubled", TWICE, "change"),
        ("doubled", GREW, "value"),
        ("about half the rate of England", HALF, "comparison"),
        ("half of all adults", SHARE, "value"),
        ("most adults", SHARE, "value"),
        ("more than half", SHARE, "value"),
        ("the majority of adults", SHARE, "value"),
        ("the lowest rate on record", RATE, "value"),
        ("a record low", RATE, "change"),
        ("the lowest since 2020", RATE, "value"),
        ("from 5.2 to 4.8", RATE, "value"),
        ("fell from 5.2 to 4.8", RATE, "change"),
        ("down from 6.4 in 2021 to 4.8", RATE, "value"),
        ("fell by 8%", RATE, "change"),  # of what it was
        ("rose by 2 points", SHARE, "change"),
        ("rose by 2.0 percentage points", SHARE, "change"),
        ("has not risen", RATE, "change"),
        ("did not fall", SHARE, "change"),
        ("no change", STILL, "change"),
        ("has not changed", STILL, "change"),
        ("fell by no more than 0.4", RATE, "change"),
        ("4.8, against 5.2 in England", BESIDE, "value"),
        ("lower, at 4.8 against 5.2", BESIDE, "comparison"),
        ("8% below England", BESIDE, "comparison"),
        ("not higher than England", BESIDE, "comparison"),
        ("at most 4.8", RATE, "value"),
        ("most recent value, 4.8", RATE, "value"),
        ("4.8, down by 8% in a year", RATE, "value"),
        ("62, or 94% more than before", TWICE, "value"),
        ("lower than England for the last 3 years", BESIDE, "comparison"),
        ("4.8 deaths at ages from 15 to 24", RATE, "value"),
        ("4.8, one of the lowest 10 in England", BESIDE, "value"),
        ("fell in the second half of the year", RATE, "change"),
        ("fell twice in a row", RATE, "change"),
        ("down from 5.2 in 2022", RATE, "change"),
        ("fell in March 2023", RATE, "change"),
        ("fell to 4.8", RATE, "change"),
        ("50.4% for most of the year", SHARE, "value"),
    ],
)
def test_words_that_agree_are_silent(
    words: str, one: PublishedIndicator, attribute: str
) -> None:
    """How people say it when it is so."""
    assert [] == told(words, one, attribute)


CONTRADICTS, UNCHECKED = "claim-contradicts-value", "claim-not-checked"


@pytest.mark.parametrize(
    ("words", "one", "attribute", "slug", "held"),
    [
        ("trebled", GREW, "value", CONTRADICTS, "it is 2.04 times as much"),
        ("halved", RATE, "change", CONTRADICTS, "it is 0.92 times as much"),
        ("more than doubled", TWICE, "change", CONTRADICTS, "it is 1.94 times as"),
        ("twice the rate of England", HALF, "comparison", CONTRADICTS, "it is 0.48"),
        ("a third of all adults", SHARE, "value", CONTRADICTS, "value is 50.4%"),
        ("less than half", SHARE, "value", CONTRADICTS, "the value is 50.4%"),
        ("a record high", RATE, "value", CONTRADICTS, "6.4 in 2020/21 is higher"),
        ("the highest since 2021", RATE, "value", CONTRADICTS, "5.5 in 2021/22 is"),
        ("a record high", SHARE, "value", UNCHECKED, "no earlier value is held"),
        ("doubled", RATE, "value", CONTRADICTS, "it is 0.92 times as much"),
        ("double the rate of England", HALF, "comparison", CONTRADICTS, "it is 0.48"),
        ("down from 5.3 in 2022", RATE, "change", CONTRADICTS, "no earlier value is"),
        ("from 5.3 to 4.8", RATE, "value", CONTRADICTS, "no earlier value is 5.3"),
        ("rose by 2.0%", SHARE, "change", "unit-contradicts-type", "percentage poi"),
        ("4.8%", BESIDE, "value", "unit-contradicts-type", "beside is a rate"),
        ("50.4 per 1,000", SHARE, "value", "unit-contradicts-type", "share is a per"),
        ("has not fallen", RATE, "change", CONTRADICTS, "it fell"),
        ("did not rise", SHARE, "change", CONTRADICTS, "it rose"),
        ("not lower than England", BESIDE, "comparison", CONTRADICTS, "is lower"),
        ("not unchanged", RATE, "change", "double-negative", "denies twice"),
        ("4.8, against 6.2 in England", BESIDE, "value", CONTRADICTS, "England it is"),
        ("lower, at 4.8 against 5.9", BESIDE, "comparison", CONTRADICTS, "4.8 again"),
        ("20% below England", BESIDE, "comparison", CONTRADICTS, "4.8 against 5.2"),
    ],
)
def test_words_that_contradict_are_told(
    words: str, one: PublishedIndicator, attribute: str, slug: str, held: str
) -> None:
    """Each with what the value says instead."""
    found = told(words, one, attribute)

    assert [slug] == [fault.slug.value for fault in found]
    assert held in found[0].what
    assert (f"{one.measure.measure}.{attribute}",) == found[0].about


def test_words_of_opposite_sense_disagree() -> None:
    """Higher in one place and lower in another, about the same comparison."""
    target = (("beside", "comparison"),)
    ones = [
        Mention(MentionKind.CLAIM, target, words, "", LINE)
        for words in ("lower than England", "higher than England")
    ]

    assert ["claim-contradicts-value", "claims-disagree"] == slugs(
        check_claims(ones, ALL)
    )


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        (("593 children", "the needs assessment"), ("613 children",), True),
        (("593 children", "the needs assessment"), ("593 children",), False),
        (("593 children", "the needs assessment"), ("12 adults",), False),
        (("593 children", "another source"), ("613 children",), False),
    ],
)
def test_one_origin_is_cited_with_one_number(
    first: tuple[str, str], second: tuple[str], told: bool
) -> None:
    """The same words from the same document have the same number."""
    cited = [
        Mention(MentionKind.CITATION, (), words, origin, LINE)
        for words, origin in (first, (*second, "the needs assessment"))
    ]

    assert (["claims-disagree"] if told else []) == slugs(check_claims(cited, ALL))


# --- Words beside slots --------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Deaths fell to {{ rate.value }}.", ""),
        ("Deaths fell slowly to {{ rate.value }}.", ""),
        ("Deaths rose to {{ rate.value }}.", "it is a fall of 0.4"),
        ("Deaths have not fallen to {{ rate.value }}.", "it is a fall of 0.4"),
        ("They rose by {{ grew.value }}.", ""),
        ("They fell by {{ grew.value }}.", "it is +104%"),
        ("It fell for women ({{ grew.value }}).", "it is +104%"),
        ("It rose faster for women ({{ grew.value }}).", ""),
        ("{{ beside.value }} deaths, lower than in England.", ""),
        ("{{ beside.value }} deaths, higher than in England.", "it is lower, not te"),
        ("{{ beside.value }} deaths. Crime is higher than in England.", ""),
        ("Crime rose. There were {{ rate.value }} deaths.", ""),
        ("There is room for up to {{ twice.value }} people.", ""),
        ("It is down by {{ grew.value }}.", "it is +104%"),
        ("A rise of {{ grew.value }}.", ""),
    ],
)
def test_words_beside_a_slot_are_held_against_it(text: str, told: str) -> None:
    """The slot follows the data, and the words before it stay as they were."""
    found = check_wording(written(text, RATE, GREW, BESIDE, TWICE))

    assert bool(told) == bool(found.faults)
    for fault in found.faults:
        assert "words-contradict-slot" == fault.slug.value
        assert told in fault.what
        assert 1 == fault.place.line


# --- Placeholders --------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "TODO: ask the police",
        "Numbers are TBC.",
        "[insert number] people",
        "[TBC]",
        "XX people in treatment",
        "Is this so???",
        "Lorem ipsum dolor",
        "- [ ] write this section",
        "Signed: ______",
    ],
)
def test_what_waits_for_somebody_is_told(text: str) -> None:
    """Whatever an author left for later, with its line."""
    (fault,) = check_placeholders(written(f"One line.\n\n{text}\n")).faults

    assert ("placeholder", 3) == (fault.slug.value, fault.place.line)


@pytest.mark.parametrize(
    "text",
    [
        "The list of things to do is long; our to-do list too.",
        "See [the plan](https://example.org/todo) and [check it](https://example.org).",
        "A note.[^1]\n\n[^1]: The note",
        "Is this so?",
        "An extra-large XXL shirt and `TODO` as code",
        "xx@example.org",
        "Chromosomes are not in it.",
    ],
)
def test_what_only_looks_like_it_is_not(text: str) -> None:
    """Links, notes, questions and code."""
    found = check_placeholders(written(f"{text}\n"))

    assert () == found.faults
    assert found.looked_at["lines for placeholders"]


# --- Units and counts ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "unit", "name", "more", "told"),
    [
        ("percentage", "Annual percentage", "Need", {}, ""),
        ("percentage", "% of adults", "Rate of completion", {}, ""),
        ("rate", "Rate per 1,000", "Offences", {"per": "1000"}, ""),
        ("rate", "Per 100,000 people", "Deaths", {"per": "100000"}, ""),
        ("rate", "Rate", "Deaths", {}, ""),
        ("count", "Count", "Percentage forms that were sent", {}, ""),
        ("percentage change", "Percentage change", "Change", {}, ""),
        ("mean", "Adults per keyworker", "Caseload", {}, ""),
        (
            *(
                "percentage",
                "Quarterly rate per 1,000",
                "The percentage of leavers",
                {},
            ),
            'the unit "Quarterly rate per 1,000" says a rate, but the value is a perc',
        ),
        ("rate", "Annual percentage", "Deaths", {}, "says a percentage, but the va"),
        ("count", "% of adults", "Adults", {}, "says a percentage, but the value is a"),
        ("rate", "Rate", "Percentage of adults", {}, "the name says a percentage"),
        ("rate", "Per 1,000", "Deaths", {"per": "100000"}, "column per has 100000"),
    ],
)
def test_a_unit_says_what_the_value_is(
    kind: str, unit: str, name: str, more: dict[str, Any], told: str
) -> None:
    """A percentage is no rate per 1,000, and the other way round."""
    one = invented.indicator("any", "4", value_type=kind, unit=unit, name=name, **more)
    found = check_units(scope(one)).faults

    assert bool(told) == bool(found)
    assert all(told in fault.what for fault in found)


def test_the_unit_of_a_figure_says_what_is_drawn() -> None:
    """The axis of rates is not in per cent."""
    one = invented.indicator("any", "4.8", value_type="rate", unit="Rate")
    held = invented.published(one)
    place = Place("data/outlines/pack.toml", column="figure.1")
    figures = [
        Headed(
            invented.outline(FigureKind.AGAINST_ENGLAND, held, unit=unit), "x", place
        )
        for unit in ("% of adults", "deaths per 100,000")
    ]
    (fault,) = check_units(scope(one, figures=figures)).faults

    assert place == fault.place
    assert 'unit "% of adults" says a percentage, but any is a rate' in fault.what


@pytest.mark.parametrize(
    ("kind", "value", "told"),
    [
        ("count", "60.0", ["60.0 of any is a count, which has no decimals"]),
        ("count", "60.5", ["60.5 of any is a count, which has no decimals"]),
        ("count", "60", []),
        ("volume", "84.0", []),
        ("mean", "12.5", []),
    ],
)
def test_a_count_has_no_decimals(kind: str, value: str, told: list[str]) -> None:
    """Whoever counts gets whole numbers; 60.0 came from somewhere else."""
    found = check_counts(scope(invented.indicator("any", value, value_type=kind)))

    assert told == [fault.what for fault in found.faults]


@pytest.mark.parametrize(
    ("kind", "england", "told"),
    [
        *(("count", "10987", True), ("volume", "9", True), ("count", None, False)),
        *(("rate", "5.2", False), ("mean", "40", False)),
    ],
)
def test_a_national_count_is_told(kind: str, england: str | None, told: bool) -> None:
    """A count of all of England says nothing of one place; rates and means do."""
    found = check_counts(
        scope(invented.indicator("any", "9", england, value_type=kind))
    )

    assert (["national-count"] if told else []) == slugs(found.faults)
