"""From Markdown to clean HTML, and what Markdown may not hold.

Two walls: raw HTML, images and unsafe links are faults where they stand, and what comes
out is cleaned once more.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from reportgen.errors import Fault, Place, Slug, error
from reportgen.pages.extents import extent, lines

_NOTES_OPEN = '<section class="footnotes">\n<ol class="footnotes-list">\n'
_LINK_SCHEMES = {"http", "https", "mailto"}


def _parser(*, raw: bool) -> MarkdownIt:
    parser = MarkdownIt("js-default", {"html": raw, "linkify": False})
    # Seen where faults are sought, printed as text where HTML is made.
    setattr(parser, "validateLink", lambda url: raw or _leads_out(url))  # noqa: B010
    parser.use(footnote_plugin)
    # The plugin's rule and its way back are drawn with glyphs that few fonts have.
    parser.add_render_rule("footnote_anchor", lambda *_: "")
    parser.add_render_rule("footnote_block_open", lambda *_: _NOTES_OPEN)
    return parser


def faults_in(text: str, file: str, level: int) -> list[Fault]:
    """Raw HTML, images, unsafe links and skipped headings, each with its line.

    Args:
        text: Markdown as its author wrote it.
        file: its path for messages.
        level: level of the heading above it, in the document's own counting.
    """
    parser = _parser(raw=True)
    faults: list[Fault] = []
    line = before = 0
    for token in _flat(parser.parse(text)):
        line = token.map[0] + 1 if token.map else line
        place = Place(file, line=line)
        if token.type == "heading_open":
            rank = int(token.tag[1])
            faults += _skipped(place, rank, before, level)
            before = rank
        faults += _token_faults(token, place)
    return faults


def _leads_out(target: str) -> bool:
    """Whether a link leads where a reader of the finished pages can follow it."""
    scheme = target.partition(":")[0].lower() if ":" in target else ""
    return scheme in _LINK_SCHEMES or target.startswith("#")


def _flat(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from token.children or []


def _skipped(place: Place, rank: int, before: int, level: int) -> list[Fault]:
    if rank <= before + 1 and level + rank <= 6:  # noqa: PLR2004 (HTML has six levels)
        return []
    follows = f"follows level {before}" if before else "is the first of this text"
    what = f"a heading of level {rank} {follows}"
    cure = f"use {'#' * min(before + 1, 6 - level)} here"
    return [error(Slug.HEADING_LEVEL_SKIPPED, place, what, cure)]


def _token_faults(token: Token, place: Place) -> list[Fault]:
    if token.type in {"html_block", "html_inline"}:
        if token.content.startswith("</"):
            return []  # told where it opens
        what = f"raw HTML is not taken: {token.content.strip().splitlines()[0][:40]}"
        return [error(Slug.RAW_HTML, place, what, "write it in Markdown")]
    if token.type == "image":
        what = f"an image is not taken: {token.attrs.get('src', '')}"
        cure = "figures are named in the outline and drawn from the data"
        return [error(Slug.IMAGE_IN_COMMENTARY, place, what, cure)]
    if token.type == "link_open":
        target = str(token.attrs.get("href", ""))
        if not _leads_out(target):
            what = f"the link leads to {target or 'nowhere'}"
            cure = "link to an address that begins with https:// or mailto:"
            return [error(Slug.UNSAFE_LINK, place, what, cure)]
    return []


def parsed(marked: str) -> Sequence[Token]:
    """The tokens of what readers will read; raw HTML counts as text."""
    return _parser(raw=False).parse(marked)


def html(marked: str, file: str, level: int) -> str:
    """Clean HTML; headings stand below the outline's, notes keep their own ids.

    Args:
        marked: Markdown.
        file: its path, which keeps the ids of its notes apart from other files'.
        level: level of the heading above it, in the document's own counting.
    """
    parser = _parser(raw=False)
    environment = {"docId": re.sub(r"\W+", "-", file)}
    parsed = _bounded(parser.parse(marked, environment))
    tokens = [_demoted(token, level) for token in parsed]
    made = parser.renderer.render(tokens, parser.options, environment)
    return nh3.clean(
        str(made),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=_LINK_SCHEMES,
        link_rel=None,
    )


def _demoted(token: Token, level: int) -> Token:
    if token.type not in {"heading_open", "heading_close"}:
        return token
    return replace(token, tag=f"h{min(6, int(token.tag[1]) + level)}")


_WIDE = 128  # millimetres: the column of commentary
_PADDING = 2.8  # millimetres in each cell


def _bounded(tokens: Sequence[Token]) -> Sequence[Token]:
    """Each table with the class that says how it may break."""
    rows: list[list[str]] = []
    opened = []
    for token in tokens:
        if token.type == "table_open":
            rows, opened = [], [token]
        elif token.type == "tr_open":
            rows.append([])
        elif token.type == "inline" and rows:
            rows[-1].append(token.content)
        elif token.type == "table_close":
            room = _WIDE / len(rows[0]) - _PADDING
            high = (lines(([text], room) for text in row) for row in rows[1:])
            opened[0].attrSet("class", extent(high))
            rows = []
    return tokens


_TAGS = {
    *("p", "ul", "ol", "li", "strong", "em", "a", "blockquote", "code", "br", "sup"),
    *("h2", "h3", "h4", "h5", "h6", "section", "hr"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
_ATTRIBUTES = {
    "table": {"class"},
    "a": {"href", "id", "class"},
    "li": {"id", "class"},
    "sup": {"class"},
    "section": {"class"},
    "ol": {"start", "class"},
}
