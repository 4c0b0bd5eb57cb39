"""What the real cycles are told, word for word; and nothing of it once corrected."""

from collections.abc import Callable

import pytest
from conftest import Scratch

from reportgen.errors import Fault, Slug, Weight

STORE, MEASURES = "data/observations.csv", "data/measures.csv"
WORDS = "data/2024-10/commentary"
PROGRESS = f"{WORDS}/progress.md"

Brief = tuple[str, str, int | None, tuple[str, ...]]


def brief(fault: Fault) -> Brief:
    """Slug, file, line or row, and the values concerned."""
    where = fault.place
    return fault.slug.value, where.file, where.line or where.row, fault.about


STALE = Slug.VALUE_STALE.value
SCORECARD: set[Brief] = {
    ("unit-contradicts-type", MEASURES, 32, ("m31.unit", "m31.value")),
    ("far-from-siblings", STORE, 31, ("m15.england", "m15.value")),
    ("national-count", STORE, 71, ("m35.england",)),
    ("count-with-decimals", STORE, 71, ("m35.england",)),
    ("count-with-decimals", STORE, 2, ("m1.value",)),
    ("count-with-decimals", STORE, 14, ("m7.value",)),
    (STALE, STORE, 2, ("m1.value", "m7.value")),
    (STALE, STORE, 4, ("m2.value",)),
    (STALE, STORE, 24, ("m12.value", "m13.value", "m14.value", "m15.value")),
    (STALE, STORE, 32, ("m16.value", "m17.value", "m18.value", "m19.value")),
    (
        STALE,
        STORE,
        54,
        ("m27.value", "m28.value", "m30.value", "m31.value", "m35.value"),
    ),
    (STALE, STORE, 72, ("m36.value",)),
    (STALE, STORE, 74, ("m37.value",)),
    (Slug.NO_DATE_KNOWN.value, STORE, 42, ()),
}
NOT_EVALUATED = (Slug.NOT_EVALUATED.value, "data/public_knowledge.csv", None, ())
"""Nobody declares the baselines of what is withheld."""
SUBSTANCES = ("tx_alcohol", "tx_nonopiates", "tx_opiates_crack", "tx_crack")
REPORT: set[Brief] = {
    NOT_EVALUATED,
    ("claim-contradicts-value", f"{WORDS}/landscape.md", 8, ("m20.comparison",)),
    ("claim-contradicts-value", f"{WORDS}/police.md", 2, ("m1.change",)),
    ("double-negative", PROGRESS, 16, ("tx_opiates.value",)),
    ("claim-contradicts-value", PROGRESS, 19, ("tx_crack.value",)),
    ("claims-disagree", PROGRESS, 19, ("tx_crack.value",)),
    (
        "total-outside-parts",
        STORE,
        80,
        ("tx_all.value", "tx_females.value", "tx_males.value"),
    ),
    ("far-from-siblings", STORE, 31, ("m15.england", "m15.value")),
    ("count-with-decimals", STORE, 2, ("m1.value",)),
    (STALE, STORE, 2, ("m1.value",)),
    (STALE, STORE, 8, ("m4.value", "m5.value", "m6.value")),
    (STALE, STORE, 24, ("m12.value", "m13.value", "m14.value", "m15.value")),
    (STALE, STORE, 32, ("m16.value", "m17.value", "m18.value", "m19.value")),
    *{
        ("unverified-value", STORE, row, (f"{name}.value",))
        for name, row in {
            "tx_females": 82,
            "tx_males": 84,
            "tx_alcohol": 86,
            "tx_nonopiates": 90,
            "tx_opiates_crack": 92,
            "tx_crack": 94,
        }.items()
    },
}


@pytest.mark.parametrize(
    ("cycle", "expected"), [("2024-05", SCORECARD), ("2024-10", REPORT)]
)
def test_the_real_reports_are_told_exactly_this(
    southampton: Callable[[str], Scratch], cycle: str, expected: set[Brief]
) -> None:
    """Every contradiction of the printed sources, each with its place, and no other."""
    found = southampton(cycle).faults()

    assert expected == {brief(fault) for fault in found}
    assert len(expected) == len(found)
    notes = [fault.slug for fault in found if fault.weight is not Weight.CAUTION]
    assert {Slug.NO_DATE_KNOWN} >= set(notes)


