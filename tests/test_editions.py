"""Filing editions: whole or not at all, never changed, never mixed."""

import json
import os
import resource
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from editioned import REPORT, Bundle, bundle, names, tree

from reportgen.errors import NotAllowed, OutputNotWritable, WorkspaceBusy
from reportgen.registry import staging
from reportgen.registry.archive import digest
from reportgen.registry.editions.editions import (
    editions_of,
    next_number,
    tell_superseded,
)
from reportgen.registry.editions.manifest import MANIFEST, SIGNATURE, read_manifest

HOME = f"{REPORT}/editions"
_KILLED = 77
_NOBODY = 65534


def manifests_fit(folder: Path) -> None:
    """Every file of an edition is as its manifests say, and no other is there."""
    for half in ("public", "private"):
        files = tree(folder / half)
        manifest = read_manifest(files.pop(MANIFEST))
        assert files.pop(SIGNATURE)
        assert set(manifest.files) == set(files)
        for name, data in files.items():
            assert manifest.files[name].sha256 == digest(data)


# --- what is filed ------------------------------------------------------------------


def test_an_edition_is_filed_with_both_halves(tmp_path: Path) -> None:
    """Every file is there with its manifest and the signature of that."""
    filed = bundle().file(tmp_path)

    assert (filed.number, filed.folder) == (1, tmp_path / HOME / "1")
    manifests_fit(filed.folder)
    assert ["1"] == names(tmp_path / HOME)
    assert [filed] == editions_of(tmp_path, REPORT)
    told = (filed.public / MANIFEST).read_bytes()
    assert b"signed " + told[:9] == (filed.public / SIGNATURE).read_bytes()


def test_a_manifest_has_the_keys_that_were_agreed(tmp_path: Path) -> None:
    """The public one names nothing private; the private one names it and the ledger."""
    filed = bundle().file(tmp_path)
    public = json.loads((filed.public / MANIFEST).read_text("utf-8"))
    private = json.loads((filed.private / MANIFEST).read_text("utf-8"))

    keys = "format edition report partnership rendition released corrects correction"
    keys += " pdf proof files drawn_by certificate"
    assert set(keys.split()) == set(public)
    assert {"public_manifest", "ledger", "released_by"} == set(private) - set(public)
    assert digest((filed.public / MANIFEST).read_bytes()) == private["public_manifest"]
    last = (filed.private / "signoff.jsonl").read_bytes().splitlines()[-1]
    assert {"lines": 3, "head": digest(last)} == private["ledger"]
    assert (1, None, "", "public") == tuple(
        public[key] for key in ("edition", "corrects", "correction", "rendition")
    )
    assert "2026-06-02T12:00:00+00:00" == public["released"]


def test_sign_off_tells_each_half_its_own(tmp_path: Path) -> None:
    """The public one names roles, people and the public proof; no other digest."""
    filed = bundle().file(tmp_path)
    public = json.loads((filed.public / "sign-off.json").read_text("utf-8"))
    private = json.loads((filed.private / "sign-off.json").read_text("utf-8"))

    assert ["public"] == list(public["proofs"])
    assert ["partners", "public"] == sorted(private["proofs"])
    roles = [each["role"] for each in public["approvals"]]
    assert ["Data Lead", "Senior Responsible Owner"] == roles
    assert [[], ["reply"]] == [each["evidence"] for each in public["approvals"]]
    assert 4 == len(private["approvals"])


def test_a_filed_edition_is_read_only(tmp_path: Path) -> None:
    """Files are 0444 and folders 0555, whatever the umask was."""
    before = os.umask(0o077)
    try:
        filed = bundle().file(tmp_path)
    finally:
        os.umask(before)

    modes = {
        (path.is_dir(), stat.S_IMODE(path.stat().st_mode))
        for path in [filed.folder, *filed.folder.rglob("*")]
    }
    assert {(True, 0o555), (False, 0o444)} == modes


