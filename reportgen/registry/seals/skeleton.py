"""The bones of a PDF: its tables of contents, looked at before anything is believed.

A hostile file can keep a reader of PDF busy for ever. So only files whose tables are
written as reportgen writes them, and are small, are handed on to be read.
"""

import re

_END = re.compile(rb"startxref\r?\n(\d{1,10})\r?\n%%EOF\r?\n?\Z")
_TAIL = 64  # bytes in which the end of a file says where its last table stands
_TABLE = re.compile(
    rb"\d{1,7} 0 obj\s*<<"
    rb"((?:[A-Za-z0-9/<>\[\]\s]|\([0-9a-f]{32,64}\)){1,2000}?)"  # nothing in disguise
    rb">>\s*stream\r?\n"
)
_WITHIN = rb"[^\x00\t\n\x0c\r /<>\[\](){}%]"  # a number or a name
# Only from where one begins, so that no byte is looked at twice.
_ENDLESS = re.compile(rb"(?<!%b)%b{100000}" % (_WITHIN, _WITHIN))
_KEYS = frozenset(
    b"Type XRef W Index Size Root Info ID Prev Length Filter FlateDecode".split()
)
_REVISIONS = 8  # that are followed; a sealed file has two
_OBJECTS = 200_000  # in a table; a report of fifty pages has two thousand
_WIDTHS = range(1, 9)  # bytes of a number in a table


def is_sound(pdf: bytes) -> bool:
    """Whether the tables of a PDF are few, small, and written as reportgen does."""
    if _ENDLESS.search(pdf):  # a number or a name that takes minutes to read
        return False
    end = _END.search(pdf[-_TAIL:])
    place = int(end[1]) if end else -1
    for _ in range(_REVISIONS):
        table = _TABLE.match(pdf, place) if 0 <= place < len(pdf) else None
        if table is None or not _is_small(table[1]):
            return False
        before = re.findall(rb"/Prev\s+(\d{1,10})\b", table[1])
        if not before:
            return True
        if int(before[0]) >= place:  # always back, never round
            return False
        place = int(before[0])
    return False


def _is_small(said: bytes) -> bool:
    """Whether what a table says of itself is plain, and not too much to read."""
    names = re.findall(rb"/([A-Za-z0-9]*)", said)
    if set(names) - _KEYS or len(names) != len(set(names)):
        return False
    widths, (most, *_) = _numbers(said, b"W"), _numbers(said, b"Size") or [_OBJECTS]
    counts = (_numbers(said, b"Index") or [0, most])[1::2]
    return (
        len(widths) == 3  # noqa: PLR2004 (kind, place, generation)
        and widths[1] in _WIDTHS
        and max(widths) < _WIDTHS.stop
        and sum(counts) <= _OBJECTS
    )


def _numbers(said: bytes, key: bytes) -> list[int]:
    """The numbers of a key, in brackets or not; none where it is not there."""
    found = re.search(rb"/%s\s*\[?((?:\s*\d{1,10})+)" % key, said)
    return [int(number) for number in found[1].split()] if found else []
