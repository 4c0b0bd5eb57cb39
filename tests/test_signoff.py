"""The quorum: who decides when, what counts, and what is refused."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from conftest import Scratch
from hypothesis import given
from hypothesis import strategies as st
from test_ledger import REPLY, digest

from reportgen.errors import DecisionRefused, UsageError
from reportgen.registry.decisions.deciding import Decision, decide
from reportgen.registry.decisions.ledger import (
    Act,
    Evidence,
    EvidenceKind,
    Ledger,
    line_of,
)
from reportgen.registry.decisions.ledger import read_ledger as read
from reportgen.registry.decisions.signoff import (
    Seat,
    SeatState,
    is_complete,
    next_seats,
    seat_of,
    stand,
    uncovered,
)

POLICE = Seat(
    "Deputy Chair",
    "Superintendent, Exampleshire Police",
    "Sam Specimen",
    1,
    ("police",),
)
DATA = Seat("Data Lead", "Head of Insight, Exampleton Council", "Priya Sample", 1)
OWNER = Seat(
    "Senior Responsible Owner",
    "Director of Public Health, Exampleton Council",
    "Morgan Example",
    2,
)
SEATS = (POLICE, DATA, OWNER)
REPORT = "2026-10/jcdu"
NOW = {"public": digest(b"public"), "partners": digest(b"partners")}
LATER = {"public": digest(b"public 2"), "partners": digest(b"partners 2")}
NOON = datetime(2026, 10, 20, 12, tzinfo=UTC)


class Book:
    """A ledger that is written in as people decide."""

    def __init__(self, current: Mapping[str, str] = NOW) -> None:
        """Nobody has decided."""
        self.data, self.current, self.minutes = b"", dict(current), 0
        self.seats: Sequence[Seat] = SEATS

    @property
    def ledger(self) -> Ledger:
        """What was decided so far."""
        return read(self.data, "signoff.jsonl")

    def decide(self, act: Act, seat: Seat, *renditions: str, **more: object) -> bool:
        """One decision, a minute after the one before; whether it was recorded."""
        self.minutes += 1
        names = () if act is Act.WITHDRAW else renditions or tuple(self.current)
        values: dict[str, object] = {
            "at": NOON + timedelta(minutes=self.minutes),
            "typed_by": "clerk",
            "proofs": {name: self.current[name] for name in names},
            "reason": "" if act is Act.APPROVE else "Figure 3",
            **more,
        }
        decision = Decision(act, seat, **values)  # type: ignore[arg-type]
        entry = decide(REPORT, self.seats, self.ledger, self.current, decision)
        if entry is not None:
            self.data += line_of(entry) + b"\n"
        return entry is not None

    def approve(self, seat: Seat, *renditions: str, **more: object) -> bool:
        """An approval."""
        return self.decide(Act.APPROVE, seat, *renditions, **more)

    def states(self, rendition: str = "public") -> list[str]:
        """The state of each seat, in order."""
        found = stand(self.seats, self.ledger, self.current)
        return [str(one.state) for one in found if one.rendition == rendition]

    def refusal(self, act: Act, seat: Seat, *renditions: str, **more: object) -> str:
        """Why a decision is refused."""
        with pytest.raises(DecisionRefused) as refused:
            self.decide(act, seat, *renditions, **more)
        return str(refused.value)


# --- turns -------------------------------------------------------------------------


def test_the_first_turn_is_asked_and_the_others_wait() -> None:
    """Seats of one turn are asked together, in any order."""
    book = Book()

    assert ["asked", "asked", "waiting"] == book.states()
    book.approve(DATA)
    assert ["asked", "approved", "waiting"] == book.states()
    book.approve(POLICE)
    assert ["approved", "approved", "asked"] == book.states()
    book.approve(OWNER)
    assert ["approved"] * 3 == book.states()


def test_who_is_not_yet_asked_is_told_who_comes_first() -> None:
    """Neither approval nor rejection jumps the queue."""
    book = Book()
    book.approve(DATA)
    for act in (Act.APPROVE, Act.REJECT):
        told = book.refusal(act, OWNER)

        assert "not yet the turn of Senior Responsible Owner" in told
        assert "Deputy Chair (Superintendent, Exampleshire Police) must approve" in told
        assert "Data Lead" not in told


def test_each_rendition_has_its_own_turns() -> None:
    """What the first approved for the public does not open the partners' proof."""
    book = Book()
    book.approve(DATA, "public")
    book.approve(POLICE, "public")

    assert ["approved", "approved", "asked"] == book.states()
    assert ["asked", "asked", "waiting"] == book.states("partners")
    assert "the partners proof first" in book.refusal(Act.APPROVE, OWNER)
    assert book.approve(OWNER, "public")


