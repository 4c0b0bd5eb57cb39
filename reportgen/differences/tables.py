"""What changed in a table: cell by cell, numbered as a spreadsheet numbers them."""

import csv
import io
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from reportgen.differences.alignment import Alignment, Pair, Versions, align
from reportgen.differences.difference import Difference, became
from reportgen.differences.wording import words_told
from reportgen.errors import Place

KEYS = {
    "observations.csv": ("measure", "area", "period", "received"),
    "public_knowledge.csv": ("measure", "area", "period"),
    "measures.csv": ("measure",),
    "words.csv": ("word",),
}
"""The columns that tell the rows of our tables apart."""
PEOPLE = ("members.csv", "early_access.csv")
"""Tables about people: nothing of them is told but how many rows changed."""

_TOLD_OF_KEY = 3  # columns; the day of receipt makes a key longer, not clearer
_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_LONG = 60  # characters of a cell from which only its changed words are told


@dataclass(frozen=True)
class _Table:
    """A CSV file as it stands, blank rows too."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    separator: str

    @cached_property
    def width(self) -> int:
        """Cells of the widest row."""
        return max(map(len, (self.header, *self.rows)))

    def name(self, column: int) -> str:
        """What a column is called, or its number where it has no name."""
        named = column < len(self.header) and self.header[column].strip()
        return named or f"number {column + 1}"

    def cell(self, row: int, column: int) -> str:
        """Empty where the row is shorter."""
        cells = self.rows[row]
        return cells[column] if column < len(cells) else ""


def in_table(
    name: str, before: str, after: str, names: Mapping[str, str]
) -> list[Difference]:
    """What changed in a CSV file.

    Args:
        name: of the file; rows of known files are told apart by their key.
        before: its text.
        after: its text now.
        names: of areas by their code, for the key of a row.

    Raises:
        csv.Error: one of them is no table that can be read.
    """
    old, new = _table(before), _table(after)
    columns = _columns(old, new)
    told = _form(name, old, new, columns)
    view = _View(name, old, new, columns, names)
    told += view.differences(align(view.versions))
    if name.rpartition("/")[2] in PEOPLE:
        return [_counted(name, told)]
    if told:
        return told
    what = (
        "written otherwise (line ends, quotation marks or encoding), and no cell "
        "changed"
    )
    return [Difference(Place(name), what)]


def _counted(name: str, told: Sequence[Difference]) -> Difference:
    """How many rows changed, and nothing of what they say."""
    count = len({(one.kind == "removed", one.place.row) for one in told})
    rows = f"{count:,} row{'' if count == 1 else 's'} changed"
    return Difference(Place(name), rows if count else "written otherwise")


def _table(text: str) -> _Table:
    first = text.lstrip("\r\n").partition("\n")[0]
    outside = "".join(first.split('"')[::2])  # names of columns may hold a comma
    separator = max(_SEPARATORS, key=outside.count)
    held: dict[str, str] = {}  # one string for equal cells: tables repeat themselves
    rows = [
        tuple([held.setdefault(cell, cell) for cell in row])
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    ]
    return _Table(rows[0] if rows else (), tuple(rows[1:]), separator)


def _columns(old: _Table, new: _Table) -> list[Pair]:
    """Which column of one version is which of the other, by place, then by name."""
    same = min(old.width, new.width) if _is_alike(old, new) else 0
    pairs = [(n, n) for n in range(same) if old.name(n) == new.name(n)]
    for met in (_named_alike, _placed_alike):
        olds, news = {i for i, _ in pairs}, {j for _, j in pairs}
        left = [i for i in range(old.width) if i not in olds]
        right = [j for j in range(new.width) if j not in news]
        pairs += met(old, new, left, right)
    return sorted(pairs, key=lambda pair: pair[1])


def _is_alike(old: _Table, new: _Table) -> bool:
    return len(old.header) == len(new.header)


def _named_alike(
    old: _Table, new: _Table, left: Sequence[int], right: Sequence[int]
) -> list[Pair]:
    found, free = [], list(right)
    for i in left:
        j = next((j for j in free if new.name(j) == old.name(i)), None)
        if j is not None:
            free.remove(j)
            found.append((i, j))
    return found


def _placed_alike(
    old: _Table, new: _Table, left: Sequence[int], right: Sequence[int]
) -> list[Pair]:
    """Columns at one place, of which at least the name is another."""
    both = sorted({*left} & {*right}) if _is_alike(old, new) else []
    return [(n, n) for n in both]


def _form(
    name: str, old: _Table, new: _Table, columns: Sequence[Pair]
) -> list[Difference]:
    """What changed in the header, and in how the file is written."""
    told = []
    if old.separator != new.separator and max(old.width, new.width) > 1:
        was, now = _SEPARATORS[old.separator], _SEPARATORS[new.separator]
        what = f"cells were parted by {was}, and are by {now}"
        told.append(Difference(Place(name), what))
    for i, j in columns:
        if old.name(i) != new.name(j):
            place = Place(name, row=1, column=new.name(j))
            told.append(Difference(place, became(old.name(i), new.name(j))))
    olds, news = {i for i, _ in columns}, {j for _, j in columns}
    for kind, table, kept in (("removed", old, olds), ("added", new, news)):
        lost = (n for n in range(table.width) if n not in kept)
        told += [
            Difference(Place(name, column=table.name(n)), kind, kind) for n in lost
        ]
    if [i for i, _ in columns] != sorted(olds):
        what = "the columns stand in another order"
        told.append(Difference(Place(name), what, "moved"))
    return told


@dataclass(frozen=True)
class _View:
    """Two versions of a table, seen through the columns that both have."""

    name: str
    old: _Table
    new: _Table
    columns: Sequence[Pair]
    names: Mapping[str, str]

    @property
    def versions(self) -> Versions:
        """The rows, with what tells them apart."""
        is_same = self.columns == [(n, n) for n in range(self.old.width)]
        olds = [self._seen(row, 0, is_same=is_same) for row in self.old.rows]
        news = [self._seen(row, 1, is_same=is_same) for row in self.new.rows]
        keys = (self._keys(self.old), self._keys(self.new))
        return Versions(olds, news, self._likeness, keys)

    def _seen(
        self, row: tuple[str, ...], side: int, *, is_same: bool
    ) -> tuple[str, ...]:
        if is_same and len(row) == len(self.columns):
            return row
        at = (pair[side] for pair in self.columns)
        return tuple([row[n] if n < len(row) else "" for n in at])

    def _keys(self, table: _Table) -> dict[int, Hashable]:
        """The key of each row, by its position; empty where the table has none."""
        at = self._key_columns(table)
        if not at:
            return {}
        rows = range(len(table.rows))
        keys = {row: tuple(table.cell(row, n) for n in at) for row in rows}
        return {row: key for row, key in keys.items() if any(key)}

    def _key_columns(self, table: _Table) -> list[int]:
        wanted = KEYS.get(self.name.rpartition("/")[2], ())
        header = [cell.strip() for cell in table.header]
        return [header.index(key) for key in wanted if key in header]

    def _likeness(self, i: int, j: int) -> float:
        """The share of cells that two rows have in common; a lone cell has no like."""
        if len(self.columns) == 1:
            return 1.0
        equal = sum(self.old.cell(i, m) == self.new.cell(j, n) for m, n in self.columns)
        return equal / len(self.columns) if self.columns else 0.0

    def differences(self, found: Alignment) -> list[Difference]:
        """What became of the rows, from the top."""
        told = [one for pair in found.changed for one in self._cells(*pair)]
        told += [self._row("added", j, self.new) for j in found.come]
        told += [self._row("removed", i, self.old) for i in found.gone]
        told.sort(key=lambda one: one.place.row or 0)
        return [*told, *self._moved(found.moved)]

    def _cells(self, i: int, j: int) -> Iterator[Difference]:
        for m, n in self.columns:
            was, now = self.old.cell(i, m), self.new.cell(j, n)
            if was != now:
                place = Place(self.name, row=j + 2, column=self.new.name(n))
                yield Difference(place, _cell(was, now), about=self._about(j, self.new))

    def _row(self, kind: str, number: int, table: _Table) -> Difference:
        place = Place(self.name, row=number + 2)
        return Difference(place, kind, kind, self._about(number, table))

    def _moved(self, moved: Sequence[Pair]) -> list[Difference]:
        """Rows in another order, told once: they may be the whole table."""
        if not moved:
            return []
        i, j = moved[0]
        many = f"{len(moved):,} rows stand elsewhere, unchanged; the first "
        what = f"{many if len(moved) > 1 else ''}was row {i + 2} and is unchanged"
        place, about = Place(self.name, row=j + 2), self._about(j, self.new)
        return [Difference(place, what, "moved", about)]

    def _about(self, row: int, table: _Table) -> str:
        at = self._key_columns(table)[:_TOLD_OF_KEY]
        cells = (table.cell(row, n).strip() for n in at)
        return ", ".join(self.names.get(cell, cell) for cell in cells if cell)


def _cell(was: str, now: str) -> str:
    """What became of a cell; of a long text only the words."""
    is_long = max(len(was), len(now)) > _LONG and was and now
    return words_told(was, now) if is_long else became(was, now)
