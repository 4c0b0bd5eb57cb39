"""Lists that others keep: spreadsheets of any kind, with headings of any kind."""

from pathlib import Path

import pytest
import sheets

from reportgen.errors import FaultsFound
from reportgen.evidence import spreadsheets
from reportgen.evidence.enrolment import Enrolment, read_enrolment

TABLE: list[list[sheets.Cell]] = [
    ["Name", "Email", "Organisation", "Role"],
    ["Ann", "ann@example.org", "A council", "Chair"],
    ["Bo", "bo@example.net", "A charity", "Member"],
]


def made(folder: Path, ending: str) -> Path:
    """The same table in each kind of file."""
    path = folder / f"list{ending}"
    if ending == ".xlsx":
        return sheets.xlsx(path, {"Members": TABLE})
    if ending == ".ods":
        return sheets.ods(path, {"Members": TABLE})
    return sheets.csv(path, *(",".join(map(str, row)) for row in TABLE))


def read(path: Path, sheet: str = "") -> Enrolment:
    """What it says."""
    return read_enrolment(path, path.name, sheet)


def lines(folder: Path, *rows: str) -> Enrolment:
    """What a CSV file of these rows says."""
    return read(sheets.csv(folder / "list.csv", *rows))


def told(path: Path, sheet: str = "") -> list[str]:
    """Why it is refused."""
    with pytest.raises(FaultsFound) as caught:
        read(path, sheet)
    return [str(fault) for fault in caught.value.faults]


# --- files -------------------------------------------------------------------------


@pytest.mark.parametrize("ending", [".xlsx", ".ods", ".csv"])
def test_every_kind_of_file_says_the_same(tmp_path: Path, ending: str) -> None:
    """Rows have the numbers that the spreadsheet shows."""
    found = read(made(tmp_path, ending))

    assert [(2, "Ann"), (3, "Bo")] == [
        (row.place.row, row.cells["name"]) for row in found.rows
    ]
    assert {"name": "Ann", "email": "ann@example.org"}.items() <= (
        found.rows[0].cells.items()
    )
    assert ("" if ending == ".csv" else "Members") == found.sheet


@pytest.mark.parametrize("separator", [";", "\t", ","])
def test_a_csv_file_may_be_of_any_country(tmp_path: Path, separator: str) -> None:
    """The sign that stands most often in the first line parts the cells."""
    found = lines(
        tmp_path,
        separator.join(["Name", "Email", "Notes"]),
        separator.join(["Ann", "ann@example.org", '"a note"']),
    )

    assert [{"name": "Ann", "email": "ann@example.org"}] == [
        r.cells for r in found.rows
    ]


def test_a_title_above_the_table_and_a_table_aside_do_no_harm(tmp_path: Path) -> None:
    """The headings are looked for; a row keeps its number."""
    rows: list[list[sheets.Cell]] = [
        ["Our members 2026"],
        [],
        *(["", *r] for r in TABLE),
    ]
    found = read(sheets.xlsx(tmp_path / "a.xlsx", {"S": rows}))

    assert 3 == found.header.row
    assert [4, 5] == [row.place.row for row in found.rows]


def test_numbers_and_ticks_are_read_as_words(tmp_path: Path) -> None:
    """A spreadsheet turns 1 into 1.0 and a tick into TRUE."""
    rows: list[list[sheets.Cell]] = [
        ["Name", "Email", "Active", "Lists"],
        ["Ann", "ann@example.org", True, 7],
        ["Bo", "bo@example.org", False, 1.5],
        ["Cy", "cy@example.org", 1, ""],
    ]
    found = read(sheets.xlsx(tmp_path / "a.xlsx", {"S": rows}))

    assert [("yes", "7"), ("no", "1.5"), ("yes", "")] == [
        (row.cells["active"], row.cells.get("lists", "")) for row in found.rows
    ]


def test_the_sheet_with_the_headings_is_read(tmp_path: Path) -> None:
    """Not the first, and never one that is hidden."""
    cover: list[list[sheets.Cell]] = [["About"]]
    pages = {"Cover": cover, "People": TABLE, "Old": TABLE}
    path = sheets.xlsx(tmp_path / "a.xlsx", pages, hidden="Old")

    assert "People" == read(path).sheet
    assert "People" == read(path, "People").sheet
    assert ['there is no sheet "Old" to be seen'] == [
        fault.partition(": ")[2].partition(": ")[2].partition(";")[0]
        for fault in told(path, "Old")
    ]


def test_of_two_lists_one_has_to_be_named(tmp_path: Path) -> None:
    """Nobody guesses which is the right one."""
    path = sheets.xlsx(tmp_path / "a.xlsx", {"A": TABLE, "B": TABLE})

    (fault,) = told(path)
    assert '2 sheets look like a list of members: "A", "B"; say which' in fault
    assert "B" == read(path, "B").sheet


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.xlsx", b"no spreadsheet", "no spreadsheet that can be read"),
        ("a.ods", b"PK\x03\x04 broken", "no spreadsheet that can be read"),
        ("a.xlsx", b"", "no spreadsheet that can be read"),
        ("a.pdf", b"%PDF", "is read from .xlsx, .xlsm, .xls, .ods or .csv"),
        ("a.csv", "Näme".encode("cp1252"), "not UTF-8"),
        ("a.csv", b'Name,Email\n"Ann,a@example.org', "cannot be read"),
        ("a.csv", b"Name,Phone\nAnn,1\n", "no row has headings for name and e-mail"),
        ("a.csv", b"Name,Email\n", "no row follows the headings"),
        ("a.csv", b"Name,Email,E-mail\nAnn,a,b\n", "both mean email"),
    ],
)
def test_a_file_that_is_no_list_is_refused(
    tmp_path: Path, name: str, data: bytes, says: str
) -> None:
    """With what is wrong, and a cure."""
    path = tmp_path / name
    path.write_bytes(data)

    (fault,) = told(path)
    assert says in fault
    assert "; " in fault


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """As any other."""
    assert "missing" in told(tmp_path / "a.xlsx")[0]
    assert "missing" in told(tmp_path / "a.csv")[0]


