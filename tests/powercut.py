"""A process that dies at any step of its work, and what its disk holds then."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_STEPS = ("open", "write", "fsync", "replace", "mkdir", "ftruncate", "fchmod")
_DIED = 9


@dataclass
class Disk:
    """What the disk is sure of while a process works; the rest a power cut takes."""

    at: int
    """The step, from 0, at which the power is cut; -1 for never."""
    forgets: bool
    """Whether what was not forced to the disk is lost; else only the process dies."""
    steps: int = 0
    paths: dict[int, Path] = field(default_factory=dict)
    sizes: dict[Path, int] = field(default_factory=dict)
    """Of files that were written to since they were last forced: the safe length."""
    names: dict[Path, bytes | None] = field(default_factory=dict)
    """Names that are not forced yet: what stood there before."""
    real: dict[str, Callable[..., Any]] = field(default_factory=dict)

    def step(self, name: str, *given: Any, **named: Any) -> Any:
        """One step of the work, or the end."""
        if self.steps == self.at:
            if name == "write":
                self.note_write(given[0])
                self.real["write"](given[0], bytes(given[1])[: len(given[1]) // 2])
            self.die()
        self.steps += 1
        before = getattr(self, f"before_{name}", lambda *_: None)
        before(*given)
        done = self.real[name](*given, **named)
        after = getattr(self, f"after_{name}", lambda *_: None)
        after(done, *given)
        return done

    def die(self) -> None:
        """End at once; what the disk is not sure of is lost."""
        if self.forgets:
            self.lose()
        os._exit(_DIED)

    def lose(self) -> None:
        """Half of what was written last, and every name that was not forced."""
        for path, safe in self.sizes.items():
            with suppress(OSError):
                size = path.stat().st_size
                os.truncate(path, min(size, safe + max(size - safe, 0) // 2))
        for path, before in reversed(self.names.items()):
            with suppress(OSError):
                path.unlink()
            if before is not None:
                handle = self.real["open"](path, os.O_WRONLY | os.O_CREAT, 0o644)
                self.real["write"](handle, before)

    def before_open(self, path: Any, flags: int, *_: Any) -> None:
        """A new name is not safe before its folder is forced."""
        if flags & os.O_CREAT and not Path(path).exists():
            self.names.setdefault(Path(path), None)

    def after_open(self, handle: int, path: Any, *_: Any) -> None:
        """Remember which file this is."""
        self.paths[handle] = Path(path)

    def note_write(self, handle: int) -> None:
        """What is written is not safe before it is forced."""
        path = self.paths.get(handle)
        if path is not None:
            self.sizes.setdefault(path, path.stat().st_size)

    def before_write(self, handle: int, *_: Any) -> None:
        """The same."""
        self.note_write(handle)

    def after_fsync(self, _done: object, handle: int) -> None:
        """A file's bytes, or a folder's names, are safe."""
        path = self.paths[handle]
        self.sizes.pop(path, None)
        for name in [name for name in self.names if name.parent == path]:
            del self.names[name]

    def before_replace(self, source: Any, target: Any) -> None:
        """The name is not safe before its folder is forced; the bytes move along."""
        path = Path(target)
        held = path.read_bytes() if path.exists() else None
        self.names.setdefault(path, held)
        self.names.pop(Path(source), None)
        if Path(source) in self.sizes:
            self.sizes[path] = self.sizes.pop(Path(source))


@contextmanager
def _watched(disk: Disk) -> Iterator[None]:
    """Each step of this process goes through the disk."""
    disk.real = {name: getattr(os, name) for name in _STEPS}

    def through(name: str) -> Callable[..., Any]:
        return lambda *given, **named: disk.step(name, *given, **named)

    for name in _STEPS:
        setattr(os, name, through(name))
    try:
        yield
    finally:
        for name, real in disk.real.items():
            setattr(os, name, real)


def steps_of(work: Callable[[], object]) -> int:
    """How many steps a piece of work has."""
    disk = Disk(-1, forgets=False)
    with _watched(disk):
        work()
    return disk.steps


def cut(work: Callable[[], object], at: int, *, forgets: bool) -> bool:
    """Do the work in a process that dies at a step; whether the work was told as done.

    Args:
        work: what is done.
        at: the step, from 0; one beyond the last dies after all was told as done.
        forgets: whether the power is cut, and not only the process killed.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        disk = Disk(at, forgets)
        try:
            with _watched(disk):
                work()
                disk.real["write"](writing, b"done")
                disk.die()
        finally:
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        done = told.read() == b"done"
    _, status = os.waitpid(child, 0)
    assert _DIED == os.waitstatus_to_exitcode(status)
    return done
