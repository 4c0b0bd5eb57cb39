"""The whole way on one page: evidence > figures > pdf > archive.

Calls only: what each step does stands in the modules it calls. Those that are heavy to
load are loaded where a step needs them, after the processes that draw were started.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date, datetime
from typing import TYPE_CHECKING

from reportgen.acceptances import read_acceptances
from reportgen.checking import (
    Progress,
    Verdict,
    accepted_in,
    asked_for,
    compositions_of,
    settle_words,
    settled,
    silent,
    verdict_of,
)
from reportgen.errors import PLAIN_WORDS, Collector, Fault, Slug
from reportgen.evidence.words import read_words
from reportgen.formats import london_day
from reportgen.settings import Workspace
from reportgen.settlement import settle
from reportgen.vocabulary import Rendition

if TYPE_CHECKING:
    from reportgen.composition import Composition
    from reportgen.desk.approvals import Outlook
    from reportgen.desk.choosing import Choice
    from reportgen.desk.contrasting import Contrast
    from reportgen.desk.dispatching import Delivered
    from reportgen.desk.expiry import Expiry
    from reportgen.desk.reach import Reach
    from reportgen.desk.recording import RecordPage
    from reportgen.desk.releasing import Act, Released
    from reportgen.pages.exporter import Exporter
    from reportgen.press import Press
    from reportgen.registry.archive import Archive
    from reportgen.standing import Made
    from reportgen.tracing import Explanation


def check(
    workspace: Workspace,
    targets: Sequence[str],
    *,
    plain: bool | None = None,
    on: date | None = None,
) -> list[Verdict]:
    """Every fault of the reports named, without drawing or writing anything.

    Args:
        workspace: where they are read.
        targets: `2024-10` or `2024-10/jcdu`.
        plain: look for what would be plainer too; None for what the settings say.
        on: the day by which acceptances have ended or not; today where none is given.

    Raises:
        DictionaryMissing: plain words are asked for, and there is no dictionary.
        FaultsFound: the inputs cannot be read as far as a composition.
        UsageError: a target names no report.
    """
    collector = Collector()
    is_plain = workspace.settings.plain_words if plain is None else plain
    words = collector.take(read_words, workspace.data) if is_plain else None
    asked = asked_for(workspace, targets, tuple(Rendition), collector)
    accepted = accepted_in(workspace, asked, collector)
    found = compositions_of(workspace, targets, asked, collector)
    today = on or london_day(datetime.now().astimezone())
    verdicts = [verdict_of(compositions, words) for compositions in found]
    unasked = frozenset[Slug]() if is_plain else PLAIN_WORDS
    return [settled(verdict, accepted, today, unasked) for verdict in verdicts]


def build(  # noqa: PLR0913 (each is a choice of the person who builds)
    workspace: Workspace,
    targets: Sequence[str],
    *,
    kind: str = "draft",
    renditions: Sequence[Rendition] = tuple(Rendition),
    exporter: "Exporter | None" = None,
    anew: bool = False,
    progress: Progress = silent,
) -> "list[Made]":
    """Make the PDFs and data files of the reports named.

    Args:
        workspace: where they are read and written.
        targets: `2024-10` or `2024-10/jcdu`; all of them share one Chrome.
        kind: `draft` with a watermark, or `proof` without.
        renditions: audiences to make them for.
        exporter: draws the charts; Chrome where none is given.
        anew: make those too whose inputs, look and makers have not changed.
        progress: told of each step.

    Raises:
        FaultsFound: at least one error; nothing is written.
        UsageError: a target names no report.
        EnvironmentFault: the machine lacks something.
        WorkspaceBusy: another command is writing here.
    """
    from reportgen import standing
    from reportgen.registry import archive

    with archive.writing(workspace.out) as shelf, ExitStack() as stack:
        collector = Collector()
        progress("evidence", " ".join(targets), 0.0)
        asked = asked_for(workspace, targets, renditions, collector)
        accepted_in(workspace, asked, collector)  # or its faults came after the PDFs
        survey = collector.take(standing.survey, workspace, asked, kind)
        made = dict(survey.unchanged) if survey and not anew else {}
        wanted = [each for each in asked if each not in made]
        if wanted or collector.faults:
            from reportgen import press

            run = None
            if survey is not None:  # else its faults are told with all others
                draws = exporter is None and survey.redraws
                opening = press.opened(workspace, kind, survey.look, draws=draws)
                run = stack.enter_context(opening)
            found = compositions_of(workspace, targets, wanted, collector)
            fresh = _make(found, run, shelf, exporter, progress)
            made |= dict(zip(wanted, fresh, strict=True))
            from reportgen.catalogue import file_listing

            file_listing(workspace, shelf)
        return [made[each] for each in asked]


def release(
    workspace: Workspace,
    targets: Sequence[str],
    act: "Act",
    *,
    exporter: "Exporter | None" = None,
    progress: Progress = silent,
) -> "list[Released]":
    """Seal and file what was approved; see `releasing.release`."""
    from reportgen.desk import releasing

    return releasing.release(
        workspace, targets, act, exporter=exporter, progress=progress
    )


def deliver(
    workspace: Workspace, target: str, choice: "Choice", *, send: bool = False
) -> "list[Delivered]":
    """Write letters to the members, or send them; see `dispatching.dispatch`."""
    from reportgen.desk import dispatching

    return dispatching.dispatch(workspace, target, choice, send=send)


def status(workspace: Workspace, keeper: Collector | None = None) -> "list[Outlook]":
    """Where every report of the workspace stands; reads, and writes nothing.

    What voided an approval is told with values: they may be restricted.

    Args:
        workspace: whose reports.
        keeper: keeps the faults of cycles that do not read, and the others are told.

    Raises:
        FaultsFound: a cycle's file does not read, and there is no keeper.
        EnvironmentFault: the record cannot be read.
    """
    from reportgen.desk import approvals

    return approvals.outlooks(workspace, keeper)


def reach(workspace: Workspace, report: str) -> "Reach | None":
    """How far the newest edition of a report has come; see `reach.reach_of`."""
    from reportgen.desk.reach import reach_of

    return reach_of(workspace, report)


def expiry(workspace: Workspace, now: datetime) -> "Expiry | None":
    """How long the certificate that the settings name will do.

    Args:
        workspace: whose settings.
        now: aware.

    Returns:
        None where none is named, or its public part is not there or does not read.
    """
    from reportgen.desk.expiry import expiry_of

    return expiry_of(workspace, now)


def record(
    workspace: Workspace,
    targets: Sequence[str],
    now: datetime,
    rendition: Rendition = Rendition.PARTNERS,
) -> "list[RecordPage]":
    """Make the readable evidence of who approved what; see `recording.record`."""
    from reportgen.desk import recording

    return recording.record(workspace, targets, now, rendition)


def diff(
    workspace: Workspace, before: str, after: str, rendition: Rendition
) -> "list[Contrast]":
    """Two issues of each report side by side; see `contrasting.contrast`."""
    from reportgen.desk import contrasting

    return contrasting.contrast(workspace, before, after, rendition)


def explain(
    workspace: Workspace,
    target: str,
    asked: str,
    rendition: Rendition = Rendition.PUBLIC,
) -> "list[Explanation]":
    """Where a number, a figure, a measure or words come from; one for each report.

    Nothing is drawn, laid out or written. Pages are told where a PDF is current.

    Args:
        workspace: where the reports are read.
        target: `2024-10` or `2024-10/jcdu`.
        asked: such as `47.0`, `Figure 3`, `m20`, or words as they are printed.
        rendition: whose report is asked; what it withholds is not known here.

    Raises:
        FaultsFound: the report cannot be composed.
        UsageError: the target names no report, or nothing is asked.
    """
    from reportgen import tracing

    collector = Collector()
    wanted = asked_for(workspace, [target], [rendition], collector)
    found = compositions_of(workspace, [target], wanted, collector)
    compositions = [each for report in found for each in report]
    settle_words(collector, compositions)
    return tracing.explain(compositions, workspace, asked)


def _make(
    found: "Sequence[Sequence[Composition]]",
    run: "Press | None",
    shelf: "Archive",
    exporter: "Exporter | None",
    progress: Progress,
) -> "list[Made]":
    """Draw, lay out and file the compositions."""
    from reportgen import production

    compositions = [each for report in found for each in report]
    settle_words(Collector(), compositions)
    assert run is not None  # noqa: S101 (its faults would have been settled)
    count = sum(len(composition.plans) for composition in compositions)
    progress("figures", str(count), 0.1)
    drawer = exporter or production.chrome(run, shelf)
    drawn = production.draw(compositions, drawer)
    printed: list[production.Printed] = []
    progress("pdf", f"{len(compositions)} PDFs", 0.3)
    typeset = production.typeset(compositions, drawn, run, shelf)
    for one in production.searched(typeset, run, shelf):
        printed.append(one)
        share = 0.3 + 0.68 * len(printed) / len(compositions)
        progress("pdf", one.composition.name, share)
    progress("archive", f"{len(printed)} PDFs", 0.98)
    return [production.file(one, run, shelf) for one in printed]


def unsettled(
    workspace: Workspace, made: "Sequence[Made]", on: date | None = None
) -> list[Fault]:
    """The cautions of what was made, each once, without those that somebody accepts.

    Args:
        workspace: where it was made.
        made: from `build`.
        on: the day by which acceptances have ended or not; today where none is given.

    Raises:
        FaultsFound: a file of acceptances has changed since, and does not read.
    """
    today = on or london_day(datetime.now().astimezone())
    left: list[Fault] = []
    for one in made:
        cycle, _, report = one.report.partition("/")
        accepted = read_acceptances(workspace.data, cycle)
        found = settle(one.cautions, accepted, today, report)
        # One audience sees less than all, so what fits nothing here may fit there.
        left += found.outstanding[: len(one.cautions) - len(found.accepted)]
    return list(dict.fromkeys(left))
