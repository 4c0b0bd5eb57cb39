"""Values held against one another: totals, changes, histories, siblings, ages."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import invented
import pytest
from scoped import scope

from reportgen.audit.consistency.changes import check_changes
from reportgen.audit.consistency.series import check_series
from reportgen.audit.consistency.siblings import check_siblings
from reportgen.audit.consistency.timeliness import check_ages
from reportgen.audit.consistency.totals import check_totals
from reportgen.errors import Slug
from reportgen.evidence.disclosure import PublishedIndicator, PublishedValue
from reportgen.periods import parse
from reportgen.vocabulary import Marker


def parts(
    kind: str, total: str, *values: str, of: str = ""
) -> list[PublishedIndicator]:
    """A total of one kind with parts of another, or of the same."""
    whole = invented.indicator("all", total, value_type=of or kind)
    fields: dict[str, Any] = {"value_type": kind, "part_of": "all", "part_by": "sex"}
    return [
        whole,
        *(invented.indicator(f"p{n}", v, **fields) for n, v in enumerate(values)),
    ]


@pytest.mark.parametrize(
    ("kind", "total", "values"),
    [
        ("count", "30", ["10", "20"]),
        ("count", "1675", ["805", "180", "475", "215"]),
        ("count", "1680", ["805", "180", "475", "215"]),  # rounded to five
        ("volume", "1.3", ["0.5", "0.7"]),  # 0.54 and 0.74 make 1.28
        ("mean", "30", ["20", "40"]),
        ("rate", "4.9", ["4.0", "0.9"]),  # of one denominator
        ("rate", "30", ["20", "40"]),  # of one each
        ("percentage", "40.0", ["34.0", "48.0"]),
    ],
)
def test_a_total_that_its_parts_make_is_silent(
    kind: str, total: str, values: list[str]
) -> None:
    """Sums for counts, means for means, either for rates; rounding is allowed for."""
    assert () == check_totals(scope(*parts(kind, total, *values))).faults


@pytest.mark.parametrize(
    ("kind", "total", "values"),
    [
        ("count", "31", ["10", "20"]),
        ("count", "29", ["10", "20"]),
        ("count", "1700", ["805", "180", "475", "215"]),
        ("volume", "1.5", ["0.5", "0.7"]),
        ("mean", "41.1", ["20.0", "40.0"]),
        ("rate", "5.2", ["4.0", "0.9"]),
        ("rate", "0.7", ["4.0", "0.9"]),
        ("percentage", "33.0", ["34.0", "48.0"]),
    ],
)
def test_a_total_that_its_parts_cannot_make_is_told(
    kind: str, total: str, values: list[str]
) -> None:
    """The total, what divides it, and every part."""
    (fault,) = check_totals(scope(*parts(kind, total, *values))).faults

    assert Slug.TOTAL_OUTSIDE_PARTS is fault.slug
    assert fault.what.startswith("all is ")
    assert "its parts by sex: " in fault.what
    assert ("all.value", *(f"p{n}.value" for n in range(len(values)))) == fault.about


def test_an_earlier_total_is_judged_too() -> None:
    """A period before the latest is named."""
    whole, *rest = parts("count", "30", "10", "20")
    earlier = invented.value("99", period="2022/23")
    before = [invented.value(v, period="2022/23") for v in ("40", "50")]
    held = [replace(whole, history=(earlier, whole.area))]
    held += [
        replace(one, history=(value, one.area))
        for one, value in zip(rest, before, strict=True)
    ]
    (fault,) = check_totals(scope(*held)).faults

    assert "all is 99 in 2022/23, which is not the sum of its parts" in fault.what


def test_totals_of_england_are_judged_too() -> None:
    """England's parts divide England's total."""
    pairs = {"all": ("30", "31"), "p0": ("10", "10"), "p1": ("20", "20")}
    ones = [
        invented.indicator(
            *(name, *pair),
            value_type="count",
            part_of="" if name == "all" else "all",
            part_by="sex",
        )
        for name, pair in pairs.items()
    ]
    (fault,) = check_totals(scope(*ones)).faults

    assert "all.england is 31, which is not the sum of its parts" in fault.what
    assert ("all.england", "p0.england", "p1.england") == fault.about


def test_a_rule_that_rounds_is_allowed_for() -> None:
    """A total as it is, of parts that are rounded to five for everybody."""
    rule = {"disclosure_rule": "round to 5", "part_of": "all", "part_by": "sex"}
    ones = [invented.indicator("all", "33", value_type="count")]
    ones += [
        invented.indicator(name, value, **{"value_type": "count", **rule})  # type: ignore[arg-type] # fields
        for name, value in (("one", "10"), ("two", "20"))
    ]

    assert () == check_totals(scope(*ones)).faults


@pytest.mark.parametrize(
    ("values", "told"),
    [
        (["38", "32", "30"], False),
        (["38.4", "31.7", "30.0"], False),
        (["38", "32", "30.9"], False),  # 37.6, 31.6 and 30.8 would make a hundred
        (["38", "32", "20"], True),
        (["60.0", "50.0"], True),
    ],
)
def test_shares_of_a_count_make_a_hundred(values: list[str], told: bool) -> None:
    """Percentages that divide a count are all of it, as far as they are printed."""
    ones = parts("percentage", "900", *values, of="count")
    found = check_totals(scope(*ones)).faults

    assert ([Slug.PARTS_NOT_A_HUNDRED] if told else []) == [f.slug for f in found]


def test_a_total_is_looked_at_even_if_nothing_is_wrong() -> None:
    """None looked at is no pass."""
    ones = parts("count", "30", "10", "20")

    assert {"totals": 1} == check_totals(scope(*ones)).looked_at
    assert {"totals": 0} == check_totals(scope(*ones[1:])).looked_at


@pytest.mark.parametrize(
    ("claimed", "told"), [("20.0", False), ("20", False), ("19.9", True), ("-20", True)]
)
def test_a_change_is_held_against_its_counts(claimed: str, told: bool) -> None:
    """A change of 20.0% from 131 to 157.2 people: no other number of one decimal."""
    counts = [
        invented.value("131", period="2021/22"),
        invented.value("157.2", period="2023/24"),
    ]
    people = invented.over_time("people", counts, value_type="volume")
    grew = invented.indicator(
        *("grew", claimed),
        value_type="percentage change",
        change_of="people",
        baseline="2021/22",
    )
    found = check_changes(scope(grew, held=[people]))

    assert {"changes and their counts": 1} == found.looked_at
    assert ([Slug.VALUES_DISAGREE] if told else []) == [f.slug for f in found.faults]


# --- Far from its own history --------------------------------------------------------

CALM = ("50.1", "49.8", "50.4", "50.0", "49.9", "50.6", "50.2", "49.7", "50.3")
RISING = ("30.0", "32.1", "34.0", "35.9", "38.2", "40.1", "41.8", "44.0", "46.1")


def yearly(values: Sequence[str], **last: Any) -> list[PublishedValue]:
    """Values of financial years in a row, the last one as told."""
    periods = [f"{2010 + n}/{11 + n}" for n in range(len(values))]
    held = [invented.value(v, period=p) for v, p in zip(values, periods, strict=True)]
    return [*held[:-1], replace(held[-1], **last)]


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (CALM, "percentage"),
        ((*CALM, "51.5"), "percentage"),
        (RISING, "percentage"),  # a steady rise ends at its highest
        ((*RISING, "48.3"), "percentage"),
        (("5", "9", "3", "7", "4", "8", "6", "2", "13"), "count"),  # as chance has it
        (("5", "5", "5", "5", "5", "5", "5", "5", "6"), "percentage"),
        ((*CALM[:7], "80.0"), "percentage"),  # too short a history
    ],
)
def test_a_usual_value_is_silent(values: Sequence[str], kind: str) -> None:
    """Within the spread, on a steady way, or with too little before it."""
    one = invented.over_time("any", yearly(values), value_type=kind)

    assert () == check_series(scope(one)).faults


@pytest.mark.parametrize("last", ["5.1", "501", "61.0", "39.0"])
def test_a_value_far_from_its_history_is_told(last: str) -> None:
    """A lost or a doubled digit, or a value of something else."""
    one = invented.over_time("any", yearly((*CALM, last)), value_type="rate")
    (fault,) = check_series(scope(one)).faults

    assert Slug.FAR_FROM_HISTORY is fault.slug
    assert "far from the 9 values before it (49.7 to 50.6)" in fault.what
    assert ("any.value",) == fault.about


def test_england_is_held_against_its_history_too() -> None:
    """England's rows are copied by hand like all others."""
    area, england = yearly((*CALM, "50.0")), yearly((*CALM, "5.0"))
    (fault,) = check_series(scope(invented.over_time("any", area, england))).faults

    assert ("any.england",) == fault.about


