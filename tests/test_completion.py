"""Completion by the shell: quick, and true to the workspace."""

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.shell_completion import ShellComplete
from commands import loaded, plainly
from conftest import Scratch
from exampleton import EXAMPLETON

from reportgen.cli import cli, completion
from reportgen.cli.completion import known_targets

HEAVY = {"pandas", "weasyprint", "plotly", "pydantic", "kaleido", "jinja2", "rich"}


def completed(words: str, typed: str = "") -> list[str]:
    """What the shell is offered after these words."""
    shell = ShellComplete(cli, {}, "reportgen", "_REPORTGEN_COMPLETE")
    return [item.value for item in shell.get_completions(words.split(), typed)]


def test_commands_are_completed() -> None:
    """In the order in which a person needs them."""
    assert completed("") == list(cli.commands)
    assert completed("", "co") == ["completion"]


@pytest.mark.parametrize("command", ["check", "build", "proof", "explain"])
def test_cycles_and_reports_are_completed(testshire: Scratch, command: str) -> None:
    """Those of the workspace that is named, before the command or after it."""
    before = completed(f"-w {testshire.folder} {command}", "20")
    after = completed(f"{command} -w {testshire.folder}", "2025-01/")

    assert ["2025-01", "2025-01/pack"] == before
    assert ["2025-01/pack"] == after


def test_what_is_already_named_is_not_offered(testshire: Scratch) -> None:
    """A second target is another one."""
    assert ["2025-01/pack"] == completed(f"-w {testshire.folder} build 2025-01")


def test_measures_are_completed(testshire: Scratch) -> None:
    """What may be explained begins with the ids of the workspace's measures."""
    words = f"-w {testshire.folder} explain 2025-01"

    assert completed(words, "t")[:3] == ["t1", "t2", "t3"]
    assert completed(words, "47") == []


@pytest.mark.parametrize("text", ["", "no,columns\n1,2\n", "measure\n", "é"])
def test_measures_that_do_not_read_are_not_offered(
    testshire: Scratch, text: str
) -> None:
    """Completion never complains of a table."""
    path = testshire.folder / "data" / "measures.csv"
    path.write_bytes(text.encode("latin-1"))

    assert completed(f"-w {testshire.folder} explain 2025-01", "t") == []


def test_choices_and_folders_are_completed() -> None:
    """Renditions and shells by their names; folders by the shell itself."""
    shell = ShellComplete(cli, {}, "reportgen", "_REPORTGEN_COMPLETE")

    assert ["public", "partners"] == completed("build --rendition")
    assert ["bash", "zsh", "fish"] == completed("completion")
    for words in (["init"], ["status", "--workspace"]):
        assert ["dir"] == [item.type for item in shell.get_completions(words, "")]


@pytest.mark.parametrize("text", ["[[report", "report = 3", "report = [3]", "", "é"])
def test_a_cycle_that_does_not_read_is_offered_by_its_folder(
    testshire: Scratch, text: str
) -> None:
    """Completion never complains."""
    path = testshire.folder / "data" / "2025-01" / "cycle.toml"
    path.write_bytes(text.encode("latin-1"))

    assert [("2025-01", None)] == list(known_targets(testshire.folder))


def test_nothing_is_offered_outside_a_workspace(tmp_path: Path) -> None:
    """A folder that is none, or is not there, has no cycles."""
    assert [] == [*known_targets(tmp_path), *known_targets(tmp_path / "no")]


def test_completing_loads_nothing_heavy(testshire: Scratch) -> None:
    """Every press of a key starts it anew, so no library that makes pages is loaded."""
    words = f"reportgen -w {testshire.folder} build "
    found = loaded(
        "from reportgen.cli import main; main()",
        _REPORTGEN_COMPLETE="bash_complete",
        COMP_WORDS=words,
        COMP_CWORD="4",
    )

    assert "reportgen" in found
    assert set() == found & HEAVY


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_shell_has_its_script(shell: str) -> None:
    """The script asks the command itself, by the name that it is installed under."""
    done = plainly("completion", shell)

    assert (0, "") == (done.returncode, done.stderr)
    assert f"_REPORTGEN_COMPLETE={shell}_complete" in done.stdout
    assert "reportgen" in done.stdout


def test_bash_completes_with_the_script(testshire: Scratch) -> None:
    """Bash takes the script as the README says, and offers cycles."""
    bin_folder = testshire.folder / "bin"
    bin_folder.mkdir()
    (bin_folder / "reportgen").write_text(
        f'#!/bin/sh\nexec "{sys.executable}" -m reportgen "$@"\n', "utf-8"
    )
    (bin_folder / "reportgen").chmod(0o755)
    script = (
        'eval "$(reportgen completion bash)"\n'
        "COMP_WORDS=(reportgen build 2025-01/); COMP_CWORD=2\n"
        '_reportgen_completion reportgen; echo "${COMPREPLY[@]}"'
    )
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=testshire.folder,
        env={**os.environ, "PATH": f"{bin_folder}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert "2025-01/pack\n" == done.stdout


def test_another_shell_is_wrong_usage() -> None:
    """The shells that are known are named."""
    done = plainly("completion", "tcsh")

    assert 2 == done.returncode
    assert "'bash', 'zsh', 'fish'" in done.stderr


def test_the_next_cycle_is_proposed() -> None:
    """A year after each cycle that has none after it."""
    context = click.Context(cli, obj=EXAMPLETON)
    (argument,) = [p for p in cli.commands["new"].params if p.name == "cycle"]

    found = completion.next_cycles(context, argument, "202")

    assert ["2027-05", "2027-10"] == [item.value for item in found]


def test_every_argument_can_be_completed() -> None:
    """No argument is left to guessing: it has choices, is a path, or is asked for."""
    arguments = [
        parameter
        for command in cli.commands.values()
        for parameter in command.params
        if isinstance(parameter, click.Argument)
    ]

    assert len(arguments) > 4
    for argument in arguments:
        known = isinstance(argument.type, click.Choice | click.Path)
        assert known or argument._custom_shell_complete, argument.name
