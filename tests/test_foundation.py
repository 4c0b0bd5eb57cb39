"""Laying out a new workspace: all of it, or nothing."""

import json
import os
import re
import resource
import shlex
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import pytest
from commands import plainly
from conftest import ROOT
from hatchling.builders.wheel import WheelBuilder

import reportgen
from reportgen import foundation
from reportgen.cli import cli
from reportgen.errors import (
    CertificateFault,
    EnvironmentFault,
    OutputNotWritable,
    UsageError,
)
from reportgen.foundation import lay_out
from reportgen.registry.seals.certificate import open_certificate
from reportgen.registry.seals.identity import open_identity
from reportgen.settings import open_workspace, shipped

CERTIFICATE = ("certificate.p12", "certificate.pem")
"""What no two workspaces have in common."""


def held(folder: Path) -> dict[str, bytes]:
    """All files of a folder, hidden ones too."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_new_workspace_opens_and_names_its_cycles(tmp_path: Path) -> None:
    """What is laid out is a workspace; its cycles are told, oldest first."""
    laid = lay_out(tmp_path / "new")

    assert open_workspace(tmp_path / "new").folder == laid.folder
    cycles = sorted(path.parent.name for path in laid.folder.glob("data/*/cycle.toml"))
    assert {"2026-05", "2026-10"} <= set(cycles)
    assert list(laid.cycles) == cycles
    assert sorted(held(laid.folder)) == list(laid.files)


def test_the_data_is_that_of_the_fictional_partnership(tmp_path: Path) -> None:
    """Settings and data come byte for byte; nothing that was made comes along."""
    made = held(lay_out(tmp_path / "new").folder)
    source = shipped("exampleton")
    wanted = {
        name: data
        for name, data in held(source).items()
        if name == "reportgen.toml" or name.startswith("data/")
    }

    assert wanted == {n: data for n, data in made.items() if n in wanted}
    assert {".gitignore", "README.md", *CERTIFICATE} == set(made) - set(wanted)
    assert b"\nout/\n" in made[".gitignore"]


@pytest.mark.parametrize("name", ["new", "empty", "linked", "deep/new"])
def test_a_new_or_empty_folder_is_taken(tmp_path: Path, name: str) -> None:
    """A folder that is new, empty, or behind a link will do."""
    for folder in ("empty", "target", "deep"):
        (tmp_path / folder).mkdir()
    (tmp_path / "linked").symlink_to("target")

    lay_out(tmp_path / name)

    assert (tmp_path / name / "data" / "partnership.toml").is_file()


def test_an_empty_folder_keeps_its_permissions(tmp_path: Path) -> None:
    """Who may look into the folder is as it was; a new one is like any other."""
    (tmp_path / "private").mkdir(mode=0o700)
    private = lay_out(tmp_path / "private").folder
    (tmp_path / "any").mkdir()
    fresh = lay_out(tmp_path / "new").folder

    assert 0o700 == private.stat().st_mode & 0o7777
    assert (tmp_path / "any").stat().st_mode == fresh.stat().st_mode


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("full", "full holds .hidden, a, b and 1 more; name a new or empty folder"),
        ("full/a", "a is a file; name a new or empty folder"),
        ("no/such", "no is no folder; make it first"),
        ("workspace/out", "lies in out/ of the workspace"),
        ("workspace/out/2026-05/new", "lies in out/ of the workspace"),
        ("into-out/new", "lies in out/ of the workspace"),
    ],
)
def test_other_places_are_refused(tmp_path: Path, name: str, told: str) -> None:
    """A place that holds something, or may not hold it, stays as it is."""
    (tmp_path / "workspace" / "out" / "2026-05").mkdir(parents=True)
    (tmp_path / "workspace" / "reportgen.toml").touch()
    (tmp_path / "into-out").symlink_to("workspace/out")
    (tmp_path / "full").mkdir()
    for each in ("a", "b", "c", ".hidden"):
        (tmp_path / "full" / each).write_text("mine", "utf-8")
    before = held(tmp_path)

    with pytest.raises(UsageError, match=re.escape(told)):
        lay_out(tmp_path / name)

    assert before == held(tmp_path)


def test_a_workspace_beside_out_is_allowed(tmp_path: Path) -> None:
    """Only out/ belongs to what is made."""
    (tmp_path / "reportgen.toml").touch()

    assert lay_out(tmp_path / "other").cycles


def test_a_parent_that_cannot_be_written_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nothing may be written the cure is another place."""

    def refuse(**_: object) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(tempfile, "mkdtemp", refuse)
    with pytest.raises(OutputNotWritable, match="name a folder that you may write to"):
        lay_out(tmp_path / "new")


