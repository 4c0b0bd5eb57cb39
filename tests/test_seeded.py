"""Faults of each kind, put at random into Exampleton, are found."""

import csv
import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Scratch
from exampleton import EXAMPLETON, composed
from honest import table

from reportgen import pipeline
from reportgen.audit.consistency import series
from reportgen.evidence.disclosure import PublishedIndicator
from reportgen.vocabulary import Change, ValueType

CYCLE, REPORT = "2026-05", "2026-05/outcomes"
STORE, MEASURES = "data/observations.csv", "data/measures.csv"
STORY = f"data/{CYCLE}/commentary/treatment-story.md"
HERE, ENGLAND = "E99000001", "E99000002"
EACH = 5
"""Faults of each kind, each in a workspace of its own."""

Row = dict[str, str]


class Seeded:
    """A copy of Exampleton, to put one fault into."""

    def __init__(self, folder: Path, seed: str) -> None:
        """A fresh copy, and chance that can be repeated."""
        shutil.copytree(EXAMPLETON, folder)
        self.scratch = Scratch(folder, CYCLE)
        self.chance = random.Random(seed)  # noqa: S311 (a test that can be repeated)

    def rows(self, file: str) -> list[Row]:
        """A table of the workspace."""
        text = (self.scratch.folder / file).read_text("utf-8")
        return list(csv.DictReader(text.splitlines()))

    def latest(self, measure: str, area: str = HERE) -> int:
        """The place of the newest value in the store that the cycle sees."""
        one = held()[measure]
        value = one.area if area == HERE else one.england
        assert value.place is not None

        return (value.place.row or 0) - 2

    def change(self, place: int, **cells: str) -> None:
        """Other cells in one row of the store."""
        rows = self.rows(STORE)
        rows[place] |= cells
        self.scratch.write(STORE, table(rows))

    def define(self, measure: str, **cells: str) -> None:
        """Other cells in the row of a measure."""
        rows = self.rows(MEASURES)
        (row,) = [row for row in rows if row["measure"] == measure]
        row |= cells
        self.scratch.write(MEASURES, table(rows))

    def say(self, text: str) -> None:
        """One more sentence, somewhere in a story."""
        path = self.scratch.folder / STORY
        parts = path.read_text("utf-8").split("\n\n")
        parts.insert(self.chance.randint(1, len(parts) - 1), text)
        path.write_text("\n\n".join(parts), "utf-8")

    def any(self, good: Callable[[PublishedIndicator], bool]) -> PublishedIndicator:
        """A measure of the pack, by chance."""
        return self.chance.choice([one for one in held().values() if good(one)])


def held() -> dict[str, PublishedIndicator]:
    """The measures that the pack of May 2026 shows, as partners see them."""
    _, pack, *_ = composed()
    return {one.measure.measure: one for one in pack.shown}


def of(*kinds: ValueType) -> Callable[[PublishedIndicator], bool]:
    """Whether a measure has a value of these kinds."""
    return lambda one: one.measure.value_type in kinds and one.area.value is not None


def total_of_counts(seeded: Seeded) -> None:
    """One digit of a total or of a part is another."""
    name = seeded.chance.choice(["m8", "m9", "m10", "m11", "m12"])
    value = held()[name].area.value
    more = seeded.chance.choice([-200, -90, -9, 9, 60, 500])
    seeded.change(seeded.latest(name), value=f"{(value or 0) + more}")


def total_of_changes(seeded: Seeded) -> None:
    """A change of the whole above or below those of all its parts."""
    rows = seeded.rows(STORE)
    places = [
        n
        for n, row in enumerate(rows)
        if row["measure"] == "ch_all" and row["area"] == HERE
    ]
    size = seeded.chance.choice(["88.8", "-41.5", "145.9"])
    seeded.change(places[-1], value=size)
    seeded.scratch.change(
        f"data/{CYCLE}/cycle.toml", '"m8", "m15"', '"ch_all", "m8", "m15"'
    )
    seeded.scratch.change(f"data/{CYCLE}/cycle.toml", ', "m13"]', "]")
    seeded.scratch.change(f"data/{CYCLE}/cycle.toml", "2026-05-15", "2026-10-15")


def claimed_number(seeded: Seeded) -> None:
    """A claim with another number than its value."""
    one = seeded.any(of(*ValueType))
    wrong = float(one.area.value or 0) * seeded.chance.choice([0.5, 1.5, 10]) + 7
    seeded.say(f'It was {{{{ claim({one.measure.measure}.value, "{wrong:.1f}") }}}}.')


def claimed_side(seeded: Seeded) -> None:
    """Higher for lower, similar for either, and with a "not" before it."""
    one = seeded.any(lambda o: o.direction is not None)
    is_so = str(one.direction)
    words = [f"not {is_so}", *({"higher", "lower", "similar"} - {is_so, "same"})]
    if is_so == "same":
        words = ["higher", "lower"]
    said = seeded.chance.choice(sorted(words))
    than = "to" if "similar" in said else "than in"
    name = one.measure.measure
    seeded.say(f'It is {{{{ claim({name}.comparison, "{said} {than} England") }}}}.')


