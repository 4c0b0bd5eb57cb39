"""What readers read of a commentary: its paragraphs, each with the line it stands in.

Code and addresses are left out; a slot, a claim and a citation are what they print.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from reportgen.evidence.disclosure import Published
from reportgen.pages import markdown
from reportgen.pages.narrative import MentionKind, Narrative, placeholders, words_of

_NO_PROSE = {"heading_open", "th_open", "td_open"}
_ADDRESS = re.compile(
    r"\b(?:https?://|mailto:|www\.)\S{1,2000}"
    r"|[\w.+-]{1,64}@[\w.-]{1,250}"
    r"|\b(?:[\w-]{1,63}\.){1,8}(?:uk|org|com|net)\b(?:/\S{0,2000})?"
)


@dataclass(frozen=True)
class Paragraph:
    """One paragraph, item, heading or cell, as it is printed."""

    line: int
    """Where it begins, from 1."""
    text: str
    """A line's end within it is one space."""
    own: str
    """The same, as long, with blanks where the words are ours and not the author's."""
    is_prose: bool
    """Holds sentences: it is neither a heading nor a cell of a table."""
    breaks: tuple[int, ...] = ()
    """Offsets into the text at which the file begins a new line."""

    def line_at(self, offset: int) -> int:
        """The line of the file in which a letter of the text stands."""
        return self.line + bisect_right(self.breaks, offset)


_Printed = Sequence[tuple[str, bool]]
"""What each mention prints, and whether the words are the author's."""


def paragraphs(narrative: Narrative, published: Published) -> list[Paragraph]:
    """The paragraphs of one commentary, in the order in which Markdown reads them.

    Args:
        narrative: of one file.
        published: what its slots print.
    """
    printed = [
        (words_of(mention, published), mention.kind is not MentionKind.SLOT)
        for mention in narrative.mentions
    ]
    drifts = _drifts(narrative)
    found, line, before = [], 1, ""
    for token in markdown.parsed(narrative.marked):
        line = token.map[0] + 1 if token.map else line
        if token.type == "inline":
            begins = line + _drift(drifts, line)
            is_prose = before not in _NO_PROSE
            found.append(_paragraph(token, begins, printed, is_prose=is_prose))
        before = token.type
    return [one for one in found if one.text.strip()]


def _drift(drifts: Sequence[tuple[int, int]], line: int) -> int:
    """Of a line: that of its own first mention, or of the last one above it."""
    at = bisect_left(drifts, line, key=lambda drift: drift[0])
    is_here = at < len(drifts) and drifts[at][0] == line
    return drifts[at if is_here else at - 1][1] if is_here or at else 0


def _drifts(narrative: Narrative) -> list[tuple[int, int]]:
    """Lines by which the marked text runs behind the file, where a mention begins.

    Braces may hold line ends; below such ones the next mention tells the line again.
    """
    found = []
    for number, start, _ in placeholders(narrative.marked):
        line = narrative.marked.count("\n", 0, start) + 1
        if number < len(narrative.mentions):
            place = narrative.mentions[number].place
            found.append((line, (place.line or line) - line))
    return found


def _paragraph(
    token: Token, line: int, printed: _Printed, *, is_prose: bool
) -> Paragraph:
    text, own = "", ""
    breaks = []
    for piece in _read(token.children or []):
        if piece.type in {"softbreak", "hardbreak"}:
            text, own = f"{text} ", f"{own} "
            breaks.append(len(text))
        else:
            for words, is_own in _said(piece.content, printed):
                text += words
                own += words if is_own else " " * len(words)
    return Paragraph(line, text, own, is_prose, tuple(breaks))


def _read(children: Sequence[Token]) -> Iterator[Token]:
    """Text and line ends; no code, and no address that is its own link."""
    is_address = False
    for child in children:
        if child.type == "link_open":
            is_address = child.info == "auto"
        elif child.type == "link_close":
            is_address = False
        elif child.type in {"text", "softbreak", "hardbreak"} and not is_address:
            yield child


def _said(content: str, printed: _Printed) -> Iterator[tuple[str, bool]]:
    """The author's words and those that mentions print, in order."""
    at = 0
    for number, start, end in placeholders(content):
        yield _ADDRESS.sub("", content[at:start]), True
        if number < len(printed):
            yield printed[number]
        at = end
    yield _ADDRESS.sub("", content[at:]), True
