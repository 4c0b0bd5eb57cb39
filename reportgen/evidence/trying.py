"""Small questions about whole counts answered by trying, without a solver.

Bounds are narrowed by every sum until nothing moves; where a count is still open, its
range is halved and each half is tried. Every answer is exact; a question that takes too
many steps is left to a solver. (R. Dechter, "Constraint processing", 2003, chapters 3
and 5: bounds consistency, and backtracking over split domains.)
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from reportgen.evidence.adding import Bounds, Sum

_STEPS = 6000  # sums looked at; the solver takes longer to load than these take


class Gone(Exception):
    """The question takes more steps than it was given."""


def tried(
    sums: Sequence[Sum], bounds: Bounds, name: str, enough: int
) -> list[int] | None:
    """The lowest values that a count can have, in rising order; None: left undecided.

    Args:
        sums: weighted sums of whole counts, each between two bounds.
        bounds: least and most of each count.
        name: of the count.
        enough: after so many the search ends.
    """
    search = _Search(sums)
    try:
        return list(islice(search.values(bounds, name), enough))
    except Gone:
        return None


class _Search:
    """Which sums bear on which counts, and how many steps are left."""

    def __init__(self, sums: Sequence[Sum]) -> None:
        self.sums = sums
        self.left = _STEPS
        self.of: dict[str, dict[int, None]] = {}
        for number, one in enumerate(sums):
            for name, _ in one.terms:
                self.of.setdefault(name, {})[number] = None

    def values(self, bounds: Bounds, name: str) -> Iterator[int]:
        """The values of a count in whole solutions, in rising order."""
        narrow = self.narrowed(bounds, range(len(self.sums)))
        while narrow is not None:
            most = narrow[name][1]
            value = self.lowest(narrow, name)
            if value is None:
                return
            yield value
            rest = {**narrow, name: (value + 1, most)}
            narrow = (
                self.narrowed(rest, self.of.get(name, ())) if value < most else None
            )

    def lowest(self, bounds: Bounds, name: str) -> int | None:
        """The least value of a count in any whole solution; None: there is none.

        Args:
            bounds: on which no sum can improve.
            name: of the count.
        """
        waiting: list[tuple[Bounds, Iterable[int]]] = [(bounds, ())]
        while waiting:
            tried_bounds, moved = waiting.pop()
            narrow = self.narrowed(tried_bounds, moved)
            if narrow is None:
                continue
            split = _to_split(narrow, name)
            if split is None:
                return narrow[name][0]
            low, high = narrow[split]
            middle = (low + high) // 2
            for part in ((middle + 1, high), (low, middle)):  # the last is tried first
                waiting.append(({**narrow, split: part}, self.of.get(split, ())))
        return None

    def narrowed(self, bounds: Bounds, moved: Iterable[int]) -> Bounds | None:
        """Bounds on which no sum can improve; None where nothing is possible."""
        found, waiting = dict(bounds), dict.fromkeys(moved)
        while waiting:
            number = next(iter(waiting))
            del waiting[number]
            self.left -= 1
            if self.left < 0:
                raise Gone
            for name, span in _narrowed(self.sums[number], found):
                if span[0] > span[1]:
                    return None
                found[name] = span
                waiting |= self.of[name]
        return found


def _to_split(bounds: Bounds, name: str) -> str | None:
    """The count to halve next: the one asked for first, so that the least is found."""
    if bounds[name][0] < bounds[name][1]:
        return name
    spans = {each: high - low for each, (low, high) in bounds.items() if low < high}
    return min(spans, key=lambda each: spans[each], default=None)


def _narrowed(
    one: Sum, bounds: Mapping[str, tuple[int, int]]
) -> list[tuple[str, tuple[int, int]]]:
    """The counts of one sum whose bounds it narrows, with the new ones."""
    low = high = 0
    for name, weight in one.terms:
        least, most = bounds[name] if weight > 0 else bounds[name][::-1]
        low += least * weight
        high += most * weight
    if one.least <= low and high <= one.most:
        return []
    found = []
    for name, weight in one.terms:
        least, most = bounds[name]
        low_end, high_end = (least, most) if weight > 0 else (most, least)
        # What the others leave for this one, times its weight: from `floor` to `roof`.
        floor = one.least - high + high_end * weight
        roof = one.most - low + low_end * weight
        if weight < 0:
            floor, roof = roof, floor
        lowest, highest = -(-floor // weight), roof // weight
        if lowest > least or highest < most:
            found.append((name, (max(least, lowest), min(most, highest))))
    return found
