"""The gate under rules: suppression, rounding, and what is computed from either."""

import shutil
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import Scratch
from exampleton import EXAMPLETON
from hypothesis import assume, given
from hypothesis import strategies as st
from invented import measure
from observed import ENGLAND, HERE, observation
from test_disclosure import reachable

from reportgen.errors import Slug
from reportgen.evidence.disclosure import (
    SUPPRESSED_REASON,
    Published,
    PublishedIndicator,
    control,
)
from reportgen.evidence.indicators import indicate
from reportgen.evidence.intervals import Interval
from reportgen.evidence.measures import Measure
from reportgen.evidence.observations import Observation, Observations
from reportgen.vocabulary import Change, Comparison, Marker, Rendition, Withheld

SMALL, NHS, FIVES = (
    *("suppress 1 to 4", "suppress 1 to 7 and round to 5", "round to 5"),
)


COUNT = {"value_type": "count", "decimals": "0"}
PERCENTAGE = {"value_type": "percentage", "decimals": "1"}


def ruled(rule: str, name: str = "m1", **fields: str) -> Measure:
    """A measure with a rule."""
    return measure(name, disclosure_rule=rule, **fields)


def published(
    rows: Sequence[Observation],
    *measures: Measure,
    rendition: Rendition = Rendition.PUBLIC,
) -> Published:
    """What an audience sees of some rows."""
    held = {one.measure: one for one in measures}
    indicators = indicate(held, Observations(tuple(rows)), HERE, ENGLAND)
    return control(indicators, rendition, area="Here", benchmark="England")


def seen(
    rule: str, *rows: Observation, of: Mapping[str, str] = COUNT
) -> PublishedIndicator:
    """What everybody sees of one measure."""
    return published(rows, ruled(rule, **of))["m1"]


# --- Suppression -------------------------------------------------------------------


def test_a_small_count_leaves_as_suppressed() -> None:
    """The marker stands for it, the reason says why, and no number goes with it."""
    row = observation(2, "3", count=Decimal(3), denominator=Decimal(70))
    point = seen(SMALL, row).area

    assert (None, None, None, None) == (
        *(point.value, point.count, point.denominator, point.interval),
    )
    assert (Withheld.SUPPRESSED, (Marker.CONFIDENTIAL,)) == (
        *(point.withheld, point.markers),
    )
    assert point.reason == SUPPRESSED_REASON


def test_the_count_behind_a_percentage_decides() -> None:
    """A percentage of a small count goes with it; of a larger one it stands."""
    few = observation(2, "4.3", count=Decimal(3), denominator=Decimal(70))
    many = observation(2, "8.6", count=Decimal(6), denominator=Decimal(70))

    assert seen(SMALL, few, of=PERCENTAGE).area.withheld is Withheld.SUPPRESSED
    assert seen(SMALL, many, of=PERCENTAGE).area.value == Decimal("8.6")


@pytest.mark.parametrize("values", [("3", "20"), ("20", "3")])
def test_a_change_of_a_suppressed_count_is_not_shown(values: tuple[str, str]) -> None:
    """Neither from it nor to it."""
    then, now = values
    one = seen(SMALL, observation(2, then, period="2021/22"), observation(3, now))

    assert (Change.NOT_SHOWN, None) == (one.change, one.difference)


def test_a_suppressed_count_is_not_compared() -> None:
    """And the reason says no more than that."""
    one = seen(SMALL, observation(2, "3"), observation(3, "70", area=ENGLAND))

    assert (Comparison.NOT_COMPARED, "suppressed") == (one.comparison, one.not_compared)


def test_values_of_england_stay_as_they_were_published() -> None:
    """Neither suppressed nor rounded: others have published them."""
    one = seen(NHS, observation(2, "23"), observation(3, "6", area=ENGLAND))

    assert (Decimal(25), Decimal(6)) == (one.area.value, one.england.value)


@given(st.integers(1, 7), st.integers(1, 7), st.integers(0, 90))
def test_any_small_count_looks_alike(first: int, second: int, before: int) -> None:
    """Nothing that the public sees depends on which small count it was."""
    earlier = observation(2, str(before), period="2021/22")
    both = [
        seen(NHS, earlier, observation(3, str(n), denominator=Decimal(n + 50)))
        for n in (first, second)
    ]

    assert both[0] == both[1]


