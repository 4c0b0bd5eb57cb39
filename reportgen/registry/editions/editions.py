"""Filed editions: whole, signed and read-only, in one rename; never changed after.

    record/CYCLE/REPORT/editions/1/public/  private/
                                 1.superseded.txt      beside it, once there is a 2

An edition is written in a folder beside its place, every file and folder of it forced
to the disk, and then renamed: a crash leaves it whole, or not there at all.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from reportgen.errors import NotAllowed
from reportgen.registry import staging
from reportgen.registry.editions.binding import EditionFacts, Sealed, bound
from reportgen.registry.editions.manifest import PRIVATE, PUBLIC
from reportgen.registry.editions.superseding import tell

__all__ = [
    "EditionFacts",
    "FiledEdition",
    "Sealed",
    "editions_of",
    "file_edition",
    "next_number",
    "tell_superseded",
]

EDITIONS = "editions"
"""The folder of a report's editions in the record."""
NUMBER = re.compile(r"[1-9][0-9]{0,8}")


@dataclass(frozen=True)
class FiledEdition:
    """An edition in its folder."""

    number: int
    folder: Path

    @property
    def public(self) -> Path:
        """What may be handed over."""
        return self.folder / PUBLIC

    @property
    def private(self) -> Path:
        """What may not."""
        return self.folder / PRIVATE


def editions_of(record: Path, report: str) -> list[FiledEdition]:
    """The editions of a report, the first one first; reads only names of folders.

    Args:
        record: the folder of the record.
        report: `2026-05/outcomes`.
    """
    home = _home(record, report)
    numbers = sorted(n for n in _taken(home) if (home / str(n)).is_dir())
    return [FiledEdition(number, home / str(number)) for number in numbers]


def next_number(record: Path, report: str) -> int:
    """The number that the next edition of a report will have."""
    return max(_taken(_home(record, report)), default=0) + 1


def file_edition(  # noqa: PLR0913, PLR0917 (where, of what, what, and who signs and looks)
    record: Path,
    report: str,
    public: Mapping[str, bytes],
    private: Mapping[str, bytes],
    facts: EditionFacts,
    sign: Callable[[bytes], bytes],
    *,
    examine: Callable[[Path], None] = lambda _folder: None,
) -> FiledEdition:
    """File an edition: all of it, or nothing.

    Args:
        record: the folder of the record.
        report: `2026-05/outcomes`.
        public: bytes by name below `public/`, without manifest and signature.
        private: the same for `private/`, with the ledger.
        facts: what the manifests say besides.
        sign: from the bytes of a manifest to those of its signature.
        examine: looks at the finished folder before it has its name, and raises
            where it may not stand.

    Raises:
        NotAllowed: names or halves that may not be filed, or another edition was
            filed since its number was told.
        WorkspaceBusy: another process is releasing this report.
        OutputNotWritable: the record cannot be written; nothing is left behind, but
            where the disk fails after the rename the edition stands, whole.
    """
    home = _home(record, report)
    halves = bound(report, public, private, facts, sign)
    with staging.alone(home, report), staging.telling(home):
        tell(_folders(record, report))
        target = home / str(facts.edition)
        if next_number(record, report) != facts.edition:
            raise NotAllowed(_overtaken(report, facts.edition))
        with staging.staging(home) as place:
            staging.lay_down(place, halves)
            examine(place)
            staging.settle(place, target)
        tell(_folders(record, report))
    return FiledEdition(facts.edition, target)


def tell_superseded(record: Path, report: str) -> None:
    """Write what a crash left out beside superseded editions.

    Raises:
        WorkspaceBusy: another process is releasing this report.
        OutputNotWritable: the record cannot be written.
    """
    if folders := _folders(record, report):
        with staging.alone(folders[0].parent, report):
            tell(folders)


# --- where it stands ----------------------------------------------------------------


def _home(record: Path, report: str) -> Path:
    """The folder of a report's editions; never anywhere else.

    Raises:
        NotAllowed: the report's name leads elsewhere.
    """
    parts = report.split("/")
    plain = all(part and part.strip(".") and part.isprintable() for part in parts)
    if len(parts) != 2 or not plain or "\\" in report:  # noqa: PLR2004 (cycle, report)
        raise NotAllowed(f"{report!r} names no report; name it as CYCLE/REPORT")
    return record / parts[0] / parts[1] / EDITIONS


def _taken(home: Path) -> list[int]:
    """Numbers that have been given, whatever became of them."""
    try:
        names = [path.name for path in home.iterdir()]
    except (FileNotFoundError, NotADirectoryError):
        return []
    return [int(name) for name in names if NUMBER.fullmatch(name)]


def _folders(record: Path, report: str) -> list[Path]:
    return [each.folder for each in editions_of(record, report)]


def _overtaken(report: str, number: int) -> str:
    return (
        f"{report} cannot be filed as edition {number}: another release was faster, "
        "or the number is not the next one; run reportgen release again"
    )
