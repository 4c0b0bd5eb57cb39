"""From two issues of a report to what its readers are told of the change.

Readers may hold the issue before. What it printed is repeated only beside a number of
the same period: so nothing that is withheld now, or was taken back, is told again.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby

from reportgen.evidence.disclosure import Published, PublishedIndicator, PublishedValue
from reportgen.formats import count_word, listed, sentence_case
from reportgen.pages import slots
from reportgen.pages.origins import Origin, of_value
from reportgen.pages.revisions import Days, Move, Revision, revisions

_MOST_PERIODS = 3  # of one measure and place; more are told together
_MOST_NAMES = 6  # of measures in a sentence


class Kind(StrEnum):
    """What became of a figure, in the order in which readers ask."""

    NEW = "New"
    REVISED = "Revised"
    LOST = "No value now"
    """The period, or a later one, has a marker where a number stood."""
    REMOVED = "Removed"
    """The measure, or the period, is no longer in the report."""


@dataclass(frozen=True)
class Issue:
    """One issue of a report, for one audience."""

    occasion: str
    """`May 2025`."""
    as_at: str
    """The cut-off, as a date in words."""
    published: Published
    shown: Collection[str]
    """Ids of the measures that it prints anything of."""
    titles: Mapping[str, str]
    """The headings that it must carry, by id, in their order."""
    texts: Mapping[str, str]
    """Its commentary, by id of the heading."""


@dataclass(frozen=True)
class Change:
    """One figure, or several periods of it, that readers will not find as it was."""

    kind: str
    """A word of `Kind`."""
    measure: str
    """Id."""
    name: str
    place: str
    """Name of the area."""
    period: str
    before: str
    """As the last issue printed it; what stands for it where it is not repeated."""
    after: str


@dataclass(frozen=True)
class Pointer:
    """A heading by its title, and its id where the report has it."""

    title: str
    id: str = ""


@dataclass(frozen=True)
class Words:
    """The headings of which one thing is to be said."""

    what: str
    headings: tuple[Pointer, ...]


@dataclass(frozen=True)
class LastIssue:
    """What changed since the last issue: figures first, then words."""

    occasion: str
    as_at: str
    sentences: tuple[str, ...]
    """How much is of a later period, and what is not."""
    changes: tuple[Change, ...]
    words: tuple[Words, ...]


@dataclass(frozen=True)
class _Row:
    """A change with the measure and the values that its numbers stand for."""

    change: Change
    of: PublishedIndicator
    values: tuple[PublishedValue, ...]
    """Those that it prints numbers of."""


def last_issue(before: Issue, now: Issue) -> LastIssue:
    """What a report says of the issue before it.

    Args:
        before: the issue before, for the same audience.
        now: the report itself.
    """
    found = _revisions(before, now)
    return LastIssue(
        occasion=before.occasion,
        as_at=before.as_at,
        sentences=tuple(_sentences(before, now, found)),
        changes=tuple(row.change for row in _rows(before, now, found)),
        words=tuple(_words(before, now)),
    )


def origins_since(before: Issue, now: Issue) -> dict[str, tuple[Origin, ...]]:
    """What the numbers of the changes stand for: by `change 1`, `change 2`, ..."""
    rows = _rows(before, now, _revisions(before, now))
    return {
        f"change {number}": tuple(
            origin
            for value in row.values
            for origin in of_value(
                row.of, value, is_england=row.change.place == now.published.benchmark
            )
        )
        for number, row in enumerate(rows, 1)
    }


def _revisions(before: Issue, now: Issue) -> tuple[Revision, ...]:
    return revisions(before.published, now.published, (before.shown, now.shown))


# --- sentences ------------------------------------------------------------------------


def _sentences(before: Issue, now: Issue, found: Sequence[Revision]) -> Iterator[str]:
    """How many measures moved on, which did not, and where only a marker changed."""
    both = [name for name in now.published if name in {*before.shown} & {*now.shown}]
    later, still, none = _by_period(before, now, both)
    yield _moved_on(len(later), len(both))
    if later and still:
        yield f"{_named(still, now)} of the same period as then."
    if later and none:
        yield f"{_named(none, now)} without a period, for want of a value."
    if marked := _only_marked(found):
        yield f"Of earlier values of {listed(marked)}, only the markers changed."


def _moved_on(later: int, both: int) -> str:
    """How many of the measures of both issues are of a later period."""
    measures = f"{count_word(both, 'measure')} that both issues show"
    if not both:
        return "The two issues have no measure in common."
    if not later:
        return f"None of the {measures} is of a later period now."
    if later == both:
        return f"All {measures} are of a later period now."
    verb = "is" if later == 1 else "are"
    return f"Of the {measures}, {count_word(later)} {verb} of a later period now."


def _by_period(
    before: Issue, now: Issue, names: Sequence[str]
) -> tuple[list[str], list[str], list[str]]:
    """Measures of a later period, of the same one, and of none."""
    later, still, none = list[str](), list[str](), list[str]()
    for name in names:
        then = before.published[name].area.period
        period = now.published[name].area.period
        if period is None:
            none.append(name)
        elif then is None or then.days < period.days:
            later.append(name)
        else:
            still.append(name)
    return later, still, none


def _named(measures: Sequence[str], now: Issue) -> str:
    """`Unmet need and Deaths are`: of many, how many they are."""
    names = [now.published[each].measure.short_name for each in measures]
    few = len(names) <= _MOST_NAMES
    told = listed(names) if few else count_word(len(names), "measure")
    return f"{sentence_case(told)} {'is' if len(names) == 1 else 'are'}"


def _only_marked(found: Sequence[Revision]) -> list[str]:
    """Names of measures of which a period has its number and another marker."""
    names = [one.name for one in found if one.move is Move.REVISED and _is_same(one)]
    return list(dict.fromkeys(names))


def _is_same(one: Revision) -> bool:
    """Whether the number is what it was, or none as before."""
    then, now = (each.value if each else None for each in one.values)
    return then == now


# --- figures --------------------------------------------------------------------------


def _rows(before: Issue, now: Issue, found: Sequence[Revision]) -> list[_Row]:
    """The changes by kind, then in the order of measures."""
    told = [(kind, one) for one in found if (kind := _kind(one)) is not None]
    order = {name: n for n, name in enumerate({**now.published, **before.published})}

    def rank(each: tuple[Kind, Revision]) -> tuple[object, ...]:
        kind, one = each
        is_benchmark = one.of == now.published.benchmark
        return list(Kind).index(kind), order[one.measure], is_benchmark, _days(one)

    told.sort(key=rank)
    rows = list[_Row]()
    for (kind, measure, place), held in groupby(
        told, key=lambda each: (each[0], each[1].measure, each[1].of)
    ):
        ones = [one for _, one in held]
        published = before.published if kind is Kind.REMOVED else now.published
        named = place or published.area
        together = len(ones) > _MOST_PERIODS
        span = _span(ones) if together else ""
        for one in ones[-1:] if together else ones:
            rows.append(_row(kind, one, published[measure], named, span))
    return rows


def _days(one: Revision) -> Days:
    """Of the period of its value now, or of the one that is gone."""
    then, now = one.values
    value = now or then
    return value.period.days if value and value.period else (date.min, date.min)


def _kind(one: Revision) -> Kind | None:
    """What became of a figure; None where it is told in a sentence, or elsewhere."""
    had, has = one.has_numbers
    if not one.of:
        return Kind.NEW if one.move is Move.NEW else Kind.REMOVED
    if one.move is Move.REMOVED:
        return Kind.REMOVED
    if had and not has:
        return Kind.LOST
    if has and not had:
        return Kind.NEW
    differs = one.move is Move.REVISED and not _is_same(one)
    return Kind.REVISED if differs else None


def _span(ones: Sequence[Revision]) -> str:
    """`5 periods, 2019/20 to 2023/24`: several periods of one measure."""
    first, last = ones[0].period, ones[-1].period
    return f"{len(ones)} periods, {first} to {last}"


def _row(
    kind: Kind, one: Revision, of: PublishedIndicator, place: str, span: str
) -> _Row:
    then, now = one.values
    printed = [now] if now is not None and now.value is not None else []
    before = _before(kind, one, of)
    if kind is Kind.REVISED and then is not None:
        printed.append(then)
    after = slots.with_unit(now, of.measure) if now is not None else "–"
    if span:
        last = f" ({one.period})"
        before, after = (
            text + last if text != "–" else text for text in (before, after)
        )
    change = Change(
        kind=kind.value,
        measure=one.measure,
        name=one.name,
        place=place,
        period=span or one.period or "–",
        before=before,
        after=after or "–",
    )
    return _Row(change, of, tuple(printed))


def _before(kind: Kind, one: Revision, of: PublishedIndicator) -> str:
    """What the last issue had: its number only where the same period has one now."""
    then, _ = one.values
    if then is None:
        return "–"
    if kind is Kind.REVISED or then.value is None:
        return slots.with_unit(then, of.measure) or "–"
    return "a value"


# --- words ----------------------------------------------------------------------------


def _words(before: Issue, now: Issue) -> Iterator[Words]:
    """Headings that came and went; texts that changed, and texts that did not."""
    new = [name for name in now.titles if name not in before.titles]
    gone = [Pointer(t) for name, t in before.titles.items() if name not in now.titles]
    kept = [name for name in now.texts if name in before.texts]
    same = [name for name in kept if _told(now, name) == _told(before, name)]
    first = [name for name in now.texts if name not in kept and name not in new]
    said = {
        "New headings": _pointers(new, now),
        "Headings that are gone": tuple(gone),
        "Text where there was none": _pointers(first, now),
        "Text that changed": _pointers([n for n in kept if n not in same], now),
        "Text as in the last issue": _pointers(same, now),
    }
    yield from (Words(what, headings) for what, headings in said.items() if headings)


def _told(issue: Issue, heading: str) -> str:
    """The words of a text, wherever its lines end."""
    return " ".join(issue.texts[heading].split())


def _pointers(headings: Sequence[str], now: Issue) -> tuple[Pointer, ...]:
    return tuple(Pointer(now.titles[each], each) for each in headings)