@pytest.mark.parametrize(
    ("cycle", "words"),
    [
        (
            "2024-10",
            [
                '"similar to the national rate" contradicts m20.comparison: 4.8',
                '"a downward trend" contradicts m1.change: it rose, by the source',
                '"-11.4% decrease" says twice that it fell',
                '"145.9%" contradicts tx_crack.value: the value is +9% [p] [u]',
                'tx_crack.value is "145.9%" here, and "9% increase" before',
                "tx_all is +22% [p], which cannot lie outside its parts by sex: +5% [",
                "tx_opiates_crack (Adults in treatment, opiates and crack) is unverif",
            ],
        ),
        (
            "2024-05",
            [
                'm31: the unit "Quarterly rate per 1,000" says a rate, but the',
                "m15: 29.0% in England lies far from the 53.0%, 47.0% and 58.0%",
                "m35: 10,987 counts all of England, beside 9 of one area",
                "60.0 of m1 is a count, which has no decimals",
                "33.0 of m7 is a count, which has no decimals",
                "England’s 10987.0 of m35 is a count, which has no decimals",
                "m12, m13, m14 and m15 are of 2020/21, and a newer value was due b",
            ],
        ),
    ],
)
def test_the_real_reports_are_told_in_these_words(
    southampton: Callable[[str], Scratch], cycle: str, words: list[str]
) -> None:
    """Whoever signs reads the author's words and the value beside each other."""
    found = [fault.what for fault in southampton(cycle).faults()]

    assert [1] * len(words) == [
        sum(what.startswith(said) for what in found) for said in words
    ]


CORRECTED = {
    f"{WORDS}/landscape.md": [("similar to the national rate", "lower than England")],
    f"{WORDS}/police.md": [("a downward trend", "an upward trend")],
    PROGRESS: [
        ("-11.4% decrease", "11.4% decrease"),
        ('"9% increase"', '"145.9% increase"'),
        ('"5% increase") }} of females', '"25% increase") }} of females'),
        ('"8% increase") }} of males', '"18% increase") }} of males'),
        ('"5% increase") }} in people', '"35% increase") }} in people'),
        ('"3% increase"', '"33% increase"'),
        ('"0% increase"', '"10% increase"'),
    ],
    MEASURES: [("Quarterly rate per 1,000", "Quarterly percentage")],
}
"""The words and the unit, as their authors may have meant them."""
VALUES = {
    ("m15", "E92000001"): "60.0",
    ("m35", "E92000001"): "",
    ("m1", "E06000045"): "60",
    ("m7", "E06000045"): "33",
    ("tx_females", "E06000045"): "25",
    ("tx_males", "E06000045"): "18",
    ("tx_alcohol", "E06000045"): "35",
    ("tx_nonopiates", "E06000045"): "33",
    ("tx_opiates_crack", "E06000045"): "10",
    ("tx_crack", "E06000045"): "145.9",
}
"""Invented, so that the store agrees with itself; they are nobody's values."""


def corrected(scratch: Scratch) -> None:
    """The workspace as it may have been meant, with sources that are slow."""
    for file, changes in CORRECTED.items():
        for said, meant in changes:
            scratch.change(file, said, meant)
    text = (scratch.folder / STORE).read_text("utf-8")
    rows = [line.split(",", 4) for line in text.splitlines()]
    for row in rows:
        new = VALUES.get((row[0], row[1]))
        if new is not None:
            row[3] = new
            row[4] = row[4].replace("unverified,public,p", "provisional,public,")
        if new == "":
            row[4] = row[4].replace(
                "final,public,,,", "final,public,z,a national count,"
            )
    scratch.write(STORE, "\n".join(",".join(row) for row in rows) + "\n")
    measures = (scratch.folder / MEASURES).read_text("utf-8")
    for rhythm in ("1,2,", "3,6,", "12,4,", "12,9,", "12,24,", "12,12,"):
        every = rhythm.partition(",")[0]
        measures = measures.replace(f"Lead,{rhythm}", f"Lead,{every},60,")
    scratch.write(MEASURES, measures)


@pytest.mark.parametrize("cycle", ["2024-05", "2024-10"])
def test_a_corrected_copy_is_told_nothing(
    southampton: Callable[[str], Scratch], cycle: str
) -> None:
    """Once sources and words agree, all that is left is what nobody knows yet."""
    scratch = southampton(cycle)
    corrected(scratch)
    unknown = {Slug.NO_DATE_KNOWN, Slug.NOT_EVALUATED}

    assert set() == {fault.slug for fault in scratch.faults()} - unknown
