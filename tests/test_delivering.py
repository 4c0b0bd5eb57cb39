"""Delivering, as a whole: the right edition to each member, once."""

import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import partnered
import pytest
from commands import command, documented
from filed import REPORT, file_edition, pdf
from mailed import PASSWORD, Office, Papers, opened, papers
from partnered import ROWS, Partners

from reportgen.desk.ways import PASSWORD as VARIABLE
from reportgen.registry.post.journal import FILE, read_journal

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

WRONG = "A value was wrong."


@pytest.fixture(scope="module")
def proven(tmp_path_factory: pytest.TempPathFactory) -> Papers:
    """A certificate for the loopback, and its authority."""
    return papers(tmp_path_factory.mktemp("papers"), "127.0.0.1")


@pytest.fixture
def partners(tmp_path: Path) -> Partners:
    """A workspace that can deliver, by the outbox."""
    return Partners(tmp_path / "work").lay()


@pytest.fixture
def posting(partners: Partners, proven: Papers) -> Iterator[tuple[Partners, Office]]:
    """The same, with a real server."""
    office = Office()
    with opened(office, proven) as port:
        partners.to(port, proven)
        yield partners, office


def parsed(data: bytes) -> EmailMessage:
    """A message as mail programs read it."""
    made = message_from_bytes(data, policy=default)
    assert isinstance(made, EmailMessage)
    return made


def attached(data: bytes) -> list[bytes]:
    """The PDFs in a message."""
    return [part.get_content() for part in parsed(data).iter_attachments()]


def told(done: object) -> dict[str, str]:
    """What becomes of each member, by name."""
    (one,) = json.loads(done.stdout)["deliveries"]  # type: ignore[attr-defined]
    return {line["name"]: line["what"] for line in one["lines"]}


def states(partners: Partners) -> dict[str, str]:
    """The journal, by address."""
    found = read_journal(partners.record / REPORT / FILE).values()
    return {each.address: each.state.value for each in found}


# --- five hundred ----------------------------------------------------------------


def test_five_hundred_members_each_get_theirs_once(
    posting: tuple[Partners, Office],
) -> None:
    """One message each, with the right PDF to the bit, and nobody else's address."""
    partners, office = posting
    wanted = {
        f"member{number:03}@example.{'org' if number % 3 else 'com'}": (
            "partners" if number % 3 == 1 else "public"
        )
        for number in range(500)
    }
    partners.list(
        *(
            f"Member {who[6:9]},{who},Fictional council,Member,{rendition},yes,"
            for who, rendition in wanted.items()
        )
    )
    done = partners.deliver("--send", "--yes")

    assert 0 == done.returncode, done.stdout + done.stderr
    assert sorted(wanted) == sorted(office.recipients)
    assert {True} == office.encrypted
    assert 1 == len(office.sessions)
    names = ("public", "partners")
    manifest = {name: hashlib.sha256(pdf(name)).hexdigest() for name in names}
    others = re.compile(rb"member\d{3}@example\.\w+")
    for _, (who,), data in office.taken:
        (file,) = attached(data)
        assert manifest[wanted[who]] == hashlib.sha256(file).hexdigest()
        assert {who.encode()} == {*others.findall(data)}
        assert [who] == [each.addr_spec for each in parsed(data)["To"].addresses]
    ids = {parsed(data)["Message-ID"] for _, _, data in office.taken}
    assert 500 == len(ids)
    assert {"accepted"} == {*states(partners).values()}

    again = partners.deliver("--send", "--yes")
    assert 0 == again.returncode
    assert 500 == len(office.taken)


# --- who gets what ---------------------------------------------------------------


def test_without_send_nothing_is_sent(posting: tuple[Partners, Office]) -> None:
    """The list, the reasons and the letters as files; neither mail nor journal."""
    partners, office = posting
    done = partners.deliver()

    assert 0 == done.returncode
    assert [] == office.taken
    assert not (partners.record / REPORT / FILE).exists()
    assert re.search(
        r"Ann +a\*\*\*@example.org .* partners +send +on the list", done.stdout
    )
    assert re.search(r"Ed .* not chosen +not active", done.stdout)
    assert "4 letters: 2 partners, 2 public" in done.stdout
    files = sorted((partners.folder / "out" / REPORT / "outbox").glob("*.eml"))
    assert 4 == len(files)
    to = {str(parsed(file.read_bytes())["To"].addresses[0].addr_spec) for file in files}
    assert {
        "ann@example.org",
        "bo@example.net",
        "cy@example.com",
        "di@example.org",
    } == to


