"""The command that looks at what was released, also years later: verify."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.cli import options
from reportgen.cli.voice import clean, say, say_json
from reportgen.errors import NotAllowed
from reportgen.formats import london_day, long_date

if TYPE_CHECKING:
    from reportgen.desk.verifying import Trust, Verified
    from reportgen.registry.editions.verification import Verification

_NO_TRUST = (
    "whether its certificate can be trusted was not evaluated: give --trust "
    "FINGERPRINT, which the partnership publishes"
)
_FOREIGN = (
    "the certificate that signed it is none of those that you trust; compare its "
    "fingerprint with the one that the partnership publishes"
)


@click.command()
@click.argument(
    "paths",
    metavar="PATH...",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path),
)
@options.workspace
@click.option(
    "--trust",
    metavar="FINGERPRINT",
    multiple=True,
    help="SHA-256 fingerprint of a certificate to trust; may be given again.",
)
@click.option(
    "--rebuild",
    is_flag=True,
    help="Lay out again what is intact and trusted, and compare.",
)
@options.as_json
@options.quiet
@click.pass_obj
def verify(  # noqa: PLR0913 (its options)
    workspace: Path,
    paths: Sequence[Path],
    *,
    trust: Sequence[str],
    rebuild: bool,
    as_json: bool,
    quiet: bool,
) -> int:
    """Say whether PATH is what was released: intact, and by a trusted certificate.

    PATH is a sealed PDF, an edition's folder, or its folder public or private. It
    needs neither the network nor a workspace. Those whom a workspace trusts count
    where it is named with -w, and in its record; with --trust, nobody else counts.
    """
    from reportgen.desk import verifying

    found = verifying.verify(paths, _whom(trust, workspace), is_rebuilt=rebuild)
    if as_json:
        say_json({"verified": [_as_json(each) for each in found]})
    for number, each in enumerate(() if as_json else found):
        if number and not quiet:
            say("")
        say("\n".join(map(clean, _told(each, quiet=quiet))))
    return max(map(_code, found), key=_WORST.index)


_WORST = (0, NotAllowed.exit_code, 1)  # exit codes, the one that matters most last


def _code(one: "Verified") -> int:
    if not one.is_sound:
        return 1
    return 0 if one.found.trusted else NotAllowed.exit_code


def _whom(told: Sequence[str], folder: Path) -> "Trust":
    """Whom to trust: who is told, else whom the workspace trusts."""
    from reportgen.desk import verifying

    if told:
        return verifying.Trust(frozenset(map(verifying.fingerprint, told)), "--trust")
    if options.is_named():
        return verifying.trust_named(options.opened(folder))
    return verifying.trust_here(folder)


# --- the words ------------------------------------------------------------------------


def _told(one: "Verified", *, quiet: bool) -> Iterator[str]:
    """What was found of one path, in lines; the verdict leads."""
    found = one.found
    by = f" by {one.trusted_by}" if found.intact and found.trusted else ""
    yield f"{_verdict(found)}{by}: {found.path}"
    yield from (f"  {finding}" for finding in found.findings)
    if found.intact and not found.trusted:
        yield f"  {_NO_TRUST if found.trusted is None else _FOREIGN}"
    if not quiet:
        yield from (f"  {line}" for line in _about(found))
    for rebuilt in one.rebuilt:
        yield f"  {rebuilt}"
    if not quiet:
        yield from (f"  note: {remark}" for remark in found.remarks)


def _verdict(found: "Verification") -> str:
    """The result in a few words."""
    if not found.evaluated:
        return "not evaluated"
    if not found.intact:
        is_bare = found.kind == "pdf" and not found.seals[0].is_sealed
        return "not sealed" if is_bare else "not intact"
    if found.trusted is None:
        return "intact; trust not evaluated"
    return "intact, and trusted" if found.trusted else "intact, but not trusted"


def _about(found: "Verification") -> Iterator[str]:
    """What it is, how far was looked, who signed; only what a signature vouches for."""
    if found.intact:
        yield _title(found)
        for proof in _proofs(found):
            yield f"begins with {proof.words}"
        when = _sealed(found)
        for signer in found.signers:
            yield f"sealed{when} by {signer.subject}"
            yield f"its certificate has the fingerprint {signer.groups}"
    if not found.evaluated:
        return
    yield f"looked at {found.reach}"
    yield ", ".join(_looked_at(*each) for each in found.looked_at.items())


def _title(found: "Verification") -> str:
    if not found.halves:
        number = _edition(found)
        return f"edition {number}" if number else "a sealed PDF"
    manifest = found.halves[0].manifest
    told = (
        f"edition {manifest.edition} of {manifest.report}, {manifest.partnership}, "
        f"released {manifest.released}"
    )
    return (
        f"{told}; it corrects: {manifest.correction}" if manifest.correction else told
    )


def _sealed(found: "Verification") -> str:
    """` on 1 June 2026`, as the first seal says."""
    for seal in found.seals:
        if at := seal.timestamped_at or seal.signed_at:
            return f" on {long_date(london_day(at))}"
    return ""


def _looked_at(what: str, count: int) -> str:
    """`files 15`, `ledger lines 0 (not evaluated)`: nothing looked at is no pass."""
    return f"{what} {count:,}" if count else f"{what} 0 (not evaluated)"


# --- as JSON --------------------------------------------------------------------------


def _as_json(one: "Verified") -> dict[str, object]:
    found = one.found
    manifest = found.halves[0].manifest if found.halves else None
    seal = found.seals[0] if found.seals else None
    return {
        "path": str(found.path),
        "kind": found.kind,
        "evaluated": found.evaluated,
        "intact": found.intact,
        "trusted": found.trusted,
        "trusted_by": one.trusted_by or None,
        "report": manifest.report if manifest else None,
        "partnership": manifest.partnership if manifest else None,
        "edition": _edition(found),
        "released": manifest.released if manifest else None,
        "corrects": manifest.corrects if manifest else None,
        "correction": manifest.correction if manifest else None,
        "proofs": [asdict(each) for each in _proofs(found)],
        "sealed_at": seal.signed_at if seal else None,
        "timestamped_at": seal.timestamped_at if seal else None,
        "signers": [each.as_json() for each in found.signers],
        "findings": [
            {"file": each.file, "what": each.what, "expected": each.expected}
            for each in found.findings
        ],
        "remarks": list(found.remarks),
        "looked_at": dict(found.looked_at),
        "reach": found.reach,
        "rebuilt": [
            {
                "rendition": each.rendition or None,
                "outcome": str(each.outcome),
                "words": each.words,
            }
            for each in one.rebuilt
        ],
    }


def _edition(found: "Verification") -> int | None:
    """The number, as the manifest says, or else the seal."""
    from reportgen.registry.editions.pdfs import told_edition

    if found.halves:
        return found.halves[0].manifest.edition
    return told_edition(found.seals[0].words) if found.seals else None


@dataclass(frozen=True)
class _Proof:
    """What a sealed PDF begins with, and what was approved."""

    rendition: str | None
    """A PDF alone does not say for whom it is."""
    sha256: str
    bytes: int

    @property
    def words(self) -> str:
        about = f"the {self.rendition} proof" if self.rendition else "the proof"
        return f"{about}: {self.bytes:,} bytes, sha256 {self.sha256}"


def _proofs(found: "Verification") -> list[_Proof]:
    if found.halves:
        told = [half.manifest for half in found.halves]
        return [_Proof(m.rendition, m.proof.sha256, m.proof.bytes) for m in told]
    seals = [seal for seal in found.seals if seal.proof_sha256]
    return [_Proof(None, seal.proof_sha256, seal.proof_bytes) for seal in seals]
