"""What stays with the partners in an edition: ledger, evidence, raw inputs."""

from reportgen.composition import Composition
from reportgen.errors import NotAllowed
from reportgen.evidence.members import FILE as MEMBERS
from reportgen.registry import archive
from reportgen.registry.decisions.entries import line_of
from reportgen.registry.decisions.ledger import Ledger
from reportgen.registry.decisions.record import kept
from reportgen.registry.editions.manifest import LEDGER
from reportgen.settings import Workspace


def in_custody(
    composition: Composition, ledger: Ledger, workspace: Workspace
) -> dict[str, bytes]:
    """Ledger, evidence and raw inputs by path; never who is a member.

    Args:
        composition: the report.
        ledger: of its decisions.
        workspace: whose record and inputs.

    Raises:
        NotAllowed: an input, or a piece of evidence, is no longer what it was.
    """
    report = composition.assembly.name
    found = {LEDGER: b"".join(line_of(one) + b"\n" for one in ledger.entries)}
    for entry in ledger.entries:
        for one in entry.evidence:
            data = kept(workspace.record / report / "evidence", one.file, one.sha256)
            if data is None:
                raise NotAllowed(
                    f"{report}/evidence/{one.file} is missing in the record, or "
                    "damaged; put it back from a copy"
                )
            found[f"evidence/{one.file}"] = data
    for name, digest in _inputs(composition, workspace).items():
        data = (workspace.folder / name).read_bytes()
        if digest and archive.digest(data) != digest:
            raise NotAllowed(f"{name} has just been changed; try again")
        found[f"inputs/{name}"] = data
    return found


def _inputs(composition: Composition, workspace: Workspace) -> dict[str, str]:
    """Digests of the files that people wrote, by name, and of what they accepted."""
    inputs = composition.assembly.inputs
    files = {n: d for n, d in inputs.items() if not n.endswith("/") and d}
    beside = [
        f"data/{composition.assembly.cycle.cycle}/accepted.toml",
        "reportgen.toml",
    ]
    files |= {name: "" for name in beside if (workspace.folder / name).is_file()}
    return {name: digest for name, digest in files.items() if name != MEMBERS}
