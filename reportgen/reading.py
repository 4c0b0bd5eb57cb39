"""Files that people wrote: from bytes to typed values, every fault with its place.

The only door to pydantic. TOML becomes one `Entry`, CSV a list of `Row`; a reader
collects all faults of its file and raises `FaultsFound` once.
"""

import csv
import errno
import re
import stat
import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Annotated, NoReturn, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    ValidationError,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from reportgen import addresses, periods
from reportgen.errors import Fault, FaultsFound, Place, Slug, error
from reportgen.formats import MINUS

_MEGABYTE = 1_000_000  # bytes
_LARGEST = 20 * _MEGABYTE  # a hundred areas with ten years of months take about 10
_PLAIN_NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")  # with its end
_FORMULA = ("=", "+", "-", "@")  # what a spreadsheet works out when it is opened
_LONGEST_NUMBER = 24  # characters; decimal's own arithmetic is exact up to 28 digits


class Entry(BaseModel):
    """A table of a TOML file: no unknown key, nothing changed after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=False)


class Row(Entry):
    """A row of a CSV file; its fields other than `place` are the file's columns."""

    place: Place
    """Where the row stands, for messages and for tracing a figure home."""


AnyEntry = TypeVar("AnyEntry", bound=Entry)
AnyRow = TypeVar("AnyRow", bound=Row)


def _refuse(slug: Slug, what: str, cure: str) -> NoReturn:
    # Doubled braces: pydantic formats the message, and the text is a stranger's.
    raise PydanticCustomError(slug.value, "{what}", {"what": what, "cure": cure})


def _number(value: object) -> object:
    if not isinstance(value, str) or not value:
        return _nothing(value)
    if not _PLAIN_NUMBER.fullmatch(value):
        _refuse(Slug.NOT_A_NUMBER, f'"{value}" is not a number', _number_cure(value))
    if len(value) > _LONGEST_NUMBER:
        what = f'"{value[:12]}…" has more digits than anything that is counted'
        _refuse(Slug.NOT_A_NUMBER, what, "write the number that the source prints")
    return Decimal(value)


def _number_cure(text: str) -> str:
    bare = text.rstrip("% ").replace(",", "").replace(MINUS, "-")
    if _PLAIN_NUMBER.fullmatch(bare):
        return f"write {bare}, without commas, spaces or a % sign"
    return "write a plain number such as 12.5; where there is none, leave it empty"


def _count(value: object) -> object:
    number = _number(value)
    if isinstance(number, Decimal) and number < 0:
        cure = "a count is 0 or more; correct it, or leave it empty"
        _refuse(Slug.NEGATIVE_COUNT, f'"{value}" is below zero', cure)
    return number


def _day(value: object) -> object:
    if isinstance(value, date):
        return value
    try:
        return _day_named(str(value))
    except ValueError:
        cure = "write it as year-month-day, like 2024-05-31"
        _refuse(Slug.NOT_A_DATE, f'"{value}" is not a date', cure)


@lru_cache(maxsize=4096)  # most rows of a table come with few days
def _day_named(text: str) -> date:
    return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 (a day)


def _day_or_nothing(value: object) -> object:
    return _nothing(value) if value in {"", None} else _day(value)


def _period(value: object) -> object:
    if not isinstance(value, str) or not value:
        return _nothing(value)
    try:
        return periods.parse(value)
    except periods.PeriodError as refusal:
        what, _, cure = str(refusal).rpartition("; ")
        _refuse(Slug.UNKNOWN_PERIOD, what, cure)


def _name(value: object) -> object:
    if value == "":
        _refuse(Slug.MISSING_KEY, "this must be given", "fill it in")
    if isinstance(value, str) and not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,63}", value):
        cure = "use small letters, digits and hyphens, up to 64 of them"
        _refuse(Slug.WRONG_TYPE, f'"{value}" cannot name a file', cure)
    return value


def _address(value: object) -> object:
    found = addresses.complaint(value) if isinstance(value, str) and value else None
    if found is not None:
        _refuse(Slug.NOT_AN_ADDRESS, *found)
    return value


def _line(value: object) -> object:
    if not isinstance(value, str):
        return value
    if bad := addresses.unsafe(value):
        what = f"it holds the character {bad}, which may not stand in a message"
        cure = "write it on one line, without control characters"
        _refuse(Slug.UNSAFE_TEXT, what, cure)
    if value.startswith(_FORMULA):
        what = f'"{value[:20]}" is a formula to a spreadsheet'
        _refuse(Slug.UNSAFE_TEXT, what, f'write it without the "{value[0]}" before it')
    return value


def _split(value: object) -> object:
    if not isinstance(value, str):
        return value
    names = (_line(each.strip()) for each in value.split(";"))
    return tuple(dict.fromkeys(name for name in names if name))


def _nothing(value: object) -> object:
    return None if value == "" else value


