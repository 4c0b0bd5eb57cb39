"""Looking at editions: whatever was changed is noticed and named."""

import json
import os
import random
import shutil
import signal
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from editioned import (
    NOW,
    REPORT,
    Bundle,
    Proofs,
    chained,
    decision,
    identity,
    message,
    proofs_of_testshire,
    reply,
    resigned,
    sealed_bundle,
    stamp,
    thawed,
    tree,
    words_of,
)

from reportgen.errors import NotAllowed, UsageError
from reportgen.pages.pdf import verify as accessible
from reportgen.registry import staging
from reportgen.registry.archive import digest
from reportgen.registry.decisions.entries import Act, line_of, read_entry
from reportgen.registry.decisions.ledger import read_ledger
from reportgen.registry.editions import looking
from reportgen.registry.editions.editions import FiledEdition
from reportgen.registry.editions.extracts import sign_off
from reportgen.registry.editions.facts import NotAsAgreed
from reportgen.registry.editions.manifest import (
    MANIFEST,
    MOST_BYTES,
    read_manifest,
)
from reportgen.registry.editions.verification import Verification, verify
from reportgen.registry.seals.seal import seal

_NOBODY = 65534
_FLIPS = 200


@pytest.fixture(scope="session")
def proofs() -> Proofs:
    """The real proofs of Testshire."""
    return proofs_of_testshire()


