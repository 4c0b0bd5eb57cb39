"""`sign-off.json`: who approved, told from the ledger for one audience."""

import json
from collections.abc import Mapping, Sequence

from reportgen.registry.decisions.ledger import Act, Entry, Ledger
from reportgen.registry.decisions.signoff import Seat, last_of

FORMAT = 1
"""Of `sign-off.json`; editions are held against these bytes, so they never change."""


def sign_off(ledger: Ledger, proofs: Mapping[str, str]) -> bytes:
    """The approvals that stand, as JSON: roles, holders, names, times and evidence.

    The same ledger and proofs always give the same bytes. Nothing is told of proofs
    that are not named here.

    Args:
        ledger: of one report.
        proofs: SHA-256 of the proofs that are told, by rendition.
    """
    approvals = [
        {
            "rendition": rendition,
            "role": entry.role,
            "holder": entry.holder,
            "name": entry.name,
            "approved": entry.at.isoformat(),
            "parts": list(entry.parts),
            "evidence": sorted({str(each.kind) for each in entry.evidence}),
        }
        for rendition, proof in sorted(proofs.items())
        for entry in standing(ledger, rendition, proof)
        if entry.act is Act.APPROVE
    ]
    told = {"format": FORMAT, "proofs": dict(proofs), "approvals": approvals}
    text = json.dumps(told, indent=2, ensure_ascii=False, sort_keys=True)
    return f"{text}\n".encode()


def standing(ledger: Ledger, rendition: str, proof: str) -> Sequence[Entry]:
    """The last decision of each seat on one proof, in the order of the ledger."""
    seats = dict.fromkeys(Seat(one.role, one.holder) for one in ledger.entries)
    last = [last_of(seat, ledger, rendition) for seat in seats]
    found = {one.number: one for one in last if one is not None}
    return [one for _, one in sorted(found.items()) if one.proofs[rendition] == proof]
