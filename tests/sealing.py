"""A tagged proof with an empty field, its stamp, and the file that sealing makes."""

import shutil
import tempfile
from functools import cache
from pathlib import Path

import specimen
from certificates import NOW, issued

from reportgen.registry.seals.seal import seal

SIZE = (300, 120)
"""Width and height of the field in points."""
WORDS = (
    "Signed off by Ada Example, Senior Responsible Owner, on 14 June 2026 — “agreed”."
)
REASON = "Edition 1 of the outcomes framework pack"

_BOX = '<div data-field="sign-off" style="width: 300pt; height: 120pt"></div>'
_STAMP_CSS = "@page { size: 300pt 120pt; margin: 0 } body { margin: 8pt }"


@cache
def proof() -> bytes:
    """A report of one page, as `proof` makes them: PDF/A-3a and PDF/UA-1."""
    body = f"<h1>Outcomes</h1><p>Twelve of 39 rose.</p><h2>Sign-off</h2>{_BOX}"
    return _laid_out(body, "")


@cache
def unsignable() -> bytes:
    """The same without a field."""
    return _laid_out("<h1>Outcomes</h1><p>Twelve of 39 rose.</p>", "")


@cache
def stamp() -> bytes:
    """What the seal shows."""
    return _laid_out("<p>Signed off by Ada Example on 14 June 2026</p>", _STAMP_CSS)


@cache
def sealed() -> bytes:
    """The proof, sealed by a fictional council."""
    return seal(proof(), stamp(), WORDS, issued().identity, reason=REASON, at=NOW)


def _laid_out(body: str, css: str) -> bytes:
    folder = Path(tempfile.mkdtemp(prefix="reportgen-sealing-"))
    try:
        setter = specimen.typesetter(folder, *([css] if css else ()))
        return setter.pdf(specimen.page(body), specimen.IMPRINT)
    finally:
        shutil.rmtree(folder)
