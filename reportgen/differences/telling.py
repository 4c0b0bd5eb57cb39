"""From two versions of an input to what changed, in words for an analyst.

What is told may hold restricted values. It is for whoever has the workspace, on the
terminal, and never goes into a file that is handed over.
"""

import csv
import tomllib
from collections.abc import Mapping
from types import MappingProxyType

from reportgen.differences.difference import Difference
from reportgen.differences.entries import in_entries
from reportgen.differences.tables import PEOPLE, in_table
from reportgen.differences.wording import in_lines, in_words
from reportgen.errors import Place

_NOBODY: Mapping[str, str] = MappingProxyType({})
_WORDS = {"md", "txt"}
_LINES = {"html", "css", "svg", "js", "json", "jinja", "j2", "xml"}
_DIGEST = 64  # hex digits


def told(
    name: str,
    before: bytes | None,
    after: bytes | None,
    *,
    names: Mapping[str, str] = _NOBODY,
    most: int = 20,
) -> tuple[Difference, ...]:
    """What changed between two versions of a file.

    May hold restricted values: see `Difference`. Of tables about people nothing is
    told but how many rows changed.

    Args:
        name: path in the workspace; its end says how the file is read.
        before: its bytes; None where there was no such file.
        after: its bytes now; None where it is gone.
        names: of areas by their code.
        most: how many differences are told one by one; the others are counted.

    Returns:
        From the top of the file; nothing where both are equal.
    """
    if before == after:
        return ()
    if before is None or after is None:
        kind = "added" if before is None else "removed"
        return (Difference(Place(name), f"the file was {kind}", kind),)
    found = _found(name, before, after, names)
    if len(found) <= most:
        return tuple(found)
    more = Difference(Place(name), f"and {len(found) - most:,} more")
    return (*found[:most], more)


def versions_told(name: str, before: str | None, after: str | None) -> Difference:
    """What became of a library, or of the program, by its version or digest."""
    if len(before or after or "") == _DIGEST:
        return Difference(Place(name), "reportgen itself has changed")
    return Difference(Place(name), f"{before or 'nothing'} became {after or 'nothing'}")


def _found(
    name: str, before: bytes, after: bytes, names: Mapping[str, str]
) -> list[Difference]:
    """All differences of two versions that are not equal."""
    ending = name.rpartition(".")[2].lower()
    if ending not in {"csv", "toml", *_WORDS, *_LINES} or b"\0" in before + after:
        return [Difference(Place(name), "changed")]
    old, new = _text(before), _text(after)
    if old == new:
        return [Difference(Place(name), "line ends or encoding changed, and no word")]
    if ending == "csv":
        return _in_csv(name, old, new, names)
    if ending == "toml":
        return _in_toml(name, old, new)
    return (in_words if ending in _WORDS else in_lines)(name, old, new)


def _text(data: bytes) -> str:
    """The text of a file; what is no UTF-8 stands as an escape, so that it is seen."""
    return data.decode("utf-8-sig", "backslashreplace").replace("\r\n", "\n")


def _in_csv(
    name: str, old: str, new: str, names: Mapping[str, str]
) -> list[Difference]:
    try:
        return in_table(name, old, new, names)
    except csv.Error:  # a cell beyond all measure: a quotation mark that never closes
        if name.rpartition("/")[2] in PEOPLE:
            return [Difference(Place(name), "changed")]
        return in_lines(name, old, new)


def _in_toml(name: str, old: str, new: str) -> list[Difference]:
    try:
        return in_entries(name, tomllib.loads(old), tomllib.loads(new))
    except (ValueError, RecursionError):
        return in_lines(name, old, new)
