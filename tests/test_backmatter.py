"""What stands behind every report: absences, sources, quotations, notes."""

from dataclasses import replace
from datetime import date

import pytest
from invented import indicator, measure, value
from invented import published as made_published

from reportgen.evidence.disclosure import PublishedIndicator
from reportgen.pages import backmatter
from reportgen.pages.narrative import narrate
from reportgen.vocabulary import Absence


def test_an_absence_says_why_and_who_is_asked() -> None:
    """Measures without a value, in order, each with reason, role and date."""
    dated = replace(
        indicator("b", None, number="12"),
        area=value(None, reason="A new survey", expected="2026"),
    )
    told = backmatter.absences([indicator("a", "5"), indicator("c", None), dated])

    assert [
        (one.number, one.name, one.reason, one.owner, one.expected) for one in told
    ] == [
        ("", "C", "not yet known", "Data Lead", "no date given"),
        ("12", "B", "A new survey", "Data Lead", "2026"),
    ]


def test_zero_is_a_value() -> None:
    """A measure whose value is zero is not absent."""
    assert backmatter.absences([indicator("a", "0")]) == ()


def numbered(*numbers: str) -> list[PublishedIndicator]:
    """Measures with these numbers; an empty text for one without."""
    return [
        indicator(f"m{place}", "5", number=number)
        for place, number in enumerate(numbers)
    ]


@pytest.mark.parametrize(
    ("kind", "day", "told"),
    [
        (Absence.NO_ACCESS, date(2024, 12, 31), ("no access", "by 31 December 2024")),
        (Absence.NOT_COLLECTED, None, ("not collected", "2026")),
        (Absence.NOT_PUBLISHED, None, ("not published", "not expected")),
        (Absence.NOT_SAID, None, ("", "2026")),
        (Absence.LATE, None, ("", "2026")),
        (None, None, ("", "2026")),
    ],
)
def test_an_absence_tells_its_kind_and_its_day(
    kind: Absence | None, day: date | None, told: tuple[str, str]
) -> None:
    """A day before the source's words; no kind that the reason says itself."""
    held = value(None, reason="Late by a year", expected="2026")
    one = replace(
        indicator("a", None), area=replace(held, absence=kind, expected_by=day)
    )
    (line,) = backmatter.absences([one])

    assert told == (line.kind, line.expected)


@pytest.mark.parametrize(
    ("names", "together"),
    [
        (["Need, a", "Need, b", "Deaths"], "Need: a, b; Deaths"),
        (["Need, a"], "Need, a"),
        (["Deaths", "Work"], "Deaths; Work"),
    ],
)
def test_what_names_share_stands_once(names: list[str], together: str) -> None:
    """A list of long names is read by what tells them apart."""
    assert backmatter.names_together(names) == together


def test_measures_that_share_a_note_stand_together() -> None:
    """One note for several measures is printed once; none is no line."""
    ones = [
        indicator("a", "5", notes="In doubt.", number="3"),
        indicator("b", "5", notes="In doubt.", number="4"),
        indicator("c", "5"),
    ]

    assert backmatter.notes(ones) == (backmatter.Note("3 A; 4 B", "In doubt."),)


@pytest.mark.parametrize(
    ("numbers", "listed"),
    [
        (["4", "5", "6", "9"], "4 to 6 and 9"),
        (["4", "5"], "4 and 5"),
        (["1", "2", "4", "6", "7", "8"], "1, 2, 4 and 6 to 8"),
        (["9", "3", "10", "11"], "3 and 9 to 11"),
        (["7"], "7"),
        (["7", ""], "7 and one without a number"),
        (["", "", ""], "three without a number"),
    ],
)
def test_a_source_lists_its_measures(numbers: list[str], listed: str) -> None:
    """Three numbers in a row or more are a span; the rest is counted."""
    (line,) = backmatter.sources(numbered(*numbers), numbered=True)

    assert line.measures == listed


def test_sources_come_by_name_with_periods_and_dates() -> None:
    """Each source once, its periods in order of time, the days it was received."""
    late = indicator("b", "5", source="Police", period="2024/25")
    late = replace(late, area=replace(late.area, received=date(2025, 1, 3)))
    ones = [
        late,
        indicator("a", "5", source="Police"),
        indicator("c", "5", source="ONS"),
    ]
    told = [
        (one.source, one.periods, one.received)
        for one in backmatter.sources(ones, numbered=True)
    ]

    assert told == [
        ("ONS", "2023/24", "1 December 2024"),
        ("Police", "2023/24 and 2024/25", "1 December 2024 and 3 January 2025"),
    ]


def test_a_source_says_how_far_back_it_reaches() -> None:
    """From the earliest value of any history; a single value has none."""
    points = [value("4", period="2021/22"), value("5")]
    long = indicator("a", "5", history=points)
    absent = [value(None, period="2019/20"), *points]
    (line,) = backmatter.sources([long, indicator("b", "5")], numbered=True)
    (same,) = backmatter.sources([replace(long, history=tuple(absent))], numbered=True)

    assert line.periods == same.periods == "2023/24; history from 2021/22"


def test_a_source_without_a_period_says_so() -> None:
    """Nothing received for any period yet."""
    (line,) = backmatter.sources([indicator("a", None, period="")], numbered=True)

    assert (line.periods, line.received) == ("none yet", "–")


def test_quotations_stand_once_in_reading_order() -> None:
    """Cited numbers of all texts; slots and claims are no quotations."""
    held = made_published(indicator("need", "5"))
    first = narrate('{{ cite("9", "a book") }} {{ need.value }}', "a.md", held, 2)
    second = narrate('{{ cite("4", "b") }} {{ cite("9", "a book") }}', "b.md", held, 2)
    told = backmatter.quotations({"a": first, "b": second})

    assert [(one.words, one.origin) for one in told] == [("9", "a book"), ("4", "b")]


def test_a_number_is_printed_without_its_point() -> None:
    """Number 20 on the scorecard is 20."""
    one = replace(indicator("a", "5"), measure=measure("a", number="20"))

    assert one.measure.numeral == "20"