@pytest.mark.parametrize("marker", [Marker.UNVERIFIED, Marker.BREAK])
def test_a_value_whose_doubt_is_told_is_not_told_again(marker: Marker) -> None:
    """An unverified value has its caution, and a break begins a new series."""
    held = yearly((*CALM, "5.0"), markers=(marker,))

    assert () == check_series(scope(invented.over_time("any", held))).faults


# --- Far from its siblings -----------------------------------------------------------


def family(*pairs: tuple[str, str]) -> list[PublishedIndicator]:
    """Measures that are counted alike, each with its value and England's."""
    return [invented.indicator(f"m{n}", *pair) for n, pair in enumerate(pairs)]


@pytest.mark.parametrize(
    "pairs",
    [
        [("6.2", "5.7"), ("36.9", "37.1"), ("38.2", "37.5"), ("39.6", "32.8")],
        [("47", "53"), ("34", "47"), ("48", "58"), ("70", "66")],
        [("47", "53"), ("34", "47"), ("70", "29")],  # too few to tell
        [("47", "53"), ("34", "47"), ("48", "58"), ("70", "50")],  # not beyond them
    ],
)
def test_an_england_value_like_its_siblings_is_silent(
    pairs: list[tuple[str, str]],
) -> None:
    """Unlike for a reason that the area shares, or not unlike at all."""
    assert () == check_siblings(scope(*family(*pairs))).faults


