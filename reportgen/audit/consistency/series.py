"""Values far from their own history.

The rule uses the median and the median of the absolute deviations from it (MAD), as a
few wild values do not move them. A distance counts as far beyond 3.5 standard
deviations, estimated as 1.4826 MAD: the modified z-score of B. Iglewicz and D. C.
Hoaglin, "How to Detect and Handle Outliers" (ASQC, 1993).

The latest value is far where three things are true: it lies beyond all earlier ones,
its distance from their median is far, and its step from the value before is far among
their steps. A steady rise has usual steps, and a restless series has a wide spread;
neither is told. Judged with eight earlier values or more, since the last break, of the
same length, and none of them unverified. The spread is taken as no less than what
chance or printing would make: the root of the median for counts, the width of the 95%
interval where one is held, else the last printed place or a fiftieth of the median.
For few values it is widened by n / (n - 0.8), after C. Croux and P. J. Rousseeuw,
"Time-Efficient Algorithms for Two Highly Robust Estimators of Scale" (COMPSTAT, 1992).

*False alarms.* A sudden change that is real (a new service opens, the law changes), and
a single large event in a series of amounts, are told like an error. On the fictional
Exampleton 1,081 values have enough history; had each been the latest, one would have
been told: a large seizure of drugs. Of values that chance alone moves about a level, 28
in 10,000 are told where eight are held before them and three where 39 are; of random
walks and of counts by chance no more than three. What is missed: a wrong value within
the range of earlier ones, a slip in a small count (1 for 15), and short series.
"""

import math
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from statistics import median

from reportgen.audit.consistency.scope import Check, Scope, doubt, sides, sound
from reportgen.audit.consistency.totals import half
from reportgen.errors import Fault, Slug
from reportgen.evidence.disclosure import PublishedIndicator, PublishedValue
from reportgen.evidence.measures import Measure
from reportgen.pages import slots
from reportgen.pages.courses import course
from reportgen.vocabulary import ValueType

FAR = 3.5
"""Standard deviations: Iglewicz and Hoaglin's bound."""
_OF_MAD = 1.4826  # 1 / 0.6745: MAD of a normal distribution to its standard deviation
_SMALL = 0.8  # MAD of few is too narrow: Croux and Rousseeuw, 1992
_WIDTH = 3.92  # standard deviations from the lower 95% limit to the upper
_ENOUGH = 8  # earlier values, by which the spread is told
_RELATIVE = 0.02


def check_series(scope: Scope) -> Check:
    """The latest values against what came before, the area's and England's."""
    looked_at, faults = 0, []
    for one in scope.shown:
        series = {"value": one.history, "england": one.england_history}
        for part, latest in sides(one):
            values = _values(latest, series[part], one.measure)
            looked_at += bool(values)
            if values and far_from(values, _least(values, latest, one.measure)):
                faults += _unlike(one, part, latest, values)
    return Check({"series": looked_at}, tuple(faults))


def _values(
    latest: PublishedValue, history: Sequence[PublishedValue], measure: Measure
) -> list[float]:
    """The values that the latest may be measured against, and it; else nothing."""
    if not sound(latest) or len(history) <= _ENOUGH or latest not in history:
        return []
    held = course(history, measure).comparable
    if not held or latest.period is None or held[-1].period.days != latest.period.days:
        return []
    values = [moment.value for moment in held if moment.sound]
    return values if len(values) > _ENOUGH else []


def _least(values: Sequence[float], latest: PublishedValue, measure: Measure) -> float:
    """The least spread that is believed."""
    middle = abs(median(values[:-1]))
    if measure.value_type is ValueType.COUNT:
        return max(1.0, math.sqrt(middle))
    printed = 2 * half(latest.value) if latest.value is not None else Decimal(0)
    limits = latest.interval
    by_chance = (limits.upper - limits.lower) / _WIDTH if limits else 0.0
    return max(float(printed), by_chance, _RELATIVE * middle)


def far_from(values: Sequence[float], least: float) -> bool:
    """Whether the last value is far from the others, by level and by step.

    Args:
        values: oldest first, at least three.
        least: the least spread that is believed, in the unit of the values.
    """
    *earlier, last = values
    if min(earlier) <= last <= max(earlier):
        return False
    steps = [after - before for before, after in pairwise(values)]
    # A step is the difference of two values, so chance makes it wider.
    step = deviation(steps[-1], steps[:-1], math.sqrt(2) * least)
    return min(deviation(last, earlier, least), step) > FAR


def deviation(value: float, others: Sequence[float], least: float) -> float:
    """How many standard deviations a value lies from the median of others.

    Args:
        value: in the unit of the others.
        others: at least one.
        least: the least spread that is believed.
    """
    middle = median(others)
    small = len(others) / (len(others) - _SMALL)
    spread = small * _OF_MAD * median([abs(other - middle) for other in others])
    return abs(value - middle) / max(spread, least)


def _unlike(
    one: PublishedIndicator,
    part: str,
    latest: PublishedValue,
    values: Sequence[float],
) -> list[Fault]:
    name, measure = one.measure.measure, one.measure
    low, high = (Decimal(repr(end(values[:-1]))) for end in (min, max))
    span = f"{slots.amount(low, measure)} to {slots.amount(high, measure)}"
    what = (
        f"{name}.{part} is {slots.with_unit(latest, measure)} for {latest.period}, far "
        f"from the {len(values) - 1} values before it ({span})"
    )
    cure = (
        "look it up in the source; correct it, or mark it unverified or as a break "
        "in the series (b)"
    )
    slug = Slug.FAR_FROM_HISTORY
    return doubt(slug, latest, (what, cure), (f"{name}.{part}",))
