"""Evidence: replies and signatures that back a decision, and those that do not."""

import base64
import shutil
import subprocess
import textwrap
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs7,
)
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st
from test_ledger import FIRST, digest

from reportgen.errors import DecisionRefused
from reportgen.pages.letters import Filed, Proof
from reportgen.registry.decisions import replies
from reportgen.registry.decisions.entries import (
    Evidence,
    EvidenceKind,
    line_of,
    read_entry,
)
from reportgen.registry.decisions.replies import LARGEST, Author, Weighed, weigh
from reportgen.vocabulary import Rendition

PUBLIC, PARTNERS = b"%PDF-1.7 public", b"%PDF-1.7 partners"
PROOFS = {"public": PUBLIC, "partners": PARTNERS}
ADDRESS = "neighbourhoods@example.net"
SUBJECT = "Re: Proof of the annual report"


def message(
    body: str,
    *,
    sender: str = f"Sam Specimen <{ADDRESS}>",
    subtype: str = "plain",
    encoding: str | None = None,
) -> EmailMessage:
    """A reply with this text."""
    made = EmailMessage()
    made["From"], made["To"] = sender, "drugs.partnership@example.org"
    made["Subject"] = SUBJECT
    made["Date"] = "Tue, 20 Oct 2026 09:30:00 +0100"
    made.set_content(body, subtype=subtype, cte=encoding)
    return made


def said(data: bytes | EmailMessage, name: str = "reply.eml") -> Weighed:
    """What a piece of evidence comes to."""
    return weigh(name, bytes(data), PROOFS, Author("sam specimen", [ADDRESS]))


def refusal(data: bytes | EmailMessage, name: str = "reply.eml") -> str:
    """Why a piece of evidence is refused."""
    with pytest.raises(DecisionRefused) as refused:
        said(data, name)
    return str(refused.value)


# --- replies -----------------------------------------------------------------------


def test_a_reply_is_described_without_addresses() -> None:
    """Name, date, subject, which proof, and whether the sender is known."""
    found = said(message(f"I approve {digest(PUBLIC)}."))

    assert frozenset({"public"}) == found.covers
    assert (
        'reply of 2026-10-20 09:30 +0100 from Sam Specimen, "Re: Proof of the annual '
        'report", naming the digest of the proof for public; its sender is known as '
        "the address of that post"
    ) == found.evidence.says
    assert EvidenceKind.REPLY is found.evidence.kind
    assert f"{digest(found.data)}.eml" == found.evidence.file


@pytest.mark.parametrize(
    ("sender", "words"),
    [
        (f"Sam <{ADDRESS.upper()}>", "sender is known"),
        ("Sam <other@example.org>", "sender is not known"),
        (f'"{ADDRESS}" <other@example.org>', "sender is not known"),
        (f"Sam <{ADDRESS}.example.org>", "sender is not known"),
        (f"Sam <x{ADDRESS}>", "sender is not known"),
    ],
)
def test_the_sender_is_known_by_the_whole_address(sender: str, words: str) -> None:
    """A name that looks like the address is none; no address is ever told."""
    says = said(message(digest(PUBLIC), sender=sender)).evidence.says

    assert words in says
    assert "@" not in says


def test_a_subject_with_an_address_does_not_tell_it() -> None:
    """Nor does one that drives a terminal, or that never ends."""
    made = message(digest(PUBLIC))
    made.replace_header("Subject", f"Fwd: {ADDRESS} wrote " + "x" * 200)
    says = said(made).evidence.says

    assert "(an address) wrote" in says
    assert "…" in says
    assert len(says) < 400


@pytest.mark.parametrize("between", [" ", "\n", "\n> ", "\n> > ", "\u00a0", "\u200b"])
@pytest.mark.parametrize("size", [4, 8, 32, 64])
def test_a_digest_in_groups_is_found(between: str, size: int) -> None:
    """As people read it to each other, and as mail programs break and quote it."""
    digits = digest(PUBLIC)
    groups = [digits[at : at + size] for at in range(0, 64, size)]

    assert said(message(f"Approved: {between.join(groups)}")).covers
    assert said(message(between.join(groups).upper())).covers


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "7bit"])
def test_every_encoding_is_read(encoding: str) -> None:
    """What mail programs do to text on its way."""
    assert said(message(f"Yes: {digest(PUBLIC)}\n", encoding=encoding)).covers