def test_an_england_value_unlike_its_siblings_is_told() -> None:
    """Unmet need: England has 29 where opiates, crack and both have 47 to 58."""
    ones = family(("47", "53"), ("34", "47"), ("48", "58"), ("70", "29"))
    found = check_siblings(scope(*ones))

    assert [("m3.england", "m3.value")] == [fault.about for fault in found.faults]
    assert "29% in England lies far from the 53%, 47% and 58%" in found.faults[0].what
    assert {"families of measures": 1} == found.looked_at


# --- Old values ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("period", "every", "lag", "cut_off", "told"),
    [
        ("Oct 23", "1", "2", date(2024, 1, 31), False),  # on the day it may still come
        ("Oct 23", "1", "2", date(2024, 2, 1), True),
        ("2022/23", "12", "9", date(2024, 12, 31), False),
        ("2022/23", "12", "9", date(2025, 1, 1), True),
        ("2021/22 Q4", "3", "6", date(2024, 5, 31), True),
        ("2021/22 Q4", "", "6", date(2030, 1, 1), False),  # nobody expects one
        ("2021/22 Q4", "3", "", date(2022, 6, 30), False),
        ("2021/22 Q4", "3", "", date(2022, 7, 1), True),
    ],
)
def test_an_old_value_is_told_after_its_day(
    period: str, every: str, lag: str, cut_off: date, told: bool
) -> None:
    """A newer one was due an update and its delay after the end of the period."""
    fields: dict[str, Any] = {"update_every": every, "update_lag": lag}
    fields["period_type"] = ""
    one = invented.indicator("any", "4.8", period=period, **fields)
    found = check_ages(scope(one, cut_off=cut_off)).faults

    assert ([Slug.VALUE_STALE] if told else []) == [fault.slug for fault in found]


def test_values_of_one_publication_are_told_together() -> None:
    """One source, one period, one rhythm: one letter asks for them all."""
    ones = [invented.indicator(name, "4.8") for name in ("one", "two", "three")]
    other = invented.indicator("other", "4.8", source="Somebody else")
    found = check_ages(scope(*ones, other, cut_off=date(2030, 1, 1))).faults

    assert ["one, two and three are of 2023/24", "other is of 2023/24"] == [
        fault.what.partition(", and a newer")[0] for fault in found
    ]


def test_a_missing_value_is_not_old() -> None:
    """Why there is no value is told elsewhere."""
    found = check_ages(scope(invented.indicator("any", None), cut_off=date(2030, 1, 1)))

    assert ({"expected updates": 0}, ()) == (found.looked_at, found.faults)
    assert parse("2022/23").age(date(2023, 3, 31)) == 0
