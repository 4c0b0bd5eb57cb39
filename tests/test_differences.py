"""What changed between two versions of an input, told to an analyst."""

import csv
import io
from collections.abc import Sequence
from hashlib import sha256

import pytest
from conftest import ROOT
from hypothesis import assume, given
from hypothesis import strategies as st

from reportgen.differences.alignment import Versions, align
from reportgen.differences.difference import Difference
from reportgen.differences.telling import told, versions_told
from reportgen.errors import Place

OBSERVATIONS = "data/observations.csv"
STORE = (ROOT / OBSERVATIONS).read_text("utf-8")
NAMES = {"E06000045": "Southampton"}


def said(name: str, before: str, after: str, **more: int) -> list[str]:
    """The differences of two texts, as people read them."""
    found = told(name, before.encode(), after.encode(), names=NAMES, **more)
    return [str(one) for one in found]


def written(rows: Sequence[Sequence[str]], separator: str = ",") -> str:
    """A table as CSV."""
    file = io.StringIO()
    csv.writer(file, delimiter=separator, lineterminator="\n").writerows(rows)
    return file.getvalue()


ROWS = [
    ["measure", "area", "period", "value", "received", "status"],
    ["m20", "E06000045", "2021/22", "4.6", "2024-05-31", "final"],
    ["m20", "E06000045", "2022/23", "4.8", "2024-05-31", "final"],
    ["m20", "E92000001", "2022/23", "5.1", "2024-05-31", "final"],
    ["m21", "E06000045", "2022/23", "61", "2024-05-31", "provisional"],
]


def changed(row: int, column: int, value: str) -> str:
    """The rows with one other cell."""
    rows = [list(each) for each in ROWS]
    rows[row][column] = value
    return written(rows)


def test_a_cell_is_told_as_a_spreadsheet_numbers_it() -> None:
    """Row and column, what the row is about, and both values."""
    assert [
        "data/observations.csv row 3 (m20, Southampton, 2022/23), column value: "
        "4.8 became 4.9"
    ] == said(OBSERVATIONS, written(ROWS), changed(2, 3, "4.9"))


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        (3, "", "column value: 4.8 became nothing"),
        (5, "revised", 'column status: "final" became "revised"'),
        (2, "2023/24", "column period: 2022/23 became 2023/24"),
        (4, "2024-06-30", "column received: 2024-05-31 became 2024-06-30"),
    ],
)
def test_every_kind_of_cell_is_told(column: int, value: str, expected: str) -> None:
    """Words in quotes, numbers and dates bare; also a cell of the row's key."""
    (one,) = said(OBSERVATIONS, written(ROWS), changed(2, column, value))

    assert expected == one.partition("), ")[2]


def test_rows_added_and_removed_are_told_with_their_key() -> None:
    """A removed row has the number that it had; the others keep theirs."""
    after = [*ROWS[:2], *ROWS[3:], ["m22", "E06000045", "2023", "7", "2024-07-01", "x"]]

    assert [
        "data/observations.csv row 3 of the version before (m20, Southampton, "
        "2022/23): removed",
        "data/observations.csv row 5 (m22, Southampton, 2023): added",
    ] == said(OBSERVATIONS, written(ROWS), written(after))


def test_a_row_that_changed_and_moved_is_known_by_its_key() -> None:
    """A sorted table with one new value tells that value, and that rows moved."""
    after = [ROWS[0], ROWS[4], [*ROWS[2][:3], "4.9", *ROWS[2][4:]], ROWS[3], ROWS[1]]
    found = said(OBSERVATIONS, written(ROWS), written(after))

    assert (
        "data/observations.csv row 3 (m20, Southampton, 2022/23), column value: "
        "4.8 became 4.9"
    ) == found[0]
    assert "2 rows stand elsewhere, unchanged" in found[1]
    assert 2 == len(found)


