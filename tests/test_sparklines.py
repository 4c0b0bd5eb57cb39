"""Sparklines: each point at its value and day, gaps as gaps."""

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from invented import indicator, value

from reportgen.evidence.disclosure import Published, PublishedIndicator
from reportgen.pages.sparklines import Days, span, sparkline
from reportgen.vocabulary import Marker

YEARS = ("2019/20", "2020/21", "2021/22", "2022/23", "2023/24")
WHOLE = (date(2020, 3, 31), date(2024, 3, 31))
LEFT, RIGHT, TOP, BOTTOM = 3.0, 95.0, 3.0, 23.0


def series(*numbers: str | None) -> PublishedIndicator:
    """A measure whose history ends in 2023/24; None where a year has no value."""
    years = YEARS[len(YEARS) - len(numbers) :]
    points = [value(n, period=y) for n, y in zip(numbers, years, strict=True)]
    return indicator("need", numbers[-1], history=points)


def drawn(one: PublishedIndicator, days: Days | None = WHOLE) -> str:
    """Its SVG."""
    line = sparkline(one, days)

    assert line is not None
    return line.svg


def runs(svg: str) -> list[list[tuple[float, float]]]:
    """The stretches of the path."""
    path = re.findall(' d="([^"]+)"', svg)[0]
    return [
        [(float(x), float(y)) for x, y in re.findall(r"([-\d.]+) ([-\d.]+)", run)]
        for run in path.split("M")[1:]
    ]


def dot(svg: str) -> tuple[float, float]:
    """Where the end dot stands."""
    ((x, y),) = re.findall('cx="([^"]+)" cy="([^"]+)"', svg)
    return float(x), float(y)


def test_each_point_stands_at_its_value_and_day() -> None:
    """From the path, the scale and the span every value can be had back."""
    numbers = ("3", "1", "4", "1.5", "5")
    (points,) = runs(drawn(series(*numbers)))
    values = [1 + (BOTTOM - y) / (BOTTOM - TOP) * 4 for _, y in points]
    days = [(x - LEFT) / (RIGHT - LEFT) * (WHOLE[1] - WHOLE[0]).days for x, _ in points]

    assert values == pytest.approx([float(n) for n in numbers], abs=0.01)
    assert days == pytest.approx([0, 365, 730, 1095, 1461], abs=0.5)


def test_the_dot_is_the_last_value() -> None:
    """It stands at the end of the line."""
    svg = drawn(series("3", "1", "4", "1.5", "5"))

    assert dot(svg) == runs(svg)[-1][-1] == (RIGHT, TOP)


def test_a_missing_period_is_a_gap() -> None:
    """Where a year has no value, and where it has no row, the line is broken."""
    without_value = series("1", "2", None, "3", "4")
    points = [p for p in without_value.history if p.value is not None]
    without_row = indicator("need", "4", history=points)

    assert [len(run) for run in runs(drawn(without_value))] == [2, 2]
    assert drawn(without_row) == drawn(without_value)


def test_a_lone_point_is_a_short_dash() -> None:
    """A value between two gaps can be seen, at its own place."""
    first, lone, last = runs(drawn(series("1", None, "3", None, "2")))

    assert [x for x, _ in lone] == pytest.approx([49 - 2, 49 + 2], abs=0.05)
    assert lone[0][1] == lone[1][1] == TOP
    assert len(first) == len(last) == 2


def test_a_withheld_point_leaves_no_trace() -> None:
    """Line and scale are those of a year without a value; only the words say why."""
    hidden = value(None, Marker.CONFIDENTIAL, period="2022/23")
    shown = series("1", "2", "3", None, "2")
    points = [*shown.history[:3], hidden, shown.history[4]]

    assert drawn(indicator("need", "2", history=points)) == drawn(shown)


def test_a_flat_series_runs_through_the_middle() -> None:
    """Without a highest and a lowest the line is level."""
    (points,) = runs(drawn(series("4", "4", "4")))

    assert {y for _, y in points} == {(TOP + BOTTOM) / 2}


