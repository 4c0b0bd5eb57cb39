"""Tables that others keep: from .xlsx, .ods or .csv to rows of text."""

import csv
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reportgen.errors import FaultsFound, Place, Slug, error
from reportgen.reading import read_text

ENDINGS = (".xlsx", ".xlsm", ".xls", ".ods")
"""Read by calamine; `.csv` is read as text."""
_LARGEST = 20_000_000  # bytes of the file
_UNPACKED = 400_000_000  # bytes of what is packed in it: a small file may hold a flood
_SECONDS = 60  # for a list of ten thousand it takes less than one
_SEPARATORS = (",", ";", "\t")
_PROCESS = Path(__file__).with_name("spreadsheet_process.py")
_TOO_LARGE = (
    "the file is too large for a list of members",
    "copy the list alone into a new file; a cell far away counts too",
)


@dataclass(frozen=True)
class Sheet:
    """One sheet, its cells as stripped text."""

    name: str
    """Empty for a CSV file."""
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    """Those that are not blank: number, as a spreadsheet shows it, and cells."""


def read_sheets(path: Path, name: str) -> tuple[Sheet, ...]:
    """The sheets of a file, in their order.

    Args:
        path: the file.
        name: what messages call it.

    Raises:
        FaultsFound: missing, too large, not UTF-8, or no spreadsheet.
    """
    if path.suffix.lower() == ".csv":
        return (Sheet("", _numbered(_records(read_text(path, name), name))),)
    if path.suffix.lower() not in ENDINGS:
        what = f"a list is read from {', '.join(ENDINGS)} or .csv"
        raise _refused(Slug.FILE_UNREADABLE, name, what, "save it as one of these")
    return _asked(_held(path, name), name)


def _refused(slug: Slug, name: str, what: str, cure: str) -> FaultsFound:
    return FaultsFound([error(slug, Place(name), what, cure)])


def _held(path: Path, name: str) -> bytes:
    """The file's bytes.

    Raises:
        FaultsFound: it cannot be read, or would unpack to more than memory holds.
    """
    try:
        is_large = path.stat().st_size > _LARGEST
        data = b"" if is_large else path.read_bytes()
    except FileNotFoundError:
        cure = "correct the name"
        raise _refused(Slug.FILE_MISSING, name, "the file is missing", cure) from None
    except OSError as refusal:
        what = f"the file cannot be read ({refusal.strerror})"
        cure = "check its name and permissions"
        raise _refused(Slug.FILE_UNREADABLE, name, what, cure) from None
    if is_large or _unpacked(data) > _UNPACKED:
        raise _refused(Slug.FILE_TOO_LARGE, name, *_TOO_LARGE)
    return data


def _unpacked(data: bytes) -> int:
    """Bytes of all that is packed in a file; 0 where it is not packed."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return sum(each.file_size for each in packed.infolist())
    except (zipfile.BadZipFile, ValueError, OverflowError):
        return 0


def _asked(data: bytes, name: str) -> tuple[Sheet, ...]:
    """What a process of its own reads there.

    Raises:
        FaultsFound: it is no spreadsheet, or more than a list.
    """
    try:
        done = subprocess.run(  # noqa: S603 (our own file)
            [sys.executable, "-I", str(_PROCESS)],
            input=data,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _refused(Slug.FILE_TOO_LARGE, name, *_TOO_LARGE) from None
    if done.returncode < 0 or b"MemoryError" in done.stderr:
        raise _refused(Slug.FILE_TOO_LARGE, name, *_TOO_LARGE)
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
        told = "".join(said).rpartition(": ")[2][:80]
        what = f"the file is no spreadsheet that can be read ({told})"
        cure = "open it, take a password off where it has one, and save it again"
        raise _refused(Slug.FILE_UNREADABLE, name, what, cure)
    return tuple(
        Sheet(title, tuple((number, tuple(cells)) for number, cells in rows))
        for title, rows in json.loads(done.stdout)
    )


def _records(text: str, name: str) -> list[list[str]]:
    """Rows of a CSV file, whichever sign stands between its cells.

    Raises:
        FaultsFound: it does not read.
    """
    first = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        return [[cell.strip() for cell in row] for row in reader]
    except csv.Error as refusal:
        place = Place(name, line=reader.line_num)
        what = f"the table cannot be read: {refusal}"
        cure = "look for a quotation mark that is opened and never closed"
        raise FaultsFound([error(Slug.NOT_CSV, place, what, cure)]) from None


def _numbered(
    rows: Sequence[Sequence[str]],
) -> tuple[tuple[int, tuple[str, ...]], ...]:
    return tuple((n, tuple(row)) for n, row in enumerate(rows, 1) if any(row))
