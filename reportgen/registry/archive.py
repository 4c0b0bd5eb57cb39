"""The archive: the only module that writes under `out/`, and never half a file."""

import errno
import fcntl
import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportgen.errors import OutputNotWritable, WorkspaceBusy

MANIFEST = "manifest.json"
"""Stands beside the PDFs and may go with them."""
INPUTS = "inputs.json"
"""Stands above the renditions: digests of inputs, which are nobody else's business."""
_TEMPORARY = ".writing-"


@dataclass(frozen=True)
class Archive:
    """The folder `out/` of a workspace, while this process alone writes in it."""

    out: Path

    def file(self, folder: str, files: Mapping[str, bytes]) -> list[Path]:
        """Write files together: all under temporary names, then each renamed.

        A folder that the names lead to, such as `web`, then holds these and nothing
        else: what is no longer shown is no longer there.

        Args:
            folder: path under `out/`, such as `2024-10/jcdu/public`.
            files: bytes by file name; a name may lead one folder down.

        Raises:
            OutputNotWritable: nothing of `files` is left behind.
        """
        place = self.out / folder
        _inside(self.out, place, files)
        staged: dict[Path, Path] = {}
        try:
            for inner in {(place / name).parent for name in files}:
                inner.mkdir(parents=True, exist_ok=True)
            for name, data in files.items():
                staged[place / name] = _staged((place / name).parent, data)
            for path, temporary in staged.items():
                temporary.replace(path)
            _clear_out(place, staged)
        except OSError as refusal:
            raise _not_writable(place, refusal) from None
        finally:
            for temporary in staged.values():
                with suppress(FileNotFoundError):
                    temporary.unlink()
        return list(staged)

    def publish(
        self, folder: str, files: Mapping[str, bytes], part: Mapping[str, Any]
    ) -> list[Path]:
        """Write the files of one rendition, and their manifest with one part renewed.

        Raises:
            OutputNotWritable: nothing of `files` is left behind.
        """
        return self.file(folder, {**files, MANIFEST: self.manifest(folder, part)})

    def manifest(self, folder: str, part: Mapping[str, Any]) -> bytes:
        """`manifest.json` of a rendition as it will be, with one part renewed."""
        return _packed({"format": 1, **read_facts(self.out, folder), **part})

    def remember(self, folder: str, kind: str, origins: Mapping[str, Any]) -> None:
        """Keep what a file was made from, apart from what may be handed over.

        Raises:
            OutputNotWritable: `out/` cannot be written.
        """
        report, _, rendition = folder.rpartition("/")
        before = read_facts(self.out, report, INPUTS)
        facts = {**before, f"{rendition} {kind}": dict(origins)}
        self.file(report, {INPUTS: _packed(facts)})

    def drawings(self) -> "DrawingCache":
        """Drawings of earlier runs, by content; may vanish at any time."""
        return DrawingCache(self)


@dataclass(frozen=True)
class DrawingCache:
    """`out/cache/drawings`: one SVG file for each key."""

    archive: Archive

    def get(self, key: str) -> str | None:
        """The SVG text kept under the key, or None."""
        path = self.archive.out / "cache" / "drawings" / f"{key}.svg"
        try:
            seal, _, svg = path.read_text("utf-8").partition("\n")
        except (OSError, UnicodeDecodeError):
            return None
        return svg if seal == _seal(key, svg) else None

    def put(self, key: str, svg: str) -> None:
        """Keep the SVG text under the key."""
        kept = f"{_seal(key, svg)}\n{svg}"
        self.archive.file("cache/drawings", {f"{key}.svg": kept.encode()})


def _seal(key: str, svg: str) -> str:
    """A first line that fits this drawing under this key, and no other."""
    return f"<!-- {digest(f'{key} {svg}'.encode())} -->"


def _inside(out: Path, place: Path, names: Iterable[str]) -> None:
    """The last wall: whatever names were made of, nothing is written elsewhere.

    Raises:
        OutputNotWritable: a name leads out of the folder.
    """
    here = place.resolve()
    homes = {(place / name).resolve().parent for name in names}
    near = all(here in {home, home.parent} for home in homes)
    if not near or not here.is_relative_to(out.resolve()):
        raise OutputNotWritable(f"{place} leads out of {out}; nothing was written")


def _clear_out(place: Path, kept: Iterable[Path]) -> None:
    """Remove what else lies in the inner folders of some files."""
    held = set(kept)
    for inner in {path.parent for path in held} - {place}:
        for path in inner.iterdir():
            if path not in held and path.is_file():
                path.unlink()


def _staged(place: Path, data: bytes) -> Path:
    """The bytes in a temporary file beside their final name, safe on the disk."""
    handle, name = tempfile.mkstemp(dir=place, prefix=_TEMPORARY)
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        path.chmod(0o644)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def _not_writable(place: Path, refusal: OSError) -> OutputNotWritable:
    full = refusal.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
    cure = "free the disk" if full else "give yourself the right to write there"
    return OutputNotWritable(f"{place} cannot be written ({refusal.strerror}); {cure}")


@contextmanager
def writing(out: Path) -> Iterator[Archive]:
    """The archive, held against every other process until the block ends.

    Raises:
        WorkspaceBusy: another command is writing in this workspace.
        OutputNotWritable: `out/` cannot be made or written.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        lock = (out / ".lock").open("a+")
    except OSError as refusal:
        raise _not_writable(out, refusal) from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise WorkspaceBusy(
                "another reportgen command is writing in this workspace; wait until "
                "it has ended, then try again"
            ) from None
        _sweep(out)
        yield Archive(out)


def _sweep(out: Path) -> None:
    """Remove what a killed run left under temporary names; nobody else is writing."""
    for path in _leftovers(out):
        with suppress(OSError):
            os.unlink(path)  # noqa: PTH108 (no object for each)


def _leftovers(folder: str | Path) -> Iterator[str]:
    """Files under temporary names; a folder may hold many thousands of others."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _leftovers(entry.path)
            elif entry.name.startswith(_TEMPORARY):
                yield entry.path


def digest(data: bytes) -> str:
    """SHA-256 as 64 hex digits."""
    return hashlib.sha256(data).hexdigest()


def manifest(
    kind: str,
    files: Mapping[str, bytes],
    look: Mapping[str, str],
    drawn_by: Mapping[str, str],
) -> dict[str, Any]:
    """One part of `manifest.json`: what was made and how; it names no time.

    It names no digest of the inputs either: they may hold restricted values, and a
    digest lets a guess at one be confirmed.

    Args:
        kind: `draft` or `proof`.
        files: what was made, by name.
        look: SHA-256 of templates, styles and fonts, by name.
        drawn_by: versions of all that draws.
    """
    made = {name: digest(data) for name, data in files.items()}
    return {kind: {"files": made, "look": dict(look), "drawn_by": dict(drawn_by)}}


def read_facts(out: Path, folder: str, name: str = MANIFEST) -> dict[str, Any]:
    """What a JSON file of ours under `out/` says; nothing where there is none."""
    try:
        found = json.loads((out / folder / name).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _packed(facts: Mapping[str, Any]) -> bytes:
    text = json.dumps(facts, indent=2, ensure_ascii=False, sort_keys=True)
    return f"{text}\n".encode()
