"""What the workspace holds: its settings and cycles, and the record."""

import os
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
    from reportgen.settings import open_workspace

    try:
        opened = open_workspace(folder)
    except (UsageError, FaultsFound):
        return  # the check of the workspace says so
    place, held = opened.record, _held(opened.record)
    if not opened.settings.archive or place.resolve().is_relative_to(
        opened.folder.resolve()
    ):
        yield _only_here(opened.named(place), held)
    else:
        yield from _elsewhere(place, held)


def _held(place: Path) -> bool:
    """Whether anything is in the record; nothing is where it cannot be looked into."""
    try:
        return any(place.iterdir())
    except OSError:
        return False


def _only_here(name: str, held: bool) -> Finding:
    """A record that is lost together with the workspace."""
    if not held:
        return fine("nothing is in the record yet")
    what = f"{name} holds what cannot be rebuilt, and it lies only in this workspace"
    cure = "copy it to a place that is backed up, or name one as archive in"
    return caution(what, f"{cure} reportgen.toml and move it there")


def _elsewhere(place: Path, held: bool) -> Iterator[Finding]:
    """A record on a store of the organisation."""
    nearest = place if place.exists() else place.parent
    if not nearest.is_dir():
        cure = "connect the store, or correct archive in reportgen.toml"
        yield caution(f"the folder of the record is not there: {place}", cure)
    elif not os.access(nearest, os.W_OK | os.X_OK):
        cure = "give yourself the right to write there"
        yield caution(f"the folder of the record cannot be written: {place}", cure)
    else:
        what = "the record lies in" if held else "nothing yet is in the record, in"
        yield fine(f"{what} {place}")
