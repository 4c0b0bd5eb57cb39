"""From published values to the points of a chart: which, how large, labelled how."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportgen import formats
from reportgen.evidence.disclosure import Published, PublishedIndicator
from reportgen.evidence.outline import FigureKind, FigureOutline
from reportgen.pages import slots
from reportgen.vocabulary import Marker


@dataclass(frozen=True)
class Point:
    """One row of a chart: a measure's value, England's, and how each is labelled."""

    label: str
    value: float
    printed: str
    england: float | None
    england_printed: str
    unverified: bool
    indicator: PublishedIndicator


def chosen(
    outline: FigureOutline, published: Published
) -> Sequence[PublishedIndicator]:
    """The measures of a figure: those named, else all that can be compared."""
    if outline.measures:
        return [published[measure] for measure in outline.measures]
    numbered = [o for o in published.values() if o.measure.number is not None]
    return [one for one in numbered if not one.not_compared]


def point(kind: FigureKind, one: PublishedIndicator) -> Point | None:
    """The point of one measure; None where there is nothing to draw."""
    if one.area.value is None:
        return None
    relative = kind is FigureKind.RELATIVE_TO_ENGLAND
    same_period = one.england.period == one.area.period
    england = one.england.value if same_period else None
    if relative and (england is None or england <= 0 or one.area.value < 0):
        return None  # a share of nothing, or of less than nothing, says nothing
    value = one.area.value / england * 100 if relative and england else one.area.value
    compared = kind in {FigureKind.AGAINST_ENGLAND, FigureKind.CHANGES}
    return Point(
        label=one.measure.short_name if relative else one.measure.label,
        value=float(value),
        printed=_printed(one, value, relative=relative),
        england=float(england) if compared and england is not None else None,
        england_printed="" if england is None else slots.amount(england, one.measure),
        unverified=Marker.UNVERIFIED in one.area.markers,
        indicator=one,
    )


def _printed(one: PublishedIndicator, value: Decimal, *, relative: bool) -> str:
    if relative:
        return formats.number(value)
    mark = f" {Marker.UNVERIFIED.printed}"
    doubt = mark if Marker.UNVERIFIED in one.area.markers else ""
    return slots.amount(value, one.measure) + doubt
