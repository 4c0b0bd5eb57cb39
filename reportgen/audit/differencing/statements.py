"""What one printed number says of whole counts, as facts that a solver can use.

| form   | says                                              | counts              |
|--------|---------------------------------------------------|---------------------|
| count  | a count, perhaps rounded to a multiple            | the count           |
| fitted | which counts fit a percentage, a rate, its limits | the count           |
| hidden | a count that its measure's rule suppresses        | the count           |
| change | (now / then - 1) x 100, rounded                   | now, then           |
| sum    | parts that make up a whole                        | the whole, its parts |
| within | parts of a whole that are not all of it           | the whole, its parts |

Each is linear in the counts. Rounding is half away from zero.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import gcd

from reportgen import formats
from reportgen.audit.differencing.fitting import Quotient, coarser, fitting
from reportgen.errors import Place
from reportgen.evidence.possible import Fact, between
from reportgen.evidence.rules import Rule

_PLACES = ("to whole per cent", "to one decimal", "to two decimals")
_ALL = 100  # per cent


class Form(StrEnum):
    """What kind of thing is said."""

    COUNT = "count"
    FITTED = "fitted"
    HIDDEN = "hidden"
    CHANGE = "change"
    SUM = "sum"
    WITHIN = "within"


@dataclass(frozen=True)
class Statement:
    """One thing that a reader knows, and of which counts."""

    form: Form
    counts: tuple[str, ...]
    """Their names, as the table above has them."""
    subject: str
    """`tx_all, Jun 2024`."""
    value: Decimal = Decimal(0)
    """Of a count and a change."""
    step: Decimal = Decimal(1)
    """The unit that the value is rounded to: 5, 1, 0.1."""
    fits: tuple[int, ...] = ()
    """Of what is fitted or hidden: the counts, rising; none where nothing fits."""
    quotient: Quotient | None = None
    """Of what is fitted: the percentage or rate."""
    text: str = ""
    """Of all but counts and changes: how it is told."""
    source: str = ""
    """Where a reader has it from; empty for the rendition that is looked at."""
    place: Place | None = None
    """Where it can be changed."""
    hidden: range = range(0)
    """Of a count: those that its measure's rule would not print."""
    rule: str = ""
    """Of a count and a change: the disclosure rule of its measure."""

    @property
    def is_ours(self) -> bool:
        """Whether it could be printed otherwise, or not at all."""
        return not self.source and self.form in {Form.COUNT, Form.FITTED, Form.CHANGE}


def facts(one: Statement) -> list[Fact]:
    """What a statement says, as linear facts."""
    words = told(one)
    if one.form is Form.CHANGE:
        return list(_change(one, words))
    if one.form in {Form.SUM, Form.WITHIN}:
        whole, *parts = one.counts
        terms = ((whole, 1), *((part, -1) for part in parts))
        return [Fact(terms, 0, 0 if one.form is Form.SUM else None, words)]
    found = one.fits
    if one.form is Form.COUNT:
        found = tuple(Rule(one.hidden, int(one.step)).behind(int(one.value)))
    if not found:  # nothing fits, which contradicts whatever else is known
        return [Fact(((one.counts[0], 1),), None, -1, words)]
    return [between(one.counts[0], found[0], found[-1], words)]


def _change(one: Statement, words: str) -> Iterator[Fact]:
    """Both bounds of a change, multiplied until all weights are whole.

    A bound itself belongs to the change, unless it is rounded to the next one.
    """
    now, then = one.counts
    low, high = (
        _ALL + Fraction(one.value + half) for half in (-one.step / 2, one.step / 2)
    )
    for bound, is_low in ((low, True), (high, False)):
        ours, theirs = _ALL * bound.denominator, bound.numerator
        shared = gcd(ours, theirs)
        terms = ((now, ours // shared), (then, -theirs // shared))
        if is_low:
            yield Fact(terms, int(one.value <= 0), None, words)
        else:
            yield Fact(terms, None, -int(one.value >= 0), words)
    yield between(then, 1, None, words)  # nothing is no baseline of a percentage


def rounded(one: Statement, step: Decimal) -> Statement:
    """The same, printed more coarsely."""
    value = formats.rounded(one.value / step, 0) * step
    return replace(one, value=value.quantize(min(step, Decimal(1))), step=step)


def fitted(one: Quotient, count: str, subject: str) -> Statement:
    """What a percentage or a rate says, with its limits where they are printed."""
    beside = " and its confidence limits" if one.limits else ""
    return Statement(
        form=Form.FITTED,
        counts=(count,),
        subject=subject,
        fits=fitting(one),
        quotient=one,
        text=f"the {one.measure.value_type} {one.value}{beside}",
    )


def with_places(one: Statement, places: int) -> Statement:
    """A fitted percentage or rate, printed with so many decimals."""
    if one.quotient is None:
        return one
    plain = fitted(coarser(one.quotient, places), one.counts[0], one.subject)
    return replace(plain, source=one.source, place=one.place)


def told(one: Statement, noun: str = "the count") -> str:
    """`the baseline 250 (tx_count, Mar 2022; data/public_knowledge.csv row 2)`.

    Args:
        one: what is told.
        noun: what a count is called.
    """
    where = "; ".join(filter(None, (one.subject, one.source)))
    if one.form is Form.COUNT:
        coarse = f" to the nearest {one.step:f}" if one.step > 1 else ""
        return f"{noun} {one.value:,f}{coarse} ({where})"
    if one.form is Form.CHANGE:
        return f"the change {percent(one)} printed {precision(one.step)} ({where})"
    return f"{one.text} ({where})"


def percent(one: Statement) -> str:
    """`+11.2%`, with a plain minus sign, as a message on a terminal has it."""
    return f"{one.value:+f}%" if one.value else f"{one.value:f}%"


def precision(step: Decimal) -> str:
    """`to one decimal`, `to the nearest 5 per cent`."""
    if step > 1:
        return f"to the nearest {step:f} per cent"
    exponent = step.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) else 0
    return _PLACES[places] if places < len(_PLACES) else f"to {places} decimals"
