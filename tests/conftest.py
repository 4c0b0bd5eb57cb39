"""The way of the data as fixtures, one noun after the other, and scratch workspaces.

`testshire/` is a small partnership that does not exist: histories, a gap, a revision
after the cut-off, a restricted value, an unverified one. `southampton` is the real
workspace, copied so that a test may spoil it.
"""

import logging
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest

from reportgen import pipeline
from reportgen.composition import Composition, compose
from reportgen.errors import Collector, Fault, FaultsFound
from reportgen.evidence.assembly import Assembly, assemble
from reportgen.evidence.disclosure import Published
from reportgen.pages.exporter import FakeExporter
from reportgen.settings import Workspace, open_workspace
from reportgen.standing import Made
from reportgen.vocabulary import Rendition

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from webs import WebEdition

ROOT = Path(__file__).parent.parent
# The same examples in every run, and no clock: a busy machine fails nothing.
hypothesis.settings.register_profile("house", deadline=None, derandomize=True)
hypothesis.settings.load_profile("house")
TESTSHIRE = Path(__file__).parent / "testshire"


@dataclass(frozen=True)
class Scratch:
    """A workspace in a temporary folder, to be spoiled and checked."""

    folder: Path
    target: str

    def change(self, file: str, old: str, new: str) -> None:
        """Replace the one place where `old` stands in a file."""
        text = (self.folder / file).read_text("utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        self.write(file, text.replace(old, new))

    def write(self, file: str, text: str) -> None:
        """Write a whole file."""
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def append(self, file: str, text: str) -> None:
        """Add to the end of a file."""
        self.write(file, (self.folder / file).read_text("utf-8") + text)

    @property
    def workspace(self) -> Workspace:
        """The workspace, opened."""
        return open_workspace(self.folder)

    def faults(self, target: str = "") -> tuple[Fault, ...]:
        """All faults that `check` finds, whether it can compose or not."""
        try:
            verdicts = pipeline.check(self.workspace, [target or self.target])
        except FaultsFound as found:
            return found.faults
        return tuple(fault for verdict in verdicts for fault in verdict.faults)

    def told(self, target: str = "") -> list[str]:
        """The same, as people read them."""
        return [str(fault) for fault in self.faults(target)]

    def build(
        self, kind: str = "draft", renditions: Sequence[Rendition] = tuple(Rendition)
    ) -> list[Made]:
        """Build with a fake exporter: real pages, no Chrome."""
        return pipeline.build(
            self.workspace,
            [self.target],
            kind=kind,
            renditions=renditions,
            exporter=FakeExporter(),
        )


def _copied(source: Path, folder: Path, target: str) -> Scratch:
    for name in ("data", "reportgen.toml"):
        path = source / name
        (shutil.copytree if path.is_dir() else shutil.copyfile)(path, folder / name)
    return Scratch(folder, target)


@pytest.fixture
def testshire(tmp_path: Path) -> Scratch:
    """The fictional workspace."""
    return _copied(TESTSHIRE, tmp_path, "2025-01/pack")


@pytest.fixture
def southampton(tmp_path: Path) -> Callable[[str], Scratch]:
    """The real workspace, for the cycle named."""
    return lambda target: _copied(ROOT, tmp_path, target)


@pytest.fixture(scope="session")
def assembly() -> Assembly:
    """What Testshire's pack is made from."""
    collector = Collector()
    (made,) = assemble(TESTSHIRE / "data", ["2025-01/pack"], collector)
    collector.settle()
    return made


@pytest.fixture(scope="session")
def composition(assembly: Assembly) -> Composition:
    """Testshire's pack for the public, undrawn."""
    return compose(assembly, Rendition.PUBLIC)


@pytest.fixture(scope="session")
def published(composition: Composition) -> Published:
    """What the public may see of Testshire."""
    return composition.published


@pytest.fixture(scope="session")
def editions(tmp_path_factory: pytest.TempPathFactory) -> "dict[str, WebEdition]":
    """The web editions of four reports for both audiences, by name."""
    from webs import build

    return build(tmp_path_factory.mktemp("webs"))


@pytest.fixture(scope="session")
def filed_pages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The pages of an edition in the record, and those that list all reports."""
    from webs import released_pages

    return released_pages(tmp_path_factory.mktemp("edition"))


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    """Debian's Chromium, started once; its loop must not outlive the module."""
    from playwright.sync_api import sync_playwright

    from reportgen.pages.chrome import find_chrome

    with sync_playwright() as player:
        started = player.chromium.launch(executable_path=find_chrome())
        yield started
        started.close()


@pytest.fixture
def opened(browser: "Browser") -> "Iterator[Callable[..., Page]]":
    """Opens a page; whatever it says on the console or asks of a network fails."""
    contexts, said = list[Any](), list[str]()

    def open_page(path: Path, width: int = 1280, **wishes: Any) -> "Page":
        context = browser.new_context(
            viewport={"width": width, "height": 900}, **wishes
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda asked: said.extend(_outside(asked.url)))
        page.goto(path.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [] == said


def _outside(address: str) -> list[str]:
    return [] if address.startswith(("file:", "data:")) else [address]


@pytest.fixture(autouse=True)
def _calm_logs(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A warning that is logged fails the test: users would have to read it."""
    yield
    loud = [r for r in caplog.get_records("call") if r.levelno >= logging.WARNING]
    assert [record.getMessage() for record in loud] == []


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test depends on how the machine speaks or counts time."""
    for name in ("LANG", "LC_ALL", "LANGUAGE", "TZ", "SOURCE_DATE_EPOCH", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
