"""Published indicators made by hand, for tests of what is printed of them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from reportgen import periods
from reportgen.errors import Place
from reportgen.evidence.disclosure import (
    Published,
    PublishedIndicator,
    PublishedValue,
)
from reportgen.evidence.intervals import Interval
from reportgen.evidence.measures import Measure
from reportgen.evidence.outline import FigureKind, FigureOutline
from reportgen.vocabulary import (
    Change,
    Comparison,
    Direction,
    Marker,
    Rendition,
    tested,
)

RECEIVED = date(2024, 12, 1)


def measure(name: str, /, **fields: object) -> Measure:
    """A definition; `name` is its id, and with a capital its names."""
    plain: dict[str, object] = {
        "measure": name.replace(" ", "_"),
        "number": "",
        "priority_area": "Treatment",
        "commitment": "A commitment",
        "commitment_label": "Commitment",
        "name": name.capitalize(),
        "short_name": name.capitalize(),
        "label": name.capitalize(),
        "unit": "Annual percentage",
        "source": "Testshire data team",
        "value_type": "percentage",
        "decimals": "1",
        "polarity": "no judgement",
        "period_type": "financial year",
        "comparable": "yes",
        "disclosure_rule": "none",
        "owner": "Data Lead",
        "update_every": "12",
        "update_lag": "3",
        "baseline": "",
        "part_of": "",
        "part_by": "",
        "notes": "",
    }
    return Measure.model_validate({**plain, **fields, "place": Place("measures.csv")})


def value(
    number: str | None,
    *markers: Marker,
    period: str = "2023/24",
    reason: str = "",
    expected: str = "",
    interval: tuple[float, float] | None = None,
) -> PublishedValue:
    """A value as printed, or None and why."""
    standing = (Marker.NOT_AVAILABLE,) if number is None and not markers else markers
    return PublishedValue(
        period=periods.parse(period) if period else None,
        value=None if number is None else Decimal(number),
        count=None,
        denominator=None,
        markers=standing,
        reason=reason or ("not yet known" if number is None else ""),
        expected=expected,
        received=RECEIVED,
        source_ref="A book",
        place=Place("data/observations.csv", row=2),
        interval=None if interval is None else Interval(*interval),
    )


def indicator(
    name: str,
    area: str | None,
    england: str | None = None,
    /,
    *markers: Marker,
    change: Change = Change.NO_EARLIER_VALUE,
    difference: str | None = None,
    history: Sequence[PublishedValue] = (),
    compared: bool = True,
    period: str = "2023/24",
    interval: tuple[float, float] | None = None,
    **fields: object,
) -> PublishedIndicator:
    """A measure with its value, England's, and the comparison that follows."""
    of = measure(name, **fields)
    comparison, why = Comparison.NOT_COMPARED, "no value for England"
    if area is None:
        why = "no local value"
    elif not compared or Marker.UNVERIFIED in markers:
        why = "the value is unverified"
    elif england is not None:
        ours, theirs = Decimal(area), Decimal(england)
        unlike = (
            Comparison.HIGHER_UNTESTED if ours > theirs else Comparison.LOWER_UNTESTED
        )
        comparison, why = (Comparison.SAME_UNTESTED if ours == theirs else unlike), ""
        if interval:
            comparison = _tested(Interval(*interval), float(theirs), of)
    return PublishedIndicator(
        measure=of,
        area=value(area, *markers, period=period, interval=interval),
        england=value(england, period=period),
        history=tuple(history),
        change=change,
        difference=None if difference is None else Decimal(difference),
        change_as_published=False,
        comparison=comparison,
        not_compared=why,
        comparison_as_published=None,
    )


def over_time(
    name: str,
    area: Sequence[PublishedValue],
    england: Sequence[PublishedValue] = (),
    /,
    **fields: Any,
) -> PublishedIndicator:
    """A measure with its history and England's, oldest first; compared at the end."""
    latest = area[-1]
    same = [v for v in england if v.period == latest.period] or list(england[-1:])
    theirs = same[0] if same else value(None, period="")
    ours = None if latest.value is None else str(latest.value)
    number = None if theirs.value is None else str(theirs.value)
    together = number if theirs.period == latest.period else None
    one = indicator(name, ours, together, *latest.markers, **fields)
    comparison = one.comparison
    if latest.interval and one.comparison is not Comparison.NOT_COMPARED:
        comparison = _tested(latest.interval, float(number or 0), one.measure)
    return replace(
        one,
        area=latest,
        england=theirs,
        history=tuple(area),
        england_history=tuple(england),
        comparison=comparison,
    )


def _tested(limits: Interval, england: float, of: Measure) -> Comparison:
    if limits.has(england):
        return Comparison.SIMILAR
    way = Direction.HIGHER if limits.lower > england else Direction.LOWER
    return tested(way, of.polarity)


def since_zero(one: PublishedIndicator) -> PublishedIndicator:
    """The same, from nought in 2019/20: its change in points is then its value."""

    def course(end: PublishedValue) -> tuple[PublishedValue, ...]:
        return (value("0", period="2019/20"), end) if end.value is not None else ()

    held = replace(one, history=course(one.area))
    return replace(held, england_history=course(one.england))


def published(
    *ones: PublishedIndicator,
    area: str = "Testshire",
    rendition: Rendition = Rendition.PUBLIC,
) -> Published:
    """What passed the gate."""
    held = {one.measure.measure: one for one in ones}
    return Published(rendition, area, "England", held)


def outline(
    kind: FigureKind, ones: Published | Sequence[PublishedIndicator], **fields: object
) -> FigureOutline:
    """A figure of these measures."""
    shown = ones.values() if isinstance(ones, Published) else ones
    plain: dict[str, object] = {
        "id": "some",
        "kind": kind,
        "topic": "Need",
        "subject": "group",
        "subjects": "groups",
        "unit": "% of people",
        "measures": tuple(one.measure.measure for one in shown),
    }
    return FigureOutline.model_validate({**plain, **fields})


def figure(
    kind: FigureKind, *ones: PublishedIndicator, area: str = "Testshire"
) -> tuple[FigureOutline, Published]:
    """A figure of any kind that has one row for each of these measures."""
    since = kind is FigureKind.CHANGE_SINCE
    held = published(*(map(since_zero, ones) if since else ones), area=area)
    more = {"baseline": "2019/20"} if since else {}
    return outline(kind, held, **more), held
