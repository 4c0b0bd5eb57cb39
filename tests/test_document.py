"""The document: sections as the outline orders them, nested, each with its pieces."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from conftest import Scratch

from reportgen.composition import Composition
from reportgen.composition import compose as compose_report
from reportgen.errors import Collector
from reportgen.evidence.assembly import Assembly, assemble
from reportgen.pages import backmatter, figures
from reportgen.pages.document import Document, Section, SignOff, compose
from reportgen.pages.exporter import FakeExporter
from reportgen.pages.key import key, told_in_words
from reportgen.pages.tables import MeasureTable
from reportgen.production import draw
from reportgen.vocabulary import Rendition


def made(composition: Composition, *, draft: bool = True) -> Document:
    """The document of a composition."""
    (drawings,) = draw([composition], FakeExporter())
    return compose(composition.material(drawings), draft=draft)


@pytest.fixture(scope="module")
def document(composition: Composition) -> Document:
    """Testshire's pack for the public."""
    return made(composition)


def kinds(section: Section) -> Sequence[str]:
    """What stands under a heading, in order."""
    return [block.kind for block in section.blocks]


def test_sections_follow_the_outline(document: Document, assembly: Assembly) -> None:
    """Every heading of the outline, in its order, none twice."""
    assert [section.id for section in document.flat()] == [
        heading.id for heading in assembly.outline.heading
    ]


def test_second_levels_stand_under_the_first_before_them(document: Document) -> None:
    """Supply and treatment belong to the scorecard, and to nothing else."""
    nested = {
        part.id: [section.id for section in part.subsections]
        for part in document.sections
        if part.subsections
    }

    assert nested == {"scorecard": ["supply", "treatment"]}
    assert [part.level for part in document.sections] == [1] * len(document.sections)


def test_blocks_come_in_the_order_held(document: Document) -> None:
    """What a heading holds stands under it as the outline lists it."""
    held = {section.id: kinds(section) for section in document.flat()}

    assert held["about"] == ["commentary", "roles"]
    assert held["figures"] == ["commentary"] + ["figure"] * 4
    assert held["supply"] == ["table"]
    assert held["scorecard"] == []
    assert held["sources"] == ["sources"]


def test_titles_name_the_partnership(document: Document) -> None:
    """A placeholder in a heading is filled in."""
    titles = {section.id: section.title for section in document.flat()}

    assert titles["about"] == "About Testshire"
    assert "{" not in "".join(titles.values())


def test_figures_and_tables_are_numbered_from_one(document: Document) -> None:
    """In reading order, without a gap."""
    drawn = [
        one for one in document.blocks("figure") if isinstance(one, figures.Figure)
    ]
    tables = [one for one in document.blocks("table") if isinstance(one, MeasureTable)]

    assert [figure.number for figure in drawn] == [1, 2, 3, 4]
    assert [table.number for table in tables] == [1, 2]
    assert [figure.id for figure in drawn] == [
        "overview",
        "completions",
        "treatment",
        "growth",
    ]


def test_the_page_decides_on_numbers_not_the_outline(testshire: Scratch) -> None:
    """A table that the outline defines first and places last is the last."""
    outline = "data/outlines/pack-2025.toml"
    testshire.change(outline, 'holds = ["table supply"]', 'holds = ["table treatment"]')
    text = (testshire.folder / outline).read_text("utf-8")
    first, _, rest = text.partition('holds = ["table treatment"]')
    changed = rest.replace('holds = ["table treatment"]', 'holds = ["table supply"]')
    testshire.write(outline, f'{first}holds = ["table treatment"]{changed}')
    tables = list(composed(testshire).blocks("table"))

    assert [(t.id, t.number) for t in tables if isinstance(t, MeasureTable)] == [
        ("treatment", 1),
        ("supply", 2),
    ]


def test_every_figure_has_its_picture_and_its_words(document: Document) -> None:
    """A picture of the right size, an alternative, a source with its date."""
    for figure in document.blocks("figure"):
        assert isinstance(figure, figures.Figure)
        assert figure.image.startswith("data:image/svg+xml;base64,")
        told = figure.reading.alternative
        assert "Dot plot of" in told or "Bar chart of" in told
        assert figure.source.startswith("Source: Testshire data team; received 1 Dec")
        assert figure.height > 50


