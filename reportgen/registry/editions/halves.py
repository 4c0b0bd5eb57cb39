"""One half of an edition, held against its manifest: names, bytes, signature, seal."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from reportgen.registry.archive import digest
from reportgen.registry.editions import manifest as manifests
from reportgen.registry.editions import pdfs
from reportgen.registry.editions.facts import NotAsAgreed
from reportgen.registry.editions.inspection import Inspection
from reportgen.registry.editions.looking import (
    LARGEST,
    Listing,
    Unread,
    listed,
    weighed,
)
from reportgen.registry.editions.manifest import (
    LEDGER,
    MANIFEST,
    SIGN_OFF,
    SIGNATURE,
    UNLISTED,
    Held,
    Manifest,
    read_manifest,
)

if TYPE_CHECKING:
    from reportgen.registry.seals.sealed import SealFound

_LARGEST_SIGNATURE = 200_000
_UNSIGNED = "was not looked at further, as no signature fits its manifest"
_BOUNDS = {LEDGER: 20_000_000, SIGN_OFF: 20_000_000}  # bytes of what is read further


@dataclass(frozen=True)
class Half:
    """What one half holds, as far as it could be read."""

    folder: Path
    prefix: str
    """`public/` in messages; empty where the half itself was named."""
    manifest: Manifest
    digest: str
    """SHA-256 of the manifest's bytes."""
    kept: Mapping[str, bytes]
    """The bytes of ledger and sign-off, as they were read; none if nobody signed."""
    seal: "SealFound | None"
    proof: bytes
    """The beginning of the PDF that was approved; empty where it could not be read."""

    def named(self, name: str) -> str:
        """A file of this half, as messages name it."""
        return f"{self.prefix}{name}"


def examine_half(folder: Path, prefix: str, seen: Inspection) -> Half | None:
    """Look at all of one half.

    Args:
        folder: with `manifest.json`.
        prefix: what its files are called by in findings: `public/`, or nothing.
        seen: is told everything.

    Returns:
        None where there is no manifest to hold it against.
    """
    told = _read(folder, MANIFEST, manifests.LARGEST, prefix, seen)
    signature = _read(folder, SIGNATURE, _LARGEST_SIGNATURE, prefix, seen)
    if told is None:
        return None
    fingerprint = _signed_by(told, signature, prefix, seen)
    try:
        manifest = read_manifest(told)
    except NotAsAgreed as refusal:
        seen.is_foreign |= isinstance(refusal, manifests.OtherFormat)
        seen.find(f"{prefix}{MANIFEST}", str(refusal))
        return None
    if fingerprint:
        expected = manifest.certificate.fingerprint
        what = "was signed by the certificate"
        seen.compare(f"{prefix}{SIGNATURE}", what, fingerprint, expected)
    else:
        seen.find(prefix or ".", _UNSIGNED)
    _names(listed(folder), manifest, prefix, seen)
    kept = _weigh(folder, manifest, prefix, seen) if fingerprint else {}
    pdf = kept.pop(manifest.pdf, None)
    found, proof = None, b""
    if pdf is not None:
        proof = pdf[: manifest.proof.bytes]
        found = pdfs.examine_pdf(pdf, f"{prefix}{manifest.pdf}", seen)
        pdfs.hold_against(found, manifest, f"{prefix}{manifest.pdf}", seen)
    return Half(folder, prefix, manifest, digest(told), kept, found, proof)


def _read(
    folder: Path, name: str, largest: int, prefix: str, seen: Inspection
) -> bytes | None:
    """One of the two files that no manifest names."""
    try:
        found = weighed(folder, name, largest, keep=True)
    except Unread as refusal:
        seen.find(f"{prefix}{name}", str(refusal))
        return None
    seen.look("files")
    seen.look("bytes", found.size)
    return found.data


def _signed_by(
    told: bytes, signature: bytes | None, prefix: str, seen: Inspection
) -> str:
    """Fingerprint of the certificate that signed the manifest; empty where none did."""
    from reportgen.registry.seals.detached import examine_detached

    if signature is None:
        return ""
    found = examine_detached(told, signature)
    seen.look("signatures")
    for complaint in found.complaints:
        what = f"does not fit {prefix}{MANIFEST}: {complaint}"
        seen.find(f"{prefix}{SIGNATURE}", what)
    if found.complaints or found.certificate is None:
        return ""
    seen.signed(found.certificate)
    return found.certificate.fingerprint


def _names(listing: Listing, manifest: Manifest, prefix: str, seen: Inspection) -> None:
    """Hold the names that are there against those of the manifest."""
    if not listing.is_whole:
        seen.find(prefix or ".", "has more in it than is looked at")
    for name, what in listing.odd:
        seen.find(f"{prefix}{name}", what)
    for name in listing.files:
        if name not in manifest.files and name not in UNLISTED:
            seen.find(f"{prefix}{name}", "is not named in the manifest")
    parents = {str(p) for name in manifest.files for p in PurePosixPath(name).parents}
    for name in listing.folders:
        if name not in parents:
            seen.find(f"{prefix}{name}", "is a folder that is not in the manifest")


def _weigh(
    folder: Path, manifest: Manifest, prefix: str, seen: Inspection
) -> dict[str, bytes]:
    """Hold every file against its digest; the bytes of those that are read further."""
    kept = {}
    for name, held in sorted(manifest.files.items()):
        bound = _BOUNDS.get(name, LARGEST)
        if name == manifest.pdf:
            bound = pdfs.LARGEST
        is_kept = bound < LARGEST
        try:
            found = weighed(folder, name, min(bound, held.bytes), keep=is_kept)
        except Unread as refusal:
            seen.find(f"{prefix}{name}", str(refusal), str(held))
            continue
        seen.look("files")
        seen.look("bytes", found.size)
        here = Held(found.sha256, found.size)
        seen.compare(f"{prefix}{name}", "is", str(here), str(held))
        if is_kept:
            kept[name] = found.data
    return kept
