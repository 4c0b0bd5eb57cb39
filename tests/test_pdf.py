"""The PDF: one file, two standards, the same bytes, and no silent failure."""

import builtins
import hashlib
import io
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import specimen as sample

from reportgen.errors import Fault, FaultsFound, LibraryMissing, Slug
from reportgen.pages import pdf

TESTS = Path(__file__).parent


@pytest.fixture(scope="module")
def setter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[pdf.Typesetter]:
    """One typesetter for all tests of this module."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FONTCONFIG_FILE", "")
        yield sample.typesetter(tmp_path_factory.mktemp("fonts"))


@pytest.fixture(scope="module")
def data(setter: pdf.Typesetter) -> bytes:
    """The specimen's bytes."""
    return setter.pdf(sample.HTML, sample.IMPRINT, [sample.TABLE])


@pytest.fixture
def opened(data: bytes) -> Iterator[pikepdf.Pdf]:
    """The specimen, opened."""
    with pikepdf.open(io.BytesIO(data)) as document:
        yield document


def faults_of(setter: pdf.Typesetter, body: str) -> list[Fault]:
    """The faults that a piece of markup makes."""
    with pytest.raises(FaultsFound) as caught:
        setter.pdf(sample.page(body), sample.IMPRINT, source="report.html")
    return list(caught.value.faults)


def style_faults(folder: Path, css: str) -> list[Fault]:
    """The faults that a style sheet makes."""
    with pytest.raises(FaultsFound) as caught:
        sample.typesetter(folder, css)
    return list(caught.value.faults)


def run(*command: str, data: bytes, folder: Path) -> str:
    """What one of poppler's programs says of the bytes."""
    file = folder / "specimen.pdf"
    file.write_bytes(data)
    done = subprocess.run(
        [*command, str(file)], capture_output=True, text=True, check=True
    )
    return done.stdout


def test_the_file_is_pdf_a_3a_and_pdf_ua_1(data: bytes) -> None:
    """Everything that the reports use passes both standards at once."""
    assert pdf.verify(data) == []


def test_an_untagged_file_fails() -> None:
    """A plain PDF without tags is told apart, rule by rule, for both standards."""
    plain = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(plain)

    told = [fault.what for fault in pdf.verify(plain.getvalue())]

    assert any(what.startswith("PDF/A-3a rule") for what in told)
    assert any(what.startswith("PDF/UA-1 rule") for what in told)


def test_what_is_no_pdf_fails() -> None:
    """Bytes that are no PDF are a fault and not a crash."""
    assert [fault.slug for fault in pdf.verify(b"no")] == [Slug.NOT_ACCESSIBLE]


def test_the_table_comes_out_as_it_went_in(opened: pikepdf.Pdf) -> None:
    """The data travels in the file, typed, dated by the cycle and marked as data."""
    (name,) = opened.attachments
    spec = opened.attachments[name]
    parameters = spec.obj.EF.F.Params

    assert name == "published.csv"
    assert spec.get_file().read_bytes() == sample.TABLE.data
    assert spec.get_file().mime_type == "text/csv"
    assert spec.obj.AFRelationship == "/Data"
    assert [each.objgen for each in opened.Root.AF] == [spec.obj.objgen]
    assert str(parameters.CreationDate) == "D:20241031120000Z"
    assert str(parameters.ModDate) == "D:20241031120000Z"


def test_info_and_xmp_say_the_same(opened: pikepdf.Pdf) -> None:
    """Title, author, subject, keywords and date stand in both places."""
    info, imprint = opened.docinfo, sample.IMPRINT
    with opened.open_metadata() as xmp:
        told = (xmp["dc:title"], xmp["dc:creator"], xmp["dc:description"])
        assert told == (imprint.title, [imprint.author], imprint.subject)
        assert xmp["pdf:Keywords"] == "drugs, outcomes" == str(info.Keywords)
        assert xmp["xmp:CreateDate"] == "2024-10-31T12:00:00Z"
    assert (str(info.Title), str(info.Author)) == (imprint.title, imprint.author)
    assert str(info.CreationDate) == "D:20241031120000+00'00"
    assert str(opened.Root.Lang) == "en-GB"
    assert opened.Root.ViewerPreferences.DisplayDocTitle
    assert opened.Root.MarkInfo.Marked


def test_the_xmp_lies_open(data: bytes) -> None:
    """Both claims can be read without a PDF reader, in one first rdf:RDF."""
    assert data.count(b"<rdf:RDF") == 1
    assert b'pdfaid:part="3"' in data
    assert b'pdfuaid:part="1"' in data


def test_headings_are_bookmarks(opened: pikepdf.Pdf) -> None:
    """The outline has the headings, nested as they are."""
    with opened.open_outline() as outline:
        first = outline.root[0]
        assert first.title == "Annual report"
        assert [each.title for each in first.children] == [
            "First part",
            "Table of measures",
        ]


def test_every_font_is_embedded(data: bytes, tmp_path: Path) -> None:
    """No page depends on the reader's fonts, and none but ours is used."""
    lines = run("pdffonts", data=data, folder=tmp_path).splitlines()[2:]

    assert lines
    for line in lines:
        assert re.search(r"^[A-Z]{6}\+Source-Sans-Pro.* yes yes yes ", line)


