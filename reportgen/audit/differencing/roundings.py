"""What could be printed instead, so that a count stays unknown: each is tried."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from reportgen.audit.differencing.statements import (
    Form,
    Statement,
    percent,
    precision,
    rounded,
    with_places,
)
from reportgen.formats import listed

Passes = Callable[[Sequence[Statement]], bool]
"""Whether a reader of these statements still cannot tell enough."""
EXAMPLE = ", which prints "
"""Between what is to be done and what would come of it in one period."""
_COARSE = (Decimal(5), Decimal(10))


def way_out(
    known: Sequence[Statement], ours: Sequence[Statement], passes: Passes
) -> str:
    """How to print it instead; the least that is lost comes first.

    Args:
        known: all that a reader knows.
        ours: what of it this rendition prints and a disclosure needs.
        passes: tells whether what is then known is safe.
    """
    for old, new in _coarser(ours):
        if passes([new if one is old else one for one in known]):
            return _told(old, new)
    for old in ours:
        if passes([one for one in known if one is not old]):
            return f"leave out {_named(old)}: no rounding that was tried is enough"
    if ours and passes([one for one in known if one not in ours]):
        return f"leave out {listed([_named(one) for one in ours])}"
    return (
        "nothing that this report prints differently would help, because it is public "
        "already; tell whoever answers for the data"
    )


def _coarser(ours: Sequence[Statement]) -> Iterator[tuple[Statement, Statement]]:
    """With fewer decimals; then changes to the nearest 5 and 10; then counts."""
    for one in ours:
        for fewer in reversed(range(_places(one))):
            is_change = one.form is Form.CHANGE
            step = Decimal(1).scaleb(-fewer)
            yield one, rounded(one, step) if is_change else with_places(one, fewer)
    for form in (Form.CHANGE, Form.COUNT):
        for step in _COARSE:
            some = [one for one in ours if one.form is form and one.step < step]
            yield from (
                (one, replace(rounded(one, step), hidden=range(0))) for one in some
            )


def _places(one: Statement) -> int:
    """The decimals of a change, a percentage or a rate; 0 of a count."""
    number = one.step if one.quotient is None else one.quotient.value
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _told(old: Statement, new: Statement) -> str:
    measure = old.subject.partition(",")[0]
    if new.form is Form.FITTED:
        return f"set decimals of {measure} to {_places(new)}"
    if new.form is Form.CHANGE and new.step <= 1:
        return f"print {percent(new)}, {precision(new.step)}, for {old.subject}"
    rule = f'set disclosure_rule of {measure} to "{_rule(old.rule, new.step)}"'
    if new.form is Form.COUNT:
        return rule
    return f"{rule}{EXAMPLE}{percent(new)} ({old.subject})"


def _rule(rule: str, step: Decimal) -> str:
    """The rule with its rounding added, or made coarser; what it suppresses stays."""
    suppressing = rule.partition(" and round to ")[0]
    rounding = f"round to {step:f}"
    keeps = suppressing.startswith("suppress")
    return f"{suppressing} and {rounding}" if keeps else rounding


def _named(one: Statement) -> str:
    noun = {Form.CHANGE: "the change", Form.COUNT: "the count"}.get(one.form, one.text)
    return f"{noun} of {one.subject}"
