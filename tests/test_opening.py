"""The first page: key figures and three sentences that are right for any count."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from invented import indicator, published, value

from reportgen.composition import Composition
from reportgen.evidence.disclosure import PublishedIndicator
from reportgen.evidence.outline import FigureKind
from reportgen.pages import figures
from reportgen.pages.exporter import FakeExporter
from reportgen.pages.opening import key_figure
from reportgen.pages.summary import Finding, findings, summary
from reportgen.vocabulary import Change, Comparison, Marker

PLACES = ("Testshire", "England")


def says(*ones: PublishedIndicator) -> tuple[str, ...]:
    """The summary of these measures, without figures."""
    return summary(ones, (), published(*ones))


def found(composition: Composition) -> Sequence[Finding]:
    """What the figures of a report say."""
    drawn = figures.export(composition.plans, FakeExporter())
    outlines = composition.assembly.outline.figure
    return findings(drawn, outlines, composition.published)


def many(count: int, area: str | None, england: str | None) -> list[PublishedIndicator]:
    """So many measures alike."""
    return [indicator(f"m{area}{england}{n}", area, england) for n in range(count)]


def judged(area: str, england: str, polarity: str) -> PublishedIndicator:
    """A tested comparison, with an interval of next to nothing."""
    limits = (float(area) - 0.1, float(area) + 0.1)
    name = f"j{area}{england}{polarity}"
    return indicator(name, area, england, interval=limits, polarity=polarity)


@pytest.mark.parametrize(
    ("ones", "sentence"),
    [
        (
            many(1, "5", None),
            "The one measure shows a value for Testshire; none can be compared with "
            "England.",
        ),
        (
            many(1, None, None),
            "No measure shows a value for Testshire; none can be compared with "
            "England.",
        ),
        (
            many(3, None, None),
            "None of three measures shows a value for Testshire; none can be compared "
            "with England.",
        ),
        (
            many(2, "5", "4"),
            "Both measures show a value for Testshire; two can be compared with "
            "England: two higher, not tested.",
        ),
        (
            [*many(1, "5", "4"), *many(2, None, None)],
            "One of three measures shows a value for Testshire; one can be compared "
            "with England: one higher, not tested.",
        ),
        (
            [*many(10, "5", "4"), *many(8, "3", "4"), *many(2, "4", "4")],
            "All 20 measures show a value for Testshire; 20 can be compared with "
            "England: 10 higher, 8 lower and 2 the same, not tested.",
        ),
        (
            [judged("5", "4", "high is good")] * 2,
            "Both measures show a value for Testshire; two can be compared with "
            "England: two better, tested at the 95% level.",
        ),
        (
            [judged("5", "4", "low is good"), *many(10, "4", "4"), *many(1, "5", None)],
            "All 12 measures show a value for Testshire; 11 can be compared with "
            "England: 1 worse, tested at the 95% level; 10 the same, not tested.",
        ),
    ],
)
def test_how_are_we_doing(ones: list[PublishedIndicator], sentence: str) -> None:
    """How many values, how many compared, how they came out: none, one, both, many."""
    assert says(*ones)[0] == sentence


def test_nothing_is_said_of_nothing() -> None:
    """A report without a measure has no summary."""
    assert says() == ()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ([Change.ROSE], "Since the last period one measure rose."),
        (
            [Change.ROSE, Change.ROSE, Change.FELL],
            "Since the last period two measures rose and one fell.",
        ),
        (
            [Change.NO_CHANGE, Change.FELL, Change.ROSE, Change.NO_EARLIER_VALUE],
            "Since the last period one measure rose, one fell and one did not change.",
        ),
        ([Change.NO_CHANGE] * 2, "Since the last period two measures did not change."),
    ],
)
def test_what_changed(changes: list[Change], sentence: str) -> None:
    """Changes are counted, never judged."""
    ones = [indicator(f"m{n}", "5", change=one) for n, one in enumerate(changes)]

    assert says(*ones)[1] == sentence


def test_without_a_change_nothing_is_said_of_it() -> None:
    """No earlier value is no change."""
    assert len(says(indicator("need", "5"))) == 1


def test_a_figure_of_changes_says_what_changed(composition: Composition) -> None:
    """Where the report draws its changes, their headline is the second sentence."""
    told = summary(composition.shown, found(composition), composition.published)

    assert told[1] == "Growth rose by 6.0% since March 2023, against 3.0% in England."


def test_what_is_asked() -> None:
    """Who is asked is named once each; a role with "and" in it stays one role."""
    one = indicator("a", None)
    two = indicator("b", None, owner="Chair and Lead")
    doubtful = indicator("c", "5", None, Marker.UNVERIFIED)

    assert says(one)[-1] == "One measure has no value yet. Asked for it: Data Lead."
    assert says(one, indicator("d", None, owner="Chair"))[-1] == (
        "Two measures have no value yet. Asked for them: Data Lead and Chair."
    )
    assert says(one, two, doubtful)[-1] == (
        "Two measures have no value yet. Asked for them: Data Lead; Chair and Lead. "
        "One value is unverified and marked [u]."
    )


def test_nobody_is_asked_for_what_is_withheld() -> None:
    """A restricted value is held: the public reads that it is not shown."""
    secret = value(None, Marker.CONFIDENTIAL, reason="restricted")
    ones = [replace(indicator(n, None), area=secret) for n in ("a", "b")]

    assert says(ones[0])[-1] == "One value is withheld here."
    assert says(*ones, indicator("c", None))[-1] == (
        "One measure has no value yet. Asked for it: Data Lead. "
        "Two values are withheld here."
    )


def test_nothing_is_asked_where_all_is_well() -> None:
    """A full report has two sentences or one."""
    assert len(says(indicator("a", "5", "4", change=Change.ROSE))) == 2


@pytest.mark.parametrize(
    ("one", "context"),
    [
        (indicator("a", "5"), ""),
        (indicator("a", "5", "4"), "Higher than England (4%), not tested."),
        (
            indicator("a", "5", "6", change=Change.FELL),
            "Lower than England (6%), not tested. "
            "Testshire’s value fell since the last period.",
        ),
        (
            indicator("a", "5", change=Change.NO_CHANGE),
            "Testshire’s value did not change since the last period.",
        ),
        (indicator("a", "5", change=Change.NOT_SHOWN), ""),
        (indicator("a", None), "Not yet known."),
        (
            judged("5", "4", "high is good"),
            "Higher than England (4%), which is better.",
        ),
        (judged("5", "4", "low is good"), "Higher than England (4%), which is worse."),
        (judged("3", "4", "low is good"), "Lower than England (4%), which is better."),
        (judged("3", "4", "no judgement"), "Lower than England (4%)."),
        (judged("4", "4", "low is good"), "Similar to England (4%)."),
        (indicator("a", "4", "4"), "The same as England (4%), not tested."),
    ],
)
def test_a_key_figure_has_its_context(one: PublishedIndicator, context: str) -> None:
    """England's value with the caveat, and the change, each where there is one."""
    assert key_figure(one, *PLACES).context == context


