"""Published indicators made by hand, for tests of what is printed of them."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from reportgen import periods
from reportgen.errors import Place
from reportgen.evidence.disclosure import (
    Published,
    PublishedIndicator,
    PublishedValue,
)
from reportgen.evidence.measures import Measure
from reportgen.evidence.outline import FigureKind, FigureOutline
from reportgen.vocabulary import Change, Comparison, Marker, Rendition

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
    **fields: object,
) -> PublishedIndicator:
    """A measure with its value, England's, and the comparison that follows."""
    comparison, why = Comparison.NOT_COMPARED, "no value for England"
    if area is None:
        why = "no local value"
    elif not compared or Marker.UNVERIFIED in markers:
        why = "the value is unverified"
    elif england is not None:
        ours, theirs = Decimal(area), Decimal(england)
        unlike = Comparison.HIGHER if ours > theirs else Comparison.LOWER
        comparison, why = (Comparison.SAME if ours == theirs else unlike), ""
    return PublishedIndicator(
        measure=measure(name, **fields),
        area=value(area, *markers, period=period),
        england=value(england, period=period),
        history=tuple(history),
        change=change,
        difference=None if difference is None else Decimal(difference),
        change_as_published=False,
        comparison=comparison,
        not_compared=why,
        comparison_as_published=None,
    )


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
