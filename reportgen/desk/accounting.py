"""From the record of a report to the account of its sign-off, to be handed over.

It tells places of what moved, and no value: see `Difference.safely`.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from reportgen.acceptances import read_acceptances
from reportgen.desk.approvals import EditionTold, Outlook, Seated, SignOff
from reportgen.desk.attesting import looks, unseen
from reportgen.errors import Collector, FaultsFound, RecordDamaged
from reportgen.evidence.cycle import Partnership, Report, read_cycle, read_partnership
from reportgen.evidence.outline import read_outline
from reportgen.formats import count_word, listed, london_day, sentence_case
from reportgen.pages.account import (
    Acceptance,
    Account,
    Decided,
    Edition,
    Proof,
    Sitter,
    moment,
)
from reportgen.registry.decisions.ledger import Act, Entry, Ledger
from reportgen.registry.decisions.record import kept
from reportgen.registry.decisions.signoff import Seat, SeatState, last_of
from reportgen.registry.editions.verification import Verification, verify
from reportgen.settings import Workspace

_MOST = 12  # places told of one void approval


def account_of(workspace: Workspace, outlook: Outlook, now: datetime) -> Account:
    """All that the record says about one report, as at a moment.

    Every edition is verified; nothing of it is run.

    Args:
        workspace: whose record.
        outlook: of the report.
        now: aware; acceptances hold or not on this day.

    Raises:
        FaultsFound: the ledger is not as reportgen wrote it, or an input of the
            account does not read.
        EnvironmentFault: the record cannot be read.
    """
    sign_off = outlook.sign_off
    if sign_off is None or sign_off.faults:
        raise FaultsFound(sign_off.faults if sign_off else ())
    cycle, _, report = outlook.report.partition("/")
    partnership = read_partnership(workspace.data)
    held = next(o for o in read_cycle(workspace.data, cycle).report if o.id == report)
    titles = _titles(workspace, held, partnership)
    folder = workspace.record / outlook.report
    decisions = tuple(_decisions(folder, sign_off, titles))
    seen = [verify(one.folder, workspace.settings.trust) for one in sign_off.editions]
    editions = tuple(map(_edition, sign_off.editions, seen, _supersession(sign_off)))
    return Account(
        report=outlook.report,
        title=held.title,
        occasion=held.occasion,
        partnership=partnership.name,
        short_name=partnership.short_name,
        fictional=partnership.fictional,
        contact=partnership.contact,
        rendition="partners",
        made=now.isoformat(timespec="seconds"),
        summary=tuple(_summary(outlook, sign_off)),
        proofs=tuple(Proof(n, sha) for n, sha in sign_off.proofs.items() if sha),
        quorum=tuple(_quorum(sign_off, titles)),
        decisions=decisions,
        accepted=tuple(_accepted(workspace, cycle, report, now)),
        editions=editions,
        lines=sign_off.ledger.lines,
        head=sign_off.ledger.head,
        looks=tuple(looks(sign_off, decisions, seen, folder)),
        unseen=tuple(unseen(sign_off, editions, seen)),
    )


def _titles(
    workspace: Workspace, report: Report, partnership: Partnership
) -> dict[str, str]:
    """Headings of the report by id; nothing where its outline does not read."""
    outline = Collector().take(read_outline, workspace.data, report.outline)
    headings = outline.heading if outline else ()
    return {one.id: partnership.filled(one.title) for one in headings}


def _supersession(sign_off: SignOff) -> list[bool]:
    """Whether each edition is followed by another."""
    count = len(sign_off.editions)
    return [number < count for number in range(1, count + 1)]


# --- where it stands ------------------------------------------------------------------


def _quorum(sign_off: SignOff, titles: Mapping[str, str]) -> Iterator[Sitter]:
    by_seat: dict[Seat, dict[str, str]] = {}
    for rendition, seats in sign_off.seats.items():
        for one in seats:
            by_seat.setdefault(one.seat, {})[rendition] = str(one.state)
    for seat, states in by_seat.items():
        parts = tuple(titles.get(part, part) for part in seat.parts)
        yield Sitter(seat.role, seat.holder, seat.name, seat.turn, parts, states)


def _summary(outlook: Outlook, sign_off: SignOff) -> Iterator[str]:
    """Two sentences: what was released, and who has approved what there is."""
    edition = sign_off.edition
    if edition:
        yield f"Edition {edition.number} was released on {moment(edition.released)}."
        if edition.correction:
            yield f"It corrects edition {edition.number - 1}, which it supersedes."
    else:
        yield "No edition has been released yet."
    if outlook.is_released:
        yield "It begins with the proofs that everybody named here has approved."
    elif not any(sign_off.proofs.values()):
        yield "There is no proof that could be approved now."
    else:
        yield _counts(sign_off)


def _counts(sign_off: SignOff) -> str:
    told = {
        rendition: (_approved(seats), len(seats))
        for rendition, seats in sign_off.seats.items()
        if sign_off.proofs[rendition]
    }
    if not any(count for _, count in told.values()):
        return "Nobody is named to approve it."
    if len(set(told.values())) == 1:
        approved, count = next(iter(told.values()))
        proofs = f"the {listed(list(told))} proof" + ("s" if len(told) > 1 else "")
        return sentence_case(f"{_of(approved, count)} approved {proofs}.")
    each = [f"{_of(*pair)} approved the {name} proof" for name, pair in told.items()]
    return sentence_case(f"{listed(each)}.")


def _approved(seats: Sequence[Seated]) -> int:
    return sum(one.state is SeatState.APPROVED for one in seats)


def _of(approved: int, count: int) -> str:
    """`one of two has`, `both have`, `nobody has`."""
    if not approved:
        return "nobody has"
    verb = "has" if approved == 1 else "have"
    return f"{count_word(approved)} of {count_word(count)} {verb}"


# --- decisions ------------------------------------------------------------------------


def _decisions(
    folder: Path, sign_off: SignOff, titles: Mapping[str, str]
) -> Iterator[Decided]:
    moved = _moved(sign_off)
    for entry in sign_off.ledger.entries:
        proofs = []
        for rendition, sha256 in sorted(entry.proofs.items(), reverse=True):
            try:
                is_kept = kept(folder, f"proofs/{sha256}.pdf", sha256) is not None
            except RecordDamaged:
                is_kept = False
            proofs.append(Proof(rendition, sha256, is_kept))
        yield Decided(
            number=entry.number,
            act=entry.act.past,
            role=entry.role,
            holder=entry.holder,
            name=entry.name,
            at=entry.at.isoformat(timespec="seconds"),
            parts=tuple(titles.get(part, part) for part in entry.parts),
            proofs=tuple(proofs),
            evidence=tuple(one.says for one in entry.evidence),
            typed_by=entry.typed_by,
            note=entry.note,
            reason=entry.reason,
            standing=_standing(entry, sign_off),
            moved=moved.get(entry.number, ()),
        )


def _moved(sign_off: SignOff) -> dict[int, tuple[str, ...]]:
    """Places of what moved since a void approval, by the number of the decision."""
    found: dict[int, tuple[str, ...]] = {}
    for rendition, seats in sign_off.seats.items():
        for one in seats:
            last = last_of(one.seat, sign_off.ledger, rendition)
            if one.voided_by and last is not None:
                told = tuple(dict.fromkeys(each.safely for each in one.voided_by))
                more = len(told) - _MOST
                rest = (f"and {more} more places",) if more > 0 else ()
                found[last.number] = (*told[:_MOST], *rest)
    return found


def _standing(entry: Entry, sign_off: SignOff) -> str:
    """What became of a decision, by rendition where that differs."""
    told = {name: _fate(entry, name, sign_off) for name in entry.proofs}
    if len(set(told.values())) == 1:
        return next(iter(told.values()))
    return "; ".join(f"{name}: {fate}" for name, fate in told.items())


def _fate(entry: Entry, rendition: str, sign_off: SignOff) -> str:
    proof = entry.proofs[rendition]
    next_one = _next_of(entry, rendition, sign_off)
    filed = [o.number for o in sign_off.editions if proof in o.proofs.values()]
    is_filed = bool(filed) and entry.act is Act.APPROVE
    edition = f", filed with edition {filed[-1]}" if is_filed else ""
    if next_one is not None:
        act = "taken back" if next_one.act is Act.WITHDRAW else "replaced"
        return f"{act} by decision {next_one.number}{edition}"
    if entry.act is Act.WITHDRAW or proof == sign_off.proofs.get(rendition):
        return f"stands{edition}"
    if entry.act is Act.REJECT:
        return "about an earlier proof"
    return f"void, for the report has moved on{edition}"


def _next_of(entry: Entry, rendition: str, sign_off: SignOff) -> Entry | None:
    """The next decision of the same seat on a rendition."""
    seat = Seat(entry.role, entry.holder)
    later = sign_off.ledger.entries[entry.number :]
    own = (one for one in later if last_of(seat, Ledger((one,)), rendition))
    return next(own, None)


# --- acceptances and editions ---------------------------------------------------------


def _accepted(
    workspace: Workspace, cycle: str, report: str, now: datetime
) -> Iterator[Acceptance]:
    """What is in force; the words of a caution may hold values, and stay out."""
    for one in read_acceptances(workspace.data, cycle).accepted:
        if one.report in {"", report} and one.until >= london_day(now):
            until = one.until.isoformat()
            yield Acceptance(one.slug, one.place, one.by, one.reason, until)


def _edition(one: EditionTold, seen: Verification, superseded: bool) -> Edition:
    signer = one.manifest.certificate
    stamped = next((seal.timestamped_at for seal in seen.seals), None)
    return Edition(
        number=one.number,
        released=one.released,
        released_by=one.released_by,
        correction=one.correction,
        superseded=superseded,
        subject=signer.subject,
        fingerprint=signer.fingerprint,
        self_signed=signer.self_signed,
        not_after=signer.not_after,
        timestamped=stamped.isoformat(timespec="seconds") if stamped else "",
        manifest=one.digest,
        proofs=tuple(Proof(name, sha) for name, sha in one.proofs.items()),
    )
