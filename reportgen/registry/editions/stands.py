"""Where an edition stands among others: its own number, and whether it is the last."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from reportgen.registry.editions.editions import EDITIONS, NUMBER
from reportgen.registry.editions.halves import Half
from reportgen.registry.editions.inspection import Inspection
from reportgen.registry.editions.superseding import banner_of


def look(folder: Path, halves: Sequence[Half], seen: Inspection) -> None:
    """Compare the name of an edition's folder with its manifest, and look around.

    A copy may have any name, so only where editions are kept is another name a fault.

    Args:
        folder: of the edition.
        halves: what was looked at of it.
        seen: is told everything.
    """
    if (
        not halves
        or not NUMBER.fullmatch(folder.name)
        or folder.parent.name != EDITIONS
    ):
        return
    number = halves[0].manifest.edition
    seen.compare(
        folder.name, "stands in the place of edition", folder.name, f"{number}"
    )
    later = [each for each in _numbers(folder.parent) if each > number]
    if later or banner_of(folder).is_file():
        latest = f" by edition {max(later)}" if later else ""
        seen.remark(f"edition {number} is superseded{latest}")


def _numbers(home: Path) -> list[int]:
    with suppress(OSError):
        names = [each.name for each in home.iterdir()]
        return [int(name) for name in names if NUMBER.fullmatch(name)]
    return []
