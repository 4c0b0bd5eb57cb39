"""What is said: lines for people, JSON for programs, each on its own stream."""

import json
import os
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import NoReturn

import click

from reportgen.errors import Fault, Weight
from reportgen.lazy import Lazy

_PART = 100  # lines, or words of JSON, that are written together
CLOSED = 141
"""Exit code where nobody reads on, as in `reportgen status | head -1`."""

_COLOURS = {Weight.ERROR: "red", Weight.CAUTION: "yellow", Weight.NOTE: "blue"}
# What a file says must not drive the terminal: no escapes, no bells.
_CONTROLS = {
    **{code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160))},
    **dict.fromkeys(map(ord, "\n\t"), " "),
}


def short(digest: str) -> str:
    """The first twelve hex digits, which a person compares by eye."""
    return digest[:12]


def is_plain() -> bool:
    """Whether colours and moving bars are unwanted, also on a terminal.

    NO_COLOR is described at https://no-color.org: any value that is not empty counts.
    """
    return bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"


def say(text: str, *, err: bool = False, ends: bool = True) -> None:
    """One or more lines; colours are left out where they are unwanted or unseen.

    Args:
        text: the lines.
        err: whether they are progress or a complaint, and no product.
        ends: whether the last line ends here.

    Raises:
        SystemExit: whoever was to read it has gone.
    """
    try:
        click.echo(text, nl=ends, err=err, color=False if is_plain() else None)
    except BrokenPipeError:
        _leave()


def _leave() -> NoReturn:
    """End without a word; Python would complain when it closes the stream."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:  # a service may have closed it
            os.dup2(nowhere, stream.fileno())
    raise SystemExit(CLOSED) from None


def say_lines(lines: Iterable[str]) -> None:
    """Lines on standard output as they come, so that a long table is never held.

    Raises:
        SystemExit: whoever was to read them has gone.
    """
    waiting = iter(lines)
    while part := list(islice(waiting, _PART)):
        say("\n".join(part))


def say_json(value: object) -> None:
    """One JSON document on standard output; what is lazy in it is told as a list.

    Raises:
        SystemExit: whoever was to read it has gone.
    """
    narrow = str(getattr(sys.stdout, "encoding", "")).lower() != "utf-8"
    encoder = json.JSONEncoder(indent=2, ensure_ascii=narrow, default=_plain)
    words = encoder.iterencode(value)
    while part := "".join(islice(words, _PART)):
        say(part, ends=False)
    say("")


def _plain(value: object) -> object:
    return _Listed(value) if isinstance(value, Lazy | Iterator) else str(value)


class _Listed(list[object]):
    """Items as they come: the encoder of JSON knows lists, and goes through them."""

    def __init__(self, items: Iterable[object]) -> None:
        super().__init__()
        self._items = iter(items)
        self._first = list(islice(self._items, 1))

    def __bool__(self) -> bool:
        return bool(self._first)

    def __iter__(self) -> Iterator[object]:
        return chain(self._first, self._items)


def say_fault(fault: Fault, *, err: bool = False) -> None:
    """A fault as one line, its weight in colour."""
    weight, _, rest = str(fault).partition(": ")
    say(f"{click.style(weight, fg=_COLOURS[fault.weight])}: {clean(rest)}", err=err)


def clean(text: str) -> str:
    """Words from a file, as one line that a terminal can be trusted with."""
    plain = text.translate(_CONTROLS)
    return "".join(each if _is_harmless(each) else ascii(each)[1:-1] for each in plain)


def _is_harmless(sign: str) -> bool:
    """Whether it is no sign that hides others, or turns the line round."""
    return sign.isascii() or unicodedata.category(sign) not in {"Cf", "Cs", "Co", "Cn"}


def counted(count: int, noun: str) -> str:
    """`1 error`, `2 errors`."""
    return f"{count} {noun}{'' if count == 1 else 's'}"
