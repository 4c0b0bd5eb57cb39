"""What an edition keeps: a document there and back, and the same PDF years later."""

import json
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, TESTSHIRE, Scratch
from exampleton import EXAMPLETON

from reportgen import press, production
from reportgen.composition import Composition, compose
from reportgen.errors import Collector, FaultsFound, FontMissing, Slug
from reportgen.evidence.assembly import assemble
from reportgen.evidence.outline import Content
from reportgen.makers import look_of, makers
from reportgen.pages import documentjson, fonts, frozen, html
from reportgen.pages.document import Block, Document
from reportgen.pages.document import compose as compose_document
from reportgen.pages.exporter import FakeExporter
from reportgen.pages.figures import Figure
from reportgen.pages.notation import Notation, Unreadable
from reportgen.registry import archive
from reportgen.vocabulary import Rendition

REPORTS = {
    "2025-01/pack": TESTSHIRE,
    "2024-05/outcomes": ROOT,
    "2024-10/jcdu": ROOT,
    "2025-05/outcomes": EXAMPLETON,
    "2025-10/jcdu": EXAMPLETON,
    "2026-05/outcomes": EXAMPLETON,
    "2026-10/jcdu": EXAMPLETON,
}
"""All reports of all workspaces, by where they lie."""
ALL = [
    pytest.param(name, rendition, marks=pytest.mark.xdist_group(f"frozen {name}"))
    for name in REPORTS
    for rendition in Rendition
]


@cache
def composition(name: str, rendition: Rendition) -> Composition:
    """One report for one audience."""
    collector = Collector()
    (made,) = assemble(REPORTS[name] / "data", [name], collector)
    collector.settle()
    return compose(made, rendition)


@cache
def document(name: str, rendition: Rendition) -> Document:
    """The proof of one report, composed; its drawings are not Chrome's."""
    one = composition(name, rendition)
    (drawings,) = production.draw([one], FakeExporter())
    return compose_document(one.material(drawings), draft=False)


# --- there and back ------------------------------------------------------------------


@pytest.mark.parametrize(("name", "rendition"), ALL)
def test_what_is_thawed_is_what_was_frozen(name: str, rendition: Rendition) -> None:
    """Every value, to its last digit; and frozen again it has the same bytes."""
    before = document(name, rendition)
    data = documentjson.frozen(before)
    after = documentjson.thawed(data)

    assert after == before
    in_order = replace(before, origins=dict(sorted(before.origins.items())))
    assert repr(after) == repr(in_order)
    assert documentjson.frozen(after) == data


def test_every_kind_of_block_can_be_frozen() -> None:
    """What an outline may hold has its kind here; a new one is not forgotten."""
    kinds = {content.value for content in Content} | {"figure", "table"}

    assert kinds == set(documentjson._HELD)


def test_it_is_read_as_values_and_not_as_python() -> None:
    """JSON without a name of a class, and one line for each value."""
    data = documentjson.frozen(document("2025-01/pack", Rendition.PUBLIC))
    told = json.loads(data)

    assert set(told) == {"format", "shared", "holds"}
    assert told["holds"]["title"] == "Pack of Testshire"
    assert b"reportgen" not in data
    assert b"PublishedValue" not in data


def test_the_public_file_holds_no_restricted_value() -> None:
    """What the gate withheld was never in the document."""
    public, partners = (
        documentjson.frozen(document("2025-01/pack", rendition))
        for rendition in Rendition
    )

    assert b"987,654" in partners
    for form in (b"987,654", b"987654"):
        assert form not in public


# --- what is not what was written -----------------------------------------------------


def spoiled(**changed: Any) -> bytes:
    """A frozen document with parts of it changed."""
    told = json.loads(frozen_pack())
    told["holds"] |= changed
    return json.dumps(told).encode()


@cache
def frozen_pack() -> bytes:
    """Testshire's pack, frozen."""
    return documentjson.frozen(document("2025-01/pack", Rendition.PUBLIC))


