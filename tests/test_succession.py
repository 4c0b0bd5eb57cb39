"""The next cycle from an earlier one: complete, flagged, and released by nobody yet."""

import shutil
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from commands import run
from conftest import Scratch
from exampleton import EXAMPLETON

from reportgen.desk.succession import Succession, succeed
from reportgen.errors import NotAllowed, Slug, UsageError, Weight


@pytest.fixture
def exampleton(tmp_path: Path) -> Scratch:
    """The fictional workspace, to be changed."""
    shutil.copytree(EXAMPLETON / "data", tmp_path / "data")
    shutil.copyfile(EXAMPLETON / "reportgen.toml", tmp_path / "reportgen.toml")
    return Scratch(tmp_path, "2026-10/jcdu")


def begun(scratch: Scratch, cycle: str, source: str) -> Succession:
    """The cycle, laid out."""
    return succeed(scratch.workspace, cycle, source)


def test_dates_and_occasion_move_on(exampleton: Scratch) -> None:
    """A year later all is a year later, and comments stay where they were."""
    made = begun(exampleton, "2027-05", "2026-05")

    text = (made.folder / "cycle.toml").read_text("utf-8")
    told = tomllib.loads(text)
    (report,) = told["report"]
    assert ("2027-05", date(2027, 5, 15)) == (told["cycle"], told["cut_off"])
    assert (date(2027, 5, 29), "May 2027") == (report["due"], report["occasion"])
    assert (made.cut_off, made.due) == (date(2027, 5, 15), (date(2027, 5, 29),))
    assert "# the report sees what was received up to this day" in text


def test_the_last_of_a_month_stays_the_last(
    southampton: Callable[[str], Scratch],
) -> None:
    """31 October becomes 28 February, and the old printed sign-off is left behind."""
    scratch = southampton("2024-10/jcdu")

    made = begun(scratch, "2025-02", "2024-10")

    told = tomllib.loads((made.folder / "cycle.toml").read_text("utf-8"))
    assert (date(2025, 2, 28), "February 2025") == (
        told["cut_off"],
        told["report"][0]["occasion"],
    )
    assert "signed_as_published" not in told["report"][0]


def test_every_text_is_carried_over_and_flagged(
    southampton: Callable[[str], Scratch],
) -> None:
    """The real annual report: a caution for each text, and nothing else is new."""
    scratch = southampton("2024-10/jcdu")
    before = {f.slug for f in scratch.faults()}

    made = begun(scratch, "2025-10", "2024-10")

    found = scratch.faults("2025-10/jcdu")
    flagged = [fault for fault in found if fault.slug is Slug.CARRIED_TEXT]
    folder = scratch.folder / "data/2024-10/commentary"
    assert sorted(path.name for path in folder.glob("*.md")) == list(made.carried)
    assert [f"data/2025-10/commentary/{name}" for name in made.carried] == sorted(
        fault.place.file for fault in flagged
    )
    assert {Weight.CAUTION} == {fault.weight for fault in flagged}
    assert "carried over from 2024-10, and nobody has reviewed it" in flagged[0].what
    assert {fault.slug for fault in found} <= {*before, Slug.CARRIED_TEXT}


def test_a_review_ends_the_flag(exampleton: Scratch) -> None:
    """Whoever is named in reviewed_by answers for the text."""
    made = begun(exampleton, "2027-05", "2026-05")
    file = made.folder / "carried.toml"
    text = file.read_text("utf-8")

    file.write_text(text.replace('""', '"Robin Example, 3 May 2027"', 1), "utf-8")

    left = [
        fault.place.file
        for fault in exampleton.faults("2027-05/outcomes")
        if fault.slug is Slug.CARRIED_TEXT
    ]
    assert len(made.carried) - 1 == len(left)
    assert f"data/2027-05/commentary/{made.carried[0]}" not in left


def test_a_newer_outline_is_taken_and_its_headings_are_named(
    exampleton: Scratch,
) -> None:
    """What is newly asked for is named, and what nobody asks for stays behind."""
    outline = (exampleton.folder / "data/outlines/jcdu-2026.toml").read_text("utf-8")
    changed = outline.replace('id = "jcdu-2026"', 'id = "jcdu-2027"')
    changed = changed.replace('id = "opioids"', 'id = "nitazenes"')
    exampleton.write("data/outlines/jcdu-2027.toml", changed)

    made = begun(exampleton, "2027-10", "2026-10")

    (told,) = made.headings
    assert "jcdu-2027" == told.outline
    assert (1, 1) == (len(told.new), len(told.dropped))
    assert (("nitazenes.md",), ("opioids.md",)) == (made.to_write, made.left)
    assert not (made.folder / "commentary/opioids.md").exists()
    cycle = tomllib.loads((made.folder / "cycle.toml").read_text("utf-8"))
    assert "jcdu-2027" == cycle["report"][0]["outline"]


@pytest.mark.parametrize(
    ("cycle", "source", "words"),
    [
        ("2027-05", "2022-05", "there is no cycle 2022-05"),
        ("next-may", "2026-05", "no year and month"),
        ("2027-13", "2026-05", "no year and month"),
        ("2025-01", "2026-05", "does not come after"),
        ("../2027-05", "2026-05", "no year and month"),
    ],
)
def test_names_that_cannot_be_are_refused(
    exampleton: Scratch, cycle: str, source: str, words: str
) -> None:
    """A slip of the pen writes nothing."""
    before = sorted(exampleton.folder.rglob("*"))

    with pytest.raises(UsageError, match=words):
        begun(exampleton, cycle, source)

    assert before == sorted(exampleton.folder.rglob("*"))


def test_what_is_there_is_never_written_over(exampleton: Scratch) -> None:
    """A cycle that exists stays as it is."""
    with pytest.raises(NotAllowed, match="is there already"):
        begun(exampleton, "2026-10", "2026-05")


def test_a_flag_for_no_text_is_an_error(exampleton: Scratch) -> None:
    """A misspelled name would leave a text unflagged."""
    made = begun(exampleton, "2027-05", "2026-05")
    file = made.folder / "carried.toml"
    text = file.read_text("utf-8")
    file.write_text(text.replace(made.carried[0], "misspelled.md"), "utf-8")

    (fault,) = exampleton.faults("2027-05/outcomes")

    assert (Slug.FILE_MISSING, "carried.1.file") == (fault.slug, fault.place.column)


def test_the_command_says_what_is_next(exampleton: Scratch) -> None:
    """A newcomer is told what moved, what is flagged, and what to type."""
    done = run(exampleton.folder, "new", "2027-05", "--from", "2026-05")

    assert 0 == done.returncode, done.stderr
    assert "data/2027-05: begun from 2026-05" in done.stdout
    assert "cut-off 2027-05-15, due 2027-05-29: moved on" in done.stdout
    assert "reportgen build 2027-05" in done.stdout


@pytest.mark.pages
def test_the_draft_says_which_words_are_carried_over(exampleton: Scratch) -> None:
    """It builds at once, and each such text says that nobody has reviewed it."""
    begun(exampleton, "2027-05", "2026-05")
    made = Scratch(exampleton.folder, "2027-05/outcomes").build()

    said = pages_of(made[0].paths[0])
    assert 4 == said.count("Carried over from the cycle 2026-05.")


def pages_of(path: Path) -> str:
    """All that a PDF says, in one line."""
    import subprocess

    done = subprocess.run(
        ["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True
    )
    return " ".join(done.stdout.split())
