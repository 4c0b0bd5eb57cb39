"""Whether a withheld count can be worked out from all that a reader may know.

For each count that a rendition withholds or rounds: how many whole counts fit all that
it prints, what earlier editions printed, and what others have published? Too few is an
error. The true count is not known here, and not needed: only what passed the gate is
looked at. (The attack is known as differencing; A. Hundepool and others, "Statistical
disclosure control", 2012, chapters 4 and 5.)
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from reportgen.audit.differencing.knowledge import gather
from reportgen.audit.differencing.reasoning import (
    Reader,
    contradict,
    is_open,
    needed,
    remaining,
)
from reportgen.audit.differencing.roundings import EXAMPLE, way_out
from reportgen.audit.differencing.sheets import present
from reportgen.audit.differencing.statements import Form, Statement, told
from reportgen.audit.differencing.targets import ROUNDED, Target, hidden, targets
from reportgen.errors import Fault, FaultsFound, Place, Slug, caution, error
from reportgen.evidence.declared import FILE, Declared
from reportgen.evidence.disclosure import Published
from reportgen.evidence.editions import Edition
from reportgen.evidence.possible import TooHard
from reportgen.formats import count_word, listed

_NAMED = 3  # measures that one line names


@dataclass(frozen=True)
class Differencing:
    """What came of it for one rendition."""

    looked_at: int
    """Counts that are withheld or rounded."""
    evaluated: int
    """Those of which it could be said whether they can be worked out."""
    faults: tuple[Fault, ...]


def difference(
    published: Published,
    declared: Sequence[Declared] = (),
    editions: Callable[[], Sequence[Edition]] = tuple,
) -> Differencing:
    """Which withheld counts of a rendition a reader can work out.

    Args:
        published: what passed the gate for the rendition.
        declared: what others have published.
        editions: reads what was released to the public before; asked only where a
            count is withheld.
    """
    now = present(published)
    found = targets(published, now)
    if not found:
        return Differencing(0, 0, ())
    try:
        known = gather(published, now, declared, editions())
    except FaultsFound as refusal:  # an edition does not read
        return Differencing(len(found), 0, refusal.faults)
    reader = Reader((*known, *hidden(found, known)))
    findings = [_finding(reader, target, published) for target in found]
    unknown = [one for one in findings if one.baseline]
    faults = list(_told_once(findings))
    faults += [_no_baseline(unknown)] if unknown else []
    evaluated = sum(one.evaluated for one in findings)
    return Differencing(len(found), evaluated, tuple(dict.fromkeys(faults)))


@dataclass(frozen=True)
class _Finding:
    """What came of one count."""

    target: Target
    evaluated: bool
    faults: tuple[Fault, ...] = ()
    baseline: str = ""
    """What is not known: `tx_count, Mar 2022`."""


def _told_once(findings: Sequence[_Finding]) -> Iterator[Fault]:
    """The faults; for all periods of a measure that one act would cure, the newest's.

    A rounded measure is printed alike in all its periods.
    """
    alike: dict[tuple[str, str], list[Fault]] = {}
    for one in findings:
        if not one.evaluated:
            yield from one.faults
        for fault in one.faults if one.evaluated else ():
            act = fault.cure.partition(EXAMPLE)[0]
            key = one.target.measure.measure, "" if one.target.why == ROUNDED else act
            alike.setdefault(key, []).append(fault)
    for *earlier, newest in alike.values():
        places = [one.place for one in earlier]
        yield replace(newest, others=tuple(dict.fromkeys(places)))


def _finding(reader: Reader, target: Target, published: Published) -> _Finding:
    known = reader.bearing(target)
    changes = [one for one in known if one.form is Form.CHANGE]
    if changes and is_open(known):
        return _Finding(target, evaluated=False, baseline=changes[0].text)
    try:
        found = remaining(known, target)
        if not found:
            return _Finding(
                target, evaluated=False, faults=(_contradiction(known, target),)
            )
        if target.is_safe(found):
            return _Finding(target, evaluated=True)
        fault = _disclosed(known, target, found, published)
        return _Finding(target, evaluated=True, faults=(fault,))
    except TooHard:
        return _Finding(target, evaluated=False, faults=(_too_hard(target),))


def _at(target: Target) -> Place:
    return target.place or Place("data/observations.csv")


def _disclosed(
    known: Sequence[Statement],
    target: Target,
    found: tuple[int, ...],
    published: Published,
) -> Fault:
    """The arithmetic, and a way out."""
    least = needed(known, lambda some: remaining(some, target) == found)
    one = len(found) == 1
    counts = listed([f"{each:,}" for each in found], "or")
    what = (
        f"{counts} {'alone remains' if one else 'remain'} possible of the {target.why} "
        f"count {target.subject} to a reader of the {published.rendition} rendition "
        f"({target.least} must remain): {_arithmetic(least)}"
    )
    ours = [one for one in least if one.is_ours]
    cure = way_out(known, ours, lambda some: _passes(some, target))
    return error(Slug.DISCLOSED_BY_DIFFERENCE, _at(target), what, cure)


def _passes(known: Sequence[Statement], target: Target) -> bool:
    try:
        return target.is_safe(remaining(known, target))
    except TooHard:
        return False


def _arithmetic(known: Sequence[Statement]) -> str:
    """`the baseline 250 (...) and the change +11.2% printed to one decimal (...)`."""
    then = {one.counts[1] for one in known if one.form is Form.CHANGE}
    order = list(Form)
    return listed(
        [
            told(one, "the baseline" if one.counts[0] in then else "the count")
            for one in sorted(known, key=lambda one: order.index(one.form))
        ]
    )


def _contradiction(known: Sequence[Statement], target: Target) -> Fault:
    """Which sources cannot all be right."""
    least = needed(known, contradict)
    what = f"no whole count fits {_arithmetic(least)}"
    cure = "one of them is wrong: correct it, so that the counts can be evaluated"
    places = [one.place for one in least if one.place]
    place = places[-1] if places else _at(target)
    slug = Slug.KNOWLEDGE_CONTRADICTS
    others = [each for each in places if each != place]
    return caution(slug, place, what, cure, dict.fromkeys(others))


def _too_hard(target: Target) -> Fault:
    what = (
        f"whether the {target.why} count {target.subject} can be worked out was not "
        "evaluated: it takes too long"
    )
    cure = "print fewer numbers that depend on it, or look at it by hand"
    return caution(Slug.NOT_EVALUATED, _at(target), what, cure)


def _no_baseline(findings: Sequence[_Finding]) -> Fault:
    """One line for all counts whose change says nothing without its baseline."""
    baselines: dict[str, list[str]] = {}
    for one in findings:
        measure, _, period = one.baseline.partition(", ")
        baselines.setdefault(period, []).append(measure)
    names = [f"{period} ({_few(some)})" for period, some in baselines.items()]
    noun = "withheld count" if len(findings) == 1 else "withheld counts"
    what = (
        f"whether printed changes give {len(findings)} {noun} away was not evaluated: "
        f"no baseline is known of {listed(names)}"
    )
    cure = "declare there which baselines anybody may know, and how precisely"
    return caution(Slug.NOT_EVALUATED, Place(FILE), what, cure)


def _few(names: Sequence[str]) -> str:
    """`a, b, c and six more`."""
    unique = list(dict.fromkeys(names))
    shown = unique if len(unique) <= _NAMED + 1 else unique[:_NAMED]
    rest = len(unique) - len(shown)
    return listed([*shown, *([f"{count_word(rest)} more"] if rest else [])])
