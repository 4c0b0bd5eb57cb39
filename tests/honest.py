"""Random workspaces in which everything agrees: what is counted, computed and said.

Counts come from chance about a slow way up or down, shares and rates from counts,
totals and changes from their parts. The words are written from the same numbers, by
their own arithmetic. So whatever the audit finds here is a false alarm.
"""

import csv
import io
import random
from dataclasses import dataclass, field
from decimal import Decimal

from conftest import Scratch

HERE, ENGLAND = "E99000001", "E92000001"
OUTLINE = """id = "pack-2025"
title = "Pack for tests"
issuer = "Nobody"
"""
HEADING = """
[[heading]]
id = "{0}"
title = "{0}"
level = 1
mandatory = true
holds = [{1}]
"""
FIGURE = """
[[figure]]
id = "{id}"
kind = "{kind}"
topic = "Values"
plural = true
subject = "group"
subjects = "groups"
unit = "{unit}"
{more}
"""


@dataclass
class Honest:
    """Rows, figures and sentences, as they are made."""

    chance: random.Random
    measures: list[dict[str, str]] = field(default_factory=list)
    rows: list[dict[str, str]] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def measure(self, name: str, kind: str, unit: str, **more: str) -> None:
        """A definition, of values that come every year."""
        plain = {
            "measure": name,
            "number": str(len(self.measures) + 1),
            "priority_area": "All",
            "commitment": "One",
            "commitment_label": "One",
            "name": name,
            "short_name": name,
            "label": name,
            "unit": unit,
            "source": "A source",
            "value_type": kind,
            "decimals": "1",
            "polarity": "no judgement",
            "period_type": "financial year",
            "comparable": "yes",
            "disclosure_rule": "none",
            "owner": "Data Lead",
            "update_every": "12",
            "update_lag": "9",
            "baseline": "",
            "part_of": "",
            "part_by": "",
            "notes": "",
            "change_of": "",
            "per": "",
        }
        self.measures.append({**plain, **more})

    def row(self, name: str, year: int, value: object, **more: str) -> None:
        """One value of the area; of England where that is told."""
        plain = {
            "measure": name,
            "area": HERE,
            "period": f"{year}/{(year + 1) % 100:02}",
            "value": str(value),
            "count": "",
            "denominator": "",
            "received": "2024-10-01",
            "status": "final",
            "disclosure": "public",
            "marker": "",
            "reason": "",
            "expected": "",
            "published_direction": "",
            "published_comparison": "",
            "source_ref": "A book",
        }
        self.rows.append({**plain, **more})

    def figure(self, kind: str, unit: str, *measures: str, more: str = "") -> None:
        """A figure of these measures."""
        named = ", ".join(f'"{one}"' for one in measures)
        told = f"measures = [{named}]\n{more}" if measures else more
        id = f"f{len(self.figures)}"
        self.figures.append(FIGURE.format(id=id, kind=kind, unit=unit, more=told))


def write(scratch: Scratch, seed: int) -> None:
    """Replace all measures, values, figures and words of Testshire by random ones."""
    made = Honest(random.Random(seed))  # noqa: S311 (the same workspace each time)
    years = range(2023 - made.chance.randint(0, 13), 2024)
    counted(made, years)
    shared(made, years)
    rated(made, years)
    scratch.write("data/measures.csv", table(made.measures))
    scratch.write("data/observations.csv", table(made.rows))
    ids = [f"figure f{number}" for number in range(len(made.figures))]
    held = ", ".join(f'"{one}"' for one in ["commentary", "table all", *ids])
    listed = '\n[[table]]\nid = "all"\ncaption = "All"\npriority_area = "All"\n'
    headings = HEADING.format("about", held) + HEADING.format("doubts", '"doubts"')
    text = OUTLINE + headings + listed + "".join(made.figures)
    scratch.write("data/outlines/pack-2025.toml", text)
    scratch.write("data/2025-01/commentary/about.md", "\n\n".join(made.words) + "\n")
    (scratch.folder / "data/2025-01/commentary/figures.md").unlink()
    old = 'key_figures = ["t2", "t3", "t5", "t6"]'
    scratch.change("data/2025-01/cycle.toml", old, 'key_figures = ["n_all"]')


