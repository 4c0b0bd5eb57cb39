"""An overview as it is heard: its rows by what was found, each with its place.

Where England is 100, one number tells side and distance; the verdict that many rows
share is said once, before them.
"""

from collections.abc import Sequence
from decimal import Decimal

from reportgen.formats import sentence_case
from reportgen.pages.points import Point, on_scale
from reportgen.pages.rowwords import Telling, marks
from reportgen.vocabulary import Comparison

_NOT_TESTED = "not tested"
_UNTESTED = {
    Comparison.HIGHER_UNTESTED: "higher",
    Comparison.LOWER_UNTESTED: "lower",
    Comparison.SAME_UNTESTED: "the same",
}
_NOT_JUDGED = {
    Comparison.HIGHER: "higher, not judged",
    Comparison.LOWER: "lower, not judged",
}
_HEADS = (
    Comparison.BETTER.value,
    Comparison.WORSE.value,
    *_NOT_JUDGED.values(),
    Comparison.SIMILAR.value,
    *_UNTESTED.values(),
    _NOT_TESTED,
    Comparison.NOT_COMPARED.value,
)
"""In the order told."""


def overview(points: Sequence[Point], told: Telling) -> list[str]:
    """`Better: Treatment progress at 107.`, `Worse: Paid work at 78.`, row by row.

    Args:
        points: in the order drawn; so they stand in each group.
        told: what holds for all rows.
    """
    groups: dict[str, list[str]] = {head: [] for head in _HEADS}
    for point in points:
        groups[_head(point, told)].append(_row(point, told))
    said = []
    for head, rows in groups.items():
        if rows:
            said += [f"{sentence_case(head)}: {rows[0]}", *rows[1:]]
    return said


def _head(point: Point, told: Telling) -> str:
    """What is said of a row's whole group."""
    found = point.indicator.comparison
    if found in _UNTESTED:
        return _NOT_TESTED if told.mixed else _UNTESTED[found]
    return _NOT_JUDGED.get(found, found.value)


def _row(point: Point, told: Telling) -> str:
    """`Continuity of care at 88, interval 68 to 109.`."""
    one = point.indicator
    pause = "," if "," in point.label else ""  # else the name would run into its place
    parts = [f"{point.label}{pause} at {point.printed}"]
    if told.limits and point.reach:
        lower, upper = (on_scale(Decimal(f"{end:.9f}")) for end in point.reach)
        parts.append(f"interval {lower} to {upper}")
    parts.append(marks(one.area, told.shared.area))
    if told.mixed:
        parts.append(_UNTESTED.get(one.comparison, ""))
    if one.direction is None and not point.unverified:
        parts.append(one.not_compared)
    return f"{', '.join(part for part in parts if part)}."
