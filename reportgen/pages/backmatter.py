"""What stands behind every report: absences, sources, quotations, how to read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reportgen.evidence.disclosure import PublishedIndicator
from reportgen.formats import count_word, listed, long_date
from reportgen.pages.narrative import MentionKind, Narrative
from reportgen.periods import Period, PeriodType
from reportgen.vocabulary import Change, Comparison, Marker


@dataclass(frozen=True)
class Absence:
    """A measure without a value: why, who is asked, when it is expected."""

    number: str
    name: str
    reason: str
    owner: str
    expected: str


@dataclass(frozen=True)
class SourceLine:
    """One publisher: what came from it, for which periods, received when."""

    source: str
    measures: str
    periods: str
    received: str


@dataclass(frozen=True)
class Quotation:
    """A number that the text quotes from elsewhere."""

    words: str
    origin: str


@dataclass(frozen=True)
class Key:
    """Only those signs that stand in the report, for "How to read"."""

    changes: tuple[Change, ...]
    as_published: bool
    """Whether a direction is the source's."""
    comparisons: tuple[Comparison, ...]
    markers: tuple[Marker, ...]
    periods: tuple[Period, ...]
    """One of each kind."""
    has_history: bool


def absences(used: Sequence[PublishedIndicator]) -> tuple[Absence, ...]:
    """The measures of a report that have no value."""
    return tuple(
        Absence(
            number=number(one),
            name=one.measure.name,
            reason=one.area.reason,
            owner=one.measure.owner,
            expected=one.area.expected or "no date given",
        )
        for one in used
        if one.area.value is None
    )


def number(one: PublishedIndicator) -> str:
    """The measure's number on the scorecard; empty where it has none."""
    return "" if one.measure.number is None else f"{one.measure.number:f}"


def sources(used: Sequence[PublishedIndicator]) -> tuple[SourceLine, ...]:
    """One line for each source, by name."""
    by_source: dict[str, list[PublishedIndicator]] = {}
    for one in used:
        by_source.setdefault(one.measure.source, []).append(one)
    return tuple(_source_line(name, ones) for name, ones in sorted(by_source.items()))


def _source_line(name: str, ones: Sequence[PublishedIndicator]) -> SourceLine:
    periods = sorted({one.area.period for one in ones if one.area.period})
    days = sorted({one.area.received for one in ones if one.area.received})
    return SourceLine(
        source=name,
        measures=_measure_list(ones),
        periods=listed([str(period) for period in periods]) or "none yet",
        received=listed([long_date(day) for day in days]),
    )


def _measure_list(ones: Sequence[PublishedIndicator]) -> str:
    """`4 to 6 and 9`; measures without a number are counted."""
    numbers = sorted(int(o.measure.number) for o in ones if o.measure.number)
    runs: list[list[int]] = []
    for one in numbers:
        if runs and one == runs[-1][-1] + 1:
            runs[-1].append(one)
        else:
            runs.append([one])
    texts = [text for run in runs for text in _run(run)]
    unnumbered = len(ones) - len(numbers)
    if unnumbered:
        texts.append(f"{count_word(unnumbered)} without a number")
    return listed(texts)


def _run(run: Sequence[int]) -> list[str]:
    """A run of three or more as a span."""
    if len(run) < 3:  # noqa: PLR2004 (two numbers are no span)
        return [str(one) for one in run]
    return [f"{run[0]} to {run[-1]}"]


def quotations(narratives: Mapping[str, Narrative]) -> tuple[Quotation, ...]:
    """The cited numbers of all commentary, in reading order, each once."""
    found = [
        Quotation(mention.words, mention.origin)
        for narrative in narratives.values()
        for mention in narrative.mentions
        if mention.kind is MentionKind.CITATION
    ]
    return tuple(dict.fromkeys(found))


def key(used: Sequence[PublishedIndicator]) -> Key:
    """The signs that a report uses."""
    changes = {one.change for one in used}
    comparisons = {one.comparison for one in used}
    markers = {m for one in used for m in (*one.area.markers, *one.england.markers)}
    return Key(
        changes=tuple(change for change in Change if change in changes),
        as_published=any(one.change_as_published for one in used),
        comparisons=tuple(c for c in Comparison if c in comparisons),
        markers=tuple(marker for marker in Marker if marker in markers),
        periods=_examples(one.area.period for one in used),
        has_history=any(one.has_history for one in used),
    )


def _examples(periods: Iterable[Period | None]) -> tuple[Period, ...]:
    """The first period of each kind, in the order of the kinds."""
    first: dict[PeriodType, Period] = {}
    for period in periods:
        if period is not None:
            first.setdefault(period.kind, period)
    return tuple(first[kind] for kind in PeriodType if kind in first)
