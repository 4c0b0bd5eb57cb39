"""Commands, run as people run them: in a process, on a terminal."""

import os
import re
import subprocess
import sys
import termios
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType

README = Path(__file__).parent.parent / "README.md"


def command(folder: Path, *arguments: str) -> list[str]:
    """The words of one command in a workspace."""
    return [sys.executable, "-m", "reportgen", "-w", str(folder), *arguments]


def run(
    folder: Path, *arguments: str, **environment: str
) -> "subprocess.CompletedProcess[str]":
    """One command in a workspace, to its end."""
    return plainly(*command(folder, *arguments)[3:], **environment)


def plainly(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """One command as it stands, to its end."""
    return subprocess.run(
        [sys.executable, "-m", "reportgen", *arguments],
        capture_output=True,
        text=True,
        env={**_surroundings(), **environment},
        check=False,
    )


def _surroundings() -> dict[str, str]:
    """The environment of these tests, without what other tests in it draw with."""
    ours = {"COLUMNS", "FONTCONFIG_FILE"}
    return {name: value for name, value in os.environ.items() if name not in ours}


def on_terminal(
    folder: Path,
    *arguments: str,
    columns: int = 100,
    environment: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """What a terminal of that width is sent, without its carriage returns."""
    ours, theirs = os.openpty()
    termios.tcsetwinsize(theirs, (40, columns))
    process = subprocess.Popen(
        command(folder, *arguments),
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
        env={**_surroundings(), "TERM": "xterm", **environment},
    )
    os.close(theirs)
    sent = b""
    with suppress(OSError):  # a terminal that is left says so with an error
        while block := os.read(ours, 65536):
            sent += block
    os.close(ours)
    process.wait()
    return sent.decode().replace("\r\n", "\n")


def documented(name: str) -> set[str]:
    """The keys that README promises for a command."""
    text = README.read_text("utf-8")
    rows = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \| `([\w.\[\]]+)` \|", text, re.M)
    return {key for commands, key in rows if f"`{name}`" in commands}


def loaded(code: str, **environment: str) -> set[str]:
    """The libraries that are loaded once a piece of Python has run, however it ends."""
    told = "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    wrapped = f"import sys\ntry:\n    {code}\nexcept SystemExit:\n    pass\n{told}"
    done = subprocess.run(
        [sys.executable, "-c", wrapped],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        check=True,
    )
    return set(done.stdout.splitlines()[-1].split())
