"""Observations: bad rows with place and cure, good ones read, and what was known."""

import csv
import io
from collections.abc import Callable, Sequence

import pytest
from conftest import Scratch

from reportgen.errors import Place, Slug
from reportgen.evidence.measures import read_measures
from reportgen.evidence.observations import (
    Observation,
    read_observations,
)

Southampton = Callable[[str], Scratch]
FILE = "data/observations.csv"
COLUMNS = [name for name in Observation.model_fields if name != "place"]
NUMBER = 24  # the row that is spoilt: m12, E06000045, 2020/21, 47.0

CELLS = [
    ("measure", "m99", Slug.UNKNOWN_MEASURE, '"m99" is not a measure', "define it in"),
    (
        "area",
        "E06000046",
        Slug.UNKNOWN_AREA,
        "is not an area",
        "E06000045 and E92000001",
    ),
    ("period", "23-Oct", Slug.UNKNOWN_PERIOD, "a spreadsheet", "format the column"),
    ("period", "No Value", Slug.UNKNOWN_PERIOD, "is not a period", "write it as"),
    ("period", "2022-2020", Slug.UNKNOWN_PERIOD, "ends before", "earlier year first"),
    ("period", "", Slug.UNKNOWN_PERIOD, "a value needs a period", "write it as"),
    (
        "period",
        "Oct 20",
        Slug.UNKNOWN_PERIOD,
        "Oct 2020 is a month, but",
        "correct the",
    ),
    ("value", "n/a", Slug.NOT_A_NUMBER, '"n/a" is not a number', "leave it empty"),
    ("value", "1,234", Slug.NOT_A_NUMBER, '"1,234" is not a number', "write 1234, "),
    ("value", "47%", Slug.NOT_A_NUMBER, '"47%" is not a number', "write 47, without"),
    ("value", "47.0 %", Slug.NOT_A_NUMBER, '"47.0 %" is not a number', "write 47.0, "),
    ("value", "−4.7", Slug.NOT_A_NUMBER, '"−4.7" is not a number', "write -4.7, "),
    ("value", "NaN", Slug.NOT_A_NUMBER, '"NaN" is not a number', "leave it empty"),
    ("value", "-inf", Slug.NOT_A_NUMBER, '"-inf" is not a number', "leave it empty"),
    ("value", "1e5", Slug.NOT_A_NUMBER, '"1e5" is not a number', "leave it empty"),
    ("value", "4_7", Slug.NOT_A_NUMBER, '"4_7" is not a number', "leave it empty"),
    ("value", "٤٧", Slug.NOT_A_NUMBER, '"٤٧" is not a number', "leave it empty"),
    ("value", "9" * 40, Slug.NOT_A_NUMBER, "has more digits", "the source prints"),
    ("value", "", Slug.VALUE_OR_MARKER, "it is empty", "markers c, x, z and a reason"),
    ("count", "-3", Slug.NEGATIVE_COUNT, '"-3" is below zero', "a count is 0 or more"),
    ("count", "many", Slug.NOT_A_NUMBER, '"many" is not a number', "leave it empty"),
    ("received", "31/05/2024", Slug.NOT_A_DATE, "is not a date", "like 2024-05-31"),
    ("received", "20240531", Slug.NOT_A_DATE, "is not a date", "like 2024-05-31"),
    ("received", "", Slug.NOT_A_DATE, '"" is not a date', "like 2024-05-31"),
    ("status", "firm", Slug.NOT_A_CHOICE, '"firm" is not a choice', 'choose "final"'),
    ("disclosure", "", Slug.NOT_A_CHOICE, '"" is not a choice', '"restricted"'),
    ("marker", "q", Slug.NOT_A_CHOICE, '"q" is not a choice', 'choose "c"'),
    ("marker", "x", Slug.VALUE_OR_MARKER, "but a value is given", "one of the two"),
    ("source_ref", "", Slug.MISSING_KEY, "this must be given", "fill it in"),
]


def table(scratch: Scratch) -> list[list[str]]:
    """The file as cells; row 1 is at 0."""
    text = (scratch.folder / FILE).read_text("utf-8")
    return list(csv.reader(io.StringIO(text)))


