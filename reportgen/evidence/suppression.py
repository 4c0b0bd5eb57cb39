"""Secondary suppression: what else must go, so that no count can be worked out.

A cell that is withheld can be had by subtraction where all else of its table is
printed. So further cells go, few and small ones first, until enough whole counts stay
possible for each. What somebody may know is reckoned generously: all that is printed,
all sums, the rules, which cells a rule itself suppressed, and how further cells are
chosen. The approach is that of A. Hundepool and others, "Statistical disclosure
control" (2012), chapter 4, with whole counts for its intervals.

1. For each withheld cell that is not safe, in their order: look at the sums that bear
   on it through withheld cells; first the one that has the fewest of them, then the
   nearest.
2. Of that sum withhold one more: a part before the whole, a cell of zero last, as zeros
   are usually known; then one whose other sums hold a withheld cell already; then the
   smallest; then the first.
3. Repeat until all are safe, or nothing is left to withhold.

Not reckoned with is somebody who runs these steps on tables of their own making, and
leaves out those that would have needed fewer.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from reportgen.evidence.divisions import CellId, Division
from reportgen.evidence.possible import LARGEST, Fact, TooHard, between, possible
from reportgen.evidence.rules import Rule

_MOST = LARGEST + 1
_TWO = 2  # counts that stay possible for a cell that only protects another


@dataclass(frozen=True)
class Cell:
    """One count of a table, and what happens to it."""

    count: int
    rule: Rule
    """Of its measure, for the audience."""
    withheld: bool
    """By its rule, as restricted or under embargo."""
    least: int
    """How many whole counts must stay possible while it is withheld."""

    @property
    def by_rule(self) -> bool:
        """Whether its own rule suppresses it."""
        return self.count in self.rule.hidden


def further(
    cells: Mapping[CellId, Cell], divisions: Sequence[Division]
) -> frozenset[CellId]:
    """The further cells to withhold.

    Args:
        cells: all counts of the tables; a division may name others, which nobody holds.
        divisions: what adds up.
    """
    choice = _Choice(cells, divisions)
    wanted = {name: _wanted(one) for name, one in cells.items() if one.withheld}
    todo = list(wanted)
    # What is safe stays so: each further cell leaves more possible, never less. A cell
    # that only protects another would not, if it could itself be worked out.
    while todo:
        name = todo.pop(0)
        while not choice.is_safe(name, wanted.get(name, _TWO)):
            added = choice.withhold_one(name)
            if added is None:
                break
            todo.append(added)
    return frozenset(choice.added)


def _wanted(cell: Cell) -> int:
    """Where its rule says what is suppressed, no more than that can stay possible."""
    return min(cell.least, len(cell.rule.hidden)) if cell.by_rule else cell.least


@dataclass
class _Choice:
    """What has been chosen so far."""

    cells: Mapping[CellId, Cell]
    divisions: Sequence[Division]
    added: dict[CellId, None] = field(default_factory=dict)
    order: list[tuple[CellId, CellId]] = field(default_factory=list)
    """Chosen cells, each with one that it was preferred to, so that it is no larger."""

    def is_withheld(self, name: CellId) -> bool:
        """Whether a cell is withheld by now; what nobody holds is not known either."""
        cell = self.cells.get(name)
        return cell is None or cell.withheld or name in self.added

    def withhold_one(self, name: CellId) -> CellId | None:
        """Withhold one more for the sake of a withheld cell; None: none is left."""
        for division in self._bearing(name):
            open_cells = [n for n in division.cells if not self.is_withheld(n)]
            if open_cells:
                ranks = {n: self._rank(n, division) for n in open_cells}
                chosen = min(open_cells, key=lambda n: (*ranks[n], self.cells[n].count))
                rivals = [n for n in open_cells if ranks[n] == ranks[chosen]]
                self.added[chosen] = None
                self.order += [(chosen, each) for each in rivals if each != chosen]
                return chosen
        return None

    def _rank(self, name: CellId, division: Division) -> tuple[bool, bool, int]:
        """Zeros last, then the whole, then what would need yet another cell."""
        others = [d for d in self.divisions if d is not division and name in d.cells]
        lonely = [d for d in others if not any(map(self.is_withheld, d.cells))]
        is_zero = self.cells[name].count == 0
        return is_zero, name == division.whole, len(lonely)

    def _bearing(self, name: CellId) -> list[Division]:
        """The divisions that bear on a withheld cell, where to look first before."""
        reached, steps, near = {name}, dict[int, int](), 0
        while True:
            new = [
                number
                for number, one in enumerate(self.divisions)
                if number not in steps and not reached.isdisjoint(one.cells)
            ]
            if not new:
                break
            steps |= dict.fromkeys(new, near)
            found = {n for each in new for n in self.divisions[each].cells}
            reached, near = {n for n in found if self.is_withheld(n)}, near + 1

        def first(number: int) -> tuple[int, int, int]:
            withheld = sum(map(self.is_withheld, self.divisions[number].cells))
            return withheld, steps[number], number

        return [self.divisions[number] for number in sorted(steps, key=first)]

    def is_safe(self, name: CellId, least: int) -> bool:
        """Whether so many whole counts stay possible."""
        try:
            found = possible(self._facts(), _text(name), least)
        except TooHard:
            return False
        return len(found) >= least

    def _facts(self) -> Iterator[Fact]:
        """All sums, and what is known of each cell that is not plainly printed."""
        known = {name: self._known(name, cell) for name, cell in self.cells.items()}
        plain = {name: one.start for name, one in known.items() if len(one) == 1}
        for division in self.divisions:
            terms = [(division.whole, 1), *((part, -1) for part in division.parts)]
            yield _fact(terms, plain, exact=division.exact)
        for smaller, larger in self.order:
            yield _fact([(larger, 1), (smaller, -1)], plain, exact=False)
        for name, one in known.items():
            if name not in plain:
                yield between(_text(name), one.start, one.stop - 1, "")

    def _known(self, name: CellId, cell: Cell) -> range:
        """Between which counts everybody knows that a cell lies."""
        hidden = cell.rule.hidden
        if name in self.added:  # a zero goes last, and what the rule hides goes first
            above = hidden.stop if hidden and cell.count >= hidden.stop else 1
            return range(above if cell.count else 0, _MOST)
        if cell.withheld:
            return hidden if cell.by_rule else range(_MOST)
        return cell.rule.behind(int(cell.rule.round(Decimal(cell.count))))


def _fact(
    terms: Sequence[tuple[CellId, int]], plain: Mapping[CellId, int], *, exact: bool
) -> Fact:
    """That a sum is zero, or not below zero; what is plain is reckoned in."""
    told = -sum(plain.get(name, 0) * weight for name, weight in terms)
    rest = tuple((_text(name), weight) for name, weight in terms if name not in plain)
    return Fact(rest, told, told if exact else None, "")


def _text(name: CellId) -> str:
    measure, (first, last) = name
    return f"{measure} {first} {last}"
