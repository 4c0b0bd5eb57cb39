"""The command line, run as people run it."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from commands import command, documented, run
from conftest import Scratch

from reportgen.registry import archive


def sleeping_chrome(folder: Path) -> str:
    """A Chrome that says its version and then only sleeps."""
    script = folder / "sleeping-chrome"
    script.write_text(
        '#!/bin/sh\ncase "$*" in *--version*) echo 1;; *) exec sleep 600;; esac\n',
        "utf-8",
    )
    script.chmod(0o755)
    return str(script)


@contextmanager
def drawing(folder: Path, temporary: Path) -> "Iterator[subprocess.Popen[str]]":
    """A build that has come as far as drawing, and stays there."""
    chrome = sleeping_chrome(temporary)
    temporary.mkdir(exist_ok=True)
    process = subprocess.Popen(
        command(folder, "build", "2025-01"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "BROWSER_PATH": chrome, "TMPDIR": str(temporary)},
    )
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith("figures:"):
            break
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def test_check_says_what_it_looked_at(testshire: Scratch) -> None:
    """Cautions alone exit with 0, with --strict 1; the last line counts."""
    done = run(testshire.folder, "check", "2025-01")
    strict = run(testshire.folder, "check", "2025-01", "--strict")

    assert (done.returncode, strict.returncode) == (0, 1)
    last = done.stdout.splitlines()[-1]
    told = "2025-01/pack: 0 errors, 1 caution, 0 notes; looked at measures 10, "
    assert last.startswith(told)


def test_check_as_json_gives_places(testshire: Scratch) -> None:
    """Every fault as JSON has slug, weight, file, row and cure."""
    done = run(testshire.folder, "check", "2025-01", "--json")
    (report,) = json.loads(done.stdout)["reports"]
    (fault,) = report["faults"]

    assert (fault["slug"], fault["weight"]) == ("unverified-value", "caution")
    assert (
        fault["place"]["file"],
        fault["place"]["row"],
    ) == ("data/observations.csv", 47)


def test_errors_exit_with_one_and_write_nothing(testshire: Scratch) -> None:
    """All faults are told at once, on standard error, and counted."""
    testshire.change("data/observations.csv", "31.0", "31%")
    testshire.change("data/2025-01/commentary/about.md", "t2.value", "t2.valeu")

    done = run(testshire.folder, "build", "2025-01")
    as_json = run(testshire.folder, "build", "2025-01", "--json")

    assert done.returncode == 1
    assert "row 18, column value" in done.stderr
    assert "about.md line 3: " in done.stderr
    assert "2 errors found" in done.stderr
    slugs = [fault["slug"] for fault in json.loads(as_json.stdout)["faults"]]
    assert ["undefined-slot", "not-a-number"] == slugs
    assert list(testshire.folder.glob("out/20*")) == []


def test_without_chrome_it_exits_with_three(testshire: Scratch) -> None:
    """A missing Chrome is told at once, with the package that cures it."""
    done = run(testshire.folder, "build", "2025-01", PATH="/nowhere", BROWSER_PATH="")

    assert done.returncode == 3
    assert "install the Debian package chromium-headless-shell" in done.stderr
    assert list(testshire.folder.glob("out/20*")) == []


@pytest.mark.browser
def test_a_second_build_is_refused_while_one_runs(
    testshire: Scratch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Two builds in one workspace: the second is not allowed, exit code 4."""
    with drawing(testshire.folder, tmp_path_factory.mktemp("temporary")):
        done = run(testshire.folder, "build", "2025-01")

    assert done.returncode == 4
    assert "another reportgen command is writing in this workspace" in done.stderr


@pytest.mark.browser
@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)]
)
def test_stopping_leaves_nothing_behind(
    testshire: Scratch,
    tmp_path_factory: pytest.TempPathFactory,
    number: signal.Signals,
    code: int,
) -> None:
    """Ctrl-C and SIGTERM in the middle leave no half file and no temporary folder."""
    temporary = tmp_path_factory.mktemp("temporary")
    with drawing(testshire.folder, temporary) as process:
        process.send_signal(number)
        _, told = process.communicate(timeout=60)

    assert code == process.returncode
    assert "stopped; every file that was written is whole" in told
    assert [path.name for path in temporary.iterdir()] == ["sleeping-chrome"]
    assert [path.name for path in (testshire.folder / "out").iterdir()] == [".lock"]


@pytest.mark.browser
def test_build_proof_and_status(southampton: Callable[[str], Scratch]) -> None:
    """Build and proof say what they wrote; status knows what moved since."""
    scratch = southampton("2024-10")
    built = run(scratch.folder, "build", "2024-10", "--rendition", "public")
    proven = run(
        scratch.folder, "proof", "2024-10", "--rendition", "public", "--json", "--quiet"
    )
    before = json.loads(run(scratch.folder, "status", "--json").stdout)["reports"][1]
    scratch.append("data/2024-10/commentary/police.md", "\n- More words.\n")
    after = json.loads(run(scratch.folder, "status", "--json").stdout)["reports"][1]

    scratch.write("styles/own.css", "p { color: #000000 }")
    restyled = json.loads(run(scratch.folder, "status", "--json").stdout)["reports"][1]

    name = "out/2024-10/jcdu/public/southampton-jcdu-2024-10-public"
    assert f"{name}-draft.pdf  sha256 " in built.stdout
    assert "figures: 4" in built.stderr.splitlines()
    assert "" == proven.stderr
    (made,) = json.loads(proven.stdout)["made"]
    assert documented("proof") == {"made", *(f"made[].{key}" for key in made)}
    proof = scratch.folder / f"{name}-proof.pdf"
    assert archive.digest(proof.read_bytes()) == made["sha256"]
    police = "data/2024-10/commentary/police.md"
    for state, moved in ((before, []), (after, [police]), (restyled, [police, "own"])):
        for kind in ("draft", "proof"):
            standing = state["standings"]["public"][kind]
            assert len(moved) == len(standing["moved"])
            assert ("older" if moved else "current") == standing["state"]
        assert "none" == state["standings"]["partners"]["draft"]["state"]


def test_an_optimised_python_is_refused(testshire: Scratch) -> None:
    """-O changes the bytes of a PDF, so a proof would not rebuild elsewhere."""
    done = run(testshire.folder, "build", "2025-01", PYTHONOPTIMIZE="1")

    assert 3 == done.returncode
    assert "unset PYTHONOPTIMIZE" in done.stderr


def test_a_command_looks_for_no_garbage(testshire: Scratch) -> None:
    """What a check holds goes with its process: a look at all of it finds nothing."""
    told = (
        "import atexit, gc; from reportgen.cli import main; looks = []; "
        "gc.callbacks.append(lambda phase, _: looks.append(phase)); "
        "atexit.register(lambda: print(gc.get_freeze_count() > 0, not looks)); "
        "gc.set_threshold(0); main()"
    )
    words = ["-w", str(testshire.folder), "check", "2025-01", "--json"]
    done = subprocess.run(
        [sys.executable, "-c", told, *words], capture_output=True, text=True, check=True
    )

    assert "True True" == done.stdout.splitlines()[-1]
