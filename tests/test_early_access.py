"""Embargoes: before its day a value goes to nobody but those on its list."""

from datetime import date
from decimal import Decimal

import pytest
from conftest import Scratch
from exampleton import EXAMPLETON, assembled
from invented import measure
from observed import ENGLAND, HERE, observation

from reportgen.audit.consistency.embargoes import check_openings
from reportgen.composition import Composition, compose
from reportgen.errors import Collector, Place, Slug, Weight
from reportgen.evidence.assembly import Assembly, assemble
from reportgen.evidence.disclosure import PublishedIndicator, control
from reportgen.evidence.early_access import STRICT, Access, Embargo, embargo
from reportgen.evidence.indicators import indicate
from reportgen.evidence.members import Member
from reportgen.evidence.observations import Observations
from reportgen.pages.dataset import published_csv
from reportgen.vocabulary import (
    Change,
    Comparison,
    Disclosure,
    Marker,
    Rendition,
    Withheld,
)

DUE = date(2026, 10, 30)
PUBLIC, PARTNERS = Rendition.PUBLIC, Rendition.PARTNERS
RESTRICTED = Disclosure.RESTRICTED


def member(name: str, rendition: str = "partners", active: str = "yes") -> Member:
    """A member of the partnership."""
    return Member.model_validate(
        {
            "place": Place("members.csv"),
            "name": name,
            "email": "a@example.org",
            "organisation": "A council",
            "role": "A role",
            "rendition": rendition,
            "active": active,
        }
    )


def access(name: str, since: str = "2026-10-01") -> Access:
    """A name on the list of the measure m1."""
    return Access.model_validate(
        {
            "place": Place("early_access.csv"),
            "measure": "m1",
            "name": name,
            "organisation": "A council",
            "role": "A role",
            "since": since,
            "reason": "Plans with it",
        }
    )


def seen(rendition: Rendition, by: Embargo, ends: date) -> PublishedIndicator:
    """A value under embargo, with an earlier one and England's beside it."""
    rows = (
        observation(2, "41", period="2021/22"),
        observation(3, "45", embargo=ends),
        observation(4, "50", area=ENGLAND),
    )
    found = indicate({"m1": measure("m1")}, Observations(rows), HERE, ENGLAND)
    return control(found, rendition, area="Here", benchmark="England", embargo=by)["m1"]


# --- Revisions ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "revised", "opens"),
    [
        ({"disclosure": RESTRICTED}, {}, True),
        ({"disclosure": RESTRICTED}, {"disclosure": RESTRICTED}, False),
        ({"embargo": date(2026, 11, 5)}, {}, True),
        ({"embargo": date(2026, 11, 5)}, {"embargo": date(2026, 11, 5)}, False),
        ({"embargo": date(2026, 11, 5)}, {"disclosure": RESTRICTED}, False),
        ({"embargo": date(2026, 10, 1)}, {}, False),  # it had ended by then
        ({}, {}, False),
    ],
)
def test_a_revision_that_forgets_who_may_see_it_is_told(
    before: dict[str, object], revised: dict[str, object], *, opens: bool
) -> None:
    """It may be meant, or the columns were forgotten; later ones count alone."""
    first = observation(2, "45", received=date(2026, 9, 1), **before)
    second = observation(3, "46", received=date(2026, 10, 2), **revised)
    held = Observations((first, second))

    assert ((second,) if opens else ()) == held.opened(date(2026, 10, 30))
    assert () == held.opened(date(2026, 9, 30))
    (told, *more) = check_openings([second], {second.measure})
    assert (Slug.OPENED_BY_REVISION, second.place, []) == (told.slug, told.place, more)
    assert [] == check_openings([second], {"another"})


# --- From whom it is withheld ------------------------------------------------------


def test_before_its_day_a_value_is_withheld() -> None:
    """With all that is computed from it; the reason says until when."""
    one = seen(PUBLIC, Embargo(DUE), date(2026, 11, 5))

    assert (None, Withheld.EMBARGOED) == (one.area.value, one.area.withheld)
    assert "under embargo until 5 November 2026" == one.area.reason
    assert (Marker.CONFIDENTIAL,) == one.area.markers
    assert (Change.NOT_SHOWN, None) == (one.change, one.difference)
    assert (Comparison.NOT_COMPARED, "under embargo") == (
        *(one.comparison, one.not_compared),
    )


@pytest.mark.parametrize("rendition", Rendition)
def test_from_its_day_on_everybody_sees_it(rendition: Rendition) -> None:
    """A report that is published on that very day prints the value."""
    assert Decimal(45) == seen(rendition, Embargo(DUE), DUE).area.value


@pytest.mark.parametrize(
    ("members", "names", "sees"),
    [
        ([member("Ann"), member("Bo")], ["Ann", "Bo"], True),
        ([member("Ann"), member("Bo")], ["Ann"], False),
        ([member("Ann"), member("Bo", "public")], ["Ann"], True),
        ([member("Ann"), member("Bo", active="no")], ["Ann"], True),
        ([member("Ann")], [], False),
        ([], ["Ann"], False),  # nobody is known to get it, so nobody is cleared
    ],
)
def test_partners_see_it_only_where_all_of_them_are_on_the_list(
    members: list[Member], names: list[str], *, sees: bool
) -> None:
    """One file goes to all who are active and get the partners' rendition."""
    by = embargo([access(name) for name in names], members, DUE)

    assert sees == (seen(PARTNERS, by, date(2026, 11, 5)).area.value is not None)
    assert seen(PUBLIC, by, date(2026, 11, 5)).area.value is None


