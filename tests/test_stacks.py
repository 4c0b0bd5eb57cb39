"""Parts of a whole: only whole bars, right sums, labels for every part."""

import json
from dataclasses import astuple
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import outline, published
from timed import PARTS, counted, made, months, series, stacks, years

from reportgen.evidence.disclosure import PublishedIndicator
from reportgen.pages.courses import middle
from reportgen.pages.lines import lines
from reportgen.pages.partwords import read_parts
from reportgen.pages.swatches import share
from reportgen.pages.wholes import Whole, whole
from reportgen.periods import parse
from reportgen.vocabulary import Marker

YEARS = years(2020, 4)
OPIATES = counted("opiates", series(YEARS, "800", "810", "790", "700"))
ALCOHOL = counted("alcohol", series(YEARS, "400", "[c]", "395", "450"))
CRACK = counted("crack", series(YEARS, "30", "31", "32", "33"))


def of(*ones: PublishedIndicator, total: PublishedIndicator | None = None) -> Whole:
    """The whole of these parts."""
    held = published(*ones, *([total] if total else []))
    return whole(lines([one.measure.measure for one in ones], held), held)


def plot(*ones: PublishedIndicator) -> Any:
    """The plotly figure."""
    return json.loads(made(PARTS, *ones).chart.plot)


def notes(figure: Any) -> list[str]:
    """All texts."""
    return [note["text"] for note in figure["layout"]["annotations"]]


def test_a_bar_has_all_its_parts() -> None:
    """In the order of the outline, from the bottom; the total is their sum."""
    bars = of(OPIATES, CRACK).bars

    assert [bar.total.bare for bar in bars] == ["830", "841", "822", "733"]
    assert [part.bare for part in bars[-1].parts] == ["700", "33"]


def test_sums_are_exact() -> None:
    """Tenths of kilograms add up to tenths, not to what floats make of them."""
    volume = {"value_type": "volume", "decimals": "1"}
    ones = [counted(n, series(YEARS[:1], "0.1"), **volume) for n in "abc"]

    assert of(*ones).bars[0].total.exact == Decimal("0.3")
    assert of(*ones).bars[0].total.bare == "0.3"


def test_a_part_that_is_withheld_takes_its_bar_along() -> None:
    """Neither the other parts nor a total are drawn, and words say what lacks."""
    found = of(OPIATES, ALCOHOL, CRACK)
    (hole,) = found.holes
    figure = plot(OPIATES, ALCOHOL, CRACK)

    assert [str(bar.period) for bar in found.bars] == ["2020/21", "2022/23", "2023/24"]
    assert (str(hole.period), hole.marker) == ("2021/22", Marker.CONFIDENTIAL)
    assert [label for label, _ in hole.lacking] == ["Alcohol"]
    assert [trace["y"] for trace in figure["data"]] == [
        [800, 790, 700],
        [400, 395, 450],
        [30, 32, 33],
    ]
    assert "not shown [c]" in notes(figure)
    assert not [text for text in notes(figure) if "810" in text or "841" in text]


def total(*texts: str) -> PublishedIndicator:
    """What the parts are parts of."""
    return counted("all", series(YEARS[: len(texts)], *texts))


def parts(*names: str) -> list[PublishedIndicator]:
    """Parts of it, by substance."""
    more = {"part_of": "all", "part_by": "substance"}
    held = series(YEARS[:2], "10", "20")
    return [counted(name, held, **more) for name in names]


def test_a_withheld_total_is_not_worked_out() -> None:
    """Where the figure has all parts of a measure, their sum is its value."""
    found = of(*parts("a", "b"), total=total("20", "[c]"))

    assert [str(bar.period) for bar in found.bars] == ["2020/21"]
    assert [label for label, _ in found.holes[0].lacking] == ["the total"]


def test_some_parts_do_not_give_the_total_away() -> None:
    """Where a sibling is not in the figure, their sum is not the measure's value."""
    ones = parts("a", "b", "c")
    held = published(*ones, total("20", "[c]"))

    assert len(whole(lines(["a", "b"], held), held).bars) == 2


