"""What is kept with a decision: the proof, all that it was made from, the evidence."""

import json
from collections.abc import Iterator, Mapping, Sequence

from reportgen.desk.recognising import Known, ReadFile
from reportgen.errors import DecisionRefused
from reportgen.evidence.members import FILE as MEMBERS
from reportgen.makers import look_of
from reportgen.registry import archive
from reportgen.registry.decisions.record import Record
from reportgen.registry.decisions.replies import Weighed
from reportgen.settings import Workspace


def keep(
    record: Record,
    known: Known,
    files: Mapping[str, ReadFile],
    weighed: Sequence[Weighed],
) -> None:
    """Keep what was read, what it was made from, and the evidence.

    Raises:
        DecisionRefused: an input was changed while this was recorded.
    """
    for rendition, file in files.items():
        record.keep("proofs", f"{file.sha256}.pdf", file.data)
        facts = _made_of(known, rendition)
        for data in _sources(known.workspace, facts):
            record.keep("inputs", archive.digest(data), data)
        name = f"{file.sha256}.json"
        # The same bytes may be made anew from other inputs: what was kept stays true.
        if not (record.folder / "proofs" / name).exists():
            record.keep("proofs", name, _packed(facts))
    for one in weighed:
        record.keep("evidence", one.evidence.file, one.data)


def _made_of(known: Known, rendition: str) -> dict[str, object]:
    """What a current proof was made from: digests and versions, by name."""
    out, report = known.workspace.out, known.report
    public = archive.read_facts(out, f"{report}/{rendition}")["proof"]
    private = archive.read_facts(out, report, archive.INPUTS)[f"{rendition} proof"]
    return {
        "format": 1,
        "report": report,
        "rendition": rendition,
        "inputs": private["inputs"],
        "look": public["look"],
        "drawn_by": public["drawn_by"],
    }


def _packed(facts: Mapping[str, object]) -> bytes:
    text = json.dumps(facts, indent=2, ensure_ascii=False, sort_keys=True)
    return f"{text}\n".encode()


def _sources(workspace: Workspace, facts: Mapping[str, object]) -> Iterator[bytes]:
    """The bytes of data, words, templates and styles; no fonts, and no addresses.

    Raises:
        DecisionRefused: one is not what the proof was made from.
    """
    inputs, look = facts["inputs"], facts["look"]
    assert isinstance(inputs, dict)  # noqa: S101 (else the proof were not current)
    assert isinstance(look, dict)  # noqa: S101 (likewise)
    sheets = dict(look_of(workspace, "proof").sheets)
    for name, sha256 in {**inputs, **look}.items():
        if name.endswith("/") or name == MEMBERS or not sha256:
            continue  # a list of names; addresses; a file that is not there
        if name.startswith("fonts/"):
            continue
        sheet = sheets.get(name)
        data = sheet.encode() if sheet else _bytes(workspace, name)
        if archive.digest(data) != sha256:
            raise DecisionRefused(
                f"{name} was changed while this was recorded; make the proof anew with "
                f"reportgen proof {facts['report']}, and have that read"
            )
        yield data


def _bytes(workspace: Workspace, name: str) -> bytes:
    """A file of the workspace, or of its looks from the shelf that has it."""
    kind, _, file = name.partition("/")
    places = [workspace.folder / name]
    if kind in {"templates", "styles"}:
        places = [shelf / file for shelf in workspace.shelves(kind)]
    for place in places:
        if place.is_file():
            return place.read_bytes()
    return b""
