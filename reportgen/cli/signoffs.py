"""What `status` says of sign-off: one cell at a glance, and lines for what is open."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from reportgen.formats import listed, london_day, long_date

if TYPE_CHECKING:
    from reportgen.desk.approvals import EditionTold, Seated, SignOff
    from reportgen.differences.difference import Difference
    from reportgen.errors import Fault
    from reportgen.standing import State

_MOST = 12  # differences told of one void approval


def _of(state: "State") -> "SignOff | None":
    """What an outlook knows; a mere state knows nothing of sign-off."""
    return getattr(state, "sign_off", None)


def is_begun(state: "State") -> bool:
    """Whether the record holds anything about a report."""
    found = _of(state)
    return found is not None and found.is_begun


def is_issued(state: "State") -> bool:
    """Whether there is an edition, whatever is made for the next one."""
    found = _of(state)
    return found is not None and found.edition is not None


def is_released(state: "State") -> bool:
    """Whether an edition begins with the proofs that there are."""
    return bool(getattr(state, "is_released", False))


def faults_of(state: "State") -> "tuple[Fault, ...]":
    """What keeps ledger or editions of a report from being read."""
    found = _of(state)
    return found.faults if found else ()


# --- what is next -------------------------------------------------------------------


def next_act(state: "State") -> tuple[str, str]:
    """What brings a report on whose proofs are all current: sign, or release."""
    found = _of(state)
    if found is None or found.faults or is_released(state):
        return "", ""
    seated = [one for seats in found.seats.values() for one in seats if _has_proof(one)]
    rejected = [one for one in seated if one.state == "rejected"]
    turn = [one for one in seated if one.is_next]
    if rejected:
        return "check", f"rejected by {_called(rejected)}"
    if turn:
        return "sign", f"as {_called(turn)}"
    return _all_signed(state, found) if seated else ("", "")


def _all_signed(state: "State", found: "SignOff") -> tuple[str, str]:
    """What is next where everybody has approved what there is."""
    proofs = {name: kinds["proof"].state for name, kinds in state.standings.items()}
    if lacking := [name for name, proof in proofs.items() if proof == "none"]:
        return "proof", f"none for {listed(lacking)}"
    edition = len(found.editions) + 1
    return "release", f"edition {edition}, a correction" if edition > 1 else ""


def _has_proof(one: "Seated") -> bool:
    """Whether there is a proof to decide upon: without one all seats wait."""
    return one.is_next or one.state != "waiting" or bool(one.waits_for)


def _called(seated: "Iterable[Seated]") -> str:
    """Who they are, each once."""
    names = list(dict.fromkeys(one.seat.name or one.seat.role for one in seated))
    more = [f"{len(names) - 2} more"] if len(names) > 3 else []  # noqa: PLR2004
    return listed([*names[:2], *more] if more else names)


# --- at a glance --------------------------------------------------------------------


def cell(state: "State") -> str:
    """`edition 1, 7 November 2024`, `1 of 2 approved`; empty where nothing is begun."""
    found = _of(state)
    if found is None or not found.is_begun:
        return ""
    if found.faults:
        return "cannot be read"
    edition = f"edition {found.edition.number}" if found.edition else ""
    if found.edition and is_released(state):
        return f"{edition}, {day(found.edition.released)}"
    counts = {
        rendition: f"{sum(one.state == 'approved' for one in seats)} of {len(seats)}"
        for rendition, seats in found.seats.items()
    }
    alike = len(set(counts.values())) == 1
    told = (
        [f"{next(iter(counts.values()))} approved"]
        if alike
        else [f"{rendition} {count}" for rendition, count in counts.items()]
    )
    return ", ".join([edition, *told] if edition else told)


def day(at: str) -> str:
    """`7 November 2024` of an ISO time, by the clock of England."""
    return long_date(london_day(datetime.fromisoformat(at)))


# --- what is open -------------------------------------------------------------------


def lines(state: "State") -> Iterator[str]:
    """Each seat of a report that is begun and not released, with what voided it.

    May hold restricted values: it is for whoever has the workspace.
    """
    found = _of(state)
    if found is None or not found.is_begun or found.faults or is_released(state):
        return
    told = {name: _seats(seats) for name, seats in found.seats.items()}
    yield ""
    for same in dict.fromkeys(map(tuple, told.values())):
        names = [name for name, seats in told.items() if tuple(seats) == same]
        yield f"{state.report}, sign-off of the {listed(names)} proof" + (
            "s" if len(names) > 1 else ""
        )
        yield from (f"  {line}" for line in same)


def _seats(seats: "Sequence[Seated]") -> list[str]:
    told: list[str] = []
    before: tuple[Difference, ...] = ()
    for one in seats:
        seat = one.seat
        who = f"{seat.role} ({seat.name or seat.holder})"
        is_same = bool(before) and one.voided_by == before
        told.append(f"{one.state:<9}  {who}{_when(one, is_same=is_same)}")
        told += [] if is_same else _voided(one)
        before = one.voided_by or before
    return told


def _voided(one: "Seated") -> "Iterator[str]":
    """What made an approval void, a line each."""
    for difference in one.voided_by[:_MOST]:
        yield f"           {difference}"
    if len(one.voided_by) > _MOST:
        yield f"           and {len(one.voided_by) - _MOST} more"


def _when(one: "Seated", *, is_same: bool) -> str:
    """The rest of the line: what was decided, when, or who comes first."""
    if one.state == "waiting":
        first = listed([other.role for other in one.waits_for])
        return f", after {first}" if first else ", until there is a proof"
    if not one.at:
        return ""
    if one.state == "asked":
        return f"; another proof was decided upon on {day(one.at)}"
    words = f": {one.words}" if one.words else ""
    if one.state == "void":
        since = "since then the same" if is_same else "since then:"
        return f", approved on {day(one.at)}; {since}"
    return f", {day(one.at)}{words}"


# --- for programs -------------------------------------------------------------------


def as_json(state: "State") -> dict[str, object] | None:
    """All of it as plain values."""
    found = _of(state)
    if found is None:
        return None
    return {
        "seats": [
            {"rendition": rendition, **_seat_json(one)}
            for rendition, seats in found.seats.items()
            for one in seats
        ],
        "editions": [_edition_json(one, len(found.editions)) for one in found.editions],
        "released": is_released(state),
        "ledger": {"lines": found.ledger.lines, "head": found.ledger.head},
        "faults": [fault.as_json() for fault in found.faults],
    }


def _seat_json(one: "Seated") -> dict[str, object]:
    return {
        "role": one.seat.role,
        "holder": one.seat.holder,
        "name": one.seat.name,
        "turn": one.seat.turn,
        "parts": list(one.seat.parts),
        "state": str(one.state),
        "is_next": one.is_next,
        "at": one.at,
        "decided_by": one.name,
        "words": one.words,
        "typed_by": one.typed_by,
        "evidence": list(one.evidence),
        "proof": one.proof,
        "waits_for": [other.role for other in one.waits_for],
        "voided_by": [each.as_json() for each in one.voided_by],
    }


def _edition_json(one: "EditionTold", last: int) -> dict[str, object]:
    return {
        "number": one.number,
        "released": one.released,
        "released_by": one.released_by,
        "correction": one.correction,
        "superseded": one.number < last,
        "proofs": dict(one.proofs),
    }
