"""Random two-way tables of counts with margins, for tests of what they give away."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from reportgen.evidence.divisions import CellId, Division
from reportgen.evidence.rules import NO_RULE, Rule, parse
from reportgen.evidence.suppression import Cell

DAYS = (date(2023, 4, 1), date(2024, 3, 31))
RULES = (
    *("suppress below 3", "suppress 1 to 4", "suppress 5 and under"),
    *("suppress 1 to 7 and round to 5", "suppress 1 to 4 and round to 10"),
)


@dataclass(frozen=True)
class Table:
    """Counts in rows and columns; the last of each is the total of the others."""

    rows: int
    columns: int
    cells: Mapping[CellId, Cell]

    @property
    def divisions(self) -> tuple[Division, ...]:
        """Every row and every column adds up."""
        across = [
            Division(
                place(row, self.columns),
                tuple(place(row, column) for column in range(self.columns)),
                exact=True,
            )
            for row in range(self.rows + 1)
        ]
        down = [
            Division(
                place(self.rows, column),
                tuple(place(row, column) for row in range(self.rows)),
                exact=True,
            )
            for column in range(self.columns + 1)
        ]
        return (*across, *down)


def place(row: int, column: int) -> CellId:
    """The name of a cell."""
    return f"{row}/{column}", DAYS


def cell(count: int, rule: Rule = NO_RULE, least: int = 5) -> Cell:
    """A cell that is withheld where its rule says so."""
    return Cell(count, rule, withheld=count in rule.hidden, least=least)


def two_way(random: Random, *, largest: int = 60) -> Table:
    """A table of two to four rows and columns; some cells have a rule, some another.

    Some counts are small, some are not, and a few cells are withheld for other reasons.
    """
    rows, columns = random.choice([2, 2, 3, 4]), random.choice([2, 3, 3, 4])
    body = [
        [random.randint(0, random.choice([9, largest])) for _ in range(columns)]
        for _ in range(rows)
    ]
    full = [[*row, sum(row)] for row in body]
    full.append([sum(column) for column in zip(*full, strict=True)])
    rule = parse(random.choice(RULES))
    cells = {}
    for i, row in enumerate(full):
        for j, count in enumerate(row):
            own = rule if random.random() < 0.8 else parse(random.choice(RULES))
            made = cell(count, own, min(5, len(own.hidden)))
            if random.random() < 0.04:
                made = replace(made, withheld=True)
            cells[place(i, j)] = made
    return Table(rows, columns, cells)
