"""Files: what is wrong with one gets its fault, with place and cure, all at once."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Scratch

from reportgen import pipeline
from reportgen.errors import FaultsFound, Place, Slug, UsageError
from reportgen.reading import read_text

Spoil = Callable[[Scratch], None]
Southampton = Callable[[str], Scratch]
OBSERVATIONS = "data/observations.csv"
MEASURES = "data/measures.csv"
PARTNERSHIP = "data/partnership.toml"
CYCLE = "data/2024-10/cycle.toml"


def raw(file: str, data: bytes) -> Spoil:
    """Write bytes over a file."""
    return lambda scratch: void((scratch.folder / file).write_bytes(data))


def void(_value: object) -> None:
    """Nothing."""


def a_folder(scratch: Scratch) -> None:
    """A folder where a file should be."""
    path = scratch.folder / PARTNERSHIP
    path.unlink()
    path.mkdir()


def huge(scratch: Scratch) -> None:
    """100 MB of nothing."""
    os.truncate(scratch.folder / OBSERVATIONS, 100_000_000)


def change(file: str, old: str, new: str) -> Spoil:
    """Replace the one place where something stands."""
    return lambda scratch: scratch.change(file, old, new)


FILES: list[tuple[str, Spoil, Slug, Place, str, str]] = [
    (
        "missing",
        lambda s: (s.folder / PARTNERSHIP).unlink(),
        Slug.FILE_MISSING,
        Place(PARTNERSHIP),
        "the file is missing",
        "create it",
    ),
    (
        "a folder",
        a_folder,
        Slug.FILE_UNREADABLE,
        Place(PARTNERSHIP),
        "the file cannot be read (Is a directory)",
        "check its name",
    ),
    (
        "empty",
        raw(OBSERVATIONS, b""),
        Slug.FILE_EMPTY,
        Place(OBSERVATIONS),
        "the file is empty",
        "fill it, or restore it",
    ),
    (
        "blank",
        raw(PARTNERSHIP, b"\xef\xbb\xbf \r\n\n"),
        Slug.FILE_EMPTY,
        Place(PARTNERSHIP),
        "the file is empty",
        "fill it",
    ),
    (
        "huge",
        huge,
        Slug.FILE_TOO_LARGE,
        Place(OBSERVATIONS),
        "the file has 100 MB, more than 20 MB",
        "keep to the measures",
    ),
    (
        "Windows-1252",
        raw(OBSERVATIONS, b"a\nb\ncaf\xe9\n"),
        Slug.NOT_UTF8,
        Place(OBSERVATIONS, line=3),
        "not UTF-8 (byte 0xe9), perhaps Windows-1252",
        'save it again as "CSV UTF-8"',
    ),
    (
        "UTF-16",
        raw(OBSERVATIONS, "measure,area\n".encode("utf-16")),
        Slug.NOT_UTF8,
        Place(OBSERVATIONS, line=1),
        "the file is not UTF-8",
        "encoding UTF-8",
    ),
    (
        "no TOML",
        change(CYCLE, '\ntitle = "Annual', "\ntitle = Annual"),
        Slug.NOT_TOML,
        Place(CYCLE, line=7),
        "the file is not TOML: Invalid value",
        "look at this line and the one above",
    ),
    (
        "unclosed TOML",
        lambda s: s.append(PARTNERSHIP, "[[role"),
        Slug.NOT_TOML,
        Place(PARTNERSHIP, line=41),
        "the file is not TOML",
        "quotes, brackets, equals signs",
    ),
    (
        "endless brackets",
        lambda s: s.append(PARTNERSHIP, "x = " + "[" * 100_000),
        Slug.NOT_TOML,
        Place(PARTNERSHIP, line=41),
        "it never ends",
        "brackets",
    ),
    (
        "endless digits",
        lambda s: s.append(PARTNERSHIP, "x = " + "9" * 10_000),
        Slug.NOT_TOML,
        Place(PARTNERSHIP, line=41),
        "it never ends",
        "look at this line",
    ),
    (
        "unknown key",
        change(PARTNERSHIP, "fictional = false", "fictional = false\ncolour = 1"),
        Slug.UNKNOWN_KEY,
        Place(PARTNERSHIP, column="colour"),
        "this key is unknown",
        "the keys here are abbreviation, area, benchmark",
    ),
    (
        "unknown key below",
        lambda s: s.append(PARTNERSHIP, 'shirt = "red"\n'),
        Slug.UNKNOWN_KEY,
        Place(PARTNERSHIP, column="role.6.shirt"),
        "this key is unknown",
        "remove it",
    ),
    (
        "wrong type",
        change(PARTNERSHIP, 'slug = "southampton"', "slug = 5"),
        Slug.WRONG_TYPE,
        Place(PARTNERSHIP, column="slug"),
        '"5" does not fit: input should be a valid string',
        "correct the value",
    ),
    (
        "missing key",
        change(PARTNERSHIP, 'slug = "southampton"\n', ""),
        Slug.MISSING_KEY,
        Place(PARTNERSHIP, column="slug"),
        "this must be given",
        "fill it in",
    ),
    (
        "empty key",
        change(PARTNERSHIP, 'slug = "southampton"', 'slug = ""'),
        Slug.MISSING_KEY,
        Place(PARTNERSHIP, column="slug"),
        "this must be given",
        "fill it in",
    ),
    (
        "no date",
        change(CYCLE, "cut_off = 2024-10-31", 'cut_off = "31/10/2024"'),
        Slug.NOT_A_DATE,
        Place(CYCLE, column="cut_off"),
        '"31/10/2024" is not a date',
        "write it as year-month-day, like 2024-05-31",
    ),
    (
        "a number for a date",
        change(CYCLE, "cut_off = 2024-10-31", "cut_off = 20241031"),
        Slug.NOT_A_DATE,
        Place(CYCLE, column="cut_off"),
        '"20241031" is not a date',
        "write it as year-month-day",
    ),
    (
        "not a choice",
        change("data/outlines/jcdu-2024.toml", 'kind = "changes"', 'kind = "pie"'),
        Slug.NOT_A_CHOICE,
        Place("data/outlines/jcdu-2024.toml", column="figure.1.kind"),
        '"pie" is not a choice',
        'choose "against England"',
    ),
]


@pytest.mark.parametrize("case", FILES, ids=[case[0] for case in FILES])
def test_a_bad_file_gets_its_fault(
    southampton: Southampton, case: tuple[str, Spoil, Slug, Place, str, str]
) -> None:
    """A file that cannot be taken is named with its line or key, and its cure."""
    _, spoil, slug, place, what, cure = case
    scratch = southampton("2024-10")
    spoil(scratch)
    faults = scratch.faults()

    assert [(slug, place)] == [(fault.slug, fault.place) for fault in faults]
    assert what in faults[0].what
    assert cure in faults[0].cure


def test_a_huge_file_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The size is looked at before the first byte is."""
    path = tmp_path / "huge.csv"
    path.touch()
    os.truncate(path, 100_000_000)
    monkeypatch.setattr(Path, "read_bytes", lambda _self: pytest.fail("was read"))

    with pytest.raises(FaultsFound, match="file-too-large"):
        read_text(path, "huge.csv")


