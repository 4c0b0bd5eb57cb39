"""Imports: what a spreadsheet changes in the list, and how the list is written."""

import csv
import json
import os
import stat
from pathlib import Path

import pytest
import sheets
from commands import documented, run
from conftest import Scratch

from reportgen.desk import membership, roster
from reportgen.desk.membership import Changes, compare
from reportgen.errors import FaultsFound, OutputNotWritable, WorkspaceBusy
from reportgen.evidence.enrolment import read_enrolment
from reportgen.evidence.members import read_members

LIST = """\
name,email,organisation,role,rendition,active
Ann,ann@example.org,A council,Chair,partners,yes
Bo,bo@example.net,A charity,Member,public,yes
Cy,cy@example.org,A council,Member,public,no
"""


@pytest.fixture
def data(testshire: Scratch) -> Path:
    """The data folder of a workspace with three members."""
    testshire.write("data/members.csv", LIST)
    return testshire.folder / "data"


def imported(data: Path, *rows: str, partial: bool = False) -> Changes:
    """What a CSV file of these rows would change."""
    path = sheets.csv(data.parent / "list.csv", *rows)
    return compare(
        read_members(data), read_enrolment(path, "list.csv"), partial=partial
    )


def told(data: Path, *rows: str) -> list[str]:
    """Why the rows are refused."""
    with pytest.raises(FaultsFound) as caught:
        imported(data, *rows)
    return [f"{f.slug} {f.place.row} {f.place.column}" for f in caught.value.faults]


HEAD = "Name,E-mail,Agency,Job title"
ANN, BO = "Ann,ann@example.org,A council,Chair", "Bo,bo@example.net,A charity,Member"
NEW = "Di,di@example.com,A trust,Health"


# --- what changes ------------------------------------------------------------------


def test_the_same_list_changes_nothing(data: Path) -> None:
    """However its addresses are spelled."""
    found = imported(data, HEAD, ANN.replace("ann@", "ANN@"), BO)

    assert found.is_nothing
    assert read_members(data) == found.members
    assert 3 == found.unchanged


def test_who_is_new_gets_the_public_rendition(data: Path) -> None:
    """Unless the spreadsheet says otherwise: it is the least that anybody may see."""
    found = imported(data, HEAD, ANN, BO, NEW)
    other = imported(data, f"{HEAD},Audience", f"{NEW},Partners", f"{ANN},", f"{BO},")

    assert [("public", "yes")] == [(one.rendition, one.active) for one in found.added]
    assert [("Di", "partners")] == [(one.name, one.rendition) for one in other.added]
    assert ["Ann", "Bo", "Cy", "Di"] == [one.name for one in found.members]


def test_what_changes_is_told_by_column(data: Path) -> None:
    """What the spreadsheet does not have, and empty cells, stay as they are."""
    found = imported(
        data, HEAD, "Ann,ann@example.org,A council,Deputy", "Bo,bo@example.net,,"
    )

    (change,) = found.changed
    assert (("role", "Chair", "Deputy"),) == change.columns
    assert "partners" == change.now.rendition
    assert 2 == found.unchanged


def test_who_is_gone_is_set_inactive_and_never_deleted(data: Path) -> None:
    """A spreadsheet that lacks a row by mistake loses nobody."""
    found = imported(data, HEAD, ANN)

    assert ["Bo"] == [one.name for one in found.gone]
    assert [("Ann", "yes"), ("Bo", "no"), ("Cy", "no")] == [
        (one.name, one.active) for one in found.members
    ]


def test_a_partial_file_sets_nobody_inactive(data: Path) -> None:
    """Some new members alone may be imported."""
    found = imported(data, HEAD, NEW, partial=True)

    assert () == found.gone
    assert ["Di"] == [one.name for one in found.added]


def test_who_was_taken_off_is_not_put_back_by_a_name_alone(data: Path) -> None:
    """They may have asked for it; only a yes of their own row brings them back."""
    cy = "Cy,cy@example.org,A council,Member"
    found = imported(data, HEAD, ANN, BO, cy)
    back = imported(data, f"{HEAD},Active", f"{ANN},yes", f"{BO},yes", f"{cy},yes")

    assert found.is_nothing
    assert [4] == [place.row for place, _ in found.left_out]
    assert "stays so" in found.left_out[0][1]
    assert [(("active", "no", "yes"),)] == [one.columns for one in back.changed]


def test_who_is_inactive_there_and_unknown_here_is_left_out(data: Path) -> None:
    """Nobody is added only to be switched off."""
    found = imported(data, f"{HEAD},Active", f"{ANN},", f"{BO},", f"{NEW},no")

    assert () == found.added
    assert ["not active, and not in the list"] == [why for _, why in found.left_out]


