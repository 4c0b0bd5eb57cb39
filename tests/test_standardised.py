"""Standardised rates: their intervals are the source's, and few events make none."""

import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from exampleton import DATA
from invented import measure
from observed import observation

from reportgen.errors import FaultsFound, Slug
from reportgen.evidence.intervals import Interval
from reportgen.evidence.limits import interval
from reportgen.evidence.measures import read_measures
from reportgen.evidence.observations import read_observations

AREAS = {"E99000001", "E99000002"}
RATE = measure("m1", value_type="standardised rate", per="100000")


def with_count(folder: Path, count: str) -> list[str]:
    """What reading Exampleton says when deaths of 2022 to 2024 came from a count."""
    for name in ("measures.csv", "observations.csv"):
        shutil.copyfile(DATA / name, folder / name)
    path = folder / "observations.csv"
    text = path.read_text("utf-8")
    old = "m16,E99000001,2022 - 2024,6.5,40,"
    assert text.count(old) == 1
    path.write_text(text.replace(old, old.replace("40", count)), "utf-8")
    try:
        read_observations(folder, read_measures(folder), AREAS)
    except FaultsFound as found:
        return [f"{one.slug}: {one.what}" for one in found.faults]
    return []


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        ("10", []),
        (
            "9",
            [f"{Slug.OUT_OF_RANGE}: 6.5 is standardised from 9 events, fewer than 10"],
        ),
        (
            "0",
            [f"{Slug.OUT_OF_RANGE}: 6.5 is standardised from 0 events, fewer than 10"],
        ),
        ("", []),  # whoever does not know the count cannot judge
    ],
)
def test_none_is_standardised_from_fewer_than_ten(
    tmp_path: Path, count: str, expected: list[str]
) -> None:
    """Such a value is refused: it would be made by chance."""
    assert expected == with_count(tmp_path, count)


def test_no_interval_is_computed_from_its_count() -> None:
    """Byar's would be that of a crude rate; the source's own is taken as it is."""
    row = observation(2, "6.5", count=Decimal(40), denominator=Decimal(600_000))
    given = row.model_copy(update={"lower": Decimal("4.6"), "upper": Decimal("8.9")})

    assert interval(row, RATE) is None
    assert interval(given, RATE) == Interval(4.6, 8.9)
