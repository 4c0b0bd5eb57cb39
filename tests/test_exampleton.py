"""Exampleton is whole: it checks clean, its numbers agree, nothing in it is real."""

import csv
import re
import shutil
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from pathlib import Path

import pytest
from boxes import sheets
from conftest import Scratch
from exampleton import CYCLES, DATA, EXAMPLETON, REPORTS, assembled, texts

from reportgen import pipeline
from reportgen.evidence.cycle import Cycle, Partnership, Report, cycles_of
from reportgen.evidence.early_access import Access
from reportgen.evidence.indicators import Indicator
from reportgen.evidence.measures import Measure, read_measures
from reportgen.evidence.members import Member
from reportgen.evidence.observations import Observation, read_observations
from reportgen.evidence.outline import Content, FigureKind, FigureOutline, Outline
from reportgen.periods import Period, PeriodType
from reportgen.reading import Entry
from reportgen.settings import open_workspace
from reportgen.vocabulary import (
    Comparable,
    Comparison,
    Disclosure,
    Marker,
    Polarity,
    Rendition,
    Status,
    ValueType,
)

MEASURES = read_measures(DATA)
ROWS = read_observations(DATA, MEASURES, {"E99000001", "E99000002"}).rows
NEW = {"m27", "naloxone"}  # began in 2024 or later, as their notes say


# --- It is whole -------------------------------------------------------------------


def test_every_cycle_is_clean() -> None:
    """`check` finds no error and no caution, and one note: of an embargo."""
    verdicts = pipeline.check(open_workspace(EXAMPLETON), CYCLES)

    assert [f"{c}/{REPORTS[c[-2:]]}" for c in CYCLES] == [v.report for v in verdicts]
    assert [("under-embargo", "note")] == [
        (fault.slug, fault.weight) for verdict in verdicts for fault in verdict.faults
    ]


def test_there_are_two_cycles_of_each_report() -> None:
    """The folder holds the four cycles and no other."""
    assert list(CYCLES) == cycles_of(DATA)


def test_it_says_that_it_does_not_exist() -> None:
    """The partnership, each report's first words and the README say so."""
    for one in assembled().values():
        opening = next(iter(one.commentary.values())).text

        assert one.partnership.fictional
        assert "Exampleton does not exist" in opening
        assert "stand here for England" in opening
    assert "Everything in this folder is fictional" in texts()["data/README.md"]


def test_nothing_in_it_is_real() -> None:
    """No real area code, no real place, no address outside the reserved domains."""
    everything = "\n".join(texts().values())
    hosts = re.findall(r"(?:@|https?://)([\w.-]*\w)", everything)

    assert {"E99000001", "E99000002"} == set(re.findall(r"\b[A-Z]\d{8}\b", everything))
    assert hosts
    assert [] == [h for h in hosts if h.removeprefix("www.") not in RESERVED]
    for name in ("Southampton", "Hampshire", "Testshire"):
        assert name not in everything


RESERVED = {"example.org", "example.com", "example.net"}


