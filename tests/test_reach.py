"""How far an edition has come, as `status` tells it: in numbers, without an address."""

import json
import shutil
from dataclasses import asdict
from pathlib import Path

import pytest
from commands import documented, run
from crowded import REPORT, workspace
from lettered import FakeClock
from test_delivery import scripted
from test_status_signoff import keys

from reportgen.cli import standings
from reportgen.desk import delivering
from reportgen.desk.choosing import Choice
from reportgen.desk.reach import Reach, reach_of
from reportgen.registry.post.delivery import Terms
from reportgen.registry.post.journal import FILE
from reportgen.settings import Workspace

SEAMS = delivering.Seams(verify=lambda _folder: True)


@pytest.fixture
def sent(tmp_path: Path) -> Workspace:
    """An edition that was sent to nine: one refused, one in doubt, one put off."""
    of, choice = workspace(tmp_path / "work", 9), Choice()
    post = scripted("refused", "unknown", *["deferred"] * 20)
    only = Choice(only=("member0@example.org", "member1@example.org"))
    for chosen, at in ((only, post), (choice, scripted())):
        (planned,) = delivering.plan(of, REPORT, chosen, SEAMS)
        delivering.send(of, planned, chosen, at, Terms(FakeClock()), SEAMS)
    trial = Choice(test_to="me@example.org", occasion="today")
    (planned,) = delivering.plan(of, REPORT, trial, SEAMS)
    delivering.send(of, planned, trial, scripted(), Terms(FakeClock()), SEAMS)
    return of


def test_without_an_edition_there_is_nothing_to_tell(tmp_path: Path) -> None:
    """Nor is a journal looked for."""
    of = workspace(tmp_path / "work", 2)
    shutil.rmtree(of.record / REPORT / "editions")

    assert reach_of(of, REPORT) is None


def test_members_are_counted_by_what_became_of_theirs(sent: Workspace) -> None:
    """Trials count for nobody; a later edition begins at nothing."""
    assert Reach(1, accepted=7, unknown=1, refused=1) == reach_of(sent, REPORT)

    folder = sent.record / REPORT / "editions"
    shutil.copytree(folder / "1", folder / "2")
    # Who may have the first one holds a superseded edition now.
    assert Reach(2, superseded=8) == reach_of(sent, REPORT)


def test_an_edition_that_was_sent_to_nobody_says_so(tmp_path: Path) -> None:
    """As long as the journal knows no member."""
    of = workspace(tmp_path / "work", 2)
    found = reach_of(of, REPORT)

    assert Reach(1) == found
    assert ["", f"{REPORT}, edition 1: sent to nobody"] == [
        *standings.delivery_lines({REPORT: found, "other": None})
    ]


def test_what_is_left_is_counted(tmp_path: Path) -> None:
    """Planned or put off."""
    of, choice = workspace(tmp_path / "work", 4), Choice()
    (planned,) = delivering.plan(of, REPORT, choice, SEAMS)
    post = scripted("accepted", *["deferred"] * 18)
    delivering.send(of, planned, choice, post, Terms(FakeClock()), SEAMS)

    assert Reach(1, accepted=1, left=3) == reach_of(of, REPORT)


def test_status_tells_it(sent: Workspace) -> None:
    """In words and as JSON, and no address."""
    done = run(sent.folder, "status")
    told = json.loads(run(sent.folder, "status", "--json").stdout)
    (one,) = told["reports"]

    assert f"{REPORT}, edition 1: 7 members have it, 1 in doubt, 1 refused\n" in (
        done.stdout
    )
    assert "@" not in done.stdout
    found = reach_of(sent, REPORT)
    assert found is not None
    assert asdict(found) == one["delivery"]
    wanted = keys({"reports": [{"delivery": one["delivery"]}]})
    assert set() == wanted - documented("status")


def test_a_journal_that_does_not_read_is_told(sent: Workspace) -> None:
    """With its line, and what else `status` has to say is said."""
    path = sent.record / REPORT / FILE
    path.write_bytes(b"rubbish\n")
    done = run(sent.folder, "status")

    assert f"{FILE} line 1 does not read" in done.stderr
    assert REPORT in done.stdout
