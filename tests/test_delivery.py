"""Delivery: never twice, never lost, in doubt only where it must be."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lettered import DAY, FakeClock, kept, letter, letters, message, run, server
from mailed import Office, Quirk, Talk, opened

from reportgen.errors import JournalBroken, NotDeliverable, PostUntrusted
from reportgen.registry.post import journal as journals
from reportgen.registry.post.delivery import Ended, Terms, Watch, deliver
from reportgen.registry.post.journal import FILE, read_journal
from reportgen.registry.post.post import Letter, Outcome, State
from reportgen.registry.post.smtp import SmtpPost
from reportgen.registry.post.turns import PAUSES, Patience

loopback = pytest.mark.allow_hosts(["127.0.0.1"])
ANN, BO, CY = (letter(f"{name}@example.org") for name in ("ann", "bo", "cy"))


@dataclass
class Scripted:
    """A way out that answers from a list; it keeps what has really left."""

    answers: Iterator[Outcome | Exception]
    gone: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    name: str = "scripted"

    def post(self, letter: Letter, commit: Callable[[], None]) -> Outcome:
        """As the list says; what was committed may have left."""
        self.asked.append(letter.recipient)
        answer = next(self.answers)
        if isinstance(answer, Exception):
            raise answer
        if answer.state in {State.ACCEPTED, State.UNKNOWN}:
            commit()
            self.gone.append(letter.recipient)
        return answer


def said(state: str, *, general: bool = False) -> Outcome:
    """An outcome."""
    return Outcome(State(state), f"says {state}", is_general=general)


def scripted(*states: str) -> Scripted:
    """Those answers, then acceptance for ever."""
    first = [said(state.strip("*"), general="*" in state) for state in states]
    return Scripted(itertools.chain(first, itertools.repeat(said("accepted"))))


def test_each_letter_goes_once(tmp_path: Path) -> None:
    """In their order; a second run finds nothing to do."""
    first, second = scripted(), scripted()

    assert ["accepted"] * 3 == run(tmp_path, first, ANN, BO, CY)
    assert ["accepted"] * 3 == run(tmp_path, second, ANN, BO, CY)
    assert [each.recipient for each in (ANN, BO, CY)] == first.gone
    assert [] == second.gone


def test_one_that_is_refused_stops_nobody(tmp_path: Path) -> None:
    """A refusal for good is not tried again, in this run or in the next."""
    post = scripted("refused")

    assert ["refused", "accepted", "accepted"] == run(tmp_path, post, ANN, BO, CY)
    assert ["refused", "accepted", "accepted"] == run(tmp_path, post, ANN, BO, CY)
    assert 1 == post.asked.count(ANN.recipient)


def test_one_that_is_put_off_is_tried_again_later(tmp_path: Path) -> None:
    """The others go first; the pauses grow; then it goes."""
    clock = FakeClock()
    post = scripted("deferred", "accepted", "deferred", "deferred")

    assert ["accepted", "accepted"] == run(tmp_path, post, ANN, BO, clock=clock)
    assert ["ann", "bo", "ann", "ann", "ann"] == [
        who.partition("@")[0] for who in post.asked
    ]
    assert [5.0, 30.0, 120.0] == clock.slept


def test_patience_has_an_end(tmp_path: Path) -> None:
    """After so many attempts a letter is left, and the next run begins again."""
    clock = FakeClock()
    post = scripted(*["deferred"] * 6)

    assert ["deferred"] == run(tmp_path, post, ANN, clock=clock)
    assert 6 == len(post.asked)
    assert list(PAUSES) == clock.slept
    assert ["accepted"] == run(tmp_path, post, ANN)


def test_a_server_that_is_away_makes_all_wait(tmp_path: Path) -> None:
    """Nobody's letter is charged for it, and all go once it is back."""
    clock = FakeClock()
    post = scripted(*["deferred*"] * 4)

    assert ["accepted"] * 3 == run(tmp_path, post, ANN, BO, CY, clock=clock)
    assert [5.0, 30.0, 120.0, 300.0] == clock.slept
    assert 3 == len(post.gone)


