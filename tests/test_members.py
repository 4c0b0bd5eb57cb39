"""The list of members: every fault at once, and what holds up a sending."""

from pathlib import Path

import pytest

from reportgen import addresses
from reportgen.errors import FaultsFound, Slug, Weight
from reportgen.evidence.members import (
    Chair,
    Member,
    examine,
    holders,
    read_members,
)

HEADER = "name,email,organisation,role,rendition,active"


def written(folder: Path, *rows: str, header: str = HEADER) -> Path:
    """A data folder with this list."""
    text = "\n".join([header, *rows, ""])
    (folder / "members.csv").write_bytes(text.encode())
    return folder


def members(folder: Path, *rows: str) -> tuple[Member, ...]:
    """The list, read."""
    return read_members(written(folder, *rows))


def told(folder: Path, *rows: str, header: str = HEADER) -> list[str]:
    """What is wrong with a list: slug, row and column."""
    with pytest.raises(FaultsFound) as caught:
        read_members(written(folder, *rows, header=header))
    return [f"{f.slug} {f.place.row} {f.place.column}" for f in caught.value.faults]


ANN = "Ann,ann@example.org,A council,Chair,partners,yes"
BO = "Bo,bo@example.net,A charity,Member,public,yes"


# --- what a list may not hold ------------------------------------------------------


def test_every_fault_of_every_row_is_told_at_once(tmp_path: Path) -> None:
    """With row and column; a wrong address hides no wrong choice beside it."""
    assert [
        "not-an-address 2 email",
        "not-a-choice 2 rendition",
        "missing-key 3 name",
        "not-a-choice 4 active",
        "unsafe-text 5 organisation",
        "unsafe-text 6 role",
    ] == told(
        tmp_path,
        "Ann,ann at example.org,A council,Chair,everybody,yes",
        ",x@example.org,A council,Chair,public,yes",
        "Bo,bo@example.org,A council,Chair,public,perhaps",
        'Cy,cy@example.org,"A council\nBcc: x@example.com",Chair,public,yes',
        "Di,di@example.org,A council,=HYPERLINK(1),public,yes",
    )


@pytest.mark.parametrize("name", ["a\x07b", "a\u202eb", "a\u2028b", "a\x7fb", "a\tb"])
def test_a_name_that_would_break_a_message_is_refused(
    tmp_path: Path, name: str
) -> None:
    """Control characters, other line breaks, and what turns the reading round."""
    row = f'"{name}",a@example.org,A council,Chair,public,yes'

    assert ["unsafe-text 2 name"] == told(tmp_path, row)


@pytest.mark.parametrize(
    "name", ["Zoë Müller", "李 明", "O’Neill", "علي", "क्षि", "A, B; C"]
)
def test_a_name_in_any_script_is_one(tmp_path: Path, name: str) -> None:
    """Only what is no letter is refused."""
    (one,) = members(tmp_path, f'"{name}",a@example.org,A council,Chair,public,yes')

    assert name == one.name


@pytest.mark.parametrize(
    "again", ["ann@example.org", "ANN@EXAMPLE.ORG", "Ann@Example.org"]
)
def test_an_address_that_stands_twice_is_told_with_both_rows(
    tmp_path: Path, again: str
) -> None:
    """Capitals make no other address, and the second copy would be mailed too."""
    rows = (ANN, BO, f"Other,{again},A council,Chair,public,no")
    with pytest.raises(FaultsFound) as caught:
        members(tmp_path, *rows)

    (fault,) = caught.value.faults
    assert (Slug.DUPLICATE_ROW, 4) == (fault.slug, fault.place.row)
    assert [2] == [place.row for place in fault.others]
    assert again not in str(fault)


def test_an_international_address_stands_twice_however_it_is_written(
    tmp_path: Path,
) -> None:
    """In letters or encoded."""
    rows = [
        f"A,a@{domain},C,R,public,yes"
        for domain in ("exämple.org", "xn--exmple-cua.org")
    ]

    assert ["duplicate-row 3 email"] == told(tmp_path, *rows)


def test_the_lists_of_a_member_may_be_named(tmp_path: Path) -> None:
    """The column may be left out; names are separated by semicolons, each once."""
    found = read_members(
        written(
            tmp_path,
            f"{ANN},board; data group ;;board",
            f"{BO},",
            header=f"{HEADER},lists",
        )
    )

    assert [("board", "data group"), ()] == [one.lists for one in found]
    assert [()] == [one.lists for one in members(tmp_path, ANN)]


def test_an_unsafe_name_of_a_list_is_told(tmp_path: Path) -> None:
    """As any other cell."""
    row = f"{ANN},board;=1+1"

    assert ["unsafe-text 2 lists"] == told(tmp_path, row, header=f"{HEADER},lists")


