"""Reach: how far the newest edition of a report has come, told without any address."""

from collections import Counter
from dataclasses import dataclass

from reportgen.errors import JournalBroken
from reportgen.registry.post.journal import FILE, read_journal
from reportgen.registry.post.parcel import numbers
from reportgen.registry.post.post import State
from reportgen.registry.post.receipts import holders
from reportgen.settings import Workspace


@dataclass(frozen=True)
class Reach:
    """To how many members the newest edition of a report went, and what is left."""

    edition: int
    accepted: int = 0
    """Members whose letter the mail server has taken over."""
    left: int = 0
    """Planned or put off; the next run sends theirs."""
    unknown: int = 0
    """They may have it."""
    refused: int = 0
    superseded: int = 0
    """They have an earlier edition, or may have it, and not this one."""
    fault: str = ""
    """Why nobody knows; empty where somebody does."""


def reach_of(workspace: Workspace, report: str) -> Reach | None:
    """How far a report has come; None where it has no edition.

    Args:
        workspace: whose record.
        report: `2024-10/jcdu`.
    """
    editions = numbers(workspace.record / report)
    if not editions:
        return None
    newest = editions[-1]
    try:
        entries = read_journal(workspace.record / report / FILE)
    except JournalBroken as broken:
        return Reach(newest, fault=str(broken))
    states = Counter(
        one.state
        for one in entries.standings()
        if one.edition == newest and not one.is_test
    )
    return Reach(
        edition=newest,
        accepted=states[State.ACCEPTED],
        left=states[State.PLANNED] + states[State.DEFERRED],
        unknown=states[State.UNKNOWN] + states[State.SENDING],
        refused=states[State.REFUSED],
        superseded=len(holders(entries, newest)),
    )