def test_partners_see_every_count_as_it_is() -> None:
    """Unsuppressed and unrounded."""
    rows = [observation(2, "3")]
    one = published(rows, ruled(NHS, **COUNT), rendition=Rendition.PARTNERS)["m1"]

    assert (Decimal(3), 1, None) == (one.area.value, one.area.base, one.area.withheld)


# --- Rounding ----------------------------------------------------------------------


def test_counts_are_rounded() -> None:
    """Value, count and denominator, and the point says to what."""
    row = observation(2, "12", count=Decimal(12), denominator=Decimal(73))
    point = seen(FIVES, row).area

    assert (Decimal(10), Decimal(10), Decimal(75), 5) == (
        *(point.value, point.count, point.denominator, point.base),
    )


def test_a_change_is_that_of_what_is_printed() -> None:
    """11 to 13 is a rise of two, and printed as one from 10 to 15."""
    one = seen(FIVES, observation(2, "11", period="2021/22"), observation(3, "13"))

    assert (Change.ROSE, Decimal(5)) == (one.change, one.difference)


def test_counts_that_are_printed_alike_did_not_change() -> None:
    """A rise that nobody sees is none."""
    one = seen(FIVES, observation(2, "8", period="2021/22"), observation(3, "12"))

    assert (Change.NO_CHANGE, Decimal(0)) == (one.change, one.difference)


def test_an_untested_comparison_is_that_of_what_is_printed() -> None:
    """12 is above 11, but 10 is printed."""
    rows = [observation(2, "12"), observation(3, "11", area=ENGLAND)]

    assert Comparison.LOWER_UNTESTED is seen(FIVES, *rows).comparison


def test_a_rounded_zero_does_not_say_what_it_was() -> None:
    """0 may be none, one or two; a mark for those that are not none would tell."""
    one = seen(FIVES, observation(2, "2", marker=Marker.LOW))

    assert (Decimal(0), ()) == (one.area.value, one.area.markers)


def test_percentages_come_from_unrounded_counts() -> None:
    """23 of 61 is 37.7%, though 25 of 60 are printed; no digit more leaves."""
    row = observation(2, "37.7049", count=Decimal(23), denominator=Decimal(61))
    point = seen(FIVES, row, of=PERCENTAGE).area

    assert (Decimal("37.7"), Decimal(25), Decimal(60)) == (
        *(point.value, point.count, point.denominator),
    )
    assert point.interval == Interval(26.6, 50.3)


@pytest.mark.parametrize(
    "of", [PERCENTAGE, {"value_type": "rate", "decimals": "1", "per": "1000"}]
)
def test_without_its_count_nobody_can_tell_whether_a_share_is_of_few(
    of: Mapping[str, str],
) -> None:
    """1.5% of 200 leads back to three, so it is not shown; nor is a rate."""
    row = observation(2, "1.5", denominator=Decimal(200))

    assert Withheld.SUPPRESSED is seen(SMALL, row, of=of).area.withheld
    assert seen("none", row, of=of).area.value == Decimal("1.5")


def test_a_rule_looks_at_what_would_be_printed() -> None:
    """0.6 would be printed as 1."""
    assert Withheld.SUPPRESSED is seen(SMALL, observation(2, "0.6")).area.withheld


def test_a_percentage_of_few_is_not_rounded_to_nothing() -> None:
    """0 and 100 are printed only where they are exactly that."""
    of = {**PERCENTAGE, "decimals": "0"}
    row = observation(2, "0.2", count=Decimal(10), denominator=Decimal(5000))

    assert seen(FIVES, row, of=of).area.value == Decimal(1)


