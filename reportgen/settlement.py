"""Which cautions are settled by an acceptance, and which still count.

A pure function of faults, acceptances and a day: `check` gives today, and a release
will give the day on which it is asked for. Errors cannot be accepted.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from reportgen.acceptances import Acceptance, Acceptances
from reportgen.errors import Fault, Slug, Weight, caution
from reportgen.formats import MINUS

_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', MINUS: "-"})


@dataclass(frozen=True)
class Accepted:
    """A caution that somebody answers for."""

    fault: Fault
    acceptance: Acceptance

    def __str__(self) -> str:
        """One line: place, what, who, until when, why, slug."""
        one, of = self.fault, self.acceptance
        return (
            f"accepted: {one.place}: {one.what}; by {of.by} until {of.until}: "
            f"{of.reason} [{one.slug}]"
        )

    def as_json(self) -> dict[str, object]:
        """The fault with `by`, `reason` and `until`."""
        of = self.acceptance
        told = {"by": of.by, "reason": of.reason, "until": of.until.isoformat()}
        return {**self.fault.as_json(), **told}


@dataclass(frozen=True)
class Settlement:
    """What still counts, and what somebody answers for."""

    outstanding: tuple[Fault, ...]
    accepted: tuple[Accepted, ...] = ()


def outstanding(
    faults: Sequence[Fault], acceptances: Acceptances, on: date, report: str = ""
) -> tuple[Fault, ...]:
    """The faults that count on a day: see `settle`."""
    return settle(faults, acceptances, on, report).outstanding


def settle(
    faults: Sequence[Fault],
    acceptances: Acceptances,
    on: date,
    report: str = "",
    unasked: Collection[Slug] = (),
) -> Settlement:
    """Part what counts from what is accepted.

    Args:
        faults: of one report.
        acceptances: of its cycle.
        on: an acceptance holds up to its last day, that day included.
        report: id of the report; acceptances for another one are left aside.
        unasked: kinds that nobody looked for; acceptances of them wait.

    Returns:
        What is outstanding has the faults in their order. One whose acceptance has
        ended says so. At the end stand cautions about acceptances that match nothing,
        or cautions that say different things; the latter settle none of them.
    """
    ours = [
        one
        for one in acceptances.accepted
        if one.report in {"", report} and one.slug not in unasked
    ]
    fits = {one: _fitting(one, faults) for one in dict.fromkeys(ours)}
    doubts = [fault for one in fits for fault in _doubts(one, fits[one], acceptances)]
    wide = {fault.place for fault in doubts}
    good = {
        one: held for one, held in fits.items() if acceptances.place(one) not in wide
    }
    left, accepted = [], []
    for fault in faults:
        held = [one for one, matched in good.items() if fault in matched]
        last = max(held, key=lambda one: one.until, default=None)
        if last is not None and last.until >= on:
            accepted.append(Accepted(fault, last))
        else:
            left.append(fault if last is None else _ended(fault, last))
    return Settlement((*left, *doubts), tuple(accepted))


def _fitting(one: Acceptance, faults: Sequence[Fault]) -> list[Fault]:
    """The cautions that an acceptance is about."""
    return [
        fault
        for fault in faults
        if fault.weight is Weight.CAUTION
        and fault.slug.value == one.slug
        and _at(one.place, fault)
        and _says(one.words, fault)
    ]


def _at(place: str, fault: Fault) -> bool:
    """Whether it concerns this file, measure or value."""
    file = fault.place.file
    named = any(each == place or each.startswith(f"{place}.") for each in fault.about)
    return named or file == place or file.endswith(f"/{place}")


def _says(words: str, fault: Fault) -> bool:
    """Whether its message has these words, and not only as a part of longer ones."""
    wanted, said = _plain(words), _plain(fault.what)
    return bool(re.search(rf"(?<![\w.,]){re.escape(wanted)}(?!\w|[.,]\d)", said))


def _plain(text: str) -> str:
    return " ".join(text.translate(_PLAIN).split())


def _doubts(
    one: Acceptance, found: Sequence[Fault], acceptances: Acceptances
) -> list[Fault]:
    """An acceptance that is about nothing, or about too much."""
    place, said = acceptances.place(one), {fault.what for fault in found}
    named = f'[{one.slug}] at {one.place} with the words "{one.words}"'
    if not found:
        what = f"there is no caution {named}"
        cure = "remove it, or correct it; errors cannot be accepted"
        return [caution(Slug.ACCEPTANCE_MATCHES_NOTHING, place, what, cure)]
    if len(said) > 1:
        what = f"{len(said)} different cautions are {named}, and none is accepted"
        cure = "accept each by itself: give the value, or words that only it has"
        return [caution(Slug.ACCEPTANCE_TOO_WIDE, place, what, cure)]
    return []


def _ended(fault: Fault, one: Acceptance) -> Fault:
    told = f"{one.by} accepted it until {one.until}, which is over"
    return replace(fault, cure=f"{fault.cure}, or accept it anew: {told}")
