"""The numbers that a report may print of a measure, and what each was made of.

An origin is the other end of a printed number: which measure, which part of it, which
period, and the published values behind it. Every origin comes from what passed the
gate, so that what is withheld has none.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from reportgen import formats
from reportgen.evidence.disclosure import (
    Published,
    PublishedIndicator,
    PublishedValue,
)
from reportgen.evidence.outline import FigureKind, FigureOutline, Outline
from reportgen.formats import MINUS
from reportgen.pages import movements, slots
from reportgen.pages.movements import Movement
from reportgen.pages.numerals import plain
from reportgen.pages.points import ENGLAND, chosen, on_scale
from reportgen.periods import Period
from reportgen.vocabulary import ValueType

_SIGNS = f"+{MINUS}"
_ALL = Decimal(100)  # per cent
_PERCENT = {ValueType.PERCENTAGE, ValueType.PERCENTAGE_CHANGE}


class Part(StrEnum):
    """Which number of a measure it is; the words that `data-part` has on the page."""

    VALUE = "value"
    ENGLAND = "england"
    LOWER = "lower"
    """Lower 95% confidence limit of the area's value."""
    UPPER = "upper"
    CHANGE = "change"
    """Latest minus previous value."""
    SINCE = "since"
    """Change since a baseline, in per cent or percentage points."""
    ENGLAND_SINCE = "england-since"
    INDEX = "index"
    """The value where England's is 100."""
    INDEX_LOWER = "index-lower"
    INDEX_UPPER = "index-upper"
    TOTAL = "total"
    """The sum of the parts of a figure."""
    SHARE = "share"
    """A part in per cent of the total."""
    BEFORE = "before"
    """The value as the last issue had it."""
    ENGLAND_BEFORE = "england-before"

    @property
    def is_england(self) -> bool:
        """Whether it is about England, and not about the area."""
        return self in {Part.ENGLAND, Part.ENGLAND_SINCE, Part.ENGLAND_BEFORE}

    @property
    def is_limit(self) -> bool:
        """Whether it is an end of an interval."""
        limits = {Part.LOWER, Part.UPPER, Part.INDEX_LOWER, Part.INDEX_UPPER}
        return self in limits

    @property
    def is_movement(self) -> bool:
        """Whether it says how far a value has moved."""
        return self in {Part.CHANGE, Part.SINCE, Part.ENGLAND_SINCE}


@dataclass(frozen=True)
class Origin:
    """A number as it may be printed, and where it comes from."""

    measure: str
    part: Part
    digits: str
    """As printed, without sign, separators and unit: `1816`, `4.8`."""
    period: Period | None
    made_of: tuple[PublishedValue, ...]
    """The published values behind it; the one that it is, or is about, comes first."""
    percent: bool = False
    """Whether a sentence prints it with the sign of per cent."""
    names: tuple[str, ...] = ()
    """What a sentence may call its measure, in small letters."""


def of_latest(one: PublishedIndicator) -> tuple[Origin, ...]:
    """What a table or a slot prints of a measure: the latest values and the change."""
    found = [
        *_values(one, [one.area], Part.VALUE),
        *_values(one, [one.england], Part.ENGLAND),
        *_change(one),
    ]
    return tuple(found)


def of_series(one: PublishedIndicator) -> tuple[Origin, ...]:
    """What a line prints of a measure: all values held, and all of the latest.

    A period comes once; the latest value is the last of its series.
    """
    return (
        *_values(one, _before(one.history, one.area), Part.VALUE),
        *_values(one, _before(one.england_history, one.england), Part.ENGLAND),
        *of_latest(one),
    )


def _before(
    series: Sequence[PublishedValue], latest: PublishedValue
) -> list[PublishedValue]:
    return [each for each in series if each.period != latest.period]


def of_value(
    one: PublishedIndicator, value: PublishedValue, part: Part
) -> tuple[Origin, ...]:
    """What a value prints, of whatever period, and of an earlier issue too.

    Args:
        one: its measure.
        value: of the area or of what it is compared with.
        part: which number it is.
    """
    return tuple(_values(one, [value], part))


Series = Mapping[str, tuple[Origin, ...]]
"""What each measure prints, by its id."""


def of_figure(
    outline: FigureOutline, published: Published, series: Series
) -> tuple[Origin, ...]:
    """What a figure may print in its words: its measures, and what it works out."""
    shown = chosen(outline, published)
    found = [origin for one in shown for origin in series[one.measure.measure]]
    if outline.kind is FigureKind.RELATIVE_TO_ENGLAND:
        found += [origin for one in shown for origin in _index(one)]
    if outline.kind is FigureKind.CHANGE_SINCE and outline.baseline:
        for one in shown:
            found += _since(one, outline.baseline)
    if outline.kind in {FigureKind.AMOUNTS, FigureKind.PARTS}:
        summed = outline.kind is FigureKind.PARTS
        found += _wholes(shown, series, summed=summed)
    return tuple(found)


