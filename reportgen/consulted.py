"""What was made of published values, and which measures were asked for on the way.

Two audiences see most measures alike. What was made for one of them, of such measures
alone, is what would be made for the other; so it is made once.
"""

from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from reportgen.evidence.disclosure import Published, PublishedIndicator

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Made(Generic[Thing]):
    """Something made of published values."""

    it: Thing
    of: frozenset[str]
    """The measures that were asked for, whatever came of the answer."""


@dataclass(frozen=True)
class _Consulted(Published):
    """Published values that note which measures they are asked for."""

    asked: set[str] = field(default_factory=set)

    def __getitem__(self, measure: str) -> PublishedIndicator:
        self.asked.add(measure)
        return super().__getitem__(measure)

    def __iter__(self) -> Iterator[str]:
        self.asked.update(self.indicators)
        return super().__iter__()


def made(
    make: Callable[[Published], Thing],
    published: Published,
    before: Made[Thing] | None,
    alike: Set[str],
) -> Made[Thing]:
    """What is made of published values, or was made before of the same.

    Args:
        make: must say nothing of the audience by name.
        published: what one audience may see.
        before: what came of `make` for another audience, if anything did.
        alike: the measures of which both may see the same.
    """
    if before is not None and before.of <= alike:
        return before
    asking = _Consulted(
        published.rendition, published.area, published.benchmark, published.indicators
    )
    it = make(asking)
    return Made(it, frozenset(asking.asked))


def seen_alike(one: Published, other: Published) -> frozenset[str]:
    """The measures of which two audiences may see the same."""
    return frozenset(each for each in one if one[each] == other.get(each))
