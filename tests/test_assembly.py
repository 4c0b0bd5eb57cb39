"""Assemblies: what one report is made from, and what must stand under its headings."""

import hashlib
import json
from collections.abc import Callable

import pytest
from conftest import TESTSHIRE, Scratch

from reportgen import pipeline
from reportgen.errors import Place, Slug, UsageError, Weight
from reportgen.evidence.assembly import Assembly
from reportgen.evidence.cycle import cycles_of, targets_of

Southampton = Callable[[str], Scratch]
ABOUT = "data/2025-01/commentary/about.md"
CYCLE = "data/2025-01/cycle.toml"
OUTLINE = "data/outlines/pack-2025.toml"


def test_a_mandatory_heading_without_its_file(testshire: Scratch) -> None:
    """The heading is named in its own words, and the file that would cure it."""
    (testshire.folder / ABOUT).unlink()
    (fault,) = [f for f in testshire.faults() if f.weight is Weight.ERROR]

    assert (Slug.HEADING_MISSING, Place(ABOUT)) == (fault.slug, fault.place)
    assert "About" in fault.what
    assert fault.what.endswith("has no commentary")
    assert f"write its text in {ABOUT}" == fault.cure


@pytest.mark.parametrize("text", ["", "\n \t\n", "\ufeff\n"])
def test_a_mandatory_heading_with_an_empty_file(testshire: Scratch, text: str) -> None:
    """A file without a word in it is no commentary."""
    testshire.write(ABOUT, text)
    (fault,) = [f for f in testshire.faults() if f.weight is Weight.ERROR]

    assert (Slug.HEADING_EMPTY, Place(ABOUT)) == (fault.slug, fault.place)
    assert fault.what.endswith("is empty")


@pytest.mark.parametrize("text", [None, "", "Words.\n"])
def test_an_optional_heading_may_be_missing_or_empty(
    testshire: Scratch, text: str | None
) -> None:
    """What is not mandatory is left out where nothing is written."""
    testshire.change(
        OUTLINE,
        'title = "Figures"\nlevel = 1\nmandatory = true',
        'title = "Figures"\nlevel = 1\nmandatory = false',
    )
    path = "data/2025-01/commentary/figures.md"
    if text is None:
        (testshire.folder / path).unlink()
    else:
        testshire.write(path, text)

    assert {Slug.UNVERIFIED_VALUE} == {fault.slug for fault in testshire.faults()}


def test_commentary_that_nothing_prints(testshire: Scratch) -> None:
    """A file whose name is no heading is not lost in silence."""
    testshire.write("data/2025-01/commentary/abuot.md", "Lost words.\n")
    (fault,) = [f for f in testshire.faults() if f.weight is Weight.ERROR]

    assert Slug.COMMENTARY_UNPLACED == fault.slug
    assert Place("data/2025-01/commentary/abuot.md") == fault.place
    assert "name it after one of about, figures, or remove it" == fault.cure


def test_commentary_in_another_encoding(testshire: Scratch) -> None:
    """Words that are not UTF-8 are named with their line."""
    (testshire.folder / ABOUT).write_bytes(b"One\nTwo\xe4\n")
    (fault,) = [f for f in testshire.faults() if f.weight is Weight.ERROR]

    assert (Slug.NOT_UTF8, Place(ABOUT, line=2)) == (fault.slug, fault.place)


def test_an_unknown_key_figure(testshire: Scratch) -> None:
    """A key figure that is no measure is named with the report's key."""
    testshire.change(CYCLE, '"t5", "t6"', '"t5", "t60"')
    (fault,) = [f for f in testshire.faults() if f.weight is Weight.ERROR]

    assert Slug.UNKNOWN_MEASURE == fault.slug
    assert Place(CYCLE, column="report.1.key_figures") == fault.place
    assert '"t60" is not a measure' == fault.what


def test_two_reports_of_one_name(testshire: Scratch) -> None:
    """A second report of the same id would be written over the first."""
    text = (testshire.folder / CYCLE).read_text("utf-8")
    testshire.append(CYCLE, text[text.index("[[report]]") :])
    (fault,) = [f for f in testshire.faults() if f.weight is Weight.ERROR]

    assert (Slug.DUPLICATE_ROW, Place(CYCLE, column="report.2.id")) == (
        fault.slug,
        fault.place,
    )


@pytest.mark.parametrize(
    "target", ["2025-02", "2025-01/pakc", "", "../data", "2025-01/"]
)
def test_a_name_that_stands_for_no_report(testshire: Scratch, target: str) -> None:
    """What there is stands in the answer; a cycle with a slash is the cycle."""
    if target == "2025-01/":
        assert "2025-01/pack" == pipeline.check(testshire.workspace, [target])[0].report
        return

    with pytest.raises(UsageError, match="there are 2025-01/pack"):
        pipeline.check(testshire.workspace, [target])


def test_targets_and_cycles_are_listed(southampton: Southampton) -> None:
    """Cycles are found by their file, oldest first, and reports in their order."""
    data = southampton("2024-10").folder / "data"

    assert ["2024-05", "2024-10"] == cycles_of(data)
    assert ["2024-10/jcdu"] == targets_of(data, "2024-10")
    assert [] == targets_of(data, "2023-10")


def test_an_assembly_knows_its_inputs(assembly: Assembly) -> None:
    """Each file that was read has its digest, and so has the list of files of words."""
    expected = {
        name: hashlib.sha256((TESTSHIRE / name).read_bytes()).hexdigest()
        for name in (
            ABOUT,
            CYCLE,
            OUTLINE,
            "data/2025-01/commentary/figures.md",
            "data/measures.csv",
            "data/observations.csv",
            "data/partnership.toml",
        )
    }

    names = ["about.md", "figures.md"]
    expected["data/2025-01/commentary/"] = hashlib.sha256(
        json.dumps(names).encode()
    ).hexdigest()
    expected["data/public_knowledge.csv"] = ""  # one that is not there yet too
    expected["data/2025-01/carried.toml"] = ""
    assert expected == assembly.inputs
    assert "2025-01/pack" == assembly.name


def test_an_assembly_stops_at_the_cut_off(assembly: Assembly) -> None:
    """The revision of March 2025 is not in the pack of January."""
    (revised,) = [one for one in assembly.indicators if one.measure.measure == "t4"]

    assert revised.latest is not None
    assert "40.5" == str(revised.latest.value)
    assert 45 == assembly.observations


def test_a_cut_off_before_all_data_is_an_error(testshire: Scratch) -> None:
    """A report of nothing is not built: the cut-off is named."""
    testshire.change(CYCLE, "cut_off = 2024-12-31", "cut_off = 2019-12-31")
    (fault,) = [f for f in testshire.faults() if f.slug is Slug.NOTHING_KNOWN]

    assert Place(CYCLE, column="cut_off") == fault.place
    assert "no observation was received by 2019-12-31" == fault.what


@pytest.mark.parametrize("figures", ["[]", str([f"t{n}" for n in range(1, 8)])])
def test_the_first_page_has_room_for_six(testshire: Scratch, figures: str) -> None:
    """No key figure, or more than six, is an error."""
    testshire.change(CYCLE, '["t2", "t3", "t5", "t6"]', figures)
    (fault,) = [f for f in testshire.faults() if f.slug is Slug.WRONG_TYPE]

    assert "the first page has room for 1 to 6" == fault.cure
