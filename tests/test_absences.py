"""Values that are missing: their kind, who is asked, and when they are due."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from conftest import Scratch
from invented import indicator, measure, value
from observed import ENGLAND, HERE, observation

from reportgen.audit.consistency.absences import check_absences
from reportgen.errors import Fault, Place, Slug, Weight
from reportgen.evidence.absence import expected_by
from reportgen.evidence.disclosure import PublishedIndicator, control
from reportgen.evidence.indicators import indicate
from reportgen.evidence.observations import Observations
from reportgen.vocabulary import Absence, Disclosure, Marker, Rendition, Withheld

CUT_OFF = date(2025, 1, 15)
ROLES = ("Chair", "Data Lead")
STORE = "data/observations.csv"


def absent(name: str = "a", row: int = 7, **given: Any) -> PublishedIndicator:
    """A measure without a value, as the partners see it."""
    point = replace(value(None, reason="not yet known"), place=Place(STORE, row=row))
    return replace(indicator(name, None), area=replace(point, **given))


def found(*shown: PublishedIndicator) -> list[Fault]:
    """What is told of some measures."""
    return check_absences(shown, ROLES, CUT_OFF)


# --- When a value is expected --------------------------------------------------------


@pytest.mark.parametrize(
    ("period", "lag", "day"),
    [
        ("2022/23", "9", date(2023, 12, 31)),
        ("2023 Q4", "2", date(2024, 2, 29)),
        ("2023 Q4", "0", date(2023, 12, 31)),
        ("Oct 23", "26", date(2025, 12, 31)),
    ],
)
@pytest.mark.parametrize("kind", [Absence.NOT_DUE, Absence.LATE])
def test_a_day_is_worked_out_from_the_measure(
    period: str, lag: str, day: date, kind: Absence
) -> None:
    """The end of the month that lies the lag after the period's end."""
    one = measure("m1", update_lag=lag)
    row = observation(2, None, period=period, absence=kind)

    assert day == expected_by(row, one)


@pytest.mark.parametrize("kind", [None, *Absence])
def test_the_day_of_the_row_comes_first(kind: Absence | None) -> None:
    """Whoever wrote a day knows more than the calendar."""
    day = date(2030, 6, 1)
    one = measure("m1", update_lag="9")

    assert day == expected_by(observation(2, None, absence=kind, expected_by=day), one)


@pytest.mark.parametrize(
    "given",
    [
        *({"absence": kind} for kind in Absence if kind not in {"late", "not due yet"}),
        {"absence": None},
        {"absence": Absence.LATE, "period": None},
        {"absence": Absence.LATE, "value": "5"},
    ],
)
def test_nothing_is_worked_out_that_nobody_knows(given: dict[str, Any]) -> None:
    """Other kinds follow no calendar; no period, no day; a value needs none."""
    one = measure("m1", update_lag="9")
    row = observation(2, given.pop("value", None), **given)

    assert expected_by(row, one) is None
    assert expected_by(row, measure("m1", update_lag="")) is None


# --- What is told --------------------------------------------------------------------


def test_a_value_is_not_missed() -> None:
    """Measures that have a value, zero included, are told nothing."""
    assert [] == found(indicator("a", "0"), indicator("b", "5"))


def test_a_withheld_value_is_not_missing() -> None:
    """It is held, so that nobody needs to be asked for it."""
    held = absent(withheld=Withheld.EMBARGOED, markers=(Marker.CONFIDENTIAL,))

    assert [] == found(held)


def test_absences_without_a_kind_are_told_together() -> None:
    """One caution with all rows, and the words that may be written."""
    typed = absent("c", absence=Absence.NOT_PUBLISHED)
    (fault,) = found(absent("a", 7), absent("b", 9), typed)

    assert (Slug.ABSENCE_UNTYPED, Weight.CAUTION) == (fault.slug, fault.weight)
    assert Place(STORE, row=7, column="absence") == fault.place
    assert (Place(STORE, row=9, column="absence"),) == fault.others
    assert "a (A) and b (B) have no value" in fault.what
    assert fault.cure.endswith(", ".join(Absence))


def test_an_owner_is_a_role() -> None:
    """Readers are sent to somebody who exists."""
    one = absent(absence=Absence.NOT_PUBLISHED)
    (fault,) = check_absences([one], ["Chair"], CUT_OFF)

    assert (Slug.OWNER_UNKNOWN, Weight.CAUTION) == (fault.slug, fault.weight)
    assert ("data/measures.csv", "owner") == (fault.place.file, fault.place.column)
    assert '"Data Lead", who is asked for a, is no role' in fault.what
    assert "Chair" in fault.cure


@pytest.mark.parametrize(
    ("due", "late"),
    [
        (date(2025, 1, 14), "one day"),
        (date(2024, 12, 31), "15 days"),
        (CUT_OFF, ""),
        (date(2025, 2, 1), ""),
    ],
)
def test_what_should_have_come_is_overdue(due: date, late: str) -> None:
    """A caution with the owner and how late it is; from the cut-off on it is none."""
    told = found(absent(absence=Absence.LATE, expected_by=due))

    assert [Slug.OVERDUE_VALUE] * bool(late) == [fault.slug for fault in told]
    for fault in told:
        assert Weight.CAUTION is fault.weight
        assert f"{late} before the cut-off" in fault.what
        assert "ask the Data Lead" in fault.cure
        assert Place(STORE, row=7, column="expected_by") == fault.place


def test_who_can_be_asked_for_a_day_is_noted() -> None:
    """Where a value will come and nobody knows when, all of them are one note."""
    (fault,) = found(
        absent("a", absence=Absence.NOT_COLLECTED),
        absent("b", absence=Absence.NOT_SAID),
        absent("c", absence=Absence.NO_ACCESS, expected_by=date(2025, 6, 30)),
    )

    assert (Slug.NO_DATE_KNOWN, Weight.NOTE) == (fault.slug, fault.weight)
    assert "a value of a and b will come" in fault.what
    assert "ask the Data Lead (a and b)" in fault.cure


@pytest.mark.parametrize("kind", [kind for kind in Absence if not kind.will_come])
def test_what_never_comes_needs_no_day(kind: Absence) -> None:
    """Suppressed, not applicable, not published: nothing is asked for."""
    assert [] == found(absent(absence=kind))


# --- Through the gate ----------------------------------------------------------------


@pytest.mark.parametrize("restricted", [True, False])
def test_a_kind_passes_unless_the_value_is_withheld(restricted: bool) -> None:
    """The public is not told why a value is missing that it may not see."""
    row = observation(
        2,
        None,
        absence=Absence.LATE,
        expected_by=date(2030, 1, 1),
        disclosure=Disclosure.RESTRICTED if restricted else Disclosure.PUBLIC,
    )
    held = indicate({"m1": measure("m1")}, Observations((row,)), HERE, ENGLAND)
    public, partners = (
        control(held, each, area="Here", benchmark="England")["m1"].area
        for each in Rendition
    )

    assert (Absence.LATE, date(2030, 1, 1)) == (partners.absence, partners.expected_by)
    hidden = (None, None) if restricted else (Absence.LATE, date(2030, 1, 1))
    assert hidden == (public.absence, public.expected_by)


def test_check_tells_of_a_whole_workspace(testshire: Scratch) -> None:
    """A value without a kind is a caution of `check`, with its row."""
    testshire.change("data/observations.csv", "not collected,2026-12-31", ",")
    told = [text for text in testshire.told() if "[absence-untyped]" in text]

    assert 1 == len(told)
    assert "observations.csv row 42, column absence: t7 (Without a value)" in told[0]
