"""Laying out a new workspace: all of it, or nothing.

The files are written into a temporary folder beside the place, and one rename puts it
there. Whoever is stopped before it leaves the place as it was.
"""

import errno
import hashlib
import json
import os
import shutil
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from glob import escape
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from reportgen.errors import EnvironmentFault, OutputNotWritable, UsageError

ORIGIN = "copied.json"
"""Stands in own folders of templates and styles: what they were copied from."""

CERTIFICATE = "certificate.p12"
"""Seals what the workspace releases; `certificate.pem` beside it is for everybody."""

_WELCOME = Path(__file__).with_name("welcome")
_PARTS = ("reportgen.toml", "data")  # what is taken from the fictional workspace
_LOOKS = ("templates", "styles")
_TOLD = 3  # names that a refusal lists before it counts the rest


@dataclass(frozen=True)
class Laid:
    """A workspace that was just laid out."""

    folder: Path
    files: tuple[str, ...]
    """Paths in the folder, with forward slashes, in order."""
    cycles: tuple[str, ...]
    """What can be built, oldest first."""


def lay_out(folder: Path, *, templates: bool = False) -> Laid:
    """Lay out the fictional workspace in a new or empty folder.

    It gets a self-signed certificate of its own, so that it can release at once. The
    passphrase that locks it is the environment's, in `REPORTGEN_PASSPHRASE`.

    Args:
        folder: where; its parent must be there.
        templates: copy templates and styles too, so that a designer can change them.

    Raises:
        UsageError: the folder holds something, is a file, or lies where none may lie.
        OutputNotWritable: the parent cannot be written, or the disk is full; nothing
            is left behind.
        EnvironmentFault: reportgen itself is not whole.
    """
    place = _absolute(folder)
    _refuse(place)
    files = dict(_files(templates=templates))
    files |= _certificate(files["data/partnership.toml"])
    put(place, files)
    cycles = (name.split("/")[1] for name in files if name.endswith("/cycle.toml"))
    return Laid(place, tuple(sorted(files)), tuple(sorted(cycles)))


def _absolute(folder: Path) -> Path:
    """The place that is meant, behind all links, as links cannot be replaced."""
    try:
        return folder.expanduser().resolve()
    except (OSError, RuntimeError) as refusal:
        raise UsageError(f"{folder} leads nowhere ({refusal}); name another") from None


def _refuse(place: Path) -> None:
    """Refuse a place that may not be laid out.

    Raises:
        UsageError: with what is wrong, and the cure.
    """
    if place.exists() and not place.is_dir():
        raise UsageError(f"{place} is a file; name a new or empty folder")
    if not place.parent.is_dir():
        raise UsageError(
            f"{place.parent} is no folder; make it first, or correct the name"
        )
    for above in place.parents:
        made = place.relative_to(above).parts[0] == "out"
        if made and (above / "reportgen.toml").is_file():
            raise UsageError(
                f"{place} lies in out/ of the workspace {above}, where only what is "
                "made belongs; name a folder outside"
            )
    if held := _held(place):
        raise UsageError(
            f"{place} holds {held}; name a new or empty folder, and copy into it "
            "afterwards what you need of yours"
        )


def _held(place: Path) -> str:
    """What lies in a folder, as a sentence lists it; empty where nothing does."""
    try:
        names = sorted(path.name for path in place.iterdir())
    except FileNotFoundError:
        return ""
    except OSError as refusal:
        raise _stopped(place, refusal) from None
    more = len(names) - _TOLD
    rest = f" and {more} more" if more > 0 else ""
    return ", ".join(names[:_TOLD]) + rest


