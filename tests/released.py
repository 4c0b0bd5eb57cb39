"""Workspaces that are ready to be released, and releases of them without Chrome."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache

from conftest import Scratch

from reportgen import pipeline
from reportgen.desk import approvals
from reportgen.desk.releasing import Act, Released
from reportgen.pages.exporter import Exporter, FakeExporter
from reportgen.registry.decisions.deciding import Decision, decide
from reportgen.registry.decisions.entries import Act as Verb
from reportgen.registry.decisions.record import holding
from reportgen.registry.seals.identity import make_identity

NOW = datetime(2025, 2, 3, 10, 30, tzinfo=UTC)
ACCEPTED = """[[accepted]]
slug = "unverified-value"
place = "g_two"
words = "unverified"
by = "Robin Example"
reason = "The source was asked and has not answered yet."
until = 2025-03-31
"""


@cache
def certificate(name: str = "Testshire Partnership", days: int = 1) -> bytes:
    """A PKCS#12 file, made once for each name and age in days."""
    return make_identity(name, NOW - timedelta(days=days), None)


def certify(scratch: Scratch, data: bytes | None = None) -> None:
    """Give the workspace a certificate."""
    (scratch.folder / "certificate.p12").write_bytes(data or certificate())
    scratch.append("reportgen.toml", '\ncertificate = "certificate.p12"\n')


def approve(scratch: Scratch, at: datetime = NOW, seats: int = 99) -> None:
    """So many seats approve the current proofs, in their turn; all where not told."""
    (look,) = [
        one
        for one in approvals.outlooks(scratch.workspace)
        if one.report == scratch.target
    ]
    assert look.sign_off is not None
    proofs = {name: one["proof"].sha256 for name, one in look.standings.items()}
    quorum = [one.seat for one in look.sign_off.seats["public"]]
    with holding(scratch.workspace.record / scratch.target) as record:
        for seat in sorted(quorum, key=lambda seat: seat.turn)[:seats]:
            asked = Decision(Verb.APPROVE, seat, at, "Sam Example", proofs)
            entry = decide(scratch.target, quorum, record.ledger(), proofs, asked)
            if entry is not None:
                record.append(entry)


def make_ready(scratch: Scratch) -> Scratch:
    """Accepted cautions, a certificate, proofs, and every approval."""
    cycle = scratch.target.partition("/")[0]
    scratch.write(f"data/{cycle}/accepted.toml", ACCEPTED)
    certify(scratch)
    scratch.build("proof")
    approve(scratch)
    return scratch


def release(
    scratch: Scratch,
    correction: str = "",
    *,
    at: datetime = NOW,
    exporter: Exporter | None = None,
    targets: Sequence[str] = (),
) -> list[Released]:
    """A release, drawn by nobody."""
    act = Act("Sam Example", at, correction)
    wanted = targets or [scratch.target]
    drawer = exporter or FakeExporter()
    return pipeline.release(scratch.workspace, wanted, act, exporter=drawer)
