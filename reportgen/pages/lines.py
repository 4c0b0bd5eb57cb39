"""A measure over time: the area's course, and England's beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.evidence.disclosure import Published, PublishedIndicator
from reportgen.evidence.measures import Measure
from reportgen.pages.courses import Course, course, middle
from reportgen.vocabulary import Comparable


@dataclass(frozen=True)
class Line:
    """One measure over time, of the area and of England."""

    indicator: PublishedIndicator
    area: Course
    england: Course

    @property
    def measure(self) -> Measure:
        """What was measured."""
        return self.indicator.measure


def lines(measures: Sequence[str], published: Published) -> tuple[Line, ...]:
    """One line for each measure named, in that order."""
    return tuple(line(published[measure]) for measure in measures)


def line(one: PublishedIndicator) -> Line:
    """The line of one measure; England's only where the two may be compared."""
    area = course(one.history or (one.area,), one.measure)
    held = one.england_history or (one.england,)
    may = one.measure.comparable is Comparable.YES
    england = course(held, one.measure) if may else Course()
    return Line(one, area, _since(england, area))


def _since(england: Course, area: Course) -> Course:
    """England from the area's first value on; all of it where none is as late."""
    if not area.moments:
        return england
    first = area.moments[0].day
    runs = [tuple(m for m in run if m.day >= first) for run in england.runs]
    kept = tuple(run for run in runs if run)
    gaps = tuple(gap for gap in england.gaps if middle(gap.period) > first)
    return Course(kept, gaps) if kept else england
