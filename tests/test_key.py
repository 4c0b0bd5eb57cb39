"""How to read: only the signs that a report prints, each as it prints it."""

from dataclasses import replace

from invented import indicator, outline, value
from invented import published as made_published

from reportgen.evidence.disclosure import Published, PublishedIndicator
from reportgen.evidence.intervals import Interval
from reportgen.evidence.outline import FigureKind, TableOutline
from reportgen.pages.key import Compared, key, told_in_words
from reportgen.pages.narrative import narrate
from reportgen.pages.tables import MeasureTable, tabulate
from reportgen.periods import PeriodType
from reportgen.vocabulary import Change, Comparison, Direction, Marker, Method


def table(*ones: PublishedIndicator) -> MeasureTable:
    """A table of these measures, in their order."""
    names = tuple(one.measure.measure for one in ones)
    asked = TableOutline(id="t", caption="Some", measures=names)
    return tabulate(asked, 1, made_published(*ones))


def test_only_signs_that_are_used_are_explained() -> None:
    """Nobody reads about a sign that stands nowhere; the vocabulary gives the order."""
    ones = [
        indicator("a", "5", "6", change=Change.FELL),
        indicator("b", "7", None, Marker.UNVERIFIED, change=Change.ROSE),
        indicator("c", "7", "6", Marker.PROVISIONAL, change=Change.FELL),
    ]
    made = key(ones, [table(*ones)])

    assert made.changes == (Change.ROSE, Change.FELL)
    assert made.comparisons == (
        Compared(Comparison.HIGHER_UNTESTED, Direction.HIGHER),
        Compared(Comparison.LOWER_UNTESTED, Direction.LOWER),
        Compared(Comparison.NOT_COMPARED, None),
    )
    assert made.methods == ()
    assert made.markers == (
        Marker.NOT_AVAILABLE,
        Marker.PROVISIONAL,
        Marker.UNVERIFIED,
    )
    assert not made.as_published
    assert not made.has_history


def test_one_period_of_each_kind_is_the_example() -> None:
    """Kinds come in their order, and a measure without a period has none."""
    ones = [
        indicator("a", "5", period="2023/24"),
        indicator("b", "5", period="2022/23"),
        indicator("c", "5", period="Jun 24"),
        indicator("d", None, period=""),
    ]
    told = key(ones, [table(*ones)]).periods

    assert [period.kind for period in told] == [
        kind for kind in PeriodType if kind in {period.kind for period in told}
    ]
    assert {str(period) for period in told} == {"2023/24", "Jun 2024"}


def test_a_published_direction_is_told() -> None:
    """Where a change is the source's own, "How to read" says so."""
    one = indicator("a", "5", change=Change.ROSE)
    one = replace(one, change_as_published=True)

    assert key([one], [table(one)]).as_published
    assert not key([one], []).as_published


def test_testshire_uses_these_signs(published: Published) -> None:
    """The sample has a restricted and an unverified value, and a history."""
    ones = list(published.values())
    made = key(ones, [table(*ones)])

    assert set(made.markers) >= {
        Marker.CONFIDENTIAL,
        Marker.NOT_AVAILABLE,
        Marker.UNVERIFIED,
    }
    assert made.has_history


APART, NEAR = (4.5, 5.5), (3.0, 7.0)
HIGHER, LOWER = Direction.HIGHER, Direction.LOWER


def compared(
    name: str, england: str, limits: tuple[float, float], polarity: str
) -> PublishedIndicator:
    """A measure with 5 here, tested."""
    return indicator(name, "5", england, interval=limits, polarity=polarity)


def test_better_and_worse_are_explained_each_way() -> None:
    """Better may be higher for one measure and lower for another; each once."""
    ones = [
        compared("a", "6", APART, "low is good"),
        compared("b", "4", APART, "high is good"),
        compared("c", "4", APART, "high is good"),
        compared("d", "4", APART, "low is good"),
        compared("e", "4", APART, "no judgement"),
        compared("f", "4", NEAR, "low is good"),
    ]
    made = key(ones, [table(*ones)]).comparisons

    assert [(one.comparison.value, one.direction, one.good) for one in made] == [
        ("better", HIGHER, HIGHER),
        ("better", LOWER, LOWER),
        ("worse", HIGHER, LOWER),
        ("higher", HIGHER, None),
        ("similar", Direction.SIMILAR, None),
    ]


