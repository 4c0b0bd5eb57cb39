"""Exampleton shows everything: each word of each vocabulary, each figure, each form.

The words are the code's own, so that a new one fails here until Exampleton has it.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

import pytest
from exampleton import assembled, composed

from reportgen.composition import Composition, compose
from reportgen.evidence.disclosure import PublishedIndicator, PublishedValue
from reportgen.evidence.indicators import Indicator
from reportgen.evidence.measures import Measure
from reportgen.evidence.observations import Observation
from reportgen.evidence.outline import Content, FigureKind, FigureOutline
from reportgen.pages import slots
from reportgen.pages.dataset import published_csv
from reportgen.pages.narrative import Mention, MentionKind
from reportgen.pages.tables import MeasureTable, tabulate
from reportgen.periods import PeriodType
from reportgen.vocabulary import (
    Absence,
    Change,
    Comparable,
    Comparison,
    Marker,
    Polarity,
    PublishedComparison,
    Rendition,
    Status,
    Trend,
    TrendMethod,
    ValueType,
    Withheld,
)

# As a latest value it would be a caution, so it stands in a history that is drawn.
IN_HISTORY = Marker.UNVERIFIED


def shown() -> list[PublishedIndicator]:
    """What the reports of 2026 show, in both renditions."""
    return [one for each in composed() for one in each.shown]


def figures() -> list[FigureOutline]:
    """The figures of the reports of 2026."""
    return [figure for each in composed() for figure in each.assembly.outline.figure]


def trends() -> Iterator[tuple[Indicator, PublishedIndicator]]:
    """The measures that are drawn as trends, before and behind the gate."""
    for each in composed():
        before = {one.measure.measure: one for one in each.assembly.indicators}
        for figure in each.assembly.outline.figure:
            if figure.kind is FigureKind.TREND:
                (name,) = figure.measures
                yield before[name], each.published[name]


# --- Words -------------------------------------------------------------------------


def test_every_marker_occurs() -> None:
    """Every marker stands in a latest value of 2026, or in a history that is drawn."""
    found = {m for o in shown() for m in (*o.area.markers, *o.england.markers)}
    drawn = {m for _, one in trends() for p in one.history for m in p.markers}

    assert set(Marker) - {IN_HISTORY} == found
    assert IN_HISTORY in drawn


def test_every_status_occurs() -> None:
    """Every status is that of a latest value of 2026, or of a row that is drawn.

    But `final`: nothing in an invented partnership is.
    """
    names = {one.measure.measure for one in shown()}
    held = [o for c in ("2026-05", "2026-10") for o in assembled()[c].indicators]
    latest = [o.latest for o in held if o.measure.measure in names]
    drawn = {row.status for one, _ in trends() for row in one.series}

    firm = {Status.UNVERIFIED, Status.FINAL}
    assert set(Status) - firm == {row.status for row in latest if row}
    assert Status.UNVERIFIED in drawn


def test_every_kind_of_absence_occurs() -> None:
    """Every kind stands in a row of published.csv, three in a table of the pages."""
    every = [compose(one, Rendition.PUBLIC) for one in assembled().values()]
    ones = [one for each in every for one in each.shown]
    points = [p for o in ones for p in (*o.history, *o.england_history, o.england)]
    printed = {one.area.absence for one in ones if one.area.absence}

    assert set(Absence) == printed | {point.absence for point in points} - {None}
    assert {Absence.NOT_COLLECTED, Absence.QUALITY, Absence.SUPPRESSED} == printed


def test_every_change_and_comparison_occurs() -> None:
    """The reports of 2026 print every word, and several reasons for not comparing."""
    reasons = {one.not_compared for one in shown() if one.not_compared}

    assert set(Change) == {one.change for one in shown()}
    assert set(Comparison) == {one.comparison for one in shown()}
    assert len(reasons) >= 5


def test_every_trend_occurs() -> None:
    """Each word stands beside a line of a table, by both methods, in 2026."""
    tables = [table for each in composed() for table in tabled(each)]
    shown_in = [table for table in tables if table.shows_trend]
    found = [row.trend for table in shown_in for row in table.rows if row.sparkline]
    lacking = {trend.why for trend in found if trend.word is Trend.NOT_CALCULATED}

    assert set(Trend) == {trend.word for trend in found}
    assert set(TrendMethod) == {trend.method for trend in found} - {None}
    assert any(not table.shows_trend for table in tables if table.has_history)
    assert len(lacking) >= 5


def tabled(one: Composition) -> list[MeasureTable]:
    """The tables of a report as one audience sees them."""
    outlined = one.assembly.outline.table
    return [tabulate(table, n, one.published) for n, table in enumerate(outlined, 1)]


def test_the_public_does_not_see_every_trend() -> None:
    """One that partners see is withheld, and what it was found from with it."""
    hidden = {
        name
        for public, partners in zip(composed()[::2], composed()[1::2], strict=True)
        for name, one in public.published.items()
        if one.trend.word is Trend.NOT_SHOWN
        and partners.published[name].trend.word.is_calculated
    }

    assert "m22" in hidden


def test_a_source_speaks_for_itself() -> None:
    """A direction and a comparison of the source stand where they are of use."""
    ones = assembled()["2025-10"].indicators
    said = {one.latest.published_comparison for one in ones if one.latest}

    assert ["naloxone"] == [o.measure.measure for o in ones if o.change_as_published]
    assert PublishedComparison.LOWER in said


KINDS: dict[type[StrEnum], Callable[[Measure], StrEnum | None]] = {
    ValueType: lambda measure: measure.value_type,
    Polarity: lambda measure: measure.polarity,
    PeriodType: lambda measure: measure.period_type,
    Comparable: lambda measure: measure.comparable,
}


@pytest.mark.parametrize("words", KINDS)
def test_every_kind_of_measure_occurs(words: type[StrEnum]) -> None:
    """The reports of 2026 show measures of every kind."""
    assert set(words) == {KINDS[words](one.measure) for one in shown()}


# --- Figures and tables ------------------------------------------------------------


def test_every_content_and_figure_occurs() -> None:
    """The outlines of 2026 hold every content, every kind of figure and of table."""
    outlines = [each.assembly.outline for each in composed()]
    headings = [heading for one in outlines for heading in one.heading]

    assert set(Content) <= {held for one in headings for held in one.holds}
    assert set(FigureKind) == {figure.kind for figure in figures()}
    assert {True, False} == {heading.landscape for heading in headings}
    assert any(table.measures for one in outlines for table in one.table)
    assert any(table.priority_area for one in outlines for table in one.table)


def test_every_figure_has_something_to_draw() -> None:
    """No figure of 2026 is empty, in either rendition."""
    plans = [plan for each in composed() for plan in each.plans]

    assert [] == [plan.id for plan in plans if not plan.chart.plot]


def test_trends_show_what_happens_to_a_series() -> None:
    """Intervals, a break, a marked gap, a gap without a row, months, a doubt."""
    rows = [row for one, _ in trends() for row in one.series]
    points = [point for _, one in trends() for point in one.history]

    assert any(point.interval for point in points)
    assert any(row.marker is Marker.BREAK for row in rows)
    assert any(row.value is None for row in rows)
    assert any(_lacks_a_row(one.series) for one, _ in trends())
    assert PeriodType.MONTH in {one.measure.period_type for one, _ in trends()}


def _lacks_a_row(series: Sequence[Observation]) -> bool:
    """Whether a period has no row between two that have one."""
    periods = [row.period for row in series if row.period]
    return any(later.preceding() != earlier for earlier, later in pairwise(periods))


def test_small_multiples_and_parts_have_their_numbers() -> None:
    """Six to nine small multiples; two to four counts as parts of one whole."""
    measures = {one.measure.measure: one.measure for one in shown()}
    for figure in figures():
        chosen = [measures[name] for name in figure.measures]
        if figure.kind is FigureKind.SMALL_MULTIPLES:
            assert 6 <= len(chosen) <= 9
        if figure.kind is FigureKind.PARTS:
            assert 2 <= len(chosen) <= 4
            assert {ValueType.COUNT} == {one.value_type for one in chosen}
            assert len({(one.part_of, one.part_by) for one in chosen}) == 1


# --- Audiences and words -----------------------------------------------------------


def test_the_renditions_differ() -> None:
    """Partners see latest values, and points of a history, that the public does not."""
    for public, partners in zip(composed()[::2], composed()[1::2], strict=True):
        hidden = [
            one.measure.measure
            for one in partners.shown
            if Marker.CONFIDENTIAL in public.published[one.measure.measure].area.markers
            and one.area.value is not None
        ]

        assert hidden
        for name in hidden:
            seen = _values(public.published[name].history)
            assert len(seen) < len(_values(partners.published[name].history))
        assert _data(public) != _data(partners)


def _values(history: Sequence[PublishedValue]) -> list[Decimal]:
    return [point.value for point in history if point.value is not None]


def _data(one: Composition) -> bytes:
    return published_csv(one.shown, one.published.area, one.published.benchmark)


def test_small_counts_occur() -> None:
    """Rounded, suppressed, suppressed for the sake of another, and under embargo."""
    public, partners = (
        compose(assembled()["2026-10"], rendition).published for rendition in Rendition
    )
    small = {
        row.period.days
        for one in assembled()["2026-10"].indicators
        if one.measure.measure == "yp_others"
        for row in one.series
        if row.period and row.value and row.value in one.measure.rule.hidden
    }
    hidden = {
        name: {p.period.days for p in public[name].history if p.period and p.withheld}
        for name in ("yp_all", "yp_others", "yp_ketamine", "yp_alcohol")
    }

    assert set(Withheld) == {
        point.withheld for one in public.values() for point in one.history
    } - {None}
    assert small < hidden["yp_others"]  # where ketamine is small, this protects it
    assert small <= hidden["yp_ketamine"] | hidden["yp_alcohol"]
    assert not hidden["yp_all"]
    assert 5 == public["m26"].area.base
    assert {1} == {one.area.base for one in partners.values()}
    assert not any(one.area.withheld for one in partners.values())


def test_every_way_to_write_a_number_occurs() -> None:
    """Slots of every kind, claims about everything that is checked, citations."""
    mentions = [mention for each in composed() for mention in each.mentions]

    assert set(MentionKind) == {mention.kind for mention in mentions}
    assert set(slots.ATTRIBUTES) == _parts(mentions, MentionKind.SLOT)
    assert set(slots.CHECKED) == _parts(mentions, MentionKind.CLAIM)


def _parts(mentions: Sequence[Mention], kind: MentionKind) -> set[str]:
    return {part for m in mentions if m.kind is kind for _, part in m.targets}


@pytest.mark.parametrize(
    "form",
    [
        *(r"^# ", r"^- ", r"^1\. ", r"^\| ", r"^\[\^\w+\]: "),
        *(r"\]\(https://", r"\]\(mailto:", r"\*\*"),
    ],
)
def test_commentary_shows_its_forms(form: str) -> None:
    """Headings, lists, tables, notes, links and bold stand somewhere in the words."""
    words = [text.text for o in assembled().values() for text in o.commentary.values()]

    assert any(re.search(form, each, re.MULTILINE) for each in words)
