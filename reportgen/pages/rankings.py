"""The order of a chart's points: ranked, a total first, parts among their like."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportgen.evidence.disclosure import Published, PublishedIndicator
from reportgen.evidence.outline import FigureKind, FigureOutline
from reportgen.pages.points import ENGLAND, OF_CHANGE, Point, chosen, point

_WITH_TOTAL = (*OF_CHANGE, FigureKind.AMOUNTS)
_MOST = 28  # points that fit on a page with the figure's words


@dataclass(frozen=True)
class Shown:
    """What of a figure's measures is drawn, and what is not."""

    points: tuple[Point, ...]
    """In the order drawn, from top to bottom."""
    left_out: int
    """Points for which the page has no room."""
    absent: tuple[PublishedIndicator, ...]
    """Measures that have nothing to draw."""


def shown(outline: FigureOutline, published: Published) -> Shown:
    """The points of a figure, in the order drawn.

    Highest first. Where the first measure of the outline is the total of all others,
    it stands before them, and parts by the same thing stand together. Of more points
    than a page holds, those are drawn that lie furthest from England in an overview,
    and the largest in every other figure.
    """
    held = chosen(outline, published)
    found = [p for p in (point(outline, one) for one in held) if p]
    whole = _has_total(outline, held)
    if whole:
        found = [replace(p, total=p.indicator is held[0]) for p in found]
    kept = _largest(found, outline.kind)
    with_value = {p.indicator.measure.measure for p in found}
    return Shown(
        points=tuple(_in_groups(kept) if whole else _ranked(kept)),
        left_out=len(found) - len(kept),
        absent=tuple(one for one in held if one.measure.measure not in with_value),
    )


def _largest(found: Sequence[Point], kind: FigureKind) -> list[Point]:
    """The total and the points furthest from England or zero, in their old order."""
    middle = ENGLAND if kind is FigureKind.RELATIVE_TO_ENGLAND else 0
    furthest = sorted(
        range(len(found)),
        key=lambda n: (not found[n].total, -abs(found[n].value - middle)),
    )
    return [found[n] for n in sorted(furthest[:_MOST])]


def _in_groups(points: Sequence[Point]) -> list[Point]:
    """The total, then its parts by the first thing, ranked, then by the next."""
    kinds = dict.fromkeys(_group(p) for p in points)
    groups = [_ranked([p for p in points if _group(p) == kind]) for kind in kinds]
    return [
        replace(p, apart=place == 0 and number > 0)
        for number, group in enumerate(groups)
        for place, p in enumerate(group)
    ]


def _group(point: Point) -> tuple[bool, str]:
    return not point.total, point.indicator.measure.part_by


def _ranked(points: Sequence[Point]) -> list[Point]:
    return sorted(points, key=lambda point: (-point.value, point.label))


def _has_total(outline: FigureOutline, held: Sequence[PublishedIndicator]) -> bool:
    """Whether all measures but the first are parts of the first."""
    if outline.kind not in _WITH_TOTAL or len(held) < 2:  # noqa: PLR2004 (and a part)
        return False
    total = held[0].measure.measure
    return all(one.measure.part_of == total for one in held[1:])
