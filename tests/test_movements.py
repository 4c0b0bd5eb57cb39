"""A change since a baseline: what is worked out, and what must not be."""

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some
from invented import over_time, value

from reportgen import periods
from reportgen.evidence.disclosure import PublishedIndicator, PublishedValue
from reportgen.pages.movements import Movement, of_area, of_england
from reportgen.vocabulary import Marker

BASELINE = periods.parse("2019/20")
HIDDEN = "restricted: shown to partners only"


def series(*rows: tuple[str | None, str], **of: object) -> PublishedIndicator:
    """Values with their periods; a count unless said otherwise."""
    held = [value(number, period=when) for number, when in rows]
    return over_time("alcohol", held, **{"value_type": "count", **of})


def held(*values: PublishedValue, **of: object) -> PublishedIndicator:
    """A count with these values."""
    return over_time("alcohol", values, **{"value_type": "count", **of})


def moved(one: PublishedIndicator, baseline: str = "2019/20") -> Movement:
    """Its movement, which there must be."""
    found = of_area(one, periods.parse(baseline))
    assert isinstance(found, Movement), found
    return found


@pytest.mark.parametrize("kind", ["count", "volume", "rate", "mean"])
def test_counts_volumes_rates_and_means_move_by_per_cent(kind: str) -> None:
    """The change is a share of where it began."""
    one = moved(series(("80", "2019/20"), ("100", "2022/23"), value_type=kind))

    assert (one.size, one.in_points, one.printed) == (Decimal(25), False, "+25%")


def test_percentages_move_by_points() -> None:
    """From 40% to 50% is ten points, and no quarter."""
    one = moved(series(("40", "2019/20"), ("50", "2022/23"), value_type="percentage"))

    assert (one.size, one.in_points, one.printed) == (Decimal(10), True, "+10 points")


def test_percentages_may_begin_at_zero() -> None:
    """A difference needs no division."""
    one = moved(series(("0", "2019/20"), ("5.5", "2022/23"), value_type="percentage"))

    assert one.printed == "+5.5 points"


@pytest.mark.parametrize(
    ("start", "end", "kind", "printed"),
    [
        ("100", "112.4", "count", "+12%"),
        ("100", "100", "count", "0%"),
        ("1000", "1004", "count", "+0.4%"),
        ("1000", "996", "count", "−0.4%"),
        ("100000", "100001", "count", "+0.0%"),
        ("100000", "99999", "count", "−0.0%"),
        ("3", "2", "count", "−33%"),
        ("8", "9", "count", "+13%"),
        ("1", "120", "count", "+11,900%"),
        ("47.0", "43.6", "percentage", "−3.4 points"),
        ("47", "46", "percentage", "−1 point"),
        ("47.12", "46.07", "percentage", "−1.1 points"),
    ],
)
def test_a_movement_is_printed_with_its_sign(
    start: str, end: str, kind: str, printed: str
) -> None:
    """In whole per cent, unless less than one; what is not zero never looks like it."""
    one = series((start, "2019/20"), (end, "2022/23"), value_type=kind)

    assert moved(one).printed == printed


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([("7", "2022/23")], "no value for 2019/20 is held"),
        ([("7", "2019/20")], "no value after 2019/20 is held"),
        ([("7", "2018/19")], "no value for 2019/20 is held"),
        ([("0", "2019/20"), ("7", "2022/23")], "the value for 2019/20 is zero"),
        ([("-2", "2019/20"), ("7", "2022/23")], "the value for 2019/20 is below zero"),
        (
            [("7", "2019/20"), ("7", "2022/23 Q1")],
            "2019/20 and 2022/23 Q1 differ in length",
        ),
    ],
)
def test_what_cannot_be_worked_out_has_its_reason(
    rows: Sequence[tuple[str, str]], why: str
) -> None:
    """No value, nothing to divide by, or periods of unlike length."""
    assert of_area(series(*rows), BASELINE) == why


EARLY, LATE = value("7", period="2019/20"), value("9", period="2022/23")


