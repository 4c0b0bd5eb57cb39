"""The one door to the templates: faults with their line, text that stays text."""

import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from conftest import ROOT

from reportgen.composition import Composition
from reportgen.errors import Fault, FaultsFound, Slug
from reportgen.pages.document import Document, compose
from reportgen.pages.exporter import FakeExporter
from reportgen.pages.html import environment, render
from reportgen.pages.numerals import without_elements
from reportgen.production import draw

OURS = ROOT / "templates"
TRICKY = "A & B <script>alert(\"x\")</script> 'C'"


@pytest.fixture(scope="module")
def document(composition: Composition) -> Document:
    """Testshire's pack for the public."""
    (drawings,) = draw([composition], FakeExporter())
    return compose(composition.material(drawings), draft=True)


@pytest.fixture
def own(tmp_path: Path) -> Callable[[str, str], Path]:
    """Writes a template into the workspace's own folder, and gives the folder."""

    def write(name: str, text: str) -> Path:
        path = tmp_path / "templates" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return tmp_path / "templates"

    return write


def fault(document: Document, *shelves: Path) -> Fault:
    """The one fault that the templates of these folders make."""
    with pytest.raises(FaultsFound) as caught:
        render(document, environment(shelves))
    (one,) = caught.value.faults
    return one


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("<p>\n{{ nothing }}</p>", 2, 'asks for "nothing"'),
        ("{{ document.nothing }}", 1, 'asks for "nothing"'),
        ("a\nb\n{{ block.holds.absent.more }}", 3, 'asks for "absent"'),
        ("{% for %}", 1, "Expected an expression"),
        ("\n{% if x %}", 2, "Unexpected end of template"),
        ("\n\n{{ 'x'|nofilter }}", 3, "No filter named 'nofilter'"),
        ("\n{{ ''.__class__.mro() }}", 2, "is unsafe"),
        ("\n{{ document.__init__.__globals__ }}", 2, "is unsafe"),
        ("\n{{ [].append(1) }}", 2, "is unsafe"),
        ("\n{{ 'x'|round }}", 2, ""),
        ("\n{{ 1 // 0 }}", 2, "by zero"),
        ("\n{{ 1|address }}", 2, ""),
        ("\n{{ {}|max|first }}", 2, ""),
        ("\n{% include 'blocks/roles.html' %}", 2, "recursion"),
    ],
)
def test_a_template_error_has_file_and_line(
    document: Document,
    own: Callable[[str, str], Path],
    text: str,
    line: int,
    what: str,
) -> None:
    """Whatever goes wrong in a template is a fault where it stands, not a crash."""
    found = fault(document, own("blocks/roles.html", text), OURS)

    assert (found.slug, found.place.file, found.place.line) == (
        Slug.TEMPLATE_ERROR,
        "templates/blocks/roles.html",
        line,
    )
    assert what in found.what
    assert "templates/README.md" in found.cure


def test_a_missing_template_is_named(document: Document, tmp_path: Path) -> None:
    """A block without its template, and a workspace without any."""
    for file in OURS.rglob("*.html"):
        if file.name != "roles.html":
            copy = tmp_path / file.relative_to(OURS)
            copy.parent.mkdir(exist_ok=True)
            copy.write_bytes(file.read_bytes())
    one, other = fault(document, tmp_path), fault(document, tmp_path / "none")

    assert str(one.place) == "templates/blocks/roles.html"
    assert one.what == "the template is missing"
    assert str(other.place) == "templates/pieces.html"


def test_a_workspaces_own_template_comes_first(
    document: Document, own: Callable[[str, str], Path]
) -> None:
    """File by file: one is replaced, all others are still ours."""
    shelf = own("blocks/roles.html", "<p>Our own words</p>")
    plain = render(document, environment([OURS]))
    page = render(document, environment([shelf, OURS]))

    assert "<p>Our own words</p>" in page
    assert "Our own words" not in plain
    assert "Roles in the partnership" in plain
    assert page.count("<table") == plain.count("<table") - 1


def test_templates_read_no_other_file(
    document: Document, own: Callable[[str, str], Path], tmp_path: Path
) -> None:
    """A template cannot climb out of its folder."""
    (tmp_path / "secret.txt").write_text("hush", "utf-8")
    shelf = own("blocks/roles.html", "{% include '../secret.txt' %}")

    assert fault(document, shelf, OURS).what == "the template is missing"


class _Tags(HTMLParser):
    """The tags of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An opening tag."""
        self.tags.append(tag)
        assert not [name for name, _ in attrs if name.startswith("on")]


def tags(page: str) -> list[str]:
    """All opening tags of a page."""
    parser = _Tags()
    parser.feed(page)
    return parser.tags


def _tricky(composition: Composition) -> Composition:
    """The composition with every text that people wrote made dangerous."""
    assembly, held = composition.assembly, composition.published
    texts = ("name", "short_name", "label", "unit", "source", "owner", "commitment")
    fields = dict.fromkeys((*texts, "commitment_label"), TRICKY)
    measures = {
        key: replace(
            one,
            measure=one.measure.model_copy(update=fields),
            area=replace(one.area, reason=TRICKY if one.area.reason else ""),
        )
        for key, one in held.items()
    }
    partnership = assembly.partnership
    changed = partnership.model_copy(
        update={
            "name": TRICKY,
            "short_name": TRICKY,
            "contact": TRICKY,
            "role": tuple(
                role.model_copy(update={"holder": TRICKY, "organisation": TRICKY})
                for role in partnership.role
            ),
        }
    )
    titles = {"title": TRICKY, "short_title": TRICKY, "occasion": TRICKY}
    return replace(
        composition,
        published=replace(held, area=TRICKY, indicators=measures),
        assembly=replace(
            assembly,
            partnership=changed,
            report=assembly.report.model_copy(update=titles),
        ),
    )


def test_text_stays_text(composition: Composition, document: Document) -> None:
    """Names, titles, units and reasons with signs of HTML are printed as they are."""
    tricky = _tricky(composition)
    (drawings,) = draw([tricky], FakeExporter())
    page = render(compose(tricky.material(drawings), draft=True), environment([OURS]))

    assert "script" not in tags(page)
    assert page.count("&lt;script&gt;") > 50
    assert tags(page) == tags(render(document, environment([OURS])))


def test_commentary_comes_through_once(document: Document) -> None:
    """Clean markup is markup, and no sign is escaped twice."""
    page = render(document, environment([OURS]))

    assert "<strong>not</strong>" in page
    assert "&amp;lt;" not in page
    plain = without_elements(page)
    assert '<span class="slot whole" data-of="t2.value">5.2</span>' in plain


def test_ids_are_unique_and_links_lead_somewhere(document: Document) -> None:
    """Contents, notes and rows: each address stands once, and no link is broken."""
    page = render(document, environment([OURS]))
    ids = re.findall(r'\bid="([^"]+)"', page)
    links = re.findall(r'href="#([^"]+)"', page)

    assert len(ids) == len(set(ids))
    assert links
    assert set(links) <= set(ids)
