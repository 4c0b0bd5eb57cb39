"""What is told beside an edition once a later one corrects it; never in it."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from itertools import pairwise
from pathlib import Path

from reportgen.formats import london_day, long_date
from reportgen.registry import staging
from reportgen.registry.editions.facts import NotAsAgreed
from reportgen.registry.editions.manifest import (
    MANIFEST,
    PUBLIC,
    Manifest,
    read_manifest,
)


def banner_of(folder: Path) -> Path:
    """The file beside an edition's folder that tells that it is superseded."""
    return folder.parent / f"{folder.name}.superseded.txt"


def words(old: int, new: Manifest) -> str:
    """One readable line: which edition stands now, since when, and why."""
    day = long_date(london_day(datetime.fromisoformat(new.released)))
    note = " ".join(new.correction.split())
    return (
        f"Edition {old} of {new.report} is superseded by edition {new.edition}, "
        f"released on {day}. What was corrected: {note}\n"
    )


def tell(folders: Sequence[Path]) -> None:
    """Write what is missing beside the editions of one report; the last has none.

    A crash may have left a file out, so every release looks at all of them. What a
    system refuses here waits for the next release: the editions say it themselves.

    Args:
        folders: of all editions, in their order.
    """
    for old, new in pairwise(folders):
        with suppress(OSError, NotAsAgreed):
            manifest = read_manifest((new / PUBLIC / MANIFEST).read_bytes())
            told = words(int(old.name), manifest).encode()
            banner = banner_of(old)
            if not banner.is_file() or banner.read_bytes() != told:
                staging.replace(banner, told)
