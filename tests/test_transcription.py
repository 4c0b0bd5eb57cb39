"""The transcription: what the workspace holds is what the two sources print."""

import csv
from collections.abc import Iterable
from decimal import Decimal

import pytest
from conftest import ROOT

from reportgen.evidence.cycle import cycles_of, read_cycle, read_partnership
from reportgen.evidence.measures import Measures, read_measures
from reportgen.evidence.observations import Observation, read_observations
from reportgen.periods import Period, parse
from reportgen.vocabulary import Change, Disclosure, PublishedComparison, Status

DATA = ROOT / "data"
HERE, ENGLAND = "E06000045", "E92000001"
DIRECTIONS = {"↑": Change.ROSE, "↓": Change.FELL, "↔": Change.NO_CHANGE, "×": None}
COMPARISONS = {
    "Higher": PublishedComparison.HIGHER,
    "Lower": PublishedComparison.LOWER,
    "Not Comparable": PublishedComparison.NOT_COMPARABLE,
}
GROWTH = {  # printed in October 2024: Southampton, England, in percent
    "tx_all": ("22", "10.0"),
    "tx_females": ("5", "7.7"),
    "tx_males": ("8", "11.1"),
    "tx_alcohol": ("5", "14.7"),
    "tx_alcohol_nonopiates": ("87", "26.6"),
    "tx_nonopiates": ("3", "27.1"),
    "tx_opiates_crack": ("0", "2.0"),
    "tx_crack": ("9", "53.1"),
    "tx_opiates": ("-11.4", "-5.4"),
}


def printed(text: str) -> str | None:
    """What a cell of the scorecard says; None for "No Value"."""
    return None if text == "No Value" else text


def read(file: str) -> list[dict[str, str]]:
    """A CSV file as it stands."""
    with (ROOT / file).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


SCORECARD = read("tests/scorecard-2024-05.csv")


@pytest.fixture(scope="module")
def measures() -> Measures:
    """The definitions."""
    return read_measures(DATA)


@pytest.fixture(scope="module")
def rows(measures: Measures) -> tuple[Observation, ...]:
    """The whole store."""
    return read_observations(DATA, measures, {HERE, ENGLAND}).rows


def only(rows: Iterable[Observation], measure: str, area: str) -> Observation:
    """The one row of a measure and an area: no history was invented."""
    (one,) = [row for row in rows if (row.measure, row.area) == (measure, area)]
    return one


def period_of(text: str) -> Period | None:
    """The period of a cell of the scorecard."""
    found = printed(text)
    return None if found is None else parse(found)


@pytest.mark.parametrize("line", SCORECARD, ids=lambda line: f"m{line['number']}")
def test_a_row_of_the_scorecard_is_held_as_printed(
    rows: tuple[Observation, ...], measures: Measures, line: dict[str, str]
) -> None:
    """Period, value, England, arrow, comparison and source are those of the print."""
    measure = f"m{line['number']}"
    here, england = only(rows, measure, HERE), only(rows, measure, ENGLAND)
    values = [printed(line["value"]), printed(line["england"])]

    assert [None if value is None else Decimal(value) for value in values] == [
        here.value,
        england.value,
    ]
    assert [period_of(line["period"])] * 2 == [here.period, england.period]
    assert DIRECTIONS[line["direction"]] == here.published_direction
    assert COMPARISONS[line["comparison"]] == here.published_comparison
    assert (line["source"], Decimal(line["number"])) == (
        measures[measure].source,
        measures[measure].number,
    )


def test_the_scorecard_has_its_39_rows(measures: Measures) -> None:
    """39 numbered measures in their order, then the nine of the annual report."""
    numbers = [int(line["number"]) for line in SCORECARD]

    assert list(range(1, 40)) == numbers
    printed = [*(f"m{number}" for number in numbers), *GROWTH]
    assert [*printed, *(f"{name}_count" for name in GROWTH)] == list(measures)
    assert [None] * 9 == [measures[name].number for name in GROWTH]


def test_values_keep_the_decimals_of_the_source(rows: tuple[Observation, ...]) -> None:
    """60.0 is held as 60.0 and 530 as 530, digit for digit."""
    for line in SCORECARD:
        held = only(rows, f"m{line['number']}", HERE).value
        assert printed(line["value"]) == (None if held is None else str(held))


@pytest.mark.parametrize("measure", GROWTH)
def test_growth_in_treatment_is_held_as_printed(
    rows: tuple[Observation, ...], measure: str
) -> None:
    """Southampton and England since March 2022, as the annual report prints them."""
    both = [only(rows, measure, area) for area in (HERE, ENGLAND)]

    assert GROWTH[measure] == tuple(str(row.value) for row in both)
    assert ["Jun 2024"] * 2 == [str(row.period) for row in both]


def test_exactly_six_values_are_unverified(rows: tuple[Observation, ...]) -> None:
    """The values whose integer part the source has lost, all of the area's own."""
    unverified = [row for row in rows if row.status is Status.UNVERIFIED]

    assert {
        *("tx_females", "tx_males", "tx_alcohol"),
        *("tx_nonopiates", "tx_opiates_crack", "tx_crack"),
    } == {row.measure for row in unverified}
    assert [HERE] * 6 == [row.area for row in unverified]


def test_no_history_is_invented(
    rows: tuple[Observation, ...], measures: Measures
) -> None:
    """One row for each measure and area: the sources print no earlier value.

    The counts behind the changes, which the source may not share, have none at all.
    """
    keys = [(row.measure, row.area) for row in rows]
    unshared = {each.change_of for each in measures.values()}

    assert sorted(
        (name, area)
        for name in measures
        for area in (HERE, ENGLAND)
        if name not in unshared
    ) == sorted(keys)
    assert {(None, None)} == {(row.count, row.denominator) for row in rows}


def test_nothing_is_received_after_its_cycle(rows: tuple[Observation, ...]) -> None:
    """Each row is dated with the cut-off of the cycle whose report prints it."""
    cut_offs = {read_cycle(DATA, cycle).cut_off for cycle in cycles_of(DATA)}

    assert cut_offs == {row.received for row in rows}
    assert [] == [row for row in rows if row.period and row.period.end > row.received]


def test_absent_values_have_a_reason_and_public_ones_are_public(
    rows: tuple[Observation, ...],
) -> None:
    """No row is restricted, and none is without a value and a reason."""
    assert {Disclosure.PUBLIC} == {row.disclosure for row in rows}
    assert [] == [row for row in rows if row.value is None and not row.reason]


def test_no_member_is_a_person_who_could_be_written_to() -> None:
    """Until the partnership fills it in, every address is one that nobody has."""
    members = read("data/members.csv")
    domains = {member["email"].rpartition("@")[2] for member in members}

    assert {"example.org"} == domains
    assert {"partners", "public"} == {member["rendition"] for member in members}


def test_a_sign_off_names_a_role_of_the_partnership() -> None:
    """Whoever signs a report holds one of the partnership's roles."""
    roles = {role.role for role in read_partnership(DATA).role}
    asked = {
        line.role
        for cycle in cycles_of(DATA)
        for report in read_cycle(DATA, cycle).report
        for line in report.sign_off
    }

    assert asked
    assert set() == asked - roles
