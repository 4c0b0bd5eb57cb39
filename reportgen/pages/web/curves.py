"""The series of one measure as a drawing for a page: area, benchmark, gaps, scale.

It stands in the page itself, so that its letters are those of the page, and it has no
ids, so that nothing collides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from markupsafe import Markup

from reportgen.evidence.disclosure import PublishedIndicator
from reportgen.pages.courses import Course, Moment
from reportgen.pages.lines import Line, line
from reportgen.pages.scales import Scale, scale
from reportgen.pages.sparkwords import words

_WIDTH, _HEIGHT = 640, 260  # CSS px
_LEFT, _RIGHT, _TOP, _FOOT = 56, 150, 14, 34
_APART = 17  # px between two labels at the end of lines
_LETTER = 7.2  # px that a letter of a label takes at most
_FEWEST = 2


@dataclass(frozen=True)
class Curve:
    """A drawing, and what it says in words."""

    svg: Markup
    alternative: str
    width: int = _WIDTH
    height: int = _HEIGHT


@dataclass(frozen=True)
class _Field:
    """Where days and values stand."""

    scale: Scale
    first: float
    last: float

    def along(self, moment: Moment) -> float:
        """Px from the left."""
        span = (self.last - self.first) or 1.0
        room = _WIDTH - _LEFT - _RIGHT - 16
        return _LEFT + 8 + (moment.day - self.first) / span * room

    def up(self, value: float) -> float:
        """Px from the top."""
        share = (value - self.scale.low) / (self.scale.high - self.scale.low)
        return _HEIGHT - _FOOT - share * (_HEIGHT - _TOP - _FOOT)


def curve(one: PublishedIndicator, area: str, benchmark: str) -> Curve | None:
    """The drawing of a measure; None where fewer than two values are held.

    Args:
        one: the measure and its history.
        area: name of the partnership's area.
        benchmark: name of what it is compared with.
    """
    held = line(one)
    moments = held.area.moments
    if len(moments) < _FEWEST:
        return None
    field = _field(held)
    told = f"{one.measure.short_name}, {area}. {words(one, held.area)}"
    body = Markup("").join(
        [
            *_grid(field),
            *_times(field, moments),
            *_course(field, held.england, "england"),
            *_course(field, held.area, "area"),
            *_names(field, held, area, benchmark),
        ]
    )
    opening = Markup(
        '<svg class="curve" role="img" viewBox="0 0 {} {}" width="{}" height="{}" '
        'aria-label="{}">'
    ).format(_WIDTH, _HEIGHT, _WIDTH, _HEIGHT, told)
    return Curve(opening + body + Markup("</svg>"), told)


def _field(held: Line) -> _Field:
    moments = [*held.area.moments, *held.england.moments]
    days = [moment.day for moment in moments]
    values = [moment.value for moment in moments]
    found = scale(values, held.measure.places)
    return _Field(found, min(days), max(days))


def _grid(field: _Field) -> list[Markup]:
    """A line and its number for each tick."""
    right = _WIDTH - _RIGHT
    return [
        Markup(
            '<path class="grid" d="M{} {:.1f}H{}"/>'
            '<text class="tick" x="{}" y="{:.1f}" text-anchor="end">{}</text>'
        ).format(_LEFT, field.up(tick), right, _LEFT - 8, field.up(tick) + 4, label)
        for tick, label in field.scale.ticks.items()
    ]


def _times(field: _Field, moments: Sequence[Moment]) -> list[Markup]:
    """The first and the last period below the plot."""
    ends = ((moments[0], "start"), (moments[-1], "end"))
    return [
        Markup(
            '<text class="tick" x="{:.1f}" y="{}" text-anchor="{}">{}</text>'
        ).format(
            field.along(moment) + (-8 if anchor == "start" else 8),
            _HEIGHT - 10,
            anchor,
            str(moment.period),
        )
        for moment, anchor in ends
    ]


def _course(field: _Field, course: Course, kind: str) -> list[Markup]:
    """The runs of a line, a dot for a value that stands alone, and one at its end."""
    drawn = []
    for run in course.runs:
        points = " L".join(
            f"{field.along(moment):.1f} {field.up(moment.value):.1f}" for moment in run
        )
        drawn.append(Markup('<path class="{}" d="M{}"/>').format(kind, points))
    lone = [run[0] for run in course.runs if len(run) == 1]
    for moment in dict.fromkeys(chain(lone, course.moments[-1:])):
        drawn.append(
            Markup('<circle class="{}" cx="{:.1f}" cy="{:.1f}" r="4"/>').format(
                kind, field.along(moment), field.up(moment.value)
            )
        )
    return drawn


def _names(field: _Field, held: Line, area: str, benchmark: str) -> list[Markup]:
    """Whose line it is and its last value, beside its end; never on one another."""
    ends = [
        (field.up(course.moments[-1].value), kind, name, course.moments[-1].printed)
        for course, kind, name in (
            (held.area, "area", area),
            (held.england, "england", benchmark),
        )
        if course.moments
    ]
    ends.sort(key=lambda end: end[0])
    places = _apart([end[0] for end in ends])
    return [_name(place, *end[1:]) for place, end in zip(places, ends, strict=True)]


def _apart(places: Sequence[float]) -> list[float]:
    """The same heights, from the top, kept inside the picture and off each other."""
    highest, lowest = _TOP + _APART, _HEIGHT - _FOOT - 6
    found: list[float] = []
    for place in places:
        least = found[-1] + 2 * _APART if found else highest
        found.append(max(place, least))
    over = max(0.0, found[-1] - lowest) if found else 0.0
    return [place - over for place in found]


def _name(place: float, kind: str, name: str, printed: str) -> Markup:
    """Name and value on two lines, kept inside the picture."""
    room = int((_RIGHT - 10) / _LETTER)
    short = name if len(name) <= room else f"{name[: room - 1]}…"
    left = _WIDTH - _RIGHT + 6
    return Markup(
        '<text class="name {}" x="{}" y="{:.1f}">{}</text>'
        '<text class="last {}" x="{}" y="{:.1f}">{}</text>'
    ).format(kind, left, place - 3, short, kind, left, place + 12, printed)
