"""A list of members that somebody else keeps: from a spreadsheet to its rows.

Its headings may be called what people call them; what is not taken is told.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reportgen.errors import Fault, FaultsFound, Place, Slug, error
from reportgen.evidence.spreadsheets import Sheet, read_sheets

_LOOKED_AT = 20  # rows in which the headings are looked for
_CALLED: Mapping[str, str] = {
    "name": "name|full name|display name|member|member name|contact|contact name|"
    "person|post|post holder|postholder",
    "first": "first name|forename|given name|firstname",
    "last": "last name|surname|family name|lastname",
    "email": "mail|mail address",  # and whatever has email in it
    "organisation": "organisation|organization|org|agency|employer|company|service|"
    "organisation name|organization name|partner organisation|partner agency",
    "role": "role|job|job title|position|job role|post title|partnership role|"
    "role in partnership|role in the partnership",
    "rendition": "rendition|edition|audience|version|report version",
    "active": "active|is active|status|current|receives reports|active member",
    "lists": "lists|list|mailing list|mailing lists|distribution list|"
    "distribution lists|group|groups|subgroup|subgroups",
}
_COLUMN_OF = {
    name: column for column, names in _CALLED.items() for name in names.split("|")
}
_VALUES: Mapping[str, Mapping[str, str]] = {
    "rendition": {
        **dict.fromkeys(("partner", "partners", "restricted", "full"), "partners"),
        **dict.fromkeys(("public", "open"), "public"),
    },
    "active": {
        **dict.fromkeys(("yes", "y", "true", "1", "x", "active", "current"), "yes"),
        **dict.fromkeys(("no", "n", "false", "0", "inactive", "left"), "no"),
    },
}


@dataclass(frozen=True)
class Enrolled:
    """One row, as columns of `members.csv`; a cell that says nothing is not there."""

    place: Place
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Enrolment:
    """What a spreadsheet says of the members."""

    file: str
    sheet: str
    """Empty for a CSV file."""
    header: Place
    """The row of the headings."""
    headings: Mapping[str, str]
    """What each column is called there."""
    untaken: tuple[str, ...]
    """Headings that no column of `members.csv` answers to."""
    rows: tuple[Enrolled, ...]
    left_out: tuple[tuple[Place, str], ...]
    """Rows that are not taken, each with its reason."""


def read_enrolment(path: Path, name: str, sheet: str = "") -> Enrolment:
    """What a file says of the members.

    Args:
        path: .xlsx, .ods or .csv.
        name: what messages call it.
        sheet: name of the sheet; the one with the headings where none is given.

    Raises:
        FaultsFound: it does not read, no sheet has the headings, or several have.
    """
    found = _chosen(read_sheets(path, name), name, sheet)
    number, cells = next(row for row in found.rows if _is_header(row[1]))
    header = Place(name, row=number)
    columns, faults = _columns(cells, header)
    below = [row for row in found.rows if row[0] > number]
    if not below and not faults:
        what, cure = "no row follows the headings", "fill the list, or name another"
        faults = [error(Slug.FILE_EMPTY, header, what, cure)]
    if faults:
        raise FaultsFound(faults)
    taken = {at: column for at, column in enumerate(columns) if column}
    rows, left_out = _sorted_out([_enrolled(row, taken, name) for row in below])
    return Enrolment(
        file=name,
        sheet=found.name,
        header=header,
        headings={column: cells[at] for at, column in taken.items()},
        untaken=_untaken(cells, columns),
        rows=rows,
        left_out=left_out,
    )


def _untaken(cells: Sequence[str], columns: Sequence[str]) -> tuple[str, ...]:
    pairs = zip(cells, columns, strict=True)
    return tuple(cell for cell, column in pairs if cell and not column)


def _chosen(sheets: Sequence[Sheet], file: str, asked: str) -> Sheet:
    """The one sheet that holds a list.

    Raises:
        FaultsFound: none does, or several do.
    """
    names = ", ".join(f'"{one.name}"' for one in sheets if one.name)
    if asked and all(one.name != asked for one in sheets):
        what = f'there is no sheet "{asked}" to be seen'
        cure = f"name one of {names}" if names else "leave --sheet out: it has none"
        raise FaultsFound([error(Slug.NOT_A_CHOICE, Place(file), what, cure)])
    named = [one for one in sheets if asked in {"", one.name}]
    fitting = [one for one in named if any(_is_header(row) for _, row in _top(one))]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        found = ", ".join(f'"{one.name}"' for one in fitting)
        what = f"{len(fitting)} sheets look like a list of members: {found}"
        cure = "say which with --sheet"
        raise FaultsFound([error(Slug.NOT_A_CHOICE, Place(file), what, cure)])
    seen = [cell for one in named for _, row in _top(one)[:1] for cell in row if cell]
    what = "no row has headings for name and e-mail address"
    told = f"; the first row says {', '.join(seen)[:100]}" if seen else ""
    cure = "give the columns the headings name and email"
    fault = error(Slug.MISSING_COLUMN, Place(file, row=1), what + told, cure)
    raise FaultsFound([fault])


def _top(sheet: Sheet) -> list[tuple[int, tuple[str, ...]]]:
    return list(sheet.rows[:_LOOKED_AT])


def _is_header(cells: Sequence[str]) -> bool:
    found = {_column(cell) for cell in cells}
    return "email" in found and bool(found & {"name", "first", "last"})


def _column(heading: str) -> str:
    """The column that a heading means: `E-mail address`, `Organisation/Agency`."""
    bare = re.sub(r"\(.*?\)", " ", unicodedata.normalize("NFKC", heading).casefold())
    bare = re.sub(r"\be[-_ ]?mails?\b", "email", bare)
    if "email" in bare:
        return "email"
    meant = {
        _COLUMN_OF.get(" ".join(re.findall(r"[^\W_]+", part)), "")
        for part in [bare, *re.split(r"/|\bor\b|&|\band\b", bare)]
    } - {""}
    return meant.pop() if len(meant) == 1 else ""


def _columns(cells: Sequence[str], header: Place) -> tuple[list[str], list[Fault]]:
    """The column of each heading, and which two mean the same."""
    columns = [_column(cell) for cell in cells]
    faults = []
    for at, column in enumerate(columns):
        if column and column in columns[:at]:
            first = cells[columns.index(column)]
            place = Place(header.file, row=header.row, column=cells[at])
            what = f'"{first}" and "{cells[at]}" both mean {column}'
            faults.append(
                error(Slug.EXTRA_COLUMN, place, what, "keep one, or rename one")
            )
    return columns, faults


def _enrolled(
    row: tuple[int, tuple[str, ...]], taken: Mapping[int, str], file: str
) -> Enrolled:
    number, cells = row
    found = {column: cells[at] for at, column in taken.items() if at < len(cells)}
    whole = " ".join(found.pop(part, "") for part in ("first", "last")).strip()
    found.setdefault("name", whole)
    if whole and not found["name"]:
        found["name"] = whole
    said = {column: _value(column, text) for column, text in found.items() if text}
    return Enrolled(Place(file, row=number), said)


def _value(column: str, text: str) -> str:
    """A cell in the words of `members.csv`; what is not known stays, and is told."""
    if column == "email":
        bare = re.sub(r"(?i)^mailto:", "", text.strip())
        held = re.fullmatch(r"[^<>]*<\s*([^<>\s]+)\s*>", bare)
        return held[1] if held else bare
    if column == "lists":
        return "; ".join(part.strip() for part in re.split(r"[;,\n]", text))
    plain = re.sub(r"\W", "", text.casefold())
    return _VALUES.get(column, {}).get(plain, text)


def _sorted_out(
    rows: Sequence[Enrolled],
) -> tuple[tuple[Enrolled, ...], tuple[tuple[Place, str], ...]]:
    """The rows that are about somebody, and the others with their reasons."""
    kept: dict[tuple[tuple[str, str], ...], Enrolled] = {}
    left_out: list[tuple[Place, str]] = []
    for row in rows:
        said = tuple(sorted(row.cells.items()))
        if not {"name", "email"} & set(row.cells):
            left_out.append((row.place, "it has neither name nor address"))
        elif said in kept:
            first = kept[said].place.row
            left_out.append((row.place, f"row {first} says the same"))
        else:
            kept[said] = row
    return tuple(kept.values()), tuple(left_out)


def called(enrolment: Enrolment, faults: Sequence[Fault]) -> Iterator[Fault]:
    """Faults with the columns called what the spreadsheet calls them."""
    for fault in faults:
        column = fault.place.column or ""
        heading = enrolment.headings.get(column, column)
        yield replace(fault, place=replace(fault.place, column=heading or None))
