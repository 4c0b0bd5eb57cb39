"""Words about the area beside England over time."""

from collections import Counter
from decimal import Decimal
from itertools import pairwise

from reportgen.evidence.disclosure import PublishedIndicator
from reportgen.evidence.measures import Measure
from reportgen.formats import count_word, counted, listed
from reportgen.pages import slots
from reportgen.pages.courses import Moment
from reportgen.pages.lines import Line
from reportgen.pages.timewords import when
from reportgen.periods import Period
from reportgen.vocabulary import Comparable, Direction, ValueType

_PERCENT = {ValueType.PERCENTAGE, ValueType.PERCENTAGE_CHANGE}


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
    return f"{low}{sign} to {high}{sign}"


def beside(line: Line, area: str, benchmark: str) -> str:
    """On which side of England the area lies, all the time or since when."""
    pairs = _sides(line)
    if not pairs:
        return ""
    first, last = pairs[0][1], pairs[-1][1]
    turns = [after[0] for one, after in pairwise(pairs) if one[1] != after[1]]
    if not turns:
        how_long = "throughout" if len(pairs) > 1 else when(pairs[0][0])
        return f"{area} is {first} {benchmark} {how_long}."
    if len(turns) == 1:
        since = turns[0].spoken
        return f"{area} is {first} {benchmark} at first, {last} it from {since} on."
    counts = Counter(side for _, side in pairs)
    groups = [(count, side) for side, count in counts.items()]
    numbers = [told.split(" ", 1)[0] for told in counted(groups)]
    parts = [f"{side} it in {n}" for (_, side), n in zip(groups, numbers, strict=True)]
    total = count_word(len(pairs), "period")
    where = listed(parts).replace(" it ", f" {benchmark} ", 1)
    return f"Of {total}, {area} is {where}; at the end it is {last} {benchmark}."


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
        return "level with"
    return "above" if ours.value > theirs.value else "below"
