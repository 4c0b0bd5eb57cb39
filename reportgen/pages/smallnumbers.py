"""What is done to small counts, as "How to read" says it."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.evidence.disclosure import PublishedIndicator
from reportgen.evidence.measures import Measure
from reportgen.formats import sentence_case
from reportgen.pages.backmatter import Note, those
from reportgen.vocabulary import ValueType, Withheld


@dataclass(frozen=True)
class SmallNumbers:
    """The rules in use, and what follows from them."""

    rules: tuple[Note, ...] = ()
    """Each rule once, with the measures that it concerns."""
    rounds: bool = False
    """Whether any counts are rounded."""
    suppresses: bool = False
    """Whether any counts are suppressed."""


NO_RULES = SmallNumbers()


def small_numbers(used: Sequence[PublishedIndicator]) -> SmallNumbers:
    """The rules that the measures of a report go by.

    Args:
        used: the measures of a report for everybody; partners see all, unrounded.
    """
    told: dict[str, list[str]] = {}
    for one in used:
        if one.measure.rule.applies:
            meaning = f"{sentence_case(_meaning(one.measure))}."
            told.setdefault(meaning, []).append(one.measure.short_name)
    return SmallNumbers(
        rules=tuple(Note(those(names), text) for text, names in told.items()),
        rounds=any(one.measure.rule.base > 1 for one in used),
        suppresses=any(
            point.withheld is Withheld.SUPPRESSED
            for one in used
            for point in (*one.history, one.area)
        ),
    )


def _meaning(measure: Measure) -> str:
    """A rule that rounds is said of changes where the measure is one."""
    if measure.value_type is ValueType.PERCENTAGE_CHANGE and measure.rule.base > 1:
        return f"changes are rounded to the nearest {measure.rule.base} per cent"
    return measure.rule.meaning
