"""Tables: rows in order, cells as printed, captions that say what they hold."""

from dataclasses import replace

import pytest
from invented import indicator, measure, published, value

from reportgen.evidence.disclosure import Published, PublishedIndicator
from reportgen.evidence.outline import TableOutline
from reportgen.pages.tables import Cell, MeasureTable, cell, tabulate, tallies
from reportgen.vocabulary import Change, Marker

NAMES = ("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta")


def table(*ones: PublishedIndicator, area: str = "") -> MeasureTable:
    """A table of these, named one by one or by their priority area."""
    held = published(*ones)
    chosen = () if area else tuple(held)
    outline = TableOutline(id="t", caption="Need", priority_area=area, measures=chosen)
    return tabulate(outline, 3, held)


def compared(*values: str) -> list[PublishedIndicator]:
    """`5/4` as a measure with 5 here and 4 in England."""
    split = [one.split("/") for one in values]
    return [
        indicator(name, area, england or None, unit=name)
        for name, (area, england) in zip(NAMES, split, strict=False)
    ]


@pytest.mark.parametrize(
    ("values", "caption"),
    [
        (["5/4"], "one measure, one compared with England: higher, not tested"),
        (["4/4"], "one measure, one compared with England: the same, not tested"),
        (["5/"], "one measure, none compared with England"),
        (
            ["5/4", "5/4"],
            "two measures, two compared with England: both higher, not tested",
        ),
        (
            ["5/4", "5/4", "5/4", "5/", "5/", "5/", "5/"],
            "seven measures, three compared with England: all higher, not tested",
        ),
        (
            ["5/4", "3/4", "4/4", "3/4"],
            "four measures, four compared with England: one higher, two lower and one "
            "the same, not tested",
        ),
    ],
)
def test_the_caption_says_what_the_table_holds(values: list[str], caption: str) -> None:
    """How many measures, how many compared, and how they came out."""
    assert table(*compared(*values)).caption.partition(": ")[2] == caption


LIMITS = {"~": (0.0, 10.0), "!": None}
"""`~`: England lies within; `!`: nothing was tested; else it lies outside."""


def judged(*told: str) -> list[PublishedIndicator]:
    """`5/4+` as 5 here, 4 in England, high is good; `-` low is good; `0` neither."""
    polarity = {"+": "high is good", "-": "low is good"}
    return [
        indicator(
            name,
            one[0],
            one[2],
            interval=LIMITS.get(one[3], (float(one[0]), float(one[0]))),
            polarity=polarity.get(one[3], "no judgement"),
            unit=name,
        )
        for name, one in zip(NAMES, told, strict=False)
    ]


@pytest.mark.parametrize(
    ("told", "how"),
    [
        (["5/4+"], "better"),
        (["5/4-", "5/4-"], "both worse"),
        (["5/4~", "4/4~", "3/4~"], "all similar"),
        (["5/4+", "3/4-", "5/4~"], "two better and one similar"),
        (
            ["5/4~", "5/40", "3/40", "5/4-", "5/4+"],
            "one better, one worse, one higher, one lower and one similar",
        ),
        (["5/4+", "5/4~", "3/4!"], "one better and one similar; one lower, not tested"),
        (["5/40", "5/4!"], "one higher; one higher, not tested"),
        (
            ["3/4!", "4/4!", "3/4-"],
            "one better; one lower and one the same, not tested",
        ),
        (["3/4!", "3/4!"], "both lower, not tested"),
    ],
)
def test_the_caption_keeps_tested_and_untested_apart(told: list[str], how: str) -> None:
    """In the order of the vocabulary; judged only where it was tested."""
    assert table(*judged(*told)).caption.rpartition("England: ")[2] == how


def test_many_are_counted_in_figures_throughout() -> None:
    """One count above nine makes all of a caption figures."""
    ones = [*judged("5/4+") * 10, *judged("3/4!") * 2]
    tested, untested = tallies([one.comparison for one in ones])

    assert (tested, untested) == ("10 better", "2 lower")


@pytest.mark.parametrize(
    ("kind", "decimals", "interval", "printed"),
    [
        ("percentage", "1", (3.96, 6.04), "4.0 to 6.0"),
        ("percentage", "0", (0.0, 99.9), "0 to 99"),
        ("rate", "1", (4.0, 1234.56), "4.0 to 1,234.6"),
        ("percentage change", "1", (-3.0, 9.0), "−3.0 to +9.0"),
        ("rate", "1", None, ""),
    ],
)
def test_an_interval_stands_below_its_value(
    kind: str, decimals: str, interval: tuple[float, float] | None, printed: str
) -> None:
    """Rounded as the measure is; England's value is taken as it is."""
    one = indicator(
        "a", "5", "4", interval=interval, value_type=kind, decimals=decimals
    )
    (row,) = table(one).rows

    assert (row.value.limits, row.england.limits) == (printed, "")


def test_a_history_needs_the_room_of_unit_and_source() -> None:
    """Outside a scorecard both stand elsewhere: with the name, or below the table.

    So they do where units differ.
    """
    points = [value("1", period="2022/23"), value("2", period="2023/24")]
    long = indicator("a", "2", history=points)
    one = table(long, indicator("b", "2"))
    two = table(long, indicator("b", "2", source="Police"))
    scorecard = table(indicator("a", "2", number="1", history=points), area="Treatment")

    assert (one.folded, one.origin) == (True, "Testshire data team")
    assert (two.folded, two.origin) == (True, "")
    assert not scorecard.folded
    assert not table(indicator("a", "2")).folded
    assert table(indicator("a", "2"), indicator("b", "2", unit="Rate")).folded


