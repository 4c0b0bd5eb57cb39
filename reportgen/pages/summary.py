"""What the report says, in three sentences on the first page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reportgen.evidence.disclosure import Published, PublishedIndicator
from reportgen.evidence.outline import FigureKind, FigureOutline
from reportgen.formats import count_word, counted, listed, sentence_case
from reportgen.pages.figures import Figure
from reportgen.pages.points import chosen
from reportgen.pages.tables import tallies
from reportgen.vocabulary import Change, Comparison, Marker

_LEVEL, _UNTESTED = "tested at the 95% level", "not tested"
_FINDINGS = 2  # named in the first sentence; the contents list all of them
_OF_CHANGE = {FigureKind.CHANGES, FigureKind.CHANGE_SINCE}


@dataclass(frozen=True)
class Finding:
    """What a figure says, and how what it compares came out."""

    kind: FigureKind
    headline: str
    compared: tuple[Comparison, ...]


def findings(
    figures: Iterable[Figure], outlines: Iterable[FigureOutline], published: Published
) -> tuple[Finding, ...]:
    """Of the figures that were drawn, in their order."""
    compared = {
        one.id: tuple(
            indicator.comparison
            for indicator in chosen(one, published)
            if indicator.comparison is not Comparison.NOT_COMPARED
        )
        for one in outlines
    }
    return tuple(
        Finding(figure.kind, figure.reading.headline, compared[figure.id])
        for figure in figures
        if figure.image
    )


def summary(
    used: Sequence[PublishedIndicator],
    found: Sequence[Finding],
    published: Published,
    doubts: int = 0,
) -> tuple[str, ...]:
    """How are we doing, what changed, what is asked: at most three sentences.

    Args:
        used: the measures that the report shows.
        found: by its figures; one that shows changes says what changed.
        published: for the names of the places.
        doubts: how many contradictions nobody has settled.
    """
    told = [one.headline for one in found if one.kind in _OF_CHANGE]
    changed = f"{told[0]}." if told else _changed(used)
    doing = _against(found) or _doing(used, published)
    sentences = (doing, changed, _asked(used, doubts))
    return tuple(sentence for sentence in sentences if sentence)


def _against(found: Sequence[Finding]) -> str:
    """The first findings against England, by name: counts alone make a league table.

    Headlines say what was not tested; where nothing was, it is said once.
    """
    told = [
        one for one in found if one.kind is FigureKind.AGAINST_ENGLAND and one.compared
    ][:_FINDINGS]
    if not told:
        return ""
    tests = {one.is_tested for finding in told for one in finding.compared}
    if len(tests) > 1:
        sentences = ". ".join(one.headline for one in told)
        return f"{sentences}. {sentence_case(_LEVEL)}, unless it says not tested."
    first, *rest = [one.headline.removesuffix(f" ({_UNTESTED})") for one in told]
    after = [text[:1].lower() + text[1:] for text in rest]
    how = _LEVEL if True in tests else _UNTESTED
    return f"{'; '.join([first, *after])} ({how})."


def _doing(used: Sequence[PublishedIndicator], published: Published) -> str:
    """How many values, how many compared, and how they came out."""
    if not used:
        return ""
    held = [one for one in used if one.area.value is not None]
    compared = [
        one.comparison for one in held if one.comparison is not Comparison.NOT_COMPARED
    ]
    verb = "shows" if len(held) < 2 else "show"  # noqa: PLR2004 (none and one are one)
    text = (
        f"{_of(len(held), len(used))} {verb} a value for {published.area}; "
        f"{_count(len(compared))} can be compared with {published.benchmark}"
    )
    tested, untested = tallies(compared)
    said = [f"{tested}, {_LEVEL}"] if tested else []
    said += [f"{untested}, {_UNTESTED}"] if untested else []
    return f"{text}: {'; '.join(said)}." if said else f"{text}."


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
