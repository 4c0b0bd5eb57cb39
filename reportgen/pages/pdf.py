"""The PDF: from HTML, styles and data to one file that is PDF/A-3a and PDF/UA-1."""

from collections.abc import Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO
from typing import Any

from reportgen.errors import (
    Fault,
    FaultsFound,
    LibraryMissing,
    Place,
    Slug,
    error,
)
from reportgen.pages import layoutlog
from reportgen.pages.fonts import Fonts

PROFILES = {"3a": "PDF/A-3a", "ua1": "PDF/UA-1"}
"""What every file is at once: the validator's names to people's names."""

_VARIANT = "pdf/a-3a"
_GENERATOR = "reportgen"

# PDF/A allows a foreign property in the metadata, here the claim to be PDF/UA, only
# if its schema is described beside it; both must stand in the first rdf:RDF.
_CLAIM = b"""\
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" \
xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="" pdfuaid:part="1" />\
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" \
xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" \
xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" rdf:about="">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property>\
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""


@dataclass(frozen=True)
class Attachment:
    """A file that travels inside the PDF: the data behind the pages."""

    name: str
    """File name, unique within the PDF."""
    description: str
    """What it holds, for whoever lists the attachments."""
    media_type: str
    """Type and subtype, for instance `text/csv`."""
    data: bytes


@dataclass(frozen=True)
class Imprint:
    """What the PDF says about itself, in its Info and in its XMP alike."""

    title: str
    author: str
    subject: str
    keywords: tuple[str, ...]
    created: datetime
    """With its time zone; from the cycle, so that the same inputs give the same bytes."""
    language: str = "en-GB"
    """As in BCP 47; the HTML's root must say the same."""


class Typesetter:
    """Styles and fonts, read once, for all the documents of a process."""

    def __init__(self, fonts: Fonts, styles: Sequence[tuple[str, str]]) -> None:
        """Parse the style sheets.

        Args:
            fonts: From `fonts.install`; its folder must outlive the typesetter.
            styles: File name and CSS of each sheet, in the order of the cascade.

        Raises:
            FaultsFound: The styles hold errors, each with sheet and line.
            LibraryMissing: Pango or one of its companions is not installed.
        """
        weasyprint = _weasyprint()
        self.fonts = fonts
        self._shared = {
            "font_config": weasyprint.text.fonts.FontConfiguration(),
            "counter_style": weasyprint.css.counters.CounterStyle(),
        }
        self._sheets = []
        faults: list[Fault] = []
        for name, css in styles:
            sheet, found = _parsed(weasyprint, name, css, self._shared)
            self._sheets.append(sheet)
            faults += found
        if faults:
            raise FaultsFound(faults)

    def pdf(
        self,
        html: str,
        imprint: Imprint,
        attachments: Sequence[Attachment] = (),
        source: str = "the page",
    ) -> bytes:
        """Lay out a page of HTML and write it.

        Args:
            html: A whole page; nothing that it names is fetched but `data:` addresses.
            imprint: The file's metadata.
            attachments: Files to embed.
            source: What to call the HTML in faults.

        Returns:
            The bytes of a file that passed `verify`.

        Raises:
            FaultsFound: Everything that the layout complained of, that the tag tree
                lacks, or that the two standards forbid.
        """
        weasyprint = _weasyprint()
        fetcher = _fetcher(weasyprint)
        complaints: list[str] = []
        with layoutlog.heard() as records:
            page = weasyprint.HTML(string=html, url_fetcher=fetcher)
            document = page.render(
                stylesheets=self._sheets, pdf_variant=_VARIANT, **self._shared
            )
            document.metadata = _metadata(weasyprint, imprint, attachments, fetcher)
            data: bytes = document.write_pdf(
                finisher=lambda document, pdf: complaints.extend(
                    _finish(document, pdf, attachments)
                ),
                pdf_variant=_VARIANT,
            )
        text = " ".join(page.etree_element.itertext())
        faults = layoutlog.refused(fetcher.refused, Slug.LAYOUT_WARNING, source)
        faults += layoutlog.faults(records, source, text, fetcher.refused)
        complaints += _language(page.etree_element.get("lang"), imprint.language)
        faults += [_inaccessible(what, source) for what in complaints]
        if faults := faults + verify(data, source):
            raise FaultsFound(faults)
        return data