def claimed_way(seeded: Seeded) -> None:
    """A rise for a fall, or a denial of what is so."""
    one = seeded.any(lambda o: o.change in {Change.ROSE, Change.FELL})
    rose = one.change is Change.ROSE
    words = ["fell", "a decline", "has not risen"] if rose else ["rose", "did not fall"]
    said, name = seeded.chance.choice(words), one.measure.measure
    seeded.say(f'It {{{{ claim({name}.change, "{said}") }}}} since.')


def claimed_size(seeded: Seeded) -> None:
    """Double, half, most or a record, where it is not."""
    one = seeded.any(lambda o: of(ValueType.COUNT)(o) and len(o.history) > 3)
    name = one.measure.measure
    values = [v.value for v in one.history if v.value is not None]
    record = "a record low" if values[-1] > min(values) else "a record high"
    said = seeded.chance.choice(["doubled", "halved", "trebled", record])
    seeded.say(f'It {{{{ claim({name}.change, "{said}") }}}} since the year before.')


def said_twice(seeded: Seeded) -> None:
    """A minus sign and a word for falling."""
    text = seeded.chance.choice(["-{} decrease", "fell by -{}", "down −{}"])
    name = seeded.chance.choice(["m9", "m18", "m16"])
    size = f"{seeded.chance.uniform(1, 30):.1f}%"
    seeded.say(f'A {{{{ claim({name}.change, "{text.format(size)}") }}}} it was.')


def told_otherwise(seeded: Seeded) -> None:
    """The same fact with two numbers."""
    one = seeded.any(of(*ValueType))
    name, number = one.measure.measure, seeded.chance.randint(3, 90)
    for size in (number, number * 3):
        seeded.say(f'It was {{{{ claim({name}.value, "{size}.5") }}}} then.')


def words_before_slot(seeded: Seeded) -> None:
    """A verb that was true last year."""
    one = seeded.any(lambda o: o.change in {Change.ROSE, Change.FELL})
    verbs = ["fell", "dropped"] if one.change is Change.ROSE else ["rose", "grew"]
    seeded.say(
        f"It {seeded.chance.choice(verbs)} to {{{{ {one.measure.measure}.value }}}}."
    )


def wrong_unit(seeded: Seeded) -> None:
    """A percentage called a rate per 1,000, or the other way round."""
    kinds = [ValueType.PERCENTAGE, ValueType.RATE, ValueType.COUNT]
    one = seeded.any(of(*kinds))
    rate = "Rate per 1,000 people"
    share = one.measure.value_type is ValueType.PERCENTAGE
    seeded.define(one.measure.measure, unit=rate if share else "% of adults")


def decimals(seeded: Seeded) -> None:
    """A count as a spreadsheet writes it."""
    one = seeded.any(of(ValueType.COUNT))
    seeded.change(seeded.latest(one.measure.measure), value=f"{one.area.value}.0")


def national(seeded: Seeded) -> None:
    """A count of all England beside a local one."""
    one = seeded.any(of(ValueType.COUNT))
    period, name = str(one.area.period), one.measure.measure
    number = str(seeded.chance.randint(9_000, 900_000))
    cells = {"value": number, "period": period, "received": "2026-05-01"}
    cells |= {"marker": "", "reason": ""}
    seeded.change(seeded.latest(name, ENGLAND), **cells)


def _since_long(one: PublishedIndicator) -> bool:
    first = one.history[0].period if one.history else None
    return one.area.value is not None and first is not None and first.end.year < 2022


def old(seeded: Seeded) -> None:
    """The newest years of a measure never came."""
    one = seeded.any(_since_long)
    name, rows = one.measure.measure, seeded.rows(STORE)
    late = {str(year) for year in range(2023, 2027)} | {"23", "24", "25", "26"}
    kept = [
        row
        for row in rows
        if row["measure"] != name or not late & set(re.findall(r"\d+", row["period"]))
    ]
    seeded.scratch.write(STORE, table(kept))


def far(seeded: Seeded) -> None:
    """A point that slipped, or a digit that was lost or doubled."""
    one = seeded.any(
        lambda o: (
            o.area in o.history
            and (o.area.value or 0) >= 10
            and len(series._values(o.area, o.history, o.measure)) > 0
        )
    )
    text = f"{one.area.value:f}"
    small = one.measure.value_type is ValueType.PERCENTAGE
    slips = [f"{float(text) / 10:.1f}", text[1:].lstrip("0.") or "0"]
    slips += [] if small else [text[0] + text]
    cells = {"count": "", "denominator": "", "lower": "", "upper": ""}
    value = seeded.chance.choice(slips)
    if one.measure.value_type is ValueType.COUNT:
        value = value.partition(".")[0]
    seeded.change(seeded.latest(one.measure.measure), value=value, **cells)


