"""Which rounded counts fit a percentage or a rate, and its confidence limits."""

from decimal import Decimal
from random import Random

import invented
import pytest
from observed import observation

from reportgen.audit.differencing.fitting import Quotient, coarser, fitting
from reportgen.evidence.measures import Measure
from reportgen.evidence.rounding import numbers
from reportgen.evidence.rules import Rule, parse

RULE = parse("round to 5")
SHARE = invented.measure("share", decimals="1", disclosure_rule="round to 5")
RATE = invented.measure(
    "rate", value_type="rate", decimals="1", per="1000", disclosure_rule="round to 5"
)


def printed(
    measure: Measure, count: int, denominator: int, *, limits: bool = True
) -> Quotient:
    """What the gate prints of a count and a denominator."""
    per = measure.per or Decimal(100)
    value = (Decimal(count) * per / denominator).quantize(Decimal("0.01"))
    row = observation(
        2, f"{value}", count=Decimal(count), denominator=Decimal(denominator)
    )
    told = numbers(row, measure, RULE)
    assert told.value is not None
    assert told.interval is not None
    ends = [Decimal(f"{end:.1f}") for end in (told.interval.lower, told.interval.upper)]
    return Quotient(
        measure,
        told.value,
        RULE.behind(int(RULE.round(Decimal(count)))),
        Rule(range(0), 5).behind(int(RULE.round(Decimal(denominator)))),
        (ends[0], ends[1]) if limits else None,
    )


@pytest.mark.parametrize("measure", [SHARE, RATE], ids=["share", "rate"])
def test_the_true_count_always_fits(measure: Measure) -> None:
    """Nothing that is so is ever held for impossible, with limits and without."""
    random = Random(5)  # noqa: S311 (no secret)
    for _ in range(150):
        denominator = random.randint(3, 3000)
        count = random.randint(0, denominator)
        wide, narrow = (
            fitting(printed(measure, count, denominator, limits=limits))
            for limits in (False, True)
        )

        assert count in narrow
        assert (
            set(narrow) <= set(wide) <= set(printed(measure, count, denominator).counts)
        )


def test_limits_tell_more_than_their_value() -> None:
    """The value alone leaves more counts than the value with its limits."""
    wide = fitting(printed(SHARE, 20, 3000, limits=False))
    narrow = fitting(printed(SHARE, 20, 3000))

    assert set(narrow) < set(wide)


def test_fewer_decimals_leave_more() -> None:
    """A coarser percentage fits at least what the finer one does."""
    fine = printed(SHARE, 250, 1500)

    assert set(fitting(fine)) < set(fitting(coarser(fine, 0)))


def test_a_rate_of_nobody_knows_how_many_says_nothing() -> None:
    """Without `per` all counts fit that are printed alike."""
    plain = invented.measure("rate", value_type="rate", disclosure_rule="round to 5")
    one = Quotient(plain, Decimal("3.1"), range(3, 8), range(98, 103), None)

    assert (3, 4, 5, 6, 7) == fitting(one)


def test_zero_and_all_are_printed_only_where_they_are_true() -> None:
    """So what is printed as the least percentage may be less than half of it."""
    one = Quotient(SHARE, Decimal("0.1"), range(3), range(9998, 10003), None)

    assert 2 in fitting(one)
    assert 1 in fitting(one)
