"""Every printed number leads home: four real walks, each held against the files."""

import html
import re
from collections import Counter
from dataclasses import asdict
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

import papers
import pytest
from conftest import ROOT, Scratch
from papers import cells, folder, paper

import reportgen
from reportgen.audit.explain.asking import Trace, explain
from reportgen.audit.explain.descent import UNKNOWN, descent, of_words
from reportgen.audit.explain.lineage import Held, Kind, Lineage
from reportgen.evidence.assembly import Assembly
from reportgen.pages.numerals import Belonging
from reportgen.vocabulary import Rendition

BOTH = [(name, each) for name in papers.REPORTS for each in Rendition]
every_report = pytest.mark.parametrize("target", papers.REPORTS)
every_rendition = pytest.mark.parametrize(("target", "rendition"), BOTH)
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"


def printed(page: str) -> Counter[str]:
    """The numbers of a page of HTML, text alternatives and furniture included."""
    texts = re.findall(r'\b(?:alt|data-short-title|data-imprint)="([^"]*)"', page)
    blocks = re.sub(r"<(?:/?(?:data|span|a|strong|em|sup|code)\b[^>]*)>", "", page)
    texts += re.split(r"<[^>]*>", blocks)
    told = html.unescape("\n".join(texts))
    return Counter(re.findall(_NUMBER, told))


@cache
def traces(target: str, rendition: Rendition, asked: str) -> tuple[Trace, ...]:
    """The answer to one question."""
    return explain(paper(target, rendition), asked).traces


@every_rendition
def test_no_printed_number_is_overlooked(target: str, rendition: Rendition) -> None:
    """What a reader counts on the page is what the walk goes through."""
    made = paper(target, rendition)
    walked = Counter(
        numeral.text
        for _, numeral in made.numbers
        if numeral.belonging is not Belonging.WORD and numeral.text[0].isdigit()
    )

    assert walked == printed(made.html)
    assert walked.total() > 250


@every_rendition
def test_every_printed_number_is_answered(target: str, rendition: Rendition) -> None:
    """Whoever asks for a number of a page is told where it comes from."""
    numbers = printed(paper(target, rendition).html)

    assert [n for n in numbers if not traces(target, rendition, n)] == []


@every_rendition
def test_every_answer_says_more_than_that_there_is_one(
    target: str, rendition: Rendition
) -> None:
    """Values and dates have rows; words have the place where they are written."""
    made = paper(target, rendition)
    found = {
        lineage
        for passage, numeral in made.numbers
        for lineage in descent(made, passage, numeral)
    }
    with_rows = {*_WORKED, Kind.VALUE, Kind.LIMIT}
    with_places = {Kind.CLAIM, Kind.QUOTED, Kind.WRITTEN, Kind.AUTHOR}

    assert [each for each in found if each.kind in with_rows and not each.rows] == []
    assert [e for e in found if e.kind in with_places and not e.places] == []
    assert {Kind.VALUE, Kind.PERIOD, Kind.WRITTEN, Kind.COUNT} <= {
        e.kind for e in found
    }


@every_rendition
def test_what_was_counted_can_have_been_counted(
    target: str, rendition: Rendition
) -> None:
    """A count is a whole number of no more than there is, and never a cell's value."""
    made = paper(target, rendition)
    most = max(len(made.published), *(len(o.history) for o in made.published.values()))
    for passage, numeral in made.numbers:
        for lineage in descent(made, passage, numeral):
            assert not lineage.what.startswith(UNKNOWN), (passage.text, numeral)
            if lineage.kind is Kind.COUNT:
                assert int(numeral.digits) <= most
                assert passage.kind in {"p", "li", "caption", "alt", "th", "td"}
                assert not passage.has("value")
                assert not passage.has("england")


@every_rendition
def test_every_marker_is_led_to_the_row_of_its_column(
    target: str, rendition: Rendition
) -> None:
    """Where England has no value, England's row is told, and not the area's."""
    found, seen = paper(target, rendition), Counter[str]()
    for passage in found.passages:
        if passage.has("absent") and (own := found.measure(passage)):
            lineage = of_words(found, passage, 0, len(passage.text))
            place = "England" if passage.has("england") else found.published.area
            assert f"no value, {place}" in lineage.what
            assert own == lineage.measure
            assert {place} >= {row.place for row in lineage.rows}
            assert {passage.text} >= {row.value for row in lineage.rows}
            seen[place] += 1

    has_none = target == "2024-10/jcdu"  # all cells of its table hold a value
    assert has_none or seen["England"]


# --- held against the files -----------------------------------------------------------


