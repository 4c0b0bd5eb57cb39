"""Charts as data: every value at its place, labelled, in the house's colours."""

import json
from dataclasses import replace
from typing import Any

import pytest
from invented import figure, indicator, outline, published

from reportgen.evidence.disclosure import PublishedIndicator
from reportgen.evidence.outline import FigureKind
from reportgen.pages import charts
from reportgen.pages.palette import WIDTH
from reportgen.pages.points import OF_CHANGE, POINT_KINDS
from reportgen.pages.readings import read
from reportgen.vocabulary import Marker

AGAINST, AMOUNTS = FigureKind.AGAINST_ENGLAND, FigureKind.AMOUNTS
CHANGES, RELATIVE = FigureKind.CHANGES, FigureKind.RELATIVE_TO_ENGLAND
SINCE = FigureKind.CHANGE_SINCE
SOME = (
    indicator("alcohol", "45.0", "40.0"),
    indicator("crack", "12.0", "20.0"),
    indicator("opiates", "30.5", None, Marker.UNVERIFIED),
)


def drawn(
    kind: FigureKind, *ones: PublishedIndicator, area: str = "Testshire"
) -> charts.Chart:
    """The chart of these measures."""
    return charts.draw(*figure(kind, *ones, area=area))


def plot(kind: FigureKind, *ones: PublishedIndicator, area: str = "Testshire") -> Any:
    """Its plotly figure."""
    return json.loads(drawn(kind, *ones, area=area).plot)


def traces(picture: Any, name: str) -> list[Any]:
    """The traces of one name."""
    return [trace for trace in picture["data"] if trace["name"] == name]


def notes(picture: Any) -> list[str]:
    """The texts beside the marks."""
    return [note["text"] for note in picture["layout"].get("annotations", [])]


def names(picture: Any) -> list[str]:
    """What stands down the side, from top to bottom."""
    return list(picture["layout"]["yaxis"]["ticktext"])


def spans(picture: Any) -> list[tuple[float, float]]:
    """Where the line of each row begins and ends."""
    (trace,) = traces(picture, "span")
    return list(zip(trace["x"][::3], trace["x"][1::3], strict=True))


@pytest.mark.parametrize("kind", [AGAINST, AMOUNTS, CHANGES])
def test_measures_are_ranked(kind: FigureKind) -> None:
    """The highest stands on top, and the points say the order drawn."""
    chart = drawn(kind, *SOME)

    assert [p.label for p in chart.points] == ["Alcohol", "Opiates", "Crack"]
    assert names(json.loads(chart.plot)) == ["Alcohol", "Opiates", "Crack"]
    assert json.loads(chart.plot)["layout"]["yaxis"]["range"] == [2.5, -0.5]


@pytest.mark.parametrize("kind", [AGAINST, CHANGES])
def test_a_dot_plot_has_both_places(kind: FigureKind) -> None:
    """The area's dots, and England's diamonds where it has a value."""
    picture = plot(kind, *SOME)
    (area,), (england,) = traces(picture, "area"), traces(picture, "england")

    assert (area["x"], area["y"]) == ([45.0, 30.5, 12.0], [0, 1, 2])
    assert (england["x"], england["y"]) == ([40.0, 20.0], [0, 2])
    assert (area["marker"]["symbol"], england["marker"]["symbol"]) == (
        "circle",
        "diamond-tall",
    )


def test_a_line_leads_from_what_is_measured_against() -> None:
    """From England's value, from England's 100, or from no change."""
    assert spans(plot(AGAINST, *SOME)) == [(40.0, 45.0), (20.0, 12.0)]
    assert spans(plot(RELATIVE, *SOME)) == [(100.0, 112.5), (100.0, 60.0)]
    assert spans(plot(CHANGES, *SOME)) == [(0.0, 45.0), (0.0, 30.5), (0.0, 12.0)]
    assert spans(plot(SINCE, *SOME)) == [(0.0, 45.0), (0.0, 12.0)]


TESTED = (
    indicator("alcohol", "45.0", "40.0", interval=(42.5, 47.5)),
    indicator("crack", "12.0", "20.0", interval=(5.0, 21.0)),
    indicator("opiates", "30.5", "30.0"),
)


