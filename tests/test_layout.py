"""Pages under strain: long names, few and many measures; nothing cut, nothing lost."""

import csv
import io
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pikepdf
import pytest
from conftest import TESTSHIRE, Scratch

from reportgen.vocabulary import Rendition

pytestmark = pytest.mark.pages

MEASURES, STORE = "data/measures.csv", "data/observations.csv"
OUTLINE = "data/outlines/pack-2025.toml"
LONG_NAME = ("Partnership for Reducing the Harm of Drugs and Alcohol " * 3)[
    :120
].strip()
LONG_TITLE = "What a heading with a very long title does at the foot of a page " * 5
LONG_MEASURE = " ".join(["Completions", *["of structured treatment"] * 26, "aa"])
FOOT = 68.0
"""Points that the footer takes: 24 mm."""


@dataclass(frozen=True)
class Word:
    """A word and its box, in points from the top left."""

    page: int
    text: str
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Word") -> bool:
        """Whether ink would lie on ink: boxes are higher than letters."""
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        across = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom - self.top, other.bottom - other.top)
        return across > 1 and down > 0.35 * height


@dataclass(frozen=True)
class Pages:
    """A finished PDF: its pages' sizes, its words, and where its headings stand."""

    sizes: tuple[tuple[float, float], ...]
    words: tuple[Word, ...]
    headings: tuple[tuple[str, int, float], ...]
    """Title, page, and points from the top."""

    def on(self, page: int) -> list[Word]:
        """The words of one page."""
        return [word for word in self.words if word.page == page]

    @property
    def text(self) -> str:
        """All words in the order of the file."""
        return " ".join(word.text for word in self.words)


def _rows(scratch: Scratch, file: str) -> list[dict[str, str]]:
    return list(csv.DictReader((scratch.folder / file).read_text("utf-8").splitlines()))


