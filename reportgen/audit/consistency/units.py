"""What a value is, against what its unit and its name call it; and counts.

A percentage is per hundred and a rate is per thousand or more. Where one is taken for
the other, a value is read ten times too high or too low.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from reportgen.audit.consistency.scope import SIDES, Check, Headed, Scope, doubt, series
from reportgen.errors import Fault, Place, Slug, caution
from reportgen.evidence.disclosure import PublishedIndicator, PublishedValue
from reportgen.evidence.measures import FILE, Measure
from reportgen.evidence.outline import FigureKind
from reportgen.pages import slots
from reportgen.vocabulary import ValueType

PER = re.compile(
    r"\bper\s+(1,?000\b|10,?000\b|100,?000\b|1k\b|100k\b|thousand\b)", re.I
)
"""A rate says of how many it counts: `per 1,000`."""
PERCENT = re.compile(r"%|\bper\s?cent\b|\bpercentages?\b|\bproportion\b", re.I)
_OF_HUNDRED = {ValueType.PERCENTAGE, ValueType.PERCENTAGE_CHANGE}
_RATES = {ValueType.RATE, ValueType.STANDARDISED_RATE}
_AMOUNTS = {ValueType.COUNT, ValueType.VOLUME}
_OWN_UNIT = {FigureKind.RELATIVE_TO_ENGLAND, FigureKind.CHANGE_SINCE}
_THOUSAND = 1000
_RATE, _PERCENTAGE = "a rate", "a percentage"


def check_units(scope: Scope) -> Check:
    """Units and names of measures, units of figures, and the columns that say more."""
    measures = [one.measure for one in scope.shown]
    faults = [fault for measure in measures for fault in _of_measure(measure)]
    faults += [fault for one in scope.figures for fault in _of_figure(one, scope)]
    looked_at = {"units": len(measures) + len(scope.figures)}
    return Check(looked_at, tuple(faults))


def said(text: str) -> str:
    """What a unit or a name calls a value: a rate, a percentage, or nothing."""
    if PER.search(text):
        return _RATE
    return _PERCENTAGE if PERCENT.search(text) else ""


def is_so(measure: Measure) -> str:
    """What its value type is: a rate, a percentage, or nothing of the two."""
    if measure.value_type in _OF_HUNDRED:
        return _PERCENTAGE
    return _RATE if measure.value_type in _RATES else ""


def _of_measure(measure: Measure) -> Iterator[Fault]:
    """The first contradiction: between unit and type, name and unit, unit and per."""
    kind, unit, name = is_so(measure), said(measure.unit), said(measure.name)
    if unit and unit != kind:
        what = (
            f'the unit "{measure.unit}" says {unit}, but the value is {_told(measure)}'
        )
    elif name and name not in {kind, unit} and measure.value_type not in _AMOUNTS:
        value = _told(measure)
        what = f'the name says {name} ("{measure.name}"), but the value is {value}'
    elif unit == _RATE and measure.per not in {None, _number_in(measure.unit)}:
        what = f'the unit is "{measure.unit}", but the column per has {measure.per}'
    else:
        return
    place = Place(FILE, row=measure.place.row, column="unit")
    told = f"{measure.measure}: {what}"
    cure = "ask the source what it counts, and correct unit, name or value_type"
    about = (f"{measure.measure}.unit", f"{measure.measure}.value")
    slug = Slug.UNIT_CONTRADICTS_TYPE
    yield caution(slug, place, told, cure, (), about)


def _told(measure: Measure) -> str:
    article = "" if measure.value_type is ValueType.PERCENTAGE_CHANGE else "a "
    return f"{article}{measure.value_type}"


def _number_in(unit: str) -> Decimal | None:
    """Of how many a unit says that it counts."""
    found = PER.search(unit)
    if found is None:
        return None
    digits = found[1].replace(",", "").lower()
    if digits == "thousand":
        return Decimal(_THOUSAND)
    number = digits.removesuffix("k")
    return Decimal(number) * (_THOUSAND if digits.endswith("k") else 1)


def _of_figure(headed: Headed, scope: Scope) -> Iterator[Fault]:
    """The unit of an axis, against the measures that are drawn on it."""
    outline = headed.outline
    unit = said(outline.unit)
    if not unit or outline.kind in _OWN_UNIT:
        return
    for name in outline.measures:
        measure = scope.published[name].measure
        if is_so(measure) != unit:
            what = (
                f'the figure\'s unit "{outline.unit}" says {unit}, but {name} is '
                f"{_told(measure)}"
            )
            cure = "correct the unit of the figure, or take the measure out of it"
            slug, about = Slug.UNIT_CONTRADICTS_TYPE, (f"{name}.unit",)
            yield caution(slug, headed.place, what, cure, (), about)


# --- Counts --------------------------------------------------------------------------


def check_counts(scope: Scope) -> Check:
    """Counts with decimals, and national counts that are printed beside local ones."""
    counts = [one for one in scope.shown if one.measure.value_type in _AMOUNTS]
    benchmark = scope.published.benchmark
    faults = [fault for one in scope.shown for fault in _broken(one, benchmark)]
    faults += [fault for one in counts for fault in _national(one, benchmark)]
    return Check({"counts and volumes": len(counts)}, tuple(faults))


def _broken(one: PublishedIndicator, benchmark: str) -> Iterator[Fault]:
    """A count is whole: decimals say that it is something else, or was spoiled."""
    for side in SIDES:
        values = dict.fromkeys(series(one, side))
        found = [value for value in values if _decimals(value, one.measure)]
        if found:
            whose = f"{benchmark}’s " if side == "england" else ""
            yield from _with_decimals(one, (side, whose), found)


def _decimals(value: PublishedValue, measure: Measure) -> list[Decimal]:
    """The counts of one row that are not whole; a denominator may be an estimate."""
    counts = [value.count]
    if measure.value_type is ValueType.COUNT:
        counts.append(value.value)
    return [number for number in counts if number is not None and _has_point(number)]


def _has_point(number: Decimal) -> bool:
    exponent = number.as_tuple().exponent
    return isinstance(exponent, int) and exponent < 0


def _with_decimals(
    one: PublishedIndicator, of: tuple[str, str], found: Sequence[PublishedValue]
) -> list[Fault]:
    first, name = found[0], one.measure.measure
    part, whose = of
    number = _decimals(first, one.measure)[0]
    more = f", and {len(found) - 1} earlier" if len(found) > 1 else ""
    what = f"{whose}{number:f} of {name} is a count, which has no decimals{more}"
    cure = (
        "ask the source what it counts; write the whole number, or correct value_type"
    )
    slug = Slug.COUNT_WITH_DECIMALS
    return doubt(slug, first, (what, cure), (f"{name}.{part}",), found[1:])


def _national(one: PublishedIndicator, benchmark: str) -> list[Fault]:
    """A count of the whole country says nothing of a place beside it."""
    area, england = one.area, one.england
    if area.value is None or england.value is None:
        return []
    name = one.measure.measure
    what = (
        f"{name}: {slots.with_unit(england, one.measure)} counts all of {benchmark}, "
        f"beside {slots.with_unit(area, one.measure)} of one area"
    )
    cure = (
        f"ask for a rate of both, or leave the count of {benchmark} out (marker z, and "
        "a reason)"
    )
    about = (f"{name}.england",)
    return doubt(Slug.NATIONAL_COUNT, england, (what, cure), about, [area])