def refusal(data: bytes) -> str:
    """What is said of a document that does not read."""
    with pytest.raises(FaultsFound) as found:
        documentjson.thawed(data)
    (fault,) = found.value.faults
    assert (fault.slug, fault.place.file) == (Slug.FILE_UNREADABLE, "document.json")
    return fault.what


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "it is no JSON"),
        (b"\xff\xfe", "it is no JSON"),
        (b'{"format": NaN}', "NaN is no number"),
        (b"[]", "it is not of format 1"),
        (b'{"format": 2}', "it is not of format 1"),
        (b'{"format": 1}', "what is shared is missing"),
        (b'{"format": 1, "shared": [[], [], [7]]}', "Origin has other fields: 7"),
        (b"[" * 500_000, "recursion"),
        (b" " * 20_000_001, "it has 20,000,001 bytes"),
        (spoiled(title=7), "no str: 7"),
        (spoiled(summary="one"), "no list: 'one'"),
        (spoiled(summary=[["one"]]), "no str: ['one']"),
        (spoiled(places=["one"]), "1 stand where 2 belong"),
        (spoiled(rendition="everybody"), "no Rendition: 'everybody'"),
        (spoiled(origins={"x": [99999]}), "Origin number 99999 is not there"),
        (spoiled(origins={"x": [-1]}), "Origin number -1 is not there"),
        (spoiled(origins={"x": [True]}), "Origin number True is not there"),
        (spoiled(origins=[]), "no table: []"),
        (spoiled(__class__="os.system"), "Document has other fields"),
        (spoiled(partnership={}), "Partnership has other fields"),
        (spoiled(key_figures=[{"value": "1"}]), "KeyFigure has other fields"),
    ],
)
def test_what_was_not_written_here_is_refused(data: bytes, told: str) -> None:
    """Each with what is wrong; nothing of it is looked up, run or taken for another."""
    assert told in refusal(data)


def test_a_block_of_no_kind_is_refused() -> None:
    """A kind names what a block holds, and there are only ours."""
    told = json.loads(frozen_pack())
    told["holds"]["sections"][0]["blocks"] = [{"kind": "exec", "holds": "x"}]

    assert "no block is of the kind 'exec'" in refusal(json.dumps(told).encode())


def test_an_entry_is_checked_as_when_it_was_read() -> None:
    """A partnership keeps the rules of its file."""
    told = json.loads(frozen_pack())
    told["holds"]["partnership"]["slug"] = "../../etc"

    assert "cannot name a file" in refusal(json.dumps(told).encode())


def test_deep_sections_are_refused() -> None:
    """Sections in sections without end stop with a message."""
    told = json.loads(frozen_pack())
    bare = told["holds"]["sections"][0] | {"blocks": []}
    inner = json.dumps(bare | {"subsections": []})
    for _ in range(320):
        inner = json.dumps(bare | {"subsections": ["HERE"]}).replace('"HERE"', inner)
    told["holds"]["sections"] = ["HERE"]
    data = json.dumps(told).replace('"HERE"', inner)

    assert "recursion" in refusal(data.encode())


def test_only_what_its_class_says_is_written() -> None:
    """A value of another kind is a mistake of ours, and is not kept."""

    @dataclass(frozen=True)
    class Odd:
        day: date
        names: tuple[str, ...]

    notation = Notation((), {})

    assert notation.write(Odd(date(2026, 5, 1), ("a",)), Odd) == {
        "day": "2026-05-01",
        "names": ["a"],
    }
    for odd in (Odd("2026", ("a",)), Odd(date(2026, 5, 1), (None,))):  # type: ignore[arg-type]
        with pytest.raises(TypeError, match="stands where a"):
            notation.write(odd, Odd)
    with pytest.raises(Unreadable, match="no date"):
        notation.read({"day": "2026-13-01", "names": []}, Odd)


# --- the same PDF again --------------------------------------------------------------


@dataclass(frozen=True)
class Kept:
    """A proof, and the material that was kept of it."""

    pdf: bytes
    files: Mapping[str, bytes]


def kept(
    scratch: Scratch, renditions: Sequence[Rendition] = tuple(Rendition)
) -> dict[Rendition, Kept]:
    """The proofs of a workspace, by audience, each with its material."""
    workspace = scratch.workspace
    collector = Collector()
    (made,) = assemble(workspace.data, [scratch.target], collector)
    compositions = [compose(made, rendition) for rendition in renditions]
    drawn = production.draw(compositions, FakeExporter())
    look = look_of(workspace, "proof")
    shelves = workspace.shelves("templates")
    with press.opened(workspace, "proof", look, draws=False) as run:
        shelf = archive.Archive(workspace.out)
        printed = list(production.typeset(compositions, drawn, run, shelf))
    return {
        one.composition.published.rendition: Kept(
            one.pdf,
            frozen.material(
                frozen.Making(
                    one.document,
                    one.imprint,
                    (production.attached(one.data),),
                    html.used(one.document, shelves),
                    look,
                    makers(),
                )
            ),
        )
        for one in printed
    }


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> dict[Rendition, Kept]:
    """Testshire's pack, with a template and a sheet of its own."""
    folder = tmp_path_factory.mktemp("kept") / "testshire"
    shutil.copytree(TESTSHIRE, folder)
    scratch = Scratch(folder, "2025-01/pack")
    signing = (ROOT / "templates" / "blocks" / "sign-off.html").read_text("utf-8")
    scratch.write("templates/blocks/sign-off.html", f"<p>Of our own.</p>{signing}")
    scratch.write("styles/own.css", "h2 { color: #801650 }\n")
    made = kept(scratch)
    shutil.rmtree(folder)
    return made


