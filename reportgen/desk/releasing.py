"""Releasing: approved proofs, laid out again, sealed, and filed as an edition."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.checking import (
    Progress,
    accepted_in,
    compositions_of,
    reports_named,
    settled,
    silent,
    verdict_of,
)
from reportgen.desk.approvals import Outlook, outlooks
from reportgen.desk.obstacles import Candidate, Obstacle, obstacles
from reportgen.errors import CertificateFault, Collector, NotAllowed, ReleaseRefused
from reportgen.formats import london_day
from reportgen.registry import archive
from reportgen.registry.decisions.deciding import see_typist, see_words
from reportgen.registry.editions.editions import FiledEdition, editions_of
from reportgen.settings import Workspace
from reportgen.vocabulary import Rendition

if TYPE_CHECKING:
    from reportgen.pages.exporter import Exporter
    from reportgen.registry.seals.identity import Identity


@dataclass(frozen=True)
class Released:
    """An edition that stands."""

    report: str
    """`2026-05/outcomes`."""
    edition: int
    folder: Path
    is_new: bool
    """Whether it was filed just now; otherwise it stood already."""

    @property
    def pdfs(self) -> tuple[Path, ...]:
        """The sealed PDFs, the public one first."""
        halves = (self.folder / "public", self.folder / "private")
        return tuple(path for half in halves for path in sorted(half.glob("*.pdf")))


@dataclass(frozen=True)
class Act:
    """One act of releasing: by whom, when, why."""

    by: str
    """Who typed it."""
    at: datetime
    """With its time zone."""
    correction: str = ""
    """What an edition corrects that is not the first."""


LONGEST_CORRECTION = 400
"""Characters: it stands in the seal, on every web page and in letters."""


def release(
    workspace: Workspace,
    targets: Sequence[str],
    act: Act,
    *,
    exporter: "Exporter | None" = None,
    progress: Progress = silent,
) -> list[Released]:
    """File an edition of each report named, or say all that is missing.

    What is filed begins with the proofs that were approved, byte for byte. They are
    laid out once more first, and must come out the same.

    Args:
        workspace: where they are read, and in whose record they are filed.
        targets: `2024-10` or `2024-10/jcdu`.
        act: by whom, when, and what is corrected.
        exporter: draws the charts; Chrome where none is given.
        progress: told of each step.

    Raises:
        ReleaseRefused: with everything that is missing, of all reports; nothing is
            filed.
        FaultsFound: the inputs do not read, or a sealed file is not accessible.
        UsageError: a target names no report, or words cannot be printed.
        EnvironmentFault: the machine lacks something, or a timestamp is not given.
        WorkspaceBusy: another command is writing here.
    """
    act = _seen(act)
    progress("evidence", " ".join(targets), 0.0)
    with archive.writing(workspace.out) as shelf, ExitStack() as stack:
        names = reports_named(workspace, targets)
        looks = {one.report: one for one in outlooks(workspace, only=names)}
        standing = {name: _stands(workspace, looks[name], act) for name in names}
        wanted = [name for name in names if standing[name] is None]
        if wanted:
            candidates = _candidates(workspace, wanted, looks, act)
            identity = _cleared(workspace, candidates, act)
            from reportgen.catalogue import file_listing
            from reportgen.desk import sealing

            run = stack.enter_context(sealing.opened(workspace))
            made = sealing.printed(candidates, run, shelf, exporter, progress)
            for number, one in enumerate(made):
                progress("seal", one.candidate.report, 0.8 + 0.19 * number / len(made))
                sealer = sealing.Sealer(identity, act.by, act.at, act.correction)
                filed = sealing.filed(one, sealer, run, shelf)
                name = one.candidate.report
                standing[name] = Released(name, filed.number, filed.folder, is_new=True)
            file_listing(workspace, shelf)
        return [each for each in standing.values() if each is not None]


def _seen(act: Act) -> Act:
    """The act in words that can be printed, without spaces around them.

    Raises:
        UsageError: they cannot.
    """
    see_typist(act.by)
    correction = act.correction.strip()
    see_words("correction", correction, LONGEST_CORRECTION)
    return replace(act, correction=correction)


def _stands(workspace: Workspace, look: Outlook, act: Act) -> Released | None:
    """The edition that is of these very proofs; None where there is none.

    Raises:
        NotAllowed: it is to be corrected, and nothing has changed.
    """
    if not look.is_released:
        return None
    filed = editions_of(workspace.record, look.report)[-1]
    _refuse_damaged(workspace, filed, look.report)
    if act.correction:
        raise NotAllowed(
            f"edition {filed.number} of {look.report} is of these very proofs, and "
            "there is nothing to correct yet; change what is wrong, make the proof "
            "anew, and have it approved"
        )
    return Released(look.report, filed.number, filed.folder, is_new=False)


def _refuse_damaged(workspace: Workspace, filed: FiledEdition, report: str) -> None:
    """Look whether the edition that stands is what was released.

    Raises:
        NotAllowed: it is not.
    """
    from reportgen.registry.editions.verification import verify

    found = verify(filed.folder)
    if not found.intact or found.kind != "edition":
        where = workspace.named(filed.folder)
        what = "; ".join(map(str, found.findings[:2])) or "one of its halves is missing"
        raise NotAllowed(
            f"edition {filed.number} of {report} is not as it was released ({what}); "
            f"restore it from a copy of the record, and look: reportgen verify {where}"
        )


def _candidates(
    workspace: Workspace,
    names: Sequence[str],
    looks: Mapping[str, Outlook],
    act: Act,
) -> list[Candidate]:
    """The reports with all that decides about them.

    Raises:
        FaultsFound: the inputs cannot be read as far as a composition.
    """
    collector = Collector()
    asked = [(name, rendition) for name in names for rendition in Rendition]
    accepted = accepted_in(workspace, asked, collector)
    found = compositions_of(workspace, names, asked, collector)
    on = london_day(act.at)
    return [
        Candidate(
            workspace,
            looks[compositions[0].assembly.name],
            settled(verdict_of(compositions), accepted, on, frozenset()),
            tuple(compositions),
        )
        for compositions in found
    ]


def _cleared(
    workspace: Workspace, candidates: Sequence[Candidate], act: Act
) -> "Identity":
    """Who seals, once nothing is in the way of any report.

    Raises:
        ReleaseRefused: something is.
    """
    missing = {one.report: obstacles(one, act.at, act.correction) for one in candidates}
    try:
        identity: Identity | None = _identity(workspace, act.at)
    except CertificateFault as refusal:
        identity, (what, _, cure) = None, str(refusal).partition("; ")
        for found in missing.values():
            found.append(Obstacle(what, cure))
    if identity is None or any(missing.values()):
        raise ReleaseRefused({name: held for name, held in missing.items() if held})
    return identity


def _identity(workspace: Workspace, at: datetime) -> "Identity":
    """The organisation's certificate and key.

    Raises:
        CertificateFault: none is set, it does not open, or may not sign now.
    """
    from reportgen.registry.seals.certificate import refuse_outside
    from reportgen.registry.seals.identity import open_identity, passphrase

    if not workspace.settings.certificate:
        raise CertificateFault(
            "no certificate is named that could seal it; name the organisation's file "
            "as certificate in reportgen.toml"
        )
    path = workspace.folder / workspace.settings.certificate
    identity = open_identity(path, passphrase())
    refuse_outside(identity.certificate, at)
    return identity
