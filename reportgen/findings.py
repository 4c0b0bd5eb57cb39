"""What the checks find in one report in all its renditions, and how much they saw."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reportgen.composition import Composition
from reportgen.errors import Fault, in_order
from reportgen.evidence.words import Words, names_of, words_from
from reportgen.pages.paragraphs import paragraphs

if TYPE_CHECKING:
    from reportgen.audit.plain.plain_words import Plainness


def faults_of(compositions: Sequence[Composition]) -> tuple[Fault, ...]:
    """Faults of one report in all its renditions, worst first.

    Args:
        compositions: of one report; the last sees the most, and the audit judges by
            it, so that what one audience may not see is checked all the same.
    """
    widest = compositions[-1]
    found = [fault for composition in compositions for fault in composition.faults]
    return in_order(found + widest.audit)


def plainness_of(compositions: Sequence[Composition], words: Words) -> "Plainness":
    """What would be plainer in the words of one report.

    Args:
        compositions: of one report; the last prints the most.
        words: those of `words.csv`; the partnership's own names are added.

    Raises:
        DictionaryMissing: there is no dictionary to spell by.
    """
    from reportgen.audit.plain.plain_words import check_plain  # few ask for it

    widest = compositions[-1]
    assembly = widest.assembly
    known = words_from([*words.parts, *names_of(assembly.partnership)])
    texts = {
        assembly.commentary[heading].file: paragraphs(narrative, widest.published)
        for heading, narrative in widest.narratives.items()
    }
    return check_plain(texts, known)


def looked_at(compositions: Sequence[Composition]) -> dict[str, int]:
    """How many things each check looked at, in one report in all its renditions.

    Args:
        compositions: of one report; the last sees the most.
    """
    widest, one = compositions[-1], compositions[0].assembly
    return {
        "measures": len(one.indicators),
        "observations": one.observations,
        "headings": len(one.outline.heading),
        "lines of commentary": sum(t.text.count("\n") for t in one.commentary.values()),
        "slots, claims and citations": len(widest.mentions),
        "figures": len(one.outline.figure),
        "tables": len(one.outline.table),
        "renditions": len(compositions),
        "measures shown": len(widest.shown),
        **widest.examined.looked_at,
        "values under a disclosure rule": one.ruled,
        "values under embargo": one.embargoed,
        "withheld numbers": sum(len(each.withheld_numbers) for each in compositions),
        "withheld counts": sum(each.differencing.looked_at for each in compositions),
        "withheld counts evaluated": sum(
            each.differencing.evaluated for each in compositions
        ),
    }
