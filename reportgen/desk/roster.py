"""The file of the members, `data/members.csv`: replaced whole, or not at all.

It is the one input that a command writes, and only where somebody says so: addresses
that are copied by hand are copied wrong.
"""

import csv
import io
import os
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from reportgen.desk.membership import cells_of
from reportgen.errors import OutputNotWritable, WorkspaceBusy
from reportgen.evidence.members import COLUMNS, FILE, Member, read_members

_BOM = b"\xef\xbb\xbf"


def read_bytes(data: Path) -> bytes:
    """`data/members.csv` as it stands, to be compared with before it is replaced."""
    try:
        return (data / "members.csv").read_bytes()
    except FileNotFoundError:
        return b""


def known(data: Path, before: bytes) -> tuple[Member, ...]:
    """The members of a list into which others are imported; it may have none yet.

    Args:
        data: the folder.
        before: the file's bytes, from `read_bytes`.

    Raises:
        FaultsFound: with every fault of the file.
    """
    rows = [line for line in before.splitlines() if line.strip()]
    return read_members(data) if len(rows) > 1 else ()


def write_members(data: Path, members: Sequence[Member], before: bytes) -> Path:
    """Replace `data/members.csv`.

    Args:
        data: the folder.
        members: the list as it shall be.
        before: the file's bytes from which it was worked out.

    Raises:
        WorkspaceBusy: somebody has changed the file since.
        OutputNotWritable: the folder cannot be written; the file is as it was.
    """
    path = data / "members.csv"
    try:
        handle, name = tempfile.mkstemp(dir=data, prefix=".members-")
    except OSError as refusal:
        raise _not_writable(refusal) from None
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(packed(members, before))
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(path.stat().st_mode & 0o7777 if before else 0o600)
        if read_bytes(data) != before:
            what = f"{FILE} was changed by somebody else just now; nothing was written"
            raise WorkspaceBusy(f"{what}, so look at it, then import again")
        temporary.replace(path)
    except OSError as refusal:
        raise _not_writable(refusal) from None
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()
    return path


def _not_writable(refusal: OSError) -> OutputNotWritable:
    what = f"{FILE} cannot be written ({refusal.strerror}), and is as it was"
    return OutputNotWritable(f"{what}; free the disk, or get the right to write there")


def packed(members: Sequence[Member], before: bytes) -> bytes:
    """The list as CSV, with the columns, line ends and mark that it had before."""
    first = before.removeprefix(_BOM).partition(b"\n")[0].decode().strip()
    header = next(csv.reader([first])) if first else COLUMNS[:-1]
    columns = [cell.strip() for cell in header]
    if "lists" not in columns and any(one.lists for one in members):
        columns.append("lists")
    written = io.StringIO()
    ends = "\r\n" if b"\r\n" in before else "\n"
    writer = csv.DictWriter(
        written, columns, extrasaction="ignore", lineterminator=ends
    )
    writer.writeheader()
    writer.writerows(cells_of(one) for one in members)
    mark = _BOM if before.startswith(_BOM) else b""
    return mark + written.getvalue().encode()
