"""Two areas built side by side: nothing of one stands in the other."""

import csv
import io
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from conftest import TESTSHIRE

import reportgen

pytestmark = [pytest.mark.browser, pytest.mark.pages, pytest.mark.xdist_group("real")]

NAMES = ("Northtown", "Southwold Hills")
FACTORS = (3, 7)
"""In thousandths, what every value of an area is lowered by: no two areas share one."""


@dataclass(frozen=True)
class Area:
    """A workspace of Testshire's form, with a name and numbers of its own."""

    folder: Path
    name: str

    def made(self) -> dict[str, bytes]:
        """Everything under `out/` that is published, by file name."""
        places = (self.folder / "out").rglob("*")
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for path in sorted(places)
            if path.suffix in {".pdf", ".csv"}
        }

    def build(self) -> None:
        """Both renditions, with a real Chrome."""
        made = reportgen.build("2025-01", workspace=self.folder)
        assert [2] == [len(made)]


def area(folder: Path, number: int) -> Area:
    """One of the two."""
    name, factor = NAMES[number], FACTORS[number]
    made = folder / f"area-{number}"
    shutil.copytree(TESTSHIRE, made)
    partnership = made / "data/partnership.toml"
    text = partnership.read_text("utf-8").replace("Testshire", name)
    partnership.write_text(text, "utf-8")
    store = made / "data/observations.csv"
    with store.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row["value"]:
            row["value"] = f"{float(row['value']) * (1 - factor / 1000):.3f}"
    with store.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return Area(made, name)


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, bytes]]:
    """What each area's reports are when it is built by itself, in its own process."""
    found = []
    for number in (0, 1):
        one = area(tmp_path_factory.mktemp("alone"), number)
        subprocess.run(
            [sys.executable, "-m", "reportgen", "build", "2025-01", "-w", one.folder],
            check=True,
            capture_output=True,
        )
        found.append(one.made())
    return found


@pytest.fixture
def pair(tmp_path: Path) -> list[Area]:
    """Both areas, with nothing made yet."""
    return [area(tmp_path, 0), area(tmp_path, 1)]


def test_the_areas_differ(alone: list[dict[str, bytes]], tmp_path: Path) -> None:
    """Each report names its own area and not the other, in text and in data."""
    for files, own, other in zip(alone, NAMES, reversed(NAMES), strict=True):
        assert 4 == len(files)
        for name, data in files.items():
            text = data.decode("utf-8") if name.endswith(".csv") else _text(data)
            assert own in text
            assert other not in text
    assert not set(alone[0].values()) & set(alone[1].values())


def _text(data: bytes) -> str:
    """The text of a PDF, with its text alternatives."""
    with pypdfium2.PdfDocument(data) as pages:
        words = [page.get_textpage().get_text_range() for page in pages]
    with pikepdf.open(io.BytesIO(data)) as pdf:
        tagged = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary)]
        told = [str(one.Alt) for one in tagged if "/Alt" in one]
    return " ".join([*words, *told])


def test_one_after_the_other(alone: list[dict[str, bytes]], pair: list[Area]) -> None:
    """In one process, the second has nothing of the first: byte for byte as alone."""
    for one in pair:
        one.build()

    assert alone == [one.made() for one in pair]


def test_in_threads_of_the_caller(
    alone: list[dict[str, bytes]], pair: list[Area]
) -> None:
    """At the same time in two threads: byte for byte as alone."""
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(Area.build, pair))

    assert alone == [one.made() for one in pair]


def test_in_two_processes(alone: list[dict[str, bytes]], pair: list[Area]) -> None:
    """At the same time in two processes: byte for byte as alone."""
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "reportgen", "build", "2025-01", "-w", one.folder],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for one in pair
    ]

    assert [0, 0] == [each.wait() for each in running]
    assert alone == [one.made() for one in pair]