def _write(scratch: Scratch, file: str, rows: list[dict[str, str]]) -> None:
    held = io.StringIO()
    writer = csv.DictWriter(held, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    scratch.write(file, held.getvalue())


def _long_partnership(scratch: Scratch) -> None:
    """A partnership whose name does not fit in a line."""
    file = "data/partnership.toml"
    scratch.change(file, "Testshire Drugs Partnership", LONG_NAME)


def _long_measures(scratch: Scratch) -> None:
    """Measures whose names have 80 words, in table, figure and commentary."""
    assert len(LONG_MEASURE.split()) == 80
    rows = _rows(scratch, MEASURES)
    for row in rows:
        if row["measure"] in {"t2", "t3", "t7"}:
            row["name"] = row["short_name"] = row["label"] = LONG_MEASURE
    _write(scratch, MEASURES, rows)


def _long_title(scratch: Scratch) -> None:
    """Headings of 325 characters on both levels."""
    for title in ("Supply", "How to read"):
        scratch.change(OUTLINE, f'title = "{title}"', f'title = "{LONG_TITLE}"')


def _three(scratch: Scratch) -> None:
    """Three measures, one table and one figure."""
    kept = {"t2", "t3", "t5"}
    for file in (MEASURES, STORE):
        rows = [row for row in _rows(scratch, file) if row["measure"] in kept]
        _write(scratch, file, rows)
    text = (scratch.folder / OUTLINE).read_text("utf-8")
    head, figure, rest = text.partition("[[figure]]")
    overview = rest.split("[[figure]]")[0]
    names = ("completions", "treatment", "growth")
    for name in names:
        head = head.replace(f', "figure {name}"', "")
    scratch.write(OUTLINE, head + figure + overview)
    scratch.change("data/2025-01/cycle.toml", ', "t6"', "")


def _many(scratch: Scratch) -> None:
    """150 measures of one priority area, twelve of them comparable."""
    measures, store = _rows(scratch, MEASURES), _rows(scratch, STORE)
    (like,) = [row for row in measures if row["measure"] == "t5"]
    (held,) = [r for r in store if r["measure"] == "t5" and r["period"] == "2023/24"]
    for number in range(11, 151):
        name = f"n{number}"
        comparable = number % 14 == 0
        texts = {"name": f"Measure of the number {number}", "short_name": name}
        yes = {"comparable": "yes" if comparable else "no"}
        measures.append(
            {**like, "measure": name, "number": str(number), **texts, **yes}
        )
        store.append({**held, "measure": name, "value": str(number * 97)})
        if comparable:
            england = {"area": "E92000001", "value": str(8000)}
            store.append({**held, "measure": name, **england})
    _write(scratch, MEASURES, measures)
    _write(scratch, STORE, store)


STRAINS: Mapping[str, Callable[[Scratch], None]] = {
    "long partnership": _long_partnership,
    "long measures": _long_measures,
    "long titles": _long_title,
    "three measures": _three,
    "many measures": _many,
}


@pytest.fixture(scope="module", params=list(STRAINS))
def strained(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Pages]:
    """Testshire's pack under one strain; building it checks both standards."""
    folder = tmp_path_factory.mktemp("strained") / "testshire"
    shutil.copytree(TESTSHIRE, folder)
    scratch = Scratch(folder, "2025-01/pack")
    STRAINS[request.param](scratch)
    (made,) = scratch.build("proof", [Rendition.PARTNERS])
    (pdf,) = [path for path in made.paths if path.suffix == ".pdf"]
    return request.param, _read(pdf)


def _read(pdf: Path) -> Pages:
    done = subprocess.run(
        ["pdftotext", "-bbox-layout", str(pdf), "-"], capture_output=True, check=True
    )
    root = ElementTree.fromstring(done.stdout)
    space = "{http://www.w3.org/1999/xhtml}"
    pages = list(root.iter(f"{space}page"))
    words = [
        Word(number, word.text or "", *_box(word))
        for number, page in enumerate(pages)
        for word in page.iter(f"{space}word")
    ]
    sizes = tuple((float(p.get("width", 0)), float(p.get("height", 0))) for p in pages)
    return Pages(sizes, tuple(words), tuple(_headings(pdf, sizes)))


def _box(word: ElementTree.Element) -> tuple[float, float, float, float]:
    left, top, right, bottom = (
        float(word.get(side, 0)) for side in ("xMin", "yMin", "xMax", "yMax")
    )
    return left, top, right, bottom


def _headings(
    pdf: Path, sizes: tuple[tuple[float, float], ...]
) -> list[tuple[str, int, float]]:
    """From the bookmarks, which say where their headings stand."""
    found = []
    with pikepdf.open(pdf) as document, document.open_outline() as outline:
        pages = [page.obj.objgen for page in document.pages]
        waiting = list(outline.root)
        while waiting:
            item = waiting.pop(0)
            waiting = [*item.children, *waiting]
            target = item.destination
            assert isinstance(target, pikepdf.Array)
            page = pages.index(target[0].objgen)
            found.append((str(item.title), page, sizes[page][1] - float(target[3])))
    return found


def test_nothing_leaves_the_page(strained: tuple[str, Pages]) -> None:
    """Every word stands on its sheet, with white around it."""
    _, pages = strained
    outside = [
        word
        for word in pages.words
        if word.left < 20
        or word.top < 12
        or word.right > pages.sizes[word.page][0] - 20
        or word.bottom > pages.sizes[word.page][1] - 12
    ]

    assert len(pages.words) > 200
    assert outside == []


def test_no_word_lies_on_another(strained: tuple[str, Pages]) -> None:
    """Columns keep their words to themselves."""
    _, pages = strained
    meeting = [
        (one.page + 1, one.text, other.text)
        for page in range(len(pages.sizes))
        for place, one in enumerate(pages.on(page))
        for other in pages.on(page)[place + 1 :]
        if one.meets(other)
    ]

    assert meeting == []


def test_no_heading_ends_a_page(strained: tuple[str, Pages]) -> None:
    """Below every heading, on its own page, there is more than the footer."""
    _, pages = strained
    for title, page, top in pages.headings:
        height = pages.sizes[page][1]
        words = len(title.split())
        below = [w for w in pages.on(page) if top < w.top < height - FOOT]
        assert len(below) > words + 5, f"{title} on page {page + 1}"

    assert len(pages.headings) >= 9


def test_nothing_is_lost(strained: tuple[str, Pages]) -> None:
    """What is long stands there whole, and what is many, each once in its table."""
    strain, pages = strained
    wanted = {
        "long partnership": LONG_NAME,
        "long measures": "of structured treatment aa",
        "long titles": LONG_TITLE.strip(),
        "three measures": "All three measures show",
        "many measures": "143 measures, 12 compared with England",
    }

    assert wanted[strain].split()[0] in pages.text
    if strain == "many measures":
        lying = [n for n, (wide, high) in enumerate(pages.sizes) if wide > high]
        numbers = [
            word.text
            for page in lying
            for word in sorted(pages.on(page), key=lambda word: word.top)
            if word.left < 70
        ]
        assert [n for n in numbers if n.isdigit() and int(n) > 10] == [
            str(number) for number in range(11, 151)
        ]
    else:
        assert wanted[strain] in pages.text.replace("\u00ad", "")