def test_the_outbox_never_counts_as_sent(partners: Partners) -> None:
    """Asked to send by the outbox, it writes, says that nothing was sent, and fails."""
    partners.set(partner_domains=["example.org", "example.net"])
    done = partners.deliver("--send", "--yes")

    assert 1 == done.returncode
    assert "nothing was sent, because the way out is the outbox" in done.stderr
    assert not (partners.record / REPORT / FILE).exists()
    assert {"send", "not chosen"} == {*told(partners.deliver("--json")).values()}


def test_letters_of_an_earlier_run_are_removed(partners: Partners) -> None:
    """Who has left the list since has no letter lying there."""
    partners.deliver()
    partners.list(ROWS[2])
    partners.deliver()

    files = [*(partners.folder / "out" / REPORT / "outbox").glob("*.eml")]
    assert 1 == len(files)


@pytest.mark.parametrize(
    ("options", "names"),
    [
        (["--only", "Ann"], "Ann"),
        (["--only", "CY@example.com", "--only", "fictional police"], "Bo Cy"),
        (["--except", "Fictional council"], "Bo Cy"),
        (["--list", "board"], "Ann Bo Di"),
        (["--list", "readers"], "Di"),
        (["--list", "board", "--except", "Bo"], "Ann Di"),
    ],
)
def test_some_can_be_chosen(
    posting: tuple[Partners, Office], options: list[str], names: str
) -> None:
    """By name, address, organisation, role or list; the others are told why not."""
    found = told(posting[0].deliver("--json", *options))

    assert names.split() == [name for name, what in found.items() if what == "send"]
    assert 5 == len(found)


@pytest.mark.parametrize("options", [["--only", "Nobody"], ["--list", "none"]])
def test_a_name_that_fits_nobody_is_a_mistake(
    partners: Partners, options: list[str]
) -> None:
    """Rather than none or all, nothing happens."""
    done = partners.deliver(*options)

    assert 2 == done.returncode
    assert options[1] in done.stderr


def test_a_partners_edition_stays_within_its_domains(
    posting: tuple[Partners, Office],
) -> None:
    """A domain that is not allowed is held back, told, and the rest goes."""
    partners, office = posting
    partners.set(partner_domains=["example.org"])
    done = partners.deliver("--send", "--yes", "--json")

    assert 1 == done.returncode
    assert "held back" == told(done)["Bo"]
    assert "bo@example.net" not in office.recipients
    assert 3 == len(office.taken)


def test_a_partners_edition_needs_verified_tls(partners: Partners) -> None:
    """By a relay without TLS only the public edition goes."""
    office = Office()
    with opened(office) as port:
        partners.to(port)
        done = partners.deliver("--send", "--yes", "--json")

    assert 1 == done.returncode
    assert ["cy@example.com", "di@example.org"] == sorted(office.recipients)
    assert {"Ann": "held back", "Bo": "held back"} == {
        name: what for name, what in told(done).items() if what == "held back"
    }


def test_nobody_is_sent_to_without_being_asked(
    posting: tuple[Partners, Office],
) -> None:
    """Where nobody can be asked, `--yes` must be said."""
    partners, office = posting
    done = partners.deliver("--send")

    assert 2 == done.returncode
    assert "--yes" in done.stderr
    assert [] == office.taken


def test_a_trial_goes_to_one_address_and_counts_for_nobody(
    posting: tuple[Partners, Office],
) -> None:
    """One letter of each rendition, marked; members are still to get theirs."""
    partners, office = posting
    for _ in range(2):
        done = partners.deliver("--test-to", "me@example.org", "--send", "--yes")
        assert 0 == done.returncode, done.stderr

    assert ["me@example.org"] * 4 == office.recipients
    assert all(parsed(d)["Subject"].startswith("Test: ") for _, _, d in office.taken)
    assert "4 letters" in partners.deliver().stdout
    outside = partners.deliver("--test-to", "me@example.com", "--json")
    assert "held back" in outside.stdout


