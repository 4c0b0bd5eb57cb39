"""The machine that measures: a time says nothing without it."""

import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path

from reportgen.pages.chrome import chrome_version, find_chrome

_LIBRARIES = ("weasyprint", "plotly", "kaleido", "jinja2", "pandas")


def facts() -> dict[str, str]:
    """Processor, memory, system and versions, in words."""
    memory = _first("/proc/meminfo", "MemTotal").split()[0]
    return {
        "processor": _first("/proc/cpuinfo", "model name"),
        "cores": str(len(os.sched_getaffinity(0))),
        "memory": f"{int(memory) / 1e6:.0f} GB",
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "chrome": chrome_version(find_chrome()),
        "load at start": f"{os.getloadavg()[0]:.2f}",
        "reportgen": f"{version('reportgen')}, {_commit()}",
        **{name: version(name) for name in _LIBRARIES},
    }


def _first(file: str, key: str) -> str:
    for line in Path(file).read_text("utf-8").splitlines():
        name, _, value = line.partition(":")
        if name.strip() == key:
            return value.strip()
    return "0 unknown"


def _commit() -> str:
    """The commit that is measured, where the folder is one of git's."""
    done = subprocess.run(
        ["git", "describe", "--always", "--dirty"],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parent,
    )
    return done.stdout.strip() or "no commit"
