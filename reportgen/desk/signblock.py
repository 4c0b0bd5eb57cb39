"""The sign-off block of an edition: from the ledger to what the seal shows and says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from reportgen.composition import Composition
from reportgen.formats import london_day, long_date
from reportgen.pages.stamp import SignOffBlock, SignOffLine
from reportgen.registry.decisions.entries import Entry, EvidenceKind
from reportgen.registry.decisions.ledger import Ledger
from reportgen.registry.decisions.replies import SOMEBODY_ELSE, UNKNOWN_SENDER
from reportgen.registry.decisions.signoff import Seat, last_of


@dataclass(frozen=True)
class SealFacts:
    """What the seal itself adds to the sign-off."""

    edition: int
    sealed_by: str
    """Subject of the certificate."""
    on: date
    correction: str


def block_of(
    composition: Composition, ledger: Ledger, digest: str, facts: SealFacts
) -> SignOffBlock:
    """The sign-off as it is shown and heard.

    Args:
        composition: the report, for one audience.
        ledger: with the last decision of every seat.
        digest: SHA-256 of the proof.
        facts: what the seal adds.
    """
    assembly, rendition = composition.assembly, composition.published.rendition
    report, partnership = assembly.report, assembly.partnership
    titles = {h.id: partnership.filled(h.title) for h in assembly.outline.heading}
    entries = [
        last_of(Seat(line.role, line.holder), ledger, rendition)
        for line in report.sign_off
    ]
    return SignOffBlock(
        title=f"{report.title}, {report.occasion}",
        partnership=partnership.name,
        rendition=rendition,
        edition=facts.edition,
        lines=tuple(_line(entry, titles) for entry in entries if entry is not None),
        digest=digest,
        sealed_by=facts.sealed_by,
        sealed_at=long_date(facts.on),
        correction=facts.correction,
        fictional=partnership.fictional,
    )


def _line(entry: Entry, titles: Mapping[str, str]) -> SignOffLine:
    return SignOffLine(
        role=entry.role,
        holder=entry.holder,
        name=entry.name or entry.holder,
        date=long_date(london_day(entry.at)),
        evidence=_evidence(entry),
        parts=tuple(titles.get(part, part) for part in entry.parts),
    )


def _evidence(entry: Entry) -> str:
    """What an approval rests on, within a sentence; no more than the evidence shows."""
    by = f"recorded by {entry.typed_by}"
    said: dict[EvidenceKind, list[str]] = {kind: [] for kind in EvidenceKind}
    for one in entry.evidence:
        said[one.kind].append(one.says)
    signatures, replies = (said[EvidenceKind.SIGNATURE], said[EvidenceKind.REPLY])
    if any(SOMEBODY_ELSE not in says for says in signatures):
        return f"{by} with a signature in their name, which is kept"
    if any(UNKNOWN_SENDER not in says for says in replies):
        return f"{by} from a reply that is kept"
    if replies:
        return f"{by} from a reply that is kept; its sender is not known for the post"
    if signatures:
        return f"{by}; a signature by somebody else is kept"
    return f"{by}; no evidence is kept"