def test_an_interval_is_a_whisker() -> None:
    """It stands instead of the line, on the figure's scale; no other row has it."""
    beside, share = plot(AGAINST, *TESTED), plot(RELATIVE, *TESTED)
    ((one,), (other,)) = traces(beside, "interval"), traces(share, "interval")

    assert (one["x"], one["y"]) == ([45.0, 12.0], [0, 2])
    assert (one["error_x"]["array"], one["error_x"]["arrayminus"]) == (
        [2.5, 9.0],
        [2.5, 7.0],
    )
    assert other["error_x"]["array"] == pytest.approx([2.5 / 40 * 100, 9 / 20 * 100])
    assert spans(beside) == [(30.0, 30.5)]
    assert not traces(plot(AGAINST, *SOME), "interval")
    assert not traces(plot(CHANGES, *TESTED), "interval")


def test_numbers_stand_beyond_the_whisker() -> None:
    """A number begins where the interval ends, unless its mark lies further out."""
    layout = plot(AGAINST, *TESTED)["layout"]
    found = {n["text"]: (n["x"], n["xanchor"]) for n in layout["annotations"]}

    assert found["45.0"] == (47.5, "left")
    assert found["40.0"] == (40.0, "right")
    assert found["12.0"] == (5.0, "right")
    assert found["20.0"] == (21.0, "left")
    assert found["30.5"] == (30.5, "left")


def test_no_number_stands_on_the_line_of_zero() -> None:
    """What would lie on it stands on its other side."""
    layout = plot(AGAINST, indicator("a", "2.5", "40"), SOME[0])["layout"]
    found = {n["text"]: (n["x"], n["xanchor"]) for n in layout["annotations"]}

    assert found["2.5"] == (0.0, "right")
    assert found["45.0"] == (45.0, "left")


@pytest.mark.parametrize("kind", OF_CHANGE)
def test_changes_stand_in_columns(kind: FigureKind) -> None:
    """One for each place under its name, beside the plot, level with its row."""
    picture = plot(kind, *TESTED)
    texts = {n["text"]: n for n in picture["layout"]["annotations"]}
    unit = " points" if kind is SINCE else ""
    ours = [
        texts[f"{sign}{text}{unit}"] for sign, text in _printed(kind, "45.0 30.5 12.0")
    ]
    theirs = [
        texts[f"{sign}{text}{unit}"] for sign, text in _printed(kind, "40.0 30.0 20.0")
    ]

    assert len({n["x"] for n in [*ours, texts["<b>Testshire</b>"]]}) == 1
    assert len({n["x"] for n in [*theirs, texts["<b>England</b>"]]}) == 1
    assert 1 < ours[0]["x"] < theirs[0]["x"]
    assert [n["y"] for n in ours] == [n["y"] for n in theirs]
    assert ours[0]["y"] > ours[1]["y"] > ours[2]["y"]
    assert [one["type"] for one in picture["layout"]["shapes"]] == ["circle", "path"]


def _printed(kind: FigureKind, texts: str) -> list[tuple[str, str]]:
    return [("+" if kind is SINCE else "", text) for text in texts.split()]


def test_without_england_there_is_one_column() -> None:
    """No column without a number."""
    picture = plot(CHANGES, indicator("a", "5"), indicator("b", "4"))

    assert "<b>England</b>" not in notes(picture)
    assert [one["type"] for one in picture["layout"]["shapes"]] == ["circle"]
    assert not traces(picture, "england")


def test_numbers_stand_on_the_outer_sides() -> None:
    """Whichever of two marks is lower has its number on the left."""
    layout = plot(AGAINST, *SOME)["layout"]

    assert [(n["text"], n["xanchor"]) for n in layout["annotations"]] == [
        ("45.0", "left"),
        ("40.0", "right"),
        ("30.5 [u]", "left"),
        ("12.0", "right"),
        ("20.0", "left"),
        ("<b>Testshire</b>", "left"),
        ("<b>England</b>", "right"),
    ]


def test_a_doubtful_value_is_hollow() -> None:
    """Shape and words tell the doubt, not colour alone."""
    (dots,) = traces(plot(AGAINST, *SOME), "area")
    picture = plot(AMOUNTS, *SOME)
    (bars,) = picture["data"]

    assert dots["marker"]["color"] == ["#12436D", "#FFFFFF", "#12436D"]
    assert bars["marker"]["color"] == ["#12436D", "#FFFFFF", "#12436D"]
    assert notes(picture) == ["45.0", "30.5 [u]", "12.0"]
    assert {"+45.0", "30.5", "[u]"} - set(notes(plot(CHANGES, *SOME))) == {"+45.0"}


