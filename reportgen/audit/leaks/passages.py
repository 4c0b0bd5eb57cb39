"""What is written where: a finished file of text as passages."""

import base64
import binascii
import csv
import html
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from urllib.parse import unquote_to_bytes


class Reach(Enum):
    """What may be sought in a passage without finding chance."""

    DATA = auto()
    """Instructions, fonts, pictures: numbers of six digits before the point."""
    WORDS = auto()
    """Text of any kind: numbers of three digits or more."""
    DRAWN = auto()
    """Text that may hold the labels of an axis: as `WORDS`, without round numbers."""
    SEEN = auto()
    """A line put together from where letters stand: as `DRAWN`, and a space may part
    two numbers."""
    SPOKEN = auto()
    """A text alternative: small numbers too, where it speaks of their measure."""
    CELL = auto()
    """A number of a table of measures, of any size."""
    FIELD = auto()
    """A number of published.csv, of any size."""


@dataclass(frozen=True)
class Passage:
    """Something that is written in a finished file."""

    where: str
    """In the words of whoever looks for it: `page 3`, `row 12, column count`."""
    text: str
    reach: Reach
    about: tuple[str, ...] = ()
    """Of a cell: its row's words, and whose value it is. Of a field: measure, place,
    period. Of an alternative: the number of its figure, or its row's words."""


_DIGIT = re.compile(r"\d")
NUMBERS = {
    *("value", "count", "denominator"),
    *("lower", "upper", "lower_99_8", "upper_99_8"),
}
"""Columns of published.csv."""
_ADDRESS = re.compile(r"data:[\w/+.-]*(?:;[\w=-]+)*?(;base64)?,([^\"')\s>]+)")
_PIECE = re.compile(r"<[!/?\w][^>]*>|[^\n<]+|<")
_ATTRIBUTE = re.compile(r"""([\w:-]+)\s*=\s*("[^"]*"|'[^']*')""")
_READ_ALOUD = {"alt", "aria-label", "title"}
_SHAPES = re.compile(
    r"d|points|transform|style|viewBox|[cdr]?[xy][12]?|r|width|height|offset|\w+-path"
)


def of_text(name: str, data: bytes) -> Iterator[Passage]:
    """All passages of a file of text, by the ending of its name.

    CSV is read by its fields, JSON by its strings, all else as a page, a drawing or a
    log: as it is written, and as it is meant.
    """
    ending = name.rpartition(".")[2].lower()
    readers = {"csv": _of_table, "json": _of_json}
    yield from readers.get(ending, of_markup)(text_of(data))


def text_of(data: bytes) -> str:
    """Bytes as text: UTF-16 by its mark or its zeros, UTF-8, else letter by letter."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    for encoding, zeros in (("utf-16-le", data[1::2]), ("utf-16-be", data[::2])):
        if zeros.count(0) > len(zeros) / 2:
            return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8-sig").replace("\0", "")
    except UnicodeDecodeError:
        return data.replace(b"\0", b"").decode("latin-1")


def of_markup(text: str, within: str = "") -> Iterator[Passage]:
    """A page, a drawing, a log: its words, its attributes, and what these pack."""
    line, reached = 1, 0
    for piece in _PIECE.finditer(text):
        line += text.count("\n", reached, piece.start())
        reached = piece.start()
        place = f"{within}line {line}"
        if piece[0].startswith("<") and len(piece[0]) > 1:
            yield from _of_tag(piece[0], place)
        else:
            yield Passage(place, html.unescape(piece[0]), Reach.DRAWN)


def _of_tag(tag: str, place: str) -> Iterator[Passage]:
    plain = _ADDRESS.sub(" ", tag)
    yield Passage(place, html.unescape(plain), Reach.DATA)
    for name, quoted in _ATTRIBUTE.findall(plain):
        if not _SHAPES.fullmatch(name):
            reach = Reach.SPOKEN if name in _READ_ALOUD else Reach.DRAWN
            yield Passage(place, html.unescape(quoted), reach)
    for found in _ADDRESS.finditer(tag):
        yield from of_markup(_unpacked(found), f"{place}, packed ")


def _unpacked(found: re.Match[str]) -> str:
    """What a `data:` address holds."""
    held = unquote_to_bytes(found[2])
    if found[1]:
        try:
            held = base64.b64decode(held)
        except binascii.Error:
            return ""
    return text_of(held)


def _of_table(text: str) -> Iterator[Passage]:
    """The fields of a CSV file; those with numbers of a measure say whose they are."""
    lines = csv.reader(io.StringIO(text))
    columns = next(lines, [])
    yield Passage("row 1", " | ".join(columns), Reach.WORDS)
    for number, cells in enumerate(lines, 2):
        row = dict(zip(columns, cells, strict=False))
        about = (row.get("measure", ""), row.get("place", ""), row.get("period", ""))
        for column, cell in zip([*columns, *["?"] * len(cells)], cells, strict=False):
            # The column `row` counts the rows of the store.
            if column != "row" and _DIGIT.search(cell):
                where = f"row {number}, column {column}"
                reach = Reach.FIELD if column in NUMBERS else Reach.WORDS
                yield Passage(where, cell, reach, about)


def _of_json(text: str) -> Iterator[Passage]:
    try:
        held = json.loads(text)
    except (ValueError, RecursionError):
        yield from of_markup(text)
        return
    yield from of_value(held, "")


def of_value(held: object, key: str) -> Iterator[Passage]:
    """All strings of something that JSON holds, with the keys that lead there."""
    if isinstance(held, dict):
        for name, value in held.items():
            inner = f"{key}.{name}" if key else str(name)
            yield Passage(f"key {inner}", str(name), Reach.WORDS)
            yield from of_value(value, inner)
    elif isinstance(held, list):
        for value in held:
            yield from of_value(value, key)
    else:
        yield Passage(f"key {key}", html.unescape(str(held)), Reach.WORDS)
