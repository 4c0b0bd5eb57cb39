"""Outlines: headings, figures and tables that a report must carry, as a file."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, TESTSHIRE, Scratch

from reportgen import pipeline
from reportgen.errors import Place, Slug, errors_among
from reportgen.evidence.outline import Content, read_outline

FILE = "data/outlines/pack-2025.toml"
OUTLINES = sorted(
    path for root in (ROOT, TESTSHIRE) for path in root.glob("data/outlines/*.toml")
)
CASES = [
    (
        "holds nothing known",
        '"figure growth"]',
        '"figure grwoth"]',
        Slug.NOT_A_CHOICE,
        "heading.5.holds",
        '"figure grwoth" is nothing that a heading can hold',
        "figure growth, figure overview, figure treatment, how-to-read",
    ),
    (
        "heading twice",
        'id = "supply"\ntitle',
        'id = "about"\ntitle',
        Slug.DUPLICATE_ROW,
        "heading.3.id",
        'the heading "about" stands twice',
        "give each its own id",
    ),
    (
        "level skipped",
        'title = "About {short_name}"\nlevel = 1',
        'title = "About {short_name}"\nlevel = 2',
        Slug.HEADING_LEVEL_SKIPPED,
        "heading.1.level",
        "level 2 cannot follow level 0",
        "use 1 for a part and 2 under a part",
    ),
    (
        "level too deep",
        'title = "Treatment"\nlevel = 2',
        'title = "Treatment"\nlevel = 3',
        Slug.HEADING_LEVEL_SKIPPED,
        "heading.4.level",
        "level 3 cannot follow level 2",
        "use 1 for a part",
    ),
    (
        "braces in a title",
        "About {short_name}",
        "About {short name}",
        Slug.NOT_A_CHOICE,
        "heading.1.title",
        "has braces that nothing fills in",
        "{partnership}, {short_name}, {abbreviation}",
    ),
    (
        "one brace in a unit",
        "{short_name} as a percentage",
        "{short_name as a percentage",
        Slug.NOT_A_CHOICE,
        "figure.1.unit",
        "has braces that nothing fills in",
        "{short_name}, {benchmark}",
    ),
    (
        "unknown kind of figure",
        'kind = "amounts"',
        'kind = "pie"',
        Slug.NOT_A_CHOICE,
        "figure.3.kind",
        '"pie" is not a choice',
        '"against England"',
    ),
    (
        "changes since nothing",
        'kind = "amounts"',
        'kind = "change since baseline"',
        Slug.MISSING_KEY,
        "figure.3.baseline",
        'the figure "treatment" shows a change since a baseline, and names none',
        'baseline = "2019/20"',
    ),
    (
        "a baseline for nothing",
        'unit = "people"',
        'unit = "people"\nbaseline = "2019/20"',
        Slug.UNKNOWN_KEY,
        "figure.3.baseline",
        'is of the kind "amounts", which has no baseline',
        'kind = "change since baseline"',
    ),
    (
        "changes of all measures",
        'kind = "relative to England"',
        'kind = "change since baseline"\nbaseline = "2019/20"',
        Slug.MISSING_KEY,
        "figure.1.measures",
        "names no measures",
        "name them",
    ),
    (
        "unknown measure in a figure",
        '["t3", "t4"]',
        '["t3", "t40"]',
        Slug.UNKNOWN_MEASURE,
        "figure.2.measures",
        '"t40" is not a measure',
        "define it in measures.csv first",
    ),
    (
        "unknown priority area",
        'priority_area = "Supply"',
        'priority_area = "Suply"',
        Slug.NOT_A_CHOICE,
        "table.1.priority_area",
        'no measure has the priority area "Suply"',
        "are: Supply; Treatment",
    ),
]
Case = tuple[str, str, str, Slug, str, str, str]


@pytest.mark.parametrize("path", OUTLINES, ids=lambda path: path.stem)
def test_every_outline_reads(path: Path) -> None:
    """Each outline that is kept reads, under its own name, and holds what it names."""
    outline = read_outline(path.parent.parent, path.stem)
    held = {held for heading in outline.heading for held in heading.holds}
    drawn = {f"figure {f.id}" for f in outline.figure} | {
        f"table {t.id}" for t in outline.table
    }

    assert path.stem == outline.id
    assert drawn == held - {str(content) for content in Content}
    assert any(heading.mandatory for heading in outline.heading)


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_a_fault_of_an_outline_names_its_key(testshire: Scratch, case: Case) -> None:
    """What an outline names in vain is told with its key, and what there is."""
    _, old, new, slug, key, what, cure = case
    testshire.change(FILE, old, new)
    faults = testshire.faults()
    errors = [fault for fault in faults if fault.place.file == FILE]

    assert [(slug, Place(FILE, column=key))] == [(f.slug, f.place) for f in errors]
    assert what in errors[0].what
    assert cure in errors[0].cure


@pytest.mark.parametrize("kind", ["heading", "figure", "table"])
def test_a_part_that_stands_twice(testshire: Scratch, kind: str) -> None:
    """Headings, figures and tables have each their own id."""
    text = (testshire.folder / FILE).read_text("utf-8")
    first = text.split(f"[[{kind}]]")[1].partition("[[")[0]
    testshire.append(FILE, f"\n[[{kind}]]{first}")
    number = text.count(f"[[{kind}]]") + 1
    (fault,) = [one for one in testshire.faults() if one.place.file == FILE]

    assert Slug.DUPLICATE_ROW == fault.slug
    assert Place(FILE, column=f"{kind}.{number}.id") == fault.place
    assert "give each its own id" == fault.cure


def test_all_faults_of_an_outline_are_told(testshire: Scratch) -> None:
    """One run tells of them all."""
    for name in ("holds nothing known", "heading twice", "level too deep"):
        (case,) = [case for case in CASES if case[0] == name]
        testshire.change(FILE, case[1], case[2])

    assert {Slug.NOT_A_CHOICE, Slug.DUPLICATE_ROW, Slug.HEADING_LEVEL_SKIPPED} == {
        fault.slug for fault in testshire.faults()
    }


SINCE = 'kind = "change since baseline"\nbaseline = "2022/23"'


@pytest.mark.parametrize(
    ("kind", "measures", "what"),
    [
        (
            'kind = "against England"',
            ('["t3", "t4"]', '["t3", "t5"]'),
            "percentages change by points, and the other measures by per cent",
        ),
        (
            'kind = "changes"',
            ('["g_all", "g_one", "g_two"]', '["g_one"]'),
            '"g_one" is a percentage change already',
        ),
    ],
)
def test_changes_that_have_no_common_sense(
    testshire: Scratch, kind: str, measures: tuple[str, str], what: str
) -> None:
    """Points and per cent share no axis, and a change of a change is none."""
    testshire.change(FILE, kind, SINCE)
    testshire.change(FILE, *measures)
    (fault,) = [one for one in testshire.faults() if one.place.file == FILE]

    assert (Slug.WRONG_TYPE, what) == (fault.slug, fault.what)
    assert str(fault.place).endswith(".measures")


@pytest.mark.parametrize(
    ("kind", "measures"),
    [("amounts", '["t5", "t6"]'), ("against England", '["t3", "t4"]')],
)
def test_changes_of_one_sort_are_no_fault(
    testshire: Scratch, kind: str, measures: str
) -> None:
    """Counts together, and percentages together."""
    assert measures in (testshire.folder / FILE).read_text("utf-8")
    testshire.change(FILE, f'kind = "{kind}"', SINCE)

    assert [] == [one for one in testshire.faults() if one.place.file == FILE]


def test_an_outline_that_is_not_there(testshire: Scratch) -> None:
    """A cycle that names no outline is told which file is missing."""
    testshire.change("data/2025-01/cycle.toml", '"pack-2025"', '"pack-2026"')

    assert [
        "error: data/outlines/pack-2026.toml: the file is missing; create it, or "
        "correct the name [file-missing]"
    ] == [told for told in testshire.told() if "outlines" in told]


def test_a_new_outline_is_a_new_report(southampton: Callable[[str], Scratch]) -> None:
    """Next year's headings are a copied and edited file, not new code."""
    scratch = southampton("2025-10")
    old = scratch.folder / "data/2024-10"
    shutil.copytree(old, old.with_name("2025-10"))
    text = (scratch.folder / "data/outlines/jcdu-2024.toml").read_text("utf-8")
    lessons = (
        '[[heading]]\nid = "lessons"\ntitle = "Lessons of {short_name}"\nlevel = 1\n'
    )
    lessons += 'mandatory = true\nholds = ["commentary"]\n\n[[table]]'
    text = text.replace("[[table]]", lessons, 1).replace("jcdu-2024", "jcdu-2025")
    scratch.write("data/outlines/jcdu-2025.toml", text)
    scratch.write("data/2025-10/commentary/lessons.md", "What we learned.\n")
    cycle = (old / "cycle.toml").read_text("utf-8").replace("2024-10", "2025-10")
    scratch.write("data/2025-10/cycle.toml", cycle.replace("jcdu-2024", "jcdu-2025"))
    (verdict,) = pipeline.check(scratch.workspace, ["2025-10"])

    assert "2025-10/jcdu" == verdict.report
    assert 18 == verdict.looked_at["headings"]
    assert [] == errors_among(verdict.faults)


def test_a_copied_cycle_must_be_renamed(southampton: Callable[[str], Scratch]) -> None:
    """A copied folder with the old name inside would print the old commentary."""
    scratch = southampton("2025-10")
    old = scratch.folder / "data/2024-10"
    shutil.copytree(old, old.with_name("2025-10"))

    assert [
        'error: data/2025-10/cycle.toml, key cycle: "2024-10" is not the name of its '
        'folder; write cycle = "2025-10" [not-a-choice]'
    ] == scratch.told()


def test_a_figure_under_two_headings_is_an_error(testshire: Scratch) -> None:
    """What stands twice would have one address for two places."""
    outline = "data/outlines/pack-2025.toml"
    testshire.change(outline, '"figure growth"]', '"figure growth", "table supply"]')
    told = [text for text in testshire.told() if "stands in the report 2 times" in text]

    assert 2 == len(told)