def test_a_correction_leaves_the_first_edition_and_tells_beside_it(
    tmp_path: Path,
) -> None:
    """Edition 2 has its note; edition 1 is as it was; the banner names both."""
    first = bundle().file(tmp_path)
    before = tree(first.folder)
    second = bundle(2).file(tmp_path)

    assert (before, 2) == (tree(first.folder), second.number)
    assert ["1", "1.superseded.txt", "2"] == names(tmp_path / HOME)
    banner = (tmp_path / HOME / "1.superseded.txt").read_text("utf-8")
    assert (
        "Edition 1 of 2026-05/outcomes is superseded by edition 2, released on "
        "3 June 2026. What was corrected: the rate of m1, edition 2\n"
    ) == banner
    manifest = read_manifest((second.public / MANIFEST).read_bytes())
    assert (1, "the rate of m1, edition 2") == (manifest.corrects, manifest.correction)


def test_a_banner_that_a_crash_left_out_is_written_by_the_next_run(
    tmp_path: Path,
) -> None:
    """Whoever releases again, or asks for it, heals all of them; damaged ones too."""
    for edition in (1, 2):
        bundle(edition).file(tmp_path)
    banner = tmp_path / HOME / "1.superseded.txt"
    told = banner.read_bytes()
    banner.unlink()
    bundle(3).file(tmp_path)

    assert told == banner.read_bytes()
    banner.unlink()
    banner.write_bytes(b"half")
    tell_superseded(tmp_path, REPORT)
    assert told == banner.read_bytes()
    second = (tmp_path / HOME / "2.superseded.txt").read_text("utf-8")
    assert "superseded by edition 3" in second


# --- what is refused ----------------------------------------------------------------


def refused(given: Bundle, record: Path, words: str) -> None:
    """Filing is not allowed, says why, and leaves nothing."""
    with pytest.raises(NotAllowed, match=words):
        given.file(record)
    assert [] == list(record.rglob("[0-9]")) + list(record.rglob(".making*"))


@pytest.mark.parametrize(
    "name",
    ["../a", "/a", "a//b", "a/../../b", "./a", "a\\b", "a\nb", "a\u202eb", "", "a/",
     "manifest.json", "MANIFEST.P7S", "e\u0301.csv", "a.", "x" * 256, "Published.csv",
     "published.csv/a", "d/" * 20 + "a"],
)  # fmt: skip
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    """No name leaves the folder, hides, or is taken for another by some system."""
    given = bundle()
    refused(replace(given, public={**given.public, name: b"x"}), tmp_path, "cannot be")


@pytest.mark.parametrize("report", ["../x", "a", "a/b/c", "/a", "a/", "..", "a\\b/c"])
def test_a_report_that_leads_elsewhere_is_refused(tmp_path: Path, report: str) -> None:
    """The folder is made of a cycle and a report, and of nothing else."""
    with pytest.raises(NotAllowed, match="names no report"):
        editions_of(tmp_path / "record", report)


def test_a_pdf_that_does_not_begin_with_its_proof_is_refused(tmp_path: Path) -> None:
    """What was approved must be inside what is released."""
    given = bundle()
    changed = {**given.public, "pack-public.pdf": b"%PDF-1.7 another proof altogether"}
    refused(replace(given, public=changed), tmp_path, "does not begin with the proof")


def test_a_correction_needs_its_note_and_a_first_edition_none(tmp_path: Path) -> None:
    """Edition n+1 says what it corrects."""
    for edition, note in ((1, "why"), (2, "")):
        facts = replace(bundle(edition).facts, correction=note)
        refused(bundle(edition, facts=facts), tmp_path, "what it corrects")


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("note.txt", b"see inputs/data/observations.csv", "names a file that is only"),
        ("note.txt", b"see pack-partners.pdf", "names a file that is only"),
        ("note.txt", b"measure,count\nm2,2\n", "has the bytes of a file"),
        ("note.txt", digest(b"measure,count\nm2,2\n").upper().encode(), "the digest"),
        ("note.txt", b"0" + digest(b"measure,count\nm2,2\n").encode(), "the digest"),
        ("note.txt", digest(b"%PDF-1.7 the other one").encode(), "the digest"),
    ],
)
def test_nothing_private_is_told_in_public(
    tmp_path: Path, name: str, data: bytes, words: str
) -> None:
    """Neither name nor digest nor bytes of a private file pass the last wall."""
    given = bundle()
    changed = {**given.public, name: data}
    refused(replace(given, public=changed), tmp_path, words)


