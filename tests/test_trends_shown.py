"""Trends at the gate: whoever may not see what one was found from, may not see it."""

import invented
import pytest
from observed import ENGLAND, HERE, observation
from test_trend import CALM, MONTHLY, RISING, rows, shares

from reportgen.evidence.disclosure import Published, PublishedTrend, control
from reportgen.evidence.indicators import indicate
from reportgen.evidence.observations import Observation, Observations
from reportgen.vocabulary import Disclosure, Marker, Rendition, Status, Trend

SECRET = {"disclosure": Disclosure.RESTRICTED}


def shown(
    series: list[Observation], rendition: Rendition, **fields: object
) -> PublishedTrend:
    """The trend of a series as an audience may see it."""
    measure = invented.measure("m1", **fields)
    made = indicate({"m1": measure}, Observations(tuple(series)), HERE, ENGLAND)
    published: Published = control(made, rendition, area="Here", benchmark="England")
    return published["m1"].trend


def hiding(
    series: list[Observation], *places: int, **more: object
) -> list[Observation]:
    """The series with these rows restricted."""
    return [
        row.model_copy(update={**SECRET, **more}) if place in places else row
        for place, row in enumerate(series)
    ]


HIDDEN = (Trend.NOT_SHOWN, None, "restricted", None)


def told(trend: PublishedTrend) -> tuple[object, ...]:
    """All that a trend tells."""
    return trend.word, trend.method, trend.why, trend.since


@pytest.mark.parametrize("place", range(5))
def test_one_restricted_year_hides_the_trend(place: int) -> None:
    """From the public, with its method and its reason; partners see all."""
    series = hiding(shares(RISING), place)

    assert told(shown(series, Rendition.PUBLIC)) == HIDDEN
    assert shown(series, Rendition.PARTNERS).word is Trend.INCREASING


def test_an_older_restricted_year_hides_nothing() -> None:
    """The trend does not depend on it."""
    series = hiding([*rows(["9"], "2017/18"), *shares(RISING)], 0)

    assert shown(series, Rendition.PUBLIC).word is Trend.INCREASING


@pytest.mark.parametrize(
    "given",
    [
        {"count": None, "denominator": None},
        {"status": Status.UNVERIFIED},
        {"value": None, "marker": Marker.NOT_AVAILABLE, "reason": "a gap"},
    ],
)
def test_that_no_trend_can_be_calculated_says_something_too(
    given: dict[str, object],
) -> None:
    """A restricted row without counts, in doubt or empty must look like any other."""
    series = hiding(shares(RISING), 2, **given)

    assert told(shown(series, Rendition.PUBLIC)) == HIDDEN
    assert shown(series, Rendition.PARTNERS).word is Trend.NOT_CALCULATED


@pytest.mark.parametrize(
    ("place", "given"),
    [
        (0, {"value": None, "marker": Marker.NOT_AVAILABLE, "reason": "a gap"}),
        (0, {"status": Status.UNVERIFIED}),
        (0, {}),
        (7, {}),
        (13, {}),
    ],
)
def test_a_chart_hides_with_any_of_its_rows(
    place: int, given: dict[str, object]
) -> None:
    """Also with the row that ended its values: where they begin tells of that row."""
    series = hiding(rows(["5", *CALM, "20"], "Mar 24"), place, **given)

    assert told(shown(series, Rendition.PUBLIC, **MONTHLY)) == HIDDEN
    assert shown(series, Rendition.PARTNERS, **MONTHLY).word is Trend.INCREASING


def test_what_the_periods_say_is_no_secret() -> None:
    """That periods overlap, and that counts of years are not tested, is public."""
    rolling = hiding(rows(["1", "2"], "2020 - 2022"), 0, 1)
    years = hiding(rows(["1", "2"], "2022/23"), 0, 1)
    spans = {"period_type": "rolling years"}

    assert shown(rolling, Rendition.PUBLIC, **spans).why == "three-year periods overlap"
    assert (
        shown(years, Rendition.PUBLIC, value_type="count").why
        == "yearly counts are not tested"
    )


def test_a_restricted_row_without_a_period_is_not_told_as_missing() -> None:
    """That it has no value is for partners."""
    absent = {"marker": Marker.NOT_AVAILABLE, "reason": "a gap"}
    row = observation(2, None, period=None, **absent, **SECRET)

    assert told(shown([row], Rendition.PUBLIC)) == HIDDEN
    assert shown([row], Rendition.PARTNERS).why == "no value is held"


def test_a_suppressed_count_hides_the_trend() -> None:
    """By the measure's rule, for everybody but partners."""
    rule = {**MONTHLY, "disclosure_rule": "suppress 1 to 4"}
    series = rows([*CALM, "20"], "Mar 24")

    assert shown(series, Rendition.PUBLIC, **rule).word is Trend.NOT_SHOWN
    assert shown(series, Rendition.PARTNERS, **rule).word is Trend.INCREASING


ROUNDED = {**MONTHLY, "disclosure_rule": "round to 5"}


def test_under_rounding_the_trend_is_that_of_the_printed_counts() -> None:
    """Its average is theirs too; partners have that of the counts as received."""
    series = rows([*CALM, "23"], "Mar 24")
    public = shown(series, Rendition.PUBLIC, **ROUNDED)
    partners = shown(series, Rendition.PARTNERS, **ROUNDED)
    as_printed = rows(["5"] * 12 + ["25"], "Mar 24")

    assert public == shown(as_printed, Rendition.PUBLIC, **MONTHLY)
    assert public.word is partners.word is Trend.INCREASING
    assert public.why != partners.why


def test_counts_that_are_printed_alike_are_not_told_apart() -> None:
    """That they rise one after the other would give some of them away."""
    series = rows([*["20", "21"] * 6, *(str(n) for n in range(18, 25))], "Mar 24")
    public = shown(series, Rendition.PUBLIC, **ROUNDED)
    partners = shown(series, Rendition.PARTNERS, **ROUNDED)

    assert partners.why.startswith("the latest 7 months rise one after the other")
    assert public.why.startswith("the latest month is above the upper limit of 21")


def test_england_has_no_part_in_it() -> None:
    """A restricted value of England hides the comparison, and not the trend."""
    theirs = observation(9, "30", area=ENGLAND, **SECRET)
    one = shown([*shares(RISING), theirs], Rendition.PUBLIC)

    assert one.word is Trend.INCREASING
