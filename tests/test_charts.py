"""Charts as data: every value at its place, labelled, in the house's colours."""

import json
from dataclasses import replace
from typing import Any

import pytest
from invented import indicator, outline, published

from reportgen.evidence.disclosure import PublishedIndicator
from reportgen.evidence.outline import FigureKind
from reportgen.pages import charts
from reportgen.pages.readings import read
from reportgen.vocabulary import Marker

AGAINST, AMOUNTS = FigureKind.AGAINST_ENGLAND, FigureKind.AMOUNTS
CHANGES, RELATIVE = FigureKind.CHANGES, FigureKind.RELATIVE_TO_ENGLAND
SOME = (
    indicator("alcohol", "45.0", "40.0"),
    indicator("crack", "12.0", "20.0"),
    indicator("opiates", "30.5", None, Marker.UNVERIFIED),
)


def drawn(
    kind: FigureKind, *ones: PublishedIndicator, area: str = "Testshire"
) -> charts.Chart:
    """The chart of these measures."""
    held = published(*ones, area=area)
    return charts.draw(outline(kind, held), held)


def plot(kind: FigureKind, *ones: PublishedIndicator, area: str = "Testshire") -> Any:
    """Its plotly figure."""
    return json.loads(drawn(kind, *ones, area=area).plot)


def traces(figure: Any, name: str) -> list[Any]:
    """The traces of one name."""
    return [trace for trace in figure["data"] if trace["name"] == name]


def notes(figure: Any) -> list[str]:
    """The texts beside the marks."""
    return [note["text"] for note in figure["layout"].get("annotations", [])]


def names(figure: Any) -> list[str]:
    """What stands down the side, from top to bottom."""
    return list(figure["layout"]["yaxis"]["ticktext"])


@pytest.mark.parametrize("kind", [AGAINST, AMOUNTS, CHANGES])
def test_measures_are_ranked(kind: FigureKind) -> None:
    """The highest stands on top, and the points say the order drawn."""
    chart = drawn(kind, *SOME)

    assert [p.label for p in chart.points] == ["Alcohol", "Opiates", "Crack"]
    assert names(json.loads(chart.plot)) == ["Alcohol", "Opiates", "Crack"]
    assert json.loads(chart.plot)["layout"]["yaxis"]["range"] == [2.5, -0.5]


@pytest.mark.parametrize("kind", [AGAINST, CHANGES])
def test_a_dot_plot_has_both_places(kind: FigureKind) -> None:
    """The area's dots, England's diamonds where it has a value, and a line between."""
    figure = plot(kind, *SOME)
    (area,), (england,) = traces(figure, "area"), traces(figure, "england")
    spans = traces(figure, "span")

    assert (area["x"], area["y"]) == ([45.0, 30.5, 12.0], [0, 1, 2])
    assert (england["x"], england["y"]) == ([40.0, 20.0], [0, 2])
    assert [span["x"] for span in spans] == [[40.0, 45.0], [20.0, 12.0]]
    assert [area["marker"]["symbol"], england["marker"]["symbol"]] == [
        "circle",
        "diamond",
    ]


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
    (bars,) = plot(AMOUNTS, *SOME)["data"]

    assert dots["marker"]["color"] == ["#12436D", "#FFFFFF", "#12436D"]
    assert bars["marker"]["color"] == ["#12436D", "#FFFFFF", "#12436D"]
    assert bars["text"] == ["45.0", "30.5 [u]", "12.0"]


def test_bars_begin_at_zero() -> None:
    """A bar's length is its value."""
    figure = plot(AMOUNTS, *SOME)
    (bars,) = figure["data"]

    assert bars["x"] == [45.0, 30.5, 12.0]
    assert figure["layout"]["xaxis"]["range"][0] == 0
    assert "base" not in bars


def test_the_overview_is_relative_to_england() -> None:
    """Each value as a share of England's; what has none beside it is not drawn."""
    chart = drawn(RELATIVE, *SOME)
    figure = json.loads(chart.plot)
    (area,) = traces(figure, "area")

    assert area["x"] == [112.5, 60.0]
    assert notes(figure) == ["113", "60", "<b>England = 100</b>"]
    assert [one.measure.measure for one in chart.absent] == ["opiates"]
    assert figure["layout"]["shapes"][0]["x0"] == 100


def test_an_overview_without_a_list_takes_what_is_comparable() -> None:
    """All numbered measures that were compared, and no others."""
    held = published(
        indicator("one", "5", "4", number="1"),
        indicator("two", "5", None, number="2"),
        indicator("three", "5", "4"),
    )
    chart = charts.draw(outline(RELATIVE, held, measures=()), held)

    assert [point.label for point in chart.points] == ["One"]


def test_englands_other_period_is_not_drawn() -> None:
    """Two marks on one line are of one period."""
    (one,) = drawn(AGAINST, indicator("need", "5", "4")).points
    mixed = indicator("need", "5", "4", period="2022/23")
    later = indicator("later", "6", "7").england
    (other,) = drawn(AGAINST, replace(mixed, england=later)).points

    assert (one.england, other.england) == (4.0, None)


EXTREMES = [
    ("zero", [("0", "0"), ("0", "0")]),
    ("equal", [("30.0", "30.0"), ("30.0", "30.0")]),
    ("negative", [("-5.5", "3"), ("-20", "-40"), ("-1", None)]),
    ("large", [("10000000", "9999999"), ("1", None), ("1234567", "12")]),
    ("small", [("0.01", "0.02"), ("0.03", "0.01")]),
    ("alone", [("5.0", "4.0")]),
    ("far", [("1000", "1"), ("2", "1")]),
]


@pytest.mark.parametrize("kind", FigureKind)
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
    figure = json.loads(chart.plot)
    low, high = figure["layout"]["xaxis"]["range"]
    start = 100 if kind is RELATIVE else 0
    marks = [x for trace in figure["data"] for x in trace["x"]]

    assert low < high
    assert low <= start <= high
    assert low <= min(marks)
    assert max(marks) <= high


@pytest.mark.parametrize("kind", FigureKind)
def test_type_and_size_are_the_pages(kind: FigureKind) -> None:
    """Every chart has the pages' typeface, width and clear background."""
    chart = drawn(kind, *SOME)
    layout = json.loads(chart.plot)["layout"]

    assert layout["font"]["family"] == "Source Sans Pro"
    assert (layout["width"], layout["height"]) == (charts.WIDTH, chart.height)
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
    figure = plot(AGAINST, one, area="A & <B>")

    assert names(figure) == ["under &lt;b&gt;18&lt;/b&gt; &amp; over"]
    assert "<b>A &amp; &lt;B&gt;</b>" in notes(figure)


def test_many_rows_are_lower() -> None:
    """More than ten measures stand closer, so that a figure stays on its page."""
    few = drawn(AMOUNTS, *[indicator(f"m{n}", str(n)) for n in range(10)])
    many = drawn(AMOUNTS, *[indicator(f"m{n}", str(n)) for n in range(20)])

    assert few.height - 58 == 10 * 38
    assert many.height - 58 == 20 * 25


@pytest.mark.parametrize("kind", FigureKind)
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