@every_rendition
def test_every_row_that_is_told_stands_in_the_store(
    target: str, rendition: Rendition
) -> None:
    """File and row lead to the place, period, value, day and source that are told."""
    areas = areas_of(target)
    for row in {row for each in lineages(target, rendition) for row in each.rows}:
        assert row.row is not None
        assert (folder(target) / row.file).is_file()
        held = cells(target, row.row)
        if changed_by_rule(target, held["measure"]):
            continue
        assert held["area"] == areas[row.place]
        assert held["received"] == row.received
        assert held["source_ref"] == row.source_ref
        assert held["value"] == row.value.partition(" ")[0] or not held["value"]
        assert (held["count"], held["denominator"]) == (row.count, row.denominator)


@every_rendition
def test_every_value_is_that_of_its_row(target: str, rendition: Rendition) -> None:
    """A value is its row's, rounded; a change, a sum or a share is worked out again."""
    checked = Counter[Kind]()
    for number in printed(paper(target, rendition).html):
        for each in traces(target, rendition, number):
            lineage = each.lineage
            if lineage.kind is Kind.VALUE and lineage.rows:
                measure = cells(target, lineage.rows[0].row or 0)["measure"]
                assert measure == lineage.measure
                if changed_by_rule(target, measure):
                    continue
                assert near(value_of(target, lineage.rows[0]), number), lineage
            elif lineage.kind in _WORKED:
                if any(
                    changed_by_rule(target, cells(target, row.row or 0)["measure"])
                    for row in lineage.rows
                ):
                    continue
                assert near(worked(target, lineage), number), lineage
            else:
                continue
            checked[lineage.kind] += 1

    assert checked[Kind.VALUE] > 30


@every_rendition
def test_every_limit_is_that_of_its_row(target: str, rendition: Rendition) -> None:
    """Limits of a share are Wilson's, worked out here; those of a source its own."""
    z = 1.959963984540054
    for number in printed(paper(target, rendition).html):
        for each in traces(target, rendition, number):
            lineage = each.lineage
            if lineage.kind is not Kind.LIMIT or "England's" in lineage.what:
                continue
            held = cells(target, lineage.rows[0].row or 0)
            lower = "lower" in lineage.what
            if held["lower"]:
                assert near(Decimal(held["lower" if lower else "upper"]), number)
            elif any("Wilson" in rule for rule in lineage.rules):
                x, n = float(held["count"]), float(held["denominator"])
                root = z * (z**2 + 4 * x * (1 - x / n)) ** 0.5
                end = (2 * x + z**2 + (-root if lower else root)) / (2 * (n + z**2))
                assert near(Decimal(100 * end), number)


@every_rendition
def test_every_row_is_what_was_known_on_the_day(
    target: str, rendition: Rendition
) -> None:
    """No row that was received later, and none that was revised by the cut-off.

    What is told of the last issue alone is held against the day of that one.
    """
    assembly = paper(target, rendition).assembly
    now, then = known(target, assembly), {}
    if assembly.before is not None:
        then = known(target, assembly.before)
    seen = Counter[str]()
    for number in printed(paper(target, rendition).html):
        for each in traces(target, rendition, number):
            is_earlier = "value in the last issue" in each.lineage.what
            places = {place.heading for place in each.printed}
            for row in each.lineage.rows:
                held = cells(target, row.row or 0)
                key = (held["measure"], held["area"], held["period"])
                assert held["received"] == (then if is_earlier else now)[key]
            if is_earlier:
                assert {"What changed since the last issue"} == places
            seen["then" if is_earlier else "now"] += 1

    assert seen["now"] > 30
    assert bool(seen["then"]) == (assembly.before is not None)


def known(target: str, assembly: Assembly) -> dict[tuple[str, ...], str]:
    """The day of the last row of each period by a cut-off: measure, area, period."""
    cut_off, last = assembly.cycle.cut_off.isoformat(), dict[tuple[str, ...], str]()
    for number in range(2, len(papers.rows(target))):
        held = cells(target, number)
        if held["received"] <= cut_off:
            key = (held["measure"], held["area"], held["period"])
            last[key] = max(last.get(key, ""), held["received"])
    return last


def lineages(target: str, rendition: Rendition) -> set[Lineage]:
    """All that is ever told of a report."""
    numbers = printed(paper(target, rendition).html)
    return {e.lineage for n in numbers for e in traces(target, rendition, n)}


def changed_by_rule(target: str, measure: str) -> bool:
    """Whether a disclosure rule may print another number than its row has."""
    return paper(target).published[measure].measure.rule.applies


def areas_of(target: str) -> dict[str, str]:
    """The code of each place that a row may be about."""
    partnership = paper(target).assembly.partnership
    both = (partnership.area, partnership.benchmark)
    return {each.name: each.code for each in both}


