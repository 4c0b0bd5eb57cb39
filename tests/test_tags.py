"""The tag tree of the PDF: what a screen reader is given."""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest
import specimen as sample

from reportgen.errors import FaultsFound, Slug
from reportgen.pages import pdf


@pytest.fixture(scope="module")
def setter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[pdf.Typesetter]:
    """One typesetter for all tests of this module."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FONTCONFIG_FILE", "")
        yield sample.typesetter(tmp_path_factory.mktemp("fonts"))


@pytest.fixture(scope="module")
def opened(setter: pdf.Typesetter) -> Iterator[pikepdf.Pdf]:
    """The specimen, opened."""
    data = setter.pdf(sample.HTML, sample.IMPRINT, [sample.TABLE])
    with pikepdf.open(io.BytesIO(data)) as document:
        yield document


@pytest.fixture(scope="module")
def elements(opened: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    """Every element of the tag tree, in reading order."""
    return list(below(opened.Root.StructTreeRoot.K[0]))


def below(element: Any) -> Iterator[Any]:
    """An element and all below it."""
    yield element
    for kid in element.get("/K", []):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from below(kid)


def of(elements: list[Any], role: str) -> list[Any]:
    """The elements with a role."""
    return [element for element in elements if str(element.S) == role]


def links(document: pikepdf.Pdf) -> list[Any]:
    """The annotations of all pages."""
    return [each for page in document.pages for each in page.obj.get("/Annots", [])]


def marked(page: pikepdf.Page) -> Iterator[tuple[str, Any]]:
    """Outermost marked-content tag round each showing of text, and its properties."""
    open_tags: list[tuple[str, Any]] = []
    for instruction in pikepdf.parse_content_stream(page):
        operands, operator = instruction.operands, instruction.operator
        if str(operator) in {"BMC", "BDC"}:
            properties = operands[1] if len(operands) > 1 else None
            open_tags.append((str(operands[0]), properties))
        elif str(operator) == "EMC":
            open_tags.pop()
        elif str(operator) == "TJ":
            yield open_tags[0]


def test_every_figure_has_words(elements: list[Any]) -> None:
    """Charts and sparklines speak."""
    told = [str(figure.Alt) for figure in of(elements, "/Figure")]

    assert told == ["Bar chart: Exampleton 80", "Rose from 1 to 3"]


def test_every_header_cell_has_its_scope(elements: list[Any]) -> None:
    """Header cells say whether they head a column or a row, on every page."""
    for table in of(elements, "/Table"):
        heads = [each for each in below(table) if each.S == "/THead"]
        assert len(heads) == 1
        columns = [str(cell.A.Scope) for cell in of(list(below(heads[0])), "/TH")]
        bodies = [each for each in below(table) if each.S == "/TBody"]
        rows = [str(cell.A.Scope) for cell in of(list(below(bodies[0])), "/TH")]
        assert columns == ["/Column"] * 2
        assert set(rows) == {"/Row"}
    assert len(of(elements, "/Table")) > 1


def test_a_scope_in_the_page_is_kept(setter: pdf.Typesetter) -> None:
    """A heading over a group of rows is not taken for the head of a row."""
    data = setter.pdf(
        sample.page(
            "<table><thead><tr><th>a</th><th>b</th></tr></thead>"
            '<tr><th scope="colgroup" colspan="2">c</th></tr>'
            "<tr><th>d</th><td>e</td></tr></table>"
        ),
        sample.IMPRINT,
    )
    with pikepdf.open(io.BytesIO(data)) as document:
        cells = of(list(below(document.Root.StructTreeRoot.K[0])), "/TH")

        told = [str(cell.A.Scope) for cell in cells]

    assert told == ["/Column", "/Column", "/Column", "/Row"]


def test_cells_find_their_headers(opened: pikepdf.Pdf, elements: list[Any]) -> None:
    """Each cell names its headers, and each name leads to an element."""
    names = list(opened.Root.StructTreeRoot.IDTree.Names)
    keys = [bytes(key) for key in names[::2]]

    assert keys == sorted({bytes(e.ID) for e in elements if "/ID" in e})
    for cell in of(elements, "/TD"):
        assert len(cell.A.Headers) == 2
        assert {bytes(header) for header in cell.A.Headers} <= set(keys)


def test_figures_lie_on_their_page(elements: list[Any]) -> None:
    """A figure's box is in points with y up, inside the page and of its true size."""
    chart = of(elements, "/Figure")[0]
    left, bottom, right, top = (float(value) for value in chart.A.BBox)
    width, height = (float(value) for value in chart.Pg.MediaBox[2:])

    assert 0 <= left < right <= width
    assert 0 <= bottom < top <= height
    assert (right - left, top - bottom) == pytest.approx((300, 120))


