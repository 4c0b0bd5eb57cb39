"""What two audiences see alike is made once, and nothing else is shared."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from exampleton import CYCLES, assembled, composed

from reportgen.composition import Composition, compose, compositions
from reportgen.consulted import Made, made, seen_alike
from reportgen.evidence.disclosure import Published
from reportgen.evidence.early_access import STRICT
from reportgen.vocabulary import Rendition


def both(cycle: str) -> tuple[Composition, Composition]:
    """The report of a cycle for the public and for partners, made together."""
    public, partners = compositions(assembled()[cycle], tuple(Rendition))
    return public, partners


@pytest.mark.parametrize("cycle", CYCLES)
def test_made_together_is_made_alone(cycle: str) -> None:
    """No audience's words or figures are other than if nobody else was served."""
    for one in both(cycle):
        alone = compose(assembled()[cycle], one.published.rendition)

        assert alone.narratives == one.narratives
        assert alone.plans == one.plans
        assert alone.faults == one.faults


def test_what_both_see_alike_is_made_once() -> None:
    """Words and figures of other measures are made for each."""
    public, partners = both("2026-10")
    alike = seen_alike(public.published, partners.published)
    pairs: list[tuple[Made[Any], Made[Any]]]
    pairs = [*zip(public.planned, partners.planned, strict=True)]
    pairs += [(public.told[id_], partners.told[id_]) for id_ in public.told]

    assert any(ours is theirs for ours, theirs in pairs)
    assert any(ours is not theirs for ours, theirs in pairs)
    assert all((ours is theirs) == (ours.of <= alike) for ours, theirs in pairs)


@pytest.mark.parametrize(
    ("ask", "asked"),
    [
        (lambda published: published["m7"].change, {"m7"}),
        (lambda published: published.get("m7"), {"m7"}),
        (lambda published: "m7" in published, {"m7"}),
        (lambda published: "nothing" in published, {"nothing"}),
        (lambda published: published.area, set()),
    ],
)
def test_every_question_is_noted(
    ask: Callable[[Published], object], asked: set[str]
) -> None:
    """Whoever asks for a measure depends on it, also on that it is not there."""
    assert asked == made(ask, composed()[0].published, None, frozenset()).of


@pytest.mark.parametrize(
    "ask", [list, lambda published: [*published.values()], lambda p: dict(p.items())]
)
def test_who_asks_for_all_depends_on_all(ask: Callable[[Published], object]) -> None:
    """A sum over all measures is made again where any is seen otherwise."""
    published = composed()[0].published

    assert set(published) == made(ask, published, None, frozenset()).of


def test_a_fault_that_names_its_audience_is_told_to_each() -> None:
    """What neither may read is refused in the name of each."""
    assembly = replace(assembled()["2026-10"], embargo=STRICT)
    hidden = next(
        id_
        for id_, one in compose(assembly, Rendition.PARTNERS).published.items()
        if one.area.withheld
    )
    heading, text = next(iter(assembly.commentary.items()))
    words = replace(text, text=f"{{{{ {hidden}.value }}}}")
    told = replace(assembly, commentary={**assembly.commentary, heading: words})

    for one in compositions(told, tuple(Rendition)):
        (fault,) = one.narratives[heading].faults
        assert f"the {one.published.rendition} rendition may not show" in fault.what
