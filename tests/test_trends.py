"""Trends as data: every value at its place and time, gaps, breaks, bands, labels."""

import json
import re
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import over_time
from timed import TREND, counted, made, months, series, threes, trends, years

from reportgen.evidence.disclosure import PublishedIndicator
from reportgen.pages.courses import middle
from reportgen.pages.lettering import breadth
from reportgen.pages.lines import line
from reportgen.pages.placing import Box
from reportgen.periods import parse

OURS = series(threes(2012, 5), "6.1", "6.4", "6.9", "5.2", "4.8", spread=0.9)
THEIRS = series(threes(2012, 5), "3.9", "4.1", "4.5", "5.0", "5.2")
SIGNS = ("", " [p]", " [u]", " [b]", " [b] [e]")
DEATHS = over_time("deaths", OURS, THEIRS, value_type="rate")


def plot(one: PublishedIndicator, area: str = "Testshire") -> Any:
    """Its plotly figure."""
    return json.loads(made(TREND, one, area=area).chart.plot)


def trace(figure: Any, name: str) -> Any:
    """The one trace of this name."""
    (found,) = [trace for trace in figure["data"] if trace["name"] == name]
    return found


def notes(figure: Any) -> list[str]:
    """The texts beside and above the lines."""
    return [note["text"] for note in figure["layout"]["annotations"]]


def shapes(figure: Any, name: str) -> list[Any]:
    """The shapes of this name."""
    return [
        shape for shape in figure["layout"].get("shapes", []) if shape["name"] == name
    ]


def day(period: str) -> float:
    """Where a period stands."""
    return middle(parse(period))


def test_both_lines_go_through_their_values() -> None:
    """Each value stands at the middle of its period; the area's line is on top."""
    figure = plot(DEATHS)
    area, england = trace(figure, "area"), trace(figure, "england")
    days = [day(period) for period in threes(2012, 5)]

    assert (area["x"], area["y"]) == (days, [6.1, 6.4, 6.9, 5.2, 4.8])
    assert (england["x"], england["y"]) == (days, [3.9, 4.1, 4.5, 5.0, 5.2])
    names = [trace["name"] for trace in figure["data"]]
    assert names == ["england", "england dots", "area", "area dots"]


def test_the_lines_are_told_apart_without_colour() -> None:
    """England's is thinner, dashed, and ends in a diamond."""
    figure = plot(DEATHS)
    area, england = trace(figure, "area"), trace(figure, "england")

    assert area["line"] == {"color": "#12436D", "width": 2.5}
    assert england["line"]["color"] == "#7F8C99"
    assert england["line"]["width"] < area["line"]["width"]
    assert "px" in england["line"]["dash"]
    assert trace(figure, "area dots")["marker"]["symbol"] == "circle"
    assert trace(figure, "england dots")["marker"]["symbol"] == "diamond"


def test_only_the_last_value_has_a_dot() -> None:
    """Its value stands beside it, below the name."""
    figure = plot(DEATHS)

    assert trace(figure, "area dots")["y"] == [4.8]
    assert trace(figure, "england dots")["y"] == [5.2]
    assert "<b>Testshire</b><br>4.8" in notes(figure)
    assert "<b>England</b><br>5.2" in notes(figure)


def test_the_interval_is_a_solid_band() -> None:
    """Along the upper limits and back along the lower, below the gridlines."""
    (band,) = shapes(plot(DEATHS), "band")
    corners = re.findall(r"([\d.]+),([\d.]+)", band["path"])

    assert [float(value) for _, value in corners] == pytest.approx(
        [7.0, 7.3, 7.8, 6.1, 5.7, 3.9, 4.3, 6.0, 5.5, 5.2]
    )
    assert (band["layer"], band["line"]["width"]) == ("below", 0)
    assert re.fullmatch("#[0-9A-F]{6}", band["fillcolor"])
    assert "opacity" not in band


def test_values_without_limits_have_no_band() -> None:
    """The band ends where limits end; a lone interval is a narrow bar."""
    first = series(years(2015, 2), "5", "6", spread=1)
    bare = series(years(2017, 2), "5", "6")
    last = series(years(2019, 1), "5", spread=1)
    found = shapes(plot(over_time("a", [*first, *bare, *last])), "band")
    spans = [
        {float(at) for at, _ in re.findall(r"([\d.]+),([\d.]+)", band["path"])}
        for band in found
    ]

    assert [len(span) for span in spans] == [2, 2]
    assert max(spans[1]) - min(spans[1]) < 60  # days
    assert shapes(plot(over_time("a", bare)), "band") == []