def put(scratch: Scratch, rows: Sequence[Sequence[str]], ending: str = "\n") -> None:
    """Write cells over the file."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=ending).writerows(rows)
    (scratch.folder / FILE).write_bytes(text.getvalue().encode())


def spoil(scratch: Scratch, row: int, **cells: str) -> None:
    """Put other texts into one row."""
    rows = table(scratch)
    for column, text in cells.items():
        rows[row - 1][COLUMNS.index(column)] = text
    put(scratch, rows)


def read(scratch: Scratch) -> tuple[Observation, ...]:
    """All observations of the real workspace."""
    data = scratch.folder / "data"
    areas = {"E06000045", "E92000001"}
    return read_observations(data, read_measures(data), areas).rows


@pytest.mark.parametrize("case", CELLS, ids=[f"{c[0]}={c[1][:9]}" for c in CELLS])
def test_a_bad_cell_gets_its_fault(
    southampton: Southampton, case: tuple[str, str, Slug, str, str]
) -> None:
    """A cell that cannot be taken is named with row and column, and its cure."""
    column, text, slug, what, cure = case
    scratch = southampton("2024-05")
    spoil(scratch, NUMBER, **{column: text})
    faults = scratch.faults()

    place = Place(FILE, row=NUMBER, column=column)
    assert [(slug, place)] == [(fault.slug, fault.place) for fault in faults]
    assert what in faults[0].what
    assert cure in faults[0].cure


def test_a_negative_count_as_value(southampton: Southampton) -> None:
    """A value of a measure that counts is 0 or more."""
    scratch = southampton("2024-05")
    spoil(scratch, 6, value="-530")

    assert [
        'error: data/observations.csv row 6, column value: "-530" is below zero; a '
        "count is 0 or more; correct it, or give a marker and a reason [negative-count]"
    ] == scratch.told()


def test_a_count_above_its_denominator(southampton: Southampton) -> None:
    """A part of a whole is not more than the whole; the two may be swapped."""
    scratch = southampton("2024-05")
    spoil(scratch, NUMBER, count="90", denominator="47")

    assert [
        "error: data/observations.csv row 24, column count: the count 90 is above the "
        "denominator 47; look whether the two are swapped [count-above-denominator]"
    ] == scratch.told()


def test_a_marker_needs_a_reason(southampton: Southampton) -> None:
    """Where there is no value, the row says why."""
    scratch = southampton("2024-05")
    spoil(scratch, NUMBER, value="", marker="x")

    assert [(Slug.NO_VALUE_NO_REASON, "reason")] == [
        (fault.slug, fault.place.column) for fault in scratch.faults()
    ]


def test_a_row_twice(southampton: Southampton) -> None:
    """The same value received on the same day stands once; both rows are named."""
    scratch = southampton("2024-05")
    rows = table(scratch)
    put(scratch, [*rows, rows[NUMBER - 1]])

    assert [
        "error: data/observations.csv row 98, column measure: m12, E06000045, 2020/21, "
        "received 2024-05-31 stands already in row 24; remove one; a revision is a row "
        "with a later received date [duplicate-row]"
    ] == scratch.told()


def test_two_styles_of_one_quarter_are_one_row(southampton: Southampton) -> None:
    """Written as 2022 Q1 or as 2021/22 Q4, it is the same quarter."""
    scratch = southampton("2024-05")
    rows = table(scratch)
    again = next(row for row in rows if row[0] == "m30")
    put(scratch, [*rows, [*again[:2], "2022 Q1", *again[3:]]])

    assert [Slug.DUPLICATE_ROW] == [fault.slug for fault in scratch.faults()]


def test_columns_missing_unknown_and_twice(southampton: Southampton) -> None:
    """Faults of the header name the column and the columns there are."""
    scratch = southampton("2024-05")
    header, *rows = table(scratch)
    header = ["value" if name == "count" else name for name in header]
    put(scratch, [[*header, "colour", ""], *([*row, "", ""] for row in rows)])

    assert [
        "error: data/observations.csv row 1, column count: the column is missing; add "
        f"it; the columns are {', '.join(COLUMNS)} [missing-column]",
        "error: data/observations.csv row 1, column value: the column stands twice; "
        "keep one of them [extra-column]",
        "error: data/observations.csv row 1, column colour: the column is unknown; "
        "remove it, or correct its name [extra-column]",
        "error: data/observations.csv row 1, column number 19: the column is unknown; "
        "remove it, or correct its name [extra-column]",
    ] == scratch.told()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "2020/21,47.0,",
            "2020/21,1,470,",
            "row 24: the row has 18 cells, the header has 17; put a text that holds a "
            "comma in quotation marks, and leave no cell out",
        ),
        (
            "2020/21,47.0,,",
            "2020/21,47.0,",
            "row 24: the row has 16 cells, the header has 17",
        ),
        (
            "2020/21,47.0",
            '2020/21,"47.0',
            ": the table cannot be read: ",
        ),
    ],
)
def test_a_ragged_row_or_an_open_quote(
    southampton: Southampton, old: str, new: str, told: str
) -> None:
    """A comma or a quotation mark too many is told, and nothing is guessed."""
    scratch = southampton("2024-05")
    scratch.change(FILE, f"m12,E06000045,{old}", f"m12,E06000045,{new}")
    faults = scratch.faults()

    assert [Slug.NOT_CSV] == [fault.slug for fault in faults]
    assert told in str(faults[0])


def test_an_open_quote_at_the_end(southampton: Southampton) -> None:
    """A quotation mark that is never closed is named with its line and its cure."""
    scratch = southampton("2024-05")
    scratch.append(FILE, 'm1,"E0600\n')

    assert [
        "error: data/observations.csv line 98: the table cannot be read: unexpected "
        "end of data; look for a quotation mark that is opened and never closed "
        "[not-csv]"
    ] == scratch.told()


def test_a_header_alone_is_a_fault(southampton: Southampton) -> None:
    """A table that lost its rows would print a report without a number."""
    scratch = southampton("2024-05")
    put(scratch, [COLUMNS])

    assert [
        "error: data/observations.csv: no row follows the header; fill it, or restore "
        "the last version [file-empty]"
    ] == scratch.told()


def test_all_faults_of_a_file_stand_in_order(southampton: Southampton) -> None:
    """Cells that do not read and rows that do not fit are told at once, by row."""
    scratch = southampton("2024-05")
    spoil(scratch, 30, value="n/a", received="31/05/2024")
    spoil(scratch, 24, measure="m99")
    spoil(scratch, 4, area="E1", value="-1")
    spoil(scratch, 40, period="23-Oct")

    assert [
        (4, "area"),
        (4, "value"),
        (24, "measure"),
        (30, "value"),
        (30, "received"),
        (40, "period"),
    ] == [(fault.place.row, fault.place.column) for fault in scratch.faults()]
