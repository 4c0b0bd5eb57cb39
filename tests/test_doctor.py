"""What the doctor finds, and the cure that it names."""

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from importlib.metadata import requires
from pathlib import Path

import pytest
from commands import run
from conftest import ROOT, Scratch

from reportgen.doctor import certificate, examination, machine, own_pages, premises
from reportgen.doctor.findings import (
    Check,
    Finding,
    Health,
    caution,
    fine,
    lacking,
    wrong,
)
from reportgen.foundation import lay_out
from reportgen.pages import fonts
from reportgen.pages.exporter import ChromeExporter
from reportgen.settings import shipped

Look = Callable[[Path], Iterator[Finding]]


def only(look: Look, folder: Path) -> Finding:
    """The one finding of a check."""
    (finding,) = look(folder)
    return finding


def machine_checks(*names: str) -> list[Check]:
    """Some of the doctor's checks."""
    return [check for check in examination.CHECKS if check.group in names]


def silent(_step: str, _about: str, _share: float) -> None:
    """Progress that nobody watches."""


# --- Python and libraries ----------------------------------------------------------


def test_python_and_reportgen_are_named() -> None:
    """Their versions are told, and what is needed."""
    finding = only(machine.python, ROOT)

    assert Health.FINE == finding.health
    assert "3.11 or newer is needed" in finding.what


def test_an_old_python_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Python below what the package's metadata asks for is an error."""
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    finding = only(machine.python, ROOT)

    assert 3 == finding.exit_code
    assert "Python 3.9.2 is too old; install Python 3.11 or newer" == str(finding)


def test_an_optimised_python_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """-O changes the bytes of a PDF."""
    monkeypatch.setattr(sys, "flags", type("Flags", (), {"optimize": 1}))

    assert "unset PYTHONOPTIMIZE" in [one.cure for one in machine.python(ROOT)]


def test_all_libraries_are_looked_at() -> None:
    """Each library of the metadata that is not for developers is compared."""
    needed = [one for one in requires("reportgen") or () if "extra" not in one]
    finding = only(machine.libraries, ROOT)

    assert len(needed) > 10
    assert f"all {len(needed)} libraries are there, and new enough" == finding.what
    assert [] == [one for one in needed if not machine._REQUIREMENT.fullmatch(one)]


@pytest.mark.parametrize(
    ("requirement", "told"),
    [
        ("click>=8.5", None),
        ("click", None),
        ("click>=8", None),
        ("click>=1000.1", "is older than 1000.1; install reportgen again"),
        ("no-such-library>=1", "the library no-such-library is not installed"),
    ],
)
def test_a_library_is_held_against_its_minimum(
    requirement: str, told: str | None
) -> None:
    """One that is missing or too old is named, with the cure."""
    finding = machine._library(requirement)

    assert (told is None) == (finding is None)
    assert finding is None or (told or "") in str(finding)


@pytest.mark.parametrize(
    ("here", "least", "enough"),
    [
        ("70.0", "70", True),
        ("70", "70.0.0", True),
        ("8.10.1", "8.9", True),
        ("8.9", "8.10", False),
        ("2.14rc1", "2.14", True),
        ("0.9", "1", False),
        ("3", "", True),
    ],
)
def test_versions_are_compared_as_numbers(here: str, least: str, enough: bool) -> None:
    """Ten comes after nine, and zeros at the end do not count."""
    assert enough == (machine._numbers(here) >= machine._numbers(least))


# --- Chrome, Pango, fonts ----------------------------------------------------------


def test_a_missing_chrome_has_its_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    """The package that cures it is named, and nothing is started."""
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.delenv("BROWSER_PATH", raising=False)
    finding = only(machine.chrome, ROOT)

    assert 3 == finding.exit_code
    assert "install the Debian package chromium-headless-shell" in finding.cure