def test_negative_values_are_drawn() -> None:
    """The lowest value stands at the bottom, below zero or not."""
    (points,) = runs(drawn(series("-5", "0", "5")))

    assert [y for _, y in points] == [BOTTOM, (TOP + BOTTOM) / 2, TOP]


def test_a_table_has_one_span() -> None:
    """A shorter series begins later on the same line of time."""
    long, short = series("1", "2", "3", "4", "5"), series("1", "2")
    days = span([long, short, series("7")])
    (first, *_), (late, *_) = runs(drawn(long, days))[0], runs(drawn(short, days))[0]

    assert days == WHOLE
    assert first[0] == LEFT
    assert late[0] == pytest.approx(LEFT + 92 * 1095 / 1461, abs=0.01)


def test_without_history_nothing_is_drawn() -> None:
    """One value is no line, and a table of such has no span."""
    assert span([series("7"), series(None)]) is None
    assert sparkline(series("7"), WHOLE) is None
    assert sparkline(series("7", None), WHOLE) is None
    assert sparkline(series("7", "8"), None) is None


def broken(*numbers: str, at: str) -> PublishedIndicator:
    """A series with a break in one of its years."""
    one = series(*numbers)
    marked = [
        replace(point, markers=(Marker.BREAK,)) if str(point.period) == at else point
        for point in one.history
    ]
    return replace(one, history=tuple(marked))


def test_a_break_in_the_series_interrupts_the_line() -> None:
    """The value that is marked [b] begins another line."""
    one = broken("1", "2", "3", "4", "5", at="2022/23")

    assert [len(run) for run in runs(drawn(one))] == [3, 2]
    assert dot(drawn(one)) == runs(drawn(one))[-1][-1]


def test_without_a_latest_value_there_is_no_dot() -> None:
    """The dot is the value that the row prints; an older one would pass for it."""
    svg = drawn(series("1", "2", "3", "4", None))

    assert "<circle" not in svg
    assert runs(svg)[-1][-1][0] < RIGHT - 10


def test_quarters_may_be_numbered_in_two_ways() -> None:
    """Sources do it; the line is whole where the days are."""
    points = [
        value(number, period=quarter)
        for number, quarter in (("1", "2021/22 Q3"), ("2", "2022 Q1"), ("3", "2022 Q2"))
    ]
    one = indicator("need", "3", period="2022 Q2", history=points)

    assert [len(run) for run in runs(drawn(one, span([one])))] == [3]


def test_another_length_of_periods_interrupts_the_line() -> None:
    """Two years taken together are not comparable with one."""
    points = [
        value(number, period=years)
        for number, years in (
            ("1", "2017 - 2018"),
            ("2", "2018 - 2019"),
            ("5", "2018 - 2020"),
            ("6", "2019 - 2021"),
        )
    ]
    one = indicator("need", "6", period="2019 - 2021", history=points)

    assert [len(run) for run in runs(drawn(one, span([one])))] == [2, 2]


def test_it_is_a_drawing_of_its_own(published: Published) -> None:
    """Every sparkline of a report is whole XML, and stays within its 98 by 26."""
    days = span(published.values())
    lines = [sparkline(one, days) for one in published.values()]
    drawings = [line.svg for line in lines if line]

    assert len(drawings) >= 4
    for svg in drawings:
        root = ElementTree.fromstring(svg)
        assert (root.get("width"), root.get("height")) == ("98", "26")
        places = [place for run in runs(svg) for place in run]
        assert all(0 <= x <= 98 and 0 <= y <= 26 for x, y in places)
        for run in runs(svg):
            assert all(before[0] < after[0] for before, after in pairwise(run))


def test_testshires_gap_is_drawn(published: Published) -> None:
    """The quarter that the source skipped breaks the line."""
    one = published["t3"]

    assert [len(run) for run in runs(drawn(one, span([one])))] == [3, 4]
