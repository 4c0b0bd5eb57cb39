"""What stands of every report, gathered from the workspace, and filed as pages."""

import os
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from reportgen.errors import Collector
from reportgen.evidence.cycle import (
    Report,
    cycles_of,
    read_cycle,
    read_partnership,
)
from reportgen.formats import london_day, long_date
from reportgen.pages import fonts
from reportgen.pages.html import environment
from reportgen.pages.web import addresses
from reportgen.pages.web.assets import read_assets
from reportgen.pages.web.listing import (
    ASSETS,
    Issue,
    Listing,
    Shelved,
    listed_pages,
)
from reportgen.registry import archive
from reportgen.settings import Workspace
from reportgen.vocabulary import Rendition

_KINDS = {"proof": ("Proof", "For sign-off"), "draft": ("Draft", "Not signed off")}
_AUDIENCES = {True: "Partners only", False: "Everybody"}


def listing(workspace: Workspace) -> Listing:
    """All reports of a workspace with all that stands of them; reads only.

    A cycle that does not read is left out: whoever builds it is told.

    Raises:
        FaultsFound: `partnership.toml` does not read.
    """
    collector, found = Collector(), []
    for name in reversed(cycles_of(workspace.data)):
        cycle = collector.take(read_cycle, workspace.data, name)
        for report in cycle.report if cycle else ():
            found.append(_shelved(workspace, name, report))
    return Listing(read_partnership(workspace.data), tuple(found))


def file_listing(workspace: Workspace, shelf: archive.Archive) -> None:
    """Write the pages of all reports; those that have not changed stay untouched.

    Raises:
        FaultsFound: `partnership.toml`, a template or the style sheet has an error.
        OutputNotWritable: `out/` cannot be written.
    """
    shelves = workspace.shelves("templates")
    pages = listed_pages(listing(workspace), environment(shelves))
    chosen = fonts.find(workspace.folder / "styles" / "fonts")
    worn = read_assets(shelves, workspace.shelves("styles"), chosen, shelf.drawings())
    files = {
        f"{ASSETS}/{name}": data
        for name, data in worn.files.items()
        if name != addresses.SCRIPT
    }
    for path, page in pages.items():
        folder, _, name = path.rpartition("/")
        beside = {name: page, **({} if folder else files)}
        if any(_held(shelf.out / folder / one) != beside[one] for one in beside):
            shelf.file(folder, beside)


def _held(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _shelved(workspace: Workspace, cycle: str, report: Report) -> Shelved:
    target = f"{cycle}/{report.id}"
    issues = (*_editions(workspace, target), *_made(workspace, target))
    due = long_date(report.due)
    return Shelved(report.title, report.occasion, cycle, report.id, due, issues)


# --- Drafts and proofs ----------------------------------------------------------------


def _made(workspace: Workspace, target: str) -> Iterator[Issue]:
    for kind, (name, state) in _KINDS.items():
        for rendition in Rendition:
            folder = workspace.out / target / rendition
            facts = archive.read_facts(workspace.out, f"{target}/{rendition}").get(kind)
            files = facts.get("files", {}) if isinstance(facts, dict) else {}
            pdf = next((one for one in files if one.endswith(".pdf")), "")
            page = f"{addresses.FOLDERS[kind]}/{addresses.REPORT}"
            if pdf and (folder / pdf).is_file():
                yield Issue(
                    name=name,
                    audience=_AUDIENCES[rendition.sees_restricted],
                    state=state,
                    note="",
                    page=_address(workspace, folder / page),
                    pdf=_address(workspace, folder / pdf),
                )


# --- Editions -------------------------------------------------------------------------


def _editions(workspace: Workspace, target: str) -> Iterator[Issue]:
    """The latest first; each for everybody, then for partners."""
    folder = workspace.record / target / "editions"
    numbers = sorted(
        (int(path.name) for path in folder.glob("*") if path.name.isdigit()),
        reverse=True,
    )
    for number in numbers:
        later = f"Superseded by edition {numbers[0]}" if number != numbers[0] else ""
        for name in ("public", "private"):
            facts = archive.read_facts(folder, f"{number}/{name}")
            if facts:
                yield _edition(workspace, folder / f"{number}/{name}", facts, later)


def _edition(
    workspace: Workspace, folder: Path, facts: Mapping[str, Any], later: str
) -> Issue:
    corrects = facts.get("corrects")
    note = str(facts.get("correction") or "")
    pdf = folder / str(facts.get("pdf", ""))
    return Issue(
        name=f"Edition {facts.get('edition', folder.parent.name)}",
        audience=_AUDIENCES[folder.name == "private"],
        state=later or f"Released on {_day(str(facts.get('released', '')))}",
        note=f"Corrects edition {corrects}: {note}" if corrects else note,
        page=_address(workspace, folder / "web" / addresses.REPORT),
        pdf=_address(workspace, pdf) if pdf != folder else "",
        superseded=bool(later),
    )


def _day(moment: str) -> str:
    try:
        return long_date(london_day(datetime.fromisoformat(moment)))
    except ValueError:
        return "a day that is not told"


def _address(workspace: Workspace, path: Path) -> str:
    """The file as a link from `out/`; empty where it is not there."""
    if not path.is_file():
        return ""
    return quote(Path(os.path.relpath(path, workspace.out)).as_posix())
