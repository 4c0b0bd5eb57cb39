"""All that the audit knows, over the data and the words of one report together."""

from collections.abc import Callable, Sequence

from reportgen.audit.consistency.absences import check_absences
from reportgen.audit.consistency.changes import check_changes
from reportgen.audit.consistency.claims import check_claims
from reportgen.audit.consistency.headlines import check_headlines
from reportgen.audit.consistency.placeholders import check_placeholders
from reportgen.audit.consistency.scope import Check, Scope, doubt, sides
from reportgen.audit.consistency.series import check_series
from reportgen.audit.consistency.siblings import check_siblings
from reportgen.audit.consistency.timeliness import check_ages
from reportgen.audit.consistency.totals import check_totals
from reportgen.audit.consistency.units import check_counts, check_units
from reportgen.audit.consistency.wording import check_wording
from reportgen.errors import Fault, Slug, caution
from reportgen.evidence.disclosure import PublishedIndicator
from reportgen.pages import slots
from reportgen.pages.narrative import Mention, MentionKind
from reportgen.vocabulary import Direction, Marker, PublishedComparison

_SAME_WORD = {
    Direction.HIGHER: PublishedComparison.HIGHER,
    Direction.LOWER: PublishedComparison.LOWER,
    Direction.SIMILAR: PublishedComparison.SAME,
    Direction.SAME: PublishedComparison.SAME,
}


def examine(scope: Scope) -> Check:
    """What a careful reader would find; each check says how much it looked at."""
    found = [check(scope) for check in CHECKS]
    looked_at = {what: count for one in found for what, count in one.looked_at.items()}
    return Check(looked_at, tuple(fault for one in found for fault in one.faults))


def _claims(scope: Scope) -> Check:
    claims = [one for one in scope.mentions if one.kind is MentionKind.CLAIM]
    faults = check_claims(scope.mentions, scope.published)
    return Check({"claims": len(claims)}, tuple(faults))


def _unverified(scope: Scope) -> Check:
    """Each unverified value, with the row it stands in and the lines that use it."""
    faults = [
        fault
        for one in scope.shown
        for part, value in sides(one)
        if Marker.UNVERIFIED in value.markers
        for fault in _doubtful(one, part, scope.mentions)
    ]
    return Check({"values": 2 * len(scope.shown)}, tuple(faults))


def _doubtful(
    one: PublishedIndicator, part: str, mentions: Sequence[Mention]
) -> list[Fault]:
    value, name = dict(sides(one))[part], one.measure.measure
    if value.place is None:
        return []
    lines = [m.place for m in mentions if (name, part) in m.targets]
    printed = slots.with_unit(value, one.measure)
    what = f"{name} ({one.measure.short_name}) is unverified: {printed}"
    cure = "ask the source, and add a row with the confirmed value"
    slug, about = Slug.UNVERIFIED_VALUE, (f"{name}.{part}",)
    return [caution(slug, value.place, what, cure, dict.fromkeys(lines), about)]


def _published_comparisons(scope: Scope) -> Check:
    """The source's comparison stands beside ours where the two differ."""
    said = [one for one in scope.shown if one.comparison_as_published is not None]
    faults = [fault for one in said for fault in _differing(one)]
    return Check({"comparisons of the source": len(said)}, tuple(faults))


def _differing(one: PublishedIndicator) -> list[Fault]:
    said, direction = one.comparison_as_published, one.direction
    ours = _SAME_WORD[direction] if direction else None
    if said is None or ours is None or said is ours:
        return []
    name = one.measure.measure
    what = f"{name}: the source says {said.value}, the values say {ours.value}"
    cure = "ask the source which values it compared"
    about = (f"{name}.comparison",)
    return doubt(Slug.PUBLISHED_COMPARISON_DIFFERS, one.area, (what, cure), about)


def _missing(scope: Scope) -> Check:
    """Values that are not there: each has a kind of reason, an owner and a day."""
    missing = sum(one.area.value is None for one in scope.shown)
    if scope.cut_off is None:
        return Check({}, ())
    faults = check_absences(scope.shown, scope.roles, scope.cut_off)
    return Check({"missing values": missing}, tuple(faults))


CHECKS: tuple[Callable[[Scope], Check], ...] = (
    _claims,
    check_wording,
    check_placeholders,
    _unverified,
    _published_comparisons,
    check_totals,
    check_changes,
    check_series,
    check_siblings,
    check_units,
    check_counts,
    check_ages,
    _missing,
    check_headlines,
)
"""All checks, in the order in which they are told."""
