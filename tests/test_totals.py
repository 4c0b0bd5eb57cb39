"""Shares of a total: told where it is published as the sum of all that is drawn."""

from dataclasses import replace
from typing import Any

import pytest
from invented import indicator, outline, published, value
from worded import AMOUNTS

from reportgen.evidence.disclosure import PublishedIndicator
from reportgen.pages.charts import draw
from reportgen.pages.readings import read
from reportgen.vocabulary import Marker


def count(name: str, number: str | None, **fields: Any) -> PublishedIndicator:
    """A count; a part of `all` by sex, where nothing else is said."""
    plain = {"value_type": "count", "decimals": "0", "part_of": "all", "part_by": "sex"}
    return indicator(name, number, **{**plain, **fields})


def told(
    whole: PublishedIndicator, *parts: PublishedIndicator, drawn: int | None = None
) -> str:
    """The alternative of bars of the parts; the first of them, where not all."""
    held = published(whole, *parts)
    figure = outline(AMOUNTS, parts[:drawn])
    return read(draw(figure, held), figure, held).alternative


ALL = count("all", "200", part_of="", part_by="")
MEN, WOMEN = count("men", "150"), count("women", "50")


def test_a_published_sum_is_told_with_its_shares() -> None:
    """Whoever sees bars sees shares; whoever hears them is told."""
    assert told(ALL, MEN, WOMEN).endswith(
        " Total: 200. Men: 150, 75% of the total. Women: 50, 25%."
    )


@pytest.mark.parametrize(
    ("whole", "parts"),
    [
        (count("all", "205", part_of="", part_by=""), [MEN, WOMEN]),
        (count("all", None, part_of="", part_by=""), [MEN, WOMEN]),
        (count("all", "200", part_of="", part_by="", period="2022/23"), [MEN, WOMEN]),
        (ALL, [MEN, count("women", "50", period="2022/23")]),
        (ALL, [MEN, WOMEN, count("others", None)]),
        (ALL, [MEN, WOMEN, count("others", "0", part_by="age")]),
        (ALL, [MEN, count("women", "50", value_type="rate")]),
        (ALL, [count("men", "150", part_of=""), count("women", "50", part_of="")]),
        (ALL, [count("men", "250"), count("women", "-50")]),
        (count("all", "0", part_of="", part_by=""), [count("men", "0")]),
    ],
)
def test_without_a_published_sum_nothing_is_worked_out(
    whole: PublishedIndicator, parts: list[PublishedIndicator]
) -> None:
    """Unequal, unlike or incomplete numbers have no shares."""
    alternative = told(whole, *parts)

    assert "otal" not in alternative
    assert "%" not in alternative.partition("zero")[2]


def test_a_withheld_part_is_not_given_away() -> None:
    """Where one part is withheld, the total beside the others would tell it."""
    hidden = replace(WOMEN, area=value(None, Marker.CONFIDENTIAL, reason="restricted"))

    assert "200" not in told(ALL, MEN, hidden)
    assert "200" not in told(count("all", "150", part_of="", part_by=""), MEN, hidden)


def test_a_part_that_is_not_drawn_counts() -> None:
    """A figure of some parts has no total, even where the others are nothing."""
    nothing = count("others", "0")

    assert "Total" not in told(ALL, MEN, WOMEN, nothing, drawn=2)
    assert "Total: 200." in told(ALL, MEN, WOMEN, nothing)


def test_no_share_is_rounded_away() -> None:
    """0% and 100% are told only of nothing and of all."""
    made = told(
        count("all", "1000", part_of="", part_by=""),
        count("men", "999"),
        count("women", "1"),
    )

    assert "Men: 999, 99% of the total. Women: 1, 1%." in made


def test_a_doubt_about_the_total_is_told() -> None:
    """And unverified numbers make no total."""
    plain: dict[str, Any] = {"value_type": "count", "decimals": "0"}
    first = indicator("all", "200", None, Marker.PROVISIONAL, **plain)
    doubtful = indicator("all", "200", None, Marker.UNVERIFIED, **plain)

    assert "Total: 200, provisional." in told(first, MEN, WOMEN)
    assert "Total" not in told(doubtful, MEN, WOMEN)