@pytest.fixture(scope="session")
def record(proofs: Proofs, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A record with one edition."""
    place = tmp_path_factory.mktemp("record")
    sealed_bundle(proofs).file(place)
    yield place
    staging.remove(place)


@pytest.fixture
def edition(record: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of the edition, elsewhere and under another name, that can be spoiled."""
    place = tmp_path / "handed over"
    shutil.copytree(record / REPORT / "editions/1", place)
    yield thawed(place)
    staging.remove(tmp_path)


@pytest.fixture
def impatient() -> Iterator[None]:
    """Whoever waits for a pipe is ended."""
    signal.alarm(30)
    yield
    signal.alarm(0)


def fingerprint(name: str = "Exampleton Partnership") -> str:
    """The fingerprint of an identity of these tests."""
    return identity(name).certificate.fingerprint


def told(place: Path) -> str:
    """All findings, as people read them; there is at least one."""
    found = verify(place, {fingerprint()})
    assert found.findings
    assert not found.intact
    return "\n".join(map(str, found.findings))


def sound(found: Verification) -> None:
    """Intact and trusted, with nothing found."""
    assert () == found.findings
    assert (True, True, True) == (found.evaluated, found.intact, found.trusted)


# --- what is as it was --------------------------------------------------------------


def test_a_whole_edition_is_intact_and_trusted(edition: Path) -> None:
    """Both halves, wherever they lie; it says how much was looked at."""
    found = verify(edition, {fingerprint()})

    sound(found)
    files = tree(edition)
    assert {
        "files": len(files),
        "bytes": sum(map(len, files.values())),
        "signatures": 4,
        "ledger lines": 3,
        "approvals": 4,
        "evidence": 1,
    } == found.looked_at
    assert ("edition", 2) == (found.kind, len(found.halves))
    assert "the whole edition" in found.reach
    assert [fingerprint()] == [one.fingerprint for one in found.signers]


@pytest.mark.parametrize("half", ["public", "private"])
def test_one_half_verifies_alone(edition: Path, tmp_path: Path, half: str) -> None:
    """A folder that was handed over alone says what it could not look at."""
    place = (edition / half).rename(tmp_path / "x")
    found = verify(place, {fingerprint()})

    sound(found)
    assert half == found.kind
    lines = {"public": 0, "private": 3}[half]
    assert (2, lines) == (
        found.looked_at["signatures"],
        found.looked_at["ledger lines"],
    )
    missing = {"public": "not the ledger", "private": "not the public half"}
    assert missing[half] in found.reach


def test_a_pdf_verifies_alone(edition: Path, tmp_path: Path, proofs: Proofs) -> None:
    """From a PDF alone come seal, words and the proof's digest; data do not."""
    place = (edition / "public/pack-public.pdf").rename(tmp_path / "renamed")
    found = verify(place, {fingerprint()})

    sound(found)
    (seal_found,) = found.seals
    assert digest(proofs.public) == seal_found.proof_sha256
    assert len(proofs.public) == seal_found.proof_bytes
    assert ("pdf", 1, 0) == (
        found.kind,
        found.looked_at["files"],
        found.looked_at["ledger lines"],
    )
    assert "not the data it was made from, and not who decided" in found.reach


def test_trust_comes_only_from_outside(edition: Path) -> None:
    """Nobody named is None, another named is False; both are intact."""
    nobody, another = verify(edition), verify(edition, {"0" * 64})

    assert (True, None) == (nobody.intact, nobody.trusted)
    assert (True, False) == (another.intact, another.trusted)


def test_a_later_edition_is_told_and_changes_nothing(
    proofs: Proofs, tmp_path: Path
) -> None:
    """Edition 1 stays intact once there is a 2, and says that there is."""
    for number in (1, 2):
        sealed_bundle(proofs, number).file(tmp_path)
    home = tmp_path / REPORT / "editions"
    first, second = (verify(home / name, {fingerprint()}) for name in "12")
    half = verify(home / "1/public", {fingerprint()})

    sound(first)
    sound(second)
    assert "edition 1 is superseded by edition 2" in first.remarks
    assert "edition 1 is superseded by edition 2" in half.remarks
    assert [] == [each for each in second.remarks if "superseded" in each]
    staging.remove(tmp_path)


def test_editions_that_change_places_are_found(proofs: Proofs, tmp_path: Path) -> None:
    """Where editions are kept, the number of the folder counts."""
    home = tmp_path / REPORT / "editions"
    for number in (1, 2):
        sealed_bundle(proofs, number).file(tmp_path)
    for old, new in (("1", "x"), ("2", "1"), ("x", "2")):
        (home / old).rename(home / new)

    assert "stands in the place of edition 1; expected 2" in told(home / "1")
    staging.remove(tmp_path)


def test_a_certificate_that_expired_since_is_explained(
    proofs: Proofs, tmp_path: Path
) -> None:
    """It was valid when it signed, so the edition stands; the remark says so."""
    then = datetime(2020, 6, 1, tzinfo=UTC)
    who = identity("Exampleton of old", then)
    digests = {"public": digest(proofs.public), "partners": digest(proofs.partners)}
    ledger = chained(decision("Data Lead", digests, at=then - timedelta(hours=1)))
    given = sealed_bundle(proofs, by=who, at=then, ledger=ledger)
    private = {n: d for n, d in given.private.items() if not n.startswith("evidence/")}
    filed = replace(given, private=private).file(tmp_path)
    found = verify(filed.folder, {who.certificate.fingerprint})

    sound(found)
    (remark,) = [each for each in found.remarks if "expired" in each]
    assert "has expired since, on 31 May 2023; it was valid when it signed" in remark
    staging.remove(tmp_path)


# --- bytes that were changed --------------------------------------------------------


@pytest.mark.parametrize("half", ["public", "private"])
def test_every_flipped_byte_is_noticed_and_its_file_named(
    edition: Path, half: str
) -> None:
    """Any byte of any file, in either half, as anything else."""
    chance = random.Random(half)  # noqa: S311 (the same bytes in every run)
    names = sorted(tree(edition / half))
    missed = []
    for number in range(_FLIPS // 2):
        name = names[number % len(names)]
        path = edition / half / name
        data = path.read_bytes()
        place, flip = chance.randrange(len(data)), chance.randrange(1, 256)
        path.write_bytes(data[:place] + bytes([data[place] ^ flip]) + data[place + 1 :])
        if name not in told(edition / half):
            missed.append((name, place, flip))
        path.write_bytes(data)

    assert [] == missed
    assert verify(edition / half).intact


def test_every_flipped_byte_of_a_pdf_alone_is_noticed(edition: Path) -> None:
    """With nothing but the PDF: in the proof, in the seal, at the very end."""
    chance = random.Random(6)  # noqa: S311 (the same bytes in every run)
    path = edition / "public/pack-public.pdf"
    data, length = path.read_bytes(), len(path.read_bytes())
    begin = read_manifest((edition / "public" / MANIFEST).read_bytes()).proof.bytes
    places = [0, begin - 1, begin, length - 1]
    places += [chance.randrange(begin) for _ in range(20)]
    places += [chance.randrange(begin, length) for _ in range(40)]
    for place in places:
        flip = chance.randrange(1, 256)
        path.write_bytes(data[:place] + bytes([data[place] ^ flip]) + data[place + 1 :])
        assert "pack-public.pdf" in told(path), place


def names_of(edition: Path) -> list[str]:
    """All files of both halves."""
    return sorted(tree(edition))


def test_bytes_appended_and_cut_are_noticed(edition: Path) -> None:
    """One byte more or less, at the end of each file."""
    for half in ("public", "private"):
        for name in sorted(tree(edition / half)):
            path = edition / half / name
            data = path.read_bytes()
            for changed in (data + b"\n", data[:-1]):
                path.write_bytes(changed)
                assert name in told(edition / half)
            path.write_bytes(data)


def test_files_removed_added_renamed_and_swapped_are_noticed(edition: Path) -> None:
    """What is missing and what is too much are both named."""
    aside = edition.parent / "aside"
    for name in names_of(edition):
        (edition / name).rename(aside)
        assert f"{name} is missing" in told(edition)
        aside.rename(edition / f"{name}.x")
        found = told(edition)
        assert f"{name} is missing" in found
        if not name.endswith(MANIFEST):  # without it nothing is known of names
            assert f"{name}.x is not named in the manifest" in found
        (edition / f"{name}.x").rename(edition / name)
    one, other = edition / "public/published.csv", edition / "private/published.csv"
    kept = one.read_bytes(), other.read_bytes()
    one.write_bytes(kept[1])
    other.write_bytes(kept[0])
    assert "public/published.csv" in told(edition)
    assert "private/published.csv" in told(edition)


def test_folders_and_files_beside_the_halves_are_noticed(edition: Path) -> None:
    """An edition holds two folders, and each what its manifest names."""
    (edition / "note.txt").write_bytes(b"x")
    (edition / "public/empty").mkdir()

    found = told(edition)
    assert "note.txt is no part of an edition" in found
    assert "public/empty is a folder that is not in the manifest" in found


@pytest.mark.parametrize("half", ["public", "private"])
def test_a_half_that_was_removed_is_noticed(edition: Path, half: str) -> None:
    """An edition without its ledger is no edition; its public half alone would be."""
    shutil.rmtree(edition / half)

    assert f"{half} is missing; to verify one half" in told(edition)


def test_halves_that_change_places_are_noticed(edition: Path) -> None:
    """What stays with the partners does not pass as public."""
    (edition / "public").rename(edition / "x")
    (edition / "private").rename(edition / "public")
    (edition / "x").rename(edition / "private")

    found = told(edition)
    assert "public/manifest.json is the manifest of the half private" in found


def test_a_half_of_another_edition_is_noticed(proofs: Proofs, tmp_path: Path) -> None:
    """Each half by itself is sound, and together they are not one edition."""
    for number in (1, 2):
        sealed_bundle(proofs, number).file(tmp_path / "2")
    sealed_bundle(proofs).file(tmp_path / "1")
    first = thawed(tmp_path / "1" / REPORT / "editions/1")
    second = tmp_path / "2" / REPORT / "editions/2"
    shutil.rmtree(first / "public")
    shutil.copytree(second / "public", first / "public")

    found = told(first)
    assert "names a public manifest with sha256" in found
    assert "has another edition than the public one: 1; expected 2" in found
    staging.remove(tmp_path)


# --- the ledger ---------------------------------------------------------------------


def ledger_of(edition: Path) -> list[bytes]:
    """Its lines."""
    return (edition / "private/signoff.jsonl").read_bytes().splitlines()


def tampered(edition: Path, lines: list[bytes]) -> tuple[str, str]:
    """What is told of another ledger: as it stands, and after its manifest agrees."""
    data = b"".join(line + b"\n" for line in lines)
    (edition / "private/signoff.jsonl").write_bytes(data)
    plain = told(edition)
    resigned(edition / "private", {}, identity())
    return plain, told(edition)


def test_an_edited_line_is_found(edition: Path) -> None:
    """By the manifest; and where that was made to agree, by the chain."""
    one, two, three = ledger_of(edition)
    edited = two.replace(b"Robin Example", b"Robyn Example")

    plain, deep = tampered(edition, [one, edited, three])
    assert "private/signoff.jsonl is " in plain
    assert "private/signoff.jsonl line 2 the line was edited" in deep


@pytest.mark.parametrize(
    ("kept", "words"),
    [
        ((1, 2), "line 1"),
        ((0, 2), "line 2"),
        ((0, 1), "has as many lines as 2; expected 3"),
        ((0, 2, 1), "line "),
        ((0, 1, 2, 2), "line 4"),
    ],
)
def test_lines_removed_moved_and_doubled_are_found(
    edition: Path, kept: tuple[int, ...], words: str
) -> None:
    """Also the last one, which a chain by itself does not miss."""
    lines = ledger_of(edition)

    plain, deep = tampered(edition, [lines[each] for each in kept])
    assert "private/signoff.jsonl" in plain
    assert f"private/signoff.jsonl {words}" in deep


def test_a_chain_that_was_written_anew_is_found(edition: Path) -> None:
    """Every digest in it fits; the head that was signed does not."""
    entries = [read_entry(line) for line in ledger_of(edition)]
    anew = [replace(each, name="Kim Example") for each in entries]
    lines = chained(*anew).splitlines()

    plain, deep = tampered(edition, lines)
    assert "private/signoff.jsonl is " in plain
    assert "private/signoff.jsonl ends with the line" in deep
    assert "sign-off.json does not say what the ledger says" in deep


def refiled(proofs: Proofs, record: Path, ledger: bytes) -> str:
    """What is told of an edition that the organisation itself filed with a ledger."""
    given = sealed_bundle(proofs, ledger=ledger)
    return told(given.file(record).folder)


def test_an_approval_of_another_proof_is_found(proofs: Proofs, tmp_path: Path) -> None:
    """Even the organisation itself cannot release what nobody approved."""
    digests = {"public": "1" * 64, "partners": digest(proofs.partners)}
    lines = chained(decision("Data Lead", digests, evidence=(reply(digests),)))

    found = refiled(proofs, tmp_path, lines)
    assert "signoff.jsonl approves another proof than the public one" in found
    staging.remove(tmp_path)


def test_a_rejection_that_stands_is_found(proofs: Proofs, tmp_path: Path) -> None:
    """Who decided last against the proof that was released is named by role."""
    digests = {"public": digest(proofs.public), "partners": digest(proofs.partners)}
    lines = chained(
        decision("Data Lead", digests, evidence=(reply(digests),)),
        decision("Police Lead", digests),
        decision("Police Lead", digests, act=Act.REJECT, reason="a wrong count"),
    )

    found = refiled(proofs, tmp_path, lines)
    assert (
        "signoff.jsonl line 3 says that Police Lead rejected the public proof" in found
    )
    staging.remove(tmp_path)


def test_a_decision_after_the_release_is_found(proofs: Proofs, tmp_path: Path) -> None:
    """An approval that came later approved nothing of this edition."""
    digests = {"public": digest(proofs.public), "partners": digest(proofs.partners)}
    later = NOW + timedelta(hours=1)
    lines = chained(
        decision("Data Lead", digests, at=later, evidence=(reply(digests),))
    )

    assert "after the release" in refiled(proofs, tmp_path, lines)
    staging.remove(tmp_path)


def test_evidence_that_is_missing_or_another_is_found(edition: Path) -> None:
    """Also where the manifest was made to agree with its absence."""
    name = evidence_of(edition)
    resigned(edition / "private", {name: b"another reply"}, identity())
    assert f"private/{name} is not what line 3 of the ledger names" in told(edition)
    resigned(edition / "private", {name: None}, identity())
    assert f"private/{name} is missing, and line 3" in told(edition)


def evidence_of(edition: Path) -> str:
    """The one stored reply, by its path in the private half."""
    (path,) = (edition / "private/evidence").iterdir()
    return f"evidence/{path.name}"


def test_a_reply_about_another_proof_is_found(proofs: Proofs, tmp_path: Path) -> None:
    """A stored reply has to name the digest of what was approved."""
    digests = {"public": digest(proofs.public), "partners": digest(proofs.partners)}
    others = {"public": "2" * 64}
    given = sealed_bundle(
        proofs,
        ledger=chained(decision("Data Lead", digests, evidence=(reply(others),))),
    )
    name = f"evidence/{digest(message(others))}.eml"
    private = {**given.private, name: message(others)}
    filed = replace(given, private=private).file(tmp_path)

    found = told(filed.folder)
    assert f"private/{name} does not back the approval that names it: " in found
    assert "does not name the digest of the proof" in found
    staging.remove(tmp_path)


def test_the_form_of_a_sign_off_never_changes() -> None:
    """Editions of all years are held against it, so its bytes are kept here."""
    ledger = read_ledger(
        chained(decision("Data Lead", {"public": "a" * 64, "partners": "b" * 64})), "x"
    )

    assert (
        '{\n  "approvals": [\n    {\n      "approved": "2026-06-01T10:00:00+00:00",\n'
        '      "evidence": [],\n      "holder": "Director, Exampleton Council",\n'
        '      "name": "Robin Example",\n      "parts": [],\n'
        '      "rendition": "public",\n      "role": "Data Lead"\n    }\n  ],\n'
        '  "format": 1,\n  "proofs": {\n    "public": "' + "a" * 64 + '"\n  }\n}\n'
    ) == sign_off(ledger, {"public": "a" * 64}).decode()


def test_a_sign_off_that_says_otherwise_is_found(edition: Path) -> None:
    """`sign-off.json` is held against the ledger, not only against its digest."""
    path = edition / "private/sign-off.json"
    other = path.read_bytes().replace(b"Robin", b"Kim")
    resigned(edition / "private", {"sign-off.json": other}, identity())

    assert "private/sign-off.json does not say what the ledger says" in told(edition)
    alone = verify(edition / "private", {fingerprint()})
    assert ["sign-off.json does not say what the ledger says"] == [
        str(each) for each in alone.findings
    ]


# --- other hands --------------------------------------------------------------------


def impostor() -> str:
    """Somebody else, who gave a certificate the same name."""
    other = identity("Exampleton Partnership", NOW + timedelta(seconds=1))
    assert other.certificate.subject == identity().certificate.subject
    return other.certificate.fingerprint


def test_an_edition_made_by_an_impostor_is_not_trusted(
    proofs: Proofs, tmp_path: Path
) -> None:
    """Everything fits, and the name is the same; the fingerprint is another."""
    impostor()
    other = identity("Exampleton Partnership", NOW + timedelta(seconds=1))
    filed: FiledEdition = sealed_bundle(proofs, by=other).file(tmp_path)
    for place in (filed.folder, filed.public, filed.public / "pack-public.pdf"):
        found = verify(place, {fingerprint()})
        assert (True, False) == (found.intact, found.trusted)
    staging.remove(tmp_path)


def test_a_manifest_signed_by_an_impostor_is_found(edition: Path) -> None:
    """The seal of the PDF is still the organisation's, so the two do not fit."""
    other = identity("Exampleton Partnership", NOW + timedelta(seconds=1))
    resigned(edition / "public", {"published.csv": b"m1,2\n"}, other)

    found = verify(edition / "public", {fingerprint()})
    assert not found.trusted
    assert "manifest.p7s was signed by the certificate" in told(edition / "public")


def test_a_signature_without_a_seal_is_found(edition: Path, proofs: Proofs) -> None:
    """A proof that nobody sealed does not pass as an edition, whoever signs for it."""
    resigned(edition / "public", {"pack-public.pdf": proofs.public + b"\n"}, identity())

    assert "public/pack-public.pdf is not as it was sealed" in told(edition)
    path = edition / "proof.pdf"
    path.write_bytes(proofs.public)
    assert "there is no seal" in told(path)


@pytest.mark.parametrize(
    ("told_by_seal", "words"),
    [
        (lambda proof: words_of(2, proof), "names edition 2; expected 1"),
        (lambda proof: words_of(1, proof + b"x"), "do not name the proof"),
        (lambda _proof: "Signed off.", "do not name the proof"),
        (lambda proof: words_of(1, proof).replace("This is", "It is"), "edition None"),
    ],
)
def test_a_seal_that_says_otherwise_is_found(
    edition: Path, proofs: Proofs, told_by_seal: object, words: str
) -> None:
    """What a screen reader hears names the edition and the proof."""
    assert callable(told_by_seal)
    said = told_by_seal(proofs.public)
    pdf = seal(proofs.public, stamp(), said, identity(), reason="x", at=NOW)
    resigned(edition / "public", {"pack-public.pdf": pdf}, identity())

    assert words in told(edition)


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ({"report": "2026-05/other"}, "has another report than the public one"),
        ({"partnership": "Other"}, "has another partnership"),
        ({"rendition": "public"}, "approves another proof"),
        ({"public_manifest": "0" * 64}, "names a public manifest"),
    ],
)
def test_manifests_that_do_not_fit_each_other_are_found(
    edition: Path, part: dict[str, object], words: str
) -> None:
    """Each is well signed; together they contradict each other."""
    resigned(edition / "private", {}, identity(), **part)

    assert words in told(edition)