Number = Annotated[Decimal | None, BeforeValidator(_number)]
"""A decimal number, or None where the cell is empty."""
Count = Annotated[Decimal | None, BeforeValidator(_count)]
"""A number of people or things, 0 or more; None where the cell is empty."""
Day = Annotated[date, BeforeValidator(_day)]
"""A date, written as 2024-05-31."""
DayOrNone = Annotated[date | None, BeforeValidator(_day_or_nothing)]
"""A date, or None where the cell is empty."""
Span = Annotated[periods.Period | None, BeforeValidator(_period)]
"""A period in any style of the field; None where the cell is empty."""
OrNone = BeforeValidator(_nothing)
"""Turns an empty cell into None, for optional choices."""
Name = Annotated[str, BeforeValidator(_name)]
"""What stands in names of files and addresses: small letters, digits, hyphens."""
Flag = StrictBool
"""true or false, and not a word that looks like one."""
Whole = StrictInt
"""A whole number."""
Address = Annotated[str, Field(min_length=1), BeforeValidator(_address)]
"""An e-mail address."""
Line = Annotated[str, Field(min_length=1), BeforeValidator(_line)]
"""Words that may stand in the head of a message, and in a table of a spreadsheet."""
Names = Annotated[tuple[str, ...], BeforeValidator(_split)]
"""Lines that are separated by semicolons, each once; none where the cell is empty."""
Text = Annotated[str, Field(min_length=1)]
"""Words that must be there."""


def read_text(path: Path, name: str) -> str:
    """The text of a file in UTF-8, with or without a byte order mark.

    Args:
        path: the file.
        name: what messages call it: its path relative to the workspace.

    Raises:
        FaultsFound: missing, unreadable, too large, empty, or not UTF-8.
    """
    place = Place(name)
    try:
        status = path.stat()
        size = status.st_size
        if not (stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)):
            raise OSError(errno.EINVAL, "it is no plain file")
        data = path.read_bytes() if size <= _LARGEST else b""
    except FileNotFoundError:
        cure = "create it, or correct the name"
        raise _only(Slug.FILE_MISSING, place, "the file is missing", cure) from None
    except OSError as refusal:
        what = f"the file cannot be read ({refusal.strerror})"
        cure = "check its name and permissions"
        raise _only(Slug.FILE_UNREADABLE, place, what, cure) from None
    if size > _LARGEST:
        what = f"the file has {size / _MEGABYTE:,.0f} MB, more than 20 MB"
        cure = "keep to the measures and areas of this partnership"
        raise _only(Slug.FILE_TOO_LARGE, place, what, cure)
    return _decoded(data, name)


def _decoded(data: bytes, name: str) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as refusal:
        line = data.count(b"\n", 0, refusal.start) + 1
        byte = data[refusal.start]
        what = f"the file is not UTF-8 (byte {byte:#04x}), perhaps Windows-1252"
        cure = 'save it again as "CSV UTF-8" or with the encoding UTF-8'
        raise _only(Slug.NOT_UTF8, Place(name, line=line), what, cure) from None
    if not text or text.isspace():
        what, cure = "the file is empty", "fill it, or restore it from the last commit"
        raise _only(Slug.FILE_EMPTY, Place(name), what, cure)
    return text


def _only(slug: Slug, place: Place, what: str, cure: str) -> FaultsFound:
    return FaultsFound([error(slug, place, what, cure)])


def read_toml(path: Path, name: str, model: type[AnyEntry]) -> AnyEntry:
    """One TOML file as a typed entry.

    Raises:
        FaultsFound: with every unknown key, missing key and wrong type.
    """
    text = read_text(path, name)
    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError) as refusal:
        found = re.search(r"\(at (?:line (\d+)|end of document)", str(refusal))
        last = text.count("\n") + 1
        line = int(found[1]) if found and found[1] else last
        told = isinstance(refusal, tomllib.TOMLDecodeError)  # else endless digits
        said = str(refusal).partition(" (at ")[0] if told else "it never ends"
        what = f"the file is not TOML: {said}"
        cure = "look at this line and the one above: quotes, brackets, equals signs"
        raise _only(Slug.NOT_TOML, Place(name, line=line), what, cure) from None
    try:
        return model.model_validate(values)
    except ValidationError as refusal:
        found_all = [_toml_fault(name, one, model) for one in refusal.errors()]
        raise FaultsFound(found_all) from None


def _toml_fault(name: str, one: ErrorDetails, model: type[Entry]) -> Fault:
    path = [str(part + 1) if isinstance(part, int) else part for part in one["loc"]]
    place = Place(name, column=".".join(path))
    known = ", ".join(sorted(model.model_fields)) if len(path) == 1 else ""
    return _fault(place, one, f"the keys here are {known}" if known else "remove it")


def _fault(place: Place, one: ErrorDetails, unknown_cure: str) -> Fault:
    given = one.get("input")
    kind = one["type"]
    context = one.get("ctx", {})
    if "cure" in context:
        return error(Slug(kind), place, context["what"], context["cure"])
    if kind == "extra_forbidden":
        return error(Slug.UNKNOWN_KEY, place, "this key is unknown", unknown_cure)
    if kind == "missing" or (kind == "string_too_short" and not given):
        return error(Slug.MISSING_KEY, place, "this must be given", "fill it in")
    if kind in {"enum", "literal_error"}:
        cure = f"choose {context['expected'].replace(chr(39), chr(34))}"
        return error(Slug.NOT_A_CHOICE, place, f'"{given}" is not a choice', cure)
    what = f'"{given}" does not fit: {one["msg"][:1].lower()}{one["msg"][1:]}'
    return error(Slug.WRONG_TYPE, place, what, "correct the value")


