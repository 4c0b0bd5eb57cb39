"""Both real reports, made by the real Chrome and read back as their readers do."""

import csv
import hashlib
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import page
import pikepdf
import pytest
from boxes import Element, heard
from conftest import ROOT

from reportgen import periods
from reportgen.evidence.outline import read_outline
from reportgen.pages.chrome import find_chrome
from reportgen.pages.signature import EMPTY

pytestmark = [pytest.mark.browser, pytest.mark.pages, pytest.mark.xdist_group("real")]

PACK, ANNUAL = "2024-05/outcomes", "2024-10/jcdu"
CHANGES = {"↑": "↑ rose", "↓": "↓ fell", "↔": "→ no change", "×": "no earlier value"}
COMPARISONS = {
    "Higher": "▲ higher, not tested",
    "Lower": "▼ lower, not tested",
    "Not Comparable": "not compared",
}


@dataclass(frozen=True)
class Built:
    """A workspace after a build, with the starts of Chrome counted."""

    folder: Path
    log: Path
    spoken: "dict[str, Element]" = field(default_factory=dict)
    """Both drafts, as a screen reader hears them."""

    def reportgen(self, *arguments: str, **environment: str) -> str:
        """Run a command in the workspace; what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "reportgen", "-w", str(self.folder), *arguments],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "BROWSER_PATH": str(self.chrome), **environment},
        )
        return done.stdout

    @property
    def chrome(self) -> Path:
        """A Chrome that counts how often it is started to draw."""
        return self.log.with_name("counting-chrome")

    def starts(self) -> int:
        """How often Chrome was started to draw."""
        return len(self.log.read_text("utf-8").splitlines())

    def file(self, report: str, ending: str, rendition: str = "public") -> Path:
        """The one file of a report that has this ending."""
        (found,) = (self.folder / "out" / report / rendition).glob(f"*{ending}")
        return found


def workspace(folder: Path) -> Built:
    """The real workspace in another folder, with empty caches."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(ROOT / "data", folder / "data")
    shutil.copyfile(ROOT / "reportgen.toml", folder / "reportgen.toml")
    made = Built(folder, folder / "starts.log")
    made.log.write_text("", "utf-8")
    made.chrome.write_text(
        f'#!/bin/sh\ncase "$*" in *--version*) ;; *) echo x >> "{made.log}";; esac\n'
        f'exec {find_chrome()} "$@"\n',
        "utf-8",
    )
    made.chrome.chmod(0o755)
    return made


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Drafts and proofs of both real reports."""
    made = workspace(tmp_path_factory.mktemp("built"))
    made.reportgen("build", "2024-05", "2024-10")
    assert made.starts() == 1, "all figures of a run are drawn by one Chrome"
    made.reportgen("proof", "2024-05", "2024-10")
    for report in (PACK, ANNUAL):
        made.spoken[report] = heard(made.file(report, "draft.pdf"))
    return made


def measure_rows(spoken: Element) -> list[list[str]]:
    """The rows of the scorecard's tables: those that begin with a number."""
    rows = [[cell.text for cell in row.all("TH", "TD")] for row in spoken.all("TR")]
    return [row for row in rows if len(row) == 10 and row[0].isdigit()]


def numbers(text: str) -> Decimal | None:
    """A printed number, or None for a marker or for the source's "No Value"."""
    return None if text in {"[x]", "No Value"} else Decimal(text.replace(",", ""))


def period(text: str) -> periods.Period | None:
    """A printed period, or None."""
    return None if text in {"[x]", "No Value"} else periods.parse(text)


def test_every_measure_is_printed_once_and_in_order(built: Built) -> None:
    """39 rows read back from the pack: value, England, change, comparison, period."""
    with (ROOT / "tests/scorecard-2024-05.csv").open(encoding="utf-8") as file:
        source = list(csv.DictReader(file))
    expected = [
        (
            row["number"],
            period(row["period"]),
            numbers(row["value"]),
            numbers(row["england"]),
            CHANGES[row["direction"]],
            COMPARISONS[row["comparison"]],
            row["source"],
        )
        for row in source
    ]

    printed = [
        (r[0], period(r[4]), numbers(r[5]), numbers(r[6]), r[7], r[8], r[9])
        for r in measure_rows(built.spoken[PACK])
    ]
    assert len(expected) == 39
    assert expected == printed


def test_every_name_and_unit_is_the_sources(built: Built) -> None:
    """Measure and unit of each row are those of measures.csv."""
    with (ROOT / "data/measures.csv").open(encoding="utf-8") as file:
        wanted = {r["number"]: (r["name"], r["unit"]) for r in csv.DictReader(file)}

    for row in measure_rows(built.spoken[PACK]):
        # A line broken after a hyphen is heard with a pause.
        assert wanted[row[0]] == (row[2].replace("Non- ", "Non-"), row[3])


