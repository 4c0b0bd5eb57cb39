"""A page made to fit a browser: every heading has an address, every table a region.

The same blocks are printed in the PDF, whose pages need neither. A table may be wider
than a telephone, so it scrolls by itself, and whoever has no mouse must be able to
reach it and to hear what it is.
"""

import re
from collections.abc import Iterator
from html import escape, unescape

from reportgen.pages.web import addresses

_HEADING = re.compile(r"<(h[1-6])\b([^>]*)>(.*?)</\1>", re.DOTALL)
_TABLE = re.compile(r"<table\b[^>]*>.*?</table>", re.DOTALL)
_CAPTION = re.compile(r"<caption\b([^>]*)>(.*?)</caption>", re.DOTALL)
_ID = re.compile(r'\bid="([^"]*)"')
_TAG = re.compile(r"<[^>]+>")
_NOTES = re.compile(r'<section class="footnotes">(.*?)</section>', re.DOTALL)


def fitted(page: str) -> str:
    """The page with an id on every heading and a labelled region round every table.

    Notes of commentary become a plain division: a section is what has a heading.
    """
    taken = set(_ID.findall(page))
    told = _NOTES.sub(r'<div class="footnotes">\1</div>', page)
    addressed = _HEADING.sub(lambda found: _addressed(found, taken), told)
    numbers, names = iter(range(1, page.count("<table") + 1)), set[str]()
    return _TABLE.sub(lambda found: _region(found, next(numbers), names), addressed)


def headings(page: str) -> Iterator[tuple[int, str, str]]:
    """Level, address and words of each heading of a page, in its order."""
    for tag, attributes, inner in _HEADING.findall(page):
        found = _ID.search(attributes)
        yield int(tag[1]), found[1] if found else "", words(inner)


def words(inner: str) -> str:
    """The text of some HTML, with its spaces as one."""
    return " ".join(unescape(_TAG.sub("", inner)).split())


def _addressed(found: re.Match[str], taken: set[str]) -> str:
    tag, attributes, inner = found[1], found[2], found[3]
    if _ID.search(attributes):
        return found[0]
    name = _free(addresses.heading(words(inner)), taken)
    taken.add(name)
    return f'<{tag}{attributes} id="{name}">{inner}</{tag}>'


def _free(name: str, taken: set[str]) -> str:
    """The name, or the first of `name-2`, `name-3` that nothing has yet."""
    found, number = name, 1
    while found in taken:
        number += 1
        found = f"{name}-{number}"
    return found


def _region(found: re.Match[str], number: int, names: set[str]) -> str:
    """A table in a region named by its caption, else by the heading above it."""
    # The tables of commentary leave it to the reader's program what a head is of.
    table = found[0].replace("<th>", '<th scope="col">')
    caption = _CAPTION.search(table)
    if caption is None:
        above = [told for _, _, told in headings(found.string[: found.start()])]
        name = _free(f"Table under {above[-1] if above else 'no heading'}", names)
        names.add(name)
        label = f'aria-label="{escape(name)}"'
    else:
        label = f'aria-labelledby="caption-{number}"'
        # The words keep to the region, however wide the table is.
        told = f'<span class="told">{caption[2]}</span></caption>'
        new = f'<caption id="caption-{number}"{caption[1]}>{told}'
        table = table[: caption.start()] + new + table[caption.end() :]
    return f'<div class="region" role="region" tabindex="0" {label}>{table}</div>'
