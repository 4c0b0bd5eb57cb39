"""The PDF: from HTML, styles and data to one file that is PDF/A-3a and PDF/UA-1."""

import warnings
from collections.abc import Iterable, Mapping, Sequence
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
from reportgen.pages import layoutlog, pdfa, signature, structure, tags
from reportgen.pages.fonts import Fonts
from reportgen.pages.numerals import without_elements

PROFILES = {"3a": "PDF/A-3a", "ua1": "PDF/UA-1"}
"""What every file is at once: the validator's names to people's names."""

_VARIANT = "pdf/a-3a"
_GENERATOR = "reportgen"


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
    """With its time zone; from the cycle, as today's date would change the bytes."""
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
        attachments: Iterable[Attachment] = (),
        source: str = "the page",
    ) -> bytes:
        """Lay out a page of HTML and write it.

        Args:
            html: A whole page; nothing that it names is fetched but `data:` addresses.
            imprint: The file's metadata.
            attachments: Files to embed; asked for after the layout.
            source: What to call the HTML in faults.

        Returns:
            The bytes of a file that passed `verify`.

        Raises:
            FaultsFound: Everything that the layout complained of, that the tag tree
                lacks, or that the two standards forbid.
        """
        weasyprint = _weasyprint()
        fetcher = _fetcher(weasyprint)
        with layoutlog.heard() as records:
            page = weasyprint.HTML(string=without_elements(html), url_fetcher=fetcher)
            document = self._rendered(page, source)
            embedded = list(attachments)
            document.metadata = _metadata(weasyprint, imprint, embedded, fetcher)
            media_types = {each.name: each.media_type for each in embedded}
            data, complaints = _written(document, media_types, self.fonts)
        text = " ".join(page.etree_element.find("body").itertext())
        faults = layoutlog.refused(fetcher.refused, Slug.LAYOUT_WARNING, source)
        faults += layoutlog.faults(records, source, text, fetcher.refused)
        complaints += _language(page.etree_element.get("lang"), imprint.language)
        faults += [_inaccessible(what, source) for what in complaints]
        if faults := _with_verdict(faults, verify(data, source)):
            raise FaultsFound(faults)
        return data

    def _rendered(self, page: Any, source: str) -> Any:
        """The page, laid out once.

        Raises:
            FaultsFound: the layout ended with an exception.
        """
        try:
            return page.render(
                stylesheets=self._sheets, pdf_variant=_VARIANT, **self._shared
            )
        except Exception as problem:
            fault = _gave_up(Slug.LAYOUT_WARNING, source, problem)
            raise FaultsFound([fault]) from problem


def _gave_up(slug: Slug, source: str, problem: Exception) -> Fault:
    """WeasyPrint ended with an exception instead of a warning."""
    what = f"the layout gave up ({type(problem).__name__}: {problem})"
    cure = "look for sizes or brackets that no page can have"
    return error(slug, Place(source), what, cure)


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


def _with_verdict(faults: list[Fault], verdict: list[Fault]) -> list[Fault]:
    """All faults, where each missing character is told once, by its name."""
    if any(fault.slug is Slug.MISSING_GLYPH for fault in faults):
        verdict = [fault for fault in verdict if "NOTDEF" not in fault.what]
    return faults + verdict


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
            import weasyprint
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
        try:
            sheet = weasyprint.CSS(string=css, url_fetcher=fetcher, **shared)
        except Exception as problem:  # its parser gives up in many ways
            return None, [_gave_up(Slug.STYLE_ERROR, name, problem)]
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
    metadata.generate_rdf_metadata = lambda *said: pdfa.claimed(plain(*said))
    return metadata


def _written(
    document: Any, media_types: Mapping[str, str], fonts: Fonts
) -> tuple[bytes, list[str]]:
    """The bytes of a laid-out document, and what could not be mended in them."""
    complaints: list[str] = []
    marks = structure.watch(document)
    reserved = signature.reserve(document)

    def finish(document: Any, pdf: Any) -> None:
        pdfa.finish(pdf, media_types)
        complaints.extend(tags.mend(document, pdf, marks))
        complaints.extend(signature.fill(pdf, reserved, fonts.files))

    with pdfa.unambiguous_streams(), warnings.catch_warnings():
        # WeasyPrint leaves its colour profile to be closed by the garbage collector.
        warnings.simplefilter("ignore", ResourceWarning)
        data: bytes = document.write_pdf(finisher=finish, pdf_variant=_VARIANT)
    return data, complaints


def companions() -> tuple[str, bool]:
    """The version of Pango, and whether HarfBuzz is there to cut fonts down.

    Without it fonts are cut down in another way, and the bytes are others.

    Raises:
        LibraryMissing: Pango or one of its companions is not installed.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # told by the second value
        ffi = _weasyprint().text.ffi
    number = ffi.pango.pango_version()
    version = ".".join(str(number // part % 100) for part in (10_000, 100, 1))
    return version, ffi.harfbuzz_subset is not None
