"""Workspaces with many members, and what looks like an edition to be delivered."""

import hashlib
import json
import shutil
from pathlib import Path

from conftest import TESTSHIRE

from reportgen.pages.dataset import COLUMNS
from reportgen.settings import Workspace, open_workspace

REPORT = "2025-01/pack"


def enlist(folder: Path, numbers: range) -> None:
    """Write a list of members with these numbers."""
    rows = [
        f"Member {number},member{number}@example.org,A council,Member,public,yes"
        for number in numbers
    ]
    header = "name,email,organisation,role,rendition,active"
    members = "\n".join([header, *rows, ""])
    (folder / "data" / "members.csv").write_text(members, "utf-8")


def workspace(folder: Path, count: int) -> Workspace:
    """A workspace with so many members, and what looks like an edition."""
    shutil.copytree(TESTSHIRE / "data", folder / "data")
    enlist(folder, range(count))
    (folder / "reportgen.toml").write_text("format = 1\n", "utf-8")
    edition(folder, REPORT)
    return open_workspace(folder)


def edition(workspace: Path, report: str, pdf: bytes = b"%PDF-1.7\n") -> None:
    """The public half of a first edition, which nobody has sealed."""
    folder = workspace / "out" / "record" / report / "editions" / "1" / "public"
    folder.mkdir(parents=True)
    files = {"report.pdf": pdf, "published.csv": ",".join(COLUMNS).encode() + b"\n"}
    for name, data in files.items():
        (folder / name).write_bytes(data)
    facts = {
        "edition": 1,
        "report": report,
        "rendition": "public",
        "released": "2025-02-01T10:00:00+00:00",
        "pdf": "report.pdf",
        "files": {
            name: {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
            for name, data in files.items()
        },
    }
    (folder / "manifest.json").write_text(json.dumps(facts), "utf-8")
