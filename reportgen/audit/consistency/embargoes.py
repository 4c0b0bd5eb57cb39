"""Which values a report withholds until their day, and from whom."""

from collections.abc import Collection, Iterator, Sequence

from reportgen.errors import Fault, Slug, caution, note
from reportgen.evidence.disclosure import PublishedIndicator, PublishedValue
from reportgen.evidence.early_access import FILE, Embargo
from reportgen.evidence.observations import Observation
from reportgen.formats import count_word, listed, long_date
from reportgen.vocabulary import Rendition, Withheld


def check_embargoes(
    shown: Sequence[PublishedIndicator], rendition: Rendition, embargo: Embargo
) -> list[Fault]:
    """A note for each measure of which a report withholds values under embargo.

    Args:
        shown: the measures that the report shows, as the audience may see them.
        rendition: the audience.
        embargo: by which they were withheld.
    """
    return [fault for one in shown for fault in _of(one, rendition, embargo)]


def check_openings(
    opened: Sequence[Observation], shown: Collection[str]
) -> list[Fault]:
    """A caution for each revision that no longer says who may not see its value.

    Args:
        opened: revisions, as `Observations.opened` finds them.
        shown: ids of the measures that the report shows.
    """
    return [
        caution(
            Slug.OPENED_BY_REVISION,
            row.place,
            f"{row.measure}, {row.period or 'no period'}: the row that this one "
            "revises was restricted or under embargo, and this one is for everybody",
            "repeat disclosure and embargo here, or accept that all may see it now",
        )
        for row in opened
        if row.measure in shown
    ]


def _of(
    one: PublishedIndicator, rendition: Rendition, embargo: Embargo
) -> Iterator[Fault]:
    points = [*one.history, *one.england_history, one.area, one.england]
    held = [p for p in dict.fromkeys(points) if p.withheld is Withheld.EMBARGOED]
    places = [point.place for point in held if point.place is not None]
    if not places:
        return
    what = (
        f"{one.measure.measure}, {_told(held)}, is withheld from the {rendition} "
        f"rendition, as the report is due on {long_date(embargo.day)}"
    )
    yield note(Slug.UNDER_EMBARGO, places[0], what, _cure(one, rendition, embargo))


def _told(held: Sequence[PublishedValue]) -> str:
    """`2022 - 2024, under embargo until 11 June 2026`; of several, the first."""
    first, *rest = held
    more = f" (and {count_word(len(rest), 'other value')})" if rest else ""
    return f"{first.period or 'no period'}, {first.reason}{more}"


def _cure(one: PublishedIndicator, rendition: Rendition, embargo: Embargo) -> str:
    missing = embargo.missing(one.measure.measure)
    if not rendition.sees_restricted or not missing:
        return "nothing is to be done, unless the report can wait"
    return f"it waits for its day, as {FILE} does not name {listed(missing)}"
