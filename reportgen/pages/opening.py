"""The first page: key figures, and what the report says in three sentences."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reportgen.evidence.disclosure import Published, PublishedIndicator
from reportgen.evidence.outline import FigureKind
from reportgen.formats import count_word, listed, sentence_case
from reportgen.pages import slots
from reportgen.pages.figures import Figure
from reportgen.vocabulary import Change, Comparison, Marker


@dataclass(frozen=True)
class KeyFigure:
    """A number that opens the report."""

    value: str
    markers: str
    name: str
    unit: str
    context: str
    """England's value and the change, in words."""
    period: str


def key_figure(one: PublishedIndicator, benchmark: str) -> KeyFigure:
    """The key figure of one measure."""
    markers = slots.markers(one.area) if one.area.value is not None else ""
    return KeyFigure(
        value=slots.bare(one.area, one.measure),
        markers=markers,
        name=one.measure.short_name,
        unit=one.measure.unit,
        context=_context(one, benchmark),
        period=str(one.area.period or ""),
    )


def _context(one: PublishedIndicator, benchmark: str) -> str:
    parts = []
    if one.area.value is None:
        parts.append(one.area.reason)
    if one.comparison is not Comparison.NOT_COMPARED:
        england = slots.bare(one.england, one.measure)
        parts.append(f"{benchmark} {england}: {one.comparison.value}")
    if one.change in {Change.ROSE, Change.FELL, Change.NO_CHANGE}:
        parts.append(f"{one.change.value} since the last period")
    return sentence_case("; ".join(parts)) + "." if parts else ""


def summary(
    used: Sequence[PublishedIndicator],
    figures: Iterable[Figure],
    published: Published,
) -> tuple[str, ...]:
    """How are we doing, what changed, what is asked: at most three sentences.

    Args:
        used: the measures that the report shows.
        figures: its figures; the headline of one that shows changes says what changed.
        published: for the names of the places.
    """
    told = [f.reading.headline for f in figures if f.kind is FigureKind.CHANGES]
    changed = f"{told[0]}." if told else _changed(used)
    sentences = (_doing(used, published), changed, _asked(used))
    return tuple(sentence for sentence in sentences if sentence)


def _doing(used: Sequence[PublishedIndicator], published: Published) -> str:
    area, benchmark = published.area, published.benchmark
    held = [one for one in used if one.area.value is not None]
    compared = [o for o in held if o.comparison is not Comparison.NOT_COMPARED]
    groups = [
        (sum(o.comparison is Comparison.HIGHER for o in compared), "higher"),
        (sum(o.comparison is Comparison.LOWER for o in compared), "lower"),
        (sum(o.comparison is Comparison.SAME for o in compared), "the same"),
    ]
    verb = "has" if len(held) == 1 else "have"
    text = (
        f"{_of(len(held), len(used))} {verb} a value for {area}; "
        f"{count_word(len(compared))} can be compared with {benchmark}"
    )
    how = [f"{count_word(count)} {word}" for count, word in groups if count]
    return f"{text}: {listed(how)}, not tested." if how else f"{text}."


def _of(count: int, total: int) -> str:
    """`All 20 measures`, `32 of 39 measures`."""
    measures = count_word(total, "measure")
    if count == total and total > 1:
        return f"All {measures}"
    return sentence_case(f"{count_word(count)} of {measures}")


def _changed(used: Sequence[PublishedIndicator]) -> str:
    counts = [
        (sum(one.change is Change.ROSE for one in used), "rose"),
        (sum(one.change is Change.FELL for one in used), "fell"),
        (sum(one.change is Change.NO_CHANGE for one in used), "did not change"),
    ]
    parts = [f"{count_word(count)} {word}" for count, word in counts if count]
    if not parts:
        return ""
    first = parts[0].split(" ", 1)
    noun = "measure" if first[0] == "one" else "measures"
    parts[0] = f"{first[0]} {noun} {first[1]}"
    return f"Since the last period {listed(parts)}."


def _asked(used: Sequence[PublishedIndicator]) -> str:
    absent = [one for one in used if one.area.value is None]
    doubtful = [one for one in used if Marker.UNVERIFIED in one.area.markers]
    parts = []
    if absent:
        owners = listed(list(dict.fromkeys(one.measure.owner for one in absent)))
        verb = "has" if len(absent) == 1 else "have"
        parts.append(
            f"{count_word(len(absent), 'measure')} {verb} no value yet; asked for: "
            f"{owners}"
        )
    if doubtful:
        verb = "is" if len(doubtful) == 1 else "are"
        count = count_word(len(doubtful), "value")
        parts.append(f"{count} {verb} unverified and marked [u]")
    return sentence_case(". ".join(map(sentence_case, parts))) + "." if parts else ""