def test_a_rejection_holds_those_of_later_turns() -> None:
    """Nobody approves what somebody before them rejected."""
    book = Book()
    book.approve(DATA)
    book.decide(Act.REJECT, POLICE)

    assert ["rejected", "approved", "waiting"] == book.states()
    assert "Deputy Chair" in book.refusal(Act.APPROVE, OWNER)


def test_a_rejection_ends_with_its_proof() -> None:
    """A new proof is asked of everybody, and who rejected may approve it."""
    book = Book()
    book.approve(DATA)
    book.decide(Act.REJECT, POLICE)
    book.current = dict(LATER)

    assert ["asked", "void", "waiting"] == book.states()
    assert book.approve(POLICE)


def test_the_complete_quorum_is_all_seats_and_all_renditions() -> None:
    """One approval short is not complete."""
    book = Book()
    for seat in SEATS:
        book.approve(seat, "public")

    assert not is_complete(stand(SEATS, book.ledger, NOW))
    for seat in SEATS:
        book.approve(seat, "partners")
    assert is_complete(stand(SEATS, book.ledger, NOW))
    assert not is_complete(())
    assert not is_complete(stand(SEATS, book.ledger, {**NOW, "partners": ""}))


def test_next_seats_are_those_who_can_act_now() -> None:
    """Each once, in the order of the quorum."""
    book = Book()

    assert (POLICE, DATA) == next_seats(stand(SEATS, book.ledger, NOW))
    book.approve(POLICE)
    book.approve(DATA)
    assert (OWNER,) == next_seats(stand(SEATS, book.ledger, NOW))


# --- what voids an approval --------------------------------------------------------


def test_another_proof_voids_approvals() -> None:
    """What was approved is those bytes, and no others."""
    book = Book()
    for seat in SEATS:
        book.approve(seat)
    book.current["public"] = LATER["public"]

    assert ["void"] * 3 == book.states()
    assert ["approved"] * 3 == book.states("partners")


def test_without_a_proof_nothing_is_approved() -> None:
    """Approvals are void, and everybody else waits for it."""
    book = Book()
    book.approve(DATA)
    book.current = {"public": "", "partners": ""}

    assert ["waiting", "void", "waiting"] == book.states()
    assert () == next_seats(stand(SEATS, book.ledger, book.current))


def test_an_approval_counts_again_with_its_bytes() -> None:
    """Whoever puts an input back has the approvals back; the last word counts."""
    book = Book()
    book.approve(DATA)
    book.current = dict(LATER)
    book.current = dict(NOW)

    assert ["asked", "approved", "waiting"] == book.states()


def test_the_last_decision_counts_and_no_earlier_one() -> None:
    """Who approved one proof and then another has approved the other only."""
    book = Book()
    book.approve(DATA)
    book.current = dict(LATER)
    book.approve(DATA)
    book.current = dict(NOW)

    assert ["asked", "void", "waiting"] == book.states()


@pytest.mark.parametrize(
    ("approved_for", "answers_for", "state"),
    [
        ((), ("police",), "approved"),
        (("police",), ("police",), "approved"),
        (("police", "progress"), ("police",), "approved"),
        (("police",), ("police", "progress"), "void"),
        (("police",), (), "void"),
    ],
)
def test_an_approval_for_fewer_parts_is_void(
    approved_for: tuple[str, ...], answers_for: tuple[str, ...], state: str
) -> None:
    """A seat that is given more parts has to approve again."""
    book = Book()
    before = replace(POLICE, parts=approved_for)
    book.seats = (before,)
    book.approve(before)
    book.seats = (replace(POLICE, parts=answers_for),)

    assert [state] == book.states()


