"""Trends on the pages: in tables, in "How to read", in words, in the data file."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from composed import Node, read
from conftest import ROOT
from fontTools.ttLib import TTFont
from invented import indicator, over_time, published, value

from reportgen import periods
from reportgen.composition import compose as composed
from reportgen.evidence.assembly import Assembly
from reportgen.evidence.disclosure import (
    Published,
    PublishedIndicator,
    PublishedTrend,
)
from reportgen.evidence.outline import FigureKind, FigureOutline, TableOutline
from reportgen.pages import fonts, slots
from reportgen.pages.dataset import published_csv
from reportgen.pages.html import environment
from reportgen.pages.key import key, trends_in_words
from reportgen.pages.lines import line
from reportgen.pages.narrative import narrate
from reportgen.pages.tables import MeasureTable, tabulate
from reportgen.pages.trendkey import Lack
from reportgen.pages.trendwords import read_trend
from reportgen.vocabulary import Rendition, Trend, TrendMethod

RECENT, CHART = TrendMethod.RECENT, TrendMethod.CHART
POINTS = [value("4", period="2022/23"), value("5")]
SINCE = periods.parse("2019/20")
MISSING = PublishedTrend(Trend.NOT_CALCULATED, None, "2 of 5 yearly values are held")


def trending(
    name: str, word: Trend, why: str = "for a reason", /, number: str = ""
) -> PublishedIndicator:
    """A measure with a history of two values and this trend."""
    method = (CHART if name.startswith("chart") else RECENT) if word.sign else None
    one = indicator(name, "5", history=POINTS, unit=name, number=number)
    since = SINCE if word.sign else None
    return replace(one, trend=PublishedTrend(word, method, why, since))


def table(*ones: PublishedIndicator) -> MeasureTable:
    """A table of these measures."""
    held = published(*ones)
    return tabulate(TableOutline(id="t", caption="Need", measures=tuple(held)), 1, held)


def printed(*ones: PublishedIndicator) -> Node:
    """The table as its template prints it."""
    templates = environment([ROOT / "templates"])
    pieces = templates.get_template("pieces.html").module

    class Block:
        holds = table(*ones)

    text = templates.get_template("blocks/table.html").render(
        block=Block, pieces=pieces
    )
    return read(f"<body>{text}</body>")


def cells(node: Node) -> list[Node]:
    """The cells of the history, without their header."""
    return [one for one in node.all("td") if one.has("history")]


# --- Tables ------------------------------------------------------------------------


@pytest.mark.parametrize("word", Trend)
def test_each_trend_has_its_word_and_its_mark(word: Trend) -> None:
    """Below the line: a shape, coloured where it is judged, and always the word."""
    (cell, _) = cells(printed(trending("a", word), trending("b", Trend.INCREASING)))
    quiet = "not calculated" if word is Trend.NOT_CALCULATED else word.value
    marks = [one for one in cell.all("span") if one.has("way")]

    assert cell.text == f"{word.sign}{quiet}".replace(" ", "")
    assert [one.text for one in marks] == ([word.sign] if word.sign else [])
    assert [one.has(word.judgement) for one in marks if word.judgement] == (
        [True] if word.judgement else []
    )
    assert len(list(cell.all("img"))) == 1


def test_a_table_without_any_trend_has_no_word_for_it() -> None:
    """What would stand in each row alike stands in "How to read" only."""
    ones = [trending("a", Trend.NOT_CALCULATED), trending("b", Trend.NOT_CALCULATED)]
    node = printed(*ones)

    assert [cell.text for cell in cells(node)] == ["", ""]
    assert "Historyandtrend" not in node.text
    assert "Historyandtrend" in printed(trending("a", Trend.NOT_SHOWN)).text


def test_without_a_history_there_is_no_trend_to_read() -> None:
    """The row says that no history is held, and no more."""
    alone = replace(indicator("b", "5"), trend=MISSING)
    (_, cell) = cells(printed(trending("a", Trend.INCREASING), alone))

    assert cell.text == "nohistoryheld"
    assert not table(alone).shows_trend
    assert not table(replace(alone, trend=PublishedTrend(Trend.NOT_SHOWN))).shows_trend


def test_a_row_is_as_high_as_its_line_and_its_trend() -> None:
    """A table that no page can hold is not kept on one, however short its names."""

    def classes(word: Trend) -> tuple[str, ...]:
        ones = [trending(f"m{n}", word) for n in range(10)]
        (node,) = printed(*ones).all("table")
        return node.classes

    assert "unbroken" in classes(Trend.NOT_CALCULATED)
    assert "tied" in classes(Trend.BETTER_UP)


def test_marks_are_seen_on_white() -> None:
    """Each colour of a mark has a contrast of 3:1 or more, as its word has 4.5:1."""
    sheet = (ROOT / "styles" / "tables.css").read_text("utf-8")
    colours = re.findall(r"^\.way[.\w]* \{ color: (#\w{6}) \}", sheet, re.MULTILINE)

    assert len(colours) == 3
    assert min(map(contrast, colours)) >= 3
    assert contrast("#5A6672") >= 4.5  # the words "not calculated"
    assert contrast("#0B1F33") >= 4.5


def contrast(colour: str) -> float:
    """Of a colour on white (WCAG 2.2)."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [
        p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
    ]
    light = sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return 1.05 / (light + 0.05)


