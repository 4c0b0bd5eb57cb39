"""What the workspace holds: its settings and cycles, and the record."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.doctor.findings import Finding, caution, fine, wrong
from reportgen.errors import Collector, FaultsFound, UsageError

if TYPE_CHECKING:
    from reportgen.settings import Workspace


def workspace(folder: Path) -> Iterator[Finding]:
    """Whether it opens, and which cycles it has."""
    from reportgen.settings import open_workspace

    try:
        opened = open_workspace(folder)
    except UsageError:
        what = f"{folder.absolute()} is no workspace, so only the machine was looked at"
        yield fine(what, "go to a workspace, or lay one out: reportgen init DIR")
        return
    except FaultsFound as found:
        for fault in found.faults:
            yield wrong(f"{fault.place}: {fault.what}", fault.cure)
        return
    yield fine(f"{opened.folder} opens, format {opened.settings.format}")
    yield from _cycles(opened)


def _cycles(opened: "Workspace") -> Iterator[Finding]:
    from reportgen.evidence.cycle import cycles_of, read_cycle

    collector, told = Collector(), []
    for name in cycles_of(opened.data):
        if cycle := collector.take(read_cycle, opened.data, name):
            told.append(f"{name} ({', '.join(one.id for one in cycle.report)})")
    if told:
        yield fine(f"cycles: {', '.join(told)}")
    elif not collector.faults:
        cure = "add one, as data/README.md says under CYCLE/cycle.toml"
        yield caution("no cycle yet: data/ has no CYCLE/cycle.toml", cure)
    for fault in collector.faults:
        yield wrong(f"{fault.place}: {fault.what}", fault.cure)


def record(folder: Path) -> Iterator[Finding]:
    """What cannot be rebuilt, and where it lies."""
    if not (folder / "reportgen.toml").is_file():
        return
    place = folder / "out" / "record"
    if place.is_dir() and any(place.iterdir()):
        what = "out/record holds what cannot be rebuilt, and it lies only here"
        yield caution(what, "copy it to a place that is backed up")
    else:
        yield fine("nothing is in the record yet")
