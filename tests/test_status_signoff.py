"""What `status` says of sign-off: who has approved, whose turn it is, what is void."""

import csv
import json
import shutil
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from commands import command, documented, loaded, run
from conftest import Scratch
from signatories import (
    LEAD,
    NOW,
    OFFICER,
    copied,
    decided,
    laid_out,
    outlook,
    seated,
    states,
    voided,
)

from reportgen import press, standing
from reportgen.cli import signoffs, standings
from reportgen.desk import approvals, comparing, expiry
from reportgen.makers import makers
from reportgen.pages import fonts
from reportgen.registry.decisions.ledger import read_ledger
from reportgen.registry.editions.manifest import Held, Manifest, Signer
from reportgen.registry.seals.identity import make_identity, read_identity

pytestmark = pytest.mark.pages

VALUE = "t1,E99000001,2022/23 Q1,12,", "t1,E99000001,2022/23 Q1,11,"


@pytest.fixture(scope="module")
def proved(tmp_path_factory: pytest.TempPathFactory) -> Scratch:
    """A workspace with proofs that nobody has seen, made once."""
    return laid_out(tmp_path_factory.mktemp("proved") / "testshire")


@pytest.fixture(scope="module")
def made(proved: Scratch, tmp_path_factory: pytest.TempPathFactory) -> Scratch:
    """The same, approved by both."""
    scratch = copied(proved, tmp_path_factory.mktemp("approved"))
    decided(scratch, LEAD)
    decided(scratch, OFFICER, hours=1)
    return scratch


@pytest.fixture
def fresh(proved: Scratch, tmp_path: Path) -> Scratch:
    """A copy with proofs."""
    return copied(proved, tmp_path)


@pytest.fixture
def approved(made: Scratch, tmp_path: Path) -> Scratch:
    """A copy with both approvals."""
    return copied(made, tmp_path)


def lines(scratch: Scratch) -> str:
    """What is told below the table."""
    return "\n".join(signoffs.lines(outlook(scratch)))


# --- who, and whose turn -------------------------------------------------------------


def test_without_a_record_there_is_nothing_about_sign_off(fresh: Scratch) -> None:
    """The table is as it was, and the next act is to have it signed by the first."""
    look = outlook(fresh)
    row = standings._row(look, NOW.date())

    assert "sign-off" not in row
    assert f"sign: as {LEAD}" == row["next"]
    assert "" == lines(fresh)
    assert ["asked", "waiting"] == states(fresh)
    assert "sign-off" not in run(fresh.folder, "status").stdout


def test_each_seat_is_told_with_its_turn(fresh: Scratch) -> None:
    """After the first approval the second is asked; after both it can be released."""
    decided(fresh, LEAD, note="Read with the police.")

    assert ["approved", "asked"] == states(fresh) == states(fresh, "partners")
    assert ("sign", f"as {OFFICER}") == standings.next_act(outlook(fresh))
    assert "1 of 2 approved" == signoffs.cell(outlook(fresh))
    assert [
        "",
        "2025-01/pack, sign-off of the public and partners proofs",
        f"  approved   Data Lead ({LEAD}), 3 February 2025: Read with the police.",
        f"  asked      Senior Responsible Officer ({OFFICER})",
    ] == lines(fresh).split("\n")

    decided(fresh, OFFICER, hours=1)
    assert ("release", "") == standings.next_act(outlook(fresh))
    assert "2 of 2 approved" == signoffs.cell(outlook(fresh))


def test_renditions_are_told_apart_where_they_differ(fresh: Scratch) -> None:
    """Who read only the public proof has not approved the other."""
    for other in (fresh.folder / "out/2025-01/pack/partners").glob("*-proof.pdf"):
        shutil.move(other, fresh.folder / "kept.pdf")
        decided(fresh, LEAD)
        shutil.move(fresh.folder / "kept.pdf", other)

    assert "public 1 of 2, partners 0 of 2" == signoffs.cell(outlook(fresh))
    told = lines(fresh)
    assert "sign-off of the public proof\n" in told
    assert "sign-off of the partners proof\n" in told
    assert f"waiting    Senior Responsible Officer ({OFFICER}), after Data Lead" in told


