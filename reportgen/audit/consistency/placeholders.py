"""To-dos and placeholders that somebody meant to replace before anybody reads them."""

import re
from collections.abc import Iterator

from reportgen.audit.consistency.scope import Check, Scope
from reportgen.errors import Fault, Place, Slug, caution

_FOUND = re.compile(
    r"""
      \b(?:TODO|TO-DO|TBC|TBD|TBA|FIXME|X{2,})\b  # capitals: a list may be a to-do
    | \[\s*(?i:insert|add|enter|name|date|number|figure|value|link|text|check|update|
        to\s(?:follow|come)|source|reference|tbc|x+)\b[^\]\n]{0,80}\](?![(:])
    | \?{2,}
    | \b(?i:lorem\s+ipsum|placeholder)\b
    | _{4,}
    | ^\s*[-*+]\s+\[\s\]\s                               # an open item of a list
    """,
    re.VERBOSE,
)
_CODE = re.compile(r"\{\{.{0,2000}?\}\}|`[^`\n]{0,500}`|\S+@\S+|https?://\S+")


def check_placeholders(scope: Scope) -> Check:
    """Every line of the commentary, without addresses and what stands in braces."""
    faults = [
        fault
        for file, text in scope.texts.items()
        for line, words in enumerate(text.split("\n"), 1)
        for fault in _unresolved(Place(file, line=line), words)
    ]
    lines = sum(text.count("\n") for text in scope.texts.values())
    return Check({"lines for placeholders": lines}, tuple(faults))


def _unresolved(place: Place, words: str) -> Iterator[Fault]:
    for found in _FOUND.finditer(_CODE.sub(" ", words)):
        what = f'"{found[0].strip()}" still waits for somebody'
        cure = "write what belongs there, or take it out"
        yield caution(Slug.PLACEHOLDER, place, what, cure)
