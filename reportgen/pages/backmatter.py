"""What stands behind every report: absences, sources, quotations, notes, doubts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reportgen import vocabulary
from reportgen.evidence.disclosure import PublishedIndicator, PublishedValue
from reportgen.formats import count_word, listed, long_date
from reportgen.pages.narrative import MentionKind, Narrative
from reportgen.vocabulary import Marker


@dataclass(frozen=True)
class Absence:
    """A measure without a value: why, who is asked, when it is expected."""

    number: str
    name: str
    kind: str
    """What kind of reason there is, where one is told; else empty."""
    reason: str
    owner: str
    expected: str
    """`by 31 December 2024`, `not expected`, the source's own words, or a dash."""


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
class Note:
    """What a reader must know of one measure."""

    measure: str
    """Its number and name; several where they share the note."""
    text: str


@dataclass(frozen=True)
class Doubt:
    """What the checks found and nobody has settled yet."""

    what: str
    where: str


def absences(used: Sequence[PublishedIndicator]) -> tuple[Absence, ...]:
    """The measures of a report that have no value."""
    return tuple(
        Absence(
            number=one.measure.numeral,
            name=one.measure.name,
            kind=_kind(one.area),
            reason=one.area.reason,
            owner="–" if one.area.withheld else one.measure.owner,
            expected="–" if one.area.withheld else _expected(one.area),
        )
        for one in used
        if one.area.value is None
    )


def _kind(value: PublishedValue) -> str:
    """The kind of a reason, unless the reason says it itself."""
    said = value.absence
    if said is None or said is vocabulary.Absence.NOT_SAID:
        return ""
    return "" if value.reason.casefold().startswith(said) else said.value


def _expected(value: PublishedValue) -> str:
    """A day comes first, then the source's own words."""
    if value.absence is not None and not value.absence.will_come:
        return "not expected"
    if value.expected_by is not None:
        return f"by {long_date(value.expected_by)}"
    return value.expected or "no date given"


def _withheld(one: PublishedIndicator) -> bool:
    """Whether there is a value, which this audience may not see."""
    return Marker.CONFIDENTIAL in one.area.markers


def notes(used: Sequence[PublishedIndicator]) -> tuple[Note, ...]:
    """The notes of measures.csv; measures that share a note stand together."""
    told: dict[str, list[str]] = {}
    for one in used:
        if one.measure.notes:
            name = f"{one.measure.numeral} {one.measure.short_name}".strip()
            told.setdefault(one.measure.notes, []).append(name)
    return tuple(Note(those(names), text) for text, names in told.items())


_MOST_NAMES = 6  # more would make a row that no page holds


def those(names: Sequence[str]) -> str:
    """The measures of one note by their names; of many, how many they are."""
    if len(names) > _MOST_NAMES:
        return count_word(len(names), "measure")
    return names_together(names)


def names_together(names: Sequence[str]) -> str:
    """`Adults in treatment: females, males; Deaths`: what they share stands once."""
    groups: dict[str, list[str]] = {}
    for name in names:
        shared, _, own = name.partition(", ")
        groups.setdefault(shared, []).append(own)
    return "; ".join(
        f"{shared}: {', '.join(filter(None, own))}"
        if len(own) > 1
        else f"{shared}{', ' if own[0] else ''}{own[0]}"
        for shared, own in groups.items()
    )


def sources(
    used: Sequence[PublishedIndicator], *, numbered: bool
) -> tuple[SourceLine, ...]:
    """One line for each source, by name.

    Args:
        used: the measures that the report shows.
        numbered: whether readers find them by number; else they are named.
    """
    by_source: dict[str, list[PublishedIndicator]] = {}
    for one in used:
        by_source.setdefault(one.measure.source, []).append(one)
    return tuple(
        _source_line(name, ones, numbered=numbered)
        for name, ones in sorted(by_source.items())
    )


def _source_line(
    name: str, ones: Sequence[PublishedIndicator], *, numbered: bool
) -> SourceLine:
    held = [one for one in ones if one.area.value is not None or _withheld(one)]
    periods = sorted({one.area.period for one in held if one.area.period})
    days = sorted({one.area.received for one in held if one.area.received})
    names = [one.measure.short_name for one in ones]
    told = listed([str(period) for period in periods])
    return SourceLine(
        source=name,
        measures=_measure_list(ones) if numbered else names_together(names),
        periods=f"{told}{_since(ones)}" or "none yet",
        received=listed([long_date(day) for day in days]) or "–",
    )


def _since(ones: Sequence[PublishedIndicator]) -> str:
    """From when on earlier values are held, where any are."""
    earlier = [
        point.period
        for one in ones
        if one.has_history
        for point in one.history
        if point.period is not None and point.value is not None
    ]
    return f"; history from {min(earlier)}" if earlier else ""


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