def test_a_new_holder_of_the_post_keeps_what_the_post_decided() -> None:
    """The post decides; another post of the same role does not inherit it."""
    book = Book()
    book.approve(DATA)
    book.seats = (POLICE, replace(DATA, name="Jo Newcomer"), OWNER)
    assert "approved" == book.states()[1]
    book.seats = (POLICE, replace(DATA, holder="Chief Analyst"), OWNER)
    assert "asked" == book.states()[1]


# --- twice, and back ---------------------------------------------------------------


def test_approving_twice_changes_nothing() -> None:
    """The second time is told, and not recorded."""
    book = Book()

    assert [True, False] == [book.approve(DATA, note="Read"), book.approve(DATA)]
    assert 1 == book.ledger.lines


def test_approving_twice_with_another_note_is_recorded() -> None:
    """The note is kept, and with it what backed the approval; once."""
    book = Book()
    book.approve(DATA, evidence=(REPLY,))

    assert book.approve(DATA, note="Table 2 was read too")
    assert not book.approve(DATA, note="Table 2 was read too")
    last = book.ledger.entries[-1]
    assert ("Table 2 was read too", (REPLY,)) == (last.note, last.evidence)


def test_what_was_withdrawn_backs_nothing() -> None:
    """Who approves again after a withdrawal starts without the old reply."""
    book = Book()
    book.approve(DATA, note="Read", evidence=(REPLY,))
    book.decide(Act.WITHDRAW, DATA)
    book.approve(DATA)

    last = book.ledger.entries[-1]
    assert ("", ()) == (last.note, last.evidence)


def test_a_reply_on_one_proof_does_not_back_the_other() -> None:
    """What backed the public proof alone is not said of both."""
    book = Book()
    book.approve(DATA, "public", evidence=(REPLY,))
    book.approve(DATA)

    assert () == book.ledger.entries[-1].evidence


def test_approving_twice_with_new_evidence_is_recorded() -> None:
    """A reply that comes later backs what was only typed; the same one twice is not."""
    book = Book()
    book.approve(DATA)

    assert book.approve(DATA, evidence=(REPLY,))
    assert not book.approve(DATA, evidence=(REPLY,))
    other = Evidence(EvidenceKind.REPLY, digest(b"s"), f"{digest(b's')}.eml", "Another")
    assert book.approve(DATA, evidence=(REPLY, other))


def test_approving_one_more_rendition_is_recorded() -> None:
    """What is new in it counts."""
    book = Book()
    book.approve(DATA, "public")

    assert book.approve(DATA)
    assert not book.approve(DATA, "partners")


def test_rejecting_twice_changes_nothing() -> None:
    """But another reason is worth recording."""
    book = Book()

    assert book.decide(Act.REJECT, DATA)
    assert not book.decide(Act.REJECT, DATA)
    assert book.decide(Act.REJECT, DATA, reason="Figure 4 too")


def test_who_rejected_may_approve_after_all() -> None:
    """And the other way round."""
    book = Book()
    book.decide(Act.REJECT, DATA)
    book.approve(DATA)
    assert "approved" == book.states()[1]
    book.decide(Act.REJECT, DATA)
    assert "rejected" == book.states()[1]


def test_withdrawing_takes_every_approval_back() -> None:
    """The line lists what is withdrawn; they may approve again."""
    book = Book()
    book.approve(DATA, "public")
    book.approve(DATA, "partners")
    book.decide(Act.WITHDRAW, DATA)

    assert NOW == book.ledger.entries[-1].proofs
    assert "withdrawn" == book.states()[1] == book.states("partners")[1]
    assert book.approve(DATA)


def test_withdrawing_needs_an_approval() -> None:
    """Nothing, a rejection or a withdrawal cannot be withdrawn."""
    book = Book()
    told = ["no approval that could be withdrawn"] * 3
    found = [book.refusal(Act.WITHDRAW, DATA)]
    book.decide(Act.REJECT, DATA)
    found.append(book.refusal(Act.WITHDRAW, DATA))
    book.approve(DATA)
    book.decide(Act.WITHDRAW, DATA)
    found.append(book.refusal(Act.WITHDRAW, DATA))

    assert all(each in one for each, one in zip(told, found, strict=True))