def test_a_full_disk_leaves_nothing(tmp_path: Path) -> None:
    """Where a file does not fit, the place and its neighbours are as before."""
    done = subprocess.run(
        [sys.executable, "-m", "reportgen", "init", str(tmp_path / "new"), "--json"],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000)),
    )

    assert 3 == done.returncode
    assert "nothing was left; free the disk" in json.loads(done.stdout)["message"]
    assert [] == list(tmp_path.iterdir())


def test_whoever_fills_the_place_meanwhile_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that appears during the work is kept, and the work is undone."""
    place = tmp_path / "new"
    write = foundation._write

    def meanwhile(path: Path, data: bytes) -> None:
        write(path, data)
        place.mkdir(exist_ok=True)
        (place / "mine").write_text("mine", "utf-8")

    monkeypatch.setattr(foundation, "_write", meanwhile)
    with pytest.raises(UsageError, match="was filled by somebody else just now"):
        lay_out(place)

    assert {"new/mine": b"mine"} == held(tmp_path)


@pytest.mark.parametrize("ending", [KeyboardInterrupt, SystemExit, MemoryError])
def test_stopping_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: type[BaseException]
) -> None:
    """Whatever ends the work, the temporary folder goes."""

    def stop(_path: Path, _data: bytes) -> None:
        raise ending

    monkeypatch.setattr(foundation, "_write", stop)
    with pytest.raises(ending):
        lay_out(tmp_path / "new")

    assert [] == list(tmp_path.iterdir())


def test_a_killed_run_leaves_no_workspace_and_the_next_tidies_up(
    tmp_path: Path,
) -> None:
    """Killed without a word, it leaves nothing at the place; the next run works."""
    place = tmp_path / "new"
    code = (
        "import os, sys, pathlib; from reportgen import foundation; calls = []\n"
        "def die(number):\n"
        "    calls.append(number)\n"
        "    len(calls) == 9 and os.kill(os.getpid(), 9)\n"
        "os.fsync = die\n"
        "foundation.lay_out(pathlib.Path(sys.argv[1]))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(place)], check=False)
    left = list(tmp_path.iterdir())
    lay_out(place)

    assert -9 == done.returncode
    assert 1 == len(left)
    assert place not in left
    assert [place] == list(tmp_path.iterdir())


def test_a_new_workspace_can_seal_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has a certificate of its own, for this partnership, that nobody else reads."""
    monkeypatch.delenv("REPORTGEN_PASSPHRASE", raising=False)
    laid = lay_out(tmp_path / "new")
    named = open_workspace(laid.folder).settings.certificate
    mine = open_identity(laid.folder / named, None)

    assert "Exampleton Drugs Partnership, self-signed by reportgen" == (
        mine.certificate.subject
    )
    assert mine.certificate == open_certificate(laid.folder / "certificate.pem")
    assert 0o600 == (laid.folder / named).stat().st_mode & 0o777
    assert set(CERTIFICATE) <= set(laid.files)
    other = open_identity(lay_out(tmp_path / "other").folder / named, None)
    assert other.certificate.fingerprint != mine.certificate.fingerprint


