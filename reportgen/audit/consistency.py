"""Values held against one another, and what a report shows that is in doubt."""

from collections.abc import Collection, Sequence

from reportgen.errors import Fault, Place, Slug, caution
from reportgen.evidence.disclosure import PublishedIndicator, PublishedValue
from reportgen.pages import slots
from reportgen.pages.narrative import Mention
from reportgen.periods import same_days
from reportgen.vocabulary import Direction, Marker, PublishedComparison, ValueType

_SAME_WORD = {
    Direction.HIGHER: PublishedComparison.HIGHER,
    Direction.LOWER: PublishedComparison.LOWER,
    Direction.SIMILAR: PublishedComparison.SAME,
    Direction.SAME: PublishedComparison.SAME,
}


def check_values(
    shown: Sequence[PublishedIndicator],
    mentions: Sequence[Mention],
    held: Collection[PublishedIndicator] = (),
) -> list[Fault]:
    """Unverified values, totals outside their parts, comparisons that differ.

    Args:
        shown: the measures that the report shows, as the partners see them.
        mentions: those of all commentary of the report.
        held: all measures, as a part that is not shown counts too; those that are
            shown where none are given.
    """
    return [
        *_unverified(shown, mentions),
        *_totals(shown, held or shown),
        *_published_comparisons(shown),
    ]


def _unverified(
    shown: Sequence[PublishedIndicator], mentions: Sequence[Mention]
) -> list[Fault]:
    """Each unverified value, with the row it stands in and the lines that use it."""
    faults = []
    for one in shown:
        for attribute, value in (("value", one.area), ("england", one.england)):
            if Marker.UNVERIFIED in value.markers and value.place is not None:
                target = (one.measure.measure, attribute)
                lines = [m.place for m in mentions if target in m.targets]
                faults.append(_doubt(one, value, value.place, lines))
    return faults


def _doubt(
    one: PublishedIndicator,
    value: PublishedValue,
    place: Place,
    lines: Sequence[Place],
) -> Fault:
    what = (
        f"{one.measure.measure} ({one.measure.short_name}) is unverified: "
        f"{slots.with_unit(value, one.measure)}"
    )
    cure = "ask the source, and add a row with the confirmed value"
    return caution(Slug.UNVERIFIED_VALUE, place, what, cure, dict.fromkeys(lines))


def _totals(
    shown: Sequence[PublishedIndicator], held: Collection[PublishedIndicator]
) -> list[Fault]:
    """A percentage change of a whole lies between those of its parts.

    The change of a whole is the mean of its parts' changes, weighted by their size at
    the baseline, so it can be neither above the highest nor below the lowest. Judged
    only where every part has a value of the same time: a missing one may settle it.
    """
    faults = []
    for whole, part_by, parts in divided_changes(shown, held):
        faults += _outside(whole, part_by, parts)
    return faults


def divided_changes(
    shown: Sequence[PublishedIndicator], held: Collection[PublishedIndicator]
) -> list[tuple[PublishedIndicator, str, list[PublishedIndicator]]]:
    """Percentage changes of wholes, by what they are divided, and those of the parts.

    Args:
        shown: the measures that the report shows.
        held: all measures.
    """
    by_id = {
        one.measure.measure: one
        for one in shown
        if one.measure.value_type is ValueType.PERCENTAGE_CHANGE
    }
    groups: dict[tuple[str, str], list[PublishedIndicator]] = {}
    for one in held:
        if one.measure.part_of in by_id:
            group = (one.measure.part_of, one.measure.part_by)
            groups.setdefault(group, []).append(one)
    return [
        (by_id[whole], part_by, parts)
        for (whole, part_by), parts in groups.items()
        if all(_beside(part, by_id[whole]) for part in parts)
    ]


def _beside(part: PublishedIndicator, whole: PublishedIndicator) -> bool:
    """Whether a part has a value of the whole's time."""
    alike = same_days(part.area.period, whole.area.period)
    return alike and part.area.value is not None


def _outside(
    whole: PublishedIndicator, part_by: str, parts: Sequence[PublishedIndicator]
) -> list[Fault]:
    values = [part.area.value for part in parts if part.area.value is not None]
    total, place = whole.area.value, whole.area.place
    is_change = whole.measure.value_type is ValueType.PERCENTAGE_CHANGE
    if not is_change or total is None or place is None or len(values) < 2:  # noqa: PLR2004 (one part is no division)
        return []
    if min(values) <= total <= max(values):
        return []
    told = " and ".join(slots.with_unit(part.area, part.measure) for part in parts)
    what = (
        f"{whole.measure.measure} is {slots.with_unit(whole.area, whole.measure)}, "
        f"which cannot lie outside its parts by {part_by}: {told}"
    )
    others = tuple(part.area.place for part in parts if part.area.place)
    cure = "one of these numbers is wrong; ask the source"
    return [caution(Slug.TOTAL_OUTSIDE_PARTS, place, what, cure, others)]


def _published_comparisons(shown: Sequence[PublishedIndicator]) -> list[Fault]:
    """The source's comparison stands beside ours where the two differ."""
    faults = []
    for one in shown:
        direction = one.direction
        said = one.comparison_as_published
        ours = _SAME_WORD[direction] if direction else None
        if said is None or ours is None or said is ours or one.area.place is None:
            continue
        what = f"the source says {said.value}, the values say {ours.value}"
        cure = "ask the source which values it compared"
        slug = Slug.PUBLISHED_COMPARISON_DIFFERS
        faults.append(caution(slug, one.area.place, what, cure))
    return faults
