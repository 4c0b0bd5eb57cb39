"""Two issues side by side: every change is named, and nothing else."""

import csv
import io
import random
from collections.abc import Mapping
from pathlib import Path

import pytest
from commands import documented, run
from conftest import Scratch
from exampleton import EXAMPLETON

from reportgen.desk.contrasting import Contrast, contrast
from reportgen.desk.succession import succeed
from reportgen.errors import UsageError
from reportgen.pages.revisions import Move
from reportgen.settings import open_workspace
from reportgen.vocabulary import Rendition

BEFORE, AFTER = "2025-01/pack", "2025-02/pack"
FILE = "data/observations.csv"


@pytest.fixture
def issues(testshire: Scratch) -> Scratch:
    """Testshire with a second issue, begun from the first; nothing was received."""
    succeed(testshire.workspace, "2025-02", "2025-01")
    return testshire


def told(scratch: Scratch, rendition: Rendition = Rendition.PARTNERS) -> Contrast:
    """The two issues, side by side."""
    (found,) = contrast(scratch.workspace, BEFORE, AFTER, rendition)
    return found


def rows(scratch: Scratch) -> list[dict[str, str]]:
    """The observations as they are written."""
    text = (scratch.folder / FILE).read_text("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def receive(scratch: Scratch, row: Mapping[str, str]) -> None:
    """One more row, received between the two cut-offs."""
    written = io.StringIO()
    writer = csv.DictWriter(written, list(row), lineterminator="\n")
    writer.writerow({**row, "received": "2025-01-15"})
    scratch.append(FILE, written.getvalue())


def test_where_nothing_was_received_no_figure_changed(issues: Scratch) -> None:
    """The dates moved on, and that is all."""
    found = told(issues)

    assert ((), (), ()) == (found.figures, found.headings, found.words)
    assert {"cut_off", "due", "follows", "occasion"} == {
        str(one.place.column) for one in found.facts
    }
    assert found.looked_at > 3


@pytest.mark.parametrize("seed", range(8))
def test_every_revision_is_named_and_nothing_else(issues: Scratch, seed: int) -> None:
    """Some values are revised at random; exactly these are told, then and now."""
    chance = random.Random(seed)  # noqa: S311 (no secret)
    open_rows = [
        row
        for row in rows(issues)
        if row["received"] <= "2024-12-31"
        and row["value"]
        and not row["count"]
        and row["measure"] in {"t1", "t3", "t6"}
    ]
    names = {row["measure"] for row in open_rows}
    chosen = chance.sample(open_rows, 3)
    expected = set()
    for row in chosen:
        new = str(float(row["value"]) + 1).removesuffix(".0")
        receive(issues, {**row, "value": new, "status": "revised"})
        expected.add((row["measure"], row["area"], row["period"]))

    found = [one for one in told(issues).figures if one.move is Move.REVISED]

    areas = {"Testshire": "E99000001", "England": "E92000001"}
    assert len(names) > 1
    assert expected == {(one.measure, areas[one.of], one.period) for one in found}
    assert len(expected) == len(found)
    assert all(one.after.endswith("[r]") for one in found)


def test_a_later_period_is_told_once(issues: Scratch) -> None:
    """What is newer is not told as revised, and both periods are named."""
    last = [row for row in rows(issues) if row["measure"] == "t1"][-1]
    receive(issues, {**last, "period": "2024/25 Q1", "value": "21"})

    (one,) = told(issues).figures

    assert (Move.NEWER, "t1", "2024/25 Q1") == (one.move, one.measure, one.period)
    assert f"({last['period']}) became" in str(one)


def test_what_an_audience_may_not_see_is_not_told(issues: Scratch) -> None:
    """A revised restricted value is told to partners, and to the public nothing."""
    hidden = [row for row in rows(issues) if row["disclosure"] == "restricted"]
    (row, *_) = [row for row in hidden if row["value"]]
    receive(issues, {**row, "value": "97531", "status": "revised", "count": ""})

    partners = " ".join(map(str, told(issues).figures))
    public = " ".join(map(str, told(issues, Rendition.PUBLIC).figures))

    assert "97,531" in partners or "97531" in partners
    assert "97" not in public.replace(",", "")


def test_changed_words_are_told_with_their_line(issues: Scratch) -> None:
    """A sentence that was added, under the heading where it stands."""
    issues.append("data/2025-02/commentary/about.md", "\nOne more sentence.\n")

    found = told(issues).words

    assert found
    assert {"data/2025-02/commentary/about.md"} == {one.place.file for one in found}
    assert "One more sentence" in " ".join(map(str, found))


def test_the_fictional_packs_of_two_years() -> None:
    """Revised values, new measures and figures of Exampleton, as its data log says."""
    workspace = open_workspace(EXAMPLETON)

    (found,) = contrast(workspace, "2025-05", "2026-05", Rendition.PUBLIC)

    moves = {move: [o for o in found.figures if o.move is move] for move in Move}
    assert ["tx_men", "tx_women"] == [one.measure for one in moves[Move.NEW]]
    assert [] == moves[Move.REMOVED]
    assert ["m1", "m6", "m6", "m6", "m6", "m8", "m12", "m27"] == [
        one.measure for one in moves[Move.REVISED]
    ]
    assert "m8 (Adults in treatment), Exampleton, 2023/24: 1,737 became 1,744 [r]" in {
        str(one) for one in found.figures
    }


def test_cycles_without_a_common_report_are_refused() -> None:
    """A pack and an annual report cannot be laid side by side."""
    workspace = open_workspace(EXAMPLETON)

    with pytest.raises(UsageError, match="no report in common: outcomes and jcdu"):
        contrast(workspace, "2026-05", "2026-10", Rendition.PUBLIC)
    with pytest.raises(UsageError, match="there is no report 2031-05"):
        contrast(workspace, "2026-05", "2031-05", Rendition.PUBLIC)


def test_the_command_tells_figures_first(tmp_path: Path) -> None:
    """Figures, then headings, then words; the same as JSON, with documented keys."""
    import json

    done = run(EXAMPLETON, "diff", "2025-05", "2026-05")
    as_json = run(EXAMPLETON, "diff", "2025-05", "2026-05", "--json")

    titles = [line for line in done.stdout.splitlines() if line[0] not in " 2"]
    assert titles[0].startswith("figures new (2)")
    assert titles[-1].startswith("the report")
    assert documented("diff") >= set(json.loads(as_json.stdout))
