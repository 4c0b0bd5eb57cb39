"""Editions in a record as a release lays them out, without seal or signature."""

import hashlib
import json
from pathlib import Path

from reportgen.pages.dataset import COLUMNS

REPORT = "2025-01/pack"
PDF = {
    name: f"%PDF-1.7 the {name} edition\n".encode() * 40
    for name in ("public", "partners")
}
_FOLDERS = {"public": "public", "partners": "private"}


def file_edition(
    record: Path,
    number: int = 1,
    *,
    report: str = REPORT,
    renditions: tuple[str, ...] = ("public", "partners"),
    correction: str = "",
    padding: int = 0,
) -> Path:
    """One edition; its PDFs differ by number and audience."""
    home = record / report / "editions" / str(number)
    for rendition in renditions:
        folder = home / _FOLDERS[rendition]
        folder.mkdir(parents=True)
        name = f"testshire-{report.replace('/', '-')}-{rendition}.pdf"
        approvals = [
            {
                "rendition": rendition,
                "role": "Senior Responsible Officer",
                "holder": "Director of Public Health",
                "name": "A Fictional Person",
                "approved": "2025-02-01T10:00:00+00:00",
            }
        ]
        files = {
            name: PDF[rendition] + f"{number}\n".encode() + b"\0" * padding,
            "published.csv": f"{','.join(COLUMNS)}\n".encode(),
            "sign-off.json": json.dumps({"format": 1, "approvals": approvals}).encode(),
        }
        for path, data in files.items():
            (folder / path).write_bytes(data)
        facts = {
            "format": 1,
            "edition": number,
            "report": report,
            "rendition": rendition,
            "released": "2025-02-02T09:00:00+00:00",
            "corrects": number - 1 or None,
            "correction": correction,
            "pdf": name,
            "files": {
                path: {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
                for path, data in files.items()
            },
        }
        (folder / "manifest.json").write_text(json.dumps(facts, indent=2), "utf-8")
    return home
