"""Key figures of letters: those of the released file, printed as the report does."""

import json
from pathlib import Path

import pytest
from conftest import Scratch
from exampleton import assembled

from reportgen.composition import Composition, compose
from reportgen.desk.keyfigures import figures_of
from reportgen.errors import FaultsFound
from reportgen.evidence.measures import Measures
from reportgen.pages.dataset import published_csv
from reportgen.pages.letterfigures import MOST, published_figures
from reportgen.pages.opening import KeyFigure, key_figure
from reportgen.vocabulary import Rendition


def data_of(one: Composition) -> bytes:
    """Its `published.csv`."""
    return published_csv(one.shown, one.published.area, one.published.benchmark)


def measures_of(one: Composition) -> Measures:
    """The measures that it shows."""
    return {each.measure.measure: each.measure for each in one.shown}


def printed(one: Composition, wanted: tuple[str, ...]) -> tuple[KeyFigure, ...]:
    """The figures as the first page of the report prints them."""
    known = one.published
    made = (key_figure(known[name], known.area, known.benchmark) for name in wanted)
    return tuple(figure for figure in made if not figure.value.startswith("["))


@pytest.mark.parametrize("cycle", ["2025-05", "2025-10", "2026-05", "2026-10"])
def test_a_letter_says_what_the_first_page_says(cycle: str) -> None:
    """Value, marks, unit, period and context to the letter, for every measure shown."""
    one = compose(assembled()[cycle], Rendition.PUBLIC)
    data, measures = data_of(one), measures_of(one)
    shown = tuple(each.measure.measure for each in one.shown)

    assert len(shown) > 20
    for name in shown:
        assert printed(one, (name,)) == published_figures(data, measures, [name])
    wanted = one.assembly.report.key_figures
    assert printed(one, wanted) == published_figures(data, measures, wanted)


def test_there_are_at_most_six() -> None:
    """A letter is no report."""
    one = compose(assembled()["2026-05"], Rendition.PUBLIC)
    shown = [each.measure.measure for each in one.shown if each.area.value is not None]

    found = published_figures(data_of(one), measures_of(one), shown)
    assert shown[:MOST] == [each.measure for each in found]


def test_a_value_that_is_not_public_is_not_there(composition: Composition) -> None:
    """Only a marker stands in the public file, so the figure is left out."""
    withheld = [
        each.measure.measure for each in composition.shown if each.area.value is None
    ]
    measures = measures_of(composition)

    assert withheld
    assert () == published_figures(data_of(composition), measures, withheld)
    assert () == published_figures(data_of(composition), measures, ["unknown"])


def edition(folder: Path, composition: Composition, rendition: str = "public") -> Path:
    """The public folder of an edition, as far as letters read it."""
    folder.mkdir()
    facts = {"report": "2025-01/pack", "rendition": rendition}
    (folder / "manifest.json").write_text(json.dumps(facts), "utf-8")
    (folder / "published.csv").write_bytes(data_of(composition))
    return folder


def test_the_report_names_the_measures(
    testshire: Scratch, composition: Composition, tmp_path: Path
) -> None:
    """`key_figures` of the cycle's file, from the file of the edition."""
    folder = edition(tmp_path / "public", composition)
    found = figures_of(testshire.workspace)(folder)

    assert printed(composition, composition.assembly.report.key_figures) == found
    assert found


@pytest.mark.parametrize("spoiled", ["rendition", "manifest", "columns", "value"])
def test_a_folder_that_is_not_public_or_does_not_read_is_refused(
    testshire: Scratch, composition: Composition, tmp_path: Path, spoiled: str
) -> None:
    """No letter is made from it."""
    kind = "partners" if spoiled == "rendition" else "public"
    folder = edition(tmp_path / "public", composition, kind)
    data = (folder / "published.csv").read_text("utf-8")
    if spoiled == "manifest":
        (folder / "manifest.json").unlink()
    if spoiled == "columns":
        (folder / "published.csv").write_text(data.replace("latest", "last", 1))
    if spoiled == "value":
        head, *rows = data.splitlines()
        broken = [row.replace("2023/24,", "2023/24,x", 1) for row in rows]
        text = "\n".join([head.replace("comparison", "compared"), *broken])
        (folder / "published.csv").write_text(text)

    with pytest.raises(FaultsFound, match="key figures do not read"):
        figures_of(testshire.workspace)(folder)
