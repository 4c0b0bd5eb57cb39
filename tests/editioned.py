"""Small editions: stand-ins for filing, and real sealed ones for verifying."""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from reportgen.pages.stamp import SignOffBlock, SignOffLine, words
from reportgen.registry.archive import digest
from reportgen.registry.decisions.entries import (
    NOTHING_BEFORE,
    Act,
    Entry,
    Evidence,
    EvidenceKind,
    line_of,
)
from reportgen.registry.editions.decided import EVIDENCE
from reportgen.registry.editions.editions import (
    EditionFacts,
    FiledEdition,
    Sealed,
    file_edition,
)
from reportgen.registry.editions.manifest import (
    MANIFEST,
    SIGNATURE,
    Held,
    packed,
    read_manifest,
)
from reportgen.registry.seals.certificate import Certificate
from reportgen.registry.seals.detached import sign_detached
from reportgen.registry.seals.identity import Identity, make_identity, read_identity
from reportgen.registry.seals.seal import seal
from reportgen.vocabulary import Rendition

REPORT = "2026-05/outcomes"
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
DRAWN_BY = {
    **dict.fromkeys(("weasyprint", "pydyf", "jinja2", "pango", "harfbuzz"), "1.0"),
    "reportgen": "0.1.0",
    "program": "ab" * 32,
    "chrome": "Chromium 1",
}
PUBLIC_PROOF, PRIVATE_PROOF = b"%PDF-1.7 the public proof", b"%PDF-1.7 the other one"


def identity(name: str = "Exampleton Partnership", at: datetime = NOW) -> Identity:
    """An identity that signs, made once for each name and time."""
    return _identity(name, at)


@cache
def _identity(name: str, at: datetime) -> Identity:
    made = make_identity(name, at - timedelta(days=1), None)
    return read_identity(made, None, "certificate.p12")


def chained(*entries: Entry) -> bytes:
    """A ledger of these entries, numbered and chained anew."""
    before, lines = NOTHING_BEFORE, b""
    for number, entry in enumerate(entries, 1):
        line = line_of(replace(entry, number=number, before=before))
        before, lines = digest(line), lines + line + b"\n"
    return lines


def decision(role: str, proofs: Mapping[str, str], **changes: object) -> Entry:
    """An approval by one role, or another act."""
    entry = Entry(
        number=1,
        at=NOW - timedelta(hours=2),
        act=Act.APPROVE,
        report=REPORT,
        role=role,
        holder="Director, Exampleton Council",
        name="Robin Example",
        proofs=dict(sorted(proofs.items())),
        parts=(),
        note="",
        reason="",
        typed_by="Sam Example",
        evidence=(),
        before=NOTHING_BEFORE,
    )
    return replace(entry, **changes)  # type: ignore[arg-type]


def message(proofs: Mapping[str, str]) -> bytes:
    """A stored reply that names the digest of each proof."""
    named = "\n".join(proofs.values())
    return f"From: Robin <sro@example.org>\n\nI approve\n{named}\n".encode()


def reply(proofs: Mapping[str, str]) -> Evidence:
    """The stored reply that backs a decision."""
    sha256 = digest(message(proofs))
    return Evidence(EvidenceKind.REPLY, sha256, f"{sha256}.eml", "a reply")


def ledger_of(proofs: Mapping[str, str]) -> bytes:
    """Two people approved, one of them with a stored reply."""
    return chained(
        decision("Data Lead", {"public": "0" * 64}),
        decision("Data Lead", proofs),
        decision("Senior Responsible Owner", proofs, evidence=(reply(proofs),)),
    )


@dataclass(frozen=True)
class Bundle:
    """All that `file_edition` is handed."""

    public: Mapping[str, bytes]
    private: Mapping[str, bytes]
    facts: EditionFacts
    sign: Callable[[bytes], bytes] = field(default=lambda data: b"signed " + data[:9])

    def file(
        self, record: Path, examine: Callable[[Path], None] | None = None
    ) -> FiledEdition:
        """File it."""
        given = (record, REPORT, self.public, self.private, self.facts, self.sign)
        if examine is None:
            return file_edition(*given)
        return file_edition(*given, examine=examine)


def bundle(edition: int = 1, **changes: object) -> Bundle:
    """A small edition whose PDFs only look like some."""
    proofs = {"public": digest(PUBLIC_PROOF), "partners": digest(PRIVATE_PROOF)}
    shared = {"published.csv": b"measure,value\nm1,1\n", "material/styles/a.css": b"a"}
    public = {**shared, "pack-public.pdf": PUBLIC_PROOF + b" sealed"}
    private = {
        **shared,
        "published.csv": b"measure,value\nm1,1\nm2,2\n",
        "pack-partners.pdf": PRIVATE_PROOF + b" sealed",
        "signoff.jsonl": ledger_of(proofs),
        f"evidence/{digest(message(proofs))}.eml": message(proofs),
        "inputs/data/observations.csv": b"measure,count\nm2,2\n",
    }
    correction = f"the rate of m1, edition {edition}" if edition > 1 else ""
    facts = EditionFacts(
        edition=edition,
        partnership="Exampleton Partnership",
        released=NOW + timedelta(days=edition),
        released_by="Sam Example",
        drawn_by=DRAWN_BY,
        certificate=certificate(),
        public=Sealed("public", "pack-public.pdf", proofs["public"], len(PUBLIC_PROOF)),
        private=Sealed(
            "partners", "pack-partners.pdf", proofs["partners"], len(PRIVATE_PROOF)
        ),
        correction=correction,
    )
    return replace(Bundle(public, private, facts), **changes)  # type: ignore[arg-type]


