"""What the audit looks at: all that one report prints for one audience."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from reportgen import periods
from reportgen.errors import Fault, Place, Slug, caution
from reportgen.evidence.disclosure import Published, PublishedIndicator, PublishedValue
from reportgen.evidence.outline import FigureOutline
from reportgen.pages.narrative import Mention
from reportgen.vocabulary import Marker


@dataclass(frozen=True)
class Headed:
    """A figure and the words that stand above it."""

    outline: FigureOutline
    headline: str
    place: Place
    """Where the outline names the figure."""


@dataclass(frozen=True)
class Scope:
    """One report in one rendition, before it is drawn."""

    shown: Sequence[PublishedIndicator]
    """The measures that it prints anything of."""
    published: Published
    """All measures: what is not shown may still be a part, or a sibling."""
    mentions: Sequence[Mention]
    """Slots, claims and citations of all its commentary."""
    texts: Mapping[str, str]
    """Its commentary as written, by file."""
    figures: Sequence[Headed]
    cut_off: date | None = None
    """The day up to which it sees what was received; None judges no age."""
    roles: Sequence[str] = ()
    """Those of the partnership, who can be asked for what is missing."""


@dataclass(frozen=True)
class Check:
    """What one check found, and how much it looked at."""

    looked_at: Mapping[str, int]
    """How many of what; none looked at is no pass."""
    faults: tuple[Fault, ...]


def doubt(
    slug: Slug,
    value: PublishedValue,
    told: tuple[str, str],
    about: tuple[str, ...],
    others: Sequence[PublishedValue] = (),
) -> list[Fault]:
    """A caution in the row that a value came from; none where it came from no row.

    Args:
        slug: what kind of doubt.
        value: whose row is told.
        told: what is wrong, and what would settle it.
        about: the values concerned, as `m20.england`.
        others: values whose rows are told too.
    """
    if value.place is None:
        return []
    what, cure = told
    rows = dict.fromkeys(one.place for one in others if one.place is not None)
    places = [place for place in rows if place != value.place]
    return [caution(slug, value.place, what, cure, places, about)]


def sound(value: PublishedValue) -> bool:
    """Whether there is a number, and nobody doubts it yet."""
    return value.value is not None and Marker.UNVERIFIED not in value.markers


def same_days(one: PublishedValue, other: PublishedValue) -> bool:
    """Whether two values are of the same span of days."""
    return one.period is not None and periods.same_days(one.period, other.period)


def sides(one: PublishedIndicator) -> tuple[tuple[str, PublishedValue], ...]:
    """The area's value and England's, each by its name in slots."""
    return ("value", one.area), ("england", one.england)


SIDES = ("value", "england")
"""Whose values there are, by their names in slots."""


def series(one: PublishedIndicator, side: str) -> tuple[PublishedValue, ...]:
    """The latest value of one side, and all that are held, latest first."""
    latest = dict(sides(one))[side]
    history = one.england_history if side == "england" else one.history
    return (latest, *reversed(history))
