"""What moved since a proof was made: each input, look and maker, told as differences.

May hold restricted values: see `differences.telling`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from reportgen.differences.difference import Difference
from reportgen.differences.telling import told, versions_told
from reportgen.errors import Collector, Place, RecordDamaged
from reportgen.evidence.cycle import read_partnership
from reportgen.evidence.inputs import Reader, digest, digests
from reportgen.makers import look_of, makers
from reportgen.pages.look import Look
from reportgen.registry import archive
from reportgen.registry.decisions import record
from reportgen.settings import Workspace

PROOFS, INPUTS = "proofs", "inputs"
"""Folders of the record: proofs decided upon, and what they were made from."""


@dataclass(frozen=True)
class Present:
    """What there is now, read where it is asked for, and once."""

    workspace: Workspace
    read: Reader = field(default_factory=lambda: cache(digest))
    """Makes the digest of a file."""

    @cached_property
    def look(self) -> Look:
        """Templates, styles and fonts, as a proof would be made with them.

        Raises:
            FaultsFound: a style sheet does not read.
            FontMissing: a font file is not there.
        """
        return look_of(self.workspace, "proof")

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Areas by their code, for the key of a row."""
        found = Collector().take(read_partnership, self.workspace.data)
        return (
            {each.code: each.name for each in (found.area, found.benchmark)}
            if (found)
            else {}
        )


@dataclass(frozen=True)
class _MadeOf:
    """What a proof was made from: SHA-256 or version, by name."""

    inputs: Mapping[str, str]
    look: Mapping[str, str]
    drawn_by: Mapping[str, str]


def moved_since(now: Present, report: str, proof: str) -> tuple[Difference, ...]:
    """What is not what it was when a proof was made; nothing where all is as it was.

    Args:
        now: what there is.
        report: `2024-10/jcdu`.
        proof: SHA-256 of a proof that was decided upon.

    Raises:
        FaultsFound: a style sheet does not read.
        FontMissing: a font file is not there.
    """
    folder = now.workspace.record / report
    made_of = _made_of(folder, proof)
    if made_of is None:
        what = "what it was made from is not in the record"
        return (Difference(Place(f"proof {proof[:12]}"), what),)
    was = _Past(folder, now.names)
    found = [*_inputs(now, was, made_of.inputs), *_look(now, was, made_of.look)]
    present = makers()
    for name in sorted({*made_of.drawn_by, *present}):
        versions = made_of.drawn_by.get(name), present.get(name)
        if (versions[0] or "") != (versions[1] or ""):
            found.append(versions_told(name, *versions))
    return tuple(found)


def _made_of(folder: Path, proof: str) -> _MadeOf | None:
    """What the record says that a proof was made from; None where it says nothing."""
    facts = archive.read_facts(folder, PROOFS, f"{proof}.json")
    inputs = _table(facts, "inputs")
    if not inputs:
        return None
    return _MadeOf(inputs, _table(facts, "look"), _table(facts, "drawn_by"))


def _table(facts: Mapping[str, Any], name: str) -> dict[str, str]:
    part = facts.get(name)
    return {str(n): str(d) for n, d in part.items()} if isinstance(part, dict) else {}


@dataclass(frozen=True)
class _Past:
    """What was kept in the record of one report."""

    folder: Path
    names: Mapping[str, str]

    def told(
        self, name: str, was: str, now: str, read: Callable[[], bytes | None]
    ) -> tuple[Difference, ...]:
        """What changed in one file, by its digests; empty for none."""
        if was == now:
            return ()
        if not was or not now:
            kind = "removed" if was else "added"
            return (Difference(Place(name), f"the file was {kind}", kind),)
        try:
            before = record.kept(self.folder, f"{INPUTS}/{was}", was)
        except RecordDamaged:
            return (Difference(Place(name), "changed; what was kept of it is damaged"),)
        after = read()
        if before is None or after is None:
            return (Difference(Place(name), "changed"),)
        return told(name, before, after, names=self.names)


def _inputs(
    now: Present, was: _Past, inputs: Mapping[str, str]
) -> Iterator[Difference]:
    """What changed in the data and words, and which files lie there."""
    folder = now.workspace.folder
    present = digests(folder, inputs, now.read)
    for name in sorted(inputs):
        if not name.endswith("/"):
            read = _reader(folder / name)
            yield from was.told(name, inputs[name], present[name], read)
        elif inputs[name] != present[name]:
            yield from _listing(folder, name, inputs)


def _listing(
    folder: Path, name: str, inputs: Mapping[str, str]
) -> Iterator[Difference]:
    """Files that lie in a folder now and did not; those that are gone are told."""
    files = sorted(path.name for path in (folder / name).glob("*.md"))
    new = [file for file in files if f"{name}{file}" not in inputs]
    for file in new:
        yield Difference(Place(f"{name}{file}"), "the file was added", "added")
    if not new and all((folder / each).exists() for each in inputs if name in each):
        yield Difference(Place(name), "other files lie there")


def _look(now: Present, was: _Past, look: Mapping[str, str]) -> Iterator[Difference]:
    """What changed in templates, styles and fonts."""
    present, sheets = now.look.digests, dict(now.look.sheets)
    for name in sorted({*look, *present}):
        read = _reader(now.workspace.found(name))
        if name in sheets:
            read = sheets[name].encode
        yield from was.told(name, look.get(name, ""), present.get(name, ""), read)


def _reader(path: Path) -> Callable[[], bytes | None]:
    def read() -> bytes | None:
        try:
            return path.read_bytes()
        except OSError:
            return None

    return read
