"""Whether an edition, or a part of one, is what was released; offline, years later.

*Intact* is told from the bytes alone: every signature, digest, name and line fits.
*Trusted* is told apart: whether the certificate that signed is one whose fingerprint
was given from outside. Nothing of an edition is run, and nothing in it is believed
before it was held against a signature.
"""

import os
import stat
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.errors import UsageError
from reportgen.registry.editions import pdfs, stands
from reportgen.registry.editions.decided import examine_decisions
from reportgen.registry.editions.halves import Half, examine_half
from reportgen.registry.editions.inspection import Finding, Inspection
from reportgen.registry.editions.looking import Unread, weighed
from reportgen.registry.editions.manifest import MANIFEST, PRIVATE, PUBLIC, UNLISTED
from reportgen.registry.seals.certificate import Certificate

if TYPE_CHECKING:
    from reportgen.registry.seals.sealed import SealFound

LOOKED_AT = ("files", "bytes", "signatures", "ledger lines", "approvals", "evidence")
"""What is counted; none of a kind is "not evaluated"."""

_SHARED = ("edition", "report", "partnership", "released", "corrects", "correction")
_REACH = {
    "pdf": "from the PDF alone: its seal, what the seal says, and the digest of the "
    "proof that it begins with; not the data it was made from, and not who decided",
    PUBLIC: "from the public half: seal, manifest, data, and what the pages are laid "
    "out from; not the ledger of who decided",
    PRIVATE: "from the private half: seal, manifest, data, ledger and evidence; not "
    "the public half",
    "edition": "the whole edition: both halves with seals, manifests, data, ledger and "
    "evidence",
    "nothing": "nothing that could be looked at",
}


@dataclass(frozen=True)
class Verification:
    """What was found about one PDF, one half, or one edition."""

    path: Path
    kind: str
    """`pdf`, `public`, `private`, `edition`, or `nothing`."""
    intact: bool
    trusted: bool | None
    """None where nobody gave a fingerprint to trust."""
    evaluated: bool
    """Whether it could be judged at all, by this version of reportgen."""
    findings: tuple[Finding, ...]
    """What differs; none where it is intact."""
    remarks: tuple[str, ...]
    """What is worth knowing and no fault."""
    looked_at: Mapping[str, int]
    signers: tuple[Certificate, ...]
    """Whose signatures hold."""
    seals: "tuple[SealFound, ...]"
    halves: tuple[Half, ...]
    """The public one first."""

    @property
    def reach(self) -> str:
        """How far the look went, in words."""
        return _REACH[self.kind]


def verify(path: Path, trusted: Collection[str] = ()) -> Verification:
    """Look at a sealed PDF, a half of an edition, or an edition; never at the network.

    Args:
        path: a PDF, a folder with `manifest.json`, or one with `public/` and
            `private/`; copied or renamed ones too.
        trusted: SHA-256 fingerprints of certificates, as 64 hex digits.

    Raises:
        UsageError: there is nothing of that name.
    """
    try:
        mode = path.stat().st_mode
    except OSError as refusal:
        raise UsageError(f"{path} cannot be opened ({refusal.strerror})") from None
    place = Path(os.path.realpath(path))
    if not stat.S_ISDIR(mode):
        return _of_pdf(path, place, trusted)
    return _of_folder(path, place, trusted)


def _of_pdf(path: Path, place: Path, trusted: Collection[str]) -> Verification:
    seen = Inspection()
    seals: list[SealFound] = []
    try:
        found = weighed(place.parent, place.name, pdfs.LARGEST, keep=True)
    except Unread as refusal:
        seen.find(path.name, str(refusal))
    else:
        seen.look("files")
        seen.look("bytes", found.size)
        seals = [pdfs.examine_pdf(found.data, path.name, seen)]
    return _concluded(path, "pdf" if seals else "nothing", seen, seals, (), trusted)


def _of_folder(path: Path, place: Path, trusted: Collection[str]) -> Verification:
    seen = Inspection()
    halves: list[Half] = []
    kind = "nothing"
    names = _names(place, seen)
    if names & {PUBLIC, PRIVATE}:
        kind, halves = "edition", _both(place, names, seen)
        stands.look(place, halves, seen)
    elif names & UNLISTED:
        if half := examine_half(place, "", seen):
            kind, halves = half.manifest.half, [half]
            stands.look(place.parent, halves, seen)
        if kind == PRIVATE:
            examine_decisions(halves[0], None, seen)
    elif not seen.findings:
        what = f"holds no edition: neither {MANIFEST} nor {PUBLIC}/ and {PRIVATE}/"
        seen.find(path.name or str(path), what)
    seals = [half.seal for half in halves if half.seal]
    return _concluded(path, kind, seen, seals, halves, trusted)


def _names(place: Path, seen: Inspection) -> set[str]:
    try:
        return {each.name for each in place.iterdir()}
    except OSError as refusal:
        seen.find(place.name, f"cannot be read ({refusal.strerror})")
        return set()


def _both(place: Path, names: Collection[str], seen: Inspection) -> list[Half]:
    """Both halves of an edition, each by itself and then together."""
    found: dict[str, Half] = {}
    for name in (PUBLIC, PRIVATE):
        half = _one(place, name, names, seen)
        if half is not None:
            what = "is the manifest of the half"
            seen.compare(f"{name}/{MANIFEST}", what, half.manifest.half, name)
            found[name] = half
    for name in sorted(set(names) - {PUBLIC, PRIVATE}):
        seen.find(name, "is no part of an edition")
    public, private = found.get(PUBLIC), found.get(PRIVATE)
    if public and private:
        _together(public, private, seen)
    if private and private.manifest.ledger:
        examine_decisions(private, public, seen)
    return [half for half in (public, private) if half]


def _one(
    place: Path, name: str, names: Collection[str], seen: Inspection
) -> Half | None:
    if name not in names:
        seen.find(name, "is missing; to verify one half, name its own folder")
    elif (place / name).is_symlink() or not (place / name).is_dir():
        seen.find(name, "is no folder")
    else:
        return examine_half(place / name, f"{name}/", seen)
    return None


def _together(public: Half, private: Half, seen: Inspection) -> None:
    """The two halves are of one edition, and the private one names the other."""
    name = private.named(MANIFEST)
    what = "names a public manifest with sha256"
    seen.compare(name, what, private.manifest.public_manifest, public.digest)
    for part in _SHARED:
        ours, theirs = (getattr(half.manifest, part) for half in (private, public))
        seen.compare(name, f"has another {part} than the public one:", ours, theirs)


def _concluded(  # noqa: PLR0913, PLR0917 (everything that was found)
    path: Path,
    kind: str,
    seen: Inspection,
    seals: "Sequence[SealFound]",
    halves: Sequence[Half],
    trusted: Collection[str],
) -> Verification:
    findings = seen.settled()
    is_trusted = bool(seen.signers) and set(seen.signers) <= set(trusted)
    return Verification(
        path=path,
        kind=kind,
        intact=not findings and kind != "nothing",
        trusted=is_trusted if trusted else None,
        evaluated=kind != "nothing" or bool(seen.looked_at and not seen.is_foreign),
        findings=findings,
        remarks=tuple(seen.remarks),
        looked_at={what: seen.looked_at[what] for what in LOOKED_AT},
        signers=tuple(seen.signers.values()),
        seals=tuple(seals),
        halves=tuple(halves),
    )
