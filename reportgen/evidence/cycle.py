"""Who reports, and on which occasion: from two TOML files to partnership and cycle."""

from collections.abc import Sequence
from pathlib import Path

from reportgen.errors import Fault, FaultsFound, Place, Slug, error
from reportgen.formats import plain_key
from reportgen.reading import Day, Entry, Flag, Name, Text, Whole, read_toml

LONGEST_NAME = 120
"""Letters of a signatory's name, so that the sign-off has room for it."""
MOST_SEATS = 12
"""Signatories of a report: one page has room for so many approvals."""
_LAST_TURN = 99


class Area(Entry):
    """A place that observations are about."""

    code: Text
    """Code of the Office for National Statistics, such as E06000045."""
    name: Text


class Role(Entry):
    """A national role of the partnership and the post that fills it."""

    holder: Text
    """Post, as the partnership prints it; never a person's name."""
    organisation: Text
    role: Text


class Partnership(Entry):
    """The partnership that reports."""

    name: Text
    short_name: Text
    """What the area is called in a sentence."""
    abbreviation: Text
    slug: Name
    """The short name as it stands in names of files."""
    fictional: Flag
    contact: Text
    """Address for questions and for other formats."""
    area: Area
    benchmark: Area
    role: tuple[Role, ...]

    def filled(self, title: str) -> str:
        """A title of an outline, with this partnership's names in its braces."""
        return title.format(
            partnership=self.name,
            short_name=self.short_name,
            abbreviation=self.abbreviation,
        )


class Signatory(Entry):
    """A seat of the quorum: a line of the sign-off that a role holder fills."""

    role: Text
    holder: Text
    name: str = ""
    """Who fills the post; whoever signs is asked for it where nobody is named."""
    turn: Whole = 1
    """When it is theirs to sign: after all of a lower number."""
    parts: tuple[Name, ...] = ()
    """Ids of the headings that they answer for; none for the whole report."""


class Report(Entry):
    """One report that a cycle owes."""

    id: Name
    """Short name in commands and folders: `outcomes`, `jcdu`."""
    outline: Name
    """File name of the outline, without its ending."""
    title: Text
    occasion: Text
    """When it is published, as the first page prints it: `May 2024`."""
    short_title: Text
    """For the running header."""
    due: Day
    sign_off: tuple[Signatory, ...]
    key_figures: tuple[str, ...]
    """Measures that open the report, four to six."""
    follows: str = ""
    """The cycle of the issue before; the report then says what changed since."""
    signed_as_published: str = ""
    """The sign-off that the source prints; a draft must not look signed."""


class Cycle(Entry):
    """One reporting occasion."""

    cycle: Text
    """Its name, and that of its folder: `2024-05`."""
    cut_off: Day
    """The report sees what was received up to this day."""
    report: tuple[Report, ...]


def read_partnership(data: Path) -> Partnership:
    """`data/partnership.toml`.

    Raises:
        FaultsFound: with every fault of the file.
    """
    name = "data/partnership.toml"
    found = read_toml(data / "partnership.toml", name, Partnership)
    if not found.role:
        what, cure = "the partnership has no role", "name each role and its holder"
        place = Place(name, column="role")
        raise FaultsFound([error(Slug.MISSING_KEY, place, what, cure)])
    return found


def read_cycle(data: Path, cycle: str) -> Cycle:
    """`data/CYCLE/cycle.toml`.

    Raises:
        FaultsFound: with every fault of the file.
    """
    name = f"data/{cycle}/cycle.toml"
    made = read_toml(data / cycle / "cycle.toml", name, Cycle)
    faults = _misnamed(made, cycle, name) + _twice(made, name)
    for number, report in enumerate(made.report, 1):
        faults += _seats(report.sign_off, name, f"report.{number}.sign_off")
    if faults:
        raise FaultsFound(faults)
    return made


def _misnamed(made: Cycle, folder: str, file: str) -> list[Fault]:
    """A copied folder that kept the old name would print the old commentary."""
    if made.cycle == folder:
        return []
    what = f'"{made.cycle}" is not the name of its folder'
    place = Place(file, column="cycle")
    return [error(Slug.NOT_A_CHOICE, place, what, f'write cycle = "{folder}"')]


def _twice(made: Cycle, file: str) -> list[Fault]:
    """Two reports of one name would be written over each other."""
    ids = [report.id for report in made.report]
    return [
        error(
            Slug.DUPLICATE_ROW,
            Place(file, column=f"report.{number}.id"),
            f'the report "{name}" stands twice',
            "give each its own id",
        )
        for number, name in enumerate(ids, 1)
        if name in ids[: number - 1]
    ]


def _seats(seats: Sequence[Signatory], file: str, key: str) -> list[Fault]:
    """Seats that cannot be told apart, and what no seat can have."""
    faults, posts = [], [_post(seat) for seat in seats]
    if len(seats) > MOST_SEATS:
        what = f"{len(seats)} are to sign, and the sign-off has room for {MOST_SEATS}"
        cure = "let fewer sign, each for more"
        faults.append(error(Slug.OUT_OF_RANGE, Place(file, column=key), what, cure))
    for number, seat in enumerate(seats, 1):
        place = f"{key}.{number}"
        if posts.index(_post(seat)) + 1 < number:
            what = f'"{seat.role}", held by the {seat.holder}, stands twice'
            cure = "name each post once"
            faults.append(
                error(Slug.DUPLICATE_ROW, Place(file, column=place), what, cure)
            )
        faults += _seat(seat, file, place)
    return faults


def _post(seat: Signatory) -> tuple[str, str]:
    """What tells a seat from others; a decision is held against it the same way."""
    return plain_key(seat.role), plain_key(seat.holder)


def _seat(seat: Signatory, file: str, key: str) -> list[Fault]:
    faults = []
    if not 1 <= seat.turn <= _LAST_TURN:
        what = f"the turn {seat.turn} is not from 1 to {_LAST_TURN}"
        cure = "write 1 for those who sign first, 2 for those after them"
        place = Place(file, column=f"{key}.turn")
        faults.append(error(Slug.OUT_OF_RANGE, place, what, cure))
    if len(seat.name) > LONGEST_NAME or not seat.name.isprintable():
        what = "the name is too long, or holds signs that cannot be printed"
        cure = f"write it in one line, with up to {LONGEST_NAME} letters"
        place = Place(file, column=f"{key}.name")
        faults.append(error(Slug.OUT_OF_RANGE, place, what, cure))
    for part in dict.fromkeys(seat.parts):
        if seat.parts.count(part) > 1:
            place = Place(file, column=f"{key}.parts")
            what = f'the part "{part}" stands twice'
            faults.append(error(Slug.DUPLICATE_ROW, place, what, "name it once"))
    return faults


def cycles_of(data: Path) -> list[str]:
    """Names of all cycles of a workspace, oldest first."""
    return sorted(path.parent.name for path in data.glob("*/cycle.toml"))


def targets_of(data: Path, target: str) -> list[str]:
    """The reports that a name stands for: `2024-10` or `2024-10/jcdu`.

    An empty list says that there is none of that name.
    """
    cycle, _, only = target.partition("/")
    if cycle not in cycles_of(data):
        return []
    ids = [report.id for report in read_cycle(data, cycle).report]
    return [f"{cycle}/{one}" for one in ids if only in {"", one}]
