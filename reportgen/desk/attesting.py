"""What was verified for the account of a sign-off, and what a record cannot show."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from reportgen.desk.approvals import EditionTold, SignOff
from reportgen.errors import RecordDamaged
from reportgen.formats import count_word, listed
from reportgen.pages.account import Decided, Edition, Look
from reportgen.registry.decisions.entries import Evidence
from reportgen.registry.decisions.record import kept
from reportgen.registry.editions.verification import Verification


def looks(
    sign_off: SignOff,
    decisions: Sequence[Decided],
    seen: Sequence[Verification],
    folder: Path,
) -> Iterator[Look]:
    """What was verified: the chain, the kept proofs, and each edition.

    Args:
        sign_off: whose ledger has read, so that its chain holds.
        decisions: as the account tells them.
        seen: what was found about each edition.
        folder: `record/CYCLE/REPORT`.
    """
    lines = sign_off.ledger.lines
    if not lines:
        yield Look("Chain of decisions", "there is no decision", None)
    else:
        told = count_word(lines, "decision")
        follows = "each follows the one before" if lines > 1 else "it is the first"
        words = f"{told}; {follows}, and none is missing"
        yield Look("Chain of decisions", words, True, sign_off.ledger.head)
        yield _kept_look(decisions)
        yield _evidence_look(sign_off, folder)
    for one, found in zip(sign_off.editions, seen, strict=True):
        yield _edition_look(one, found)
        yield _trust_look(one, found)


def _kept_look(decisions: Sequence[Decided]) -> Look:
    lost = [
        f"the {proof.rendition} proof of decision {one.number}"
        for one in decisions
        for proof in one.proofs
        if not proof.kept
    ]
    if lost:
        return Look("Proofs decided upon", f"not as it was: {listed(lost)}", False)
    told = count_word(len({p.sha256 for one in decisions for p in one.proofs}), "file")
    return Look("Proofs decided upon", f"{told}, each kept with its digest", True)


def _evidence_look(sign_off: SignOff, folder: Path) -> Look:
    found = {one.file: one for o in sign_off.ledger.entries for one in o.evidence}
    if not found:
        return Look("Evidence", "nobody gave a reply or a signature", None)
    lost = [name[:12] for name, one in found.items() if not _is_kept(folder, one)]
    if lost:
        return Look("Evidence", f"not as it was: {listed(lost)}", False)
    told = count_word(len(found), "file")
    return Look("Evidence", f"{told}, each kept with its digest", True)


def _is_kept(folder: Path, one: Evidence) -> bool:
    try:
        return kept(folder, f"evidence/{one.file}", one.sha256) is not None
    except RecordDamaged:
        return False


def _edition_look(one: EditionTold, found: Verification) -> Look:
    what = f"Edition {one.number}"
    if not found.evaluated:
        return Look(what, "of a format that this version does not know", None)
    if found.intact:
        counts = [f"{n:,} {name}" for name, n in found.looked_at.items() if n]
        return Look(what, f"intact: {listed(counts)}", True)
    told = [f"{each.file} {each.what}" for each in found.findings[:3]]
    more = len(found.findings) - len(told)
    rest = [f"and {more} more"] if more > 0 else []
    return Look(what, f"differs: {'; '.join([*told, *rest])}", False)


def _trust_look(one: EditionTold, found: Verification) -> Look:
    what = f"Trust in edition {one.number}"
    if found.trusted is None:
        return Look(what, "nobody has said whose certificate to trust", None)
    seen = "the certificate is one that reportgen.toml trusts"
    other = "the certificate is none of those that reportgen.toml trusts"
    return Look(what, seen if found.trusted else other, found.trusted)


def unseen(
    sign_off: SignOff, editions: Sequence[Edition], seen: Sequence[Verification]
) -> Iterator[str]:
    """What a record cannot show by itself."""
    if any(not entry.evidence for entry in sign_off.ledger.entries):
        yield (
            "Whether those decided who are named: where there is no evidence, it is "
            "the word of whoever recorded it."
        )
    if sign_off.ledger.entries:
        yield (
            "The times of decisions: they come from the clock of the computer on which "
            "they were recorded."
        )
    if any(not one.timestamped for one in editions):
        yield "The time of a seal without a timestamp: the sealer's clock told it."
    if any(found.trusted is None for found in seen):
        yield (
            "Whose certificate it is: compare the fingerprint with one that the "
            "organisation gave you on another way."
        )
    yield "Whether what the report says is right: that is what the persons answer for."
