"""Acceptances: who accepts which caution, why, until when; and when it counts again."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from commands import run
from conftest import ROOT, Scratch

from reportgen import pipeline
from reportgen.acceptances import Acceptance, Acceptances
from reportgen.errors import Collector, Fault, Place, Slug, Weight, caution, error
from reportgen.evidence.assembly import assemble
from reportgen.settlement import Settlement, outstanding, settle
from reportgen.standing import Made
from reportgen.vocabulary import Rendition

FILE = "data/2024-05/accepted.toml"
WORDS = "data/2024-05/commentary/about.md"
STORE = "data/observations.csv"
LAST, AFTER = date(2025, 5, 31), date(2025, 6, 1)

FAR = caution(
    Slug.FAR_FROM_SIBLINGS,
    Place(STORE, row=31),
    "m15: 29.0% in England lies far from the 53.0% of measures like it",
    "ask the source",
    (),
    ("m15.england", "m15.value"),
)
BARE = caution(
    Slug.BARE_NUMBER,
    Place(WORDS, line=4),
    'the number "12" is bound to nothing',
    "bind",
)
OTHER = replace(BARE, what='the number "15" is bound to nothing')
WRONG = error(
    Slug.NOT_A_NUMBER, Place(STORE, row=3), '"n/a" is not a number', "correct"
)


def acceptance(**given: object) -> Acceptance:
    """What the Data Lead accepts until the end of May."""
    plain: dict[str, object] = {
        "slug": "far-from-siblings",
        "place": "m15.england",
        "words": "29.0%",
        "by": "Data Lead",
        "reason": "the source was asked and has not answered",
        "until": LAST,
    }
    return Acceptance.model_validate({**plain, **given})


def settled(
    *ones: Acceptance, faults: tuple[Fault, ...] = (FAR, BARE), on: date = LAST
) -> Settlement:
    """What is left on a day."""
    return settle(faults, Acceptances(FILE, ones), on, "pack")


@pytest.mark.parametrize("place", ["m15", "m15.england", "observations.csv", STORE])
def test_an_accepted_caution_no_longer_counts(place: str) -> None:
    """By its measure, its value or its file; what it says is told apart."""
    found = settled(acceptance(place=place))

    assert (BARE,) == found.outstanding
    assert [FAR] == [one.fault for one in found.accepted]
    told = str(found.accepted[0])
    assert told.startswith(f"accepted: {STORE} row 31: m15: 29.0% in England lies")
    assert "; by Data Lead until 2025-05-31: the source was asked" in told
    assert told.endswith("[far-from-siblings]")


def test_an_ended_acceptance_counts_again_and_says_so() -> None:
    """It holds on its last day; from the next on the caution is as before."""
    assert (BARE,) == settled(acceptance(), on=LAST).outstanding
    after = settled(acceptance(), on=AFTER)

    assert () == after.accepted
    assert (FAR.slug, FAR.place, FAR.what) == (
        after.outstanding[0].slug,
        after.outstanding[0].place,
        after.outstanding[0].what,
    )
    assert "Data Lead accepted it until 2025-05-31" in after.outstanding[0].cure
    assert (FAR, BARE) == settled(on=AFTER).outstanding  # taken out: as before


def test_the_later_of_two_acceptances_holds() -> None:
    """A renewal is a new entry; the old one may stay."""
    renewed = acceptance(until=date(2026, 5, 31), by="Director of Public Health")
    found = settled(acceptance(), renewed, on=AFTER)

    assert ["Director of Public Health"] == [a.acceptance.by for a in found.accepted]
    assert (BARE,) == found.outstanding


def test_an_edit_above_the_place_changes_nothing() -> None:
    """Rows and lines move; measure, file and words stay."""
    moved = (
        replace(FAR, place=Place(STORE, row=77)),
        replace(BARE, place=Place(WORDS, line=9)),
    )
    bare = acceptance(slug="bare-number", place="about.md", words='"12"')

    assert () == settled(acceptance(), bare, faults=moved).outstanding


@pytest.mark.parametrize(
    "changed",
    [
        {"what": FAR.what.replace("29.0%", "30.0%")},
        {"what": FAR.what.replace("29.0%", "129.0%")},
        {"about": ("m16.england",), "place": Place(STORE, row=33)},
        {"slug": Slug.FAR_FROM_HISTORY},
        {"weight": Weight.ERROR},
    ],
)
def test_another_caution_is_not_accepted(changed: dict[str, object]) -> None:
    """Another value, another measure, another kind, or an error."""
    other = replace(FAR, **changed)  # type: ignore[arg-type] # fields of a fault
    found = settled(acceptance(), faults=(other,))

    assert (other, Slug.ACCEPTANCE_MATCHES_NOTHING) == (
        found.outstanding[0],
        found.outstanding[1].slug,
    )
    assert () == found.accepted


def test_an_acceptance_that_matches_nothing_is_a_caution() -> None:
    """What nobody finds any more is taken out, or was misspelt."""
    (fault,) = settled(acceptance(), faults=()).outstanding

    assert (Slug.ACCEPTANCE_MATCHES_NOTHING, Weight.CAUTION) == (
        fault.slug,
        fault.weight,
    )
    assert Place(FILE, column="accepted.1") == fault.place
    assert 'no caution [far-from-siblings] at m15.england with the words "29' in (
        fault.what
    )


def test_an_acceptance_of_everything_is_refused() -> None:
    """Words that different cautions have settle none; the same caution twice may."""
    wide = acceptance(slug="bare-number", place="about.md", words="bound to nothing")
    found = settled(wide, faults=(BARE, OTHER))
    twice = replace(BARE, place=Place(WORDS, line=8))

    assert [BARE, OTHER] == list(found.outstanding[:2])
    assert [Slug.ACCEPTANCE_TOO_WIDE] == [f.slug for f in found.outstanding[2:]]
    assert () == settled(wide, faults=(BARE, twice)).outstanding


def test_an_acceptance_may_be_for_one_report() -> None:
    """Where a cycle has two reports, the other one is not asked."""
    held = Acceptances(FILE, (acceptance(report="pack"),))

    assert () == outstanding([FAR], held, LAST, "pack")
    assert (FAR,) == outstanding([FAR], held, LAST, "jcdu")


def test_errors_cannot_be_accepted() -> None:
    """Whatever stops a build stops it all the same."""
    one = acceptance(slug="not-a-number", place="observations.csv", words="n/a")
    found = settled(one, faults=(WRONG,))

    assert WRONG is found.outstanding[0]
    assert "errors cannot be accepted" in found.outstanding[1].cure


def test_an_acceptance_waits_where_nobody_looked() -> None:
    """Plain words are looked for only where they are asked for."""
    one = acceptance(slug="misspelled", place="about.md", words="colour")
    held = Acceptances(FILE, (one,))

    assert () == settle([], held, LAST, "pack", {Slug.MISSPELLED}).outstanding
    assert 1 == len(settle([], held, LAST, "pack").outstanding)


# --- As a command --------------------------------------------------------------------

ENTRY = """[[accepted]]
slug = "unverified-value"
place = "g_two"
words = "−3.5%"
by = "Data Lead"
reason = "the source was asked in December"
until = 2025-03-31
"""
ACCEPTED = "data/2025-01/accepted.toml"


def test_check_tells_what_is_accepted(testshire: Scratch) -> None:
    """In force, ended and taken out, by the day that is given."""
    testshire.write(ACCEPTED, ENTRY)

    def counts(on: date) -> tuple[int, int]:
        (one,) = pipeline.check(testshire.workspace, ["2025-01"], on=on)
        return len(one.faults), len(one.accepted)

    assert (0, 1) == counts(date(2025, 3, 31))
    assert (1, 0) == counts(date(2025, 4, 1))
    (testshire.folder / ACCEPTED).unlink()
    assert (1, 0) == counts(date(2025, 3, 31))


def test_strict_passes_what_is_accepted(testshire: Scratch) -> None:
    """It is shown with who, why and until when, and no longer counts."""
    testshire.write(ACCEPTED, ENTRY.replace("2025-03-31", "2999-12-31"))
    done = run(testshire.folder, "check", "2025-01", "--strict")
    told = run(testshire.folder, "check", "2025-01", "--json")
    (report,) = json.loads(told.stdout)["reports"]

    assert 0 == done.returncode
    assert "by Data Lead until 2999-12-31: the source was asked" in done.stdout
    assert "0 errors, 0 cautions, 0 notes, 1 accepted; looked at" in done.stdout
    assert [] == report["faults"]
    assert ("Data Lead", "unverified-value", ["g_two.value"]) == (
        report["accepted"][0]["by"],
        report["accepted"][0]["slug"],
        report["accepted"][0]["about"],
    )


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("unverified-value", "unverified", "did you mean unverified-value?"),
        ("until = 2025-03-31", "", "key accepted.1.until: this must be given"),
        ('by = "Data Lead"', 'by = ""', "key accepted.1.by: this must be given"),
        ("reason", "because", "key accepted.1.because: this key is unknown"),
        ('words = "−3.5%"', "", "key accepted.1.words: this must be given"),
    ],
)
def test_an_acceptance_is_whole(
    testshire: Scratch, old: str, new: str, told: str
) -> None:
    """Kind, place, words, who, why, until when: none may be left out or unknown."""
    testshire.write(ACCEPTED, ENTRY.replace(old, new))

    assert any(told in line for line in testshire.told())


def test_an_acceptance_leaves_the_pages_as_they_are(testshire: Scratch) -> None:
    """It changes nothing that is printed, so nothing that was made is out of date."""

    def inputs() -> dict[str, str]:
        (made,) = assemble(testshire.folder / "data", ["2025-01"], Collector())
        return dict(made.inputs)

    before = inputs()
    testshire.write(ACCEPTED, ENTRY)

    assert before == inputs()
    testshire.write(ACCEPTED, "\n")
    assert 1 == len(testshire.faults())


def test_what_was_made_has_what_nobody_accepts(testshire: Scratch) -> None:
    """`build` counts and `proof` lists it; one audience may have less than another."""
    (doubtful,) = testshire.faults()
    made = [
        Made("2025-01/pack", rendition, (), "", 0, cautions)
        for rendition, cautions in (
            (Rendition.PUBLIC, ()),
            (Rendition.PARTNERS, (doubtful,)),
        )
    ]
    testshire.write(ACCEPTED, ENTRY)

    def left(on: date) -> list[Slug]:
        found = pipeline.unsettled(testshire.workspace, made, on)
        return [fault.slug for fault in found]

    assert [] == left(date(2025, 3, 31))
    assert [Slug.UNVERIFIED_VALUE] == left(date(2025, 4, 1))


def test_the_example_of_the_readme_works(
    southampton: Callable[[str], Scratch],
) -> None:
    """Who copies it accepts what England's value of measure 15 is told."""
    text = (ROOT / "README.md").read_text("utf-8").partition("### Accepting")[2]
    example = text.partition("```toml\n")[2].partition("```")[0]
    scratch = southampton("2024-05")
    scratch.write("data/2024-05/accepted.toml", example)
    day = date(2025, 5, 31)
    (one,) = pipeline.check(scratch.workspace, ["2024-05"], on=day)

    assert ["m15.england"] == [each.acceptance.place for each in one.accepted]
    assert 12 == sum(fault.weight is Weight.CAUTION for fault in one.faults)
