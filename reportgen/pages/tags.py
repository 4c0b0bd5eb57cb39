"""The tag tree: from what WeasyPrint writes to what PDF/UA asks of a document.

It works on the finished layout just before the file is written. A shape that cannot
be mended is reported, one sentence each, with its page.
"""

from typing import Any

import pydyf

from reportgen.pages.artifacts import drop_leaders, mark_artifacts
from reportgen.pages.structure import (
    Marks,
    Node,
    boxes_in,
    is_element,
    parent_numbers,
    resolve,
    walk,
)

_POINTS = 0.75  # points in a CSS pixel
_NUMBERING = {"ul": "/Disc", "ol": "/Decimal", "dl": "/None"}
_SCOPES = {"row": "/Row", "rowgroup": "/Row", "col": "/Column", "colgroup": "/Column"}


def mend(document: Any, pdf: Any, marks: Marks) -> list[str]:
    """Mend the tag tree of a laid-out document in place.

    Page headers and footers and dotted leaders become artifacts; header cells get a
    scope, lists their kind of numbering, identifiers a tree; figures are measured in
    points; a link has one annotation a line, which says its text.

    Args:
        document: The `weasyprint.Document` that was drawn.
        pdf: The `pydyf.PDF` drawn from it, not yet written.
        marks: From `watch`.

    Returns:
        What is wrong and cannot be mended here.
    """
    boxes = [box for page in document.pages for box in boxes_in(page._page_box)]
    complaints = _lists(pdf, boxes)
    _nested_links(pdf)
    drop_leaders(pdf, marks, boxes)
    nodes = list(walk(pdf))
    complaints += mark_artifacts(pdf, nodes)
    _scopes(boxes, nodes)
    _identifiers(pdf, nodes)
    _links(boxes)
    for node in nodes:
        _figure(pdf, node)
        _caption(pdf, node)
        _list_item(pdf, node)
    return complaints + _lacking(nodes)


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
    lists = [each for each in pdf.objects if is_element(each) and each["S"] == "/L"]
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
        kid = resolve(pdf, reference)
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
        root = resolve(pdf, pdf.catalog["StructTreeRoot"])
        root["IDTree"] = tree.reference


# Figures and links


def _figure(pdf: Any, node: Node) -> None:
    """Measure a figure in points from the foot of its page, and within it.

    Pages have no bleed, so that the media box starts at 0, 0.
    """
    if node.element["S"] != "/Figure":
        return
    x1, y1, x2, y2 = (_POINTS * value for value in node.element["A"]["BBox"])
    width, height = resolve(pdf, node.element["Pg"])["MediaBox"][2:]
    corners = (
        max(x1, 0),
        max(height - y2, 0),
        min(x2, width),
        min(height - y1, height),
    )
    node.element["A"]["BBox"] = pydyf.Array(float(corner) for corner in corners)


def _caption(pdf: Any, node: Node) -> None:
    """Group a figure with its caption: `figure` comes out as a role without meaning."""
    kids = [resolve(pdf, kid) for kid in node.element["K"] if isinstance(kid, bytes)]
    captioned = any(kid.get("S") == "/Caption" for kid in kids)
    if captioned and node.element["S"] == "/NonStruct":
        node.element["S"] = "/Div"


def _nested_links(pdf: Any) -> None:
    """Leave a link its outermost annotation; each box inside makes one of its own."""
    nested = [node for node in walk(pdf) if "/Link" in node.roles[:-1]]
    numbers = parent_numbers(pdf)
    for node in nested:
        if node.element["S"] == "/Link":
            node.element["S"] = "/Span"
        for reference in [kid for kid in node.element["K"] if isinstance(kid, bytes)]:
            kid = resolve(pdf, reference)
            if kid.get("Type") != "/OBJR":
                continue
            node.element["K"].remove(reference)
            annotation = resolve(pdf, kid["Obj"])
            resolve(pdf, kid["Pg"])["Annots"].remove(kid["Obj"])
            at = numbers.index(annotation["StructParent"], 2 * len(pdf.page_references))
            del numbers[at : at + 2]
            annotation.clear()
            kid.clear()


def _links(boxes: list[Any]) -> None:
    """Describe links by their words, where WeasyPrint gives the raw target."""
    for box in boxes:
        annotation = getattr(box, "link_annotation", None)
        if annotation and (words := _words(box.element)):
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