FAR = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
NEAR = '<row r="1"><c r="A1"><v>1</v></c></row>'


def test_a_cell_at_the_end_of_the_world_ends_nothing(tmp_path: Path) -> None:
    """A reader that makes room for all cells before it would take 500 GB."""
    page = {"xl/worksheets/sheet1.xml": NEAR + FAR}
    path = sheets.workbook(tmp_path / "far.xlsx", page, ["S"])

    (fault,) = told(path)
    assert "too large for a list of members" in fault


def test_what_unpacks_to_a_flood_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A few thousand bytes may hold a thousand times as many."""
    monkeypatch.setattr(spreadsheets, "_UNPACKED", 100_000)
    rows: list[list[sheets.Cell]] = [*TABLE, ["x" * 200_000]]
    path = sheets.xlsx(tmp_path / "a.xlsx", {"S": rows})

    assert path.stat().st_size < 10_000
    (fault,) = told(path)
    assert "too large for a list of members" in fault


# --- headings ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        *[(each, "email") for each in ("Email", "E-mail address", "EMAIL ADDRESS")],
        *[(each, "email") for each in ("e_mail", "E-Mail (work)", "Contact e-mail")],
        *[(each, "organisation") for each in ("Organisation/Agency", "Organization")],
        *[(each, "organisation") for each in ("agency", "Organisation or employer")],
        *[(each, "role") for each in ("Role", "Job title", "Position / Role")],
        *[(each, "rendition") for each in ("Rendition", "Audience", "Edition")],
        *[(each, "active") for each in ("Active?", "Status", "active")],
        *[(each, "lists") for each in ("Lists", "Mailing lists", "Sub-group/Groups")],
    ],
)
def test_a_heading_may_be_called_what_people_call_it(
    tmp_path: Path, heading: str, column: str
) -> None:
    """Capitals, hyphens, brackets and common names do not matter."""
    other = "name" if column == "email" else "name,email"
    found = lines(tmp_path, f"{other},{heading}", "Ann,a@example.org,x")

    assert heading == found.headings[column]


def test_first_and_last_names_make_a_name(tmp_path: Path) -> None:
    """Many lists have two columns."""
    found = lines(
        tmp_path,
        "Surname,First name,Email",
        "Lee,Ann,a@example.org",
        "Bo,,b@example.org",
    )

    assert ["Ann Lee", "Bo"] == [row.cells["name"] for row in found.rows]


def test_what_is_not_taken_is_told(tmp_path: Path) -> None:
    """A column that means nothing here is named, so that nobody waits for it."""
    found = lines(tmp_path, "Name,Email,Phone,,Notes", "Ann,a@example.org,1,,x")

    assert ("Phone", "Notes") == found.untaken


# --- cells -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("ann@example.org", "ann@example.org"),
        ('"Lee, Ann <ann@example.org>"', "ann@example.org"),
        ("mailto:ann@example.org", "ann@example.org"),
        ("ann at example.org", "ann at example.org"),
    ],
)
def test_an_address_is_taken_out_of_what_stands_around_it(
    tmp_path: Path, cell: str, said: str
) -> None:
    """As mail programs copy it; what is none stays, and is told later."""
    found = lines(tmp_path, "Name,Email", f"Ann,{cell}")

    assert said == found.rows[0].cells["email"]


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        *[
            ("Rendition", each, "partners")
            for each in ("Partners", "partner", "Partners'")
        ],
        *[("Rendition", each, "public") for each in ("Public", "PUBLIC ")],
        *[("Active", each, "yes") for each in ("Yes", "y", "TRUE", "1", "x", "Active")],
        *[("Active", each, "no") for each in ("No", "N", "false", "0", "Left")],
        ("Active", "perhaps", "perhaps"),
        ("Lists", '"board, data group;x"', "board; data group; x"),
    ],
)
def test_choices_are_understood_as_people_write_them(
    tmp_path: Path, column: str, cell: str, said: str
) -> None:
    """What is not understood stays, and is told later."""
    found = lines(tmp_path, f"Name,Email,{column}", f"Ann,a@example.org,{cell}")

    assert said == found.rows[0].cells[column.lower()]


def test_an_empty_cell_says_nothing(tmp_path: Path) -> None:
    """So it changes nothing either."""
    found = lines(tmp_path, "Name,Email,Role", "Ann,a@example.org,")

    assert {"name", "email"} == set(found.rows[0].cells)


def test_rows_about_nobody_and_second_copies_are_left_out(tmp_path: Path) -> None:
    """Each is told with its reason; a row that says otherwise is none."""
    found = lines(
        tmp_path,
        *("Name,Email,Notes", "Ann,a@example.org,", "Ann,a@example.org,again"),
        *(",,Total 2", "Bo,,", "Bo,b@example.org,"),
    )

    assert [
        (3, "row 2 says the same"),
        (4, "it has neither name nor address"),
    ] == sorted((place.row or 0, why) for place, why in found.left_out)
    assert [2, 5, 6] == [row.place.row for row in found.rows]