def test_a_new_address_of_a_known_name_is_pointed_out(data: Path) -> None:
    """It may be one person; nobody decides that but a person."""
    found = imported(data, HEAD, "Ann,ann.lee@example.org,A council,Chair", BO)

    assert [("ann@example.org", "ann.lee@example.org")] == [
        (was.email, now.email) for was, now in found.moved
    ]


def test_every_fault_is_told_with_the_heading_of_the_file(data: Path) -> None:
    """All rows at once; the list's own columns are not known to whoever keeps it."""
    assert [
        "not-an-address 2 E-mail",
        "unsafe-text 3 Agency",
        "missing-key 4 E-mail",
        "duplicate-row 6 E-mail",
    ] == told(
        data,
        *(HEAD, "Ann,ann.example.org,A council,Chair", "Bo,b@example.org,=x,Member"),
        *("Di,,A trust,Health", "Ed,ed@example.org,A,B", "Ed,ED@example.org,A,C"),
    )


def test_a_column_that_new_members_need_is_told_once(data: Path) -> None:
    """Not once for each of them; known members need no column."""
    rows = [f"N{n},n{n}@example.org" for n in range(30)]

    assert ["missing-column 1 organisation", "missing-column 1 role"] == told(
        data, "Name,Email", *rows
    )
    assert imported(data, "Name,Email", "Ann,ann@example.org", partial=True).is_nothing


# --- writing -----------------------------------------------------------------------


def write(data: Path, found: Changes) -> bytes:
    """The file after an import."""
    roster.write_members(data, found.members, roster.read_bytes(data))
    return (data / "members.csv").read_bytes()


def test_what_is_written_reads_as_what_was_shown(data: Path) -> None:
    """Quotation marks, commas and other scripts included."""
    row = '"Müller, ""Jo""",jörg@exämple.org,"A trust, north",Lead; acting'
    found = imported(data, HEAD, ANN, row)
    write(data, found)

    plain = [membership.cells_of(one) for one in found.members]
    assert plain == [membership.cells_of(one) for one in read_members(data)]
    assert compare(
        read_members(data), read_enrolment(data.parent / "list.csv", "list.csv")
    ).is_nothing


@pytest.mark.parametrize(
    "before",
    [
        LIST.encode(),
        LIST.replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbf" + LIST.encode(),
        b"email,name,role,organisation,active,rendition\n"
        b"ann@example.org,Ann,Chair,A council,yes,partners\n",
    ],
)
def test_the_file_keeps_its_form(data: Path, before: bytes) -> None:
    """Line ends, the mark of Excel and the order of columns; only rows change."""
    (data / "members.csv").write_bytes(before)
    after = write(data, imported(data, HEAD, NEW, partial=True))

    assert after.startswith(before)
    assert 1 == after.removeprefix(before).count(b"\n")


def test_lists_get_a_column_when_they_are_first_named(data: Path) -> None:
    """Not before."""
    assert b"lists" not in write(data, imported(data, HEAD, NEW, partial=True))
    rows = (f"{HEAD},Mailing lists", f"{ANN},board")
    after = write(data, imported(data, *rows, partial=True))

    (row,) = [r for r in csv.DictReader(after.decode().splitlines()) if r["lists"]]
    assert ("Ann", "board") == (row["name"], row["lists"])


def test_a_new_list_is_for_its_owner_alone(data: Path) -> None:
    """Addresses of persons; an old file keeps the rights that it had."""
    path = data / "members.csv"
    path.chmod(0o640)
    write(data, imported(data, HEAD, NEW))
    assert 0o640 == stat.S_IMODE(path.stat().st_mode)

    found = imported(data, HEAD, NEW)
    path.unlink()
    roster.write_members(data, found.members, b"")
    assert 0o600 == stat.S_IMODE(path.stat().st_mode)


def test_a_list_that_moved_in_between_is_not_overwritten(data: Path) -> None:
    """What somebody else has just written stays."""
    found, before = imported(data, HEAD, NEW), roster.read_bytes(data)
    (data / "members.csv").write_text(LIST + BO.replace("bo@", "b2@") + ",public,yes\n")
    now = roster.read_bytes(data)

    with pytest.raises(WorkspaceBusy, match="changed by somebody else"):
        roster.write_members(data, found.members, before)
    assert now == roster.read_bytes(data)
    assert [] == list(data.glob(".members-*"))


