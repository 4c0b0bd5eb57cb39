"""Which whole counts are possible: with the solver, and without it on trees of sums."""

from collections.abc import Sequence
from itertools import product
from random import Random

import pytest
from commands import loaded

from reportgen.evidence.adding import Sum, is_tree
from reportgen.evidence.possible import (
    Fact,
    adding_up,
    between,
    concerning,
    exactly,
    possible,
)

NAMES = "abcde"
_MOST = 6  # counts of these tests lie below it
_SEEDS = 150


def brute(facts: Sequence[Fact], name: str) -> list[int]:
    """By trying all counts below `_MOST`."""
    names = sorted({each for one in facts for each, _ in one.terms} | {name})
    found = set()
    for numbers in product(range(_MOST), repeat=len(names)):
        counts = dict(zip(names, numbers, strict=True))
        totals = [(one, sum(counts[n] * w for n, w in one.terms)) for one in facts]
        if all(
            (one.least is None or one.least <= total)
            and (one.most is None or total <= one.most)
            for one, total in totals
        ):
            found.add(counts[name])
    return sorted(found)


def random_facts(seed: int) -> list[Fact]:
    """Sums of two or three of five counts, each below `_MOST`; some can contradict."""
    random = Random(seed)  # noqa: S311 (the same facts in every run)
    facts = []
    for _ in range(random.randint(1, 3)):
        names = random.sample(NAMES, random.randint(2, 3))
        weights = [1, *(random.choice([-1, -1, -1, 1, 2]) for _ in names[1:])]
        low = random.choice([None, 0, 0, 1, -2])
        high = random.choice([None, 0, 0, 3, 7])
        terms = tuple(zip(names, weights, strict=True))
        facts.append(Fact(terms, low, high, ""))
    for name in NAMES:
        low = random.randint(0, 3)
        facts.append(between(name, low, random.randint(low, _MOST - 1), ""))
    return facts


@pytest.mark.parametrize("start", range(0, _SEEDS, 10))
def test_all_that_fits_is_found_and_nothing_else(start: int) -> None:
    """Brute force finds the same, where sums make trees and where they make rings."""
    for seed in range(start, start + 10):
        facts = random_facts(seed)

        for name in "ab":
            bearing = concerning(facts, name)
            assert brute(bearing, name) == list(possible(facts, name, 100))


def test_both_ways_are_tried() -> None:
    """Of the random facts above some make a tree and some do not."""
    trees = [
        is_tree([Sum(f.terms, 0, 0) for f in random_facts(seed) if len(f.terms) > 1])
        for seed in range(_SEEDS)
    ]

    assert 30 < sum(trees) < _SEEDS - 30


def test_a_ring_is_no_tree() -> None:
    """Two sums that share two counts need the solver, as each knows of the other."""
    same = [Sum((("a", 1), ("b", 1)), 2, 2), Sum((("a", 1), ("b", -1)), 0, 0)]
    facts = [Fact(one.terms, one.least, one.most, "") for one in same]

    assert is_tree(same[:1])
    assert not is_tree(same)
    assert (1,) == possible(facts, "a", 9)


def test_what_does_not_bear_on_a_count_leaves_all() -> None:
    """The first few of all whole counts are given."""
    assert (0, 1, 2) == possible([exactly("b", 7, "")], "a", 3)


def test_contradictions_leave_nothing() -> None:
    """Also where they are about another count of the same sum."""
    sums = adding_up("all", ["a", "b"], "")
    facts = [sums, exactly("all", 5, ""), exactly("b", 6, "")]

    assert () == possible(facts, "a", 3)
    assert () == possible([exactly("a", 5, ""), exactly("a", 6, "")], "a", 3)


def test_a_plain_table_needs_no_solver() -> None:
    """A total and its parts are reckoned without loading OR-tools."""
    told = (
        "from reportgen.evidence.possible import *; "
        "print(possible([adding_up('t', ['a', 'b'], ''), exactly('t', 9, '')], 'a', 5))"
    )

    assert "ortools" not in loaded(told)
