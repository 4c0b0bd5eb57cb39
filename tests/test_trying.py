"""Small questions answered by trying, held against the solver."""

import random

import pytest
from commands import loaded
from exampleton import EXAMPLETON

from reportgen.evidence import possible as door
from reportgen.evidence.adding import Sum
from reportgen.evidence.possible import Fact, between
from reportgen.evidence.trying import tried


def _facts(seed: int) -> list[Fact]:
    """A few counts and weighted sums of them, rings among them."""
    chance = random.Random(seed)  # noqa: S311 (no secret)
    names = [f"c{number}" for number in range(chance.randint(2, 6))]
    facts = [between(name, 0, chance.choice([4, 9, 40]), "") for name in names]
    for _ in range(chance.randint(1, 5)):
        chosen = chance.sample(names, chance.randint(2, len(names)))
        terms = tuple((name, chance.choice([1, 1, -1, 2, -3])) for name in chosen)
        least = chance.randint(-20, 20)
        most = least + chance.choice([0, 0, 3, 30])
        facts.append(Fact(terms, least, most, ""))
    return facts


@pytest.mark.parametrize("seed", range(150))
def test_trying_and_the_solver_agree(seed: int) -> None:
    """What trying finds possible is what the exact solver finds, up to the lowest."""
    facts = _facts(seed)
    sums = [Sum(f.terms, f.least or 0, f.most or 0) for f in facts if len(f.terms) > 1]
    bounds = {f.terms[0][0]: (0, f.most or 0) for f in facts if len(f.terms) == 1}

    found = tried(sums, bounds, "c0", 6)
    solved = sorted(door._search(facts, "c0", 100))

    assert found == solved[:6]


def test_a_question_that_takes_too_long_is_left() -> None:
    """Bounds that creep are given up, not waited for."""
    sums = [
        Sum((("a", 2), ("b", -2)), 1, 1),
        Sum((("b", 3), ("a", -3)), -(10**9), 10**9),
    ]

    assert tried(sums, {"a": (0, 10**9), "b": (0, 10**9)}, "a", 3) is None


def test_few_questions_reach_the_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    """What trying leaves undecided is put to the solver, and nothing else."""
    asked: list[str] = []

    def search(_facts: object, name: str, _enough: int) -> list[int]:
        asked.append(name)
        return [7]

    monkeypatch.setattr(door, "_search", search)
    ring = Fact((("a", 1), ("b", 1)), 5, 5, ""), Fact((("a", 1), ("b", -1)), 1, 1, "")
    creeping = (
        Fact((("a", 2), ("b", -2)), 1, 1, ""),
        Fact((("a", 1), ("b", -1)), 0, 9, ""),
    )

    assert door.possible(ring, "a", 2) == (3,)
    assert door.possible(creeping, "a", 2) == (7,)
    assert asked == ["a"]


def test_a_check_of_small_tables_loads_no_solver() -> None:
    """The tables of the fictional partnership are settled by sums and by trying."""
    code = (
        f"import reportgen as r, pathlib; r.check('2026-10', workspace={EXAMPLETON!r})"
    )
    code = code.replace("PosixPath", "pathlib.Path")

    libraries = loaded(code)

    assert "pydantic" in libraries
    assert {"ortools", "pandas"}.isdisjoint(libraries)
