"""The names of the files of a web edition, and the addresses within its pages.

All files lie in one folder, so that a link is the name of a file, and the folder may
stand anywhere.
"""

import re

REPORT = "index.html"
MEASURES = "measures.html"
ACCESSIBILITY = "accessibility.html"
SHEET = "web.css"
SCRIPT = "web.js"
FOLDERS = {"draft": "web", "proof": "web-proof"}
"""Of the pages beside each PDF: a draft and a proof differ by their status."""


def measure(name: str) -> str:
    """The page of a measure: `measure-m20.html`."""
    return f"measure-{_plain(name)}.html"


def drawing(number: int) -> str:
    """The drawing of a figure: `figure-3.svg`."""
    return f"figure-{number}.svg"


def heading(title: str) -> str:
    """What a heading without an address of its own is called: `what-changed`."""
    return _plain(title.lower()).strip("-") or "section"


def _plain(text: str) -> str:
    """Letters and digits of an address, with a hyphen for whatever lies between."""
    return re.sub(r"[^A-Za-z0-9_]+", "-", text)