def test_what_both_halves_hold_is_no_secret(tmp_path: Path) -> None:
    """A style sheet that is raw input and material at once holds up nothing."""
    given = bundle()
    private = {
        **given.private,
        "inputs/styles/a.css": b"a",
        "inputs/data/empty.csv": b"",
    }
    public = {**given.public, "material/empty.txt": b""}

    manifests_fit(replace(given, public=public, private=private).file(tmp_path).folder)


def test_a_number_that_is_not_the_next_is_refused(tmp_path: Path) -> None:
    """The seal names the number, so it must still be free and the next."""
    bundle().file(tmp_path)
    for edition in (1, 3):
        with pytest.raises(NotAllowed, match="another release was faster"):
            bundle(edition).file(tmp_path)

    assert (["1"], 2) == (names(tmp_path / HOME), next_number(tmp_path, REPORT))


@pytest.mark.parametrize("is_empty", [True, False])
def test_no_folder_is_ever_replaced(tmp_path: Path, *, is_empty: bool) -> None:
    """What has the name already stays, even if it is an empty folder."""
    target, place = tmp_path / "1", tmp_path / ".making-x"
    for folder in (target, place):
        folder.mkdir()
    if not is_empty:
        (target / "a").write_bytes(b"a")

    with pytest.raises(FileExistsError):
        staging.settle(place, target)
    assert (is_empty, True) == (not list(target.iterdir()), place.is_dir())


def test_an_edition_that_does_not_pass_the_look_is_not_filed(tmp_path: Path) -> None:
    """It is looked at where it lies, before it has its name."""
    seen = []

    def examine(folder: Path) -> None:
        seen.append(sorted(tree(folder)))
        raise NotAllowed("it is not intact")

    with pytest.raises(NotAllowed, match="not intact"):
        bundle().file(tmp_path, examine)

    assert "public/manifest.json" in seen[0]
    assert [] == names(tmp_path / HOME)


# --- two at once --------------------------------------------------------------------


def test_two_releases_at_once_make_one_edition(tmp_path: Path) -> None:
    """Whoever comes second is told, and may try again."""
    told: list[type[Exception]] = []

    def second(_folder: Path) -> None:
        try:
            bundle().file(tmp_path)
        except WorkspaceBusy as busy:
            told.append(type(busy))

    bundle().file(tmp_path, second)

    assert ([WorkspaceBusy], ["1"]) == (told, names(tmp_path / HOME))
    with pytest.raises(NotAllowed, match="another release was faster"):
        bundle().file(tmp_path)


def test_eight_processes_make_one_edition(tmp_path: Path) -> None:
    """One wins, the others are told; what stands is whole."""
    code = (
        "import sys; from pathlib import Path; from editioned import bundle\n"
        "from reportgen.errors import NotAllowed\n"
        "try: bundle().file(Path(sys.argv[1]))\n"
        "except NotAllowed: sys.exit(4)\n"
    )
    tests = str(Path(__file__).parent)
    started = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path)],
            env={**os.environ, "PYTHONPATH": os.pathsep.join([tests, *sys.path])},
        )
        for _ in range(8)
    ]
    codes = sorted(process.wait() for process in started)

    assert [0, *[4] * 7] == codes
    assert ["1"] == names(tmp_path / HOME)
    manifests_fit(tmp_path / HOME / "1")


# --- crashes ------------------------------------------------------------------------

_CALLS = ("open write fsync rename replace mkdir chmod fchmod unlink rmdir").split()


