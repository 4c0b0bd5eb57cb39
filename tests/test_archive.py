"""The archive: whole files or none, one writer at a time."""

import os
from pathlib import Path

import pytest

from reportgen.errors import OutputNotWritable, WorkspaceBusy
from reportgen.registry import archive

_NOBODY = 65534


def as_nobody(work: "os.PathLike[str]") -> str:
    """What happens when somebody without rights opens the archive for writing."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        if os.getuid() == 0:
            os.setgid(_NOBODY)
            os.setuid(_NOBODY)
        try:
            with archive.writing(Path(work)) as shelf:
                shelf.file("2024-10/jcdu/public", {"a.txt": b"a"})
            told = "written"
        except OutputNotWritable as refusal:
            told = str(refusal)
        os.write(writer, told.encode())
        os._exit(0)
    os.close(writer)
    os.waitpid(child, 0)
    with os.fdopen(reader, encoding="utf-8") as pipe:
        return pipe.read()


def test_files_are_written_together(tmp_path: Path) -> None:
    """Every file of a set is there, readable by others, and no temporary one."""
    with archive.writing(tmp_path) as shelf:
        paths = shelf.file("x/y", {"a.txt": b"a", "b.txt": b"b"})

    assert [b"a", b"b"] == [path.read_bytes() for path in paths]
    assert ["a.txt", "b.txt"] == sorted(p.name for p in (tmp_path / "x/y").iterdir())
    assert {0o644} == {path.stat().st_mode & 0o777 for path in paths}


def test_nothing_is_left_when_one_file_fails(tmp_path: Path) -> None:
    """A set of which one cannot be written leaves none, and keeps what was there."""
    with archive.writing(tmp_path) as shelf:
        shelf.file("x", {"a.txt": b"old"})
        with pytest.raises(OutputNotWritable, match="leads out of"):
            shelf.file("x", {"a.txt": b"new", "no/such/folder.txt": b"b"})

        assert ["a.txt"] == [path.name for path in (tmp_path / "x").iterdir()]


def test_a_full_disk_says_so_and_keeps_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was there before a failed write is still there, whole."""
    with archive.writing(tmp_path) as shelf:
        shelf.file("x", {"a.txt": b"old"})

        def full(_handle: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(OutputNotWritable, match="No space left on device"):
            shelf.file("x", {"a.txt": b"new", "b.txt": b"b"})

    assert b"old" == (tmp_path / "x/a.txt").read_bytes()
    assert ["a.txt"] == [path.name for path in (tmp_path / "x").iterdir()]


def test_an_interruption_leaves_no_temporary_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C while writing removes what was begun."""

    def interrupted(_handle: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt), archive.writing(tmp_path) as shelf:
        shelf.file("x", {"a.txt": b"a"})

    assert [] == list((tmp_path / "x").iterdir())


def test_what_a_killed_run_left_is_swept(tmp_path: Path) -> None:
    """Temporary files of a run that could not clean up go with the next one."""
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / ".writing-abc").write_bytes(b"half")
    (tmp_path / "x" / "whole.txt").write_bytes(b"whole")

    with archive.writing(tmp_path):
        assert ["whole.txt"] == [path.name for path in (tmp_path / "x").iterdir()]


def test_a_read_only_folder_is_named_with_its_cure(tmp_path: Path) -> None:
    """Without the right to write, the message names the folder and the way out."""
    tmp_path.chmod(0o755)
    out = tmp_path / "out"
    out.mkdir(mode=0o555)
    if os.getuid() != 0:
        out.chmod(0o555)

    told = as_nobody(out)

    assert "cannot be written (Permission denied)" in told
    assert "give yourself the right to write there" in told
    assert [] == list(out.iterdir())


def test_two_writers_exclude_each_other(tmp_path: Path) -> None:
    """The second writer is refused at once, and may write when the first has ended."""
    refused = pytest.raises(WorkspaceBusy, match="another reportgen command is writing")
    with archive.writing(tmp_path), refused, archive.writing(tmp_path):
        pass
    with archive.writing(tmp_path) as shelf:
        assert tmp_path == shelf.out


def test_the_cache_gives_back_what_was_put(tmp_path: Path) -> None:
    """A drawing is found by its key, and nothing by another."""
    with archive.writing(tmp_path) as shelf:
        cache = shelf.drawings()
        cache.put("k", "<svg/>")

        assert ("<svg/>", None) == (cache.get("k"), cache.get("other"))


def test_a_manifest_renews_one_part_and_keeps_the_other(tmp_path: Path) -> None:
    """The proof's part survives a new draft; digests are those of the bytes."""
    with archive.writing(tmp_path) as shelf:
        for kind, data in (("proof", b"p"), ("draft", b"d")):
            part = archive.manifest(kind, {f"{kind}.pdf": data}, {"a": "1"}, {"l": "2"})
            shelf.publish("x", {f"{kind}.pdf": data}, part)
    facts = archive.read_facts(tmp_path, "x")

    assert {"format", "draft", "proof"} == set(facts)
    assert archive.digest(b"p") == facts["proof"]["files"]["proof.pdf"]


def test_what_may_be_handed_over_names_no_digest_of_an_input(tmp_path: Path) -> None:
    """Digests of the data stand above the renditions, one entry for each file made."""
    with archive.writing(tmp_path) as shelf:
        shelf.publish("c/r/public", {}, archive.manifest("draft", {}, {}, {}))
        shelf.remember("c/r/public", "draft", {"data/observations.csv": "5ec4e7"})
        shelf.remember("c/r/partners", "draft", {"data/observations.csv": "5ec4e7"})

    assert b"5ec4e7" not in (tmp_path / "c/r/public/manifest.json").read_bytes()
    inputs = archive.read_facts(tmp_path, "c/r", archive.INPUTS)
    assert ["partners draft", "public draft"] == sorted(inputs)


def test_a_damaged_manifest_counts_as_none(tmp_path: Path) -> None:
    """A manifest that does not read is no manifest; the next build writes it anew."""
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / archive.MANIFEST).write_text("{", "utf-8")

    assert ({}, {}) == (
        archive.read_facts(tmp_path, "x"),
        archive.read_facts(tmp_path, "nowhere"),
    )
