"""The tag tree: from what WeasyPrint writes to what PDF/UA asks of a document.

It works on the finished layout just before the file is written. A shape that cannot
be mended is reported, one sentence each, with its page.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pydyf  # type: ignore[import-untyped]

_POINTS = 0.75  # points in a CSS pixel
_NUMBERING = {"ul": "/Disc", "ol": "/Decimal", "dl": "/None"}
_SCOPES = {"row": "/Row", "rowgroup": "/Row", "col": "/Column", "colgroup": "/Column"}


@dataclass(frozen=True)
class Node:
    """One structure element that a reader can reach from the root."""

    element: Any
    """The pydyf dictionary, which is changed in place."""
    roles: tuple[str, ...]
    """Roles of the element's ancestors and its own, outermost first, with slash."""
    page: int
    """Number of the page that it stands on, from 1."""


def mend(document: Any, pdf: Any) -> list[str]:
    """Mend the tag tree of a laid-out document in place.

    Page headers and footers become artifacts; header cells get a scope, lists their
    kind of numbering, identifiers a tree; figures are measured in points; links say
    their text.

    Args:
        document: The `weasyprint.Document` that was drawn.
        pdf: The `pydyf.PDF` drawn from it, not yet written.

    Returns:
        What is wrong and cannot be mended here.
    """
    nodes = list(_walk(pdf))
    boxes = [box for page in document.pages for box in _boxes(page._page_box)]
    complaints = _lists(pdf, boxes)
    complaints += _artifacts(pdf, nodes)
    _scopes(boxes, nodes)
    _identifiers(pdf, nodes)
    _links(boxes)
    for node in nodes:
        _figure(pdf, node)
        _caption(pdf, node)
        _list_item(pdf, node)
    return complaints + _lacking(nodes)


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _walk(pdf: Any) -> Iterator[Node]:
    """Every element below the root, in reading order."""
    numbers = {reference: n for n, reference in enumerate(pdf.page_references, 1)}
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    waiting = [(_object(pdf, kid), ()) for kid in reversed(root["K"])]
    while waiting:
        element, above = waiting.pop()
        roles = (*above, element["S"])
        yield Node(element, roles, numbers.get(element.get("Pg"), 1))
        kids = [_object(pdf, kid) for kid in element["K"] if isinstance(kid, bytes)]
        waiting += [(kid, roles) for kid in reversed(kids) if "S" in kid]


def _boxes(box: Any) -> Iterator[Any]:
    """A box and all that lie in it, in the order in which WeasyPrint tags them."""
    box = getattr(box, "_box", box)  # absolutely placed boxes stand in a wrapper
    yield box
    for child in getattr(box, "children", ()):
        yield from _boxes(child)


# Page headers and footers


def _artifacts(pdf: Any, nodes: list[Node]) -> list[str]:
    """Mark what no element holds as belonging to the page, not to the text."""
    held: dict[int, set[int]] = {}
    for node in nodes:
        kids = (kid for kid in node.element["K"] if isinstance(kid, int))
        held.setdefault(node.page, set()).update(kids)
    complaints = []
    parents = _parent_tree(pdf)
    for number, reference in enumerate(pdf.page_references, 1):
        stream = _object(pdf, _object(pdf, reference)["Contents"]).stream
        content = held.get(number, set())
        loose = _mark_loose(stream, content, parents[number - 1])
        if loose:
            complaints.append(
                f"page {number}: {loose} pieces of text lie in a group that tags do "
                "not reach; do not set opacity below 1 on anything with text"
            )
    return complaints + _forget_orphans(pdf, nodes, parents)


def _mark_loose(stream: list[Any], held: set[int], parents: Any) -> int:
    """Turn unheld marked content into artifacts; count what is held but not drawn."""
    drawn = set()
    for at, operator in enumerate(stream):
        if operator != b"BDC" or "MCID" not in stream[at - 1]:
            continue
        mcid = stream[at - 1]["MCID"]
        if mcid in held:
            drawn.add(mcid)
            continue
        stream[at - 2] = "/Artifact"
        stream[at - 1] = pydyf.Dictionary({"Type": "/Pagination"})
        parents[mcid] = b"null"
    return len(held - drawn)


def _parent_tree(pdf: Any) -> dict[int, Any]:
    """Number of a page from 0, or of an annotation after these, to its elements."""
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    numbers = _object(pdf, root["ParentTree"])["Nums"]
    root["ParentTreeNextKey"] = len(numbers) // 2
    return dict(zip(numbers[::2], numbers[1::2], strict=True))


def _forget_orphans(pdf: Any, nodes: list[Node], parents: dict[int, Any]) -> list[str]:
    """Empty the elements that nothing reaches any more."""
    reached = {id(node.element) for node in nodes}
    for each in pdf.objects:
        if _is_element(each) and id(each) not in reached:
            each.clear()
    lost = [
        one for one in parents.values() if isinstance(one, bytes)
        and not _object(pdf, one)
    ]
    if not lost:
        return []
    return [f"{len(lost)} links stand in page headers or footers; print them unlinked"]