@pytest.mark.parametrize(
    "html",
    [
        "<p>Yes <b>{0}</b></p>",
        "<p>{1}<wbr>{2}</p>",
        "<p>{1}<span\nstyle='a'>{2}</span></p>",
        "<p>{1}&nbsp;{2}</p>",
        "<p>{1}&#8203;{2}</p>",
        "<p>{1}&shy;{2}</p>",
    ],
)
def test_a_reply_in_html_alone_is_read(html: str) -> None:
    """Tags and entities between the digits do not matter."""
    digits = digest(PUBLIC)
    body = html.format(digits, digits[:30], digits[30:])

    assert said(message(body, subtype="html")).covers


def test_a_digest_in_a_tag_is_not_in_the_text() -> None:
    """What nobody sees was not said."""
    body = f"<p data-x='{digest(PUBLIC)}'>Yes</p>"

    assert "does not name the digest" in refusal(message(body, subtype="html"))


def test_other_characters_are_read() -> None:
    """UTF-16, Windows-1252 and names of encodings that there are not."""
    for charset in ("utf-16", "windows-1252", "x-nowhere"):
        known = "ascii" if charset.startswith("x-") else charset
        body = base64.b64encode(f"Yes “{digest(PUBLIC)}”".encode(known, "replace"))
        lines = [
            f"From: {ADDRESS}",
            f"Content-Type: text/plain; charset={charset}",
            "Content-Transfer-Encoding: base64",
            "",
        ]
        assert said("\n".join(lines).encode() + b"\n" + body).covers


def test_a_digest_in_the_subject_or_a_message_within_counts() -> None:
    """Some reply above an empty body, some forward."""
    inner = message(f"I approve {digest(PARTNERS)}")
    outer = message("See below")
    outer.add_attachment(inner)
    outer.replace_header("Subject", f"Approved: {digest(PUBLIC)}")

    assert frozenset(PROOFS) == said(outer).covers


@pytest.mark.parametrize(
    "body",
    [
        "I approve.",
        digest(PUBLIC)[:63],
        digest(PUBLIC)[:12],
        f"{digest(PUBLIC)[:32]}x{digest(PUBLIC)[32:]}",
        digest(b"another"),
    ],
)
def test_a_reply_without_the_whole_digest_is_refused(body: str) -> None:
    """Half a digest may be another proof's."""
    assert "ask for a reply that has all 64 digits" in refusal(message(body))


@pytest.mark.parametrize(
    "senders",
    [
        [],
        ["Nobody"],
        ["a@example.org, b@example.org"],
        ["a@example.org", "b@example.org"],
        ["a@example.org", "Nobody"],
        ["=?utf-8?q?a=40example.org?="],
    ],
)
def test_a_reply_needs_one_sender(senders: Sequence[str]) -> None:
    """None, or several, is told with its cure."""
    head = "".join(f"From: {sender}\n" for sender in senders)
    told = refusal(f"{head}Subject: x\n\n{digest(PUBLIC)}".encode())

    assert "no sender, or several" in told
    assert "@" not in told


@pytest.mark.parametrize("date", ["yesterday", "", "Tue, 99 Oct 99999 09:30:00"])
def test_a_reply_without_a_date_says_so(date: str) -> None:
    """It is kept all the same."""
    data = f"From: {ADDRESS}\nDate: {date}\n\n{digest(PUBLIC)}".encode()

    assert "reply of an unknown day" in said(data).evidence.says


def test_a_reply_that_is_too_large_is_not_read() -> None:
    """Nor is anything else."""
    assert "more than 25 MB" in refusal(b"x" * (LARGEST + 1))


@pytest.mark.parametrize("name", ["From", "Subject", "Date", "Content-Type"])
@pytest.mark.parametrize(
    "text", ["a" * 40_000, '";' + ";" * 40_000, "\n =?a?q?x" * 5000]
)
def test_a_header_that_never_ends_is_not_taken_apart(name: str, text: str) -> None:
    """It is refused before anybody searches it, in a part as in the message."""
    header = f"{name}: {text}\n\n{digest(PUBLIC)}".encode()
    sender = b"" if name == "From" else f"From: {ADDRESS}\n".encode()
    part = b"From: %b\nContent-Type: message/rfc822\n\n" % ADDRESS.encode()
    begun = time.process_time()

    for data in (sender + header, part + header):
        assert "no message that can be read" in refusal(data)
    assert time.process_time() - begun < 1


def test_other_headers_may_be_long() -> None:
    """Hundreds may have received a message, and many servers carried it."""
    made = message(digest(PUBLIC))
    made.replace_header("To", ", ".join(f"a{n}@example.org" for n in range(900)))

    assert said(made).covers