def test_a_disk_that_is_full_leaves_the_list_as_it_was(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing half written, and no file beside it."""
    found, before = imported(data, HEAD, NEW), roster.read_bytes(data)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputNotWritable, match="and is as it was"):
        roster.write_members(data, found.members, before)
    assert before == roster.read_bytes(data)
    assert [] == list(data.glob(".members-*"))


def test_a_list_may_begin_empty(data: Path) -> None:
    """With its header only, or not at all; then all are new."""
    path = sheets.csv(data.parent / "list.csv", HEAD, ANN)
    for before in ("", LIST.partition("\n")[0] + "\n"):
        (data / "members.csv").write_text(before, "utf-8")
        done = run(data.parent, "members", "import", str(path), "--write")

        assert 0 == done.returncode
        assert ["Ann"] == [one.name for one in read_members(data)]


# --- the command -------------------------------------------------------------------


def test_the_list_is_shown_without_addresses(data: Path) -> None:
    """Who gets what, and how many."""
    done = run(data.parent, "members")

    assert 0 == done.returncode
    assert "partners  a***@example.org  Ann, A council (Chair)" in done.stdout
    assert "inactive  c***@example.org" in done.stdout
    assert "3 members, 2 active: 1 get the partners rendition, 1 the public one" in (
        done.stderr
    )
    assert "ann@" not in done.stdout + done.stderr


def test_an_import_shows_and_writes_nothing_by_itself(data: Path) -> None:
    """Only `--write` writes; then the same import has nothing to do."""
    path = sheets.xlsx(
        data.parent / "list.xlsx",
        {"People": [row.split(",") for row in (HEAD, ANN, NEW)]},
    )
    before = roster.read_bytes(data)
    shown = run(data.parent, "members", "import", str(path))
    assert before == roster.read_bytes(data)
    written = run(data.parent, "members", "import", str(path), "--write")
    again = run(data.parent, "members", "import", str(path), "--write")

    assert [0, 0, 0] == [done.returncode for done in (shown, written, again)]
    assert shown.stdout == written.stdout
    assert "added     public    d***@example.com  Di, A trust (Health)" in shown.stdout
    assert "Bo, A charity (Member): no longer in the file, set inactive" in shown.stdout
    assert "nothing was written; to write it, add --write" in shown.stderr
    assert "written to data/members.csv" in written.stderr
    assert "nothing to write" in again.stderr
    assert "di@example.com" not in shown.stdout + shown.stderr
    assert b"di@example.com" in roster.read_bytes(data)


def test_faults_stop_an_import_whole(data: Path) -> None:
    """Exit code 1, and the list is as it was."""
    path = sheets.csv(data.parent / "list.csv", HEAD, ANN, "Di,di,A trust,Health")
    before = roster.read_bytes(data)
    done = run(data.parent, "members", "import", str(path), "--write")

    assert 1 == done.returncode
    assert "list.csv row 3, column E-mail" in done.stderr
    assert before == roster.read_bytes(data)


def test_check_says_what_holds_up_a_sending(testshire: Scratch) -> None:
    """Errors make the exit code 1, cautions and notes do not."""
    testshire.write("data/members.csv", LIST)
    open_to_nobody = run(testshire.folder, "members", "check")
    testshire.append("reportgen.toml", '\n[post]\npartner_domains = ["example.net"]\n')
    outside = run(testshire.folder, "members", "check", "--json")

    assert 0 == open_to_nobody.returncode
    assert "no domain may receive the partners rendition" in open_to_nobody.stdout
    assert "has the role Senior Responsible Officer" in open_to_nobody.stdout
    assert "looked at members 3, active 2, partners 1" in open_to_nobody.stdout
    assert 1 == outside.returncode
    (fault,) = [
        f for f in json.loads(outside.stdout)["faults"] if f["weight"] == "error"
    ]
    assert ("domain-not-allowed", 2) == (fault["slug"], fault["place"]["row"])


@pytest.mark.parametrize(
    "arguments",
    [
        ["import"],
        ["list", "file.csv"],
        ["check", "--write"],
        ["list", "--partial"],
        ["delete"],
    ],
)
def test_what_does_not_go_together_is_wrong_use(
    testshire: Scratch, arguments: list[str]
) -> None:
    """Exit code 2, before anything is read."""
    done = run(testshire.folder, "members", *arguments)

    assert (2, "") == (done.returncode, done.stdout)


@pytest.mark.parametrize("act", ["list", "check", "import"])
def test_json_says_what_readme_promises(data: Path, act: str) -> None:
    """One document, and no address in it."""
    path = sheets.csv(data.parent / "list.csv", HEAD, ANN, NEW)
    file = [str(path)] if act == "import" else []
    done = run(data.parent, "members", act, *file, "--json")
    told = json.loads(done.stdout)

    assert "" == done.stderr
    assert {"faults", *told} <= {key.partition("[")[0] for key in documented("members")}
    assert "ann@" not in done.stdout