def _is_element(each: Any) -> bool:
    return isinstance(each, dict) and each.get("Type") == "/StructElem"


# Tables and lists


def _scopes(boxes: list[Any], nodes: list[Node]) -> None:
    """Say of each header cell whether it heads its column or its row."""
    said = {
        id(box.mark): _SCOPES.get(box.element.get("scope", ""))
        for box in boxes
        if getattr(box, "mark", None) is not None and box.element is not None
    }
    for node in nodes:
        if node.element["S"] == "/TH":
            placed = "/Column" if "/THead" in node.roles else "/Row"
            scope = said.get(id(node.element)) or placed
            node.element["A"]["Scope"] = scope


def _lists(pdf: Any, boxes: list[Any]) -> list[str]:
    """Say of each list whether it is numbered.

    An element does not know its HTML tag, but both are made in one order.
    """
    tags = [box.element_tag for box in boxes if box.element is not None]
    kinds = [_NUMBERING[tag] for tag in tags if tag in _NUMBERING]
    lists = [each for each in pdf.objects if _is_element(each) and each["S"] == "/L"]
    if len(kinds) != len(lists):
        return [f"{len(kinds)} lists were laid out but {len(lists)} were tagged"]
    for element, kind in zip(lists, kinds, strict=True):
        element["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": kind})
    return []


def _list_item(pdf: Any, node: Node) -> None:
    """Put the paragraphs of a list item into its body, where tags must have them."""
    if node.element["S"] != "/LI":
        return
    kids = pydyf.Array()
    body: Any = None
    for reference in node.element["K"]:
        kid = _object(pdf, reference)
        if kid["S"] in {"/Lbl", "/LBody"}:
            kids.append(reference)
            body = None
            continue
        if body is None:
            body = pydyf.Dictionary({**node.element, "S": "/LBody", "K": pydyf.Array()})
            body["P"] = node.element.reference
            pdf.add_object(body)
            kids.append(body.reference)
        body["K"].append(reference)
        kid["P"] = body.reference
    node.element["K"] = kids


def _identifiers(pdf: Any, nodes: list[Node]) -> None:
    """Make elements findable by their identifiers, in byte order as a name tree is."""
    named = [node.element for node in nodes if "ID" in node.element]
    pairs = sorted((element["ID"].data, element.reference) for element in named)
    if pairs:
        names = pydyf.Array([part for pair in pairs for part in pair])
        tree = pydyf.Dictionary({"Names": names})
        pdf.add_object(tree)
        root = _object(pdf, pdf.catalog["StructTreeRoot"])
        root["IDTree"] = tree.reference


# Figures and links


def _figure(pdf: Any, node: Node) -> None:
    """Measure a figure in points from the foot of its page, and within it.

    Pages have no bleed, so that the media box starts at 0, 0.
    """
    if node.element["S"] != "/Figure":
        return
    x1, y1, x2, y2 = (_POINTS * value for value in node.element["A"]["BBox"])
    width, height = _object(pdf, node.element["Pg"])["MediaBox"][2:]
    corners = (max(x1, 0), max(height - y2, 0), min(x2, width), min(height - y1, height))
    node.element["A"]["BBox"] = pydyf.Array(float(corner) for corner in corners)


def _caption(pdf: Any, node: Node) -> None:
    """Group a figure with its caption: `figure` comes out as a role without meaning."""
    kids = [_object(pdf, kid) for kid in node.element["K"] if isinstance(kid, bytes)]
    captioned = any(kid.get("S") == "/Caption" for kid in kids)
    if captioned and node.element["S"] == "/NonStruct":
        node.element["S"] = "/Div"


def _links(boxes: list[Any]) -> None:
    """Describe links by their words, where WeasyPrint gives the raw target."""
    for box in boxes:
        annotation = getattr(box, "link_annotation", None)
        if annotation is not None and (words := _words(box.element)):
            annotation["Contents"] = pydyf.String(words)


def _words(element: Any) -> str:
    """The title of an element, else its text and the alternatives of its pictures."""
    pictures = [each.get("alt", "") for each in element.iter("img")]
    told = element.get("title") or " ".join([*element.itertext(), *pictures])
    return " ".join(told.split())


# What is left


def _lacking(nodes: list[Node]) -> list[str]:
    """Figures without a text alternative, tables without a header cell."""
    complaints = []
    for node in nodes:
        alternative = node.element.get("Alt")
        if node.element["S"] == "/Figure" and not (
            alternative and alternative.string.strip()
        ):
            complaints.append(
                f"page {node.page}: a figure has no text alternative; give the img "
                "its alt, or the svg a title as its first child"
            )
    return complaints + _headless(nodes)


def _headless(nodes: list[Node]) -> list[str]:
    complaints = []
    headed: list[bool] = []
    tables = []
    for node in nodes:
        if node.element["S"] == "/Table":
            tables.append(node)
            headed.append(False)
        elif node.element["S"] == "/TH" and headed:
            headed[-1] = True
    for table, has in zip(tables, headed, strict=True):
        if not has:
            complaints.append(
                f"page {table.page}: a table has no header cell; mark its headers th"
            )
    return complaints
