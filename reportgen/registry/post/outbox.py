"""The outbox: letters as files, for whoever wants to look at them; nothing is sent."""

import os
import shutil
from array import array
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from reportgen.errors import OutputNotWritable
from reportgen.lazy import Lazy
from reportgen.registry.archive import Archive
from reportgen.registry.post.post import Letter, Outcome, State

_ENDING = ".eml"
_GIVEN = 16  # digits of the key in a file's name: never an address


@dataclass(frozen=True)
class Outbox:
    """A folder under `out/`; each letter is an `.eml` file, for mail programs."""

    archive: Archive
    folder: str
    """Path under `out/`, such as `2024-10/jcdu/outbox`."""
    name: str = "outbox"

    def clear(self) -> None:
        """Remove the letters of an earlier run: they may be to others by now."""
        with suppress(FileNotFoundError), os.scandir(self._place) as entries:
            for entry in entries:
                if entry.name.endswith(_ENDING):
                    with suppress(FileNotFoundError):
                        os.unlink(entry.path)  # noqa: PTH108 (no object for each)

    @property
    def _place(self) -> Path:
        return self.archive.out / self.folder

    def files(self, keys: Iterable[str]) -> Sequence[Path]:
        """Where the letters of these keys lie, in the order of their names."""
        numbers = array("Q", sorted(int(key[:_GIVEN], 16) for key in keys))
        return Lazy(
            lambda number: self._place / _named(f"{number:0{_GIVEN}x}"), numbers
        )

    def see_room(self, needed: int) -> None:
        """See that so many bytes can be written, before half of them are.

        Raises:
            OutputNotWritable: there is less room.
        """
        free = shutil.disk_usage(self.archive.out).free
        if needed > free:
            raise OutputNotWritable(
                f"the letters take {needed / 1e6:.0f} MB as files, and "
                f"{free / 1e6:.0f} MB are free; free the disk, or name fewer people "
                "with --only"
            )

    def post(self, letter: Letter, commit: Callable[[], None]) -> Outcome:
        """Write one letter.

        Raises:
            OutputNotWritable: nothing is left of it.
        """
        data = letter.make()
        commit()
        (path,) = self.archive.file(self.folder, {_named(letter.key): data})
        return Outcome(State.ACCEPTED, f"written to {path.name}, not sent")


def _named(key: str) -> str:
    return f"{key[:_GIVEN]}{_ENDING}"
