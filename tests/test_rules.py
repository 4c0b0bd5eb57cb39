"""Disclosure rules: what becomes of small counts under each that can be written."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import measure

from reportgen.evidence.rules import Rule, parse

RULES = (
    *("none", "round to 5", "suppress below 3", "suppress 1 to 4"),
    *("suppress 5 and under", "suppress 1 to 7 and round to 5"),
)
C = "[c]"


def shown(count: int, rule: Rule) -> str:
    """A count as everybody sees it."""
    return C if rule.hides(Decimal(count)) else f"{rule.round(Decimal(count)):f}"


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("none", ["0", "1", "2", "3", "4", "5", "6", "7", "8", "12", "13"]),
        ("partners only", ["0", "1", "2", "3", "4", "5", "6", "7", "8", "12", "13"]),
        ("round to 5", ["0", "0", "0", "5", "5", "5", "5", "5", "10", "10", "15"]),
        ("suppress below 3", [C, C, C, "3", "4", "5", "6", "7", "8", "12", "13"]),
        ("suppress 1 to 4", ["0", C, C, C, C, "5", "6", "7", "8", "12", "13"]),
        ("suppress 5 and under", [C, C, C, C, C, C, "6", "7", "8", "12", "13"]),
        (
            "suppress 1 to 7 and round to 5",
            ["0", C, C, C, C, C, C, C, "10", "10", "15"],
        ),
    ],
)
def test_each_rule_as_the_table_says(rule: str, expected: list[str]) -> None:
    """Counts 0 to 8, 12 and 13 under each rule."""
    counts = (*range(9), 12, 13)

    assert expected == [shown(count, parse(rule)) for count in counts]


@pytest.mark.parametrize("rule", ["round", "suppress", "suppress 4 to 1", "5", "keep"])
def test_another_rule_is_refused(rule: str) -> None:
    """The refusal lists the forms that a rule may have."""
    with pytest.raises(ValueError, match="round to 5, suppress below 3"):
        parse(rule)


@given(st.sampled_from(RULES), st.integers(0, 10_000))
def test_what_stands_behind_a_printed_count(text: str, count: int) -> None:
    """The counts behind a printed one are those that are printed so, and no others."""
    rule = parse(text)
    if rule.hides(Decimal(count)):
        return
    printed = rule.round(Decimal(count))
    behind = rule.behind(int(printed))
    near = range(max(0, count - 10), count + 11)

    assert list(behind) == [n for n in near if shown(n, rule) == f"{printed:f}"]


@pytest.mark.parametrize(
    ("rule", "least_counts", "expected"),
    [
        ("none", "", 5),
        ("suppress below 3", "", 3),
        ("suppress 1 to 4", "", 4),
        ("suppress 1 to 7 and round to 5", "", 5),
        ("suppress 1 to 4", "2", 2),
    ],
)
def test_how_many_counts_must_stay_possible(
    rule: str, least_counts: str, expected: int
) -> None:
    """As many as the rule hides, at most five; a measure may say otherwise."""
    one = measure("m1", disclosure_rule=rule, least_counts=least_counts)

    assert expected == one.least


def test_a_rule_tells_what_it_does() -> None:
    """In words for readers, and in none where it does nothing."""
    assert "" == parse("none").meaning
    assert (
        "counts from 1 to 7 are not shown and counts are rounded to the nearest 5"
        == parse("suppress 1 to 7 and round to 5").meaning
    )
