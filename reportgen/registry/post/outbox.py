"""The outbox: letters as files, for whoever wants to look at them; nothing is sent."""

import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from reportgen.errors import OutputNotWritable
from reportgen.registry.archive import Archive
from reportgen.registry.post.post import Letter, Outcome, State

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
        for path in (self.archive.out / self.folder).glob("*.eml"):
            with suppress(FileNotFoundError):
                path.unlink()

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
        file = f"{letter.key[:_GIVEN]}.eml"
        (path,) = self.archive.file(self.folder, {file: data})
        return Outcome(State.ACCEPTED, f"written to {path.name}, not sent")
