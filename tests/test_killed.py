"""A run that is killed, at any moment, and begun again: the same in the end."""

import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pytest
from lettered import letters
from mailed import Quirk, Talk

from reportgen.registry.post.journal import FILE, read_journal
from reportgen.registry.post.post import State

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
POSTMAN = Path(__file__).with_name("postman.py")
KILLS = 100


def begun(folder: Path, port: int, count: int, *more: str) -> "subprocess.Popen[bytes]":
    """A run that has planned, and begins to send."""
    place = [str(folder), str(port), str(count), *more]
    process = subprocess.Popen(
        [sys.executable, POSTMAN, *place],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert b"begun\n" == process.stdout.readline()
    return process


def ended(process: "subprocess.Popen[bytes]") -> int:
    """Its code, once it is over."""
    with process:
        process.communicate()
    return process.returncode


@dataclass
class Moments:
    """Counts what a server goes through, and tells when so much has happened."""

    left: int = 0
    come: threading.Event = field(default_factory=threading.Event)

    def wait_for(self, count: int) -> None:
        """Return after so many moments; a letter has nine."""
        self.come.clear()
        self.left = count
        assert self.come.wait(30)

    def act(self, _talk: Talk, now: str) -> None:
        """One more; slow enough that a kill finds every moment of a letter."""
        self.left -= 1
        if self.left == 0:
            self.come.set()
        if now in {"RCPT", "dot", "taken"}:
            time.sleep(0.002)


@contextmanager
def killed(process: "subprocess.Popen[bytes]") -> Iterator[None]:
    """A run that dies when the block ends."""
    try:
        yield
    finally:
        process.kill()
        ended(process)


def doubted(folder: Path) -> int:
    """How many letters are in doubt."""
    found = read_journal(folder / FILE).values()
    states = {State.UNKNOWN, State.SENDING}  # what nobody has opened since
    return sum(each.state in states for each in found)


def test_a_hundred_kills_double_nothing_and_lose_nothing(tmp_path: Path) -> None:
    """Killed at random moments and begun again, each letter was taken exactly once.

    In doubt is at most one letter for each kill; once those are sent again on purpose,
    everybody has theirs, and only those in doubt can have it twice.
    """
    chance = random.Random(2026)  # noqa: S311 (moments, no secrets)
    of = [each.recipient for each in letters(500)]
    moments, doubts = Moments(), [0]
    quirk = Quirk(moments.act)
    with quirk.opened() as port:
        for _ in range(KILLS):
            with killed(begun(tmp_path, port, len(of))):
                moments.wait_for(chance.randint(1, 27))
                time.sleep(chance.uniform(0.0, 0.003))
            doubts.append(doubted(tmp_path))
        assert 0 == ended(begun(tmp_path, port, len(of)))
        found = read_journal(tmp_path / FILE).values()
        unsure = {each.address for each in found if each.state is State.UNKNOWN}
        first = Counter(quirk.taken)
        assert 0 == ended(begun(tmp_path, port, len(of), "again"))

    assert {0, 1} >= {now - then for then, now in pairwise(doubts)}
    assert {State.ACCEPTED, State.UNKNOWN} >= {each.state for each in found}
    assert {*of} == {each.address for each in found} == {*quirk.taken}
    assert {1} == {first[who] for who in of if who not in unsure}
    assert {0, 1} >= {first[who] for who in unsure}
    assert {1} == {Counter(quirk.taken)[who] for who in of if who not in unsure}
    # Without kills in the middle of sending this would show nothing.
    assert 5 <= len(unsure) <= KILLS


def test_two_runs_at_once_are_one(tmp_path: Path) -> None:
    """Of several that begin together one delivers, and the others are told so."""
    quirk = Quirk(lambda _talk, now: time.sleep(0.01) if now == "taken" else None)
    with quirk.opened() as port:
        first = begun(tmp_path, port, 40)
        others = [
            subprocess.run(
                [sys.executable, POSTMAN, str(tmp_path), str(port), "40"],
                capture_output=True,
                text=True,
                check=False,
            )
            for _ in range(2)
        ]
        assert 0 == ended(first)

    assert 40 == len(quirk.taken) == len({*quirk.taken})
    busy = [other for other in others if "WorkspaceBusy" in other.stderr]
    assert others == busy