def test_bars_begin_at_zero() -> None:
    """A bar's length is its value."""
    picture = plot(AMOUNTS, *SOME)
    (bars,) = picture["data"]

    assert bars["x"] == [45.0, 30.5, 12.0]
    assert picture["layout"]["xaxis"]["range"][0] == 0
    assert "base" not in bars


PARTS = (
    indicator("all", "22.0", "10.0"),
    indicator("women", "5.0", "7.0", part_of="all", part_by="sex"),
    indicator("spice", "87.0", "9.0", part_of="all", part_by="substance"),
    indicator("men", "8.0", "9.0", part_of="all", part_by="sex"),
    indicator("crack", "91.0", "9.0", part_of="all", part_by="substance"),
)


@pytest.mark.parametrize("kind", [*OF_CHANGE, AMOUNTS])
def test_a_total_stands_apart_from_its_parts(kind: FigureKind) -> None:
    """First the total, then parts by one thing, then by another, each group ranked."""
    chart = drawn(kind, *PARTS)
    picture = json.loads(chart.plot)
    lines = [one for one in picture["layout"]["shapes"] if one["type"] == "line"]

    assert names(picture) == ["All", "Men", "Women", "Crack", "Spice"]
    assert [p.total for p in chart.points] == [True, False, False, False, False]
    assert picture["layout"]["yaxis"]["tickvals"] == pytest.approx(
        [0, 1.4, 2.4, 3.8, 4.8]
    )
    assert len(lines) == 2


def test_a_total_that_is_withheld_leaves_its_parts_in_groups() -> None:
    """Parts by different things are never ranked among each other."""
    chart = drawn(CHANGES, indicator("all", None), *PARTS[1:])

    assert [p.label for p in chart.points] == ["Men", "Women", "Crack", "Spice"]
    assert [p.apart for p in chart.points] == [False, False, True, False]


@pytest.mark.parametrize("kind", [AGAINST, RELATIVE])
def test_levels_are_ranked_whatever_they_are_part_of(kind: FigureKind) -> None:
    """Beside England a total is one row among others."""
    assert not any(p.total or p.apart for p in drawn(kind, *PARTS).points)


def test_a_measure_that_is_no_part_makes_no_total() -> None:
    """One measure that is not a part of the first, and all are ranked."""
    chart = drawn(CHANGES, *PARTS, indicator("other", "50"))

    assert [p.label for p in chart.points][:2] == ["Crack", "Spice"]


def test_the_overview_is_relative_to_england() -> None:
    """Each value as a share of England's; what has none beside it is not drawn."""
    chart = drawn(RELATIVE, *SOME)
    picture = json.loads(chart.plot)
    (area,) = traces(picture, "area")

    assert area["x"] == [112.5, 60.0]
    assert notes(picture) == ["113", "60", "<b>England = 100</b>"]
    assert [one.measure.measure for one in chart.absent] == ["opiates"]
    (line,) = traces(picture, "benchmark")
    assert (line["x"], line["y"]) == ([100.0, 100.0], [1.5, -0.5])


def test_what_nearly_is_england_is_not_printed_as_england() -> None:
    """99.6 of England's 100 is not 100; equal values are."""
    ones = [indicator("a", "249", "250"), indicator("b", "75", "75")]

    assert notes(plot(RELATIVE, *ones))[:2] == ["100", "99.6"]


def test_little_is_not_made_much_of() -> None:
    """The axis of an overview reaches a tenth to either side of England at least."""
    low, high = plot(RELATIVE, indicator("a", "30", "30.1"))["layout"]["xaxis"]["range"]

    assert low <= 90
    assert high >= 110


def test_an_overview_without_a_list_takes_what_is_comparable() -> None:
    """All numbered measures that were compared, and no others."""
    held = published(
        indicator("one", "5", "4", number="1"),
        indicator("two", "5", None, number="2"),
        indicator("three", "5", "4"),
    )
    chart = charts.draw(outline(RELATIVE, held, measures=()), held)

    assert [point.label for point in chart.points] == ["One"]


def test_england_is_not_drawn_where_the_two_are_not_comparable() -> None:
    """A national count beside a local one would show nothing but size."""
    (one,) = drawn(AGAINST, indicator("need", "5", "40000", comparable="no")).points

    assert one.england is None


