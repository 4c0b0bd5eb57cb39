"""Delivery: letters through one way out, each once at most, each step journalled."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

from reportgen.registry.post.journal import Journal
from reportgen.registry.post.post import Letter, Outcome, Post, State
from reportgen.registry.post.turns import Patience, Turns

_ABANDONED = "the run was ended before the server answered"


class Clock(Protocol):
    """Time that runs on, and a sleep that ends early where the run is to stop."""

    def now(self) -> float:
        """Seconds since whenever."""
        ...

    def sleep(self, seconds: float) -> None:
        """Wait so long, or until the run is to stop."""
        ...

    def is_stopped(self) -> bool:
        """Whether somebody wants the run to end after the letter in hand."""
        ...


@dataclass(frozen=True)
class Watch:
    """Who is told, and who is asked, while letters go out."""

    told: Callable[[Letter, Outcome, int], None] = lambda _letter, _outcome, _left: None
    """Told each outcome, and how many letters are still to go."""
    waits: Callable[[float, int], None] = lambda _seconds, _left: None
    """Told of a wait in seconds, and how many letters are still to go."""
    permit: Callable[[], None] = lambda: None
    """Asked before each letter; raises where none may go any more."""


@dataclass(frozen=True)
class Ended:
    """How a run ended."""

    gave_up: str = ""
    """Why letters were left untried; empty where none were."""
    is_stopped: bool = False
    """Whether somebody stopped it."""


@dataclass(frozen=True)
class Terms:
    """The terms of a run."""

    clock: Clock
    patience: Patience = field(default_factory=Patience)
    watch: Watch = field(default_factory=Watch)


def deliver(
    letters: Sequence[Letter], journal: Journal, post: Post, terms: Terms
) -> Ended:
    """Bring out letters that are planned in the journal, one after the other.

    Args:
        letters: they may be made when they are asked for, for each attempt anew.
        journal: every step is noted there; what it holds as sent never goes again.
        post: the way out.
        terms: time, attempts, pauses, pace, and who is told and asked.

    Raises:
        EnvironmentFault: no letter can go this way; what is left stays planned.
        NotAllowed: no letter may go any more.
        JournalBroken: a letter is not planned, or somebody else writes too.
    """
    clock, watch = terms.clock, terms.watch
    left = (n for n, one in enumerate(letters) if _is_left(one, journal))
    turns = Turns(left, terms.patience)
    while len(turns) and not turns.gave_up and not clock.is_stopped():
        if pause := turns.wait(clock.now()):
            journal.settle()  # nothing follows soon that would
            watch.waits(pause, len(turns))
            clock.sleep(pause)
            continue
        watch.permit()
        number = turns.take(clock.now())
        letter = letters[number]
        outcome = _attempt(letter, journal, post)
        turns.judge(number, outcome, clock.now())
        watch.told(letter, outcome, len(turns))
    journal.settle()
    return Ended(turns.gave_up, is_stopped=bool(len(turns)) and clock.is_stopped())


def _is_left(letter: Letter, journal: Journal) -> bool:
    known = journal.messages.look(letter.key)
    return known is None or known.is_left


def _attempt(letter: Letter, journal: Journal, post: Post) -> Outcome:
    """One letter, one attempt, and its lines in the journal."""
    commit = partial(journal.note, letter.key, State.SENDING)
    try:
        outcome = post.post(letter, commit)
    except BaseException:
        if _is_sending(letter, journal):
            journal.note(letter.key, State.UNKNOWN, _ABANDONED)
            journal.settle()
        raise
    if _is_sending(letter, journal) or not outcome.is_general:
        journal.note(letter.key, outcome.state, outcome.reply)
    return outcome


def _is_sending(letter: Letter, journal: Journal) -> bool:
    known = journal.messages.look(letter.key)
    return known is not None and known.state is State.SENDING
