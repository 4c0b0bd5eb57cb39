"""Confidence intervals: how far chance alone may have moved a proportion or a rate.

| of            | from                  | method                                   |
|---------------|-----------------------|------------------------------------------|
| a proportion  | count and denominator | Wilson's score interval                  |
| a rate        | count and denominator | Byar's; exact Poisson for counts below 10 |
| anything else | what the source gives | none of ours                             |

Both are what the Office for Health Improvement and Disparities uses: "Public health
technical guidance", chapters Proportions and Rates (Fingertips), "Technical guide:
confidence intervals" (2018), and the package PHEindicatormethods.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from math import sqrt
from statistics import NormalDist

from reportgen.vocabulary import Method

LEVEL = 0.95
"""The level of every interval that is printed or compared with."""
WIDE = 0.998
"""The level that Fingertips gives beside it; ours goes into the data file alone."""
_BYAR = 10  # from this count on Byar's approximation is as good as the exact interval


@dataclass(frozen=True)
class Interval:
    """Lower and upper limit, in the unit of the value."""

    lower: float
    upper: float
    method: Method = field(default=Method.SOURCE, compare=False)

    def times(self, factor: float) -> "Interval":
        """In another unit."""
        return Interval(self.lower * factor, self.upper * factor, self.method)

    def has(self, value: float) -> bool:
        """Whether a value lies within, limits included."""
        return self.lower <= value <= self.upper


def wilson(count: Decimal, denominator: Decimal, level: float = LEVEL) -> Interval:
    """Wilson's score interval of a proportion, as shares of one.

    (2x + z² ∓ z√(z² + 4x(1 − x/n))) / (2(n + z²)). E. B. Wilson, "Probable inference,
    the law of succession, and statistical inference", JASA 22 (1927).

    Args:
        count: x, from 0 to n.
        denominator: n, above 0.
        level: of confidence, between 0 and 1.

    Raises:
        ValueError: no proportion has these numbers.
    """
    if not 0 <= count <= denominator or denominator <= 0:
        msg = f"{count} of {denominator} is no proportion"
        raise ValueError(msg)
    x, n, z = float(count), float(denominator), _quantile(level)
    middle, spread = 2 * x + z * z, z * sqrt(z * z + 4 * x * (1 - x / n))
    whole = 2 * (n + z * z)
    # Where all or none are counted the limit is exact, whatever floats make of it.
    lower = 0.0 if x == 0 else (middle - spread) / whole
    upper = 1.0 if x == n else (middle + spread) / whole
    return Interval(lower, upper, Method.WILSON)


def poisson(count: Decimal, level: float = LEVEL) -> Interval:
    """The interval of a count of events: Byar's, or exact for counts below 10.

    Byar: x(1 − 1/(9x) − z/(3√x))³ and (x+1)(1 − 1/(9(x+1)) + z/(3√(x+1)))³; N. E.
    Breslow and N. E. Day, "Statistical methods in cancer research II" (1987). Exact:
    χ²((1−c)/2, 2x)/2 and χ²((1+c)/2, 2x+2)/2; F. Garwood, Biometrika 28 (1936).

    Args:
        count: x, 0 or more.
        level: c, of confidence, between 0 and 1.

    Raises:
        ValueError: the count is below 0.
    """
    if count < 0:
        msg = f"{count} is no count"
        raise ValueError(msg)
    x = float(count)
    if x < _BYAR:
        return _exact(x, level)
    z = _quantile(level)
    return Interval(
        x * (1 - 1 / (9 * x) - z / (3 * sqrt(x))) ** 3,
        (x + 1) * (1 - 1 / (9 * (x + 1)) + z / (3 * sqrt(x + 1))) ** 3,
        Method.BYAR,
    )


def rate(
    count: Decimal, denominator: Decimal, per: Decimal, level: float = LEVEL
) -> Interval:
    """The interval of a rate, in events per `per` of the denominator.

    Raises:
        ValueError: the count is below 0, or the denominator is not above 0.
    """
    if denominator <= 0:
        msg = f"nothing can be counted among {denominator}"
        raise ValueError(msg)
    return poisson(count, level).times(float(per / denominator))


def _exact(x: float, level: float) -> Interval:
    from scipy.special import chdtri  # heavy, and few counts are below 10

    tail = (1 - level) / 2  # chdtri takes the probability above
    lower = float(chdtri(2 * x, 1 - tail)) / 2 if x else 0.0
    return Interval(lower, float(chdtri(2 * x + 2, tail)) / 2, Method.POISSON)


@cache
def _quantile(level: float) -> float:
    """The normal quantile of a two-sided level: 1.959964 at 95%."""
    return NormalDist().inv_cdf((1 + level) / 2)
