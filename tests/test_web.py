"""The web edition as files: links, agreement with PDF and data, what it keeps."""

import io
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import pypdfium2
import pytest
from conftest import Scratch
from markup import objections
from python_calamine import CalamineWorkbook
from webs import WebEdition, cells, parsed, tree, words

from reportgen import clearance
from reportgen.composition import compose
from reportgen.errors import Collector
from reportgen.evidence.assembly import assemble
from reportgen.pages.fonts import find
from reportgen.pages.web.downloads import size
from reportgen.pages.web.regions import fitted, headings
from reportgen.pages.web.typeface import faces, inlay
from reportgen.vocabulary import Marker, Rendition

pytestmark = [pytest.mark.pages, pytest.mark.xdist_group("web")]
EXAMPLE = "https://www.example.org/drugs-partnership"
OUTWARD = {
    "https://www.equalityadvisoryservice.com/",  # in the accessibility statement
    *(EXAMPLE, f"{EXAMPLE}/outcomes", f"{EXAMPLE}/annual-report-2025"),  # commentary
}
"""All addresses of other hosts to which a page leads."""


# --- Pages ----------------------------------------------------------------------------


def test_every_page_is_good_html(
    editions: dict[str, WebEdition], filed_pages: list[Path]
) -> None:
    """The standard's own parser objects to nothing, nor do its rules of what may stand.

    Each page has one heading of the first level, a language, and no style of its own.
    """
    for path in [*_pages(editions), *filed_pages]:
        page, told = parsed(path.read_text("utf-8"))

        assert [] == [*told, *objections(page)], path
        assert "en-GB" == page.get("lang")
        assert 1 == len(page.findall(".//h1")) == len(page.findall(".//main"))
        assert [] == [e for e in page.iter() if e.get("style")]


@pytest.mark.parametrize(
    ("markup", "told"),
    [
        ('<p id="a"></p><p id="a"></p>', "id a occurs twice"),
        ('<table aria-labelledby="b"></table>', "aria-labelledby points at b"),
        ("<section><p>Words</p></section>", "<section>: has no heading"),
        ("<ul><p>Words</p></ul>", "<ul>: holds ['p']"),
        ("<span><div></div></span>", "<span>: holds ['div']"),
        ('<p align="left"></p>', "<p>: has no attribute align"),
        ('<img src="a.svg">', "<img>: lacks alt"),
        ('<div role="region"></div>', "<div>: is a region without a name"),
        ("<table><tr><td></td></tr><tr></tr></table>", "has rows of [0, 1] cells"),
        ('<div role="button"></div>', "role button is not one of ours"),
    ],
)
def test_bad_html_is_found(markup: str, told: str) -> None:
    """What the rules of the standard forbid is told."""
    page, _ = parsed(f"<!DOCTYPE html><title>A</title>{markup}")

    assert any(told in one for one in objections(page))


def _pages(editions: dict[str, WebEdition]) -> list[Path]:
    return [path for edition in editions.values() for path in edition.pages]


def test_headings_skip_no_level_and_have_addresses(
    editions: dict[str, WebEdition], filed_pages: list[Path]
) -> None:
    """The outline of every page is whole, and every heading can be linked to."""
    for path in [*_pages(editions), *filed_pages]:
        held = list(headings(path.read_text("utf-8")))
        levels = [level for level, _, _ in held]

        assert 1 == levels[0]
        assert all(b - a <= 1 for a, b in pairwise(levels))
        assert all(address for _, address, _ in held), path


def test_no_link_is_broken_and_none_leads_out_unasked(
    editions: dict[str, WebEdition], filed_pages: list[Path]
) -> None:
    """Each link leads to a file and an id; nothing comes from outside."""
    out = set()
    for path in [*_pages(editions), *filed_pages]:
        for kind, target in _targets(path):
            if target.startswith(("https:", "mailto:")):
                assert kind == "href"
                out.add(target)
            elif not target.startswith("data:"):
                assert _is_there(path, target), (path, target)

    assert OUTWARD == {one for one in out if one.startswith("http")}


def _targets(path: Path) -> Iterator[tuple[str, str]]:
    for element in tree(path).iter():
        for kind in ("href", "src", "srcset", "action", "poster"):
            if element.get(kind) is not None:
                yield kind, element.get(kind)


def _is_there(path: Path, target: str) -> bool:
    file, _, anchor = target.partition("#")
    there = (path.parent / unquote(file)).resolve() if file else path
    if not there.is_file():
        return False
    return not anchor or any(e.get("id") == anchor for e in tree(there).iter())


