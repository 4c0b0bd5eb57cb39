"""reportgen makes a drugs partnership's reports from a folder of data and words.

    import reportgen
    from pathlib import Path

    reportgen.init(Path("exampleton"))                 # a new workspace that builds
    reportgen.check("2024-10", workspace=Path("."))    # every fault and its cure
    reportgen.build("2024-10", workspace=Path("."))    # watermarked drafts under out/
    reportgen.proof("2024-10", workspace=Path("."))    # what signatories read
    reportgen.status(workspace=Path("."))              # where every report stands
    reportgen.explain("2024-10", "47.0", workspace=Path("."))  # a number's way home

The way of the data, one module after the other:

    evidence    cycle > outline, measures > observations > indicators > disclosure
    pages       charts, narrative > figures > document > html > pdf
    audit       consistency, plain words, differencing, leaks; and the way back, from a
                printed number to its row
    release     archive

Two wings and a gate. *Evidence* knows numbers and nothing of paper. `disclosure` is the
gate: what passed it for one audience is `Published`, and *pages* print nothing else.
*Audit* reads both sides and is imported by nobody but the composition. *Release* is
handed bytes and names, and alone writes under `out/`.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.errors import (
    EnvironmentFault,
    Fault,
    FaultsFound,
    NotAllowed,
    ReportgenError,
    UsageError,
)

if TYPE_CHECKING:
    from reportgen.checking import Verdict
    from reportgen.foundation import Laid
    from reportgen.standing import Made, State
    from reportgen.tracing import Explanation

__all__ = [
    "EnvironmentFault",
    "Fault",
    "FaultsFound",
    "NotAllowed",
    "ReportgenError",
    "UsageError",
    "build",
    "check",
    "explain",
    "init",
    "proof",
    "status",
]


def init(folder: Path, *, templates: bool = False) -> "Laid":
    """Lay out a workspace with a fictional partnership, all of it or nothing.

    Args:
        folder: new or empty; its parent must be there.
        templates: copy templates and styles too, so that a designer can change them.

    Raises:
        UsageError: the folder holds something, or may hold no workspace.
        OutputNotWritable: it cannot be written; nothing is left behind.
    """
    from reportgen import foundation

    return foundation.lay_out(folder, templates=templates)


def check(*targets: str, workspace: Path, plain: bool | None = None) -> "list[Verdict]":
    """Every fault of the reports named, with place and cure; writes nothing.

    Args:
        targets: `2024-10` for all reports of a cycle, `2024-10/jcdu` for one.
        workspace: the folder with `reportgen.toml`.
        plain: look for what would be plainer too; None for what the settings say.

    Raises:
        DictionaryMissing: plain words are asked for, and there is no dictionary.
        FaultsFound: the inputs cannot be read as far as a composition.
        UsageError: a target names no report.
    """
    from reportgen import pipeline, settings

    return pipeline.check(settings.open_workspace(workspace), targets, plain=plain)


def explain(
    target: str, asked: str, *, workspace: Path, rendition: str = "public"
) -> "list[Explanation]":
    """Follow what a report prints home: to its value, its row, its file and its source.

    Args:
        target: `2024-10` for all reports of a cycle, `2024-10/jcdu` for one.
        asked: a number as printed (`47.0`), `Figure 3`, `Table 2`, a measure (`m20`,
            `measure 20`, its short name), or words of the report.
        workspace: the folder with `reportgen.toml`.
        rendition: `public` or `partners`: whose report is asked.

    Returns:
        One answer for each report; it has no traces where nothing was found.

    Raises:
        FaultsFound: the report cannot be composed.
        UsageError: the target names no report, or nothing is asked.
    """
    from reportgen import pipeline, settings, vocabulary

    opened = settings.open_workspace(workspace)
    chosen = vocabulary.Rendition(rendition)
    return pipeline.explain(opened, target, asked, chosen)


def build(
    *targets: str, workspace: Path, renditions: Sequence[str] = ("public", "partners")
) -> "list[Made]":
    """Make watermarked drafts under `out/`.

    Args:
        targets: as for `check`.
        workspace: the folder with `reportgen.toml`.
        renditions: audiences to make them for.

    Raises:
        FaultsFound: at least one error; nothing is written.
        UsageError: a target names no report.
        EnvironmentFault: the machine lacks something.
        NotAllowed: another command is writing in the workspace.
    """
    return _make("draft", targets, workspace, renditions)


def proof(
    *targets: str, workspace: Path, renditions: Sequence[str] = ("public", "partners")
) -> "list[Made]":
    """Make the proofs that signatories read: the same pages without a watermark.

    Args and errors are those of `build`.
    """
    return _make("proof", targets, workspace, renditions)


def _make(
    kind: str, targets: Sequence[str], workspace: Path, renditions: Sequence[str]
) -> "list[Made]":
    from reportgen import pipeline, settings, vocabulary

    chosen = [vocabulary.Rendition(rendition) for rendition in renditions]
    opened = settings.open_workspace(workspace)
    return pipeline.build(opened, targets, kind=kind, renditions=chosen)


def status(*, workspace: Path) -> "list[State]":
    """Where every report of the workspace stands; reads only.

    Raises:
        FaultsFound: a cycle's file does not read.
    """
    from reportgen import pipeline, settings

    return pipeline.status(settings.open_workspace(workspace))
