"""Figures over time in a report: planned, faulted where their outline is wrong."""

import pytest
from conftest import Scratch
from invented import outline, over_time, published
from timed import PANELS, PARTS, TREND, counted, series, years

from reportgen.errors import Place, Slug
from reportgen.evidence.outline import FigureKind
from reportgen.pages.exporter import FakeExporter
from reportgen.pages.figures import export, plan
from reportgen.pages.overtime import TIME_KINDS

FILE = "data/outlines/pack-2025.toml"
Case = tuple[str, str, Slug, str, str]
KIND, MEASURES = 'kind = "amounts"', 'measures = ["t5", "t6"]'


def test_the_kinds_over_time() -> None:
    """Each has its drawer and its words."""
    assert set(TIME_KINDS) == {TREND, PANELS, PARTS}


def test_kinds_stand_side_by_side() -> None:
    """A figure over time is numbered, worded and drawn like any other."""
    held = published(
        counted("a", series(years(2022, 2), "5", "6")),
        counted("b", series(years(2022, 2), "7", "[c]")),
    )
    asked = [
        outline(FigureKind.AMOUNTS, [held["a"]], id="amounts"),
        outline(TREND, [held["a"]], id="trend"),
        outline(PANELS, held, id="panels"),
        outline(PARTS, held, id="parts"),
        outline(TREND, [over_time("a", series(years(2022, 1), "5"))], id="other"),
    ]
    plans = [plan(number, one, held) for number, one in enumerate(asked, 1)]
    figures = export(plans, FakeExporter())

    assert [(f.number, f.id) for f in figures] == list(
        enumerate(("amounts", "trend", "panels", "parts", "other"), 1)
    )
    assert all(figure.image and figure.height for figure in figures)
    assert {figure.source for figure in figures} == {
        "Source: Testshire data team; received 1 December 2024"
    }


def test_a_figure_without_a_value_has_words_alone() -> None:
    """No picture is asked for, and no source named."""
    held = published(counted("a", series(years(2022, 1), "[c]")))
    exporter = FakeExporter()
    (figure,) = export([plan(1, outline(TREND, held), held)], exporter)

    assert (figure.image, figure.source, exporter.calls) == ("", "", 0)
    assert "no value to show" in figure.reading.headline


@pytest.mark.parametrize(
    "case",
    [
        (
            "trend",
            '["t5", "t6"]',
            Slug.WRONG_TYPE,
            'a figure of the kind "trend" has 1, not 2',
            "give each measure a figure of its own",
        ),
        ("trend", "[]", Slug.WRONG_TYPE, "has 1, not 0", "name its measures"),
        (
            "small multiples",
            '["t5"]',
            Slug.WRONG_TYPE,
            "has 2 to 12, not 1",
            "name its measures",
        ),
        (
            "small multiples",
            str([f"t{n}" for n in range(13)]).replace("'", '"'),
            Slug.WRONG_TYPE,
            "has 2 to 12, not 13",
            "divide them among several figures",
        ),
        (
            "parts of a whole",
            '["t1", "t2", "t3", "t4", "t5"]',
            Slug.WRONG_TYPE,
            "has 2 to 4, not 5",
            "combine the smallest",
        ),
        (
            "parts of a whole",
            '["t5", "t5"]',
            Slug.DUPLICATE_ROW,
            '"t5" stands twice in the figure "treatment"',
            "name it once",
        ),
        (
            "parts of a whole",
            '["t5", "t3"]',
            Slug.WRONG_TYPE,
            '"t3" is a percentage: it does not add up',
            "name counts or volumes",
        ),
    ],
)
def test_measures_that_do_not_fit_the_kind(testshire: Scratch, case: Case) -> None:
    """Too many, too few, one twice, or one that does not add up."""
    kind, measures, slug, what, cure = case
    testshire.change(FILE, KIND, f'kind = "{kind}"')
    testshire.change(FILE, MEASURES, f"measures = {measures}")
    faults = [one for one in testshire.faults() if one.place.file == FILE]
    place = Place(FILE, column="figure.3.measures")

    assert (slug, place) in [(fault.slug, fault.place) for fault in faults]
    assert any(what in fault.what and cure in fault.cure for fault in faults)


def test_counts_and_volumes_make_no_whole(testshire: Scratch) -> None:
    """People and kilograms do not add up."""
    text = (testshire.folder / "data/measures.csv").read_text("utf-8")
    (row,) = [line for line in text.splitlines() if line.startswith("t6,")]
    testshire.change("data/measures.csv", row, row.replace(",count,", ",volume,"))
    testshire.change(FILE, KIND, 'kind = "parts of a whole"')

    assert "counts and volumes do not make one whole" in str(testshire.told())


@pytest.mark.parametrize(
    ("kind", "measures"),
    [
        ("trend", '["t5"]'),
        ("small multiples", '["t3", "t4", "t5"]'),
        ("parts of a whole", '["t5", "t6"]'),
    ],
)
def test_figures_over_time_build(testshire: Scratch, kind: str, measures: str) -> None:
    """Into both renditions of a whole report."""
    testshire.change(FILE, KIND, f'kind = "{kind}"')
    testshire.change(FILE, MEASURES, f"measures = {measures}")
    made = testshire.build()

    assert len(made) == 2
    assert {one.figures for one in made} == {4}
