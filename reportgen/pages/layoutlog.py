"""The layout's log: from what WeasyPrint only logs to faults with a cure."""

import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from reportgen.errors import Fault, Place, Slug, error

_LONGEST = 200  # characters of a message; an address with data in it has thousands
_AROUND = 30  # characters told on each side of a missing one
_POSITION = re.compile(r"\bat (\d+):\d+")
_DATA = re.compile(r"data:[^'\"\s]{60,}")  # as long as only a whole picture is
_NOTDEF = ".notdef glyph"
_NO_ALT = "has no required alt description"


class _Collector(logging.Handler):
    def __init__(self, records: list[logging.LogRecord]) -> None:
        super().__init__(logging.WARNING)
        self.records = records

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@contextmanager
def heard() -> Iterator[list[logging.LogRecord]]:
    """Collect the warnings and errors that WeasyPrint logs, and print none of them."""
    records: list[logging.LogRecord] = []
    logger = logging.getLogger("weasyprint")
    collector = _Collector(records)
    onward, logger.propagate = logger.propagate, False
    logger.addHandler(collector)
    try:
        yield records
    finally:
        logger.removeHandler(collector)
        logger.propagate = onward


def refused(urls: Sequence[str], slug: Slug, source: str) -> list[Fault]:
    """One fault for each address that was asked for and not fetched."""
    cure = "the pages fetch nothing: put it into the page as a data: address"
    return [
        error(slug, Place(source), f"asks for {_short(url)}", cure)
        for url in dict.fromkeys(urls)
    ]


def faults(
    records: Sequence[logging.LogRecord],
    source: str,
    text: str = "",
    told: Sequence[str] = (),
) -> list[Fault]:
    """What was logged, as faults, each once.

    Args:
        records: From `heard`.
        source: The file to name.
        text: The words of the page, to show where a missing character stands.
        told: Addresses that have their fault already.
    """
    found: dict[Fault, None] = {}
    for record in records:
        message = record.getMessage()
        # The tag tree reports the figure with its page.
        if _NO_ALT not in message and not any(url in message for url in told):
            found[_fault(record, message, source, text)] = None
    return list(found)


def _fault(record: logging.LogRecord, message: str, source: str, text: str) -> Fault:
    if message.startswith(_NOTDEF) and isinstance(record.args, tuple):
        return _missing(str(record.args[0]), source, text)
    if _is_style(record):
        line = int(match[1]) if (match := _POSITION.search(message)) else None
        cure = "mend or remove the rule"
        return error(Slug.STYLE_ERROR, Place(source, line), _short(message), cure)
    cure = "change the template or the styles until the layout is silent"
    return error(Slug.LAYOUT_WARNING, Place(source), _short(message), cure)


def _is_style(record: logging.LogRecord) -> bool:
    """Whether a style sheet is to blame; anchors are counted in the same package."""
    parts = record.pathname.replace("\\", "/")
    return "/weasyprint/css/" in parts and not parts.endswith("/targets.py")


def _missing(character: str, source: str, text: str) -> Fault:
    """The fault for a character that no font has, with the words around it."""
    words = " ".join(text.split())
    at = words.find(character)
    where = " in text that the styles or a drawing add"
    if at >= 0:
        around = words[max(at - _AROUND, 0) : at + _AROUND + 1].strip()
        where = f' in "{around}"'
    what = f'no font has "{character}" (U+{ord(character):04X}){where}'
    cure = "write it with other characters, or add a font that has it to styles/fonts"
    return error(Slug.MISSING_GLYPH, Place(source), what, cure)


def _short(message: str) -> str:
    message = _DATA.sub("data:…", " ".join(message.split()).rstrip("."))
    return message if len(message) <= _LONGEST else message[:_LONGEST] + "…"