def words_of(markdown: str) -> list[str]:
    """The words of each block of commentary, with claims and citations printed."""
    plain = re.sub(r'\{\{ cite\("(.*?)", ".*?"\) \}\}', r"\1", markdown)
    plain = re.sub(r'\{\{ claim\([^"]*"(.*?)"\) \}\}', r"\1", plain)
    plain = re.sub(r"\[\^1\]:?", "", plain)
    return [line.lstrip("- ").strip() for line in plain.splitlines() if line.strip()]


@pytest.mark.parametrize("report", [PACK, ANNUAL])
def test_all_commentary_is_printed(built: Built, report: str) -> None:
    """Every paragraph, list item and footnote of the source, word for word."""
    folder = ROOT / "data" / report.partition("/")[0] / "commentary"
    # What the pages add to an author's words: markers of doubt and marks of notes.
    spoken = re.sub(r" ?\[(u|\d)\] ?", " ", built.spoken[report].text)
    loose = re.sub(r"\s+", "", spoken)
    wanted = [
        words for path in folder.glob("*.md") for words in words_of(path.read_text())
    ]

    assert len(wanted) > 1
    assert [] == [words for words in wanted if re.sub(r"\s+", "", words) not in loose]


@pytest.mark.parametrize("report", [PACK, ANNUAL])
def test_every_mandatory_heading_is_there_and_bookmarked(
    built: Built, report: str
) -> None:
    """The outline's headings stand in order, in the text and in the bookmarks."""
    name = {PACK: "outcomes-2024", ANNUAL: "jcdu-2024"}[report]
    titles = [
        heading.title.format(
            partnership="Southampton Reducing Drug Harm Partnership",
            short_name="Southampton",
            abbreviation="RDHP",
        )
        for heading in read_outline(ROOT / "data", name).heading
    ]
    heard_titles = [each.text for each in built.spoken[report].all("H2", "H3")]
    draft = built.file(report, "draft.pdf")
    with pikepdf.open(draft) as pdf, pdf.open_outline() as outline:
        marks = [m.title for top in outline.root for m in (top, *top.children)]

    # Every measure of the annual report has a value; the pack holds no contradiction.
    idle = {ANNUAL: "Measures without a value", PACK: "Doubts found by the checks"}
    titles.remove(idle[report])
    titles.remove("What changed since the last issue")  # both are first issues
    assert titles == [title for title in heard_titles if title in titles]
    assert titles == [title for title in marks if title in titles]


@pytest.mark.parametrize("kind", ["draft.pdf", "proof.pdf"])
@pytest.mark.parametrize("rendition", ["public", "partners"])
@pytest.mark.parametrize("report", [PACK, ANNUAL])
def test_every_pdf_is_archivable_and_accessible(
    built: Built, report: str, rendition: str, kind: str
) -> None:
    """PDF/A-3a and PDF/UA-1 at once, by an independent validator."""
    data = built.file(report, kind, rendition).read_bytes()

    for profile in ("3a", "ua1"):
        assert [] == page.validate_pdf_bytes(data, profile=profile).failures


@pytest.mark.parametrize("report", [PACK, ANNUAL])
def test_the_published_values_travel_inside(built: Built, report: str) -> None:
    """The embedded CSV is the published one, declared as the document's data."""
    with pikepdf.open(built.file(report, "draft.pdf")) as pdf:
        (attached,) = pdf.attachments.values()
        (named,) = pdf.Root.AF

        assert "/Data" == str(named.AFRelationship)
        assert built.file(report, "published.csv").read_bytes() == (
            attached.get_file().read_bytes()
        )


def elements(node: Any, kind: str) -> list[Any]:
    """All structure elements of one kind in a PDF."""
    found = []
    if isinstance(node, pikepdf.Dictionary):
        if node.get("/S") == kind:
            found.append(node)
        kids = node.get("/K", pikepdf.Array())
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            found += elements(kid, kind)
    return found


