"""What still keeps a report from being released, as advice: what is missing, and how.

Nothing here changes anything, and everything is told at once.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from reportgen.checking import Verdict
from reportgen.composition import Composition
from reportgen.desk.approvals import Outlook, Seated, quorum
from reportgen.errors import Fault, Slug, Weight
from reportgen.formats import count_word, listed, london_day, long_date
from reportgen.registry.decisions.deciding import SET_THE_CLOCK, clock_behind
from reportgen.registry.decisions.signoff import Seat, SeatState, uncovered
from reportgen.settings import Workspace

_TOLD = 3  # faults that are told before the rest is counted


@dataclass(frozen=True)
class Obstacle:
    """One thing that has to be done first."""

    what: str
    cure: str
    details: tuple[str, ...] = ()
    """What it consists of, one line each."""

    def as_json(self) -> dict[str, object]:
        """Plain values."""
        return {"what": self.what, "cure": self.cure, "details": list(self.details)}


@dataclass(frozen=True)
class Candidate:
    """A report that somebody asks to release."""

    workspace: Workspace
    outlook: Outlook
    verdict: Verdict
    """With acceptances settled on the day of the release."""
    compositions: tuple[Composition, ...]
    """In every rendition."""

    @property
    def report(self) -> str:
        """`2024-10/jcdu`."""
        return self.outlook.report

    @property
    def proofs(self) -> dict[str, str]:
        """SHA-256 of the proofs to be released, by rendition; empty: there is none."""
        return {
            rendition: kinds["proof"].sha256
            if kinds["proof"].state == "current"
            else ""
            for rendition, kinds in self.outlook.standings.items()
        }


def obstacles(candidate: Candidate, at: datetime, correction: str) -> list[Obstacle]:
    """All that keeps a report from being released; empty where nothing does.

    Args:
        candidate: the report.
        at: when it is released, aware.
        correction: what the next edition corrects; for those after the first alone.
    """
    return [
        *_illustrative(candidate),
        *_faults(candidate),
        *_embargoed(candidate, london_day(at)),
        *_record(candidate),
        *_clock(candidate, at),
        *_proofs(candidate),
        *_unowned(candidate),
        *_decisions(candidate),
        *_uncorrected(candidate, correction),
    ]


# --- what the checks found ------------------------------------------------------------


def _illustrative(candidate: Candidate) -> Iterator[Obstacle]:
    """Made-up values in a real place; an acceptance settles none of them."""
    accepted = [one.fault for one in candidate.verdict.accepted]
    found = [
        fault
        for fault in (*candidate.verdict.faults, *accepted)
        if fault.slug is Slug.ILLUSTRATIVE_VALUE
    ]
    if found:
        what = f"{count_word(len(found), 'measure')} of a real place {_show(found)}"
        cure = "put real values in their place; these cannot be accepted"
        yield Obstacle(what, cure, _some(found))


def _show(found: Sequence[Fault]) -> str:
    return f"show{'s' if len(found) == 1 else ''} illustrative values"


def _faults(candidate: Candidate) -> Iterator[Obstacle]:
    cycle = candidate.report.partition("/")[0]
    check = candidate.workspace.command("check", candidate.report)
    cures = {
        Weight.ERROR: f"cure each; all of them are in: {check}",
        Weight.CAUTION: (
            "settle each, or have somebody accept it by name, with a reason, in "
            f"data/{cycle}/accepted.toml; all of them are in: {check}"
        ),
    }
    for weight, cure in cures.items():
        found = [
            fault
            for fault in candidate.verdict.faults
            if fault.weight is weight and fault.slug is not Slug.ILLUSTRATIVE_VALUE
        ]
        if found:
            noun = "error" if weight is Weight.ERROR else "caution that nobody accepts"
            plural = (
                "errors" if weight is Weight.ERROR else "cautions that nobody accepts"
            )
            told = count_word(len(found), noun, plural)
            yield Obstacle(f"the check finds {told}", cure, _some(found))


def _some(found: Sequence[Fault]) -> tuple[str, ...]:
    told = [f"{one.place}: {one.what}" for one in found[:_TOLD]]
    more = len(found) - _TOLD
    return (*told, f"and {more} more") if more > 0 else tuple(told)


def _embargoed(candidate: Candidate, on: date) -> Iterator[Obstacle]:
    """Values whose day comes after this one, though before the report is due."""
    shown = {o.measure.measure for one in candidate.compositions for o in one.shown}
    assembly = candidate.compositions[0].assembly
    held = [
        (row.embargo, one.measure.measure)
        for one in assembly.indicators
        if one.measure.measure in shown
        for row in (*one.series, *one.england_series, one.latest, one.england)
        if row is not None and row.embargo and on < row.embargo <= assembly.embargo.day
    ]
    if held:
        names = listed(sorted({name for _, name in held}))
        last = long_date(max(day for day, _ in held))
        what = f"values of {names} are under embargo until {last}"
        yield Obstacle(what, "release the report on that day, or later")


# --- proofs and decisions -------------------------------------------------------------


def _record(candidate: Candidate) -> Iterator[Obstacle]:
    """A ledger or an edition that does not read; nothing can be trusted to it."""
    faults = candidate.outlook.sign_off.faults if candidate.outlook.sign_off else ()
    for fault in faults:
        yield Obstacle(f"{fault.place}: {fault.what}", fault.cure)


def _clock(candidate: Candidate, at: datetime) -> Iterator[Obstacle]:
    """A release before the last decision would not verify."""
    sign_off = candidate.outlook.sign_off
    if sign_off and (behind := clock_behind(sign_off.ledger, at)):
        yield Obstacle(behind, SET_THE_CLOCK)


def _proofs(candidate: Candidate) -> Iterator[Obstacle]:
    found: dict[str, list[str]] = {}
    for rendition, kinds in candidate.outlook.standings.items():
        proof = kinds["proof"]
        if proof.state != "current":
            told = "there is none" if proof.state == "none" else f"it is {proof}"
            found.setdefault(told, []).append(rendition)
    for told, renditions in found.items():
        noun = "the proof" if len(renditions) == 1 else "the proofs"
        what = f"{noun} for {listed(renditions)}: {told}"
        make = candidate.workspace.command("proof", candidate.report)
        yield Obstacle(what, f"make it, and have it read: {make}")


def _unowned(candidate: Candidate) -> Iterator[Obstacle]:
    assembly = candidate.compositions[0].assembly
    seats = quorum(assembly.report.sign_off)
    place = f"data/{assembly.cycle.cycle}/cycle.toml"
    if not seats:
        cure = f"name each role and its holder under [[report.sign_off]] in {place}"
        yield Obstacle("nobody is named to sign this report", cure)
        return
    headings = [h.id for h in assembly.outline.heading if h.holds]
    if bare := uncovered(seats, headings):
        what = f"nobody signs for {listed(list(bare))}"
        yield Obstacle(what, f"give these parts to somebody in {place}")


def _decisions(candidate: Candidate) -> Iterator[Obstacle]:
    sign_off = candidate.outlook.sign_off
    if sign_off is None:
        return
    by_seat: dict[Seat, dict[str, Seated]] = {}
    for rendition, seats in sign_off.seats.items():
        for one in seats:
            if one.state is not SeatState.APPROVED:
                by_seat.setdefault(one.seat, {})[rendition] = one
    for seat, missing in by_seat.items():
        yield _undecided(candidate, seat, missing)


_STATES = {
    SeatState.REJECTED: "has rejected",
    SeatState.WITHDRAWN: "has withdrawn the approval of",
}


def _undecided(
    candidate: Candidate, seat: Seat, missing: Mapping[str, Seated]
) -> Obstacle:
    """What one seat still has to do, and the command for it."""
    states = {one.state for one in missing.values()}
    verb = _STATES.get(next(iter(states)), "") if len(states) == 1 else ""
    renditions = listed(list(missing))
    proofs = "proof" if len(missing) == 1 else "proofs"
    who = f"{seat}, {seat.name}," if seat.name else str(seat)
    what = f"{who} {verb or 'has not approved'} the {renditions} {proofs}"
    details = [
        f"{one.state}: {one.words}" for one in missing.values() if one.words and verb
    ]
    details += [str(each) for one in missing.values() for each in one.voided_by]
    return Obstacle(what, _act(candidate, seat, missing), tuple(dict.fromkeys(details)))


def _act(candidate: Candidate, seat: Seat, missing: Mapping[str, Seated]) -> str:
    first = dict.fromkeys(o for one in missing.values() for o in one.waits_for)
    after = f"after {listed(list(map(str, first)))}: " if first else ""
    if not all(candidate.proofs[rendition] for rendition in missing):
        return f"{after}have the proof read once it is made"
    workspace, files = candidate.workspace, list[str]()
    for one in candidate.compositions:
        if one.published.rendition in missing:
            path = Path("out", one.folder, f"{one.stem}-proof.pdf")
            files += ["--proof", workspace.typed(path)]
    named = ["--as", seat.name or seat.role]
    if not seat.name:
        named += ["--name", "FULL NAME"]
    return after + workspace.command("sign", candidate.report, *named, *files)


def _uncorrected(candidate: Candidate, correction: str) -> Iterator[Obstacle]:
    edition = candidate.outlook.sign_off and candidate.outlook.sign_off.edition
    if correction and not edition:
        what = "there is no edition yet that could be corrected"
        yield Obstacle(what, "leave --correction out")
    if edition and not correction:
        what = f"edition {edition.number} stands, and the next one corrects it"
        cure = 'say what was corrected: --correction "..."'
        yield Obstacle(what, cure)
