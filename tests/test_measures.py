"""Measures: bad definitions get their fault, and good ones their types."""

import pytest
from conftest import ROOT, Scratch

from reportgen.errors import Place, Slug
from reportgen.evidence.measures import read_measures
from reportgen.periods import PeriodType, parse
from reportgen.vocabulary import Comparable, Polarity, ValueType

FILE = "data/measures.csv"
CASES = [  # of the row of t2: old, new, slug, column, what, cure
    ("t2,2,", "t1,2,", Slug.DUPLICATE_ROW, "measure", "already in row 2", "keep one"),
    ("t2,2,", "t2,-2,", Slug.NEGATIVE_COUNT, "number", '"-2" is below', "0 or more"),
    ("t2,2,", "t2,two,", Slug.NOT_A_NUMBER, "number", '"two" is not', "leave it empty"),
    (
        "t2,2,Supply,",
        "t2,2,,",
        Slug.MISSING_KEY,
        "priority_area",
        "given",
        "fill it in",
    ),
    ("rate,1,", "ratio,1,", Slug.NOT_A_CHOICE, "value_type", '"ratio"', '"count"'),
    ("rate,1,", "rate,one,", Slug.NOT_A_NUMBER, "decimals", '"one"', "leave it empty"),
    ("rate,1,", "rate,-1,", Slug.WRONG_TYPE, "decimals", '"-1" is not', "from 0 to 6"),
    ("rate,1,", "rate,1.5,", Slug.WRONG_TYPE, "decimals", '"1.5" is', "from 0 to 6"),
    ("rate,1,", "rate,7,", Slug.WRONG_TYPE, "decimals", '"7" is not', "from 0 to 6"),
    ("1,low is", "1,small is", Slug.NOT_A_CHOICE, "polarity", '"small', '"low is good'),
]
Case = tuple[str, str, Slug, str, str, str]


@pytest.mark.parametrize("case", CASES, ids=[case[1] for case in CASES])
def test_a_bad_definition_gets_its_fault(testshire: Scratch, case: Case) -> None:
    """A definition that cannot be taken is named with row and column, and its cure."""
    old, new, slug, column, what, cure = case
    testshire.change(FILE, old, new)
    (fault,) = [one for one in testshire.faults() if one.place.file == FILE]

    assert (slug, Place(FILE, row=3, column=column)) == (fault.slug, fault.place)
    assert what in fault.what
    assert cure in fault.cure


@pytest.mark.parametrize("least", ["0", "1"])
def test_one_possible_count_is_no_secret(testshire: Scratch, least: str) -> None:
    """So nobody can ask for fewer than two to stay possible."""
    lines = (testshire.folder / FILE).read_text("utf-8").splitlines()
    rows = [
        f"{line},{cell}"
        for line, cell in zip(
            lines, ["least_counts", *[least] * (len(lines) - 1)], strict=True
        )
    ]
    testshire.write(FILE, "\n".join(rows) + "\n")
    found = [one for one in testshire.faults() if one.place.column == "least_counts"]

    assert len(lines) - 1 == len(found)
    assert {Slug.OUT_OF_RANGE} == {one.slug for one in found}


def test_a_part_of_nothing(testshire: Scratch) -> None:
    """A part names a measure that exists."""
    text = (testshire.folder / FILE).read_text("utf-8")
    testshire.write(FILE, text.replace(",g_all,group,", ",g_al,group,"))

    assert [
        f'error: {FILE} row {row}, column part_of: "g_al" is not a measure; name the '
        "measure that this one is a part of, or leave it empty [unknown-measure]"
        for row in (10, 11)
    ] == [told for told in testshire.told() if told.startswith("error")]


def test_definitions_that_are_not_read_are_told_with_those_twice(
    testshire: Scratch,
) -> None:
    """A bad cell in one row does not hide a second row of the same name."""
    testshire.change(FILE, "t2,2,", "t1,2,")
    testshire.change(FILE, "t3,3,", "t3,three,")
    (twice, bad) = [one for one in testshire.faults() if one.place.file == FILE]

    assert [(3, "measure"), (4, "number")] == [
        (one.place.row, one.place.column) for one in (twice, bad)
    ]


def test_a_header_alone_is_a_fault(testshire: Scratch) -> None:
    """Without a definition there is nothing to report on."""
    header = (testshire.folder / FILE).read_text("utf-8").partition("\n")[0]
    testshire.write(FILE, header + "\n")

    assert (
        "error: data/measures.csv: no row follows the header; fill it, or restore the "
        "last version [file-empty]"
    ) in testshire.told()


def test_columns_become_types() -> None:
    """Choices, numbers and periods are typed; an empty cell is None."""
    measures = read_measures(ROOT / "data")
    deaths, growth, staff = (measures[name] for name in ("m20", "tx_crack", "m21"))

    assert (ValueType.RATE, Polarity.LOW, Comparable.YES, 1) == (
        deaths.value_type,
        deaths.polarity,
        deaths.comparable,
        deaths.places,
    )
    assert (parse("Mar 22"), "tx_all", "substance") == (
        growth.baseline,
        growth.part_of,
        growth.part_by,
    )
    assert (PeriodType.ROLLING_YEARS, None, None) == (
        deaths.period_type,
        staff.period_type,
        staff.update_every,
    )


def test_the_order_of_the_file_is_kept() -> None:
    """Reports list measures in the order in which they are defined."""
    measures = read_measures(ROOT / "data")

    assert ["m1", "m2", "m3"] == list(measures)[:3]
    assert list(range(2, 2 + len(measures))) == [
        one.place.row for one in measures.values()
    ]
