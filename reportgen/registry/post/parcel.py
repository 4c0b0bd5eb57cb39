"""The parcel: from an edition's folder to what is delivered, whole and current."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reportgen.errors import NotDeliverable

EDITIONS = "editions"
# Where each audience's files lie in an edition.
FOLDERS = {"public": "public", "partners": "private"}

Verify = Callable[[Path], object]
"""Looks at a folder of an edition; true where nothing in it was altered."""


@dataclass(frozen=True)
class Copy:
    """An edition for one audience: the PDF that is attached."""

    rendition: str
    file: str
    folder: Path
    """Of the edition for this audience."""
    sha256: str
    size: int
    """Bytes."""

    def read(self) -> bytes:
        """The PDF's bytes, which are those that were released.

        Raises:
            NotDeliverable: they are not, or not any more.
        """
        try:
            data = (self.folder / self.file).read_bytes()
        except OSError as refusal:
            what = f"{self.folder / self.file} cannot be read ({refusal.strerror})"
            raise NotDeliverable(f"{what}; {_RESTORE}") from None
        if hashlib.sha256(data).hexdigest() != self.sha256:
            raise NotDeliverable(
                f"{self.folder / self.file} is not what was released; {_RESTORE}"
            )
        return data


@dataclass(frozen=True)
class Parcel:
    """One edition, ready to be delivered."""

    report: str
    """`2024-10/jcdu`."""
    edition: int
    """From 1."""
    digest: str
    """SHA-256 of its manifest: the public one, where there is one."""
    released: str
    """ISO time."""
    copies: Mapping[str, Copy]
    """By rendition; only those that were released."""
    corrects: int | None = None
    correction: str = ""
    """What is corrected, in the words of whoever released it."""
    home: Path = field(default=Path(), compare=False)
    """Folder of the report in the record."""

    @property
    def is_current(self) -> bool:
        """Whether no later edition is there, as the disk has it now."""
        return numbers(self.home)[-1:] == [self.edition]


_RESTORE = "restore it from the copy of the record, or release a correction"


def numbers(home: Path) -> list[int]:
    """Numbers of the editions in a report's folder of the record, lowest first."""
    found = (home / EDITIONS).glob("*")
    return sorted(
        int(each.name) for each in found if each.name.isdigit() and each.is_dir()
    )


def read_parcel(
    record: Path, report: str, verify: Verify, edition: int | None = None
) -> Parcel:
    """The newest edition of a report, looked at to the last byte.

    Args:
        record: the folder of the record.
        report: `2024-10/jcdu`.
        verify: says whether the folder of an audience is as it was released.
        edition: the one that is meant; the newest where none is named.

    Raises:
        NotDeliverable: there is none, it is superseded, or it was altered.
    """
    home = record / report
    known = numbers(home)
    if not known:
        raise NotDeliverable(
            f"{report} has no edition, so there is nothing to deliver; release it "
            f"first: reportgen release {report}"
        )
    wanted = edition or known[-1]
    if wanted != known[-1]:
        raise NotDeliverable(
            f"edition {wanted} of {report} is superseded or was never there; deliver "
            f"edition {known[-1]}"
        )
    return _read(home, report, wanted, verify)


def _read(home: Path, report: str, edition: int, verify: Verify) -> Parcel:
    folder, found = home / EDITIONS / str(edition), {}
    for rendition, name in FOLDERS.items():
        if (folder / name).is_dir():
            found[rendition] = _facts(folder / name, (report, edition, rendition))
            if not verify(folder / name):
                raise _altered(folder / name, "what verify says of it")
    if not found:
        raise _altered(folder, "it is empty")
    first = next(iter(found))
    data = (folder / FOLDERS[first] / "manifest.json").read_bytes()
    facts = found[first]
    return Parcel(
        report=report,
        edition=edition,
        digest=hashlib.sha256(data).hexdigest(),
        released=str(facts.get("released", "")),
        copies={
            rendition: _copy(folder / FOLDERS[rendition], rendition, each)
            for rendition, each in found.items()
            if each.get("pdf")
        },
        corrects=facts.get("corrects"),
        correction=str(facts.get("correction") or ""),
        home=home,
    )


def _facts(folder: Path, wanted: tuple[str, int, str]) -> dict[str, Any]:
    """The manifest of a folder, which is of the edition that is asked for.

    Raises:
        NotDeliverable: it does not read, or is of another.
    """
    try:
        facts = json.loads((folder / "manifest.json").read_bytes())
        told = (facts["report"], facts["edition"], facts["rendition"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        raise _altered(folder, "its manifest does not read") from None
    if told != wanted or not isinstance(facts.get("files", {}), dict):
        raise _altered(folder, "its manifest is of another edition")
    return dict(facts)


def _copy(folder: Path, rendition: str, facts: Mapping[str, Any]) -> Copy:
    """The PDF of an audience; its digest and size are held against the manifest.

    Raises:
        NotDeliverable: the manifest does not know it, or it is another.
    """
    try:
        name, known = facts["pdf"], facts["files"][facts["pdf"]]
        copy = Copy(rendition, name, folder, known["sha256"], int(known["bytes"]))
    except (KeyError, TypeError, ValueError):
        raise _altered(folder, "its manifest does not name its PDF") from None
    if Path(name).name != name:
        raise _altered(folder, "its PDF lies elsewhere")
    if len(copy.read()) != copy.size:
        raise _altered(folder, "the size of its PDF is another")
    return copy


def _altered(folder: Path, why: str) -> NotDeliverable:
    return NotDeliverable(f"{folder} is not as it was released ({why}); {_RESTORE}")