def test_an_approval_of_an_earlier_proof_can_be_withdrawn() -> None:
    """Inputs may be put back; then it must not count again."""
    book = Book()
    book.approve(DATA)
    book.current = dict(LATER)
    book.decide(Act.WITHDRAW, DATA)
    book.current = dict(NOW)

    assert "withdrawn" == book.states()[1]


def test_a_withdrawal_holds_later_turns_and_keeps_what_they_decided() -> None:
    """Those after it decided on the same bytes, and need not do so again."""
    book = Book()
    for seat in SEATS:
        book.approve(seat)
    book.decide(Act.WITHDRAW, POLICE)

    assert ["withdrawn", "approved", "approved"] == book.states()
    assert not is_complete(stand(SEATS, book.ledger, NOW))
    book.approve(POLICE)
    assert is_complete(stand(SEATS, book.ledger, NOW))


# --- what is refused ---------------------------------------------------------------


def test_only_the_current_proof_can_be_decided_upon() -> None:
    """A digest that is not the current one is refused whatever it is."""
    book = Book()
    for proofs in (LATER, {"public": ""}, {"press": NOW["public"]}):
        told = book.refusal(Act.APPROVE, DATA, proofs=proofs)
        assert "is not the current proof" in told
    assert "no proof was read" in book.refusal(Act.APPROVE, DATA, proofs={})
    book.current = {"public": "", "partners": ""}
    assert "is not the current proof" in book.refusal(Act.APPROVE, DATA, proofs=NOW)


@pytest.mark.parametrize("act", [Act.REJECT, Act.WITHDRAW])
@pytest.mark.parametrize("reason", ["", "  ", "\n"])
def test_a_no_needs_a_reason(act: Act, reason: str) -> None:
    """Else nobody knows what to change."""
    book = Book()
    book.approve(DATA)
    with pytest.raises(UsageError, match="gives a reason"):
        book.decide(act, DATA, reason=reason)


def test_who_types_is_always_known() -> None:
    """An empty name is none."""
    with pytest.raises(UsageError, match="nobody is said to have typed"):
        Book().approve(DATA, typed_by=" ")


@pytest.mark.parametrize("name", ["note", "reason", "typed_by", "name"])
@pytest.mark.parametrize("words", ["x" * 2001, "a\x1b[2Jb", "\ud800", "a\x00b"])
def test_words_that_cannot_be_kept_are_refused(name: str, words: str) -> None:
    """The ledger holds no escapes, and nothing without end."""
    called = {"typed_by": "name of who recorded it"}.get(name, name)
    with pytest.raises(UsageError, match=f"the {called} h"):
        Book().approve(DATA, **{name: words})


@pytest.mark.parametrize("name", ["typed_by", "name"])
@pytest.mark.parametrize("words", ["x" * 121, "a\nb", "a\tb"])
def test_names_fit_on_one_line(name: str, words: str) -> None:
    """They are printed in the sign-off, which has no room for more."""
    with pytest.raises(UsageError, match=r"characters; keep to 120|cannot be printed"):
        Book().approve(DATA, **{name: words})
    assert Book().approve(DATA, **{name: "x" * 120})


@pytest.mark.parametrize(("minutes", "fits"), [(5, True), (6, False)])
def test_a_clock_that_is_behind_is_refused(minutes: int, *, fits: bool) -> None:
    """The ledger's times run forwards, but for what clocks differ."""
    book = Book()
    book.approve(DATA, at=NOON)
    at = NOON - timedelta(minutes=minutes)
    if fits:
        assert book.approve(POLICE, at=at)
    else:
        assert "set the clock" in book.refusal(Act.APPROVE, POLICE, at=at)


