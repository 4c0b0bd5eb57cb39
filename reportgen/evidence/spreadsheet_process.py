"""Reads a spreadsheet in a process of its own: bytes in, JSON out.

A file may say that its last cell is the 17 thousand millionth; calamine would make room
for all of them, and the process that asked for it would be ended. So it is this one.
"""

import io
import json
import resource
import sys
from datetime import date

from python_calamine import CalamineWorkbook, SheetVisibleEnum

_MEMORY = 2_000_000_000  # bytes, for the interpreter and all cells


def main() -> None:
    """Print the sheets that are not hidden: name, and rows of text that are not blank.

    Raises:
        Exception: it is no spreadsheet; the last line of the traceback says why.
    """
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    visible = SheetVisibleEnum.Visible
    shown = [one.name for one in book.sheets_metadata if one.visible == visible]
    told = [(title, _rows(book, title)) for title in shown]
    sys.stdout.buffer.write(json.dumps(told).encode())


def _rows(book: CalamineWorkbook, title: str) -> list[tuple[int, list[str]]]:
    """Number, as the spreadsheet shows it, and cells."""
    sheet = book.get_sheet_by_name(title)
    row, column = sheet.start or (0, 0)
    before = [""] * column
    found = []
    for number, cells in enumerate(sheet.iter_rows(), row + 1):
        texts = [_text(cell) for cell in cells]
        if any(texts):
            found.append((number, before + texts))
    return found


def _text(cell: object) -> str:
    """A cell as it is read aloud: no `1.0` for a 1."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, date) else str(cell).strip()


if __name__ == "__main__":
    main()