def test_links_say_their_words(opened: pikepdf.Pdf) -> None:
    """A link has one annotation with its text or title, and it may be printed."""
    told = [(str(link.Contents), int(link.F)) for link in links(opened)]

    assert told == [
        (words, 4)
        for words in (
            "First part",
            "Table of measures",
            "Detail",
            "link to the guide",
            "Notes of the guide",
            "its place",
        )
    ]


def test_annotations_and_elements_point_at_each_other(opened: pikepdf.Pdf) -> None:
    """The parent tree leads from every link to its Link element."""
    numbers = list(opened.Root.StructTreeRoot.ParentTree.Nums)
    parents = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))

    for link in links(opened):
        parent = parents[int(link.StructParent)]
        assert parent.S == "/Link"
        assert link.objgen in [
            kid.Obj.objgen
            for kid in parent.K
            if isinstance(kid, pikepdf.Dictionary) and "/Obj" in kid
        ]


def test_headers_and_footers_are_artifacts(opened: pikepdf.Pdf) -> None:
    """What repeats on every page, and dotted leaders, is not read as text."""
    for number, page in enumerate(opened.pages):
        texts = list(marked(page))
        loose = [tag for tag, _ in texts if tag == "/Artifact"]
        parents = opened.Root.StructTreeRoot.ParentTree.Nums[2 * number + 1]
        assert len(loose) >= 4
        for tag, properties in texts:
            if tag == "/Artifact":
                assert properties.Type == "/Pagination"
            else:
                assert parents[int(properties.MCID)].S in {"/Span", "/Link", "/Figure"}


def test_lists_say_how_they_count(elements: list[Any]) -> None:
    """Numbered and bulleted lists are told apart, and items keep their bodies."""
    told = [str(each.A.ListNumbering) for each in of(elements, "/L")]

    assert told == ["/Decimal", "/Decimal", "/Disc", "/Disc", "/Decimal"]
    for item in of(elements, "/LI"):
        assert [str(kid.S) for kid in item.K] == ["/Lbl", "/LBody"]


def test_a_figure_and_its_caption_are_a_group(elements: list[Any]) -> None:
    """The caption stands beside its figure, in one group."""
    groups = [e for e in of(elements, "/Div") if any(k.S == "/Caption" for k in e.K)]

    assert [len(of(list(below(group)), "/Figure")) for group in groups] == [1]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (f'<img alt="" src="{sample.CHART}">', "no text alternative"),
        (sample.SPARK.replace("title>", "desc>"), "no text alternative"),
        ("<table><tr><td>x</td></tr></table>", "no header cell"),
        ('<p style="opacity: 0.5">x</p>', "opacity"),
        ('<div class="foot"><a href="https://example.org">x</a></div>', "links stand"),
        ("<h1>x</h1><h3>y</h3>", "HEADING-NESTING"),
    ],
)
def test_what_cannot_be_mended_is_told(
    setter: pdf.Typesetter, body: str, words: str
) -> None:
    """Markup that no mending makes readable is a fault."""
    with pytest.raises(FaultsFound, match=words) as caught:
        setter.pdf(sample.page(body), sample.IMPRINT)

    assert {fault.slug for fault in caught.value.faults} == {Slug.NOT_ACCESSIBLE}
