"""Phrases that the words of figures are made of: names, values, shares."""

from collections.abc import Sequence
from textwrap import shorten

from reportgen.evidence.disclosure import Published
from reportgen.evidence.outline import FigureOutline
from reportgen.formats import MINUS, count_word, listed, sentence_case
from reportgen.pages import slots, spoken
from reportgen.pages.points import Point
from reportgen.vocabulary import Marker

NAMED = 3
"""Names that stand in a sentence; all of them are in the alternative."""
_FEW = 2  # names that stand in a headline; more are counted
_LONGEST = 80  # characters of a name in a sentence; whole in the alternative
_SIGNS = f"+{MINUS}"
_DOUBT = spoken.WORDS[Marker.UNVERIFIED]


def every(total: int) -> str:
    """`both`, `all three`: "all two" is not English."""
    return "both" if total == 2 else f"all {count_word(total)}"  # noqa: PLR2004 (both)


def inside(label: str) -> str:
    """A label inside a sentence: no capital, unless it is an abbreviation."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def name(point: Point) -> str:
    """What a point is called inside a sentence; a very long name ends in dots."""
    return shorten(inside(point.label), _LONGEST, placeholder=" …")


def names(points: Sequence[Point]) -> str:
    """`a, b and c`."""
    return listed([name(point) for point in points])


def named(point: Point) -> str:
    """`opiates (805)`, `opiates (805, unverified)`."""
    doubt = f", {_DOUBT}" if point.unverified else ""
    return f"{name(point)} ({_bare(point)}{doubt})"


def full(point: Point) -> str:
    """The area's value with its unit; a doubt is said, the rest is in the subtitle."""
    doubt = f" ({_DOUBT})" if point.unverified else ""
    return _bare(point) + doubt


def _bare(point: Point) -> str:
    return slots.bare(point.indicator.area, point.indicator.measure)


def full_england(point: Point) -> str:
    """England's value with its unit."""
    return slots.bare(point.indicator.england, point.indicator.measure)


def beside(point: Point, published: Published) -> str:
    """`group A: 36.4% in Testshire, 38.0% in England`."""
    text = f"{name(point)}: {full(point)} in {published.area}"
    if point.england is None:
        return text
    return f"{text}, {full_england(point)} in {published.benchmark}"


def values(points: Sequence[Point], published: Published) -> str:
    """Every value of a few; of more, the highest and the lowest."""
    if len(points) > NAMED:
        ends = f"{named(points[0])} down to {named(points[-1])}"
        return f"The {count_word(len(points))} values range from {ends}."
    return sentence_case("; ".join(beside(p, published) for p in points)) + "."


def share(
    points: Sequence[Point], total: int, outline: FigureOutline, *, named: bool
) -> str:
    """`all three kinds of offence`, `three of four groups`, or the names themselves.

    The total counts what the figure is about, shown or not: two of three groups are
    not "both groups" because the third is withheld.
    """
    count = len(points)
    if count == total > 1:
        return f"{every(total)} {outline.subjects}"
    if total <= _FEW or (named and count <= _FEW):
        return names(points)
    return f"{count_word(count)} of {count_word(total)} {outline.subjects}"


def rest(count: int, one: str, more: str) -> str:
    """`; one has no comparison`, `; two have no comparison`, or nothing."""
    return f"; {count_word(count)} {one if count == 1 else more}" if count else ""


# --- Changes: a sign is a word, since many do not hear it ----------------------------


def way(printed: str, value: float) -> str:
    """`up 9%`, `down 3.4 percentage points`, `no change`, of a printed change."""
    if not value:
        return "no change"
    return f"{'up' if value > 0 else 'down'} {size(printed)}"


def size(printed: str) -> str:
    """`9%`, `3.4 percentage points`, `less than 0.1%`: how far a change goes."""
    spelt = printed.lstrip(_SIGNS).replace(" point", " percentage point")
    number = spelt.rstrip("%").partition(" ")[0]
    if number.strip("0."):
        return spelt
    least = f"{number[:-1]}1"  # 0.0 may be a change that is too small to be printed
    return f"less than {least}{spelt.removeprefix(number)}"


def change(point: Point) -> str:
    """The area's change as it is printed, with its sign and its unit."""
    return point.printed if point.movement else _bare(point)


def change_england(point: Point) -> str:
    """England's change as it is printed; empty where none stands beside the area's."""
    if point.england is None:
        return ""
    return point.england_printed if point.england_movement else full_england(point)
