"""Testshire under strain: everything in it as long, as many or as few as can be."""

import csv
import io
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from conftest import TESTSHIRE, Scratch
from prose import LONGEST_WORD, chapter, paragraph, sentence, shapes, titled

PACK = "2025-01/pack"
FIGURES = ("overview", "completions", "treatment", "growth")
_MEASURES, _STORE = "data/measures.csv", "data/observations.csv"
_OUTLINE, _CYCLE = "data/outlines/pack-2025.toml", "data/2025-01/cycle.toml"
_PARTNERSHIP, _WORDS = "data/partnership.toml", "data/2025-01/commentary"

Row = dict[str, str]


def testshire(folder: Path) -> Scratch:
    """Testshire in a folder of its own, to be strained."""
    shutil.copytree(TESTSHIRE, folder)
    return Scratch(folder, PACK)


# --- Names -------------------------------------------------------------------------


def names(scratch: Scratch) -> None:
    """Every name, title, unit and note is longer than any that people have."""
    _call(scratch, titled(120), titled(40, 3), titled(30, 7))
    for old, first in (("Head of Data", 1), ("Data Lead", 4)):
        scratch.change(_PARTNERSHIP, f'"{old}"', f'"{titled(120, first)}"')
    _swap(scratch, _PARTNERSHIP, '"Testshire Council"', f'"{titled(120, 9)}"')
    contact = "secretariat.of.the.joint.drugs.partnership@testshire.example"
    _swap(scratch, _PARTNERSHIP, "drugs.partnership@example.org", contact)
    for title in ("Supply", "Treatment", "Figures", "How to read", "Sign-off"):
        _retitle(scratch, title, titled(150, len(title)))
    for topic in ("Comparable measures", "People in treatment"):
        scratch.change(_OUTLINE, f'"{topic}"', f'"{titled(90, len(topic))}"')
    _each(scratch, _MEASURES, _long)
    _key_figures(scratch, "t1", "t2", "t3", "t4", "t5", "t6")
    scratch.change(_CYCLE, '"Pack of Testshire"', f'"{titled(110, 2)}"')
    scratch.change(_CYCLE, '"Pack"', f'"{titled(60, 5)}"')
    scratch.change(_CYCLE, '"Director of', f'"{titled(90, 6)}, Director of')


def _long(row: Row) -> None:
    first = len(row["measure"]) + 3 * ord(row["measure"][-1])
    row["name"] = sentence(80, first)
    row["short_name"] = row["label"] = sentence(12, first)
    row["commitment"], row["commitment_label"] = sentence(50, 8), sentence(12, 2)
    row["unit"], row["source"] = sentence(15, first % 2), sentence(10, first % 3)
    row["owner"], row["notes"] = sentence(9, 1), sentence(100, first)


# --- One long word, wide numbers ---------------------------------------------------


def wide(scratch: Scratch) -> None:
    """Names are one long word; numbers are as wide as they come, with every mark."""
    word = LONGEST_WORD
    _call(scratch, word[:40].title(), word[:40].title(), word[:30].title())
    _retitle(scratch, "Supply", word.title())
    scratch.change(_PARTNERSHIP, '"Head of Data"', f'"{word}"')
    _each(scratch, _MEASURES, _one_word)
    _key_figures(scratch, "t1", "t2", "t3", "t5", "t6")
    rows = [row | {"lower": "", "upper": ""} for row in _rows(scratch, _STORE)]
    _write(scratch, _STORE, [*rows, *_wide_values(rows[0])])
    scratch.write(
        f"{_WORDS}/figures.md",
        f"{word} stands alone.\n\n- {word}\n  - {word}\n\nA note on it.[^1]\n\n"
        f"| {word} | b | c |\n|---|---|---|\n| {word} | x |  |\n| x | {word} | y |\n\n"
        f"[^1]: {word}\n\nThe address of the service is "
        f"<https://example.org/{'/'.join([word] * 3)}>.\n",
    )


