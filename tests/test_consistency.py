"""Consistency: values held against one another, and against what sources say."""

from collections.abc import Sequence
from dataclasses import replace

import invented
import pytest
from scoped import scope

from reportgen.audit.consistency.examination import examine
from reportgen.errors import Fault, Place, Slug, Weight
from reportgen.evidence.disclosure import PublishedIndicator
from reportgen.pages.narrative import Mention, MentionKind
from reportgen.vocabulary import Marker, PublishedComparison

CHANGE = "percentage change"
LINE = Place("data/2024-10/commentary/progress.md", line=9)
STORE = "data/observations.csv"


def check_values(
    shown: Sequence[PublishedIndicator],
    mentions: Sequence[Mention] = (),
    held: Sequence[PublishedIndicator] = (),
) -> list[Fault]:
    """What the audit finds in these measures, whose units are all the same."""
    more = [one for one in held if one not in shown]
    found = examine(scope(*shown, held=more, mentions=mentions)).faults
    return [fault for fault in found if fault.slug is not Slug.UNIT_CONTRADICTS_TYPE]


def whole(value: str | None) -> PublishedIndicator:
    """A total."""
    return invented.indicator("all", value, value_type=CHANGE)


def part(name: str, value: str | None, by: str = "sex") -> PublishedIndicator:
    """A part of the total."""
    return invented.indicator(name, value, value_type=CHANGE, part_of="all", part_by=by)


@pytest.mark.parametrize(
    ("total", "parts"),
    [
        ("6", ["5", "8"]),
        ("5", ["5", "8"]),
        ("8", ["5", "8"]),
        ("8.5", ["5", "8"]),  # 8 may be 8.4, rounded
        ("-2", ["-5", "8", None]),
        (None, ["5", "8"]),
        ("22", ["5"]),  # one part is no division
        ("22", ["5", None]),
    ],
)
def test_a_total_between_its_parts_is_silent(
    total: str | None, parts: list[str | None]
) -> None:
    """The change of a whole lies between those of its parts, ends included."""
    ones = [part(f"part{n}", value) for n, value in enumerate(parts)]

    assert [] == check_values([whole(total), *ones], [])


@pytest.mark.parametrize("total", ["22", "8.6", "4.4", "-6"])
def test_a_total_outside_its_parts_is_told(total: str) -> None:
    """Above the highest or below the lowest, one of the numbers is wrong."""
    faults = check_values([whole(total), part("females", "5"), part("males", "8")], [])

    assert [(Slug.TOTAL_OUTSIDE_PARTS, Weight.CAUTION)] == [
        (fault.slug, fault.weight) for fault in faults
    ]
    assert "cannot lie outside its parts by sex: +5% and +8%" in faults[0].what
    assert ("all.value", "females.value", "males.value") == faults[0].about


def test_each_division_is_judged_by_itself() -> None:
    """Parts by sex and parts by substance divide the same total."""
    ones = [
        whole("7"),
        part("females", "5"),
        part("males", "8"),
        part("opiates", "-11", "substance"),
        part("alcohol", "5", "substance"),
    ]
    faults = check_values(ones, [])

    assert ["substance"] == [
        fault.what.split("parts by ")[1].split(":")[0] for fault in faults
    ]


def test_counts_are_not_judged_like_changes() -> None:
    """The total of counts is the sum of its parts, as it should be."""
    ones = [
        invented.indicator("all", "30", value_type="count"),
        invented.indicator("one", "10", value_type="count", part_of="all", part_by="x"),
        invented.indicator("two", "20", value_type="count", part_of="all", part_by="x"),
    ]

    assert [] == check_values(ones, [])


def test_parts_without_their_total_are_silent() -> None:
    """A report that does not show the total cannot contradict it."""
    assert [] == check_values([part("females", "5"), part("males", "8")], [])


def test_an_unverified_value_names_its_row_and_lines() -> None:
    """The row to ask about, and each line that speaks of the value, once."""
    doubtful = invented.indicator(
        "grew", "9", None, Marker.UNVERIFIED, value_type=CHANGE
    )
    target = ("grew", "value")
    mentions = [
        Mention(MentionKind.CLAIM, (target,), "9%", "", LINE),
        Mention(MentionKind.CLAIM, (target,), "9%", "", LINE),
        Mention(MentionKind.CLAIM, (("grew", "england"),), "3%", "", LINE),
    ]
    found = check_values([doubtful], mentions)
    (fault,) = [one for one in found if one.slug is Slug.UNVERIFIED_VALUE]

    assert (Slug.UNVERIFIED_VALUE, Weight.CAUTION) == (fault.slug, fault.weight)
    assert "grew (Grew) is unverified: +9% [u]" == fault.what
    assert (Place(STORE, row=2), (LINE,)) == (fault.place, fault.others)
    assert "add a row with the confirmed value" in fault.cure


@pytest.mark.parametrize(
    ("said", "england", "told"),
    [
        (PublishedComparison.LOWER, "5.2", ""),
        (PublishedComparison.HIGHER, "4.1", ""),
        (PublishedComparison.SAME, "4.8", ""),
        (PublishedComparison.HIGHER, None, ""),
        (None, "5.2", ""),
        (PublishedComparison.HIGHER, "5.2", "says higher, the values say lower"),
        (PublishedComparison.SAME, "5.2", "says same, the values say lower"),
        (PublishedComparison.NOT_COMPARABLE, "5.2", "not comparable, the values say l"),
    ],
)
def test_the_comparison_of_the_source_is_checked(
    said: PublishedComparison | None, england: str | None, told: str
) -> None:
    """Where the source compares otherwise than the values do, it is asked."""
    one = invented.indicator("rate", "4.8", england)
    faults = check_values([replace(one, comparison_as_published=said)], [])

    assert bool(told) == bool(faults)
    assert all(told in fault.what for fault in faults)
    assert all(Slug.PUBLISHED_COMPARISON_DIFFERS is fault.slug for fault in faults)


@pytest.mark.parametrize("missing", [part("drugs", None), None])
def test_a_missing_part_may_settle_it(missing: PublishedIndicator | None) -> None:
    """Nothing is judged while a part has no value, or is held and not shown."""
    shown = [whole("22"), part("males", "5"), part("females", "8")]
    held = [*shown, missing or part("others", "90")]

    assert [] == check_values(shown if missing is None else held, [], held)


def test_a_tested_comparison_is_held_against_the_source() -> None:
    """Worse is lower where high is good; the source says higher."""
    ours = invented.indicator(
        "need", "5", "9", interval=(4.0, 6.0), polarity="high is good"
    )
    said = replace(
        ours,
        comparison_as_published=PublishedComparison.HIGHER,
        area=replace(ours.area, place=Place(STORE, row=3)),
    )
    (fault,) = check_values([said], [])

    assert Slug.PUBLISHED_COMPARISON_DIFFERS is fault.slug
    assert "need: the source says higher, the values say lower" == fault.what