# --- hostile folders ----------------------------------------------------------------


def linked(name: str) -> None:
    """A link to what never ends."""
    Path(name).symlink_to("/dev/zero")


def listening(name: str) -> None:
    """A socket that nobody listens to any more."""
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(name)


def hostile(place: Path, name: str) -> None:
    """Put something into a half that no edition has."""
    path = place / name
    path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    "name", ["published.csv", "manifest.json", "manifest.p7s", "new", "pack-public.pdf"]
)
def test_pipes_sockets_and_links_are_never_opened(edition: Path, name: str) -> None:
    """They are named, and nothing waits for them or goes where they lead."""
    half = edition / "public"
    makers: dict[str, Callable[[str], None]] = {
        "a pipe": os.mkfifo,
        "a symbolic link": linked,
        "a socket": listening,
    }
    here = Path.cwd()
    os.chdir(half)  # a socket's path is short
    try:
        for what, make in makers.items():
            hostile(half, name)
            make(name)
            found = told(half)
            assert name in found
            assert name.startswith("manifest.") or f"{name} is {what}" in found
    finally:
        os.chdir(here)


def test_links_out_of_the_edition_and_in_circles_are_not_followed(
    edition: Path, tmp_path: Path
) -> None:
    """A folder that is a link is none, even where the bytes behind it fit."""
    outside = (edition / "public/material").rename(tmp_path / "outside")
    (edition / "public/material").symlink_to(outside)
    (edition / "private/circle").symlink_to(edition)

    found = told(edition)
    assert "public/material is a symbolic link" in found
    assert "public/material/styles/a.css" in found
    assert "private/circle is a symbolic link" in found
    (edition / "public/material").unlink()
    (edition / "public").rename(tmp_path / "elsewhere")
    (edition / "public").symlink_to(tmp_path / "elsewhere")
    assert "public is no folder" in told(edition)


