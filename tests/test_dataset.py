"""`published.csv`: what the pages print, one row for each measure and place."""

import csv
import io

import pytest
from invented import indicator, published

from reportgen.composition import compose
from reportgen.evidence.assembly import Assembly
from reportgen.evidence.disclosure import Published, PublishedIndicator
from reportgen.pages.dataset import COLUMNS, published_csv
from reportgen.vocabulary import Change, Marker, Rendition


def rows(*ones: PublishedIndicator) -> list[dict[str, str]]:
    """The table, read back."""
    data = published_csv(ones, "Testshire", "England")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"))))


@pytest.fixture(scope="module", params=list(Rendition))
def held(request: pytest.FixtureRequest, assembly: Assembly) -> Published:
    """Testshire for each audience."""
    return compose(assembly, request.param).published


def test_its_columns_are_fixed() -> None:
    """Whoever reads the file by program finds the columns where they were."""
    data = published_csv([indicator("need", "5")], "Testshire", "England")
    header = data.decode("utf-8").split("\n", 1)[0]

    assert header.split(",") == list(COLUMNS)


def test_one_row_for_each_measure_and_place(held: Published) -> None:
    """The area, then England, in the order of the store."""
    found = [(row["measure"], row["place"]) for row in rows(*held.values())]

    assert found == [
        (measure, place) for measure in held for place in ("Testshire", "England")
    ]


def test_values_are_those_that_are_published(held: Published) -> None:
    """Every value as it was received, unrounded; none where none is shown."""
    for row in rows(*held.values()):
        one = held[row["measure"]]
        source = one.area if row["place"] == "Testshire" else one.england
        assert row["value"] == ("" if source.value is None else f"{source.value:f}")
        assert bool(row["value"]) != bool(row["reason"])
        assert row["period"] == str(source.period or "")


def test_a_restricted_value_is_for_partners(held: Published) -> None:
    """The public file has the row, its marker and its reason, and not the number."""
    data = published_csv(list(held.values()), "Testshire", "England")
    (row,) = [
        row
        for row in rows(*held.values())
        if (row["measure"], row["place"]) == ("t6", "Testshire")
    ]
    for_partners = held.rendition.sees_restricted

    assert (b"987654" in data) is for_partners
    assert row["value"] == ("987654" if for_partners else "")
    assert row["markers"] == ("" if for_partners else "[c]")
    assert row["change"] == ("rose" if for_partners else "not shown")


def test_every_row_leads_to_the_store(held: Published) -> None:
    """File and row of each value, as a spreadsheet counts them."""
    (row,) = [row for row in rows(held["t5"]) if row["place"] == "Testshire"]

    assert row["file"] == "data/observations.csv"
    assert row["value"] == "1300"
    assert int(row["row"]) > 2


def test_change_and_comparison_belong_to_the_area() -> None:
    """England's row has neither: the comparison is told once."""
    area, england = rows(indicator("need", "5", "4", change=Change.ROSE))

    assert [area[name] for name in ("change", "change_from", "comparison")] == [
        "rose",
        "values held",
        "higher, not tested",
    ]
    assert [england[name] for name in ("change", "change_from", "comparison")] == [
        ""
    ] * 3


def test_text_survives_the_file() -> None:
    """Commas, quotes, line breaks and other alphabets come back as they were."""
    name = 'Rate, "crude"; Größe\n<b>'
    (row, _) = rows(indicator("need", "5", name=name))

    assert row["name"] == name


def test_markers_and_dates_are_plain() -> None:
    """Markers as printed, dates as year, month and day."""
    (row, _) = rows(
        indicator("need", "5", None, Marker.PROVISIONAL, Marker.UNVERIFIED, number="7")
    )

    assert (row["markers"], row["number"]) == ("[p] [u]", "7")
    assert (row["period_start"], row["period_end"], row["received"]) == (
        "2023-04-01",
        "2024-03-31",
        "2024-12-01",
    )


def test_the_same_values_make_the_same_bytes() -> None:
    """One line ending, one order, one encoding: the file can be compared."""
    held = published(indicator("a", "5"), indicator("b", "6"))
    data = published_csv(list(held.values()), "Testshire", "England")

    assert data == published_csv(list(held.values()), "Testshire", "England")
    assert b"\r" not in data
    assert data.endswith(b"\n")
