"""Folders written beside their place: forced to the disk, read-only, then renamed."""

import errno
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from reportgen.errors import OutputNotWritable, WorkspaceBusy

MAKING = ".making-"
"""Begins the name of everything that is not finished; the next run sweeps it."""

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FILE, _FOLDER, _OPEN = 0o444, 0o555, 0o755


@contextmanager
def alone(home: Path, whose: str) -> Iterator[None]:
    """Hold a folder against every other process, and sweep what a killed one left.

    Args:
        home: is made where it is not there.
        whose: in words, for whoever has to wait.

    Raises:
        WorkspaceBusy: another process holds it.
        OutputNotWritable: it cannot be made or written.
    """
    with telling(home):
        _made(home)
        lock = os.open(
            home / ".lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o644
        )
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise WorkspaceBusy(
                f"another command is releasing {whose}; wait until it has ended, then "
                "see what it made with reportgen status"
            ) from None
        sweep(home)
        yield
    finally:
        os.close(lock)


@contextmanager
def telling(place: Path) -> Iterator[None]:
    """Say in words where and why the system refused.

    Raises:
        OutputNotWritable: it did.
    """
    try:
        yield
    except OSError as refusal:
        full = refusal.errno in _FULL
        cure = "free the disk" if full else "give yourself the right to write there"
        raise OutputNotWritable(
            f"{place} cannot be written ({refusal.strerror}); {cure}"
        ) from None


@contextmanager
def staging(home: Path) -> Iterator[Path]:
    """A new folder in `home` that is gone afterwards, unless it was renamed."""
    place = Path(tempfile.mkdtemp(dir=home, prefix=MAKING))
    try:
        yield place
    finally:
        remove(place)


def lay_down(place: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder that this process alone knows, and close it.

    Every file is read-only and on the disk afterwards, and so is every folder.

    Raises:
        OSError: the system refused; some of the files may be there.
    """
    for name, data in files.items():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path, data, _FILE)
    for folder, _, _ in os.walk(place, topdown=False):
        _forced(Path(folder), _FOLDER)


def write(path: Path, data: bytes, mode: int) -> None:
    """Write one new file, and force it to the disk.

    Raises:
        OSError: the system refused; part of it may be there.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    handle = os.open(path, flags, 0o600)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
        os.fchmod(handle, mode)
        os.fsync(handle)
    finally:
        os.close(handle)


def settle(place: Path, target: Path) -> None:
    """Give a finished folder its name, in one step that nothing can come between.

    Raises:
        OSError: something has that name already, or the system refused.
    """
    if os.path.lexists(target):  # an empty folder would be replaced without a word
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
    os.rename(place, target)  # noqa: PTH104 (as it is named in the manual of the system)
    force(target.parent)


def replace(path: Path, data: bytes) -> None:
    """Write one file beside its place and rename it; whole, or as it was.

    Raises:
        OSError: the system refused.
    """
    with staging(path.parent) as place:
        beside = place / path.name
        write(beside, data, _FILE)
        os.replace(beside, path)  # noqa: PTH105 (as above)
    force(path.parent)


def force(folder: Path) -> None:
    """Force the names in a folder to the disk.

    Raises:
        OSError: the system refused.
    """
    _forced(folder, None)


def _forced(folder: Path, mode: int | None) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        if mode is not None:
            os.fchmod(handle, mode)
        os.fsync(handle)
    finally:
        os.close(handle)


def _made(folder: Path) -> None:
    """A folder with those above it, each forced to the disk as it comes."""
    missing = [each for each in (folder, *folder.parents) if not each.is_dir()]
    for each in reversed(missing):
        with suppress(FileExistsError):  # another process was faster
            each.mkdir(_OPEN)
        force(each.parent)


def sweep(home: Path) -> None:
    """Remove what a killed run left; whoever calls holds the folder."""
    for path in home.glob(f"{MAKING}*"):
        remove(path)


def remove(path: Path) -> None:
    """Remove a folder of ours though it is read-only; what stays is swept later."""
    with suppress(OSError):
        if path.is_symlink() or not path.is_dir():
            path.unlink(missing_ok=True)
            return
        for folder, _, _ in os.walk(path):  # from above, and follows no link
            Path(folder).chmod(0o700)
    shutil.rmtree(path, ignore_errors=True)
