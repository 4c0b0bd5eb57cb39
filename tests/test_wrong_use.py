"""What a newcomer may do, and what the command line makes of it."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest
from commands import command, documented, loaded, on_terminal, plainly, run
from conftest import Scratch

from reportgen.cli import cli

HEAVY = {
    *("pandas", "weasyprint", "plotly", "kaleido", "jinja2", "pydantic", "scipy"),
    *("rich", "markdown_it", "afcharts", "fontTools"),
}
# A script for a shell is neither JSON, nor is there anything to leave out of it.
WITHOUT = {"completion": {"--json", "--quiet"}}
# It lays out a workspace, or prints a script: there is none to work in.
NOWHERE = {"init", "completion"}
ESCAPE = "\x1b["


def options(name: str) -> set[str]:
    """What a command can be told."""
    found = cli.commands[name].params
    return {
        word for each in found if isinstance(each, click.Option) for word in each.opts
    }


# --- help --------------------------------------------------------------------------


def test_help_names_every_command(tmp_path: Path) -> None:
    """`--help` answers anywhere, with each act in the order of its use."""
    done = run(tmp_path, "--help")
    named = [
        line.split()[0] for line in done.stdout.splitlines() if line[2:3].isalpha()
    ]

    assert done.returncode == 0
    wanted = (
        "init new doctor check build proof request sign reject withdraw release verify "
        "record members deliver receipts explain diff status completion"
    ).split()
    assert wanted == [name for name in named if name in cli.commands]


def test_help_cuts_no_sentence_on_a_narrow_terminal(tmp_path: Path) -> None:
    """What a command does is told whole in 40 columns."""
    told = " ".join(on_terminal(tmp_path, "--help", columns=40).split())

    assert "..." not in told.replace("ARGS]...", "")
    for found in cli.commands.values():
        first, *_ = (found.help or "none").split("\n\n")
        assert " ".join(first.split()) in told


@pytest.mark.parametrize("arguments", [[], *([name] for name in cli.commands)])
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    """Help comes at once, as no library that makes pages is loaded for it."""
    found = loaded(f"from reportgen.cli import main; main({[*arguments, '--help']})")

    assert "click" in found
    assert set() == found & HEAVY


def test_no_command_at_all_shows_the_help() -> None:
    """Whoever types only the name sees what there is, and that it was no command."""
    done = plainly()

    assert (2, "") == (done.returncode, done.stdout)
    assert "Where to begin: reportgen init DIR" in done.stderr


# --- every command -----------------------------------------------------------------


@pytest.mark.parametrize("name", list(cli.commands))
def test_every_command_is_quiet_and_speaks_json(name: str) -> None:
    """Each knows `--quiet`, `--json` and `--workspace`, but where they mean nothing."""
    general = {"--quiet", "--json"} - WITHOUT.get(name, set())
    workspace = set() if name in NOWHERE else {"--workspace", "-w"}

    assert general | workspace == options(name) & {
        *("--quiet", "--json", "--workspace", "-w")
    }


def keys_of(told: dict[str, object]) -> set[str]:
    """The keys of a document, and of the entries of its lists."""
    inner = {
        f"{key}[].{name}"
        for key, value in told.items()
        for entry in (value if isinstance(value, list) else ())
        if isinstance(entry, dict) and "slug" not in entry
        for name in entry
    }
    return {*told, *inner}


@pytest.mark.parametrize(
    "arguments", [["check", "2025-01"], ["status"], ["doctor"], ["init", "NEW"]]
)
def test_json_alone_is_on_standard_output(
    testshire: Scratch, arguments: list[str]
) -> None:
    """One document with the keys that README lists, and nothing on the other stream."""
    place = str(testshire.folder / "new")
    words = [place if word == "NEW" else word for word in arguments]
    done = run(testshire.folder, *words, "--json", PATH="/nowhere", BROWSER_PATH="")

    outer = {key for key in documented(arguments[0]) if key.count(".") < 2}
    assert outer == keys_of(json.loads(done.stdout))
    assert "" == done.stderr


@pytest.mark.parametrize(
    ("arguments", "error", "code"),
    [
        (["chekc"], "UsageError", 2),
        (["check"], "UsageError", 2),
        (["check", "2031-01"], "UsageError", 2),
        (["build", "2025-01", "--rendition", "all"], "UsageError", 2),
        (["build", "2025-01"], "ChromeMissing", 3),
        (["init", "data"], "UsageError", 2),
        (["init"], "UsageError", 2),
    ],
)
def test_refusals_are_json_too(
    testshire: Scratch, arguments: list[str], error: str, code: int
) -> None:
    """Whatever goes wrong has the same four keys, and the exit code among them."""
    words = [str(testshire.folder / w) if w == "data" else w for w in arguments]
    done = run(testshire.folder, *words, "--json", PATH="/nowhere", BROWSER_PATH="")
    told = json.loads(done.stdout)

    assert (error, code, code) == (told["error"], told["exit_code"], done.returncode)
    assert {"error", "message", "exit_code", "faults"} == set(told)
    assert "" == done.stderr


def test_a_narrow_encoding_is_survived(testshire: Scratch) -> None:
    """Where not all signs can be written, JSON stays JSON, and a line stays a line."""
    testshire.change("data/observations.csv", "31.0", "31–😀")
    narrow = {"PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}
    done = run(testshire.folder, "check", "2025-01", "--json", **narrow)
    plain = run(testshire.folder, "check", "2025-01", **narrow)
    (fault,) = json.loads(done.stdout)["faults"]

    assert 1 == done.returncode == plain.returncode
    assert '"31–😀" is not a number' == fault["what"]
    assert "\\u2013\\U0001f600" in plain.stderr


# --- wrong words -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["chekc", "2025-01"], "No such command 'chekc'. Did you mean 'check'?"),
        (
            ["check"],
            "Missing argument 'CYCLE...'. Name at least one; there are 2025-01",
        ),
        (["check", "2031-01"], "there are 2025-01/pack"),
        (["check", "2025-1"], "did you mean 2025-01?"),
        (["check", "2025-01/pakc"], "did you mean 2025-01/pack?"),
        (["check", "pack"], "did you mean 2025-01/pack?"),
        (["build", "2025-01", "--rendition", "all"], "'public', 'partners'"),
        (["build", "2025-01", "--quite"], "No such option '--quite'"),
        (["init"], "Missing argument 'DIR'"),
    ],
)
def test_wrong_usage_exits_with_two(
    testshire: Scratch, arguments: list[str], told: str
) -> None:
    """Asking for what does not exist names what does, the nearest first."""
    done = run(testshire.folder, *arguments)

    assert done.returncode == 2
    assert told in done.stderr
    assert done.stdout == ""


def test_an_unknown_cycle_is_told_though_another_is_broken(testshire: Scratch) -> None:
    """A slip of the pen is answered as such, whatever else is wrong."""
    testshire.write("data/2025-02/cycle.toml", "cycle = [")
    done = run(testshire.folder, "check", "2025-04")

    assert (2, "") == (done.returncode, done.stdout)
    assert "there are 2025-01/pack, 2025-02" in done.stderr


@pytest.mark.parametrize("name", ["check", "build", "proof", "status"])
def test_outside_a_workspace_it_says_where_to_go(tmp_path: Path, name: str) -> None:
    """A folder without reportgen.toml is wrong usage, with two cures."""
    targets = [] if name == "status" else ["2025-01"]
    done = run(tmp_path, name, *targets)

    assert done.returncode == 2
    assert "is not a workspace: it has no reportgen.toml" in done.stderr
    assert "lay out a new one: reportgen init DIR" in done.stderr


def test_inside_a_workspace_the_way_up_is_told(testshire: Scratch) -> None:
    """Whoever stands in data/ is told the folder above; a name that is none, so."""
    below = run(testshire.folder / "data", "status")
    nowhere = run(testshire.folder / "no", "status")
    file = run(testshire.folder / "reportgen.toml", "status")

    assert f"the folder above it has: --workspace {testshire.folder}" in below.stderr
    assert "there is no folder" in nowhere.stderr
    assert "is a file" in file.stderr
    assert {2} == {below.returncode, nowhere.returncode, file.returncode}


def test_the_workspace_may_be_named_after_the_command(testshire: Scratch) -> None:
    """`-w` is taken before the command and after it."""
    done = plainly("check", "2025-01", "-w", str(testshire.folder))

    assert 0 == done.returncode


def test_data_that_cannot_be_opened_is_a_fault(testshire: Scratch) -> None:
    """A folder in the place of a table is told with its place and cure."""
    store = testshire.folder / "data" / "observations.csv"
    store.unlink()
    store.mkdir()
    done = run(testshire.folder, "check", "2025-01")

    assert 1 == done.returncode
    assert "data/observations.csv: the file cannot be read" in done.stderr


def test_the_terminal_is_not_driven_by_a_file(testshire: Scratch) -> None:
    """An escape in a table is printed as what it is."""
    testshire.change("data/observations.csv", "31.0", "31\x1b[2J")
    done = run(testshire.folder, "check", "2025-01")

    assert ESCAPE not in done.stderr
    assert "31\\x1b[2J" in done.stderr


# --- the terminal ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [
        ({}, True),
        ({"NO_COLOR": ""}, True),
        ({"NO_COLOR": "1"}, False),
        ({"NO_COLOR": "0"}, False),
        ({"TERM": "dumb"}, False),
    ],
)
def test_colours_are_left_out_where_they_are_unwanted(
    testshire: Scratch, environment: dict[str, str], coloured: bool
) -> None:
    """NO_COLOR with any value, and a terminal that knows none, see plain words."""
    told = on_terminal(
        testshire.folder, "check", "2025-01", "--quiet", environment=environment
    )

    assert "caution" in told
    assert coloured == (ESCAPE in told)


def test_colours_are_left_out_of_a_file(testshire: Scratch) -> None:
    """What is not a terminal gets no escapes."""
    done = run(testshire.folder, "check", "2025-01")

    assert ESCAPE not in done.stdout + done.stderr


def test_a_bar_moves_on_a_terminal_only(testshire: Scratch) -> None:
    """A terminal sees a bar that goes away; a dumb one sees lines; JSON is alone."""
    lacks = {"PATH": "/nowhere", "BROWSER_PATH": ""}
    as_json, bar = (
        on_terminal(testshire.folder, *words, columns=40, environment=lacks)
        for words in (("doctor", "--json"), ("doctor",))
    )
    dumb = on_terminal(
        testshire.folder, "doctor", environment={**lacks, "TERM": "dumb"}
    )

    assert ESCAPE not in as_json
    assert json.loads(as_json)
    assert f"{ESCAPE}?25l" in bar  # the cursor is hidden while it moves
    assert f"{ESCAPE}?25h" in bar
    assert ESCAPE not in dumb
    assert "Chrome: a test chart\n" in dumb


@pytest.mark.parametrize("arguments", [["check", "2025-01"], ["status", "--json"]])
def test_a_closed_pipe_ends_without_a_word(
    testshire: Scratch, arguments: list[str]
) -> None:
    """Whoever reads only the first line gets it, and no complaint after it."""
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        command(testshire.folder, *arguments, *(["--quiet"])),
        stdout=writer,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writer)

    assert (141, "") == (done.returncode, done.stderr)


@pytest.mark.parametrize("as_json", [[], ["--json"]])
def test_an_answer_that_cannot_be_written_is_told(
    testshire: Scratch, as_json: list[str]
) -> None:
    """A full disk behind standard output is the machine's fault, in one line."""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command(testshire.folder, "status", *as_json),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    assert 3 == done.returncode
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr


