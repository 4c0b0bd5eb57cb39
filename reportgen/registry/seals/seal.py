"""The seal: a proof, and after it one revision with the organisation's signature."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from reportgen.errors import NotAllowed
from reportgen.registry.seals.certificate import refuse_outside
from reportgen.registry.seals.fields import NAME, empty_field, form_element, quiet
from reportgen.registry.seals.identity import Identity
from reportgen.registry.seals.timestamp import authority as asked

if TYPE_CHECKING:
    from pyhanko.pdf_utils.content import PdfContent
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.layout import SimpleBoxLayoutRule
    from pyhanko.sign.signers import PdfSigner, Signer
    from pyhanko.sign.signers.pdf_signer import PdfSigningSession


def seal(  # noqa: PLR0913 (one act has these parts, and callers name them)
    proof: bytes,
    stamp: bytes,
    words: str,
    identity: Identity,
    *,
    reason: str,
    at: datetime,
    authority: str = "",
) -> bytes:
    """A proof, and after its last byte one revision that signs all of it.

    The revision fills the field with a PAdES signature that allows no further change,
    shows the stamp there, and tells a screen reader what the stamp says.

    Args:
        proof: a PDF with an empty, tagged signature field `sign-off`.
        stamp: a PDF of one page, as large as the field.
        words: what the stamp says, for those who do not see it.
        identity: who seals.
        reason: why, for whoever opens the list of signatures.
        at: now, with its time zone.
        authority: address of a timestamp authority; empty asks nobody.

    Returns:
        A PDF that begins with the proof, byte for byte.

    Raises:
        CertificateFault: the certificate is not valid at that time.
        TimestampFault: the authority gave no valid timestamp.
        NotAllowed: the proof has no such field, or it is filled.
    """
    refuse_outside(identity.certificate, at)
    writer = _writer(proof)
    _tell(writer, words)
    signer = _sealer(stamp, identity, reason, at, authority)
    with _unambiguous_streams():
        out = signer.sign_pdf(writer, existing_fields_only=True, output=BytesIO())
    sealed: bytes = out.getvalue()
    if not sealed.startswith(proof):  # the promise of the whole way
        raise AssertionError("the sealed file does not begin with the proof")
    return sealed


@contextmanager
def _unambiguous_streams() -> Iterator[None]:
    """Let no stream that pyHanko writes meanwhile end in an ambiguous way.

    Data that happen to end in a carriage return, followed by the line feed that closes
    every stream, read as a byte shorter, and PDF/A forbids that; one in 256 does so.
    """
    from pyhanko.pdf_utils.generic import StreamObject

    kind: Any = StreamObject
    plain, end = kind.write_to_stream, b"\nendstream"

    def write(held: Any, stream: BytesIO, *given: Any) -> None:
        written = BytesIO()
        plain(held, written, *given)
        data = written.getvalue()
        if data.endswith(b"\r" + end):
            data = data.removesuffix(end) + b"\r" + end
        stream.write(data)

    kind.write_to_stream = write
    try:
        yield
    finally:
        kind.write_to_stream = plain


def _writer(proof: bytes) -> "IncrementalPdfFileWriter":
    """What writes the revision after the proof.

    Raises:
        NotAllowed: the proof is no PDF that can be added to.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    quiet()

    class Writer(IncrementalPdfFileWriter):
        def _update_meta(self) -> None:
            """Leave the XMP alone: rewritten, it is no PDF/A any more."""

    try:
        if proof.endswith((b"%%EOF\n", b"%%EOF\r\n")):
            return Writer(BytesIO(proof))
    except Exception:  # noqa: S110 (the library raises many kinds; one answer follows)
        pass
    raise NotAllowed(
        "the proof is no whole PDF file; make it again with reportgen proof"
    )