def test_a_server_that_stays_away_is_left(tmp_path: Path) -> None:
    """All stay planned, and the end says why."""
    post = scripted(*["deferred*"] * 6)
    with kept(tmp_path, ANN, BO) as journal:
        ended = deliver((ANN, BO), journal, post, Terms(FakeClock()))

    told = "the mail server took nothing in 6 attempts; it said last: says deferred"
    assert Ended(told) == ended
    states = {each.state for each in read_journal(tmp_path / FILE).values()}
    assert {State.PLANNED} == states


def test_a_server_that_refuses_everybody_is_left(tmp_path: Path) -> None:
    """Ten refusals and nothing taken: a setting is wrong, not ten mailboxes."""
    of = letters(30)
    post = scripted(*["refused"] * 30)
    with kept(tmp_path, *of) as journal:
        ended = deliver(of, journal, post, Terms(FakeClock()))

    assert "refused the first 10" in ended.gave_up
    assert 10 == len(post.asked)


def test_a_letter_that_shuts_the_server_does_not_stop_the_rest(tmp_path: Path) -> None:
    """One at which the server always says that it is busy goes to the end."""

    class Moody(Scripted):
        def post(self, letter: Letter, commit: Callable[[], None]) -> Outcome:
            if letter is ANN:
                self.asked.append(letter.recipient)
                return said("deferred", general=True)
            return super().post(letter, commit)

    post = Moody(itertools.repeat(said("accepted")))

    assert ["planned", "accepted", "accepted"] == run(tmp_path, post, ANN, BO, CY)
    assert 1 + 6 == post.asked.count(ANN.recipient)


def test_what_is_in_doubt_is_left_alone(tmp_path: Path) -> None:
    """Only a plan that names it again brings it out again."""
    post = scripted("unknown")

    assert ["unknown"] == run(tmp_path, post, ANN)
    with journals.keeping(tmp_path / FILE, lambda: DAY) as journal:
        deliver((ANN,), journal, post, Terms(FakeClock()))
        assert State.UNKNOWN is journal.messages[ANN.key].state
        journal.plan([message(ANN)])
    assert ["accepted"] == run(tmp_path, post, ANN)
    assert 2 == len(post.gone)


def test_a_cause_that_concerns_all_leaves_all_planned(tmp_path: Path) -> None:
    """A certificate that turns wrong stops the run; no letter is blamed."""
    post = Scripted(iter([said("accepted"), PostUntrusted("a wrong certificate")]))
    with kept(tmp_path, ANN, BO, CY) as journal, pytest.raises(PostUntrusted):
        deliver((ANN, BO, CY), journal, post, Terms(FakeClock()))

    found = read_journal(tmp_path / FILE)
    assert ["accepted", "planned", "planned"] == [
        found[each.key].state.value for each in (ANN, BO, CY)
    ]


def test_a_run_that_is_broken_off_after_the_end_leaves_a_doubt(tmp_path: Path) -> None:
    """Whatever ends it, the message that was with the server is in doubt at once."""

    class Broken(Scripted):
        def post(self, letter: Letter, commit: Callable[[], None]) -> Outcome:
            commit()
            raise SystemExit(130)

    with kept(tmp_path, ANN, BO) as journal, pytest.raises(SystemExit):
        deliver((ANN, BO), journal, Broken(iter([])), Terms(FakeClock()))

    found = read_journal(tmp_path / FILE)
    assert (State.UNKNOWN, State.PLANNED) == (found[ANN.key].state, found[BO.key].state)


def test_an_edition_that_is_superseded_meanwhile_goes_no_further(
    tmp_path: Path,
) -> None:
    """Before each letter somebody is asked."""
    post, asked = scripted(), itertools.count()

    def permit() -> None:
        if next(asked) == 2:
            raise NotDeliverable("it is superseded")

    terms = Terms(FakeClock(), watch=Watch(permit=permit))
    with kept(tmp_path, ANN, BO, CY) as journal, pytest.raises(NotDeliverable):
        deliver((ANN, BO, CY), journal, post, terms)

    assert [ANN.recipient, BO.recipient] == post.gone