def test_columns_are_told_once_and_not_in_every_row() -> None:
    """A column added, removed, renamed or moved."""
    wider = [[*row, "note" if n == 0 else str(n)] for n, row in enumerate(ROWS)]
    narrower = [row[:3] + row[4:] for row in ROWS]
    turned = [[row[1], row[0], *row[2:]] for row in ROWS]
    for after, expected in (
        (wider, "data/observations.csv, column note: added"),
        (narrower, "data/observations.csv, column value: removed"),
        (turned, "data/observations.csv: the columns stand in another order"),
    ):
        assert [expected] == said(OBSERVATIONS, written(ROWS), written(after))
    assert [
        'data/observations.csv row 1, column amount: "value" became "amount"'
    ] == said(OBSERVATIONS, written(ROWS), changed(0, 3, "amount"))


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_another_separator_is_told_and_hides_no_value(separator: str) -> None:
    """A spreadsheet that saves with semicolons changes no cell, and one beside it."""
    before = written(ROWS)
    same = said(OBSERVATIONS, before, written(ROWS, separator))
    rows = list(csv.reader(io.StringIO(changed(2, 3, "4.9"))))
    found = said(OBSERVATIONS, before, written(rows, separator))

    assert 1 == len(same)
    assert "cells were parted by commas" in same[0]
    assert [same[0], "4.8 became 4.9"] == [found[0], found[1].rpartition(": ")[2]]


@pytest.mark.parametrize(
    "rewritten",
    [
        written(ROWS).replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbf" + written(ROWS).encode(),
        written(ROWS).replace("m21", '"m21"').encode(),
    ],
)
def test_a_file_written_otherwise_has_no_changed_cell(rewritten: bytes) -> None:
    """Line ends, byte order mark and quotation marks are told as what they are."""
    (one,) = told(OBSERVATIONS, written(ROWS).encode(), rewritten)

    assert "and no" in one.what
    assert Place(OBSERVATIONS) == one.place


def test_bytes_that_are_no_text_are_shown_as_what_they_are() -> None:
    """A file saved in an old encoding reads, and the one letter is told."""
    before = "measure,reason\nm1,café\n".encode()

    (one,) = told("data/measures.csv", before, before.decode().encode("latin-1"))
    assert '"café" became "caf\\xe9"' == one.what


def test_a_table_that_does_not_read_is_told_by_its_lines() -> None:
    """A quotation mark that never closes does not stop the telling."""
    (one,) = said(OBSERVATIONS, "measure\nm1\n", f'measure\n"{"m" * 200_000}')

    assert f"{OBSERVATIONS} line 2: 1 line added and 1 line removed (line 2)" == one


def test_people_are_never_told() -> None:
    """Of members only the number of rows: no name, no address, no column."""
    for name in ("data/members.csv", "data/early_access.csv"):
        before = "name,email\nA,a@example.org\nB,b@example.org\nC,c@example.org\n"
        after = "name,email\nA,x@example.org\nC,c@example.org\nD,d@example.org\n"
        found = said(name, before, after)

        assert [f"{name}: 3 rows changed"] == found
        assert "@" not in "".join(found + said(name, before, f'"{"a@" * 200_000}'))


def test_rows_of_any_table_are_told_once_they_are_known() -> None:
    """Without a key a row is known by what stands around it, and by its cells."""
    rows = [[str(n), f"word {n}", "x"] for n in range(30)]
    after = [list(row) for row in rows]
    after[4][1], after[20][2] = "other", "y"
    del after[10]

    assert [
        'own.csv row 5, column word 0: "word 4" became "other"',
        "own.csv row 11 of the version before: removed",
        'own.csv row 20, column x: "x" became "y"',
    ] == said("own.csv", written(rows), written(after))


def test_the_number_of_told_differences_is_bounded() -> None:
    """Beyond the most that is told, the others are counted."""
    rows = [["measure", "value"], *([f"m{n}", str(n)] for n in range(100))]
    after = [rows[0], *([key, f"{value}0"] for key, value in rows[1:])]
    found = said("data/measures.csv", written(rows), written(after), most=12)

    assert 13 == len(found)
    assert "data/measures.csv: and 88 more" == found[-1]