@pytest.mark.parametrize(("text", "differs"), [("45", True), ("40", False)])
def test_a_published_total_that_differs_is_told(text: str, differs: bool) -> None:
    """Rounded parts need not add up to a rounded total."""
    ones = parts("a", "b")
    held = published(*ones, total("20", text))
    found = whole(lines(["a", "b"], held), held)
    told = read_parts(found, outline(PARTS, ones), held).sentence
    what = "The parts add up to 40 for 2021/22; the published total is 45."

    assert (what in told) is differs


def test_bars_are_of_one_length() -> None:
    """A quarter's bar beside a year's would look like a fall."""
    held = [
        *series(YEARS[:2], "100", "110"),
        *series(["2022/23 Q1", "2022/23 Q2"], "20", "30"),
    ]
    found = of(counted("a", held), counted("b", held))

    assert [str(bar.period) for bar in found.bars] == ["2022/23 Q1", "2022/23 Q2"]


def test_the_latest_twelve_are_drawn() -> None:
    """The others are counted."""
    held = series(months("Jan 2020", 30), *("7" for _ in range(30)))
    found = of(counted("a", held), counted("b", held))

    assert (len(found.bars), found.earlier) == (12, 18)


def test_a_bar_of_long_ago_is_left_out() -> None:
    """True to scale it would make hairlines of the others."""
    held = series(["1990", "2020", "2021", "2022"], *"1234")
    found = of(counted("a", held), counted("b", held))

    assert ([str(b.period) for b in found.bars], found.earlier) == (
        ["2020", "2021", "2022"],
        1,
    )


def test_a_negative_part_cannot_be_stacked() -> None:
    """It would lie on the others."""
    ones = (
        counted("a", series(YEARS[:2], "5", "6")),
        counted("b", series(YEARS[:2], "-1", "2")),
    )

    assert [str(bar.period) for bar in of(*ones).bars] == ["2021/22"]


def test_bars_stand_at_their_time() -> None:
    """With white gaps between the segments, and room for an absent bar."""
    figure = plot(OPIATES, ALCOHOL)
    (first, second) = figure["data"]

    assert figure["layout"]["barmode"] == "stack"
    assert first["x"] == [middle(parse(YEARS[n])) for n in (0, 2, 3)]
    assert first["width"] < 366
    assert first["marker"]["line"]["color"] == ["#FFFFFF"] * 3
    assert first["marker"]["color"] == ["#12436D"] * 3
    assert second["marker"]["color"] == ["#28A197"] * 3


def test_the_axis_begins_at_zero() -> None:
    """A bar's length is its value, however high all are."""
    held = series(YEARS, "1000", "1001", "1002", "1003")
    figure = plot(counted("a", held), counted("b", held))

    assert figure["layout"]["yaxis"]["range"][0] == 0


def test_every_part_of_the_last_bar_is_labelled() -> None:
    """Name, value and share, in the order of the stack, beside a square."""
    figure = plot(OPIATES, CRACK)
    found = [text for text in notes(figure) if "%" in text]
    swatches = [s for s in figure["layout"]["shapes"] if s["name"] == "swatch"]

    assert found == ["<b>Crack</b><br>33 (5%)", "<b>Opiates</b><br>700 (95%)"]
    assert [s["fillcolor"] for s in swatches] == ["#28A197", "#12436D"]


def test_totals_stand_above_their_bars() -> None:
    """All where there is room; else last, first, highest and lowest."""
    few, many = notes(plot(OPIATES, CRACK)), notes(plot(*stacks()["millions"]))
    told = [text for text in many if text.startswith("<b>") and "<br>" not in text]

    assert {"<b>830</b>", "<b>841</b>", "<b>822</b>", "<b>733</b>"} <= set(few)
    assert 2 <= len(told) <= 4


def test_parts_in_doubt_are_outlines() -> None:
    """The total above bears their sign."""
    doubtful = counted("a", series(YEARS[:2], "5", "6 [p]"))
    figure = plot(doubtful, CRACK)

    assert figure["data"][0]["marker"]["color"] == ["#12436D", "#FFFFFF"]
    assert figure["data"][0]["marker"]["line"]["color"] == ["#FFFFFF", "#12436D"]
    assert "<b>37 [p]</b>" in notes(figure)


