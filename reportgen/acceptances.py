"""What named persons accept, with a reason and an end: `data/CYCLE/accepted.toml`.

The file is optional. An acceptance names a caution by what stays where lines and rows
move: its slug, the measure or the file that it concerns, and words of its message. So
it outlives an edit above the place, and falls as soon as the value or the sentence is
another than the one that was accepted.
"""

from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from reportgen.errors import Fault, FaultsFound, Place, Slug, error
from reportgen.reading import Day, Entry, Text, read_toml

FILE = "accepted.toml"


class Acceptance(Entry):
    """One caution that somebody accepts."""

    slug: Text
    """Its kind, as the end of its line prints it: `far-from-siblings`."""
    place: Text
    """`m15`, `m15.england`, or the file: `landscape.md`."""
    words: Text
    """Words or numbers of its message: `29.0%`."""
    by: Text
    """Who accepts it: name or post."""
    reason: Text
    until: Day
    """The last day on which it holds."""
    report: str = ""
    """Id of the report; empty for every report of the cycle."""


class _Accepted(Entry):
    """The whole file."""

    accepted: tuple[Acceptance, ...] = ()


@dataclass(frozen=True)
class Acceptances:
    """All acceptances of one cycle, in the order of the file."""

    file: str
    """Its path for messages."""
    accepted: tuple[Acceptance, ...] = ()

    def place(self, one: Acceptance) -> Place:
        """Where an acceptance stands."""
        return Place(self.file, column=f"accepted.{self.accepted.index(one) + 1}")


def read_acceptances(data: Path, cycle: str) -> Acceptances:
    """`data/CYCLE/accepted.toml`; nothing is accepted where there is no such file.

    Raises:
        FaultsFound: with every fault of the file, slugs that are none among them.
    """
    path, name = data / cycle / FILE, f"data/{cycle}/{FILE}"
    if not path.exists():
        return Acceptances(name)
    try:
        made = Acceptances(name, read_toml(path, name, _Accepted).accepted)
    except FaultsFound as found:
        if [fault.slug for fault in found.faults] == [Slug.FILE_EMPTY]:
            return Acceptances(name)  # the last one was taken out
        raise
    faults = [fault for one in made.accepted for fault in _faults(one, made.place(one))]
    if faults:
        raise FaultsFound(faults)
    return made


def _faults(one: Acceptance, place: Place) -> list[Fault]:
    slugs = [slug.value for slug in Slug]
    if one.slug in slugs:
        return []
    near = get_close_matches(one.slug, slugs, n=1, cutoff=0.5)
    meant = f" (did you mean {near[0]}?)" if near else ""
    what = f'"{one.slug}" is no kind of fault{meant}'
    cure = "copy the word in square brackets at the end of the caution's line"
    where = Place(place.file, column=f"{place.column}.slug")
    return [error(Slug.NOT_A_CHOICE, where, what, cure)]