# --- only what was released ------------------------------------------------------


def _no_edition(partners: Partners) -> None:
    shutil.rmtree(partners.record / REPORT / "editions")


def _other_pdf(partners: Partners) -> None:
    (pdf,) = (partners.record / REPORT).rglob("*-public.pdf")
    pdf.write_bytes(pdf.read_bytes() + b" ")


def _other_data(partners: Partners) -> None:
    path = partners.record / REPORT / "editions/1/private/published.csv"
    path.write_text("measure,value\nm1,2\n", "utf-8")


def _other_facts(partners: Partners) -> None:
    path = partners.record / REPORT / "editions/1/public/manifest.json"
    path.write_text(path.read_text("utf-8").replace(REPORT, "2024-01/pack"), "utf-8")


def _swapped(partners: Partners) -> None:
    home = partners.record / REPORT / "editions/1"
    (home / "public").rename(home / "other")
    (home / "private").rename(home / "public")
    (home / "other").rename(home / "private")


def _one_more_file(partners: Partners) -> None:
    path = partners.record / REPORT / "editions/1/public/more.pdf"
    path.write_bytes(b"%PDF")


@pytest.mark.parametrize(
    "spoil",
    [_no_edition, _other_pdf, _other_data, _other_facts, _swapped, _one_more_file],
)
def test_nothing_else_goes_out(
    posting: tuple[Partners, Office], spoil: Callable[[Partners], None]
) -> None:
    """No edition, or one in which anything was altered: 4, and not a letter."""
    partners, office = posting
    spoil(partners)
    done = partners.deliver("--send", "--yes")

    assert 4 == done.returncode
    assert [] == office.taken
    assert not (partners.record / REPORT / FILE).exists()


def test_a_superseded_edition_is_not_delivered(
    posting: tuple[Partners, Office],
) -> None:
    """Once there is a second edition, only it goes."""
    partners, office = posting
    file_edition(partners.record, 2, correction=WRONG)
    partners.deliver("--send", "--yes", "--only", "Cy")

    ((_, _, data),) = office.taken
    assert [pdf("public", 2, WRONG)] == attached(data)


# --- what is left ----------------------------------------------------------------


def test_what_is_left_is_told_and_resumed(posting: tuple[Partners, Office]) -> None:
    """Told, exit 1; what was put off is resumed, what was refused only if asked."""
    partners, office = posting
    partners.set(attempts=1)
    said = {"ann@example.org": "550 5.1.1 no such user", "bo@example.net": "450 later"}
    office.answer = lambda who, _n: said.get(who, "250 OK")
    done = partners.deliver("--send", "--yes")

    assert 1 == done.returncode
    assert re.search(r"Ann +a\*\*\*@example.org +refused +550 5.1.1", done.stdout)
    assert re.search(r"Bo +b\*\*\*@example.net +deferred +450 later", done.stdout)
    office.answer = lambda _who, _n: "250 OK"
    partners.list(*ROWS, "Flo,flo@example.org,New,Member,public,yes,")
    resumed = partners.deliver("--resume", "--send", "--yes")
    assert 1 == resumed.returncode  # one is refused still
    assert 1 == office.recipients.count("bo@example.net")
    assert not {"ann@example.org", "flo@example.org"} & {*office.recipients}
    again = partners.deliver("--retry-refused", "--only", "Ann", "--send", "--yes")
    assert 0 == again.returncode
    assert 1 == office.recipients.count("ann@example.org")


def test_what_is_in_doubt_goes_again_only_if_asked(
    posting: tuple[Partners, Office],
) -> None:
    """A run that died after the end: unknown, exit 1, until `--retry-unknown`."""
    partners, office = posting
    partners.deliver("--send", "--yes", "--only", "Cy")
    path = partners.record / REPORT / FILE
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
    first = parsed(office.taken[0][2])["Message-ID"]

    done = partners.deliver("--send", "--yes", "--only", "Cy")
    assert 1 == done.returncode
    assert "--retry-unknown" in done.stdout
    assert 1 == len(office.taken)
    again = partners.deliver("--send", "--yes", "--only", "Cy", "--retry-unknown")
    assert 0 == again.returncode
    assert [first, first] == [parsed(data)["Message-ID"] for _, _, data in office.taken]


