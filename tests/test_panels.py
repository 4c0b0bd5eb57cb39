"""Small multiples as data: one span of time, own scales, every panel titled."""

import json
from itertools import combinations
from typing import Any

import pytest
from invented import over_time
from timed import PANELS, counted, grids, made, months, series, years

from reportgen.evidence.disclosure import PublishedIndicator
from reportgen.pages.grids import grid
from reportgen.pages.lines import line
from reportgen.pages.placing import Box

ALCOHOL = over_time(
    "alcohol",
    series(years(2015, 4), "45", "40", "50", "48"),
    series(years(2015, 4), *"5678"),
)
CRACK = over_time("crack", series(years(2016, 3), "5.1", "[c]", "4.9 [p]"))
EMPTY = over_time("spice", series(years(2018, 1), "[c]"))


def plot(*ones: PublishedIndicator) -> Any:
    """The plotly figure."""
    return json.loads(made(PANELS, *ones).chart.plot)


def notes(figure: Any) -> list[str]:
    """All texts."""
    return [note["text"] for note in figure["layout"]["annotations"]]


def of(figure: Any, number: int, name: str) -> Any:
    """A trace of the panel with this number."""
    axis = "x" if number == 1 else f"x{number}"
    found = [t for t in figure["data"] if t["xaxis"] == axis and t["name"] == name]
    return found[0] if found else None


def test_each_measure_has_its_panel() -> None:
    """In the order of the outline, each with its own values."""
    figure = plot(ALCOHOL, CRACK)

    assert of(figure, 1, "area")["y"] == [45, 40, 50, 48]
    assert of(figure, 1, "england")["y"] == [5, 6, 7, 8]
    assert of(figure, 2, "area")["y"] == [5.1, None, 4.9]
    assert of(figure, 2, "england") is None


def test_all_panels_share_their_time() -> None:
    """The same period stands at the same place in each."""
    layout = plot(ALCOHOL, CRACK)["layout"]

    assert layout["xaxis"]["range"] == layout["xaxis2"]["range"]
    assert notes(plot(ALCOHOL, CRACK)).count("2015/16") == 2


def test_each_panel_has_its_own_scale() -> None:
    """From the lowest to the highest value drawn, both printed."""
    figure = plot(ALCOHOL, CRACK)
    low, high = figure["layout"]["yaxis"]["range"]
    grids = [figure["layout"][axis]["tickvals"] for axis in ("yaxis", "yaxis2")]

    assert (low < 5, high > 50) == (True, True)
    assert grids == [[50, 5], [5.1, 4.9]]
    assert {"50%", "5%", "5.1%", "4.9%"} <= set(notes(figure))


def test_the_last_value_stands_below_the_title() -> None:
    """With its sign, and with its period where others go on."""
    early = over_time("early", series(years(2015, 2), "3", "4"))
    found = notes(plot(ALCOHOL, CRACK, early))

    assert {"<b>Alcohol</b>", "<b>48%</b>"} <= set(found)
    assert {"<b>Crack</b>", "<b>4.9% [p]</b>"} <= set(found)
    assert "<b>4% in 2016/17</b>" in found


def test_values_in_doubt_are_hollow() -> None:
    """In a small panel too."""
    marker = of(plot(ALCOHOL, CRACK), 2, "area dots")["marker"]

    assert marker["color"] == ["#12436D", "#FFFFFF"]


def test_lines_are_named_once() -> None:
    """Above the first row, where there is more than one line."""
    one, two = plot(CRACK, CRACK), plot(ALCOHOL, CRACK)

    assert "<b>England</b>" in notes(two)
    assert "<b>England</b>" not in notes(one)
    assert [s["name"] for s in two["layout"]["shapes"]] == ["key", "key"]


def test_a_panel_without_a_value_says_why() -> None:
    """In place of the line, and in no other panel."""
    figure = plot(ALCOHOL, EMPTY)
    found = " ".join(notes(figure)).replace("<br>", " ")

    assert "No value: restricted: shown to partners only" in found
    assert "<b>Spice</b>" in found
    assert of(figure, 2, "area") is None


def test_equal_values_stand_half_way_up() -> None:
    """A flat line, with one number at its side."""
    flat = counted("flat", series(years(2015, 3), *"777"))
    figure = plot(flat, ALCOHOL)
    low, high = figure["layout"]["yaxis"]["range"]

    assert (low + high) / 2 == 7
    assert figure["layout"]["yaxis"]["tickvals"] == [7]


def test_breaks_are_drawn() -> None:
    """As a dashed line in the panel that has one."""
    broken = over_time("b", series(years(2015, 3), "5", "6 [b]", "7"))
    shapes = plot(broken, CRACK)["layout"]["shapes"]

    assert [shape["name"] for shape in shapes] == ["break"]


def test_measures_of_different_periods_share_months() -> None:
    """A month beside a year: the axis names the months in which values stand."""
    monthly = over_time("m", series(months("Apr 2019", 3), *"567"))
    found = notes(plot(monthly, ALCOHOL))

    assert found.count("October 2015") == found.count("June 2019") == 2


@pytest.mark.parametrize(
    ("count", "columns"), [(2, 2), (3, 3), (4, 2), (5, 3), (7, 3), (12, 3)]
)
def test_panels_stand_in_rows(count: int, columns: int) -> None:
    """Three in a row, two of two or four; no plot on another, none outside."""
    lines = [
        line(over_time(f"m{n}", series(years(2015, 2), *"56"))) for n in range(count)
    ]
    made_of = grid(lines, key=True)
    boxes = [Box(*p.upper, *p.lower) for p in made_of.panels]

    assert len({p.upper[0] for p in made_of.panels}) == columns
    assert not any(one.meets(other) for one, other in combinations(boxes, 2))
    assert all(box.within(Box(0, 24, 627, made_of.height)) for box in boxes)
    assert sum(panel.foot for panel in made_of.panels) == columns


def test_periods_stand_below_the_lowest_line_of_a_column() -> None:
    """An empty panel has no axis; the one above it has."""
    lines = [line(one) for one in (ALCOHOL, ALCOHOL, CRACK, EMPTY)]

    assert [p.foot for p in grid(lines, key=False).panels] == [False, True, True, False]


@pytest.mark.parametrize("name", grids())
def test_a_grid_fits_on_a_page(name: str) -> None:
    """With its words: less than two thirds of the page."""
    chart = made(PANELS, *grids()[name]).chart
    layout = json.loads(chart.plot)["layout"]

    assert (layout["width"], layout["height"]) == (627, chart.height)
    assert chart.height < 600
    assert not layout["showlegend"]


def test_no_value_at_all_is_no_drawing() -> None:
    """The measures are told as absent."""
    found = made(PANELS, EMPTY, over_time("b", series(years(2020, 1), "[x]")))

    assert found.chart.plot == ""
    assert len(found.chart.absent) == 2
