"""Where a line bends: up and down, without the small movements in between."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

LEAST = Decimal("0.25")
"""Of the distance from the lowest to the highest value: what is less is no bend."""
MOST = 3
"""Bends that are told of one line; a listener keeps no more."""


def bends(levels: Sequence[Decimal], most: int | None = MOST) -> list[int]:
    """The places at which a line bends, neither its first nor its last.

    The rule: of all movements up and down the smallest is struck out, again and
    again, until none is smaller than a quarter of the distance from the lowest to
    the highest value, and until no more than `most` bends are left. The lowest and
    the highest value always stay. A level stretch bends where it begins.

    Args:
        levels: the values, oldest first, one at least.
        most: how many bends may be left, two at least; None for any number.
    """
    least = (max(levels) - min(levels)) * LEAST
    left = _corners(levels)
    while len(left) > 2:  # noqa: PLR2004 (first and last)
        shorter = _without_smallest(left, levels)
        if shorter is None:
            break
        size, without = shorter
        if size >= least and (most is None or len(left) - 2 <= most):
            break
        left = without
    return left[1:-1]


def _without_smallest(
    corners: list[int], levels: Sequence[Decimal]
) -> tuple[Decimal, list[int]] | None:
    """The size of the smallest movement, and the corners without it.

    None where without any movement the lowest or the highest value would be lost.
    """
    sizes = [abs(levels[b] - levels[a]) for a, b in pairwise(corners)]
    ends = {min(levels), max(levels)}
    for movement in sorted(range(len(sizes)), key=sizes.__getitem__):
        left = _struck(corners, movement)
        if ends <= {levels[corner] for corner in left}:
            return sizes[movement], left
    return None


def _corners(levels: Sequence[Decimal]) -> list[int]:
    """First, last, and every place at which the direction changes."""
    found, way = [0], 0
    for n in range(1, len(levels)):
        step = (levels[n] > levels[n - 1]) - (levels[n] < levels[n - 1])
        if step and way and step != way:
            found.append(_begins(levels, n - 1))
        way = step or way
    return [*found, len(levels) - 1]


def _begins(levels: Sequence[Decimal], place: int) -> int:
    """Where the level stretch that ends at a place begins."""
    while levels[place - 1] == levels[place]:
        place -= 1
    return place


def _struck(corners: list[int], movement: int) -> list[int]:
    """The corners without one movement; the first and the last stay."""
    ends = {0, len(corners) - 1}
    return [
        corner
        for n, corner in enumerate(corners)
        if n in ends or n not in {movement, movement + 1}
    ]
