"""Sequences whose items are made when somebody asks for them, and not kept.

Ten thousand letters then take no more memory than one.
"""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar, overload

Item = TypeVar("Item", covariant=True)
Of = TypeVar("Of")


class Lazy(Sequence[Item], Generic[Item]):
    """Items by number, each made anew whenever it is asked for."""

    def __init__(self, make: Callable[[int], Item], numbers: Sequence[int]) -> None:
        """Nothing is made yet.

        Args:
            make: from a number to its item; the same each time.
            numbers: of the items, in their order.
        """
        self._make, self._numbers = make, numbers

    def __len__(self) -> int:
        """How many there are."""
        return len(self._numbers)

    @overload
    def __getitem__(self, at: int) -> Item: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Item]: ...

    def __getitem__(self, at: int | slice) -> Item | Sequence[Item]:
        """One item, or a part of the sequence, which is lazy too."""
        if isinstance(at, slice):
            return Lazy(self._make, self._numbers[at])
        return self._make(self._numbers[at])


def mapped(make: Callable[[Of], Item], items: Sequence[Of]) -> Lazy[Item]:
    """What is made of each item, when it is asked for."""
    return Lazy(lambda number: make(items[number]), range(len(items)))