def verify(data: bytes, source: str = "the PDF") -> list[Fault]:
    """What keeps a file from being PDF/A-3a and PDF/UA-1; empty when it is both.

    Args:
        data: The bytes of a PDF.
        source: What to call it in faults.
    """
    import page

    faults = []
    for profile, name in PROFILES.items():
        try:
            failures = page.validate_pdf_bytes(data, profile=profile).failures
        except page.PageError as problem:
            return [_inaccessible(f"cannot be read as a PDF: {problem}", source)]
        told = dict.fromkeys((each.rule_id, each.message) for each in failures)
        faults += [
            _inaccessible(f"{name} rule {rule}: {message}", source)
            for rule, message in told
        ]
    return faults


def _inaccessible(what: str, source: str) -> Fault:
    cure = "mend the markup that makes it"
    return error(Slug.NOT_ACCESSIBLE, Place(source), what, cure)


def _language(said: str | None, wanted: str) -> list[str]:
    """The complaint about an HTML root in another language than the imprint's."""
    if said == wanted:
        return []
    return [f'the html element says lang="{said or ""}" but the imprint says {wanted}']


def _weasyprint() -> Any:
    """WeasyPrint, loaded when the first page is set, as it takes most of a second.

    Raises:
        LibraryMissing: A shared library that it needs is not installed.
    """
    try:
        with redirect_stdout(StringIO()):  # it prints advice before it fails
            import weasyprint  # type: ignore[import-untyped]
    except OSError as problem:
        what = (
            "the libraries that lay out text were not found; install the Debian "
            "packages libpango-1.0-0, libpangoft2-1.0-0 and libharfbuzz-subset0"
        )
        raise LibraryMissing(what) from problem
    return weasyprint


def _fetcher(weasyprint: Any) -> Any:
    """What opens addresses for WeasyPrint: `data:` only; the others are listed."""

    class Fetcher(weasyprint.urls.URLFetcher):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__(allowed_protocols=("data",), allow_redirects=False)
            self.refused: list[str] = []

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            if not url.lower().startswith("data:"):
                self.refused.append(url)
            return super().fetch(url, headers)

    return Fetcher()


def _parsed(
    weasyprint: Any, name: str, css: str, shared: dict[str, Any]
) -> tuple[Any, list[Fault]]:
    """One style sheet and its faults."""
    fetcher = _fetcher(weasyprint)
    with layoutlog.heard() as records:
        sheet = weasyprint.CSS(string=css, url_fetcher=fetcher, **shared)
    faults = layoutlog.refused(fetcher.refused, Slug.STYLE_ERROR, name)
    return sheet, faults + layoutlog.faults(records, name, told=fetcher.refused)


def _metadata(
    weasyprint: Any,
    imprint: Imprint,
    attachments: Sequence[Attachment],
    fetcher: Any,
) -> Any:
    """The imprint and the attachments, as WeasyPrint keeps them."""
    created = imprint.created.astimezone(UTC)
    metadata = weasyprint.document.DocumentMetadata(
        title=imprint.title,
        authors=[imprint.author],
        description=imprint.subject,
        keywords=list(imprint.keywords),
        generator=_GENERATOR,
        created=f"{created:%Y-%m-%dT%H:%M:%SZ}",
        modified=f"{created:%Y-%m-%dT%H:%M:%SZ}",
        lang=imprint.language,
        attachments=[
            weasyprint.Attachment(
                string=each.data,
                name=each.name,
                description=each.description,
                relationship="Data",
                created=created,
                modified=created,
                url_fetcher=fetcher,
            )
            for each in sorted(attachments, key=lambda each: each.name)
        ],
    )
    plain = metadata.generate_rdf_metadata
    metadata.generate_rdf_metadata = lambda *said: _claimed(plain(*said))
    return metadata


def _claimed(rdf: bytes) -> bytes:
    """The metadata with the claim to be PDF/UA-1 inside the same rdf:RDF."""
    end = b"</rdf:RDF>"
    return rdf.removesuffix(end) + _CLAIM + end


def _finish(document: Any, pdf: Any, attachments: Sequence[Attachment]) -> list[str]:
    """Mend the file before it is written; return what cannot be mended."""
    from reportgen.pages import tags

    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    metadata.compress = False  # so that tools without a PDF reader find it
    if attachments:
        pdf.catalog["AF"][:] = dict.fromkeys(pdf.catalog["AF"])  # each comes twice
    types = {each.name: each.media_type for each in attachments}
    for each in pdf.objects:
        if isinstance(each, dict) and each.get("Type") == "/Filespec":
            stream = pdf.objects[int(each["EF"]["F"].split()[0])]
            # WeasyPrint asks the machine's own list of file types.
            media_type = types[each["UF"].string].replace("/", "#2f")
            stream.extra["Subtype"] = f"/{media_type}"
    return tags.mend(document, pdf)