def test_a_stop_comes_after_the_letter_in_hand(tmp_path: Path) -> None:
    """What is with the server is brought to its end; the rest waits."""
    post = scripted()
    clock = FakeClock(stop_after=lambda: len(post.gone) == 2)
    with kept(tmp_path, ANN, BO, CY) as journal:
        ended = deliver((ANN, BO, CY), journal, post, Terms(clock))

    assert ended.is_stopped
    assert ["accepted", "accepted", "planned"] == [
        read_journal(tmp_path / FILE)[each.key].state.value for each in (ANN, BO, CY)
    ]


def test_the_pace_is_kept(tmp_path: Path) -> None:
    """So many a minute and no more, evenly."""
    clock = FakeClock()
    run(
        tmp_path, scripted(), *letters(5), clock=clock, patience=Patience(per_minute=30)
    )

    assert [2.0] * 4 == clock.slept


def test_whoever_watches_hears_of_each(tmp_path: Path) -> None:
    """Each outcome with what is left, and each wait."""
    heard: list[str] = []
    watch = Watch(
        told=lambda one, what, left: heard.append(
            f"{one.recipient} {what.state} {left}"
        ),
        waits=lambda seconds, left: heard.append(f"{seconds:.0f} s {left}"),
    )
    run(tmp_path, scripted("deferred"), ANN, BO, watch=watch)

    assert [
        "ann@example.org deferred 2",
        "bo@example.org accepted 1",
        "5 s 1",
        "ann@example.org accepted 0",
    ] == heard


ANY = st.sampled_from(["accepted", "refused", "deferred", "deferred*", "unknown"])


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(runs=st.lists(st.lists(ANY, max_size=25), min_size=1, max_size=4))
def test_whatever_the_server_says_nothing_goes_twice(
    tmp_path_factory: pytest.TempPathFactory, runs: list[list[str]]
) -> None:
    """Any answers in any number of runs: each leaves at most once, none is lost."""
    folder, of = tmp_path_factory.mktemp("any"), letters(6)
    with kept(folder, *of):
        pass
    gone: list[str] = []
    for answers in [*runs, []]:
        post = scripted(*answers)
        with journals.keeping(folder / FILE, lambda: DAY) as journal:
            deliver(of, journal, post, Terms(FakeClock()))
        gone += post.gone

    assert len(gone) == len({*gone})
    found = read_journal(folder / FILE)
    held = [each.recipient for each in of if found[each.key].may_be_held]
    assert sorted(gone) == sorted(held)
    left = {found[each.key].state for each in of if each.recipient not in gone}
    # Whoever refused the first ten is left too, so what is not gone may be planned.
    assert left <= {State.REFUSED, State.PLANNED, State.DEFERRED}


# --- with real servers -----------------------------------------------------------


@contextmanager
def posting(quirk: Quirk) -> Iterator[SmtpPost]:
    """The way to a server that misbehaves."""
    with quirk.opened() as port, SmtpPost(server(port)) as post:
        yield post


def once(moment: str, every: int, answer: str | None) -> Quirk:
    """At every so-manieth such moment, leave or answer so."""
    count = itertools.count(1)

    def act(talk: Talk, now: str) -> bool | None:
        if now != moment or next(count) % every:
            return None
        if answer is None:
            return False
        talk.say(answer)
        return True

    return Quirk(act)


