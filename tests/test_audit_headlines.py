"""Headlines, read back: ours pass, and what a mutation makes of them fails."""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from conftest import ROOT, TESTSHIRE
from exampleton import assembled

from reportgen.audit.consistency.headlines import check_headlines
from reportgen.audit.consistency.scope import Headed, Scope
from reportgen.composition import Composition, compose
from reportgen.errors import Collector
from reportgen.evidence.assembly import Assembly, assemble
from reportgen.evidence.outline import FigureKind
from reportgen.vocabulary import Rendition


@cache
def scopes() -> tuple[Scope, ...]:
    """Every report of Exampleton, Southampton and Testshire, for each audience."""
    made = [*assembled().values(), *_read(ROOT, "2024-05", "2024-10")]
    made += _read(TESTSHIRE, "2025-01")
    return tuple(_scope(compose(one, r)) for one in made for r in Rendition)


def _read(folder: Path, *cycles: str) -> list[Assembly]:
    return assemble(folder / "data", cycles, Collector())


def _scope(one: Composition) -> Scope:
    return replace(
        Scope(one.shown, one.published, one.mentions, {}, ()), figures=one.headed
    )


def headed() -> Iterator[tuple[Scope, Headed]]:
    """Each headline once."""
    told = set()
    for scope in scopes():
        for one in scope.figures:
            if one.headline not in told:
                told.add(one.headline)
                yield scope, one


def wrong(scope: Scope, one: Headed, headline: str) -> bool:
    """Whether a headline is told as a contradiction."""
    figures = (replace(one, headline=headline),)
    return bool(check_headlines(replace(scope, figures=figures)).faults)


def test_every_headline_of_ours_passes() -> None:
    """What the pages write is what the values say, of every kind of figure."""
    assert [] == [
        fault.what for scope in scopes() for fault in check_headlines(scope).faults
    ]
    kinds = {one.outline.kind for _, one in headed()}
    assert set(FigureKind) == kinds
    assert len(list(headed())) > 25
    assert all(check_headlines(scope).looked_at["headlines"] for scope in scopes())


SWAPS = {
    "higher": "lower",
    "lower": "higher",
    "rose": "fell",
    "fell": "rose",
    "largest": "smallest",
    "larger": "smaller",
    "similar": "lower",
}


def swapped(headline: str) -> Iterator[str]:
    """The headline with one word turned into its opposite."""
    for word, other in SWAPS.items():
        for found in re.finditer(rf"\b{word}\b", headline):
            yield headline[: found.start()] + other + headline[found.end() :]


DIGITS = (
    r"(?<![\d/])(?!(?:19|20)\d\d\b)(?!12 months)(?<!Q)\d+(?:,\d{3})*(?:\.\d+)?(?![\d/])"
)


def miscounted(headline: str) -> Iterator[str]:
    """The headline with one number another than it is: a digit lost, or one added."""
    chance = random.Random(headline)  # noqa: S311 (a test that can be repeated)
    for found in re.finditer(DIGITS, headline):
        number = found[0]
        spoiled = chance.choice([f"{number}7", f"9{number}", number[1:] or "777"])
        yield headline[: found.start()] + spoiled + headline[found.end() :]


WORDS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


def recounted(headline: str) -> Iterator[str]:
    """The headline with one group larger by one."""
    for found in re.finditer(rf"\b(?:for|on) ({'|'.join(WORDS)})\b", headline):
        more = WORDS[(WORDS.index(found[1]) + 1) % len(WORDS)]
        yield headline[: found.start(1)] + more + headline[found.end(1) :]


@pytest.mark.parametrize(
    ("mutate", "least"), [(swapped, 0.95), (miscounted, 0.95), (recounted, 1.0)]
)
def test_a_mutated_headline_is_told(
    mutate: Callable[[str], Iterator[str]], least: float
) -> None:
    """A word turned round, a digit lost, a group miscounted.

    One mutant in twenty may be true as well: a number that lost a digit and happens to
    be another value of the figure.
    """
    mutants = [(s, one, text) for s, one in headed() for text in mutate(one.headline)]
    found = sum(wrong(*mutant) for mutant in mutants)

    assert len(mutants) > 5
    assert found >= least * len(mutants), f"{found} of {len(mutants)}"