def test_somebody_of_the_same_title_elsewhere_is_not_on_it() -> None:
    """Names are titles: the same one of another organisation clears nobody."""
    other = member("Ann").model_copy(update={"organisation": "A charity"})
    by = embargo([access("Ann")], [member("Ann"), other], DUE)

    assert ("Ann (A charity)",) == by.missing("m1")
    assert seen(PARTNERS, by, date(2026, 11, 5)).area.value is None


def test_whoever_joins_the_list_later_was_not_on_it() -> None:
    """The list is that of the day on which the report is published."""
    late = [access("Ann", since="2026-10-31")]

    assert ("Ann (A council)",) == embargo(late, [member("Ann")], DUE).missing("m1")


def test_without_a_day_every_embargo_holds() -> None:
    """Whoever forgets to say when prints nothing too early."""
    assert seen(PARTNERS, STRICT, date(2020, 1, 1)).area.withheld


def test_nothing_depends_on_a_value_under_embargo() -> None:
    """Any other value would leave the same behind."""
    rows = [observation(2, value, embargo=date(2026, 11, 5)) for value in ("1", "99")]
    looks = [
        control(
            indicate({"m1": measure("m1")}, Observations((row,)), HERE, ENGLAND),
            PUBLIC,
            area="Here",
            benchmark="England",
            embargo=Embargo(DUE),
        )
        for row in rows
    ]

    assert looks[0] == looks[1]


# --- In a workspace ----------------------------------------------------------------

HEADER = "measure,name,role,organisation,since,reason\n"
MEMBERS = (
    "name,email,organisation,role,rendition,active\n"
    "Ann,ann@example.org,A council,Chair,partners,yes\n"
)


def embargoed(testshire: Scratch) -> None:
    """Give the last value of t1 an embargo after the report is due."""
    name = "data/observations.csv"
    header, *rows = (testshire.folder / name).read_text("utf-8").splitlines()
    last = max(n for n, row in enumerate(rows) if row.startswith("t1,E99000001"))
    held = [f"{row},{'2099-01-01' if n == last else ''}" for n, row in enumerate(rows)]
    testshire.write(name, "\n".join([f"{header},embargo", *held]) + "\n")


def notes(testshire: Scratch) -> list[str]:
    """What check says of embargoes."""
    found = testshire.faults()
    held = [fault for fault in found if fault.slug == "under-embargo"]
    assert all(fault.weight is Weight.NOTE for fault in held)
    return [fault.what.split(" is withheld ")[1].split(",")[0] for fault in held]


def test_check_tells_what_waits_for_its_day(testshire: Scratch) -> None:
    """A note for each rendition that it is withheld from."""
    embargoed(testshire)

    assert ["from the public rendition", "from the partners rendition"] == notes(
        testshire
    )


def test_a_list_clears_the_partners_rendition(testshire: Scratch) -> None:
    """It names every member who gets it."""
    embargoed(testshire)
    testshire.write("data/members.csv", MEMBERS)
    testshire.write(
        "data/early_access.csv", f"{HEADER}t1,Ann,Chair,A council,2024-01-01,Plans\n"
    )

    assert ["from the public rendition"] == notes(testshire)


def test_whoever_is_missing_is_named(testshire: Scratch) -> None:
    """The cure says whom the list lacks."""
    embargoed(testshire)
    testshire.write("data/members.csv", MEMBERS)

    assert any("does not name Ann" in told for told in testshire.told())


def test_a_list_for_a_measure_that_is_none_is_refused(testshire: Scratch) -> None:
    """A misspelt id would clear nothing, and nobody would notice."""
    testshire.write(
        "data/early_access.csv", f"{HEADER}t99,Ann,Chair,A council,2024-01-01,Plans\n"
    )

    assert [
        "error: data/early_access.csv row 2, column measure: "
        '"t99" is not a measure; correct it, or define it in measures.csv first '
        "[unknown-measure]"
    ] == [told for told in testshire.told() if "early_access" in told]


def test_the_lists_belong_to_the_inputs_of_what_they_decide(testshire: Scratch) -> None:
    """A report with a value under embargo is made anew when a list changes."""
    lists = {"data/early_access.csv", "data/members.csv"}

    def inputs() -> set[str]:
        collector = Collector()
        (one,) = assemble(testshire.folder / "data", [testshire.target], collector)
        return set(one.inputs)

    assert not lists & inputs()
    embargoed(testshire)
    assert lists <= inputs()


# --- In Exampleton -----------------------------------------------------------------


def pack(rendition: Rendition) -> Composition:
    """Exampleton's report of October 2026."""
    return compose(assembled()["2026-10"], rendition)


def test_exampleton_shows_an_embargo_and_its_list() -> None:
    """Paid work: the public waits for its day, and all partners are on the list."""
    public, partners = (pack(one).published["m19"] for one in (PUBLIC, PARTNERS))

    assert Withheld.EMBARGOED is public.area.withheld
    assert Decimal("20.9") == partners.area.value


def test_no_name_of_the_list_is_printed() -> None:
    """Neither in the data of a report nor in its words."""
    one = pack(PARTNERS)
    data = published_csv(one.shown, "Exampleton", "England").decode()
    reasons = set((EXAMPLETON / "data/early_access.csv").read_text("utf-8").split("\n"))

    assert reasons
    assert "Plans support for jobs" not in data
    assert "Plans support for jobs" not in repr(one.published)


def test_the_day_of_a_report_is_the_day_it_is_due(assembly: Assembly) -> None:
    """As cycle.toml says."""
    assert assembly.report.due == assembly.embargo.day
