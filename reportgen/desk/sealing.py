"""From cleared reports to filed editions: laid out again, sealed, looked at, filed."""

import json
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen import press, production
from reportgen.checking import Progress
from reportgen.clearance import clear
from reportgen.desk.custody import in_custody
from reportgen.desk.obstacles import Candidate, Obstacle
from reportgen.desk.signblock import SealFacts, block_of
from reportgen.errors import FaultsFound, NotAllowed, ReleaseRefused, in_order
from reportgen.formats import listed, london_day
from reportgen.makers import look_of, makers
from reportgen.pages import frozen, html, pagination
from reportgen.pages.pdf import verify as accessible
from reportgen.pages.stamp import SignOffBlock, stamp, words
from reportgen.pages.web.status import Release
from reportgen.press import Press
from reportgen.production import Printed
from reportgen.registry import archive
from reportgen.registry.decisions.ledger import Ledger
from reportgen.registry.decisions.record import holding, read_record
from reportgen.registry.editions import editions, verification
from reportgen.registry.editions.editions import EditionFacts, FiledEdition, Sealed
from reportgen.registry.seals.detached import sign_detached
from reportgen.registry.seals.identity import Identity
from reportgen.registry.seals.seal import seal
from reportgen.settings import Workspace
from reportgen.vocabulary import Rendition
from reportgen.webmaking import Edition, Weaver

if TYPE_CHECKING:
    from reportgen.pages.exporter import Exporter


_DOCUMENT = f"material/{frozen.DOCUMENT}"
_SIZES = {"room", "width", "height"}


@dataclass(frozen=True)
class Proofs:
    """A cleared report, laid out once more in every rendition."""

    candidate: Candidate
    printed: tuple[Printed, ...]


@dataclass(frozen=True)
class Sealer:
    """Who seals, when, and why."""

    identity: Identity
    by: str
    """Who typed it."""
    at: datetime
    correction: str


def opened(workspace: Workspace) -> AbstractContextManager[Press]:
    """The press for proofs."""
    return press.opened(workspace, "proof", look_of(workspace, "proof"), draws=False)


def printed(
    candidates: Sequence[Candidate],
    run: Press,
    shelf: archive.Archive,
    exporter: "Exporter | None",
    progress: Progress,
) -> list[Proofs]:
    """The proofs of all reports, laid out once more.

    Raises:
        ReleaseRefused: one does not come out as it was approved.
        FaultsFound: a layout has an error.
    """
    compositions = [one for each in candidates for one in each.compositions]
    count = sum(len(one.plans) for one in compositions)
    progress("figures", str(count), 0.1)
    drawn = production.draw(compositions, exporter or production.chrome(run, shelf))
    progress("pdf", f"{len(compositions)} PDFs", 0.3)
    made = {
        one.composition.name: one
        for one in production.typeset(compositions, drawn, run, shelf)
    }
    proofs = [
        Proofs(each, tuple(made[one.name] for one in each.compositions))
        for each in candidates
    ]
    strange = {one.candidate.report: list(_strange(one)) for one in proofs}
    if any(strange.values()):
        raise ReleaseRefused({name: held for name, held in strange.items() if held})
    return proofs


def _strange(proofs: Proofs) -> Iterator[Obstacle]:
    """Proofs that do not come out as they were approved."""
    approved = proofs.candidate.proofs
    renditions = [
        one.composition.published.rendition.value
        for one in proofs.printed
        if archive.digest(one.pdf) != approved[one.composition.published.rendition]
    ]
    if renditions:
        what = f"laid out again, the proof for {listed(renditions)} is another"
        cure = (
            "reportgen doctor may say what this machine lacks; else make the proof "
            "anew with --anew, and have it approved"
        )
        yield Obstacle(what, cure)


# --- one edition ----------------------------------------------------------------------


def filed(
    proofs: Proofs, sealer: Sealer, run: Press, shelf: archive.Archive
) -> FiledEdition:
    """The edition of one report, sealed and in the record.

    Raises:
        FaultsFound: a sealed file is not accessible, or shows what it must not.
        NotAllowed: somebody decided meanwhile, or another release was faster.
        EnvironmentFault: the record cannot be written, or no timestamp is given.
    """
    workspace, report = run.workspace, proofs.candidate.report
    templates = html.environment(workspace.shelves("templates"))
    weaver = Weaver(run, templates, shelf.drawings())
    number = editions.next_number(workspace.record, report)
    folder = workspace.record / report
    with holding(folder, report):
        ledger = _unmoved(proofs.candidate, folder)
        halves = {
            one.composition.published.rendition: _half(
                one, number, ledger, sealer, weaver
            )
            for one in proofs.printed
        }
        public, private = (halves[each] for each in Rendition)
        composition = proofs.printed[0].composition
        private.files.update(in_custody(composition, ledger, workspace))
        facts = EditionFacts(
            edition=number,
            partnership=composition.assembly.partnership.name,
            released=sealer.at,
            released_by=sealer.by,
            drawn_by=makers(),
            certificate=sealer.identity.certificate,
            public=public.sealed,
            private=private.sealed,
            correction=sealer.correction,
        )
        return editions.file_edition(
            workspace.record,
            report,
            public.files,
            private.files,
            facts,
            lambda manifest: sign_detached(manifest, sealer.identity, sealer.at),
            examine=lambda place: _examined(place, sealer.identity),
        )