@pytest.mark.parametrize(("report", "figures"), [(PACK, 6), (ANNUAL, 4)])
def test_figures_and_tables_speak(built: Built, report: str, figures: int) -> None:
    """Every figure has a text alternative and a box on its page; every TH a scope."""
    with pikepdf.open(built.file(report, "draft.pdf")) as pdf:
        root = pdf.Root.StructTreeRoot
        drawn = elements(root, "/Figure")
        headers = elements(root, "/TH")
        tables = elements(root, "/Table")

        assert figures == len(drawn)
        assert all(len(str(each.Alt)) > 40 for each in drawn)
        for each in drawn:
            x0, y0, x1, y1 = (float(n) for n in each.A.BBox)
            _, _, width, height = (float(n) for n in each.Pg.MediaBox)
            assert 0 <= x0 < x1 <= width
            assert 0 <= y0 < y1 <= height
        assert headers
        assert {"/Column", "/Row"} == {str(each.A.Scope) for each in headers}
        assert all(elements(table, "/TH") for table in tables)
        assert "/IDTree" in root


def marked(page: pikepdf.Page) -> list[tuple[str, str]]:
    """For each piece of shown text of a page: its innermost mark, and its type."""
    found, open_marks = [], [("", "")]
    for step in pikepdf.parse_content_stream(page):
        operands, name = step.operands, str(step.operator)
        if name in {"BDC", "BMC"}:
            facts: Any = operands[1] if len(operands) > 1 else {}
            kind = str(facts.get("/Type", "")) if hasattr(facts, "get") else ""
            open_marks.append((str(operands[0]), kind))
        elif name == "EMC":
            open_marks.pop()
        elif name in {"Tj", "TJ"}:
            found.append(next((m for m in reversed(open_marks) if m[0]), ("", "")))
    return found


@pytest.mark.parametrize("report", [PACK, ANNUAL])
def test_no_text_is_left_unmarked(built: Built, report: str) -> None:
    """Text is read or is page furniture: running heads and feet are artifacts."""
    with pikepdf.open(built.file(report, "draft.pdf")) as pdf:
        for number, sheet in enumerate(pdf.pages, 1):
            marks = marked(sheet)

            assert ("", "") not in marks, f"page {number}"
            assert ("/Artifact", "/Pagination") in marks, f"page {number}"


@pytest.mark.parametrize("report", [PACK, ANNUAL])
def test_every_font_is_embedded(built: Built, report: str) -> None:
    """Poppler finds no font that the reader's machine would have to bring."""
    done = subprocess.run(
        ["pdffonts", str(built.file(report, "draft.pdf"))],
        capture_output=True,
        text=True,
        check=True,
    )
    lines = done.stdout.splitlines()[2:]

    assert len(lines) >= 2
    assert ["yes"] * len(lines) == [line.split()[-5] for line in lines]


def test_a_second_build_draws_nothing(built: Built) -> None:
    """Charts come from the cache, and the bytes are the same."""
    before = built.file(ANNUAL, "draft.pdf").read_bytes()
    starts = built.starts()
    built.reportgen("build", "2024-10")

    assert starts == built.starts()
    assert before == built.file(ANNUAL, "draft.pdf").read_bytes()


def test_a_proof_has_no_watermark_and_does_not_look_signed(built: Built) -> None:
    """A draft says DRAFT; a proof leads to its field; no words claim who has signed."""
    draft = built.spoken[ANNUAL].text
    proof = heard(built.file(ANNUAL, "proof.pdf")).text

    assert ("DRAFT, not signed off" in draft) is True
    assert "This is a draft and is not to be signed." in draft
    assert ("DRAFT" in proof) is False
    assert re.search(r"Sign-off on page \d+ \| Data received by", proof) is not None
    for text in (draft, proof):
        assert "yet signed" not in text.replace(EMPTY, "")
        assert (
            "Sign-off as published in 2024: Southampton Reducing Drug Harm Partnership "
            "07/11/24"
        ) in text


@pytest.mark.parametrize(
    "environment",
    [
        {"TZ": "Pacific/Auckland", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"},
        {"TZ": "America/Anchorage", "LC_ALL": "POSIX", "PYTHONHASHSEED": "2"},
    ],
    ids=["east", "west"],
)
def test_the_bytes_are_the_same_anywhere(
    built: Built,
    tmp_path: Path,
    environment: dict[str, str],
) -> None:
    """Empty caches, another folder, time zone, locale and hash seed: the same bytes."""
    elsewhere = workspace(tmp_path / "another folder" / "ünïcode")
    elsewhere.reportgen("proof", "2024-05", "2024-10", **environment)

    assert elsewhere.starts() == 1
    for report in (PACK, ANNUAL):
        for ending in ("proof.pdf", "published.csv"):
            here, there = (each.file(report, ending) for each in (built, elsewhere))
            digests = [
                hashlib.sha256(path.read_bytes()).hexdigest() for path in (here, there)
            ]
            assert digests[0] == digests[1], f"{report} {ending}"