@contextmanager
def watched(told: Callable[[str, tuple[Any, ...]], None]) -> Iterator[None]:
    """Every call that changes a disk is told before it is made, and after."""
    kept = {name: getattr(os, name) for name in _CALLS}

    def wrapped(name: str) -> Callable[..., Any]:
        def call(*args: Any, **more: Any) -> Any:
            told(f"before {name}", args)
            if name == "write" and len(args[1]) > 1:
                half = len(args[1]) // 2
                kept[name](args[0], args[1][:half])
                told(f"within {name}", args)
                return half + kept[name](args[0], args[1][half:])
            result = kept[name](*args, **more)
            told(f"after {name}", args)
            return result

        return call

    for name in _CALLS:
        setattr(os, name, wrapped(name))
    try:
        yield
    finally:
        for name, call in kept.items():
            setattr(os, name, call)


def killed_at(moment: int, work: Callable[[], object]) -> bool:
    """Whether a child that does the work was killed at that moment, or came through."""
    child = os.fork()
    if child == 0:
        count = 0

        def told(_name: str, _args: tuple[Any, ...]) -> None:
            nonlocal count
            count += 1
            if count == moment:
                os._exit(_KILLED)

        with suppress(BaseException):
            with watched(told):
                work()
            os._exit(0)
        os._exit(1)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in {0, _KILLED}
    return code == _KILLED


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: thousands of files are forced to it."""
    home = Path("/dev/shm")  # noqa: S108 (a disk, and the folder has a name of its own)
    place = Path(tempfile.mkdtemp(dir=home if os.access(home, os.W_OK) else tmp_path))
    yield place
    staging.remove(place)


@pytest.mark.parametrize("edition", [1, 2])
def test_a_crash_at_any_moment_leaves_an_edition_whole_or_none(
    memory: Path, edition: int
) -> None:
    """Before, within and after every call that writes: the next run succeeds."""
    moment, stood = 0, 0
    while True:
        moment += 1
        record = memory / str(moment)
        if edition > 1:
            first = bundle().file(record)
            before = tree(first.folder)
        was_killed = killed_at(moment, lambda: bundle(edition).file(record))  # noqa: B023
        present = [each.number for each in editions_of(record, REPORT)]
        if edition > 1:
            assert before == tree(first.folder)
        if edition in present:
            stood += 1
            manifests_fit(record / HOME / str(edition))
            tell_superseded(record, REPORT)
        else:
            bundle(edition).file(record)
        manifests_fit(record / HOME / str(edition))
        banner = [f"{edition - 1}.superseded.txt"] if edition > 1 else []
        assert sorted([*banner, *map(str, range(1, edition + 1))]) == names(
            record / HOME
        )
        if not was_killed:
            break

    assert moment > 150
    assert stood < moment / 2


def test_everything_is_on_the_disk_before_it_has_its_name(tmp_path: Path) -> None:
    """Each file and folder is forced after its last change, and before the rename."""
    dirty: set[str] = set()
    at_rename: list[set[str]] = []

    def told(moment: str, args: tuple[Any, ...]) -> None:
        if moment in {"after write", "within write", "after fchmod"}:
            dirty.add(str(Path(f"/proc/self/fd/{args[0]}").readlink()))
        if moment == "after mkdir":
            dirty.update({str(args[0]), str(Path(args[0]).parent)})
        if moment == "after fsync":
            dirty.discard(str(Path(f"/proc/self/fd/{args[0]}").readlink()))
        if moment == "before rename":
            at_rename.append(set(dirty))

    record = tmp_path.resolve()
    with watched(told):
        bundle().file(record)

    assert [{f"{record}/{HOME}"}] == at_rename
    assert set() == dirty


# --- disks that are full, and rights that are missing -------------------------------


def in_child(work: Callable[[], object]) -> str:
    """What becomes of work in a child: `done`, or the message of what it raised."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        told = "done"
        try:
            work()
        except BaseException as failure:
            told = f"{type(failure).__name__}: {failure}"
        os.write(writer, told.encode())
        os._exit(0)
    os.close(writer)
    os.waitpid(child, 0)
    with os.fdopen(reader, encoding="utf-8") as pipe:
        return pipe.read()


