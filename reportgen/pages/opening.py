"""The first page: key figures, and what the report says in three sentences."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reportgen.evidence.disclosure import Published, PublishedIndicator
from reportgen.evidence.outline import FigureKind
from reportgen.formats import count_word, counted, listed, sentence_case
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


def key_figure(one: PublishedIndicator, area: str, benchmark: str) -> KeyFigure:
    """The key figure of one measure."""
    markers = slots.markers(one.area) if one.area.value is not None else ""
    return KeyFigure(
        value=slots.bare(one.area, one.measure),
        markers=markers,
        name=one.measure.short_name,
        unit=_unit(one),
        context=_context(one, area, benchmark),
        period=str(one.area.period or ""),
    )


_MOVED = {
    Change.ROSE: "rose",
    Change.FELL: "fell",
    Change.NO_CHANGE: "did not change",
}


def _unit(one: PublishedIndicator) -> str:
    """With what a change is measured from: a number alone looks like a level."""
    unit, baseline = one.measure.unit, one.measure.baseline
    return f"{unit} since {baseline.spoken}" if baseline else unit


def _context(one: PublishedIndicator, area: str, benchmark: str) -> str:
    """Sentences that say who is higher, and whose value moved."""
    marks = one.area.markers if one.area.value is not None else ()
    parts = [sentence_case(mark.meaning.partition(":")[0]) for mark in marks]
    if one.area.value is None:
        parts.append(sentence_case(one.area.reason))
    if one.comparison is not Comparison.NOT_COMPARED:
        england = slots.bare(one.england, one.measure)
        word = one.comparison.value.partition(",")[0]
        than = "The same as" if word == "same" else f"{word.capitalize()} than"
        parts.append(f"{than} {benchmark} ({england}), not tested")
    if one.change in _MOVED:
        parts.append(f"{area}’s value {_MOVED[one.change]} since the last period")
    return ". ".join(parts) + "." if parts else ""


def summary(
    used: Sequence[PublishedIndicator],
    figures: Iterable[Figure],
    published: Published,
    doubts: int = 0,
) -> tuple[str, ...]:
    """How are we doing, what changed, what is asked: at most three sentences.

    Args:
        used: the measures that the report shows.
        figures: its figures; the headline of one that shows changes says what changed.
        published: for the names of the places.
        doubts: how many contradictions nobody has settled.
    """
    held = list(figures)
    told = [f.reading.headline for f in held if f.kind is FigureKind.CHANGES]
    changed = f"{told[0]}." if told else _changed(used)
    sentences = (_found(held) or _doing(used, published), changed, _asked(used, doubts))
    return tuple(sentence for sentence in sentences if sentence)


_FINDINGS = 2  # named in the first sentence; the contents list all of them


def _found(figures: Sequence[Figure]) -> str:
    """The first findings against England, by name: counts alone make a league table."""
    found = [
        figure.reading.headline
        for figure in figures
        if figure.kind is FigureKind.AGAINST_ENGLAND and figure.image
    ][:_FINDINGS]
    rest = [text[:1].lower() + text[1:] for text in found[1:]]
    return "; ".join([*found[:1], *rest]) + " (not tested)." if found else ""


def _doing(used: Sequence[PublishedIndicator], published: Published) -> str:
    area, benchmark = published.area, published.benchmark
    held = [one for one in used if one.area.value is not None]
    compared = [o for o in held if o.comparison is not Comparison.NOT_COMPARED]
    groups = [
        (sum(o.comparison is Comparison.HIGHER for o in compared), "higher"),
        (sum(o.comparison is Comparison.LOWER for o in compared), "lower"),
        (sum(o.comparison is Comparison.SAME for o in compared), "the same"),
    ]
    if not used:
        return ""
    verb = "shows" if len(held) < 2 else "show"  # noqa: PLR2004 (none and one are one)
    text = (
        f"{_of(len(held), len(used))} {verb} a value for {area}; "
        f"{_count(len(compared))} can be compared with {benchmark}"
    )
    how = counted(groups)
    return f"{text}: {listed(how)}, not tested." if how else f"{text}."


def _of(count: int, total: int) -> str:
    """`All 20 measures`, `32 of 39 measures`, `None of five measures`."""
    measures = count_word(total, "measure")
    if total == 1:
        return "The one measure" if count else "No measure"
    if count == total:
        return f"Both {measures[4:]}" if total == 2 else f"All {measures}"  # noqa: PLR2004 (both)
    return sentence_case(f"{_count(count)} of {measures}")


def _count(count: int) -> str:
    """As a noun of its own: `none`, `one`, `10`."""
    return count_word(count) if count else "none"


def _changed(used: Sequence[PublishedIndicator]) -> str:
    counts = [
        (sum(one.change is Change.ROSE for one in used), "rose"),
        (sum(one.change is Change.FELL for one in used), "fell"),
        (sum(one.change is Change.NO_CHANGE for one in used), "did not change"),
    ]
    parts = counted(counts)
    if not parts:
        return ""
    first, rest = parts[0].split(" ", 1)
    noun = "measure" if first in {"one", "1"} else "measures"
    parts[0] = f"{first} {noun} {rest}"
    return f"Since the last period {listed(parts)}."


def _asked(used: Sequence[PublishedIndicator], doubts: int) -> str:
    """What is missing and who is asked for it; what is withheld; what is in doubt."""
    absent = [one for one in used if one.area.value is None]
    withheld = [one for one in absent if Marker.CONFIDENTIAL in one.area.markers]
    missing = [one for one in absent if one not in withheld]
    doubtful = [one for one in used if Marker.UNVERIFIED in one.area.markers]
    parts = []
    if missing:
        verb = "has" if len(missing) == 1 else "have"
        count = count_word(len(missing), "measure")
        parts.append(f"{count} {verb} no value yet")
        it = "it" if len(missing) == 1 else "them"
        parts.append(f"asked for {it}: {_owners(missing)}")
    if withheld:
        verb = "is" if len(withheld) == 1 else "are"
        parts.append(f"{count_word(len(withheld), 'value')} {verb} withheld here")
    if doubtful:
        verb = "is" if len(doubtful) == 1 else "are"
        count = count_word(len(doubtful), "value")
        parts.append(f"{count} {verb} unverified and marked [u]")
    if doubts:
        count = count_word(doubts, "contradiction")
        parts.append(f"the checks found {count}, which the notes list")
    return ". ".join(map(sentence_case, parts)) + "." if parts else ""


def _owners(ones: Sequence[PublishedIndicator]) -> str:
    """Roles joined so that an "and" inside a role is not read as one between two."""
    owners = list(dict.fromkeys(one.measure.owner for one in ones))
    if any(" and " in owner for owner in owners):
        return "; ".join(owners)
    return listed(owners)
