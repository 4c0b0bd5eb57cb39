"""England's values far from those of their siblings.

Measures of the same commitment, unit, source, kind and period are siblings: unmet need
for opiates, crack, alcohol. England's value is far where three things are true: it
lies beyond those of three siblings or more; it is more than half as large again as
their median, or less than two thirds of it; and the ratio of the area's value to it is
as far from the median of their ratios, and far among them by the measure of `series`.
So an England value that is unlike its siblings for a reason, which the area shares, is
not told. Half as large again is our own bound.

*False alarms.* A place that truly differs from England in one group alone, and on the
other side from where England differs from its siblings. Exampleton has no four measures
that are counted alike, so nothing is judged there; of 600 random workspaces, about half
of which have such a family, none was told wrongly.
"""

import math
from collections.abc import Iterator, Sequence
from statistics import median

from reportgen.audit.consistency.scope import Check, Scope, doubt, same_days, sound
from reportgen.audit.consistency.series import FAR, deviation
from reportgen.errors import Fault, Slug
from reportgen.evidence.disclosure import PublishedIndicator, PublishedValue
from reportgen.formats import listed
from reportgen.pages import slots
from reportgen.vocabulary import ValueType

_SIBLINGS = 3
_RATIO = math.log(1.5)
_RELATIVE = 0.02  # the least spread of ratios that is believed


def check_siblings(scope: Scope) -> Check:
    """England's values against those of measures that are counted alike."""
    families, benchmark = list(_families(scope)), scope.published.benchmark
    faults = [
        fault
        for family in families
        for one in family
        for fault in _stranger(one, family, benchmark)
    ]
    return Check({"families of measures": len(families)}, tuple(faults))


def _families(scope: Scope) -> Iterator[Sequence[PublishedIndicator]]:
    """Shown measures that are counted alike, four or more, beside England's values."""
    found: dict[tuple[object, ...], list[PublishedIndicator]] = {}
    for one in scope.shown:
        if _comparable(one):
            key = (
                one.measure.commitment,
                one.measure.unit,
                one.measure.source,
                one.measure.value_type,
                one.area.period and one.area.period.days,
            )
            found.setdefault(key, []).append(one)
    yield from (family for family in found.values() if len(family) > _SIBLINGS)


def _comparable(one: PublishedIndicator) -> bool:
    """Whether both values are above zero and of one time; a change has no ratio."""
    both = (one.area, one.england)
    counted = one.measure.value_type is not ValueType.PERCENTAGE_CHANGE
    above = all(sound(side) and (side.value or 0) > 0 for side in both)
    return counted and above and same_days(*both)


def _stranger(
    one: PublishedIndicator, family: Sequence[PublishedIndicator], benchmark: str
) -> list[Fault]:
    siblings = [other for other in family if other is not one]
    theirs = [_number(other.england) for other in siblings]
    ours = _number(one.england)
    ratio, ratios = _ratio(one), [_ratio(other) for other in siblings]
    beyond = not min(theirs) <= ours <= max(theirs)
    unlike = abs(ratio - median(ratios)) > _RATIO
    unlike = unlike and abs(math.log(ours / median(theirs))) > _RATIO
    if not (beyond and unlike and deviation(ratio, ratios, _RELATIVE) > FAR):
        return []
    name, area = one.measure.measure, slots.with_unit(one.area, one.measure)
    others = listed([slots.with_unit(o.england, o.measure) for o in siblings])
    what = (
        f"{name}: {slots.with_unit(one.england, one.measure)} in {benchmark} lies far "
        f"from the {others} of measures like it, and the area's {area} does not follow"
    )
    cure = "ask the source; until it answers, mark the row unverified"
    about = (f"{name}.england", f"{name}.value")
    rows = [one.area, *(other.england for other in siblings)]
    slug = Slug.FAR_FROM_SIBLINGS
    return doubt(slug, one.england, (what, cure), about, rows)


def _number(value: PublishedValue) -> float:
    return float(value.value or 0)


def _ratio(one: PublishedIndicator) -> float:
    return math.log(_number(one.area) / _number(one.england))