def test_a_key_figure_has_its_markers_apart() -> None:
    """A big number with small markers; a marker alone is the big number."""
    doubtful = key_figure(indicator("a", "5", None, Marker.UNVERIFIED), *PLACES)
    absent = key_figure(indicator("a", None, period=""), *PLACES)

    assert (doubtful.value, doubtful.markers) == ("5%", "[u]")
    assert (absent.value, absent.markers, absent.period) == ("[x]", "", "")


def test_a_change_says_what_it_is_measured_from() -> None:
    """A growth without its baseline looks like a growth in one month."""
    one = indicator("a", "22", baseline="Mar 22", unit="Percentage change")

    assert key_figure(one, *PLACES).unit == "Percentage change since March 2022"


def test_findings_come_before_counts(composition: Composition) -> None:
    """What was found against England opens the summary, by name."""
    told = summary(composition.shown, found(composition), composition.published)

    assert told[0] == (
        "Completions are higher than in England for group B and the same for group A "
        "(not tested)."
    )


def test_a_doubtful_key_figure_says_so_in_words() -> None:
    """A marker on the first page is not left for page twelve to explain."""
    one = indicator("a", "5", None, Marker.PROVISIONAL, Marker.UNVERIFIED)

    assert key_figure(one, *PLACES).context == "Provisional. Unverified."


def test_contradictions_are_told_on_the_first_page() -> None:
    """Whoever reads one page learns that the checks found something."""
    told = summary([indicator("a", "5")], [], published(indicator("a", "5")), 1)

    assert told[-1] == "The checks found one contradiction, which the notes list."


@pytest.mark.parametrize(
    ("compared", "caveat", "said"),
    [
        (
            [Comparison.HIGHER_UNTESTED, Comparison.LOWER_UNTESTED],
            " (not tested)",
            "Need is high; care is low (not tested).",
        ),
        (
            [Comparison.BETTER, Comparison.SIMILAR],
            "",
            "Need is high; care is low (tested at the 95% level).",
        ),
        (
            [Comparison.SAME_UNTESTED, Comparison.BETTER],
            " (not tested)",
            "Need is high (not tested). Care is low. "
            "Tested at the 95% level, unless it says not tested.",
        ),
    ],
)
def test_findings_say_once_how_they_were_tested(
    compared: list[Comparison], caveat: str, said: str
) -> None:
    """One caveat where it holds for all; else each headline keeps its own."""
    two = [
        Finding(
            FigureKind.AGAINST_ENGLAND,
            f"{text}{'' if one.is_tested else caveat}",
            (one,),
        )
        for text, one in zip(("Need is high", "Care is low"), compared, strict=True)
    ]
    told = summary([indicator("a", "5")], two, published(indicator("a", "5")))

    assert told[0] == said


def test_a_figure_that_compares_nothing_finds_nothing() -> None:
    """Without a comparison the measures are counted instead."""
    nothing = Finding(FigureKind.AGAINST_ENGLAND, "Need in Testshire", ())
    one = indicator("a", "5")

    assert summary([one], [nothing], published(one)) == says(one)


def test_a_change_since_a_baseline_says_what_changed() -> None:
    """Its headline is the second sentence, as that of changes is."""
    since = Finding(FigureKind.CHANGE_SINCE, "Need rose by a half since 2019", ())
    told = summary([indicator("a", "5")], [since], published(indicator("a", "5")))

    assert told[1] == "Need rose by a half since 2019."