def test_a_gap_interrupts_line_and_band() -> None:
    """It is said above, with its sign; what stands alone gets a dot."""
    one = over_time("a", series(years(2015, 5), "5", "6", "[c]", "7", "[x]", spread=1))
    figure = plot(one)

    assert trace(figure, "area")["y"] == [5, 6, None, 7]
    assert trace(figure, "area dots")["y"] == [7]
    assert len(shapes(figure, "band")) == 2
    assert {"not shown [c]", "no value [x]"} <= set(notes(figure))


def test_a_break_is_a_gap_with_a_dashed_line() -> None:
    """Midway between two values, from the words down to the axis."""
    figure = plot(over_time("a", series(years(2015, 4), "5", "6", "7 [b]", "8")))
    (upright,) = shapes(figure, "break")
    low, high = figure["layout"]["xaxis"]["range"]
    share = ((day("2016/17") + day("2017/18")) / 2 - low) / (high - low)

    assert trace(figure, "area")["y"] == [5, 6, None, 7, 8]
    assert upright["x0"] == upright["x1"] == pytest.approx(share)
    assert upright["y1"] == pytest.approx(0)
    assert "px" in upright["line"]["dash"]
    assert "break in series" in notes(figure)


def test_many_breaks_are_said_together() -> None:
    """Words that would meet become one remark over their middle."""
    texts = ("5", "6 [b]", "7 [b]", "8 [b]", "9 [b]", "8 [b]", "9 [b]", "8 [b]")
    found = notes(plot(over_time("a", series(years(2015, 8), *texts))))
    told = [text for text in found if "break" in text]

    assert 1 <= len(told) < 7
    assert any("breaks in series" in text for text in told)


def test_englands_break_is_told_as_its_own() -> None:
    """A dashed line would say that the area's values are not comparable."""
    ours = series(years(2015, 4), *"5678")
    figure = plot(over_time("a", ours, series(years(2015, 4), "5", "6", "7 [b]", "8")))

    assert shapes(figure, "break") == []
    assert "England’s break in series" in notes(figure)


def test_values_in_doubt_are_hollow() -> None:
    """One sign stands beside the dots of a row; the last value's is in its label."""
    one = over_time(
        "a", series(years(2015, 6), "5 [u]", "6", "7 [e]", "6 [e]", "5", "4 [p]")
    )
    figure = plot(one)
    dots = trace(figure, "area dots")

    assert dots["y"] == [5, 7, 6, 4]
    assert set(dots["marker"]["color"]) == {"#FFFFFF"}
    assert notes(figure).count("[e]") == 1
    assert notes(figure).count("[u]") == 1
    assert "[p]" not in notes(figure)
    assert "<b>Testshire</b><br>4% [p]" in notes(figure)


def test_a_sign_without_room_stands_above() -> None:
    """It is said in words over its place in time."""
    wild = ["90", "1"] * 14
    wild[13] = "1 [u]"
    found = notes(plot(over_time("a", series(months("Jan 2020", 28), *wild))))

    assert ("[u]" in found) != ("unverified [u]" in found)


def test_labels_do_not_meet() -> None:
    """Equal values push their labels apart, the area's above."""
    same = series(years(2015, 3), *"555")
    figure = plot(over_time("a", same, same))
    places = {
        note["text"]: note["y"] * (figure["layout"]["height"] - 39)
        for note in figure["layout"]["annotations"]
    }

    gap = places["<b>Testshire</b><br>5%"] - places["<b>England</b><br>5%"]
    assert gap == pytest.approx(38)


def test_a_line_that_ends_early_says_when() -> None:
    """A label at the right edge would else be read as the latest value."""
    ours = series(years(2015, 3), "5", "6", "[c]")
    found = notes(plot(over_time("a", ours, series(years(2015, 3), *"567"))))

    assert "<b>Testshire</b><br>6%<br>(2016/17)" in found
    assert "<b>England</b><br>7%" in found


def test_a_long_name_is_broken_and_then_cut() -> None:
    """The label stays in the picture, and the plot keeps most of it."""
    figure = plot(DEATHS, area="Bournemouth, Christchurch and Poole " * 3)
    label = next(text for text in notes(figure) if text.startswith("<b>Bournemouth"))

    assert label.count("<br>") == 3
    assert "…" in label
    assert figure["layout"]["margin"]["r"] < 160