@given(st.lists(st.integers(10**6, 10**7), min_size=2, max_size=3, unique=True))
def test_no_unrounded_count_leaves_the_gate(counts: list[int]) -> None:
    """Whatever can be reached from what is published, no count of a rounded measure."""
    assume(all(count % 5 for count in counts))
    years = ("2020/21", "2021/22", "2022/23")
    rows = [
        observation(n, str(count), count=Decimal(count), period=year)
        for n, (count, year) in enumerate(zip(counts, years, strict=False), 2)
    ]
    held = published(rows, ruled(FIVES, **COUNT))
    numbers = {one for one in reachable(held) if isinstance(one, Decimal)}
    told = repr(held)

    assert set() == numbers & {Decimal(count) for count in counts}
    assert [] == [n for n in counts if str(n) in told or f"{n:,}" in told]


@given(st.integers(0, 500), st.integers(0, 500))
def test_counts_that_round_alike_look_alike(first: int, second: int) -> None:
    """Nothing that the public sees depends on the digits that rounding takes away."""
    near = second // 5 * 5
    both = [
        seen(
            FIVES, observation(2, str(first), period="2021/22"), observation(3, str(n))
        )
        for n in (near, near + 2)
    ]

    assert both[0] == both[1]


def test_a_claim_may_not_tell_an_unrounded_count(tmp_path: Path) -> None:
    """What the author writes is printed for everybody, so it must be rounded too."""
    shutil.copytree(EXAMPLETON, tmp_path / "here")
    here = Scratch(tmp_path / "here", "2026-10/jcdu")
    words = "data/2026-10/commentary/progress.md"
    here.change("data/observations.csv", "2026/27 Q1,55,", "2026/27 Q1,57,")

    assert not [fault for fault in here.faults() if fault.slug is Slug.WITHHELD_VALUE]

    here.change(words, "{{ m26.value }}", '{{ claim(m26.value, "57") }}')

    assert [words] == [
        fault.place.file for fault in here.faults() if fault.slug is Slug.WITHHELD_VALUE
    ]


@pytest.mark.parametrize("said", ["1387", "1,387", "1 387", "1\u200b387"])
def test_words_may_not_tell_an_unrounded_count(tmp_path: Path, said: str) -> None:
    """Not as a quotation either, however the number is written."""
    shutil.copytree(EXAMPLETON, tmp_path / "here")
    here = Scratch(tmp_path / "here", "2026-10/jcdu")
    words = "data/2026-10/commentary/progress.md"
    here.change("data/observations.csv", "2026/27 Q1,55,", "2026/27 Q1,1387,")
    here.change(words, "{{ m26.value }}", f'{{{{ cite("{said} people", "A talk") }}}}')

    assert [words] == [
        fault.place.file for fault in here.faults() if fault.slug is Slug.WITHHELD_VALUE
    ]


# --- Tables ------------------------------------------------------------------------

PARTS = ("men", "women", "others")


def table(*counts: int, rule: str = SMALL) -> Published:
    """What the public sees of three parts and their whole."""
    measures = [
        ruled(rule, name, **COUNT, part_of="all", part_by="sex") for name in PARTS
    ] + [ruled("none", "all", **COUNT)]
    values = dict(zip((*PARTS, "all"), (*counts, sum(counts)), strict=True))
    rows = [
        observation(n, str(value), measure=name)
        for n, (name, value) in enumerate(values.items(), 2)
    ]
    return published(sorted(rows, key=lambda row: row.measure), *measures)


def test_a_second_count_goes_with_a_small_one() -> None:
    """Or it would be the whole less the others."""
    held = table(90, 40, 3)

    assert [None, None] == [held[name].area.value for name in ("women", "others")]
    assert Decimal(90) == held["men"].area.value


def test_nobody_can_tell_which_of_the_two_is_small() -> None:
    """But for measure, row and place, both points are the same."""
    held = table(90, 40, 3)
    women, others = held["women"].area, held["others"].area

    assert (women.markers, women.reason, women.withheld, women.base) == (
        *(others.markers, others.reason, others.withheld, others.base),
    )
    assert held["women"].not_compared == held["others"].not_compared


@given(st.integers(1, 4), st.integers(1, 4), st.integers(30, 60))
def test_what_is_hidden_by_two_depends_on_neither(
    first: int, second: int, women: int
) -> None:
    """One more here and one less there: everybody sees the same."""
    total = women + first

    assert table(90, women, first) == table(90, total - second, second)
