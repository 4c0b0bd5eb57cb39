"""Values that somebody made up to fill a place, in the report of a real partnership."""

from collections.abc import Collection, Iterator, Sequence

from reportgen.errors import Fault, Slug, caution
from reportgen.evidence.indicators import Indicator
from reportgen.evidence.observations import Observation
from reportgen.formats import count_word
from reportgen.vocabulary import Status


def check_illustrations(
    indicators: Sequence[Indicator], shown: Collection[str]
) -> list[Fault]:
    """A caution for each measure that shows illustrative values; none may be released.

    Args:
        indicators: of a partnership that is not fictional.
        shown: ids of the measures that the report shows.
    """
    return [
        fault
        for one in indicators
        if one.measure.measure in shown
        for fault in _of(one)
    ]


def _of(one: Indicator) -> Iterator[Fault]:
    held = [row for row in dict.fromkeys(_rows(one)) if _is_illustrative(row)]
    if not held:
        return
    first, *rest = [row.place for row in held]
    name = one.measure.measure
    what = f"{name} shows {count_word(len(held), 'illustrative value')}"
    cure = "put real values in their place; a release is refused while one is shown"
    yield caution(Slug.ILLUSTRATIVE_VALUE, first, what, cure, rest, (name,))


def _rows(one: Indicator) -> Iterator[Observation]:
    """All that a page may be made from, latest first."""
    yield from filter(None, (one.latest, one.england))
    yield from reversed((*one.series, *one.england_series))


def _is_illustrative(row: Observation) -> bool:
    return row.status is Status.ILLUSTRATIVE
