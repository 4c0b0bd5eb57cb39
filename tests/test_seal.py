"""The seal: a proof stays what it is, and whatever happens to the file is noticed."""

import asyncio
import hashlib
import io
import re
import subprocess
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from asn1crypto import x509
from certificates import NOW, issued
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.generic import (
    ArrayObject,
    NumberObject,
    StreamObject,
    pdf_string,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from sealing import REASON, WORDS, proof, sealed, stamp, unsignable

from reportgen.errors import CertificateFault, NotAllowed
from reportgen.pages import pdf
from reportgen.registry.seals import fields, skeleton
from reportgen.registry.seals import seal as door
from reportgen.registry.seals.certificate import read_certificate
from reportgen.registry.seals.seal import seal
from reportgen.registry.seals.sealed import examine_seal


def sealed_by(**given: Any) -> bytes:
    """The proof sealed otherwise than usual."""
    usual: dict[str, Any] = {
        "proof": proof(),
        "stamp": stamp(),
        "words": WORDS,
        "identity": issued().identity,
        "reason": REASON,
        "at": NOW,
    }
    return seal(**{**usual, **given})


def opened(data: bytes) -> pikepdf.Pdf:
    """A PDF, opened by another library."""
    return pikepdf.open(io.BytesIO(data))


# --- Sealing -----------------------------------------------------------------------


def test_the_proof_is_inside_byte_for_byte() -> None:
    """Cut the file at the proof's length, hash it, compare."""
    found = examine_seal(sealed())

    assert sealed().startswith(proof())
    assert (len(proof()), ()) == (found.proof_bytes, found.complaints)
    assert hashlib.sha256(proof()).hexdigest() == found.proof_sha256


def test_the_sealed_file_keeps_both_standards() -> None:
    """It is PDF/A-3a and PDF/UA-1, as the proof was."""
    assert [] == pdf.verify(proof())
    assert [] == pdf.verify(sealed())


def test_the_metadata_must_be_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Left to itself, pyHanko rewrites the XMP so that it is no PDF/A any more."""
    with opened(proof()) as before, opened(sealed()) as after:
        assert before.Root.Metadata.read_bytes() == after.Root.Metadata.read_bytes()

    plain = lambda data: IncrementalPdfFileWriter(io.BytesIO(data))  # noqa: E731
    monkeypatch.setattr(door, "_writer", plain)
    assert pdf.verify(sealed_by())


def test_the_field_says_who_signed() -> None:
    """The words stand in the field and in its element of the tags, and come back."""
    with opened(sealed()) as document:
        (field,) = document.Root.AcroForm.Fields
        assert WORDS == str(field.TU)
        assert "sign-off" == str(field.T)
        entry = document.Root.StructTreeRoot.ParentTree.Nums
        elements = [one for one in entry if isinstance(one, pikepdf.Dictionary)]
        (form,) = [one for one in elements if one.S == "/Form"]
        assert WORDS == str(form.Alt)
    assert WORDS == examine_seal(sealed()).words


def test_the_stamp_is_what_is_seen() -> None:
    """The appearance of the field is the stamp's page, in the size of the field."""
    with opened(sealed()) as document, opened(stamp()) as drawn:
        (field,) = document.Root.AcroForm.Fields
        look = field.AP.N
        page = look.Resources.XObject.SignOff
        assert drawn.pages[0].Contents.read_bytes() == page.read_bytes()
        left, bottom, right, top = map(float, field.Rect)
        assert (right - left, top - bottom) == pytest.approx((300, 120))
        assert {0.0, 300.0} == {float(look.BBox[0]), float(look.BBox[2])}
        placed = re.search(rb"([\d. -]+) cm /SignOff Do", look.read_bytes())
        assert placed is not None
        assert [1, 0, 0, 1, 0, 0] == pytest.approx(
            [float(n) for n in placed[1].split()]
        )


def test_poppler_finds_the_seal_valid(tmp_path: Path) -> None:
    """A reader that is not ours says so, and that all of the file is signed."""
    (tmp_path / "sealed.pdf").write_bytes(sealed())
    told = subprocess.run(
        ["pdfsig", "-nocert", tmp_path / "sealed.pdf"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert "Signature Validation: Signature is Valid." in told
    assert "Total document signed" in told
    assert "Signature Type: ETSI.CAdES.detached" in told
    assert "Signer Certificate Common Name: Exampleton Council Seal" in told


@pytest.mark.parametrize("kind", ["rsa2048", "ec"])
def test_pyhanko_finds_the_seal_valid(kind: str) -> None:
    """Trusted by its certificate: intact, whole, unchanged, and nothing may follow."""
    mine = issued(f"Council {kind}", kind=kind)
    made = sealed_by(identity=mine.identity)
    (found,) = PdfFileReader(io.BytesIO(made)).embedded_signatures
    trusted = ValidationContext(
        trust_roots=[x509.Certificate.load(mine.der)], moment=NOW
    )
    status = asyncio.run(async_validate_pdf_signature(found, trusted))

    assert status.bottom_line
    assert SignatureCoverageLevel.ENTIRE_FILE == status.coverage
    assert ModificationLevel.NONE == status.modification_level
    assert MDPPerm.NO_CHANGES == found.docmdp_level
    assert REASON == found.sig_object["/Reason"]
    assert () == examine_seal(made).complaints
    assert [] == pdf.verify(made)


def test_the_seal_says_whose_it_is_and_when() -> None:
    """The facts are those of the certificate; the time is the one that was given."""
    found = examine_seal(sealed())

    assert read_certificate(issued().der) == found.certificate
    assert (NOW, None, None) == (
        found.signed_at,
        found.timestamped_at,
        found.authority,
    )


def test_a_chain_goes_into_the_seal() -> None:
    """Whoever builds a path finds the certificates of those who vouch."""
    root = issued("Test Root", usages=("key_cert_sign",))
    mine = issued("Chained", issuer=root)
    identity = replace(mine.identity, chain=(root.der,))
    made = sealed_by(identity=identity)
    (found,) = PdfFileReader(io.BytesIO(made)).embedded_signatures

    assert [root.der] == [one.dump() for one in found.other_embedded_certs]
    assert () == examine_seal(made).complaints


@pytest.mark.parametrize(
    ("days", "told"), [(-366, "is not valid before"), (366, "expired on")]
)
def test_nobody_seals_with_a_certificate_that_is_not_valid(
    days: int, told: str
) -> None:
    """Too early and too late are refused, with the day."""
    with pytest.raises(CertificateFault, match=told):
        sealed_by(at=NOW + timedelta(days=days))


def test_a_certificate_that_expired_later_is_no_complaint() -> None:
    """The seal holds; its last day is told, so that it can be explained."""
    short = issued("Short", ends=NOW + timedelta(minutes=1))
    found = examine_seal(sealed_by(identity=short.identity))

    assert () == found.complaints
    assert found.certificate is not None
    assert NOW + timedelta(minutes=1) == found.certificate.not_after


def test_what_has_no_empty_field_is_refused() -> None:
    """A draft, a sealed file, two fields, a cut file: nothing is sealed."""
    for wrong in (unsignable(), sealed(), proof()[:-7], b"text"):
        with pytest.raises(NotAllowed, match="make it again with reportgen proof"):
            sealed_by(proof=wrong)


def test_a_field_that_nobody_could_hear_is_refused() -> None:
    """A field outside the tag tree is no place for a sign-off."""
    with opened(proof()) as document:
        (field,) = document.Root.AcroForm.Fields
        del field.StructParent
        out = io.BytesIO()
        document.save(out)

    with pytest.raises(NotAllowed, match="is not tagged as a form"):
        sealed_by(proof=out.getvalue())


# --- What is noticed ---------------------------------------------------------------


@pytest.fixture
def careless(monkeypatch: pytest.MonkeyPatch) -> Callable[..., bytes]:
    """Seals with other settings, or changes more of the proof than a seal does."""
    usual, tell = PdfSignatureMetadata, door._tell

    def made(also: Callable[[Any], None] = lambda _: None, **settings: Any) -> bytes:
        def told(writer: Any, words: str) -> None:
            tell(writer, words)
            also(writer)

        monkeypatch.setattr(door, "_tell", told)
        monkeypatch.setattr(
            "pyhanko.sign.signers.PdfSignatureMetadata",
            lambda **given: usual(**{**given, **settings}),
        )
        return sealed_by()

    return made


def the_field(writer: Any) -> Any:
    """The field that is about to be filled."""
    return fields.empty_field(writer)


def rename(writer: Any) -> None:
    """Call the field something else."""
    the_field(writer)["/T"] = pdf_string("sign-on")


def silence(writer: Any) -> None:
    """Say nothing to a screen reader."""
    the_field(writer)["/TU"] = pdf_string(" ")
    fields.form_element(writer, the_field(writer))["/Alt"] = pdf_string(" ")


def contradict(writer: Any) -> None:
    """Say something else in the tags."""
    fields.form_element(writer, the_field(writer))["/Alt"] = pdf_string("Ada approved")


def move(writer: Any) -> None:
    """Put the field over other words."""
    the_field(writer)["/Rect"] = ArrayObject(map(NumberObject, (0, 0, 99, 99)))


def repaint(writer: Any) -> None:
    """Change what stands on the page."""
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Contents"] = writer.add_object(StreamObject(stream_data=b"0 0 9 9 re f"))
    writer.update_container(page)


def retitle(writer: Any) -> None:
    """Change the catalog."""
    writer.root["/Lang"] = pdf_string("fr")


MORE = "the seal's revision changed more of the proof than the field for the sign-off"


@pytest.mark.parametrize(
    ("also", "told"),
    [
        (silence, "the field of the seal has no words for those who do not see it"),
        (silence, "the tags do not say the same of the seal as its field"),
        (contradict, "the tags do not say the same of the seal as its field"),
        (repaint, MORE),
        (retitle, MORE),
        (move, MORE),
    ],
)
def test_a_seal_that_changes_more_is_noticed(
    careless: Callable[..., bytes], also: Callable[[Any], None], told: str
) -> None:
    """The signature holds, and yet the file is not the proof with a seal."""
    complaints = examine_seal(careless(also)).complaints

    assert [told] == [one.partition(" (")[0] for one in complaints if told in one]


def test_another_field_is_noticed(
    careless: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A seal stands in the field that is named for it."""
    monkeypatch.setattr(door, "NAME", "sign-on")
    complaints = examine_seal(careless(rename)).complaints

    assert "the seal stands in a field named 'sign-on', not 'sign-off'" in complaints


@pytest.mark.parametrize(
    ("settings_", "told"),
    [
        ({"docmdp_permissions": MDPPerm.FILL_FORMS}, "does not forbid later changes"),
        ({"certify": False}, "does not forbid later changes"),
        ({"subfilter": SigSeedSubFilter.ADOBE_PKCS7_DETACHED}, "as PAdES describes it"),
    ],
)
def test_another_kind_of_signature_is_noticed(
    careless: Callable[..., bytes], settings_: dict[str, Any], told: str
) -> None:
    """A valid signature need not be a seal."""
    (complaint,) = examine_seal(careless(**settings_)).complaints

    assert told in complaint


def test_a_weak_digest_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A digest that is not among the safe ones is a complaint."""
    monkeypatch.setattr("reportgen.registry.seals.coverage._DIGESTS", {"sha3_512"})

    assert ("the seal uses the digest sha256, which is no longer safe",) == (
        examine_seal(sealed()).complaints
    )


def test_a_second_revision_is_noticed() -> None:
    """What is added afterwards is no part of what was signed."""
    writer = IncrementalPdfFileWriter(io.BytesIO(sealed()))
    repaint(writer)
    out = io.BytesIO()
    writer.write(out)
    found = examine_seal(out.getvalue())
    added = len(out.getvalue()) - len(sealed())

    assert (f"{added} bytes were added after the seal",) == found.complaints
    assert hashlib.sha256(proof()).hexdigest() == found.proof_sha256


def test_a_second_signature_is_noticed(
    careless: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sealed file has one signature."""
    first = careless(docmdp_permissions=MDPPerm.FILL_FORMS)
    again = PdfSigner(
        PdfSignatureMetadata(field_name="another", md_algorithm="sha256"),
        door._signer(issued("Another").identity),
        new_field_spec=SigFieldSpec("another"),
    )
    out = again.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(first)))

    assert (
        "the file has 2 signature fields, and a sealed one has just one",
    ) == examine_seal(out.getvalue()).complaints


def test_a_changed_byte_is_noticed() -> None:
    """In the proof, in the seal's revision, and at the very end."""
    for place in (len(proof()) // 2, len(proof()) + 700, len(sealed()) - 200):
        assert examine_seal(flipped(place, 1)).complaints
    text = sealed().replace(b"Edition 1", b"Edition 2")
    assert ("the bytes that the seal covers were changed",) == (
        examine_seal(text).complaints
    )


def flipped(place: int, bits: int) -> bytes:
    """The sealed file with some bits of one byte turned round."""
    changed = bytearray(sealed())
    changed[place] ^= bits
    return bytes(changed)


def test_every_flipped_digit_of_the_signature_is_noticed() -> None:
    """The signature cannot cover itself, but no digit of it can be changed."""
    stated = re.search(rb"/ByteRange \[0 (\d+) (\d+)", sealed())
    assert stated is not None
    begin, end = int(stated[1]), int(stated[2])
    tried = [*range(begin, begin + 200), *range(begin + 200, end, 11)]
    unnoticed = [at for at in tried if not examine_seal(flipped(at, 1)).complaints]

    assert len(tried) > 500
    assert [] == unnoticed


def test_what_is_hidden_behind_the_signature_is_noticed() -> None:
    """The room that the signature does not need is empty."""
    room = sealed().rindex(b"00000000>")
    changed = sealed()[:room] + b"0000AB00>" + sealed()[room + 9 :]

    assert ("something is hidden in the unused room after the signature",) == (
        examine_seal(changed).complaints
    )


def test_a_foreign_seal_is_told_by_its_fingerprint() -> None:
    """Another's seal on the same proof holds; only trust can tell it apart."""
    mine, other = (
        sealed_by(identity=issued("Exampleton Council", label=each).identity)
        for each in ("mine", "other")
    )
    found = [examine_seal(made) for made in (mine, other)]

    assert [(), ()] == [one.complaints for one in found]
    subjects = {one.certificate.subject for one in found if one.certificate}
    prints = {one.certificate.fingerprint for one in found if one.certificate}
    assert (1, 2) == (len(subjects), len(prints))


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "this is no PDF file"),
        (b"PK\x03\x04", "this is no PDF file"),
        (b"%PDF-1.7\n", "it is cut short"),
        (b"%PDF-1.7\n%%EOF\n", "its structure is not as reportgen writes it"),
    ],
)
def test_what_is_no_sealed_pdf_is_told(data: bytes, told: str) -> None:
    """Each is told in one sentence."""
    (complaint,) = examine_seal(data).complaints

    assert told in complaint


def test_a_proof_has_no_seal() -> None:
    """An empty field is told apart from none."""
    assert (
        "there is no seal: the field for the sign-off is empty, as in a proof",
    ) == examine_seal(proof()).complaints


def test_what_is_missing_or_too_much_is_counted() -> None:
    """A cut file says how much is missing, and a longer one how much was added."""
    assert ("the file is cut short: 40 bytes are missing",) == (
        examine_seal(sealed()[:-40]).complaints
    )
    longer = examine_seal(sealed() + b"\n")
    assert ("1 byte was added after the seal",) == longer.complaints
    assert len(proof()) == longer.proof_bytes


# --- Hostile files -----------------------------------------------------------------


@settings(max_examples=120)
@given(st.data())
def test_a_damaged_file_is_a_complaint(data: st.DataObject) -> None:
    """Cut, flipped, doubled, filled with noise: an answer, never an exception."""
    made = bytearray(sealed())
    for _ in range(data.draw(st.integers(1, 3))):
        begin = data.draw(st.integers(0, len(made)))
        end = min(len(made), begin + data.draw(st.sampled_from([0, 1, 40, 4000])))
        noise = data.draw(
            st.one_of(
                st.binary(max_size=40),
                st.sampled_from([b"", bytes(made[-900:]), b"startxref\n0\n%%EOF\n"]),
            )
        )
        made[begin:end] = noise
    found = examine_seal(bytes(made))

    assert (bytes(made) == sealed()) == (found.complaints == ())


def table(said: bytes, body: bytes = b"") -> bytes:
    """A PDF whose only table says what it is told."""
    start = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\n"
    head = b"2 0 obj\n<</Type/XRef/Root 1 0 R/Size 3%s/Length %d>>\nstream\n"
    tail = b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(start)
    return start + head % (said, len(body)) + body + tail


@pytest.mark.parametrize(
    "said",
    [
        b"/W[0 0 0]/Index[0 2000000000]",
        b"/W[1 2 1]/Index[0 2000000000]",
        b"/W[1 2 1]/Index[0 3]/Prev 44",
        b"/#57[0 0 0]/W[1 2 1]/Index[0 3]",
        b"/W[1 2 1]/W[0 0 0]/Index[0 3]",
        b"/W[1 2000000000 1]/Index[0 3]",
        b"/W[1 2 1](/Index[0 3])/Index[0 3]",
        b"/W[1 2 1]/Index[0 3]/Encrypt 1 0 R",
    ],
)
def test_tables_that_never_end_are_not_read(said: bytes) -> None:
    """What would keep a reader busy for ever is refused before it is read."""
    assert skeleton.is_sound(table(b"/W[1 2 1]/Index[0 3]", bytes(12)))
    assert not skeleton.is_sound(table(said, bytes(12)))
    assert examine_seal(table(said)).complaints


def test_long_words_are_looked_at_once() -> None:
    """Two million letters, in words just short of endless, take no time."""
    pdf = b"%PDF-1.7\n" + (b"a" * 99_999 + b" ") * 20
    begun = time.process_time()

    assert not skeleton.is_sound(pdf)
    assert time.process_time() - begun < 1


@pytest.mark.parametrize(
    ("words", "are_endless"),
    [
        (b"a" * 99_999 + b" " + b"b" * 99_999, False),
        (b"a" * 100_000, True),
        (b"((" + b"9" * 100_001 + b"))", True),
    ],
)
def test_an_endless_word_is_found_wherever_it_begins(
    words: bytes, *, are_endless: bool
) -> None:
    """Between words, at the very beginning, and within brackets."""
    assert are_endless == bool(skeleton._ENDLESS.search(words))


def test_endless_words_nests_and_loops_end() -> None:
    """Numbers, names, brackets and fields without end are complaints."""
    sound = table(b"/W[1 2 1]/Index[0 3]", b"\0\0\0\0\1\0\x09\0\1\0\x2c\0")
    loop = b"<</Fields[1 0 R]/Kids[1 0 R 1 0 R]/T(a)/AcroForm 1 0 R>>"
    for catalog in (b"<<" + b"9" * 200_000, b"[" * 50_000, b"<</A" * 50_000, loop):
        bad = sound.replace(b"<</Type/Catalog>>", catalog)
        moved = bad.replace(
            b"startxref\n%d" % sound.index(b"2 0 obj"),
            b"startxref\n%d" % bad.index(b"2 0 obj"),
        )
        assert examine_seal(moved).complaints
    assert ("the file is far too large for a report",) == (
        examine_seal(b"%PDF-1.7" + bytes(20_000_001)).complaints
    )
