"""Confidence limits worked out by hand: decimals of sixty digits, and no library.

Slow and plain on purpose, so that nothing is shared with what it is held against: the
normal distribution from its power series, Poisson probabilities added up term by term,
and both inverted by halving.
"""

from collections.abc import Callable
from decimal import Decimal, localcontext
from functools import cache

_DIGITS = 60
_HALVINGS = 190  # of a span below a thousand: fifty-four digits are left
Limits = tuple[Decimal, Decimal]


def wilson(count: int, denominator: int, level: str) -> Limits:
    """The roots p of (x/n - p)² = z² p (1 - p) / n, as Wilson (1927) put it."""
    with localcontext(prec=_DIGITS):
        x, n, z = Decimal(count), Decimal(denominator), quantile(level)

        def far(p: Decimal) -> Decimal:
            return (x / n - p) ** 2 - z * z * p * (1 - p) / n

        lower = Decimal(0) if count == 0 else _root(lambda p: -far(p), 0, x / n)
        if count == denominator:
            return lower, Decimal(1)
        return lower, _root(far, x / n, 1)


def byar(count: int, level: str) -> Limits:
    """Byar's approximation, as Breslow and Day (1987) print it."""
    with localcontext(prec=_DIGITS):
        x, z = Decimal(count), quantile(level)
        more = x + 1
        lower = x * (1 - 1 / (9 * x) - z / (3 * x.sqrt())) ** 3
        return lower, more * (1 - 1 / (9 * more) + z / (3 * more.sqrt())) ** 3


def exact(count: int, level: str) -> Limits:
    """The means under which so many events, or so few, are just rare enough.

    P(X >= x) at the lower limit and P(X <= x) at the upper are half of what the level
    leaves: Garwood (1936).
    """
    with localcontext(prec=_DIGITS):
        half, top = (1 - Decimal(level)) / 2, 2 * count + 60

        def at_least(mean: Decimal) -> Decimal:
            return 1 - _up_to(count - 1, mean) - half

        def at_most(mean: Decimal) -> Decimal:
            return half - _up_to(count, mean)

        lower = _root(at_least, 0, count) if count else Decimal(0)
        return lower, _root(at_most, count, top)


@cache
def quantile(level: str) -> Decimal:
    """z, beyond which, on either side, half of what the level leaves lies."""
    with localcontext(prec=_DIGITS):
        wanted = Decimal(level) / 2
        return _root(lambda z: _from_the_middle(z) - wanted, 0, 5)


def _from_the_middle(z: Decimal) -> Decimal:
    """P(0 < Z < z) = φ(z) (z + z³/3 + z⁵/15 + ...)."""
    term = total = z
    odd = 1
    while term > Decimal(10) ** -_DIGITS:
        odd += 2
        term *= z * z / odd
        total += term
    return total * (-z * z / 2).exp() / (2 * _pi()).sqrt()


@cache
def _pi() -> Decimal:
    """Machin (1706): π = 16 arctan(1/5) - 4 arctan(1/239)."""
    return 16 * _arctangent(5) - 4 * _arctangent(239)


def _arctangent(of: int) -> Decimal:
    """arctan(1/n) = 1/n - 1/(3n³) + 1/(5n⁵) - ..."""
    power = total = Decimal(1) / of
    odd = 1
    while abs(power) > Decimal(10) ** -_DIGITS:
        odd += 2
        power /= -of * of
        total += power / odd
    return total


def _up_to(count: int, mean: Decimal) -> Decimal:
    """P(X <= count), where X is Poisson with this mean."""
    term = total = (-mean).exp()
    for number in range(1, count + 1):
        term *= mean / number
        total += term
    return total


def _root(
    of: Callable[[Decimal], Decimal], low: Decimal | int, high: Decimal | int
) -> Decimal:
    """Where a function that is negative at `low` and positive at `high` is zero."""
    below, above = Decimal(low), Decimal(high)
    for _ in range(_HALVINGS):
        middle = (below + above) / 2
        below, above = (middle, above) if of(middle) < 0 else (below, middle)
    return (below + above) / 2
