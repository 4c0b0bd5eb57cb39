"""Words about the area beside England over time."""

from collections.abc import Sequence
from decimal import Decimal

from reportgen.evidence.disclosure import PublishedIndicator
from reportgen.evidence.measures import Measure
from reportgen.formats import listed
from reportgen.pages import slots, spoken
from reportgen.pages.courses import Moment
from reportgen.pages.lines import Line
from reportgen.periods import Period
from reportgen.vocabulary import Comparable, Direction, ValueType

_PERCENT = {ValueType.PERCENTAGE, ValueType.PERCENTAGE_CHANGE}
_CROSSINGS = 4  # that are told with their dates
_LEVEL = "level"
_Stretch = tuple[str, Period, Period]
"""On which side, and from which period to which."""


def stands(line: Line, benchmark: str) -> str:
    """`lower than in England`, of the last value; empty where it is not compared."""
    one, last = line.indicator, line.area.moments[-1]
    direction = one.direction
    if direction is None or one.area.period != last.period:
        return ""
    if direction is Direction.SIMILAR:
        return f"similar to {benchmark}’s"
    if direction is Direction.SAME:
        return f"the same as in {benchmark}"
    return f"{direction.value} than in {benchmark}"


def compared(line: Line, benchmark: str) -> str:
    """Whether the comparison with England reckons with chance, and by what."""
    one = line.indicator
    if one.area.value is None:
        return ""  # the missing value is told already
    if line.measure.comparable is Comparable.NO:
        return f"The values are not comparable with {benchmark}’s."
    if one.direction is None:
        return f"Not compared with {benchmark}: {one.not_compared}."
    if not one.comparison.is_tested:
        return f"The comparison with {benchmark} is not tested."
    between = interval(line.area.moments[-1], line.measure)
    with_interval = f", with a 95% confidence interval of {between}," if between else ""
    how = _tested(one, benchmark)
    return f"The latest value{with_interval} is {how} (tested)."


def _tested(one: PublishedIndicator, benchmark: str) -> str:
    """`better (lower) than England’s`."""
    word = one.comparison.value
    if one.direction is Direction.SIMILAR:
        return f"similar to {benchmark}’s"
    if one.comparison.is_judged and one.direction:
        word = f"{word} ({one.direction.value})"
    return f"{word} than {benchmark}’s"


def interval(moment: Moment, measure: Measure) -> str:
    """`3.9 to 5.7`: the 95% limits with the measure's decimals; empty without them."""
    if moment.limits is None:
        return ""
    sign = "%" if measure.value_type in _PERCENT else ""
    low, high = (slots.amount(Decimal(repr(one)), measure) for one in moment.limits)
    return spoken.aloud(f"{low}{sign} to {high}{sign}")


def beside(line: Line, area: str, benchmark: str) -> str:
    """On which side of England the area lies, and until when."""
    told = side(line, benchmark)
    return f"{area} is {told}." if told else ""


def lately(line: Line, benchmark: str) -> str:
    """`below England throughout`, `above England since 2023 Q3`: no more than that."""
    pairs = _sides(line)
    stretches = _stretches([pair for pair in pairs if pair[1] != _LEVEL])
    if len(stretches) < 2:  # noqa: PLR2004 (no crossing)
        return side(line, benchmark)
    return _latest(stretches).replace(" it ", f" {benchmark} ", 1)


def side(line: Line, benchmark: str) -> str:
    """`below England until November 2022 and above it since`; empty without a pair.

    Periods in which both are level are named apart: they are no crossing.
    """
    pairs = _sides(line)
    level = [period for period, where in pairs if where == _LEVEL]
    stretches = _stretches([pair for pair in pairs if pair[1] != _LEVEL])
    if stretches:
        regular = len({period.months for period in level}) == 1
        names = spoken.within(level, brief=regular) if level else ""
        tail = f", level with it {names}" if level else ""
        return _told(stretches, benchmark) + tail
    if not level:
        return ""
    lasts = "throughout" if len(level) > 1 else spoken.within(level)
    return f"level with {benchmark} {lasts}"


def band(line: Line, benchmark: str) -> str:
    """Where England lies against the band of intervals, and how wide that is."""
    moments = [moment for moment in line.area.moments if moment.limits]
    if not moments:
        return ""
    last = interval(moments[-1], line.measure)
    which = "last" if len(moments) > 1 else "only one"
    wide = f"A band shows 95% intervals; the {which} is {last}."
    theirs = {moment.period.days: moment.value for moment in line.england.moments}
    pairs = [
        (moment.period, _against(theirs[moment.period.days], moment.limits))
        for moment in moments
        if moment.limits and moment.period.days in theirs
    ]
    stretches = _stretches(pairs)
    if not stretches:
        return wide
    return f"{wide} {benchmark} is {_told(stretches, 'the band')}."


def _against(england: float, limits: tuple[float, float]) -> str:
    """As the test has it: a value at the very limit is inside."""
    if limits[0] <= england <= limits[1]:
        return "inside"
    return "below" if england < limits[0] else "above"


def _stretches(pairs: Sequence[tuple[Period, str]]) -> list[_Stretch]:
    """Neighbours on the same side joined, oldest first."""
    found: list[_Stretch] = []
    for period, side in pairs:
        if found and found[-1][0] == side:
            found[-1] = (side, found[-1][1], period)
        else:
            found.append((side, period, period))
    return found


def _told(stretches: Sequence[_Stretch], what: str) -> str:
    """`below England until November 2022, then above it until ...`, at most four turns.

    Of more, on which sides and since when. "From" stands nowhere, for a period may
    have a "to" of its own.
    """
    if len(stretches) == 1:
        side, first, last = stretches[0]
        lasts = spoken.when(first) if first == last else "throughout"
        return f"{side} {what} {lasts}"
    if len(stretches) > _CROSSINGS + 1:
        sides = sorted({f"sometimes {one[0]}" for one in stretches})
        return f"{', '.join(sides)} {what}, {_latest(stretches)}"
    parts = [
        f"{side} it {_on(first) if first == last else f'until {spoken.short(last)}'}"
        for side, first, last in stretches[:-1]
    ]
    text = listed([*parts, _latest(stretches)])
    return text.replace(" it ", f" {what} ", 1)


def _latest(stretches: Sequence[_Stretch]) -> str:
    """`below it since 2018 Q3`."""
    side, first, last = stretches[-1]
    when = _on(first) if first == last else f"since {spoken.short(first)}"
    return f"{side} it {when}"


def _on(period: Period) -> str:
    return f"{spoken.preposition(period)} {spoken.short(period)}"


def _sides(line: Line) -> list[tuple[Period, str]]:
    """The periods that both places have, and where the area lies in each."""
    theirs = {moment.period.days: moment for moment in line.england.moments}
    return [
        (moment.period, _side(moment, theirs[moment.period.days]))
        for moment in line.area.moments
        if moment.period.days in theirs
    ]


def _side(ours: Moment, theirs: Moment) -> str:
    if ours.bare == theirs.bare:
        return _LEVEL
    return "above" if ours.value > theirs.value else "below"