def test_a_link_that_somebody_names_is_followed(edition: Path, tmp_path: Path) -> None:
    """Whoever names a link means what is behind it."""
    (tmp_path / "latest").symlink_to(edition)
    (tmp_path / "latest.pdf").symlink_to(edition / "public/pack-public.pdf")

    sound(verify(tmp_path / "latest", {fingerprint()}))
    sound(verify(tmp_path / "latest.pdf", {fingerprint()}))


def test_a_giant_file_is_not_read(edition: Path, tmp_path: Path) -> None:
    """A terabyte of nothing costs nothing."""
    for name in ("published.csv", "pack-public.pdf", "manifest.json", "manifest.p7s"):
        path = edition / "public" / name
        data = path.read_bytes()
        os.truncate(path, 1 << 40)
        assert f"{name} has 1,099,511,627,776 bytes, and was not read" in told(edition)
        path.write_bytes(data)
    alone = tmp_path / "giant.pdf"
    alone.write_bytes(b"%PDF-1.7")
    os.truncate(alone, 1 << 40)
    assert "was not read" in told(alone)


def test_nothing_is_weighed_for_a_manifest_that_nobody_signed(edition: Path) -> None:
    """Whoever only hands over a folder cannot keep anybody busy with its files."""
    manifest = edition / "public" / MANIFEST
    facts = json.loads(manifest.read_bytes())
    for number in range(1000):
        name = f"material/{number}"
        facts["files"][name] = {"sha256": "0" * 64, "bytes": 1_000_000}
        path = edition / "public" / name
        path.write_bytes(b"")
        os.truncate(path, 1_000_000)
    manifest.write_bytes(json.dumps(facts).encode())
    found = verify(edition / "public", {fingerprint()})
    told_of = [str(each) for each in found.findings]

    assert (2, 0) == (found.looked_at["files"], found.looked_at["approvals"])
    assert ". was not looked at further, as no signature fits its manifest" in told_of
    assert any("manifest.p7s does not fit manifest.json: " in each for each in told_of)
    (edition / "public/manifest.p7s").unlink()
    assert "public/ was not looked at further" in told(edition)