def test_an_entry_says_who_what_and_when() -> None:
    """Role, post, person, parts, digests, time, words, evidence and who typed it."""
    book = Book()
    book.approve(POLICE, note="Read", evidence=(REPLY,))
    (entry,) = book.ledger.entries

    assert ("Deputy Chair", POLICE.holder, "Sam Specimen", ("police",)) == (
        entry.role,
        entry.holder,
        entry.name,
        entry.parts,
    )
    assert (NOW, "Read", "clerk", (REPLY,)) == (
        entry.proofs,
        entry.note,
        entry.typed_by,
        entry.evidence,
    )
    assert (REPORT, 1, NOON + timedelta(minutes=1)) == (
        entry.report,
        entry.number,
        entry.at,
    )


def test_a_name_is_taken_where_the_quorum_has_none() -> None:
    """And nowhere else."""
    book = Book()
    nameless = replace(DATA, name="")
    book.seats = (nameless, POLICE)
    book.approve(nameless, name="Kim Caller")
    book.approve(POLICE, name="Somebody Else")

    assert ["Kim Caller", "Sam Specimen"] == [e.name for e in book.ledger.entries]


@given(
    st.lists(
        st.tuples(
            st.sampled_from([*Act]),
            st.sampled_from(SEATS),
            st.sampled_from([("public",), ("partners",), ("public", "partners")]),
            st.booleans(),
        ),
        max_size=12,
    )
)
def test_whatever_people_do_nobody_jumps_the_queue(
    acts: list[tuple[Act, Seat, tuple[str, ...], bool]],
) -> None:
    """After any acts: one chain, and a first approval only after all earlier turns."""
    book = Book()
    for act, seat, renditions, moves in acts:
        if moves:
            book.current["public"] = digest(str(book.minutes).encode())
        before = stand(SEATS, book.ledger, book.current)
        held = any(
            one.held_by
            for one in before
            if one.seat == seat and one.rendition in renditions
        )
        states = {
            one.state
            for one in before
            if one.seat == seat and one.rendition in renditions
        }
        try:
            recorded = book.decide(act, seat, *renditions)
        except DecisionRefused:
            continue
        if recorded and act is Act.APPROVE and states != {SeatState.APPROVED}:
            assert not held
        after = stand(SEATS, book.ledger, book.current)
        wanted = {"approve": "approved", "reject": "rejected"}.get(act)
        for one in after:
            if wanted and one.seat == seat and one.rendition in renditions:
                assert wanted == one.state


# --- who is meant ------------------------------------------------------------------


@pytest.mark.parametrize(
    "asked",
    [
        "Deputy Chair",
        "deputy  chair",
        " DEPUTY CHAIR ",
        "Superintendent, Exampleshire Police",
        "superintendent",
        "Sam Specimen",
        "ＳＡＭ specimen",
    ],
)
def test_a_seat_is_found_by_name_post_or_role(asked: str) -> None:
    """Case and spaces do not matter; the organisation may be left out."""
    assert POLICE == seat_of(SEATS, asked)


@pytest.mark.parametrize("asked", ["", "  ", "Chair", "Sam", "Example", "%", "police"])
def test_half_a_name_is_nobody(asked: str) -> None:
    """Nobody is guessed; the message lists who there is, with their names."""
    with pytest.raises(UsageError) as refused:
        seat_of(SEATS, asked)

    assert "signs nothing here" in str(refused.value)
    assert all(seat.role in str(refused.value) for seat in SEATS)
    assert "Sam Specimen" in str(refused.value)


def test_a_slip_of_the_pen_is_told() -> None:
    """The nearest is suggested, and not taken."""
    with pytest.raises(UsageError, match=r"did you mean Deputy Chair\?"):
        seat_of(SEATS, "Deputy Char")


def test_a_name_that_fits_two_seats_is_refused() -> None:
    """One person in two posts says which."""
    both = (POLICE, replace(DATA, name="Sam Specimen"))
    with pytest.raises(UsageError, match=r"fits Deputy Chair .* and Data Lead .*which"):
        seat_of(both, "Sam Specimen")

    assert DATA.role == seat_of(both, "data lead").role


def test_without_seats_the_message_says_where_to_name_them() -> None:
    """A report that nobody signs cannot be signed."""
    with pytest.raises(UsageError, match=r"\[\[report.sign_off\]\]"):
        seat_of((), "anybody")


