"""Two versions of a sequence laid side by side: what stayed, changed, came and went.

In time that grows little faster than the sequences: a table of 20 MB takes seconds.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

_SMALL = 250_000  # pairs of a gap that are all looked at for equals
_CLOSE = 2_500  # pairs of a gap that are all looked at for likeness
_ENOUGH = 0.5  # likeness of what counts as the same, changed

Pair = tuple[int, int]
"""Where something stands before and after, from 0."""


@dataclass(frozen=True)
class Versions:
    """The two sequences, and what is known about their entries."""

    before: Sequence[Hashable]
    after: Sequence[Hashable]
    likeness: Callable[[int, int], float]
    """Of an entry before and one after, from 0 to 1."""
    keys: tuple[Mapping[int, Hashable], Mapping[int, Hashable]] = ({}, {})
    """What tells entries apart before and after, by position; may be empty."""


@dataclass(frozen=True)
class Alignment:
    """What became of the entries that do not stand where and as they stood."""

    changed: tuple[Pair, ...]
    moved: tuple[Pair, ...]
    """Equal, but in another order."""
    gone: tuple[int, ...]
    come: tuple[int, ...]


def align(versions: Versions) -> Alignment:
    """Lay two versions side by side: equals first, then equal keys, then what is alike.

    What stands between the same neighbours, and is alike enough, is the same, changed.
    """
    kept = _kept(versions.before, versions.after)
    olds, news = {i for i, _ in kept}, {j for _, j in kept}
    gone = [i for i in range(len(versions.before)) if i not in olds]
    come = [j for j in range(len(versions.after)) if j not in news]
    moved = _met(gone, come, versions.before.__getitem__, versions.after.__getitem__)
    gone, come = _without(gone, come, moved)
    old_keys, new_keys = versions.keys
    keyed = _met(gone, come, old_keys.get, new_keys.get)
    gone, come = _without(gone, come, keyed)
    alike = _alike(gone, come, kept, versions.likeness)
    gone, come = _without(gone, come, alike)
    changed = sorted((*keyed, *alike), key=lambda pair: pair[1])
    return Alignment(tuple(changed), tuple(moved), tuple(gone), tuple(come))


def _kept(before: Sequence[Hashable], after: Sequence[Hashable]) -> list[Pair]:
    """What stands in both in the same order, by position in each."""
    head = _same(zip(before, after, strict=False))
    most = min(len(before), len(after)) - head
    tail = min(_same(zip(reversed(before), reversed(after), strict=False)), most)
    ends = len(before) - tail, len(after) - tail
    anchors = _anchors(before, after, (head, head), ends)
    kept = [(i, i) for i in range(head)]
    for (i, j), (next_i, next_j) in pairwise([(head - 1, head - 1), *anchors, ends]):
        kept += _equals(before, after, (i + 1, next_i), (j + 1, next_j))
        kept += [(next_i, next_j)] if (next_i, next_j) != ends else []
    return kept + [(ends[0] + n, ends[1] + n) for n in range(tail)]


def _same(pairs: Iterable[tuple[Hashable, Hashable]]) -> int:
    """How many pairs are equal before the first that is not."""
    count = 0
    for old, new in pairs:
        if old != new:
            break
        count += 1
    return count


def _anchors(
    before: Sequence[Hashable], after: Sequence[Hashable], starts: Pair, ends: Pair
) -> list[Pair]:
    """Entries that stand once in each, as many as have the same order in both."""
    once = [
        {one for one, count in Counter(entries[start:end]).items() if count == 1}
        for entries, start, end in zip((before, after), starts, ends, strict=True)
    ]
    both = once[0] & once[1]
    places = {after[j]: j for j in range(starts[1], ends[1]) if after[j] in both}
    found = ((i, before[i]) for i in range(starts[0], ends[0]))
    return _rising([(i, places[one]) for i, one in found if one in places])


def _rising(pairs: Sequence[Pair]) -> list[Pair]:
    """The longest choice of pairs that rises in both; they rise in the first."""
    tops: list[int] = []  # the lowest end of a choice of each length
    last: list[int] = []  # which pair that is
    before: list[int] = []  # for each pair, the one that its choice had before it
    for n, (_, j) in enumerate(pairs):
        length = bisect_left(tops, j)
        before.append(last[length - 1] if length else -1)
        tops[length : length + 1] = [j]
        last[length : length + 1] = [n]
    found, n = [], last[-1] if last else -1
    while n >= 0:
        found.append(pairs[n])
        n = before[n]
    return found[::-1]


def _equals(
    before: Sequence[Hashable], after: Sequence[Hashable], old: Pair, new: Pair
) -> Iterator[Pair]:
    """Equal entries of two gaps, in order; none where the gaps are too large."""
    if not 0 < (old[1] - old[0]) * (new[1] - new[0]) <= _SMALL:
        return
    matcher = SequenceMatcher(
        None, before[old[0] : old[1]], after[new[0] : new[1]], autojunk=False
    )
    for i, j, size in matcher.get_matching_blocks():
        yield from ((old[0] + i + n, new[0] + j + n) for n in range(size))


def _met(
    gone: Sequence[int],
    come: Sequence[int],
    old_name: Callable[[int], Hashable],
    new_name: Callable[[int], Hashable],
) -> list[Pair]:
    """Those of the same name, the first of it with the first, and so on."""
    waiting: dict[Hashable, list[int]] = defaultdict(list)
    for i in reversed(gone):
        waiting[old_name(i)].append(i)
    named = ((j, new_name(j)) for j in come)
    return [
        (waiting[name].pop(), j)
        for j, name in named
        if name is not None and waiting.get(name)
    ]


def _without(
    gone: Sequence[int], come: Sequence[int], met: Sequence[Pair]
) -> tuple[list[int], list[int]]:
    olds, news = {i for i, _ in met}, {j for _, j in met}
    return [i for i in gone if i not in olds], [j for j in come if j not in news]


def _alike(
    gone: Sequence[int],
    come: Sequence[int],
    kept: Sequence[Pair],
    likeness: Callable[[int, int], float],
) -> list[Pair]:
    """What is alike between the same neighbours."""
    olds, news = [i for i, _ in kept], [j for _, j in kept]
    gaps: dict[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for i in gone:
        gaps[bisect_left(olds, i)][0].append(i)
    for j in come:
        gaps[bisect_left(news, j)][1].append(j)
    return [pair for gap in gaps.values() for pair in _likest(*gap, likeness)]


def _likest(
    gone: Sequence[int], come: Sequence[int], likeness: Callable[[int, int], float]
) -> Iterator[Pair]:
    """Each with the one that is most like it; in a large gap, one beside the other."""
    if len(gone) * len(come) > _CLOSE:
        beside = zip(gone, come, strict=False)
        yield from (pair for pair in beside if likeness(*pair) >= _ENOUGH)
        return
    offset = come[0] - gone[0] if gone and come else 0
    scored = [(likeness(i, j), -abs(j - i - offset), i, j) for i in gone for j in come]
    old, new = set(gone), set(come)
    for score, _, i, j in sorted(scored, key=lambda one: (-one[0], -one[1], one[2])):
        if score >= _ENOUGH and i in old and j in new:
            old.remove(i)
            new.remove(j)
            yield i, j
