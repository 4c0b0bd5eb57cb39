"""Letters made by hand, for tests of what they say and of how they are sent."""

import hashlib
from datetime import date
from functools import cache

from conftest import ROOT

from reportgen.pages.html import Templates, environment
from reportgen.pages.letters import Addressee, Delivery, Filed, Proof, Request, Signed
from reportgen.pages.opening import KeyFigure
from reportgen.vocabulary import Rendition

PDF = b"%PDF-1.7\n" + b"x" * 840_000
FILE = Filed(
    "exampleton-jcdu-2026-10-public.pdf", len(PDF), hashlib.sha256(PDF).hexdigest()
)
TO = Addressee("Head of Insight", "Data Lead", "Exampleton Council")
FIGURES = (
    KeyFigure(
        *("52.3%", "[p]", "Treatment progress", "% of adults in treatment"),
        "Provisional. Exampleton’s value rose since the last period.",
        "12 months to Jul 2026",
    ),
    KeyFigure(
        *("6.5", "", "Deaths from drug misuse", "Per 100,000 people"),
        "Similar to England (5.7). Exampleton’s value did not change since the last "
        "period.",
        "2022 to 2024",
    ),
)


@cache
def templates() -> Templates:
    """Those that come with reportgen."""
    return environment([ROOT / "templates"])


def delivery(**other: object) -> Delivery:
    """An edition for the public, with all that does not matter filled in."""
    given: dict[str, object] = {
        "partnership": "Exampleton Drugs Partnership",
        "title": "Annual progress report",
        "occasion": "October 2026",
        "edition": 1,
        "rendition": Rendition.PUBLIC,
        "signed": (
            Signed("Senior Responsible Owner", "Ann Example", date(2026, 10, 28)),
            Signed("Deputy Chair", "Bo Example", date(2026, 10, 29)),
        ),
        "figures": FIGURES,
        "file": FILE,
        "attached": True,
        "contact": "contact@example.org",
        **other,
    }
    return Delivery(**given)  # type: ignore[arg-type]


def request(**other: object) -> Request:
    """A sign-off that is asked for, with all that does not matter filled in."""
    given: dict[str, object] = {
        "partnership": "Exampleton Drugs Partnership",
        "title": "Annual progress report",
        "occasion": "October 2026",
        "role": "Deputy Chair",
        "parts": (),
        "proofs": (Proof(Rendition.PUBLIC, FILE),),
        "attached": True,
        "contact": "contact@example.org",
        "due": date(2026, 10, 30),
        **other,
    }
    return Request(**given)  # type: ignore[arg-type]
