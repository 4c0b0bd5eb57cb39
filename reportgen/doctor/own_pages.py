"""Own templates and style sheets, and whether those of reportgen have moved on."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.doctor.findings import Finding, caution, fine
from reportgen.errors import FaultsFound, UsageError
from reportgen.foundation import ORIGIN

if TYPE_CHECKING:
    from reportgen.settings import Workspace

_LOOKS = ("templates", "styles")
_READ = {".html", ".css", ".svg"}  # the typeface is looked at by itself


@dataclass(frozen=True)
class OwnPage:
    """A file of the workspace that stands in the place of one of reportgen's."""

    name: str
    """`templates/report.html`."""
    mine: Path
    ours: Path
    """Need not be there: a workspace may add files."""
    copied: object
    """Digest of what it was copied from, or None where nobody wrote that down."""

    @property
    def is_same(self) -> bool:
        """Whether it makes no difference."""
        return self.ours.is_file() and _digest(self.mine) == _digest(self.ours)


def look(folder: Path) -> Iterator[Finding]:
    """Which own files there are, and which of them are older than reportgen's."""
    from reportgen.settings import open_workspace

    try:
        pages = list(_pages(open_workspace(folder)))
    except (UsageError, FaultsFound):
        return  # the check of the workspace says so
    own = [page for page in pages if not page.is_same]
    yield from (finding for page in own if (finding := _age(page)))
    if own:
        names = ", ".join(page.name for page in own)
        yield fine(f"own files in the place of reportgen's: {names}")
    if same := len(pages) - len(own):
        yield fine(f"{same} own files are the same as those of reportgen")
    if not pages:
        yield fine("templates and styles are those of reportgen")


def _pages(workspace: "Workspace") -> Iterator[OwnPage]:
    for kind in _LOOKS:
        mine, *ours = workspace.shelves(kind)
        if not ours:
            continue  # the workspace is reportgen's own source
        copied = _origin(mine)
        for path in sorted(mine.rglob("*")):
            name = path.relative_to(mine).as_posix()
            if path.suffix in _READ and path.is_file():
                theirs = ours[0] / name
                yield OwnPage(f"{kind}/{name}", path, theirs, copied.get(name))


def _origin(shelf: Path) -> Mapping[str, object]:
    """Digests of what `init --templates` copied, by name; empty where it did not."""
    try:
        facts = json.loads((shelf / ORIGIN).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    files = facts.get("files") if isinstance(facts, dict) else None
    return files if isinstance(files, dict) else {}


def _age(page: OwnPage) -> Finding | None:
    """What is to be done about an own file; None where nothing is."""
    if not page.ours.is_file():
        return None
    if page.copied is None:
        return _by_date(page)
    if page.copied == _digest(page.ours):
        return None
    what = f"{page.name} is older than reportgen's, which has changed since"
    if page.copied == _digest(page.mine):
        return caution(what, "remove it: nobody has changed it, and the new one counts")
    return caution(what, _cure(page))


def _by_date(page: OwnPage) -> Finding | None:
    """Where nobody wrote down what a file was copied from, its date is a hint."""
    mine, ours = (path.stat().st_mtime for path in (page.mine, page.ours))
    if mine >= ours:
        return None
    what = f"{page.name} may be older than reportgen's: the one is of {_day(mine)}"
    return caution(f"{what}, the other of {_day(ours)}", _cure(page))


def _cure(page: OwnPage) -> str:
    return f"compare it with {page.ours}, and take over what is new"


def _day(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d}"


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
