"""What changed since the last issue, as readers are told it: figures, then words."""

import csv
import io
import json
import random
import re
import tomllib
from collections.abc import Mapping

import pypdfium2 as pdfium
import pytest
from conftest import Scratch
from exampleton import EXAMPLETON

from reportgen import pipeline
from reportgen.checking import compositions_of
from reportgen.composition import Composition
from reportgen.desk.succession import succeed
from reportgen.errors import Collector, Slug, Weight
from reportgen.pages.dataset import published_csv
from reportgen.pages.lastissue import LastIssue, last_issue
from reportgen.settings import Workspace, open_workspace
from reportgen.tracing import papers
from reportgen.vocabulary import Rendition

REPORT = "2025-02/pack"
FILE = "data/observations.csv"
CYCLE = "data/2025-02/cycle.toml"
OUTLINE = "data/outlines/pack-2025.toml"
HEADING = """
[[heading]]
id = "since-last-issue"
title = "What changed since the last issue"
level = 1
mandatory = false
holds = ["since-last-issue"]
"""
AREAS = {"Testshire": "E99000001", "England": "E92000001"}


@pytest.fixture
def issues(testshire: Scratch) -> Scratch:
    """Testshire with a second issue, begun from the first; nothing was received."""
    testshire.append(OUTLINE, HEADING)
    succeed(testshire.workspace, "2025-02", "2025-01")
    return Scratch(testshire.folder, REPORT)


def composed(
    workspace: Workspace, report: str, rendition: Rendition = Rendition.PUBLIC
) -> Composition:
    """The later issue, for one audience."""
    ((one,),) = compositions_of(workspace, [report], [(report, rendition)], Collector())
    return one


def told(scratch: Scratch, rendition: Rendition = Rendition.PUBLIC) -> LastIssue:
    """What the later issue says of the one before."""
    issues = composed(scratch.workspace, REPORT, rendition).material({}).issues
    assert issues is not None
    return last_issue(*issues)


def page(scratch: Scratch, rendition: Rendition = Rendition.PUBLIC) -> str:
    """The whole page of the later issue."""
    one = composed(scratch.workspace, REPORT, rendition)
    (paper,) = papers([one], scratch.workspace)
    return paper.html


def held(
    scratch: Scratch, measure: str, area: str = "Testshire"
) -> list[dict[str, str]]:
    """The observations of a measure, as they are written."""
    text = (scratch.folder / FILE).read_text("utf-8")
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return [
        row for row in rows if (row["measure"], row["area"]) == (measure, AREAS[area])
    ]


def receive(scratch: Scratch, row: Mapping[str, str], **changed: str) -> None:
    """One more row, received between the two cut-offs."""
    written = io.StringIO()
    writer = csv.DictWriter(written, list(row), lineterminator="\n")
    writer.writerow({**row, "received": "2025-01-15", "status": "revised", **changed})
    scratch.append(FILE, written.getvalue())


def raised(row: Mapping[str, str]) -> str:
    """A value that is one more."""
    return str(float(row["value"]) + 1).removesuffix(".0")


# --- figures --------------------------------------------------------------------------


def test_where_nothing_was_received_no_figure_changed(issues: Scratch) -> None:
    """The report says so, and that no measure moved on."""
    found = told(issues)

    assert () == found.changes
    assert "31 December 2024" == found.as_at
    assert (
        "None of the 10 measures that both issues show is of a later period now.",
    ) == found.sentences
    assert "No figure is new, revised or removed." in page(issues)


@pytest.mark.parametrize("seed", range(6))
def test_every_revision_is_told_and_nothing_else(issues: Scratch, seed: int) -> None:
    """Values revised at random, up to three of a measure: these, then and now."""
    chance = random.Random(seed)  # noqa: S311 (no secret)
    expected = set()
    for measure, area in (("t1", "Testshire"), ("t2", "England"), ("t3", "Testshire")):
        rows = [row for row in held(issues, measure, area) if row["value"]]
        for row in chance.sample(rows, chance.randint(1, 3)):
            receive(issues, row, value=raised(row))
            expected.add((measure, area, row["period"]))

    found = told(issues).changes

    assert {"Revised"} == {one.kind for one in found}
    assert len(expected) == len(found)
    assert expected == {(one.measure, one.place, one.period) for one in found}
    for one in found:
        before = float(one.before.split()[0].rstrip("%"))
        assert before + 1 == float(one.after.split()[0].rstrip("%"))
        assert one.after.endswith("[r]")


