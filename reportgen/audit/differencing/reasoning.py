"""What follows from what a reader knows: which whole counts a target can still have."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from reportgen.audit.differencing.statements import Form, Statement, facts
from reportgen.audit.differencing.targets import Target
from reportgen.evidence.possible import TooHard, possible

_SPANS = {Form.COUNT, Form.FITTED, Form.HIDDEN}
_LAST = list(Form)  # told last, and given up last: what makes a table a table


@dataclass(frozen=True)
class Reader:
    """Somebody who knows some things, and can reckon."""

    known: Sequence[Statement]
    _by_count: dict[str, list[Statement]] = field(default_factory=dict, repr=False)
    _exact: set[str] = field(default_factory=set, repr=False)

    def __post_init__(self) -> None:
        """Index what is known by count."""
        for one in self.known:
            for count in one.counts:
                self._by_count.setdefault(count, []).append(one)
            if one.form is Form.COUNT and one.step == Decimal(1):
                self._exact.add(one.counts[0])

    def bearing(self, target: Target) -> list[Statement]:
        """What bears on a count, itself or through counts that are not known."""
        reached, found = [target.count], dict[Statement, None]()
        seen = {target.count}
        for count in reached:
            if count in self._exact and count != target.count:
                # Only what it is; nothing can be learnt through a known count.
                found |= dict.fromkeys(
                    one for one in self._by_count[count] if one.form in _SPANS
                )
                continue
            for one in self._by_count.get(count, ()):
                found[one] = None
                reached += [each for each in one.counts if each not in seen]
                seen.update(one.counts)
        return list(found)


def remaining(known: Sequence[Statement], target: Target) -> tuple[int, ...]:
    """The whole counts that stay possible; once enough are found, only so many.

    Raises:
        TooHard: the solver could not decide.
    """
    told = [fact for one in known for fact in facts(one)]
    # What fits a quotient may have holes, which no bounds can tell.
    holed = [one.fits for one in known if _has_holes(one, target)]
    enough = max([target.least, *(fits[-1] - fits[0] + 1 for fits in holed)])
    found = possible(told, target.count, enough)
    return tuple(count for count in found if all(count in fits for fits in holed))


def _has_holes(one: Statement, target: Target) -> bool:
    if not one.fits or one.counts[0] != target.count:
        return False
    return len(one.fits) <= one.fits[-1] - one.fits[0]


def contradict(known: Iterable[Statement]) -> bool:
    """Whether not all of these can be true.

    Raises:
        TooHard: the solver could not decide.
    """
    told = [fact for one in known for fact in facts(one)]
    names = dict.fromkeys(name for one in told for name, _ in one.terms)
    return any(not possible(told, name, 1) for name in names)


def is_open(known: Iterable[Statement]) -> bool:
    """Whether no count of all these is known at all, so that anything is possible."""
    return not any(one.form in _SPANS for one in known)


def needed(
    known: Sequence[Statement], holds: Callable[[Sequence[Statement]], bool]
) -> list[Statement]:
    """The fewest statements of which something holds: none can be left out.

    What this rendition prints is left out first: if the rest is enough, no other
    rounding here can help.
    """
    kept = list(known)
    for one in sorted(known, key=_given_up):
        rest = [each for each in kept if each is not one]
        try:
            if holds(rest):
                kept = rest
        except TooHard:
            continue
    return kept


def _given_up(one: Statement) -> tuple[bool, int, bool]:
    """Sorts what is left out first: ours, and an edition's before what stands here."""
    return not one.is_ours, _LAST.index(one.form), not one.source
