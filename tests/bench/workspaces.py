"""Workspaces to measure: the real one, many areas, many measures."""

import csv
import json
import shutil
from collections.abc import Iterable
from pathlib import Path

from reportgen.composition import compose
from reportgen.errors import Collector
from reportgen.evidence.assembly import assemble
from reportgen.pages.canvas import checked
from reportgen.pages.document import compose as compose_document
from reportgen.pages.figures import Figure, Plan
from reportgen.pages.html import environment, render
from reportgen.pages.palette import WIDTH
from reportgen.pages.styles import read_styles
from reportgen.settings import open_workspace
from reportgen.vocabulary import Rendition

ROOT = Path(__file__).parents[2]
EXAMPLETON = ROOT / "reportgen" / "exampleton"


def copied(source: Path, folder: Path) -> Path:
    """The data and settings of a workspace in a new folder, with nothing made."""
    shutil.copytree(source / "data", folder / "data")
    shutil.copyfile(source / "reportgen.toml", folder / "reportgen.toml")
    return folder


def forget(folder: Path) -> None:
    """Nothing is made and nothing is drawn."""
    shutil.rmtree(folder / "out", ignore_errors=True)


def one_more_word(folder: Path, cycle: str) -> None:
    """A word behind the first commentary of a cycle."""
    file = sorted((folder / "data" / cycle / "commentary").glob("*.md"))[0]
    file.write_text(f"{file.read_text('utf-8').rstrip()} Indeed.\n", "utf-8")


def plain(folder: Path, target: str, place: Path) -> int:
    """What the plain way needs for the public draft of a report; counts its figures.

    Page and plots are ours, so that both ways make the same pages.
    """
    workspace = open_workspace(folder)
    collector = Collector()
    (one,) = assemble(workspace.data, [target], collector)
    collector.settle()
    composition = compose(one, Rendition.PUBLIC)
    drawn = [plan for plan in composition.plans if plan.chart.plot]
    drawings = {
        plan.id: _undrawn(plan, drawn.index(plan) if plan in drawn else None)
        for plan in composition.plans
    }
    document = compose_document(composition.material(drawings), draft=True)
    templates = environment(workspace.shelves("templates"))
    place.mkdir(parents=True, exist_ok=True)
    (place / "page.html").write_text(render(document, templates), "utf-8")
    sheets = read_styles(workspace.shelves("styles"), draft=True)
    (place / "style.css").write_text("\n".join(css for _, css in sheets), "utf-8")
    write_plots(place, drawn)
    return len(drawn)


def _undrawn(plan: Plan, number: int | None) -> Figure:
    """A figure whose picture is a place for one."""
    chart, image = plan.chart, "" if number is None else f"{{{number}}}"
    size = (WIDTH, chart.height)
    return Figure(
        plan.id, plan.number, chart.kind, plan.reading, image, *size, plan.source
    )


def write_plots(place: Path, plans: Iterable[Plan]) -> None:
    """The plots of some figures as `plain.py` reads them."""
    plots = [(checked(plan.chart.plot), WIDTH, plan.chart.height) for plan in plans]
    (place / "plots.json").write_text(json.dumps(plots), "utf-8")


def area(folder: Path, number: int) -> Path:
    """Exampleton under another name, with values of its own."""
    made = copied(EXAMPLETON, folder / f"area-{number}")
    file = made / "data" / "partnership.toml"
    text = file.read_text("utf-8").replace("Exampleton", f"Exampleton {number}")
    file.write_text(text, "utf-8")
    return made


def with_measures(folder: Path, count: int) -> Path:
    """A workspace whose scorecard has this many measures: the real ones, again."""
    made = copied(ROOT, folder / f"rows-{count}")
    measures = _read(made / "data" / "measures.csv")
    observations = _read(made / "data" / "observations.csv")
    numbered = [row for row in measures if row["number"]]
    for number in range(len(numbered) + 1, count + 1):
        model = numbered[(number - 1) % len(numbered)]
        name = f"m{number}"
        measures.append({**model, "measure": name, "number": str(number)})
        observations += [
            {**row, "measure": name}
            for row in observations[:200]
            if row["measure"] == model["measure"]
        ]
    _write(made / "data" / "measures.csv", measures)
    _write(made / "data" / "observations.csv", observations)
    return made


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def charts(folder: Path, target: str, count: int) -> list[Plan]:
    """This many charts: those of a report, again and again."""
    made = assemble(open_workspace(folder).data, [target], Collector())
    plans = [p for one in made for p in compose(one, Rendition.PUBLIC).plans]
    drawn = [plan for plan in plans if plan.chart.plot]
    return [drawn[number % len(drawn)] for number in range(count)]
