"""The recent trend: what the five latest years say of a percentage or a rate.

The rule of Fingertips (Office for Health Improvement and Disparities, Public Health
Technical Guidance, "Recent trends"); the arithmetic stands in `regression`. Counts are
never tested, and directly standardised rates only with the limits of their source.
Nothing is tested where a year is missing, where the series breaks after the first of
the five, or where a value is unverified or has no known error.
"""

from collections.abc import Sequence

from reportgen.evidence import regression
from reportgen.evidence.finding import Finding, missing, named
from reportgen.evidence.limits import interval
from reportgen.evidence.measures import Measure
from reportgen.evidence.observations import Observation
from reportgen.periods import Period
from reportgen.vocabulary import (
    Marker,
    Status,
    Trend,
    TrendMethod,
    ValueType,
    trending,
)

_PERCENT = 100
_NO_WAY = "there is no steady rise or fall beyond what chance may explain"
_STANDARDISED = ValueType.STANDARDISED_RATE
_TESTED = {ValueType.PERCENTAGE, ValueType.RATE, _STANDARDISED}


def recent(series: Sequence[Observation], latest: Period, measure: Measure) -> Finding:
    """The trend of the five years that end with the latest.

    Args:
        series: rows that have a period, each period once, oldest first.
        latest: the year of the last of them.
        measure: what they are values of.
    """
    if measure.value_type not in _TESTED:
        return missing(f"yearly {measure.value_type}s are not tested")
    years = [latest]
    while len(years) < regression.POINTS:
        years.insert(0, years[0].preceding())
    by_days = {row.period.days: row for row in series if row.period}
    rows = [by_days[year.days] for year in years if year.days in by_days]
    what = _lacking(years, rows) or _doubtful(rows) or _unlimited(rows, measure)
    return missing(what, rows) if what else _fitted(rows, measure)


def _lacking(years: Sequence[Period], rows: Sequence[Observation]) -> str:
    """Which of the five years have no value; empty where all have one."""
    held = {row.period.days for row in rows if row.period and row.value is not None}
    absent = [year for year in years if year.days not in held]
    if absent and absent == years[: len(absent)]:
        return f"{len(held)} of {regression.POINTS} yearly values are held"
    return f"no value is held for {named(absent)}" if absent else ""


def _doubtful(rows: Sequence[Observation]) -> str:
    """Why five values may not be joined; empty where they may."""
    broken = [row for row in rows[1:] if Marker.BREAK in row.markers]
    if broken:
        return f"the series breaks in {named(broken[-1:])}"
    unsure = [row for row in rows if row.status is Status.UNVERIFIED]
    return f"the value for {named(unsure)} is unverified" if unsure else ""


def _unlimited(rows: Sequence[Observation], measure: Measure) -> str:
    """Which values have no known error; empty where all have one."""
    limits = [interval(row, measure) for row in rows]
    bare = [row for row, known in zip(rows, limits, strict=True) if known is None]
    of_source = measure.value_type is _STANDARDISED
    if len(bare) == len(rows):
        what = "limits of the source" if of_source else "counts and denominators"
        return f"no {what} are held"
    if bare:
        what = "limits are" if of_source else "count and denominator is"
        return f"no {what} held for {named(bare)}"
    if any(known and known.upper <= known.lower for known in limits):
        return "the limits of a value leave no room for chance"
    return ""


def _fitted(rows: Sequence[Observation], measure: Measure) -> Finding:
    limits = [interval(row, measure) for row in rows]
    variances = [regression.variance(known) for known in limits if known]
    values = [_estimate(row, measure) for row in rows]
    line = regression.fit(values, variances)
    over = f"over the five years {named(rows[:1])} to {named(rows[-1:])}"
    if line.chi_squared <= regression.THRESHOLD:
        found, why = Trend.NO_CHANGE, _NO_WAY
    elif not regression.steady(values, variances):
        found, why = Trend.NO_CHANGE, "the direction hangs on a single year"
    else:
        up = line.sign > 0
        found = trending(up=up, polarity=measure.polarity)
        why = f"it {'rose' if up else 'fell'} by more than chance is likely to explain"
    since = rows[0].period
    return Finding(found, TrendMethod.RECENT, f"{over} {why}", since, tuple(rows))


def _estimate(row: Observation, measure: Measure) -> float:
    """The value that its limits stand about; the printed one has lost digits."""
    of_source = row.lower is not None and row.upper is not None
    if of_source or row.count is None or not row.denominator:
        return float(row.value or 0)
    per = measure.per if measure.value_type is ValueType.RATE else None
    return float(row.count / row.denominator * (per or _PERCENT))
