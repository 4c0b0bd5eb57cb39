"""What is found of a series over time, and from which rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.evidence.observations import Observation
from reportgen.formats import listed
from reportgen.periods import Period
from reportgen.vocabulary import Trend, TrendMethod


@dataclass(frozen=True)
class Finding:
    """The trend of one measure in one area."""

    trend: Trend
    method: TrendMethod | None
    """None where it cannot be calculated."""
    why: str
    """What makes the word true, or what is missing; begins with a small letter."""
    since: Period | None
    """The first period that the method used; None where it cannot be calculated."""
    rows: tuple[Observation, ...]
    """All that the answer depends on, oldest first: who may not see one of them may
    not have the answer. Also a row that ended a run, or had no value to give."""


def missing(what: str, rows: Sequence[Observation] = ()) -> Finding:
    """That no trend can be calculated, and what is missing."""
    return Finding(Trend.NOT_CALCULATED, None, what, None, tuple(rows))


def named(rows: Sequence[Observation | Period]) -> str:
    """The periods of rows in a sentence: `2021/22 and 2022/23`."""
    periods = (row if isinstance(row, Period) else row.period for row in rows)
    return listed([period.spoken for period in periods if period])