def by(method: Method, *, polarity: str = "low is good") -> PublishedIndicator:
    """A measure whose interval was made in this way."""
    one = compared(method.name.lower(), "6", APART, polarity)
    limits = Interval(*APART, method)
    return replace(one, area=replace(one.area, interval=limits))


def test_only_methods_that_were_used_are_explained() -> None:
    """Of the intervals that are printed, in the order of the vocabulary."""
    ones = [by(Method.SOURCE), by(Method.WILSON), indicator("a", "5", "4")]

    assert key(ones, [table(*ones)]).methods == (Method.WILSON, Method.SOURCE)


def test_the_example_of_an_interval_is_a_real_one() -> None:
    """As the first row prints it; an interval may be printed and test nothing."""
    alone = replace(by(Method.BYAR), comparison=Comparison.NOT_COMPARED)
    plain, drawn = key([], []), key([alone], [table(indicator("a", "5"), alone)])

    assert (plain.interval, plain.tests) == ("", False)
    assert (drawn.interval, drawn.tests) == ("5 (4.5 to 5.5)", False)
    assert key([], [table(by(Method.BYAR))]).tests


MONTHS = range(1, 13)


def example(*ones: PublishedIndicator) -> str:
    """The measure whose line "How to read" shows."""
    row = key(ones, [table(*ones)]).example
    return row.id if row else ""


def test_the_example_of_a_history_is_a_real_one() -> None:
    """One with a gap, where there is one; the longest in which values can be seen."""
    years = ("2020/21", "2021/22", "2022/23", "2023/24")
    months = [
        value("5", period=f"{year}-{m:02}") for year in (2022, 2023) for m in MONTHS
    ]
    points = [value("5", period=year) for year in years]
    ones = [
        indicator("none", "5"),
        indicator("short", "5", history=points[2:]),
        indicator("long", "5", history=points),
        indicator("crowded", "5", history=months),
    ]
    gap = indicator("gap", "5", history=[*points[:1], *points[2:]])

    assert example(*ones) == "long"
    assert example(*ones, gap) == "gap"
    assert example(ones[0]) == ""
    assert example(ones[0], ones[3]) == "crowded"


def test_a_marker_inside_a_history_is_explained() -> None:
    """A break and a withheld value interrupt the line; a trend names both."""
    points = [
        value("3", Marker.BREAK, period="2021/22"),
        value(None, Marker.CONFIDENTIAL, period="2022/23"),
        value("5"),
    ]
    one = indicator("a", "5", "4", history=points)
    alone = indicator("b", "5", "4", history=points[:1])

    found = key([one], [table(one)]).markers
    assert found == (Marker.CONFIDENTIAL, Marker.BREAK)
    assert key([alone], [table(alone)]).markers == ()


def test_what_is_compared_outside_tables_is_explained_too() -> None:
    """Key figures, figures beside England, and slots; nothing that is not printed."""
    ones = {
        name: indicator(name, "5", england)
        for name, england in (
            ("first", "4"),
            ("drawn", "6"),
            ("alone", "5"),
            ("amount", "5"),
            ("slot", None),
            ("claim", None),
        )
    }
    held = made_published(*ones.values())
    figures = [
        outline(FigureKind.AGAINST_ENGLAND, [ones["drawn"], ones["claim"]]),
        outline(FigureKind.AMOUNTS, [ones["amount"]]),
    ]
    text = '{{ slot.comparison }} {{ alone.value }} {{ claim(claim.value, "5%") }}'
    told = told_in_words(held, ["first"], figures, [narrate(text, "a.md", held, 2)])

    assert [one.measure.measure for one in told] == ["first", "drawn", "slot"]
    assert [one.comparison for one in key([], [], told).comparisons] == [
        Comparison.HIGHER_UNTESTED,
        Comparison.LOWER_UNTESTED,
        Comparison.NOT_COMPARED,
    ]