def of_report(outline: Outline, published: Published) -> dict[str, tuple[Origin, ...]]:
    """All origins of a report, by what its words are about.

    A measure's id stands for its latest values, `series m20` for all of them,
    `figure unmet-need` for what a figure prints, and `all` for what any figure prints.
    """
    series = {name: of_series(one) for name, one in published.items()}
    by_figure = {
        f"figure {each.id}": of_figure(each, published, series)
        for each in outline.figure
    }
    every = {id(origin): origin for each in by_figure.values() for origin in each}
    return {
        **{name: of_latest(one) for name, one in published.items()},
        **{f"series {name}": held for name, held in series.items()},
        **by_figure,
        "all": tuple(every.values()),
    }


def _origin(
    one: PublishedIndicator,
    part: Part,
    printed: str,
    made_of: Sequence[PublishedValue],
    *,
    percent: bool | None = None,
) -> Origin:
    """A number of a measure; in per cent as the measure is, unless it is told."""
    measure = one.measure
    number = printed.lstrip(_SIGNS).rstrip("%").partition(" ")[0]
    names = (measure.short_name, measure.label, measure.name)
    return Origin(
        measure=measure.measure,
        part=part,
        digits=plain(number),
        period=made_of[0].period,
        made_of=tuple(made_of),
        percent=measure.value_type in _PERCENT if percent is None else percent,
        names=tuple(dict.fromkeys(name.lower() for name in names)),
    )


def _values(
    one: PublishedIndicator, held: Iterable[PublishedValue], part: Part
) -> Iterator[Origin]:
    """Each value, and for the area's the ends of its interval."""
    for each in held:
        if each.value is None:
            continue
        yield _origin(one, part, slots.amount(each.value, one.measure), [each])
        limits = slots.limits(each, one.measure) if part is Part.VALUE else ""
        ends = limits.split(" to ") if limits else []
        for which, end in zip((Part.LOWER, Part.UPPER), ends, strict=False):
            yield _origin(one, which, end, [each])


def _change(one: PublishedIndicator) -> Iterator[Origin]:
    """The difference between the latest value and the one before."""
    if one.difference is None:
        return
    size = formats.number(abs(one.difference), one.measure.places)
    earlier = [each for each in one.history if each.value is not None]
    before = [each for each in earlier if each.period != one.area.period][-1:]
    yield _origin(one, Part.CHANGE, size, [one.area, *before], percent=False)


def _index(one: PublishedIndicator) -> Iterator[Origin]:
    """Value and limits where England is 100."""
    value, england = one.area.value, one.england.value
    if value is None or england is None or england <= 0:
        return
    scale, ends = ENGLAND / england, one.area.interval
    numbers = [(Part.INDEX, value * scale)]
    if ends is not None:
        limits = (Part.INDEX_LOWER, ends.lower), (Part.INDEX_UPPER, ends.upper)
        numbers += [(p, Decimal(f"{end * float(scale):.9f}")) for p, end in limits]
    for part, number in numbers:
        made_of = [one.area, one.england]
        yield _origin(one, part, on_scale(number), made_of, percent=False)


def _since(one: PublishedIndicator, baseline: Period) -> Iterator[Origin]:
    """How far the area, and England, have moved since a baseline."""
    pairs = (
        (Part.SINCE, movements.of_area(one, baseline)),
        (Part.ENGLAND_SINCE, movements.of_england(one, baseline)),
    )
    for part, moved in pairs:
        if isinstance(moved, Movement):
            made_of, percent = [moved.end, moved.start], not moved.in_points
            yield _origin(one, part, moved.printed, made_of, percent=percent)


def _wholes(
    shown: Sequence[PublishedIndicator],
    series: Series,
    *,
    summed: bool,
) -> Iterator[Origin]:
    """What parts make together: the total of each period, and the share of each part.

    Args:
        shown: the measures of a figure; parts of a total share `part_of` and `part_by`.
        series: what a total prints that is published itself.
        summed: whether the figure prints the sum, and not the published total.
    """
    groups: dict[tuple[str, str], list[PublishedIndicator]] = {}
    for one in shown:
        key = (one.measure.part_of, one.measure.part_by)
        groups.setdefault(key, []).append(one)
    for (of, _), parts in groups.items():
        yield from series.get(of, ())
        for held in _together(parts):
            yield from _sum(parts, held, summed=summed)


def _together(
    parts: Sequence[PublishedIndicator],
) -> Iterator[tuple[PublishedValue, ...]]:
    """The values of all parts in each period that all of them have, oldest first."""
    series = [
        {
            each.period.days: each
            for each in (*one.history, one.area)
            if each.period is not None and each.value is not None
        }
        for one in parts
    ]
    for days in sorted(set.intersection(*map(set, series))):
        yield tuple(each[days] for each in series)


def _sum(
    parts: Sequence[PublishedIndicator], held: Sequence[PublishedValue], *, summed: bool
) -> Iterator[Origin]:
    exact = sum((each.value or Decimal(0) for each in held), Decimal(0))
    if summed:
        total = slots.amount(exact, parts[0].measure)
        yield replace(_origin(parts[0], Part.TOTAL, total, held), measure="", names=())
    for one, each in zip(parts, held, strict=True):
        if exact > 0 and each.value is not None:
            share = formats.percentage(each.value / exact * _ALL, 0)
            made_of = [each, *(other for other in held if other is not each)]
            yield _origin(one, Part.SHARE, share, made_of, percent=True)