def test_a_chrome_that_is_none_has_its_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that does not say its version is no Chrome."""
    monkeypatch.setenv("BROWSER_PATH", "/bin/false")
    finding = only(machine.chrome, ROOT)

    assert 3 == finding.exit_code
    assert "name another Chrome in BROWSER_PATH" == finding.cure


@pytest.mark.browser
def test_a_healthy_chrome_draws() -> None:
    """Its place and version are told, and a chart was drawn; no cure is named."""
    first, second = machine.chrome(ROOT)

    assert (Health.FINE, Health.FINE) == (first.health, second.health)
    assert "it draws a chart" == second.what
    assert ("", "") == (first.cure, second.cure)


@pytest.mark.browser
def test_a_chrome_that_does_not_draw_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """One that says its version and draws nothing fails, and its folder goes."""
    script = tmp_path / "chrome"
    script.write_text('#!/bin/sh\ncase "$*" in *--version*) echo 1;; esac\n', "utf-8")
    script.chmod(0o755)
    (tmp_path / "temporary").mkdir()
    monkeypatch.setenv("BROWSER_PATH", str(script))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))

    _, failed = machine.chrome(ROOT)

    assert 3 == failed.exit_code
    assert [] == list((tmp_path / "temporary").iterdir())


def test_the_chart_is_drawn_in_bounded_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """The exporter is given a deadline, and the fonts of the pages."""
    given: list[tuple[Path | None, float | None]] = []

    class Seen(ChromeExporter):
        def __init__(
            self, fontconfig: Path | None = None, deadline: float | None = None
        ) -> None:
            given.append((fontconfig, deadline))

        def export(self, drawings: object) -> list[str]:
            return []

    monkeypatch.setattr("reportgen.pages.exporter.ChromeExporter", Seen)
    machine._draw(ROOT / "styles" / "fonts")
    ((fontconfig, deadline),) = given

    assert fontconfig is not None
    assert not fontconfig.exists()
    assert 0 < (deadline or 0) <= 60


def test_pango_says_its_version() -> None:
    """The libraries that lay out text are loaded, not only looked up."""
    finding = only(machine.pango, ROOT)

    assert Health.FINE == finding.health
    assert finding.what.startswith("Pango 1.")


def test_without_harfbuzz_the_bytes_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    """A build works, but not byte for byte as elsewhere."""
    monkeypatch.setattr("reportgen.pages.pdf.companions", lambda: ("1.50.12", False))
    _, finding = machine.pango(ROOT)

    assert Health.CAUTION == finding.health
    assert "install the Debian package libharfbuzz-subset0" == finding.cure


def test_own_fonts_are_opened(tmp_path: Path) -> None:
    """The packaged typeface, the workspace's own, and one that is broken."""
    packaged = only(machine.typeface, tmp_path)
    own = tmp_path / "styles" / "fonts"
    own.mkdir(parents=True)
    shutil.copy(fonts.find()[0], own / "Own.ttf")
    sound = only(machine.typeface, tmp_path)
    (own / "broken.ttf").write_bytes(b"no font")
    broken = only(machine.typeface, tmp_path)

    assert "Source Sans Pro, 4 files" == packaged.what
    assert "the workspace's own typeface, 1 sound file: Own.ttf" == sound.what
    assert (3, "replace or remove it") == (broken.exit_code, broken.cure)


# --- Room --------------------------------------------------------------------------


def test_a_workspace_needs_room_in_out(testshire: Scratch) -> None:
    """Outside a workspace only the temporary folder counts; out/ need not be there."""
    inside = [one.what for one in machine.room(testshire.folder)]
    outside = [one.what for one in machine.room(testshire.folder / "data")]

    assert ["out/ can be written", "the temporary folder can be written"] == [
        what.partition(",")[0] for what in inside
    ]
    assert 1 == len(outside)
    assert not (testshire.folder / "out").exists()


def test_an_out_that_is_a_file_is_told(testshire: Scratch) -> None:
    """Where out/ cannot be written the machine lacks something."""
    testshire.write("out", "a file")
    finding, _ = machine.room(testshire.folder)

    assert 3 == finding.exit_code
    assert "out/ cannot be written" in finding.what