def test_numbered_measures_come_by_number() -> None:
    """On the scorecard the number decides, not the file; others stay out."""
    ones = [
        indicator("b", "1", number="10"),
        indicator("a", "1", number="9"),
        indicator("c", "1", number="2", priority_area="Supply"),
        indicator("d", "1"),
    ]
    made = table(*ones, area="Treatment")

    assert [(row.number, row.id) for row in made.rows] == [("9", "a"), ("10", "b")]
    assert made.numbered


def test_named_measures_come_as_named() -> None:
    """A table of an outline's own list keeps its order and its short names."""
    held = published(*compared("5/4", "6/4"))
    outline = TableOutline(id="t", caption="Need", measures=("beta", "alpha"))
    made = tabulate(outline, 1, held)

    assert [row.name for row in made.rows] == ["Beta", "Alpha"]
    assert not made.numbered
    assert made.commitments == ()


def test_a_scorecard_row_has_its_full_name() -> None:
    """A measure of the scorecard is called what its source calls it."""
    one = indicator("a", "1", number="1", name="Whole name", label="Short")
    other = indicator("b", "1", name="Whole name", label="Short")

    assert [row.name for row in table(one, area="Treatment").rows] == ["Whole name"]
    assert [row.name for row in table(other).rows] == ["Short"]


def test_commitments_are_told_once_each() -> None:
    """In full above the table, in the order of the rows."""
    ones = [
        indicator(name, "1", number=str(n), commitment=commitment)
        for n, (name, commitment) in enumerate(
            [("a", "Second"), ("b", "First"), ("c", "Second")], 1
        )
    ]

    assert table(*ones, area="Treatment").commitments == ("Second", "First")


def test_one_unit_moves_into_the_caption() -> None:
    """A column that would say the same in every row is left out."""
    alike = table(indicator("a", "1"), indicator("b", "2"))
    unlike = table(*compared("5/4", "6/4"))

    assert (alike.shows_unit, unlike.shows_unit) == (False, True)
    assert alike.caption.startswith("Need (annual percentage): two measures")
    assert unlike.caption.startswith("Need: two measures")


def test_a_scorecard_always_shows_its_units() -> None:
    """All scorecards have the same columns in the same order."""
    assert table(indicator("a", "1", number="1"), area="Treatment").shows_unit


def test_a_column_of_no_changes_is_left_out() -> None:
    """Where no measure has an earlier value the column would say nothing."""
    still = indicator("a", "1")
    moved = indicator("b", "1", change=Change.ROSE)
    hidden = indicator("c", "1", change=Change.NOT_SHOWN)

    assert [table(still).shows_change, table(still, moved).shows_change] == [
        False,
        True,
    ]
    assert table(hidden).shows_change


def test_history_is_told_where_there_is_one(published: Published) -> None:
    """A row with two values or more has a line; a table with such a row, a history."""
    outline = TableOutline(id="supply", caption="Supply", priority_area="Supply")
    made = tabulate(outline, 1, published)

    assert made.has_history
    assert all(row.sparkline for row in made.rows)
    assert not table(indicator("a", "1")).has_history


@pytest.mark.parametrize(
    ("number", "markers", "expected"),
    [
        ("5.5", (), Cell("5.5", "")),
        ("5.5", (Marker.PROVISIONAL, Marker.UNVERIFIED), Cell("5.5", "[p] [u]")),
        (None, (), Cell("", "[x]")),
        (None, (Marker.CONFIDENTIAL,), Cell("", "[c]")),
    ],
)
def test_a_cell_is_a_number_or_a_marker(
    number: str | None, markers: tuple[Marker, ...], expected: Cell
) -> None:
    """Number and markers stand apart, so that numbers align."""
    assert cell(value(number, *markers), indicator("a", "1")) == expected


def test_numbers_align_on_their_point() -> None:
    """The table knows its most decimals, and each cell how many it has."""
    made = table(indicator("a", "5", "4.25", decimals="2"), indicator("b", None))

    assert made.decimals == 2
    assert [row.value.decimals for row in made.rows] == [0, 0]
    assert [row.england.decimals for row in made.rows] == [2, 0]
    assert table(indicator("a", None)).decimals == 0


def test_a_row_says_why_it_is_empty() -> None:
    """Reason and period of an absent value."""
    (row,) = table(indicator("a", None, period="")).rows

    assert (row.period, row.reason, row.not_compared) == (
        "[x]",
        "not yet known",
        "no local value",
    )


def test_every_measure_of_testshire_stands_in_one_row(published: Published) -> None:
    """Two tables, seven numbered measures, each once."""
    rows = [
        row.id
        for name in ("Supply", "Treatment")
        for row in tabulate(
            TableOutline(id=name.lower(), caption=name, priority_area=name),
            1,
            published,
        ).rows
    ]

    assert rows == [f"t{number}" for number in range(1, 8)]


def test_englands_other_period_is_printed() -> None:
    """Two values of different years stand in one row, and nobody may compare them."""
    ours = indicator("a", "5", "4", period="2023/24")
    other = replace(ours, england=value("7", period="2022/23"))
    (one, two) = table(ours, replace(other, measure=measure("b"))).rows

    assert ("", "2022/23") == (one.england.limits, two.england.limits)


def test_a_withheld_history_is_not_told_as_missing() -> None:
    """What this audience may not see is held."""
    hidden = value(None, Marker.CONFIDENTIAL, period="2022/23")
    ours = indicator("a", "5", history=[hidden, value("5")])
    (one, two) = table(ours, indicator("b", "5")).rows

    assert one.sparkline is None
    assert (True, False) == (one.history_withheld, two.history_withheld)
