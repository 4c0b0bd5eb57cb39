"""The manifest of one half of an edition: what it holds, made of what, signed by whom.

An edition has two halves: what the public may have, and what stays with the partners.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from reportgen.registry.editions import filenames
from reportgen.registry.editions.facts import Facts, NotAsAgreed, parsed

MANIFEST = "manifest.json"
SIGNATURE = "manifest.p7s"
"""Detached CMS over the bytes of the manifest, by the organisation's certificate."""
UNLISTED = frozenset({MANIFEST, SIGNATURE})
"""The two files of a half that its manifest cannot name."""
PUBLIC, PRIVATE = "public", "private"
"""The folders of the two halves."""
LEDGER = "signoff.jsonl"
"""The ledger as it was when the edition was made; only in the private half."""
SIGN_OFF = "sign-off.json"
"""Who approved; in both halves."""
FORMAT = 1
"""The format of manifests that this version reads and writes."""
LARGEST = 5_000_000
"""Bytes of a manifest that is read."""
MOST_FILES = 20_000
"""Files that one half may have."""
MOST_BYTES = 2 << 30
"""Bytes that they may have together: two gibibytes."""

_ONLY_PRIVATE = ("public_manifest", "ledger", "released_by")


class OtherFormat(NotAsAgreed):
    """The manifest is of a format that another version of reportgen writes."""


@dataclass(frozen=True)
class Held:
    """The bytes of one file."""

    sha256: str
    bytes: int

    def __str__(self) -> str:
        """`1,234 bytes with sha256 5e...`."""
        return f"{self.bytes:,} bytes with sha256 {self.sha256}"


@dataclass(frozen=True)
class Signer:
    """The certificate that signed, as the manifest tells it."""

    subject: str
    fingerprint: str
    """SHA-256 of the certificate: 64 hex digits."""
    not_after: str
    """ISO date and time."""
    self_signed: bool


@dataclass(frozen=True)
class Chain:
    """How long the ledger was, and how it ended."""

    lines: int
    head: str
    """SHA-256 of its last line, without the newline."""


@dataclass(frozen=True)
class Manifest:
    """What one half of an edition is."""

    edition: int
    report: str
    """`2026-05/outcomes`."""
    partnership: str
    rendition: str
    """`public` or `partners`."""
    released: str
    """ISO date and time."""
    corrects: int | None
    """The edition before, if any."""
    correction: str
    """What was corrected; empty in a first edition."""
    pdf: str
    """Name of the sealed PDF."""
    proof: Held
    """What was approved: the beginning of the sealed PDF."""
    files: Mapping[str, Held]
    """Every file of the half but the manifest and its signature."""
    drawn_by: Mapping[str, str]
    """Versions of all that draws, by name."""
    certificate: Signer
    public_manifest: str = ""
    """SHA-256 of the public manifest; only in the private half, as are the next two."""
    ledger: Chain | None = None
    released_by: str = ""
    """Who typed it."""

    @property
    def half(self) -> str:
        """The folder that it belongs in."""
        return PUBLIC if self.ledger is None else PRIVATE


def packed(manifest: Manifest) -> bytes:
    """The manifest as JSON: sorted, indented, UTF-8; the same bytes every time."""
    facts: dict[str, Any] = {"format": FORMAT, **asdict(manifest)}
    if manifest.ledger is None:
        for name in _ONLY_PRIVATE:
            del facts[name]
    text = json.dumps(facts, indent=2, ensure_ascii=False, sort_keys=True)
    return f"{text}\n".encode()


def read_manifest(data: bytes) -> Manifest:
    """The manifest in a file that anybody may have written.

    Raises:
        OtherFormat: another version of reportgen wrote it.
        NotAsAgreed: it is none; the message says why.
    """
    facts = Facts(parsed(data, LARGEST))
    form = facts.count("format")
    if form != FORMAT:
        raise OtherFormat(f"is of format {form}; this reportgen reads format {FORMAT}")
    is_private = any(facts.has(name) for name in _ONLY_PRIVATE)
    drawn_by = facts.table("drawn_by")
    manifest = Manifest(
        edition=facts.count("edition", 1),
        report=facts.text("report"),
        partnership=facts.text("partnership"),
        rendition=facts.text("rendition"),
        released=facts.time("released"),
        corrects=facts.count("corrects", 1) if facts.has("corrects") else None,
        correction=facts.text("correction"),
        pdf=facts.text("pdf"),
        proof=_held(facts.table("proof")),
        files=_files(facts.table("files")),
        drawn_by={name: drawn_by.text(name) for name in drawn_by},
        certificate=_signer(facts.table("certificate")),
        public_manifest=facts.digest("public_manifest") if is_private else "",
        ledger=_chain(facts.table("ledger")) if is_private else None,
        released_by=facts.text("released_by") if is_private else "",
    )
    _settle(manifest)
    return manifest


def _held(facts: Facts) -> Held:
    return Held(facts.digest("sha256"), facts.count("bytes"))


def _chain(facts: Facts) -> Chain:
    return Chain(facts.count("lines", 1), facts.digest("head"))


def _signer(facts: Facts) -> Signer:
    return Signer(
        subject=facts.text("subject"),
        fingerprint=facts.digest("fingerprint"),
        not_after=facts.time("not_after"),
        self_signed=facts.truth("self_signed"),
    )


def _files(facts: Facts) -> dict[str, Held]:
    names = list(facts)
    if len(names) > MOST_FILES:
        raise NotAsAgreed(f"names more than {MOST_FILES:,} files")
    return {name: _held(facts.table(name)) for name in names}


def _settle(manifest: Manifest) -> None:
    """Refuse what is well formed and yet cannot be.

    Raises:
        NotAsAgreed: its parts do not fit each other.
    """
    check_names(manifest.files)
    if sum(held.bytes for held in manifest.files.values()) > MOST_BYTES:
        raise NotAsAgreed(f"names files of more than {MOST_BYTES:,} bytes together")
    if manifest.pdf not in manifest.files:
        raise NotAsAgreed(f"does not list its PDF, {manifest.pdf}")
    before = manifest.edition - 1 or None
    if manifest.corrects != before or bool(manifest.correction) != bool(before):
        raise NotAsAgreed(
            f"is of edition {manifest.edition}, and does not say what it corrects"
        )
    if not manifest.proof.bytes < manifest.files[manifest.pdf].bytes:
        raise NotAsAgreed("has a PDF that is no longer than its proof")


def check_names(names: Mapping[str, object]) -> None:
    """Refuse names that lead elsewhere, or that some system takes for one another.

    Raises:
        NotAsAgreed: names the first of them.
    """
    for name in sorted(names):
        if why := filenames.complaint(name):
            raise NotAsAgreed(f"names a file that {why}: {name}")
        if name.casefold() in UNLISTED:
            raise NotAsAgreed(f"names {name}, which cannot be in it")
    for name in filenames.clashes(names):
        raise NotAsAgreed(f"names a file that some systems take for another: {name}")