def test_the_passphrase_of_the_environment_locks_the_certificate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where one is set, only it opens the key, and it is written nowhere."""
    monkeypatch.setenv("REPORTGEN_PASSPHRASE", "ein Geheimnis: ü")
    laid = lay_out(tmp_path / "new")
    path = laid.folder / "certificate.p12"

    assert open_identity(path, "ein Geheimnis: ü".encode())
    with pytest.raises(CertificateFault, match="opens only with a passphrase"):
        open_identity(path, None)
    assert [] == [n for n, data in held(laid.folder).items() if b"Geheimnis" in data]


def test_keys_are_kept_out_of_git(tmp_path: Path) -> None:
    """The key is ignored; the public certificate is not."""
    folder = lay_out(tmp_path / "new").folder
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    done = subprocess.run(
        ["git", "check-ignore", *CERTIFICATE],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ["certificate.p12"] == done.stdout.split()


def test_templates_are_copied_where_a_designer_wants_them(tmp_path: Path) -> None:
    """All templates and styles come, with what they were copied from."""
    made = held(lay_out(tmp_path / "new", templates=True).folder)

    for kind in ("templates", "styles"):
        ours = held(shipped(kind))
        assert {f"{kind}/{name}": data for name, data in ours.items()}.items() <= (
            made.items()
        )
        facts = json.loads(made[f"{kind}/copied.json"])
        assert sorted(ours) == sorted(facts["files"])


def test_a_package_that_is_not_whole_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half a workspace is worse than none."""
    monkeypatch.setattr("reportgen.settings.shipped", lambda kind: tmp_path / kind)

    with pytest.raises(EnvironmentFault, match="install reportgen again"):
        lay_out(tmp_path / "new")


def test_the_wheel_lays_out_the_same(tmp_path: Path) -> None:
    """An installed reportgen brings the workspace that the source tree has."""
    wheel = next(iter(WheelBuilder(str(ROOT)).build(directory=str(tmp_path))))
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(tmp_path / "site")
    code = (
        "import sys, pathlib, reportgen; place = pathlib.Path(sys.argv[1])\n"
        "from reportgen.foundation import lay_out\n"
        "lay_out(place, templates=True); print(reportgen.__file__)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "new")],
        env={**os.environ, "PYTHONPATH": str(tmp_path / "site")},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    same = lay_out(tmp_path / "same", templates=True)

    ours, theirs = held(same.folder), held(tmp_path / "new")
    assert done.stdout.startswith(str(tmp_path / "site"))
    assert ours.keys() == theirs.keys()
    assert [] == [
        name for name in ours if ours[name] != theirs[name] and name not in CERTIFICATE
    ]


def test_init_says_what_to_do_next(tmp_path: Path) -> None:
    """The command names the place, and the two commands that follow."""
    place = tmp_path / "a new one"
    done = plainly("init", str(place))
    again = plainly("init", str(place), "--json")
    quiet = plainly("init", str(tmp_path / "quiet"), "--quiet")

    assert done.stdout.splitlines()[1:] == [
        "next:",
        f"  cd {shlex.quote(str(place))}",
        "  reportgen build 2026-05 2026-10",
    ]
    assert (2, "UsageError") == (again.returncode, json.loads(again.stdout)["error"])
    assert 1 == len(quiet.stdout.splitlines())


def test_init_of_the_present_folder_names_it_in_full(tmp_path: Path) -> None:
    """The present folder is replaced by a new one, so one has to go there."""
    done = subprocess.run(
        [sys.executable, "-m", "reportgen", "init", ".", "--json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )

    assert f"cd {tmp_path}" == json.loads(done.stdout)["next"][0]
    assert open_workspace(tmp_path)


def test_init_works_from_python(tmp_path: Path) -> None:
    """The function takes a folder and says what it laid out."""
    laid = reportgen.init(tmp_path / "new")

    assert (tmp_path / "new", True) == (laid.folder, "README.md" in laid.files)


def test_the_readme_of_a_new_workspace_is_true(tmp_path: Path) -> None:
    """The commands and files that it names are there."""
    laid = lay_out(tmp_path / "new")
    text = (laid.folder / "README.md").read_text("utf-8")
    commands = re.findall(r"`reportgen (\w+)((?: 20\d\d-\d\d)*)", text)
    places = re.findall(r"`(data/[\w/.-]*|reportgen\.toml|\.gitignore)`", text)

    assert {"check", "build", "proof", "status"} <= {name for name, _ in commands}
    assert {name for name, _ in commands} <= set(cli.commands)
    assert {c for _, told in commands for c in told.split()} <= set(laid.cycles)
    assert len(places) > 6
    assert [] == [place for place in places if not (laid.folder / place).exists()]
    assert (laid.folder / "data" / "README.md").is_file()
