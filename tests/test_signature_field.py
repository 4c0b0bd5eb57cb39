"""The empty signature field of a proof: where it stands, and what is heard of it."""

import io
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import specimen as sample
from conftest import Scratch
from test_tags import below

from reportgen.errors import FaultsFound, Slug
from reportgen.pages import outlines, pagination, pdf
from reportgen.pages.signature import EMPTY, NAME

pytestmark = pytest.mark.pages

BOX = '<div data-field="sign-off" style="height: 200pt"></div>'
WORDS = "<p>Before the box.</p>{}<p>After it.</p>"


@pytest.fixture(scope="module")
def setter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[pdf.Typesetter]:
    """One typesetter for all tests of this module."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FONTCONFIG_FILE", "")
        yield sample.typesetter(tmp_path_factory.mktemp("fonts"))


def made(setter: pdf.Typesetter, body: str) -> bytes:
    """A page with this body, as a PDF."""
    return setter.pdf(sample.page(body), sample.IMPRINT)


@pytest.fixture(scope="module")
def opened(setter: pdf.Typesetter) -> Iterator[pikepdf.Pdf]:
    """A page with a field, opened."""
    data = made(setter, WORDS.format(BOX))
    with pikepdf.open(io.BytesIO(data)) as document:
        yield document


def field_of(document: pikepdf.Pdf) -> Any:
    """The only field of a PDF."""
    (field,) = document.Root.AcroForm.Fields
    return field


def elements(document: pikepdf.Pdf) -> list[Any]:
    """The tag tree in reading order."""
    found = []
    waiting = [document.Root.StructTreeRoot.K[0]]
    while waiting:
        element = waiting.pop()
        found.append(element)
        held: Any = element.get("/K", [])
        kids = [held] if isinstance(held, pikepdf.Dictionary) else held
        waiting += [
            kid
            for kid in reversed(list(kids))
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid
        ]
    return found


def test_the_field_is_an_empty_signature_field(opened: pikepdf.Pdf) -> None:
    """Named, described, printed and locked, on its page, and without a value."""
    field = field_of(opened)

    assert (str(field.FT), str(field.T), str(field.TU)) == ("/Sig", NAME, EMPTY)
    assert (int(field.F), "/V" in field) == (4 + 128, False)
    assert field.P.objgen == opened.pages[0].objgen
    assert [one.objgen for one in opened.pages[0].Annots] == [field.objgen]
    assert "/NeedAppearances" not in opened.Root.AcroForm


def test_the_field_speaks_from_the_tag_tree(opened: pikepdf.Pdf) -> None:
    """A form element with its words, which the parent tree leads to."""
    field = field_of(opened)
    numbers = list(opened.Root.StructTreeRoot.ParentTree.Nums)
    keys = [int(number) for number in numbers[::2]]
    element = numbers[2 * keys.index(int(field.StructParent)) + 1]

    assert (str(element.S), str(element.Alt)) == ("/Form", EMPTY)
    assert isinstance(element.K, pikepdf.Dictionary)
    assert (str(element.K.Type), element.K.Obj.objgen) == ("/OBJR", field.objgen)


def test_it_is_heard_where_it_stands(opened: pikepdf.Pdf) -> None:
    """After the words before it, before those after it."""
    kinds = [str(one.S) for one in elements(opened)]
    at = kinds.index("/Form")

    assert (kinds.count("/Form"), kinds[at - 1]) == (1, "/Div")
    assert (kinds[:at].count("/P"), kinds[at:].count("/P")) == (1, 1)


def test_without_a_box_nothing_is_added(setter: pdf.Typesetter) -> None:
    """A page that asks for no field has no form."""
    data = made(setter, WORDS.format(""))

    assert b"/AcroForm" not in data
    assert pagination.field(data) is None


def test_the_place_is_that_of_the_box(setter: pdf.Typesetter) -> None:
    """Points from the foot of the page, as large as the box with its border."""
    box = BOX.replace("height", "width: 300pt; border: 5pt solid; padding: 3pt; height")
    data = made(setter, WORDS.format(box))
    with pikepdf.open(io.BytesIO(data)) as document:
        left, bottom, right, top = map(float, field_of(document).Rect)

    assert (right - left, top - bottom) == pytest.approx((316, 216))
    assert left == pytest.approx(22 * 72 / 25.4 + 6, abs=0.01)  # the body's margin
    assert pagination.field(data) == pagination.Field(1, (316.0, 216.0))


def test_what_it_shows_is_no_text(opened: pikepdf.Pdf) -> None:
    """Its words are outlines, so that nothing says "not yet" once it is sealed."""
    appearance = field_of(opened).AP.N
    drawn = pikepdf.parse_content_stream(appearance)
    operators = [str(one.operator) for one in drawn]

    assert {"BT", "Tj", "TJ"}.isdisjoint(operators)
    assert "/Font" not in appearance.Resources
    assert operators.count("m") == operators.count("h") > len("Notyetsigned")
    left, bottom, right, top = map(float, appearance.BBox)
    points = [
        (float(one.operands[at]), float(one.operands[at + 1]))
        for one in drawn
        if str(one.operator) in {"m", "l", "c"}
        for at in range(0, len(one.operands), 2)
    ]
    across, up = zip(*points, strict=True)
    middle = (min(across) + max(across)) / 2, (min(up) + max(up)) / 2
    assert left < min(across) < max(across) < right
    assert bottom < min(up) < max(up) < top
    assert middle == pytest.approx((right / 2, top / 2), abs=2)


def test_equal_pages_make_equal_bytes(
    setter: pdf.Typesetter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The field brings nothing in that changes from run to run."""
    monkeypatch.setenv("FONTCONFIG_FILE", "")
    other = sample.typesetter(tmp_path)

    assert made(setter, WORDS.format(BOX)) == made(other, WORDS.format(BOX))


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (BOX + BOX, "the box of the sign-off stands there more than once"),
        (
            BOX.replace("200pt", "720pt"),
            "the box of the sign-off does not fit on its page",
        ),
    ],
)
def test_there_is_one_field_on_one_page(
    setter: pdf.Typesetter, body: str, told: str
) -> None:
    """A box that stands twice, or is higher than its page, stops the build."""
    with pytest.raises(FaultsFound) as found:
        made(setter, f"<p>Before the box.</p>{body}")

    first = found.value.faults[0]
    assert (first.slug, first.what) == (Slug.NOT_ACCESSIBLE, told)