# --- real ones ----------------------------------------------------------------------


def stamp(
    width: float = 400,
    height: float = 200,
    drawn: bytes = b"0 0 1 rg 20 20 60 60 re f",
) -> bytes:
    """A page with a square on it, as small as a PDF can be."""
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Resources << >> "
        b"/Contents 4 0 R >>" % (width, height),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
    ]
    pdf, starts = b"%PDF-1.7\n", []
    for number, part in enumerate(parts, 1):
        starts.append(len(pdf))
        pdf += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    rest = b"trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(pdf)
    return pdf + b"xref\n0 5\n0000000000 65535 f \n" + table + rest


def words_of(edition: int, proof: bytes) -> str:
    """What a seal says, as `pages.stamp` words it."""
    block = SignOffBlock(
        title="Outcomes framework pack, May 2026",
        partnership="Exampleton Partnership",
        rendition=Rendition.PUBLIC,
        edition=edition,
        lines=(SignOffLine("Data Lead", "Director", "Robin Example", "1 June", "x"),),
        digest=digest(proof),
        sealed_by="Exampleton Partnership",
        sealed_at="1 June 2026",
    )
    return words(block)


@dataclass(frozen=True)
class Proofs:
    """The proofs of a report in both renditions, with the empty field."""

    public: bytes
    partners: bytes


def sealed_bundle(
    proofs: Proofs,
    edition: int = 1,
    *,
    by: Identity | None = None,
    at: datetime = NOW,
    ledger: bytes = b"",
) -> Bundle:
    """An edition with real seals and real signatures."""
    who = by or identity()
    digests = {"public": digest(proofs.public), "partners": digest(proofs.partners)}
    given = bundle(edition)
    pdfs = {
        name: seal(proof, stamp(), words_of(edition, proof), who, reason="x", at=at)
        for name, proof in (("public", proofs.public), ("partners", proofs.partners))
    }
    public = {**given.public, "pack-public.pdf": pdfs["public"]}
    private = {n: d for n, d in given.private.items() if EVIDENCE not in n}
    private["pack-partners.pdf"] = pdfs["partners"]
    private[f"{EVIDENCE}/{digest(message(digests))}.eml"] = message(digests)
    private["signoff.jsonl"] = ledger or ledger_of(digests)
    facts = replace(
        given.facts,
        released=at,
        certificate=who.certificate,
        public=Sealed(
            "public", "pack-public.pdf", digests["public"], len(proofs.public)
        ),
        private=Sealed(
            "partners", "pack-partners.pdf", digests["partners"], len(proofs.partners)
        ),
    )
    return Bundle(public, private, facts, lambda data: sign_detached(data, who, at))


def certificate() -> Certificate:
    """Facts of a certificate that signs nothing here."""
    return Certificate(
        subject="Exampleton Partnership",
        issuer="Exampleton Partnership",
        fingerprint="ab" * 32,
        not_before=NOW - timedelta(days=9),
        not_after=NOW + timedelta(days=900),
        self_signed=True,
    )


def tree(folder: Path) -> dict[str, bytes]:
    """All files of a folder by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }


def names(home: Path) -> Sequence[str]:
    """What stands in the folder of a report's editions, without its lock."""
    return sorted(path.name for path in home.iterdir() if path.name != ".lock")


@cache
def proofs_of_testshire() -> Proofs:
    """The real proofs of Testshire's pack, drawn without Chrome; made once."""
    from conftest import TESTSHIRE, _copied  # the fixtures are heavy to load

    with tempfile.TemporaryDirectory() as folder:
        made = _copied(TESTSHIRE, Path(folder), "2025-01/pack").build("proof")
        found = {one.rendition.value: one.paths[0].read_bytes() for one in made}
    return Proofs(**found)


def thawed(folder: Path) -> Path:
    """Let files be written that an edition keeps from it."""
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() else 0o644)
    return folder


def resigned(
    half: Path,
    changes: Mapping[str, bytes | None],
    who: Identity,
    **told: object,
) -> None:
    """Change files of a half, and let its manifest and signature agree with it again.

    Args:
        half: `public` or `private`, thawed.
        changes: new bytes by name; None removes the file.
        who: signs the manifest.
        told: what else the manifest says otherwise.
    """
    for name, data in changes.items():
        if data is None:
            (half / name).unlink()
        else:
            (half / name).write_bytes(data)
    files = {n: d for n, d in tree(half).items() if n not in {MANIFEST, SIGNATURE}}
    manifest = read_manifest((half / MANIFEST).read_bytes())
    held = {name: Held(digest(data), len(data)) for name, data in files.items()}
    data = packed(replace(manifest, files=held, **told))  # type: ignore[arg-type]
    (half / MANIFEST).write_bytes(data)
    (half / SIGNATURE).write_bytes(sign_detached(data, who, NOW))