def test_a_store_of_twenty_megabytes_is_told() -> None:
    """As many rows as may be read at all, in another order: the change is found."""
    head, *_ = STORE.splitlines()
    tail = ",,,2024-05-31,final,public,,,,rose,not comparable,Pack of May,,"
    rows = [f"m{n % 40},E06000045,{n},{n % 997}{tail}" for n in range(240_000)]
    before = "\n".join([head, *rows])
    assert 19e6 < len(before) < 21e6
    mixed = sorted(rows, key=lambda row: sha256(row.encode()).digest())
    spot = mixed.index(rows[77_777])
    mixed[spot] = rows[77_777].replace("final", "revised")
    found = said(OBSERVATIONS, before, "\n".join([head, *mixed]))

    assert (
        f"data/observations.csv row {spot + 2} (m17, Southampton, 77777), column "
        'status: "final" became "revised"'
    ) == found[0]
    assert "rows stand elsewhere, unchanged" in found[1]


# --- TOML --------------------------------------------------------------------------

CYCLE = (ROOT / "data/2024-10/cycle.toml").read_text("utf-8")
CYCLE_NAME = "data/2024-10/cycle.toml"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "cut_off = 2024-10-31",
            "cut_off = 2024-11-01",
            "key cut_off: 2024-10-31 became 2024-11-01",
        ),
        (
            '"m12", "m20"',
            '"m20"',
            'key report.1.key_figures.3: "m12" removed',
        ),
        (
            'role = "Joint Partnership Lead"',
            'role = "Lead"',
            'key report.1.sign_off.2.role: "Joint Partnership Lead" became "Lead"',
        ),
        ("[[report.sign_off]]\nrole", '[[report.sign_off]]\nnote = "x"\nrole', ""),
        ('cycle = "2024-10"', 'cycle = "2024-10" # so', "no value"),
    ],
)
def test_keys_of_a_toml_file_are_told(old: str, new: str, expected: str) -> None:
    """Dotted, lists counted from 1 as faults count them, with both values."""
    found = said(CYCLE_NAME, CYCLE, CYCLE.replace(old, new, 1))

    assert 1 == len(found)
    assert expected in found[0]


def test_an_entry_put_in_does_not_change_those_after_it() -> None:
    """A first signatory more is one entry added, told by its role."""
    first = '[[report.sign_off]]\nrole = "Police lead"\nholder = "Chief"\n\n'
    after = CYCLE.replace("[[report.sign_off]]", f"{first}[[report.sign_off]]", 1)

    assert [
        'data/2024-10/cycle.toml, key report.1.sign_off.1: "Police lead" added'
    ] == said(CYCLE_NAME, CYCLE, after)


def test_a_toml_file_that_does_not_read_is_told_by_lines() -> None:
    """So is one that nests without end."""
    for after in (CYCLE + "x = [", CYCLE + "x = " + "[" * 5000 + "]" * 5000):
        (one,) = said(CYCLE_NAME, CYCLE, after)
        assert "1 line added" in one


# --- words, pages, everything else --------------------------------------------------

WORDS = "The rate rose.\n\nDeaths fell by 11.4% in the year, which is good.\n\nEnd.\n"
REFLOWED = "x.md: lines are broken otherwise, or spaces changed, and no word"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("11.4%", "12%", ['x.md line 3: "11.4%" became "12%"']),
        (" in the", " in very the", ['x.md line 3: "very" put in after "by 11.4% in"']),
        (" rate", "", ['x.md line 1: "rate" taken out']),
        ("End.", "End.\n\nMore words here.", ['x.md line 7: "More words here." added']),
        ("End.\n", "", ['x.md line 5 of the version before: "End." removed']),
        (" in the", "\nin the", [REFLOWED]),
        ("\n\nEnd", "\n\n\n\nEnd", [REFLOWED]),
    ],
)  # fmt: skip
def test_changed_words_are_told_with_their_line(
    old: str, new: str, expected: list[str]
) -> None:
    """A number of a line, and the words that changed in it."""
    assert expected == said("x.md", WORDS, WORDS.replace(old, new, 1))


