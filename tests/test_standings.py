"""The words of `status`: when a report is due, what stands, what is next."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from commands import on_terminal, run
from conftest import Scratch

from reportgen.cli import standings
from reportgen.standing import Standing, State

TODAY = date(2026, 5, 20)
NONE = Standing("none")
CURRENT = Standing("current")
DAMAGED = Standing("damaged")
WORDS = Standing("older", ("data/2026-05/commentary/a.md", "data/observations.csv"))
PAGES = Standing("older", ("styles/page.css", "weasyprint"))


def state(*pairs: tuple[Standing, Standing], report: str = "2026-05/pack") -> State:
    """A report with a draft and a proof for each audience."""
    made = {
        rendition: {"draft": draft, "proof": proof}
        for rendition, (draft, proof) in zip(
            ("public", "partners"), pairs, strict=False
        )
    }
    return State(report, "A pack", "2026-05-31", made, "2026-05-10")


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (12, "due in 12 days"),
        (1, "due in 1 day"),
        (0, "due today"),
        (-1, "1 day overdue"),
        (-3, "3 days overdue"),
        (-400, "400 days overdue"),
    ],
)
def test_days_are_told_in_words(days: int, told: str) -> None:
    """Counted from the day that is given, whatever today is."""
    due = (TODAY + timedelta(days=days)).isoformat()

    assert told == standings.due_words(due, TODAY)
    assert days == standings.days_left(due, TODAY)


@pytest.mark.parametrize(
    ("pairs", "told"),
    [
        ([(NONE, NONE), (NONE, NONE)], ("build", "")),
        ([(CURRENT, NONE), (NONE, NONE)], ("proof", "")),
        ([(CURRENT, NONE), (CURRENT, NONE)], ("proof", "")),
        ([(CURRENT, WORDS), (CURRENT, WORDS)], ("proof", "the proof is older")),
        ([(WORDS, NONE), (WORDS, NONE)], ("check", "2 inputs moved")),
        ([(WORDS, WORDS), (CURRENT, NONE)], ("check", "2 inputs moved")),
        ([(NONE, WORDS), (NONE, NONE)], ("check", "2 inputs moved")),
        ([(PAGES, NONE)], ("build", "pages are made otherwise now")),
        ([(DAMAGED, NONE)], ("build", "a file is damaged")),
        ([(CURRENT, CURRENT), (NONE, NONE)], ("", "")),
        ([(WORDS, CURRENT), (NONE, NONE)], ("", "")),
        ([(CURRENT, CURRENT), (CURRENT, NONE)], ("", "")),
    ],
)
def test_one_act_is_suggested(
    pairs: list[tuple[Standing, Standing]], told: tuple[str, str]
) -> None:
    """The one that brings the report on, with its reason; none where all is made."""
    assert told == standings.next_act(state(*pairs))


def test_a_row_tells_all_in_words() -> None:
    """Due date and cut-off, each audience, and the next act."""
    row = standings._row(state((WORDS, NONE), (NONE, NONE)), TODAY)

    assert row == {
        "report": "2026-05/pack",
        "due": "2026-05-31, due in 11 days",
        "cut-off": "2026-05-10",
        "public": "draft older than a.md and 1 more, proof none",
        "partners": "draft none, proof none",
        "next": "check: 2 inputs moved",
    }


def test_words_of_a_file_do_not_drive_the_terminal() -> None:
    """An escape in the name of a folder is printed as what it is."""
    row = standings._row(state((NONE, NONE), report="2026\x1b[31m/x"), TODAY)

    assert "2026\\x1b[31m/x" == row["report"]


def test_the_table_cuts_nothing() -> None:
    """Every cell stands whole in its line, however wide it is; one line a report."""
    long = state((NONE, NONE), (CURRENT, WORDS), report="2026-05/" + "x" * 60)
    rows = [
        standings._row(one, TODAY) for one in (long, state((NONE, NONE), (NONE, NONE)))
    ]
    heading, *lines = standings._table(rows).splitlines()

    assert list(rows[0]) == heading.split()
    for line, row in zip(lines, rows, strict=True):
        assert [] == [cell for cell in row.values() if cell not in line]


def test_status_counts_from_today(testshire: Scratch) -> None:
    """The command tells the days, in words and as a number."""
    due = date.today() + timedelta(days=1)  # noqa: DTZ011 (as people count)
    text = (testshire.folder / "data/2025-01/cycle.toml").read_text("utf-8")
    old = next(line for line in text.splitlines() if line.startswith("due = "))
    testshire.change("data/2025-01/cycle.toml", old, f"due = {due + timedelta(days=1)}")
    done = run(testshire.folder, "status")
    (told,) = json.loads(run(testshire.folder, "status", "--json").stdout)["reports"]

    assert told["days_left"] in {1, 2, 3}  # midnight may pass
    assert f"{told['due']}, due in " in done.stdout
    assert {"act": "build", "why": ""} == told["next"]
    assert "2024-12-31" == told["cut_off"]
    assert set(told) == {
        *("report", "title", "due", "days_left", "cut_off", "standings"),
        *("sign_off", "delivery", "next"),
    }


def test_a_narrow_terminal_has_one_cell_a_line(testshire: Scratch) -> None:
    """Where the table does not fit, nothing is cut or folded into columns."""
    narrow = on_terminal(testshire.folder, "status", columns=40).splitlines()
    wide = on_terminal(testshire.folder, "status", columns=200).splitlines()

    assert "2025-01/pack" == narrow[0]
    assert ["due", "cut-off", "public", "partners", "next"] == [
        line.strip().partition(":")[0] for line in narrow[1:]
    ]
    assert 2 == len(wide)


def test_broken_cycles_are_told_and_the_others_listed(testshire: Scratch) -> None:
    """A cycle that does not read hides no other."""
    folder = testshire.folder / "data"
    for name in ("2025-02", "2025-03"):
        (folder / name).mkdir()
        (folder / name / "cycle.toml").write_text("cycle = [", "utf-8")
    done = run(testshire.folder, "status")
    told = json.loads(run(testshire.folder, "status", "--json").stdout)

    assert 1 == done.returncode
    assert "2025-01/pack" in done.stdout
    for name in ("2025-02", "2025-03"):
        assert f"error: data/{name}/cycle.toml line 1: the file is not TOML" in (
            done.stderr
        )
    assert ["2025-01/pack"] == [one["report"] for one in told["reports"]]
    assert ["not-toml"] * 2 == [one["slug"] for one in told["faults"]]


def test_status_of_an_empty_workspace(tmp_path: Path) -> None:
    """No cycle yet is no error; when quiet there is nothing to say."""
    (tmp_path / "reportgen.toml").write_text("format = 1\n", "utf-8")
    done, quiet = run(tmp_path, "status"), run(tmp_path, "status", "--quiet")
    told = json.loads(run(tmp_path, "status", "--json").stdout)

    assert (done.returncode, done.stdout.startswith("no cycle yet")) == (0, True)
    assert (0, "") == (quiet.returncode, quiet.stdout)
    assert {"reports": [], "certificate": None, "faults": []} == told


def test_status_of_many_cycles_is_one_line_each(testshire: Scratch) -> None:
    """However many cycles there are, oldest first."""
    folder = testshire.folder / "data"
    text = (folder / "2025-01" / "cycle.toml").read_text("utf-8")
    for year in range(2026, 2056):
        (folder / f"{year}-01").mkdir()
        changed = text.replace('cycle = "2025-01"', f'cycle = "{year}-01"')
        (folder / f"{year}-01" / "cycle.toml").write_text(changed, "utf-8")
    lines = run(testshire.folder, "status").stdout.splitlines()

    assert [f"{year}-01/pack" for year in range(2025, 2056)] == [
        line.split()[0] for line in lines[1:]
    ]