def test_many_periods_of_a_measure_are_told_together(issues: Scratch) -> None:
    """A series that was worked out anew takes one row, with its last period."""
    rows = held(issues, "t1")
    for row in rows:
        receive(issues, row, value=raised(row))

    (one,) = told(issues).changes

    assert f"{len(rows)} periods between 2022/23 Q1 and 2023/24 Q4" == one.period
    assert ("17 (2023/24 Q4)", "18 [r] (2023/24 Q4)") == (one.before, one.after)


def test_values_that_came_are_new(issues: Scratch) -> None:
    """Where a marker stood, a number stands."""
    (missing,) = [row for row in held(issues, "t3") if not row["value"]]
    receive(issues, missing, value="33.3", marker="", reason="")

    (one,) = told(issues).changes

    assert ("New", "2022/23 Q4", "[x]") == (one.kind, one.period, one.before)
    assert one.after.startswith("33.3%")


def test_a_number_that_is_withheld_now_is_not_told_again(issues: Scratch) -> None:
    """What was public and is not any more: that there was a value, and not which."""
    row = held(issues, "t3")[0]
    receive(issues, row, disclosure="restricted", value="87.6")

    (one,) = told(issues).changes
    partners = told(issues, Rendition.PARTNERS).changes

    assert ("No value now", "a value", "[c]") == (one.kind, one.before, one.after)
    assert "31.0%" not in page(issues)
    assert [("31.0%", "87.6% [r]")] == [(o.before, o.after) for o in partners]
    issues.build()  # the search for withheld numbers looks at all that was made


def test_a_number_that_was_taken_back_is_not_told_again(issues: Scratch) -> None:
    """A marker stands where a wrong number stood, and the number is gone."""
    row = held(issues, "t1")[3]
    receive(issues, row, value="", marker="x", reason="The count was wrong")

    (one,) = told(issues).changes

    assert ("No value now", "a value") == (one.kind, one.before)
    assert "[x] [r]" == one.after


