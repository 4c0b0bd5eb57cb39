"""Courses: what is joined, what is a gap, what breaks, what may be compared."""

import pytest
from invented import over_time, published, value
from timed import RESTRICTED, months, series, threes, years

from reportgen.evidence.disclosure import PublishedValue
from reportgen.pages.courses import Course, course, middle
from reportgen.pages.lines import line, lines
from reportgen.periods import parse
from reportgen.vocabulary import Marker


def of(*values: PublishedValue) -> Course:
    """The course of these values."""
    return line(over_time("need", values)).area


def runs(found: Course) -> list[list[str]]:
    """The periods that are joined."""
    return [[str(moment.period) for moment in run] for run in found.runs]


def test_neighbours_are_joined() -> None:
    """A run goes on as long as no period is missing."""
    assert runs(of(*series(years(2018, 3), "1", "2", "3"))) == [
        ["2018/19", "2019/20", "2020/21"]
    ]


def test_a_value_stands_in_the_middle_of_its_period() -> None:
    """So that a month and a year are true to scale."""
    year, july = parse("2023"), parse("Jul 2023")

    assert middle(year) == year.start.toordinal() + 182.5
    assert middle(july) == july.start.toordinal() + 15.5


@pytest.mark.parametrize(
    ("sign", "marker", "reason"),
    [
        ("[c]", Marker.CONFIDENTIAL, RESTRICTED),
        ("[x]", Marker.NOT_AVAILABLE, "Not collected"),
        ("[z]", Marker.NOT_APPLICABLE, "Not collected"),
    ],
)
def test_an_absent_value_is_a_gap(sign: str, marker: Marker, reason: str) -> None:
    """It interrupts the run and keeps its marker and its reason."""
    found = of(*series(years(2018, 3), "1", sign, "3"))
    (gap,) = found.gaps

    assert runs(found) == [["2018/19"], ["2020/21"]]
    assert (str(gap.period), gap.marker, gap.reason) == ("2019/20", marker, reason)


def test_a_period_without_a_row_is_a_gap() -> None:
    """Each of the periods between two rows, in order."""
    held = series(months("Jan 2023", 6), *"123456")
    found = of(*held[:2], *held[4:])

    assert runs(found) == [["Jan 2023", "Feb 2023"], ["May 2023", "Jun 2023"]]
    assert [str(gap.period) for gap in found.gaps] == ["Mar 2023", "Apr 2023"]
    assert {gap.marker for gap in found.gaps} == {Marker.NOT_AVAILABLE}


def test_a_series_has_a_step_of_its_own() -> None:
    """A survey of every second year, or spans that do not overlap, have no gaps."""
    every_second = series(["2014", "2016", "2018"], "1", "2", "3")
    apart = series(["2012 to 2014", "2015 to 2017", "2018 to 2020"], "1", "2", "3")

    assert len(of(*every_second).runs) == len(of(*apart).runs) == 1
    assert of(*every_second).gaps == of(*apart).gaps == ()
    assert of(*series(["2014", "2016", "2020"], "1", "2", "3")).gaps != ()


def test_a_break_interrupts() -> None:
    """The value that bears the sign begins a series of its own."""
    found = of(*series(years(2018, 4), "1", "2", "3 [b]", "4"))

    assert runs(found) == [["2018/19", "2019/20"], ["2020/21", "2021/22"]]
    assert [moment.broken for moment in found.moments] == [False, False, True, False]
    assert [str(m.period) for m in found.comparable] == ["2020/21", "2021/22"]


def test_a_break_of_an_absent_value_is_not_lost() -> None:
    """The next value begins the new series."""
    broken = value(None, Marker.NOT_AVAILABLE, Marker.BREAK, period="2019/20")
    first, last = series(["2018/19", "2020/21"], "1", "3")
    found = of(first, broken, last)

    assert [moment.broken for moment in found.moments] == [False, True]


def test_periods_of_another_length_are_not_joined() -> None:
    """A quarter is not measured against a year."""
    year = series(years(2018, 2), "20", "22")
    quarters = series(["2020/21 Q1", "2020/21 Q2"], "5", "6")
    found = of(*year, *quarters)

    assert runs(found) == [["2018/19", "2019/20"], ["2020/21 Q1", "2020/21 Q2"]]
    assert [moment.unlike for moment in found.moments] == [False, False, True, False]
    assert found.gaps == ()
    assert [m.bare for m in found.comparable] == ["5%", "6%"]


def test_order_and_repeats_do_not_matter() -> None:
    """Values are put in order; a span of days has one value, however it is written."""
    quarter = value("1", period="2021/22 Q4"), value("2", period="2022 Q1")
    found = of(*series(["2022 Q2"], "3"), *quarter)

    assert [moment.bare for moment in found.moments] == ["2%", "3%"]


def test_only_later_gaps_are_shown() -> None:
    """Nothing is drawn before the first value."""
    found = of(*series(years(2018, 4), "[c]", "1", "[c]", "2"))

    assert [str(gap.period) for gap in found.gaps] == ["2018/19", "2020/21"]
    assert [str(gap.period) for gap in found.later_gaps] == ["2020/21"]
    assert [str(period) for period in found.periods] == years(2019, 3)


def test_a_measure_without_history_has_its_latest_value() -> None:
    """One value is a course too; none is none."""
    held = published(over_time("a", series(years(2020, 1), "5")))
    (one,) = lines(["a"], held)

    assert [moment.bare for moment in one.area.moments] == ["5%"]
    assert of(value(None, period="")).moments == ()
    assert of(value(None, period="2020/21")).moments == ()


def test_england_is_shown_from_the_areas_first_value() -> None:
    """Twenty years of England would flatten three of the area."""
    ours = series(threes(2018, 2), "5", "6")
    long = series(threes(2010, 10), *"0123456789")
    early = series(threes(2010, 2), "1", "2")

    assert runs(line(over_time("a", ours, long)).england) == [threes(2018, 2)]
    assert runs(line(over_time("a", ours, early)).england) == [threes(2010, 2)]


def test_what_is_not_comparable_has_no_england() -> None:
    """A national count beside a local one says nothing."""
    ours, theirs = series(years(2020, 1), "9"), series(years(2020, 1), "10987")

    assert line(over_time("a", ours, theirs, comparable="no")).england == Course()
    assert line(over_time("a", ours, theirs)).england != Course()


def test_a_course_is_printed_as_its_measure_is() -> None:
    """With unit and markers; sums are made of the exact value."""
    (moment,) = course(
        series(years(2020, 1), "47.04 [p]", spread=1),
        over_time("a", [value("1")]).measure,
    ).moments

    assert (moment.bare, moment.printed) == ("47.0%", "47.0% [p]")
    assert (str(moment.exact), moment.limits) == ("47.04", (46.04, 48.04))
    assert moment.sound
    assert not of(*series(years(2020, 1), "1 [u]")).moments[0].sound