def test_without_any_stream_it_still_works(testshire: Scratch) -> None:
    """A service that closed all streams gets the exit code."""
    words = command(testshire.folder, "check", "2025-01", "--json")
    done = subprocess.run(["sh", "-c", '"$@" <&- >&- 2>&-', "sh", *words], check=False)

    assert 0 == done.returncode


# --- our own mistakes --------------------------------------------------------------


def failing(code: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """The command line in a process where something of ours is broken."""
    broken = f"{code}\nfrom reportgen.cli import main; main({list(arguments)})"
    return subprocess.run(
        [sys.executable, "-c", broken], capture_output=True, text=True, check=False
    )


def test_a_mistake_of_ours_is_called_that(testshire: Scratch) -> None:
    """It has an exit code of its own, and the lines that whoever mends it needs."""
    code = (
        "from reportgen import settings\n"
        "def broken(folder): raise ZeroDivisionError('of ours')\n"
        "settings.open_workspace = broken"
    )
    done = failing(code, "status")
    as_json = failing(code, "status", "--json")

    assert 70 == done.returncode == as_json.returncode
    assert "Traceback" in done.stderr
    assert "reportgen itself failed (ZeroDivisionError: of ours)" in done.stderr
    assert "Failed" == json.loads(as_json.stdout)["error"]


def test_a_library_that_is_missing_is_the_machine_s_fault() -> None:
    """Where a library cannot be loaded the doctor is named."""
    done = failing("import sys; sys.modules['pydantic'] = None", "status")

    assert 3 == done.returncode
    assert "a Python library cannot be loaded" in done.stderr
    assert "reportgen doctor" in done.stderr


def test_the_doctor_survives_a_missing_library() -> None:
    """With a library gone the doctor still examines the rest."""
    code = (
        "import sys, os; sys.modules['pydantic'] = None; sys.modules['rich'] = None\n"
        "os.environ.update(PATH='/nowhere', BROWSER_PATH='')"
    )
    done = failing(code, "doctor", "--json")
    told = json.loads(done.stdout)

    assert 3 == done.returncode
    assert {"Python", "Chrome", "workspace", "language"} <= {
        one["group"] for one in told["findings"]
    }


def test_a_second_ctrl_c_does_not_interrupt_the_tidying_up() -> None:
    """Once a command is being stopped, further signals wait for nothing."""
    code = (
        "import os, signal, time; from reportgen import settings\n"
        "def slow(folder):\n"
        "    try:\n"
        "        os.kill(os.getpid(), signal.SIGINT); time.sleep(60)\n"
        "    finally:\n"
        "        os.kill(os.getpid(), signal.SIGINT); print('tidied', flush=True)\n"
        "settings.open_workspace = slow"
    )
    done = failing(code, "status")
    as_json = failing(code, "status", "--json")

    assert 130 == done.returncode == as_json.returncode
    assert "tidied\n" == done.stdout
    assert "stopped; every file that was written is whole\n" == done.stderr
    told = json.loads(as_json.stdout.partition("tidied")[2])
    assert ("Stopped", 130) == (told["error"], told["exit_code"])
    assert signal.SIGINT.value + 128 == told["exit_code"]
