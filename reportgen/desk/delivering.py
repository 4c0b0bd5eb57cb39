"""Delivering: an edition, a list and a way out, brought together; the journal decides.

    parcel > mailing > letters > way out, with a line in the journal before and after

What is planned is shown first. What is sent was planned, shown, and is planned still
once the journal is held against every other run.
"""

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from reportgen.desk.choosing import Choice
from reportgen.desk.keyfigures import figures_of
from reportgen.desk.mailing import Fate, History, Mailing, Rules, mailing
from reportgen.desk.outgoing import agreed, keys_of, letters_of, message_of
from reportgen.desk.roll import Roll, read_roll
from reportgen.desk.stationery import Figures, letter_of, stationery
from reportgen.desk.verifying import trusted_by
from reportgen.errors import NotDeliverable, UsageError
from reportgen.evidence.cycle import cycles_of, targets_of
from reportgen.lazy import Lazy
from reportgen.registry import archive
from reportgen.registry.editions import verification
from reportgen.registry.post.delivery import Ended, Terms, deliver
from reportgen.registry.post.entries import Entries, Message, read_journal
from reportgen.registry.post.journal import FILE, keeping
from reportgen.registry.post.outbox import Outbox
from reportgen.registry.post.parcel import (
    Parcel,
    Verify,
    numbers,
    read_parcel,
)
from reportgen.registry.post.post import Post, State
from reportgen.registry.post.receipts import Receipt, last_recipients, receipts
from reportgen.settings import Workspace

_SPARE = 1.5  # of the room that letters take as files


def _now() -> datetime:
    return datetime.now().astimezone()


@dataclass(frozen=True)
class Seams:
    """What comes from elsewhere, and what tests put in its place."""

    verify: Verify | None = None
    """Says whether a half of an edition is as it was released; `verify` does, where
    none is given."""
    figures: Figures | None = None
    """From the public folder of an edition; what it published, where none is given."""
    now: Callable[[], datetime] = _now


@dataclass(frozen=True)
class Sent:
    """What a run has left of one mailing."""

    mailing: Mailing
    ended: Ended
    messages: Sequence[Message] = field(repr=False)
    """Those of the mailing, as they stand; read when they are asked for."""

    @property
    def left(self) -> Sequence[Message]:
        """Those that were not accepted."""
        states = ((n, each.state) for n, each in enumerate(self.messages))
        left = (number for number, state in states if state is not State.ACCEPTED)
        return Lazy(self.messages.__getitem__, array("I", left))


# --- what is to be delivered -----------------------------------------------------


def parcel_of(
    workspace: Workspace, target: str, verify: Verify | None = None
) -> Parcel:
    """The newest edition of a report, whole and current.

    Raises:
        NotDeliverable: there is none, or it was altered.
    """
    return read_parcel(workspace.record, target, verify or _verified(workspace))


def _verified(workspace: Workspace) -> Verify:
    """Looks whether a half of an edition is intact, and sealed by nobody else.

    Where the workspace names neither a certificate nor whom to trust, nobody can tell
    by whom; then it is enough that nothing was altered.
    """
    trusted = trusted_by(workspace)

    def look(folder: Path) -> bool:
        found = verification.verify(folder, trusted)
        return found.intact and found.trusted is not False

    return look


def plan(
    workspace: Workspace, target: str, choice: Choice, seams: Seams | None = None
) -> list[Mailing]:
    """Who would get what, for each report of a cycle; sends and writes nothing.

    Args:
        workspace: whose list, editions and journal.
        target: `2024-10` or `2024-10/jcdu`.
        choice: whom somebody wants to send to.
        seams: what comes from elsewhere.

    Raises:
        UsageError: the target names no report, or a name fits nobody.
        NotDeliverable: there is no edition, or it was altered.
        FaultsFound: list or settings do not read.
        JournalBroken: the journal does not read.
    """
    seams = seams or Seams()
    found = reports_of(workspace, target)
    return [_planned(workspace, report, choice, seams) for report in found]


def reports_of(workspace: Workspace, target: str) -> list[str]:
    """The reports that a target names.

    Raises:
        UsageError: it names none.
    """
    names = targets_of(workspace.data, target)
    if not names:
        known = ", ".join(cycles_of(workspace.data)) or "none yet"
        raise UsageError(f"there is no report {target}; the cycles are {known}")
    return names


def _planned(
    workspace: Workspace, report: str, choice: Choice, seams: Seams
) -> Mailing:
    parcel = parcel_of(workspace, report, seams.verify)
    messages = read_journal(journal_of(workspace, report))
    return _mailing(workspace, parcel, messages, choice, read_roll(workspace.data))