@dataclass(frozen=True)
class _Half:
    """The files of one half, and what its manifest says of the PDF."""

    files: dict[str, bytes]
    sealed: Sealed


def _unmoved(candidate: Candidate, folder: Path) -> Ledger:
    """The ledger, still as it was when the report was cleared.

    Raises:
        NotAllowed: somebody decided meanwhile.
    """
    ledger, sign_off = read_record(folder, candidate.report), candidate.outlook.sign_off
    if sign_off is None or ledger.head != sign_off.ledger.head:
        raise NotAllowed(
            f"somebody decided upon {candidate.report} meanwhile; look at reportgen "
            "status, then try again"
        )
    return ledger


def _note(sealer: Sealer) -> str:
    """What is corrected, as the head of each web page says it."""
    return f"Correction: {sealer.correction}" if sealer.correction else ""


def _half(
    one: Printed, number: int, ledger: Ledger, sealer: Sealer, weaver: Weaver
) -> _Half:
    """One rendition: the sealed PDF, its data, its pages, and what it is laid out from.

    Raises:
        FaultsFound: the sealed file is not accessible, or a file shows what it must
            not.
    """
    composition, run = one.composition, weaver.press
    rendition = composition.published.rendition
    seal_facts = SealFacts(
        number,
        sealer.identity.certificate.subject,
        london_day(sealer.at),
        sealer.correction,
    )
    digest = archive.digest(one.pdf)
    block = block_of(composition, ledger, digest, seal_facts)
    pdf = _sealed(one, block, sealer, run)
    name = f"{composition.stem}.pdf"
    files = {name: pdf, "published.csv": one.data}
    edition = Edition(Release(number, block.sealed_at, _note(sealer)), block)
    web = weaver.web(one.document, composition, edition)
    web.begin()
    files |= web.finish(files)
    files |= {f"material/{each}": data for each, data in _material(one, run).items()}
    place = f"edition {number} of {composition.name}"
    faults = accessible(pdf, f"{place}: {name}")
    # The seal adds names and days, and numbers of its own: where it begins, how long
    # it is. What could tell a value is the proof, and what it is laid out from.
    shown = {**files, name: one.pdf, _DOCUMENT: _sizeless(files[_DOCUMENT])}
    shown["the note on the correction"] = sealer.correction.encode()
    searched = {f"{place}: {each}": data for each, data in shown.items()}
    faults += clear(composition, searched).faults
    if faults:
        raise FaultsFound(in_order(faults))
    return _Half(files, Sealed(rendition.value, name, digest, len(one.pdf)))


def _sizeless(document: bytes) -> bytes:
    """The composed document without sizes, which are points and no values."""
    return json.dumps(_without(json.loads(document)), ensure_ascii=False).encode()


def _without(part: Any) -> Any:
    if isinstance(part, dict):
        return {key: _without(each) for key, each in part.items() if key not in _SIZES}
    return [_without(each) for each in part] if isinstance(part, list) else part


def _material(one: Printed, run: Press) -> dict[str, bytes]:
    """What the proof is laid out from, years later."""
    attachments = (production.attached(one.data),)
    # Which rows its numbers come from is for `explain`; pages print nothing of it.
    document = replace(one.document, origins={})
    templates = html.used(document, run.workspace.shelves("templates"))
    making = frozen.Making(
        document, one.imprint, attachments, templates, run.look, makers()
    )
    return frozen.material(making)


def _sealed(one: Printed, block: SignOffBlock, sealer: Sealer, run: Press) -> bytes:
    """The proof with the seal after it.

    Raises:
        NotAllowed: the report has no place for a sign-off.
    """
    field = pagination.field(one.pdf)
    if field is None:
        raise NotAllowed(
            f"{one.composition.name} has no place for the sign-off; let a heading of "
            'its outline hold "sign-off"'
        )
    templates = html.environment(run.workspace.shelves("templates"))
    drawn = stamp(block, field.size, templates, run.printer)
    return seal(
        one.pdf,
        drawn,
        words(block),
        sealer.identity,
        reason=f"Signed off: edition {block.edition}",
        at=sealer.at,
        authority=run.workspace.settings.timestamp_authority,
    )


def _examined(place: Path, identity: Identity) -> None:
    """The last look: what is about to be filed verifies.

    Raises:
        NotAllowed: it does not.
    """
    found = verification.verify(place, {identity.certificate.fingerprint})
    if not (found.intact and found.trusted):
        what = "; ".join(str(each) for each in found.findings)
        raise NotAllowed(f"the new edition does not verify, and is not filed: {what}")
