"""A stranger's folder, looked at with care: bounded, never followed, never waited for.

Nothing is opened but plain files, each through its folders one by one, so that no link
leads elsewhere, no pipe waits, and no file is read further than was agreed.
"""

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

LARGEST = 1 << 30
"""Bytes of the largest file that is read: one gibibyte."""

_DEEPEST = 16  # folders within each other
_MOST = 50_000  # names in a folder and all below it
_BLOCK = 1 << 20
_KINDS = {
    stat.S_IFLNK: "a symbolic link",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFDIR: "a folder",
}


class Unread(Exception):
    """A file that was not read to its end; the message says why, after its name."""


@dataclass(frozen=True)
class Listing:
    """What a folder and all below it hold, by path with forward slashes."""

    files: tuple[str, ...]
    """Plain files."""
    folders: tuple[str, ...]
    odd: tuple[tuple[str, str], ...]
    """What is no plain file and no folder, with what it is."""
    is_whole: bool
    """Whether the end was reached: within bounds, and every folder could be read."""


@dataclass(frozen=True)
class Weighed:
    """The bytes of one file, as they were read."""

    sha256: str
    size: int
    data: bytes
    """All of them where they were to be kept, else none."""


def listed(folder: Path) -> Listing:
    """All names in a folder; reads no file, follows no link."""
    files: list[str] = []
    folders: list[str] = []
    odd: list[tuple[str, str]] = []
    waiting, count, is_whole = [""], 0, True
    while waiting:
        prefix = waiting.pop()
        try:
            entries = _entries(folder / prefix, _MOST - count)
        except OSError as refusal:
            odd.append((prefix or ".", f"cannot be read ({refusal.strerror})"))
            continue
        count += len(entries)
        for name, mode in entries:
            path = f"{prefix}{name}"
            if stat.S_ISDIR(mode):
                waiting.append(f"{path}/")
                folders.append(path)
            elif stat.S_ISREG(mode):
                files.append(path)
            else:
                odd.append((path, f"is {_kind(mode)}, which no edition has"))
        if count >= _MOST or prefix.count("/") > _DEEPEST:
            is_whole = False
            break
    return Listing(
        files=tuple(sorted(files)),
        folders=tuple(sorted(folders)),
        odd=tuple(sorted(odd)),
        is_whole=is_whole,
    )


def _entries(folder: Path, most: int) -> list[tuple[str, int]]:
    """Names with their modes, as far as the bound goes."""
    found = []
    with os.scandir(folder) as entries:
        for entry in entries:
            found.append((entry.name, entry.stat(follow_symlinks=False).st_mode))
            if len(found) >= most:
                break
    return sorted(found)


def _kind(mode: int) -> str:
    return _KINDS.get(stat.S_IFMT(mode), "no plain file")


def weighed(folder: Path, name: str, largest: int, *, keep: bool = False) -> Weighed:
    """Digest and size of one file below a folder, and its bytes if they are kept.

    Args:
        folder: may itself be reached by a link, as whoever named it chose.
        name: path below it; no part of it is followed if it is a link.
        largest: how many bytes the file may have.
        keep: whether its bytes are wanted.

    Raises:
        Unread: it is missing, no plain file, unreadable, too large or was changed.
    """
    total, kept, size = hashlib.sha256(), [], 0
    try:
        with _opened(folder, name) as handle:
            before = _plain(handle, largest)
            while block := os.read(handle, _BLOCK):
                size += len(block)
                if size > before.st_size:
                    break
                total.update(block)
                if keep:
                    kept.append(block)
            after = os.fstat(handle)
    except OSError as refusal:
        raise Unread(_why(refusal)) from None
    if size != before.st_size or _stamp(before) != _stamp(after):
        raise Unread("was changed while it was read")
    return Weighed(total.hexdigest(), size, b"".join(kept))


@contextmanager
def _opened(folder: Path, name: str) -> Iterator[int]:
    """A handle on a file below a folder; every step of the way is no link."""
    way = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
    last = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC
    handle = os.open(folder, way)
    try:
        *parents, file = name.split("/")
        for part in parents:
            inner = os.open(part, way | os.O_NOFOLLOW, dir_fd=handle)
            os.close(handle)
            handle = inner
        inner = os.open(file, last, dir_fd=handle)
        os.close(handle)
        handle = inner
        yield handle
    finally:
        os.close(handle)


def _plain(handle: int, largest: int) -> os.stat_result:
    """What the system says of an open file.

    Raises:
        Unread: it is no plain file, or larger than was agreed.
    """
    found = os.fstat(handle)
    if not stat.S_ISREG(found.st_mode):
        raise Unread(f"is {_kind(found.st_mode)}, and no plain file")
    if found.st_size > largest:
        raise Unread(f"has {found.st_size:,} bytes, and was not read")
    return found


def _stamp(found: os.stat_result) -> tuple[int, int, int]:
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _why(refusal: OSError) -> str:
    if isinstance(refusal, FileNotFoundError):
        return "is missing"
    return f"cannot be read ({refusal.strerror})"