@pytest.mark.parametrize(
    ("values", "why"),
    [
        (
            [value(None, Marker.CONFIDENTIAL, period="2019/20", reason=HIDDEN), LATE],
            f"for 2019/20, {HIDDEN}",
        ),
        (
            [EARLY, value(None, Marker.CONFIDENTIAL, period="2022/23", reason=HIDDEN)],
            HIDDEN,
        ),
        (
            [value("7", Marker.UNVERIFIED, period="2019/20"), LATE],
            "the value for 2019/20 is unverified",
        ),
        (
            [EARLY, value("9", Marker.UNVERIFIED, period="2022/23")],
            "the value for 2022/23 is unverified",
        ),
        (
            [EARLY, value("9", Marker.BREAK, period="2022/23")],
            "break in series between 2019/20 and 2022/23",
        ),
        (
            [EARLY, value("8", Marker.BREAK, period="2020/21"), LATE],
            "break in series between 2019/20 and 2022/23",
        ),
        (
            [
                EARLY,
                value(None, Marker.NOT_AVAILABLE, Marker.BREAK, period="2020/21"),
                LATE,
            ],
            "break in series between 2019/20 and 2022/23",
        ),
    ],
)
def test_nothing_is_worked_out_from_what_is_withheld_doubtful_or_broken(
    values: Sequence[PublishedValue], why: str
) -> None:
    """The reason stands where the change would."""
    assert of_area(held(*values), BASELINE) == why


def test_a_break_at_the_baseline_is_before_it() -> None:
    """What broke when the series began anew does not part it from its end."""
    assert moved(held(value("7", Marker.BREAK, period="2019/20"), LATE)).size > 0


@pytest.mark.parametrize(
    ("baseline", "start", "end"),
    [
        ("2021/22 Q4", "2022 Q1", "2023 Q1"),
        ("Oct 22", "Oct 22", "Oct 23"),
        ("12 months to Mar 22", "2021/22", "2022/23"),
        ("2018 - 2020", "2018 - 2020", "2020 - 2022"),
    ],
)
def test_periods_are_the_same_if_their_days_are(
    baseline: str, start: str, end: str
) -> None:
    """However the source names a quarter."""
    one = series(("50", start), ("60", end))

    assert moved(one, baseline).printed == "+20%"


def both(
    ours: Sequence[str], theirs: Sequence[str | None], **of: object
) -> Movement | None:
    """England's movement beside the area's, from 2019/20 to 2022/23."""
    years = ("2019/20", "2022/23")
    area = [value(v, period=p) for v, p in zip(ours, years, strict=True)]
    england = [
        value(v, period=p) for v, p in zip(theirs, years, strict=True) if v is not None
    ]
    one = over_time("alcohol", area, england, **{"value_type": "count", **of})
    return of_england(one, BASELINE)


def test_england_moves_between_the_same_periods() -> None:
    """Where it has both, and the measure may be compared."""
    found = both(["5", "6"], ["100", "110"])

    assert found is not None
    assert found.printed == "+10%"
    assert both(["5", "6"], ["100", "110"], comparable="no") is None
    assert both(["5", "6"], [None, "110"]) is None
    assert both(["5", "6"], ["100", None]) is None
    assert both(["5", "6"], ["0", "110"]) is None


def test_englands_later_value_is_not_taken() -> None:
    """Two changes side by side are of one span."""
    area = [value("5", period="2019/20"), value("6", period="2021/22")]
    england = [value("5", period="2019/20"), value("6", period="2022/23")]
    one = over_time("alcohol", area, england, value_type="count")

    assert of_england(one, BASELINE) is None


@given(
    start=some.decimals(1, 10**6, places=1),
    end=some.decimals(0, 10**6, places=1),
)
def test_a_movement_has_the_sign_of_its_difference(
    start: Decimal, end: Decimal
) -> None:
    """What rose is positive, what fell negative, and only what stayed is zero."""
    one = moved(series((str(start), "2019/20"), (str(end), "2022/23")))

    assert (one.size > 0, one.size < 0) == (end > start, end < start)
    assert one.printed.startswith("+") == (end > start)
    assert one.printed.startswith("−") == (end < start)
    assert one.size >= -100