def test_the_list_is_compared_with_the_last_one(
    posting: tuple[Partners, Office],
) -> None:
    """Who is new, who has gone, whose rendition is another."""
    partners, _ = posting
    partners.deliver("--send", "--yes")
    file_edition(partners.record, 2, correction=WRONG)
    moved = ROWS[3].replace("public", "partners")
    partners.list(*ROWS[:2], moved, "Flo,flo@example.org,New,Member,public,yes,")
    (one,) = json.loads(partners.deliver("--json", "--addresses").stdout)["deliveries"]

    assert "edition 1" == one["since"]
    assert {
        "added": ["flo@example.org"],
        "gone": ["cy@example.com"],
        "moved": ["di@example.org"],
    } == one["changes"]


# --- receipts and corrections ----------------------------------------------------


def test_a_correction_goes_to_exactly_those_who_hold_the_old_one(
    posting: tuple[Partners, Office],
) -> None:
    """Also to who has left, with the public edition; to nobody who never had it."""
    partners, office = posting
    partners.deliver("--send", "--yes", "--except", "Di")
    office.taken.clear()
    file_edition(partners.record, 2, correction=WRONG)
    partners.list(*ROWS[1:], "Flo,flo@example.org,New,Member,public,yes,")
    done = partners.deliver("--correction", "--send", "--yes")

    assert 0 == done.returncode, done.stdout + done.stderr
    got = {who: attached(data) for _, (who,), data in office.taken}
    assert {
        "ann@example.org": [pdf("public", 2, WRONG)],
        "bo@example.net": [pdf("partners", 2, WRONG)],
        "cy@example.com": [pdf("public", 2, WRONG)],
    } == got
    assert all(b"A value was wrong." in data for _, _, data in office.taken)
    assert "0 letters" in partners.deliver("--correction").stdout


def test_receipts_tell_who_was_sent_what(posting: tuple[Partners, Office]) -> None:
    """As a table, CSV and JSON; addresses masked unless asked for."""
    partners, _ = posting
    partners.deliver("--send", "--yes", "--only", "Cy", "--only", "Ann")
    file_edition(partners.record, 2, correction=WRONG)
    partners.deliver("--send", "--yes", "--only", "Cy")
    table = partners.run("receipts", REPORT)
    rows = json.loads(partners.run("receipts", REPORT, "--json").stdout)["receipts"]
    full = json.loads(partners.run("receipts", REPORT, "--json", "--addresses").stdout)[
        "receipts"
    ]
    lines = partners.run("receipts", REPORT, "--csv").stdout.splitlines()

    assert [(1, "Ann", True), (1, "Cy", False), (2, "Cy", False)] == [
        (row["edition"], row["name"], row["superseded"]) for row in rows
    ]
    assert "1 person holds a superseded edition" in table.stdout
    assert [*rows[0]] == lines[0].split(",")
    assert 4 == len(lines)
    assert ["a***@example.org", "c***@example.com", "c***@example.com"] == [
        row["address"] for row in rows
    ]
    assert "ann@example.org" == full[0]["address"]
    assert {64} == {len(row["pdf_sha256"]) for row in rows}


def test_receipts_of_nothing(partners: Partners) -> None:
    """Before anything was sent it says so, and is no error."""
    done = partners.run("receipts", REPORT)

    assert (0, f"{REPORT}: nothing was sent\n") == (done.returncode, done.stdout)


# --- what nobody reads -----------------------------------------------------------


def test_no_secret_and_no_full_address_is_said(
    posting: tuple[Partners, Office],
) -> None:
    """Neither in progress, tables, JSON nor errors; no secret in the journal."""
    partners, office = posting
    partners.set(attempts=1)
    office.answer = lambda who, _n: (
        f"550 5.1.1 <{who}>: unknown, {PASSWORD}" if "ann" in who else "250 OK"
    )
    said = ""
    for options in (
        (),
        ("--json",),
        ("--send", "--yes"),
        ("--send", "--yes", "--json"),
    ):
        done = partners.deliver(*options)
        said += done.stdout + done.stderr
    partners.set(user="wrong@example.org")
    refused = partners.deliver("--send", "--yes", "--retry-refused")
    said += refused.stdout + refused.stderr + partners.run("receipts", REPORT).stdout
    journal = (partners.record / REPORT / FILE).read_text("utf-8")

    assert 3 == refused.returncode
    assert PASSWORD not in said + journal
    members = re.compile(r"\b(ann|bo|cy|di)@example")
    assert [] == members.findall(said)
    assert "ann@example.org" in journal


