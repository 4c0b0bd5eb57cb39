"""What somebody has agreed to is what goes, whatever becomes of the list meanwhile."""

from pathlib import Path

from crowded import REPORT, enlist, workspace
from lettered import FakeClock
from test_delivery import scripted

from reportgen.desk import delivering
from reportgen.desk.choosing import Choice
from reportgen.desk.mailing import Fate
from reportgen.desk.roll import read_roll
from reportgen.registry.post.delivery import Terms
from reportgen.registry.post.post import State

SEAMS = delivering.Seams(verify=lambda _folder: True)


def test_only_who_was_agreed_to_and_is_still_listed_is_sent_to(tmp_path: Path) -> None:
    """Who was added after the look waits for the next one; who was removed is left."""
    of, choice, post = workspace(tmp_path / "work", 6), Choice(), scripted()
    (planned,) = delivering.plan(of, REPORT, choice, SEAMS)
    enlist(of.folder, range(2, 9))
    sent = delivering.send(of, planned, choice, post, Terms(FakeClock()), SEAMS)

    assert [f"member{number}@example.org" for number in range(2, 6)] == post.gone
    assert post.gone == [one.address for one in sent.messages]
    assert {State.ACCEPTED} == {one.state for one in sent.messages}
    assert [] == [*sent.left]
    left = delivering.plan(of, REPORT, choice, SEAMS)[0].with_fate(Fate.SEND)
    assert ["Member 6", "Member 7", "Member 8"] == [o.recipient.name for o in left]


def test_what_was_planned_stays_as_it_was_shown(tmp_path: Path) -> None:
    """Lines are made anew whenever they are asked for, and are always the same."""
    of, choice = workspace(tmp_path / "work", 5), Choice()
    (planned,) = delivering.plan(of, REPORT, choice, SEAMS)
    before = [*planned.lines]
    post, terms = scripted("refused", "deferred"), Terms(FakeClock())
    sent = delivering.send(of, planned, choice, post, terms, SEAMS)

    assert before == [*planned.lines] == [*sent.mailing.lines]
    assert ["member0@example.org"] == [one.address for one in sent.left]
    (after,) = delivering.plan(of, REPORT, choice, SEAMS)
    assert ["refused", *["sent"] * 4] == [line.fate.value for line in after.lines]


def test_a_list_that_is_the_same_is_not_read_again(tmp_path: Path) -> None:
    """One that was written anew is, and a new one says so."""
    of = workspace(tmp_path / "work", 5)
    first = read_roll(of.data)

    assert read_roll(of.data, first) is first
    enlist(of.folder, range(5))
    assert read_roll(of.data, first) is first
    enlist(of.folder, range(1, 5))
    assert 4 == len(read_roll(of.data, first).people)
