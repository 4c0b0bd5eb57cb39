"""What changed in words: line by line in Markdown, and by count in other text."""

import re
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher

from reportgen.differences.alignment import Alignment, Versions, align
from reportgen.differences.difference import Difference, shortened
from reportgen.errors import Place
from reportgen.formats import listed

_SMALL = 250_000  # pairs of words that are all looked at
_SPOTS = 3  # told of one line or cell
_NUMBERS = 5  # of lines that are named
_BEFORE = 3  # words told before a place


def words_told(before: str, after: str) -> str:
    """`"11.4%" became "12%"; "very" put in after "a"`; at most three spots.

    Args:
        before: a line, or the text of a cell.
        after: the same, changed.
    """
    old, new = before.split(), after.split()
    if old == new:
        return "spaces changed, and no word"
    spots = [spot for spot in _opcodes(old, new) if spot[0] != "equal"]
    told = [_spot(old, new, spot) for spot in spots[:_SPOTS]]
    more = [f"and {len(spots) - _SPOTS} more"] if len(spots) > _SPOTS else []
    return "; ".join([*told, *more])


def _opcodes(
    old: Sequence[str], new: Sequence[str]
) -> Sequence[tuple[str, int, int, int, int]]:
    """What makes the old words new; one spot where they are too many to compare."""
    if len(old) * len(new) <= _SMALL:
        return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    most = min(len(old), len(new))
    head = next((n for n in range(most) if old[n] != new[n]), most)
    most -= head
    tail = next((n for n in range(most) if old[-1 - n] != new[-1 - n]), most)
    ends = len(old) - tail, len(new) - tail
    kind = "insert" if head == ends[0] else "delete" if head == ends[1] else "replace"
    return [(kind, head, ends[0], head, ends[1])]


def _spot(
    old: Sequence[str], new: Sequence[str], spot: tuple[str, int, int, int, int]
) -> str:
    kind, start, end, new_start, new_end = spot
    was = shortened(" ".join(old[start:end]))
    now = shortened(" ".join(new[new_start:new_end]))
    if kind == "replace":
        return f'"{was}" became "{now}"'
    near = shortened(" ".join(old[max(0, start - _BEFORE) : start]))
    where = f'after "{near}"' if near else "at the beginning"
    return f'"{now}" put in {where}' if kind == "insert" else f'"{was}" taken out'


def in_words(name: str, before: str, after: str) -> list[Difference]:
    """What changed in a text such as Markdown: each line with its words.

    Lines that are broken otherwise, with the same words, are told as that.
    """
    if before.split() == after.split():
        what = "lines are broken otherwise, or spaces changed, and no word"
        return [Difference(Place(name), what)]
    old, new, found = _aligned(before, after)
    told = [
        Difference(Place(name, line=j + 1), words_told(old[i], new[j]))
        for i, j in found.changed
    ]
    for kind, lines, numbers in (
        ("added", new, found.come),
        ("removed", old, found.gone),
        ("moved", new, [j for _, j in found.moved]),
    ):
        told += [
            Difference(Place(name, line=n + 1), f'"{shortened(lines[n])}" {kind}', kind)
            for n in numbers
            if lines[n].strip()
        ]
    blank = Difference(Place(name), "empty lines changed, and no word")
    return sorted(told, key=lambda one: one.place.line or 0) or [blank]


def in_lines(name: str, before: str, after: str) -> list[Difference]:
    """What changed in a template, a style sheet or a drawing: which lines, how many."""
    *_, found = _aligned(before, after)
    now = sorted(j + 1 for j in (*(j for _, j in found.changed), *found.come))
    counts = {
        "changed": len(found.changed),
        "added": len(found.come),
        "removed": len(found.gone),
        "moved": len(found.moved),
    }
    told = [f"{_lines(count)} {kind}" for kind, count in counts.items() if count]
    where = f" ({'line' if len(now) == 1 else 'lines'} {_numbers(now)})" if now else ""
    what = f"{listed(told)}{where}" if told else "line endings or encoding changed"
    return [Difference(Place(name, line=now[0] if now else None), what)]


def _lines(count: int) -> str:
    return f"{count:,} line{'' if count == 1 else 's'}"


def _numbers(numbers: Sequence[int]) -> str:
    """`3, 10 and 11`; of many the first few."""
    first = [str(number) for number in numbers[:_NUMBERS]]
    more = len(numbers) - len(first)
    return listed([*first, f"{more:,} more"] if more else first)


def _aligned(before: str, after: str) -> tuple[list[str], list[str], Alignment]:
    old, new = before.splitlines(), after.splitlines()

    def likeness(i: int, j: int) -> float:
        return _likeness(old[i], new[j])

    return old, new, align(Versions(old, new, likeness))


def _likeness(old: str, new: str) -> float:
    """The share of words that two lines have in common, whatever their order."""
    words = [Counter(re.findall(r"\w+|[^\w\s]", line)) for line in (old, new)]
    total = sum(map(Counter.total, words))
    return 2 * (words[0] & words[1]).total() / total if total else 1.0
