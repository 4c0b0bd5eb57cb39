"""What Chrome drew over time: marks where labels were reckoned, no text on another."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from drawn import Drawn, taken_apart
from timed import PANELS, PARTS, TREND, grids, made, stacks, trends

from reportgen.pages import charts, fonts
from reportgen.pages.canvas import CheckedExporter
from reportgen.pages.exporter import ChromeExporter, Drawing
from reportgen.pages.lines import line

pytestmark = pytest.mark.browser
Gallery = Mapping[str, tuple[charts.Chart, Drawn]]
POINT = 0.6
"""CSS px by which a mark may miss its place: margins are whole numbers."""


def _charts() -> dict[str, charts.Chart]:
    found = {
        f"{TREND}, {name}": made(TREND, one, area=area).chart
        for name, (area, one) in trends().items()
    }
    for kind, held in ((PANELS, grids()), (PARTS, stacks())):
        found |= {f"{kind}, {n}": made(kind, *ones).chart for n, ones in held.items()}
    return found


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Gallery:
    """The extremes of every kind, drawn by one Chrome."""
    shown = _charts()
    installed = fonts.install(tmp_path_factory.mktemp("fonts"), None)
    drawings = [
        Drawing(name, chart.plot, charts.WIDTH, chart.height)
        for name, chart in shown.items()
    ]
    svgs = CheckedExporter(ChromeExporter(installed.configuration)).export(drawings)
    return {
        name: (chart, taken_apart(svg))
        for (name, chart), svg in zip(shown.items(), svgs, strict=True)
    }


def _expected(figure: Any) -> list[tuple[float, float]]:
    """Where the dots must stand, by margins and ranges alone."""
    layout, spots = figure["layout"], []
    for trace in figure["data"]:
        if trace.get("mode") != "markers":
            continue
        x, y = (
            layout[trace[f"{side}axis"].replace(side, f"{side}axis")] for side in "xy"
        )
        spots += [
            (_across(at, x, layout), _down(value, y, layout))
            for at, value in zip(trace["x"], trace["y"], strict=True)
        ]
    return spots


def _across(at: float, axis: Any, layout: Any) -> float:
    start, end = axis["range"]
    left, right = axis.get("domain", (0, 1))
    margin = layout["margin"]
    wide = layout["width"] - margin["l"] - margin["r"]
    share = (at - start) / (end - start)
    return float(margin["l"] + wide * (left + share * (right - left)))


def _down(value: float, axis: Any, layout: Any) -> float:
    low, high = axis["range"]
    bottom, top = axis.get("domain", (0, 1))
    margin = layout["margin"]
    tall = layout["height"] - margin["t"] - margin["b"]
    share = (value - low) / (high - low)
    return float(margin["t"] + tall * (1 - bottom - share * (top - bottom)))


def test_every_mark_stands_where_it_was_reckoned(gallery: Gallery) -> None:
    """Chrome keeps to the margins, so that labels stand beside what they name."""
    compared = 0
    for name, (chart, picture) in gallery.items():
        wanted = _expected(json.loads(chart.plot))
        seen = [(x, y) for _, x, y in picture.marks]

        assert len(seen) == len(wanted), name
        for (x, y), (along, down) in zip(sorted(wanted), sorted(seen), strict=True):
            assert along == pytest.approx(x, abs=POINT), name
            assert down == pytest.approx(y, abs=POINT), name
            compared += 1

    assert compared > 100


def test_no_text_meets_another(gallery: Gallery) -> None:
    """Every label can be read, however many gaps, breaks and doubts there are."""
    assert {n: p.colliding for n, (_, p) in gallery.items() if p.colliding} == {}


def test_no_text_leaves_the_picture(gallery: Gallery) -> None:
    """Nothing is cut off at an edge."""
    assert {n: p.leaving for n, (_, p) in gallery.items() if p.leaving} == {}


def test_every_picture_has_its_size(gallery: Gallery) -> None:
    """As wide as the page's text, as high as was reckoned, and each its own."""
    sizes = {n: (p.width, p.height) for n, (_, p) in gallery.items()}

    assert sizes == {n: (627, chart.height) for n, (chart, _) in gallery.items()}
    assert len({chart.plot for chart, _ in gallery.values()}) == len(gallery) > 30


def test_the_last_value_is_printed(gallery: Gallery) -> None:
    """In every trend, with its signs, below the name of its place."""
    for name, (area, one) in trends().items():
        _, picture = gallery[f"{TREND}, {name}"]
        texts = [box.text for box in picture.texts]

        assert line(one).area.moments[-1].printed in texts, name
        assert any(area.startswith(text.strip("… ")) for text in texts if text), name
