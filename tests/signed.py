"""A small office: two reports with proofs, two people who sign, and their post."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from conftest import TESTSHIRE
from test_ledger import digest

from reportgen import pipeline
from reportgen.desk import signing
from reportgen.desk.signing import Recorded, Request
from reportgen.pages.exporter import FakeExporter
from reportgen.registry.decisions.ledger import Ledger
from reportgen.registry.decisions.record import read_record
from reportgen.settings import Workspace, open_workspace
from reportgen.vocabulary import Rendition

PACK, BRIEF = "2025-01/pack", "2025-01/brief"
CYCLE = "data/2025-01/cycle.toml"
SEATS = """
[[report.sign_off]]
role = "Data Lead"
holder = "Head of Insight, Testshire Council"
name = "Priya Sample"

[[report.sign_off]]
role = "Deputy Chair"
holder = "Superintendent, Testshire Police"
name = "Sam Specimen"
parts = ["treatment"]

[[report.sign_off]]
role = "Senior Responsible Officer"
holder = "Director of Public Health, Testshire Council"
turn = 2
"""
DATA, POLICE = "Data Lead", "Deputy Chair"
OWNER = "Senior Responsible Officer"
ADDRESS = "insight@example.org"
MEMBERS = f"""name,email,organisation,role,rendition,active
Head of Insight,{ADDRESS},Testshire Council,Data Lead,partners,yes
Head of Insight,old@example.org,Testshire Council,Data Lead,partners,no
"""


def lay_out(folder: Path) -> Path:
    """Testshire with two reports and three seats; proofs of both, and one draft."""
    for name in ("data", "reportgen.toml"):
        path = TESTSHIRE / name
        (shutil.copytree if path.is_dir() else shutil.copyfile)(path, folder / name)
    text = (folder / CYCLE).read_text("utf-8").partition("[[report.sign_off]]")[0]
    head, _, pack = text.partition("[[report]]")
    reports = [f"[[report]]{pack}{SEATS}"]
    reports += [reports[0].replace('id = "pack"', 'id = "brief"')]
    (folder / CYCLE).write_text(head + "\n".join(reports), "utf-8")
    (folder / "data/members.csv").write_text(MEMBERS, "utf-8")
    workspace = open_workspace(folder)
    pipeline.build(workspace, ["2025-01"], kind="proof", exporter=FakeExporter())
    public = [Rendition.PUBLIC]
    pipeline.build(workspace, [PACK], renditions=public, exporter=FakeExporter())
    return folder


@dataclass(frozen=True)
class Office:
    """A workspace with proofs."""

    folder: Path

    @property
    def workspace(self) -> Workspace:
        """The workspace, opened."""
        return open_workspace(self.folder)

    @property
    def ledger(self) -> Ledger:
        """What was decided on the pack."""
        return read_record(self.record)

    @property
    def record(self) -> Path:
        """Where the decisions on the pack are kept."""
        return self.folder / "out" / "record" / PACK

    def proof(self, rendition: str = "public", report: str = PACK) -> Path:
        """The proof of a report, where it was made."""
        (path,) = (self.folder / "out" / report / rendition).glob("*-proof.pdf")
        return path

    @property
    def proofs(self) -> tuple[Path, Path]:
        """Those of the pack."""
        return self.proof(), self.proof("partners")

    def ask(self, who: str, **more: object) -> Request:
        """What is asked; both proofs where nothing else is said."""
        values: dict[str, object] = {"proofs": self.proofs, "typed_by": "clerk", **more}
        return Request(who, **values)  # type: ignore[arg-type]

    def sign(self, who: str, **more: object) -> Recorded:
        """An approval of the pack."""
        return signing.sign(self.workspace, PACK, self.ask(who, **more))

    def reject(self, who: str, **more: object) -> Recorded:
        """A rejection of the pack."""
        asked = self.ask(who, **{"reason": "Figure 1", **more})
        return signing.reject(self.workspace, PACK, asked)

    def withdraw(self, who: str, **more: object) -> Recorded:
        """A withdrawal."""
        asked = self.ask(who, **{"reason": "Figure 2", "proofs": (), **more})
        return signing.withdraw(self.workspace, PACK, asked)

    def reply(self, *proofs: Path, sender: str = ADDRESS) -> Path:
        """A stored message that names the digests of these files."""
        made = EmailMessage()
        made["From"], made["Subject"] = sender, "Re: the pack"
        made["Date"] = "Tue, 07 Jan 2025 09:30:00 +0000"
        made.set_content("\n".join(digest(path.read_bytes()) for path in proofs))
        path = self.folder / f"reply-{len(proofs)}.eml"
        path.write_bytes(bytes(made))
        return path

    def change(self, file: str, old: str, new: str) -> None:
        """Replace what stands once in a file."""
        text = (self.folder / file).read_text("utf-8")
        assert 1 == text.count(old)
        (self.folder / file).write_text(text.replace(old, new), "utf-8")

    def prove(self, reports: Sequence[str] = (PACK,)) -> None:
        """Make the proofs anew."""
        pipeline.build(self.workspace, reports, kind="proof", exporter=FakeExporter())
