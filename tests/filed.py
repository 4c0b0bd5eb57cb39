"""Editions in a record, sealed and signed as a release leaves them."""

from dataclasses import replace
from functools import cache
from pathlib import Path

from editioned import chained, decision, proofs_of_testshire, sealed_bundle

from reportgen.pages.dataset import COLUMNS
from reportgen.registry.archive import digest
from reportgen.registry.editions.binding import bound

REPORT = "2025-01/pack"
ROLE = "Senior Responsible Officer"
SIGNED_BY = "A Fictional Person"


def pdf(rendition: str, number: int = 1, correction: str = "") -> bytes:
    """The sealed PDF of an edition for one audience."""
    half = {"public": "public", "partners": "private"}[rendition]
    return _files(number, correction)[f"{half}/pack-{rendition}.pdf"]


def file_edition(record: Path, number: int = 1, *, correction: str = "") -> Path:
    """One edition, as its release would have left it."""
    home = record / REPORT / "editions" / str(number)
    for name, data in _files(number, correction).items():
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return home


@cache
def _files(number: int, correction: str) -> dict[str, bytes]:
    """All files of an edition by path; made once in a process."""
    proofs = proofs_of_testshire()
    digests = {"public": digest(proofs.public), "partners": digest(proofs.partners)}
    approval = decision(ROLE, digests, report=REPORT, name=SIGNED_BY)
    given = sealed_bundle(proofs, number, ledger=chained(approval))
    header = {"published.csv": f"{','.join(COLUMNS)}\n".encode()}
    private = {n: d for n, d in given.private.items() if not n.startswith("evidence/")}
    facts = replace(given.facts, correction=correction)
    halves = {**given.public, **header}, {**private, **header}
    return bound(REPORT, *halves, facts, given.sign)