def _one_word(row: Row) -> None:
    row["name"] = f"{row['name']} {LONGEST_WORD}"
    row["short_name"] = row["label"] = f"{LONGEST_WORD} {row['measure']}"
    for column in ("unit", "source", "commitment_label", "commitment", "notes"):
        row[column] = LONGEST_WORD
    row["owner"], row["decimals"], row["comparable"] = LONGEST_WORD, "3", "yes"
    if row["measure"] in {"t1", "t3", "t6"}:
        row["value_type"] = "volume"
    elif row["number"]:
        row["value_type"] = "percentage change"


def _wide_values(like: Row) -> Iterator[Row]:
    """123,456,789.123 and -0.001, in doubt, after a break, with intervals."""
    for measure, period, value in (
        ("t1", "2023/24 Q4", "123456789.123"),
        ("t2", "2023/24", "-0.001"),
        ("t3", "2023/24 Q4", "123456789.123"),
        ("t5", "2023/24", "-123456789.123"),
        ("t6", "2023/24", "0.0004"),
    ):
        one = like | {"measure": measure, "period": period, "received": "2024-12-20"}
        limits = {"lower": str(float(value) - 50), "upper": str(float(value) + 50)}
        yield one | limits | {"value": value, "status": "unverified", "marker": "b"}
        yield one | {"area": "E92000001", "value": "987654321.987"}


# --- Many --------------------------------------------------------------------------


def many(scratch: Scratch) -> None:
    """150 measures, forty of them compared; thirty figures, tables of 70 rows."""
    measures, store = _rows(scratch, _MEASURES), _rows(scratch, _STORE)
    (like,) = [row for row in measures if row["measure"] == "t5"]
    (held,) = [r for r in store if r["measure"] == "t5" and r["period"] == "2023/24"]
    for number in range(11, 151):
        name = f"n{number}"
        measures.append(like | _numbered(number))
        store.append({**held, "measure": name, "value": str(number * 97)})
        if number % 4 == 0:
            england = {"area": "E92000001", "value": "8000"}
            store.append({**held, "measure": name, **england})
    _write(scratch, _MEASURES, measures)
    _write(scratch, _STORE, store)
    _figures(scratch, 26)
    _table(scratch, [f"n{number}" for number in range(11, 51)])


def _numbered(number: int) -> Row:
    title = f"Measure of the number {number}{' and more' * (number % 7)}"
    return {
        "measure": f"n{number}",
        "number": str(number),
        "priority_area": "Supply" if number % 2 else "Treatment",
        "name": title,
        "short_name": title,
        "label": f"Number {number}",
        "unit": "Annual count" if number % 3 else "Annual count of all that is counted",
        "comparable": "no" if number % 4 else "yes",
        "notes": "" if number % 5 else f"Fictional, and counted in the way {number}",
    }


def _figures(scratch: Scratch, count: int) -> None:
    """More figures, each of its own measures, under the heading "Figures"."""
    ids = [f"more-{n}" for n in range(count)]
    held = ", ".join(f'"figure {one}"' for one in ids)
    scratch.change(_OUTLINE, '"figure growth"', f'"figure growth", {held}')
    for at, one in enumerate(ids):
        scratch.append(
            _OUTLINE,
            f'\n[[figure]]\nid = "{one}"\nkind = "amounts"\ntopic = "Topic {at}"\n'
            'subject = "group"\nsubjects = "groups"\nunit = "people"\n'
            f'measures = ["n{11 + 2 * at}", "n{12 + 2 * at}"]\n',
        )


def _table(scratch: Scratch, measures: Sequence[str]) -> None:
    """A table of these measures on upright pages, after a paragraph."""
    heading = (
        '[[heading]]\nid = "all"\ntitle = "All measures"\nlevel = 2\nmandatory = true\n'
        'holds = ["commentary", "table all"]\n\n[[heading]]\nid = "absence"'
    )
    scratch.change(_OUTLINE, '[[heading]]\nid = "absence"', heading)
    named = ", ".join(f'"{one}"' for one in measures)
    table = f'\n[[table]]\nid = "all"\ncaption = "All"\nmeasures = [{named}]\n'
    scratch.append(_OUTLINE, table)
    scratch.write(f"{_WORDS}/all.md", paragraph(3) + "\n")


# --- Few ---------------------------------------------------------------------------


