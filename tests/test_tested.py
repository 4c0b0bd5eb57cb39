"""A comparison that was tested, from the count in the store to every page."""

import csv
import io
import re
from decimal import Decimal

import pytest
from conftest import Scratch

from reportgen.composition import Composition, compose
from reportgen.errors import Collector
from reportgen.evidence.assembly import assemble
from reportgen.evidence.intervals import Interval, rate, wilson
from reportgen.pages.dataset import published_csv
from reportgen.pages.document import compose as compose_document
from reportgen.pages.exporter import FakeExporter
from reportgen.pages.html import environment, render
from reportgen.pages.numerals import without_elements
from reportgen.production import draw
from reportgen.vocabulary import Comparison, Method, Rendition

STORE = "data/observations.csv"
T4 = "t4,E99000001,2023/24 Q4,40.5,,,2024-12-15"
APART, NEAR = "4050,10000", "405,1000"
"""Of so many is 40.5% apart from England's 38.0%, and of so many not."""


def composed(scratch: Scratch, counts: str) -> Composition:
    """Testshire's pack with these numbers behind the completions of group B."""
    scratch.change(STORE, T4, T4.replace(",,,", f",{counts},"))
    collector = Collector()
    (assembly,) = assemble(scratch.workspace.data, [scratch.target], collector)
    collector.settle()
    return compose(assembly, Rendition.PUBLIC)


def page(composition: Composition, scratch: Scratch) -> str:
    """The whole report as one line of HTML."""
    (drawings,) = draw([composition], FakeExporter())
    document = compose_document(composition.material(drawings), draft=True)
    html = render(document, environment(scratch.workspace.shelves("templates")))
    return re.sub(r"\s+", " ", html)


@pytest.mark.parametrize(
    ("counts", "found", "cell", "meaning"),
    [
        (
            APART,
            Comparison.BETTER,
            '<span class="mark better"></span>better (higher)',
            "Testshire’s value is above England’s by more than chance is likely to "
            "explain. For this measure a higher value is good.",
        ),
        (
            NEAR,
            Comparison.SIMILAR,
            '<span class="mark similar"></span>similar',
            "The two values lie no further apart than chance may put them.",
        ),
    ],
)
def test_it_is_told_in_the_table_and_explained(
    testshire: Scratch, counts: str, found: Comparison, cell: str, meaning: str
) -> None:
    """The word with its mark in the row, and the same piece under "How to read"."""
    composition = composed(testshire, counts)
    html = page(composition, testshire)

    assert composition.published["t4"].comparison is found
    assert re.search(rf'<td class="comparison">\s*{re.escape(cell)}</td>', html)
    assert re.search(rf'<th scope="row">\s*{re.escape(cell)}\s*</th>', html)
    assert f"<td>{meaning}</td>" in html
    assert "95% confidence interval" in html
    assert "Wilson’s score interval" in html
    assert re.search(
        r'40.5 <span class="limits">\(\d\d.\d to \d\d.\d\)</span></td>',
        without_elements(html),
    )
    assert "Byar" not in html


@pytest.mark.parametrize(
    ("limits", "method"),
    [
        (wilson(Decimal(4), Decimal(9)), Method.WILSON),
        (rate(Decimal(10), Decimal(90), Decimal(1000)), Method.BYAR),
        (rate(Decimal(9), Decimal(90), Decimal(1000)), Method.POISSON),
        (Interval(1.0, 2.0), Method.SOURCE),
    ],
)
def test_an_interval_knows_how_it_was_made(limits: Interval, method: Method) -> None:
    """In another unit too; two intervals are the same by their limits alone."""
    assert limits.times(100).method is method
    assert limits == Interval(limits.lower, limits.upper)


def test_without_a_test_nobody_reads_of_one(testshire: Scratch) -> None:
    """Testshire as it stands tests nothing, and explains no interval."""
    html = page(composed(testshire, ","), testshire)

    assert "confidence" not in html
    assert 'class="mark ' not in html
    assert 'class="limits"' not in html


def test_it_stands_in_the_data(testshire: Scratch) -> None:
    """The count, its denominator and the limits that follow, with the method."""
    held = composed(testshire, APART).published
    data = published_csv([held["t4"]], "Testshire", "England").decode()
    row = next(csv.DictReader(io.StringIO(data)))
    names = ("count", "denominator", "lower", "upper", "limits_from", "tested")

    assert [row[name] for name in names] == [
        *("4050", "10000", "39.5417", "41.4656", "Wilson", "yes")
    ]
    assert ("38.9928", "42.0253") == (row["lower_99_8"], row["upper_99_8"])


def test_a_rule_leaves_out_the_wide_limits(testshire: Scratch) -> None:
    """Only the data file would have them, and they would narrow a rounded count."""
    line = "Group B,Quarterly percentage,Testshire data team,percentage,1,high is good"
    line += ",financial quarter,yes,"
    testshire.change("data/measures.csv", f"{line}none", f"{line}round to 5")
    made = composed(testshire, APART)
    public = made.published["t4"].area
    partners = compose(made.assembly, Rendition.PARTNERS).published["t4"].area

    assert public.interval is not None
    assert public.wide is None
    assert partners.wide is not None


def test_a_restricted_row_keeps_all_its_numbers(testshire: Scratch) -> None:
    """Of an earlier period too: value, count, denominator and limits."""
    line = "t4,E99000001,2023/24 Q2,31.7,3171717,9999991,2024-12-01,final,restricted,"
    testshire.append(STORE, f"{line},,,,,Fictional figures for tests,,\n")
    held = composed(testshire, APART).published
    data = published_csv([held["t4"]], "Testshire", "England").decode()
    (row,) = [
        row
        for row in csv.DictReader(io.StringIO(data))
        if row["period"] == "2023/24 Q2"
    ]
    names = ("value", "count", "denominator", "lower", "upper", "limits_from")

    assert [row[name] for name in (*names, "lower_99_8", "upper_99_8")] == [""] * 8
    assert row["markers"] == "[c]"
    assert not re.search("31.7|3171717|9999991", data)


def test_a_claim_is_held_against_it(testshire: Scratch) -> None:
    """What chance may explain is not higher, whatever the numbers look like."""
    testshire.append(
        "data/2025-01/commentary/figures.md",
        '\nGroup B is {{ claim(t4.comparison, "higher than England") }}.\n',
    )

    assert composed(testshire, NEAR).audit[0].what == (
        '"higher than England" contradicts t4.comparison: '
        "40.5% [r] against 38.0% in England is similar, tested"
    )


@pytest.mark.pages
def test_the_pdf_has_the_word(testshire: Scratch) -> None:
    """The marks pass the check of the finished file: the shape is no text."""
    testshire.change(STORE, T4, T4.replace(",,,", f",{APART},"))

    assert testshire.build(renditions=[Rendition.PUBLIC])
