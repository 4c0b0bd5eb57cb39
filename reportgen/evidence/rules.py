"""Disclosure rules: what a measure's own rule makes of its small counts.

| rule in `measures.csv`         | 0     | small counts        | others              |
|--------------------------------|-------|---------------------|---------------------|
| `none`                         | shown | shown               | shown               |
| `partners only`                | shown | shown               | shown, where public |
| `round to 5`                   | 0     | to the nearest 5    | to the nearest 5    |
| `suppress below 3`             | `[c]` | 1 and 2: `[c]`      | shown               |
| `suppress 1 to 4`              | shown | 1 to 4: `[c]`       | shown               |
| `suppress 5 and under`         | `[c]` | 1 to 5: `[c]`       | shown               |
| `suppress 1 to 7 and round to 5` | 0   | 1 to 7: `[c]`       | to the nearest 5    |

The last is the rule of NHS hospital data; rounding to five that of the NDTMS.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from reportgen.formats import rounded

_FORMS = (
    "none, partners only, round to 5, suppress below 3, suppress 1 to 4, suppress 5 "
    'and under; and "and round to 5" after one that suppresses'
)


@dataclass(frozen=True)
class Rule:
    """What becomes of a count before it is printed for everybody."""

    hidden: range
    """Counts that are suppressed; empty where none is."""
    base: int = 1
    """Counts are rounded to multiples of it; 1 leaves them as they are."""

    @property
    def applies(self) -> bool:
        """Whether it changes anything."""
        return bool(self.hidden) or self.base > 1

    def hides(self, count: Decimal) -> bool:
        """Whether the count is suppressed."""
        near = (count, rounded(count, 0))  # what is printed is whole
        return any(self.hidden.start <= each < self.hidden.stop for each in near)

    def round(self, count: Decimal) -> Decimal:
        """The count as printed: to the nearest multiple, half away from zero."""
        return rounded(count / self.base, 0) * self.base

    def behind(self, printed: int) -> range:
        """The whole counts that are printed as this one: 8 to 12 as 10, by fives."""
        first = max(0, (2 * printed - self.base + 1) // 2)
        stop = (2 * printed + self.base + 1) // 2
        shown = [n for n in range(first, stop) if n not in self.hidden]
        return range(shown[0], shown[-1] + 1) if shown else range(first, stop)

    @property
    def meaning(self) -> str:
        """What "How to read" says of it; empty where it changes nothing."""
        told = []
        if self.hidden:
            first, last = self.hidden.start, self.hidden.stop - 1
            counts = f"of {last}" if first == last else f"from {first} to {last}"
            told.append(f"counts {counts} are not shown")
        if self.base > 1:
            told.append(f"counts are rounded to the nearest {self.base}")
        return " and ".join(told)


NO_RULE = Rule(range(0))


def parse(text: str) -> Rule:
    """The rule that a cell of `disclosure_rule` names.

    Raises:
        ValueError: with the forms that a rule may have.
    """
    plain = " ".join(text.lower().split())
    if plain in {"none", "partners only"}:
        return NO_RULE
    suppressing, _, rounding = plain.partition(" and round to ")
    if plain.startswith("round to "):
        suppressing, rounding = "", plain.removeprefix("round to ")
    hidden = _hidden(suppressing)
    if hidden is None or not re.fullmatch(r"[1-9]\d{0,3}|", rounding, re.ASCII):
        raise ValueError(f"write one of: {_FORMS}")
    return Rule(hidden, int(rounding or 1))


def _hidden(text: str) -> range | None:
    """The suppressed counts; None where the text says none that can be read."""
    if not text:
        return range(0)
    for pattern, first, past in _GRAMMAR:
        found = re.fullmatch(pattern, text, re.ASCII)
        if found:
            numbers = [int(each) for each in found.groups()]
            start = numbers[0] if first is None else first
            stop = numbers[-1] + past
            return range(start, stop) if start < stop else None
    return None


_GRAMMAR: tuple[tuple[str, int | None, int], ...] = (
    # pattern, first hidden count (None: the first number), what to add to the last
    (r"suppress below (\d{1,4})", 0, 0),
    (r"suppress (\d{1,4}) to (\d{1,4})", None, 1),
    (r"suppress (\d{1,4}) and under", 0, 1),
)