def few(scratch: Scratch) -> None:
    """Three measures, a table of one row, no figure, and headings that hold nothing."""
    kept = {"t1", "t3", "t7"}
    for file in (_MEASURES, _STORE):
        rows = [row for row in _rows(scratch, file) if row["measure"] in kept]
        _write(scratch, file, rows)
    _key_figures(scratch, "t1", "t3", "t7")
    _without_figures(scratch)
    empty = "".join(
        f'[[heading]]\nid = "{id}"\ntitle = "{title}"\nlevel = {level}\n'
        "mandatory = false\n\n"
        for id, title, level in (("nothing", "Nothing", 1), ("nought", "Nought", 2))
    )
    follows = '[[heading]]\nid = "figures"'
    scratch.change(_OUTLINE, follows, empty + follows)
    for name in ("about", "figures"):
        scratch.write(f"{_WORDS}/{name}.md", "One line.\n")


# --- Words -------------------------------------------------------------------------


def wordy(scratch: Scratch) -> None:
    """No figure, no table; commentary of every shape; a first page that is full."""
    _key_figures(scratch, "t1", "t2", "t3", "t4", "t6", "t7")
    _each(scratch, _MEASURES, _opening)
    _each(scratch, _STORE, _reason)
    _without_figures(scratch)
    text = (scratch.folder / _OUTLINE).read_text("utf-8").partition("[[table]]")[0]
    before, _, after = text.partition('[[heading]]\nid = "scorecard"')
    after = after[after.index('[[heading]]\nid = "figures"') :]
    scratch.write(_OUTLINE, before + after)
    scratch.write(f"{_WORDS}/about.md", chapter())
    scratch.write(f"{_WORDS}/figures.md", shapes())


def _opening(row: Row) -> None:
    """A key figure of so many words that six leave no room for more."""
    row["short_name"], row["unit"] = sentence(12, len(row["measure"])), sentence(15, 4)
    row["owner"] = sentence(9, ord(row["measure"][-1]))


def _reason(row: Row) -> None:
    row["reason"] = sentence(90) if row["measure"] == "t7" else row["reason"]


# --- How to strain -----------------------------------------------------------------


def _call(scratch: Scratch, partnership: str, area: str, benchmark: str) -> None:
    """The partnership, its area and its benchmark by these names."""
    for old, new in (
        ("Testshire Drugs Partnership", partnership),
        ('short_name = "Testshire"', f'short_name = "{area}"'),
        ('name = "Testshire"', f'name = "{area}"'),
        ('name = "England"', f'name = "{benchmark}"'),
    ):
        _swap(scratch, _PARTNERSHIP, old, new)


def _retitle(scratch: Scratch, title: str, new: str) -> None:
    scratch.change(_OUTLINE, f'title = "{title}"', f'title = "{new}"')


def _without_figures(scratch: Scratch) -> None:
    text = (scratch.folder / _OUTLINE).read_text("utf-8").partition("[[figure]]")[0]
    for name in FIGURES:
        text = text.replace(f', "figure {name}"', "")
    scratch.write(_OUTLINE, text)


def _swap(scratch: Scratch, file: str, old: str, new: str) -> None:
    """Every place where `old` stands in a file."""
    text = (scratch.folder / file).read_text("utf-8")
    assert old in text
    scratch.write(file, text.replace(old, new))


def _key_figures(scratch: Scratch, *measures: str) -> None:
    text = (scratch.folder / _CYCLE).read_text("utf-8")
    (old,) = [line for line in text.splitlines() if line.startswith("key_figures")]
    named = ", ".join(f'"{one}"' for one in measures)
    scratch.change(_CYCLE, old, f"key_figures = [{named}]")


def _each(scratch: Scratch, file: str, change: Callable[[Row], None]) -> None:
    rows = _rows(scratch, file)
    for row in rows:
        change(row)
    _write(scratch, file, rows)


def _rows(scratch: Scratch, file: str) -> list[Row]:
    return list(csv.DictReader((scratch.folder / file).read_text("utf-8").splitlines()))


def _write(scratch: Scratch, file: str, rows: list[Row]) -> None:
    held = io.StringIO()
    writer = csv.DictWriter(held, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    scratch.write(file, held.getvalue())