def test_englands_other_period_is_not_drawn() -> None:
    """Two marks on one line are of one period."""
    (one,) = drawn(AGAINST, indicator("need", "5", "4")).points
    mixed = indicator("need", "5", "4", period="2022/23")
    later = indicator("later", "6", "7").england
    quarters = indicator("q", "5", "4", period="2021/22 Q4")
    same = replace(quarters, england=indicator("q", "5", "4", period="2022 Q1").england)
    (other,) = drawn(AGAINST, replace(mixed, england=later)).points

    (alike,) = drawn(AGAINST, same).points

    assert (one.england, other.england, alike.england) == (4.0, None, 4.0)


EXTREMES = [
    ("zero", [("0", "0"), ("0", "0")]),
    ("equal", [("30.0", "30.0"), ("30.0", "30.0")]),
    ("negative", [("-5.5", "3"), ("-20", "-40"), ("-1", None)]),
    ("large", [("10000000", "9999999"), ("1", None), ("1234567", "12")]),
    ("small", [("0.01", "0.02"), ("0.03", "0.01")]),
    ("alone", [("5.0", "4.0")]),
    ("far", [("1000", "1"), ("2", "1")]),
]


@pytest.mark.parametrize("kind", POINT_KINDS)
@pytest.mark.parametrize(
    "values", [values for _, values in EXTREMES], ids=[name for name, _ in EXTREMES]
)
def test_the_axis_holds_every_mark(
    kind: FigureKind, values: list[tuple[str, str | None]]
) -> None:
    """Marks lie inside the axis, which begins at zero or at England."""
    ones = [indicator(f"m{n}", area, en) for n, (area, en) in enumerate(values)]
    chart = drawn(kind, *ones)
    if not chart.plot:  # nothing is relative to England's zero
        assert kind is RELATIVE
        return
    picture = json.loads(chart.plot)
    low, high = picture["layout"]["xaxis"]["range"]
    start = 100 if kind is RELATIVE else 0
    marks = [x for trace in picture["data"] for x in trace["x"] if x is not None]

    assert low < high
    assert low <= start <= high
    assert low <= min(marks)
    assert max(marks) <= high


def test_the_axis_holds_every_whisker() -> None:
    """An interval that reaches beyond all values is shown whole."""
    for kind in (AGAINST, RELATIVE):
        picture = plot(kind, indicator("a", "10", "8", interval=(-3, 30)))
        low, high = picture["layout"]["xaxis"]["range"]
        scale = 1 if kind is AGAINST else 100 / 8

        assert low <= -3 * scale
        assert high >= 30 * scale


@pytest.mark.parametrize(
    ("kind", "ones", "ticks"),
    [
        (AGAINST, [("1000", "10"), ("2", "1")], "0 200 400 600 800 1,000"),
        (AGAINST, [("0", "0")], "0"),
        (AMOUNTS, [("-20", None), ("10", None)], "−20 −10 0 10"),
        (CHANGES, [("-11.4", "5"), ("87", "26.6")], "0 +20% +40% +60% +80%"),
        (SINCE, [("-3", "2"), ("4", "1")], "−2 0 +2 +4"),
        (RELATIVE, [("5", "10"), ("10", "8")], "40 60 80 100 120"),
    ],
)
def test_gridlines_stand_at_round_numbers(
    kind: FigureKind, ones: list[tuple[str, str | None]], ticks: str
) -> None:
    """Below zero only where a mark is; changes carry their sign, and their unit."""
    held = [indicator(f"m{n}", area, en) for n, (area, en) in enumerate(ones)]

    assert list(plot(kind, *held)["layout"]["xaxis"]["ticktext"]) == ticks.split()


def test_gridlines_are_no_finer_than_values() -> None:
    """No half person."""
    one = indicator("a", "2", value_type="count", decimals="0")

    assert plot(AMOUNTS, one)["layout"]["xaxis"]["ticktext"] == ["0", "1", "2"]


@pytest.mark.parametrize("kind", POINT_KINDS)
def test_type_and_size_are_the_pages(kind: FigureKind) -> None:
    """Every chart has the pages' typeface, width and clear background."""
    chart = drawn(kind, *SOME)
    layout = json.loads(chart.plot)["layout"]

    assert layout["font"]["family"] == "Source Sans Pro"
    assert (layout["width"], layout["height"]) == (WIDTH, chart.height)
    assert layout["paper_bgcolor"] == layout["plot_bgcolor"] == "rgba(0,0,0,0)"
    assert not layout["showlegend"]
    assert "title" not in layout