def _tell(writer: "IncrementalPdfFileWriter", words: str) -> None:
    """Let the field and its element in the tags say what the stamp says.

    Raises:
        NotAllowed: the proof has no empty, tagged field.
    """
    from pyhanko.pdf_utils.generic import pdf_string

    field = empty_field(writer)
    element = form_element(writer, field)
    field["/TU"] = pdf_string(words)
    element["/Alt"] = pdf_string(words)
    writer.update_container(field)
    writer.update_container(element)


def _sealer(
    stamp: bytes, identity: Identity, reason: str, at: datetime, authority: str
) -> "PdfSigner":
    """What fills the field: first signature in the file, and no change after it."""
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
    from pyhanko.sign.signers.constants import ESIC_EXTENSION_1
    from pyhanko.stamp import StaticStampStyle

    class Sealer(PdfSigner):
        def init_signing_session(
            self, *args: Any, **kwargs: Any
        ) -> "PdfSigningSession":
            """Take the caller's time: the stamp says the same."""
            with _no_zone_asked():
                session = super().init_signing_session(*args, **kwargs)
            session.system_time = at
            return session

        def register_extensions(self, pdf_out: Any, **_: Any) -> None:
            """Declare PAdES only: what EC keys declare is PDF 2.0, and no PDF/A-3."""
            pdf_out.register_extension(ESIC_EXTENSION_1)

    about = PdfSignatureMetadata(
        field_name=NAME,
        reason=reason,
        name=identity.certificate.subject,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    style = StaticStampStyle(
        background=_page(stamp),
        background_layout=_edge_to_edge(),
        background_opacity=1.0,
        border_width=0,
    )
    stamper = asked(authority, at) if authority else None
    return Sealer(about, _signer(identity), timestamper=stamper, stamp_style=style)


@contextmanager
def _no_zone_asked() -> Iterator[None]:
    """Keep pyHanko from asking for the machine's time zone: its time is not used.

    The library that it asks gives up on zones that have no name in the world's list,
    such as `GMT0BST`, which are all right for Python.
    """
    from pyhanko.sign.signers import pdf_signer

    module: Any = pdf_signer
    before, module.tzlocal = module.tzlocal, SimpleNamespace(get_localzone=lambda: UTC)
    try:
        yield
    finally:
        module.tzlocal = before


def _signer(identity: Identity) -> "Signer":
    """The identity as pyHanko asks it; the key stays where it is."""
    from asn1crypto import algos, x509
    from pyhanko.sign.signers import Signer
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    class Ours(Signer):
        async def async_sign_raw(
            self, data: bytes, _digest_algorithm: str, _dry_run: bool = False
        ) -> bytes:
            return identity.sign(data)

    kind = "sha256_rsa" if identity.is_rsa else "sha256_ecdsa"
    return Ours(
        signing_cert=x509.Certificate.load(identity.certificate.der),
        cert_registry=SimpleCertificateStore.from_certs(
            [x509.Certificate.load(each) for each in identity.chain]
        ),
        signature_mechanism=algos.SignedDigestAlgorithm({"algorithm": kind}),
    )


def _page(stamp: bytes) -> "PdfContent":
    """The stamp's page as the content of an appearance."""
    from pyhanko.pdf_utils.content import PdfContent
    from pyhanko.pdf_utils.layout import BoxConstraints
    from pyhanko.pdf_utils.reader import PdfFileReader

    class Page(PdfContent):
        def render(self) -> bytes:
            page = self._ensure_writer.import_page_as_xobject(
                PdfFileReader(BytesIO(stamp))
            )
            self.resources.xobject["/SignOff"] = page
            left, bottom, right, top = map(float, page.get_object()["/BBox"])
            self.box = BoxConstraints(width=right - left, height=top - bottom)
            return b"/SignOff Do"

    return Page()


def _edge_to_edge() -> "SimpleBoxLayoutRule":
    """The stamp is as large as its field, so it is laid in as it is."""
    from pyhanko.pdf_utils.layout import AxisAlignment, Margins, SimpleBoxLayoutRule

    middle = AxisAlignment.ALIGN_MID
    return SimpleBoxLayoutRule(middle, middle, margins=Margins.uniform(0))
