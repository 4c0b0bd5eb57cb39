"""What the audit looks at, made by hand from invented indicators."""

from collections.abc import Mapping, Sequence
from datetime import date

import invented

from reportgen.audit.consistency.scope import Headed, Scope
from reportgen.errors import Fault
from reportgen.evidence.disclosure import PublishedIndicator
from reportgen.pages.narrative import Mention, narrate


def scope(
    *ones: PublishedIndicator,
    held: Sequence[PublishedIndicator] = (),
    mentions: Sequence[Mention] = (),
    figures: Sequence[Headed] = (),
    cut_off: date | None = None,
) -> Scope:
    """A report that shows some measures; others may be held and not shown."""
    published = invented.published(*ones, *held)
    return Scope(ones, published, mentions, {}, figures, cut_off)


def written(text: str, *ones: PublishedIndicator) -> Scope:
    """A report whose commentary is one file."""
    published = invented.published(*ones)
    file = "data/2025-01/commentary/about.md"
    read = narrate(text, file, published, 3)
    assert not [fault for fault in read.faults if fault.weight.value == "error"]
    texts: Mapping[str, str] = {file: text}
    return Scope(ones, published, read.mentions, texts, ())


def slugs(faults: Sequence[Fault]) -> list[str]:
    """What was found, in order."""
    return [fault.slug.value for fault in faults]
