"""What figures show, counted anew from published values, to read headlines by."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import product

from reportgen import formats, periods
from reportgen.audit.consistency.scope import same_days, sound
from reportgen.evidence.disclosure import PublishedIndicator, PublishedValue
from reportgen.evidence.outline import FigureKind, FigureOutline
from reportgen.formats import count_word
from reportgen.pages import slots
from reportgen.pages.courses import course
from reportgen.periods import Period
from reportgen.vocabulary import Comparable

_WORDS = {count_word(number): number for number in range(1, 10)}
_ALL = Decimal(100)


def recounted(
    ones: Sequence[PublishedIndicator], *, tested: bool
) -> Mapping[str, Sequence[PublishedIndicator]]:
    """Which values lie higher than England's, lower, similar, or are the same.

    Args:
        ones: in any order.
        tested: those with limits, within which England's value is similar; or those
            without.
    """
    found: dict[str, list[PublishedIndicator]] = {}
    for one in ones:
        if _beside(one) and (one.area.interval is not None) is tested:
            found.setdefault(_side(one), []).append(one)
    return found


def _beside(one: PublishedIndicator) -> bool:
    both = sound(one.area) and sound(one.england)
    alike = same_days(one.area, one.england)
    return both and alike and one.measure.comparable is Comparable.YES


def _side(one: PublishedIndicator) -> str:
    ours, theirs = one.area.value or Decimal(0), one.england.value or Decimal(0)
    limits = one.area.interval
    if limits is not None:
        low, high, england = limits.lower, limits.upper, float(theirs)
        return "similar" if low <= england <= high else _way(low > england)
    return "the same" if ours == theirs else _way(ours > theirs)


def _way(above: object) -> str:
    return "higher" if above else "lower"


def has_share(one: PublishedIndicator) -> bool:
    """Whether its value may be told as a share of England's."""
    ours, theirs = one.area.value, one.england.value
    return ours is not None and theirs is not None and ours >= 0 and theirs > 0


def without_names(text: str, ones: Sequence[PublishedIndicator]) -> str:
    """Words without the names of measures, which may hold numbers of their own."""
    labels = {
        name for one in ones for name in (one.measure.label, one.measure.short_name)
    }
    for label in sorted(labels, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(label)}(?!\w)", "…", text, flags=re.I)
    return text


def counted(said: str, ones: Sequence[PublishedIndicator]) -> bool:
    """Whether `two of six measures`, `both` or names mean all of these."""
    number = number_in(said)
    if not ones or number:
        return 0 < number == len(ones)
    return all(_lower(one.measure.label) in said.lower() for one in ones) or all(
        _lower(one.measure.short_name) in said.lower() for one in ones
    )


def number_in(said: str) -> int:
    """How many `two of six measures`, `all three` or `both` are; 0 of a name."""
    words = said.split()
    leads = bool(words) and words[0] in {"all", "the"} and len(words) > 1
    first = words[1] if leads else "".join(words[:1])
    if first == "both":
        return 2
    alone = len(words) == 1 or leads or words[1:2] == ["of"]
    number = _WORDS.get(first) or (int(first) if first.isdecimal() else 0)
    return number if alone else 0


def moved(
    ones: Sequence[PublishedIndicator], baseline: Period | None = None
) -> Mapping[str, Sequence[PublishedIndicator]]:
    """Which measures rose and which fell: since a baseline, or since their first value.

    Args:
        ones: in any order.
        baseline: a period; without one, the first value that the last may be
            compared with.
    """
    found: dict[str, list[PublishedIndicator]] = {"rose": [], "fell": []}
    for one in ones:
        held = course(one.history, one.measure).comparable
        starts = [
            m.exact
            for m in held[:-1]
            if m.sound and (baseline is None or m.period.days == baseline.days)
        ]
        if starts and held[-1].exact != starts[0]:
            found["rose" if held[-1].exact > starts[0] else "fell"].append(one)
    return found


def _lower(label: str) -> str:
    return label.lower()


def labelled(
    named: str, ones: Sequence[PublishedIndicator]
) -> Sequence[PublishedIndicator]:
    """The measures that words name, the longest of the names that fit."""
    text = named.lower().removeprefix("the ")
    exact = [one for one in ones if _lower(one.measure.label) == text]
    if exact:
        return exact
    return [one for one in ones if f" {_lower(one.measure.label)}" in f" {text}"]


def risen(ones: Sequence[PublishedIndicator], size: str) -> set[bool]:
    """Whether changes of a size, as printed, are above zero."""
    return {
        value.value > 0
        for one in ones
        for value in (one.area, one.england)
        if value.value and _bare(slots.bare(value, one.measure)) == _bare(size)
    }


_WITH_HISTORY = {FigureKind.TREND, FigureKind.SMALL_MULTIPLES, FigureKind.CHANGE_SINCE}


def printable(ones: Sequence[PublishedIndicator], outline: FigureOutline) -> set[str]:
    """Every number that a headline of these measures may hold, without its sign.

    Args:
        ones: the measures of the figure.
        outline: whose kind says whether earlier values, changes or sums may stand in
            it.
    """
    if outline.kind is FigureKind.PARTS:
        return set(_sums(ones))
    known: set[str] = set()
    for one in ones:
        latest = [v for v in (one.area, one.england) if v.value is not None]
        earlier = (*one.history, *one.england_history)
        held = [v for v in earlier if v.value is not None]
        values = latest + (held if outline.kind in _WITH_HISTORY else [])
        known |= {_bare(slots.bare(value, one.measure)) for value in values}
        if outline.baseline is not None:
            starts = [v for v in held if periods.same_days(v.period, outline.baseline)]
            known |= {_bare(text) for text in _moved(starts, latest)}
    return known


def _moved(
    starts: Sequence[PublishedValue], ends: Sequence[PublishedValue]
) -> Iterator[str]:
    """Changes from one to the other, in per cent and in points."""
    for start, end in product(starts, ends):
        if start.value and end.value is not None:
            change = end.value - start.value
            yield from (formats.number(abs(change), places) for places in (0, 1))
            relative = abs(change / start.value * _ALL)
            yield from (formats.number(relative, places) for places in (0, 1))
    yield "0.1"  # "less than 0.1%"


def _sums(ones: Sequence[PublishedIndicator]) -> Iterator[str]:
    """Totals of the periods that all measures have, and the share of each part."""
    if not ones:
        return
    by_days = [_by_days(one) for one in ones]
    for days in set(by_days[0]).intersection(*by_days[1:]):
        parts = [held[days] for held in by_days]
        total = sum(parts, Decimal(0))
        yield _bare(slots.amount(total, ones[0].measure))
        if total:
            yield from (_bare(formats.percentage(p / total * _ALL, 0)) for p in parts)


def _by_days(one: PublishedIndicator) -> dict[tuple[date, date], Decimal]:
    values = (*one.history, one.area)
    return {v.period.days: v.value for v in values if v.period and v.value is not None}


def _bare(text: str) -> str:
    found = re.search(r"\d[\d,]*(?:\.\d+)?", text)
    return found[0].replace(",", "") if found else ""
