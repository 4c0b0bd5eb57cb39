"""Which counts must stay unknown to a reader of one rendition, and how far."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportgen.audit.differencing.knowledge import Knowledge, keys_behind
from reportgen.audit.differencing.sheets import COUNTED, Sheet
from reportgen.audit.differencing.statements import Form, Statement
from reportgen.errors import Place
from reportgen.evidence.disclosure import Published
from reportgen.evidence.measures import Measure
from reportgen.vocabulary import Withheld

ROUNDED = "rounded"
"""Why a count must stay unknown that is printed to a multiple."""
_TWO = 2  # counts that stay possible for one that only protects another


@dataclass(frozen=True)
class Target:
    """One count that is withheld, or printed rounded."""

    count: str
    """Its name."""
    measure: Measure
    period: str
    why: str
    """`restricted`, `suppressed`, `embargoed` or `rounded`."""
    least: int
    """How many whole counts must stay possible."""
    place: Place | None

    @property
    def subject(self) -> str:
        """`tx_count, Jun 2024`."""
        return f"{self.measure.measure}, {self.period}"

    def is_safe(self, found: Sequence[int]) -> bool:
        """Whether enough counts stay possible.

        What is suppressed and not small only protects another count; and a zero, which
        every rule prints, is no secret.
        """
        if len(found) >= self.least:
            return True
        if self.why == Withheld.SUPPRESSED:
            small = set(self.measure.rule.hidden)
            return not small.issuperset(found) and len(found) >= _TWO
        return self.why == ROUNDED and tuple(found) == (0,)


def targets(published: Published, now: Sheet) -> tuple[Target, ...]:
    """All counts that must stay unknown, in the order of the measures.

    Args:
        published: what passed the gate.
        now: its table.
    """
    found = [*_withheld(published, now), *_rounded(now)]
    if not published.rendition.sees_restricted:
        found += _behind_changes(published, now)
    unique: dict[str, Target] = {}
    for one in found:  # a count that is withheld may be behind a change too
        unique.setdefault(one.count, one)
    return tuple(unique.values())


def _withheld(published: Published, now: Sheet) -> Iterator[Target]:
    for name, one in published.items():
        for value in (*one.history, one.area):
            counted = one.measure.value_type in COUNTED
            if value.withheld is None or value.period is None or not counted:
                continue
            yield Target(
                count=now.name((name, value.period.days)),
                measure=one.measure,
                period=str(value.period),
                why=value.withheld.value,
                least=_least(one.measure, value.withheld),
                place=value.place,
            )


def _least(measure: Measure, why: Withheld) -> int:
    """A rule leaves no more counts than it hides."""
    small = len(measure.rule.hidden)
    if why is not Withheld.SUPPRESSED:
        return measure.least
    return min(measure.least, small) if small else _TWO


def _rounded(now: Sheet) -> Iterator[Target]:
    for one in now.numbers.values():
        printed = one.printed_count
        if one.base > 1 and printed is not None:
            yield Target(
                count=now.name(one.key),
                measure=one.measure,
                period=one.period,
                why=ROUNDED,
                least=min(one.measure.least, len(one.behind(printed))),
                place=one.place,
            )


def _behind_changes(published: Published, now: Sheet) -> Iterator[Target]:
    """Counts for partners only that nobody holds, but whose changes are printed."""
    for one in now.numbers.values():
        keys = keys_behind(one)
        if one.value is None or not keys:
            continue
        measure = published[one.measure.change_of].measure
        held = now.numbers.get(keys[0])
        shown = held is not None and held.printed_count is not None
        if _is_for_partners(measure) and not shown:
            yield Target(
                count=now.name_behind(one),
                measure=measure,
                period=one.period,
                why=Withheld.RESTRICTED.value,
                least=measure.least,
                place=one.place,
            )


def _is_for_partners(measure: Measure) -> bool:
    return " ".join(measure.disclosure_rule.lower().split()) == "partners only"


def hidden(found: Sequence[Target], known: Knowledge) -> Iterator[Statement]:
    """What a rule suppressed lies among the counts that it names.

    In a table nobody can tell which cell was too small, and which one protects it.
    """
    summed = {
        count
        for one in known
        if one.form in {Form.SUM, Form.WITHIN}
        for count in one.counts
    }
    for one in found:
        small = one.measure.rule.hidden
        if one.why == Withheld.SUPPRESSED and small and one.count not in summed:
            yield Statement(
                form=Form.HIDDEN,
                counts=(one.count,),
                subject=one.measure.measure,
                fits=tuple(small),
                text=f"counts from {small[0]} to {small[-1]} are suppressed",
            )
