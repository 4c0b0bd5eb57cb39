"""What earlier editions said to everybody: their `published.csv`, read back.

Whoever holds an earlier edition can set it beside a new one and subtract. An edition is
never changed, and may come from an older version of this program: columns that are not
there are taken as empty, and those that are not known are passed over.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from reportgen.errors import Fault, FaultsFound, Place, Slug, error
from reportgen.evidence.possible import LARGEST
from reportgen.reading import read_text
from reportgen.vocabulary import Rendition

_NEEDED = {
    *("measure", "place", "period", "period_start", "period_end"),
    *("value", "received"),
}
_COARSEST = 9999  # what a rule may round to
_PATTERN = "{}/editions/*/{}/published.csv"
_HALVES = {Rendition.PUBLIC: "public", Rendition.PARTNERS: "private"}


@dataclass(frozen=True)
class Released:
    """One number that an edition printed; a marker stands where it has none."""

    measure: str
    place: str
    """Name of the area."""
    days: tuple[date, date]
    """First and last day of its period."""
    period: str
    received: date
    value: Decimal | None
    count: Decimal | None
    denominator: Decimal | None
    limits: tuple[Decimal, Decimal] | None
    """Computed from count and denominator, not given by the source."""
    base: int
    """Counts were printed to its multiples."""


@dataclass(frozen=True)
class Edition:
    """All that one edition told the public."""

    name: str
    """`edition 2 of 2024-05/outcomes`."""
    file: str
    """Path for messages."""
    rows: tuple[Released, ...]


def read_editions(record: Path) -> tuple[Edition, ...]:
    """All editions of all reports, in the order of cycles and numbers.

    Args:
        record: the folder that holds what cannot be rebuilt; it need not be there.

    Raises:
        FaultsFound: with each edition that does not read.
    """
    editions: list[Edition] = []
    faults: list[Fault] = []
    for path in sorted(record.glob(_PATTERN.format("*/*", "public")), key=_rank):
        try:
            editions.append(_edition(record, path))
        except FaultsFound as found:
            faults += found.faults
    if faults:
        raise FaultsFound(faults)
    return tuple(editions)


def newest_edition(record: Path, report: str, rendition: Rendition) -> Edition | None:
    """What the last edition of one report told; None where nothing was released of it.

    Args:
        record: as in `read_editions`.
        report: `2024-10/jcdu`.
        rendition: to whom.

    Raises:
        FaultsFound: it does not read.
    """
    paths = sorted(record.glob(_PATTERN.format(report, _HALVES[rendition])), key=_rank)
    return _edition(record, paths[-1]) if paths else None


def _rank(path: Path) -> tuple[str, str, int, str]:
    cycle, report, _, number = path.parts[-6:-2]
    return cycle, report, int(number) if number.isdecimal() else 0, number


def _edition(record: Path, path: Path) -> Edition:
    cycle, report, _, number = path.parts[-6:-2]
    file = f"out/record/{path.relative_to(record).as_posix()}"
    reader = csv.DictReader(io.StringIO(read_text(path, file), newline=""))
    try:
        rows = _rows(reader)
    except (ValueError, InvalidOperation, KeyError, TypeError, csv.Error) as refusal:
        place = Place(file, line=reader.line_num)
        what = f"the released values do not read: {refusal!s:.60}"
        cure = "editions are never changed: restore this one from where it is kept"
        raise FaultsFound([error(Slug.NOT_CSV, place, what, cure)]) from None
    return Edition(f"edition {number} of {cycle}/{report}", file, rows)


def _rows(reader: "csv.DictReader[str]") -> tuple[Released, ...]:
    """All rows; a file without any, or with one cut short, is not what was released."""
    lacking = _NEEDED - set(reader.fieldnames or ())
    if lacking:
        raise ValueError(f"the column {min(lacking)} is missing")
    found = list(reader)
    if not found or any(None in cells.values() for cells in found):
        raise ValueError("a row is cut short" if found else "no row is left")
    return tuple(released for cells in found for released in _released(cells))


def _base(text: str | None) -> int:
    base = int(text or 1)
    if not 1 <= base <= _COARSEST:
        raise ValueError(f"nothing is rounded to {base}")
    return base


def _released(cells: Mapping[str, str]) -> Iterator[Released]:
    """The number of one row; rows without a period say why there is none."""
    if not cells["period_start"] or not cells["received"]:
        return
    first, last = (
        date.fromisoformat(cells[f"period_{end}"]) for end in ("start", "end")
    )
    yield Released(
        measure=cells["measure"],
        place=cells["place"],
        days=(first, last),
        period=cells["period"],
        received=date.fromisoformat(cells["received"]),
        value=_number(cells.get("value")),
        count=_number(cells.get("count")),
        denominator=_number(cells.get("denominator")),
        limits=_limits(cells),
        base=_base(cells.get("rounded_to")),
    )


def _limits(cells: Mapping[str, str]) -> tuple[Decimal, Decimal] | None:
    lower, upper = _number(cells.get("lower")), _number(cells.get("upper"))
    given = cells.get("limits_from") == "the source"
    return None if given or lower is None or upper is None else (lower, upper)


def _number(text: str | None) -> Decimal | None:
    found = re.fullmatch(r"-?\d{1,24}(\.\d{1,24})?", text or "0", re.ASCII)
    if not found:
        msg = f'"{text}" is no number'
        raise ValueError(msg)
    number = Decimal(text) if text else None
    if number is not None and abs(number) > LARGEST:
        raise ValueError(f"{text} is more than anything that is counted")
    return number