def test_a_typeface_must_have_the_letters(tmp_path: Path) -> None:
    """Which it has is asked of the upright face nearest to regular."""
    from fontTools import subset

    from reportgen.pages import fonts

    files = fonts.find()
    poor = tmp_path / "poor.ttf"
    subset.main([str(files[0]), "--text=Not", f"--output-file={poor}"])

    assert outlines.has_letters("Not yet signed", files) is True
    assert outlines.has_letters("Not yet signed", [poor]) is False
    assert outlines.has_letters("Not", [poor]) is True


def test_outlines_are_as_wide_as_they_say() -> None:
    """The path of a line begins where it is told and ends within its width."""
    from reportgen.pages import fonts

    files = fonts.find()
    path = outlines.outlines("Not", 100.0, (10.0, 20.0), files)
    numbers = [float(found) for line in path for found in re.findall(r"-?[\d.]+", line)]
    across, up = numbers[::2], numbers[1::2]

    assert outlines.width("Not", 100.0, files) == pytest.approx(152.5, abs=10)
    assert 10 < min(across) < max(across) < 10 + outlines.width("Not", 100.0, files)
    assert 18 < min(up) < max(up) < 20 + 75


# --- in a report ---------------------------------------------------------------------


def test_a_proof_has_the_field_and_a_draft_says_that_it_is_none(
    testshire: Scratch,
) -> None:
    """The same page in both: whoever reads a draft is told not to sign."""
    texts, fields = {}, {}
    for kind in ("draft", "proof"):
        path = next(p for p in testshire.build(kind)[0].paths if p.suffix == ".pdf")
        fields[kind] = pagination.field(path.read_bytes())
        run = ["pdftotext", "-layout", str(path), "-"]
        texts[kind] = subprocess.run(run, capture_output=True, check=True).stdout

    assert fields["draft"] is None
    assert fields["proof"] is not None
    place = f"Sign-off on page {fields['proof'].page} ".encode()
    assert (place in texts["proof"], place in texts["draft"]) == (True, False)
    assert b"This is a draft and is not to be signed." in texts["draft"]
    assert b"signed" not in texts["proof"].lower()
    assert texts["draft"].count(b"\f") == texts["proof"].count(b"\f")


def test_the_page_says_who_is_to_sign(testshire: Scratch) -> None:
    """Role and post; names and parts where the cycle gives them."""
    cycle = "data/2025-01/cycle.toml"
    seat = '[[report.sign_off]]\nrole = "Senior Responsible Officer"\n'
    lead = '[[report.sign_off]]\nrole = "Data Lead"\nholder = "Head of Data"\n'
    more = f'{lead}name = "Jo Example"\nparts = ["supply", "treatment"]\n\n{seat}'
    testshire.change(cycle, seat, more)
    path = next(p for p in testshire.build("proof")[0].paths if p.suffix == ".pdf")
    with pikepdf.open(path) as document:
        tables = [one for one in elements(document) if str(one.S) == "/Table"]
        rows = sum(str(one.S) == "/TR" for one in below(tables[-1]))
    said = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True)
    text = " ".join(said.stdout.decode().split())

    assert rows == 3
    assert "Data Lead Head of Data Jo Example" in text
    for words in ("Who signs this report", "Supply; Treatment", "the whole report"):
        assert words in text


def test_what_is_no_pdf_has_no_field() -> None:
    """Asked of other bytes, it is an error and no answer."""
    for ask in (pagination.field, pagination.pages):
        with pytest.raises(ValueError, match="Failed to load document"):
            ask(b"%PDF-1.7 and nothing else")
