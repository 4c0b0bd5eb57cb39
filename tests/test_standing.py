"""What stands, and what need not be made again."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Scratch

from reportgen import press, standing
from reportgen.evidence.inputs import digest
from reportgen.makers import makers
from reportgen.pages import fonts
from reportgen.pages.printing import Printer
from reportgen.standing import Made
from reportgen.vocabulary import Rendition

pytestmark = pytest.mark.pages

PUBLIC = [Rendition.PUBLIC]


@pytest.fixture
def made(testshire: Scratch) -> Scratch:
    """Testshire after a build."""
    (first,) = testshire.build(renditions=PUBLIC)
    assert not first.unchanged
    return testshire


def again(scratch: Scratch) -> Made:
    """A second build of the same."""
    (second,) = scratch.build(renditions=PUBLIC)
    return second


def test_an_unchanged_report_is_not_made_again(
    made: Scratch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same answer as before, read from what stands; no page is laid out."""
    pdf = next((made.folder / "out").rglob("*-draft.pdf"))
    before, written = pdf.read_bytes(), pdf.stat().st_mtime_ns

    def laid_out(*_: object) -> None:
        pytest.fail("a page was laid out")

    monkeypatch.setattr(Printer, "print", laid_out)
    second = again(made)

    assert second.unchanged
    assert (before, written) == (pdf.read_bytes(), pdf.stat().st_mtime_ns)
    assert pdf in second.paths
    assert second.figures > 0


def test_the_answer_is_the_same_made_or_kept(testshire: Scratch) -> None:
    """Paths, digest, number of figures and every caution are those of the making."""
    (first,) = testshire.build(renditions=PUBLIC)
    second = again(testshire)

    assert second.unchanged
    for name in ("report", "rendition", "paths", "digest", "figures", "cautions"):
        assert getattr(first, name) == getattr(second, name), name
    assert first.cautions


def commentary(scratch: Scratch) -> str:
    """One file of words."""
    return next(
        path.relative_to(scratch.folder).as_posix()
        for path in sorted((scratch.folder / "data/2025-01/commentary").glob("*.md"))
    )


def reword(scratch: Scratch) -> None:
    """One more word."""
    scratch.append(commentary(scratch), "\nIndeed.\n")


def restyle(scratch: Scratch) -> None:
    """A sheet of the workspace's own."""
    scratch.write("styles/own.css", "p { color: #123456 }\n")


def retemplate(scratch: Scratch) -> None:
    """A template of the workspace's own."""
    ours = Path(press.__file__).parent.parent / "templates/contents.html"
    text = ours.read_text("utf-8").replace("Contents</h2>", "What it holds</h2>")
    scratch.write("templates/contents.html", text)


def remeasure(scratch: Scratch) -> None:
    """Another unit."""
    scratch.change("data/measures.csv", "Rate per 1,000", "Rate per 1,000 people")


def spoil(scratch: Scratch) -> None:
    """A flipped byte in the PDF."""
    pdf = next((scratch.folder / "out").rglob("*-draft.pdf"))
    pdf.write_bytes(pdf.read_bytes()[:-1] + b"x")


def spoil_data(scratch: Scratch) -> None:
    """Another line in the published values."""
    csv = next((scratch.folder / "out").rglob("published.csv"))
    csv.write_bytes(csv.read_bytes() + b"x\n")


def refont(scratch: Scratch) -> None:
    """A typeface of the workspace's own: the packaged one, in one more file."""
    folder = scratch.folder / "styles/fonts"
    folder.mkdir(parents=True)
    for file in fonts.find():
        (folder / f"Own{file.name}").write_bytes(file.read_bytes())


@pytest.mark.parametrize(
    "change", [reword, restyle, retemplate, remeasure, spoil, spoil_data, refont]
)
def test_whatever_moves_makes_it_anew(
    made: Scratch, change: Callable[[Scratch], None]
) -> None:
    """Words, numbers, styles, templates, fonts, and the files made themselves."""
    change(made)

    assert not again(made).unchanged
    assert again(made).unchanged


def test_new_words_are_an_input(made: Scratch) -> None:
    """A commentary file that was not there before is seen, though nobody read it."""
    made.write("data/2025-01/commentary/no-heading.md", "Lost words.\n")

    standings = standing.states(made.workspace)[0].standings["public"]
    assert ("data/2025-01/commentary/",) == standings["draft"].moved
    assert "older than commentary" == str(standings["draft"])


def test_another_program_makes_it_anew(
    made: Scratch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new version of anything that draws is a reason to draw."""
    now = makers()
    monkeypatch.setattr(standing, "makers", lambda: {**now, "weasyprint": "99.0"})

    assert not again(made).unchanged


def test_made_anew_when_asked(made: Scratch) -> None:
    """`anew` makes what has not changed, and the bytes are the same."""
    from reportgen import pipeline
    from reportgen.pages.exporter import FakeExporter

    kept = again(made)
    (fresh,) = pipeline.build(
        made.workspace,
        [made.target],
        renditions=PUBLIC,
        exporter=FakeExporter(),
        anew=True,
    )

    assert (True, False) == (kept.unchanged, fresh.unchanged)
    assert kept.digest == fresh.digest


@pytest.mark.parametrize(
    "spoilt",
    ["", "{}", "[]", "not JSON", '{"public draft": {"inputs": {}, "cautions": 5}}'],
)
def test_facts_that_do_not_read_are_no_reason_to_trust(
    made: Scratch, spoilt: str
) -> None:
    """What was made from what is forgotten: it is made again, and nothing breaks."""
    file = made.folder / "out/2025-01/pack/inputs.json"
    assert json.loads(file.read_text("utf-8"))
    file.write_text(spoilt, "utf-8")

    assert not again(made).unchanged


def test_each_file_is_read_once(made: Scratch, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a whole survey, whatever the number of reports that depend on a file."""
    read: list[Path] = []

    def counting(path: Path, /, *, listing: bool = False) -> str:
        read.append(path)
        return digest(path, listing=listing)

    monkeypatch.setattr(standing, "digest", counting)
    standing.states(made.workspace)

    assert read
    assert len(read) == len(set(read))


def test_words_need_no_chrome(made: Scratch) -> None:
    """A changed word does not start the browser early; a changed number does."""

    def redraws(*renditions: Rendition) -> bool:
        asked = [(made.target, rendition) for rendition in renditions]
        return standing.survey(made.workspace, asked, "draft").redraws

    assert not redraws(Rendition.PUBLIC)
    reword(made)
    assert not redraws(Rendition.PUBLIC)
    remeasure(made)
    assert redraws(Rendition.PUBLIC)
    assert redraws(Rendition.PARTNERS)
