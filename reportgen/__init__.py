"""reportgen makes a drugs partnership's reports from a folder of data and words.

    import reportgen
    from pathlib import Path

    reportgen.init(Path("exampleton"))                 # a new workspace that builds
    reportgen.check("2024-10", workspace=Path("."))    # every fault and its cure
    reportgen.build("2024-10", workspace=Path("."))    # watermarked drafts under out/
    reportgen.proof("2024-10", workspace=Path("."))    # what signatories read
    reportgen.sign("2024-10", workspace=Path("."), who="Deputy Chair", proofs=[pdf])
    reportgen.release("2024-10", workspace=Path("."))  # seals what was approved
    reportgen.verify(Path("editions/1"), trust=["ab12..."])    # intact? trusted?
    reportgen.record("2024-10", workspace=Path("."))   # who approved what, and when
    reportgen.deliver("2024-10", workspace=Path("."))  # letters; send=True sends them
    reportgen.status(workspace=Path("."))              # where every report stands
    reportgen.explain("2024-10", "47.0", workspace=Path("."))  # a number's way home

The way of the data, one module after the other:

    evidence    cycle > outline, measures > observations > indicators > disclosure
    pages       charts, narrative > figures > document > html > pdf
    audit       consistency, plain words, differencing, leaks; and the way back, from a
                printed number to its row
    registry    seals, decisions, editions, post; and the archive
    desk        what people do: sign, release, verify, record, request, deliver

Two wings and a gate. *Evidence* knows numbers and nothing of paper. `disclosure` is the
gate: what passed it for one audience is `Published`, and *pages* print nothing else.
*Audit* reads both sides and is imported by nobody but the composition. The *registry*
is handed bytes and names, and alone writes under `out/`; the *desk* is where people
decide, release and send.
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
    from reportgen.desk.approvals import Outlook
    from reportgen.desk.dispatching import Delivered
    from reportgen.desk.recording import RecordPage
    from reportgen.desk.releasing import Released
    from reportgen.desk.signing import Recorded
    from reportgen.desk.verifying import Verified
    from reportgen.foundation import Laid
    from reportgen.standing import Made
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
    "deliver",
    "explain",
    "init",
    "proof",
    "record",
    "reject",
    "release",
    "sign",
    "status",
    "verify",
    "withdraw",
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


def sign(  # noqa: PLR0913 (what a decision consists of)
    target: str,
    *,
    workspace: Path,
    who: str,
    proofs: Sequence[Path],
    evidence: Sequence[Path] = (),
    note: str = "",
    name: str = "",
    recorded_by: str = "",
) -> "Recorded":
    """Record that somebody approves the proofs that they have read.

    Args:
        target: `2024-10/jcdu`, or `2024-10` where the cycle has one report.
        workspace: the folder with `reportgen.toml`.
        who: a name, a post or a role of the report's signatories.
        proofs: the files that were read.
        evidence: stored replies (`.eml`) and detached signatures (`.p7s`).
        note: words to be kept.
        name: who fills the post, where `cycle.toml` names nobody.
        recorded_by: who types it; the login name where it is empty.

    Raises:
        NotAllowed: a file is no current proof, it is not their turn, or the evidence
            is about something else.
        FaultsFound: earlier decisions were tampered with, or an input does not read.
        UsageError: there is no such report, person or file.
        EnvironmentFault: something cannot be read or written.
    """
    from reportgen import settings
    from reportgen.desk import signing

    by = recorded_by or _login()
    asked = signing.Request(who, by, proofs, evidence, note, name=name)
    return signing.sign(settings.open_workspace(workspace), target, asked)


def reject(  # noqa: PLR0913 (as for `sign`)
    target: str,
    *,
    workspace: Path,
    who: str,
    proofs: Sequence[Path],
    reason: str,
    evidence: Sequence[Path] = (),
    name: str = "",
    recorded_by: str = "",
) -> "Recorded":
    """Record that somebody rejects the proofs that they have read, and why.

    Args and errors are those of `sign`.
    """
    from reportgen import settings
    from reportgen.desk import signing

    by = recorded_by or _login()
    asked = signing.Request(who, by, proofs, evidence, reason=reason, name=name)
    return signing.reject(settings.open_workspace(workspace), target, asked)


def withdraw(
    target: str, *, workspace: Path, who: str, reason: str, recorded_by: str = ""
) -> "Recorded":
    """Record that somebody takes their approval back, and why.

    Args and errors are those of `sign`.
    """
    from reportgen import settings
    from reportgen.desk import signing

    asked = signing.Request(who, recorded_by or _login(), reason=reason)
    return signing.withdraw(settings.open_workspace(workspace), target, asked)


def _login() -> str:
    import getpass

    return getpass.getuser()


def release(
    *targets: str, workspace: Path, correction: str = "", recorded_by: str = ""
) -> "list[Released]":
    """Seal and archive what was approved: an edition of each report, once.

    Args:
        targets: as for `check`.
        workspace: the folder with `reportgen.toml`.
        correction: what an edition corrects that is not the first.
        recorded_by: who does it; the login name where it is empty.

    Raises:
        ReleaseRefused: with everything that is missing; nothing is filed.
        FaultsFound: the inputs do not read.
        UsageError: a target names no report.
        EnvironmentFault: the machine lacks something.
        NotAllowed: another command is writing in the workspace.
    """
    import getpass
    from datetime import datetime

    from reportgen import pipeline, settings
    from reportgen.desk import releasing

    by = recorded_by or getpass.getuser()
    act = releasing.Act(by, datetime.now().astimezone(), correction)
    return pipeline.release(settings.open_workspace(workspace), targets, act)


def deliver(  # noqa: PLR0913 (whom it is for)
    target: str,
    *,
    workspace: Path,
    send: bool = False,
    only: Sequence[str] = (),
    correction: bool = False,
    resume: bool = False,
    test_to: str = "",
) -> "list[Delivered]":
    """Write the letters that bring the newest edition to the members, or send them.

    Nobody is asked before: look at what it says without `send` first. What was
    accepted never goes again, in whatever run.

    Args:
        target: `2024-10` or `2024-10/jcdu`.
        workspace: the folder with `reportgen.toml`.
        send: send them; else they are only written, to `out/CYCLE/REPORT/outbox/`.
        only: names, addresses, organisations or roles; all where none is given.
        correction: to exactly those who hold a superseded edition.
        resume: only what an earlier run has left.
        test_to: one letter of each rendition goes there, and none to a member.

    Raises:
        UsageError: the target names no report, a name fits nobody, or the settings name
            no way to send.
        FaultsFound: the list of members or the settings do not read.
        NotAllowed: there is no whole edition, or another run is delivering.
        EnvironmentFault: the mail server cannot be used, or `out/` not written; what is
            left stays planned.
    """
    from datetime import datetime

    from reportgen import pipeline, settings
    from reportgen.desk.choosing import Choice

    choice = Choice(
        only=tuple(only),
        correction=correction,
        resume=resume,
        test_to=test_to,
        occasion=datetime.now().astimezone().isoformat(),
    )
    opened = settings.open_workspace(workspace)
    return pipeline.deliver(opened, target, choice, send=send)


def status(*, workspace: Path) -> "list[Outlook]":
    """Where every report of the workspace stands, with its sign-off; reads only.

    Raises:
        FaultsFound: a cycle's file does not read.
    """
    from reportgen import pipeline, settings

    return pipeline.status(settings.open_workspace(workspace))


def record(
    *targets: str, workspace: Path, rendition: str = "partners"
) -> "list[RecordPage]":
    """Make the readable evidence of who approved what, when, on which file.

    An accessible PDF and JSON under `out/CYCLE/REPORT/record/`, to be handed over: no
    value of the report stands in them. The record itself is only read.

    Args:
        targets: as for `check`.
        workspace: the folder with `reportgen.toml`.
        rendition: `public` leaves out digests that stand for what the public may not
            see.

    Raises:
        FaultsFound: a ledger is not as reportgen wrote it, or an input does not read.
        UsageError: a target names no report.
        EnvironmentFault: the machine lacks something.
        NotAllowed: another command is writing in the workspace.
    """
    from datetime import datetime

    from reportgen import pipeline, settings, vocabulary

    now = datetime.now().astimezone()
    chosen = vocabulary.Rendition(rendition)
    return pipeline.record(settings.open_workspace(workspace), targets, now, chosen)


def verify(
    path: Path, *, trust: Sequence[str] = (), rebuild: bool = False
) -> "Verified":
    """Whether an edition, one half of it or a sealed PDF is what was released; offline.

    Args:
        path: a sealed PDF, an edition's folder, or its folder `public` or `private`.
        trust: SHA-256 fingerprints of the certificates that you trust.
        rebuild: lay out again what is intact and trusted, and compare.

    Raises:
        UsageError: there is no such path, or a fingerprint is none.
    """
    from reportgen.desk import verifying

    trusted = frozenset(map(verifying.fingerprint, trust))
    whom = verifying.Trust(trusted, "trust")
    (found,) = verifying.verify([path], whom, is_rebuilt=rebuild)
    return found
