"""A workspace that can deliver: members, an edition, a mail server in its settings."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from conftest import TESTSHIRE
from filed import REPORT, file_edition
from mailed import PASSWORD, USER, Papers

from reportgen.desk.ways import PASSWORD as VARIABLE

HEADER = "name,email,organisation,role,rendition,active,lists"
ROWS = (
    "Ann,ann@example.org,Fictional council,Chair,partners,yes,board",
    "Bo,bo@example.net,Fictional police,Deputy,partners,yes,board",
    "Cy,cy@example.com,Fictional charity,Member,public,yes,",
    "Di,di@example.org,Fictional council,Member,public,yes,board; readers",
    "Ed,ed@example.org,Fictional council,Member,public,no,",
)


@dataclass
class Partners:
    """A workspace in a temporary folder."""

    folder: Path
    rows: tuple[str, ...] = ROWS
    post: dict[str, object] = field(default_factory=dict)

    def lay(self) -> "Partners":
        """Write it, with its first edition."""
        shutil.copytree(TESTSHIRE / "data", self.folder / "data")
        self.list(*self.rows)
        self.set()
        file_edition(self.folder / "out" / "record")
        return self

    def list(self, *rows: str) -> None:
        """Write the list of members."""
        text = "\n".join([HEADER, *rows, ""])
        (self.folder / "data" / "members.csv").write_text(text, "utf-8")

    def set(self, **told: object) -> None:
        """Change the settings of the post."""
        self.post |= told
        lines = ["format = 1", "[post]"]
        for key, value in self.post.items():
            told_as = str(value) if isinstance(value, Path) else value
            lines.append(f"{key} = {json.dumps(told_as)}")
        (self.folder / "reportgen.toml").write_text("\n".join(lines), "utf-8")

    def to(self, port: int, papers: Papers | None = None, **told: object) -> None:
        """Send to a server of the loopback."""
        secured: dict[str, object] = {"security": "none"}
        if papers:
            secured = {
                "security": "starttls",
                "login": "password",
                "user": USER,
                "ca_file": papers.authority,
            }
        self.set(
            way="smtp",
            host="127.0.0.1",
            port=port,
            sender="Testshire reports <reports@example.org>",
            partner_domains=["example.org", "example.net"],
            **secured,
            **told,
        )

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """One command."""
        return subprocess.run(
            [sys.executable, "-m", "reportgen", "-w", self.folder, *arguments],
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
            env={**os.environ, VARIABLE: PASSWORD},
        )

    def deliver(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """`deliver` of the one report."""
        return self.run("deliver", REPORT, *arguments)

    @property
    def record(self) -> Path:
        """Folder of the record."""
        return self.folder / "out" / "record"
