"""Requesting: the proofs of a report go to those who are to sign it.

Shown first; sent where somebody says so; the journal `requests.jsonl` of the record
says who was asked about which proofs, so that nobody is asked twice.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from reportgen.desk.delivering import reports_of
from reportgen.desk.mailing import Fate, Rules
from reportgen.desk.requests import (
    Before,
    Line,
    ProofFile,
    Requests,
    Turns,
    proofs_of,
    requests,
    those_whose_turn_it_is,
)
from reportgen.desk.stationery import sender_of
from reportgen.errors import OutputNotWritable
from reportgen.evidence.cycle import read_cycle, read_partnership
from reportgen.evidence.members import Member, read_members
from reportgen.pages.html import Templates, environment
from reportgen.pages.letters import Addressee, Filed, Proof, Request, request_letter
from reportgen.registry import archive
from reportgen.registry.post.delivery import Ended, Terms, deliver
from reportgen.registry.post.journal import Message, keeping, read_journal
from reportgen.registry.post.messages import (
    Enclosure,
    Letterhead,
    Party,
    Postmark,
    write_letter,
)
from reportgen.registry.post.outbox import Outbox
from reportgen.registry.post.post import Letter, Post, message_id
from reportgen.settings import Workspace
from reportgen.vocabulary import Rendition

FILE = "requests.jsonl"
_MEGABYTE = 1_000_000  # bytes
_SPARE = 1.5  # of the room that letters take as files


def _now() -> datetime:
    return datetime.now().astimezone()


@dataclass(frozen=True)
class Seams:
    """What comes from elsewhere, and what tests put in its place."""

    turns: Turns = those_whose_turn_it_is
    """Whose turn it is."""
    now: Callable[[], datetime] = _now


@dataclass(frozen=True)
class Asked:
    """What a run has left of one report's requests."""

    requests: Requests
    ended: Ended
    messages: tuple[Message, ...]
    """Those that were to go, as they stand."""


def plan(
    workspace: Workspace, target: str, *, again: str = "", seams: Seams | None = None
) -> list[Requests]:
    """Who would be asked, for each report of a cycle; sends and writes nothing.

    Args:
        workspace: whose proofs, sign-offs and list.
        target: `2024-10` or `2024-10/jcdu`.
        again: an occasion, such as the time, to ask again whom a request has reached.
        seams: what comes from elsewhere.

    Raises:
        UsageError: the target names no report.
        NotAllowed: there is no proof, or it is not current.
        FaultsFound: a file of the workspace does not read.
        JournalBroken: the journal does not read.
    """
    chosen = seams or Seams()
    found = []
    for report in reports_of(workspace, target):
        proofs = proofs_of(workspace, report)
        known = read_journal(journal_of(workspace, report))
        before = Before(known, again)
        lines = _lines(workspace, (report, proofs), before, chosen)
        found.append(Requests(report, proofs, lines))
    return found


def _lines(
    workspace: Workspace,
    about: tuple[str, Sequence[ProofFile]],
    before: Before,
    seams: Seams,
) -> tuple[Line, ...]:
    report, proofs = about
    post = workspace.settings.post
    is_verified = post.way == "outbox" or post.security != "none"
    rules = Rules(post.partner_domains, is_verified=is_verified)
    members = read_members(workspace.data)
    turns = seams.turns(workspace, report)
    return requests(turns, proofs, members, before, rules)


def journal_of(workspace: Workspace, report: str) -> Path:
    """Where the journal of a report's requests lies."""
    return workspace.record / report / FILE


# --- letters -------------------------------------------------------------------------


@dataclass(frozen=True)
class _Paper:
    """What all requests of one report share."""

    templates: Templates
    head: Letterhead
    request: Request
    """Without role, parts and proofs."""
    largest: int
    """Bytes of all files that may go with a letter."""
    now: Callable[[], datetime]


def _paper(workspace: Workspace, report: str, seams: Seams) -> _Paper:
    partnership = read_partnership(workspace.data)
    cycle, _, name = report.partition("/")
    (one,) = (r for r in read_cycle(workspace.data, cycle).report if r.id == name)
    shared = Request(
        partnership=partnership.name,
        title=partnership.filled(one.title),
        occasion=one.occasion,
        role="",
        parts=(),
        proofs=(),
        attached=True,
        contact=partnership.contact,
        due=one.due,
        fictional=partnership.fictional,
    )
    contact = Party(partnership.name, partnership.contact)
    return _Paper(
        environment(workspace.shelves("templates")),
        Letterhead(sender_of(workspace), contact),
        shared,
        workspace.settings.post.largest_megabytes * _MEGABYTE,
        seams.now,
    )