def test_styles_and_drawings_ask_for_nothing(editions: dict[str, WebEdition]) -> None:
    """What a sheet or a drawing names lies beside it, or is inside it."""
    for edition in editions.values():
        for path in [*edition.web.glob("*.css"), *edition.web.glob("*.svg")]:
            named = re.findall(r'url\("?([^")]+)', path.read_text("utf-8"))
            outside = [n for n in named if not n.startswith(("data:", "#"))]
            assert [] == [n for n in outside if not (path.parent / n).is_file()]


def test_link_texts_tell_where_they_lead(editions: dict[str, WebEdition]) -> None:
    """On a page the same words never lead to two places, and no link is bare."""
    for edition in editions.values():
        for name in ("index.html", "measures.html", "accessibility.html"):
            found: dict[str, set[str]] = {}
            for link in tree(edition.web / name).iter("a"):
                if "footnote" not in (link.get("class") or ""):
                    target = link.get("href")
                    whole = f"{name}{target}" if target.startswith("#") else target
                    found.setdefault(words(link), set()).add(whole)
            told = {t: a for t, a in found.items() if not re.match(r"\[\d+\]", t)}

            assert [] == [t for t, a in told.items() if len(a) > 1], (
                edition.name,
                name,
            )
            assert not {"", "here", "more", "click here"} & set(told)


def test_the_status_stands_on_every_page(editions: dict[str, WebEdition]) -> None:
    """A draft says so; invented values and partners' pages say what they are."""
    for edition in editions.values():
        for path in edition.pages:
            status = words(tree(path).find(".//p[@class='status']"))

            assert status.startswith("Draft, not signed off")
            assert ("Illustrative" in status) == ("2026" in edition.name)
            partners = edition.made.rendition is Rendition.PARTNERS
            assert partners == ("For partners only" in status)


# --- Three faces that agree -----------------------------------------------------------


def test_page_and_pdf_have_the_same_headings_and_figures(
    editions: dict[str, WebEdition],
) -> None:
    """Every heading, figure and table of the page stands in the PDF, in its order."""
    for edition in editions.values():
        with pypdfium2.PdfDocument(edition.pdf) as pdf:
            marks = [mark.get_title() for mark in pdf.get_toc()]
            printed = " ".join(page.get_textpage().get_text_range() for page in pdf)
        page = tree(edition.web / "index.html")
        held = headings((edition.web / "index.html").read_text("utf-8"))
        ours = {"Contents", "What this report says", "Downloads"}
        told = [text for level, _, text in held if level > 1 and text not in ours]

        assert marks == told
        figures = re.findall(r"Figure (\d+)\.", printed)
        assert len(set(figures)) == len(page.findall(".//figure"))
        assert edition.made.figures == len(page.findall(".//figure"))


def test_page_and_data_agree(editions: dict[str, WebEdition]) -> None:
    """Each value of each history is a row of published.csv, and the other way round."""
    for edition in editions.values():
        areas = {row["measure"]: row["place"] for row in reversed(edition.rows)}
        wanted = {
            (row["measure"], row["place"], row["period"]): float(row["value"])
            for row in edition.rows
            if row["value"] and row["period"]
        }
        found = {
            (
                one.get("data-measure"),
                one.get("data-part"),
                one.get("data-period"),
            ): float(one.get("value"))
            for path in edition.pages
            if path.name.startswith("measure-")
            for one in tree(path).findall(".//table[@data-measure]//data")
        }
        places = {"value": edition.data["area"], "england": edition.data["benchmark"]}
        told = {(m, places[part], p): value for (m, part, p), value in found.items()}

        assert set(areas) == {
            path.stem.removeprefix("measure-")
            for path in edition.pages
            if path.name.startswith("measure-")
        }
        assert wanted.keys() == told.keys(), edition.name
        # A page rounds as the report does.
        assert all(abs(told[key] - wanted[key]) <= 0.5 for key in wanted)


def test_the_json_says_what_the_csv_says(editions: dict[str, WebEdition]) -> None:
    """All rows with all their fields, and what describes them."""
    for edition in editions.values():
        rows = [
            {
                **{k: v for k, v in measure.items() if k not in {"series", "latest"}},
                **(measure["latest"] if number == 0 else {}),
                **row,
            }
            for measure in edition.data["measures"]
            for number, row in enumerate(measure["series"])
        ]
        plain = [{k: str(v) for k, v in row.items() if v != ""} for row in rows]

        assert [{k: v for k, v in row.items() if v} for row in edition.rows] == plain
        assert {mark.printed for mark in Marker} == set(edition.data["markers"])
        assert edition.made.rendition == edition.data["rendition"]


