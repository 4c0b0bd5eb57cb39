"""What stands behind every report: absences, sources, quotations, only used signs."""

from dataclasses import replace
from datetime import date

import pytest
from invented import indicator, measure, value
from invented import published as made_published

from reportgen.evidence.disclosure import Published, PublishedIndicator
from reportgen.evidence.outline import TableOutline
from reportgen.pages import backmatter
from reportgen.pages.narrative import narrate
from reportgen.pages.tables import MeasureTable, tabulate
from reportgen.periods import PeriodType
from reportgen.vocabulary import Change, Comparison, Marker


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


def table(*ones: PublishedIndicator) -> MeasureTable:
    """A table of these measures, in their order."""
    names = tuple(one.measure.measure for one in ones)
    asked = TableOutline(id="t", caption="Some", measures=names)
    return tabulate(asked, 1, made_published(*ones))


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


def test_only_signs_that_are_used_are_explained() -> None:
    """Nobody reads about a sign that stands nowhere; the vocabulary gives the order."""
    ones = [
        indicator("a", "5", "6", change=Change.FELL),
        indicator("b", "7", None, Marker.UNVERIFIED, change=Change.ROSE),
        indicator("c", "7", "6", Marker.PROVISIONAL, change=Change.FELL),
    ]
    made = backmatter.key(ones, [table(*ones)])

    assert made.changes == (Change.ROSE, Change.FELL)
    assert made.comparisons == (
        Comparison.HIGHER,
        Comparison.LOWER,
        Comparison.NOT_COMPARED,
    )
    assert made.markers == (
        Marker.NOT_AVAILABLE,
        Marker.PROVISIONAL,
        Marker.UNVERIFIED,
    )
    assert not made.as_published
    assert not made.has_history


def test_one_period_of_each_kind_is_the_example() -> None:
    """Kinds come in their order, and a measure without a period has none."""
    ones = [
        indicator("a", "5", period="2023/24"),
        indicator("b", "5", period="2022/23"),
        indicator("c", "5", period="Jun 24"),
        indicator("d", None, period=""),
    ]
    told = backmatter.key(ones, [table(*ones)]).periods

    assert [period.kind for period in told] == [
        kind for kind in PeriodType if kind in {period.kind for period in told}
    ]
    assert {str(period) for period in told} == {"2023/24", "Jun 2024"}


def test_a_published_direction_is_told() -> None:
    """Where a change is the source's own, "How to read" says so."""
    one = indicator("a", "5", change=Change.ROSE)
    one = replace(one, change_as_published=True)

    assert backmatter.key([one], [table(one)]).as_published
    assert not backmatter.key([one], []).as_published


def test_testshire_uses_these_signs(published: Published) -> None:
    """The sample has a restricted and an unverified value, and a history."""
    ones = list(published.values())
    made = backmatter.key(ones, [table(*ones)])

    assert set(made.markers) >= {
        Marker.CONFIDENTIAL,
        Marker.NOT_AVAILABLE,
        Marker.UNVERIFIED,
    }
    assert made.has_history


def test_a_number_is_printed_without_its_point() -> None:
    """Number 20 on the scorecard is 20."""
    one = replace(indicator("a", "5"), measure=measure("a", number="20"))

    assert one.measure.numeral == "20"
