"""What Chrome drew: every figure shows its own values, and no text meets another."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from conftest import ROOT
from drawn import Drawn, taken_apart
from invented import figure, indicator

from reportgen.composition import compose
from reportgen.errors import Collector
from reportgen.evidence.assembly import assemble
from reportgen.evidence.disclosure import PublishedIndicator
from reportgen.evidence.outline import FigureKind
from reportgen.pages import charts, fonts
from reportgen.pages.canvas import CheckedExporter
from reportgen.pages.exporter import ChromeExporter, Drawing
from reportgen.pages.palette import WIDTH
from reportgen.pages.points import OF_CHANGE, POINT_KINDS
from reportgen.pages.rows import rows
from reportgen.vocabulary import Marker, Rendition

pytestmark = pytest.mark.browser

LONG = "Adults who began treatment for something with a name that nobody would print "
AREA, ENGLAND = "rgb(18, 67, 109)", "rgb(127, 140, 153)"
POINT = 0.3
"""CSS px by which a mark may miss its place: Chrome writes two decimals."""


def _one(
    name: str,
    area: str,
    england: str | None = None,
    interval: tuple[float, float] | None = None,
) -> PublishedIndicator:
    return indicator(name, area, england, interval=interval)


def _part(name: str, area: str, of: str = "all", by: str = "sex") -> PublishedIndicator:
    return indicator(name, area, "12.5", part_of=of, part_by=by)


EXTREMES: Mapping[str, tuple[str, Sequence[PublishedIndicator]]] = {
    "zero": ("Testshire", [_one("a", "0", "0"), _one("b", "0", "0")]),
    "equal": ("Testshire", [_one(n, "30.0", "30.0") for n in "abc"]),
    "negative": (
        "Testshire",
        [_one("a", "-5.5", "3"), _one("b", "-20", "-40"), _one("c", "-1")],
    ),
    "large": (
        "Testshire",
        [
            indicator("a", "10000000", "9999999", value_type="count"),
            indicator("b", "12", None, Marker.UNVERIFIED, value_type="count"),
        ],
    ),
    "large doubt": (
        "Testshire",
        [
            indicator("a", "10000000", None, Marker.UNVERIFIED, value_type="count"),
            indicator("b", "2", None, value_type="count"),
        ],
    ),
    "small": (
        "Testshire",
        [
            indicator("a", "0.01", "0.02", decimals="2"),
            indicator("b", "0.03", "0.01", decimals="2"),
        ],
    ),
    "alone": ("Testshire", [_one("a", "5.0", "4.0")]),
    "far": ("Testshire", [_one("a", "1000", "1"), _one("b", "2", "1")]),
    "zero first": ("Testshire", [_one("a", "0", "50.0"), _one("b", "0", "1")]),
    "wide name": ("Wolverhampton MM", [_one("a", "50", "0"), _one("b", "0", "1")]),
    "long name": (LONG, [_one("a", "50", "0"), _one("b", "0", "1")]),
    "long labels": ("Testshire", [_one(f"{LONG} {n}", str(n), "9") for n in range(3)]),
    "many long": ("Testshire", [_one(f"{LONG} {n}", str(n), "9") for n in range(12)]),
    "many": ("Testshire", [_one(f"m {n}", str(n), str(20 - n)) for n in range(20)]),
    "intervals": (
        "Testshire",
        [
            _one("narrow", "50", "30", (49.5, 50.6)),
            _one("wide", "40", "41", (12, 81)),
            _one("to zero", "3", "1", (0, 9)),
            _one("below zero", "2", "30", (-4, 9)),
            _one("lopsided", "20", "21", (19.9, 60)),
            _one("without", "45", "44"),
            _one("alone", "25", None, (20, 31)),
        ],
    ),
    "many intervals": (
        "Testshire",
        [_one(f"m {n}", str(n), "14", (n * 0.5, n * 2)) for n in range(1, 29)],
    ),
    "nearly equal": (
        "Testshire",
        [
            _one("a", "36.9", "37.1"),
            _one("b", "37.1", "36.9", (35, 38)),
            _one("c", "0.2"),
        ],
    ),
    "near zero": (
        "Testshire",
        [
            _one(f"m {n}", str(n), "60", (n - 1, n + 1) if n % 2 else None)
            for n in range(9)
        ],
    ),
    "hundredfold": ("Testshire", [_one("a", "1000", "10"), _one("b", "10", "9")]),
    "total": (
        "Testshire",
        [
            _one("all", "22", "10"),
            _part("men", "8.5"),
            _part("women", "-5"),
            indicator(
                "spice", "3", None, Marker.UNVERIFIED, part_of="all", part_by="b"
            ),
            _part("crack", "87", by="b"),
        ],
    ),
    "28 long": ("Testshire", [_one(f"{LONG * 4} {n}", str(n), "9") for n in range(28)]),
    "markup": ("A & <B>", [indicator("a", "5", "4", label="under <b>18</b> & up")]),
}


@pytest.fixture(scope="module")
def gallery(
    tmp_path_factory: pytest.TempPathFactory,
) -> Mapping[str, tuple[charts.Chart, Drawn]]:
    """Every figure of both real cycles, and the extremes, drawn by one Chrome."""
    shown = {chart.id: chart for chart in _real()}
    for name, (area, ones) in EXTREMES.items():
        for kind in POINT_KINDS:
            chart = charts.draw(*figure(kind, *ones, area=area))
            if chart.plot:
                shown[f"{name}, {kind}"] = chart
    installed = fonts.install(tmp_path_factory.mktemp("fonts"), None)
    drawings = [
        Drawing(name, chart.plot, WIDTH, chart.height) for name, chart in shown.items()
    ]
    svgs = CheckedExporter(ChromeExporter(installed.configuration)).export(drawings)
    return {
        name: (chart, taken_apart(svg))
        for (name, chart), svg in zip(shown.items(), svgs, strict=True)
    }


def _real() -> list[charts.Chart]:
    data: Path = ROOT / "data"
    made = assemble(data, ["2024-05", "2024-10"], Collector())
    plans = [plan for one in made for plan in compose(one, Rendition.PUBLIC).plans]
    return [plan.chart for plan in plans if plan.chart.kind in POINT_KINDS]


def _expected(chart: charts.Chart) -> list[tuple[str, float]]:
    """Colour and value of each mark: England's, then the area's, from the top."""
    area = [(AREA, point.value) for point in chart.points]
    if chart.kind is FigureKind.AMOUNTS:
        return area
    england = [(ENGLAND, p.england) for p in chart.points if p.england is not None]
    return england + area


def _seen(chart: charts.Chart, picture: Drawn) -> list[tuple[str, float]]:
    """The same, read from the places in the picture and the axis's own labels."""
    if chart.kind is FigureKind.AMOUNTS:
        return [(AREA, picture.value_at(end)) for _, end, _ in picture.bars]
    return [(colour, picture.value_at(along)) for colour, along, _ in picture.marks]