def test_the_rows_are_read_in_order(data: bytes, tmp_path: Path) -> None:
    """A screen reader hears every row once, in order, over three pages."""
    told = run("pdfinfo", "-struct-text", data=data, folder=tmp_path)
    heard = re.findall(r'"(Measure \d+|\d+\.5)"', told.partition("Supply")[2])

    assert heard == [cell for row in sample.ROWS for cell in row]


_CHILD = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
import specimen
import hashlib
print(hashlib.sha256(specimen.specimen(Path(sys.argv[2]))).hexdigest())
"""


@pytest.mark.parametrize(
    "surroundings",
    [
        {"TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
        {"TZ": "America/Lima", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2"},
    ],
)
def test_the_bytes_are_the_same_everywhere(
    data: bytes, surroundings: dict[str, str], tmp_path: Path
) -> None:
    """Process, time zone, locale, hash seed and folders leave no trace."""
    folder = tmp_path / surroundings["PYTHONHASHSEED"]
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, str(TESTS), str(folder)],
        env={**os.environ, **surroundings, "PYTHONPATH": str(TESTS.parent)},
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == hashlib.sha256(data).hexdigest()


def test_a_second_setting_gives_the_same_bytes(
    setter: pdf.Typesetter, data: bytes
) -> None:
    """What a typesetter set before leaves no trace in what it sets next."""
    again = setter.pdf(sample.HTML, sample.IMPRINT, [sample.TABLE])

    assert again == data


@pytest.mark.parametrize("character", ["↔", "😀", "\u2011"])
def test_a_missing_glyph_is_named(setter: pdf.Typesetter, character: str) -> None:
    """A character that no font has is a fault with its words around it."""
    (fault,) = faults_of(setter, f"<p>Deaths {character} fell</p>")

    assert fault.slug is Slug.MISSING_GLYPH
    assert f"U+{ord(character):04X}" in fault.what
    assert f"Deaths {character} fell" in fault.what


def test_a_missing_glyph_in_a_drawing_is_found(setter: pdf.Typesetter) -> None:
    """Labels of charts are looked at too."""
    drawing = sample.uri(
        '<svg xmlns="http://www.w3.org/2000/svg" width="99" height="20">'
        '<text y="10">↔</text></svg>'
    )
    (fault,) = faults_of(setter, f'<img alt="x" src="{drawing}">')

    assert fault.slug is Slug.MISSING_GLYPH


def test_bad_css_has_sheet_and_line(tmp_path: Path) -> None:
    """All errors of a sheet are told at once, with sheet and line."""
    faults = style_faults(tmp_path, "p {\n colr: red }\n@foo {}\n")

    assert [(fault.slug, str(fault.place)) for fault in faults] == [
        (Slug.STYLE_ERROR, "report.css line 2"),
        (Slug.STYLE_ERROR, "report.css line 3"),
    ]


@pytest.mark.parametrize("url", ["http://example.org/x", "file:///etc/passwd"])
def test_nothing_is_fetched(setter: pdf.Typesetter, url: str, tmp_path: Path) -> None:
    """Neither page, style nor drawing reaches the network or a file."""
    drawing = sample.uri(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
        f'<image href="{url}" width="9" height="9"/></svg>'
    )
    for body in (
        f'<img alt="x" src="{url}">',
        f'<img alt="x" src="{drawing}">',
        f'<p style="background: url({url})">x</p>',
        f'<link rel="stylesheet" href="{url}">',
        f"<style>@import url({url});</style>",
    ):
        told = faults_of(setter, body)
        assert any(fault.what == f"asks for {url}" for fault in told), body
    for css in (
        f'@import "{url}";',
        f"@font-face {{ font-family: x; src: url({url}) }}",
    ):
        first = style_faults(tmp_path, css)[0]
        assert (first.slug, first.what) == (Slug.STYLE_ERROR, f"asks for {url}")


def test_a_broken_reference_is_told(setter: pdf.Typesetter) -> None:
    """What WeasyPrint only logs stops the build."""
    (fault,) = faults_of(setter, '<p><a href="#nowhere">x</a></p>')

    assert fault.slug is Slug.LAYOUT_WARNING
    assert "#nowhere" in fault.what


def test_page_and_imprint_agree_on_the_language(setter: pdf.Typesetter) -> None:
    """A page in another language than its imprint would be misread aloud."""
    with pytest.raises(FaultsFound, match='lang="fr"'):
        setter.pdf('<html lang="fr"><p>x</p></html>', sample.IMPRINT)


def test_missing_pango_has_a_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its libraries the error names the packages to install."""
    plain = builtins.__import__

    def without(name: str, *rest: Any, **named: Any) -> Any:
        if name == "weasyprint":
            raise OSError(2, "cannot load library 'libpango-1.0-0'")
        return plain(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", without)

    with pytest.raises(LibraryMissing, match=r"libpangoft2-1\.0-0"):
        pdf._weasyprint()