def test_page_pdf_and_data_tell_the_same_changes(issues: Scratch) -> None:
    """Each row with all its words, and as many of them."""
    for measure, place in ((1, 0), (2, 3), (3, 1)):
        row = held(issues, f"t{measure}")[place]
        receive(issues, row, value=raised(row))
    made = issues.build(renditions=[Rendition.PUBLIC])

    folder = made[0].paths[0].parent
    (path,) = folder.glob("*-draft.json")
    changes = json.loads(path.read_text("utf-8"))["since_last_issue"]["changes"]
    web = (folder / "web/index.html").read_text("utf-8")
    told = [
        [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[dh].*?</t[dh]>", row)]
        for row in re.findall(r'id="change-.*', web)
    ]
    with pdfium.PdfDocument(made[0].paths[0]) as pdf:
        paper = " ".join(page.get_textpage().get_text_bounded() for page in pdf)
    printed = " ".join(paper.split())
    assert 3 == len(changes) == len(told)
    for change, cells in zip(changes, told, strict=True):
        words = [change[key] for key in _CELLS]
        assert words == cells
        assert " ".join(words) in printed


_CELLS = ("kind", "name", "place", "period", "before", "after")


def test_a_measure_that_comes_or_goes_is_told(issues: Scratch) -> None:
    """New ones with their value; of those that went, not what it was."""
    issues.write(
        "data/outlines/pack-2026.toml",
        (issues.folder / OUTLINE)
        .read_text("utf-8")
        .replace('measures = ["g_all", "g_one", "g_two"]', 'measures = ["g_one"]'),
    )
    issues.change(CYCLE, 'outline = "pack-2025"', 'outline = "pack-2026"')

    found = {one.measure: one for one in told(issues).changes}

    assert found
    assert {"Removed"} == {one.kind for one in found.values()}
    assert {("a value", "–")} == {(one.before, one.after) for one in found.values()}


def test_markers_that_changed_alone_are_told_in_a_sentence(issues: Scratch) -> None:
    """A provisional value that became final is no row of its own."""
    row = held(issues, "t1")[0]
    receive(issues, row)

    found = told(issues)

    assert () == found.changes
    assert found.sentences[-1] == (
        "For some values of Active networks, only the markers changed."
    )


# --- words ----------------------------------------------------------------------------


def test_texts_that_changed_are_parted_from_those_that_did_not(issues: Scratch) -> None:
    """Each heading once, as a way to it; where lines end makes no difference."""
    issues.append("data/2025-02/commentary/about.md", "\nOne more sentence.\n")
    name = "data/2025-02/commentary/figures.md"
    issues.write(name, "\n" + (issues.folder / name).read_text("utf-8") + "\n\n")

    found = {one.what: one.headings for one in told(issues).words}

    assert ["about"] == [one.id for one in found["Text that changed"]]
    same = "Text as in the last issue, but for figures"
    assert ["figures"] == [one.id for one in found[same]]
    assert {"Text that changed", same} == set(found)
    assert '<a href="#about">About Testshire</a>' in page(issues)


def test_headings_that_came_and_went_are_told(issues: Scratch) -> None:
    """By their titles; what is gone leads nowhere."""
    text = (issues.folder / OUTLINE).read_text("utf-8")
    text = text.replace('id = "figures"\n', 'id = "charts"\n', 1)
    text = text.replace('title = "Figures"', 'title = "Charts"', 1)
    issues.write("data/outlines/pack-2026.toml", text)
    issues.change(CYCLE, 'outline = "pack-2025"', 'outline = "pack-2026"')
    folder = issues.folder / "data/2025-02/commentary"
    (folder / "figures.md").rename(folder / "charts.md")
    issues.change(
        "data/2025-02/carried.toml", 'file = "figures.md"', 'file = "charts.md"'
    )

    found = {one.what: one.headings for one in told(issues).words}

    assert [("Charts", "charts")] == [(o.title, o.id) for o in found["New headings"]]
    assert [("Figures", "")] == [
        (o.title, o.id) for o in found["Headings that are gone"]
    ]


# --- the issue that came before -------------------------------------------------------


def test_a_first_issue_says_nothing_of_another(testshire: Scratch) -> None:
    """The heading is left out where nothing came before."""
    testshire.append(OUTLINE, HEADING)

    one = composed(testshire.workspace, "2025-01/pack")

    assert one.material({}).issues is None
    (paper,) = papers([one], testshire.workspace)
    assert "since the last issue" not in paper.html


@pytest.mark.parametrize(
    ("follows", "words"),
    [
        ("2019-01", 'there is no other cycle "2019-01"'),
        ("2025-02", 'there is no other cycle "2025-02"'),
        ("2025-03", "the cycle 2025-03 is no earlier issue"),
    ],
)
def test_an_issue_that_cannot_have_come_before_is_an_error(
    issues: Scratch, follows: str, words: str
) -> None:
    """With the key of cycle.toml, and the cycles that there are."""
    succeed(issues.workspace, "2025-03", "2025-02")
    issues.change(CYCLE, 'follows = "2025-01"', f'follows = "{follows}"')

    (fault,) = [f for f in issues.faults() if f.slug is Slug.NOT_A_CHOICE]

    assert (CYCLE, "report.1.follows") == (fault.place.file, fault.place.column)
    assert fault.what.startswith(words)


def test_an_earlier_cycle_without_the_report_is_an_error(issues: Scratch) -> None:
    """An issue is followed by one of the same report."""
    issues.change("data/2025-01/cycle.toml", 'id = "pack"', 'id = "other"')

    (fault,) = [f for f in issues.faults() if f.slug is Slug.NOT_A_CHOICE]

    assert 'the cycle 2025-01 has no report "pack"' == fault.what


def test_faults_of_earlier_words_are_not_those_of_the_later_issue(
    issues: Scratch,
) -> None:
    """They were issued as they are."""
    clean = issues.faults()
    issues.append("data/2025-01/commentary/about.md", "\n{{ nothing.value }}\n")

    assert clean == issues.faults()


def test_a_change_of_the_earlier_issue_moves_the_later_one(issues: Scratch) -> None:
    """Its words are told of, so a draft that was made before them is an older one."""
    issues.build()
    issues.append("data/2025-01/commentary/about.md", "\nOne more sentence.\n")

    (state,) = [s for s in pipeline.status(issues.workspace) if s.report == REPORT]

    draft = state.standings["public"]["draft"]
    assert ("older", ("data/2025-01/commentary/about.md",)) == (
        draft.state,
        draft.moved,
    )


def test_the_next_cycle_names_the_one_that_it_was_begun_from(issues: Scratch) -> None:
    """Where a cycle named one already, the name moves on; comments stay."""
    issues.change(CYCLE, 'follows = "2025-01"', 'follows = "2025-01"  # as it was')

    succeed(issues.workspace, "2025-03", "2025-02")

    text = (issues.folder / "data/2025-03/cycle.toml").read_text("utf-8")
    assert 1 == text.count("follows")
    assert 'follows = "2025-02"  # as it was' in text


def test_numbers_of_the_last_issue_are_led_home() -> None:
    """To the row that was known then, and not to the one that took its place."""
    workspace = open_workspace(EXAMPLETON)

    (answer,) = pipeline.explain(workspace, "2026-05", "1,737")

    rows = [row for trace in answer.traces for row in trace.lineage.rows]
    assert {("2023/24", "1737")} == {(row.period, row.value) for row in rows}
    assert {"What changed since the last issue"} == {
        place.heading for trace in answer.traces for place in trace.printed
    }


def test_measures_that_did_not_move_on_are_named(issues: Scratch) -> None:
    """Beside how many did: a reader asks which are not new."""
    row = held(issues, "t1")[-1]
    receive(issues, row, period="2024/25 Q1", value="19", status="final")

    found = told(issues).sentences

    assert found[0] == (
        "Of the 10 measures that both issues show, one is of a later period now."
    )
    assert found[1].endswith("measures are of the same period as then.")
    assert found[2] == "Without a value is without a period, for want of a value."


# --- the issue that was released ------------------------------------------------------


def released(scratch: Scratch, one: Composition) -> None:
    """A public edition of the first issue, as far as its values go."""
    data = published_csv(one.shown, one.published.area, one.published.benchmark)
    folder = scratch.workspace.record / "2025-01/pack/editions/1/public"
    folder.mkdir(parents=True)
    (folder / "published.csv").write_bytes(data)


def differing(scratch: Scratch) -> list[str]:
    """What is told of the last issue."""
    return [f.what for f in scratch.faults() if f.slug is Slug.LAST_ISSUE_DIFFERS]


@pytest.fixture
def followed(issues: Scratch) -> Scratch:
    """A second issue whose predecessor was released."""
    released(issues, composed(issues.workspace, "2025-01/pack"))
    return issues


def test_a_last_issue_that_can_be_worked_out_is_no_doubt(followed: Scratch) -> None:
    """Neither where nothing was received, nor where a value was revised since."""
    receive(followed, held(followed, "t1")[0], value="99")

    assert [] == differing(followed)
    assert ["12"] == [one.before for one in told(followed).changes]


def test_a_row_that_was_edited_is_told(followed: Scratch) -> None:
    """The number that readers have, and the one that they would be told of."""
    row = held(followed, "t1")[0]
    text = (followed.folder / FILE).read_text("utf-8")
    old = f"t1,E99000001,{row['period']},12,"
    followed.write(FILE, text.replace(old, old.replace("12,", "13,")))

    assert [
        "edition 1 of 2025-01/pack printed t1, Testshire, 2022/23 Q1, as 12; worked "
        "out anew it is 13"
    ] == differing(followed)


def test_a_measure_that_was_deleted_is_told(followed: Scratch) -> None:
    """Else nobody would be told that it is gone."""
    edition = followed.workspace.record / "2025-01/pack/editions/1/public/published.csv"
    text = edition.read_text("utf-8-sig")
    _, comma, rest = text.splitlines()[-1].partition(",")
    edition.write_text(f"{text}t70{comma}{rest}\n", "utf-8")

    (what,) = differing(followed)

    assert what.startswith("edition 1 of 2025-01/pack printed t70, which measures.csv")


def test_only_the_last_edition_counts(followed: Scratch) -> None:
    """A corrected number is the one that readers have."""
    first = followed.workspace.record / "2025-01/pack/editions/1/public/published.csv"
    text = first.read_text("utf-8-sig")
    first.write_text("nothing of this kind", "utf-8")
    second = first.parents[2] / "2/public/published.csv"
    second.parent.mkdir(parents=True)
    second.write_text(text, "utf-8")

    assert [] == differing(followed)


def test_an_edition_that_does_not_read_is_an_error(followed: Scratch) -> None:
    """With its file, and never passed over."""
    path = followed.workspace.record / "2025-01/pack/editions/1/public/published.csv"
    path.write_text("nothing of this kind", "utf-8")

    assert Slug.NOT_CSV in {fault.slug for fault in followed.faults()}


def test_a_number_that_the_edition_withheld_is_told(followed: Scratch) -> None:
    """A rule that was loosened since would tell what nobody has read."""
    (row, *_) = [r for r in held(followed, "t6") if r["disclosure"] == "restricted"]
    text = (followed.folder / FILE).read_text("utf-8")
    line = next(
        each
        for each in text.splitlines()
        if each.startswith(f"t6,E99000001,{row['period']},")
    )
    followed.write(FILE, text.replace(line, line.replace("restricted", "public")))

    (what,) = differing(followed)

    assert f"t6, Testshire, {row['period']}, without a number; worked out" in what


def test_a_period_that_the_edition_did_not_have_is_told(followed: Scratch) -> None:
    """A row that says it was received before the old cut-off, and was not."""
    row = held(followed, "t1")[-1]
    receive(followed, row, period="2024/25 Q1", value="19", received="2024-12-30")

    (what,) = differing(followed)

    assert "t1, Testshire, 2024/25 Q1, without a number; worked out anew" in what


def test_partners_are_compared_with_their_own_edition(issues: Scratch) -> None:
    """What only they were given stands in the private half."""
    one = composed(issues.workspace, "2025-01/pack", Rendition.PARTNERS)
    data = published_csv(one.shown, one.published.area, one.published.benchmark)
    folder = issues.workspace.record / "2025-01/pack/editions/1/private"
    folder.mkdir(parents=True)
    (folder / "published.csv").write_bytes(data)
    (row, *_) = [r for r in held(issues, "t6") if r["disclosure"] == "restricted"]
    old = f"t6,E99000001,{row['period']},{row['value']},"
    new = f"t6,E99000001,{row['period']},{raised(row)},"
    issues.write(FILE, (issues.folder / FILE).read_text("utf-8").replace(old, new))

    (what,) = differing(issues)

    number = f"{int(row['value']):,}"
    assert f"t6, Testshire, {row['period']}, as {number}; worked out" in what


# --- where the earlier issue does not fit ---------------------------------------------


def test_measures_that_the_old_outline_lost_are_told(issues: Scratch) -> None:
    """What is still there is told as before, and a caution says what is not."""
    text = (issues.folder / OUTLINE).read_text("utf-8")
    issues.write("data/outlines/pack-2026.toml", text)
    issues.change(CYCLE, 'outline = "pack-2025"', 'outline = "pack-2026"')
    issues.write(OUTLINE, text.replace('measures = ["g_all"', 'measures = ["g_old"', 1))

    (fault,) = [f for f in issues.faults() if f.slug is Slug.LAST_ISSUE_DIFFERS]

    assert "the last issue does not fit any more" in fault.what
    assert "g_old" in fault.what
    assert CYCLE == fault.place.file
    assert {"g_all"} >= {one.measure for one in told(issues).changes}


def test_an_embargo_of_the_later_issue_holds_for_the_earlier(issues: Scratch) -> None:
    """What is under embargo when either is due is not repeated."""
    row = held(issues, "t1")[0]
    text = (issues.folder / FILE).read_text("utf-8")
    head, *lines = text.splitlines()
    lines = [
        f"{line},2025-02-15"
        if line.startswith(f"t1,E99000001,{row['period']},12")
        else f"{line},"
        for line in lines
    ]
    issues.write(FILE, "\n".join([f"{head},embargo", *lines]) + "\n")
    issues.change("data/2025-01/cycle.toml", "due = 2025-01-31", "due = 2025-03-31")
    issues.change(CYCLE, "due = 2025-02-28", "due = 2025-02-10")
    receive(issues, {**row, "embargo": ""}, value="13")

    (one,) = [each for each in told(issues).changes if each.measure == "t1"]

    assert ("New", "[c]") == (one.kind, one.before)


def test_a_block_of_no_issue_is_left_out(testshire: Scratch) -> None:
    """Under a heading that holds more, the first issue says nothing of another."""
    testshire.change(
        OUTLINE,
        'holds = ["commentary", "roles"]',
        'holds = ["commentary", "since-last-issue", "roles"]',
    )

    (paper,) = papers(
        [composed(testshire.workspace, "2025-01/pack")], testshire.workspace
    )

    assert "The last issue is" not in paper.html


def test_a_text_that_is_gone_is_told(issues: Scratch) -> None:
    """Its heading is kept, and nothing stands under it now."""
    heading = 'id = "figures"\ntitle = "Figures"\nlevel = 1\nmandatory = '
    issues.change(OUTLINE, f"{heading}true", f"{heading}false")
    (issues.folder / "data/2025-02/commentary/figures.md").unlink()
    (issues.folder / "data/2025-02/carried.toml").unlink()

    found = {one.what: one.headings for one in told(issues).words}

    assert ["figures"] == [one.id for one in found["Text that is gone"]]


def test_an_earlier_text_that_does_not_read_is_an_error(issues: Scratch) -> None:
    """Else it would be told as a text where there was none."""
    (issues.folder / "data/2025-01/commentary/about.md").unlink()

    errors = [f for f in issues.faults() if f.weight is Weight.ERROR]

    assert ["data/2025-01/commentary/about.md"] == [f.place.file for f in errors]


def test_a_value_that_is_gone_says_of_which_period_it_was() -> None:
    """Exampleton's referrals: the last issue had those of the year before."""
    one = composed(open_workspace(EXAMPLETON), "2026-05/outcomes")
    issues = one.material({}).issues
    assert issues is not None

    (gone,) = [c for c in last_issue(*issues).changes if c.measure == "m26"]

    assert ("2025/26 Q4 (then 2024/25 Q4)", "a value") == (gone.period, gone.before)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[[report]]", "[[ report ]]"),
        ('follows = "2025-01"', "follows = '2025-01'"),
        ('follows = "2025-01"\n', ""),
    ],
)
def test_the_next_cycle_follows_however_the_file_is_written(
    issues: Scratch, old: str, new: str
) -> None:
    """TOML may be written in other ways than ours."""
    text = (issues.folder / CYCLE).read_text("utf-8")
    assert old in text
    issues.write(CYCLE, text.replace(old, new))

    succeed(issues.workspace, "2025-03", "2025-02")

    made = (issues.folder / "data/2025-03/cycle.toml").read_text("utf-8")
    assert "2025-02" == tomllib.loads(made)["report"][0]["follows"]