# --- parts -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parts", "left"),
    [
        ([()], ()),
        ([("police",), ()], ()),
        ([("police",), ("progress",)], ("introduction",)),
        ([("police", "introduction"), ("progress",)], ()),
        ([], ("introduction", "police", "progress")),
    ],
)
def test_headings_that_nobody_answers_for(
    parts: list[tuple[str, ...]], left: tuple[str, ...]
) -> None:
    """A seat without parts answers for all; else each heading needs one."""
    seats = [replace(DATA, parts=each) for each in parts]

    assert left == uncovered(seats, ("introduction", "police", "progress"))


# --- in the cycle's file -----------------------------------------------------------

CYCLE = "data/2025-01/cycle.toml"


def seats_in(testshire: Scratch, *keys: str) -> list[str]:
    """What is said of a cycle whose first seat has these keys besides."""
    text = (testshire.folder / CYCLE).read_text("utf-8")
    head, _, rest = text.partition("[[report.sign_off]]\n")
    first, *others = rest.split("[[report.sign_off]]\n")
    seats = [f"{first.rstrip()}\n" + "\n".join(keys) + "\n\n", *others]
    whole = head + "".join(f"[[report.sign_off]]\n{each}" for each in seats)
    testshire.write(CYCLE, whole)
    return [each for each in testshire.told() if each.startswith("error")]


def test_a_seat_may_say_name_turn_and_parts(testshire: Scratch) -> None:
    """The keys of the quorum read."""
    keys = ('name = "Kim Caller"', "turn = 2", "parts = []")

    assert [] == seats_in(testshire, *keys)


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("turn = 0", "key report.1.sign_off.1.turn: the turn 0 is not from 1 to 99"),
        ("turn = 100", "the turn 100 is not from 1 to 99"),
        ("turn = true", "key report.1.sign_off.1.turn"),
        ('turn = "1"', "key report.1.sign_off.1.turn"),
        (f'name = "{"x" * 121}"', "sign_off.1.name: the name is too long"),
        ('name = "a\\u001bb"', "sign_off.1.name: the name is too long, or holds signs"),
        ('parts = ["x-y", "x-y"]', 'the part "x-y" stands twice'),
        ('parts = ["Police Part"]', '"Police Part" cannot name a file'),
        ('parts = ["nowhere"]', '"nowhere" is no heading of the outline'),
        ('part = ["x"]', "this key is unknown"),
    ],
)
def test_a_key_of_a_seat_that_cannot_be_is_told(
    testshire: Scratch, key: str, told: str
) -> None:
    """With its place and its cure."""
    assert any(told in each for each in seats_in(testshire, key))


def test_a_seat_that_stands_twice_is_told(testshire: Scratch) -> None:
    """Two seats of one role and holder could not be told apart."""
    text = (testshire.folder / CYCLE).read_text("utf-8")
    seat = text[text.index("[[report.sign_off]]") :].split("\n\n")[0]
    testshire.write(CYCLE, f"{text.rstrip()}\n\n{seat}\n")

    assert any("stands twice; name each post once" in each for each in testshire.told())


def test_a_seat_in_other_letters_stands_twice(testshire: Scratch) -> None:
    """One decision would fill both: decisions tell them apart no more than this."""
    text = (testshire.folder / CYCLE).read_text("utf-8")
    seat = text[text.index("[[report.sign_off]]") :].split("\n\n")[0]
    role = "Senior Responsible Officer"
    assert 1 == seat.count(role)
    other = seat.replace(
        role, "senior  responsible \N{FULLWIDTH LATIN CAPITAL LETTER O}fficer"
    )
    testshire.write(CYCLE, f"{text.rstrip()}\n\n{other}\n")

    assert any("stands twice; name each post once" in each for each in testshire.told())


def test_headings_that_nobody_answers_for_are_told(testshire: Scratch) -> None:
    """Where all seats have parts, `check` names the headings that are left."""
    text = (testshire.folder / CYCLE).read_text("utf-8")
    parted = text.replace("holder = ", 'parts = ["sign-off"]\nholder = ')
    testshire.write(CYCLE, parted)
    told = [each for each in testshire.told() if "nobody answers for" in each]

    assert 1 == len(told)
    assert "key report.1.sign_off:" in told[0]
