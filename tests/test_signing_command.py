"""The commands sign, reject and withdraw, as people type them."""

import getpass
import json
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from commands import README, command
from signed import ADDRESS, BRIEF, CYCLE, DATA, OWNER, PACK, POLICE, Office, lay_out
from test_ledger import digest

from reportgen.cli import catcher

pytestmark = pytest.mark.pages


@pytest.fixture(scope="module")
def proofed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office with its proofs, made once."""
    return lay_out(tmp_path_factory.mktemp("office"))


@dataclass(frozen=True)
class Told:
    """What a command said, and its exit code."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Desk:
    """Where somebody types."""

    office: Office
    capture: pytest.CaptureFixture[str]

    def type(self, *words: str) -> Told:
        """One command, to its end."""
        self.capture.readouterr()
        with pytest.raises(SystemExit) as left:
            catcher.main(["-w", str(self.office.folder), *words])
        out, err = self.capture.readouterr()
        return Told(int(left.value.code or 0), out, err)

    @property
    def proofs(self) -> list[str]:
        """The options that name both proofs."""
        return [word for path in self.office.proofs for word in ("--proof", str(path))]


@pytest.fixture
def desk(proofed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """A copy of the office, to type in."""
    shutil.copytree(proofed, tmp_path / "office")
    return Desk(Office(tmp_path / "office"), capsys)


def test_an_approval_is_told_with_what_is_next(desk: Desk) -> None:
    """Who, what, on which bytes; by whom recorded; who has decided, who comes next."""
    told = desk.type("sign", PACK, "--as", "data lead", *desk.proofs)
    public, partners = (digest(p.read_bytes())[:12] for p in desk.office.proofs)

    assert (0, "") == (told.code, told.err)
    lines = told.out.splitlines()
    assert (
        f"{PACK}: Priya Sample, Data Lead, has approved the proof for public (sha256 "
        f"{public}) and partners (sha256 {partners})"
    ) == lines[0]
    assert lines[1].startswith(f"  decision 1, recorded by {getpass.getuser()}, ")
    assert f"{PACK}, sign-off of the public and partners proofs" in lines
    states = [line.split()[0] for line in lines if re.match(r"  \w+  +\w+ \w+ ", line)]
    assert {"approved", "asked", "waiting"} <= set(states)
    assert "next: sign as Sam Specimen" == lines[-1]


def test_the_way_to_a_complete_quorum(desk: Desk) -> None:
    """Three approvals, and the next is to release; a withdrawal takes a step back."""
    for who in (DATA, POLICE):
        assert 0 == desk.type("sign", PACK, "--as", who, *desk.proofs).code
    last = desk.type(
        *("sign", PACK, "--as", OWNER, *desk.proofs, "--name", "Kim Caller")
    )
    back = desk.type("withdraw", PACK, "--as", POLICE, "--reason", "Table 2")

    assert "next: release" == last.out.splitlines()[-1]
    assert "Deputy Chair, has withdrawn the approval of the proof for" in back.out
    assert ": Table 2" in back.out
    assert "next: sign as Sam Specimen" == back.out.splitlines()[-1]


def test_a_rejection_is_told_with_its_reason(desk: Desk) -> None:
    """And what follows from it."""
    told = desk.type(
        "reject", PACK, "--as", POLICE, *desk.proofs, "--reason", "Old figures"
    )

    assert 0 == told.code
    assert "has rejected the proof for public" in told.out
    assert ": Old figures" in told.out
    assert "next: check, rejected by Sam Specimen" == told.out.splitlines()[-1]


def test_approving_twice_says_so(desk: Desk) -> None:
    """It is no fault, and nothing changes."""
    desk.type("sign", PACK, "--as", DATA, *desk.proofs)
    told = desk.type("sign", PACK, "--as", DATA, *desk.proofs)

    assert 0 == told.code
    assert told.out.startswith(f"{PACK}: nothing changed: Priya Sample, Data Lead, ")
    assert "has already approved" in told.out
    assert 1 == desk.office.ledger.lines


def test_another_note_is_kept(desk: Desk) -> None:
    """Whoever signs again to say more is heard."""
    desk.type("sign", PACK, "--as", DATA, *desk.proofs)
    told = desk.type("sign", PACK, "--as", DATA, *desk.proofs, "--note", "Table 2 too")

    assert "nothing changed" not in told.out
    assert ["", "Table 2 too"] == [one.note for one in desk.office.ledger.entries]


@pytest.mark.parametrize(
    ("who", "option"), [(DATA, "--recorded-by"), (DATA, "--note"), (OWNER, "--name")]
)
def test_words_that_cannot_be_printed_are_wrong_usage(
    desk: Desk, who: str, option: str
) -> None:
    """An undecodable byte is told in words, and leaves no trace."""
    told = desk.type("sign", PACK, "--as", who, *desk.proofs, option, "Kim \udcff")

    assert 2 == told.code
    assert "cannot be printed" in told.err
    assert 0 == desk.office.ledger.lines


def test_quiet_prints_the_decision_alone(desk: Desk) -> None:
    """What was recorded is a result; where the report stands is a hint."""
    told = desk.type("sign", PACK, "--as", DATA, *desk.proofs, "--quiet")

    assert 2 == len(told.out.splitlines())


def test_who_types_can_be_said(desk: Desk) -> None:
    """It is kept and shown."""
    words = ("sign", PACK, "--as", DATA, *desk.proofs, "--recorded-by", "Jo Newcomer")

    assert "recorded by Jo Newcomer, " in desk.type(*words).out
    assert "Jo Newcomer" == desk.office.ledger.entries[0].typed_by


def test_evidence_is_told_without_addresses(desk: Desk) -> None:
    """The reply in one line."""
    reply = desk.office.reply(*desk.office.proofs)
    told = desk.type(
        *("sign", PACK, "--as", DATA, *desk.proofs, "--evidence", str(reply))
    )

    assert "  reply of 2025-01-07 09:30 +0000 from an unnamed sender, " in told.out
    assert "its sender is known as the address of that post" in told.out
    assert ADDRESS not in told.out


# --- when it says no ---------------------------------------------------------------


def test_refusals_have_their_exit_codes(desk: Desk) -> None:
    """4 for what is not allowed now, 2 for wrong usage; nothing is recorded."""
    (draft,) = (desk.office.folder / "out" / PACK / "public").glob("*-draft.pdf")
    proof = str(desk.office.proof())
    for code, said, words in (
        (4, "is a draft", ("--as", DATA, "--proof", str(draft))),
        (4, "not yet the turn", ("--as", OWNER, "--proof", proof, "--name", "Kim")),
        (2, "signs nothing here", ("--as", "The Mayor", "--proof", proof)),
        (2, "name the file that was read", ("--as", DATA)),
        (2, "there is no file", ("--as", DATA, "--proof", "nothing.pdf")),
        (2, "there is no file", (*("--as", DATA, "--proof"), proof, "--evidence", "x")),
        (2, "nobody is named as", ("--as", OWNER, "--proof", proof)),
    ):
        told = desk.type("sign", PACK, *words)

        assert (code, "") == (told.code, told.out), words
        assert said in told.err
        assert "; " in told.err
    assert not desk.office.record.exists()


def test_who_says_nobody_is_told_who_there_is(desk: Desk) -> None:
    """Out of the file, without reading the rest."""
    told = desk.type("sign", PACK, "--proof", "x.pdf")

    assert 2 == told.code
    assert "Say who decides; for this report there are Data Lead, Deputy" in told.err


@pytest.mark.parametrize("act", ["reject", "withdraw"])
def test_a_reason_must_be_given(desk: Desk, act: str) -> None:
    """An empty one is none."""
    desk.type("sign", PACK, "--as", DATA, *desk.proofs)
    proofs = desk.proofs if act == "reject" else []
    bare = desk.type(act, PACK, "--as", DATA, *proofs)
    empty = desk.type(act, PACK, "--as", DATA, *proofs, "--reason", " ")

    assert (2, 2) == (bare.code, empty.code)
    assert "--reason" in bare.err
    assert f"who {act}s gives a reason" in empty.err


def test_a_broken_ledger_is_told_as_faults(desk: Desk) -> None:
    """With its file and its line; exit code 1."""
    desk.type("sign", PACK, "--as", DATA, *desk.proofs)
    desk.type("withdraw", PACK, "--as", DATA, "--reason", "x")
    path = desk.office.record / "signoff.jsonl"
    path.write_text(path.read_text().replace("Priya", "Maria", 1), "utf-8")
    told = desk.type("sign", PACK, "--as", POLICE, *desk.proofs)

    assert 1 == told.code
    assert (
        f"error: out/record/{PACK}/signoff.jsonl line 1: the line was edited after "
        "line 2 was written"
    ) in told.err
    assert "[ledger-altered]" in told.err


def test_words_of_a_stranger_do_not_drive_the_terminal(desk: Desk) -> None:
    """A file's name is told with its signs made visible."""
    told = desk.type("sign", PACK, "--as", DATA, "--proof", "a\x1b[2Jb.pdf")

    assert "\x1b[2J" not in told.err
    assert "\\x1b[2J" in told.err


# --- for programs ------------------------------------------------------------------


def keys(value: object, above: str = "") -> set[str]:
    """Every key of a document, with those above it."""
    if isinstance(value, Mapping):
        found = {f"{above}{key}" for key in value}
        return found.union(*(keys(v, f"{above}{k}.") for k, v in value.items()))
    return set()


def test_json_says_all_of_it_in_documented_keys(desk: Desk) -> None:
    """One document; README names each key of the decision."""
    reply = desk.office.reply(*desk.office.proofs)
    told = desk.type(
        "sign", PACK, "--as", DATA, *desk.proofs, "--evidence", str(reply), "--json"
    )
    made: dict[str, Any] = json.loads(told.out)
    readme = README.read_text("utf-8")

    assert (PACK, True) == (made["report"], made["recorded"])
    assert made["decision"] == desk.office.ledger.entries[0].as_json()
    assert "sign" == made["next"]["act"]
    named = {key for key in keys(made) if key.count(".") <= 1}
    ours = {key for key in named if not key.startswith(("sign_off.", "next."))}
    assert [] == sorted(key for key in ours if f"`{key}`" not in readme)


def test_json_says_why_not(desk: Desk) -> None:
    """As every command does."""
    told = desk.type(
        "sign", PACK, "--as", DATA, "--proof", str(desk.office.proof("public", BRIEF)),
        "--json",
    )  # fmt: skip
    made = json.loads(told.out)

    assert (4, "DecisionRefused", 4) == (told.code, made["error"], made["exit_code"])
    assert BRIEF in made["message"]


def test_two_commands_at_once_are_both_recorded(desk: Desk) -> None:
    """Two people press return at the same moment."""
    started = [
        subprocess.Popen(
            command(desk.office.folder, "sign", PACK, "--as", who, *desk.proofs),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for who in (DATA, POLICE)
    ]
    said = [each.communicate() for each in started]

    assert [0, 0] == [each.returncode for each in started], said
    assert {DATA, POLICE} == {entry.role for entry in desk.office.ledger.entries}
    assert 2 == desk.office.ledger.lines


# --- the shell ---------------------------------------------------------------------


def completed(folder: Path, *words: str, typed: str) -> list[str]:
    """What the shell is offered for the last word."""
    from click.shell_completion import ShellComplete

    from reportgen.cli import cli

    shell = ShellComplete(cli, {}, "reportgen", "_REPORTGEN_COMPLETE")
    offered = shell.get_completions(["-w", str(folder), *words], typed)
    return [item.value for item in offered]


def test_the_shell_completes_who_decides(desk: Desk) -> None:
    """Roles of the report that was named, whatever their case."""
    folder = desk.office.folder

    assert [DATA, POLICE] == completed(folder, "sign", PACK, "--as", typed="d")
    assert [OWNER] == completed(folder, "sign", "2025-01", "--as", typed="SENIOR")
    assert [] == completed(folder, "sign", "2031-01", "--as", typed="")
    (folder / CYCLE).write_text("cycle = [", "utf-8")
    assert [] == completed(folder, "sign", PACK, "--as", typed="")