def test_a_manifest_that_names_gibibytes_is_refused(edition: Path) -> None:
    """Signed or not: nobody can sign for more than is ever read."""
    facts = json.loads((edition / "public" / MANIFEST).read_bytes())
    rest = MOST_BYTES - sum(each["bytes"] for each in facts["files"].values())
    for more, is_refused in ((rest, False), (rest + 1, True)):
        facts["files"]["more"] = {"sha256": "0" * 64, "bytes": more}
        (edition / "public" / MANIFEST).write_bytes(json.dumps(facts).encode())
        words = "names files of more than 2,147,483,648 bytes together"
        assert is_refused == (words in told(edition))


def test_more_names_than_anybody_looks_at_are_told(
    edition: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Thousands of files and folders end the look; few findings stand for all."""
    monkeypatch.setattr(looking, "_MOST", 400)
    for number in range(500):
        (edition / "public" / f"{number}").write_bytes(b"")
    found = verify(edition / "public")

    assert ". has more in it than is looked at" in map(str, found.findings)
    assert 201 == len(found.findings)
    assert str(found.findings[-1]).startswith("and ")
    assert str(found.findings[-1]).endswith(" findings more")


def test_folders_without_end_are_told(edition: Path) -> None:
    """Depth is bounded too."""
    (edition / "public" / "/".join("d" * 40)).mkdir(parents=True)

    assert "public/ has more in it than is looked at" in told(edition)


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 200_000,
        b'{"a":' * 100_000,
        b"",
        b"null",
        b"{}",
        b"\xff\xfe",
        b'{"format": 1, "format": 1}',
        b'{"format": NaN}',
        b'{"format": 1e999}',
        b'{"format": ' + b"9" * 10_000 + b"}",
        b"\xef\xbb\xbf{}",
        b'{"format": true}',
    ],
    ids=range(12),
)
def test_a_manifest_that_is_none_is_told(edition: Path, data: bytes) -> None:
    """However it is built, it ends in a finding."""
    (edition / "public" / MANIFEST).write_bytes(data)

    assert "public/manifest.json " in told(edition)


def test_every_part_of_a_manifest_is_asked_for(edition: Path) -> None:
    """Whatever stands where something else ought to stand is refused."""
    facts = json.loads((edition / "private" / MANIFEST).read_bytes())
    free = {"partnership", "report", "rendition", "released_by", "public_manifest"}
    free |= {"drawn_by", "certificate", "proof", "ledger", "corrects", "correction"}
    wrong: list[object] = [
        None,
        [],
        {},
        "",
        "x",
        -1,
        0,
        1.5,
        True,
        [[]],
        2**60,
        {"x": {}},
        "0" * 64,
    ]
    for key, value in facts.items():
        inner: dict[str, object] = value if isinstance(value, dict) else {}
        for each in wrong:
            changes: list[dict[str, object]] = [{key: each}]
            changes += [{key: {**inner, part: each}} for part in inner]
            for change in changes:
                try:
                    read_manifest(json.dumps({**facts, **change}).encode())
                except NotAsAgreed:
                    continue
                assert change[key] == value or key in free


@pytest.mark.parametrize(
    "name",
    ["../x", "/etc/passwd", "a/../../x", "PUBLISHED.CSV", "a\\b", "c\u0000", "é/."],
)
def test_a_manifest_with_a_name_that_leads_elsewhere_is_refused(
    edition: Path, name: str
) -> None:
    """No name of a manifest is used before it was looked at."""
    facts = json.loads((edition / "public" / MANIFEST).read_bytes())
    facts["files"][name] = {"sha256": "0" * 64, "bytes": 1}
    (edition / "public" / MANIFEST).write_bytes(json.dumps(facts).encode())

    assert "public/manifest.json names a file that" in told(edition)


def test_another_format_is_not_judged(edition: Path) -> None:
    """A manifest of a later reportgen is never called altered."""
    facts = json.loads((edition / "public" / MANIFEST).read_bytes())
    (edition / "public" / MANIFEST).write_bytes(
        json.dumps({**facts, "format": 2}).encode()
    )
    found = verify(edition / "public")

    assert (False, False) == (found.evaluated, found.intact)
    words = "manifest.json is of format 2; this reportgen reads format 1"
    assert words in map(str, found.findings)


def test_a_file_that_is_changed_while_it_is_read_is_told(
    edition: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was hashed and what stands there would be two things."""
    path = edition / "public/published.csv"
    kept = os.read

    def read(handle: int, size: int) -> bytes:
        data = kept(handle, size)
        if data == b"measure,value\nm1,1\n" and os.path.samestat(
            os.fstat(handle), path.stat()
        ):
            with path.open("ab") as more:
                more.write(b"m2,2\n")
        return data

    monkeypatch.setattr(os, "read", read)

    assert "public/published.csv was changed while it was read" in told(edition)


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody else")
def test_a_file_that_may_not_be_read_is_told(edition: Path) -> None:
    """Without the right to read there is no verdict but that."""
    for folder in (edition, *edition.parents):
        if folder.name.startswith(("pytest", "popen", "test", "handed")):
            folder.chmod(folder.stat().st_mode | 0o055)
    (edition / "public/published.csv").chmod(0o000)
    (edition / "private/evidence").chmod(0o000)
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.setgid(_NOBODY)
        os.setuid(_NOBODY)
        try:
            words = told(edition)
        except BaseException as failure:
            words = repr(failure)
        os.write(writer, words.encode())
        os._exit(0)
    os.close(writer)
    os.waitpid(child, 0)
    with os.fdopen(reader, encoding="utf-8") as pipe:
        found = pipe.read()

    assert "public/published.csv cannot be read (Permission denied)" in found
    assert "private/evidence/ cannot be read (Permission denied)" in found


def test_what_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    """A name that leads to nothing is no verdict."""
    with pytest.raises(UsageError, match="No such file or directory"):
        verify(tmp_path / "nothing")


@pytest.mark.parametrize("kind", ["folder", "text", "empty", "pipe"])
@pytest.mark.usefixtures("impatient")
def test_what_is_no_edition_is_told(tmp_path: Path, kind: str) -> None:
    """Nothing that was looked at is no pass."""
    place = tmp_path / "x"
    if kind == "folder":
        place.mkdir()
    elif kind == "pipe":
        os.mkfifo(place)
    else:
        place.write_bytes(b"words" if kind == "text" else b"")
    found = verify(place)

    assert (False, True) == (found.intact, bool(found.findings))
    assert (kind in {"text", "empty"}) == found.evaluated


def test_an_edition_is_examined_before_it_has_its_name(
    proofs: Proofs, tmp_path: Path
) -> None:
    """`verify` is what looks at an edition while it is filed."""
    given: Bundle = sealed_bundle(proofs)

    def examine(folder: Path) -> None:
        sound(verify(folder, {fingerprint()}))
        raise NotAllowed("seen")

    with pytest.raises(NotAllowed, match="seen"):
        given.file(tmp_path, examine)


def test_a_sealed_pdf_cut_short_is_told(edition: Path) -> None:
    """Wherever it ends, it is not as it was sealed."""
    path = edition / "public/pack-public.pdf"
    data = path.read_bytes()
    for share in (0.1, 0.5, 0.9, 0.99):
        path.write_bytes(data[: int(len(data) * share)])
        assert "not as it was sealed" in told(path)


def test_lines_are_written_as_they_are_read(edition: Path) -> None:
    """The stand-in ledger of these tests is one that reportgen could have written."""
    lines = ledger_of(edition)

    assert lines == [line_of(read_entry(line)) for line in lines]
    assert [1, 2, 3] == [read_entry(line).number for line in lines]


def test_a_stamp_that_ends_in_a_carriage_return_keeps_the_seal_accessible(
    proofs: Proofs, tmp_path: Path
) -> None:
    """One stream in 256 ends so, and must not read as a byte shorter than it says."""
    drawn = stamp(drawn=b"0 0 1 rg 20 20 60 60 re f\r")
    said = words_of(1, proofs.public)
    pdf = seal(proofs.public, drawn, said, identity(), reason="x", at=NOW)
    path = tmp_path / "sealed.pdf"
    path.write_bytes(pdf)

    assert b"re f\r\r\nendstream" in pdf
    assert [] == accessible(pdf, "the sealed file")
    sound(verify(path, {fingerprint()}))