def table(rows: list[dict[str, str]]) -> str:
    """A CSV file."""
    held = io.StringIO()
    writer = csv.DictWriter(held, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return held.getvalue()


def printed(value: float, places: int = 1) -> Decimal:
    """As a source prints it."""
    return Decimal(repr(value)).quantize(Decimal(1).scaleb(-places))


def poisson(chance: random.Random, mean: float) -> int:
    """How many events there were, about so many being usual."""
    return max(0, round(chance.gauss(mean, mean**0.5)))


# --- Counts, their parts, their shares, their changes ---------------------------------


def counted(made: Honest, years: range) -> None:
    """A total with its parts by substance and by sex, shares of it, and changes."""
    chance = made.chance
    parts = [f"n_{n}" for n in range(chance.randint(2, 4))]
    means = {name: chance.uniform(60, 900) for name in parts}
    slopes = {name: chance.uniform(0.93, 1.09) for name in parts}
    held: dict[str, list[int]] = {name: [] for name in [*parts, "n_all", "n_men"]}
    for age, year in enumerate(years):
        for name in parts:
            held[name].append(poisson(chance, means[name] * slopes[name] ** age))
            made.row(name, year, held[name][-1])
        held["n_all"].append(sum(held[name][-1] for name in parts))
        held["n_men"].append(round(held["n_all"][-1] * chance.uniform(0.6, 0.7)))
        made.row("n_all", year, held["n_all"][-1])
        made.row("n_men", year, held["n_men"][-1])
        made.row("n_women", year, held["n_all"][-1] - held["n_men"][-1])
    define(made, parts)
    made.figure("amounts", "people", "n_all", *parts, "n_men", "n_women")
    if len(parts) > 1:
        made.figure("parts of a whole", "people", *parts)
    made.figure("trend", "people", chance.choice(parts))
    changed(made, held, years)
    divided(made, held["n_all"], years)
    said(made, "n_all", [Decimal(n) for n in held["n_all"]])


def define(made: Honest, parts: list[str]) -> None:
    """The total and what divides it."""
    plain = {"decimals": "0", "comparable": "no"}
    made.measure("n_all", "count", "Number in the year", **plain)
    for name in parts:
        of = {"part_of": "n_all", "part_by": "substance"}
        made.measure(name, "count", "Number in the year", **plain, **of)
    for name in ("n_men", "n_women"):
        of = {"part_of": "n_all", "part_by": "sex"}
        made.measure(name, "count", "Number in the year", **plain, **of)


def changed(made: Honest, held: dict[str, list[int]], years: range) -> None:
    """Percentage changes since the first year, as the source would compute them."""
    if len(years) < 3 or not all(counts[0] for counts in held.values()):
        return
    first = f"{years[0]}/{(years[0] + 1) % 100:02}"
    names = [name for name in held if name not in {"n_all", "n_men"}]
    theirs = {name: printed(made.chance.uniform(-20, 20)) for name in names}
    theirs["n_all"] = printed(float(sum(theirs.values())) / len(names))
    for name in ["n_all", *names]:
        start, end = held[name][0], held[name][-1]
        change, own = printed((end - start) / start * 100), f"ch{name[1:]}"
        parent = {} if name == "n_all" else {"part_of": "ch_all", "part_by": "group"}
        more = {"baseline": first, "change_of": name, **parent}
        made.measure(own, "percentage change", "Percentage change", **more)
        made.row(own, years[-1], change)
        made.row(own, years[-1], theirs[name], area=ENGLAND)
        way = "increase" if change > 0 else "decrease"
        if change:
            claim = f'{{{{ claim({own}.value, "{abs(change)}% {way}") }}}}'
            made.words.append(f"There was a {claim} since then.")
    made.figure("changes", "% change", "ch_all", *(f"ch{name[1:]}" for name in names))
    since = f'baseline = "{first}"'
    made.figure("change since baseline", "% change", "n_all", *names, more=since)


def divided(made: Honest, totals: list[int], years: range) -> None:
    """Shares of the latest total that make a hundred, as far as they are printed."""
    if not totals[-1]:
        return
    one = made.chance.randint(0, totals[-1])
    two = made.chance.randint(0, totals[-1] - one)
    for name, number in (("s_1", one), ("s_2", two), ("s_3", totals[-1] - one - two)):
        of = {"part_of": "n_all", "part_by": "route", "comparable": "no"}
        made.measure(name, "percentage", "% of people", **of)
        made.row(name, years[-1], printed(number / totals[-1] * 100))


# --- Shares and rates beside England --------------------------------------------------


def shared(made: Honest, years: range) -> None:
    """Percentages of a few hundred people each, with England's."""
    names = [f"p_{n}" for n in range(made.chance.randint(2, 5))]
    base = made.chance.uniform(0.25, 0.75)
    for name in names:
        true, drift = base + made.chance.uniform(-0.1, 0.1), made.chance.gauss(0, 0.004)
        values = []
        for age, year in enumerate(years):
            whole = made.chance.randint(150, 900)
            share = min(0.95, max(0.05, true + drift * age))
            count = sum(made.chance.random() < share for _ in range(whole))
            values.append(printed(count / whole * 100))
            of = {"count": str(count), "denominator": str(whole)}
            made.row(name, year, values[-1], **of)
            theirs = printed(made.chance.gauss(base * 100, 1.0))
            made.row(name, year, theirs, area=ENGLAND)
        made.measure(name, "percentage", "% of people", polarity="high is good")
        said(made, name, values)
    made.figure("against England", "% of people", *names)
    made.figure("small multiples", "% of people", *names)
    made.figure("relative to England", "{short_name} as a percentage of England")


def rated(made: Honest, years: range) -> None:
    """A rate without a count, so that its comparison is not tested; and a mean."""
    chance = made.chance
    for name, kind, unit in (
        ("r_1", "rate", "Per 1,000 people"),
        ("r_2", "mean", "Adults per keyworker"),
    ):
        level, values = chance.uniform(3, 40), []
        for year in years:
            level *= chance.uniform(0.97, 1.03)
            values.append(printed(level))
            made.row(name, year, values[-1])
            england = printed(level * chance.uniform(0.8, 1.2))
            made.row(name, year, england, area=ENGLAND)
        made.measure(name, kind, unit)
        said(made, name, values)
        compared(made, name, values[-1], england)
        made.figure("trend", unit.lower(), name)


# --- Words ----------------------------------------------------------------------------


def said(made: Honest, name: str, values: list[Decimal]) -> None:
    """What an author would write of a value: itself, its change, its place in time."""
    last, chance = values[-1], made.chance
    claims = [("value", f"{last} in all"), ("value", f"about {last:.0f}")]
    if len(values) > 1 and last != values[-2]:
        verb = "rose" if last > values[-2] else "fell"
        step, denied = abs(last - values[-2]), "fallen" if verb == "rose" else "risen"
        claims += [("change", f"{verb} by {step}"), ("change", f"has not {denied}")]
        claims += [("change", f"{verb} from {values[-2]} to {last}")]
        made.words.append(f"It {verb} to {{{{ {name}.value }}}}.")
    if len(values) > 1 and last >= max(values):
        claims.append(("value", "the highest value on record"))
    attribute, words = chance.choice(claims)
    made.words.append(
        f'It was {{{{ claim({name}.{attribute}, "{words}") }}}} that year.'
    )


def compared(made: Honest, name: str, ours: Decimal, theirs: Decimal) -> None:
    """On which side of England a value lies, and on which it does not."""
    sides = {True: "higher", False: "lower"}
    if ours != theirs:
        is_so, is_not = sides[ours > theirs], sides[ours < theirs]
        words = made.chance.choice([f"{is_so} than", f"not {is_not} than"])
        claim = f'{{{{ claim({name}.comparison, "{words} in England") }}}}'
        made.words.append(f"This is {claim}, at {{{{ {name}.value }}}}.")
        beside = f"{{{{ {name}.value }}}} was {is_so} than in England."
        made.words.append(beside)