def test_key_figures_are_those_of_the_cycle(document: Document) -> None:
    """Four of them, in the order that the cycle names."""
    assert [(figure.name, figure.value) for figure in document.key_figures] == [
        ("Offences", "5.2"),
        ("Completions, group A", "36.4%"),
        ("Adults in treatment", "1,300"),
        ("Young people in treatment", "[c]"),
    ]


def test_partners_see_what_is_restricted(assembly: Assembly) -> None:
    """The same document, with the values of their own audience."""
    theirs = made(compose_report(assembly, Rendition.PARTNERS))

    assert theirs.key_figures[-1].value == "987,654"
    assert theirs.rendition is Rendition.PARTNERS


def test_the_footer_says_what_the_file_may_be_taken_for(
    document: Document, assembly: Assembly
) -> None:
    """Whose it is, how far it is, for whom, and that Testshire does not exist."""
    proof = made(compose_report(assembly, Rendition.PARTNERS), draft=False)

    assert document.imprint == "Testshire Drugs Partnership | DRAFT | Illustrative"
    assert proof.imprint == (
        "Testshire Drugs Partnership | For partners only | Illustrative"
    )


def test_the_cut_off_is_told_in_words(document: Document) -> None:
    """The first page says until when data were taken."""
    assert document.as_at == "31 December 2024"


def test_a_report_without_an_absence_has_no_heading_for_it(
    composition: Composition,
) -> None:
    """The one heading that may be left out; all others stay."""
    held = composition.published
    full = {name: one for name, one in held.items() if one.area.value is not None}
    assembly = composition.assembly
    outline = assembly.outline.model_copy(update={"table": (), "figure": ()})
    some = [h for h in outline.heading if h.id in {"absence", "how-to-read"}]
    bare = outline.model_copy(update={"heading": tuple(some)})
    report = assembly.report.model_copy(update={"key_figures": ()})
    without = replace(
        composition,
        published=replace(held, indicators=full),
        assembly=replace(assembly, outline=bare, report=report, commentary={}),
        told={},
        planned=(),
    )

    assert [section.id for section in made(without).flat()] == ["how-to-read"]


def test_the_sign_off_is_empty(document: Document) -> None:
    """Roles and posts, and nobody's name."""
    (block,) = document.blocks("sign-off")

    assert isinstance(block, SignOff)
    assert [(line.role, line.name) for line in block.lines] == [
        ("Senior Responsible Officer", "")
    ]
    assert (block.as_published, block.year) == ("", 2024)


def test_the_matter_behind_is_about_what_is_shown(composition: Composition) -> None:
    """Measures of tables and figures, once each, in the order of the store."""
    shown = composition.shown

    assert [one.measure.measure for one in shown] == list(composition.published)
    assert list(made(composition).blocks("absence")) == [backmatter.absences(shown)]
    (held,) = made(composition).blocks("how-to-read")
    tables = [
        t for t in made(composition).blocks("table") if isinstance(t, MeasureTable)
    ]
    assembly = composition.assembly
    told = told_in_words(
        composition.published,
        assembly.report.key_figures,
        assembly.outline.figure,
        composition.narratives.values(),
    )
    assert held == (key(shown, tables, told), backmatter.notes(shown))


def test_doubts_are_told_in_readers_words(testshire: Scratch) -> None:
    """A contradiction is printed with names and headings; without one, no heading."""
    outline = "data/outlines/pack-2025.toml"
    heading = '[[heading]]\nid = "doubts"\ntitle = "Doubts"\nlevel = 1\n'
    heading += 'mandatory = false\nholds = ["doubts"]\n\n[[table]]\nid = "supply"'
    testshire.change(outline, '[[table]]\nid = "supply"', heading)
    calm = composed(testshire)
    testshire.change("data/2025-01/commentary/about.md", "1,300 adults", "900 adults")
    doubtful = composed(testshire)

    assert "doubts" not in [section.id for section in calm.flat()]
    (doubts,) = doubtful.blocks("doubts")
    assert isinstance(doubts, tuple)
    assert doubts[0] == backmatter.Doubt(
        '"900 adults" contradicts Adults in treatment: the value is 1,300',
        "About Testshire",
    )


def composed(scratch: Scratch) -> Document:
    """The document of a scratch workspace, for the public."""
    collector = Collector()
    (assembly,) = assemble(scratch.workspace.data, [scratch.target], collector)
    collector.settle()
    return made(compose_report(assembly, Rendition.PUBLIC))