def test_little_room_is_a_caution(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A disk that is nearly full holds nothing up yet."""
    usage = type("Usage", (), {"free": 1_000_000})
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage)

    assert Health.CAUTION == only(machine.room, tmp_path).health


def test_locale_and_time_zone_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are named, and never a fault."""
    monkeypatch.setenv("LC_ALL", "tr_TR.UTF-8")
    finding = only(machine.language, ROOT)

    assert Health.FINE == finding.health
    assert "locale tr_TR.UTF-8" in finding.what


# --- The workspace -----------------------------------------------------------------


def test_a_workspace_is_named_with_its_cycles(testshire: Scratch) -> None:
    """It opens, has a format, and its cycles with their reports are listed."""
    told = [str(one) for one in premises.workspace(testshire.folder)]

    assert [f"{testshire.folder} opens, format 1", "cycles: 2025-01 (pack)"] == told


def test_outside_a_workspace_the_doctor_says_so(tmp_path: Path) -> None:
    """Only the machine is looked at, and that is no fault."""
    (workspace,) = premises.workspace(tmp_path)
    looks = (own_pages.look, premises.record, certificate.look)
    rest = [finding for look in looks for finding in look(tmp_path)]

    assert (Health.FINE, []) == (workspace.health, rest)
    assert "lay one out: reportgen init DIR" in workspace.cure


def test_settings_and_cycles_that_do_not_read_are_errors(testshire: Scratch) -> None:
    """Each fault has its place and cure; the exit code is that of faults."""
    testshire.change("data/2025-01/cycle.toml", "cut_off", "cut_of")
    cycles = [one for one in premises.workspace(testshire.folder) if one.exit_code]
    testshire.write("reportgen.toml", "format = 7\n")
    settings = only(premises.workspace, testshire.folder)

    assert {1} == {one.exit_code for one in (*cycles, settings)}
    assert "data/2025-01/cycle.toml, key cut_of: this key is unknown" in [
        one.what for one in cycles
    ]
    assert "this reportgen reads format 1, not 7" in settings.what


def test_a_workspace_without_a_cycle_is_a_caution(tmp_path: Path) -> None:
    """There is nothing to build yet."""
    (tmp_path / "reportgen.toml").write_text("format = 1\n", "utf-8")
    _, finding = premises.workspace(tmp_path)

    assert Health.CAUTION == finding.health


def test_the_pages_of_reportgen_need_nothing(testshire: Scratch) -> None:
    """A workspace without templates and styles has those of reportgen."""
    finding = only(own_pages.look, testshire.folder)

    assert "templates and styles are those of reportgen" == finding.what


def test_copied_pages_are_named_and_none_is_old(tmp_path: Path) -> None:
    """Right after they were copied, own files replace ours and are not older."""
    folder = lay_out(tmp_path / "new", templates=True).folder
    (folder / "styles" / "own.css").write_text("p { color: #000000 }", "utf-8")
    (folder / "templates" / "report.html").write_text("changed", "utf-8")
    own, same = own_pages.look(folder)

    assert (Health.FINE, Health.FINE) == (own.health, same.health)
    names = own.what.partition(": ")[2].split(", ")
    assert ["templates/report.html", "styles/own.css"] == names
    ours = [p for kind in ("styles", "templates") for p in shipped(kind).rglob("*.*")]
    count = sum(path.suffix in {".html", ".css", ".svg"} for path in ours) - 1
    assert f"{count} own files are the same as those of reportgen" == same.what


@pytest.mark.parametrize(
    ("mine", "cure"),
    [("as it was", "remove it: nobody has changed it"), ("my own", "compare it")],
)
def test_own_pages_that_are_older_are_named(
    tmp_path: Path, mine: str, cure: str
) -> None:
    """Where reportgen's file has changed since it was copied, the copy is older."""
    folder = lay_out(tmp_path / "new", templates=True).folder
    page = folder / "styles" / "page.css"
    page.write_text("as it was", "utf-8")
    facts = json.loads((folder / "styles" / "copied.json").read_text("utf-8"))
    facts["files"]["page.css"] = own_pages._digest(page)
    (folder / "styles" / "copied.json").write_text(json.dumps(facts), "utf-8")
    page.write_text(mine, "utf-8")
    old, *_ = own_pages.look(folder)

    assert Health.CAUTION == old.health
    assert "styles/page.css is older than reportgen's" in old.what
    assert old.cure.startswith(cure)


@pytest.mark.parametrize("facts", ["", "[]", '{"files": 3}', None])
def test_pages_copied_by_hand_go_by_their_date(
    testshire: Scratch, facts: str | None
) -> None:
    """Without a note of what it was copied from, an earlier date is a hint."""
    testshire.write("styles/page.css", "p { margin: 0 }")
    if facts is not None:
        testshire.write("styles/copied.json", facts)
    page = testshire.folder / "styles" / "page.css"
    theirs = (shipped("styles") / "page.css").stat().st_mtime
    found = []
    for when in (theirs + 1, theirs - 1):
        os.utime(page, (when, when))
        found.append([one.health for one in own_pages.look(testshire.folder)])

    assert [[Health.FINE], [Health.CAUTION, Health.FINE]] == found


def test_the_record_lies_only_here(testshire: Scratch) -> None:
    """Where there is a record it has to be copied; else there is nothing yet."""
    nothing = only(premises.record, testshire.folder)
    testshire.write("out/record/2025-01/pack/signoff.jsonl", "{}")
    something = only(premises.record, testshire.folder)

    assert "nothing is in the record yet" == nothing.what
    assert Health.CAUTION == something.health
    assert something.what.startswith("out/record holds what cannot be rebuilt")


def test_a_record_elsewhere_in_the_workspace_is_no_copy(testshire: Scratch) -> None:
    """Another folder of the workspace is lost together with it."""
    testshire.append("reportgen.toml", 'archive = "kept"\n')
    testshire.write("kept/2025-01/pack/signoff.jsonl", "{}")

    assert (
        "kept holds what cannot be rebuilt"
        in only(premises.record, testshire.folder).what
    )


def test_a_record_on_the_organisations_store_is_well(
    testshire: Scratch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """There, not yet there, and out of reach are three things."""
    store = tmp_path_factory.mktemp("store")
    testshire.append("reportgen.toml", f'archive = "{store}/record"\n')
    yet = only(premises.record, testshire.folder)
    (store / "record" / "2025-01").mkdir(parents=True)
    there = only(premises.record, testshire.folder)
    shutil.rmtree(store)
    gone = only(premises.record, testshire.folder)

    assert [Health.FINE, Health.FINE, Health.CAUTION] == [
        one.health for one in (yet, there, gone)
    ]
    assert f"the record lies in {store}/record" == there.what
    assert "connect the store" in gone.cure


# --- The examination ---------------------------------------------------------------


def test_a_check_that_breaks_stops_no_other(tmp_path: Path) -> None:
    """A sick machine is no reason to leave the patient."""

    def broken(_folder: Path) -> list[Finding]:
        raise ImportError("no module named so")

    checks = [
        Check("one", "the first", broken),
        Check("two", "the second", lambda _folder: [fine("well")]),
    ]
    found = dict(examination.examine(tmp_path, silent, checks))

    assert "cannot be examined (ImportError: no module named so)" in str(found["one"])
    assert 3 == examination.exit_code(found["one"])
    assert [fine("well")] == found["two"]


def test_the_machine_outweighs_the_inputs() -> None:
    """Cautions are no failure; a lacking machine comes before a wrong file."""
    assert 0 == examination.exit_code([])
    assert 0 == examination.exit_code([fine("a"), caution("b", "c")])
    assert 1 == examination.exit_code([wrong("a", "b"), caution("b", "c")])
    assert 3 == examination.exit_code([lacking("a", "b"), wrong("c", "d")])


def test_every_group_is_told_before_it_is_looked_at(tmp_path: Path) -> None:
    """Progress names each group, with a share of the work that grows."""
    told: list[tuple[str, float]] = []
    checks = machine_checks("Python", "libraries", "language")
    for _ in examination.examine(
        tmp_path, lambda step, _about, share: told.append((step, share)), checks
    ):
        pass

    assert ["Python", "libraries", "language"] == [step for step, _ in told]
    assert sorted(share for _, share in told) == [share for _, share in told]


def _group(lines: list[str], heading: str) -> list[str]:
    """A heading, and the first line below it."""
    at = lines.index(heading)
    return lines[at : at + 2]


def test_the_command_lists_groups_and_exits_with_three(testshire: Scratch) -> None:
    """Without a Chrome each finding is one line with its cure; progress goes apart."""
    lacks = {"PATH": "/nowhere", "BROWSER_PATH": ""}
    done = run(testshire.folder, "doctor", **lacks)
    quiet = run(testshire.folder, "doctor", "--quiet", **lacks)
    as_json = run(testshire.folder, "doctor", "--json", **lacks)
    told = json.loads(as_json.stdout)

    assert {3} == {done.returncode, quiet.returncode, as_json.returncode}
    lines = done.stdout.splitlines()
    assert lines[lines.index("Chrome") + 1].startswith("  error: no Chrome or Chromium")
    assert "1 error, 1 caution" == lines[-1]
    assert "Chrome: a test chart" in done.stderr.splitlines()
    told_apart = [*_group(lines, "Chrome"), *_group(lines, "certificate"), lines[-1]]
    assert told_apart == quiet.stdout.splitlines()
    assert "" == quiet.stderr == as_json.stderr
    assert 3 == told["exit_code"]
    assert {"group", "health", "what", "cure"} == set(told["findings"][0])
    assert [check.group for check in examination.CHECKS] == list(
        dict.fromkeys(one["group"] for one in told["findings"])
    )


def test_a_folder_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    """The doctor looks at a folder, not at a slip of the pen."""
    done = run(tmp_path / "no", "doctor")

    assert (2, "") == (done.returncode, done.stdout)
    assert "there is no folder" in done.stderr
