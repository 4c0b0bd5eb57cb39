"""Decisions: from the file that somebody has read to a line of the ledger.

The bytes that were read are hashed, held against the proofs that there are, and kept
in the record with all that they were made from.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from shlex import quote

from reportgen import standing
from reportgen.checking import reports_named
from reportgen.desk.approvals import Outlook, outlook_of, quorum
from reportgen.desk.comparing import Present
from reportgen.desk.keeping import keep
from reportgen.desk.recognising import Known, ReadFile, read_file, recognised
from reportgen.errors import Collector, DecisionRefused, UsageError
from reportgen.evidence.cycle import LONGEST_NAME, read_cycle
from reportgen.evidence.members import read_members
from reportgen.registry.decisions.deciding import Decision, decide
from reportgen.registry.decisions.ledger import Act, Entry, Ledger
from reportgen.registry.decisions.record import holding, read_record
from reportgen.registry.decisions.replies import Author, Weighed, weigh
from reportgen.registry.decisions.signoff import Seat, last_of, seat_of
from reportgen.settings import Workspace


@dataclass(frozen=True)
class Request:
    """What somebody asks to be recorded."""

    who: str
    """A name, a post or a role of the quorum."""
    typed_by: str
    proofs: Sequence[Path] = ()
    """The files that were read."""
    evidence: Sequence[Path] = ()
    """Stored replies (`.eml`) and detached signatures (`.p7s`)."""
    note: str = ""
    reason: str = ""
    name: str = ""
    """Who holds the post, where `cycle.toml` names nobody."""


@dataclass(frozen=True)
class Recorded:
    """A decision in the ledger."""

    entry: Entry
    is_new: bool
    """Whether it was recorded just now; otherwise it stood already."""
    outlook: Outlook
    """Where the report stands with it."""


def sign(
    workspace: Workspace, target: str, request: Request, *, at: datetime | None = None
) -> Recorded:
    """Record that somebody approves the proofs that they have read.

    Args:
        workspace: whose report.
        target: `2024-10/jcdu`, or `2024-10` where the cycle has one report.
        request: who approves which files, on what evidence.
        at: when, aware; now where it is not given.

    Raises:
        DecisionRefused: a file is no current proof, it is not their turn, or the
            evidence is about something else.
        LedgerBroken: earlier decisions were tampered with.
        UsageError: there is no such report, person or file.
        WorkspaceBusy: another command has been writing in the record for too long.
        EnvironmentFault: something cannot be read or written.
    """
    return _record(workspace, target, Act.APPROVE, request, at)


def reject(
    workspace: Workspace, target: str, request: Request, *, at: datetime | None = None
) -> Recorded:
    """Record that somebody rejects the proofs that they have read; needs a reason.

    Args and errors are those of `sign`.
    """
    return _record(workspace, target, Act.REJECT, request, at)


def withdraw(
    workspace: Workspace, target: str, request: Request, *, at: datetime | None = None
) -> Recorded:
    """Record that somebody takes their approval back; needs a reason, and no file.

    Args and errors are those of `sign`.
    """
    if request.proofs or request.evidence:
        raise UsageError("who withdraws names no file: all of their approvals go")
    return _record(workspace, target, Act.WITHDRAW, request, at)


def seats_of(workspace: Workspace, report: str) -> tuple[Seat, ...]:
    """The quorum of a report.

    Raises:
        FaultsFound: its cycle does not read.
    """
    cycle, _, name = report.partition("/")
    found = read_cycle(workspace.data, cycle).report
    lines = next(one.sign_off for one in found if one.id == name)
    return quorum(lines)


@dataclass(frozen=True)
class _Prepared:
    """A decision, and what belongs to it."""

    decision: Decision
    files: Mapping[str, ReadFile]
    """By rendition."""
    weighed: Sequence[Weighed]


def _record(
    workspace: Workspace, target: str, act: Act, request: Request, at: datetime | None
) -> Recorded:
    report = _report(workspace, target)
    known = Known(workspace, report, standing.states(workspace, Collector()))
    seats = seats_of(workspace, report)
    now = at or datetime.now().astimezone()
    asked = _prepared(known, seat_of(seats, request.who), act, request, now)

    def decided(ledger: Ledger) -> Entry | None:
        return decide(report, seats, ledger, known.current, asked.decision)

    folder = workspace.record / report
    shown = workspace.named(folder)
    entry = decided(read_record(folder, shown))  # a no leaves no trace on the disk
    if entry is not None:
        with holding(folder, shown) as record:
            entry = decided(record.ledger())  # others may have decided meanwhile
            if entry is not None:
                keep(record, known, asked.files, asked.weighed)
                record.append(entry)
    stood = entry or _standing_entry(read_record(folder, shown), asked.decision)
    outlook = outlook_of(known.state, Present(workspace))
    return Recorded(stood, entry is not None, outlook)


def _prepared(
    known: Known, seat: Seat, act: Act, request: Request, at: datetime
) -> _Prepared:
    """All that can be told before the ledger is looked at."""
    files = {} if act is Act.WITHDRAW else _files(known, request)
    weighed = _weighed(known.workspace, seat, files, request)
    decision = Decision(
        act=act,
        seat=seat,
        at=at,
        typed_by=request.typed_by,
        proofs={rendition: file.sha256 for rendition, file in files.items()},
        name=_name(seat, request, act),
        note=request.note.strip(),
        reason=request.reason.strip(),
        evidence=tuple(one.evidence for one in weighed),
    )
    return _Prepared(decision, files, weighed)


def _standing_entry(ledger: Ledger, decision: Decision) -> Entry:
    """The decision that says already what was asked."""
    found = [last_of(decision.seat, ledger, each) for each in decision.proofs]
    return next(entry for entry in found if entry is not None)


# --- what is asked -----------------------------------------------------------------


def _report(workspace: Workspace, target: str) -> str:
    """The one report that a name stands for.

    Raises:
        UsageError: there is none, or there are several.
        FaultsFound: its cycle does not read.
    """
    names = reports_named(workspace, [target])
    if len(names) > 1:
        raise UsageError(
            f"{target} has {len(names)} reports, and each is decided upon by itself; "
            f"name one: {', '.join(names)}"
        )
    return names[0]


def _name(seat: Seat, request: Request, act: Act) -> str:
    """Who holds the post, where the cycle does not say.

    Raises:
        UsageError: nobody says, or both say and differ.
    """
    given = " ".join(request.name.split())
    if len(given) > LONGEST_NAME:
        raise UsageError(f"the name has more than {LONGEST_NAME} letters")
    if given and seat.name and given.casefold() != seat.name.casefold():
        raise UsageError(
            f"cycle.toml names {seat.name} as {seat}; correct it there if {given} "
            "holds the post now"
        )
    if not (given or seat.name or act is Act.WITHDRAW):
        raise UsageError(
            f"nobody is named as {seat}; say who decides, with --name or as name in "
            "cycle.toml"
        )
    return given


def _files(known: Known, request: Request) -> dict[str, ReadFile]:
    """The files that were read, by the rendition whose current proof they are.

    Raises:
        UsageError: none is named, or one is not there.
        DecisionRefused: one is no current proof; the message says what it is.
    """
    if not request.proofs:
        raise UsageError(_no_file(known))
    found: dict[str, ReadFile] = {}
    for path in request.proofs:
        file = read_file(known.workspace, path)
        fitting = [name for name, sha in known.current.items() if sha == file.sha256]
        if not fitting:
            raise DecisionRefused(recognised(file, known))
        found[fitting[0]] = file
    return found


def _no_file(known: Known) -> str:
    out = known.workspace.out / known.report
    there = [
        quote(known.workspace.typed(path))
        for rendition, sha256 in known.current.items()
        for path in sorted((out / rendition).glob("*-proof.pdf"))
        if sha256
    ]
    what = "name the file that was read with --proof"
    make = known.workspace.command("proof", known.report)
    if there:
        return f"{what}; the proofs of {known.report} are {' and '.join(there)}"
    return f"{what}; make it first: {make}"


def _weighed(
    workspace: Workspace, seat: Seat, files: Mapping[str, ReadFile], request: Request
) -> list[Weighed]:
    """The evidence, each piece about a proof and each proof with a piece.

    Raises:
        UsageError: a file is not there.
        DecisionRefused: a piece is about something else, or a proof has none.
    """
    addresses = _addresses(workspace, seat) if request.evidence else frozenset()
    author = Author(seat.name or request.name, addresses)
    proofs = {rendition: file.data for rendition, file in files.items()}
    found = []
    for path in request.evidence:
        file = read_file(workspace, path)
        found.append(weigh(file.shown, file.data, proofs, author))
    covered = {rendition for one in found for rendition in one.covers}
    if found and set(files) - covered:
        left = " and ".join(sorted(set(files) - covered))
        raise DecisionRefused(
            f"the evidence says nothing of the proof for {left}; add evidence that "
            "does, or record the proofs one by one"
        )
    return found


def _addresses(workspace: Workspace, seat: Seat) -> frozenset[str]:
    """Addresses known as those of a post; they are compared, and never told.

    Raises:
        FaultsFound: `data/members.csv` does not read.
    """
    wanted = {seat.role.casefold(), seat.holder.casefold()}
    return frozenset(
        one.email.casefold()
        for one in read_members(workspace.data)
        if {one.role.casefold(), f"{one.name}, {one.organisation}".casefold()} & wanted
        and one.active == "yes"
    )
