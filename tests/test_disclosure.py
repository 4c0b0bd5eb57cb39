"""The gate: nothing restricted reaches the public, everything reaches the partners."""

import dataclasses
from collections.abc import Iterator, Mapping
from decimal import Decimal

import invented
import pytest
from hypothesis import given
from hypothesis import strategies as st
from observed import ENGLAND, HERE, observation
from pydantic import BaseModel

from reportgen.evidence.assembly import Assembly
from reportgen.evidence.disclosure import (
    RESTRICTED_REASON,
    Published,
    PublishedIndicator,
    control,
)
from reportgen.evidence.indicators import Indicator, indicate
from reportgen.evidence.measures import Measures
from reportgen.evidence.observations import Observation, Observations
from reportgen.vocabulary import (
    Change,
    Comparison,
    Disclosure,
    Marker,
    PublishedComparison,
    Rendition,
)

MEASURES: Measures = {name: invented.measure(name) for name in ("m1", "m2")}
PERIODS = ("2020/21", "2021/22", "2022/23")
RESTRICTED, PUBLIC = Disclosure.RESTRICTED, Disclosure.PUBLIC


def reachable(thing: object) -> Iterator[object]:
    """All that can be reached from an object by its fields, items and keys."""
    yield thing
    if isinstance(thing, BaseModel):
        inner: list[object] = list(thing.__dict__.values())
    elif dataclasses.is_dataclass(thing):
        inner = [getattr(thing, field.name) for field in dataclasses.fields(thing)]
        inner += getattr(thing, "__dict__", {}).values()
    elif isinstance(thing, Mapping):
        inner = [*thing.keys(), *thing.values()]
    else:
        inner = list(thing) if isinstance(thing, (tuple, list, set)) else []
    for one in inner:
        yield from reachable(one)


def passed(indicators: tuple[Indicator, ...], rendition: Rendition) -> Published:
    """What one audience may see."""
    return control(indicators, rendition, area="Southampton", benchmark="England")


def of(*rows: Observation) -> tuple[Indicator, ...]:
    """Indicators of both measures."""
    return indicate(MEASURES, Observations(rows), HERE, ENGLAND)


def secret(number: int, value: str = "987654.3", **given: object) -> Observation:
    """A restricted observation."""
    return observation(number, value, disclosure=RESTRICTED, **given)


@st.composite
def stores(draw: st.DrawFn) -> tuple[Observation, ...]:
    """Rows of two measures, two areas and three periods; each number only once.

    Values, counts and denominators have digits that nothing else has, so that each can
    be looked for in whatever is published.
    """
    rows: list[Observation] = []
    for measure in MEASURES:
        for area in (HERE, ENGLAND):
            for period in draw(st.lists(st.sampled_from(PERIODS), unique=True)):
                # Powers of two: no two of them have the difference of two others.
                base = 7_000_000 + 2 ** len(rows) * 1009
                rows.append(
                    observation(
                        len(rows) + 2,
                        str(base),
                        measure=measure,
                        area=area,
                        period=period,
                        count=Decimal(base + 10_000_000),
                        denominator=Decimal(base + 20_000_000),
                        disclosure=draw(st.sampled_from(Disclosure)),
                        published_direction=draw(
                            st.sampled_from([None, Change.ROSE, Change.FELL])
                        ),
                        published_comparison=draw(
                            st.sampled_from([None, *PublishedComparison])
                        ),
                    )
                )
    return tuple(
        sorted(rows, key=lambda row: row.period.end if row.period else row.received)
    )


def secrets(rows: tuple[Observation, ...]) -> set[Decimal]:
    """Numbers of restricted rows, and all that subtraction makes of them."""
    hidden = [row for row in rows if row.disclosure is RESTRICTED]
    numbers = {
        number
        for row in hidden
        for number in (row.value, row.count, row.denominator)
        if number is not None
    }
    values = [(row, row.value) for row in rows if row.value is not None]
    for row, value in values:
        for other, before in values:
            if RESTRICTED in {row.disclosure, other.disclosure} and row is not other:
                numbers |= {value - before, before - value}
    return numbers


@given(stores())
def test_no_restricted_number_is_reachable_by_the_public(
    rows: tuple[Observation, ...],
) -> None:
    """No value, count, denominator, difference or history leaves through the gate."""
    public = passed(of(*rows), Rendition.PUBLIC)
    found = {one for one in reachable(public) if isinstance(one, Decimal)}
    hidden = secrets(rows)

    assert set() == found & hidden
    assert [] == [
        number
        for number in hidden
        if abs(number) > 10**6 and str(number) in repr(public)
    ]
    assert not any(
        isinstance(one, (Observation, Indicator)) for one in reachable(public)
    )


