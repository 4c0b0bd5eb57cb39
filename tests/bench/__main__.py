"""Measure whole runs against a plain baseline in the same run, and print a table.

Every number is a median of whole runs on this machine; compare ratios, not seconds,
with those of another. The results stand in `out/bench.json` too.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from functools import partial
from pathlib import Path

from bench import post, workspaces
from bench.machine import facts
from bench.measure import Measured, measured
from bench.signing import signing
from bench.webpages import webpages
from reportgen.pages.chrome import find_chrome

HERE = Path(__file__).parent
PYTHON, REPORTGEN = Path(sys.executable), Path(sys.executable).with_name("reportgen")
REPORTS = {
    "2024-05/outcomes": workspaces.ROOT,
    "2024-10/jcdu": workspaces.ROOT,
    "2026-05/outcomes": workspaces.EXAMPLETON,
    "2026-10/jcdu": workspaces.EXAMPLETON,
}
CHARTS = 24
Command = list[str | Path]


def commands(place: Path, runs: int) -> Iterator[Measured]:
    """Help, and each report: from nothing, after a word, unchanged; the baseline."""
    yield measured("help", [REPORTGEN, "--help"], runs)
    for number, (target, source) in enumerate(REPORTS.items()):
        folder = workspaces.copied(source, place / f"report-{number}")
        # A report is both renditions; the baseline makes one PDF, so that ours of
        # one rendition stands beside it.
        build: Command = [REPORTGEN, "build", target, "--quiet", "--workspace", folder]
        forget = partial(workspaces.forget, folder)
        word = partial(workspaces.one_more_word, folder, target.partition("/")[0])
        public: Command = [*build, "--rendition", "public"]
        yield measured(f"{target}: cold, both renditions", build, runs, forget)
        yield measured(f"{target}: cold, public", public, runs, forget)
        yield measured(f"{target}: unchanged after cold", public, runs)
        yield measured(f"{target}: one word, public", public, runs, word)
        measured("fill", build, 1)
        yield measured(f"{target}: one word, both renditions", build, runs, word)
        yield measured(f"{target}: unchanged, both renditions", build, runs)
        check: Command = [REPORTGEN, "check", target, "--workspace", folder]
        yield measured(f"{target}: check", check, runs)
        page = place / f"plain-{number}"
        workspaces.plain(folder, target, page)
        baseline: Command = [PYTHON, HERE / "plain.py", page]
        yield measured(f"{target}: plain baseline, public", baseline, max(1, runs // 2))


def charts(place: Path, runs: int) -> Iterator[Measured]:
    """Figures alone: all at once, and one by one."""
    folder = place / "charts"
    folder.mkdir()
    plans = workspaces.charts(workspaces.ROOT, "2024-05/outcomes", CHARTS)
    workspaces.write_plots(folder, plans)
    ours: Command = [PYTHON, HERE / "ours.py", "charts", folder]
    yield measured(f"{CHARTS} charts: one Chrome", ours, runs)
    alone: Command = [PYTHON, HERE / "plain.py", folder, "charts"]
    yield measured(f"{CHARTS} charts: one to_image each", alone, 1)


def areas(place: Path, counts: list[int]) -> Iterator[Measured]:
    """The packs of so many areas in one process, drawn and laid out from nothing."""
    for count in counts:
        folder = place / f"areas-{count}"
        folders = [workspaces.area(folder, number) for number in range(1, count + 1)]
        command: Command = [PYTHON, HERE / "ours.py", "areas", *folders]
        yield measured(f"{count} areas in one process, public", command, 1)
        shutil.rmtree(folder)


def rows(place: Path, counts: list[int], runs: int) -> Iterator[Measured]:
    """Scorecards of so many measures."""
    for count in counts:
        folder = workspaces.with_measures(place, count)
        target = ["2024-05", "--rendition", "public", "--quiet"]
        command: Command = [REPORTGEN, "build", *target, "--workspace", folder]
        forget = partial(workspaces.forget, folder)
        yield measured(f"{count} measures, public", command, runs, forget)


def table(found: list[Measured]) -> str:
    """The results as people read them."""
    width = max(len(one.case) for one in found)
    head = f"{'case':<{width}}  median s   least    most  runs  peak MB"
    lines = [
        f"{one.case:<{width}}  {one.median:8.2f}  {min(one.seconds):6.2f}  "
        f"{max(one.seconds):6.2f}  {len(one.seconds):4}  {one.megabytes:7.0f}"
        for one in found
    ]
    return "\n".join([head, *lines])


def main() -> None:
    """Measure, tell as it goes, write, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--areas", type=int, nargs="*", default=[1, 10, 100])
    parser.add_argument("--rows", type=int, nargs="*", default=[39, 400, 1600])
    parser.add_argument("--letters", type=int, nargs="*", default=[100, 1000, 10_000])
    parser.add_argument("--parts", nargs="*", help="all where none is named")
    told = parser.parse_args()
    machine, found = facts(), list[Measured]()
    # The plain way knows fewer names of Chrome than we do.
    os.environ.setdefault("BROWSER_PATH", find_chrome())
    with tempfile.TemporaryDirectory(prefix="reportgen-bench-") as folder:
        place = Path(folder)
        parts = {
            "commands": commands(place, told.runs),
            "signing": signing(REPORTGEN, place, told.runs),
            "webpages": webpages(REPORTGEN, place, told.runs),
            "charts": charts(place, told.runs),
            "rows": rows(place, told.rows, max(1, told.runs // 2)),
            "areas": areas(place, told.areas),
            "letters": post.letters(place, told.letters, 1),
        }
        for name in told.parts or parts:
            for one in parts[name]:
                print(f"{one.case}: {one.median:.2f} s", file=sys.stderr)  # noqa: T201
                found.append(one)
    out = workspaces.ROOT / "out"
    out.mkdir(exist_ok=True)
    results = {"machine": machine, "cases": [asdict(one) for one in found]}
    (out / "bench.json").write_text(json.dumps(results, indent=2), "utf-8")
    print("\n".join(f"{key}: {value}" for key, value in machine.items()))  # noqa: T201
    print(table(found))  # noqa: T201


if __name__ == "__main__":
    main()
