"""Secondary suppression: no withheld count can be worked out from its table."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import product
from random import Random

import pytest
from tables import DAYS, Table, cell, two_way

from reportgen.evidence.divisions import CellId, Division
from reportgen.evidence.rules import NO_RULE, parse
from reportgen.evidence.suppression import Cell, further

SMALL = parse("suppress 1 to 4")
WHOLE = ("whole", DAYS)
TABLES = 1000


def parts(*counts: int, of: int | None = None) -> dict[CellId, Cell]:
    """The parts of a whole, under a rule, and the whole, under none."""
    cells = {
        (f"part {number}", DAYS): cell(count, SMALL, 4)
        for number, count in enumerate(counts)
    }
    return {**cells, WHOLE: cell(sum(counts) if of is None else of)}


def divided(cells: Iterable[CellId], *, exact: bool = True) -> list[Division]:
    """That the parts make up the whole."""
    return [Division(WHOLE, tuple(name for name in cells if name != WHOLE), exact)]


def chosen(cells: dict[CellId, Cell], *, exact: bool = True) -> list[str]:
    """What else is withheld, by name."""
    return sorted(name for name, _ in further(cells, divided(cells, exact=exact)))


# --- Which are chosen --------------------------------------------------------------


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        ((41, 12, 9, 3), ["part 2"]),  # the smallest of the others
        ((41, 12, 9, 6), []),  # nothing is withheld
        ((41, 12, 2, 3), []),  # 5 in all: each may be 1, 2, 3 or 4
        ((41, 12, 4, 4), ["part 1"]),  # 8 in all can only be twice 4
        ((41, 0, 0, 3), ["part 0"]),  # zeros are usually known
        ((0, 0, 3), ["whole"]),  # the whole before a zero
        ((3,), ["whole"]),  # the only part is the whole
        # 17 in all, and who knows that the 14 was the smaller knows: no 1 beside a 16.
        ((46, 14, 15, 3), ["part 1", "part 2"]),
    ],
)
def test_few_and_small_cells_are_chosen(
    counts: tuple[int, ...], found: list[str]
) -> None:
    """Parts before the whole, zeros last, the smallest first, no more than needed."""
    assert found == chosen(parts(*counts))


def test_parts_that_are_less_than_their_whole_bound_one_another() -> None:
    """Where some are not held, a hidden part is at most what the whole leaves."""
    assert [] == chosen(parts(3, 9, of=200), exact=False)
    assert ["part 1"] == chosen(parts(3, 9, of=12), exact=False)


def test_a_cell_is_protected_however_it_came_to_be_withheld() -> None:
    """A restricted count of any size needs a second one too."""
    cells = parts(41, 12, 30)
    cells["part 2", DAYS] = replace(cells["part 2", DAYS], withheld=True)

    assert ["part 1"] == chosen(cells)


def test_a_measure_may_ask_for_more() -> None:
    """So many whole counts stay possible as a measure says, where it is restricted."""
    cells = {name: replace(one, rule=NO_RULE) for name, one in parts(41, 6, 2).items()}
    hidden = replace(cells["part 2", DAYS], withheld=True)

    def needing(least: int) -> list[str]:
        return chosen({**cells, ("part 2", DAYS): replace(hidden, least=least)})

    assert ["part 1"] == needing(8)  # 0 to 7
    assert ["part 0", "part 1"] == needing(9)


def test_rounded_neighbours_protect_already() -> None:
    """What is known within two on each side hides four counts by itself."""
    cells = parts(41, 12, 9, 3)
    rounding = parse("suppress 1 to 4 and round to 5")

    assert [] == chosen({n: replace(one, rule=rounding) for n, one in cells.items()})


def test_a_part_that_is_divided_again_is_protected_below() -> None:
    """A hidden part whose own parts are printed would be their sum."""
    cells = parts(41, 12, 3)
    halves = {("left", DAYS): cell(2), ("right", DAYS): cell(1)}
    below = Division(("part 2", DAYS), tuple(halves), exact=True)
    held = {**cells, **halves}
    found = {name for name, _ in further(held, [*divided(cells), below])}

    assert "part 1" in found
    assert found & {"left", "right"}


def test_two_ways_of_dividing_are_one_table() -> None:
    """A sum that is hidden by sex is not told by substance."""
    cells = {
        ("men", DAYS): cell(40),
        ("women", DAYS): cell(3, SMALL, 4),
        ("crack", DAYS): cell(33),
        ("others", DAYS): cell(10),
        WHOLE: cell(43),
    }
    first, second = (
        (("men", DAYS), ("women", DAYS)),
        (("crack", DAYS), ("others", DAYS)),
    )
    sums = [Division(WHOLE, each, exact=True) for each in (first, second)]

    assert {("men", DAYS)} == further(cells, sums)


# --- That nothing can be worked out --------------------------------------------------


@pytest.mark.parametrize("start", range(0, TABLES, 100))
def test_no_suppressed_cell_can_be_recovered(start: int) -> None:
    """Of 1,000 random tables with margins, rounded and not, no hidden cell is certain.

    Judged by another method: rows and columns are nodes, cells are arcs, and a cell can
    be another count if and only if its arc lies on a cycle along which counts can move
    up and down (D. Gusfield, "A graph theoretic approach to statistical data security",
    SIAM Journal on Computing 17, 1988).
    """
    random, looked_at = Random(start), 0  # noqa: S311 (no secret)
    for _ in range(100):
        table = two_way(random)
        found = further(table.cells, table.divisions)
        hidden = {n for n, one in table.cells.items() if one.withheld or n in found}
        looked_at += len(hidden)

        assert [] == [name for name in hidden if not free(name, table, hidden)]

    assert looked_at > 100


def free(name: CellId, table: Table, hidden: set[CellId]) -> bool:
    """Whether a cell can be one more or one less while all sums stay as they are."""
    arcs: dict[tuple[str, int], list[tuple[tuple[str, int], CellId]]] = {}
    for other in table.cells:
        start, end = ends(other, table)
        up, down = room(other, table.cells[other], hidden)
        if up:
            arcs.setdefault(start, []).append((end, other))
        if down:
            arcs.setdefault(end, []).append((start, other))
    start, end = ends(name, table)
    up, down = room(name, table.cells[name], hidden)
    return (up and reaches(end, start, name, arcs)) or (
        down and reaches(start, end, name, arcs)
    )


Arcs = Mapping[tuple[str, int], list[tuple[tuple[str, int], CellId]]]


def reaches(
    start: tuple[str, int], end: tuple[str, int], without: CellId, arcs: Arcs
) -> bool:
    """Whether a way leads from one node to another that does not use a cell itself."""
    seen, open_nodes = {start}, [start]
    while open_nodes:
        for node, by in arcs.get(open_nodes.pop(), ()):
            if by != without and node not in seen:
                seen.add(node)
                open_nodes.append(node)
    return end in seen


def ends(name: CellId, table: Table) -> tuple[tuple[str, int], tuple[str, int]]:
    """From row to column; a margin runs against the cells that it is the sum of."""
    row, column = map(int, name[0].split("/"))
    margins = (row == table.rows) + (column == table.columns)
    arc = ("row", row), ("column", column)
    return arc if margins != 1 else (arc[1], arc[0])


def room(name: CellId, one: Cell, hidden: set[CellId]) -> tuple[bool, bool]:
    """Whether a count may be one more, and one less, for all that is printed."""
    if name in hidden:
        return True, one.count > 0
    near = range(max(0, one.count - 10), one.count + 11)
    alike = [n for n in near if n not in one.rule.hidden and as_printed(n, one)]
    return one.count < max(alike), one.count > min(alike)


def as_printed(count: int, one: Cell) -> bool:
    """Whether a count would be printed as that of a cell is."""
    return one.rule.round(Decimal(count)) == one.rule.round(Decimal(one.count))


@pytest.mark.parametrize("seed", range(200))
def test_every_small_count_stays_possible(seed: int) -> None:
    """Whoever knows rules, sums, and how cells are chosen can rule out no small count.

    By trying out all tables: the same cells are printed with the same counts, those
    that the rule hides are small, the others are not, and no cell that is printed is
    smaller than one that was chosen before it.
    """
    random = Random(seed)  # noqa: S311 (no secret)
    counts = [random.randint(0, 15) for _ in range(3)] + [random.randint(1, 4)]
    cells = parts(*counts)
    found = further(cells, divided(cells))
    kinds = [_kind(name, one, found) for name, one in cells.items()]
    shown = [count for count, kind in zip(counts, kinds, strict=False) if kind == ""]
    choices = [
        {"": [count], "small": SMALL.hidden}.get(kind, range(5, 30))
        for count, kind in zip(counts, kinds, strict=False)
    ]
    possible = [set[int]() for _ in counts]
    for world in product(*choices):
        others = [n for n, kind in zip(world, kinds, strict=False) if kind == "chosen"]
        ordered = max(others, default=0) <= min(filter(None, shown), default=30)
        if ordered and (kinds[-1] == "chosen" or sum(world) == sum(counts)):
            for each, count in zip(possible, world, strict=True):
                each.add(count)

    for each, kind in zip(possible, kinds, strict=False):
        assert kind != "small" or each == set(SMALL.hidden)


def _kind(name: CellId, one: Cell, found: frozenset[CellId]) -> str:
    """Whether a cell is printed, hidden by its rule, or chosen."""
    return "small" if one.withheld else "chosen" if name in found else ""


def test_the_choice_is_always_the_same() -> None:
    """Equal tables are treated equally, in whatever order they are given."""
    table = two_way(Random(7))  # noqa: S311 (no secret)
    again = Table(table.rows, table.columns, dict(table.cells))

    assert further(table.cells, table.divisions) == further(
        again.cells, again.divisions
    )