def _mailing(
    workspace: Workspace,
    parcel: Parcel,
    messages: Entries,
    choice: Choice,
    roll: Roll,
) -> Mailing:
    post = workspace.settings.post
    is_verified = post.way == "outbox" or post.security != "none"
    rules = Rules(post.partner_domains, is_verified=is_verified)
    history = _history(workspace, parcel, messages)
    return mailing(roll, parcel, history, choice, rules)


def _history(workspace: Workspace, parcel: Parcel, messages: Entries) -> History:
    """What was sent before: an earlier edition, else the same report a cycle ago."""
    edition, last = last_recipients(messages, parcel.edition)
    if last:
        return History(messages, f"edition {edition}", last)
    cycle, _, name = parcel.report.partition("/")
    earlier = [each for each in cycles_of(workspace.data) if each < cycle]
    for before in reversed(earlier):
        known = read_journal(journal_of(workspace, f"{before}/{name}"))
        edition, last = last_recipients(known)
        if last:
            return History(messages, f"{before}/{name} edition {edition}", last)
    return History(messages)


def journal_of(workspace: Workspace, report: str) -> Path:
    """Where the journal of a report's deliveries lies."""
    return workspace.record / report / FILE


def receipts_of(
    workspace: Workspace, target: str
) -> list[tuple[str, tuple[Receipt, ...]]]:
    """What became of every message of the reports named, by report.

    Raises:
        UsageError: the target names no report.
        JournalBroken: a journal does not read.
    """
    found = []
    for report in reports_of(workspace, target):
        messages = read_journal(journal_of(workspace, report))
        newest = max(numbers(workspace.record / report), default=0)
        found.append((report, receipts(messages, report, newest)))
    return found


# --- letters as files ------------------------------------------------------------


def write(
    workspace: Workspace, planned: Mailing, seams: Seams | None = None
) -> Sequence[Path]:
    """The letters of a mailing as `.eml` files under `out/`; nothing is sent.

    Raises:
        OutputNotWritable: there is no room for them, or no right to write.
        WorkspaceBusy: another command is writing in this workspace.
    """
    seams = seams or Seams()
    figures = seams.figures or figures_of(workspace)
    paper = stationery(workspace, planned.parcel, seams.now, figures)
    lines = planned.with_fate(Fate.SEND)
    folder = f"{planned.parcel.report}/outbox"
    room = sum(planned.parcel.copies[e.recipient.rendition].size for e in lines)
    with archive.writing(workspace.out) as shelf:
        outbox = Outbox(shelf, folder)
        outbox.clear()
        outbox.see_room(int(room * _SPARE))
        for line in lines:
            outbox.post(letter_of(line, paper), lambda: None)
    return outbox.files(line.key for line in lines)


# --- sending ---------------------------------------------------------------------


def send(  # noqa: PLR0913, PLR0917 (what, to whom, how, and who watches)
    workspace: Workspace,
    planned: Mailing,
    choice: Choice,
    post: Post,
    terms: Terms,
    seams: Seams | None = None,
) -> Sent:
    """Send a mailing as it was planned and shown; nobody else's letter goes.

    Args:
        workspace: whose journal.
        planned: what somebody has seen and agreed to.
        choice: what it was planned with.
        post: the way out.
        terms: time, attempts, pace, and who watches.
        seams: what comes from elsewhere.

    Raises:
        NotDeliverable: the edition is not what it was, or not the newest any more.
        WorkspaceBusy: another run is delivering this report.
        EnvironmentFault: no letter can go this way; what is left stays planned.
    """
    seams, parcel = seams or Seams(), planned.parcel
    figures = seams.figures or figures_of(workspace)
    paper = stationery(workspace, parcel, seams.now, figures)
    wanted = keys_of(planned.with_fate(Fate.SEND))
    roll = read_roll(workspace.data, planned.roll)
    with keeping(journal_of(workspace, parcel.report), seams.now) as journal:
        known = journal.messages
        now = _mailing(workspace, parcel, known.as_they_stand(), choice, roll)
        lines = agreed(now.with_fate(Fate.SEND), wanted)
        letters = letters_of(lines, paper, known)
        pairs = zip(lines, letters, strict=True)
        journal.plan(message_of(line, one, parcel, post.name) for line, one in pairs)
        watch = replace(terms.watch, permit=lambda: _permit(parcel))
        ended = deliver(letters, journal, post, replace(terms, watch=watch))
    told = Lazy(lambda number: known[lines[number].key], range(len(lines)))
    return Sent(now, ended, told)


def _permit(parcel: Parcel) -> None:
    """Asked before each letter.

    Raises:
        NotDeliverable: another edition was released meanwhile.
    """
    if not parcel.is_current:
        raise NotDeliverable(
            f"edition {parcel.edition} of {parcel.report} was superseded during this "
            "run, and no further letter goes; deliver the new edition"
        )