def test_the_spreadsheet_says_what_the_csv_says(
    editions: dict[str, WebEdition],
) -> None:
    """Values, counts and limits are numbers, and they are those of published.csv."""
    columns = {"Value": "value", "Count": "count", "Lower 95% limit": "lower"}
    for edition in editions.values():
        book = CalamineWorkbook.from_path(edition.spreadsheet)
        table = _table(book, "All periods")

        assert len(edition.rows) == len(table)
        for row, wanted in zip(table, edition.rows, strict=True):
            assert wanted["measure"] == row["Measure id"]
            assert (wanted["period"] or "[z]") == row["Period"]
            for heading, column in columns.items():
                text = wanted[column]
                assert (float(text) if text else "[z]") == row[heading]


def _table(book: CalamineWorkbook, name: str) -> list[dict[str, object]]:
    lines = book.get_sheet_by_name(name).to_python()
    start = next(n for n, line in enumerate(lines) if line[0] == "Measure id")
    heads = [str(head) for head in lines[start]]
    return [dict(zip(heads, line, strict=True)) for line in lines[start + 1 :]]


# --- What is kept and what is let go --------------------------------------------------


def test_the_same_inputs_make_the_same_bytes(testshire: Scratch) -> None:
    """Pages, drawings, JSON and spreadsheet; and an unchanged build makes nothing."""
    first = {p: p.read_bytes() for made in testshire.build() for p in made.paths}
    again = testshire.build()
    workspace = testshire.workspace
    for path in workspace.out.glob("cache/drawings/typeface*"):
        path.unlink()
    from reportgen import pipeline
    from reportgen.pages.exporter import FakeExporter

    anew = pipeline.build(
        workspace, [testshire.target], exporter=FakeExporter(), anew=True
    )

    assert all(made.unchanged for made in again)
    assert first == {path: path.read_bytes() for made in anew for path in made.paths}
    assert any(path.name == "web.css" for path in first)


def test_a_page_that_was_touched_is_made_again(testshire: Scratch) -> None:
    """Standing knows every file, and a page that nobody makes any more goes."""
    made, _ = testshire.build()
    web = made.paths[0].parent / "web"
    (web / "index.html").write_text("tampered", "utf-8")
    (web / "measure-gone.html").write_text("an old value", "utf-8")
    public, partners = testshire.build()

    assert (False, True) == (public.unchanged, partners.unchanged)
    assert "<h1" in (web / "index.html").read_text("utf-8")
    assert not (web / "measure-gone.html").exists()


def test_a_changed_style_makes_the_pages_anew(testshire: Scratch) -> None:
    """A workspace's own sheet replaces ours, and is known by its digest."""
    testshire.build()
    testshire.write("styles/web.css", "body { color: #000000 }")
    made, _ = testshire.build()

    assert not made.unchanged
    sheet = (made.paths[0].parent / "web/web.css").read_text("utf-8")
    assert sheet.endswith("body { color: #000000 }")


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("web/index.html", "</main>", "<p>It was 987654.</p></main>"),
        ("web/index.html", "<h1", '<h1 title="987654"'),
        ("web/figure-1.svg", "</svg>", "<text>987654</text></svg>"),
        ("draft.json", '"format": 1', '"format": 987654'),
    ],
)
def test_what_is_withheld_is_sought_in_every_face(
    testshire: Scratch, name: str, old: str, new: str
) -> None:
    """A number that the public may not read is found in page, drawing and JSON."""
    made, _ = testshire.build()
    folder = made.paths[0].parent
    files = {p.relative_to(folder).as_posix(): p.read_bytes() for p in made.paths}
    place = next(one for one in files if one.endswith(name))
    assert () == clearance.clear(_public(testshire), files).faults
    files[place] = files[place].replace(old.encode(), new.encode(), 1)
    faults = clearance.clear(_public(testshire), files).faults

    assert {place} == {fault.place.file for fault in faults}


def test_a_small_number_is_sought_where_it_would_stand(testshire: Scratch) -> None:
    """Two digits in the cell of their period and place, in page and spreadsheet."""
    testshire.change(
        "data/observations.csv",
        "t1,E99000001,2023/24 Q4,17,,,2024-12-01,final,public",
        "t1,E99000001,2023/24 Q4,17,,,2024-12-01,final,restricted",
    )
    made, partners = testshire.build()
    folder = made.paths[0].parent
    files = {p.relative_to(folder).as_posix(): p.read_bytes() for p in made.paths}
    public = _public(testshire)
    assert () == clearance.clear(public, files).faults
    held = partners.paths[0].parent
    for name in ("web/measure-t1.html", "draft.xlsx", "draft.json"):
        place = next(one for one in files if one.endswith(name))
        theirs = next(p for p in partners.paths if p.as_posix().endswith(name))
        faults = clearance.clear(public, {place: theirs.read_bytes()}).faults

        assert any("t1 (" in fault.what for fault in faults), (name, held)