def opened_to_all(place: Path) -> None:
    """Let somebody else come as far as a folder of this test."""
    for folder in (place, *place.parents):
        if folder.name.startswith(("pytest", "popen", "test")):
            folder.chmod(folder.stat().st_mode | 0o055)


def test_a_file_that_may_not_grow_leaves_nothing(tmp_path: Path) -> None:
    """The limit of a process is told like a full disk, and the next run succeeds."""

    def work() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
        bundle().file(tmp_path)

    told = in_child(work)

    assert told.startswith("OutputNotWritable: ")
    assert "(File too large); free the disk" in told
    assert [] == names(tmp_path / HOME)
    manifests_fit(bundle().file(tmp_path).folder)


@pytest.mark.skipif(os.getuid() != 0, reason="only root can make a small disk")
def test_a_full_disk_leaves_the_earlier_edition(tmp_path: Path) -> None:
    """On a disk of 256 kB that is full, nothing is left but what stood before."""
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(tmp_path)], check=False
    )
    if mounted.returncode:
        pytest.skip("this machine lets nobody make a small disk")
    try:
        first = bundle().file(tmp_path)
        before = tree(tmp_path)
        given = bundle(2)
        large = replace(given, private={**given.private, "inputs/z": b"z" * 300_000})
        with pytest.raises(OutputNotWritable, match="No space left on device"):
            large.file(tmp_path)

        assert (before, ["1"]) == (tree(tmp_path), names(tmp_path / HOME))
        assert [1, 2] == [first.number, bundle(2).file(tmp_path).number]
    finally:
        subprocess.run(["umount", str(tmp_path)], check=True)


def test_who_may_not_write_is_told(tmp_path: Path) -> None:
    """Without the right to write, the message names the folder and the cure."""
    (tmp_path / "record").mkdir(mode=0o755)

    def work() -> None:
        if os.getuid() == 0:
            os.setgid(_NOBODY)
            os.setuid(_NOBODY)
        else:
            (tmp_path / "record").chmod(0o555)
        bundle().file(tmp_path / "record")

    opened_to_all(tmp_path)
    told = in_child(work)

    assert "cannot be written (Permission denied); give yourself the right" in told


def test_somebody_without_the_rights_of_root_can_file_and_sweep(tmp_path: Path) -> None:
    """Read-only folders can be renamed and swept by whoever owns them."""
    home = tmp_path / "record"
    home.mkdir()

    def work() -> None:
        if os.getuid() == 0:
            os.chown(home, _NOBODY, _NOBODY)
            os.setgid(_NOBODY)
            os.setuid(_NOBODY)
        left = home / HOME / ".making-left" / "public"
        left.mkdir(parents=True)
        (left / "a").write_bytes(b"a")
        left.chmod(0o555)
        left.parent.chmod(0o555)
        bundle().file(home)

    opened_to_all(tmp_path)
    assert "done" == in_child(work)
    assert ["1"] == names(home / HOME)


def test_what_a_killed_run_left_is_swept_and_no_link_is_followed(
    tmp_path: Path,
) -> None:
    """A link that looks like a leftover goes; where it leads, nothing changes."""
    outside = tmp_path / "outside"
    (outside / "deep").mkdir(parents=True)
    (outside / "kept").write_bytes(b"kept")
    left = tmp_path / HOME / ".making-left"
    left.mkdir(parents=True)
    (left / "link").symlink_to(outside)
    (tmp_path / HOME / ".making-link").symlink_to(outside)
    outside.chmod(0o500)

    bundle().file(tmp_path)

    assert ["1"] == names(tmp_path / HOME)
    assert (b"kept", 0o500) == (
        (outside / "kept").read_bytes(),
        stat.S_IMODE(outside.stat().st_mode),
    )