def read_rows(
    path: Path,
    name: str,
    model: type[AnyRow],
    judge: Callable[[list[AnyRow]], list[Fault]] = lambda _rows: [],
) -> list[AnyRow]:
    """All rows of a CSV file; columns may stand in any order.

    A column whose field has a default may be left out.

    Args:
        path: the file.
        name: what messages call it.
        model: its columns.
        judge: finds more faults, in the rows that read; all are told together.

    Raises:
        FaultsFound: with every fault of the header, or of every row, in their order.
    """
    faults: list[Fault] = []
    rows = list(_rows(path, name, model, faults))
    faults += judge(rows)
    _settle(faults)
    return rows


def each_row(
    path: Path,
    name: str,
    model: type[AnyRow],
    look: Callable[[AnyRow], list[Fault]] = lambda _row: [],
) -> Iterator[AnyRow]:
    """The rows of a CSV file one after the other, of which none is kept.

    They count for nothing before the last one has come: a fault may follow.

    Args:
        path: the file.
        name: what messages call it.
        model: its columns.
        look: finds more faults, in one row that reads; it may remember earlier ones.

    Raises:
        FaultsFound: after the last row, with every fault, as `read_rows` has them.
    """
    faults: list[Fault] = []
    for one in _rows(path, name, model, faults):
        faults += look(one)
        yield one
    _settle(faults)


def _settle(faults: list[Fault]) -> None:
    if faults:
        raise FaultsFound(sorted(faults, key=lambda fault: fault.place.row or 0))


def _rows(
    path: Path, name: str, model: type[AnyRow], faults: list[Fault]
) -> Iterator[AnyRow]:
    """The rows that read; the faults of the others are added to a list.

    Raises:
        FaultsFound: it is no table, or its header has faults.
    """
    records = _records(read_text(path, name), name)
    _, header = next(records)
    if found := _header_faults(header, name, model):
        for _ in records:
            pass  # what is no table is told first
        raise FaultsFound(found)
    place = Place(name)
    for number, cells in records:
        place = Place(name, row=number)
        made = one_row(place, dict(zip(header, cells, strict=False)), model)
        ragged = _ragged(place, header, cells)
        faults += ragged or (made if isinstance(made, list) else [])
        if not isinstance(made, list):
            yield made
    if place.row is None:
        what, cure = "no row follows the header", "fill it, or restore the last version"
        raise _only(Slug.FILE_EMPTY, place, what, cure)


def _records(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """Row number and stripped cells of every row that is not blank."""
    # A file in memory would take four bytes for each character.
    lines = (found[0] for found in _LINE.finditer(text))
    reader = csv.reader(lines, strict=True)
    try:
        for number, cells in enumerate(reader, 1):
            stripped = [cell.strip() for cell in cells]
            if any(stripped) or number == 1:
                yield number, stripped
    except csv.Error as refusal:
        place = Place(name, line=reader.line_num)
        what = f"the table cannot be read: {refusal}"
        cure = "look for a quotation mark that is opened and never closed"
        raise _only(Slug.NOT_CSV, place, what, cure) from None


def _header_faults(header: list[str], name: str, model: type[Row]) -> list[Fault]:
    wanted = [column for column in model.model_fields if column != "place"]
    what, cure = "the column is missing", f"add it; the columns are {', '.join(wanted)}"
    faults = [
        error(Slug.MISSING_COLUMN, Place(name, row=1, column=column), what, cure)
        for column in wanted
        if column not in header and model.model_fields[column].is_required()
    ]
    for position, column in enumerate(header):
        place = Place(name, row=1, column=column or f"number {position + 1}")
        if column not in wanted:
            what, cure = "the column is unknown", "remove it, or correct its name"
            faults.append(error(Slug.EXTRA_COLUMN, place, what, cure))
        elif column in header[:position]:
            what, cure = "the column stands twice", "keep one of them"
            faults.append(error(Slug.EXTRA_COLUMN, place, what, cure))
    return faults


def _ragged(place: Place, header: list[str], cells: list[str]) -> list[Fault]:
    if len(cells) == len(header):
        return []
    what = f"the row has {len(cells)} cells, the header has {len(header)}"
    cure = "put a text that holds a comma in quotation marks, and leave no cell out"
    return [error(Slug.NOT_CSV, place, what, cure)]


def one_row(
    place: Place, cells: Mapping[str, str], model: type[AnyRow]
) -> AnyRow | list[Fault]:
    """Cells by column as a typed row, or every fault of them."""
    try:
        return model.model_validate({**cells, "place": place})
    except ValidationError as refusal:
        return [_cell_fault(place, one) for one in refusal.errors()]


def _cell_fault(place: Place, one: ErrorDetails) -> Fault:
    column = str(one["loc"][0]) if one["loc"] else None
    return _fault(Place(place.file, row=place.row, column=column), one, "remove it")