def _files(*, templates: bool) -> Iterator[tuple[str, bytes]]:
    """Everything that a new workspace holds: its path in the folder, and its bytes."""
    from reportgen.settings import shipped

    source = shipped("exampleton")
    if not (source / "reportgen.toml").is_file():
        raise EnvironmentFault(f"{source} is not whole; install reportgen again")
    for part in _PARTS:
        yield from _found(source / part, part)
    yield ".gitignore", (_WELCOME / "gitignore").read_bytes()
    yield "README.md", (_WELCOME / "README.md").read_bytes()
    for kind in _LOOKS if templates else ():
        files = dict(_found(shipped(kind), kind))
        yield from files.items()
        yield f"{kind}/{ORIGIN}", _origin(kind, files)


def _certificate(partnership: bytes) -> dict[str, bytes]:
    """A new certificate for the partnership: with its key, and for everybody."""
    from reportgen.registry.seals import identity

    name = tomllib.loads(partnership.decode())["name"]
    passphrase = identity.passphrase()
    locked = identity.make_identity(name, datetime.now(UTC), passphrase)
    made = identity.read_identity(locked, passphrase, CERTIFICATE)
    return {CERTIFICATE: locked, "certificate.pem": made.certificate.pem}


def _found(path: Path, name: str) -> Iterator[tuple[str, bytes]]:
    """A file, or all files of a folder, by their paths from `name` on."""
    if path.is_file():
        yield name, path.read_bytes()
        return
    for each in sorted(path.rglob("*")):
        if each.is_file():
            yield f"{name}/{each.relative_to(path).as_posix()}", each.read_bytes()


def _origin(kind: str, files: Mapping[str, bytes]) -> bytes:
    """What `doctor` compares with later: is reportgen's own file still the same?"""
    digests = {
        name.removeprefix(f"{kind}/"): hashlib.sha256(data).hexdigest()
        for name, data in files.items()
    }
    facts: dict[str, object] = {"files": digests}
    with suppress(PackageNotFoundError):  # it runs from its source
        facts["reportgen"] = version("reportgen")
    return f"{json.dumps(facts, indent=2)}\n".encode()


def put(place: Path, files: Mapping[str, bytes]) -> None:
    """Write all files beside the place, then put them there with one rename.

    Args:
        place: a folder that is not there, or is empty.
        files: bytes by path in it.

    Raises:
        UsageError: somebody else filled it meanwhile.
        OutputNotWritable: nothing was left behind.
    """
    try:
        _put(place, files)
    except OSError as refusal:
        raise _stopped(place, refusal) from None


def _put(place: Path, files: Mapping[str, bytes]) -> None:
    prefix = f".{place.name}.laying-"
    for left in place.parent.glob(f"{escape(prefix)}*"):  # by a run that was killed
        shutil.rmtree(left, ignore_errors=True)
    temporary = Path(tempfile.mkdtemp(prefix=prefix, dir=place.parent))
    try:
        for name, data in files.items():
            _write(temporary / name, data)
        temporary.chmod(_mode(place))
        temporary.rename(place)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _write(path: Path, data: bytes) -> None:
    """One file, safe on the disk: a rename that is kept must not keep empty files."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        if path.suffix == ".p12":  # nobody else may copy the key
            os.fchmod(file.fileno(), 0o600)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _mode(place: Path) -> int:
    """Who may do what in the folder: as before, or as in any new one."""
    with suppress(FileNotFoundError):
        return place.stat().st_mode & 0o7777
    mask = os.umask(0)
    os.umask(mask)
    return 0o777 & ~mask


def _stopped(place: Path, refusal: OSError) -> UsageError | OutputNotWritable:
    """What became of the place: nothing, and why."""
    if refusal.errno in {errno.ENOTEMPTY, errno.EEXIST}:
        what = f"{place} was filled by somebody else just now; nothing was changed"
        return UsageError(f"{what}; name another folder")
    if refusal.errno == errno.EBUSY:
        return UsageError(f"{place} is a mount of its own; name a new folder in it")
    full = refusal.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
    cure = "free the disk" if full else "name a folder that you may write to"
    why = f"{place} cannot be laid out ({refusal.strerror}), and nothing was left"
    return OutputNotWritable(f"{why}; {cure}")
