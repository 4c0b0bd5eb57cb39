"""Which whole counts are still possible for somebody who knows certain facts.

The only door to OR-tools. Its CP-SAT solver works in whole numbers throughout, so that
nothing is possible or impossible by a rounding of floats. It takes long to load, and
only questions that neither sums alone nor some trying answer are put to it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reportgen.evidence.adding import Sum, is_tree, narrowed
from reportgen.evidence.trying import tried

LARGEST = 10**9
"""No count of people or things is above it."""
_ENDLESS = 10**15  # no sum of counts is above it
_EFFORT = 20.0  # seconds of the solver's own clock, which is the same on every machine


@dataclass(frozen=True)
class Fact:
    """What somebody knows of counts: a weighted sum of them lies between two bounds.

    `Fact((("all", 1), ("men", -1), ("women", -1)), 0, 0, "men and women are all")`
    """

    terms: tuple[tuple[str, int], ...]
    """Name of a count and its weight, each name once."""
    least: int | None
    most: int | None
    words: str
    """How the fact is known, for whoever is told what follows from it."""


def exactly(name: str, count: int, words: str) -> Fact:
    """The count is known."""
    return between(name, count, count, words)


def between(name: str, least: int | None, most: int | None, words: str) -> Fact:
    """The count is known to lie between two bounds, both included."""
    return Fact(((name, 1),), least, most, words)


def adding_up(whole: str, parts: Sequence[str], words: str) -> Fact:
    """The parts make up the whole."""
    return Fact(((whole, 1), *((part, -1) for part in parts)), 0, 0, words)


class TooHard(Exception):
    """The solver could not decide with the effort that it was allowed."""


def possible(facts: Iterable[Fact], name: str, enough: int) -> tuple[int, ...]:
    """The values that a count can have while all facts hold, in rising order.

    Args:
        facts: those that do not bear on the count, not even through others, are left
            out by themselves.
        name: of the count; every count is a whole number from 0 to `LARGEST`.
        enough: after so many the search ends: there may be more.

    Returns:
        No value at all where the facts contradict one another.

    Raises:
        TooHard: the solver could not decide.
    """
    bearing = concerning(facts, name)
    bounds = _bounds(bearing, name)
    sums = [
        Sum(one.terms, _or(one.least, -_ENDLESS), _or(one.most, _ENDLESS))
        for one in bearing
        if len(one.terms) > 1 or abs(one.terms[0][1]) != 1
    ]
    if is_tree(sums):  # most tables are, and need no solver
        found = narrowed(sums, bounds)
        low, high = found[name] if found else (0, -1)
        return tuple(range(low, min(high, low + enough - 1) + 1))
    small = tried(sums, bounds, name, enough)
    if small is not None:
        return tuple(small)
    return tuple(sorted(_search(bearing, name, enough)))


def _bounds(facts: Sequence[Fact], name: str) -> dict[str, tuple[int, int]]:
    """Between what each count lies, by what is known of it alone."""
    found = dict.fromkeys([name, *_names(facts)], (0, LARGEST))
    for one in facts:
        (each, weight), *others = one.terms
        if not others and abs(weight) == 1:
            low, high = _or(one.least, -_ENDLESS), _or(one.most, _ENDLESS)
            low, high = (low, high) if weight > 0 else (-high, -low)
            found[each] = max(low, found[each][0]), min(high, found[each][1])
    return found


def _names(facts: Iterable[Fact]) -> list[str]:
    return list(dict.fromkeys(each for one in facts for each, _ in one.terms))


def _or(bound: int | None, otherwise: int) -> int:
    return otherwise if bound is None else bound


def concerning(facts: Iterable[Fact], name: str) -> list[Fact]:
    """The facts that bear on a count, itself or through other counts."""
    rest, reached, found = list(facts), {name}, list[Fact]()
    while True:
        near = [one for one in rest if any(each in reached for each, _ in one.terms)]
        if not near:
            return found
        rest = [one for one in rest if one not in near]
        found += near
        reached.update(each for one in near for each, _ in one.terms)


def _search(facts: Sequence[Fact], name: str, enough: int) -> list[int]:
    from ortools.sat.python import cp_model  # heavy, and few reports withhold counts

    model, solver = cp_model.CpModel(), cp_model.CpSolver()
    solver.parameters.num_workers = 1  # the same search everywhere
    solver.parameters.max_deterministic_time = _EFFORT
    names = dict.fromkeys([name, *_names(facts)])
    counts = {each: model.new_int_var(0, LARGEST, each) for each in names}
    for one in facts:
        total = sum(counts[each] * weight for each, weight in one.terms)
        if one.least is not None:
            model.add(total >= one.least)
        if one.most is not None:
            model.add(total <= one.most)
    found: list[int] = []
    while len(found) < enough:
        answer = solver.solve(model)
        if answer == cp_model.INFEASIBLE:
            break
        if answer not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            raise TooHard(name)
        found.append(solver.value(counts[name]))
        model.add(counts[name] != found[-1])
    return found