def test_a_rejection_says_why_and_sends_back_to_the_check(fresh: Scratch) -> None:
    """Nothing is signed before somebody has changed something."""
    decided(fresh, LEAD, "reject", reason="Table 2 lacks a row.")

    assert ["rejected", "waiting"] == states(fresh)
    assert ("check", f"rejected by {LEAD}") == standings.next_act(outlook(fresh))
    assert "3 February 2025: Table 2 lacks a row." in lines(fresh)


def test_a_withdrawal_says_why(approved: Scratch) -> None:
    """An approval that was taken back is asked for again."""
    decided(approved, OFFICER, "withdraw", hours=2, reason="A source has changed.")

    assert ["approved", "withdrawn"] == states(approved)
    assert ("sign", f"as {OFFICER}") == standings.next_act(outlook(approved))
    assert "A source has changed." in lines(approved)


# --- what voids an approval ---------------------------------------------------------


def revalue(scratch: Scratch) -> list[str]:
    """One value."""
    scratch.change("data/observations.csv", *VALUE)
    return [
        "data/observations.csv row 2 (t1, Testshire, 2022/23 Q1), column value: "
        "12 became 11"
    ]


def reword(scratch: Scratch) -> list[str]:
    """One word of the commentary."""
    file = "data/2025-01/commentary/about.md"
    text = (scratch.folder / file).read_text("utf-8")
    word = next(word for word in text.split() if word.isalpha())
    scratch.write(file, text.replace(word, "Otherwise", 1))
    return [f'{file} line 1: "{word}" became "Otherwise"']


def retitle(scratch: Scratch) -> list[str]:
    """A word in the cycle's settings."""
    file = "data/2025-01/cycle.toml"
    scratch.change(file, 'short_title = "Pack"', 'short_title = "Pages"')
    return [f'{file}, key report.1.short_title: "Pack" became "Pages"']


def retemplate(scratch: Scratch) -> list[str]:
    """A template of the workspace's own, for one of ours."""
    ours = Path(press.__file__).parent.parent / "templates/contents.html"
    text = ours.read_text("utf-8").replace("Contents</h2>", "What it holds</h2>")
    scratch.write("templates/contents.html", text)
    return ["templates/contents.html line 2: 1 line changed (line 2)"]


def restyle(scratch: Scratch) -> list[str]:
    """A sheet of the workspace's own."""
    scratch.write("styles/own.css", "p { color: #123456 }\n")
    return ["styles/own.css: the file was added"]


def resheet(scratch: Scratch) -> list[str]:
    """One of our sheets, changed."""
    ours = Path(press.__file__).parent.parent / "styles/type.css"
    text, old = ours.read_text("utf-8"), "font-size: 30pt"
    line = text.partition(old)[0].count("\n") + 1
    scratch.write("styles/type.css", text.replace(old, "font-size: 29pt"))
    return [f"styles/type.css line {line}: 1 line changed (line {line})"]


def refont(scratch: Scratch) -> list[str]:
    """A face of the typeface: the packaged ones, two of them exchanged."""
    folder = scratch.folder / "styles/fonts"
    folder.mkdir(parents=True)
    for file in fonts.find():
        (folder / file.name).write_bytes(file.read_bytes())
    bold, other = folder / "SourceSansPro-Bold.ttf", folder / "SourceSansPro-It.ttf"
    bold.write_bytes(other.read_bytes())
    return ["fonts/SourceSansPro-Bold.ttf: changed"]


def refile(scratch: Scratch) -> list[str]:
    """A file of words that was not there."""
    scratch.write("data/2025-01/commentary/no-heading.md", "Lost words.\n")
    return ["data/2025-01/commentary/no-heading.md: the file was added"]