def test_a_long_area_has_a_line_of_its_own() -> None:
    """A name that does not fit above a mark explains the shapes instead."""
    area = "Bournemouth, Christchurch and Poole"

    assert f"<b>{area}: dot; England: diamond</b>" in notes(
        plot(AGAINST, *SOME, area=area)
    )
    assert f"<b>{area}: dot</b>" in notes(
        plot(AGAINST, indicator("need", "5"), area=area)
    )
    assert any("…" in text for text in notes(plot(AGAINST, *SOME, area=area * 3)))
    assert "<b>Bournemouth,<br>Christchurch<br>and Poole</b>" in notes(
        plot(CHANGES, *SOME, area=area)
    )


def test_both_shapes_are_explained_where_england_is_not_in_the_first_row() -> None:
    """Without two marks in the first row, a line above says which is which."""
    ones = [indicator("a", "50"), indicator("b", "5", "4")]

    assert "<b>Testshire: dot; England: diamond</b>" in notes(plot(AGAINST, *ones))


def test_a_long_label_is_broken_and_then_cut() -> None:
    """Three lines at most; rows grow with them, and the whole name is in the words."""
    long = "Adults who began treatment for something with a very long name " * 2
    chart = drawn(AMOUNTS, indicator("one", "5", label=long.strip()), SOME[0])
    (name, *_) = [n for n in names(json.loads(chart.plot)) if n != "Alcohol"]

    assert name.count("<br>") == 2
    assert name.endswith("…")
    assert chart.height > drawn(AMOUNTS, SOME[0], SOME[1]).height


def test_text_is_text_to_plotly() -> None:
    """Tags and entities in a name are printed as they are."""
    one = indicator("need", "5", "4", label="under <b>18</b> & over")
    for kind in (AGAINST, CHANGES):
        picture = plot(kind, one, area="A & <B>")

        assert names(picture) == ["under &lt;b&gt;18&lt;/b&gt; &amp; over"]
        assert "<b>A &amp; &lt;B&gt;</b>" in notes(picture)


def test_many_rows_are_lower() -> None:
    """More than ten measures stand closer, so that a figure stays on its page."""
    few = drawn(AMOUNTS, *[indicator(f"m{n}", str(n)) for n in range(10)])
    many = drawn(AMOUNTS, *[indicator(f"m{n}", str(n)) for n in range(20)])

    assert few.height - 58 == 10 * 31
    assert many.height - 58 == 20 * 25


def test_a_figure_never_outgrows_its_page() -> None:
    """With many long names, each has fewer lines."""
    long = "Adults who began treatment for something with a very long name "
    ones = [indicator(f"m{n}", str(n), label=f"{long}{n}") for n in range(28)]

    assert drawn(AMOUNTS, *ones[:12]).height <= 830
    assert drawn(AMOUNTS, *ones).height <= 830
    assert {name.count("<br>") for name in names(plot(AMOUNTS, *ones))} == {0}
    assert 2 in {name.count("<br>") for name in names(plot(AMOUNTS, *ones[:5]))}


@pytest.mark.parametrize("kind", POINT_KINDS)
def test_nothing_to_draw_is_no_drawing(kind: FigureKind) -> None:
    """Without a value there is no picture, and the measure is told as absent."""
    chart = drawn(kind, indicator("need", None))

    assert (chart.plot, chart.points) == ("", ())
    assert [one.measure.measure for one in chart.absent] == ["need"]


def test_the_same_values_make_the_same_drawing() -> None:
    """A chart is kept by its content, so equal values give equal text."""
    assert drawn(AGAINST, *SOME).plot == drawn(AGAINST, *SOME).plot
    assert drawn(AGAINST, *SOME).plot != drawn(AGAINST, *SOME[:2]).plot


def test_more_points_than_a_page_holds() -> None:
    """What lies furthest from England is drawn; the sentence counts the rest."""
    ones = [indicator(f"m{n:02}", str(100 + n), "100.0") for n in range(1, 41)]
    held = published(*ones)
    asked = outline(RELATIVE, held)
    chart = charts.draw(asked, held)

    assert (len(chart.points), chart.left_out) == (28, 12)
    assert [p.value for p in chart.points] == [float(n) for n in range(140, 112, -1)]
    sentence = read(chart, asked, held).sentence
    assert (
        "12 groups nearer to England are not drawn; the tables have them." in sentence
    )