def test_members_are_posts_of_both_renditions() -> None:
    """Eight to twelve members, some for each rendition, one no longer active."""
    with (DATA / "members.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    assert 8 <= len(rows) <= 12
    assert {each.value for each in Rendition} == {row["rendition"] for row in rows}
    assert 1 == sum(row["active"] == "no" for row in rows)
    assert len(rows) == len({row["email"] for row in rows})


WRITTEN: list[type[Entry]] = [
    *(Measure, Observation, Partnership, Cycle, Report, FigureOutline, Outline),
    *(Member, Access),
]


@pytest.mark.parametrize("model", WRITTEN)
def test_a_newcomer_finds_every_column_and_key(model: type[Entry]) -> None:
    """The workspace's own README names each column and key that people write."""
    readme = texts()["data/README.md"]
    fields = [name for name in model.model_fields if name != "place"]

    named = [name for name in fields if re.search(rf"[`\[.]{name}[`\]]", readme)]
    assert fields == named


WORDS: list[type[StrEnum]] = [
    *(ValueType, Polarity, PeriodType, Comparable, Status, Disclosure),
    *(FigureKind, Content),
]


@pytest.mark.parametrize("words", WORDS)
def test_a_newcomer_finds_every_choice(words: type[StrEnum]) -> None:
    """The workspace's own README names each word that data may hold."""
    readme = texts()["data/README.md"]

    assert [] == [word for word in words if f"`{word}`" not in readme]


@pytest.mark.pages
@pytest.mark.parametrize("target", ["2026-05/outcomes", "2026-10/jcdu"])
def test_every_page_says_illustrative(target: str, tmp_path: Path) -> None:
    """Nobody can take a page of either rendition for a real one."""
    folder = tmp_path / "workspace"
    shutil.copytree(EXAMPLETON, folder)
    made = Scratch(folder, target).build()
    pdfs = [path for one in made for path in one.paths if path.suffix == ".pdf"]

    assert len(pdfs) == len(Rendition)
    for path in pdfs:
        feet = ("".join(one.text for one in sheet.furniture) for sheet in sheets(path))
        said = ["Illustrative" in foot for foot in feet]
        assert len(said) > 10
        assert all(said)


# --- Its numbers agree -------------------------------------------------------------


def test_values_are_what_their_counts_say() -> None:
    """A value with a count and a denominator is their quotient, rounded as printed."""
    held = [row for row in ROWS if row.count is not None and row.denominator]
    wrong = [row for row in held if row.value != quotient(row)]

    assert {"m4", "m13", "m15", "m24"} <= {row.measure for row in held}
    assert [] == wrong


def quotient(row: Observation) -> Decimal:
    """Count over denominator in the measure's unit, halves away from zero."""
    measure = MEASURES[row.measure]
    per = measure.per if measure.value_type is ValueType.RATE else Decimal(100)
    assert row.count is not None
    assert row.denominator
    assert per is not None
    step = Decimal(1).scaleb(-measure.places)
    return (row.count * per / row.denominator).quantize(step, rounding=ROUND_HALF_UP)


def test_what_can_be_tested_is_tested() -> None:
    """Each compared percentage or rate has an interval, but for the survey's."""
    kinds = {ValueType.PERCENTAGE, ValueType.RATE}
    untested = {
        each.measure.measure
        for one in assembled().values()
        for each in one.indicators
        if each.measure.value_type in kinds
        and each.comparison is not Comparison.NOT_COMPARED
        and not each.comparison.is_tested
    }

    assert {"m25"} == untested


@pytest.mark.parametrize("cycle", CYCLES)
def test_parts_make_their_whole(cycle: str) -> None:
    """In every period, as each cycle knew it, the parts sum to their total."""
    series = {o.measure.measure: values(o) for o in assembled()[cycle].indicators}
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for measure in MEASURES.values():
        if measure.part_of and measure.value_type is ValueType.COUNT:
            groups[measure.part_of, measure.part_by].append(measure.measure)

    assert {"substance", "sex"} == {how for _, how in groups}
    for (whole, _), parts in groups.items():
        sums = {
            period: sum(series[part][period] for part in parts)
            for period in series[whole]
        }
        assert series[whole] == sums


def values(one: Indicator) -> dict[Period, Decimal]:
    """The values of the area by period."""
    return {
        row.period: row.value
        for row in one.series
        if row.period is not None and row.value is not None
    }


def test_nothing_restricted_can_be_worked_out() -> None:
    """A restricted measure is no part, no whole, and gives no rate or share."""
    hidden = {row.measure for row in ROWS if row.disclosure is Disclosure.RESTRICTED}
    divided = {m.measure for m in MEASURES.values() if m.part_of}
    divided |= {m.part_of for m in MEASURES.values()}

    assert len(hidden) > 1
    assert set() == hidden & divided
    assert {ValueType.COUNT} == {MEASURES[name].value_type for name in hidden}


# --- Its store has grown as a real one does ----------------------------------------


def test_rows_came_one_after_the_other() -> None:
    """Rows stand in the order of receipt, and none came before it was published."""
    days = [row.received for row in ROWS]
    early = [
        row
        for row in ROWS
        if row.period and row.value is not None
        if row.period.age(row.received) < (MEASURES[row.measure].update_lag or 0)
    ]

    assert sorted(days) == days
    assert [] == early


def test_histories_are_long() -> None:
    """Twelve periods or more, unless the measure is new and says so."""
    ones = assembled()["2026-10"].indicators
    short = {one.measure.measure for one in ones if len(one.series) < 12}
    alone = {
        one.measure.measure
        for one in ones
        if one.measure.comparable is Comparable.YES
        and len(one.england_series) < min(12, len(one.series)) - 1
    }

    assert NEW == short
    assert all(MEASURES[name].notes for name in NEW)
    assert set() == alone


@pytest.mark.parametrize("month", REPORTS)
def test_a_revision_changes_later_reports_only(month: str) -> None:
    """Between the two cycles of a report some earlier value was replaced."""
    before, after = (assembled()[f"{year}-{month}"] for year in (2025, 2026))
    old = {one.measure.measure: values(one) for one in before.indicators}
    changed = [
        (one.measure.measure, period)
        for one in after.indicators
        for period, value in values(one).items()
        if old[one.measure.measure].get(period, value) != value
    ]

    assert changed


def test_a_missing_value_comes_later() -> None:
    """A value that is missing in May, with its reason and date, is there in October."""
    may, october = (
        next(o for o in assembled()[c].indicators if o.measure.measure == "m26")
        for c in ("2026-05", "2026-10")
    )

    assert may.latest is not None
    assert may.latest.marker is Marker.NOT_AVAILABLE
    assert may.latest.reason
    assert may.latest.expected
    assert may.latest.period in values(october)
