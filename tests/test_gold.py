"""Testshire's pack at three heights: what is told, how it is marked up, where it lies.

A failure says which height broke: the model (`published.txt`), the templates (one
`.html` for each piece, without styles), or the pages (`outline.txt`).
"""

import difflib
import io
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from conftest import ROOT, TESTSHIRE, Scratch

from reportgen.composition import Composition
from reportgen.composition import compose as compose_report
from reportgen.evidence.assembly import Assembly
from reportgen.evidence.disclosure import PublishedIndicator, PublishedValue
from reportgen.pages import slots
from reportgen.pages.document import Document, compose
from reportgen.pages.exporter import FakeExporter
from reportgen.pages.html import environment, render
from reportgen.production import draw
from reportgen.vocabulary import Rendition

GOLD = Path(__file__).parent / "gold"
ACTUAL = Path(__file__).parent / "actual"
ACCEPT = os.environ.get("REPORTGEN_GOLD") == "accept"
CASES = sorted(p.name for p in GOLD.iterdir() if p.name != "README.md")


@pytest.fixture(scope="module")
def made(
    assembly: Assembly, tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, str]:
    """All that is compared, by name; what was asked to be accepted is written first."""
    public = _document(compose_report(assembly, Rendition.PUBLIC))
    found = {
        "published.txt": "".join(
            _told(compose_report(assembly, rendition)) for rendition in Rendition
        ),
        **_pieces(render(public, environment([ROOT / "templates"]))),
        "outline.txt": _outline(_pdf(tmp_path_factory.mktemp("gold"))),
    }
    if ACCEPT:
        for name in set(CASES) - set(found):
            (GOLD / name).unlink()
        for name, text in found.items():
            (GOLD / name).write_text(text, "utf-8")
    return found


@pytest.mark.pages
@pytest.mark.parametrize("name", CASES)
def test_what_is_made_is_gold(name: str, made: Mapping[str, str]) -> None:
    """Every piece is, letter by letter, what somebody looked at and accepted."""
    gold = (GOLD / name).read_text("utf-8") if (GOLD / name).is_file() else ""
    actual = made.get(name, "")
    if gold == actual:
        return
    ACTUAL.mkdir(exist_ok=True)
    (ACTUAL / name).write_text(actual, "utf-8")
    lines = gold.splitlines(), actual.splitlines()
    diff = "\n".join(difflib.unified_diff(*lines, "gold", "actual", lineterm="", n=1))
    pytest.fail(f"{diff}\n\ntests/actual/{name}: look, then `make gold`", pytrace=False)


@pytest.mark.pages
def test_every_piece_has_its_gold(made: Mapping[str, str]) -> None:
    """Nothing is made that nobody accepted, and nothing kept that nobody makes."""
    kept = {path.name for path in GOLD.iterdir()} - {"README.md"}
    missing = sorted(set(made) - kept)
    for name in missing:
        ACTUAL.mkdir(exist_ok=True)
        (ACTUAL / name).write_text(made[name], "utf-8")

    assert missing == [], "see tests/actual: look, then `make gold`"
    assert sorted(kept - set(made)) == [], "no longer made: look, then `make gold`"


# --- The model ---------------------------------------------------------------------


def _document(composition: Composition) -> Document:
    (drawings,) = draw([composition], FakeExporter())
    return compose(composition.material(drawings), draft=True)


def _told(composition: Composition) -> str:
    """What one audience is told: measures, words of figures, summary."""
    document = _document(composition)
    lines = [f"# {composition.name}", "", *document.summary, ""]
    lines += [_line(one) for one in composition.published.values()]
    for plan in composition.plans:
        words = plan.reading
        lines += ["", f"Figure {plan.number}. {words.headline}", words.subtitle]
        lines += [words.alternative, words.sentence, plan.source]
    lines += ["", *(f"fault: {fault}" for fault in composition.faults)]
    return "\n".join(lines).rstrip() + "\n\n"


def _line(one: PublishedIndicator) -> str:
    change = one.change.value
    if one.difference is not None:
        change += f" ({slots.change_phrase(one)})"
    against = one.comparison.value
    if one.not_compared:
        against += f" ({one.not_compared})"
    history = " ".join(slots.with_unit(p, one.measure) for p in one.history)
    facts = (
        f"{_value(one.area, one)} in {one.area.period or 'no period'}",
        f"England {_value(one.england, one)}",
        change,
        against,
        f"history {history or 'none'}",
    )
    return f"{one.measure.measure}: {'; '.join(facts)}"


def _value(held: PublishedValue, one: PublishedIndicator) -> str:
    reason = f" ({held.reason})" if held.reason else ""
    return slots.with_unit(held, one.measure) + reason


# --- The templates -----------------------------------------------------------------


def _pieces(page: str) -> dict[str, str]:
    """The page cut at its sections; pictures are left out, they have their tests."""
    plain = re.sub(r'(data:image/svg\+xml);base64,[^"]+', r"\1", page)
    starts = list(re.finditer(r'<section class="(?!footnotes)([\w -]+)">', plain))
    names = ["head", *(_name(plain[one.start() :], one[1]) for one in starts)]
    cuts = [0, *(one.start() for one in starts), len(plain)]
    texts = [plain[begin:end] for begin, end in pairwise(cuts)]
    return {
        f"{name}.html": re.sub(r"\n\s*\n+", "\n", text.strip()) + "\n"
        for name, text in zip(names, texts, strict=True)
    }


def _name(text: str, kind: str) -> str:
    """By its heading's address; opening and contents by their kind."""
    found = re.search(r'<h[23] id="([\w-]+)"', text)
    return found[1] if found and kind.startswith(("part", "section")) else kind


# --- The pages ---------------------------------------------------------------------


def _pdf(folder: Path) -> bytes:
    """Testshire's pack for the public, as a draft, built as people build it."""
    shutil.copytree(TESTSHIRE, folder / "testshire")
    scratch = Scratch(folder / "testshire", "2025-01/pack")
    (built,) = scratch.build(renditions=[Rendition.PUBLIC])
    (pdf,) = [path for path in built.paths if path.suffix == ".pdf"]
    return pdf.read_bytes()


def _outline(pdf: bytes) -> str:
    """Bookmarks with their pages, then the ends of each page's text."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        pages = [page.obj.objgen for page in document.pages]
        with document.open_outline() as outline:
            marks = list(_marks(outline.root, pages, 0))
    return "\n".join([*marks, "", *_ends(pdf)]) + "\n"


def _marks(
    items: list[pikepdf.OutlineItem], pages: list[tuple[int, int]], depth: int
) -> Iterator[str]:
    for item in items:
        target = item.destination
        assert isinstance(target, pikepdf.Array)
        page = pages.index(target[0].objgen) + 1
        yield f"{'  ' * depth}{item.title} .. {page}"
        yield from _marks(item.children, pages, depth + 1)


def _ends(pdf: bytes) -> Iterator[str]:
    """First and last two lines of each page: header and foot, and what is next."""
    done = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    )
    for number, page in enumerate(done.stdout.decode().split("\f")[:-1], 1):
        told = (" ".join(line.split()) for line in page.splitlines())
        lines = [re.sub(r" ?\.{4,} ?", " .. ", line) for line in told if line]
        yield f"page {number}:"
        yield from (f"  {line}" for line in [*lines[:2], "...", *lines[-2:]])
