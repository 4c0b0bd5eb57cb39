"""One decision: from what somebody asks to the next entry of the ledger, or a no."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from reportgen.errors import DecisionRefused, UsageError
from reportgen.registry.decisions.ledger import (
    CLOCKS_APART,
    Act,
    Entry,
    Evidence,
    Ledger,
)
from reportgen.registry.decisions.signoff import (
    Seat,
    SeatStanding,
    SeatState,
    last_of,
    stand,
)

LONGEST_WORDS = 2000
"""Characters of a note or a reason."""
LONGEST_NAME = 120
"""Characters of a name: the sign-off has room for so many."""


@dataclass(frozen=True)
class Decision:
    """What somebody asks to be recorded."""

    act: Act
    seat: Seat
    at: datetime
    """Aware."""
    typed_by: str
    proofs: Mapping[str, str]
    """SHA-256 of the files that were read, by rendition; empty where one withdraws."""
    name: str = ""
    """Who holds the post, where the quorum does not say."""
    note: str = ""
    reason: str = ""
    evidence: tuple[Evidence, ...] = ()


def decide(
    report: str,
    seats: Sequence[Seat],
    ledger: Ledger,
    current: Mapping[str, str],
    decision: Decision,
) -> Entry | None:
    """The next entry of the ledger; None where it would say what it says already.

    Args:
        report: `2024-10/jcdu`.
        seats: the quorum.
        ledger: of this report.
        current: SHA-256 of the current proof, by rendition; empty where there is none.
        decision: what is asked.

    Raises:
        DecisionRefused: it is not this seat's turn, not the current proof, there is
            nothing to withdraw, or the clock is behind.
        UsageError: a reason is missing, or words cannot be kept.
    """
    _check_words(decision)
    _check_clock(ledger, decision.at)
    proofs = decision.proofs
    if decision.act is Act.WITHDRAW:
        proofs = _in_force(decision.seat, ledger, current)
    else:
        standings = stand(seats, ledger, current)
        mine = [each for each in standings if each.seat == decision.seat]
        _check_current(decision, current)
        if not _is_news(decision, mine):
            return None
        _check_turn(decision, mine)
        decision = _with_what_stands(decision, mine)
    return Entry(
        number=ledger.lines + 1,
        at=decision.at.replace(microsecond=0),
        act=decision.act,
        report=report,
        role=decision.seat.role,
        holder=decision.seat.holder,
        name=decision.seat.name or decision.name,
        proofs=dict(sorted(proofs.items())),
        parts=decision.seat.parts,
        note=decision.note,
        reason=decision.reason,
        typed_by=decision.typed_by,
        evidence=decision.evidence,
        before=ledger.head,
    )


def _check_words(decision: Decision) -> None:
    if decision.act is not Act.APPROVE and not decision.reason.strip():
        raise UsageError(
            f"who {decision.act}s gives a reason: the others must know what to change"
        )
    see_typist(decision.typed_by)
    see_words("name", decision.name, LONGEST_NAME)
    for called, words in (("note", decision.note), ("reason", decision.reason)):
        see_words(called, words, LONGEST_WORDS, breaks="\n\t")


def see_typist(name: str) -> None:
    """Who types is always known, and fits on a page.

    Raises:
        UsageError: it is nobody, or the name cannot be kept.
    """
    if not name.strip():
        raise UsageError("nobody is said to have typed this; say who, or leave it out")
    see_words("name of who recorded it", name, LONGEST_NAME)


def see_words(called: str, words: str, longest: int, breaks: str = "") -> None:
    """Words are kept and printed as they are: nothing unprintable, nothing endless.

    Args:
        called: what the message calls them, such as `note`.
        words: from somebody's keyboard.
        longest: characters.
        breaks: signs that they may hold besides.

    Raises:
        UsageError: they cannot be kept.
    """
    if len(words) > longest:
        raise UsageError(
            f"the {called} has {len(words):,} characters; keep to {longest:,}"
        )
    if not all(sign.isprintable() or sign in breaks for sign in words):
        raise UsageError(
            f"the {called} holds signs that cannot be printed; write it in plain text"
        )


def _check_clock(ledger: Ledger, at: datetime) -> None:
    if behind := clock_behind(ledger, at):
        raise DecisionRefused(f"{behind}; {SET_THE_CLOCK}")


SET_THE_CLOCK = "set the clock, then try again"


def clock_behind(ledger: Ledger, at: datetime) -> str:
    """How far the clock is behind the last decision; empty where it is not."""
    latest = max((entry.at for entry in ledger.entries), default=None)
    if latest is None or at >= latest - CLOCKS_APART:
        return ""
    return (
        f"the clock of this machine says {at:%Y-%m-%d %H:%M %z}, and the last "
        f"decision is of {latest:%Y-%m-%d %H:%M %z}"
    )


def _check_current(decision: Decision, current: Mapping[str, str]) -> None:
    """The last wall: whoever asks has said before which input moved."""
    if not decision.proofs:
        raise DecisionRefused("no proof was read; name the file with --proof")
    for rendition, digest in decision.proofs.items():
        if not digest or current.get(rendition) != digest:
            raise DecisionRefused(
                f"{digest[:12] or 'nothing'} is not the current proof for "
                f"{rendition}; make it with reportgen proof, and have that read"
            )


def _is_news(decision: Decision, mine: Sequence[SeatStanding]) -> bool:
    """Whether the ledger does not say this yet."""
    asked = [one for one in mine if one.rendition in decision.proofs]
    return any(
        not _says_so(one, decision) or _adds(decision, one.entry) for one in asked
    )


def _says_so(one: SeatStanding, decision: Decision) -> bool:
    """Whether a seat stands already as it would after the decision."""
    rejects = decision.act is Act.REJECT
    wanted = SeatState.REJECTED if rejects else SeatState.APPROVED
    return one.state is wanted


def _adds(decision: Decision, entry: Entry | None) -> bool:
    """Whether words or evidence come to those that are kept; fewer add nothing."""
    if entry is None:
        return True
    held = {each.sha256 for each in entry.evidence}
    return (
        bool({each.sha256 for each in decision.evidence} - held)
        or decision.reason != entry.reason
        or decision.note not in {"", entry.note}
    )


def _with_what_stands(decision: Decision, mine: Sequence[SeatStanding]) -> Decision:
    """With evidence and note of the same decision on the same files, if it stands.

    The last entry is the one that counts: what it does not hold would be lost.
    """
    asked = [one for one in mine if one.rendition in decision.proofs]
    stood = asked[0].entry if asked else None
    if (
        stood is None
        or dict(stood.proofs) != dict(decision.proofs)
        or not all(_says_so(one, decision) and one.entry == stood for one in asked)
    ):
        return decision
    given = {each.sha256 for each in decision.evidence}
    kept = tuple(each for each in stood.evidence if each.sha256 not in given)
    note = decision.note or stood.note
    return replace(decision, evidence=(*kept, *decision.evidence), note=note)


def _check_turn(decision: Decision, mine: Sequence[SeatStanding]) -> None:
    for one in mine:
        if one.rendition in decision.proofs and one.held_by:
            raise DecisionRefused(_held(one))


def _held(one: SeatStanding) -> str:
    first = " and ".join(map(str, one.held_by))
    return (
        f"it is not yet the turn of {one.seat}; {first} must approve the "
        f"{one.rendition} proof first"
    )


def _in_force(
    seat: Seat, ledger: Ledger, current: Mapping[str, str]
) -> Mapping[str, str]:
    """The approvals of a seat that stand, by rendition; also of earlier proofs.

    Inputs may be put back to what they were, and then such an approval would count.
    """
    found = dict(_approvals(seat, ledger, current))
    if found:
        return found
    raise DecisionRefused(
        f"{seat} has no approval that could be withdrawn; reportgen status says who "
        "has decided what"
    )


def _approvals(
    seat: Seat, ledger: Ledger, current: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    for rendition in current:
        last = last_of(seat, ledger, rendition)
        if last is not None and last.act is Act.APPROVE:
            yield rendition, last.proofs[rendition]
