"""Who decided: the ledger of an edition, held against proofs, words and evidence."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime

from reportgen.errors import DecisionRefused, LedgerBroken
from reportgen.registry.archive import digest
from reportgen.registry.decisions.ledger import (
    CLOCKS_APART,
    Act,
    Entry,
    Evidence,
    Ledger,
    read_ledger,
)
from reportgen.registry.decisions.replies import LARGEST, Author, weigh
from reportgen.registry.editions.extracts import sign_off, standing
from reportgen.registry.editions.facts import Facts, NotAsAgreed, parsed
from reportgen.registry.editions.halves import Half
from reportgen.registry.editions.inspection import Inspection
from reportgen.registry.editions.looking import Unread, weighed
from reportgen.registry.editions.manifest import LEDGER, SIGN_OFF, Chain

EVIDENCE = "evidence"
"""The folder of what backs the decisions, in the private half."""
_LARGEST = 5_000_000  # bytes of a sign-off that is read


def examine_decisions(private: Half, public: Half | None, seen: Inspection) -> None:
    """Look at the ledger, and at all that has to agree with it.

    Args:
        private: the half with the ledger.
        public: the other one, where it was looked at.
        seen: is told everything.
    """
    data = private.kept.get(LEDGER)
    if data is None:
        return  # that it is missing was told
    try:
        ledger = read_ledger(data, private.named(LEDGER))
    except LedgerBroken as broken:
        for fault in broken.faults:
            seen.find(str(fault.place), fault.what)
        return
    seen.look("ledger lines", ledger.lines)
    _chain(ledger, private, seen)
    _evidence(ledger, private, seen)
    _backing(ledger, [half for half in (public, private) if half], private, seen)
    for half in (public, private):
        if half is not None:
            _approvals(ledger, half, private, seen)
    _words(ledger, private, public, seen)


def _chain(ledger: Ledger, private: Half, seen: Inspection) -> None:
    """The end of the ledger is the one that was signed, and it is of this report."""
    name, manifest = private.named(LEDGER), private.manifest
    told = manifest.ledger or Chain(0, "")
    seen.compare(name, "has as many lines as", ledger.lines, told.lines)
    seen.compare(name, "ends with the line", ledger.head, told.head)
    for entry in ledger.entries[:1]:
        seen.compare(name, "is of", entry.report, manifest.report)
    late = datetime.fromisoformat(manifest.released) + CLOCKS_APART
    for entry in ledger.entries:
        if entry.at > late:
            what = f"was decided at {entry.at.isoformat()}, after the release"
            seen.find(f"{name} line {entry.number}", what)


def _evidence(ledger: Ledger, private: Half, seen: Inspection) -> None:
    """Every file that backs a decision is there, with the digest that it names."""
    files = private.manifest.files
    for entry in ledger.entries:
        for one in entry.evidence:
            name = f"{EVIDENCE}/{one.file}"
            seen.look("evidence")
            if name not in files:
                what = f"is missing, and line {entry.number} of the ledger names it"
                seen.find(private.named(name), what, f"sha256 {one.sha256}")
            elif files[name].sha256 != one.sha256:
                what = f"is not what line {entry.number} of the ledger names"
                seen.find(private.named(name), what, f"sha256 {one.sha256}")


def _backing(
    ledger: Ledger, halves: Sequence[Half], private: Half, seen: Inspection
) -> None:
    """What backs an approval of these proofs names one of them, or signs it."""
    proofs = {half.manifest.rendition: half for half in halves}
    for entry in ledger.entries:
        covered = {rendition: proofs.get(rendition) for rendition in entry.proofs}
        held = {r: half for r, half in covered.items() if half is not None}
        if entry.act is not Act.APPROVE or len(held) < len(covered):
            continue
        if any(entry.proofs[r] != digest(half.proof) for r, half in held.items()):
            continue  # of an earlier proof, which is not in the edition
        approved = {rendition: half.proof for rendition, half in held.items()}
        for one in entry.evidence:
            _backs(one, approved, private, seen)


def _backs(
    one: Evidence, proofs: Mapping[str, bytes], private: Half, seen: Inspection
) -> None:
    name = f"{EVIDENCE}/{one.file}"
    with suppress(Unread):  # that it is missing or too large was told
        data = weighed(private.folder, name, LARGEST, keep=True).data
        if digest(data) != one.sha256:
            return  # so was that it is another
        try:
            weigh(one.file, data, proofs, Author())
        except DecisionRefused as refusal:
            what = f"does not back the approval that names it: {refusal}"
            seen.find(private.named(name), what)


def _approvals(ledger: Ledger, half: Half, private: Half, seen: Inspection) -> None:
    """The proof of a half was approved, and nobody who decided last is against it."""
    manifest, name = half.manifest, private.named(LEDGER)
    last = standing(ledger, manifest.rendition, manifest.proof.sha256)
    seen.look("approvals", sum(entry.act is Act.APPROVE for entry in last))
    for entry in last:
        if entry.act is not Act.APPROVE:
            seen.find(
                f"{name} line {entry.number}", _against(entry, manifest.rendition)
            )
    if not last:
        what = f"approves another proof than the {manifest.rendition} one"
        seen.find(name, what, manifest.proof.sha256)


def _against(entry: Entry, rendition: str) -> str:
    return f"says that {entry.role} {entry.act.past} the {rendition} proof"


def _words(
    ledger: Ledger, private: Half, public: Half | None, seen: Inspection
) -> None:
    """`sign-off.json` of each half says what the ledger says."""
    proofs = _proofs_told(private) if public is None else {}
    if public is not None:
        proofs = _proof_of(public)
        _told(sign_off(ledger, proofs), public, seen)
    _told(sign_off(ledger, {**proofs, **_proof_of(private)}), private, seen)


def _proof_of(half: Half) -> dict[str, str]:
    return {half.manifest.rendition: half.manifest.proof.sha256}


def _proofs_told(private: Half) -> dict[str, str]:
    """The proofs that the private half says were approved, where nothing else does."""
    with suppress(NotAsAgreed):
        told = Facts(parsed(private.kept.get(SIGN_OFF, b""), _LARGEST)).table("proofs")
        return {rendition: told.digest(rendition) for rendition in told}
    return {}


def _told(expected: bytes, half: Half, seen: Inspection) -> None:
    found = half.kept.get(SIGN_OFF)
    if found is None and SIGN_OFF not in half.manifest.files:
        seen.find(half.named(SIGN_OFF), "is missing")
    elif found is not None and found != expected:
        seen.find(half.named(SIGN_OFF), "does not say what the ledger says")