@pytest.mark.parametrize("file", fonts.find(), ids=lambda file: Path(file).stem)
def test_the_typeface_has_each_mark(file: Path) -> None:
    """In each of its faces."""
    held = TTFont(file).getBestCmap()

    assert {ord(word.sign) for word in Trend if word.sign} <= set(held)


# --- How to read -------------------------------------------------------------------


def test_only_words_and_methods_in_use_are_explained() -> None:
    """Those that tables print, in the order of the vocabulary."""
    ones = [
        trending("chart a", Trend.DECREASING),
        trending("b", Trend.BETTER_UP),
        trending("c", Trend.BETTER_UP),
        replace(indicator("d", "5"), trend=PublishedTrend(Trend.NOT_SHOWN)),
    ]
    found = key(ones, [table(*ones)]).trends

    assert found.words == (Trend.BETTER_UP, Trend.DECREASING)
    assert found.methods == (RECENT, CHART)
    assert key(ones[1:2], [table(*ones[1:2])]).trends.methods == (RECENT,)
    assert key([], []).trends.words == ()


def test_what_is_missing_is_told_once() -> None:
    """By its reason, with all measures that lack it; those without a line need none."""
    ones = [
        trending("need", Trend.NOT_CALCULATED, "yearly counts are not tested"),
        trending("rise", Trend.INCREASING),
        trending("span", Trend.NOT_CALCULATED, "12-month periods overlap", number="6"),
        trending("more", Trend.NOT_CALCULATED, "yearly counts are not tested"),
        replace(indicator("bare", "5"), trend=MISSING),
        trending("hidden", Trend.NOT_SHOWN, "restricted"),
    ]
    found = key(ones, [table(*ones)]).trends

    assert found.missing == (
        Lack("Yearly counts are not tested", "Need; More"),
        Lack("12-month periods overlap", "6 Span"),
    )


def test_trends_that_only_words_tell_are_explained_too() -> None:
    """In a figure of its own where it was calculated; in a slot whatever it is."""
    held = published(
        trending("chart", Trend.WORSE_UP),
        trending("lacking", Trend.NOT_CALCULATED),
        trending("slot", Trend.NOT_CALCULATED),
        trending("claim", Trend.DECREASING),
    )
    figures = [
        figure(FigureKind.TREND, "chart"),
        figure(FigureKind.TREND, "lacking"),
        figure(FigureKind.AGAINST_ENGLAND, "claim"),
    ]
    text = '{{ slot.trend }} {{ claim.value }} {{ claim(claim.trend, "falling") }}'
    told = trends_in_words(held, figures, [narrate(text, "a.md", held, 2)])

    assert [one.measure.measure for one in told] == ["chart", "slot"]
    assert key([], [], trends=told).trends.words == (
        Trend.WORSE_UP,
        Trend.NOT_CALCULATED,
    )


