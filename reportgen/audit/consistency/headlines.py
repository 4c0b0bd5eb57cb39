"""Headlines of figures, read back and held against the published values.

The writers of headlines are not asked: what a headline asserts is taken from its words,
and worked out anew from values, intervals and histories.

| asserted                             | must be                                      |
|--------------------------------------|----------------------------------------------|
| so many higher, lower, similar       | so many beyond their limits, or within       |
| rose, fell by a number               | the sign of the change that is printed so    |
| rose, fell from one number to another | the order of the two                        |
| the largest, the smaller of several  | the highest or the lowest value              |
| any number                           | a value of the figure, or worked out of two  |
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from reportgen.audit.consistency.recounts import (
    counted,
    has_share,
    labelled,
    moved,
    number_in,
    printable,
    recounted,
    risen,
    without_names,
)
from reportgen.audit.consistency.scope import Check, Headed, Scope
from reportgen.errors import Fault, Slug, caution
from reportgen.evidence.disclosure import PublishedIndicator
from reportgen.evidence.outline import FigureKind, FigureOutline
from reportgen.pages.points import BESIDE_ENGLAND, chosen

_PERIODS = re.compile(
    r"\b\d+ months\b|\b(?:19|20)\d\d(?:/\d\d)?(?: Q[1-4])?\b(?![.,]?\d|%)"
)  # a number of four digits has a comma, and a year has none
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_SIDE = re.compile(
    r"\b(higher|lower|similar|the same)\b(?:(?: than| to| as)(?: in)? [^;]*?)?"
    r" (?:for|on) (.*?)(?=(?:, | and )(?:higher|lower|similar|the same)\b|;| \(|$)"
)
_BY = re.compile(r"\b(rose|fell)\b(?:(?!\brose\b|\bfell\b).)*?\bby ([\d,.]+\d)")
_MOST = re.compile(
    r"\b(largest|larger|smallest|smaller) [^;]*? (?:is|are) ([^;(]*?)(?:, with| \(|;|$)"
)
_STANDS = re.compile(
    r"\b(?:and (?:is|are)|latest is) (higher|lower|similar|the same)\b"
)
_MOVED = re.compile(
    r"(?:^|: |; |, )([^;:,]*?)\b(rose|fell)\b(?: for ([^,;(]*?)(?=,| \(|;| and |$))?"
)
_SURE = "; not tested: "
_CURE = (
    "this is an error of reportgen: report it, with the figure's measures and their "
    "rows; do not publish the figure until it is mended"
)


def check_headlines(scope: Scope) -> Check:
    """The headline of every figure that has something to show."""
    told = [one for one in scope.figures if "no value to show" not in one.headline]
    faults = [fault for headed in told for fault in _judged(headed, scope)]
    return Check({"headlines": len(told)}, tuple(faults))


def _judged(headed: Headed, scope: Scope) -> Iterator[Fault]:
    outline, text = headed.outline, headed.headline
    held = chosen(outline, scope.published)
    text = text.removeprefix(outline.topic)
    bare = without_names(text.replace(_unit(outline), " "), held)
    wrong = [
        *_numbers(bare, held, outline),
        *_steps(bare),
        *_superlatives(text, held),
    ]
    if outline.kind in BESIDE_ENGLAND:
        relative = outline.kind is FigureKind.RELATIVE_TO_ENGLAND
        wrong += _sides(text, [one for one in held if not relative or has_share(one)])
    if outline.kind is FigureKind.CHANGES:
        wrong += _directions(bare, held)
    if outline.kind is FigureKind.TREND:
        wrong += _stands(text, held)
    if outline.kind in {FigureKind.CHANGE_SINCE, FigureKind.SMALL_MULTIPLES}:
        wrong += _movements(text, held, moved(held, outline.baseline))
    for what in dict.fromkeys(wrong):
        told = f'the headline of figure {outline.id}, "{headed.headline}": {what}'
        about = tuple(f"{one.measure.measure}.value" for one in held)
        slug = Slug.HEADLINE_CONTRADICTS_VALUES
        yield caution(slug, headed.place, told, _CURE, (), about)


def _unit(outline: FigureOutline) -> str:
    """What a headline may repeat of the unit: `offences per 1,000 people`."""
    return outline.unit.partition(", ")[0]


def _numbers(
    text: str, held: Sequence[PublishedIndicator], outline: FigureOutline
) -> Iterator[str]:
    """Numbers that no value of the figure is printed as."""
    known = printable(held, outline) | {str(n) for n in range(10, len(held) + 1)}
    for found in _NUMBER.findall(_PERIODS.sub(" ", text)):
        if found.replace(",", "") not in known:
            yield f"no value of it is {found}"


def _steps(text: str) -> Iterator[str]:
    """`rose from 5 to 4` and its kin: the words against the two numbers."""
    plain = _PERIODS.sub(" ", text)
    numbers = [_value(found) for found in re.findall(rf"−?{_NUMBER.pattern}", plain)]
    verbs = re.findall(r"\b(rose|fell)\b(?= (?:from|to)\b)", plain)
    for verb, before, after in zip(verbs, numbers, numbers[1:], strict=False):
        if (after > before) != (verb == "rose"):
            yield f"from {before:g} to {after:g} it did not {_INFINITIVE[verb]}"


_INFINITIVE = {"rose": "rise", "fell": "fall"}


def _value(text: str) -> float:
    return float(text.replace("−", "-").replace(",", ""))


def _directions(text: str, held: Sequence[PublishedIndicator]) -> Iterator[str]:
    """`rose by 22%`: the sign of a change that is printed so."""
    for verb, size in _BY.findall(_PERIODS.sub(" ", text)):
        signs = risen(held, size)
        if signs and (verb == "rose") not in signs:
            yield f"the value with {size} did not {_INFINITIVE[verb]}"


def _stands(text: str, held: Sequence[PublishedIndicator]) -> Iterator[str]:
    """`and is lower than in England`: the side of the last value."""
    known = {*recounted(held, tested=True), *recounted(held, tested=False)}
    for way in _STANDS.findall(text):
        if known and way not in known:
            yield f"it is {', '.join(known)}"


def _movements(
    text: str,
    held: Sequence[PublishedIndicator],
    groups: Mapping[str, Sequence[PublishedIndicator]],
) -> Iterator[str]:
    """`rose for three of four groups`, `all six rose`: no more than so many did.

    Of several measures, those that moved up and down, or whose values are in doubt,
    are told apart, so fewer may be told than there are.
    """
    for before, verb, after in _MOVED.findall(text):
        said = after or before.strip()
        count = number_in(said) or 1
        if not said and held[0] not in groups[verb]:  # the total opens the headline
            yield f"{held[0].measure.measure} did not {_INFINITIVE[verb]}"
        elif count > len(groups[verb]):
            yield f"{len(groups[verb])} of its measures {verb}, not {count}"


def _superlatives(text: str, held: Sequence[PublishedIndicator]) -> Iterator[str]:
    """The one that is named largest or smallest."""
    for which, named in _MOST.findall(text):
        found = labelled(named, held)
        values = [one.area.value for one in held if one.area.value is not None]
        rivals = values if len(found) != len(held) else []
        parts = [o for o in held if o.measure.part_of != held[0].measure.measure]
        if parts == [held[0]]:  # a total stands before its parts
            rivals = [v.area.value for v in held[1:] if v.area.value is not None]
        if not found or not rivals:
            continue
        end = max(rivals) if which.startswith("large") else min(rivals)
        if any(one.area.value != end for one in found):
            yield f"{named} is not the {which}"


# --- On which side of England --------------------------------------------------------


def _sides(text: str, held: Sequence[PublishedIndicator]) -> Iterator[str]:
    """How many lie on each side, of those that are tested and of those that are not."""
    sure, unsure = recounted(held, tested=True), recounted(held, tested=False)
    first, _, second = text.partition(_SURE)
    if not second:
        yield from _side(first, sure or unsure)
        if sure and unsure:
            yield "it leaves out what was not tested"
    else:
        yield from _side(first, sure)
        yield from _side(second, unsure)


def _side(
    text: str, groups: Mapping[str, Sequence[PublishedIndicator]]
) -> Iterator[str]:
    said = dict(_SIDE.findall(text))
    for way in dict.fromkeys([*said, *groups]):
        ones = groups.get(way, ())
        if way not in said and ones:
            yield f"{len(ones)} of its values {_lie(len(ones))} {way}"
        elif way in said and not counted(said[way], ones):
            are = _lie(len(ones))
            yield f'of its values {len(ones)} {are} {way}, not "{said[way]}"'


def _lie(count: int) -> str:
    return "is" if count == 1 else "are"
