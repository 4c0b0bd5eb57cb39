"""Consistency: values held against one another, and all that the real data reveals."""

from collections.abc import Callable
from dataclasses import replace

import invented
import pytest
from conftest import Scratch

from reportgen.audit.consistency import check_values
from reportgen.errors import Fault, Place, Slug, Weight
from reportgen.evidence.disclosure import PublishedIndicator
from reportgen.pages.narrative import Mention, MentionKind
from reportgen.vocabulary import Marker, PublishedComparison

CHANGE = "percentage change"
LINE = Place("data/2024-10/commentary/progress.md", line=9)
STORE = "data/observations.csv"
WORDS = "data/2024-10/commentary"


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


@pytest.mark.parametrize("total", ["22", "8.1", "4.9", "-6"])
def test_a_total_outside_its_parts_is_told(total: str) -> None:
    """Above the highest or below the lowest, one of the numbers is wrong."""
    faults = check_values([whole(total), part("females", "5"), part("males", "8")], [])

    assert [(Slug.TOTAL_OUTSIDE_PARTS, Weight.CAUTION)] == [
        (fault.slug, fault.weight) for fault in faults
    ]
    assert "cannot lie outside its parts by sex: +5% and +8%" in faults[0].what
    assert 2 == len(faults[0].others)


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
    """The total of counts is larger than each of its parts, as it should be."""
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
    (fault,) = check_values([doubtful], mentions)

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


def brief(
    fault: Fault,
) -> tuple[Slug, str, int | None, tuple[tuple[str, int | None], ...]]:
    """Slug, file, line or row, and the other places."""
    where = fault.place
    others = tuple((one.file, one.line or one.row) for one in fault.others)
    return fault.slug, where.file, where.line or where.row, others


@pytest.fixture
def found(southampton: Callable[[str], Scratch]) -> tuple[Fault, ...]:
    """What the annual report of October 2024 is told."""
    return southampton("2024-10").faults()


def test_the_real_report_is_told_exactly_this(found: tuple[Fault, ...]) -> None:
    """Every contradiction of the printed report with its place, and what stays open."""
    progress = f"{WORDS}/progress.md"

    assert {
        (Slug.CLAIM_CONTRADICTS_VALUE, f"{WORDS}/landscape.md", 8, ((STORE, 40),)),
        (Slug.CLAIM_CONTRADICTS_VALUE, f"{WORDS}/police.md", 2, ((STORE, 2),)),
        (Slug.DOUBLE_NEGATIVE, progress, 16, ()),
        (Slug.CLAIM_CONTRADICTS_VALUE, progress, 19, ((STORE, 94),)),
        (Slug.CLAIMS_DISAGREE, progress, 19, ((progress, 15),)),
        (Slug.TOTAL_OUTSIDE_PARTS, STORE, 80, ((STORE, 82), (STORE, 84))),
        (Slug.UNVERIFIED_VALUE, STORE, 82, ((progress, 9),)),
        (Slug.UNVERIFIED_VALUE, STORE, 84, ((progress, 10),)),
        (Slug.UNVERIFIED_VALUE, STORE, 86, ((progress, 11),)),
        (Slug.UNVERIFIED_VALUE, STORE, 90, ((progress, 13),)),
        (Slug.UNVERIFIED_VALUE, STORE, 92, ((progress, 14),)),
        (Slug.UNVERIFIED_VALUE, STORE, 94, ((progress, 15), (progress, 19))),
        (Slug.NOT_EVALUATED, "data/public_knowledge.csv", None, ()),
    } == {brief(fault) for fault in found}
    assert 13 == len(found)
    assert {Weight.CAUTION} == {fault.weight for fault in found}


@pytest.mark.parametrize(
    "words",
    [
        '"similar to the national rate" contradicts m20.comparison: 4.8 against 5.2',
        '"a downward trend" contradicts m1.change: it rose, by the source\'s own',
        '"-11.4% decrease" says twice that it fell',
        '"145.9%" contradicts tx_crack.value: the value is +9% [p] [u]',
        'tx_crack.value is "145.9%" here, and "9% increase" before',
        "tx_all is +22% [p], which cannot lie outside its parts by sex: +5% [p] [u]",
        "tx_opiates_crack (Adults in treatment, opiates and crack) is unverified: 0%",
    ],
)
def test_the_real_report_is_told_in_these_words(
    found: tuple[Fault, ...], words: str
) -> None:
    """Whoever signs reads the author's words and the value beside each other."""
    assert 1 == sum(words in fault.what for fault in found)


def test_the_real_scorecard_is_free_of_faults(
    southampton: Callable[[str], Scratch],
) -> None:
    """The pack of May 2024 agrees with itself; it is noted which values have no day."""
    (undated,) = southampton("2024-05").faults()

    assert (Slug.NO_DATE_KNOWN, Weight.NOTE) == (undated.slug, undated.weight)
    assert "a value of m21, m22, m23, m25, m33 and m38 will come" in undated.what


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
    assert "the source says higher, the values say lower" == fault.what
