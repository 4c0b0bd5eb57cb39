"""What a file is that somebody has read, where it is no current proof: in words."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from reportgen.errors import EnvironmentFault, UsageError
from reportgen.formats import listed
from reportgen.registry.archive import digest
from reportgen.registry.decisions.record import kept, read_record
from reportgen.settings import Workspace
from reportgen.standing import Standing, State

LARGEST = 100_000_000
"""Bytes of a file that is read; a report has about a hundredth of it."""
_HEAD = b"%PDF-"
# What our PDFs say of themselves, in metadata that is never compressed.
_ABOUT = re.compile(rb"<pdf:Keywords>drugs partnership, ([^,<]{1,80}), ([^,<]{1,80})<")
_OURSELVES = {"program": "reportgen itself"}
_TOLD = 3  # names of inputs before the rest are only counted


@dataclass(frozen=True)
class ReadFile:
    """A file as it was read: once, and these bytes count."""

    path: Path
    shown: str
    """What messages call it."""
    data: bytes

    @property
    def sha256(self) -> str:
        """64 hex digits."""
        return digest(self.data)


@dataclass(frozen=True)
class Known:
    """All that a file is held against."""

    workspace: Workspace
    report: str
    """`2024-10/jcdu`: what is to be decided."""
    states: Sequence[State]
    """Of all reports."""

    @property
    def state(self) -> State:
        """Of the report itself."""
        return next(one for one in self.states if one.report == self.report)

    def made(self, kind: str) -> Iterator[tuple[str, str, Standing]]:
        """Report, rendition and standing of each draft or proof; ours first."""
        for state in sorted(self.states, key=lambda one: one.report != self.report):
            for rendition, kinds in state.standings.items():
                yield state.report, rendition, kinds[kind]

    @property
    def current(self) -> Mapping[str, str]:
        """SHA-256 of the current proof by rendition; empty where there is none."""
        return {
            rendition: kinds["proof"].sha256
            if kinds["proof"].state == "current"
            else ""
            for rendition, kinds in self.state.standings.items()
        }


def read_file(workspace: Workspace, path: Path) -> ReadFile:
    """The bytes of a file that a person names: a PDF, or evidence.

    Raises:
        UsageError: there is none, or it is no plain file.
        EnvironmentFault: it cannot be read.
    """
    shown = workspace.named(path)
    if not path.exists():
        raise UsageError(f"there is no file {shown}; look at its name and its folder")
    if not path.is_file():
        raise UsageError(f"{shown} is no plain file; name the file itself")
    try:
        if path.stat().st_size > LARGEST:
            raise UsageError(f"{shown} is far too large; name the PDF that was read")
        return ReadFile(path, shown, path.read_bytes())
    except OSError as refusal:
        raise EnvironmentFault(
            f"{shown} cannot be read ({refusal.strerror}); give yourself the right to"
        ) from None


def recognised(file: ReadFile, known: Known) -> str:
    """What a file is that is no current proof of the report, and what to do.

    Args:
        file: as it was read.
        known: what it is held against.
    """
    for look in (_no_pdf, _older, _draft, _elsewhere, _earlier, _grown, _claims):
        if told := look(file, known):
            return f"{file.shown} {told}"
    return (
        f"{file.shown} is no proof that reportgen knows; make one with "
        f"{_proof(known)}, and have that read"
    )


def _proof(known: Known) -> str:
    return known.workspace.command("proof", known.report)


def _again(known: Known) -> str:
    return f"make it anew with {_proof(known)}, and have that read"


def _no_pdf(file: ReadFile, known: Known) -> str:
    if file.data[:1024].find(_HEAD) >= 0:
        return ""
    return f"is no PDF; name the proof of {known.report} that was read"


def _older(file: ReadFile, known: Known) -> str:
    """A proof of this report that stands where it was made, and is out of date."""
    for report, rendition, proof in known.made("proof"):
        if report == known.report and proof.sha256 == file.sha256:
            return (
                f"is the proof for {rendition}, but {named(proof.moved)} changed since "
                f"it was made; {_again(known)}"
            )
    return ""


def _draft(file: ReadFile, known: Known) -> str:
    names = [path.name for path in known.workspace.out.glob("*/*/*/*-draft.pdf")]
    drafts = {one.sha256 for _, _, one in known.made("draft")}
    if file.sha256 not in drafts and file.path.name not in names:
        return ""
    return (
        f"is a draft, and drafts are not signed; make the proof with {_proof(known)}, "
        "and have that read"
    )


def _elsewhere(file: ReadFile, known: Known) -> str:
    """A proof of another report."""
    for report, rendition, proof in known.made("proof"):
        if report != known.report and proof.sha256 == file.sha256:
            return (
                f"is the proof of {report} for {rendition}, and no proof of "
                f"{known.report}; name that one, or sign {report}"
            )
    return ""


def _earlier(file: ReadFile, known: Known) -> str:
    """A proof that was decided upon before."""
    entries = read_record(known.workspace.record / known.report).entries
    for entry in entries:
        if file.sha256 in entry.proofs.values():
            what = f"{entry.role} {entry.act.past} it"
            return (
                f"is an earlier proof, of {entry.at:%-d %B %Y} or before ({what}), and "
                f"the report has changed since; {_again(known)}"
            )
    return ""


def _grown(file: ReadFile, known: Known) -> str:
    """A proof with something added, or cut off."""
    for rendition, proof in _proofs(known):
        if file.data.startswith(proof):
            what, cure = _added(len(file.data) - len(proof)), "the proof as it was made"
        elif proof.startswith(file.data):
            what, cure = "is cut short", "the whole proof"
        else:
            continue
        return f"{what} (proof for {rendition}); have {cure} read, and name that file"
    return ""


def _added(count: int) -> str:
    return (
        f"begins with the proof, but differs from it in its bytes: {count:,} were "
        "added at its end, by a note, a signature or a seal"
    )


def _proofs(known: Known) -> Iterator[tuple[str, bytes]]:
    """The bytes of current proofs of the report, and of all decided upon."""
    folder = known.workspace.record / known.report
    for rendition, sha256 in known.current.items():
        for path in (known.workspace.out / known.report / rendition).glob("*.pdf"):
            data = path.read_bytes()
            if sha256 and digest(data) == sha256:
                yield rendition, data
    found = {
        (rendition, sha256)
        for entry in read_record(folder).entries
        for rendition, sha256 in entry.proofs.items()
    }
    for rendition, sha256 in sorted(found):
        held = kept(folder, f"proofs/{sha256}.pdf", sha256)
        if held:
            yield f"{rendition}, an earlier one", held


def _claims(file: ReadFile, known: Known) -> str:
    """A PDF that says of itself which report it is, and has other bytes."""
    about = _ABOUT.search(file.data)
    if about is None:
        return ""
    report = "/".join(part.decode(errors="replace") for part in about.groups())
    if report != known.report:
        return f"calls itself {report}, and is no proof of {known.report}; name that"
    return (
        "calls itself this report, but differs from the proof in its bytes: it is an "
        "earlier proof or a draft, or another program has saved it; have the file read "
        f"that {_proof(known)} names, and name that file"
    )


def named(moved: Sequence[str]) -> str:
    """`police.md has`, `police.md and measures.csv have`, with the rest counted."""
    names = [_OURSELVES.get(n, n.rstrip("/").rpartition("/")[2]) for n in moved]
    told, rest = names[:_TOLD], len(names) - _TOLD
    if not told:
        return "something has"
    more = [f"{rest} more"] if rest > 0 else []
    return f"{listed([*told, *more])} {'has' if len(names) == 1 else 'have'}"
