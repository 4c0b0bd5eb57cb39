"""The last look before filing: do the finished files keep what they must keep?"""

from collections.abc import Iterator, Mapping

from reportgen.audit.leaks.search import Search, search
from reportgen.audit.leaks.secrets import secrets
from reportgen.composition import Composition
from reportgen.makers import makers


def clear(composition: Composition, files: Mapping[str, bytes]) -> Search:
    """Seek all that the composition withholds in the files made from it.

    Args:
        composition: knows what is held and what its audience may see.
        files: bytes as they will be filed, by the name that faults call them.
    """
    assembly = composition.assembly
    return search(
        files,
        secrets(assembly.indicators, composition.published),
        composition.published,
        {plan.number: _measures(composition, plan.id) for plan in composition.plans},
        list(_words(composition)),
        composition.before.published if composition.before else None,
    )


def _measures(composition: Composition, figure: str) -> list[str]:
    """The measures that a figure names; none where it takes all that are compared."""
    outlines = composition.assembly.outline.figure
    return [name for one in outlines if one.id == figure for name in one.measures]


def _words(composition: Composition) -> Iterator[str]:
    """What pages are made from besides values: titles, commentary, figures' words."""
    assembly = composition.assembly
    for told in (assembly.outline, assembly.cycle, assembly.partnership):
        yield told.model_dump_json()
    yield from (text.text for text in assembly.commentary.values())
    for plan in composition.plans:
        yield from map(str, vars(plan.reading).values())
        yield plan.source
    yield from makers().values()
