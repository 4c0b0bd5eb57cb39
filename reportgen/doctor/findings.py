"""What the doctor finds: a health, what was seen, and the cure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

MACHINE = 3
"""Exit code where the machine lacks something."""
INPUTS = 1
"""Exit code where a file of the workspace is wrong."""


class Health(StrEnum):
    """How it stands with one thing."""

    FINE = "fine"
    CAUTION = "caution"
    """A build works; something may go wrong later, or comes out other than meant."""
    ERROR = "error"
    """No build."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    health: Health
    what: str
    cure: str = ""
    exit_code: int = 0

    def __str__(self) -> str:
        """One line, without its health."""
        return f"{self.what}; {self.cure}" if self.cure else self.what


@dataclass(frozen=True)
class Check:
    """One thing that the doctor looks at."""

    group: str
    """The heading of its findings: `Chrome`."""
    about: str
    """What takes its time, for the progress."""
    look: Callable[[Path], Iterable[Finding]]
    """Given the workspace's folder, which need not be one."""


def fine(what: str, cure: str = "") -> Finding:
    """Nothing is wrong."""
    return Finding(Health.FINE, what, cure)


def caution(what: str, cure: str) -> Finding:
    """Worth an act, but nothing is held up."""
    return Finding(Health.CAUTION, what, cure)


def lacking(what: str, cure: str) -> Finding:
    """The machine lacks what a build needs."""
    return Finding(Health.ERROR, what, cure, MACHINE)


def wrong(what: str, cure: str) -> Finding:
    """A file of the workspace stops a build."""
    return Finding(Health.ERROR, what, cure, INPUTS)


def told(refusal: Exception) -> Finding:
    """What an error of ours says, whose cure follows the first semicolon."""
    what, _, cure = str(refusal).partition("; ")
    return lacking(what, cure)