@loopback
@pytest.mark.parametrize(
    ("moment", "answer"),
    [
        ("connect", None),
        ("MAIL", None),
        ("RCPT", None),
        ("DATA", None),
        ("body", None),
        ("MAIL", "421 4.3.2 going down"),
        ("MAIL", "452 4.3.1 no room"),
        ("RCPT", "450 4.2.1 later"),
        ("DATA", "451 4.3.0 later"),
    ],
)
def test_no_letter_is_lost_or_doubled(
    tmp_path: Path, moment: str, answer: str | None
) -> None:
    """A server that stumbles at every third step gets each letter exactly once."""
    every = 4 * 3 if moment == "body" else 3  # a letter has four lines
    of, quirk = letters(20), once(moment, every, answer)
    with posting(quirk) as post:
        states = run(tmp_path, post, *of)

    told = [(o.recipient, s) for o, s in zip(of, states, strict=True)]
    assert sorted(quirk.taken) == [who for who, state in told if state == "accepted"]
    # A server that leaves while the last line is on its way to it leaves a doubt.
    assert {"accepted"} == {*states} - ({"unknown"} if moment == "body" else set())


@loopback
def test_doubt_is_only_where_the_answer_was_lost(tmp_path: Path) -> None:
    """A line cut before or after the server took a message: unknown, exactly those."""
    of = letters(20)
    cut: list[str] = []

    def act(talk: Talk, now: str) -> bool | None:
        number = int(talk.recipient[6:9]) if talk.recipient else -1
        if (now, number % 5) in {("dot", 0), ("taken", 1)}:
            cut.append(talk.recipient)
            return False
        return None

    quirk = Quirk(act)
    with posting(quirk) as post:
        states = run(tmp_path, post, *of)

    doubted = [o.recipient for o, s in zip(of, states, strict=True) if s == "unknown"]
    assert cut == doubted
    assert {"accepted", "unknown"} == {*states}
    assert len(quirk.taken) == len({*quirk.taken})


@loopback
def test_what_was_put_off_after_the_end_goes_once(tmp_path: Path) -> None:
    """A server that answers 4xx to a whole message has not taken it; later it does."""
    office = Office(verdict=lambda _who, n: "451 later" if n < 3 else "250 taken")
    of = letters(10)
    with opened(office) as port, SmtpPost(server(port)) as post:
        states = run(tmp_path, post, *of)

    assert ["accepted"] * 10 == states
    assert [each.recipient for each in of] == sorted(office.recipients)


@loopback
def test_a_limit_of_the_server_is_kept_to(tmp_path: Path) -> None:
    """So many a minute: the run waits with all, and nobody is lost."""
    clock = FakeClock()
    window: dict[int, int] = {}

    def answer(_who: str, _number: int) -> str:
        minute = int(clock.at // 60)
        window[minute] = window.get(minute, 0) + 1
        return "250 OK" if window[minute] <= 15 else "450 4.7.1 Error: too much mail"

    office, of = Office(answer=answer), letters(60)
    with opened(office) as port, SmtpPost(server(port)) as post:
        states = run(tmp_path, post, *of, clock=clock)

    assert ["accepted"] * 60 == states
    assert 60 == len({*office.recipients}) == len(office.recipients)


@loopback
def test_a_server_that_is_started_anew_in_the_middle_loses_nothing(
    tmp_path: Path,
) -> None:
    """It goes away after some letters and comes back, at the same place, later."""
    office, of = Office(), letters(30)
    first = opened(office)
    port = first.__enter__()
    second = opened(office, port=port)

    class Restarting(FakeClock):
        def sleep(self, seconds: float) -> None:
            super().sleep(seconds)
            if len(self.slept) == 3:
                second.__enter__()

    def told(_letter: Letter, _outcome: Outcome, left: int) -> None:
        if left == 15:
            first.__exit__(None, None, None)

    with SmtpPost(server(port)) as post:
        states = run(tmp_path, post, *of, clock=Restarting(), watch=Watch(told=told))
    second.__exit__(None, None, None)

    assert ["accepted"] * 30 == states
    assert [each.recipient for each in of] == sorted(office.recipients)


def test_planning_again_changes_nothing_of_what_was_sent(tmp_path: Path) -> None:
    """The last wall: a plan cannot bring back what was accepted."""
    run(tmp_path, scripted(), ANN)
    with (
        journals.keeping(tmp_path / FILE, lambda: DAY) as journal,
        pytest.raises(JournalBroken, match="planned cannot follow accepted"),
    ):
        journal.plan([message(ANN)])
