"""What the HTML standard asks of a page beyond its grammar, as far as ours go.

The parser objects to what cannot be parsed; here is what may stand where, what points
at what, and which attributes there are. What our pages never use is unknown here.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

_GLOBAL = {"id", "class", "tabindex", "role", "lang", "title", "hidden"}
_KNOWN = {
    "a": {"href", "download"},
    "data": {"value"},
    "details": {"open"},
    "html": {"lang"},
    "img": {"src", "alt", "width", "height"},
    "link": {"rel", "href"},
    "meta": {"charset", "name", "content", "http-equiv"},
    "ol": {"start"},
    "script": {"src", "defer"},
    "td": {"colspan", "rowspan"},
    "th": {"scope", "colspan", "rowspan"},
}
_DRAWN = "{http://www.w3.org/2000/svg}"
_WORDS = {
    "p",
    "span",
    "a",
    "strong",
    "em",
    "sup",
    "data",
    "summary",
    "caption",
    "label",
}
_WORDS |= {"h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCKS = {"p", "div", "ul", "ol", "li", "table", "section", "figure", "nav", "form"}
_BLOCKS |= {"h1", "h2", "h3", "h4", "h5", "h6", "details", "main", "header", "footer"}
_ONLY = {
    "ul": {"li"},
    "ol": {"li"},
    "table": {"caption", "thead", "tbody"},
    "thead": {"tr"},
    "tbody": {"tr"},
    "tr": {"th", "td"},
}
_POINTS = ("aria-labelledby", "aria-describedby", "aria-controls", "for", "headers")
_NAMES = ("aria-label", "aria-labelledby")
_NEEDED = {"img": ("alt", "src"), "th": ("scope",), "data": ("value",)}
_ROLES = {"region", "img", "search", "status", "group", "note"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}


def objections(page: Any) -> Iterator[str]:
    """Everything wrong with a parsed page, each with the element that has it."""
    ids = Counter(one.get("id") for one in page.iter() if one.get("id"))
    twice = [name for name, count in ids.items() if count > 1]
    yield from (f"id {name} occurs twice" for name in twice)
    for one in page.iter():
        if isinstance(one.tag, str):
            yield from (f"<{one.tag}>: {what}" for what in _wrong(one, ids))


def _wrong(one: Any, ids: Counter[str]) -> Iterator[str]:
    yield from _attributes(one)
    yield from (
        f"{name} points at {target}, which is not there"
        for name in _POINTS
        for target in (one.get(name) or "").split()
        if target not in ids
    )
    inside = {each.tag for each in one if isinstance(each.tag, str)}
    if one.tag in _ONLY and inside - _ONLY[one.tag]:
        yield f"holds {sorted(inside - _ONLY[one.tag])}"
    below = {each.tag for each in one.iter() if each is not one}
    if one.tag in _WORDS and below & _BLOCKS:
        yield f"holds {sorted(below & _BLOCKS)}"
    if one.tag in {"a", "button"} and below & {"a", "button", "input"}:
        yield "holds another control"
    if one.tag == "section" and not below & _HEADINGS:
        yield "has no heading"
    if one.tag == "table":
        yield from _table(one)


def _attributes(one: Any) -> Iterator[str]:
    if one.tag.startswith(_DRAWN):
        return
    for name, value in one.items():
        known = name in _GLOBAL or name in _KNOWN.get(one.tag, set())
        if not known and not name.startswith(("aria-", "data-")):
            yield f"has no attribute {name}"
        if name == "role" and value not in _ROLES:
            yield f"role {value} is not one of ours"
        if name == "id" and (not value or value.split() != [value]):
            yield f"id {value!r} is empty or has a space"
    lacking = [name for name in _NEEDED.get(one.tag, ()) if not one.get(name)]
    yield from (f"lacks {name}" for name in lacking)
    if one.get("role") == "region" and not any(map(one.get, _NAMES)):
        yield "is a region without a name"


def _table(table: Any) -> Iterator[str]:
    """Each row has as many cells as the first, so that every cell has its head."""
    rows = [
        sum(int(cell.get("colspan") or 1) for cell in row) for row in table.iter("tr")
    ]
    if len(set(rows)) > 1:
        yield f"has rows of {sorted(set(rows))} cells"
    if table.find("thead") is None or table.find("tbody") is None:
        yield "has no head or no body"