def _public(scratch: Scratch):  # type: ignore[no-untyped-def]  # noqa: ANN202
    collector = Collector()
    (made,) = assemble(scratch.folder / "data", [scratch.target], collector)
    collector.settle()
    return compose(made, Rendition.PUBLIC)


# --- The list of reports --------------------------------------------------------------


def test_the_list_names_every_report_and_what_counts(testshire: Scratch) -> None:
    """Drafts have page and PDF; a later edition supersedes an earlier one."""
    testshire.build()
    page = testshire.folder / "out/2025-01/pack/index.html"
    (row, *_) = cells(tree(testshire.folder / "out/index.html").find(".//table"))
    before = [one["What"] for one in cells(tree(page).find(".//table"))]
    for number in (1, 2):
        folder = f"out/record/2025-01/pack/editions/{number}/public"
        testshire.write(f"{folder}/x.pdf", "%PDF")
        testshire.write(f"{folder}/published.csv", "measure\n")
        note = '"corrects": 1, "correction": "A rate was wrong.",' if number > 1 else ""
        facts = f'"edition": {number}, {note} "released": "2025-02-0{number}T09:00:00"'
        testshire.write(f"{folder}/manifest.json", f'{{{facts}, "pdf": "x.pdf"}}')
    from reportgen.catalogue import listing

    (one,) = listing(testshire.workspace).reports

    assert ("Draft", ["Draft", "Draft"]) == (row["What counts now"], before)
    assert ["Edition 2", "Edition 1", "Draft", "Draft"] == [i.name for i in one.issues]
    assert ("Released on 2 February 2025", "Superseded by edition 2") == (
        one.issues[0].state,
        one.issues[1].state,
    )
    assert "Corrects edition 1: A rate was wrong." == one.issues[0].note
    assert "record/2025-01/pack/editions/2/public/x.pdf" == one.issues[0].pdf
    for path in (page, testshire.folder / "out/index.html"):
        links = [t for _, t in _targets(path) if not t.startswith(("mailto:", "data:"))]
        assert [] == [t for t in links if not _is_there(path, t)]


# --- Small things ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (0, "0 bytes"),
        (999, "1 kilobytes"),
        (185_473, "190 kilobytes"),
        (999_999, "1 megabytes"),
        (1_234_567, "1.2 megabytes"),
    ],
)
def test_sizes_are_told_in_words(count: int, told: str) -> None:
    """Two figures and a unit."""
    assert told == size(count)


def test_a_table_without_a_caption_is_named_by_its_heading() -> None:
    """A region never shares its name with another; notes are no section."""
    page = '<h2 id="a">A &amp; B</h2><table></table><table></table>'
    told = re.findall('aria-label="([^"]*)"', fitted(page))
    notes = '<section class="footnotes">\n<ol></ol>\n</section>'

    assert ["Table under A &amp; B", "Table under A &amp; B-2"] == told
    assert '<div class="footnotes">\n<ol></ol>\n</div>' == fitted(notes)


def test_a_page_is_fitted_once() -> None:
    """Headings keep their ids or get one that is free; tables get named regions."""
    page = '<h2 id="a">A</h2><h2>A</h2><table><caption>T</caption></table>'

    assert (
        '<h2 id="a">A</h2><h2 id="a-2">A</h2><div class="region" role="region" '
        'tabindex="0" aria-labelledby="caption-1"><table><caption id="caption-1">'
        '<span class="told">T</span></caption></table></div>'
    ) == fitted(page)


class _Kept(dict[str, str]):
    """A cache in memory."""

    def put(self, key: str, svg: str) -> None:
        """Keep it."""
        self[key] = svg


def test_a_drawing_carries_its_typeface() -> None:
    """Cut once, kept, and laid into drawings that have words and into no other."""
    cache = _Kept()
    held = faces(find()[:1], cache)
    again = faces(find()[:1], cache)
    drawn = inlay('<svg><text font-weight="bold">A</text></svg>', held)

    assert held == again
    assert 1 == len(cache)
    assert 700 == held[0].weight
    assert drawn.startswith("<svg><style>@font-face")
    assert "<svg><text>A</text></svg>" == inlay("<svg><text>A</text></svg>", held)
    assert "<svg/>" == inlay("<svg/>", held)
    assert 10_000 < len(held[0].data) < 40_000
    assert io.BytesIO(held[0].data).read(4) == b"wOFF"
