"""Words that were carried over from an earlier cycle: `data/CYCLE/carried.toml`.

The file is optional. It names each text that was copied, and who has reviewed it since.
"""

from pathlib import Path

from reportgen.errors import Fault, FaultsFound, Place, Slug, error
from reportgen.reading import Entry, Text, read_toml

FILE = "carried.toml"


class Carried(Entry):
    """One text that was copied."""

    file: Text
    """Its name under `commentary/`: `background.md`."""
    source: Text
    """The cycle that it comes from."""
    reviewed_by: str = ""
    """Who has read it since and answers for it; empty: nobody yet."""


class _Carried(Entry):
    """The whole file."""

    carried: tuple[Carried, ...] = ()


def path_of(cycle: str) -> str:
    """Its path in the workspace."""
    return f"data/{cycle}/{FILE}"


def read_carried(data: Path, cycle: str) -> dict[str, str]:
    """The texts that nobody has reviewed: the cycle that each comes from, by name.

    Raises:
        FaultsFound: with every fault of the file, names of no text among them.
    """
    path, name = data / cycle / FILE, path_of(cycle)
    if not path.exists():
        return {}
    entries = read_toml(path, name, _Carried).carried
    faults = [
        fault
        for number, one in enumerate(entries, 1)
        for fault in _nowhere(
            data / cycle, one, Place(name, column=f"carried.{number}")
        )
    ]
    if faults:
        raise FaultsFound(faults)
    return {one.file: one.source for one in entries if not one.reviewed_by.strip()}


def _nowhere(folder: Path, one: Carried, place: Place) -> list[Fault]:
    """A name that leads to no text: what it was meant to flag would go unflagged."""
    if (folder / "commentary" / Path(one.file).name).is_file():
        return []
    what = f'there is no text "{one.file}" in commentary/'
    cure = "correct the name, or remove the entry where the text is gone"
    where = Place(place.file, column=f"{place.column}.file")
    return [error(Slug.FILE_MISSING, where, what, cure)]
