"""What is kept with a decision: the proof, all that it was made from, the evidence."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from reportgen.desk.recognising import Known, ReadFile
from reportgen.errors import DecisionRefused
from reportgen.evidence.members import FILE as MEMBERS
from reportgen.makers import look_of
from reportgen.registry import archive
from reportgen.registry.decisions.record import Record
from reportgen.registry.decisions.replies import Weighed


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
    made_of = {rendition: _made_of(known, rendition) for rendition in files}
    for data in _sources(known, made_of.values()):
        record.keep("inputs", archive.digest(data), data)
    for rendition, file in files.items():
        record.keep("proofs", f"{file.sha256}.pdf", file.data)
        name = f"{file.sha256}.json"
        # The same bytes may be made anew from other inputs: what was kept stays true.
        if not (record.folder / "proofs" / name).exists():
            record.keep("proofs", name, _packed(made_of[rendition]))
    for one in weighed:
        record.keep("evidence", one.evidence.file, one.data)


def _made_of(known: Known, rendition: str) -> dict[str, Any]:
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


def _sources(known: Known, made_of: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """The bytes of data, words, templates and styles, each once.

    No fonts are among them, and no addresses.

    Raises:
        DecisionRefused: one is not what a proof was made from.
    """
    workspace, wanted = known.workspace, dict[str, str]()
    for facts in made_of:
        wanted |= {**facts["inputs"], **facts["look"]}
    sheets = dict(look_of(workspace, "proof").sheets) if wanted else {}
    for name, sha256 in wanted.items():
        if name.endswith("/") or name == MEMBERS or not sha256:
            continue  # a list of names; addresses; a file that is not there
        if name.startswith("fonts/"):
            continue
        path = workspace.found(name)
        held = path.read_bytes() if path.is_file() else b""
        data = sheets[name].encode() if name in sheets else held
        if archive.digest(data) != sha256:
            raise DecisionRefused(
                f"{name} was changed while this was recorded; make the proof anew with "
                f"reportgen proof {known.report}, and have that read"
            )
        yield data
