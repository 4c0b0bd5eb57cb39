"""Web editions to look at: built once for a module, without Chrome's drawings."""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import tinyhtml5
from conftest import ROOT, TESTSHIRE, _copied
from exampleton import EXAMPLETON
from released import make_ready, release
from tinyhtml5.parser import HTMLParser

from reportgen import pipeline
from reportgen.pages.exporter import FakeExporter
from reportgen.settings import open_workspace
from reportgen.standing import Made
from reportgen.vocabulary import Rendition

BUILDS = {
    ROOT: ("2024-05/outcomes", "2024-10/jcdu"),
    EXAMPLETON: ("2026-05/outcomes", "2026-10/jcdu"),
}
"""The real reports, and the two newest of the fictional partnership."""


@dataclass(frozen=True)
class WebEdition:
    """One report for one audience, as files."""

    folder: Path
    """`out/2024-10/jcdu/public`."""
    made: Made

    @property
    def name(self) -> str:
        """`2024-10/jcdu public`."""
        return f"{self.made.report} {self.made.rendition}"

    @property
    def web(self) -> Path:
        """Its pages."""
        return self.folder / "web"

    @cached_property
    def pages(self) -> list[Path]:
        """Its HTML files by name."""
        return sorted(self.web.glob("*.html"))

    @property
    def pdf(self) -> Path:
        """Its PDF."""
        return next(self.folder.glob("*.pdf"))

    @cached_property
    def rows(self) -> list[dict[str, str]]:
        """`published.csv`."""
        text = (self.folder / "published.csv").read_text("utf-8")
        return list(csv.DictReader(io.StringIO(text)))

    @cached_property
    def data(self) -> dict[str, Any]:
        """The JSON that it offers."""
        (path,) = self.folder.glob("*-draft.json")
        found: dict[str, Any] = json.loads(path.read_text("utf-8"))
        return found

    @property
    def spreadsheet(self) -> Path:
        """The spreadsheet that it offers."""
        return next(self.folder.glob("*.xlsx"))


def build(folder: Path) -> dict[str, WebEdition]:
    """Every edition of `BUILDS`, by its name.

    Args:
        folder: an empty one; copies of the workspaces go there.
    """
    found = {}
    for number, (source, targets) in enumerate(BUILDS.items()):
        place = folder / str(number)
        place.mkdir()
        scratch = _copied(source, place, targets[0])
        workspace = open_workspace(scratch.folder)
        for made in pipeline.build(workspace, targets, exporter=FakeExporter()):
            edition = WebEdition(made.paths[0].parent, made)
            found[edition.name] = edition
    assert len(found) == len(BUILDS) * 2 * len(Rendition)
    return found


def released_pages(folder: Path) -> list[Path]:
    """The pages of an edition, of both its halves, and those that list all reports.

    Args:
        folder: an empty one; a copy of Testshire goes there.
    """
    scratch = _copied(TESTSHIRE, folder, "2025-01/pack")
    (edition,) = release(make_ready(scratch))
    halves = [edition.folder / half / "web" for half in ("public", "private")]
    pages = [path for half in halves for path in sorted(half.glob("*.html"))]
    out = scratch.workspace.out
    return [*pages, out / "index.html", out / scratch.target / "index.html"]


@cache
def looks(page: Path) -> str:
    """A page without what its frame says of its audience."""
    text = page.read_text("utf-8").replace('<meta name="robots" content="noindex">', "")
    return re.sub(r'<p class="status.*?</p>', "", text, count=1, flags=re.DOTALL)


@cache
def tree(page: Path) -> Any:
    """A page as elements without namespaces."""
    return tinyhtml5.parse(page.read_text("utf-8"), namespace_html_elements=False)


def parsed(text: str) -> tuple[Any, list[str]]:
    """A page and everything that the parser of the standard objects to."""
    parser = HTMLParser(namespace_html_elements=False)
    found = parser.parse(text)
    return found, [f"{place}: {code} {about}" for place, code, about in parser.errors]


def words(element: ElementTree.Element) -> str:
    """The text of an element, with its spaces as one."""
    return " ".join("".join(element.itertext()).split())


def cells(table: ElementTree.Element) -> Iterator[Mapping[str, str]]:
    """The rows of a table's body, each by its column headings."""
    heads = [words(cell) for cell in table.findall("./thead/tr/th")]
    for row in table.findall("./tbody/tr"):
        yield dict(zip(heads, [words(cell) for cell in row], strict=True))