def test_a_name_that_never_ends_is_cut_before_it_is_searched() -> None:
    """A certificate's too, which no header bounds."""
    begun = time.process_time()
    told = replies._plain("a" * 40_000)

    assert time.process_time() - begun < 1
    assert "a" * 99 + "…" == told
    assert "x (an address) y" == replies._plain(f"x {'a' * 400}@example.org y")


def test_messages_within_messages_end_somewhere() -> None:
    """Thousands of levels or parts are no reply."""
    deep = b"From: a@example.org\n" + b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n)
        for n in range(3000)
    )
    many = b"From: a@example.org\nContent-Type: multipart/mixed; boundary=b\n\n"
    many += b"--b\n\nx\n" * 5000
    for data in (deep, many):
        assert "no message that can be read" in refusal(data)


@given(st.binary(max_size=2000))
def test_any_bytes_are_refused_in_words(data: bytes) -> None:
    """Hostile bytes never end in anything else than a sentence."""
    for name in ("a.eml", "a.p7s"):
        assert "; " in refusal(data, name)
        framed = b"From: a@example.org\nContent-Type: text/html\n" + data
        assert "; " in refusal(framed, name)


@pytest.mark.parametrize("name", ["reply.msg", "reply.pdf", "reply", "reply.eml.exe"])
def test_other_files_are_no_evidence(name: str) -> None:
    """The message says what is."""
    assert "save the reply as .eml" in refusal(message(digest(PUBLIC)), name)


def test_a_folder_of_the_file_is_not_told() -> None:
    """Only its name."""
    assert refusal(b"", "/home/somebody/reply.pdf").startswith("reply.pdf is no")


# --- signatures of signatories ------------------------------------------------------


Sign = Callable[..., bytes]
_ISSUED = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def identity() -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    """The certificate of a signatory, with an address in its name, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, "Sam Specimen"),
            x509.NameAttribute(NameOID.EMAIL_ADDRESS, "sam@example.net"),
        ]
    )
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 4711)
        .not_valid_before(_ISSUED)
        .not_valid_after(_ISSUED + timedelta(days=36_500))
        .add_extension(
            x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False
        )
        .sign(key, hashes.SHA256())
    )
    return certificate, key


@pytest.fixture(scope="module")
def sign(identity: tuple[x509.Certificate, ec.EllipticCurvePrivateKey]) -> Sign:
    """Signs bytes as a signatory's own program does."""

    def signing(
        data: bytes,
        *options: pkcs7.PKCS7Options,
        digest_with: type[hashes.HashAlgorithm] = hashes.SHA256,
        form: Encoding = Encoding.DER,
    ) -> bytes:
        builder = pkcs7.PKCS7SignatureBuilder(data)
        builder = builder.add_signer(*identity, digest_with())  # type: ignore[arg-type]
        return builder.sign(form, [pkcs7.PKCS7Options.Binary, *options])

    return signing


DETACHED = pkcs7.PKCS7Options.DetachedSignature


@pytest.fixture
def openssl(
    identity: tuple[x509.Certificate, ec.EllipticCurvePrivateKey], tmp_path: Path
) -> Sign:
    """Signs bytes with openssl's own command."""
    if not shutil.which("openssl"):
        pytest.skip("the command openssl is not here")
    certificate, key = identity
    plain = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "k").write_bytes(plain)
    (tmp_path / "c").write_bytes(certificate.public_bytes(Encoding.PEM))

    def signing(data: bytes, *more: str) -> bytes:
        (tmp_path / "data").write_bytes(data)
        words = "cms -sign -binary -in data -signer c -inkey k -outform DER -out s"
        subprocess.run(
            ["openssl", *words.split(), *more],
            cwd=tmp_path,
            capture_output=True,
            check=True,
        )
        return (tmp_path / "s").read_bytes()

    return signing


def test_a_signature_of_the_signatory_is_described(sign: Sign) -> None:
    """Whom its certificate names, who issued it, over which proof; no address."""
    found = said(sign(PUBLIC, DETACHED), "reply.p7s")

    assert frozenset({"public"}) == found.covers
    assert found.evidence.says.startswith("signature over the proof for public on 20")
    assert "Sam Specimen, the person who decided, and is issued by itself; its " in (
        found.evidence.says.replace(" (an address)", "")
    )
    assert "@" not in found.evidence.says
    assert EvidenceKind.SIGNATURE is found.evidence.kind
    assert found.evidence.file.endswith(".p7s")


@pytest.mark.parametrize("name", ["", "Morgan Example", "Sam Specimens"])
def test_a_certificate_in_another_name_is_told(sign: Sign, name: str) -> None:
    """It is evidence all the same: the post may sign with another's card."""
    author, signature = Author(name), sign(PUBLIC, DETACHED)
    says = weigh("x.p7s", signature, PROOFS, author).evidence.says

    assert "not the person who decided" in says


