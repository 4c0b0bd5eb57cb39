"""Requests: who is asked for a sign-off, on which proofs, and who is not and why.

Nothing is written or sent here.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from reportgen import addresses, standing
from reportgen.desk.approvals import outlooks
from reportgen.desk.mailing import Fate, Rules
from reportgen.errors import NotAllowed
from reportgen.evidence.cycle import read_cycle, read_partnership
from reportgen.evidence.members import (
    Chair,
    Member,
    allowed_domains,
    holders,
)
from reportgen.evidence.outline import read_outline
from reportgen.registry import archive
from reportgen.registry.decisions.signoff import Seat
from reportgen.registry.post.journal import Message
from reportgen.registry.post.post import State, key_of
from reportgen.settings import Workspace
from reportgen.vocabulary import Rendition


@dataclass(frozen=True)
class Turn:
    """A line of the sign-off whose turn it is."""

    role: str
    holder: str
    """Post and organisation."""
    name: str = ""
    """Who fills the post; empty where nobody is named."""
    parts: tuple[str, ...] = ()
    """Titles of what it answers for; the whole report where there is none."""
    renditions: tuple[str, ...] = tuple(each.value for each in Rendition)
    """Whose proofs it has still to decide upon."""


Turns = Callable[[Workspace, str], Sequence[Turn]]
"""From a report to the lines of its sign-off that are asked now."""


@dataclass(frozen=True)
class ProofFile:
    """A proof as it lies under `out/`."""

    rendition: str
    path: Path
    sha256: str
    size: int
    """Bytes."""

    def read(self) -> bytes:
        """The bytes that are asked about.

        Raises:
            NotAllowed: they are others by now.
        """
        data = self.path.read_bytes() if self.path.is_file() else b""
        if archive.digest(data) != self.sha256:
            msg = f"{self.path.name} was made anew or changed; request again"
            raise NotAllowed(msg)
        return data


@dataclass(frozen=True)
class Line:
    """One line of the sign-off, and what becomes of its request."""

    turn: Turn
    member: Member | None
    """Whose address it goes to."""
    proofs: tuple[ProofFile, ...]
    """Those that may go there."""
    key: str
    """Tells this request from all others; empty where there is none."""
    fate: Fate
    why: str


@dataclass(frozen=True)
class Requests:
    """Who is asked about the proofs of one report."""

    report: str
    """`2024-10/jcdu`."""
    proofs: tuple[ProofFile, ...]
    lines: tuple[Line, ...]

    def with_fate(self, fate: Fate) -> tuple[Line, ...]:
        """The lines of which it will be so."""
        return tuple(line for line in self.lines if line.fate is fate)


def those_whose_turn_it_is(workspace: Workspace, report: str) -> tuple[Turn, ...]:
    """The seats that may decide now and have not approved, with what they answer for.

    Raises:
        FaultsFound: the cycle's file does not read.
        NotAllowed: the ledger does not read, so nobody knows whose turn it is.
    """
    (look,) = (one for one in outlooks(workspace) if one.report == report)
    sign_off = look.sign_off
    if sign_off is None or sign_off.faults:
        raise NotAllowed(
            f"the record of {report} does not read, so nobody knows whose turn it is; "
            f"look at reportgen status"
        )
    asked: dict[Seat, list[str]] = {}
    for rendition, seats in sign_off.seats.items():
        for one in seats:
            if one.is_next:
                asked.setdefault(one.seat, []).append(rendition)
    titles = _titles(workspace, report)
    return tuple(
        Turn(
            seat.role,
            seat.holder,
            seat.name,
            tuple(titles.get(part, part) for part in seat.parts),
            tuple(renditions),
        )
        for seat, renditions in asked.items()
    )


def _titles(workspace: Workspace, report: str) -> dict[str, str]:
    """Titles of the headings of a report, by id."""
    cycle, _, name = report.partition("/")
    partnership = read_partnership(workspace.data)
    (one,) = (r for r in read_cycle(workspace.data, cycle).report if r.id == name)
    outline = read_outline(workspace.data, one.outline)
    return {h.id: partnership.filled(h.title) for h in outline.heading}


def proofs_of(workspace: Workspace, report: str) -> tuple[ProofFile, ...]:
    """The proofs of a report, all of them made of what is there now.

    Raises:
        NotAllowed: there is none, or one is not current.
        FaultsFound: a file that says so does not read.
    """
    (state,) = (s for s in standing.states(workspace) if s.report == report)
    stale = {
        rendition: str(kinds["proof"])
        for rendition, kinds in state.standings.items()
        if kinds["proof"].state not in {"current", "none"}
    }
    found = tuple(
        _proof(workspace, report, rendition)
        for rendition, kinds in state.standings.items()
        if kinds["proof"].state == "current"
    )
    if found and not stale:
        return found
    told = "; ".join(f"the {name} proof is {what}" for name, what in stale.items())
    what = told or f"{report} has no proof"
    msg = f"{what}, so nobody can be asked; make it: reportgen proof {report}"
    raise NotAllowed(msg)


def _proof(workspace: Workspace, report: str, rendition: str) -> ProofFile:
    """A proof that is current, so that its facts read."""
    folder = f"{report}/{rendition}"
    files = archive.read_facts(workspace.out, folder)["proof"]["files"]
    name = next(each for each in files if each.endswith(".pdf"))
    path = workspace.out / folder / name
    return ProofFile(rendition, path, files[name], path.stat().st_size)


@dataclass(frozen=True)
class Before:
    """What was asked before."""

    messages: Mapping[str, Message]
    """Requests by key."""
    again: str = ""
    """Anything that was never said before, to ask again whom a request has reached;
    empty to ask nobody twice."""


def requests(
    turns: Iterable[Turn],
    proofs: Sequence[ProofFile],
    members: Sequence[Member],
    before: Before,
    rules: Rules,
) -> tuple[Line, ...]:
    """What becomes of each request.

    Args:
        turns: whose turn it is.
        proofs: what they decide upon.
        members: where they are written to.
        before: what was asked before.
        rules: what may go where.
    """
    lines = []
    for turn in turns:
        about = tuple(one for one in proofs if one.rendition in turn.renditions)
        member, why = _addressee(turn, members)
        if member is None:
            lines.append(Line(turn, None, (), "", Fate.HELD, why))
            continue
        kept = tuple(one for one in about if not _barred(one, member, rules))
        key = _key(turn, kept, member, before.again)
        barred = "; ".join(filter(None, (_barred(one, member, rules) for one in about)))
        fate, why = (
            _by_journal(before.messages.get(key)) if kept else (Fate.HELD, barred)
        )
        lines.append(Line(turn, member, kept, key, fate, why or barred))
    return tuple(lines)


def _addressee(turn: Turn, members: Sequence[Member]) -> tuple[Member | None, str]:
    """The one member who fills a line, or why there is not one."""
    found = holders(Chair(turn.role, turn.holder, turn.name), members)
    if len(found) == 1:
        return found[0], ""
    if not found:
        return None, "no active member has this role; ask by hand, or add the address"
    names = ", ".join(addresses.masked(one.email) for one in found)
    return None, f"{len(found)} members have this role ({names}); ask by hand"


def _barred(proof: ProofFile, member: Member, rules: Rules) -> str:
    """Why a proof may not go to somebody; nothing where it may."""
    if not Rendition(proof.rendition).sees_restricted:
        return ""
    what = f"without the {proof.rendition} proof"
    if not member.gets_partners:
        return f"{what}: gets the public rendition only"
    domain = addresses.domain(member.email)
    if domain not in allowed_domains(rules.domains):
        return f"{what}: {domain} is not among partner_domains"
    return "" if rules.is_verified else f"{what}: it goes only over verified TLS"


def _key(turn: Turn, proofs: Iterable[ProofFile], member: Member, again: str) -> str:
    """The same role, proofs and mailbox have the same key."""
    parts = [turn.role, *sorted(one.sha256 for one in proofs), again]
    about = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    return key_of(about, "request", member.email)


def _by_journal(known: Message | None) -> tuple[Fate, str]:
    if known is None or known.is_left:
        return Fate.SEND, ""
    if known.state is State.REFUSED:
        return Fate.REFUSED, f"refused {known.at}: {known.reply}; --again tries again"
    fate = Fate.SENT if known.state is State.ACCEPTED else Fate.DOUBT
    word = "asked" if fate is Fate.SENT else "perhaps asked"
    return fate, f"{word} {known.at}; --again asks again"
