"""Bytes onto the disk so that a power cut loses nothing of what was told as done."""

import errno
import fcntl
import os
import time
from contextlib import suppress
from pathlib import Path

from reportgen.errors import EnvironmentFault, WorkspaceBusy
from reportgen.registry import staging

_PAUSE = 0.02  # seconds between two looks at the lock
_BUSY = {errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES}


def wait_for(lock: int, shown: str, patience: float) -> None:
    """Until this process alone holds the lock.

    Raises:
        WorkspaceBusy: patience is at its end.
        EnvironmentFault: the disk knows no locks.
    """
    end = time.monotonic() + patience
    while True:
        try:
            return fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as refusal:
            if refusal.errno not in _BUSY:
                raise EnvironmentFault(
                    f"{shown} lies on a disk that cannot be held for one command "
                    f"({refusal.strerror}); put the record on one that can, with "
                    "archive in reportgen.toml"
                ) from None
        if time.monotonic() >= end:
            raise WorkspaceBusy(
                f"another command has been writing in {shown} for {patience:.0f} "
                "seconds; wait until it has ended, then try again"
            )
        time.sleep(_PAUSE)


def make_folder(folder: Path) -> None:
    """A folder with those above it, each forced to the disk as it comes."""
    missing = [each for each in (folder, *folder.parents) if not each.is_dir()]
    for each in reversed(missing):
        with suppress(FileExistsError):  # another process was faster
            each.mkdir()
        staging.force(each.parent)


def stage(path: Path, data: bytes, mode: int) -> Path:
    """The bytes in a file beside their place, on the disk."""
    beside = path.with_name(f"{staging.MAKING}{os.getpid()}-{path.name}")
    try:
        staging.write(beside, data, mode)
    except BaseException:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise
    return beside


def put(path: Path, data: bytes, mode: int) -> None:
    """Bytes under a name: whole, or as it was."""
    beside = stage(path, data, mode)
    try:
        os.replace(beside, path)  # noqa: PTH105 (as in staging)
    except BaseException:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise


def append(path: Path, data: bytes) -> None:
    """Bytes at the end of a file, in one write; where they do not fit, as it was.

    Raises:
        OSError: the system refused.
    """
    is_new = not path.exists()
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
    handle = os.open(path, flags, 0o666)
    try:
        size = os.fstat(handle).st_size
        try:
            if os.write(handle, data) < len(data):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(handle)
            if is_new:
                staging.force(path.parent)
        except BaseException:
            with suppress(OSError):
                os.ftruncate(handle, size)
                os.fsync(handle)
            raise
    finally:
        os.close(handle)
