"""Divisions: what makes up what, as far as the counts that are held say so."""

from collections.abc import Mapping, Sequence

import pytest
from invented import measure
from observed import ENGLAND, HERE, observation

from reportgen.evidence.disclosure import Published, control
from reportgen.evidence.divisions import Division, divisions
from reportgen.evidence.indicators import Indicator, indicate
from reportgen.evidence.measures import Measure
from reportgen.evidence.observations import Observations
from reportgen.vocabulary import Disclosure, Rendition

COUNT = {"value_type": "count", "decimals": "0", "disclosure_rule": "suppress 1 to 4"}
Counts = Mapping[str, str | None]
"""By measure, of one year; None for a row without a number."""

ALL = measure("all", **COUNT)
MEN, WOMEN = (measure(one, part_of="all", part_by="sex", **COUNT) for one in "mw")
YOUNG, OLD = (measure(one, part_of="all", part_by="age", **COUNT) for one in "yo")
BOYS, LADS = (measure(one, part_of="m", part_by="age", **COUNT) for one in "bl")


def found(measures: Sequence[Measure], counts: Counts) -> tuple[Indicator, ...]:
    """Indicators of counts that were observed."""
    rows = [
        observation(n, count, measure=name, marker=None if count else "x", reason="-")
        for n, (name, count) in enumerate(counts.items(), 2)
    ]
    held = {one.measure: one for one in measures}
    return indicate(held, Observations(tuple(rows)), HERE, ENGLAND)


def told(measures: Sequence[Measure], counts: Counts) -> list[str]:
    """`all = m + w`, or `all >= m` where parts are no more than their whole."""

    def line(one: Division) -> str:
        parts = " + ".join(name for name, _ in one.parts)
        return f"{one.whole[0]} {'=' if one.exact else '>='} {parts}"

    return [line(one) for one in divisions(found(measures, counts))]


def seen(measures: Sequence[Measure], counts: Counts) -> Published:
    """What everybody sees."""
    return control(
        found(measures, counts), Rendition.PUBLIC, area="Here", benchmark="England"
    )


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({"all": "10", "m": "6", "w": "4"}, ["all = m + w"]),
        ({"all": "11", "m": "6", "w": "4"}, ["all >= m + w"]),
        ({"all": "9", "m": "6", "w": "4"}, []),  # they overlap
        ({"all": "10", "m": "6", "w": None}, ["all >= m"]),
        ({"all": "10", "m": "6"}, ["all >= m"]),
        ({"all": "6", "m": "6"}, ["all = m"]),
        ({"m": "6", "w": "4"}, []),  # nobody knows the whole
        ({"all": None, "m": "6", "w": "4"}, []),
    ],
)
def test_parts_and_their_whole(counts: Counts, expected: list[str]) -> None:
    """Exact where all parts are held and add up; else the whole is their bound."""
    assert expected == told((ALL, MEN, WOMEN), counts)


def test_a_whole_that_is_divided_twice() -> None:
    """By sex and by age; and where nobody holds the whole, both have the same sum."""
    measures = (ALL, MEN, WOMEN, YOUNG, OLD)
    parts = {"m": "6", "w": "4", "y": "3", "o": "7"}

    assert ["all = m + w", "all = y + o"] == told(measures, {"all": "10", **parts})
    assert ["all = m + w", "all = y + o"] == told(measures, parts)
    assert [] == told(measures, {**parts, "o": "8"})


def test_a_part_that_is_divided_again() -> None:
    """A whole may itself be a part."""
    counts = {"all": "10", "m": "6", "w": "4", "b": "2", "l": "4"}

    assert ["all = m + w", "m = b + l"] == told((ALL, MEN, WOMEN, BOYS, LADS), counts)


def test_percentages_add_up_by_their_counts() -> None:
    """The counts behind percentages are parts of one another; the percentages not."""
    of = {"value_type": "percentage", "disclosure_rule": "suppress 1 to 4"}
    measures = {
        name: measure(name, part_of=whole, part_by="sex" if whole else "", **of)
        for name, whole in (("all", ""), ("m", "all"), ("w", "all"))
    }
    counts = {"all": (23, 90), "m": (20, 50), "w": (3, 40)}
    rows = tuple(
        observation(n, f"{100 * x / y:.1f}", measure=name, count=x, denominator=y)
        for n, (name, (x, y)) in enumerate(counts.items(), 2)
    )
    indicators = indicate(measures, Observations(rows), HERE, ENGLAND)
    public = control(indicators, Rendition.PUBLIC, area="Here", benchmark="England")

    assert divisions(indicators)[0].exact
    assert [None, None] == [public[name].area.count for name in ("m", "w")]


def test_volumes_add_up_too() -> None:
    """A restricted volume cannot be had by subtraction."""
    of = {"value_type": "volume", "decimals": "1"}
    measures = {
        name: measure(name, part_of=whole, part_by="drug" if whole else "", **of)
        for name, whole in (("all", ""), ("crack", "all"), ("rest", "all"))
    }
    rows = (
        observation(2, "10.4", measure="all"),
        observation(3, "2.1", measure="crack", disclosure=Disclosure.RESTRICTED),
        observation(4, "8.3", measure="rest"),
    )
    indicators = indicate(measures, Observations(rows), HERE, ENGLAND)
    public = control(indicators, Rendition.PUBLIC, area="Here", benchmark="England")

    assert ["all"] == [name for name in public if public[name].area.value is not None]


def test_periods_are_tables_of_their_own() -> None:
    """What is suppressed in one year leaves the other years as they are."""
    rows = [
        observation(n, count, measure=name, period=year)
        for n, (name, year, count) in enumerate(
            [
                *(("all", "2021/22", "60"), ("all", "2022/23", "53")),
                *(("m", "2021/22", "40"), ("m", "2022/23", "50")),
                *(("w", "2021/22", "20"), ("w", "2022/23", "3")),
            ]
        )
    ]
    held = {one.measure: one for one in (ALL, MEN, WOMEN)}
    indicators = indicate(held, Observations(tuple(rows)), HERE, ENGLAND)
    public = control(indicators, Rendition.PUBLIC, area="Here", benchmark="England")
    hidden = {
        name: [point.value is None for point in public[name].history] for name in held
    }

    assert {"all": [False, False], "m": [False, True], "w": [False, True]} == hidden


def test_the_order_of_rows_changes_nothing() -> None:
    """Ties are settled by the order of measures."""
    counts: Counts = {"all": "33", "m": "20", "w": "3", "y": "10", "o": "23"}
    measures = (ALL, MEN, WOMEN, YOUNG, OLD)
    turned = dict(reversed(list(counts.items())))

    def shown(held: Counts) -> dict[str, bool]:
        return {
            name: one.area.value is None for name, one in seen(measures, held).items()
        }

    assert shown(counts) == shown(turned)