def value_of(target: str, row: Held) -> Decimal:
    """What the store says, read by nobody but the test."""
    return Decimal(cells(target, row.row or 0)["value"])


_WORKED = {Kind.CHANGE, Kind.INDEX, Kind.TOTAL, Kind.SHARE}


def worked(target: str, lineage: Lineage) -> Decimal:
    """A change, an index, a sum or a share, from the rows that are told."""
    values = [value_of(target, row) for row in lineage.rows]
    if lineage.kind is Kind.TOTAL:
        return sum(values, Decimal(0))
    if lineage.kind is Kind.SHARE:
        return values[0] / sum(values) * 100
    if lineage.kind is Kind.INDEX:
        return values[0] / values[1] * 100
    difference = values[0] - values[1]
    in_percent = "since a baseline" in lineage.what
    return difference / values[1] * 100 if in_percent else difference


def near(value: Decimal, number: str) -> bool:
    """Whether a value is printed so, without its sign."""
    places = len(number.partition(".")[2])
    step = Decimal(1).scaleb(-places)
    rounded = abs(value).quantize(step, ROUND_HALF_UP)
    return rounded == Decimal(number.replace(",", ""))


# --- what may be asked, and what is not there -----------------------------------------


@every_report
def test_what_is_not_printed_is_said_so(target: str) -> None:
    """A number that no page has gets its neighbours, and no origin."""
    found = explain(paper(target), "987654.3")

    assert found.traces == ()
    assert len(found.near) == 3
    assert set(found.near) <= set(printed(paper(target).html))


def test_the_average_of_a_trend_leads_to_its_trend() -> None:
    """With its method, its reason and the rows that it was calculated from."""
    made = paper("2026-10/jcdu")
    reason = made.published["m1"].trend.why
    average = reason.partition("average of ")[2].partition(" ")[0]
    origins = [trace.lineage for trace in explain(made, average).traces]
    (found,) = (one for one in origins if one.kind is Kind.TREND)

    assert ("m1", True) == (found.measure, reason in found.what)
    assert 12 < len(found.rows) == int(reason.partition("(")[2].partition(" ")[0])


def test_a_near_number_is_told() -> None:
    """47.0 leads to 47.0 and its neighbours; 47.3 to its neighbours alone."""
    found = explain(paper("2024-10/jcdu"), "47.3")

    assert (found.sought, found.traces, found.near[0]) == ("number", (), "47.0")


@pytest.mark.parametrize(
    ("asked", "sought", "kind", "what"),
    [
        ("47.0", "number", Kind.VALUE, "Unmet need, opiates and/or crack (m12"),
        ("47", "number", Kind.VALUE, "Unmet need, opiates and/or crack (m12"),
        ("+22%", "number", Kind.VALUE, "All adults in treatment (tx_all)"),
        ("-11.4", "number", Kind.VALUE, "Adults in treatment, opiates (tx_opiates)"),
        ("m20", "measure", Kind.VALUE, "Deaths from drug use (m20, measure 20)"),
        ("Measure 20", "measure", Kind.VALUE, "Deaths from drug use (m20, measure 20)"),
        ("deaths from drug use", "measure", Kind.VALUE, "Deaths from drug use (m20"),
        ("Figure 1", "figure", Kind.VALUE, "Unmet need"),
        ("table 1", "table", Kind.VALUE, "All adults in treatment (tx_all)"),
        ("593 children", "words", Kind.QUOTED, "quoted by the author: RDHP"),
        ("nine measures", "words", Kind.COUNT, "counted by the tool"),
        ("similar to the national rate", "words", Kind.CLAIM, "an author's claim"),
        ("31 March 2025", "words", Kind.AUTHOR, "an author's date"),
        ("per 1,000 population", "words", Kind.WRITTEN, "unit of a figure"),
        ("page 3 of 12", "page", Kind.FURNITURE, "page numbers are counted"),
        ("Jun 2024", "words", Kind.PERIOD, "the period that rows are about"),
    ],
)
def test_all_kinds_of_questions_are_understood(
    asked: str, sought: str, kind: Kind, what: str
) -> None:
    """A number, a figure, a table, a measure by any of its names, words, a page."""
    found = explain(paper("2024-10/jcdu"), asked)
    kinds = {each.lineage.kind for each in found.traces}

    assert found.sought == sought
    assert kind in kinds
    told = [e.lineage.what for e in found.traces if e.lineage.kind is kind]
    assert any(each.startswith(what) for each in told)


