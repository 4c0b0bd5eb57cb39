"""A small workspace with two signatories, whose decisions are recorded as people do."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from conftest import TESTSHIRE, Scratch

from reportgen.desk import approvals, signing
from reportgen.desk.approvals import Outlook, Seated
from reportgen.desk.signing import Request

NOW = datetime(2025, 2, 3, 10, 30, tzinfo=UTC)
LEAD, OFFICER = "Ada Sample", "Robin Example"
QUORUM = f"""
[[report.sign_off]]
role = "Data Lead"
holder = "Head of Insight, Testshire Council"
name = "{LEAD}"
turn = 1

[[report.sign_off]]
role = "Senior Responsible Officer"
holder = "Director of Public Health, Testshire Council"
name = "{OFFICER}"
turn = 2
"""


def laid_out(folder: Path) -> Scratch:
    """Testshire with a quorum of two, and its proofs."""
    shutil.copytree(TESTSHIRE, folder)
    scratch = Scratch(folder, "2025-01/pack")
    file = "data/2025-01/cycle.toml"
    text = (folder / file).read_text("utf-8").partition("[[report.sign_off]]")[0]
    scratch.write(file, text.rstrip() + "\n" + QUORUM)
    scratch.build("proof")
    return scratch


def copied(scratch: Scratch, folder: Path) -> Scratch:
    """The workspace once more, to be changed."""
    shutil.copytree(scratch.folder, folder / "again")
    return Scratch(folder / "again", scratch.target)


def proofs(scratch: Scratch) -> list[Path]:
    """The proofs as they lie there, the public one first."""
    found = (scratch.folder / "out" / scratch.target).glob("*/*-proof.pdf")
    return sorted(found, reverse=True)


def decided(
    scratch: Scratch,
    who: str,
    act: str = "sign",
    *,
    hours: int = 0,
    note: str = "",
    reason: str = "",
) -> None:
    """One decision, so many hours after the first."""
    files = [] if act == "withdraw" else proofs(scratch)
    request = Request(
        who, typed_by="Sam Example", proofs=files, note=note, reason=reason
    )
    at = NOW + timedelta(hours=hours)
    getattr(signing, act)(scratch.workspace, scratch.target, request, at=at)


def outlook(scratch: Scratch) -> Outlook:
    """Where the report stands."""
    (found,) = approvals.outlooks(scratch.workspace)
    return found


def seated(scratch: Scratch, rendition: str = "public") -> list[Seated]:
    """Where its seats stand."""
    found = outlook(scratch).sign_off
    assert found is not None
    return list(found.seats[rendition])


def states(scratch: Scratch, rendition: str = "public") -> list[str]:
    """The same, in one word each."""
    return [str(one.state) for one in seated(scratch, rendition)]


def voided(scratch: Scratch, rendition: str = "public") -> list[str]:
    """What made the first approval void, as people read it."""
    return [str(one) for one in seated(scratch, rendition)[0].voided_by]