def test_a_missing_password_is_named_and_never_asked_for(
    partners: Partners, proven: Papers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The variable is told; nothing else can hold it."""
    partners.to(1, proven)
    monkeypatch.setattr(partnered, "PASSWORD", "")
    done = partners.deliver("--send", "--yes")

    assert 3 == done.returncode
    assert "REPORTGEN_SMTP_PASSWORD" in done.stderr


def test_settings_that_do_not_go_together_are_told(partners: Partners) -> None:
    """All at once, each with its key."""
    partners.set(way="smtp", login="password", security="none", attempts=0)
    done = partners.deliver("--send", "--yes")

    assert 1 == done.returncode
    for key in ("host", "sender", "user", "security", "attempts"):
        assert f"key post.{key}" in done.stderr


def test_a_server_that_is_not_there_is_told_before_anything_is_planned(
    partners: Partners, proven: Papers
) -> None:
    """Nothing is noted as planned for a host that was mistyped."""
    with opened(Office(), proven) as port:
        pass
    partners.to(port, proven)
    done = partners.deliver("--send", "--yes")

    assert 3 == done.returncode
    assert "cannot be reached" in done.stderr
    assert not (partners.record / REPORT / FILE).exists()


# --- a person in between ----------------------------------------------------------


def _begun(partners: Partners, *arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        command(partners.folder, *arguments),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, VARIABLE: PASSWORD},
    )


def test_ctrl_c_lets_the_letter_in_hand_be_finished(
    posting: tuple[Partners, Office],
) -> None:
    """It ends with 130, nothing is in doubt, and `--resume` sends the rest."""
    partners, office = posting
    partners.set(per_minute=60)
    process = _begun(partners, "deliver", REPORT, "--send", "--yes")
    with process:
        assert process.stderr is not None
        heard = process.stderr.readline()
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)

    assert 130 == process.returncode
    assert "accepted" in heard
    assert "--resume" in said
    gone = len(office.taken)
    assert 1 <= gone < 4
    assert {"accepted": gone, "planned": 4 - gone} == Counter(states(partners).values())
    partners.set(per_minute=0)
    assert 0 == partners.deliver("--resume", "--send", "--yes").returncode
    assert 4 == len(office.taken) == len({*office.recipients})


@pytest.mark.parametrize(("answer", "sent"), [("y", 4), ("n", 0), ("", 0)])
def test_a_person_is_asked_with_the_numbers(
    posting: tuple[Partners, Office], answer: str, sent: int
) -> None:
    """On a terminal; only a yes sends, and Enter is none."""
    partners, office = posting
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        [*command(partners.folder, "deliver", REPORT), "--send"],
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, VARIABLE: PASSWORD},
    )
    os.write(ours, f"{answer}\n".encode())
    said, _ = process.communicate(timeout=30)
    os.close(theirs)
    os.close(ours)

    assert "Send 4 letters: 2 partners, 2 public? [y/N]" in said
    assert sent == len(office.taken)
    assert (0 if sent else 1) == process.returncode


def test_json_says_what_readme_promises(posting: tuple[Partners, Office]) -> None:
    """Each key of `deliver` and `receipts` is in the table, and no other."""
    partners, _ = posting
    shown = json.loads(partners.deliver("--json").stdout)
    sent = json.loads(partners.deliver("--json", "--send", "--yes").stdout)
    receipts = json.loads(partners.run("receipts", REPORT, "--json").stdout)

    keys = {*sent, *(f"deliveries[].{key}" for key in sent["deliveries"][0])}
    assert keys == documented("deliver")
    assert {*shown} == {*sent}
    rows = {f"receipts[].{key}" for key in receipts["receipts"][0]}
    assert {"receipts", *rows} == documented("receipts")