def test_without_a_file_there_is_nobody(tmp_path: Path) -> None:
    """A workspace may have no list."""
    assert () == read_members(tmp_path)


def test_each_address_is_looked_at_a_few_times(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A list of ten thousand is read in ten thousand steps, not in their square."""
    looked: list[str] = []
    complaint = addresses.complaint

    def counted(text: str) -> tuple[str, str] | None:
        looked.append(text)
        return complaint(text)

    monkeypatch.setattr(addresses, "complaint", counted)
    rows = [
        f"Member {n},member{n}@dept{n % 500}.example.org,A council,R,public,yes"
        for n in range(10_000)
    ]

    assert len(rows) == len(members(tmp_path, *rows))
    assert len(looked) <= 2 * len(rows)


# --- what holds up a sending -------------------------------------------------------


def found(folder: Path, *rows: str, domains: tuple[str, ...] = ()) -> list[str]:
    """What `examine` says: weight, slug and row."""
    faults = examine(members(folder, *rows), domains)
    return [f"{f.weight} {f.slug} {f.place.row}" for f in faults]


def test_a_sound_list_is_silent(tmp_path: Path) -> None:
    """Somebody for each rendition, partners at domains that may receive all."""
    assert [] == found(tmp_path, ANN, BO, domains=("Example.org",))


def test_partners_outside_their_domains_are_told_by_row(tmp_path: Path) -> None:
    """A subdomain is another domain; the public edition may go anywhere."""
    rows = (
        ANN,
        BO,
        "Cy,cy@mail.example.org,A council,R,partners,yes",
        "Di,di@example.com,A council,R,partners,yes",
        "Ed,ed@example.com,A council,R,partners,no",
    )

    assert [
        "error domain-not-allowed 4",
        "error domain-not-allowed 5",
    ] == found(tmp_path, *rows, domains=("example.org",))


def test_domains_are_compared_encoded(tmp_path: Path) -> None:
    """The setting may write a domain in its letters."""
    row = "Cy,cy@xn--exmple-cua.org,A council,R,partners,yes"

    assert [] == found(tmp_path, row, BO, domains=("Exämple.org", "no domain"))


def test_without_any_domain_partners_are_told_once(tmp_path: Path) -> None:
    """Not once for each row: it is one setting that is missing."""
    assert ["caution domain-not-allowed None"] == found(tmp_path, ANN, BO)


@pytest.mark.parametrize(
    ("rows", "lacks"),
    [
        ((ANN,), ["public"]),
        ((BO,), ["partners"]),
        ((ANN, BO.replace(",yes", ",no")), ["public"]),
    ],
)
def test_a_rendition_that_nobody_gets_is_told(
    tmp_path: Path, rows: tuple[str, ...], lacks: list[str]
) -> None:
    """Inactive members get nothing."""
    faults = examine(members(tmp_path, *rows), ["example.org"])

    assert [f"no active member gets the {one} rendition" for one in lacks] == [
        fault.what for fault in faults
    ]
    assert {Slug.NOBODY_LEFT} == {fault.slug for fault in faults}


def test_a_role_that_signs_and_has_no_address_is_noted(tmp_path: Path) -> None:
    """It can be asked by hand, so nothing is held up."""
    chairs = [Chair("chair", "Ann, A council"), Chair("Deputy", "Head, A charity")]
    (fault,) = examine(members(tmp_path, ANN, BO), ["example.org"], chairs)

    assert (Slug.ROLE_WITHOUT_ADDRESS, Weight.NOTE) == (fault.slug, fault.weight)
    assert "Deputy (Head, A charity)" in fault.what


@pytest.mark.parametrize(
    ("chair", "names"),
    [
        (Chair("Chair", "Somebody, A council"), ["Ann"]),
        (Chair(" chair ", "Somebody"), ["Ann"]),
        (Chair("Lead", "Head, A charity"), ["Head"]),
        (Chair("Lead", "head,  a COUNCIL"), ["Head"]),
        (Chair("Lead", "Somebody else"), ["Head", "Head"]),
        (Chair("Lead", "Post", "Head"), ["Head", "Head"]),
        (Chair("Nobody", "Ann, A council"), []),
    ],
)
def test_a_line_of_the_sign_off_finds_who_fills_it(
    tmp_path: Path, chair: Chair, names: list[str]
) -> None:
    """By role, then by post and organisation where several have the role."""
    rows = (
        ANN,
        "Head,head1@example.org,A council,Lead,public,yes",
        "Head,head2@example.org,A charity,Lead,public,yes",
        "Old,old@example.org,A council,Chair,public,no",
    )
    filled = holders(chair, members(tmp_path, *rows))

    assert names == [one.name for one in filled]
