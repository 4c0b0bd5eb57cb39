"""An edition before it is filed: its two halves with manifests and signatures."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from reportgen.errors import NotAllowed
from reportgen.registry.archive import digest
from reportgen.registry.decisions.ledger import Ledger, read_ledger
from reportgen.registry.editions.extracts import sign_off
from reportgen.registry.editions.facts import NotAsAgreed
from reportgen.registry.editions.manifest import (
    LEDGER,
    MANIFEST,
    PRIVATE,
    PUBLIC,
    SIGN_OFF,
    SIGNATURE,
    Chain,
    Held,
    Manifest,
    Signer,
    check_names,
    packed,
    read_manifest,
)
from reportgen.registry.editions.separation import trespasses
from reportgen.registry.seals.certificate import Certificate


@dataclass(frozen=True)
class Sealed:
    """The sealed PDF of one half, and the proof that it begins with."""

    rendition: str
    """`public` or `partners`."""
    pdf: str
    """Its name."""
    proof_sha256: str
    proof_bytes: int


@dataclass(frozen=True)
class EditionFacts:
    """What the manifests of an edition say that its files do not."""

    edition: int
    """Its number, which its seals tell: that of `next_number`."""
    partnership: str
    released: datetime
    """With its time zone."""
    released_by: str
    """Who typed it."""
    drawn_by: Mapping[str, str]
    """Versions of all that draws, by name."""
    certificate: Certificate
    """Of whom the function `sign` signs for."""
    public: Sealed
    private: Sealed
    correction: str = ""
    """What a later edition corrects; empty for the first."""


def bound(
    report: str,
    public: Mapping[str, bytes],
    private: Mapping[str, bytes],
    facts: EditionFacts,
    sign: Callable[[bytes], bytes],
) -> dict[str, bytes]:
    """All files of an edition by path, with manifests and signatures.

    Raises:
        NotAllowed: a file may not be in it.
    """
    try:
        ledger = read_ledger(private[LEDGER], LEDGER)
        outer = {**public, **_told(ledger, public, [facts.public])}
        inner = {**private, **_told(ledger, private, [facts.public, facts.private])}
        shown = _manifest(report, outer, facts, facts.public)
        outer[MANIFEST] = packed(shown)
        kept = replace(
            _manifest(report, inner, facts, facts.private),
            public_manifest=digest(outer[MANIFEST]),
            ledger=Chain(ledger.lines, ledger.head),
            released_by=facts.released_by,
        )
        inner[MANIFEST] = packed(kept)
        for half in (outer, inner):
            read_manifest(half[MANIFEST])
    except (NotAsAgreed, KeyError) as refusal:
        raise NotAllowed(f"{report} cannot be filed: {refusal}") from None
    _part(report, outer, inner, {facts.private.proof_sha256, ledger.head})
    for half in (outer, inner):
        half[SIGNATURE] = sign(half[MANIFEST])
    return {
        f"{name}/{path}": data
        for name, half in ((PUBLIC, outer), (PRIVATE, inner))
        for path, data in half.items()
    }


def _told(
    ledger: Ledger, half: Mapping[str, bytes], sealed: Sequence[Sealed]
) -> dict[str, bytes]:
    """`sign-off.json` of one half.

    Raises:
        NotAsAgreed: the half has another one.
    """
    made = sign_off(ledger, {one.rendition: one.proof_sha256 for one in sealed})
    if half.get(SIGN_OFF, made) != made:
        raise NotAsAgreed(f"its {SIGN_OFF} does not say what the ledger says")
    return {SIGN_OFF: made}


def _manifest(
    report: str, files: Mapping[str, bytes], facts: EditionFacts, sealed: Sealed
) -> Manifest:
    """What the manifest of the public half says, and most of what the other does.

    Raises:
        NotAsAgreed: a name may not be in it, or the PDF does not begin with its proof.
    """
    check_names(files)
    proof = files[sealed.pdf][: sealed.proof_bytes]
    if digest(proof) != sealed.proof_sha256:
        raise NotAsAgreed(f"{sealed.pdf} does not begin with the proof")
    return Manifest(
        edition=facts.edition,
        report=report,
        partnership=facts.partnership,
        rendition=sealed.rendition,
        released=facts.released.isoformat(timespec="seconds"),
        corrects=facts.edition - 1 or None,
        correction=facts.correction,
        pdf=sealed.pdf,
        proof=Held(sealed.proof_sha256, sealed.proof_bytes),
        files={name: Held(digest(data), len(data)) for name, data in files.items()},
        drawn_by=dict(facts.drawn_by),
        certificate=signer(facts.certificate),
    )


def signer(certificate: Certificate) -> Signer:
    """A certificate as a manifest tells it."""
    return Signer(
        subject=certificate.subject,
        fingerprint=certificate.fingerprint,
        not_after=certificate.not_after.isoformat(),
        self_signed=certificate.self_signed,
    )


def _part(
    report: str,
    public: Mapping[str, bytes],
    private: Mapping[str, bytes],
    secrets: Collection[str],
) -> None:
    """The last wall.

    Raises:
        NotAllowed: something public tells of a private file.
    """
    if found := trespasses(public, private, secrets):
        what = "; ".join(found)
        raise NotAllowed(f"{report} cannot be filed: {what}; nothing was written")