def test_every_real_figure_is_drawn(
    gallery: Mapping[str, tuple[charts.Chart, Drawn]],
) -> None:
    """The two cycles have ten figures, and each became a picture of its size."""
    real = [one for name, one in gallery.items() if "/" in name]

    assert len(real) == len(_real()) >= 10
    assert all(
        (WIDTH, chart.height) == (picture.width, picture.height)
        for chart, picture in gallery.values()
    )


def test_every_mark_stands_at_its_value(
    gallery: Mapping[str, tuple[charts.Chart, Drawn]],
) -> None:
    """Measured against the printed axis, each mark is the published value."""
    compared = 0
    for name, (chart, picture) in gallery.items():
        if len(picture.ticks) < 2:
            continue
        a_pixel = abs(picture.value_at(1.0) - picture.value_at(0.0))
        wanted, found = _expected(chart), _seen(chart, picture)
        assert [colour for colour, _ in found] == [colour for colour, _ in wanted], name
        for (_, value), (_, read) in zip(wanted, found, strict=True):
            assert read == pytest.approx(value, abs=POINT * a_pixel), name
            compared += 1

    assert compared > 150


def test_every_mark_stands_in_its_row(
    gallery: Mapping[str, tuple[charts.Chart, Drawn]],
) -> None:
    """A mark is level with the name of its measure, and groups stand apart."""
    for name, (chart, picture) in gallery.items():
        area = [y for colour, _, y in picture.marks if colour == AREA]
        found = [y for _, _, y in picture.bars] if picture.bars else area
        grid = rows(chart.points, chart.kind)
        top = chart.height - grid.height - 30
        step = grid.height / (grid.reach[0] - grid.reach[1])
        wanted = [top + step * (place + 0.5) for place in grid.places]
        if any(end - start for start, end, _ in picture.bars) or area:
            seen = [y for y in found if y > top]  # a bar of nothing has no place
            assert seen == pytest.approx(wanted[: len(seen)], abs=0.6), name