@given(stores())
def test_partners_see_all_of_it(rows: tuple[Observation, ...]) -> None:
    """Every latest value, its difference and its history reach the partners."""
    indicators = of(*rows)
    partners = passed(indicators, Rendition.PARTNERS)

    for one in indicators:
        shown = partners[one.measure.measure]
        held = (
            one.latest and one.latest.value,
            one.latest and one.latest.count,
            one.latest and one.latest.denominator,
            one.england and one.england.value,
        )
        assert held == (
            shown.area.value,
            shown.area.count,
            shown.area.denominator,
            shown.england.value,
        )
        assert (one.change, one.difference) == (shown.change, shown.difference)
        assert (one.comparison, one.not_compared) == (
            shown.comparison,
            shown.not_compared,
        )
        assert [row.value for row in one.series] == [p.value for p in shown.history]


@given(stores())
def test_without_a_restricted_row_both_see_the_same(
    rows: tuple[Observation, ...],
) -> None:
    """Public values pass unchanged."""
    free = tuple(row.model_copy(update={"disclosure": PUBLIC}) for row in rows)
    public, partners = (passed(of(*free), rendition) for rendition in Rendition)

    assert dict(partners) == dict(public)


@given(stores())
def test_a_restricted_number_may_be_any_number(rows: tuple[Observation, ...]) -> None:
    """What the public sees does not depend on a restricted number at all."""
    other = tuple(
        row.model_copy(update={"value": -row.value, "count": None})
        if row.disclosure is RESTRICTED and row.value is not None
        else row
        for row in rows
    )

    assert passed(of(*rows), Rendition.PUBLIC) == passed(of(*other), Rendition.PUBLIC)


def public_one(*rows: Observation) -> PublishedIndicator:
    """What the public sees of the first measure."""
    return passed(of(*rows), Rendition.PUBLIC)["m1"]


def test_a_restricted_value_leaves_as_confidential() -> None:
    """The marker and the reason say that there is a value, and who may see it."""
    one = public_one(secret(2, marker=Marker.PROVISIONAL))

    assert (None, (Marker.CONFIDENTIAL,), RESTRICTED_REASON) == (
        one.area.value,
        one.area.markers,
        one.area.reason,
    )


@pytest.mark.parametrize("which", ["latest", "previous"])
def test_a_change_of_a_restricted_value_is_not_shown(which: str) -> None:
    """Either end of a change gives the other away, so both hide it."""
    before = observation(2, "5", period="2021/22", published_direction=Change.ROSE)
    now = observation(3, "7", period="2022/23", published_direction=Change.ROSE)
    rows = {
        "latest": (before, now.model_copy(update={"disclosure": RESTRICTED})),
        "previous": (before.model_copy(update={"disclosure": RESTRICTED}), now),
    }[which]
    one = public_one(*rows)

    assert (Change.NOT_SHOWN, None, False) == (
        one.change,
        one.difference,
        one.change_as_published,
    )


@pytest.mark.parametrize("area", [HERE, ENGLAND])
def test_a_comparison_with_a_restricted_value_is_hidden(area: str) -> None:
    """Neither our comparison nor the source's is printed, and the reason is given."""
    rows = [
        observation(2, "5", published_comparison=PublishedComparison.LOWER),
        observation(3, "7", area=ENGLAND),
    ]
    rows = [
        row.model_copy(update={"disclosure": RESTRICTED}) if row.area == area else row
        for row in rows
    ]
    one = public_one(*rows)

    assert (Comparison.NOT_COMPARED, "restricted", None) == (
        one.comparison,
        one.not_compared,
        one.comparison_as_published,
    )


def test_the_secret_of_testshire_stays_one(assembly: Assembly) -> None:
    """987654 is nowhere in what the public pack is made from."""
    public, partners = (passed(assembly.indicators, one) for one in Rendition)

    assert "987654" in repr(partners)
    assert "987654" not in repr(public)
    assert Change.NOT_SHOWN == public["t6"].change


def test_a_published_set_is_a_mapping() -> None:
    """Indicators are found by measure, in the order of the definitions."""
    public = passed(of(), Rendition.PUBLIC)

    assert (["m1", "m2"], 2) == (list(public), len(public))
    assert (Marker.NOT_AVAILABLE,) == public["m2"].area.markers
    assert not public["m1"].has_history