def test_long_words_are_told_short() -> None:
    """A paragraph of a whole book is compared, and told in an excerpt."""
    long = " ".join(f"word{n}" for n in range(20_000))
    (one,) = said("x.md", long, long.replace("word777 ", "other "))

    assert 'x.md line 1: "word777" became "other"' == one
    assert all(len(one) < 200 for one in said("x.md", long, long[::-1]))


@pytest.mark.parametrize(
    "name", ["templates/report.html", "styles/page.css", "styles/draft.svg"]
)
def test_pages_are_told_by_lines_and_counts(name: str) -> None:
    """What lines now, and how many changed, came and went."""
    before = "a { b: c }\nd { e: f }\ng { h: i }\nj { k: l }\n"
    after = "a { b: c }\nd { e: z }\ng { h: i }\nm n o\n"

    assert [
        f"{name} line 2: 1 line changed, 1 line added and 1 line removed "
        "(lines 2 and 4)"
    ] == said(name, before, after)


@pytest.mark.parametrize("name", ["fonts/Own.ttf", "data/x.xlsx", "styles/a.css"])
def test_what_is_no_text_has_changed(name: str) -> None:
    """Fonts, spreadsheets, and whatever holds zero bytes."""
    (one,) = told(name, b"\0a", b"\0b")

    assert f"{name}: changed" == str(one)


def test_files_that_came_and_went() -> None:
    """Told as that, without their content."""
    assert "x.csv: the file was added" == str(*told("x.csv", None, b"a"))
    assert "x.csv: the file was removed" == str(*told("x.csv", b"a", None))


def test_versions_are_told() -> None:
    """Of libraries the versions; of the program that it changed."""
    assert "weasyprint: 70.0 became 70.1" == str(
        versions_told("weasyprint", "70.0", "70.1")
    )
    assert "chrome: 130.0 became nothing" == str(versions_told("chrome", "130.0", ""))
    assert "program: reportgen itself has changed" == str(
        versions_told("program", "a" * 64, "b" * 64)
    )


# --- properties --------------------------------------------------------------------

CELLS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t,\";'"),
    max_size=6,
)
HEADS = st.text("abcdefgh", min_size=1, max_size=3)


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    """A header and at least one row, all as long as the header; rows may repeat."""
    width = draw(st.integers(1, 5))
    header = draw(st.lists(HEADS, min_size=width, max_size=width, unique=True))
    few = draw(st.lists(CELLS, min_size=1, max_size=4))
    row = st.lists(st.sampled_from(few), min_size=width, max_size=width)
    return [header, *draw(st.lists(row, min_size=1, max_size=12))]


FILES = st.sampled_from(["own.csv", OBSERVATIONS, "data/measures.csv", "x/words.csv"])


@given(FILES, tables(), st.data(), st.sampled_from(",;\t|"))
def test_each_single_change_of_a_table_is_named_exactly(
    name: str, table: list[list[str]], data: st.DataObject, separator: str
) -> None:
    """Whatever a table holds, however its rows repeat: one cell, one difference."""
    row = data.draw(st.integers(1, len(table) - 1))
    column = data.draw(st.integers(0, len(table[0]) - 1))
    value = data.draw(CELLS)
    after = [list(each) for each in table]
    after[row][column] = value
    assume(after != table)
    first = written(table, separator), written(after, separator)
    assume(len(table[0]) > 1 or separator == ",")
    found = told(name, *(text.encode() for text in first))

    places = [one.place for one in found]
    assert [Place(name, row=row + 1, column=table[0][column])] == places
    assert ["changed"] == [one.kind for one in found]
    assert f"{name} row {row + 1}, column {table[0][column]}: changed" == (
        found[0].safely
    )


