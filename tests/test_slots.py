"""What a slot prints: number, unit, sign and word from the value alone."""

from dataclasses import replace
from decimal import Decimal

import pytest
from invented import indicator, measure, published, value

from reportgen.evidence.disclosure import PublishedIndicator
from reportgen.pages import slots
from reportgen.vocabulary import Change, Marker


@pytest.mark.parametrize(
    ("kind", "decimals", "number", "printed"),
    [
        ("percentage", 1, "47.0", "47.0%"),
        ("percentage", 1, "47", "47%"),
        ("percentage", 0, "46.5", "47%"),
        ("percentage", 0, "99.9", "99%"),
        ("percentage", 0, "0.1", "1%"),
        ("percentage change", 1, "-11.4", "−11.4%"),
        ("percentage change", 1, "9", "+9%"),
        ("percentage change", 1, "0", "0%"),
        ("count", 0, "1234567", "1,234,567"),
        ("rate", 1, "4.80", "4.8"),
        ("rate", 2, "4.8", "4.8"),
        ("mean", 1, "-0.04", "0.0"),
    ],
)
def test_a_value_has_its_unit_and_its_decimals(
    kind: str, decimals: int, number: str, printed: str
) -> None:
    """No more decimals than were given; 0% and 100% only when they truly are."""
    made = measure("need", value_type=kind, decimals=str(decimals))

    assert slots.bare(value(number), made) == printed


def test_markers_stand_behind_the_value() -> None:
    """A doubt is printed with the number, in the order of the source."""
    held = value("9", Marker.PROVISIONAL, Marker.UNVERIFIED)

    assert slots.with_unit(held, measure("need")) == "9% [p] [u]"
    assert slots.bare(held, measure("need")) == "9%"


def test_a_marker_stands_for_an_absent_value() -> None:
    """Where there is no value, its marker is printed once and without a unit."""
    assert slots.with_unit(value(None), measure("need")) == "[x]"
    assert slots.bare(value(None, Marker.CONFIDENTIAL), measure("need")) == "[c]"


@pytest.mark.parametrize(
    ("change", "difference", "kind", "words"),
    [
        (Change.ROSE, "11.4", "count", "a rise of 11.4"),
        (Change.FELL, "-11.4", "rate", "a fall of 11.4"),
        (Change.FELL, "-2.5", "percentage", "a fall of 2.5 percentage points"),
        (Change.ROSE, None, "rate", "a rise"),
        (Change.NO_CHANGE, "0", "rate", "no change"),
        (Change.NO_EARLIER_VALUE, None, "rate", "no earlier value"),
        (Change.NOT_SHOWN, None, "rate", "not shown"),
    ],
)
def test_sign_and_word_of_a_change_agree(
    change: Change, difference: str | None, kind: str, words: str
) -> None:
    """The word says the direction, so the number carries no sign."""
    one = indicator("need", "5", change=change, difference=difference, value_type=kind)

    assert slots.change_phrase(one) == words


@pytest.mark.parametrize(
    ("england", "words"),
    [
        ("40", "higher than England, not tested"),
        ("60", "lower than England, not tested"),
        ("50", "the same as England, not tested"),
        (None, "not compared with England (no value for England)"),
    ],
)
def test_a_comparison_says_that_it_was_not_tested(
    england: str | None, words: str
) -> None:
    """No difference from England is called one without the caveat."""
    assert slots.comparison_phrase(indicator("need", "50", england), "England") == words


APART, NEAR = (49.0, 51.0), (30.0, 70.0)
"""Limits about 50 that England lies outside of, and within."""


@pytest.mark.parametrize(
    ("england", "limits", "polarity", "words"),
    [
        ("40", APART, "high is good", "better than England (higher, tested)"),
        ("60", APART, "high is good", "worse than England (lower, tested)"),
        ("60", APART, "low is good", "better than England (lower, tested)"),
        ("40", APART, "low is good", "worse than England (higher, tested)"),
        ("40", APART, "no judgement", "higher than England (tested)"),
        ("60", APART, "no judgement", "lower than England (tested)"),
        ("40", NEAR, "high is good", "similar to England"),
        ("50", NEAR, "no judgement", "similar to England"),
    ],
)
def test_a_tested_comparison_says_direction_and_judgement(
    england: str, limits: tuple[float, float], polarity: str, words: str
) -> None:
    """Better and worse stand only where a way is good, and always with the way."""
    one = indicator("need", "50", england, interval=limits, polarity=polarity)

    assert slots.comparison_phrase(one, "England") == words


def _hidden() -> dict[str, PublishedIndicator]:
    secret = value(None, Marker.CONFIDENTIAL)
    plain = indicator("need", "50", "40", change=Change.ROSE, difference="1")
    return {
        "nothing": plain,
        "area": replace(plain, area=secret),
        "england": replace(plain, england=secret),
        "before": replace(plain, change=Change.NOT_SHOWN),
    }


@pytest.mark.parametrize(
    ("what", "closed"),
    [
        ("nothing", set()),
        ("area", {"value", "change", "comparison"}),
        ("england", {"england", "comparison"}),
        ("before", {"change"}),
    ],
)
def test_what_would_tell_a_secret_is_withheld(what: str, closed: set[str]) -> None:
    """A slot is closed where its words were made from a restricted value."""
    held = published(_hidden()[what])

    assert {
        part for part in slots.ATTRIBUTES if slots.withheld(held, "need", part)
    } == closed


def test_every_attribute_prints() -> None:
    """Whatever may stand after the dot has words, whatever the value."""
    for one in (indicator("need", "50", "40"), indicator("need", None, period="")):
        held = published(one)
        words = [slots.printed(held, "need", part) for part in slots.ATTRIBUTES]
        assert all(words)


def test_a_measure_without_a_period_says_so() -> None:
    """The period of an absent value is not available."""
    held = published(indicator("need", None, period=""))

    assert slots.printed(held, "need", "period") == "[x]"


def test_rounding_is_away_from_zero() -> None:
    """Halves are rounded as statisticians do it, on both sides."""
    made = measure("need", value_type="mean", decimals="0")

    assert slots.amount(Decimal("2.5"), made) == "3"
    assert slots.amount(Decimal("-2.5"), made) == "−3"