def test_a_break_stands_between_two_bars() -> None:
    """Dashed, with its words above."""
    broken = counted("a", series(YEARS[:3], "5", "6 [b]", "7"))
    figure = plot(broken, CRACK)

    assert [s["name"] for s in figure["layout"]["shapes"]].count("break") == 1
    assert "break in series" in notes(figure)


def test_an_absent_end_says_whose_the_labels_are() -> None:
    """The period of the last bar stands above its labels."""
    late = counted("a", series(YEARS[:3], "5", "6", "[c]"))

    assert "<b>2021/22</b>" in notes(plot(late, CRACK))


def test_one_period_is_bars_on_tracks() -> None:
    """Each track is as long as the whole."""
    ones = [counted(n, series(YEARS[:1], v)) for n, v in (("a", "75"), ("b", "25"))]
    figure = plot(*ones)
    tracks, bars = figure["data"]

    assert (tracks["x"], bars["x"]) == ([100, 100], [75, 25])
    assert figure["layout"]["barmode"] == "overlay"
    assert {"<b>75 (75%)</b>", "<b>25 (25%)</b>", "<b>Total: 100</b>"} <= set(
        notes(figure)
    )


@pytest.mark.parametrize(
    ("part", "rest", "told"),
    [
        ("1", "3", "25%"),
        ("0", "5", "0%"),
        ("5", "0", "100%"),
        ("0", "0", "0%"),
        ("1", "999", "under 1%"),
        ("999", "1", "over 99%"),
        ("1", "199", "1%"),
    ],
)
def test_a_share_is_never_rounded_away(part: str, rest: str, told: str) -> None:
    """0% and 100% are said only where they are true."""
    ones = [counted(n, series(YEARS[:1], v)) for n, v in (("a", part), ("b", rest))]
    (bar,) = of(*ones).bars

    assert share(bar, bar.parts[0]) == told


@pytest.mark.parametrize("name", stacks())
def test_type_and_size_are_the_pages(name: str) -> None:
    """Every chart has the pages' width and height, and no legend."""
    chart = made(PARTS, *stacks()[name]).chart
    layout = json.loads(chart.plot)["layout"]

    assert (layout["width"], layout["height"]) == (627, chart.height)
    assert layout["paper_bgcolor"] == "rgba(0,0,0,0)"
    assert not layout["showlegend"]
    assert chart.height < 400


HIDDEN = st.lists(st.booleans(), min_size=4, max_size=4)
SECRETS = {"a": ("6101", "7163", "8367", "9571"), "b": ("1009", "2027", "4049", "8081")}


@given(HIDDEN, HIDDEN)
def test_no_withheld_part_can_be_worked_out(one: list[bool], other: list[bool]) -> None:
    """Whatever is withheld, neither drawing nor words hold it, nor its bar's sum."""
    ones = []
    for (name, held), hidden in zip(SECRETS.items(), (one, other), strict=True):
        texts = ["[c]" if h else v for h, v in zip(hidden, held, strict=True)]
        ones.append(counted(name, series(YEARS, *texts)))
    found = made(PARTS, *ones)
    figure = json.loads(
        found.chart.plot or '{"data": [], "layout": {"annotations": []}}'
    )
    told = " ".join([*notes(figure), *astuple(found.reading)])
    drawn = {y for trace in figure["data"] for y in trace.get("y", [])}

    for place in range(4):
        numbers = [int(held[place]) for held in SECRETS.values()]
        pairs = zip(numbers, (one, other), strict=True)
        lacking = [number for number, hidden in pairs if hidden[place]]
        for number in [*lacking, *([sum(numbers)] if lacking else [])]:
            assert f"{number:,}" not in told
            assert number not in drawn
        assert lacking or f"{sum(numbers):,}" in told


def test_without_a_whole_bar_words_say_why() -> None:
    """No picture, and what each period lacks."""
    one = counted("a", series(YEARS[:2], "5", "[c]"))
    other = counted("b", series(YEARS[:2], "[x]", "6"))
    found = made(PARTS, one, other)

    assert found.chart.plot == ""
    assert found.reading.headline == "Deaths: no value to show"
    assert found.reading.sentence == (
        "No bar is drawn for 2020/21, which lacks b (not collected); 2021/22, which "
        "lacks a (restricted: shown to partners only)."
    )
