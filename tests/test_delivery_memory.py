"""A long list needs little memory: what is held of a member is a few hundred bytes."""

import contextlib
import gc
import os
import shutil
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from crowded import REPORT, workspace
from lettered import DAY, FakeClock

from reportgen.cli.deliverywords import (
    mailing_json,
    mailing_lines,
    sent_json,
    sent_lines,
)
from reportgen.cli.voice import say_json, say_lines
from reportgen.desk import delivering
from reportgen.desk.choosing import Choice
from reportgen.desk.mailing import Mailing
from reportgen.registry.post.delivery import Terms, Watch
from reportgen.registry.post.outbox import Outbox
from reportgen.registry.post.post import Letter, Outcome, State
from reportgen.settings import Workspace

FEW, MANY = 200, 800
ENOUGH = 350  # bytes a member; the list alone has about 80, a key and its place 60
_EVERY = 40  # letters, of which one is made; and steps, after which rubbish is cleared


class Tidy:
    """A clock that clears rubbish away, so that the moment of that is no chance."""

    def __init__(self) -> None:
        """Nobody has asked yet."""
        self.asked = 0

    def __call__(self) -> datetime:
        """The day."""
        self.asked += 1
        if self.asked % _EVERY == 0:
            gc.collect()
        return DAY


SEAMS = delivering.Seams(verify=lambda _folder: True, now=Tidy())


class Swift:
    """A way out that takes all at once; few letters are made, as each takes a while."""

    name = "swift"

    def __init__(self) -> None:
        """None has gone."""
        self.gone = 0

    def post(self, letter: Letter, commit: Callable[[], None]) -> Outcome:
        """Taken, but for every third, which is refused, and every fifth, put off."""
        self.gone += 1
        if self.gone % _EVERY == 1:
            letter.make()
        if self.gone % 3 == 0:
            return Outcome(State.REFUSED, "550 5.1.1 no such user")
        if self.gone % 5 == 0:
            return Outcome(State.DEFERRED, "450 4.2.1 later")
        commit()
        return Outcome(State.ACCEPTED, "250 2.0.0 Ok: queued as 4fZ")


@pytest.fixture(autouse=True)
def _no_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for the disk here."""
    monkeypatch.setattr(os, "fsync", lambda _descriptor: None)


def plan(of: Workspace) -> Mailing:
    """Who would get it."""
    (planned,) = delivering.plan(of, REPORT, Choice(), SEAMS)
    return planned


def send(of: Workspace, watch: Watch | None = None) -> None:
    """Plan, show, send and tell, as people read it and as programs do."""
    planned = plan(of)
    say_lines(mailing_lines(planned, in_full=False))
    terms = Terms(FakeClock(), watch=watch or Watch())
    sent = delivering.send(of, planned, Choice(), Swift(), terms, SEAMS)
    say_lines(sent_lines([sent], in_full=False))
    say_json(sent_json(sent, in_full=False))


def write(of: Workspace) -> None:
    """A dry run, told in both ways."""
    planned = plan(of)
    say_lines(mailing_lines(planned, in_full=False))
    files = delivering.write(of, planned, SEAMS)
    told = [mailing_json(planned, in_full=False)]
    say_json({"deliveries": told, "letters": len(files), "sent": False})


def again(of: Workspace) -> None:
    """A correction for all who hold the edition before, most of whom have left."""
    folder = of.record / REPORT / "editions"
    shutil.copytree(folder / "1", folder / "2")
    path = folder / "2" / "public" / "manifest.json"
    path.write_text(path.read_text("utf-8").replace('"edition": 1', '"edition": 2'))
    members = of.data / "members.csv"
    rows = members.read_text("utf-8").splitlines(keepends=True)
    members.write_text("".join(rows[:100]), "utf-8")
    choice = Choice(correction=True)
    (planned,) = delivering.plan(of, REPORT, choice, SEAMS)
    delivering.send(of, planned, choice, Swift(), Terms(FakeClock()), SEAMS)


@contextlib.contextmanager
def unheard() -> Iterator[None]:
    """What is said goes nowhere, and is not kept for the test's report either."""
    with (
        Path(os.devnull).open("w", encoding="utf-8") as nowhere,
        contextlib.redirect_stdout(nowhere),
    ):
        yield


def peak(act: Callable[[Workspace], None], of: Workspace) -> int:
    """Most bytes that an act held at once."""
    gc.collect()
    gc.freeze()  # what other tests have left is not looked at again and again
    tracemalloc.start()
    try:
        with unheard():
            act(of)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
        gc.unfreeze()


def growth(
    act: Callable[[Workspace], None],
    folder: Path,
    before: Callable[[Workspace], None] = lambda _of: None,
) -> float:
    """Bytes that each further member takes at the peak of an act."""
    peaks = []
    for name, count in (("first", 10), ("few", FEW), ("many", MANY)):
        of = workspace(folder / name, count)
        with unheard():
            before(of)
        peaks.append(peak(act, of))
    return (peaks[2] - peaks[1]) / (MANY - FEW)


def test_sending_holds_little_of_a_member(tmp_path: Path) -> None:
    """Planned, shown, sent and told: some hundred bytes for each, and not thousands."""
    found = growth(send, tmp_path)

    assert found < ENOUGH


def test_a_second_run_holds_little_of_a_member(tmp_path: Path) -> None:
    """The same where the journal knows all of them."""
    found = growth(send, tmp_path, before=send)

    assert found < ENOUGH


def test_a_dry_run_holds_little_of_a_member(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor is anything held of letters that are written as files.

    They are not written here: Python remembers the names of files for some time.
    """
    swift = Swift()
    monkeypatch.setattr(Outbox, "post", lambda _, *of: swift.post(*of))
    found = growth(write, tmp_path)

    assert found < ENOUGH


def test_a_correction_holds_little_of_a_member(tmp_path: Path) -> None:
    """Also of those who are not on the list any more."""
    found = growth(again, tmp_path, before=send)

    assert found < 2 * ENOUGH  # of whom the list has lost, addresses are told


def test_what_is_kept_of_each_letter_would_be_seen(tmp_path: Path) -> None:
    """The measure can fail: a run that keeps its letters is far above the limit."""

    def hoarding(of: Workspace) -> None:
        kept: list[tuple[Letter, Outcome]] = []
        watch = Watch(told=lambda one, outcome, _left: kept.append((one, outcome)))
        send(of, watch)

    found = growth(hoarding, tmp_path)

    assert found > 2 * ENOUGH
