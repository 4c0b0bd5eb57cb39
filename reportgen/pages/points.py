"""From published values to the points of a chart: which, how large, labelled how."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportgen import formats
from reportgen.evidence.disclosure import (
    Published,
    PublishedIndicator,
    PublishedValue,
)
from reportgen.evidence.outline import FigureKind, FigureOutline
from reportgen.pages import movements, slots
from reportgen.pages.movements import Movement
from reportgen.periods import Period, same_days
from reportgen.vocabulary import Comparable, Marker

POINT_KINDS = (
    FigureKind.AGAINST_ENGLAND,
    FigureKind.RELATIVE_TO_ENGLAND,
    FigureKind.AMOUNTS,
    FigureKind.CHANGES,
    FigureKind.CHANGE_SINCE,
)
"""The kinds of figure that have one row for each measure."""
BESIDE_ENGLAND = (FigureKind.AGAINST_ENGLAND, FigureKind.RELATIVE_TO_ENGLAND)
OF_CHANGE = (FigureKind.CHANGES, FigureKind.CHANGE_SINCE)
ENGLAND = 100
"""What England is on the scale of an overview."""


@dataclass(frozen=True)
class Point:
    """One row of a chart: a measure's value, England's, and how each is labelled."""

    label: str
    value: float
    """On the chart's scale: that of the measure, or where England is 100."""
    printed: str
    """The value's label, with a mark of doubt."""
    england: float | None
    england_printed: str
    unverified: bool
    indicator: PublishedIndicator
    reach: tuple[float, float] | None = None
    """The 95% confidence interval, on the chart's scale; None where none is drawn."""
    movement: Movement | None = None
    """What a change since a baseline was worked out from."""
    england_movement: Movement | None = None
    total: bool = False
    """Whether the others are its parts."""
    apart: bool = False
    """Whether it begins a group of its own, below another."""

    @property
    def low(self) -> float:
        """The lower end of its mark: of the interval, where one is drawn."""
        return self.reach[0] if self.reach else self.value

    @property
    def high(self) -> float:
        """The upper end of its mark."""
        return self.reach[1] if self.reach else self.value


def chosen(
    outline: FigureOutline, published: Published
) -> Sequence[PublishedIndicator]:
    """The measures of a figure: those named, else all that can be compared."""
    if outline.measures:
        return [published[measure] for measure in outline.measures]
    numbered = [o for o in published.values() if o.measure.number is not None]
    return [one for one in numbered if not one.not_compared]


def absent_because(outline: FigureOutline, one: PublishedIndicator) -> str:
    """Why a measure of a figure has no point."""
    if outline.kind is FigureKind.CHANGE_SINCE and outline.baseline:
        found = movements.of_area(one, outline.baseline)
        return found if isinstance(found, str) else ""
    if one.area.reason or one.not_compared:
        return one.area.reason or one.not_compared
    if outline.kind is FigureKind.RELATIVE_TO_ENGLAND and one.england.value is not None:
        return "no share can be worked out of zero or of less"
    return "no value"


def point(outline: FigureOutline, one: PublishedIndicator) -> Point | None:
    """The point of one measure; None where there is nothing to draw."""
    if outline.kind is FigureKind.CHANGE_SINCE:
        return _moved(one, outline.baseline) if outline.baseline else None
    if one.area.value is None:
        return None
    return _level(outline.kind, one, one.area.value)


def _level(kind: FigureKind, one: PublishedIndicator, value: Decimal) -> Point | None:
    """The point of a value as it is, or as a share of England's."""
    relative = kind is FigureKind.RELATIVE_TO_ENGLAND
    england = _beside(one)
    if relative and (england is None or england <= 0 or value < 0):
        return None  # a share of nothing, or of less than nothing, says nothing
    scale = 1.0
    shown = value
    if relative and england:
        shown, scale = value * ENGLAND / england, float(ENGLAND / england)
    beside = kind in {FigureKind.AGAINST_ENGLAND, FigureKind.CHANGES}
    return Point(
        label=one.measure.short_name if relative else one.measure.label,
        value=float(shown),
        printed=on_scale(shown) if relative else _printed(one),
        england=float(england) if beside and england is not None else None,
        england_printed="" if england is None else slots.amount(england, one.measure),
        unverified=Marker.UNVERIFIED in one.area.markers,
        indicator=one,
        reach=_reach(one.area, scale) if kind in BESIDE_ENGLAND else None,
    )


def _beside(one: PublishedIndicator) -> Decimal | None:
    """England's value, where the two may be compared, for the same span of days."""
    if one.measure.comparable is not Comparable.YES:
        return None
    same = same_days(one.area.period, one.england.period)
    return one.england.value if same else None


def _reach(value: PublishedValue, scale: float) -> tuple[float, float] | None:
    if value.interval is None:
        return None
    return value.interval.lower * scale, value.interval.upper * scale


def on_scale(value: Decimal) -> str:
    """A place where England is 100: whole; `99.7` where that would be England's."""
    near = formats.rounded(value, 0) == ENGLAND != formats.rounded(value, 1)
    return formats.number(value, 1 if near else 0)


def _printed(one: PublishedIndicator) -> str:
    mark = f" {Marker.UNVERIFIED.printed}"
    doubt = mark if Marker.UNVERIFIED in one.area.markers else ""
    return slots.amount(one.area.value or Decimal(0), one.measure) + doubt


def _moved(one: PublishedIndicator, baseline: Period) -> Point | None:
    """The point of a change since the outline's baseline; None where there is none."""
    ours = movements.of_area(one, baseline)
    if isinstance(ours, str):
        return None
    theirs = movements.of_england(one, baseline)
    return Point(
        label=one.measure.label,
        value=float(ours.size),
        printed=ours.printed,
        england=None if theirs is None else float(theirs.size),
        england_printed="" if theirs is None else theirs.printed,
        unverified=False,
        indicator=one,
        movement=ours,
        england_movement=theirs,
    )
