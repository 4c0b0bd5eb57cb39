"""Sums of whole counts without a solver, where no two of them meet twice.

Where each count is between two bounds and sums are plain (weights of 1 and -1), each
sum bounds each of its counts by the others. Drawn as a net of counts and sums that has
no ring, bounds that are narrowed until nothing moves are exact: every count between
them belongs to a whole solution. (R. Dechter, "Constraint processing", 2003, chapter 4:
arc consistency suffices on trees.)
"""

from collections.abc import Sequence
from dataclasses import dataclass

Terms = tuple[tuple[str, int], ...]
"""Names of counts and their weights."""
Bounds = dict[str, tuple[int, int]]
"""Least and most of each count, both included."""


@dataclass(frozen=True)
class Sum:
    """A weighted sum of counts lies between two bounds."""

    terms: Terms
    least: int
    most: int


def is_tree(sums: Sequence[Sum]) -> bool:
    """Whether all weights are 1 or -1, and no ring joins counts and sums."""
    parents: dict[object, object] = {}

    def root(node: object) -> object:
        while (above := parents.setdefault(node, node)) != node:
            node = above
        return node

    for number, one in enumerate(sums):
        for name, weight in one.terms:
            ours, theirs = root(number), root(name)
            if weight not in {1, -1} or ours == theirs:
                return False
            parents[ours] = theirs
    return True


def narrowed(sums: Sequence[Sum], bounds: Bounds) -> Bounds | None:
    """The exact bounds of counts on a tree; None where nothing is possible.

    Args:
        sums: that make a tree.
        bounds: least and most of each count.
    """
    found, moved = dict(bounds), True
    while moved:
        moved = False
        for one in sums:
            new = _narrowed(one, found)
            moved = moved or any(new[name] != found[name] for name in new)
            found |= new
            if any(low > high for low, high in new.values()):
                return None
    return found


def _narrowed(one: Sum, bounds: Bounds) -> Bounds:
    """The bounds of the counts of one sum, by that sum."""
    spans = {
        name: bounds[name] if weight > 0 else (-bounds[name][1], -bounds[name][0])
        for name, weight in one.terms
    }
    low = sum(span[0] for span in spans.values())
    high = sum(span[1] for span in spans.values())
    new = {}
    for name, weight in one.terms:
        least = max(spans[name][0], one.least - (high - spans[name][1]))
        most = min(spans[name][1], one.most - (low - spans[name][0]))
        new[name] = (least, most) if weight > 0 else (-most, -least)
    return new