@given(st.data())
def test_each_of_many_changes_is_named(data: st.DataObject) -> None:
    """Several cells, rows added and removed: each told once, and nothing else."""
    count = data.draw(st.integers(4, 25))
    rows = [[f"m{n}", str(n * 7), f"word {n}", "final"] for n in range(count)]
    spots = data.draw(st.sets(st.integers(0, count - 1), max_size=4))
    gone = data.draw(st.sets(st.integers(0, count - 1), max_size=3)) - spots
    head = ["measure", "value", "name", "status"]
    after = []
    for n, row in enumerate(rows):
        if n not in gone:
            after.append([row[0], "new" if n in spots else row[1], *row[2:]])
    after += [["m999", "1", "2", "3"]] if data.draw(st.booleans()) else []
    extra = after and after[-1][0] == "m999"
    versions = [written([head, *each]).encode() for each in (rows, after)]
    found = told("data/measures.csv", versions[0], versions[1])

    expected = {("changed", f"m{n}") for n in spots}
    expected |= {("removed", f"m{n}") for n in gone}
    expected |= {("added", "m999")} if extra else set()
    assert expected == {(one.kind, one.about) for one in found if one.about}
    assert len(expected) == len([one for one in found if one.about])


@given(st.binary(max_size=200), FILES | st.sampled_from(["x.md", "x.toml", "x.css"]))
def test_equal_bytes_have_no_difference(data: bytes, name: str) -> None:
    """Whatever they are."""
    assert () == told(name, data, data)


@given(
    st.binary(max_size=300),
    st.binary(max_size=300),
    FILES | st.sampled_from(["x.md", "x.toml", "x.css", "x.svg", "x.ttf", "noname"]),
)
def test_bytes_of_any_kind_are_told(before: bytes, after: bytes, name: str) -> None:
    """Bad UTF-8, lone quotation marks, zero bytes: something is told, on one place."""
    found = told(name, before, after)

    assert (before != after) == bool(found)
    assert {name} >= {one.place.file for one in found}
    assert all(isinstance(one, Difference) and one.what for one in found)
    assert all("\n" not in one.what for one in found)


@given(
    st.lists(st.integers(0, 6), max_size=25), st.lists(st.integers(0, 6), max_size=25)
)
def test_an_alignment_accounts_for_every_entry(
    before: list[int], after: list[int]
) -> None:
    """Each entry stays, moves, changes, goes or comes, and none is told twice."""
    found = align(Versions(before, after, lambda i, j: float(before[i] == after[j])))
    olds = [*(i for i, _ in (*found.changed, *found.moved)), *found.gone]
    news = [*(j for _, j in (*found.changed, *found.moved)), *found.come]

    assert len(olds) == len(set(olds))
    assert len(news) == len(set(news))
    stayed = [
        [one for n, one in enumerate(entries) if n not in told]
        for entries, told in ((before, olds), (after, news))
    ]
    assert stayed[0] == stayed[1]
    assert all(before[i] == after[j] for i, j in found.moved)


def test_what_may_be_handed_over_holds_no_value() -> None:
    """The telling for others names file, row, column and kind, and nothing else."""
    after = changed(2, 3, "4.9") + "m99,E06000045,2023,7,2024-07-01,x\n"
    found = told(OBSERVATIONS, written(ROWS).encode(), after.encode(), names=NAMES)

    assert [
        "data/observations.csv row 3, column value: changed",
        "data/observations.csv row 6: added",
    ] == [one.safely for one in found]


def test_a_difference_as_json_has_its_place() -> None:
    """File, line, row and column as faults have them."""
    (one,) = told(OBSERVATIONS, written(ROWS).encode(), changed(2, 3, "4.9").encode())

    assert {
        "file": OBSERVATIONS,
        "line": None,
        "row": 3,
        "column": "value",
        "about": "m20, E06000045, 2022/23",
        "kind": "changed",
        "what": "4.8 became 4.9",
    } == one.as_json()


def test_the_real_inputs_are_told_exactly() -> None:
    """One cell of each real table, one after the other."""
    for file in sorted((ROOT / "data").glob("*.csv")):
        if file.name == "members.csv":
            continue
        rows = list(csv.reader(io.StringIO(file.read_text("utf-8"), newline="")))
        for n in range(1, len(rows), 7):
            column = n % len(rows[0])
            after = [list(row) for row in rows]
            after[n][column] += "!"
            name, versions = f"data/{file.name}", [rows, after]
            (one,) = told(name, *(written(each).encode() for each in versions))
            expected = Place(name, row=n + 1, column=rows[0][column])
            assert expected == one.place
