"""`published.csv`: what the pages print, a row for each measure, place and period."""

import csv
import io
from dataclasses import replace
from decimal import Decimal

import pytest
from invented import indicator, over_time, published, value

from reportgen.composition import compose
from reportgen.evidence.assembly import Assembly
from reportgen.evidence.disclosure import Published, PublishedIndicator
from reportgen.evidence.intervals import Interval
from reportgen.pages.dataset import COLUMNS, published_csv
from reportgen.vocabulary import Change, Marker, Method, Rendition


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


def latest(*ones: PublishedIndicator) -> list[dict[str, str]]:
    """Its rows of the latest values."""
    return [row for row in rows(*ones) if row["latest"] == "yes"]


def test_the_latest_values_open_each_measure(held: Published) -> None:
    """The area, then England, in the order of the store; what came before follows."""
    found = rows(*held.values())
    starts = [
        n
        for n, row in enumerate(found)
        if n == 0 or row["measure"] != found[n - 1]["measure"]
    ]

    assert [(row["measure"], row["place"]) for row in latest(*held.values())] == [
        (measure, place) for measure in held for place in ("Testshire", "England")
    ]
    assert all(found[n]["latest"] == found[n + 1]["latest"] == "yes" for n in starts)


def test_values_are_those_that_are_published(held: Published) -> None:
    """Every value as it was received, unrounded; none where none is shown."""
    for row in latest(*held.values()):
        one = held[row["measure"]]
        source = one.area if row["place"] == "Testshire" else one.england
        assert row["value"] == ("" if source.value is None else f"{source.value:f}")
        assert bool(row["value"]) != bool(row["reason"])
        assert row["period"] == str(source.period or "")


def test_every_period_that_is_drawn_has_its_row(held: Published) -> None:
    """The whole series of the area, each period once, oldest first after the latest."""
    for measure, one in held.items():
        found = [
            row
            for row in rows(*held.values())
            if (row["measure"], row["place"]) == (measure, "Testshire")
        ]
        earlier = [(row["period"], row["value"]) for row in found[1:]]
        drawn = [
            (str(point.period), "" if point.value is None else f"{point.value:f}")
            for point in one.history
        ]

        assert earlier == [pair for pair in drawn if pair[0] != found[0]["period"]]
        assert {row["latest"] for row in found[1:]} <= {"no"}


def test_england_stands_behind_the_area_in_each_period() -> None:
    """By period, oldest first; periods of England alone are drawn too."""
    years = ("2020/21", "2021/22", "2022/23", "2023/24")
    ours = [value(str(n), period=year) for n, year in enumerate(years[1:])]
    theirs = [value(str(n), period=year) for n, year in enumerate(years) if n != 1]
    told = [
        (row["place"], row["period"], row["value"], row["latest"])
        for row in rows(over_time("need", ours, theirs))
    ]

    assert told == [
        ("Testshire", "2023/24", "2", "yes"),
        ("England", "2023/24", "3", "yes"),
        ("England", "2020/21", "0", "no"),
        ("Testshire", "2021/22", "0", "no"),
        ("Testshire", "2022/23", "1", "no"),
        ("England", "2022/23", "2", "no"),
    ]


def test_a_withheld_period_keeps_its_value_for_itself() -> None:
    """Its row says that it is withheld, as the gap in the line does."""
    secret = value(None, Marker.CONFIDENTIAL, period="2022/23", reason="restricted")
    made = rows(over_time("need", [secret, value("5")]))
    (row,) = [row for row in made if row["period"] == "2022/23"]

    assert [row[name] for name in ("value", "markers", "reason")] == [
        "",
        "[c]",
        "restricted",
    ]


def test_an_interval_says_where_it_comes_from() -> None:
    """Count, denominator, limits of six digits without an exponent, and the method."""
    plain = value("0.1")
    limits = Interval(0.1 + 1e-12, 1234567.8, Method.BYAR)
    held = replace(
        plain, count=Decimal(39), denominator=Decimal("1E+6"), interval=limits
    )
    one = replace(indicator("need", "0.1"), area=held)
    area, england = rows(one)
    names = ("count", "denominator", "lower", "upper", "limits_from")

    assert [area[name] for name in names] == ["39", "1000000", "0.1", "1234570", "Byar"]
    assert [england[name] for name in names] == [""] * 5


@pytest.mark.parametrize(
    ("england", "limits", "told"),
    [
        ("4", (4.5, 5.5), ("better", "higher", "yes", "")),
        ("5.2", (4.5, 5.5), ("similar", "similar", "yes", "")),
        ("4", None, ("higher, not tested", "higher", "no", "")),
        ("5", None, ("same, not tested", "same", "no", "")),
        (None, None, ("not compared", "", "", "no value for England")),
    ],
)
def test_a_comparison_says_its_direction_and_whether_it_was_tested(
    england: str | None,
    limits: tuple[float, float] | None,
    told: tuple[str, str, str, str],
) -> None:
    """Whoever reads the file by program need not take the words apart."""
    one = indicator("need", "5", england, interval=limits, polarity="high is good")
    area, beside = rows(one)
    names = ("comparison", "direction", "tested", "not_compared")

    assert tuple(area[name] for name in names) == told
    assert {beside[name] for name in names} == {""}


def test_a_restricted_value_is_for_partners(held: Published) -> None:
    """The public file has the row, its marker and its reason, and not the number."""
    data = published_csv(list(held.values()), "Testshire", "England")
    (row,) = [
        row
        for row in latest(*held.values())
        if (row["measure"], row["place"]) == ("t6", "Testshire")
    ]
    for_partners = held.rendition.sees_restricted

    assert (b"987654" in data) is for_partners
    assert row["value"] == ("987654" if for_partners else "")
    assert row["markers"] == ("" if for_partners else "[c]")
    assert row["change"] == ("rose" if for_partners else "not shown")


def test_every_row_leads_to_the_store(held: Published) -> None:
    """File and row of each value, as a spreadsheet counts them."""
    (row,) = [row for row in latest(held["t5"]) if row["place"] == "Testshire"]

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
