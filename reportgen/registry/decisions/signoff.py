"""Who has to approve a report, whose turn it is, and what counts as decided."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from reportgen.errors import UsageError
from reportgen.formats import plain_key
from reportgen.registry.decisions.ledger import Act, Entry, Ledger

_NEAR = 0.8  # alike enough to be a slip of the pen, and not another person


@dataclass(frozen=True)
class Seat:
    """One line of the quorum: a post that has to approve."""

    role: str
    holder: str
    """The post."""
    name: str = ""
    """Who holds the post now; empty where nobody says."""
    turn: int = 1
    """Lower turns decide first; equal ones in any order."""
    parts: tuple[str, ...] = ()
    """Ids of the headings that it answers for; none means the whole report."""

    def __str__(self) -> str:
        """`Deputy Chair (Superintendent, Exampleshire Police)`."""
        return f"{self.role} ({self.holder})"

    def covers(self, parts: Collection[str]) -> bool:
        """Whether all that the seat answers for lies in these parts; none is all."""
        return not parts or (bool(self.parts) and set(self.parts) <= set(parts))


class SeatState(StrEnum):
    """Where one seat stands with the current proof of one rendition."""

    WAITING = "waiting"
    """A seat of an earlier turn comes first, or the proof has to be made."""
    ASKED = "asked"
    APPROVED = "approved"
    VOID = "void"
    """It approved an earlier proof, or for fewer parts."""
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class SeatStanding:
    """What became of one seat for one rendition."""

    seat: Seat
    rendition: str
    state: SeatState
    entry: Entry | None = None
    """Its last decision on this rendition, also where that was an earlier proof."""
    held_by: tuple[Seat, ...] = ()
    """Seats of earlier turns that have not approved this proof."""
    proof: str = ""
    """SHA-256 of the current proof; empty where there is none."""

    @property
    def is_next(self) -> bool:
        """Whether this seat may decide now, and has not approved."""
        undecided = self.state not in {SeatState.APPROVED, SeatState.WAITING}
        return undecided and bool(self.proof) and not self.held_by


def stand(
    seats: Sequence[Seat], ledger: Ledger, proofs: Mapping[str, str]
) -> tuple[SeatStanding, ...]:
    """Each seat's standing with each rendition; renditions in their order, then seats.

    A seat's last decision on a rendition counts, and no earlier one: who approved a
    proof and then another has approved the other.

    Args:
        seats: the quorum.
        ledger: of this report.
        proofs: SHA-256 of the current proof, by rendition; empty where there is none.
    """
    found = []
    for rendition, digest in proofs.items():
        last = {seat: last_of(seat, ledger, rendition) for seat in seats}
        bare = {seat: _bare(seat, last[seat], rendition, digest) for seat in seats}
        for seat in seats:
            held = tuple(
                other
                for other in seats
                if other.turn < seat.turn and bare[other] is not SeatState.APPROVED
            )
            state = bare[seat]
            if state is SeatState.ASKED and (held or not digest):
                state = SeatState.WAITING
            found.append(SeatStanding(seat, rendition, state, last[seat], held, digest))
    return tuple(found)


def last_of(seat: Seat, ledger: Ledger, rendition: str) -> Entry | None:
    """The last decision of a seat that covers a rendition."""
    for entry in reversed(ledger.entries):
        if rendition in entry.proofs and _is_of(seat, entry):
            return entry
    return None


def _is_of(seat: Seat, entry: Entry) -> bool:
    theirs = (plain_key(entry.role), plain_key(entry.holder))
    return theirs == (plain_key(seat.role), plain_key(seat.holder))


def _bare(seat: Seat, last: Entry | None, rendition: str, digest: str) -> SeatState:
    """What the last decision means for the proof that there is now; turns apart."""
    if last is None:
        return SeatState.ASKED
    same = last.proofs[rendition] == digest
    if last.act is Act.APPROVE:
        counts = same and seat.covers(last.parts)
        return SeatState.APPROVED if counts else SeatState.VOID
    if not same:
        return SeatState.ASKED
    return SeatState.REJECTED if last.act is Act.REJECT else SeatState.WITHDRAWN


def is_complete(standings: Collection[SeatStanding]) -> bool:
    """Whether every seat has approved the current proof of every rendition."""
    return bool(standings) and all(one.state is SeatState.APPROVED for one in standings)


def next_seats(standings: Collection[SeatStanding]) -> tuple[Seat, ...]:
    """The seats that may decide now, each once, in order."""
    return tuple(dict.fromkeys(one.seat for one in standings if one.is_next))


def uncovered(seats: Sequence[Seat], headings: Sequence[str]) -> tuple[str, ...]:
    """The headings that no seat answers for.

    Args:
        seats: the quorum.
        headings: ids of the headings that have content.
    """
    if any(not seat.parts for seat in seats):
        return ()
    owned = {part for seat in seats for part in seat.parts}
    return tuple(heading for heading in headings if heading not in owned)


# --- who is meant ------------------------------------------------------------------


def seat_of(seats: Sequence[Seat], asked: str) -> Seat:
    """The seat whose person, post or role is called so.

    Args:
        seats: the quorum.
        asked: a name, a holder with or without its organisation, or a role.

    Raises:
        UsageError: nobody is, or several are; the message says who there is.
    """
    wanted = plain_key(asked)
    found = [seat for seat in seats if wanted and wanted in _names(seat)]
    if len(found) == 1:
        return found[0]
    if not seats:
        raise UsageError(
            "nobody is named to sign this report; name each role and its holder under "
            "[[report.sign_off]] in cycle.toml"
        )
    there = "; ".join(_introduced(seat) for seat in seats)
    if found:
        which = " and ".join(map(str, found))
        raise UsageError(f'"{asked}" fits {which}; say which, by holder: {there}')
    called = {plain_key(name): name for seat in seats for name in _called(seat)}
    near = get_close_matches(wanted, list(called), 1, _NEAR)
    meant = f" (did you mean {called[near[0]]}?)" if near else ""
    raise UsageError(f'"{asked}" signs nothing here{meant}; who does: {there}')


def _introduced(seat: Seat) -> str:
    return f"{seat}, {seat.name}" if seat.name else str(seat)


def _names(seat: Seat) -> list[str]:
    """All that a seat may be called by."""
    return [plain_key(each) for each in _called(seat)]


def _called(seat: Seat) -> list[str]:
    """The same, as it is written."""
    post = seat.holder.rpartition(",")[0]
    given = (seat.role, seat.holder, post, seat.name)
    return [each for each in given if each.strip()]