@pytest.mark.pages
@pytest.mark.parametrize("rendition", Rendition)
def test_the_material_makes_the_same_bytes(
    pack: dict[Rendition, Kept],
    rendition: Rendition,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its workspace is gone, and another with other templates and styles is here."""
    (tmp_path / "templates" / "blocks").mkdir(parents=True)
    (tmp_path / "templates" / "report.html").write_text("Another report", "utf-8")
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "page.css").write_text("* { color: red }", "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    one = pack[rendition]

    assert frozen.laid_out(one.files) == one.pdf


@pytest.mark.pages
def test_a_large_report_is_laid_out_again_too(tmp_path: Path) -> None:
    """Exampleton's; and what is kept of it takes less than five megabytes."""
    shutil.copytree(EXAMPLETON / "data", tmp_path / "data")
    shutil.copyfile(EXAMPLETON / "reportgen.toml", tmp_path / "reportgen.toml")
    scratch = Scratch(tmp_path, "2026-05/outcomes")
    (one,) = kept(scratch, [Rendition.PARTNERS]).values()

    assert frozen.laid_out(one.files) == one.pdf
    assert sum(map(len, one.files.values())) < 5_000_000


def test_what_is_kept_is_what_was_used(pack: dict[Rendition, Kept]) -> None:
    """Templates that were loaded, sheets, fonts, drawings, data, document, setting."""
    files = pack[Rendition.PUBLIC].files
    folders = {name.partition("/")[0] for name in files}
    drawings = [name for name in files if name.startswith("drawings/")]
    templates = {name for name in files if name.startswith("templates/")}

    assert folders == {
        *("drawings", "templates", "styles", "fonts"),
        *("document.json", "setting.json", "published.csv"),
    }
    assert "templates/stamp.html" not in templates
    assert files["templates/blocks/sign-off.html"].startswith(b"<p>Of our own.</p>")
    assert b"#801650" in files["styles/own.css"]
    assert {"templates/report.html", "templates/blocks/sign-off.html"} <= templates
    assert all(files[name].startswith(b"<svg") for name in drawings)
    assert b"base64" not in files["document.json"]
    assert frozen.setting_of(files).makers == makers()


@pytest.mark.pages
def test_the_pages_are_made_of_the_material(pack: dict[Rendition, Kept]) -> None:
    """Another word, drawing or value there makes another PDF."""
    one = pack[Rendition.PUBLIC]
    drawing = next(name for name in one.files if name.startswith("drawings/"))
    changes = {
        "document.json": (b"Pack of Testshire", b"Pack of Elsewhere"),
        drawing: (b"<svg ", b'<svg opacity="0.5" '),
        "published.csv": (b"Testshire", b"Elsewhere"),
    }
    for name, (old, new) in changes.items():
        assert old in one.files[name]
        files = {**one.files, name: one.files[name].replace(old, new)}
        assert frozen.laid_out(files) != one.pdf


# --- hostile material -----------------------------------------------------------------


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file that no edition may read."""
    path = tmp_path / "secret.svg"
    path.write_text("<svg xmlns='http://www.w3.org/2000/svg'><!-- key --></svg>")
    return path


@pytest.mark.pages
@pytest.mark.parametrize(
    ("name", "old", "new", "slug"),
    [
        (
            "templates/report.html",
            "</body>",
            '<img alt="x" src="file://SECRET"></body>',
            Slug.LAYOUT_WARNING,
        ),
        (
            "templates/report.html",
            "</body>",
            '<img alt="x" src="http://example.org/x.png"></body>',
            Slug.LAYOUT_WARNING,
        ),
        (
            "templates/report.html",
            "</body>",
            '{% include "SECRET" %}</body>',
            Slug.TEMPLATE_ERROR,
        ),
        (
            "templates/report.html",
            "</body>",
            '{% include "../secret.svg" %}</body>',
            Slug.TEMPLATE_ERROR,
        ),
        (
            "templates/report.html",
            "</body>",
            "{{ document.__class__.__mro__ }}</body>",
            Slug.TEMPLATE_ERROR,
        ),
        (
            "styles/page.css",
            "/* The sheet",
            '@import "file://SECRET"; /* The sheet',
            Slug.STYLE_ERROR,
        ),
        (
            "styles/type.css",
            "body { margin: 0 }",
            'body { margin: 0; background: url("file://SECRET") }',
            Slug.LAYOUT_WARNING,
        ),
        (
            "drawings/",
            "</svg>",
            '<image href="file://SECRET" width="9" height="9"/></svg>',
            Slug.LAYOUT_WARNING,
        ),
    ],
)
def test_an_edition_reads_no_file_and_asks_no_network(  # noqa: PLR0917
    pack: dict[Rendition, Kept], name: str, old: str, new: str, slug: Slug, secret: Path
) -> None:
    """Templates, styles and drawings name files and addresses in vain."""
    files = dict(pack[Rendition.PUBLIC].files)
    where = next(each for each in files if each.startswith(name))
    text = files[where].decode()
    assert old in text
    files[where] = text.replace(old, new.replace("SECRET", str(secret))).encode()
    with pytest.raises(FaultsFound) as found:
        frozen.laid_out(files)

    assert slug in {fault.slug for fault in found.value.faults}


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("fonts/../../evil.ttf", b"x", "is no name of a font file"),
        ("fonts//etc/evil.ttf", b"x", "is no name of a font file"),
        ("fonts/evil.py", b"x", "is no name of a font file"),
        ("fonts/evil.ttf", b"\0\1\0\0 no font", "is not a font"),
    ],
)
def test_fonts_are_fonts(
    pack: dict[Rendition, Kept], name: str, data: bytes, told: str
) -> None:
    """By their names and by their bytes; nothing is written elsewhere."""
    with pytest.raises(FontMissing, match=re.escape(told)):
        frozen.laid_out({**pack[Rendition.PUBLIC].files, name: data})


def test_without_fonts_nothing_is_laid_out(tmp_path: Path) -> None:
    """An edition never borrows the fonts of a machine."""
    with pytest.raises(FontMissing, match="no font was handed over"):
        fonts.unpack(tmp_path, {})


@pytest.mark.parametrize(
    "name", ["document.json", "setting.json", "published.csv", "styles/page.css"]
)
def test_what_is_missing_is_told(pack: dict[Rendition, Kept], name: str) -> None:
    """By its name, before anything is laid out."""
    files = {n: d for n, d in pack[Rendition.PUBLIC].files.items() if n != name}
    with pytest.raises(FaultsFound) as found:
        frozen.laid_out(files)
    (fault,) = found.value.faults

    assert (fault.slug, fault.place.file) == (Slug.FILE_UNREADABLE, name)
    assert "it is missing" in fault.what


def test_a_mountain_is_not_laid_out(pack: dict[Rendition, Kept]) -> None:
    """Material has a bound, whatever it is made of."""
    files = {**pack[Rendition.PUBLIC].files, "drawings/x.svg": bytes(100_000_001)}
    with pytest.raises(FaultsFound, match="more than 100,000,000 bytes"):
        frozen.laid_out(files)


def test_a_figure_that_was_not_drawn_stays_so() -> None:
    """Where there was nothing to draw, no drawing is kept and none is asked for."""
    whole = document("2025-01/pack", Rendition.PUBLIC)

    def undrawn(block: Block) -> Block:
        held = block.holds
        empty = isinstance(held, Figure) and replace(held, image="")
        return replace(block, holds=empty) if empty else block

    sections = tuple(
        replace(section, blocks=tuple(map(undrawn, section.blocks)))
        for section in whole.sections
    )
    bare = replace(whole, sections=sections)
    look = look_of(Scratch(ROOT, "").workspace, "proof")
    one = composition("2025-01/pack", Rendition.PUBLIC)
    imprint = production._imprint(bare, one)
    files = frozen.material(frozen.Making(bare, imprint, (), {}, look, {}))

    assert [name for name in files if name.startswith("drawings/")] == []
    assert frozen._document(files) == bare