@pytest.mark.parametrize(
    ("text", "slug", "words"),
    [
        ("format = 2\n", Slug.WRONG_TYPE, "reads format 1, not 2; install the version"),
        ('format = "one"\n', Slug.WRONG_TYPE, "valid integer"),
        ("\n", Slug.FILE_EMPTY, "the file is empty"),
        ("form = 1\n", Slug.MISSING_KEY, "key format: this must be given; fill it in"),
    ],
)
def test_a_workspace_of_another_format_is_refused(
    testshire: Scratch, text: str, slug: Slug, words: str
) -> None:
    """`reportgen.toml` must name the format that this version reads."""
    testshire.write("reportgen.toml", text)

    assert slug in {fault.slug for fault in testshire.faults()}
    assert words in "\n".join(testshire.told())


def test_a_folder_without_settings_is_no_workspace(testshire: Scratch) -> None:
    """Without `reportgen.toml` the folder is named, and what to do."""
    (testshire.folder / "reportgen.toml").unlink()

    with pytest.raises(UsageError, match=r"is not a workspace: .* --workspace"):
        testshire.faults()


def test_faults_of_several_files_are_told_together(southampton: Southampton) -> None:
    """Whoever repairs one file is told of the others in the same breath."""
    scratch = southampton("2024-10")
    scratch.change(MEASURES, "m1,1,", "m1,1.,")
    scratch.change(CYCLE, 'short_title = "Annual progress report"\n', "")
    scratch.change(PARTNERSHIP, "fictional = false", 'fictional = "maybe"')
    scratch.change(OBSERVATIONS, "m1,E06000045,Oct 23,60.0", "m1,E06000045,Oct 23,6O")
    found = {(fault.place.file, fault.slug) for fault in scratch.faults()}

    assert {
        (CYCLE, Slug.MISSING_KEY),
        (MEASURES, Slug.NOT_A_NUMBER),
        (OBSERVATIONS, Slug.NOT_A_NUMBER),
        (PARTNERSHIP, Slug.WRONG_TYPE),
    } == found


def test_commentary_is_told_with_the_tables(southampton: Southampton) -> None:
    """Missing and empty commentary stands beside the faults of a table."""
    scratch = southampton("2024-10")
    scratch.change(MEASURES, "m1,1,", "m1,1.,")
    (scratch.folder / "data/2024-10/commentary/police.md").unlink()
    scratch.write("data/2024-10/commentary/background.md", "\n")

    assert {Slug.NOT_A_NUMBER, Slug.HEADING_MISSING, Slug.HEADING_EMPTY} == {
        fault.slug for fault in scratch.faults()
    }


def test_nothing_is_written_where_a_fault_is_found(testshire: Scratch) -> None:
    """A build that finds an error leaves no file behind."""
    testshire.change(OBSERVATIONS, "2023/24,1300", "2023/24,n/a")
    with pytest.raises(FaultsFound):
        testshire.build()
    out = testshire.folder / "out"

    assert [] == [path.name for path in out.rglob("*") if path.name != ".lock"]


def test_a_missing_cycle_says_which_there_are(testshire: Scratch) -> None:
    """A name that stands for no report is answered with those that exist."""
    with pytest.raises(UsageError, match="there are 2025-01/pack"):
        pipeline.check(testshire.workspace, ["2024-13"])