def test_a_number_says_each_place_where_it_stands() -> None:
    """Places of one origin stand together, in reading order, and the value is first."""
    first, second, *_ = explain(paper("2024-05/outcomes"), "47.0").traces
    where = [place.piece for place in first.printed]

    assert first.lineage.what.endswith("value, Southampton, 2020/21")
    assert second.lineage.what.endswith("value, England, 2020/21")
    assert where[0] == "key figures"
    assert any(each.startswith("Table 2, row") for each in where)
    assert where[-1] == "Figure 4, text alternative"
    (row,) = first.lineage.rows
    assert (row.file, row.row) == ("data/observations.csv", 24)
    assert row.source_ref.startswith("Reducing Drug Harm Partnership Scorecard")


@pytest.mark.parametrize(
    "asked",
    ["(", "[a", "\\", "%", ".", "-", "1,,2", "9" * 5000, "٣", "e" * 9000, "1e5"],
)
def test_nothing_that_is_asked_does_harm(asked: str) -> None:
    """What is no question is answered as one that finds nothing, or something."""
    found = explain(paper("2024-10/jcdu"), asked)

    assert found.sought in {"number", "words"}
    assert not found.traces or len(asked) < 5


def test_equal_claims_are_told_by_their_lines(testshire: Scratch) -> None:
    """The same words about the same value, twice in one section, have two lines."""
    claim = '{{ claim(t2.value, "about 5 of them") }}'
    testshire.append("data/2025-01/commentary/about.md", f"\n{claim}\n\n{claim}\n")
    (found,) = reportgen.explain(
        "2025-01", "about 5 of them", workspace=testshire.folder
    )
    lines = [
        place.line
        for each in found.traces
        for place in each.lineage.places
        if each.lineage.kind is Kind.CLAIM
    ]

    assert len(lines) == len(set(lines)) == 2


def test_a_claim_is_told_with_what_the_check_says() -> None:
    """The author's number, its line, the value that it is about, and the doubt."""
    found = explain(paper("2024-10/jcdu"), "145.9").traces
    (claim,) = [each.lineage for each in found if each.lineage.kind is Kind.CLAIM]

    assert [str(place) for place in claim.places] == [
        "data/2024-10/commentary/progress.md line 19"
    ]
    assert claim.measure == "tx_crack"
    assert any("contradicts tx_crack.value" in rule for rule in claim.rules)


def test_a_change_since_a_baseline_has_both_rows() -> None:
    """What is worked out names the values that it was worked out from, and how."""
    found = explain(paper("2026-05/outcomes"), "35%").traces
    (change,) = [each.lineage for each in found if each.lineage.kind is Kind.CHANGE]

    assert [row.period for row in change.rows] == ["2024/25", "2021/22"]
    assert change.rules[0].startswith("from the second row to the first")


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_of_number_is_documented(kind: Kind) -> None:
    """README says of each kind what answers for it."""
    text = (ROOT / "README.md").read_text("utf-8")
    table = text.partition("#### Kinds of numbers")[2].partition("\n\n|")[2]
    rows = [line.split("|")[1] for line in f"|{table}".split("\n\n")[0].splitlines()]

    assert any(kind.value in row.strip().split(", ") for row in rows)


# --- what an audience may not see -----------------------------------------------------


def secret_rows(target: str) -> set[int]:
    """The rows of the store that are restricted."""
    numbers = range(2, len(papers.rows(target)))
    return {n for n in numbers if cells(target, n)["disclosure"] == "restricted"}


@pytest.mark.parametrize("target", ["2026-05/outcomes", "2026-10/jcdu"])
def test_the_public_is_told_nothing_of_a_withheld_row(target: str) -> None:
    """No answer for the public comes from a restricted row; the partners have them."""
    secret = secret_rows(target)
    told = {row.row for each in lineages(target, Rendition.PUBLIC) for row in each.rows}
    shown = {
        row.row for each in lineages(target, Rendition.PARTNERS) for row in each.rows
    }

    assert secret
    assert told & secret == set()
    assert target == "2026-10/jcdu" or shown & secret


@pytest.mark.parametrize("target", ["2026-05/outcomes", "2026-10/jcdu"])
def test_a_withheld_measure_says_that_it_is_withheld(target: str) -> None:
    """Asked by name, it has a marker and a reason, and neither row nor value."""
    made = paper(target)
    hidden = [o for o in made.used if o.area.value is None and o.area.markers[0] == "c"]
    for one in hidden:
        found = explain(made, one.measure.measure)
        rows = [
            row
            for each in found.traces
            for row in each.lineage.rows
            if row.place == made.published.area
        ]
        assert [row for row in rows if row.row in secret_rows(target)] == []
        assert "restricted" in str([asdict(each) for each in found.traces])