def figure(kind: FigureKind, name: str) -> FigureOutline:
    """A figure of one measure."""
    return FigureOutline(
        id="some",
        kind=kind,
        topic="Need",
        subject="year",
        subjects="years",
        unit="% of people",
        measures=(name,),
    )


# --- Words -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "why", "said"),
    [
        (Trend.BETTER_UP, "a reason", "increasing and getting better"),
        (Trend.NO_CHANGE, "a reason", "no significant change"),
        (Trend.NOT_CALCULATED, "a reason", "cannot be calculated (a reason)"),
        (Trend.NOT_SHOWN, "restricted", "not shown (restricted)"),
        (Trend.NOT_CALCULATED, "", "cannot be calculated"),
    ],
)
def test_a_slot_prints_the_word(word: Trend, why: str, said: str) -> None:
    """And what is missing, where there is no trend."""
    assert slots.printed(published(trending("a", word, why)), "a", "trend") == said


def test_a_slot_on_a_withheld_trend_is_refused() -> None:
    """As on every value that this audience may not see; what is missing is no value."""
    held = published(
        trending("a", Trend.NOT_SHOWN), trending("b", Trend.NOT_CALCULATED)
    )

    assert slots.withheld(held, "a", "trend")
    assert not slots.withheld(held, "b", "trend")
    assert len(narrate("{{ a.trend }}", "a.md", held, 2).faults) == 1


@pytest.mark.parametrize(
    ("word", "said"),
    [
        (Trend.WORSE_UP, "The values are increasing and getting worse: for a reason."),
        (Trend.NO_CHANGE, "Since 2019/20 there is no significant change."),
        (Trend.NOT_CALCULATED, ""),
        (Trend.NOT_SHOWN, ""),
    ],
)
def test_the_reading_of_a_line_says_its_trend(word: Trend, said: str) -> None:
    """In plain English, where it was calculated, and nowhere else."""
    one = over_time(
        "a",
        [
            value("4", period="2022/23"),
            value("6"),
        ],
    )
    held = replace(one, trend=trending("a", word).trend)
    outline = figure(FigureKind.TREND, "a")
    plain = read_trend(line(one), outline, published(one)).sentence
    read_aloud = read_trend(line(held), outline, published(held)).sentence

    assert set(sentences(read_aloud)) - set(sentences(plain)) == {said} - {""}


def sentences(text: str) -> Sequence[str]:
    """The sentences of a text."""
    return re.split(r"(?<=\.) (?=[A-Z])", text)


# --- The data file -----------------------------------------------------------------


def test_the_data_file_has_word_method_and_reason() -> None:
    """In the row of the area's latest value."""
    ones = [trending("a", Trend.BETTER_UP), trending("b", Trend.NOT_CALCULATED)]
    text = published_csv(ones, "Testshire", "England").decode("utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))
    told = [(row["trend"], row["trend_method"], row["trend_why"]) for row in rows]

    assert told[0] == ("increasing and getting better", RECENT, "for a reason")
    assert ("cannot be calculated", "", "for a reason") in told
    assert [row["place"] for row in rows if row["trend"]] == ["Testshire"] * 2


@pytest.mark.parametrize("rendition", Rendition)
def test_testshire_says_of_each_measure_what_is_missing(
    assembly: Assembly, rendition: Rendition
) -> None:
    """No trend is calculated from one or two values, and each says why."""
    held: Published = composed(assembly, rendition).published

    for one in held.values():
        assert one.trend.why
        assert one.trend.word in {Trend.NOT_CALCULATED, Trend.NOT_SHOWN}