@pytest.mark.parametrize(
    "options",
    [
        (DETACHED, pkcs7.PKCS7Options.NoCapabilities),
        (DETACHED, pkcs7.PKCS7Options.NoAttributes),
        (),
    ],
)
def test_what_other_programs_add_does_not_matter(
    sign: Sign, options: Sequence[pkcs7.PKCS7Options]
) -> None:
    """More attributes or none, and the content within."""
    assert {"partners"} == said(sign(PARTNERS, *options), "x.P7M").covers


@pytest.mark.parametrize(
    "more",
    ["", "-md sha384", "-md sha512", "-keyid", "-nosmimecap", "-cades", "-nodetach"],
)
def test_what_openssl_makes_is_read(openssl: Sign, more: str) -> None:
    """Other digests, and other ways to name the signatory."""
    assert {"public"} == said(openssl(PUBLIC, *more.split()), "x.p7s").covers


def test_a_signature_in_letters_is_read(sign: Sign) -> None:
    """PEM as well as DER."""
    assert said(sign(PUBLIC, DETACHED, form=Encoding.PEM), "x.p7s").covers


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda sign: sign(b"another file", DETACHED), "that were signed are not"),
        (lambda sign: sign(b"another file"), "that were signed are not"),
        (lambda sign: sign(PUBLIC, DETACHED)[:-1], "no detached signature"),
        (lambda sign: sign(PUBLIC, DETACHED) + b"x", "no detached signature"),
        (
            lambda sign: sign(PUBLIC, DETACHED, pkcs7.PKCS7Options.NoCerts),
            "no detached signature",
        ),
        (lambda _sign: b"", "no detached signature"),
    ],
)
def test_a_signature_over_something_else_is_refused(
    sign: Sign, spoil: Callable[[Sign], bytes], words: str
) -> None:
    """Other bytes, a broken file, no certificate: with the cure."""
    told = refusal(spoil(sign), "reply.p7s")

    assert words in told
    assert "sign the bytes of that file" in told


def test_a_digest_that_is_no_longer_safe_is_refused(openssl: Sign) -> None:
    """Somebody could make another file with the same one."""
    assert "the digest sha1 is no longer safe" in refusal(
        openssl(PUBLIC, "-md", "sha1"), "x.p7s"
    )


def test_a_changed_signature_never_passes_as_the_same(sign: Sign) -> None:
    """Whatever byte is changed: no evidence, the same, or another certificate.

    Nobody vouches for the names in a certificate that issues itself, so the
    fingerprint is kept, which tells another certificate.
    """
    whole = sign(PUBLIC, DETACHED)
    says = said(whole, "x.p7s").evidence.says
    fingerprint, passed = says.rpartition(" ")[2], set()
    for place in range(0, len(whole), 3):
        changed = whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]
        with suppress(DecisionRefused):
            passed.add(said(changed, "x.p7s").evidence.says)

    assert {says} == {each for each in passed | {says} if fingerprint in each}


# --- in the ledger -----------------------------------------------------------------


@given(st.text(max_size=300))
def test_whatever_a_stranger_writes_can_be_kept(text: str) -> None:
    """A subject goes into the ledger as one line that reads back."""
    body = f"From: {ADDRESS}\nSubject: ".encode()
    flat = "".join(text.splitlines()).encode("utf-8", "surrogatepass")
    data = body + flat + f"\n\n{digest(PUBLIC)}".encode()
    evidence: Evidence = said(data).evidence
    entry = replace(FIRST, evidence=(evidence,))

    assert entry == read_entry(line_of(entry))
    assert textwrap.shorten(evidence.says, 10_000) == evidence.says
    assert evidence.says.isprintable()


def test_evidence_is_kept_as_it_came(tmp_path: Path) -> None:
    """The bytes are those of the file, under their digest."""
    data = bytes(message(digest(PUBLIC)))
    found = said(data)

    assert data == found.data
    assert digest(data) == found.evidence.sha256
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("mark", ["", "> ", ">> ", "| "])
def test_a_reply_to_our_request_is_evidence(mark: str) -> None:
    """The words that a request asks for count, also quoted as mail programs do it."""
    proof = Proof(Rendition.PUBLIC, Filed("a.pdf", len(PUBLIC), digest(PUBLIC)))
    text = "\n".join(f"{mark}{line}" for line in proof.phrase)

    found = said(message(f"Yes.\n\n{text}\n"))

    assert {"public"} == found.covers
