"""From two issues of a report to what readers are told: figures first, then words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportgen.formats import count_word, listed, sentence_case
from reportgen.pages.origins import Origin, Part, of_value
from reportgen.pages.reissue import Change, Issue, Row, rows
from reportgen.pages.revisions import Move, Revision, revisions

_MOST_NAMES = 6  # of measures in a sentence


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
        changes=tuple(row.change for row in rows(before, now, found)),
        words=tuple(_words(before, now)),
    )


def origins_since(before: Issue, now: Issue) -> dict[str, tuple[Origin, ...]]:
    """What the numbers of the changes stand for: by `change 1`, `change 2`, ..."""
    changed = rows(before, now, _revisions(before, now))
    benchmark = now.published.benchmark
    return {
        f"change {number}": tuple(_origins(row, benchmark))
        for number, row in enumerate(changed, 1)
    }


def _origins(row: Row, benchmark: str) -> Iterator[Origin]:
    """What stands behind the two numbers of a row."""
    is_benchmark = row.change.place == benchmark
    if row.now is not None:
        part = Part.ENGLAND if is_benchmark else Part.VALUE
        yield from of_value(row.of, row.now, part)
    if row.then is not None:
        part = Part.ENGLAND_BEFORE if is_benchmark else Part.BEFORE
        yield from of_value(row.of, row.then, part)


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
        yield f"For some values of {listed(marked)}, only the markers changed."


def _moved_on(later: int, both: int) -> str:
    """How many of the measures of both issues are of a later period."""
    if not both:
        return "The two issues have no measure in common."
    if both == 1:
        verb = "is" if later else "is not"
        return f"The one measure that both issues show {verb} of a later period now."
    measures = f"{count_word(both, 'measure')} that both issues show"
    if later == both:
        return f"All {measures} are of a later period now."
    if not later:
        return f"None of the {measures} is of a later period now."
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
        elif then is None or then.days[::-1] < period.days[::-1]:
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
    """Names of measures of which values have their numbers and other markers."""
    names = [
        one.name
        for one in found
        for then, now in [one.values]
        if one.move is Move.REVISED and then and now
        if then.value is not None and then.value == now.value
    ]
    return list(dict.fromkeys(names))


# --- words ----------------------------------------------------------------------------


def _words(before: Issue, now: Issue) -> Iterator[Words]:
    """Headings that came and went; texts that changed, and texts that did not."""
    new = [name for name in now.titles if name not in before.titles]
    gone = [Pointer(t) for name, t in before.titles.items() if name not in now.titles]
    kept = [name for name in now.texts if name in before.texts]
    same = [name for name in kept if _told(now, name) == _told(before, name)]
    first = [name for name in now.texts if name not in kept and name not in new]
    left = [n for n in before.texts if n not in now.texts and n in now.titles]
    said = {
        "New headings": _pointers(new, now),
        "Headings that are gone": tuple(gone),
        "Text where there was none": _pointers(first, now),
        "Text that is gone": _pointers(left, now),
        "Text that changed": _pointers([n for n in kept if n not in same], now),
        "Text as in the last issue, but for figures": _pointers(same, now),
    }
    yield from (Words(what, headings) for what, headings in said.items() if headings)


def _told(issue: Issue, heading: str) -> str:
    """The words of a text, wherever its lines end."""
    return " ".join(issue.texts[heading].split())


def _pointers(headings: Sequence[str], now: Issue) -> tuple[Pointer, ...]:
    return tuple(Pointer(now.titles[each], each) for each in headings)