def _letter(line: Line, paper: _Paper, known_id: str = "") -> Letter:
    """One request; its bytes are made when it is posted."""
    assert line.member is not None  # noqa: S101 (only such a line is to be sent)
    sender = paper.head.sender.address
    name = known_id or message_id(line.key, sender)
    return Letter(
        key=line.key,
        recipient=line.member.email,
        sender=sender,
        message_id=name,
        make=partial(_written, line, line.member, paper, name),
        is_guarded=any(Rendition(one.rendition).sees_restricted for one in line.proofs),
    )


def _written(line: Line, member: Member, paper: _Paper, name: str) -> bytes:
    is_small = sum(one.size for one in line.proofs) <= paper.largest
    told = replace(
        paper.request,
        role=line.turn.role,
        parts=line.turn.parts,
        proofs=tuple(map(_told, line.proofs)),
        attached=is_small,
    )
    reader = Addressee(line.turn.name or member.name, member.role, member.organisation)
    files = [Enclosure(one.path.name, one.read()) for one in line.proofs if is_small]
    return write_letter(
        request_letter(told, reader, paper.templates),
        Party(reader.name, member.email),
        paper.head,
        Postmark(paper.now(), name),
        files,
    )


def _told(one: ProofFile) -> Proof:
    return Proof(Rendition(one.rendition), Filed(one.path.name, one.size, one.sha256))


def write(
    workspace: Workspace, planned: Requests, seams: Seams | None = None
) -> list[Path]:
    """The requests as `.eml` files under `out/`; nothing is sent.

    Raises:
        OutputNotWritable: there is no room for them, or no right to write.
        WorkspaceBusy: another command is writing in this workspace.
    """
    paper = _paper(workspace, planned.report, seams or Seams())
    folder = f"{planned.report}/requests"
    lines = planned.with_fate(Fate.SEND)
    with archive.writing(workspace.out) as shelf:
        outbox = Outbox(shelf, folder)
        outbox.clear()
        room = sum(one.size for line in lines for one in line.proofs)
        outbox.see_room(int(room * _SPARE))
        for line in lines:
            outbox.post(_letter(line, paper), lambda: None)
    place = workspace.out / folder
    return sorted(place.glob("*.eml")) if lines else []


# --- sending -------------------------------------------------------------------------


def send(
    workspace: Workspace,
    planned: Requests,
    post: Post,
    terms: Terms,
    seams: Seams | None = None,
) -> Asked:
    """Send the requests as they were planned and shown.

    Raises:
        NotAllowed: a proof is not what it was.
        WorkspaceBusy: another run is asking about this report.
        EnvironmentFault: no letter can go this way; what is left stays planned.
    """
    chosen = seams or Seams()
    paper = _paper(workspace, planned.report, chosen)
    path = journal_of(workspace, planned.report)
    _make_folder(path.parent)
    with keeping(path, chosen.now) as journal:
        known = journal.messages
        lines = [
            line
            for line in planned.with_fate(Fate.SEND)
            if line.key not in known or known[line.key].is_left
        ]
        letters = [_letter(line, paper, _known_id(line, known)) for line in lines]
        pairs = zip(lines, letters, strict=True)
        journal.plan(_message(line, one, post.name) for line, one in pairs)
        ended = deliver(letters, journal, post, terms)
        told = tuple(journal.messages[one.key] for one in letters)
    return Asked(planned, ended, told)


def _known_id(line: Line, known: Mapping[str, Message]) -> str:
    return known[line.key].message_id if line.key in known else ""


def _make_folder(folder: Path) -> None:
    """The folder of a report in the record: a request may be the first thing there.

    Raises:
        OutputNotWritable: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as refusal:
        what = f"{folder} cannot be made ({refusal.strerror})"
        msg = f"{what}; get the right to write there"
        raise OutputNotWritable(msg) from None


def _message(line: Line, letter: Letter, way: str) -> Message:
    """The first line of a request in the journal: its digests are those of proofs."""
    assert line.member is not None  # noqa: S101 (only such a line is to be sent)
    digests = [one.sha256 for one in line.proofs]
    return Message(
        key=line.key,
        address=line.member.email,
        name=line.turn.name or line.member.name,
        role=line.turn.role,
        organisation=line.member.organisation,
        rendition=" ".join(one.rendition for one in line.proofs),
        edition=0,
        digest=digests[0],
        pdf=" ".join(digests),
        way=way,
        message_id=letter.message_id,
    )