@pytest.mark.parametrize(
    "change",
    [revalue, reword, retitle, retemplate, restyle, resheet, refont, refile],
)
def test_whatever_moves_voids_the_approvals_and_is_named(
    approved: Scratch, change: Callable[[Scratch], list[str]]
) -> None:
    """Value, word, setting, template, style, font: of both, in both renditions."""
    expected = change(approved)

    for rendition in ("public", "partners"):
        assert ["void", "void"] == states(approved, rendition)
        assert expected == voided(approved, rendition)
    assert expected == [str(one) for one in seated(approved)[1].voided_by]
    assert "0 of 2 approved" == signoffs.cell(outlook(approved))
    told = lines(approved)
    assert f"void       Data Lead ({LEAD}), approved on 3 February 2025; since" in told
    assert [1] * len(expected) == [told.count(each) for each in expected]


def test_another_library_voids_the_approvals(
    approved: Scratch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new version of what draws is named with both versions."""
    now = makers()
    other = {**now, "weasyprint": "99.0", "program": "0" * 64}
    for module in (standing, comparing):
        monkeypatch.setattr(module, "makers", lambda: other)

    assert ["void", "void"] == states(approved)
    assert [
        "program: reportgen itself has changed",
        f"weasyprint: {now['weasyprint']} became 99.0",
    ] == voided(approved)


def test_what_is_put_back_counts_again(approved: Scratch) -> None:
    """Equal inputs are the same proof, so the approval of it stands."""
    approved.change("data/observations.csv", *VALUE)
    assert ["void", "void"] == states(approved)
    approved.change("data/observations.csv", *reversed(VALUE))

    assert ["approved", "approved"] == states(approved)


def test_a_new_proof_is_asked_for_in_turn(approved: Scratch) -> None:
    """After a change and another proof the first one is asked, and told what moved."""
    (expected,) = revalue(approved)
    approved.build("proof")

    assert ["void", "void"] == states(approved)
    assert ("sign", f"as {LEAD}") == standings.next_act(outlook(approved))
    assert [expected] == voided(approved)
    decided(approved, LEAD, hours=5)
    assert ["approved", "void"] == states(approved)


def test_a_proof_that_is_gone_is_made_again(approved: Scratch) -> None:
    """What is under `out/` may vanish: the approval counts once it is made again."""
    for rendition in ("public", "partners"):
        shutil.rmtree(approved.folder / f"out/2025-01/pack/{rendition}")

    assert ["void", "void"] == states(approved)
    assert [
        "the public proof: nothing has moved; make it again, and the approval counts"
    ] == voided(approved)
    approved.build("proof")
    assert ["approved", "approved"] == states(approved)


def test_what_was_not_kept_is_told_as_that(approved: Scratch) -> None:
    """Without the inputs of then, a change is told without its values."""
    record = approved.workspace.record / approved.target
    approved.change("data/observations.csv", *VALUE)
    shutil.rmtree(record / "inputs")
    assert ["data/observations.csv: changed"] == voided(approved)
    for file in (record / "proofs").glob("*.json"):
        file.unlink()

    (told,) = voided(approved)
    assert told.endswith("what it was made from is not in the record")


def test_a_seat_that_answers_for_more_has_not_approved_it(approved: Scratch) -> None:
    """A quorum that gives a seat another part is told as that, also unchanged."""
    cycle = approved.folder / "data/2025-01/cycle.toml"
    assert cycle.read_text("utf-8")
    approved.change(
        "data/2025-01/cycle.toml", "turn = 2", 'turn = 2\nparts = ["about"]'
    )

    assert ["void", "void"] == states(approved)
    assert any("sign_off.2.parts" in each for each in voided(approved))


def test_a_later_row_changes_no_approval_of_a_released_report(
    approved: Scratch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was released stands, whatever the inputs have become since."""
    (look,) = approvals.outlooks(approved.workspace)
    assert look.sign_off is not None
    edition = edition_of(dict(look.sign_off.proofs))
    read = approvals._recorded
    monkeypatch.setattr(
        approvals, "_recorded", lambda *_: (read(*_)[0], (edition,), ())
    )
    approved.change("data/observations.csv", *VALUE)
    later = outlook(approved)

    assert later.is_released
    assert ["approved", "approved"] == states(approved)
    assert "edition 1, 7 February 2025" == signoffs.cell(later)
    assert ("", "") == standings.next_act(later)
    assert standings._row(later, date(2031, 1, 1))["due"].endswith(", released")
    assert "" == lines(approved)

    approved.build("proof")
    assert not outlook(approved).is_released
    assert "edition 1, 0 of 2 approved" == signoffs.cell(outlook(approved))
    decided(approved, LEAD, hours=5)
    decided(approved, OFFICER, hours=6)
    assert ("release", "edition 2, a correction") == (
        standings.next_act(outlook(approved))
    )


def edition_of(proofs: dict[str, str]) -> approvals.EditionTold:
    """An edition of these proofs, as manifests tell it."""
    at = "2025-02-07T09:00:00+00:00"
    held = Held(proofs["public"], 1)
    signer = Signer("Testshire", "0" * 64, at, self_signed=True)
    manifest = Manifest(
        *(1, "2025-01/pack", "Testshire", "public", at, None, "", "x.pdf"),
        *(held, {}, {}, signer),
    )
    folder = Path("nowhere")
    return approvals.EditionTold(
        *(1, at, "Sam Example", "", proofs, folder, manifest, "0" * 64)
    )


# --- what does not read ---------------------------------------------------------------


def test_a_ledger_that_was_edited_is_told_and_nothing_is_built_on_it(
    approved: Scratch,
) -> None:
    """The line is named, the report is listed, the exit code says fault."""
    ledger = approved.workspace.record / approved.target / "signoff.jsonl"
    ledger.write_bytes(ledger.read_bytes().replace(b"Robin", b"Rubin"))
    done = run(approved.folder, "status")
    (told,) = json.loads(run(approved.folder, "status", "--json").stdout)["reports"]

    assert 1 == done.returncode
    assert "signoff.jsonl line" in done.stderr
    assert "cannot be read" in done.stdout
    assert {"act": "", "why": ""} == told["next"]
    assert told["sign_off"]["faults"]


def test_what_is_no_edition_is_told(approved: Scratch) -> None:
    """A folder in the place of an edition without a manifest."""
    place = approved.workspace.record / approved.target / "editions/1/public"
    place.mkdir(parents=True)
    found = outlook(approved).sign_off

    assert found is not None
    (fault,) = found.faults
    assert "2025-01/pack/editions/1" == fault.place.file


# --- the command ----------------------------------------------------------------------


def test_status_with_a_record_loads_nothing_heavy(made: Scratch) -> None:
    """Neither tables, nor pages, nor what seals is needed to say where things stand."""
    words = command(made.folder, "status")[3:]
    code = f"import sys; sys.argv = ['reportgen', *{words!r}]; "
    code += "import runpy; runpy.run_module('reportgen', run_name='__main__')"
    names = loaded(code)

    heavy = {"pandas", "weasyprint", "plotly", "pyhanko", "cryptography", "scipy"}
    assert set() == names & heavy
    assert "reportgen" in names


def keys(value: object, name: str = "") -> set[str]:
    """The dotted keys of a JSON document."""
    if isinstance(value, list):
        return set().union(*(keys(each, f"{name}[]") for each in value))
    if not isinstance(value, dict):
        return set()
    found = set()
    for key, held in value.items():
        dotted = f"{name}.{key}" if name else key
        found |= {dotted} | keys(held, dotted)
    return found


def test_every_key_of_the_json_is_documented(approved: Scratch) -> None:
    """README promises each key of a report with approvals, one of them void."""
    approved.change("data/observations.csv", *VALUE)
    told = json.loads(run(approved.folder, "status", "--json").stdout)
    sign_off = told["reports"][0]["sign_off"]
    told["reports"][0] |= {"standings": [], "next": []}
    promised = documented("status")

    assert set() == keys(told) - promised
    (first, *_) = sign_off["seats"]
    assert ("void", LEAD) == (first["state"], first["decided_by"])
    assert "12 became 11" == first["voided_by"][0]["what"]


def test_differences_do_not_drive_the_terminal(approved: Scratch) -> None:
    """An escape in a cell is printed as what it is."""
    file = "data/observations.csv"
    approved.change(file, VALUE[0], VALUE[0].replace("12,", "1\x1b[31m,"))
    told = run(approved.folder, "status").stdout

    assert "\x1b" not in told
    assert "\\x1b" in told


def test_the_ledger_is_the_one_on_the_disk(made: Scratch) -> None:
    """What is told has as many lines, and the head, of the file."""
    found = outlook(made).sign_off
    ledger = made.workspace.record / made.target / "signoff.jsonl"

    assert found is not None
    assert read_ledger(ledger.read_bytes(), "x") == found.ledger
    assert 2 == found.ledger.lines


# --- the certificate ------------------------------------------------------------------


def certified(scratch: Scratch, begins: datetime) -> datetime:
    """Give the workspace a certificate, and say when it ends."""
    made = make_identity("Testshire Partnership", begins, None)
    found = read_identity(made, None, "x").certificate
    scratch.write("reportgen.toml", 'format = 1\ncertificate = "keys/own.p12"\n')
    scratch.write("keys/certificate.pem", found.pem.decode())
    return found.not_after


@pytest.mark.parametrize(
    ("days", "state", "said"),
    [
        (61, "valid", "expires on"),
        (60, "expires soon", "in 60 days"),
        (1, "expires soon", "in 1 day;"),
        (0, "expires soon", ", today;"),
        (-1, "expired", "expired on"),
    ],
)
def test_a_certificate_is_told_before_it_ends(
    fresh: Scratch, days: int, state: str, said: str
) -> None:
    """From 60 days before, and once it is over; with the day and the cure."""
    end = certified(fresh, NOW)
    now = end - timedelta(days=days, hours=1 if days < 0 else 0)
    found = expiry.expiry_of(fresh.workspace, now)

    assert found is not None
    assert state == found.state
    assert found.warns == (state != "valid")
    assert said in str(found)
    assert "get a new one" in str(found)
    assert days == found.days_left


def test_status_warns_of_the_certificate(fresh: Scratch) -> None:
    """A caution on standard error, and the facts in the JSON; no fault."""
    end = certified(fresh, datetime(2000, 1, 1, tzinfo=NOW.tzinfo))
    done = run(fresh.folder, "status")
    told = json.loads(run(fresh.folder, "status", "--json").stdout)["certificate"]

    assert 0 == done.returncode
    assert f"caution: the certificate of {told['subject']} expired on" in done.stderr
    assert ("expired", end.isoformat()) == (told["state"], told["not_after"])
    assert 0 > told["days_left"]


def test_without_its_public_part_nothing_is_said(fresh: Scratch) -> None:
    """No certificate in the settings, no public file beside it, or one that is none."""
    assert expiry.expiry_of(fresh.workspace, NOW) is None
    certified(fresh, NOW)
    fresh.write("keys/certificate.pem", "none")
    assert expiry.expiry_of(fresh.workspace, NOW) is None
    (fresh.folder / "keys/certificate.pem").unlink()
    assert expiry.expiry_of(fresh.workspace, NOW) is None


def test_the_values_of_a_table_are_told_once(approved: Scratch) -> None:
    """A whole column that moved is told row by row, and then counted."""
    path = approved.folder / "data/observations.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    at = rows[0].index("source_ref")
    for row in rows[1:]:
        row[at] += ", revised"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    told = lines(approved)

    assert 12 == told.count("column source_ref")
    assert "and 9 more" in told
