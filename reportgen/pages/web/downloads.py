"""What a page offers to take away: names, kinds and sizes in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

_KINDS = {
    "pdf": ("PDF", "The whole report to print or to keep"),
    "csv": ("CSV", "Every value of these pages, one row each"),
    "xlsx": ("Excel spreadsheet", "The values in tables, with a cover and notes"),
    "json": ("JSON", "The values with all that describes them, for programs"),
}
_UNITS = ("bytes", "kilobytes", "megabytes", "gigabytes")
_STEP = 1000
_FIGURES = 2


@dataclass(frozen=True)
class Download:
    """A file beside the pages."""

    name: str
    address: str
    """Relative to the pages."""
    kind: str
    about: str
    size: str
    """`190 kilobytes`."""


def downloads(files: Mapping[str, bytes]) -> tuple[Download, ...]:
    """The files of one report that are offered, the PDF first.

    Args:
        files: bytes by name; they lie one folder above the pages.
    """
    found = []
    for ending, (kind, about) in _KINDS.items():
        for name in (one for one in files if one.endswith(f".{ending}")):
            words = size(len(files[name]))
            found.append(Download(name, f"../{name}", kind, about, words))
    return tuple(found)


def size(count: int) -> str:
    """Bytes in words, to two figures: `190 kilobytes`, `1.2 megabytes`.

    Two figures are enough to decide by, and equal no count that is withheld.
    """
    held, unit = Decimal(count), 0
    while held >= _STEP and unit < len(_UNITS) - 1:
        held, unit = held / _STEP, unit + 1
    number = Decimal(f"{held:.{_FIGURES}g}")
    if number >= _STEP:
        number, unit = number / _STEP, unit + 1
    return f"{number:f} {_UNITS[unit]}"