def stranger(seeded: Seeded) -> None:
    """Four measures counted alike; England's value of one is another's."""
    base = seeded.chance.uniform(30, 60)
    wrong = seeded.chance.randrange(4)
    for n in range(4):
        england = base + seeded.chance.uniform(-6, 6)
        area = england + seeded.chance.uniform(-4, 4)
        england *= seeded.chance.choice([0.4, 0.5]) if n == wrong else 1
        add(
            seeded, f"s{n}", f"{area:.1f}", f"{england:.1f}", unit="% of adults in need"
        )


def shares(seeded: Seeded) -> None:
    """Shares of a total that make more or less than a hundred."""
    cuts = [seeded.chance.uniform(20, 30) for _ in range(3)]
    off = seeded.chance.choice([-8, -3, 2, 9])
    for n, size in enumerate([*cuts, 100 + off - sum(cuts)]):
        add(seeded, f"s{n}", f"{size:.1f}", part_of="m8", part_by="route")


def change_and_counts(seeded: Seeded) -> None:
    """A change that its own counts do not make."""
    wrong = f"{seeded.chance.choice([-1, 1]) * seeded.chance.uniform(30, 90):.1f}"
    cells = {"value_type": "percentage change", "unit": "Percentage change"}
    cells |= {"change_of": "m8", "baseline": "2021/22"}
    period = str(held()["m8"].area.period)
    add(seeded, "s0", wrong, period=period, **cells)


def add(
    seeded: Seeded, name: str, area: str, england: str = "", /, **cells: str
) -> None:
    """A measure of our own with one value, that the story speaks of."""
    period = cells.pop("period", "2024/25")
    rows, measures = seeded.rows(STORE), seeded.rows(MEASURES)
    (like,) = [row for row in measures if row["measure"] == "m14"]
    own = {"measure": name, "number": "", "name": name, "label": name, "notes": ""}
    blank = {"change_of": "", "short_name": name, "comparable": "yes"}
    measures = [{"change_of": "", **row} for row in measures]
    measures.append({**like, **blank, **own, **cells})
    plain = dict.fromkeys(rows[0], "") | {"source_ref": "A book"}
    plain |= {"measure": name, "period": period, "received": "2026-01-10"}
    plain |= {"status": "final", "disclosure": "public"}
    rows.append({**plain, "area": HERE, "value": area})
    if england:
        rows.append({**plain, "area": ENGLAND, "value": england})
    seeded.scratch.write(STORE, table(rows))
    seeded.scratch.write(MEASURES, table(measures))
    seeded.say(f"Then there is {{{{ {name}.value }}}}.")


def waiting(seeded: Seeded) -> None:
    """A note that its author meant to come back to."""
    notes = ["TODO", "[insert number]", "TBC", "XX", "???", "[name to follow]"]
    seeded.say(f"We asked {seeded.chance.choice(notes)} about it.")


def cited_otherwise(seeded: Seeded) -> None:
    """One origin, the same words, two numbers."""
    for number in seeded.chance.sample(range(10, 90), 2):
        seeded.say(f'There were {{{{ cite("{number} kits", "the service") }}}}.')


KINDS: dict[Callable[[Seeded], None], str] = {
    total_of_counts: "total-outside-parts",
    total_of_changes: "total-outside-parts",
    claimed_number: "claim-contradicts-value",
    claimed_side: "claim-contradicts-value",
    claimed_way: "claim-contradicts-value",
    claimed_size: "claim-contradicts-value",
    said_twice: "double-negative",
    told_otherwise: "claims-disagree",
    cited_otherwise: "claims-disagree",
    words_before_slot: "words-contradict-slot",
    wrong_unit: "unit-contradicts-type",
    decimals: "count-with-decimals",
    national: "national-count",
    old: "value-stale",
    far: "far-from-history",
    stranger: "far-from-siblings",
    shares: "parts-not-a-hundred",
    change_and_counts: "values-disagree",
    waiting: "placeholder",
}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_seeded_fault_is_found(
    kind: Callable[[Seeded], None], tmp_path: Path
) -> None:
    """Each of five, by its own slug, whatever else it stirs up."""
    found = []
    for number in range(EACH):
        seeded = Seeded(tmp_path / str(number), f"{kind.__name__} {number}")
        kind(seeded)
        (one,) = pipeline.check(seeded.scratch.workspace, [CYCLE])
        found.append(KINDS[kind] in {fault.slug.value for fault in one.faults})

    assert [True] * EACH == found


def test_what_would_be_told_wrongly_is_known() -> None:
    """Of all values of Exampleton, one large seizure would be far from its history."""
    told = 0
    judged = 0
    for one in composed()[-1].published.values():
        for history in (one.history, one.england_history):
            for number, value in enumerate(history):
                values = series._values(value, history[: number + 1], one.measure)
                judged += bool(values)
                least = series._least(values, value, one.measure) if values else 1.0
                told += bool(values) and series.far_from(values, least)

    assert (1, 1081) == (told, judged)
