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