def test_names_are_text_to_plotly() -> None:
    """Tags and entities in a name are printed as they are."""
    assert "<b>A &amp; &lt;B&gt;</b><br>4.8" in notes(plot(DEATHS, area="A & <B>"))


@pytest.mark.parametrize("name", trends())
def test_type_and_size_are_the_pages(name: str) -> None:
    """Every chart has the pages' typeface, width, clear background, and no legend."""
    area, one = trends()[name]
    chart = made(TREND, one, area=area).chart
    layout = json.loads(chart.plot)["layout"]
    texts = json.dumps([note["text"] for note in layout["annotations"]])

    assert layout["font"]["family"] == "Source Sans Pro"
    assert (layout["width"], layout["height"]) == (627, chart.height)
    assert layout["paper_bgcolor"] == layout["plot_bgcolor"] == "rgba(0,0,0,0)"
    assert not layout["showlegend"]
    assert chart.height < 330
    assert layout["xaxis"]["tickangle"] == layout["yaxis"]["tickangle"] == 0
    assert not re.search(r"</b>[^<\"]|</span>", texts)  # the layout would drop it


@pytest.mark.parametrize("name", trends())
def test_all_that_is_drawn_is_in_the_plot(name: str) -> None:
    """Values and limits lie between the highest and the lowest gridline."""
    _, one = trends()[name]
    figure = plot(one)
    low, high = figure["layout"]["yaxis"]["range"]
    start, end = figure["layout"]["xaxis"]["range"]
    drawn = line(one)
    values = [
        value for m in drawn.area.moments for value in (m.value, *(m.limits or ()))
    ]

    for trace in figure["data"]:
        assert all(low <= y <= high for y in trace["y"] if y is not None)
        assert all(start <= x <= end for x in trace["x"] if x is not None)
    assert low <= min(values)
    assert max(values) <= high


CELLS = st.sampled_from(["[c]", "[x]", *(f"{n}{m}" for n in (1, 5, 9) for m in SIGNS)])


@st.composite
def places(draw: st.DrawFn) -> tuple[PublishedIndicator, str]:
    """A measure with any gaps, breaks and doubts, and the name of its area."""
    texts = draw(st.lists(CELLS, min_size=1, max_size=30))
    first = draw(st.integers(1, 9))
    ours = series(months("Jul 2019", len(texts) + 1), str(first), *texts)
    theirs = draw(st.lists(st.sampled_from("159"), max_size=30))
    england = series(months("Jan 2020", len(theirs)), *theirs)
    area = draw(
        st.sampled_from(["York", "Testshire", "Bournemouth, Christchurch, Poole"])
    )
    return over_time("a", ours, england), area


def box(note: Any, layout: Any) -> Box:
    """The place that a text takes, at its widest."""
    lines = note["text"].split("<br>")
    plain = [(re.sub("<[^>]*>", "", text), "<b>" in text) for text in lines]
    wide = max(breadth(text, bold=bold) for text, bold in plain)
    margin = layout["margin"]
    across = layout["width"] - margin["l"] - margin["r"]
    down = layout["height"] - margin["t"] - margin["b"]
    x = margin["l"] + note["x"] * across
    y = margin["t"] + (1 - note["y"]) * down
    left = x if note["xanchor"] == "left" else x - wide / 2
    half = len(lines) * 15 / 2  # CSS px of letters, without the space between lines
    return Box(left, y - half, left + wide, y + half)


@given(places())
def test_no_label_is_reckoned_onto_another(one: tuple[PublishedIndicator, str]) -> None:
    """Whatever is missing, broken or in doubt; and none leaves the picture."""
    layout = plot(one[0], area=one[1])["layout"]
    boxes = [box(note, layout) for note in layout["annotations"]]
    picture = Box(0, 0, layout["width"], layout["height"])

    assert not [pair for pair in combinations(boxes, 2) if pair[0].meets(pair[1])]
    assert all(found.within(picture) for found in boxes)


def test_the_same_values_make_the_same_drawing() -> None:
    """A chart is kept by its content, so equal values give equal text."""
    other = counted("deaths", series(years(2015, 2), *"12"))

    assert made(TREND, DEATHS).chart.plot == made(TREND, DEATHS).chart.plot
    assert made(TREND, DEATHS).chart.plot != made(TREND, other).chart.plot


def test_no_value_is_no_drawing() -> None:
    """The measure is told as absent."""
    found = made(TREND, over_time("a", series(years(2020, 1), "[c]")))

    assert found.chart.plot == ""
    assert found.drawn == ()
    assert [one.measure.measure for one in found.chart.absent] == ["a"]
