"""The examination: every check in its order, and the exit code of all."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from reportgen.doctor import certificate, machine, mail, own_pages, premises
from reportgen.doctor.findings import Check, Finding, lacking

# The order in which a build needs them; a check of something new has its line here.
CHECKS = (
    Check("Python", "how it was started", machine.python),
    Check("libraries", "their versions", machine.libraries),
    Check("typeface", "the font files", machine.typeface),
    Check("Chrome", "a test chart", machine.chrome),
    Check("Pango", "the libraries that lay out text", machine.pango),
    Check("room", "where a build writes", machine.room),
    Check("workspace", "its settings and cycles", premises.workspace),
    Check("pages", "own templates and styles", own_pages.look),
    Check("record", "what cannot be rebuilt", premises.record),
    Check("certificate", "what seals an edition", certificate.look),
    Check("post", "the mail server", mail.post),
    Check("language", "locale and time zone", machine.language),
)

Progress = Callable[[str, str, float], None]


def examine(
    folder: Path, progress: Progress, checks: Iterable[Check] = CHECKS
) -> Iterator[tuple[str, list[Finding]]]:
    """The findings of each check, told as soon as it is done.

    Args:
        folder: a workspace, or any other folder: then only the machine is looked at.
        progress: told the group before it is looked at, and the share of the work.
        checks: what is looked at.
    """
    todo = list(checks)
    for number, check in enumerate(todo):
        progress(check.group, check.about, number / len(todo))
        yield check.group, _findings(check, folder)


def _findings(check: Check, folder: Path) -> list[Finding]:
    try:
        return list(check.look(folder))
    except Exception as failure:  # a sick machine is no reason to leave the patient
        what = f"this cannot be examined ({type(failure).__name__}: {failure})"
        return [lacking(what, "install reportgen again, as its README says")]


def exit_code(findings: Iterable[Finding]) -> int:
    """The highest of all: 3 for the machine comes before 1 for a file."""
    return max((finding.exit_code for finding in findings), default=0)
