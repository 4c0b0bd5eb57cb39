"""Where sign-off stands: who has approved, whose turn it is, what made it void.

The record of a report is read, and nothing is written.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path

from reportgen import standing
from reportgen.desk import comparing
from reportgen.desk.comparing import Present
from reportgen.differences.difference import Difference
from reportgen.errors import Collector, Fault, Place, Slug, error
from reportgen.evidence.cycle import Signatory, read_cycle
from reportgen.registry.archive import digest
from reportgen.registry.decisions.ledger import Ledger
from reportgen.registry.decisions.record import read_record
from reportgen.registry.decisions.signoff import Seat, SeatStanding, SeatState, stand
from reportgen.registry.editions.editions import FiledEdition, editions_of
from reportgen.registry.editions.facts import NotAsAgreed
from reportgen.registry.editions.manifest import MANIFEST, Manifest, read_manifest
from reportgen.settings import Workspace
from reportgen.standing import State


@dataclass(frozen=True)
class Seated:
    """Where one seat stands with one rendition, and what brought it there."""

    seat: Seat
    state: SeatState
    is_next: bool
    """Whether it may decide now, and has not approved."""
    at: str = ""
    """When its last decision was recorded, as ISO time; empty where it has none."""
    name: str = ""
    """Who held the post then."""
    words: str = ""
    """Note or reason of that decision."""
    typed_by: str = ""
    evidence: tuple[str, ...] = ()
    """What backs it, in words; none where only somebody recorded it."""
    proof: str = ""
    """SHA-256 of what it decided upon."""
    waits_for: tuple[Seat, ...] = ()
    """Seats that come first."""
    voided_by: tuple[Difference, ...] = ()
    """What moved since a proof that it approved and that is no longer the proof.

    May hold restricted values.
    """


@dataclass(frozen=True)
class EditionTold:
    """One edition, as its manifests tell it."""

    number: int
    released: str
    """ISO time."""
    released_by: str
    """Who typed it; empty where the private half is not here."""
    correction: str
    proofs: Mapping[str, str]
    """SHA-256 of the approved proof that each sealed PDF begins with, by rendition."""
    folder: Path
    manifest: Manifest
    """Of the public half."""
    digest: str
    """SHA-256 of the public manifest."""


@dataclass(frozen=True)
class SignOff:
    """Where the sign-off of one report stands."""

    seats: Mapping[str, tuple[Seated, ...]]
    """By rendition."""
    proofs: Mapping[str, str]
    """SHA-256 of what decisions are about now, by rendition; empty: there is none."""
    editions: tuple[EditionTold, ...]
    """The first one first."""
    ledger: Ledger
    faults: tuple[Fault, ...] = ()
    """What keeps the ledger or an edition from being read."""

    @property
    def is_begun(self) -> bool:
        """Whether the record holds anything about this report."""
        return bool(self.ledger.entries or self.editions or self.faults)

    @property
    def edition(self) -> EditionTold | None:
        """The latest one."""
        return self.editions[-1] if self.editions else None


@dataclass(frozen=True)
class Outlook(State):
    """Where one report stands, its sign-off included."""

    sign_off: SignOff | None = None
    """None where the cycle does not read."""
    is_released: bool = False
    """Whether the latest edition begins with the proofs that there are."""


def outlooks(
    workspace: Workspace,
    keeper: Collector | None = None,
    only: Collection[str] | None = None,
) -> list[Outlook]:
    """One outlook for each report, oldest cycle first; reads only.

    Args:
        workspace: whose reports.
        keeper: keeps the faults of cycles that do not read, and the others are told;
            without one, such a fault is raised.
        only: the reports that are asked for; all where it is not given.

    Raises:
        FaultsFound: a cycle's file, or a style sheet, does not read.
        FontMissing: a font file is not there.
        EnvironmentFault: the record cannot be read.
    """
    now = Present(workspace)
    states = standing.states(workspace, keeper, only)
    return [outlook_of(state, now) for state in states]


def outlook_of(state: State, now: Present) -> Outlook:
    """Where the sign-off of one report stands, given what became of its PDFs.

    Raises:
        EnvironmentFault: the record cannot be read.
    """
    cycle, _, report = state.report.partition("/")
    read = Collector().take(read_cycle, now.workspace.data, cycle)
    lines = (
        next((one.sign_off for one in read.report if one.id == report), ())
        if read
        else ()
    )
    ledger, editions, faults = _recorded(now.workspace.record, state.report)
    proofs = _proofs(state, editions[-1] if editions else None)
    seats = quorum(lines)
    voided = partial(_voided, now, state.report, proofs)
    found: dict[str, tuple[Seated, ...]] = dict.fromkeys(proofs, ())
    for one in stand(seats, ledger, proofs):
        found[one.rendition] += (_seated(one, voided(one)),)
    values = {each.name: getattr(state, each.name) for each in fields(State)}
    sign_off = SignOff(found, proofs, editions, ledger, faults)
    is_released = bool(editions) and all(
        proofs.get(rendition) == proof
        for rendition, proof in editions[-1].proofs.items()
    )
    return Outlook(**values, sign_off=sign_off, is_released=is_released)


def quorum(lines: Iterable[Signatory]) -> tuple[Seat, ...]:
    """The seats of a report, from the lines of its cycle."""
    return tuple(Seat(o.role, o.holder, o.name, o.turn, tuple(o.parts)) for o in lines)


def _proofs(state: State, edition: EditionTold | None) -> dict[str, str]:
    """SHA-256 of the proofs that decisions are about now; empty where there is none.

    What was released stands, also where its inputs have moved on since: a later row
    of the data voids nothing. It is over once there is another proof.
    """
    found = {}
    for rendition, kinds in state.standings.items():
        proof = kinds["proof"]
        released = edition.proofs.get(rendition, "") if edition else ""
        stands = proof.sha256 in {"", released}
        current = proof.sha256 if proof.state == "current" else ""
        found[rendition] = current or (released if stands else "")
    return found


def _voided(
    now: Present, report: str, proofs: Mapping[str, str], one: SeatStanding
) -> tuple[Difference, ...]:
    """What moved since a seat approved, where its approval is void."""
    if one.state is not SeatState.VOID or one.entry is None:
        return ()
    approved = one.entry.proofs[one.rendition]
    if approved == proofs[one.rendition]:
        what = "it answers for more of the report than it did when it approved"
        return (Difference(Place("cycle.toml"), what),)
    moved = comparing.moved_since(now, report, approved)
    if moved:
        return moved
    what = "nothing has moved; make it again, and the approval counts"
    return (Difference(Place(f"the {one.rendition} proof"), what),)


def _seated(one: SeatStanding, voided_by: tuple[Difference, ...]) -> Seated:
    entry = one.entry
    if entry is None:
        return Seated(one.seat, one.state, one.is_next, waits_for=one.held_by)
    return Seated(
        seat=one.seat,
        state=one.state,
        is_next=one.is_next,
        at=entry.at.isoformat(timespec="seconds"),
        name=entry.name,
        words=entry.reason or entry.note,
        typed_by=entry.typed_by,
        evidence=tuple(each.says for each in entry.evidence),
        proof=entry.proofs[one.rendition],
        waits_for=one.held_by,
        voided_by=voided_by,
    )


# --- what the record holds ----------------------------------------------------------


def _recorded(
    home: Path, report: str
) -> tuple[Ledger, tuple[EditionTold, ...], tuple[Fault, ...]]:
    """Ledger and editions of a report, and what does not read of them."""
    collector = Collector()
    ledger = collector.take(read_record, home / report, report) or Ledger()
    editions, faults = [], collector.faults
    for filed in editions_of(home, report):
        try:
            editions.append(read_edition(filed))
        except (NotAsAgreed, OSError) as refusal:
            place = Place(f"{report}/editions/{filed.number}")
            what = f"the edition's manifest does not read: {refusal}"
            cure = "put it back from a copy of the record"
            faults.append(error(Slug.FILE_UNREADABLE, place, what, cure))
    return ledger, tuple(editions), tuple(faults)


def read_edition(filed: FiledEdition) -> EditionTold:
    """What the manifests of an edition say; whether that is true, `verify` says.

    Raises:
        NotAsAgreed: a manifest is none.
        OSError: the public one is not there.
    """
    data = (filed.public / MANIFEST).read_bytes()
    public = read_manifest(data)
    halves: list[Manifest] = [public]
    if (filed.private / MANIFEST).is_file():
        halves.append(read_manifest((filed.private / MANIFEST).read_bytes()))
    else:
        raise NotAsAgreed("is there, and that of its private half is not")
    return EditionTold(
        number=filed.number,
        released=public.released,
        released_by=halves[-1].released_by,
        correction=public.correction,
        proofs={half.rendition: half.proof.sha256 for half in halves},
        folder=filed.folder,
        manifest=public,
        digest=digest(data),
    )
