"""A sealed PDF, held against what its seal says and against the manifest beside it."""

import re
from typing import TYPE_CHECKING

from reportgen.registry.editions.binding import signer
from reportgen.registry.editions.inspection import Inspection
from reportgen.registry.editions.manifest import Held, Manifest

if TYPE_CHECKING:
    from reportgen.registry.seals.sealed import SealFound

LARGEST = 300_000_000
"""Bytes of a PDF that is read."""

# Before the sentences in which titles and names stand, which may hold anything.
_EDITION = re.compile(r"\ASigned off by [\w, ]{1,40}\. This is edition ([0-9]{1,9})\. ")
_DIGEST = re.compile(r"(?:[0-9a-f]{4} ?){16}")


def examine_pdf(pdf: bytes, name: str, seen: Inspection) -> "SealFound":
    """Look at a sealed PDF by itself.

    Args:
        pdf: its bytes.
        name: what findings call it.
        seen: is told everything.
    """
    from reportgen.registry.seals.sealed import examine_seal

    found = examine_seal(pdf)
    seen.look("signatures")
    for complaint in found.complaints:
        seen.find(name, f"is not as it was sealed: {complaint}")
    if found.complaints:
        return found
    if found.proof_sha256 not in told_digests(found.words):
        what = "has a seal whose words do not name the proof that it begins with"
        seen.find(name, what, found.proof_sha256)
    if found.certificate is not None:
        seen.signed(found.certificate)
    if found.timestamped_at is None:
        seen.remark(
            "when it was sealed is what the sealing computer said; no timestamp "
            "authority vouches for it"
        )
    elif found.authority is not None:
        seen.remark(
            f"{found.authority.subject} says when it was sealed; whether to believe "
            "that timestamp authority was not evaluated"
        )
    return found


def told_edition(words: str) -> int | None:
    """The number of the edition that a seal names; None where it names none."""
    found = _EDITION.match(words)
    return int(found[1]) if found else None


def told_digests(words: str) -> list[str]:
    """The SHA-256 digests that a seal names, which are told in groups."""
    return [each.replace(" ", "") for each in _DIGEST.findall(words)]


def hold_against(
    found: "SealFound", manifest: Manifest, name: str, seen: Inspection
) -> None:
    """Hold what a seal says against the manifest beside it."""
    if found.complaints:
        return  # what it says is worth nothing
    proof = Held(found.proof_sha256, found.proof_bytes)
    seen.compare(name, "begins with a proof of", str(proof), str(manifest.proof))
    number = told_edition(found.words)
    seen.compare(name, "has a seal that names edition", number, manifest.edition)
    if found.certificate is not None:
        held = signer(found.certificate)
        for part in ("fingerprint", "subject", "not_after", "self_signed"):
            what = f"is sealed by a certificate whose {part} is"
            told = getattr(manifest.certificate, part)
            seen.compare(name, what, getattr(held, part), told)
