"""Words of authors right beside a slot, held against the value that the slot prints.

A slot always prints what is held; the words before it were written once. So "fell to
{{ m15.value }}" is wrong as soon as the value rises. Only words that plainly belong to
the slot are judged: a verb before "to" or "by" and a slot, a verb before a slot in
brackets, and a word of comparison between a value and the benchmark's name.
"""

import re
from collections.abc import Iterator

from reportgen.audit.consistency.scope import Check, Scope
from reportgen.audit.consistency.senses import compared, stances
from reportgen.errors import Fault, Place, Slug, caution
from reportgen.evidence.disclosure import PublishedIndicator
from reportgen.pages import slots
from reportgen.vocabulary import Change, Direction, ValueType

_SLOT = r"\{\{\s*(?P<measure>\w+)\.(?P<part>value|change)\s*\}\}"
_VERB = (
    r"(?:(?:not|never|hardly)\s+|\w+n[’']t\s+)?(?:rose|risen|rises?|increased?|grew|"
    r"grown|climbed|fell|fallen|falls?|dropped|drop|decreased?|declined?|shrank|"
    r"(?:up|down)(?=\s+by))"
)  # "up to 30 people" is no rise
_BEFORE = re.compile(
    rf"\b(?P<words>{_VERB})\s+(?:\w+ly\s+|again\s+|further\s+)?(?:to|by|of)\s+{_SLOT}",
    re.I,
)
_IN_BRACKETS = re.compile(
    rf"\b(?P<words>{_VERB})\b[^.;:(){{}}\n]{{0,30}}\({_SLOT}\)", re.I
)
_AFTER = (
    rf"{_SLOT}(?P<words>[^.;{{}}\n]{{0,60}}\b(?:higher|lower|above|below|better|worse|"
    rf"similar|less|fewer)\b[^.;{{}}\n]{{0,20}}\bBENCHMARK\b)"
)
_IS_SO = {Direction.SIMILAR: "similar", Direction.SAME: "similar"}
_CURE = "correct the words; better, let {{{{ {0}.{1} }}}} say it"


def check_wording(scope: Scope) -> Check:
    """Every slot in the commentary that has such words beside it."""
    faults: list[Fault] = []
    count = 0
    for file, text in scope.texts.items():
        for found in _found(text, scope.published.benchmark):
            one = scope.published.get(found["measure"])
            if one is None:
                continue  # told as a slot that is not defined
            count += 1
            line = text.count("\n", 0, found.start("words")) + 1
            faults += _judged(found, one, Place(file, line=line))
    return Check({"words beside slots": count}, tuple(faults))


def _found(text: str, benchmark: str) -> Iterator[re.Match[str]]:
    after = re.compile(_AFTER.replace("BENCHMARK", re.escape(benchmark)), re.I)
    for pattern in (_BEFORE, _IN_BRACKETS, after):
        yield from pattern.finditer(text)


def _judged(
    found: re.Match[str], one: PublishedIndicator, place: Place
) -> Iterator[Fault]:
    words = " ".join(found["words"].split())
    beside = found.end("words") > found.start("measure")
    told = _against_england(words, one) if beside else _against_change(words, one)
    if told:
        name, part = one.measure.measure, "comparison" if beside else "change"
        what = f'"{words}" stands beside {{{{ {name}.{found["part"]} }}}}: {told}'
        cure = _CURE.format(name, part)
        slug, about = Slug.WORDS_CONTRADICT_SLOT, (f"{name}.{part}",)
        yield caution(slug, place, what, cure, (), about)


def _against_change(words: str, one: PublishedIndicator) -> str:
    """What became of the value instead; of a change, on which side of zero it lies."""
    value = one.area.value
    asserted, denied = stances(words)
    if one.measure.value_type is ValueType.PERCENTAGE_CHANGE and value is not None:
        says = "up" if value > 0 else "down" if value < 0 else "still"
        told = f"it is {slots.with_unit(one.area, one.measure)}"
    elif one.change.is_known:
        ways = {Change.ROSE: "up", Change.FELL: "down", Change.NO_CHANGE: "still"}
        says, told = ways[one.change], f"it is {slots.change_phrase(one)}"
    else:
        return ""
    meant = asserted & {"up", "down"}
    return told if (meant and says not in meant) or says in denied else ""


def _against_england(words: str, one: PublishedIndicator) -> str:
    if one.direction is None:
        return ""
    is_so = _IS_SO.get(one.direction, one.direction.value)
    said, unsaid = stances(words)
    polarity = one.measure.polarity
    asserted, denied = compared(said, polarity), compared(unsaid, polarity)
    agrees = (not asserted or is_so in asserted) and is_so not in denied
    return "" if agrees else f"it is {one.comparison.value}"
