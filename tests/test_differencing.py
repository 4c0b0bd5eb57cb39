"""Differencing: a withheld count that printed numbers give away is refused."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from random import Random

import invented
import pytest
from countings import (
    THEN,
    change,
    count,
    declared,
    differenced,
    edition,
    published,
    row,
    told,
)

from reportgen import formats
from reportgen.audit.differencing import judgement as differencing
from reportgen.audit.differencing.judgement import difference
from reportgen.errors import FaultsFound, Place, Slug, Weight, error
from reportgen.evidence.editions import Edition
from reportgen.evidence.observations import Observation
from reportgen.evidence.possible import TooHard
from reportgen.pages.smallnumbers import small_numbers
from reportgen.vocabulary import Rendition, Withheld

TREATED = [count("adults", disclosure_rule="partners only"), change("ch", "adults")]


def changed(value: object, secret: int = 278) -> list[Observation]:
    """A restricted count, and its printed change."""
    return [row("adults", secret, secret=True), row("ch", value)]


def test_a_change_from_an_exact_baseline_is_refused() -> None:
    """To one decimal it gives the count away; the arithmetic and a cure are told."""
    found = differenced(TREATED, changed("11.2"), declared("adults", 250))

    assert (1, 1) == (found.looked_at, found.evaluated)
    assert told(found) == [
        "error: data/observations.csv row 2: 278 alone remains possible of the "
        "restricted count adults, 2023/24 to a reader of the public rendition (5 must "
        "remain): the baseline 250 (adults, 2021/22; data/public_knowledge.csv row 2) "
        "and the change +11.2% printed to one decimal (ch, 2023/24); set "
        'disclosure_rule of ch to "round to 5", which prints +10% (ch, 2023/24) '
        "[disclosed-by-difference]"
    ]


def test_a_baseline_in_an_observation_counts_too() -> None:
    """It need not be declared: the store itself may print it."""
    rows = [*changed("11.2"), row("adults", 250, THEN)]

    (fault,) = differenced(TREATED, rows).faults
    assert "the baseline 250 (adults, 2021/22)" in fault.what


def test_a_rounded_baseline_leaves_what_it_leaves() -> None:
    """From 248 to 252 people, a rise of 11.2 per cent leads to 277, 278 or 279."""
    known = declared("adults", 250, "nearest 5")
    fits = [
        now
        for now in range(1000)
        if any(
            Fraction(11115, 100) <= Fraction(100 * now, then) < Fraction(11125, 100)
            for then in range(248, 253)
        )
    ]

    (fault,) = differenced(TREATED, changed("11.2"), known).faults
    assert [277, 278, 279] == fits
    assert fault.what.startswith("277, 278 or 279 remain possible of the restricted")
    assert "the baseline 250 to the nearest 5 (adults, 2021/22; data/" in fault.what
    assert fault.cure == "print +11%, to whole per cent, for ch, 2023/24"
    assert () == differenced(TREATED, changed("11"), known).faults


def test_without_a_baseline_nothing_is_evaluated() -> None:
    """That is a caution, in one line for all counts, and no pass."""
    names = [f"c{number}" for number in range(9)]
    measures = [count(name, disclosure_rule="partners only") for name in names]
    measures += [change(f"ch_{name}", name) for name in names]
    found = differenced(measures, [row(f"ch_{name}", "22") for name in names])

    assert (9, 0) == (found.looked_at, found.evaluated)
    (fault,) = found.faults
    assert (Weight.CAUTION, Slug.NOT_EVALUATED) == (fault.weight, fault.slug)
    assert "9 withheld counts" in fault.what
    assert fault.what.endswith("known of 2021/22 (c0, c1, c2 and six more)")


def test_what_nothing_bears_on_is_safe() -> None:
    """A restricted count that stands alone is looked at, and any count is possible."""
    found = differenced([count("alone")], [row("alone", 3, secret=True)])

    assert (1, 1, ()) == (found.looked_at, found.evaluated, found.faults)


def test_partners_are_told_what_they_see() -> None:
    """Nothing is withheld from them, so nothing is looked at."""
    given = changed("11.2"), declared("adults", 250)
    found = differenced(TREATED, *given, rendition=Rendition.PARTNERS)

    assert (0, 0, ()) == (found.looked_at, found.evaluated, found.faults)


WHOLE = [count("all"), *(count(name, part_of="all", part_by="sex") for name in "ab")]
TABLE = {"all": 100, "a": 60, "b": 40}


def test_an_earlier_edition_is_subtracted() -> None:
    """It printed the total, and this one what was missing then."""
    measures = [*WHOLE[:2], count("b", part_of="all", part_by="sex")]
    now = [row("all", 100, secret=True), row("a", 60), row("b", 40, secret=True)]
    before = edition({"all": 100, "a": None, "b": None})

    assert () == differenced(measures, now).faults
    found = differenced(measures, now, editions=[before])
    whats = [fault.what for fault in found.faults]
    assert whats[0].startswith("100 alone remains possible of the restricted count all")
    assert whats[1].startswith("40 alone remains possible of the restricted count b")
    assert "the count 60 (a, 2023/24)" in whats[1]
    assert "the count 100 (all, 2023/24; edition 1 of 2023-05/pack)" in whats[1]
    assert "a and b make up all (2023/24)" in whats[1]


def test_a_revised_row_is_another_count() -> None:
    """What an edition said of the row before does not give the new one away."""
    rows = [row("alone", 7, secret=True)]
    same = edition({"alone": 7})
    other = edition({"alone": 7}, date(2024, 1, 1))

    assert differenced([count("alone")], rows, editions=[same]).faults
    assert () == differenced([count("alone")], rows, editions=[other]).faults


def test_what_is_public_already_cannot_be_mended_here() -> None:
    """The cure then does not promise a rounding."""
    rows = [row("alone", 7, secret=True)]
    found = differenced([count("alone")], rows, editions=[edition({"alone": 7})])

    assert "it is public already" in found.faults[0].cure


def test_contradictions_are_told_with_their_sources() -> None:
    """No count at all fits: a caution, and the count is not evaluated."""
    known = [declared("adults", 250), declared("adults", 500)]
    found = differenced(TREATED, changed("11.2"), *known)

    assert (1, 0) == (found.looked_at, found.evaluated)
    (fault,) = found.faults
    assert (Weight.CAUTION, Slug.KNOWLEDGE_CONTRADICTS) == (fault.weight, fault.slug)
    assert fault.what == (
        "no whole count fits the count 250 (adults, 2021/22; "
        "data/public_knowledge.csv row 2) and the count 500 (adults, 2021/22; "
        "data/public_knowledge.csv row 2)"
    )


def test_parts_that_visibly_do_not_make_their_whole_are_not_summed() -> None:
    """Where another period shows that something is left out, no sum is believed."""
    measures = [
        WHOLE[0],
        WHOLE[1],
        count("b", part_of="all", part_by="sex", least_counts="5"),
    ]
    now = [row("all", 100), row("a", 60), row("b", 30, secret=True)]
    before = [row(name, n, THEN) for name, n in {"all": 90, "a": 50, "b": 30}.items()]

    assert () == differenced(measures, [*now, *before]).faults


def test_the_true_count_is_not_used() -> None:
    """Another true count gives the same answer."""
    known = declared("adults", 250)
    one = differenced(TREATED, changed("11.2", 278), known)

    assert one.faults
    assert one == differenced(TREATED, changed("11.2", 999_999), known)
    passed = published(TREATED, changed("11.2"))
    assert passed["adults"].area.value is None


@pytest.mark.parametrize("value", ["11.2", "10.8", "-11.2", "0.0", "3"])
def test_what_is_suggested_passes(value: str) -> None:
    """Whatever the cure says, done, leaves nothing to say."""
    known = declared("adults", 250)
    (fault,) = differenced(TREATED, changed(value), known).faults
    coarser = change("ch", "adults", disclosure_rule="round to 5")

    assert 'set disclosure_rule of ch to "round to 5", which prints ' in fault.cure
    assert () == differenced([TREATED[0], coarser], changed(value), known).faults


def test_fewer_decimals_come_first() -> None:
    """The least that is lost is suggested, and passes."""
    known = declared("adults", 1250)
    (fault,) = differenced(TREATED, changed("11.28", 1391), known).faults

    assert fault.cure == "print +11%, to whole per cent, for ch, 2023/24"
    assert () == differenced(TREATED, changed("11", 1391), known).faults


def test_a_rounded_total_hides_its_last_part() -> None:
    """Where only counts are printed, a coarser one is suggested, and passes."""
    parts = [count(name, part_of="all", part_by="sex") for name in "ab"]
    rows = [row("all", 100), row("a", 70), row("b", 30)]
    passed = published([count("all"), *parts], rows)
    hidden = replace(passed["b"].area, value=None, withheld=Withheld.RESTRICTED)
    secret = replace(passed["b"], area=hidden, history=(hidden,))
    leaky = replace(passed, indicators={**passed.indicators, "b": secret})
    (fault,) = difference(leaky).faults

    assert fault.what.startswith("30 alone remains possible")
    assert fault.cure == 'set disclosure_rule of all to "round to 5"'


def test_rates_with_many_decimals_undo_rounding() -> None:
    """250 of 1,500 is 16.67 per cent, and 249 and 251 are not."""
    share = {"disclosure_rule": "round to 5", "decimals": "2"}
    measure = invented.measure("share", **share)
    rows = [row("share", "16.67", count=250, denominator=1500)]
    (fault,) = differenced([measure], rows).faults

    assert fault.what.startswith(
        "250 alone remains possible of the rounded count share"
    )
    assert "the percentage 16.67 and its confidence limits" in fault.what
    assert fault.cure == "set decimals of share to 0"
    whole = invented.measure("share", **{**share, "decimals": "0"})
    assert () == differenced([whole], rows).faults


@pytest.mark.parametrize("seed", range(40))
def test_every_suggestion_passes_when_it_is_done(seed: int) -> None:
    """Of random changes from random baselines, each that is refused can be mended."""
    random = Random(seed)  # noqa: S311 (the same changes in every run)
    then, now = random.randint(20, 900), random.randint(20, 900)
    places, coarse = random.randint(0, 2), random.choice(["exact", "nearest 5"])
    value = formats.rounded(Decimal(100 * now) / then - 100, places)
    base = then if coarse == "exact" else (then + 2) // 5 * 5
    known = declared("adults", base, coarse)
    rows = changed(f"{value:f}", now)

    for fault in differenced(TREATED, rows, known).faults:
        measures, mended = TREATED, rows
        if found := re.match(r"print ([-+.\d]+)%", fault.cure):
            mended = changed(found[1].lstrip("+"), now)
        elif found := re.match(r'set disclosure_rule of ch to "([\w ]+)"', fault.cure):
            measures = [TREATED[0], change("ch", "adults", disclosure_rule=found[1])]
        else:
            assert fault.cure.startswith("leave out the change of ch, 2023/24")
            mended = rows[:1]
        assert () == differenced(measures, mended, known).faults


def test_a_change_with_a_rule_is_printed_coarsely_and_says_so() -> None:
    """To the nearest 5 per cent, half away from zero; "How to read" tells it."""
    coarse = change("ch", "adults", disclosure_rule="round to 5")
    passed = published([TREATED[0], coarse], changed("-12.5"))

    assert Decimal(-15) == passed["ch"].area.value
    (rule,) = small_numbers([passed["ch"]]).rules
    assert "Changes are rounded to the nearest 5 per cent." in str(rule)


def test_what_takes_too_long_is_not_evaluated(monkeypatch: pytest.MonkeyPatch) -> None:
    """The solver's effort is bounded; giving up is a caution, and no pass."""

    def give_up(*_: object) -> tuple[int, ...]:
        raise TooHard

    monkeypatch.setattr(differencing, "remaining", give_up)
    found = differenced(TREATED, changed("11.2"), declared("adults", 250))

    assert (1, 0) == (found.looked_at, found.evaluated)
    (fault,) = found.faults
    assert (Weight.CAUTION, Slug.NOT_EVALUATED) == (fault.weight, fault.slug)


def test_an_edition_that_does_not_read_evaluates_nothing() -> None:
    """Its faults are told instead: nobody knows what it gave away."""
    fault = error(Slug.NOT_CSV, Place("out/record/x"), "it does not read", "restore it")

    def broken() -> Sequence[Edition]:
        raise FaultsFound([fault])

    found = difference(published(TREATED, changed("11.2")), (), broken)
    assert (1, 0, (fault,)) == (found.looked_at, found.evaluated, found.faults)


def test_an_embargoed_count_must_not_be_worked_out_either() -> None:
    """Not even by partners: it is withheld from them too until its day."""
    embargoed = row("adults", 278, embargo=date(2030, 1, 1))
    rows = [embargoed, row("ch", "11.2")]
    known = declared("adults", 250)

    for rendition in Rendition:
        (fault,) = differenced(TREATED, rows, known, rendition=rendition).faults
        assert "the embargoed count adults" in fault.what
        assert f"the {rendition} rendition" in fault.what