def test_every_whisker_spans_its_interval(
    gallery: Mapping[str, tuple[charts.Chart, Drawn]],
) -> None:
    """Its two ends are the limits, in the row of their measure."""
    compared = 0
    for name, (chart, picture) in gallery.items():
        reaches = [point.reach for point in chart.points if point.reach]
        assert len(reaches) == len(picture.whiskers), name
        if len(picture.ticks) < 2:
            continue
        a_pixel = abs(picture.value_at(1.0) - picture.value_at(0.0))
        levels = [y for colour, _, y in picture.marks if colour == AREA]
        for (low, high), (start, end, y) in zip(reaches, picture.whiskers, strict=True):
            ends = (picture.value_at(start), picture.value_at(end))
            assert ends == pytest.approx((low, high), abs=POINT * a_pixel), name
            assert min(abs(y - level) for level in levels) < 0.6, name
            compared += 1

    assert compared > 60


def test_no_text_stands_on_a_whisker(
    gallery: Mapping[str, tuple[charts.Chart, Drawn]],
) -> None:
    """Numbers keep clear of the ends of intervals, and so do names."""
    met = [
        (name, box.text)
        for name, (_, picture) in gallery.items()
        for start, end, y in picture.whiskers
        for box in picture.texts
        if box.left < end and start < box.right and box.top < y < box.bottom
    ]

    assert met == []


@pytest.mark.parametrize("kind", [FigureKind.AGAINST_ENGLAND, *OF_CHANGE])
def test_no_number_stands_on_the_line_of_zero(
    gallery: Mapping[str, tuple[charts.Chart, Drawn]], kind: FigureKind
) -> None:
    """The line of zero runs through from the first row to the last."""
    met = [
        (name, box.text)
        for name, (chart, picture) in gallery.items()
        for zero in [along for along, value in picture.ticks if value == 0]
        for box in picture.texts
        if chart.kind is kind
        and box.left < zero < box.right
        and 24 < (box.top + box.bottom) / 2 < chart.height - 30
    ]

    assert met == []


def test_a_name_keeps_clear_of_the_marks(
    gallery: Mapping[str, tuple[charts.Chart, Drawn]],
) -> None:
    """What stands in the names' column is not touched by a dot."""
    for name, (chart, picture) in gallery.items():
        left = rows(chart.points, chart.kind).left
        ends = [box.right for box in picture.texts if box.right < left]
        starts = [along - 7 for colour, along, _ in picture.marks if colour == AREA]
        assert not starts or min(starts) > max(ends) + 1, name


def test_every_value_is_printed(
    gallery: Mapping[str, tuple[charts.Chart, Drawn]],
) -> None:
    """The picture's labels are the published values, each as often as it is drawn."""
    for name, (chart, picture) in gallery.items():
        texts = [box.text for box in picture.texts]
        apart = chart.kind in OF_CHANGE  # there the mark of doubt is a text of its own
        wanted = [
            point.printed.removesuffix(" [u]") if apart else point.printed
            for point in chart.points
        ]
        wanted += [p.england_printed for p in chart.points if p.england is not None]
        wanted += ["[u]" for p in chart.points if p.unverified and apart]
        for text in wanted:
            assert texts.count(text) >= wanted.count(text), f"{name}: {text}"


def test_no_two_figures_show_the_same(
    gallery: Mapping[str, tuple[charts.Chart, Drawn]],
) -> None:
    """Figures of different values are different pictures."""
    pictures = {
        name: (picture.marks, picture.bars, [box.text for box in picture.texts])
        for name, (chart, picture) in gallery.items()
        if name.startswith("2024-05/")
    }

    assert len({str(picture) for picture in pictures.values()}) == len(pictures) >= 6


def test_no_text_meets_another(
    gallery: Mapping[str, tuple[charts.Chart, Drawn]],
) -> None:
    """Every label can be read, in the real cycles and in extreme ones."""
    assert {n: p.colliding for n, (_, p) in gallery.items() if p.colliding} == {}


def test_no_text_leaves_the_picture(
    gallery: Mapping[str, tuple[charts.Chart, Drawn]],
) -> None:
    """Nothing is cut off at an edge."""
    assert {n: p.leaving for n, (_, p) in gallery.items() if p.leaving} == {}


def test_names_with_markup_are_printed_as_they_are(
    gallery: Mapping[str, tuple[charts.Chart, Drawn]],
) -> None:
    """Chrome prints tags and ampersands of a name, and obeys none."""
    _, picture = gallery[f"markup, {FigureKind.AGAINST_ENGLAND}"]
    texts = [box.text for box in picture.texts]

    assert "A & <B>" in texts
    assert "under <b>18</b> & up" in texts
