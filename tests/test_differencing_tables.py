"""Differencing against brute force: all whole tables that fit what is printed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import product
from random import Random

import pytest
from countings import THEN, change, count, declared, differenced, published, row

from reportgen.audit.differencing.knowledge import gather
from reportgen.audit.differencing.reasoning import Reader, remaining
from reportgen.audit.differencing.sheets import present
from reportgen.audit.differencing.targets import targets
from reportgen.evidence.declared import Declared
from reportgen.evidence.disclosure import Published
from reportgen.evidence.measures import Measure
from reportgen.evidence.observations import Observation

PARTS = ("a", "b", "c")
NAMES = ("all", *PARTS, "then")
_TABLES = 120  # seeds; each has up to four counts to be found
_MOST = 13  # no count of these tables is above it


@dataclass(frozen=True)
class Table:
    """A whole with three parts, what `a` was before, and how each is printed."""

    counts: Mapping[str, int]
    rules: Mapping[str, str]
    """`exact`, `rounded` to five or `secret`, by name."""
    places: int | None
    """Of the printed change of `a`; None where none is printed."""


def table(seed: int) -> Table:
    """A random one, whose whole or baseline somebody may know only roughly."""
    random = Random(seed)  # noqa: S311 (the same tables in every run)
    parts = [random.randint(0, 3) for _ in PARTS]
    then = random.randint(1, 9)
    counts = dict(zip(NAMES, [sum(parts), *parts, then], strict=True))
    rules = {name: random.choice(["exact", "rounded", "secret"]) for name in PARTS}
    rules |= {name: random.choice(["exact", "rounded"]) for name in ("all", "then")}
    return Table(counts, rules, random.choice([None, 0, 1]))


def percent(now: int, then: int, places: int) -> Decimal:
    """The change as it is printed."""
    step = Decimal(1).scaleb(-places)
    return (Decimal(100 * now) / then - 100).quantize(step, ROUND_HALF_UP)


def nearest(number: int) -> int:
    """To five, half away from zero."""
    return (number + 2) // 5 * 5


def brute(one: Table) -> dict[str, set[int]]:
    """By name, all counts of all whole tables that are printed as this one."""
    found: dict[str, set[int]] = {name: set() for name in NAMES}
    for counts in _tables(one):
        for name, number in counts.items():
            found[name].add(number)
    return found


def _tables(one: Table) -> Iterator[dict[str, int]]:
    spans = {
        name: [
            number
            for number in range(_MOST)
            if one.rules[name] == "secret"
            or (one.rules[name] == "exact" and number == one.counts[name])
            or (
                one.rules[name] == "rounded"
                and nearest(number) == nearest(one.counts[name])
            )
        ]
        for name in NAMES
    }
    shown = one.counts["a"], one.counts["then"]
    for numbers in product(*(spans[name] for name in PARTS)):
        if sum(numbers) not in spans["all"]:
            continue
        for then in spans["then"]:
            if one.places is not None and (
                then == 0
                or percent(numbers[0], then, one.places) != percent(*shown, one.places)
            ):
                continue
            parts = dict(zip(PARTS, numbers, strict=True))
            yield {"all": sum(numbers), **parts, "then": then}


def passed(one: Table) -> tuple[Published, tuple[Declared, ...]]:
    """What the gate prints of a table, and what is declared of the baseline."""
    rule = {"exact": "none", "secret": "partners only", "rounded": "round to 5"}
    measures = [count("all", disclosure_rule=rule[one.rules["all"]])]
    measures += [
        count(n, part_of="all", part_by="sex", disclosure_rule=rule[one.rules[n]])
        for n in PARTS
    ]
    rows = [
        row(name, one.counts[name], secret=one.rules[name] == "secret")
        for name in ("all", *PARTS)
    ]
    if one.places is not None:
        measures.append(change("ch", "a"))
        value = percent(one.counts["a"], one.counts["then"], one.places)
        rows.append(row("ch", f"{value:f}"))
    then, is_exact = one.counts["then"], one.rules["then"] == "exact"
    near = then if is_exact else nearest(then)
    known = declared("a", near, "exact" if is_exact else "nearest 5")
    return _ungated(published(measures, rows), one), (known,)


def _ungated(gated: Published, one: Table) -> Published:
    """Without what the gate withholds further, so that every table is looked at."""
    open_rows = [row(name, one.counts[name]) for name in ("all", *PARTS)]
    plain = published([each.measure for each in gated.values()], open_rows)
    secret = {name for name in PARTS if one.rules[name] == "secret"}
    return replace(
        gated,
        indicators={
            name: each if name in secret or name == "ch" else plain[name]
            for name, each in gated.items()
        },
    )


@pytest.mark.parametrize("seed", range(_TABLES))
def test_the_solver_finds_what_brute_force_finds(seed: int) -> None:
    """Neither a count more nor one less stays possible."""
    one = table(seed)
    given, known = passed(one)
    now, expected = present(given), brute(one)
    reader = Reader(gather(given, now, known))
    found = {
        target.measure.measure: remaining(
            reader.bearing(target), replace(target, least=1000)
        )
        for target in targets(given, now)
        if target.period != THEN
    }

    withheld = {name for name in ("all", *PARTS) if one.rules[name] != "exact"}
    assert withheld == set(found)
    for name, counts in found.items():
        assert expected[name] == set(counts)


def suppressed(seed: int) -> tuple[list[Measure], list[Observation]]:
    """A whole that is divided in two ways, under a rule that suppresses."""
    random = Random(seed)  # noqa: S311 (the same tables in every run)
    ways = {"sex": ("f", "m"), "age": ("young", "middle", "old")}
    parts = {name: 0 for way in ways.values() for name in way}
    for _ in range(random.randint(3, 40)):
        for way in ways.values():
            parts[random.choice(way)] += 1
    rule = random.choice(["suppress 1 to 4", "suppress below 3"])
    measures = [count("all", disclosure_rule=rule)]
    measures += [
        count(name, part_of="all", part_by=by, disclosure_rule=rule)
        for by, way in ways.items()
        for name in way
    ]
    total = parts["f"] + parts["m"]
    return measures, [row("all", total), *(row(n, k) for n, k in parts.items())]


def test_what_is_suppressed_further_is_enough() -> None:
    """Where the gate withholds further cells, nothing is left to be found."""
    withheld = 0
    for seed in range(120):
        found = differenced(*suppressed(seed))
        withheld += found.looked_at

        assert [] == [str(fault) for fault in found.faults]
        assert found.looked_at == found.evaluated
    assert withheld > 100
