"""A straight line through a few yearly values, each with an error of its own.

The arithmetic of the "recent trend" of Fingertips, the tool of the Office for Health
Improvement and Disparities (OHID), as its published program computes it
(`TrendMarkerCalculator` in the repositories fingertips-open and FingertipsNext):
weighted least squares over years numbered from 1, with weights of one over the variance
of each value; the line is told from a level one where chi-squared, the square of the
slope over its variance, is above 9.5495, and where the slope keeps its sign whichever
year is left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, isfinite

from reportgen.evidence.intervals import Interval

POINTS = 5
"""Years that a recent trend needs, and uses."""
THRESHOLD = 9.54953570608324
"""Chi-squared with one degree of freedom at 99.8%: the square of 3.0902."""
_LEVEL = 1e-18  # chi-squared: a slope of a thousand millionth of its error
_WIDTH = 3.92  # standard errors from limit to limit at 95%, as Fingertips rounds it


@dataclass(frozen=True)
class Line:
    """The line that fits best, by what it does from one value to the next."""

    slope: float
    """In the unit of the values."""
    variance: float
    """Of the slope; above 0."""

    @property
    def chi_squared(self) -> float:
        """The square of the slope over its variance, with one degree of freedom."""
        return self.slope * self.slope / self.variance

    @property
    def sign(self) -> int:
        """1 upwards, -1 downwards, 0 level, or as near to it as floats can tell."""
        if self.chi_squared < _LEVEL:
            return 0
        return 1 if self.slope > 0 else -1


def variance(limits: Interval) -> float:
    """Of a value with these 95% limits: the square of their distance over 3.92.

    Limits stand apart even where none or all are counted (Wilson, Poisson), so such a
    value has a large variance here; x(n − x)/n³ would give it none, and all the weight.
    """
    return ((limits.upper - limits.lower) / _WIDTH) ** 2


def fit(values: Sequence[float], variances: Sequence[float]) -> Line:
    """The line through values one step apart, weighted by one over their variance.

    With x from 1, and x̄ and ȳ the weighted means: Σw(x − x̄)(y − ȳ) / Σw(x − x̄)², and
    the variance of that slope, 1 / Σw(x − x̄)².

    Raises:
        ValueError: fewer than two values, not one variance for each, or a variance that
            is no finite number above 0.
    """
    return _fitted(list(enumerate(values, 1)), variances)


def steady(values: Sequence[float], variances: Sequence[float]) -> bool:
    """Whether the slope has one sign, whichever one value is left out.

    A slope of exactly 0 has no sign, and so is steady with nothing.

    Raises:
        ValueError: as `fit`; fewer than three values.
    """
    signs = {fit(values, variances).sign}
    for gone in range(len(values)):
        points = [each for each in enumerate(values, 1) if each[0] != gone + 1]
        rest = [*variances[:gone], *variances[gone + 1 :]]
        signs.add(_fitted(points, rest).sign)
    return signs in ({1}, {-1})


def _fitted(points: Sequence[tuple[int, float]], variances: Sequence[float]) -> Line:
    if len(points) < 2 or len(points) != len(variances):  # noqa: PLR2004 (a line)
        raise ValueError(f"{len(points)} values and {len(variances)} variances")
    if not all(isfinite(one) and one > 0 for one in variances):
        raise ValueError(f"a variance is above 0, unlike one of {list(variances)}")
    weights = [1 / one for one in variances]
    whole = fsum(weights)
    across = fsum(w * x for w, (x, _) in zip(weights, points, strict=True)) / whole
    up = fsum(w * y for w, (_, y) in zip(weights, points, strict=True)) / whole
    pairs = [(w, x - across, y - up) for w, (x, y) in zip(weights, points, strict=True)]
    spread = fsum(w * x * x for w, x, _ in pairs)
    return Line(fsum(w * x * y for w, x, y in pairs) / spread, 1 / spread)
